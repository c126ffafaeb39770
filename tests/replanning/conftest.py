"""Campaigns of three weeks, so small that a plan of them takes a moment."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest

from planner.domain.actuals import Actual, Visit, visits_of
from planner.domain.calendar import Calendar
from planner.domain.directives import Directive
from planner.domain.places import Base, Village
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor, Rules
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes

MONDAY = date(2018, 5, 7)
WEEK = timedelta(days=7)


def campaign(seed: int) -> Problem:
    """Return a random campaign: 2-4 villages, 1-2 teams, three weeks of three days, some things scarce."""
    random = Random(seed)
    villages = tuple(
        Village(
            f"53.01.01.200{n}",
            f"V{n}",
            random.choice([0, 8, 25, 60, 140]),
            123.0,
            -10.0,
            "Timor",
            f"53.01.0{1 + n % 2}",
            lodging=random.random() < 0.5,
        )
        for n in range(random.choice([2, 3, 4]))
    )
    kits = random.choice([None, None, 1])
    bases = (Base("B", "B", 123.0, -10.0, "Timor", kits=kits),)
    teams = tuple(
        Team(
            f"T{n}",
            f"T{n}",
            "B",
            random.choice([2.0, 4.0]),
            setup_minutes=0,
            max_nights=random.choice([0, 2]),
        )
        for n in range(random.choice([1, 2]))
    )
    rules = Rules(
        60,
        turnout=random.choice([(), (0.6, 0.3), (0.5,)]),
        budget=random.choice([None, None, 500.0]),
        costs=Costs(random.choice([0, 40]), random.choice([0, 10])),
        floors=random.choice([(), (Floor("53.01.01", 20, 2.0),)]),
        directives=_directives(random, [village.id for village in villages]),
        smallest_stop=random.choice([1, 1, 1, 4]),
        removes=random.choice(
            [("dead", "moved", "duplicate"), ("dead", "moved", "duplicate", "not_found"), ()]
        ),
    )
    calendar = Calendar(MONDAY, MONDAY + timedelta(days=18), weekdays=frozenset({0, 1, 2}))
    ids = (*(village.id for village in villages), "B")
    minutes = np.array([[[random.choice([0.0, 60.0, 120.0, 180.0]) for _ in ids] for _ in ids]])
    none = np.zeros_like(minutes)
    travel = TravelTimes(ids, minutes, none, none, none.astype(bool))
    return Problem(f"campaign {seed}", villages, bases, teams, calendar, travel, rules)


def _directives(random: Random, ids: list[str]) -> tuple[Directive, ...]:
    """Return some rules that an office may have laid down."""
    one, other = random.sample(ids, 2)
    last = MONDAY + timedelta(days=random.choice([2, 9, 16]))
    every = (
        Directive("must", "MUST", (one, other), last=random.choice([None, last])),
        Directive(
            "fix", "FIX", (one,), "T0", last - timedelta(days=2), last, price=random.choice([None, 5.0])
        ),
        Directive("forbid", "FORBID", (other,), first=last),
        Directive("min", "MIN", (one, other), people=30, price=random.choice([None, 2.0])),
        Directive("max", "MAX", (one,), people=20, price=random.choice([None, 0.5])),
        Directive("together", "TOGETHER", (one, other), price=random.choice([None, 4.0])),
        Directive("order", "ORDER", (one, other), price=random.choice([None, 4.0])),
    )
    return tuple(directive for directive in every if random.random() < 0.2)


def week_of(plan: Plan, number: int) -> list[Visit]:
    """Return the visits of the plan in a week, counted from 0."""
    first = MONDAY + number * WEEK
    return sorted(visit for visit in visits_of(plan) if first <= visit[0] < first + WEEK)


def reported(visit: Visit, recorded: int, **more: object) -> Actual:
    """Return a report of a visit."""
    return replace(Actual(*visit, recorded), **more)  # type: ignore[arg-type]


def what_happened(random: Random, plan: Plan, number: int) -> list[Actual]:
    """Return made-up reports of some visits of a week, and of one that nobody planned."""
    reports = []
    for visit in week_of(plan, number):
        fate = random.random()
        if fate < 0.2:
            continue  # nobody hands in a report
        if fate < 0.35:
            reports.append(reported(visit, 0, status="batal", reason="hujan"))
            continue
        recorded = random.randint(0, visits_of(plan)[visit] + 3)
        gone = {name: random.choice([0, 0, 1, 4]) for name in ("dead", "moved", "duplicate", "not_found")}
        closed = random.random() < 0.1
        reports.append(reported(visit, recorded, came=recorded, closed=closed, **gone))
    day, team = MONDAY + number * WEEK, random.choice(plan.problem.teams)
    village = random.choice(plan.problem.villages)
    if random.random() < 0.3 and (day, team.id, village.id) not in {report.visit for report in reports}:
        reports.append(reported((day, team.id, village.id), random.randint(0, 9)))
    return reports


@pytest.fixture
def weeks() -> SimpleNamespace:
    """The functions above, for tests of any module."""
    return SimpleNamespace(
        MONDAY=MONDAY,
        WEEK=WEEK,
        campaign=campaign,
        reported=reported,
        what_happened=what_happened,
        week_of=week_of,
    )
