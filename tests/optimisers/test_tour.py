"""The compiled programme of tours, seen by eye and against trying every tour.

Days have eight slots; place 0 is the base; a slot of service records 10 people unless said otherwise.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from planner.optimisers.trips.tour import NEVER, Visit, best_tours, free_of_charge

SLOTS = 8


def best_tour(ways: Any, **rest: Any) -> tuple[float, list[Visit], list[int]]:
    """Return the best tour of all days."""
    return best_tours(ways, lengths=[len(ways)], **rest)[0]


def best(ways: Any, **changes: Any) -> tuple[float, list[Visit], list[int]]:
    """Return the best tour with one day for each table of ways; lodging everywhere, many people."""
    ways = np.array(ways, dtype=np.int16)
    days, n = ways.shape[:2]
    given: dict[str, Any] = {
        "sleeps": np.ones(n, bool),
        "shuts": np.full((days, n), SLOTS, np.int16),
        "worth": np.array([0.0] + [1.0] * (n - 1)),
        "waiting": np.array([0] + [1000] * (n - 1)),
        "people": 10 * np.arange(SLOTS + 1),
        "max_nights": 9,
    }
    return best_tour(ways, **(given | changes))


TWO_AWAY = [[0, 2], [2, 0]]


def test_a_day_out_and_back_leaves_the_rest_for_service() -> None:
    value, visits, ends = best([TWO_AWAY])

    assert (value, visits, ends) == (40.0, [Visit(day=0, place=1, start=2, slots=4)], [0])


def test_a_night_away_saves_two_ways() -> None:
    value, visits, ends = best([TWO_AWAY, TWO_AWAY])

    assert (value, visits, ends) == (120.0, [Visit(0, 1, 2, 6), Visit(1, 1, 0, 6)], [1, 0])


@pytest.mark.parametrize(("nights", "value"), [(0, 4 * 40), (1, 4 * 60), (2, 60 + 80 + 60 + 40), (3, 280)])
def test_nights_in_a_row_are_counted(nights: int, value: float) -> None:
    assert best([TWO_AWAY] * 4, max_nights=nights)[0] == value


def test_without_lodging_every_day_ends_at_the_base() -> None:
    value, _, ends = best([TWO_AWAY, TWO_AWAY], sleeps=np.array([True, False]))

    assert (value, ends) == (80.0, [0, 0])


def test_nobody_is_served_where_it_is_closed_but_a_night_may_be_spent() -> None:
    value, visits, _ = best([TWO_AWAY, TWO_AWAY], shuts=np.array([[8, 0], [8, 8]], np.int16))

    assert (value, visits) == (60.0, [Visit(1, 1, 0, 6)])


def test_a_visit_is_no_longer_than_its_people_need() -> None:
    value, visits, _ = best([TWO_AWAY], waiting=np.array([0, 15]))

    assert (value, visits) == (15.0, [Visit(0, 1, 2, 2)])


def test_set_up_is_part_of_each_visit() -> None:
    people = np.maximum(0, 10 * (np.arange(SLOTS + 1) - 1))

    assert best([TWO_AWAY], people=people)[0] == 30.0


def test_worth_decides_between_villages() -> None:
    ways = [[[0, 2, 2], [2, 0, 3], [2, 3, 0]]]

    assert best(ways, worth=np.array([0, 0.5, 1.0]))[1] == [Visit(0, 2, 2, 4)]


def test_a_stop_that_is_worth_nothing_may_lead_on() -> None:
    ways = [[[0, 1, NEVER], [NEVER, 0, 1], [2, NEVER, 0]]]  # over 1 to 2, and home

    value, visits, _ = best(ways, worth=np.array([0.0, 0.0, 1.0]))

    assert (value, visits) == (30.0, [Visit(0, 1, 1, 1), Visit(0, 2, 3, 3)])


def test_a_way_may_take_no_time() -> None:
    side_by_side = [[[0, 2, 2], [2, 0, 0], [2, 0, 0]]]

    assert best([[[0, 0], [0, 0]]])[:2] == (80.0, [Visit(0, 1, 0, 8)])
    assert best(side_by_side, waiting=np.array([0, 20, 20]))[0] == 40.0


def test_without_a_way_home_nobody_leaves() -> None:
    value, visits, ends = best([[[0, 2], [NEVER, 0]]])

    assert (value, visits, ends) == (0.0, [], [0])


def test_a_boat_that_sails_back_a_day_later_makes_a_night() -> None:
    value, _, ends = best([[[0, 2], [NEVER, 0]], [[0, NEVER], [2, 0]]])

    assert (value, ends) == (120.0, [1, 0])


def test_people_may_count_twice_for_a_bound_and_never_in_an_honest_tour() -> None:
    few = {"waiting": np.array([0, 70])}

    assert best([TWO_AWAY, TWO_AWAY], **few)[0] == 80.0  # out twice; in one stay nobody counts twice
    assert best([TWO_AWAY, TWO_AWAY], honest=True, **few)[0] == 70.0


def test_of_equal_tours_a_toll_picks_the_shorter_way() -> None:
    # 5 people of worth 4 and six slots on the way, home at slot 7; or 20 of worth 1 and four, home at slot 8
    ways = [[[0, 3, 2], [3, 0, 9], [2, 9, 0]]]
    equal = {"worth": np.array([0.0, 4, 1]), "waiting": np.array([0, 5, 20]), "people": 5 * np.arange(9)}

    assert best(ways, **equal)[1] == [Visit(0, 1, 3, 1)]
    assert best(ways, fares=free_of_charge(1, 3, toll=0.01), **equal)[1] == [Visit(0, 2, 2, 4)]


# --- against every tour --------------------------------------------------------------------------------


def random_case(seed: int, *, is_picky: bool = False) -> dict[str, Any]:
    """Return a case; a picky one has a smallest visit, and visits that cost something."""
    random = np.random.default_rng(seed)
    days, n = int(random.integers(1, 4)), int(random.integers(2, 5))
    ways = random.choice([1, 1, 2, 2, 3, 4, NEVER], (days, n, n))
    setup = random.integers(0, 2)
    length = random.choice([6, 6, 5, 4], (days, 1))
    shut = np.where(
        random.random((days, n - 1)) < 0.8, np.minimum(length, random.choice([6, 6, 4, 3], n - 1)), 0
    )
    visit = np.hstack(
        [np.zeros((days, 1)), random.choice([0.0, 0.0, 0.0, 3.0, -2.0 * is_picky], (days, n - 1))]
    )
    least = int(random.choice([1, 4])) if is_picky else 1
    fares = free_of_charge(days, n)._replace(visit=visit, asked=bool(visit.max() > 0), least=least)
    return {
        "fares": fares,
        "ways": ways.astype(np.int16),
        "sleeps": np.concatenate([[True], random.random(n - 1) < 0.5]),
        "shuts": np.hstack([length, shut]).astype(np.int16),
        "worth": np.concatenate([[0.0], random.choice([0.25, 0.5, 1.0], n - 1)]),
        "waiting": np.concatenate([[0], random.integers(1, 30, n - 1)]),
        "people": np.maximum(0, 5 * (np.arange(7) - setup)),
        "max_nights": int(random.integers(0, 3)),
    }


def true_best(case: dict[str, Any], *, remembers: str) -> float:
    """Return the value of the best of all tours that remember whom they have recorded in the run or stay.

    A stay lasts while the team sleeps where it has served.
    """
    ways, people, shuts, fares = case["ways"], case["people"], case["shuts"], case["fares"]
    days, n = ways.shape[:2]

    @cache
    def from_here(day: int, place: int, slot: int, nights: int, took: tuple[int, ...]) -> float:
        if day == days:
            return 0.0 if place == 0 else -np.inf
        ahead = [-np.inf]
        for to in range(n):
            arrive = slot + (0 if to == place else int(ways[day, place, to]))
            if arrive > shuts[day, 0]:
                continue
            away = 0 if to == 0 else nights + 1
            if case["sleeps"][to] and away <= case["max_nights"]:
                goes_on = remembers == "the run" or to == place
                ahead.append(from_here(day + 1, to, 0, away, took if goes_on else (0,) * n))
            if to == place and slot > 0:
                continue  # it has just been here; staying on is a longer visit
            before = took if remembers == "the run" or to == place else (0,) * n
            for k in range(1, int(shuts[day, to]) - arrive + 1 if to else 0):
                count = int(min(people[k], case["waiting"][to] - before[to]))
                if count >= fares.least:
                    then = (*before[:to], before[to] + count, *before[to + 1 :])
                    worth = case["worth"][to] * count + fares.visit[day, to]
                    ahead.append(worth + from_here(day, to, arrive + k, nights, then))
        return max(ahead)

    return from_here(0, 0, 0, 0, (0,) * n)


def replayed(case: dict[str, Any], visits: list[Visit], ends: list[int]) -> float:
    """Return what a tour is worth when it is made, nobody counted twice; stop where it cannot be made."""
    place, value, left = 0, 0.0, case["waiting"].copy()
    for day, end in enumerate(ends):
        slot = 0
        for visit in (v for v in visits if v.day == day):
            slot += 0 if visit.place == place else int(case["ways"][day, place, visit.place])
            assert slot == visit.start
            assert slot + visit.slots <= case["shuts"][day, visit.place]
            count = min(case["people"][visit.slots], left[visit.place])
            assert count >= case["fares"].least
            left[visit.place] -= count
            value += case["worth"][visit.place] * count + case["fares"].visit[day, visit.place]
            slot, place = slot + visit.slots, visit.place
        slot += 0 if end == place else int(case["ways"][day, place, end])
        assert slot <= case["shuts"][day, 0]
        assert case["sleeps"][end]
        place = end
    assert place == 0
    return value


@pytest.mark.parametrize("seed", range(80))
def test_value_is_that_of_the_best_tour_that_remembers_one_stay(seed: int) -> None:
    case = random_case(seed)

    assert best_tour(**case)[0] == pytest.approx(true_best(case, remembers="the stay"))


@pytest.mark.parametrize("seed", range(80))
def test_value_is_never_below_that_of_a_true_tour(seed: int) -> None:
    case = random_case(seed, is_picky=True)

    assert best_tour(**case)[0] >= true_best(case, remembers="the run") - 1e-9


@pytest.mark.parametrize("seed", range(80))
def test_an_honest_tour_can_be_made_and_is_worth_what_it_says(seed: int) -> None:
    case = random_case(seed, is_picky=True)

    value, visits, ends = best_tour(**case, honest=True)

    assert replayed(case, visits, ends) == pytest.approx(value)
    assert value <= true_best(case, remembers="the run") + 1e-9


@pytest.mark.parametrize("seed", range(40))
def test_one_programme_answers_for_all_first_days(seed: int) -> None:
    case = random_case(seed)
    days = len(case["ways"])

    together = best_tours(**case, lengths=list(range(1, days + 1)))

    for length, (value, _, ends) in enumerate(together, start=1):
        fares = case["fares"]._replace(visit=case["fares"].visit[:length])
        first = case | {"ways": case["ways"][:length], "shuts": case["shuts"][:length], "fares": fares}
        assert (value, len(ends)) == (best_tour(**first)[0], length)


def test_coming_twice_is_paid_twice_even_where_once_would_do() -> None:
    """Ten people, served in one day or by halves on two: the bound has to know of the halves."""
    stay = {"waiting": np.array([0, 10]), "people": 10 * np.arange(SLOTS + 1)}
    fares = free_of_charge(2, 2)._replace(visit=np.array([[0.0, 5.0]] * 2), asked=True)

    far = [[0, 4], [4, 0]]  # half a day each way: only with a night there is anybody served
    value, visits, _ = best([far, far], fares=fares, **stay)

    assert value == 10 + 2 * 5
    assert [visit.day for visit in visits] == [0, 1]


def test_days_nights_and_ways_are_paid_where_they_fall() -> None:
    legs = np.full((2, 2, 2), 3.0, np.float32)
    fares = free_of_charge(2, 2)._replace(legs=legs, night=7.0, day=np.array([10.0, 20.0, 0.0]))
    far = [[0, 4], [4, 0]]  # four slots there, four back: only with a night between is anybody served

    value, _, ends = best([far, far], fares=fares)

    assert ends == [1, 0]
    assert value == 10 * (4 + 4) - (10 + 20) - 7 - 2 * 3
