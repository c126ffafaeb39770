"""Teams share nights and days away as evenly as the runs allow, at no loss."""

from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest

from planner.optimisers.trips.balance import Slot, balance
from planner.optimisers.trips.pricing import Tour
from planner.optimisers.trips.tour import Visit

WEEKS = [tuple(date(2018, 5, 7) + timedelta(weeks=w, days=n) for n in range(3)) for w in range(4)]


def tour(kind: int, nights: int, days: int) -> Tour:
    """Return a tour with some nights, then days out without one."""
    visits = tuple(Visit(day, 1, 0, 1) for day in range(days))
    ends = tuple(1 if day < nights else 0 for day in range(3))
    return Tour(kind, visits, ends, (0,), (1,))


def slots_of(seed: int) -> list[Slot]:
    random = Random(seed)
    slots = []
    for week, block in enumerate(WEEKS):
        for team in ("A", "B", "C"):
            nights = random.choice([0, 0, 1, 2])
            days = random.randint(nights + 1, 3)
            made = tour(week % 2, nights, days) if random.random() < 0.8 else None
            slots.append(Slot(week % 2, (team, block), made))
    return slots


def unevenness(slots: list[Slot]) -> tuple[int, int]:
    loads = {team: [0, 0] for team in ("A", "B", "C")}
    for slot in slots:
        if slot.tour is not None:
            loads[slot.run[0]][0] += sum(end > 0 for end in slot.tour.ends)
            loads[slot.run[0]][1] += len({visit.day for visit in slot.tour.visits})
    return sum(n**2 for n, _ in loads.values()), sum(d**2 for _, d in loads.values())


def test_three_long_trips_of_one_team_become_one_for_each() -> None:
    slots = [
        Slot(0, (team, block), tour(0, 2, 3) if team == "A" else tour(0, 0, 1))
        for block in WEEKS[:3]
        for team in ("A", "B", "C")
    ]

    balance(slots)

    assert unevenness(slots) == (3 * 2**2, 3 * 5**2)


@pytest.mark.parametrize("seed", range(30))
def test_no_exchange_is_left_that_would_be_more_even(seed: int) -> None:
    slots = slots_of(seed)
    before, tours = unevenness(slots), [(s.kind, s.run[1], s.tour) for s in slots]

    balance(slots)

    reached = unevenness(slots)
    assert reached <= before
    assert sorted(map(repr, tours)) == sorted(repr((s.kind, s.run[1], s.tour)) for s in slots)
    for one, other in combinations(slots, 2):
        if (one.kind, one.run[1]) == (other.kind, other.run[1]):
            one.tour, other.tour = other.tour, one.tour
            assert unevenness(slots) >= reached
            one.tour, other.tour = other.tour, one.tour
