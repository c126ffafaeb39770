"""Trips that stay, those that cannot, and what is left beside them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.check import check
from planner.domain.directives import Directive
from planner.domain.plan import Outcome, Plan
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor, Rules
from planner.errors import PlannerError
from planner.replanning.fixed import NOBODY_LEFT, SHORTER, TOO_FEW, beside, possible, trips_of

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
MONDAY, TUESDAY, WEDNESDAY = date(2018, 5, 7), date(2018, 5, 8), date(2018, 5, 9)


def with_backlog(problem: Problem, **backlog: int) -> Problem:
    near, far = problem.villages
    return problem.replace(
        villages=(
            replace(near, backlog=backlog.get("near", near.backlog)),
            replace(far, backlog=backlog.get("far", far.backlog)),
        )
    )


def test_a_trip_is_from_base_to_base(good_plan: Plan) -> None:
    near, far = trips_of(good_plan, MONDAY)

    assert [day.day for day in near.days] == [MONDAY]
    assert [day.day for day in far.days] == [TUESDAY, WEDNESDAY]
    assert (near.people, far.people) == (65, 75)
    assert trips_of(good_plan, TUESDAY) == [far]


def test_no_plan_begins_where_a_team_sleeps_in_the_field(good_plan: Plan) -> None:
    with pytest.raises(
        PlannerError, match=r"T1 is in the field on the night before 2018-05-09.*after 2018-05-09"
    ):
        trips_of(good_plan, WEDNESDAY)


def test_trips_of_a_plan_that_keeps_all_rules_all_stay(good_plan: Plan) -> None:
    kept = possible(good_plan.problem, trips_of(good_plan, MONDAY))

    assert (kept.days, kept.lost) == (good_plan.team_days, {})


def test_a_team_that_is_away_cannot_go_and_the_judge_says_why(good_plan: Plan) -> None:
    team = replace(good_plan.problem.teams[0], away=frozenset({WEDNESDAY}))

    kept = possible(good_plan.problem.replace(teams=(team,)), trips_of(good_plan, MONDAY))

    assert kept.days == good_plan.team_days[:1]
    assert kept.lost == {
        (TUESDAY, "T1", FAR): "leave: the team is on leave",
        (WEDNESDAY, "T1", FAR): "leave: the team is on leave",
    }


def test_fewer_people_are_served_at_the_same_times(good_plan: Plan) -> None:
    kept = possible(with_backlog(good_plan.problem, far=60), trips_of(good_plan, MONDAY))

    assert [day.people for day in kept.days] == [65, 60, 0]
    assert kept.days[1] == good_plan.team_days[1]
    assert kept.lost == {(WEDNESDAY, "T1", FAR): NOBODY_LEFT}


def test_a_trip_to_nobody_is_given_up(good_plan: Plan) -> None:
    kept = possible(with_backlog(good_plan.problem, near=0), trips_of(good_plan, MONDAY))

    assert kept.days == good_plan.team_days[1:]
    assert kept.lost == {(MONDAY, "T1", NEAR): NOBODY_LEFT}


def two_teams(plan: Plan, kits: int | None = None, **rules: object) -> Plan:
    """Return the plan with the trip to Far a day early, by a second team."""
    problem = plan.problem
    base = replace(problem.bases[0], kits=kits)
    teams = (problem.teams[0], replace(problem.teams[0], id="T2"))
    days = [replace(day, team="T2", day=day.day.replace(day=day.day.day - 1)) for day in plan.team_days[1:]]
    made = problem.replace(teams=teams, bases=(base,), rules=Rules(10, **rules))  # type: ignore[arg-type]
    return Plan(made, (plan.team_days[0], *days), Outcome("by hand"))


def test_with_one_kit_the_smaller_trip_is_given_up(good_plan: Plan) -> None:
    plan = two_teams(good_plan, kits=1)

    kept = possible(plan.problem, trips_of(plan, MONDAY))

    assert {day.team for day in kept.days} == {"T2"}
    assert kept.lost[MONDAY, "T1", NEAR].startswith("kits: 2 teams of base B are out with 1 kits")


def test_a_kit_of_one_base_is_no_matter_of_another(good_plan: Plan) -> None:
    plan = two_teams(good_plan, kits=1)
    other = replace(plan.problem.bases[0], id="C", kits=None)
    third = replace(plan.problem.teams[0], id="T3", base="C")
    travel = replace(plan.problem.travel)
    problem = plan.problem
    ids = (*travel.place_ids, "C")
    grown = _with_twin(travel, ids)
    problem = problem.replace(bases=(problem.bases[0], other), teams=(*problem.teams, third), travel=grown)
    small = replace(plan.team_days[0], team="T3", start_at="C", end_at="C")
    stop = replace(small.stops[0], people=1)
    trips = trips_of(
        Plan(problem, (*plan.team_days, replace(small, stops=(stop,))), Outcome("by hand")), MONDAY
    )
    problem = with_backlog(problem, near=66)

    kept = possible(problem, trips)

    assert {day.team for day in kept.days} == {"T2", "T3"}


def _with_twin(travel, ids):  # type: ignore[no-untyped-def]
    """Return travel times in which the last place is where the first is."""
    order = [0, 1, 2, 0]
    parts = {
        name: getattr(travel, name)[:, order][:, :, order]
        for name in ("minutes", "km", "cost_idr", "by_boat")
    }
    return type(travel)(ids, **parts)


def test_a_budget_for_one_trip_keeps_the_larger_one(good_plan: Plan) -> None:
    plan = two_teams(good_plan, budget=250.0, costs=Costs(day_out=100.0))

    kept = possible(plan.problem, trips_of(plan, MONDAY))

    assert {day.team for day in kept.days} == {"T2"}


def test_beside_fixed_days_their_team_kit_people_and_money_are_gone(good_plan: Plan) -> None:
    plan = two_teams(
        good_plan,
        kits=2,
        budget=1000.0,
        costs=Costs(day_out=100.0, night=50.0),
        floors=(Floor("53.01.02", 90, 2.0),),
    )
    days = tuple(day for day in plan.team_days if day.team == "T2")

    rest = beside(plan.problem, days)

    assert rest.team["T2"].away == {MONDAY, TUESDAY}
    assert rest.team["T1"].away == frozenset()
    assert [rest.bases[0].kits_on(day) for day in (MONDAY, TUESDAY, WEDNESDAY)] == [1, 1, 2]
    assert [village.backlog for village in rest.villages] == [65, 0]
    assert rest.rules.budget == 1000.0 - 250.0
    assert rest.rules.floors == (Floor("53.01.02", 15, 2.0),)
    assert rest.village[FAR].closed == frozenset()


def test_where_fewer_come_every_time_a_village_is_served_again_after_its_last_fixed_visit(
    good_plan: Plan,
) -> None:
    problem = good_plan.problem.replace(rules=Rules(10, turnout=(0.9, 0.5)))
    kept = possible(problem, trips_of(good_plan, MONDAY))

    rest = beside(problem, kept.days)

    assert [day.people for day in kept.days] == [58, 60, 7]
    assert (rest.village[FAR].served, rest.village[FAR].backlog) == (2, 8)
    assert max(rest.village[FAR].closed) == WEDNESDAY
    assert max(rest.village[NEAR].closed) == MONDAY


def test_an_unknown_team_or_village_is_told(good_plan: Plan, plan_of: Callable[..., Plan]) -> None:
    strange = replace(good_plan.team_days[0], stops=(replace(good_plan.team_days[0].stops[0], village="X"),))
    made = plan_of(good_plan.problem, strange, *good_plan.team_days[1:])

    kept = possible(good_plan.problem, trips_of(made, MONDAY))

    assert kept.lost == {(MONDAY, "T1", "X"): "known: there is no village 'X'"}
    assert check(Plan(good_plan.problem, kept.days, Outcome("kept"))) == ()


def test_a_trip_that_cannot_be_made_without_an_empty_stop_says_so(
    good_plan: Plan, plan_of: Callable[..., Plan]
) -> None:
    minutes = good_plan.problem.travel.minutes.copy()
    minutes[0, 0, 2] = np.inf  # Far is reached over Near only
    problem = good_plan.problem.replace(travel=replace(good_plan.problem.travel, minutes=minutes))
    near, far = (replace(day.stops[0], people=10) for day in good_plan.team_days[:2])
    first = replace(near, close=570)
    over = replace(
        good_plan.team_days[0], stops=(first, replace(far, arrive=690, open=690, close=750)), back=870
    )
    plan = plan_of(problem, over)
    assert check(plan) == ()

    kept = possible(with_backlog(problem, near=0), trips_of(plan, MONDAY))

    assert kept.lost == {(MONDAY, "T1", NEAR): SHORTER, (MONDAY, "T1", FAR): SHORTER}


def test_rules_of_the_office_hold_around_fixed_visits(good_plan: Plan) -> None:
    def with_rules(*directives: Directive) -> Problem:
        return good_plan.problem.replace(rules=Rules(10, directives=directives))

    order = Directive("order", "ORDER", (FAR, NEAR))
    asked = (
        Directive("must", "MUST", (NEAR, FAR)),
        Directive("late", "FIX", (NEAR,), "T1", first=TUESDAY),
        Directive("min", "MIN", (NEAR, FAR), people=100),
        Directive("max", "MAX", (NEAR,), people=65),
    )
    monday = good_plan.team_days[:1]

    ordered = beside(with_rules(order), monday)
    rest = beside(with_rules(*asked), monday)

    assert min(ordered.village[FAR].closed) == MONDAY
    assert [(d.id, d.villages, d.people) for d in rest.rules.directives] == [
        ("must", (FAR,), 0),
        ("late", (NEAR,), 0),
        ("min", (NEAR, FAR), 35),
        ("max", (NEAR,), 0),
    ]
    lost = possible(with_rules(order), trips_of(good_plan, MONDAY)).lost
    assert set(lost) == {(MONDAY, "T1", NEAR)}
    assert possible(with_rules(*asked), trips_of(good_plan, MONDAY)).lost == {}


def test_a_stop_that_is_no_longer_worth_it_falls_out(good_plan: Plan) -> None:
    problem = with_backlog(good_plan.problem, far=64)
    problem = problem.replace(rules=Rules(10, smallest_stop=5))

    kept = possible(problem, trips_of(good_plan, MONDAY))

    assert kept.lost == {(WEDNESDAY, "T1", FAR): TOO_FEW}
