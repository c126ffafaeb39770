"""Tours that are worth most at given prices: what the compiled programme is asked, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.trips.runs import Field, Kind
from planner.optimisers.trips.tour import TOLL, Fares, Visit, best_tours

FloatArray = NDArray[np.float64]
People = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tour:
    """All that a team does in one run.

    Parameters
    ----------
    kind
        Number of the kind of run.
    visits
        In order of day and time; place ``i`` is village ``i - 1``.
    ends
        Place where each day ends, 0 for the base.
    villages, people
        Villages served, and the people recorded in each; same length.
    """

    kind: int
    visits: tuple[Visit, ...]
    ends: tuple[int, ...]
    villages: tuple[int, ...]
    people: tuple[int, ...]

    @property
    def recorded(self) -> int:
        """People recorded in all."""
        return sum(self.people)


def price(
    field: Field, family: Sequence[int], waiting: People, worth: FloatArray, fares: Fares
) -> list[tuple[float, Tour]]:
    """Return the value of the best tour of each kind of a family, and the tour.

    People may count twice in both, but not within one stay in a village.

    ``waiting`` are people not yet recorded, ``worth`` the value of recording one of them, shape (m,), and
    ``fares`` what else is paid or earned on the way.
    """
    return _asked(field, family, waiting, worth, fares, honest=False, toll=0.0)


def best_honest(
    field: Field, family: Sequence[int], waiting: People, worth: FloatArray, fares: Fares
) -> list[Tour]:
    """Return a good tour of each kind on what still waits, nobody twice; of equal ones a short one."""
    answers = _asked(field, family, waiting, worth, fares, honest=True, toll=TOLL)
    return [capped(tour, waiting) for _, tour in answers]


def _asked(
    field: Field,
    family: Sequence[int],
    waiting: People,
    worth: FloatArray,
    fares: Fares,
    *,
    honest: bool,
    toll: float,
) -> list[tuple[float, Tour]]:
    """Ask the compiled programme, the base being place 0 where nobody waits."""
    kinds = [field.kinds[number] for number in family]
    come = coming(field, waiting)
    answers = best_tours(
        kinds[0].ways,
        kinds[0].sleeps,
        kinds[0].shuts,
        np.concatenate([[0.0], worth]),
        np.concatenate([[0], waiting]),
        kinds[0].people,
        kinds[0].max_nights,
        [len(kind.ways) for kind in kinds],
        fares._replace(toll=toll, come=np.concatenate([[0], come]), least=field.rules.smallest_stop),
        honest=honest,
    )
    return [
        (value, tour_of(number, kind, visits, ends, waiting, come))
        for number, kind, (value, visits, ends) in zip(family, kinds, answers, strict=True)
    ]


def coming(field: Field, waiting: People) -> People:
    """Return how many of those waiting in each village come to the first visit of a plan, shape (m,)."""
    return np.array(waiting * field.shares_coming(0) + 1e-9).astype(np.int64)


def capped(tour: Tour, waiting: People) -> Tour:
    """Return the tour with no more people in a village than wait there; its visits stay as they are."""
    people = tuple(int(min(n, waiting[v])) for v, n in zip(tour.villages, tour.people, strict=True))
    return replace(tour, people=people)


def tour_of(
    number: int,
    kind: Kind,
    visits: Sequence[Visit],
    ends: Sequence[int],
    backlog: People,
    come: People | None = None,
) -> Tour:
    """Return a tour as a column of the linear program, each visit counted in full.

    ``come`` are the people who come to a visit at most, shape (m,); all that wait when not given.
    """
    people: dict[int, int] = {}
    stayed: dict[int, int] = {}  # people of the stay that goes on in a village
    for visit, before in zip(visits, [None, *visits], strict=False):
        village = visit.place - 1
        goes_on = before is not None and before.place == visit.place and _slept(before.day, visit, ends)
        so_far = stayed.get(village, 0) if goes_on else 0
        most = int(kind.people[visit.slots])
        if come is not None:
            most = min(most, int(come[village]))
        stayed[village] = int(min(backlog[village], so_far + most))
        people[village] = people.get(village, 0) + stayed[village] - so_far
    return Tour(number, tuple(visits), tuple(ends), tuple(people), tuple(people.values()))


def _slept(day: int, visit: Visit, ends: Sequence[int]) -> bool:
    """Return whether every night from ``day`` on to a visit was spent where it is made."""
    return day < visit.day and all(ends[n] == visit.place for n in range(day, visit.day))


def capped_together(
    number: int, kind: Kind, visits: tuple[Visit, ...], ends: tuple[int, ...], backlog: People
) -> Tour:
    """Return the tour of given visits, counting nobody of a village twice."""
    return capped(tour_of(number, kind, visits, ends, backlog), backlog)
