"""Plans for letters, and how to read a PDF."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from planner.domain.plan import Plan

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
TYPST_SIGNS = '#panic("x") $y$ *b* _i_ @a <l> "q" \\ `c` //n'


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
