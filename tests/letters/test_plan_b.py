"""Plan B: another village of the same day that can be served, or none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from planner.domain.check import check
from planner.domain.directives import Directive
from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.domain.travel_times import TravelTimes
from planner.letters.plan_b import plan_b

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
MONDAY = date(2018, 5, 7)


def a_visit_of_near(problem: Problem, people: int = 40) -> Plan:
    """Monday in Near from 08.30; nobody goes to Far (75 people, 4 h of service)."""
    stop = Stop(NEAR, 510, 510, 510 + 6 * people, people)
    return Plan(
        problem, (TeamDay("T1", MONDAY, "B", 480, (stop,), "B", stop.close + 30),), Outcome("by hand")
    )


def test_plan_b_is_a_village_that_the_team_reaches_and_leaves_in_time(two_villages: Problem) -> None:
    plan = a_visit_of_near(two_villages)

    found = plan_b(plan, plan.team_days[0], 0)

    # 2 h there, 2 h back, 08.00-16.00: 4 h at 10 an hour
    assert found is not None
    assert found.stop == Stop(FAR, 600, 600, 840, 40)
    assert found.village == FAR
    assert found.instead_of.village == NEAR


def test_the_plan_with_it_keeps_every_rule(two_villages: Problem) -> None:
    plan = a_visit_of_near(two_villages)
    found = plan_b(plan, plan.team_days[0], 0)

    assert found is not None
    day = replace(plan.team_days[0], stops=(found.stop,), back=found.stop.close + 120)
    assert check(Plan(two_villages, (day,), plan.outcome)) == ()


def test_nobody_left_over_there_means_no_plan_b(good_plan: Plan) -> None:
    assert plan_b(good_plan, good_plan.team_days[0], 0) is None


def test_only_those_left_over_by_the_plan_are_offered(two_villages: Problem) -> None:
    plan = a_visit_of_near(two_villages)
    tuesday = TeamDay("T1", date(2018, 5, 8), "B", 480, (Stop(FAR, 600, 600, 780, 30),), "B", 900)
    villages = (two_villages.villages[0], replace(two_villages.villages[1], backlog=37))
    both = Plan(two_villages.replace(villages=villages), (*plan.team_days, tuesday), plan.outcome)

    found = plan_b(both, both.team_days[0], 0)

    assert found is not None
    assert found.stop.people == 7


@pytest.mark.parametrize(
    "change",
    {
        "closed": lambda p: p.replace(
            villages=(p.villages[0], replace(p.villages[1], closed=frozenset({MONDAY})))
        ),
        "not told in time": lambda p: p.replace(
            villages=(p.villages[0], replace(p.villages[1], earliest=date(2018, 5, 8)))
        ),
        "another area": lambda p: p.replace(teams=(replace(p.teams[0], areas=frozenset({"53.01.01"})),)),
        "too far": lambda p: p.replace(teams=(replace(p.teams[0], end_minute=480 + 240),)),
        "forbidden": lambda p: p.replace(
            rules=Rules(directives=(Directive("A", "FORBID", (FAR,), reason="x"),))
        ),
        "laid down": lambda p: p.replace(
            rules=Rules(directives=(Directive("A", "FIX", (NEAR,), "T1", MONDAY, MONDAY, reason="x"),))
        ),
    }.items(),
    ids=lambda item: item[0],
)
def test_what_may_not_be_done_is_not_offered(
    two_villages: Problem, change: tuple[str, Callable[[Problem], Any]]
) -> None:
    problem = change[1](two_villages)
    plan = a_visit_of_near(problem, people=10)

    assert plan_b(a_visit_of_near(two_villages, people=10), plan.team_days[0], 0) is not None
    assert check(plan) == ()
    assert plan_b(plan, plan.team_days[0], 0) is None


def test_the_other_stops_of_the_day_stay_as_they_are(two_villages: Problem) -> None:
    third = replace(two_villages.villages[1], id="53.01.02.2002", name="Next", backlog=30)
    ways = two_villages.travel.minutes[0].tolist()
    rows = [[*row, row[2]] for row in ways]
    rows.append([*rows[2][:2], 10, 0])
    rows[2][3] = 10
    minutes = np.array([rows], dtype=float)
    zeros = np.zeros_like(minutes)
    travel = TravelTimes(("B", NEAR, FAR, third.id), minutes, minutes, zeros, zeros.astype(bool))
    problem = two_villages.replace(villages=(*two_villages.villages, third), travel=travel)
    stops = (Stop(NEAR, 510, 510, 570, 10), Stop(FAR, 690, 690, 750, 10))
    plan = Plan(problem, (TeamDay("T1", MONDAY, "B", 480, stops, "B", 870),), Outcome("by hand"))

    instead_of_first = plan_b(plan, plan.team_days[0], 0)
    instead_of_second = plan_b(plan, plan.team_days[0], 1)

    # first: 08.00 + 2 h, and in Far at 11.30 as planned, 10 min on: 80 min
    # second: 09.30 + 2 h, home at 16.00
    assert instead_of_first is not None
    assert instead_of_first.stop == Stop(third.id, 600, 600, 680, 13)
    assert instead_of_second is not None
    assert instead_of_second.stop == Stop(third.id, 690, 690, 840, 25)


def test_too_few_people_are_not_worth_a_stop(two_villages: Problem) -> None:
    plans = [
        a_visit_of_near(two_villages.replace(rules=Rules(smallest_stop=least)), people=45)
        for least in (40, 41)
    ]

    found = [plan_b(plan, plan.team_days[0], 0) for plan in plans]

    assert [is_found is not None for is_found in found] == [True, False]


def test_only_those_who_come_are_offered(two_villages: Problem) -> None:
    problem = two_villages.replace(rules=Rules(turnout=(0.4, 0.2)))
    plan = a_visit_of_near(problem, people=10)

    found = plan_b(plan, plan.team_days[0], 0)

    assert found is not None
    assert found.stop.people == 30
