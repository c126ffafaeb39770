"""Why a village is left out: the numbers of an explanation, re-derived from the plan."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from planner.domain.check import check
from planner.domain.directives import Directive
from planner.domain.efforts import best_trip, efforts
from planner.domain.plan import Marginal, Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Rules
from planner.errors import PlannerError
from planner.explain import Difference, difference, explain
from planner.explain.alike import like
from planner.explain.told import difference_lines, explanation_lines

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
MONDAY, TUESDAY, WEDNESDAY = (date(2018, 5, day) for day in (7, 8, 9))


@pytest.fixture
def one_day(two_villages: Problem) -> Plan:
    """Monday is the only day, and the plan spends it in Near: 65 people; a day in Far records 40."""
    problem = two_villages.replace(calendar=replace(two_villages.calendar, last=MONDAY))
    day = TeamDay("T1", MONDAY, "B", 480, (Stop(NEAR, 510, 510, 900, 65),), "B", 930)
    return Plan(problem, (day,), Outcome("by hand", 65.0, marginals=(Marginal("team-day", "B", 62.0),)))


def test_a_village_left_out_is_weighed_against_the_price_of_a_team_day(one_day: Plan) -> None:
    found = explain(one_day, FAR, seconds=0)

    assert (found.planned, found.left, found.visits) == (0, 75, ())
    assert found.reason == "no team-days left"
    assert found.trip is not None
    assert (found.trip.people, found.trip.team_days, found.trip.nights) == (40, 1, 0)
    assert (found.first_day, found.base, found.per_team_day) == (MONDAY, "B", 40.0)
    assert (found.price, found.shortfall) == (62.0, 22.0)
    assert found.weakest is not None
    assert found.weakest.people == one_day.recorded
    assert found.asked is None


def test_the_price_of_a_trip_counts_its_days_kits_and_money(one_day: Plan) -> None:
    costs = Rules(costs=Costs(day_out=500_000.0))
    marginals = (
        Marginal("team-day", "B", 20.0),
        Marginal("kit-day", "B", 5.0),
        Marginal("million rupiah", "", 10.0),
    )
    plan = replace(
        one_day,
        problem=one_day.problem.replace(rules=costs),
        outcome=replace(one_day.outcome, marginals=marginals),
    )

    assert explain(plan, FAR, seconds=0).price == 20 + 5 + 0.5 * 10


def test_a_trip_of_two_days_costs_two_days(two_villages: Problem) -> None:
    """With 120 people in Far, a night there records 60 on each of two days, and a single day 40."""
    near, far = two_villages.villages
    problem = two_villages.replace(villages=(near, replace(far, backlog=120)))
    outcome = Outcome("by hand", 185.0, marginals=(Marginal("team-day", "B", 20.0),))

    found = explain(Plan(problem, (), outcome), FAR, seconds=0)

    assert found.trip is not None
    assert (found.trip.people, found.trip.team_days, found.trip.nights) == (120, 2, 1)
    assert (found.price, found.shortfall) == (40.0, -80.0)


def test_the_weakest_trip_records_fewest_per_team_day(good_plan: Plan) -> None:
    near, far = good_plan.problem.villages
    problem = good_plan.problem.replace(villages=(replace(near, backlog=70), far))

    found = explain(replace(good_plan, problem=problem), NEAR, seconds=0).weakest

    assert found is not None
    assert (found.people, len(found.days)) == (75, 2)  # 37.5 a day, and 65 in Near


def test_serving_it_displaces_who_was_served_instead(one_day: Plan) -> None:
    asked = explain(one_day, FAR, seconds=5).asked

    assert asked is not None
    assert check(asked.after) == ()
    assert asked.villages == {NEAR: -65, FAR: 40}
    assert asked.people == asked.after.recorded - one_day.recorded == -25
    assert [(c.kind, c.village) for c in asked.changes] == [("dropped", NEAR), ("new", FAR)]


def test_a_village_served_in_part_is_asked_for_one_trip_more(one_day: Plan) -> None:
    problem = one_day.problem.replace(
        villages=tuple(replace(v, backlog=100) for v in one_day.problem.villages),
        calendar=replace(one_day.problem.calendar, last=TUESDAY),
    )
    far = TeamDay("T1", TUESDAY, "B", 480, (Stop(FAR, 600, 600, 840, 40),), "B", 960)
    day = replace(one_day.team_days[0], stops=(Stop(NEAR, 510, 510, 930, 70),), back=960)
    plan = Plan(problem, (day, far), Outcome("by hand"))

    found = explain(plan, NEAR, seconds=5)

    assert (found.reason, found.left) == ("partly served", 30)
    assert found.price is None
    assert found.asked is not None
    assert found.asked.after.planned[NEAR] == 100
    assert found.asked.people == sum(found.asked.villages.values())


def test_a_village_that_comes_late_is_asked_for_by_a_day(two_villages: Problem) -> None:
    """Far on Monday and Tuesday, Near on Wednesday; Near by Monday costs nobody."""
    days = (
        TeamDay("T1", MONDAY, "B", 480, (Stop(FAR, 600, 600, 960, 60),), FAR, 960),
        TeamDay("T1", TUESDAY, FAR, 480, (Stop(FAR, 480, 480, 570, 15),), "B", 690),
        TeamDay("T1", WEDNESDAY, "B", 480, (Stop(NEAR, 510, 510, 900, 65),), "B", 930),
    )

    found = explain(Plan(two_villages, days, Outcome("by hand")), NEAR, by=MONDAY, seconds=5)

    assert (found.by, found.reason, found.trip) == (MONDAY, "", None)
    assert [visit.day for visit in found.visits] == [WEDNESDAY]
    assert found.asked is not None
    after = found.asked.after
    assert after.problem.rules.directives == (Directive("?", "MUST", (NEAR,), last=MONDAY),)
    assert min(d.day for d in after.team_days for s in d.stops if s.village == NEAR) == MONDAY
    assert (found.asked.people, found.asked.villages) == (0, {})


def test_a_village_that_nobody_can_serve_is_not_asked_for(two_villages: Problem) -> None:
    closed = replace(two_villages.villages[1], closed=frozenset(two_villages.calendar.days()))
    problem = two_villages.replace(villages=(two_villages.villages[0], closed))

    found = explain(Plan(problem, (), Outcome("by hand")), FAR, seconds=5)

    assert (found.reason, found.days, found.days_possible) == ("always closed", 4, 0)
    assert (found.trip, found.asked, found.weakest) == (None, None, None)


def test_rules_and_dates_that_narrow_the_choice_are_told(one_day: Plan) -> None:
    rule = Directive("A1", "FORBID", (FAR,), first=MONDAY, last=MONDAY, reason="pasar")
    problem = one_day.problem.replace(rules=Rules(directives=(rule,)))
    problem = problem.replace(calendar=replace(problem.calendar, last=TUESDAY))

    found = explain(replace(one_day, problem=problem), FAR, seconds=0)
    lines = explanation_lines(found, one_day, "en")

    assert (found.days, found.days_possible, found.rules, found.first_day) == (2, 1, (rule,), TUESDAY)
    assert "It can be served on 1 of the 2 days on which teams work." in lines
    assert "Rule of the office A1: FORBID 53.01.02.2001, 2018-05-07 - 2018-05-07 (pasar)." in lines


def test_an_unknown_village_is_a_fault(one_day: Plan) -> None:
    with pytest.raises(PlannerError, match="knows no village 'X'"):
        explain(one_day, "X")


def test_the_best_trip_alone_records_most_per_team_day(good_plan: Plan) -> None:
    empty = Plan(good_plan.problem, (), Outcome("by hand"))

    near, far = best_trip(empty, NEAR), best_trip(empty, FAR)

    assert near is not None
    assert far is not None
    assert (near[0].people, near[0].team_days, near[1]) == (65, 1, MONDAY)
    assert (far[0].people, far[0].team_days, far[0].nights, far[1]) == (40, 1, 0, MONDAY)
    assert best_trip(good_plan, NEAR) is None


def test_a_trip_and_efforts_count_the_days_of_service_before_the_plan(one_day: Plan) -> None:
    villages = tuple(replace(v, served=1) for v in one_day.problem.villages)
    problem = one_day.problem.replace(villages=villages, rules=Rules(turnout=(1.0, 0.2)))
    plan = Plan(problem, (), Outcome("by hand"))
    found = best_trip(plan, FAR)

    assert found is not None
    assert found[0].people == 15  # a fifth of 75
    needed = efforts(plan)[
        FAR
    ]  # 15 + 12 + 9 + 7 + 6 + 5 + 4 + 3 + 2 + 2 + 2 + 1 + 1 + 1 + 1, then 4 are left
    assert (needed.people, needed.trips) == (71, 15)


def test_runs_that_are_alike_take_the_places_of_the_plan_before(two_teams: Plan) -> None:
    swapped = {"T1": "T2", "T2": "T1"}
    other = replace(two_teams, team_days=tuple(replace(d, team=swapped[d.team]) for d in two_teams.team_days))

    assert difference(two_teams, other).changes
    assert like(two_teams, other) == two_teams


def test_lines_of_both_languages_tell_the_numbers(one_day: Plan, two_teams: Plan) -> None:
    found = explain(one_day, FAR, seconds=5)

    indonesian, english = ("\n".join(explanation_lines(found, one_day, lang)) for lang in ("id", "en"))

    assert "Alasan: hari-tim habis." in indonesian
    assert "62,0 orang" in indonesian
    assert "this trip brings 22.0 people less" in english
    assert "65 people recorded become 40 (-25)." in english
    assert "40 more: Far 40" in english
    assert "Near: Monday, 7 May 2018 Tim 1 -> - (dropped)" in english


def test_what_cannot_be_kept_is_told(one_day: Plan, plan_of: Callable[..., Plan]) -> None:
    lost = Directive("?", "MUST", (FAR,))
    after = replace(one_day, problem=one_day.problem.replace(rules=Rules(given_up=(lost,))))

    found: Difference = difference(one_day, after)

    assert found.given_up == (lost,)
    assert any("given up: ? MUST 53.01.02.2001" in line for line in difference_lines(found, "en"))


def test_a_better_plan_is_told_only_when_more_was_asked(one_day: Plan) -> None:
    nobody = replace(one_day, team_days=())
    said = "The new plan records more although no less is asked of it"

    asked, free, worse = (
        "\n".join(difference_lines(difference(a, b), "en", asks_more=more))
        for a, b, more in ((nobody, one_day, True), (nobody, one_day, False), (one_day, nobody, True))
    )

    assert said in asked
    assert said not in free + worse


def test_a_later_deadline_tells_of_unknown_holidays(one_day: Plan, two_villages: Problem) -> None:
    longer = replace(one_day, problem=two_villages)
    said = "  Holidays after the deadline of before are not known."

    assert said in difference_lines(difference(one_day, longer), "en")
    assert said not in difference_lines(difference(longer, one_day), "en")
