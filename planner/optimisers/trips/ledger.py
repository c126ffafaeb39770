"""What tours amount to: who still waits after them, and what they use of kits and money."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.trips.pricing import People, Tour
from planner.optimisers.trips.runs import Field

FloatArray = NDArray[np.float64]


def recorded(field: Field, tours: Sequence[Tour]) -> int:
    """Return the people recorded by ``tours`` together, nobody twice."""
    return int(field.backlog.sum() - waiting_after(field, tours).sum())


def value(field: Field, tours: Sequence[Tour]) -> float:
    """Return the people recorded, less the price of all that is asked for and not there."""
    got = field.backlog - waiting_after(field, tours)
    quotas, asks = field.quotas, field.asks
    total = float(got.sum() - quotas.price @ quotas.short(got)) - asks.lost
    if len(asks.place):
        total -= float(asks.price @ np.maximum(0, asks.sign * (asks.target - visits_asked(field, tours))))
    return total - _apart(field, tours) - _out_of_order(field, tours)


def visits_asked(field: Field, tours: Sequence[Tour]) -> People:
    """Return how many visits answer each ask, shape (asks,)."""
    met = np.zeros(len(field.asks.place), dtype=np.int64)
    if len(met):
        for tour in tours:
            met += answered(field, tour)
    return met


def answered(field: Field, tour: Tour) -> People:
    """Return how many visits of a tour answer each ask, shape (asks,)."""
    place, held = field.asks.place, field.kinds[tour.kind].asks
    met = np.zeros(len(place), dtype=np.int64)
    for visit in tour.visits:
        met += (place == visit.place - 1) & held[visit.day]
    return met


def _apart(field: Field, tours: Sequence[Tour]) -> float:
    """Return the price of trips that serve some and not all villages that belong together."""
    if not field.asks.together:
        return 0.0
    total = 0.0
    for tour in tours:
        for served in _trips(tour):
            for members, price in field.asks.together:
                here = sum(1 for village in members if village in served)
                total += price if 0 < here < len(members) else 0.0
    return total


def _trips(tour: Tour) -> list[set[int]]:
    """Return the villages that each trip of a tour serves, from base to base."""
    trips: list[set[int]] = [set()]
    for day, end in enumerate(tour.ends):
        trips[-1] |= {visit.place - 1 for visit in tour.visits if visit.day == day}
        if end == 0:
            trips.append(set())
    return trips


def _out_of_order(field: Field, tours: Sequence[Tour]) -> float:
    """Return the price of villages served before those that should have been served first."""
    if not field.asks.order:
        return 0.0
    served: defaultdict[int, list[int]] = defaultdict(list)
    for tour in tours:
        for visit in tour.visits:
            served[visit.place - 1].append(int(field.kinds[tour.kind].dates[visit.day]))
    return sum(
        price
        for before, after, price in field.asks.order
        if served[before] and served[after] and min(served[after]) <= max(served[before])
    )


def waiting_after(field: Field, tours: Sequence[Tour]) -> People:
    """Return who still waits in each village after ``tours``, shape (m,)."""
    waiting = field.backlog.copy()
    if not field.rules.turnout:
        for tour in tours:
            waiting[list(tour.villages)] -= np.array(tour.people, dtype=np.int64)
        return np.maximum(waiting, 0)
    for (_, village), visits in _by_village_day(field, tours):
        waiting[village] -= sum(people for *_, people in visits)
    return waiting


def allotted(field: Field, tours: Sequence[Tour]) -> dict[tuple[int, int], int]:
    """Return (tour, visit) -> people recorded, of those who come on that day; kinds have one block each."""
    return {
        (tour, visit): people for _, visits in _by_village_day(field, tours) for tour, visit, people in visits
    }


def _by_village_day(
    field: Field, tours: Sequence[Tour]
) -> Iterator[tuple[tuple[int, int], list[tuple[int, int, int]]]]:
    """Yield (date, village) in order, with tour, visit and people of all visits on that day."""
    days: defaultdict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for number, tour in enumerate(tours):
        kind = field.kinds[tour.kind]
        for n, visit in enumerate(tour.visits):
            day = int(kind.dates[visit.day]), visit.place - 1
            days[day].append((number, n, int(kind.people[visit.slots])))
    waiting, served = field.backlog.tolist(), field.served.tolist()
    for day, visits in sorted(days.items()):
        coming = field.rules.coming(waiting[day[1]], served[day[1]])
        taken = []
        for number, n, most in visits:
            taken.append((number, n, min(most, coming)))
            coming -= taken[-1][2]
        people = sum(t[2] for t in taken)
        waiting[day[1]] -= people
        served[day[1]] += people > 0
        yield day, taken


def days_out(tour: Tour) -> list[int]:
    """Return the days of the run on which the team is not at its base all day."""
    visited = {visit.day for visit in tour.visits}
    return [
        day for day, end in enumerate(tour.ends) if end or day in visited or (day > 0 and tour.ends[day - 1])
    ]


def kits_used(field: Field, tour: Tour) -> People:
    """Return the kit-days of a tour in each row of kits, shape (rows,)."""
    rows = field.kinds[tour.kind].kit_row[days_out(tour)] if tour.ends else np.empty(0, np.int64)
    return np.bincount(rows[rows >= 0], minlength=len(field.kits)).astype(np.int64)


def cost(field: Field, tour: Tour) -> float:
    """Return what a tour costs, in rupiah: days out, nights, and every leg."""
    kind, costs = field.kinds[tour.kind], field.rules.costs
    total = kind.day_out * len(days_out(tour)) + costs.night * sum(end > 0 for end in tour.ends)
    total += sum(float(field.stops[visit.place - 1]) for visit in tour.visits)
    if not len(kind.legs):
        return total
    for day, end in enumerate(tour.ends):
        route = [tour.ends[day - 1] if day else 0, *(v.place for v in tour.visits if v.day == day), end]
        total += sum(float(kind.legs[day][a, b]) for a, b in pairwise(route) if a != b)
    return total


def remaining(field: Field, tours: Sequence[Tour]) -> Field:
    """Return the field with who, what kits, quotas and money ``tours`` leave; its runs stay the same."""
    waiting = waiting_after(field, tours)
    quotas, asks = field.quotas, field.asks
    got = quotas.member @ (field.backlog - waiting)
    used = sum((kits_used(field, tour) for tour in tours), np.zeros_like(field.kits))
    spent = sum(cost(field, tour) for tour in tours)
    return replace(
        field,
        backlog=waiting,
        kits=np.maximum(0, field.kits - used),
        quotas=replace(quotas, people=np.maximum(0, quotas.people - got)),
        asks=replace(asks, target=np.maximum(0, asks.target - visits_asked(field, tours))),
        budget=None if field.budget is None else max(0.0, field.budget - spent),
    )


def is_within(field: Field, tours: Sequence[Tour]) -> bool:
    """Return whether the kits and the money at hand suffice for ``tours``."""
    used = sum((kits_used(field, tour) for tour in tours), np.zeros_like(field.kits))
    spent = sum(cost(field, tour) for tour in tours)
    return bool((used <= field.kits).all() and (field.budget is None or spent <= field.budget * (1 + 1e-7)))


def free_runs(field: Field, tours: Sequence[Tour]) -> People:
    """Return the runs of each kind that have no tour yet."""
    made = np.bincount([tour.kind for tour in tours], minlength=len(field.kinds))
    return field.sizes - made.astype(np.int64)
