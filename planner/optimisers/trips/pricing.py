"""Tours that are worth most at given prices: what the compiled programme is asked, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.trips.runs import Kind
from planner.optimisers.trips.tour import Visit, best_tour

FloatArray = NDArray[np.float64]
People = NDArray[np.int64]

TOLL = 1e-4  # people a slot on the way is worth at most: decides between equal tours only


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


def price(number: int, kind: Kind, waiting: People, worth: FloatArray) -> tuple[float, Tour]:
    """Return the value of the best tour of one kind, and the tour; people may count twice in both.

    ``waiting`` are people not yet recorded, ``worth`` the value of recording one of them, shape (m,).
    """
    return _asked(number, kind, waiting, worth, honest=False, toll=0.0)


def best_honest(number: int, kind: Kind, waiting: People, worth: FloatArray) -> Tour:
    """Return a good tour that counts nobody twice, on what still waits; of equal ones a short one."""
    _, tour = _asked(number, kind, waiting, worth, honest=True, toll=TOLL)
    return capped(tour, waiting)


def _asked(
    number: int, kind: Kind, waiting: People, worth: FloatArray, *, honest: bool, toll: float
) -> tuple[float, Tour]:
    """Ask the compiled programme, the base being place 0 where nobody waits."""
    value, visits, ends = best_tour(
        kind.ways,
        kind.sleeps,
        kind.is_open,
        np.concatenate([[0.0], worth]),
        np.concatenate([[0], waiting]),
        kind.people,
        kind.max_nights,
        honest=honest,
        toll=toll,
    )
    return value, _tour(number, kind, visits, ends, waiting)


def capped(tour: Tour, waiting: People) -> Tour:
    """Return the tour with no more people in a village than wait there; its visits stay as they are."""
    people = tuple(int(min(n, waiting[v])) for v, n in zip(tour.villages, tour.people, strict=True))
    return replace(tour, people=people)


def _tour(number: int, kind: Kind, visits: Sequence[Visit], ends: Sequence[int], backlog: People) -> Tour:
    """Return a tour as a column of the linear program, each visit counted in full."""
    people: dict[int, int] = {}
    for visit in visits:
        village = visit.place - 1
        people[village] = people.get(village, 0) + int(min(backlog[village], kind.people[visit.slots]))
    return Tour(number, tuple(visits), tuple(ends), tuple(people), tuple(people.values()))
