"""The judge: a good plan passes, and for each rule there is a plan that breaks it and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from planner.domain.calendar import ShortDays
from planner.domain.check import RULES, check, require_valid
from planner.domain.directives import Directive
from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor, Rules
from planner.errors import PlanError

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


@pytest.fixture
def two_villages(two_villages: Problem) -> Problem:
    """Return the two villages on a clock of single minutes, so that a minute can break a rule alone."""
    return two_villages.replace(rules=Rules(clock_minutes=1))


def on_clock(problem: Problem, minutes: int) -> Problem:
    return problem.replace(rules=Rules(clock_minutes=minutes))


def day(number: int, *stops: Stop, team: str = "T1", **changes: Any) -> TeamDay:
    """Return a day in May 2018 from the base and back, 08.00 to 16.00."""
    return replace(TeamDay(team, date(2018, 5, number), "B", 480, stops, "B", 960), **changes)


def near(people: int = 60, **changes: Any) -> Stop:
    """Return a stop in Near from 08.30, six minutes for each person."""
    return replace(Stop(NEAR, 510, 510, 510 + 6 * people, people), **changes)


def far(people: int = 40, **changes: int) -> Stop:
    """Return a stop in Far from 10.00, six minutes for each person."""
    return replace(Stop(FAR, 600, 600, 600 + 6 * people, people), **changes)


def with_team(problem: Problem, **changes: Any) -> Problem:
    return problem.replace(teams=(replace(problem.teams[0], **changes),))


def with_near(problem: Problem, **changes: Any) -> Problem:
    return problem.replace(villages=(replace(problem.villages[0], **changes), problem.villages[1]))


def ruled(problem: Problem, **changes: Any) -> Problem:
    return problem.replace(rules=replace(problem.rules, **changes))


def with_kits(problem: Problem, kits: int, *at_office: int) -> Problem:
    """Return the problem with a second team like the first, and so many kits at the base."""
    base = replace(problem.bases[0], kits=kits, kits_at_office=at_office or (0,) * 7)
    return problem.replace(bases=(base,), teams=(problem.teams[0], replace(problem.teams[0], id="T2")))


def with_short_days(problem: Problem, *areas: str) -> Problem:
    """Return the problem with 60 % of the hours on Monday, in some areas or everywhere."""
    monday = date(2018, 5, 7)
    short = ShortDays(monday, monday, 0.6, frozenset(areas))
    return problem.replace(calendar=replace(problem.calendar, short_days=(short,)))


def directed(problem: Problem, kind: Any, villages: tuple[str, ...], **rest: Any) -> Problem:
    """Return the problem with one hard directive."""
    return ruled(problem, directives=(Directive("A1", kind, villages, reason="so asked", **rest),))


def without_way_on_tuesday(problem: Problem) -> Problem:
    """Return the problem with no way from the base to Near on Tuesdays."""
    travel = problem.travel
    shut = travel.minutes[0].copy()
    shut[0, 1] = np.inf
    twice = [np.concatenate([array, array]) for array in (travel.km, travel.cost_idr, travel.by_boat)]
    minutes = np.stack([travel.minutes[0], shut])
    return problem.replace(travel=type(travel)(travel.place_ids, minutes, *twice, (0, 1, 0, 0, 0, 0, 0)))


def plan(problem: Problem, *days: TeamDay, bound: float | None = None) -> Plan:
    return Plan(problem, days, Outcome("by hand", bound))


def tampered(made: Plan, **sums: Any) -> Plan:
    """Return a plan whose computed sums have gone wrong, as a defect in ``Plan`` would make them."""
    made.__dict__.update(sums)  # where cached_property keeps them
    return made


SLEEPS = {"end_at": FAR}
WAKES = {"start_at": FAR}

# rule of RULES -> examples: the violations reported, and a plan made of the two villages
BROKEN: dict[str, list[tuple[set[str], Callable[[Problem], Plan]]]] = {
    "clock": [
        ({"clock"}, lambda p: plan(on_clock(p, 60), day(7, near()))),  # arrives at 08.30
        ({"clock"}, lambda p: plan(on_clock(p, 10), day(7, near(close=875)))),
        ({"clock"}, lambda p: plan(on_clock(p, 10), day(7, near(), back=955))),
        (
            {"clock"},
            lambda p: plan(on_clock(p, 10), day(7, near(arrive=520, open=520, close=880), leave=485)),
        ),
    ],
    "whole": [
        ({"whole"}, lambda p: plan(p, day(7, near(), leave=float("nan")))),
        ({"whole"}, lambda p: plan(p, day(7, near(), back=float("inf")))),
        ({"whole"}, lambda p: plan(p, day(7, near(open=float("nan"))))),
        ({"whole"}, lambda p: plan(p, day(7, replace(near(1), people=True)))),
        ({"whole"}, lambda p: plan(p, day(7, replace(near(10), people=9.5)))),
        ({"whole"}, lambda p: plan(p, day(7, near(), day=datetime(2018, 5, 7)))),  # no plain date
    ],
    "known": [
        ({"known"}, lambda p: plan(p, day(7, near(), team="T9"))),
        ({"known"}, lambda p: plan(p, day(7, near(), replace(near(1), village="99.99.99.9999")))),
        ({"known"}, lambda p: plan(p, day(7, near(), start_at="C"))),
        ({"known"}, lambda p: plan(p, day(7, near(), end_at="C"))),
        ({"known"}, lambda p: plan(p, day(7, Stop("B", 480, 480, 540, 10)))),
    ],
    "calendar": [
        ({"calendar"}, lambda p: plan(p, day(10, near()))),  # a public holiday
        ({"calendar"}, lambda p: plan(p, day(12, near()))),  # a Saturday
        ({"calendar"}, lambda p: plan(p, day(4, near()))),  # before the first day
        ({"calendar"}, lambda p: plan(p, day(14, near()))),  # after the deadline
    ],
    "leave": [
        ({"leave"}, lambda p: plan(with_team(p, away=frozenset({date(2018, 5, 8)})), day(8, near()))),
    ],
    "one_place": [
        ({"one_place"}, lambda p: plan(p, day(7, near(20)), day(7, far(20)))),
    ],
    "hours": [
        ({"hours"}, lambda p: plan(p, day(7, near(), leave=479))),
        ({"hours"}, lambda p: plan(p, day(7, near(), back=961))),
        ({"hours"}, lambda p: plan(with_short_days(p, "B"), day(7, near(20, close=740), back=770))),
        ({"hours", "travel"}, lambda p: plan(p, day(7, leave=600, back=590))),  # nor is there time to stay
    ],
    "travel": [
        ({"travel"}, lambda p: plan(p, day(7, near(10, arrive=509)))),  # 29 of 30 minutes
        ({"travel"}, lambda p: plan(p, day(7, far(40), back=959))),  # 119 of 120 minutes on the way back
        ({"travel"}, lambda p: plan(p, day(7, near(10), far(1, arrive=600)))),  # 30 of 120 minutes between
        ({"travel"}, lambda p: plan(without_way_on_tuesday(p), day(8, near()))),
        ({"travel"}, lambda p: plan(p, day(7, far(60), **SLEEPS), day(8, back=599, **WAKES))),
    ],
    "service": [
        ({"set-up"}, lambda p: plan(with_team(p, setup_minutes=45), day(7, near(10, open=554, close=614)))),
        ({"capacity"}, lambda p: plan(p, day(7, near(10, close=569)))),  # 59 minutes for 10 people
        ({"capacity"}, lambda p: plan(p, day(7, near(0, close=570)))),
        ({"capacity"}, lambda p: plan(p, day(7, near(20), near(-5, arrive=700, open=700, close=760)))),
    ],
    "areas": [
        ({"areas"}, lambda p: plan(with_team(p, areas=frozenset({"53.01.02"})), day(7, near()))),
        ({"areas"}, lambda p: plan(with_team(p, areas=frozenset({"53.01.01.200", FAR})), day(7, near()))),
    ],
    "closed": [
        ({"closed"}, lambda p: plan(with_near(p, closed=frozenset({date(2018, 5, 7)})), day(7, near()))),
    ],
    "latest": [
        ({"latest"}, lambda p: plan(with_near(p, latest=date(2018, 5, 7)), day(8, near()))),
    ],
    "earliest": [
        ({"earliest"}, lambda p: plan(with_near(p, earliest=date(2018, 5, 8)), day(7, near()))),
    ],
    "short_days": [
        # till 12.48 in Near, while the team may be out until 16.00
        ({"short_days"}, lambda p: plan(with_short_days(p, NEAR), day(7, near(30, close=770), back=960))),
        ({"hours", "short_days"}, lambda p: plan(with_short_days(p), day(7, near(20, close=770), back=800))),
    ],
    "smallest_stop": [
        ({"smallest_stop"}, lambda p: plan(ruled(p, smallest_stop=10), day(7, near(9)))),
    ],
    "directives": [
        ({"directives"}, lambda p: plan(directed(p, "FIX", (FAR,), team="T1"), day(7, near()))),
        (
            {"directives"},  # served, but on the wrong day
            lambda p: plan(directed(p, "FIX", (NEAR,), first=date(2018, 5, 8)), day(7, near())),
        ),
        ({"directives"}, lambda p: plan(directed(p, "MUST", (NEAR, FAR)), day(7, near()))),
        ({"directives"}, lambda p: plan(directed(p, "MIN", (NEAR, FAR), people=61), day(7, near(60)))),
        ({"directives"}, lambda p: plan(directed(p, "MAX", (NEAR, FAR), people=59), day(7, near(60)))),
        (
            {"directives"},
            lambda p: plan(directed(p, "TOGETHER", (NEAR, FAR)), day(7, near())),
        ),
        ({"directives"}, lambda p: plan(directed(p, "ORDER", (FAR, NEAR)), day(7, near()), day(8, far(40)))),
        (
            {"directives"},  # the second begins before the first is done
            lambda p: plan(
                directed(p, "ORDER", (NEAR, FAR)), day(7, near(6)), day(8, far(4)), day(9, near(5))
            ),
        ),
        (
            {"directives"},  # hard, so the village is closed to the team
            lambda p: plan(directed(p, "FORBID", (NEAR,), team="T1", last=date(2018, 5, 7)), day(7, near())),
        ),
    ],
    "turnout": [
        ({"turnout"}, lambda p: plan(ruled(p, turnout=(0.6,)), day(7, near(40)))),  # 39 of 65 come
        ({"turnout"}, lambda p: plan(ruled(p, turnout=(0.6,)), day(7, near(39)), day(9, near(16)))),
        (
            {"turnout"},  # the second day of service, the first one lies before the plan: 32 of 65 come
            lambda p: plan(
                ruled(p, turnout=(1.0, 0.5)).replace(
                    villages=tuple(replace(v, served=1) for v in p.villages)
                ),
                day(7, near(33)),
            ),
        ),
        (
            {"turnout"},  # one date, two teams
            lambda p: plan(
                ruled(with_kits(p, 2), turnout=(0.6,)), day(7, near(20)), day(7, near(20), team="T2")
            ),
        ),
    ],
    "kits": [
        ({"kits"}, lambda p: plan(with_kits(p, 1), day(7, near(9)), day(7, near(9), team="T2"))),
        ({"kits"}, lambda p: plan(with_kits(p, 1, 0, 1, 0, 0, 0, 0, 0), day(8, near(9)))),
        (
            {"kits"},  # the team that slept away is out
            lambda p: plan(
                with_kits(p, 1), day(7, far(9), **SLEEPS), day(8, **WAKES), day(8, near(9), team="T2")
            ),
        ),
    ],
    "budget": [
        ({"budget"}, lambda p: plan(ruled(p, budget=99.0, costs=Costs(day_out=100)), day(7, near()))),
        (
            {"budget"},  # 240 km and a night
            lambda p: plan(
                ruled(p, budget=1239.0, costs=Costs(night=1000, km=1)),
                day(7, far(60), **SLEEPS),
                day(8, **WAKES),
            ),
        ),
    ],
    "backlog": [
        ({"backlog"}, lambda p: plan(p, day(7, near(66)))),
        ({"backlog"}, lambda p: plan(p, day(7, near(60)), day(8, near(6)))),
    ],
    "conservation": [
        ({"conservation"}, lambda p: tampered(plan(p, day(7, near(60))), recorded=61)),
        ({"conservation"}, lambda p: tampered(plan(p, day(7, near(60))), planned={})),
        ({"conservation"}, lambda p: tampered(plan(p, day(7, near(60))), planned={NEAR: 59}, recorded=60)),
    ],
    "chain": [
        ({"chain"}, lambda p: plan(p, day(7, near()), day(8, near(5, arrive=480), start_at=NEAR))),
        ({"chain"}, lambda p: plan(p, day(7, far(60), **SLEEPS), day(8, near(5)))),
        ({"base_at_end"}, lambda p: plan(p, day(9, far(60), **SLEEPS))),
        ({"base_at_end"}, lambda p: plan(p, day(7, far(60), **SLEEPS), day(9, near()))),  # nothing on Tuesday
        (
            {"base_at_end", "chain"},  # two days later it is not where it slept
            lambda p: plan(p, day(7, far(60), **SLEEPS), day(9, far(5, arrive=480), **WAKES)),
        ),
    ],
    "nights": [
        ({"lodging"}, lambda p: plan(p, day(7, near(), end_at=NEAR), day(8, start_at=NEAR))),
        (
            {"nights"},
            lambda p: plan(with_team(p, max_nights=0), day(7, far(60), **SLEEPS), day(8, **WAKES)),
        ),
        (
            {"nights"},
            lambda p: plan(
                with_team(p, max_nights=1),
                day(7, far(60), **SLEEPS),
                day(8, far(10, arrive=480, open=480), **WAKES, **SLEEPS),
                day(9, **WAKES),
            ),
        ),
    ],
    "bound": [
        ({"bound"}, lambda p: plan(p, day(7, near(60)), bound=59.0)),
        (
            {"bound"},  # 60 less 2 * 5 for Far
            lambda p: plan(ruled(p, floors=(Floor("53.01.02", 5, 2.0),)), day(7, near(60)), bound=49.0),
        ),
    ],
}

EXAMPLES = [
    pytest.param(rule, expected, make, id=f"{rule}-{number}")
    for rule, examples in BROKEN.items()
    for number, (expected, make) in enumerate(examples, 1)
]


@pytest.mark.parametrize("bound", [float("nan"), float("inf"), -1.0])
def test_a_bound_that_is_no_bound_is_told(two_villages: Problem, bound: float) -> None:
    made = plan(two_villages, day(7, near()), bound=bound)

    assert [violation.rule for violation in check(made)] == ["bound"]


def test_every_rule_has_a_plan_that_breaks_it() -> None:
    assert set(BROKEN) == set(RULES)


@pytest.mark.parametrize(("rule", "expected", "make"), EXAMPLES)
def test_a_plan_that_breaks_one_rule_is_told_exactly_that(
    two_villages: Problem, rule: str, expected: set[str], make: Callable[[Problem], Plan]
) -> None:
    broken = make(two_villages)

    violations = check(broken)

    assert {violation.rule for violation in violations} == expected
    assert set(RULES[rule](broken)) & set(violations)


def test_a_plan_that_keeps_every_rule_has_no_violations(good_plan: Plan) -> None:
    assert check(good_plan) == ()
    require_valid(good_plan)


def test_an_empty_plan_keeps_every_rule(two_villages: Problem) -> None:
    assert check(plan(two_villages, bound=0.0)) == ()


def test_a_plan_at_every_limit_keeps_every_rule(two_villages: Problem) -> None:
    # 08.00 to 16.00, the whole way, no minute to spare, the whole backlog, exactly the bound
    on_the_edge = plan(
        two_villages,
        day(7, near(65)),
        day(8, far(60), **SLEEPS),
        day(9, far(15, arrive=480, open=480, close=570), back=690, **WAKES),
        bound=140.0,
    )

    assert check(on_the_edge) == ()


def test_the_last_day_of_a_village_may_be_used(two_villages: Problem) -> None:
    assert check(plan(with_near(two_villages, latest=date(2018, 5, 7)), day(7, near()))) == ()


def test_exactly_those_who_come_may_be_recorded(two_villages: Problem) -> None:
    problem = ruled(two_villages, turnout=(0.6, 0.5))

    # 39 of 65, then 13 of 26, then 6 of 13: the last share holds on
    assert check(plan(problem, day(7, near(39)), day(8, near(13)), day(9, near(6)))) == ()


def test_a_kit_may_be_out_with_another_team_on_each_day(two_villages: Problem) -> None:
    problem = with_kits(two_villages, 2, 1, 1, 0, 0, 0, 0, 0)
    days = [day(7, near(9)), day(8, near(9), team="T2"), day(9, near(9)), day(9, near(9), team="T2")]

    assert check(plan(problem, *days)) == ()


def test_kits_at_the_office_are_told(two_villages: Problem) -> None:
    problem = with_kits(two_villages, 2, 1, 0, 0, 0, 0, 0, 0)
    (violation,) = check(plan(problem, day(7, near(9)), day(7, near(9), team="T2")))

    assert violation.message == ("2 teams of base B are out with 1 kits: it has 2, and 1 stay at the office")


def test_a_budget_may_be_spent_to_the_last_rupiah(two_villages: Problem) -> None:
    problem = ruled(two_villages, budget=1240.0, costs=Costs(night=1000, km=1))

    assert check(plan(problem, day(7, far(60), **SLEEPS), day(8, **WAKES))) == ()


def test_a_shortfall_is_no_violation_and_lowers_what_the_bound_is_compared_with(
    two_villages: Problem,
) -> None:
    problem = ruled(two_villages, floors=(Floor("53.01.02", 5, 2.0),))

    assert check(plan(problem, day(7, near(60)), bound=50.0)) == ()


def test_two_nights_in_a_row_twice_keep_a_limit_of_two(two_villages: Problem) -> None:
    week = two_villages.replace(calendar=replace(two_villages.calendar, last=date(2018, 5, 18), holidays={}))
    trips = plan(
        week,
        day(7, **SLEEPS),
        day(8, **WAKES, **SLEEPS),
        day(9, **WAKES),
        day(14, **SLEEPS),
        day(15, **WAKES, **SLEEPS),
        day(16, **WAKES),
    )

    assert check(trips) == ()


def test_a_plan_with_two_faults_is_told_both(two_villages: Problem) -> None:
    broken = plan(two_villages, day(10, near(66)))

    assert [violation.rule for violation in check(broken)] == ["calendar", "backlog"]


def test_a_violation_says_who_when_and_where(two_villages: Problem) -> None:
    (violation,) = check(plan(two_villages, day(7, near(10, arrive=509))))

    assert (
        str(violation)
        == "travel: T1, 2018-05-07, 53.01.01.2001: 29 min from B to 53.01.01.2001; the way takes 30"
    )


def test_a_broken_plan_stops_with_every_violation(two_villages: Problem) -> None:
    broken = plan(two_villages, day(10, near(66)))

    with pytest.raises(PlanError, match=r"breaks 2 rule\(s\)") as fault:
        require_valid(broken)

    assert "66 people planned, 65 are waiting" in str(fault.value)
