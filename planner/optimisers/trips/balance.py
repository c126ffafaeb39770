"""The second stage: of all plans that record the same people, one whose teams are away as evenly as can be.

Runs of one kind and the same dates are interchangeable, so teams may exchange them at no loss. Exchanges of
two are made while one lowers the sum over all teams of the squares of their nights away; of equal ones, that
of their days out (least squares are the most even for a given sum).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from planner.optimisers.trips.ledger import days_out
from planner.optimisers.trips.pricing import Tour
from planner.optimisers.trips.runs import Run

Load = tuple[int, int]  # nights away, days out


@dataclass(slots=True)
class Slot:
    """One run of a team: the number of its kind, and its tour, if it has one."""

    kind: int
    run: Run
    tour: Tour | None


def balance(slots: Sequence[Slot]) -> None:
    """Exchange tours among the runs of one kind and the same dates, until none is more even."""
    loads: dict[str, Load] = defaultdict(lambda: (0, 0))
    alike: dict[object, list[Slot]] = defaultdict(list)
    for slot in slots:
        team, block = slot.run
        loads[team] = _sum(loads[team], _load(slot.tour))
        alike[slot.kind, block].append(slot)
    while any(  # every exchange lowers the sums, so there is an end
        [_exchange(one, other, loads) for group in alike.values() for one, other in combinations(group, 2)]
    ):
        pass


def _exchange(one: Slot, other: Slot, loads: dict[str, Load]) -> bool:
    """Exchange the tours of two runs if that is more even; return whether it was."""
    teams = one.run[0], other.run[0]
    mine, theirs = _load(one.tour), _load(other.tour)
    before = loads[teams[0]], loads[teams[1]]
    change = theirs[0] - mine[0], theirs[1] - mine[1]
    after = _sum(before[0], change), _sum(before[1], (-change[0], -change[1]))
    if _unevenness(after) >= _unevenness(before):
        return False
    one.tour, other.tour = other.tour, one.tour
    loads[teams[0]], loads[teams[1]] = after
    return True


def _load(tour: Tour | None) -> Load:
    return (sum(end > 0 for end in tour.ends), len(days_out(tour))) if tour is not None else (0, 0)


def _sum(one: Load, other: Load) -> Load:
    return one[0] + other[0], one[1] + other[1]


def _unevenness(loads: tuple[Load, Load]) -> Load:
    """Return the sums of the squares of nights and of days."""
    return sum(load[0] ** 2 for load in loads), sum(load[1] ** 2 for load in loads)
