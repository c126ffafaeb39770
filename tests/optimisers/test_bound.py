"""The proof: on problems small enough to try everything, bound >= optimum >= plan, always.

The brute force below knows the rules and nothing of the engine: it walks through every tour on the clock,
stop by stop, with the people each one can record.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from math import ceil, inf
from random import Random

import numpy as np
import pytest

from planner.domain.calendar import Calendar
from planner.domain.check import check
from planner.domain.places import Base, Village
from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes
from planner.errors import BoundError
from planner.optimisers.greedy import greedy
from planner.optimisers.trips import trips
from planner.optimisers.watch import Watch

INSTANCES = 250
ROUNDS = 60
MONDAY = date(2018, 5, 7)

Served = tuple[int, ...]  # people recorded in each village
Days = tuple[TeamDay, ...]


# --- problems ------------------------------------------------------------------------------------------


def tiny_problem(seed: int) -> Problem:
    """Return a random problem: 2-4 villages, 1-2 teams, 1-3 days of a few steps of 60 or 120 minutes."""
    random = Random(seed)
    clock = random.choice([60, 60, 120])
    days = [MONDAY + timedelta(days=n) for n in range(random.choice([1, 2, 3, 3]))]
    holidays = {days[1]: "libur"} if len(days) == 3 and random.random() < 0.3 else {}
    villages = tuple(_village(random, n, days) for n in range(random.choice([2, 3, 4, 4])))
    bases = tuple(Base(f"B{n}", f"B{n}", 0.0, 0.0, "island 0") for n in range(random.choice([1, 1, 2])))
    teams = tuple(_team(random, n, clock, bases, days) for n in range(random.choice([1, 2, 2])))
    travel = _travel(random, clock, villages, bases)
    calendar = Calendar(days[0], days[-1], holidays=holidays)
    return Problem(f"tiny {seed}", villages, bases, teams, calendar, travel, Rules(clock))


def _village(random: Random, number: int, days: list[date]) -> Village:
    island = "island 1" if number and random.random() < 0.3 else "island 0"
    closed = frozenset(day for day in days if random.random() < 0.1)
    backlog = random.choice([0, 4, 9, 13, 17, 21, 26, 38, 45, 500])
    code = f"53.01.01.200{number}"
    return Village(code, code, backlog, 0.0, 0.0, island, lodging=random.random() < 0.5, closed=closed)


def _team(random: Random, number: int, clock: int, bases: tuple[Base, ...], days: list[date]) -> Team:
    spare = random.choice([0, 0, 25])  # hours that end between two steps of the clock
    return Team(
        f"T{number}",
        f"T{number}",
        random.choice(bases).id,
        rate_per_hour=random.choice([2.5, 6, 7, 10]),
        start_minute=random.choice([420, 480]),
        end_minute=480 + clock * random.randint(3, 8 - len(days)) + spare,
        setup_minutes=random.choice([0, 20, 20, 60]),
        max_nights=random.choice([0, 1, 2]),
        away=frozenset(day for day in days if random.random() < 0.1),
    )


def _travel(
    random: Random, clock: int, villages: tuple[Village, ...], bases: tuple[Base, ...]
) -> TravelTimes:
    """Return roads on each island, and a boat to the other one on some weekdays: the shortest ways."""
    places = (*villages, *bases)
    spots = [(random.uniform(0, 110), random.uniform(0, 60)) for _ in places]
    roads = [[abs(a - c) + abs(b - d) + 1 for c, d in spots] for a, b in spots]
    road_only = np.array(
        [
            [0.0 if i == j else roads[i][j] if a.island == b.island else inf for j, b in enumerate(places)]
            for i, a in enumerate(places)
        ]
    )
    with_boat = road_only.copy()
    for i, j in product(range(len(places)), repeat=2):
        if not np.isfinite(road_only[i, j]) and random.random() < 0.8:
            with_boat[i, j] = random.choice([clock - 5, clock, clock + 40])
    minutes = np.stack([_shortest(road_only), _shortest(with_boat)])
    weekdays = tuple(int(random.random() < 0.6) for _ in range(7))
    none = np.zeros_like(minutes)
    return TravelTimes(tuple(p.id for p in places), minutes, none, none, none.astype(bool), weekdays)


def _shortest(minutes: np.ndarray) -> np.ndarray:
    """Return the shortest ways over any places (Floyd 1962)."""
    minutes = minutes.copy()
    for k in range(len(minutes)):
        minutes = np.minimum(minutes, minutes[:, k, None] + minutes[None, k, :])
    return minutes


# --- brute force ---------------------------------------------------------------------------------------


def optimum(problem: Problem) -> Plan:
    """Return a plan that records the most people of all plans on the clock, by trying them all."""
    choices: dict[Served, Days] = {(0,) * len(problem.villages): ()}
    for team in problem.teams:
        for run in problem.blocks_of(team):
            tours = tours_of_run(problem, team, run)
            both = {
                _together(problem, a, b): days + more
                for (a, days), (b, more) in product(choices.items(), tours.items())
            }
            choices = _undominated(both)
    best = max(choices, key=sum)
    return Plan(problem, _nobody_twice(problem, choices[best]), Outcome("brute force"))


def _together(problem: Problem, one: Served, other: Served) -> Served:
    return tuple(min(v.backlog, a + b) for v, a, b in zip(problem.villages, one, other, strict=True))


def _undominated(choices: dict[Served, Days]) -> dict[Served, Days]:
    """Return the choices than which no other serves as many in every village."""
    kept: dict[Served, Days] = {}
    for served in sorted(choices, key=sum, reverse=True):
        if not any(all(a <= b for a, b in zip(served, other, strict=True)) for other in kept):
            kept[served] = choices[served]
    return kept


def _nobody_twice(problem: Problem, days: Days) -> Days:
    """Return the days with as many people as wait, in order of time; a stop for nobody is passed by."""
    waiting = {village.id: village.backlog for village in problem.villages}
    kept = []
    for day in sorted(days, key=lambda d: (d.day, d.team)):
        stops = []
        for stop in day.stops:
            people = min(stop.people, waiting[stop.village])
            waiting[stop.village] -= people
            stops += [replace(stop, people=people)] if people else []
        kept.append(replace(day, stops=tuple(stops)))
    return tuple(kept)


@dataclass(frozen=True)
class At:
    """Where a team is on its way through a run."""

    n: int  # day of the run
    start: str  # where it woke up
    place: str
    minute: int
    nights: int
    served: Served
    stops: tuple[Stop, ...]  # of this day so far
    days: Days  # before this day


def tours_of_run(problem: Problem, team: Team, run: tuple[date, ...]) -> dict[Served, Days]:
    """Return what can be served in a run, by every tour on the clock, with one tour for each."""
    found: dict[Served, Days] = {}
    seen = set()
    nobody = (0,) * len(problem.villages)
    waiting = [At(0, team.base, team.base, team.start_minute, 0, nobody, (), ())]
    while waiting:
        at = waiting.pop()
        state = (at.n, at.place, at.minute, at.nights, at.served)  # the rest is how it got there
        if at.n == len(run):
            found.setdefault(at.served, at.days)
        elif state not in seen:
            seen.add(state)
            waiting.extend(_visits(problem, team, run, at))
            waiting.extend(_evenings(problem, team, run, at))
    return _undominated(found)


def _visits(problem: Problem, team: Team, run: tuple[date, ...], at: At) -> Iterator[At]:
    """Go to each village and stay there for each number of steps."""
    clock = problem.rules.clock_minutes
    for v, village in enumerate(problem.villages):
        arrive = at.minute + _way(problem, at.place, village.id, run[at.n])
        if run[at.n] in village.closed:
            continue
        ready, close = arrive + team.setup_minutes, arrive + clock
        while close <= team.end_minute:
            people = min(
                village.backlog - at.served[v], int((close - ready) * team.rate_per_hour / 60 + 1e-9)
            )
            if people >= 1:
                stop = Stop(village.id, int(arrive), int(ready), int(close), people)
                served = (*at.served[:v], at.served[v] + people, *at.served[v + 1 :])
                yield replace(at, place=village.id, minute=int(close), served=served, stops=(*at.stops, stop))
            close += clock


def _evenings(problem: Problem, team: Team, run: tuple[date, ...], at: At) -> Iterator[At]:
    """End the day at the base or in a village with lodging."""
    is_last = at.n + 1 == len(run)
    lodgings = [village.id for village in problem.villages if village.lodging and at.nights < team.max_nights]
    for place in (team.base, *([] if is_last else lodgings)):
        back = at.minute + _way(problem, at.place, place, run[at.n])
        if back <= team.end_minute:
            nights = 0 if place == team.base else at.nights + 1
            days = at.days
            if at.stops or {at.start, place} != {team.base}:  # else it stayed at home
                made = TeamDay(team.id, run[at.n], at.start, team.start_minute, at.stops, place, int(back))
                days = (*days, made)
            yield At(at.n + 1, place, place, team.start_minute, nights, at.served, (), days)


def _way(problem: Problem, start: str, end: str, day: date) -> float:
    """Return the minutes from place to place, rounded up to the clock."""
    if start == end:
        return 0
    minutes, clock = problem.travel.between(start, end, day.weekday()), problem.rules.clock_minutes
    return inf if minutes == inf else ceil(minutes / clock) * clock


# --- what must hold ------------------------------------------------------------------------------------


@cache
def solved(seed: int) -> tuple[Plan, Plan]:
    """Return the engine's plan and the best one of all, of a tiny problem."""
    problem = tiny_problem(seed)
    return trips(problem, Watch(max_rounds=ROUNDS, seconds=60)), optimum(problem)


def test_brute_force_finds_what_the_eye_sees(two_villages: Problem) -> None:
    hourly = two_villages.replace(rules=Rules(60))  # Near is an hour away, Far two
    one_day = hourly.replace(calendar=Calendar(MONDAY, MONDAY))
    two_days = hourly.replace(calendar=Calendar(MONDAY, MONDAY + timedelta(days=1)))

    assert optimum(one_day).planned == {"53.01.01.2001": 60}  # 6 h in Near; 4 h in Far
    # out to Near (1 h), on to Far for the night (2 h), home (2 h): 11 of 16 hours for service
    assert optimum(two_days).recorded == 110


@pytest.mark.parametrize("seed", range(INSTANCES))
def test_bound_is_at_least_the_optimum_and_the_optimum_at_least_the_plan(seed: int) -> None:
    plan, best = solved(seed)
    bound = plan.outcome.bound

    assert bound is not None
    assert bound >= best.recorded >= plan.recorded
    assert best.recorded - plan.recorded <= bound - plan.recorded


@pytest.mark.parametrize("seed", range(INSTANCES))
def test_best_of_all_plans_is_a_plan(seed: int) -> None:
    plan, best = solved(seed)

    assert check(best.with_outcome(bound=plan.outcome.bound)) == ()
    assert best.recorded >= greedy(best.problem).recorded


def test_most_plans_are_the_best_there_is() -> None:
    optimal = sum(plan.recorded == best.recorded for plan, best in map(solved, range(INSTANCES)))

    assert optimal >= 0.95 * INSTANCES


def test_most_best_plans_are_proved_so() -> None:
    proved = sum(plan.status == "PROVED" for plan, _ in map(solved, range(INSTANCES)))

    assert proved >= 0.75 * INSTANCES


def with_minutes(problem: Problem, minutes: np.ndarray) -> Problem:
    none = np.zeros_like(minutes)
    weekdays = problem.travel.matrix_of_weekday
    travel = TravelTimes(problem.travel.place_ids, minutes, none, none, none.astype(bool), weekdays)
    return problem.replace(travel=travel)


def at_one_place(seed: int) -> Problem:
    """Return a tiny problem in which two places lie side by side, no minutes apart."""
    problem = tiny_problem(seed)
    minutes = problem.travel.minutes.copy()
    one, other = Random(seed).sample(range(len(problem.travel.place_ids)), 2)
    minutes[:, one, other] = minutes[:, other, one] = 0
    return with_minutes(problem, np.stack([_shortest(matrix) for matrix in minutes]))


def with_detours(seed: int) -> Problem:
    """Return a tiny problem in which some ways are slow or unknown, so that a stop between may save time."""
    problem, random = tiny_problem(seed), np.random.default_rng(seed)
    minutes = problem.travel.minutes + 0.0
    away = minutes > 0
    minutes[away] *= random.choice([1, 1, 1, 3, inf], away.sum())
    return with_minutes(problem, minutes)


def beaten(problem: Problem) -> bool:
    """Return whether a plan that keeps every rule records more than the engine says is possible."""
    best = optimum(problem)
    try:
        bound = trips(problem, Watch(max_rounds=ROUNDS, seconds=60)).outcome.bound
    except BoundError:
        return True
    return check(best) == () and bound is not None and best.recorded > bound


def test_bound_holds_where_two_places_lie_side_by_side() -> None:
    assert [seed for seed in range(60) if beaten(at_one_place(seed))] == []


def test_bound_holds_where_a_stop_between_is_the_shorter_way() -> None:
    assert [seed for seed in range(80) if beaten(with_detours(seed))] == []


def test_no_plan_is_worse_than_todays_practice_where_a_stop_between_is_the_shorter_way() -> None:
    for seed in (166, 207, 298, 486):
        plan = trips(with_detours(seed), Watch(max_rounds=ROUNDS, seconds=60))

        assert plan.recorded >= greedy(plan.problem).recorded
