"""The answer as a value: its sums, its gap and its status words."""

import hashlib
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import date

import numpy as np
import pytest

from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def with_bound(plan: Plan, bound: float | None) -> Plan:
    return plan.with_outcome(bound=bound)


def test_people_are_added_up_by_village_and_in_all(good_plan: Plan) -> None:
    assert good_plan.planned == {NEAR: 65, FAR: 75}
    assert good_plan.recorded == 140
    assert [team_day.people for team_day in good_plan.team_days] == [65, 60, 15]


def test_whoever_is_not_planned_is_left(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    stop = Stop(NEAR, 510, 510, 570, 10)
    plan = plan_of(two_villages, TeamDay("T1", date(2018, 5, 7), "B", 480, (stop,), "B", 600))

    assert (plan.left(NEAR), plan.left(FAR), plan.left_over) == (55, 75, 130)
    assert FAR not in plan.planned


def test_team_days_are_kept_by_date_and_team(two_villages: Problem) -> None:
    days = [
        TeamDay(team, date(2018, 5, day), "B", 480, (), "B", 480)
        for team, day in [("b", 7), ("a", 8), ("a", 7)]
    ]

    plan = Plan(two_villages, tuple(days), Outcome("by hand"))

    assert [(d.day.day, d.team) for d in plan.team_days] == [(7, "a"), (7, "b"), (8, "a")]


def test_plans_of_the_same_days_are_equal_in_any_order(good_plan: Plan) -> None:
    assert Plan(good_plan.problem, good_plan.team_days[::-1], good_plan.outcome) == good_plan


@pytest.mark.parametrize(
    ("bound", "gap", "status"),
    [
        (None, None, "NO BOUND"),
        (140.0, 0.0, "PROVED"),
        (140.01, pytest.approx(0.01 / 140.01), "PROVED"),  # 0.007 %
        (140.02, pytest.approx(0.02 / 140.02), "WITHIN 0.01 %"),  # 0.0143 %
        (175.0, 0.2, "WITHIN 20.00 %"),
        (139.9999999, 0.0, "PROVED"),  # noise below the plan is no negative gap
    ],
)
def test_the_gap_is_what_the_bound_leaves_open(
    good_plan: Plan, bound: float | None, gap: float | None, status: str
) -> None:
    plan = with_bound(good_plan, bound)

    assert (plan.gap, plan.status) == (gap, status)


def test_where_nobody_can_be_recorded_nothing_is_proved_best(two_villages: Problem) -> None:
    plan = Plan(two_villages, (), Outcome("by hand", 0.0))

    assert (plan.gap, plan.status) == (0.0, "PROVED")


def test_a_change_of_the_outcome_keeps_the_days(good_plan: Plan) -> None:
    changed = good_plan.with_outcome(seed=7, bound=200.0)

    assert changed.team_days == good_plan.team_days
    assert changed.outcome == replace(good_plan.outcome, seed=7, bound=200.0)
    assert good_plan.outcome.bound == 140.0


def test_a_plan_cannot_be_changed(good_plan: Plan) -> None:
    with pytest.raises(FrozenInstanceError):
        good_plan.team_days = ()  # type: ignore[misc]


def test_the_schedule_has_a_row_for_each_stop(good_plan: Plan) -> None:
    assert len(good_plan.schedule()) == 3


def test_version_is_the_first_digits_of_a_sha256_over_the_schedule(
    two_villages: Problem, plan_of: Callable[..., Plan]
) -> None:
    stop = Stop(NEAR, 510, 515, 570, 10)
    text = f'[["2018-05-07","T1","B",480,"B",600,[["{NEAR}",510,515,570,10]]]]'

    plan = plan_of(two_villages, TeamDay("T1", date(2018, 5, 7), "B", 480, (stop,), "B", 600))

    assert plan.version == "v" + hashlib.sha256(text.encode()).hexdigest()[:8]


@pytest.mark.parametrize(
    "change",
    [
        {"day": date(2018, 5, 11)},
        {"team": "T2"},
        {"leave": 481},
        {"back": 721},
        {"start_at": FAR},
        {"end_at": FAR},
        {"stops": (Stop(NEAR, 510, 510, 900, 64),)},
        {"stops": (Stop(NEAR, 510, 510, 901, 65),)},
        {"stops": (Stop(FAR, 510, 510, 900, 65),)},
        {"stops": ()},
    ],
)
def test_any_change_of_the_schedule_gives_another_version(good_plan: Plan, change: dict[str, object]) -> None:
    first, *others = good_plan.team_days

    changed = Plan(good_plan.problem, (replace(first, **change), *others), good_plan.outcome)  # type: ignore[arg-type]

    assert changed.version != good_plan.version


def test_version_knows_only_the_schedule(good_plan: Plan) -> None:
    changed = Plan(
        good_plan.problem.replace(title="Lain"), good_plan.team_days[::-1], replace(good_plan.outcome, seed=7)
    )

    assert changed.version == good_plan.version


def test_version_of_numbers_from_an_optimiser_is_that_of_plain_ones(good_plan: Plan) -> None:
    first, *others = good_plan.team_days
    stop = replace(first.stops[0], people=np.int64(65), close=np.int32(900))

    plan = Plan(good_plan.problem, (replace(first, stops=(stop,)), *others), good_plan.outcome)

    assert plan.version == good_plan.version
