"""Base by base: villages go to the nearest base, and the bound speaks of the whole, not of the parts."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.calendar import Calendar
from planner.domain.check import check
from planner.domain.places import Base, Village
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes
from planner.optimisers import Progress, Watch
from planner.optimisers.by_base import by_base
from planner.optimisers.trips import trips

MONDAY, TUESDAY = date(2018, 5, 7), date(2018, 5, 8)
NO_WAY = float("inf")
NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


@pytest.fixture
def two_bases(two_villages: Problem) -> Problem:
    """Base C lies in Far. On one day T1 of B records 65 in Near, T2 of C 75 in Far: 8 h are enough for 80."""
    problem = two_villages.replace(
        bases=(*two_villages.bases, Base("C", "Takari", 124.1, -9.9, "Timor")),
        teams=(two_villages.teams[0], replace(two_villages.teams[0], id="T2", base="C")),
        calendar=Calendar(two_villages.calendar.first, two_villages.calendar.first),
        travel=apart(120.0),
    )
    return problem.replace(teams=tuple(replace(team, max_nights=0) for team in problem.teams))


def apart(minutes: float) -> TravelTimes:
    """Return the ways when all of B is that far from all of C."""
    ways = [
        [0, 30, minutes, minutes],
        [30, 0, minutes, minutes],
        [minutes, minutes, 0, 0],
        [minutes, minutes, 0, 0],
    ]
    array = np.array([ways], dtype=float)
    zeros = np.zeros_like(array)
    return TravelTimes(("B", NEAR, FAR, "C"), array, zeros, zeros, zeros.astype(bool))


def crowded(problem: Problem, **backlog: int) -> Problem:
    """Return the problem with other numbers of people in Near and Far."""
    villages = [replace(v, backlog=backlog.get(v.name.lower(), v.backlog)) for v in problem.villages]
    return problem.replace(villages=tuple(villages))


def scattered(seed: int) -> Problem:
    """Return a random problem of nine villages and a team at each of three bases, some of them far away."""
    random = np.random.default_rng(seed)
    spots = random.uniform(0, 90, (12, 2))
    spots[::3] += (0, 150, 700)[seed % 3]
    minutes = np.ceil(np.abs(spots[:, None] - spots[None, :]).sum(axis=2))[None]
    none = np.zeros_like(minutes)
    villages = tuple(
        Village(f"v{n}", "V", int(random.integers(0, 120)), 0, 0, "Timor", lodging=n % 2 == 0)
        for n in range(9)
    )
    bases = tuple(Base(f"B{n}", "B", 0, 0, "Timor") for n in range(3))
    teams = tuple(Team(f"T{n}", "T", f"B{n}", 10 + n, max_nights=seed % 2) for n in range(3))
    ids = (*(v.id for v in villages), *(b.id for b in bases))
    travel = TravelTimes(ids, minutes, none, none, none.astype(bool))
    return Problem("scattered", villages, bases, teams, Calendar(MONDAY, TUESDAY), travel)


def bound_of(plan: Plan) -> float:
    assert plan.outcome.bound is not None
    return plan.outcome.bound


def test_each_base_serves_the_villages_it_is_nearest_to(two_bases: Problem) -> None:
    plan = by_base(two_bases)

    served = {(day.team, stop.village) for day in plan.team_days for stop in day.stops}
    assert served == {("T1", NEAR), ("T2", FAR)}
    assert (plan.recorded, check(plan)) == (140, ())


def test_parts_that_no_other_team_can_enter_have_a_common_bound(two_bases: Problem) -> None:
    crowd = crowded(two_bases, near=1000, far=1000).replace(travel=apart(NO_WAY))

    plan = by_base(crowd)

    assert (plan.recorded, plan.outcome.bound, plan.status) == (70 + 80, 150, "PROVED")


def test_a_way_of_a_whole_day_is_as_good_as_none(two_bases: Problem) -> None:
    crowd = crowded(two_bases, near=1000, far=1000)

    there_and_back_in_a_day = by_base(crowd.replace(travel=apart(240.0)))
    not_in_a_day = by_base(crowd.replace(travel=apart(241.0)))

    assert not_in_a_day.outcome.bound == 150
    assert there_and_back_in_a_day.outcome.bound == 160  # two team-days of 8 hours without any way


def test_a_night_brings_the_other_villages_into_reach(two_bases: Problem) -> None:
    crowd = crowded(two_bases, near=1000, far=1000).replace(travel=apart(480.0))
    nights = tuple(replace(team, max_nights=1) for team in crowd.teams)

    assert by_base(crowd).outcome.bound == 150
    assert by_base(crowd.replace(teams=nights)).outcome.bound == 160


def test_the_bound_holds_for_plans_in_which_bases_help_each_other(two_bases: Problem) -> None:
    helping = crowded(two_bases, near=1000, far=0)  # T2 can only go to Near: 4 hours of its 8
    of_parts = trips(helping.part([NEAR], ["B"])).recorded + trips(helping.part([FAR], ["C"])).recorded

    alone, together = by_base(helping), trips(helping)

    assert (of_parts, together.recorded) == (70, 70 + 40)
    assert bound_of(alone) >= together.recorded


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_of_the_whole_beats_the_bound(seed: int) -> None:
    problem = scattered(seed)

    assert bound_of(by_base(problem, Watch(max_rounds=20))) >= trips(problem, Watch(max_rounds=40)).recorded


def test_a_base_without_a_team_gets_no_village(two_bases: Problem) -> None:
    alone = crowded(two_bases, near=0).replace(teams=two_bases.teams[:1])

    assert by_base(alone).recorded == 40  # 2 hours to Far, 4 hours there, 2 hours back


def test_without_teams_nobody_is_recorded(two_bases: Problem) -> None:
    plan = by_base(two_bases.replace(teams=()))

    assert (plan.recorded, plan.outcome.bound, plan.status) == (0, 0, "PROVED")


def test_one_base_is_planned_and_proved_as_a_whole(two_villages: Problem) -> None:
    plan, whole = by_base(two_villages, Watch(max_rounds=9)), trips(two_villages, Watch(max_rounds=9))

    assert plan.team_days == whole.team_days
    assert plan.outcome.bound == whole.outcome.bound


def test_progress_adds_up_the_bases(two_bases: Problem) -> None:
    shown: list[Progress] = []

    plan = by_base(two_bases, Watch(report=shown.append))

    recorded = [progress.recorded for progress in shown if progress.recorded is not None]
    assert recorded == sorted(recorded)
    assert recorded[-1] == plan.recorded
    assert {progress.bound for progress in shown} == {None}  # that of a part is none of the whole


def test_a_cancelled_plan_is_no_worse_than_todays_practice(two_bases: Problem) -> None:
    plan = by_base(two_bases, Watch(is_cancelled=lambda: True))

    assert plan.recorded >= (plan.outcome.baseline_recorded or 0) > 0
    assert check(plan) == ()


def test_bases_share_the_budget_and_have_no_common_bound(two_bases: Problem) -> None:
    crowd = crowded(two_bases, near=1000, far=1000).replace(travel=apart(NO_WAY))
    one_day = crowd.replace(rules=replace(crowd.rules, budget=15.0, costs=Costs(day_out=10)))
    two_days = crowd.replace(rules=replace(crowd.rules, budget=20.0, costs=Costs(day_out=10)))

    plan = by_base(one_day, Watch(max_rounds=30))
    assert check(plan) == ()
    assert len(plan.team_days) == 1  # what B does not spend is C's
    assert (by_base(two_days).recorded, by_base(two_days).outcome.bound) == (150, 160)


def test_a_floor_is_asked_of_the_villages_it_is_about(two_bases: Problem) -> None:
    ids = [village.district_id for village in two_bases.villages]
    one = two_bases.replace(rules=replace(two_bases.rules, floors=(Floor(ids[0], 60),)), travel=apart(NO_WAY))
    same = tuple(replace(village, district_id="K") for village in two_bases.villages)
    shared = one.replace(villages=same, rules=replace(one.rules, floors=(Floor("K", 100, price=2.0),)))

    assert ids[0] != ids[1]
    assert (by_base(one).short, by_base(one).outcome.bound) == ({ids[0]: 0}, 140)
    assert (by_base(shared).short, check(by_base(shared))) == ({"K": 0}, ())
