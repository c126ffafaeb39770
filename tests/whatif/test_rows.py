"""Why people are left over, when most of them are done, and what a row costs; by hand, no solve."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from planner.domain.directives import Directive
from planner.domain.measure import cost_idr
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor
from planner.whatif.row import LeftOver, Reach, date_of, most_recorded, reach_of, row_of, split, wanting

Make = Callable[..., Plan]
NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def of(plan: Plan, problem: Problem) -> Plan:
    return Plan(problem, plan.team_days, plan.outcome)


def four(problem: Problem) -> Problem:
    """Return Near and Far, and Small (3 people), Shut (20) and Forbidden (30) beside Near."""
    near = problem.villages[0]
    more = {
        "53.01.01.2002": replace(near, id="53.01.01.2002", backlog=3),
        "53.01.01.2003": replace(near, id="53.01.01.2003", backlog=20, latest=date(2018, 5, 1)),
        "53.01.01.2004": replace(near, id="53.01.01.2004", backlog=30),
    }
    index = [0, 1, 2, 1, 1, 1]
    travel = replace(
        problem.travel,
        place_ids=(*problem.travel.place_ids, *more),
        **{
            name: getattr(problem.travel, name)[:, index][:, :, index].copy()
            for name in ("minutes", "km", "cost_idr", "by_boat")
        },
    )
    rules = replace(
        problem.rules, smallest_stop=5, directives=(Directive("A", "FORBID", ("53.01.01.2004",)),)
    )
    return problem.replace(villages=(*problem.villages, *more.values()), travel=travel, rules=rules)


def test_those_left_over_are_told_apart_and_add_up(two_villages: Problem, good_plan: Plan) -> None:
    problem = four(two_villages)
    plan = of(replace(good_plan, team_days=good_plan.team_days[:2]), problem)  # 65 in Near, 60 in Far

    left = split(plan, reach_of(problem, problem))

    assert left == LeftOver(no_team_day=15, unreachable=20, below_smallest=3, by_rule=30)
    assert sum((15, 20, 3, 30)) == plan.left_over


def test_those_who_are_too_few_after_a_visit_are_below_the_smallest_stop(
    two_villages: Problem, good_plan: Plan
) -> None:
    problem = two_villages.replace(rules=replace(two_villages.rules, smallest_stop=16))
    plan = of(replace(good_plan, team_days=good_plan.team_days[:2]), problem)  # 15 are left in Far

    assert split(plan, {}) == LeftOver(0, 0, 15, 0)
    assert split(of(plan, two_villages), {}) == LeftOver(15, 0, 0, 0)


def test_kits_are_what_is_wanting_where_all_of_them_are_out(two_teams: Plan) -> None:
    problem, day = two_teams.problem, two_teams.team_days[0]
    days = problem.calendar.working_days()
    one_kit = problem.replace(bases=(replace(problem.bases[0], kits=1),))
    out = tuple(replace(day, day=found) for found in days)

    assert wanting(Plan(one_kit, out, two_teams.outcome)) == ("kit-day",)
    assert wanting(Plan(problem, out, two_teams.outcome)) == (
        "team-day",
    )  # one of two teams: neither is used up
    both = (*out, replace(out[0], team="T2"))
    assert wanting(Plan(problem, both, two_teams.outcome)) == ("team-day",)
    late = replace(problem.bases[0], kits=2, kits_elsewhere=(days[0],))
    assert wanting(
        Plan(problem.replace(bases=(late,)), (*both, replace(out[1], team="T2")), two_teams.outcome)
    ) == (
        "team-day",
        "kit-day",
    )


def test_money_is_what_is_wanting_where_no_further_day_can_be_paid(good_plan: Plan) -> None:
    costs = Costs(day_out=100)

    def with_budget(budget: float) -> Plan:
        rules = replace(good_plan.problem.rules, costs=costs, budget=budget)
        return of(good_plan, good_plan.problem.replace(rules=rules))

    three = cost_idr(with_budget(1e6))
    assert wanting(with_budget(three + 99)) == ("team-day", "budget")
    assert wanting(with_budget(three + 100)) == ("team-day",)


def test_what_a_largest_number_forbids_is_left_by_a_rule(two_villages: Problem, good_plan: Plan) -> None:
    rules = replace(two_villages.rules, directives=(Directive("A", "MAX", (FAR,), people=60),))
    problem = two_villages.replace(rules=rules)
    two, one = (of(replace(good_plan, team_days=good_plan.team_days[:n]), problem) for n in (2, 1))

    assert split(two, {}) == LeftOver(0, 0, 0, 15)
    assert split(one, {}) == LeftOver(75, 0, 0, 0)  # there the limit is not reached


def test_without_teams_everybody_in_reach_of_the_projects_teams_lacks_a_team_day(
    two_villages: Problem, good_plan: Plan
) -> None:
    problem = four(two_villages)
    plan = Plan(problem.replace(teams=()), (), good_plan.outcome)

    assert split(plan, reach_of(plan.problem, problem)) == LeftOver(140, 20, 3, 30)


def test_nine_tenths_of_those_within_reach_are_done_on_a_day(good_plan: Plan) -> None:
    assert date_of(good_plan, 0.4, {}) == date(2018, 5, 7)  # 65 of 140
    assert date_of(good_plan, 0.9, {}) == date(2018, 5, 9)  # 125 on the 8th, 126 asked
    assert date_of(good_plan, 0.9, {FAR: "no way"}) == date(2018, 5, 7)  # 59 of 65
    assert date_of(replace(good_plan, team_days=()), 0.9, {}) is None


def test_those_recorded_before_count_for_the_day_of_nine_tenths(good_plan: Plan) -> None:
    near, far = good_plan.problem.villages
    left = of(good_plan, good_plan.problem.replace(villages=(replace(near, recorded=60), far)))

    assert date_of(left, 0.9, {}) == date(2018, 5, 8)  # 60 + 125 on the 8th, 180 asked of 200
    assert date_of(left, 0.3, {}) == date(2018, 5, 7)  # 60 asked


def test_a_row_tells_what_a_plan_costs_and_who_is_short(scarce_plan: Plan) -> None:
    row = row_of(scarce_plan, {})

    assert row.cost_idr == 350
    assert row.cost_per_person == 350 / 140
    assert (row.floors_missed, row.kits, row.nights) == (1, 2, 1)
    assert (row.team_days_used, row.team_days) == (3, scarce_plan.problem.team_days)


def test_without_costs_a_row_tells_none(good_plan: Plan) -> None:
    row = row_of(good_plan, {})

    assert (row.cost_idr, row.cost_per_person, row.kits) == (None, None, 1)


def test_with_floors_a_bound_on_worth_says_less_of_people(good_plan: Plan) -> None:
    rules = replace(good_plan.problem.rules, floors=(Floor("53.01.01", 20, 2.0),), costs=Costs())
    plan = of(good_plan.with_outcome(bound=90.0), good_plan.problem.replace(rules=rules))

    assert most_recorded(plan, {}) == 90 + 2 * 20
    assert most_recorded(good_plan.with_outcome(bound=90.0), {}) == 90
    assert most_recorded(good_plan, {FAR: "no way"}) == 65  # never more than are within reach
    assert most_recorded(good_plan.with_outcome(bound=None), {}) is None


def test_teams_alike_are_looked_at_once_and_others_anew(two_villages: Problem) -> None:
    reach, team = Reach(two_villages), two_villages.teams[0]
    late = two_villages.replace(teams=(replace(team, start_minute=720, max_nights=0),))

    assert reach(two_villages) == {}
    assert reach(two_villages.replace(teams=(team, replace(team, id="T2")))) == {}
    assert reach(late) == {FAR: "too far"}


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_reach_of_no_teams_is_that_of_the_project(two_villages: Problem, share: float) -> None:
    assert reach_of(two_villages.replace(teams=()), two_villages) == {}
