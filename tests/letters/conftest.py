"""Plans for letters, and how to read a PDF."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
TYPST_SIGNS = '#panic("x") $y$ *b* _i_ @a <l> "q" \\ `c` //n'


@pytest.fixture
def two_teams(two_villages: Problem) -> Plan:
    """T1: Monday Near and home; Tuesday to Wednesday Far with a night. T2: Monday Near.

    Near has two visits on Monday (30 and 20 people, 08.30-11.30 and 08.40-10.40), Far 60 and 15.
    """
    other = replace(two_villages.teams[0], id="T2", name="Tim 2")
    problem = two_villages.replace(teams=(*two_villages.teams, other))
    monday, tuesday, wednesday = (date(2018, 5, day) for day in (7, 8, 9))
    days = (
        TeamDay("T1", monday, "B", 480, (Stop(NEAR, 510, 510, 690, 30),), "B", 720),
        TeamDay("T2", monday, "B", 480, (Stop(NEAR, 510, 520, 640, 20),), "B", 670),
        TeamDay("T1", tuesday, "B", 480, (Stop(FAR, 600, 600, 960, 60),), FAR, 960),
        TeamDay("T1", wednesday, FAR, 480, (Stop(FAR, 480, 480, 570, 15),), "B", 690),
    )
    return Plan(problem, days, Outcome("by hand"))


@pytest.fixture
def named() -> Callable[..., Plan]:
    """Return the plan with another name of its first village, first team and base."""

    def make(plan: Plan, name: str) -> Plan:
        first, *others = plan.problem.villages
        team, *rest = plan.problem.teams
        problem = plan.problem.replace(
            villages=(replace(first, name=name, district=name), *others),
            teams=(replace(team, name=name), *rest),
            bases=(replace(plan.problem.bases[0], name=name),),
        )
        return Plan(problem, plan.team_days, plan.outcome)

    return make
