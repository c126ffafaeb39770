"""What it takes to serve a village beside a plan: trips that could be made, added up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.calendar import ShortDays
from planner.domain.check import check
from planner.domain.directives import Directive
from planner.domain.efforts import Effort, efforts
from planner.domain.plan import Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Rules

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def test_a_near_village_takes_a_day_and_a_far_one_a_night(
    two_villages: Problem, plan_of: Callable[..., Plan]
) -> None:
    problem = two_villages.replace(rules=Rules(costs=Costs(day_out=100, night=50, km=1)))

    found = efforts(plan_of(problem))

    assert found == {
        NEAR: Effort("T1", people=65, trips=1, team_days=1, nights=0, cost_idr=100 + 60),
        FAR: Effort("T1", people=75, trips=1, team_days=2, nights=1, cost_idr=200 + 50 + 240),
    }


def test_what_is_planned_already_is_not_counted_again(good_plan: Plan) -> None:
    half = Plan(good_plan.problem, good_plan.team_days[:2], good_plan.outcome)

    assert efforts(good_plan) == {}
    assert efforts(half) == {FAR: Effort("T1", people=15, trips=1, team_days=1, nights=0, cost_idr=0)}


def test_a_team_that_is_home_every_evening_comes_again(
    two_villages: Problem, plan_of: Callable[..., Plan]
) -> None:
    home = two_villages.replace(teams=(replace(two_villages.teams[0], max_nights=0),))

    far = efforts(plan_of(home))[FAR]  # 40 people a day: 8 hours less 2 there and 2 back

    assert (far.trips, far.team_days, far.nights, far.people) == (2, 2, 0, 75)


def test_fewer_come_every_time(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    shy = two_villages.replace(rules=Rules(turnout=(0.6, 0.3)))

    near = efforts(plan_of(shy))[
        NEAR
    ]  # 39 of 65, 7 of 26, 5 of 19, 4 of 14, 3 of 10, 2 of 7, 1, 1 and nobody

    assert (near.people, near.team_days) == (62, 8)


def test_a_night_may_lie_on_the_way(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    minutes = two_villages.travel.minutes.copy()
    minutes[0, 0, 1] = minutes[0, 1, 0] = 400  # Near is 400 min from B, and 120 from Far, where one may sleep
    problem = two_villages.replace(travel=replace(two_villages.travel, minutes=minutes))

    near = efforts(plan_of(problem))[NEAR]

    assert (near.trips, near.team_days, near.nights) == (2, 6, 4)  # 40 people on the middle day of three


@pytest.fixture
def ferry(two_villages: Problem) -> Problem:
    """A boat to Far on Mondays and from Far on Wednesdays; Far is closed on Tuesday."""
    travel = two_villages.travel
    out, home, shut = (travel.minutes[0].copy() for _ in range(3))
    out[2, :2] = home[:2, 2] = shut[2, :2] = shut[:2, 2] = np.inf
    three = {name: np.concatenate([getattr(travel, name)] * 3) for name in ("km", "cost_idr", "by_boat")}
    sails = replace(
        travel, minutes=np.stack([out, home, shut]), matrix_of_weekday=(0, 2, 1, 2, 2, 2, 2), **three
    )
    near, far = two_villages.villages
    villages = (near, replace(far, closed=frozenset({date(2018, 5, 8)})))
    return two_villages.replace(travel=sails, villages=villages)


def test_a_boat_is_waited_for(ferry: Problem, plan_of: Callable[..., Plan]) -> None:
    far = efforts(plan_of(ferry))[FAR]  # 60 on Monday, 15 on Wednesday

    assert (far.people, far.trips, far.team_days, far.nights) == (75, 1, 3, 2)


def test_no_stop_of_a_trip_is_too_small(ferry: Problem, plan_of: Callable[..., Plan]) -> None:
    far = efforts(plan_of(ferry.replace(rules=Rules(smallest_stop=16))))[FAR]

    assert far.people == 60


def test_setting_up_takes_its_time(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    slow = two_villages.replace(teams=(replace(two_villages.teams[0], setup_minutes=60),))

    assert efforts(plan_of(slow))[NEAR].team_days == 2  # 60 people in the first day's 6 hours


def test_nobody_goes_where_no_way_leads(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    minutes = two_villages.travel.minutes.copy()
    minutes[0, :2, 2] = minutes[0, 2, :2] = np.inf
    problem = two_villages.replace(travel=replace(two_villages.travel, minutes=minutes))

    assert efforts(plan_of(problem)).keys() == {NEAR}
    assert efforts(plan_of(problem.replace(teams=()))) == {}


def test_such_trips_keep_the_rules_of_plans(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    costed = two_villages.replace(rules=Rules(costs=Costs(km=1)))
    far = efforts(plan_of(costed))[FAR]  # a night costs less than a second way

    monday = TeamDay("T1", two_villages.calendar.first, "B", 480, (Stop(FAR, 600, 600, 960, 60),), FAR, 960)
    tuesday = replace(
        monday,
        day=two_villages.calendar.working_days()[1],
        start_at=FAR,
        stops=(Stop(FAR, 480, 480, 570, 15),),
        end_at="B",
        back=690,
    )
    assert check(plan_of(two_villages, monday, tuesday)) == ()
    assert (far.team_days, far.nights, far.people) == (2, 1, 75)


def test_shorter_days_take_more_of_them(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    ramadan = ShortDays(two_villages.calendar.first, two_villages.calendar.last, 0.75)  # until 14.00
    problem = two_villages.replace(calendar=replace(two_villages.calendar, short_days=(ramadan,)))

    near = efforts(plan_of(problem))[NEAR]  # 50 people a day

    assert (near.team_days, near.people) == (2, 65)


def test_service_ends_early_where_days_are_short(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    days = two_villages.calendar.first, two_villages.calendar.last
    ramadan = ShortDays(*days, 0.75, areas=frozenset({"53.01.01"}))  # in Near until 14.00, teams go on
    problem = two_villages.replace(calendar=replace(two_villages.calendar, short_days=(ramadan,)))

    assert efforts(plan_of(problem))[NEAR].team_days == 2  # 55 people in the first day's 5.5 hours


def test_a_small_remainder_is_not_gone_for(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    near, far = two_villages.villages
    problem = two_villages.replace(villages=(replace(near, backlog=75), far), rules=Rules(smallest_stop=10))

    effort = efforts(plan_of(problem))[NEAR]  # 70 on the first day, 5 are too few for a second

    assert (effort.team_days, effort.people) == (1, 70)


def test_a_forbidden_team_stays_away(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    other = replace(two_villages.teams[0], id="T2")
    rules = Rules(directives=(Directive("A", "FORBID", (NEAR,), team="T1"),))
    problem = two_villages.replace(teams=(two_villages.teams[0], other), rules=rules)

    found = efforts(plan_of(problem))

    assert (found[NEAR].team, found[FAR].team) == ("T2", "T1")
