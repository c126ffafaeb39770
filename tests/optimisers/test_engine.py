"""The engine on problems whose answer is seen by eye, within its limits, and stopped half-way."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import inf
from typing import Any

import numpy as np
import pytest

from planner.domain.calendar import Calendar
from planner.domain.check import check
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.travel_times import TravelTimes
from planner.optimisers import Progress, Watch
from planner.optimisers.greedy import greedy
from planner.optimisers.trips import trips

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
STAGES = ["bound", "plan", "improve"]


def made(problem: Problem, rounds: int = 60, **limits: Any) -> Plan:
    return trips(problem, Watch(seconds=60, max_rounds=rounds, **limits))


def with_team(problem: Problem, **changes: Any) -> Problem:
    return problem.replace(teams=(replace(problem.teams[0], **changes),))


def with_villages(problem: Problem, near: dict[str, Any], far: dict[str, Any]) -> Problem:
    return problem.replace(
        villages=(replace(problem.villages[0], **near), replace(problem.villages[1], **far))
    )


def with_ways(problem: Problem, ways: list[list[float]]) -> Problem:
    """Return the problem with other minutes between base, Near and Far."""
    minutes = np.array([ways], dtype=float)
    none = np.zeros_like(minutes)
    return problem.replace(
        travel=TravelTimes(problem.travel.place_ids, minutes, none, none, none.astype(bool))
    )


def busy(problem: Problem) -> Problem:
    """Return a problem too large to finish in a few rounds: 12 villages, three teams, two weeks."""
    random = np.random.default_rng(5)
    spots = random.uniform(0, 150, (13, 2))
    minutes = np.abs(spots[:, None] - spots[None, :]).sum(axis=2)
    villages = tuple(
        replace(problem.villages[n % 2], id=f"v{n}", backlog=int(random.integers(60, 400))) for n in range(12)
    )
    none = np.zeros((1, 13, 13))
    travel = TravelTimes(
        ("B", *(v.id for v in villages)), minutes[None] + 1 - np.eye(13), none, none, none.astype(bool)
    )
    teams = tuple(replace(problem.teams[0], id=f"T{n}", setup_minutes=45) for n in range(3))
    calendar = Calendar(date(2018, 5, 7), date(2018, 5, 18))
    return problem.replace(villages=villages, teams=teams, travel=travel, calendar=calendar)


def test_everybody_is_recorded_where_time_allows(two_villages: Problem) -> None:
    plan = made(two_villages)

    assert (plan.recorded, plan.outcome.bound, plan.status) == (140, 140, "PROVED")
    assert check(plan) == ()


def test_one_day_goes_where_it_records_most(two_villages: Problem) -> None:
    monday = two_villages.replace(calendar=Calendar(date(2018, 5, 7), date(2018, 5, 7)))

    plan = made(monday)

    assert plan.planned == {NEAR: 65}  # 40 in Far
    assert (plan.outcome.bound, plan.outcome.baseline_recorded) == (65, 40)


def test_two_days_and_a_night_record_more_than_two_day_trips(two_villages: Problem) -> None:
    crowded = with_villages(two_villages, {"backlog": 0}, {"backlog": 500})
    two_days = crowded.replace(calendar=Calendar(date(2018, 5, 7), date(2018, 5, 8)))

    plan = made(two_days)

    assert [day.people for day in plan.team_days] == [60, 60]
    assert made(with_team(two_days, max_nights=0)).recorded == 80


def test_no_teams_record_nobody(two_villages: Problem) -> None:
    plan = made(two_villages.replace(teams=()))

    assert (plan.recorded, plan.left_over, plan.outcome.bound, plan.status) == (0, 140, 0, "PROVED")


def test_no_days_record_nobody(two_villages: Problem) -> None:
    sunday = two_villages.replace(calendar=Calendar(date(2018, 5, 6), date(2018, 5, 6)))

    assert (made(sunday).recorded, made(sunday).outcome.bound) == (0, 0)


def test_nobody_waiting_leaves_nothing_to_do(two_villages: Problem) -> None:
    plan = made(with_villages(two_villages, {"backlog": 0}, {"backlog": 0}))

    assert (plan.team_days, plan.outcome.bound, plan.status) == ((), 0, "PROVED")


def test_a_village_without_a_way_stays_in_the_backlog(two_villages: Problem) -> None:
    plan = made(with_ways(two_villages, [[0, 30, inf], [30, 0, inf], [inf, inf, 0]]))

    assert (plan.planned, plan.left_over, plan.outcome.bound) == ({NEAR: 65}, 75, 65)


def test_a_night_may_be_spent_where_nobody_waits(two_villages: Problem) -> None:
    # Near lies 30 minutes beyond Far: 480 - 30 - 150 minutes for 50 people with a night in Far, else 30
    beyond = with_ways(two_villages, [[0, 150, 120], [150, 0, 30], [120, 30, 0]])
    two_days = Calendar(date(2018, 5, 7), date(2018, 5, 8))
    shut_on_monday = {"backlog": 100, "closed": frozenset({date(2018, 5, 7)})}

    plan = made(with_villages(beyond, shut_on_monday, {"backlog": 0}).replace(calendar=two_days))

    assert plan.planned == {NEAR: 50}
    assert (plan.team_days[0].end_at, plan.outcome.bound) == (FAR, 50)


def test_a_night_may_be_spent_where_it_is_always_closed(two_villages: Problem) -> None:
    beyond = with_ways(two_villages, [[0, 150, 120], [150, 0, 30], [120, 30, 0]])
    two_days = Calendar(date(2018, 5, 7), date(2018, 5, 8))
    monday, always = frozenset(two_days.days()[:1]), frozenset(two_days.days())

    plan = made(
        with_villages(beyond, {"backlog": 100, "closed": monday}, {"closed": always}).replace(
            calendar=two_days
        )
    )

    assert (plan.planned, plan.outcome.bound) == ({NEAR: 50}, 50)


def test_same_seed_and_rounds_give_the_same_plan(two_villages: Problem) -> None:
    one, two = (made(busy(two_villages), rounds=100, seed=3) for _ in range(2))

    assert one.team_days == two.team_days
    assert replace(one.outcome, seconds=0) == replace(two.outcome, seconds=0)


def test_other_seeds_search_elsewhere(two_villages: Problem) -> None:
    plans = [made(busy(two_villages), rounds=8, seed=seed).team_days for seed in range(8)]

    assert len(set(plans)) > 1


def test_the_plan_is_better_than_todays_practice(two_villages: Problem) -> None:
    plan = made(busy(two_villages), rounds=25)

    assert plan.outcome.baseline_recorded == greedy(busy(two_villages)).recorded
    assert plan.recorded > plan.outcome.baseline_recorded
    assert plan.outcome.bound is not None
    assert plan.outcome.bound >= plan.recorded


def test_a_solve_cancelled_at_once_gives_todays_practice(two_villages: Problem) -> None:
    plan = trips(busy(two_villages), Watch(is_cancelled=lambda: True))

    assert (plan.outcome.stop_reason, plan.status) == ("cancelled", "NO BOUND")
    assert plan.recorded == greedy(busy(two_villages)).recorded
    assert check(plan) == ()


@pytest.mark.parametrize("questions", [2, 5, 10, 20, 40])
def test_a_cancelled_solve_gives_the_best_plan_so_far(two_villages: Problem, questions: int) -> None:
    asked: list[None] = []
    shown: list[Progress] = []

    def is_cancelled() -> bool:
        asked.append(None)
        return len(asked) > questions

    plan = trips(busy(two_villages), Watch(is_cancelled=is_cancelled, report=shown.append))

    assert plan.outcome.stop_reason == "cancelled"
    assert plan.recorded == max(progress.recorded or 0 for progress in shown)
    assert plan.outcome.bound == (None if shown[-1].bound is None else int(shown[-1].bound + 1e-6))
    assert check(plan) == ()


def test_no_time_at_all_still_gives_a_plan(two_villages: Problem) -> None:
    plan = trips(two_villages, Watch(seconds=0))

    assert (plan.outcome.stop_reason, plan.recorded, check(plan)) == ("time", 140, ())


def test_rounds_end_a_solve(two_villages: Problem) -> None:
    plan = made(busy(two_villages), rounds=3)

    assert (plan.outcome.stop_reason, plan.outcome.rounds) == ("rounds", 3)


def test_a_wide_gap_ends_a_solve_early(two_villages: Problem) -> None:
    plan = made(busy(two_villages), rounds=500, gap=0.5)

    assert plan.outcome.stop_reason == "gap"
    assert plan.gap is not None
    assert 1e-4 < plan.gap <= 0.5


def test_progress_never_goes_back(two_villages: Problem) -> None:
    shown: list[Progress] = []

    made(busy(two_villages), rounds=60, report=shown.append)

    for before, after in pairwise(shown):
        assert (after.recorded or 0) >= (before.recorded or 0)
        assert (inf if after.bound is None else after.bound) <= (
            inf if before.bound is None else before.bound
        )
        assert after.rounds >= before.rounds
    assert shown[-1].rounds == 60
    assert [stage for stage in STAGES if stage in {progress.stage for progress in shown}] == STAGES


def test_a_plan_to_start_from_is_never_made_worse(two_villages: Problem) -> None:
    good = made(busy(two_villages), rounds=25)

    again = trips(busy(two_villages), Watch(seconds=0), start=good)

    assert again.recorded >= good.recorded > greedy(busy(two_villages)).recorded


def test_a_village_at_the_door_of_the_base_is_no_way_at_all(two_villages: Problem) -> None:
    monday = Calendar(date(2018, 5, 7), date(2018, 5, 7))
    at_the_door = with_ways(two_villages, [[0, 0, 120], [0, 0, 120], [120, 120, 0]])

    plan = made(with_villages(at_the_door, {"backlog": 100}, {"backlog": 0}).replace(calendar=monday))

    assert (plan.recorded, plan.outcome.bound) == (80, 80)


def test_a_village_may_be_reached_over_another_one_on_the_same_day(two_villages: Problem) -> None:
    monday = Calendar(date(2018, 5, 7), date(2018, 5, 7))
    no_road_past_near = with_ways(two_villages, [[0, 30, inf], [30, 0, 30], [60, 30, 0]])
    few_in_near = with_villages(no_road_past_near, {"backlog": 1}, {"backlog": 75})

    plan = made(few_in_near.replace(calendar=monday))

    assert plan.recorded == 1 + 58  # 480 - 30 - 10 - 30 - 60 = 350 minutes in Far, six for each of its people


def test_nights_on_the_way_there_and_back_may_be_spent_where_nobody_waits(two_villages: Problem) -> None:
    # Near (nobody waits, lodging) is 240 minutes from the base and 180 from Far (50 people, no lodging, 420
    # from the base): out to Near, on to Far and back to Near, home on the third day
    ways = [[0, 240, 420], [240, 0, 180], [420, 180, 0]]
    far_off = with_villages(
        with_ways(two_villages, ways), {"backlog": 0, "lodging": True}, {"backlog": 50, "lodging": False}
    )

    plan = made(far_off)

    assert plan.recorded == 20  # Tuesday: 480 - 2 * 180 = 120 minutes in Far, ten people an hour
