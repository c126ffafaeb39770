"""Plans that try what exporters have to survive."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from planner.domain.calendar import Calendar
from planner.domain.places import Village
from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Floor
from planner.domain.teams import Team

FORMULA, SCRIPT, LINES = '=HYPERLINK("http://x.invalid","x")', "<script>alert(1)</script>", "Two\nlines\t村 é"
LONG = "T/" + 38 * "x"
NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


@pytest.fixture
def empty_plan(two_villages: Problem, plan_of: Callable[..., Plan]) -> Plan:
    """Nobody goes anywhere; no bound is known."""
    return plan_of(two_villages)


@pytest.fixture
def no_teams_plan(two_villages: Problem, plan_of: Callable[..., Plan]) -> Plan:
    """There is nobody to go; no plan can record anyone."""
    return plan_of(two_villages.replace(teams=()), bound=0.0)


@pytest.fixture
def nasty_plan(two_villages: Problem) -> Plan:
    """Names that spreadsheets or browsers would run; teams with ids of 40 signs, alike in the first 31.

    Monday: one team records 65 in Near, the other 10 in Far (each has 10 an hour); the third is idle.
    """
    near, far = two_villages.villages
    villages = (
        replace(near, name=FORMULA, district="+1+2", regency="-1", modelled=True),
        replace(far, name=SCRIPT, district="@SUM(A1)", regency=LINES),
    )
    ids = (LONG, LONG.upper(), "[=1+1]*?:'")
    problem = two_villages.replace(
        title=f"{FORMULA} & {SCRIPT}",
        villages=villages,
        bases=(replace(two_villages.bases[0], name="=cmd|'/C calc'!A0"),),
        teams=tuple(Team(name, f"@{name}", "B", 10, setup_minutes=0, max_nights=2) for name in ids),
        notes=(("=1+1", "=2+2"), ("Sumber", LINES)),
    )
    monday = date(2018, 5, 7)
    days = (
        TeamDay(ids[0], monday, "B", 480, (Stop(NEAR, 510, 510, 900, 65),), "B", 960),
        TeamDay(ids[1], monday, "B", 480, (Stop(FAR, 600, 600, 660, 10),), "B", 960),
    )
    return Plan(problem, days, Outcome("=by hand", 90.0, baseline_recorded=80))


@pytest.fixture
def night_plan(two_villages: Problem) -> Plan:
    """A day of mere travel and a day in Far, a night between; Near is a square, Far has no shape.

    Tuesday to Far (night), Wednesday 48 people there; Far keeps 27, Near all 65. The team is off on Friday.
    """
    team = replace(two_villages.teams[0], away=frozenset({date(2018, 5, 11)}))
    problem = two_villages.replace(teams=(team,), shapes={NEAR: shapely.box(123.7, -10.2, 123.9, -10.0).wkb})
    days = (
        TeamDay("T1", date(2018, 5, 8), "B", 480, (), FAR, 600),
        TeamDay("T1", date(2018, 5, 9), FAR, 480, (Stop(FAR, 480, 480, 768, 48),), "B", 900),
    )
    return Plan(problem, days, Outcome("by hand", 100.0, baseline_recorded=40))


@pytest.fixture
def sunday_plan(two_villages: Problem) -> Plan:
    """Every day is worked: 10 people on Sunday 13 May, the end of a week, and 20 on Monday 14 May."""
    calendar = Calendar(date(2018, 5, 7), date(2018, 5, 20), weekdays=frozenset(range(7)))
    days = (
        TeamDay("T1", date(2018, 5, 13), "B", 480, (Stop(NEAR, 510, 510, 570, 10),), "B", 600),
        TeamDay("T1", date(2018, 5, 14), "B", 480, (Stop(NEAR, 510, 510, 630, 20),), "B", 660),
    )
    return Plan(two_villages.replace(calendar=calendar), days, Outcome("by hand"))


@pytest.fixture
def ferry_plan(night_plan: Plan) -> Plan:
    """The night in Far, with fares of 7 rupiah a way and no other rates."""
    fares = np.full((1, 3, 3), 7.0)
    problem = night_plan.problem.replace(travel=replace(night_plan.problem.travel, cost_idr=fares))
    return Plan(problem, night_plan.team_days, night_plan.outcome)


@pytest.fixture
def met_plan(scarce_plan: Plan) -> Plan:
    """Near is 5 short of its floor; Far meets its own."""
    floors = (Floor("53.01.01", 70), Floor("53.01.02", 75))
    rules = replace(scarce_plan.problem.rules, floors=floors)
    return Plan(scarce_plan.problem.replace(rules=rules), scarce_plan.team_days, scarce_plan.outcome)


@pytest.fixture
def many_places(two_villages: Problem) -> Problem:
    """Near and Far, and Ndao to which no way leads (5 people)."""
    ndao = Village(
        "53.14.09.2001", "Ndao", 5, 122.7, -10.8, "Ndao", "53.14.09", "Rote Barat", "53.14", "Rote"
    )
    travel = two_villages.travel
    wider = {
        name: _padded(getattr(travel, name), edge)
        for name, edge in (("minutes", float("inf")), ("km", 0.0), ("cost_idr", 0.0), ("by_boat", False))
    }
    return two_villages.replace(
        villages=(*two_villages.villages, ndao),
        travel=replace(
            travel, place_ids=(*travel.place_ids, ndao.id), reasons={ndao.id: "no boat to Ndao"}, **wider
        ),
    )


def _padded(array: NDArray[Any], edge: float) -> NDArray[Any]:
    """Return the arrays with one more place, to which nothing but itself is joined."""
    wider = np.pad(array, ((0, 0), (0, 1), (0, 1)), constant_values=edge)
    wider[:, -1, -1] = 0
    return wider
