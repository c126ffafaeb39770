"""What a new plan has otherwise, visit by visit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from planner.domain.changes import changes
from planner.domain.plan import Change, Plan, TeamDay

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def on(day: TeamDay, date_: int, team: str = "T1") -> TeamDay:
    return replace(day, day=date(2018, 5, date_), team=team)


def test_the_same_plan_has_no_changes(good_plan: Plan) -> None:
    assert changes(good_plan, good_plan) == ()


def test_another_date_another_team_a_new_visit_and_none(
    good_plan: Plan, plan_of: Callable[..., Plan]
) -> None:
    near, far, again = good_plan.team_days
    new = plan_of(good_plan.problem, on(near, 11), on(far, 8, "T2"), on(near, 12))

    found = changes(
        good_plan,
        new,
        notified={(near.day, "T1", NEAR), (again.day, "T1", FAR)},
        why={(near.day, "T1", NEAR): "closed"},
    )

    assert found == (
        Change("moved", NEAR, near.day, "T1", date(2018, 5, 11), "T1", True, "closed"),
        Change("team", FAR, far.day, "T1", far.day, "T2"),
        Change("dropped", FAR, again.day, "T1", notified=True),
        Change("new", NEAR, new_day=date(2018, 5, 12), new_team="T1"),
    )


def test_what_lies_before_is_no_change(good_plan: Plan, plan_of: Callable[..., Plan]) -> None:
    later = plan_of(good_plan.problem, *good_plan.team_days[1:])

    assert changes(good_plan, later, since=date(2018, 5, 8)) == ()
    assert [change.kind for change in changes(good_plan, later)] == ["dropped"]
