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


def gains_of(kind: Kind, backlog: People, worth: FloatArray) -> tuple[FloatArray, NDArray[np.int16]]:
    """Return the value of each visit by its length, shape (m + 1, slots + 1), and the longest worth making.

    ``backlog`` are people still waiting, ``worth`` the value of recording one of them, shape (m,).
    """
    counts = np.minimum(backlog[:, None], kind.people[None, :])
    gains = np.vstack([np.zeros(kind.slots + 1), worth[:, None] * counts])
    enough = np.searchsorted(kind.people, backlog, side="left")
    longest = np.where((backlog > 0) & (worth > 0), np.minimum(enough, kind.slots), 0)
    return gains, np.concatenate([[0], longest]).astype(np.int16)


def price(number: int, kind: Kind, backlog: People, worth: FloatArray) -> tuple[float, Tour]:
    """Return the value of the best tour of one kind, and the tour; people may count twice in both."""
    gains, longest = gains_of(kind, backlog, worth)
    value, visits, ends = best_tour(
        kind.ways, kind.sleeps, kind.is_open, gains, longest, kind.slots, kind.max_nights
    )
    return value, _tour(number, kind, visits, ends, backlog)


def best_honest(
    number: int, kind: Kind, waiting: People, worth: FloatArray, *, tries: int = 3
) -> Tour:
    """Return a good tour that counts nobody twice, on what still waits.

    Where the compiled programme served a village on several days beyond its people, only the day of its
    longest visit stays open, and the programme is asked again; the best of ``tries`` answers is kept.
    """
    gains, longest = gains_of(kind, waiting, worth)
    is_open = kind.is_open.copy()
    best, best_value = None, -np.inf
    for _ in range(tries):
        _, visits, ends = best_tour(
            kind.ways, kind.sleeps, is_open, gains, longest, kind.slots, kind.max_nights, TOLL
        )
        tour = capped(_tour(number, kind, visits, ends, waiting), waiting)
        value = float(worth[list(tour.villages)] @ np.array(tour.people, dtype=float))
        if best is None or value > best_value:
            best, best_value = tour, value
        if not _close_repeats(is_open, kind, visits, waiting):
            break
    assert best is not None, "the first try always answers"
    return best


def _close_repeats(is_open: NDArray[np.bool_], kind: Kind, visits: Sequence[Visit], waiting: People) -> bool:
    """Leave villages that were served beyond their people open on one day only; return whether any was."""
    by_village: dict[int, list[Visit]] = {}
    for visit in visits:
        by_village.setdefault(visit.place, []).append(visit)
    found = False
    for place, repeats in by_village.items():
        if len(repeats) > 1 and sum(kind.people[v.slots] for v in repeats) > waiting[place - 1]:
            longest = max(repeats, key=lambda v: v.slots)
            is_open[np.arange(len(is_open)) != longest.day, place] = False
            found = True
    return found


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
