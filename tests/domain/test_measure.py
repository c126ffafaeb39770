"""Sums of a plan, added up by hand: kilometres are as many as minutes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np

from planner.domain.measure import Measures, cost_idr, day_cost_idr, is_night_away, legs_of, measure
from planner.domain.plan import Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Rules

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def test_a_week_is_added_up(good_plan: Plan) -> None:
    assert measure(good_plan) == Measures(
        backlog=140,
        recorded=140,
        left_over=0,
        team_days=3,
        team_days_available=4,
        stops=3,
        villages_visited=2,
        villages_completed=2,
        nights=1,
        travel_minutes=30 + 30 + 120 + 0 + 0 + 120,
        km=300,
        boat_cost_idr=0,
    )


def test_an_empty_plan_has_empty_sums(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    sums = measure(plan_of(two_villages))

    assert (sums.recorded, sums.left_over, sums.team_days, sums.stops, sums.km) == (0, 140, 0, 0, 0)


def test_a_village_with_someone_left_is_visited_but_not_completed(
    two_villages: Problem, plan_of: Callable[..., Plan]
) -> None:
    stop = Stop(NEAR, 510, 510, 894, 64)
    plan = plan_of(two_villages, TeamDay("T1", date(2018, 5, 7), "B", 480, (stop,), "B", 930))

    assert (measure(plan).villages_visited, measure(plan).villages_completed) == (1, 0)


def test_a_village_where_nobody_waited_is_not_completed(
    two_villages: Problem, plan_of: Callable[..., Plan]
) -> None:
    nobody = two_villages.replace(villages=tuple(replace(v, backlog=0) for v in two_villages.villages))

    assert measure(plan_of(nobody)).villages_completed == 0


def test_two_visits_of_a_village_are_two_stops_in_one_village(
    two_villages: Problem, plan_of: Callable[..., Plan]
) -> None:
    days = [
        TeamDay("T1", date(2018, 5, day), "B", 480, (Stop(NEAR, 510, 510, 540, 5),), "B", 570)
        for day in (7, 8)
    ]

    sums = measure(plan_of(two_villages, *days))

    assert (sums.stops, sums.villages_visited) == (2, 1)


def test_boat_fares_and_ways_are_those_of_the_weekday(
    two_villages: Problem, plan_of: Callable[..., Plan]
) -> None:
    travel = two_villages.travel
    fares = np.zeros((2, 3, 3))
    fares[1, 0, 2], fares[1, 2, 0] = 50_000, 60_000  # out and home again on Tuesdays
    minutes, km = (np.concatenate([array, 2 * array]) for array in (travel.minutes, travel.km))
    tuesdays = type(travel)(travel.place_ids, minutes, km, fares, fares > 0, (0, 1, 0, 0, 0, 0, 0))
    days = [
        TeamDay("T1", date(2018, 5, day), "B", 480, (Stop(FAR, 720, 720, 726, 1),), "B", 966)
        for day in (7, 8)
    ]
    plan = plan_of(two_villages.replace(travel=tuesdays), *days)

    assert cost_idr(plan) == 110_000  # fares are paid whatever the other costs
    assert (measure(plan).boat_cost_idr, measure(plan).travel_minutes) == (110_000, 240 + 480)
    assert legs_of(plan, days[1]) == [(240, 240, 50_000, True), (240, 240, 60_000, True)]


def test_a_night_away_is_one_that_does_not_end_at_the_base(good_plan: Plan) -> None:
    assert [is_night_away(good_plan, day) for day in good_plan.team_days] == [False, True, False]


def test_days_out_nights_and_kilometres_cost(good_plan: Plan) -> None:
    costs = Rules(costs=Costs(day_out=1000, night=500, km=2))
    plan = replace(good_plan, problem=good_plan.problem.replace(rules=costs))

    # 60 km, then 120 km out and a night, then 120 km home
    assert [day_cost_idr(plan, day) for day in plan.team_days] == [1120, 1740, 1240]
    assert (cost_idr(plan), cost_idr(good_plan)) == (4100, 0)
