"""Reports of visits: which one holds, what they amount to, and the problem that is left."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.domain.actuals import (
    Actual,
    Visit,
    actual_of,
    actual_record,
    balance,
    holding,
    missed,
    moved_visits,
    tallies,
)
from planner.domain.directives import Directive
from planner.domain.left import left_problem
from planner.domain.measure import version_of
from planner.domain.past import Assumed
from planner.domain.plan import Plan
from planner.domain.rules import Costs, Floor, Rules
from planner.errors import ProblemError

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
MONDAY, TUESDAY, WEDNESDAY = date(2018, 5, 7), date(2018, 5, 8), date(2018, 5, 9)


def report(recorded: int, *, day: date = MONDAY, village: str = NEAR, **more: Any) -> Actual:
    return Actual(day, "T1", village, recorded, **more)


def test_a_report_is_the_same_after_json() -> None:
    whole = report(
        40,
        **dict(came=45, failed=2, sent=38, not_found=3, dead=1, moved=2, duplicate=1, start=510, end=900),
        **dict(
            kit="A1", reason="hujan", closed=True, who="Rini", when="2018-05-08T01:00:00+00:00", file="ab"
        ),
        plan_version="c0ffee00",
    )

    assert actual_of(json.loads(json.dumps(actual_record(whole)))) == whole
    assert actual_of(actual_record(report(5)) | {"unknown": 1}) == report(5)


@pytest.mark.parametrize(
    "change",
    [
        {"recorded": -1},
        {"recorded": 1.5},
        {"came": True},
        {"status": "done"},
        {"day": "Senin"},
        {"dead": None},
    ],
)
def test_a_record_that_cannot_be_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        actual_of(actual_record(report(5)) | change)


def test_a_record_without_a_village_is_refused() -> None:
    record = actual_record(report(5))
    del record["village"]

    with pytest.raises(ValueError, match="village"):
        actual_of(record)


def test_the_last_report_of_a_visit_holds(good_plan: Plan) -> None:
    wrong, right, other = report(50), report(40), report(7, day=TUESDAY, village=FAR)

    assert holding([wrong, other, right]) == {right.visit: right, other.visit: other}
    assert tallies(good_plan.problem, [wrong, other, right])[NEAR].recorded == 40


PLANNED = {(MONDAY, "T1", NEAR), (WEDNESDAY, "T1", NEAR), (TUESDAY, "T2", FAR)}


def moved(*reports: Actual) -> dict[Visit, Visit]:
    return moved_visits(PLANNED, holding(reports))


def test_a_visit_made_on_a_day_nearby_is_the_planned_one_moved() -> None:
    monday, wednesday, _ = sorted(PLANNED, key=lambda visit: (visit[2], visit[0]))
    thursday, week_later = date(2018, 5, 10), date(2018, 5, 17)

    assert moved(report(9, day=thursday)) == {wednesday: (thursday, "T1", NEAR)}
    assert moved(report(9, day=thursday), report(8, day=TUESDAY)) == {
        wednesday: (thursday, "T1", NEAR),
        monday: (TUESDAY, "T1", NEAR),
    }
    assert moved(report(9, day=week_later)) == {}


def test_only_visits_that_nobody_reported_on_are_looked_for() -> None:
    assert moved(report(9), report(8, day=TUESDAY), report(7, day=WEDNESDAY)) == {}
    assert moved(report(9)) == {}  # the visit of Monday is no other one's
    assert moved(report(0, day=TUESDAY, status="batal")) == {}


def test_another_team_makes_a_visit_on_its_own_day_only() -> None:
    tuesday = (TUESDAY, "T2", FAR)

    assert moved(report(9, day=TUESDAY, village=FAR)) == {tuesday: (TUESDAY, "T1", FAR)}
    assert moved(report(9, day=WEDNESDAY, village=FAR)) == {}


def test_those_who_do_not_wait_are_removed_as_the_rules_say(good_plan: Plan) -> None:
    told = [report(40, dead=1, moved=2, duplicate=3, not_found=4)]
    with_all = replace(good_plan.problem.rules, removes=("dead", "moved", "duplicate", "not_found"))

    assert tallies(good_plan.problem, told)[NEAR].removed == 6
    assert tallies(good_plan.problem.replace(rules=with_all), told)[NEAR].removed == 10


def test_more_than_wait_are_neither_recorded_nor_removed(good_plan: Plan) -> None:
    found = tallies(good_plan.problem, [report(60, dead=20), report(10, day=TUESDAY)])[NEAR]

    assert (found.recorded, found.removed, found.beyond) == (65, 0, 5)


def test_a_village_that_is_done_has_nobody_left(good_plan: Plan) -> None:
    problem = left_problem(good_plan, [report(40, closed=True)], TUESDAY)

    near = problem.village[NEAR]
    assert (near.backlog, near.recorded, near.removed, near.first_backlog) == (0, 40, 25, 65)


def test_a_day_of_service_is_a_date_on_which_somebody_was_recorded(good_plan: Plan) -> None:
    told = [report(10), report(5, day=TUESDAY), report(0, day=WEDNESDAY, status="batal")]
    told.append(replace(report(3), team="T9"))  # another team on the same date

    assert tallies(good_plan.problem, told)[NEAR].served == 2


def test_what_is_left_begins_today(good_plan: Plan) -> None:
    problem = left_problem(good_plan, [report(40, dead=5)], TUESDAY)

    assert problem.calendar.first == TUESDAY
    assert [v.backlog for v in problem.villages] == [20, 75]
    assert (problem.village[NEAR].served, problem.village[FAR].served) == (1, 0)
    assert left_problem(good_plan, [], date(2018, 5, 1)).calendar.first == MONDAY


def test_floors_ask_for_what_is_still_short(good_plan: Plan) -> None:
    problem = good_plan.problem.replace(
        rules=Rules(floors=(Floor("53.01.01", 50, 2.0), Floor("53.01.02", 9)))
    )

    left = left_problem(replace(good_plan, problem=problem), [report(40)], TUESDAY)

    assert left.rules.floors == (Floor("53.01.01", 10, 2.0), Floor("53.01.02", 9))


def test_floors_met_by_visits_that_were_not_made_after_all_are_asked_for_again(good_plan: Plan) -> None:
    problem = good_plan.problem.replace(rules=Rules(floors=(Floor("53.01.01", 50), Floor("53.01.02", 90))))
    plan, late = replace(good_plan, problem=problem), Assumed(MONDAY, "T1", NEAR, 65)

    taken = left_problem(plan, [], TUESDAY, [late])
    after = left_problem(replace(plan, problem=taken, team_days=()), [report(20)], WEDNESDAY)

    assert [floor.people for floor in taken.rules.floors] == [0, 90]
    assert [floor.people for floor in after.rules.floors] == [30, 90]


def test_a_day_of_service_is_counted_once_where_one_of_two_teams_has_not_reported(two_teams: Plan) -> None:
    told = [replace(report(20), team="T2")]

    problem = left_problem(two_teams, told, TUESDAY, [Assumed(MONDAY, "T1", NEAR, 30)])

    near = problem.village[NEAR]
    assert (near.recorded, near.assumed, near.backlog, near.served) == (20, 30, 15, 1)


@pytest.mark.parametrize(("status", "left"), [("selesai", 900.0), ("batal", 1000.0)])
def test_the_budget_is_what_past_days_leave_but_for_cancelled_ones(
    good_plan: Plan, status: str, left: float
) -> None:
    problem = good_plan.problem.replace(rules=Rules(budget=1000.0, costs=Costs(day_out=100.0)))

    made = left_problem(replace(good_plan, problem=problem), [report(0, status=status)], TUESDAY)

    assert made.rules.budget == left


@pytest.mark.parametrize(
    ("reports", "today", "words"),
    [
        ([report(1, day=WEDNESDAY)], TUESDAY, "reports of 2018-05-09"),
        ([], date(2018, 5, 12), "after the deadline"),
    ],
)
def test_a_day_that_cannot_be_planned_from_is_refused(
    good_plan: Plan, reports: list[Actual], today: date, words: str
) -> None:
    with pytest.raises(ProblemError, match=words):
        left_problem(good_plan, reports, today)


def test_another_campaigns_history_is_refused(good_plan: Plan) -> None:
    later = replace(good_plan, problem=left_problem(good_plan, [report(40)], TUESDAY), team_days=())

    with pytest.raises(ProblemError, match="give the history that the plan was made with"):
        left_problem(later, [report(3, village=FAR)], TUESDAY)


def test_a_late_correction_changes_the_next_plan(good_plan: Plan) -> None:
    second = replace(good_plan, problem=left_problem(good_plan, [report(40)], TUESDAY), team_days=())

    third = left_problem(second, [report(40), report(55)], WEDNESDAY)

    assert (third.village[NEAR].backlog, third.village[NEAR].recorded) == (10, 55)


def test_the_balance_adds_up(good_plan: Plan) -> None:
    problem = left_problem(good_plan, [report(40, dead=5)], TUESDAY)
    made = Plan(problem, good_plan.team_days[1:], good_plan.outcome)

    assert str(balance(made)) == "backlog 140 = recorded 40 + planned 75 + left 20 + removed 5"
    assert balance(made).adds_up
    assert not balance(made, 141).adds_up


def test_the_version_names_the_visits(good_plan: Plan, plan_of: Callable[..., Plan]) -> None:
    shorter = plan_of(good_plan.problem, *good_plan.team_days[:2])

    assert version_of(good_plan) == version_of(good_plan.with_outcome(seconds=5.0))
    assert version_of(good_plan) != version_of(shorter)


def test_a_village_is_missed_where_nobody_was_recorded(good_plan: Plan) -> None:
    told = [report(0, status="batal"), report(5, day=TUESDAY, village=FAR)]

    assert missed(good_plan, told, MONDAY, WEDNESDAY) == {NEAR}
    assert missed(good_plan, [], TUESDAY, WEDNESDAY) == {FAR}


def test_rules_of_the_office_ask_for_what_is_not_done_yet(good_plan: Plan) -> None:
    given_up = Directive("must", "MUST", (FAR,))
    directives = (
        Directive("must", "MUST", (NEAR,)),
        Directive("on tuesday", "FIX", (NEAR,), "T1", TUESDAY, TUESDAY),
        Directive("min", "MIN", (NEAR, FAR), people=100),
        Directive("together", "TOGETHER", (NEAR, FAR)),
    )
    rules = Rules(directives=directives, given_up=(given_up,))
    plan = replace(good_plan, problem=good_plan.problem.replace(rules=rules))

    visited = left_problem(plan, [report(40)], TUESDAY).rules
    called_off = left_problem(plan, [report(0, status="batal")], TUESDAY).rules
    done = left_problem(plan, [report(40, closed=True)], TUESDAY).rules

    assert [(d.id, d.villages, d.people) for d in visited.directives] == [
        ("must", (FAR,), 0),
        ("on tuesday", (NEAR,), 0),
        ("min", (NEAR, FAR), 60),
        ("together", (NEAR, FAR), 0),
    ]
    assert visited.given_up == ()
    assert called_off.directives[0].villages == (NEAR, FAR)
    assert [d.id for d in done.directives] == ["must", "min"]
