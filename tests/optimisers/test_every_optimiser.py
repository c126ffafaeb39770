"""What every optimiser promises, whatever the numbers."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from planner.domain.calendar import Calendar, ShortDays
from planner.domain.check import check
from planner.domain.directives import KINDS, Directive
from planner.domain.places import Base, Village
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor, Rules, Zone
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes
from planner.optimisers import OPTIMISERS, Watch, optimiser

hypothesis = pytest.importorskip("hypothesis")
st = hypothesis.strategies
each_optimiser = pytest.mark.parametrize("name", OPTIMISERS)
whatever_the_numbers = hypothesis.settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=120,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)

DAYS = [date(2018, 5, 4) + timedelta(days=n) for n in range(10)]  # from a Friday to the Sunday after next


def solved(name: str, problem: Problem, rounds: int = 12) -> Plan:
    return optimiser(name)(problem, Watch(seconds=60, max_rounds=rounds))


# --- problems ------------------------------------------------------------------------------------------

days_off = st.frozensets(st.sampled_from(DAYS), max_size=2)
weekdays = st.one_of(
    st.just(frozenset(range(7))), st.just(frozenset(range(5))), st.frozensets(st.integers(0, 6))
)


def villages(count: int) -> Any:
    return st.tuples(
        *(
            st.builds(
                Village,
                st.just(f"53.01.01.200{n}"),
                st.just("V"),
                st.one_of(st.integers(20, 200), st.integers(1, 40), st.sampled_from([0, 1, 10_000_000])),
                st.just(0.0),
                st.just(0.0),
                st.just("Timor"),
                lodging=st.booleans(),
                closed=days_off,
                district_id=st.sampled_from(["K1", "K2"]),
                latest=st.sampled_from([None, None, *DAYS]),
                earliest=st.sampled_from([None, None, None, *DAYS]),
                has_power=st.booleans(),
            )
            for n in range(count)
        )
    )


def teams(count: int, bases: int) -> Any:
    return st.tuples(
        *(
            st.builds(
                Team,
                st.just(f"T{n}"),
                st.just("T"),
                st.sampled_from([f"B{b}" for b in range(bases)]),
                rate_per_hour=st.one_of(st.integers(1, 40), st.floats(0.5, 40)),
                start_minute=st.integers(360, 540),
                end_minute=st.one_of(st.just(960), st.integers(550, 1080)),
                setup_minutes=st.one_of(st.just(0), st.integers(0, 120)),
                max_nights=st.integers(0, 3),
                away=days_off,
                areas=st.sampled_from(
                    [frozenset(), frozenset(), frozenset({"53.01.01.2000", "53.01.01.2002"})]
                ),
                day_cost=st.sampled_from([0, 0, 40]),
            )
            for n in range(count)
        )
    )


short_days = st.builds(
    ShortDays,
    st.just(DAYS[0]),
    st.sampled_from(DAYS),
    st.sampled_from([0.0, 0.5, 0.87, 1.0]),
    st.sampled_from([frozenset(), frozenset({"B0"}), frozenset({"53.01.01.2000", "53.01.01.2001"})]),
)
calendars = st.builds(
    lambda first, length, weekdays, holidays, short: Calendar(
        DAYS[first], DAYS[min(first + length, 9)], weekdays, dict.fromkeys(holidays, "libur"), short
    ),
    st.integers(0, 9),
    st.integers(0, 6),
    weekdays,
    days_off,
    st.one_of(st.just(()), st.tuples(short_days), st.tuples(short_days, short_days)),
)


@st.composite
def ways(draw: Any, place_ids: tuple[str, ...]) -> TravelTimes:
    """Return two matrices of shortest ways in whole minutes, some places cut off, for different weekdays."""
    n = len(place_ids)
    minutes = st.one_of(st.integers(1, 60), st.integers(1, 180), st.sampled_from([700, float("inf")]))
    drawn = draw(st.lists(minutes, min_size=2 * n * n, max_size=2 * n * n))
    matrices = np.array(drawn, dtype=float).reshape(2, n, n)
    matrices[:, range(n), range(n)] = 0
    for over in range(n):
        matrices = np.minimum(matrices, matrices[:, :, over, None] + matrices[:, None, over, :])
    sailing = tuple(draw(st.lists(st.integers(0, 1), min_size=7, max_size=7)))
    none = np.zeros_like(matrices)
    km = np.where(np.isfinite(matrices), matrices, 0)
    return TravelTimes(
        place_ids, matrices, km, none + draw(st.sampled_from([0, 4])), none.astype(bool), sailing
    )


kits = st.one_of(st.just((0,) * 7), st.tuples(*[st.integers(0, 2)] * 7))


@st.composite
def rules(draw: Any, districts: set[str]) -> Rules:
    """Return a clock and, now and then, turnout, a budget and floors."""
    is_scarce = draw(st.booleans())
    return Rules(
        clock_minutes=draw(st.sampled_from([7, 10, 30, 45, 60, 240])),
        turnout=draw(st.sampled_from([(), (0.5,), (1.0, 0.3), (0.7, 0.1, 0.05)])) if is_scarce else (),
        budget=draw(st.sampled_from([None, 0, 100, 1000])) if is_scarce else None,
        costs=Costs(
            *draw(st.tuples(*[st.sampled_from([0, 7.5, 90])] * 4)),
            draw(st.sampled_from([(), (Zone(frozenset({"53.01.01.2001"}), 30.0), Zone(frozenset(), 2.5))])),
        ),
        floors=tuple(
            Floor(district, draw(st.integers(0, 300)), draw(st.sampled_from([0.3, 1, 5])))
            for district in sorted(districts)
            if is_scarce and draw(st.booleans())
        ),
        smallest_stop=draw(st.sampled_from([1, 1, 3, 25])),
    )


@st.composite
def directives(draw: Any, number: int, places: tuple[Village, ...], crew: tuple[Team, ...]) -> Directive:
    """Return one rule of the office, sensible or not, of some of at least two villages."""
    kind = draw(st.sampled_from(KINDS))
    ids = [village.id for village in places]
    several = 2 if kind in ("TOGETHER", "ORDER") else 1
    chosen = tuple(draw(st.lists(st.sampled_from(ids), min_size=several, max_size=3, unique=True)))
    of_visits = kind in ("FIX", "FORBID", "MUST")
    first, last = sorted(draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
    return Directive(
        f"A{number}",
        kind,
        chosen,
        team=draw(st.sampled_from(["", *(team.id for team in crew)])) if of_visits else "",
        first=draw(st.sampled_from([None, first])) if of_visits else None,
        last=draw(st.sampled_from([None, last])) if of_visits else None,
        people=draw(st.sampled_from([1, 30, 500])) if kind in ("MIN", "MAX") else 0,
        price=draw(st.sampled_from([None, None, 0.5, 20.0])),
    )


@st.composite
def problems(draw: Any) -> Problem:
    """Return a problem in which anything may be missing, huge, tiny, closed or out of reach."""
    counts = draw(st.integers(0, 5)), draw(st.integers(1, 2)), draw(st.sampled_from([1, 2, 3, 0]))
    places = draw(villages(counts[0]))
    bases = tuple(
        Base(
            f"B{n}",
            "B",
            0.0,
            0.0,
            "Timor",
            kits=draw(st.sampled_from([None, 0, 1, 2])),
            kits_at_office=draw(kits),
        )
        for n in range(counts[1])
    )
    crew = draw(teams(counts[2], counts[1]))
    count = draw(st.sampled_from([0, 0, 1, 3])) if len(places) > 1 else 0
    laid_down = tuple(draw(directives(n, places, crew)) for n in range(count))
    return Problem(
        "any",
        places,
        bases,
        crew,
        draw(calendars),
        draw(ways((*(v.id for v in places), *(b.id for b in bases)))),
        replace(draw(rules({village.district_id for village in places})), directives=laid_down),
    )


# --- promises ------------------------------------------------------------------------------------------


@each_optimiser
@hypothesis.given(problem=problems())
@whatever_the_numbers
def test_every_rule_is_kept(name: str, problem: Problem) -> None:
    assert check(solved(name, problem)) == ()


@each_optimiser
@hypothesis.given(problem=problems())
@whatever_the_numbers
def test_everybody_is_recorded_or_left(name: str, problem: Problem) -> None:
    plan = solved(name, problem)

    stops = [stop for day in plan.team_days for stop in day.stops]
    for village in problem.villages:
        people = sum(stop.people for stop in stops if stop.village == village.id)
        assert 0 <= people <= village.backlog
        assert plan.left(village.id) == village.backlog - people
    assert plan.left_over == problem.backlog - sum(stop.people for stop in stops)


@hypothesis.given(problem=problems())
@whatever_the_numbers
def test_no_optimiser_beats_the_bound_and_the_engine_beats_todays_practice(problem: Problem) -> None:
    plans = {name: solved(name, problem) for name in OPTIMISERS}

    bound = plans["trips"].outcome.bound

    assert bound is not None
    assert all(plan.value <= bound + 1e-6 for plan in plans.values())
    assert bound <= problem.backlog
    assert plans["trips"].value >= plans["greedy"].value
    assert plans["greedy"].recorded == plans["trips"].outcome.baseline_recorded


@each_optimiser
@hypothesis.given(problem=problems())
@hypothesis.settings(whatever_the_numbers, max_examples=40)
def test_same_problem_and_seed_give_the_same_plan(name: str, problem: Problem) -> None:
    assert solved(name, problem).team_days == solved(name, problem).team_days


@each_optimiser
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"backlog": 0}, id="nobody waits"),
        pytest.param({"backlog": 10**9}, id="a billion people"),
        pytest.param({"closed": frozenset(DAYS)}, id="always closed"),
    ],
)
def test_any_backlog_has_a_plan(two_villages: Problem, name: str, changes: dict[str, Any]) -> None:
    problem = two_villages.replace(villages=tuple(replace(v, **changes) for v in two_villages.villages))

    assert check(solved(name, problem)) == ()


@each_optimiser
@pytest.mark.parametrize(
    ("changes", "recorded"),
    [
        pytest.param({"end_minute": 481}, 0, id="a day of a minute"),
        pytest.param({"end_minute": 540}, 0, id="no time beyond the way"),
        pytest.param({"end_minute": 550, "max_nights": 0}, 4, id="time for one a day"),
        pytest.param({"setup_minutes": 480}, 0, id="set-up takes the day"),
        pytest.param({"rate_per_hour": 0.1}, 0, id="nobody is done in a day"),
        pytest.param({"rate_per_hour": 1e6}, 140, id="everybody is done at once"),
    ],
)
def test_any_team_has_a_plan(
    two_villages: Problem, name: str, changes: dict[str, Any], recorded: int
) -> None:
    plan = solved(name, two_villages.replace(teams=(replace(two_villages.teams[0], **changes),)))

    assert (plan.recorded, check(plan)) == (recorded, ())


@each_optimiser
def test_two_villages_of_one_team_are_recorded_in_full(two_villages: Problem, name: str) -> None:
    assert solved(name, two_villages).recorded == 140


@each_optimiser
def test_a_plan_says_who_made_it_and_holds_its_problem(two_villages: Problem, name: str) -> None:
    plan = optimiser(name)(two_villages, Watch(seed=7))

    assert (plan.outcome.optimiser, plan.outcome.seed, plan.problem) == (name, 7, two_villages)


def test_an_unknown_optimiser_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'best'; known are trips, greedy"):
        optimiser("best")
