"""Kits, budget, floors, turnout and latest days: obeyed, priced, and the bound against trying every plan.

The brute force knows the rules and nothing of the engine: it walks through every tour on the clock and keeps,
for each, the people its visits have time for on each day, the days on which it is out, and its cost.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise, product
from math import ceil
from random import Random

import numpy as np
import pytest

from planner.domain.calendar import Calendar
from planner.domain.check import check
from planner.domain.places import Base, Village
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor, Rules
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes
from planner.optimisers.trips import trips
from planner.optimisers.trips.ledger import cost, days_out, kits_used, value
from planner.optimisers.trips.prices import Rows
from planner.optimisers.trips.runs import field_of, needs_dates
from planner.optimisers.trips.timetable import tours_of
from planner.optimisers.watch import Watch

INSTANCES = 150
MONDAY = date(2018, 5, 7)
CLOCK = 120


# --- problems ------------------------------------------------------------------------------------------


def scarce_problem(seed: int) -> Problem:
    """Return a random problem of 2-3 villages, 1-2 teams and 1-3 days with some things scarce."""
    random = Random(seed)
    days = [MONDAY + timedelta(days=n) for n in range(random.choice([1, 2, 2, 3]))]
    villages = tuple(_village(random, n, days) for n in range(random.choice([2, 3])))
    teams = tuple(_team(random, n, len(days)) for n in range(random.choice([1, 2, 2])))
    kits = random.choice([None, 1, 1, 2])
    at_office = tuple(random.choice([0, 0, 1]) for _ in range(7))
    base = Base("B", "B", 0.0, 0.0, "Timor", kits=kits, kits_at_office=at_office)
    rules = Rules(
        CLOCK,
        turnout=random.choice([(), (), (0.6,), (0.7, 0.3), (1.0, 0.5)]),
        budget=random.choice([None, None, 0, 60, 150, 300]),
        costs=Costs(random.choice([10, 25]), random.choice([0, 15]), random.choice([0.0, 0.1])),
        floors=_floors(random, villages),
    )
    calendar = Calendar(days[0], days[-1])
    return Problem(f"scarce {seed}", villages, (base,), teams, calendar, _travel(random, villages), rules)


def _village(random: Random, number: int, days: list[date]) -> Village:
    latest = random.choice([None, None, None, days[0]])
    backlog = random.choice([0, 4, 9, 17, 26, 45, 200])
    code = f"53.01.01.200{number}"
    lodging = random.random() < 0.6
    district = f"53.01.0{random.choice([1, 2])}"
    return Village(code, code, backlog, 0, 0, "Timor", district, lodging=lodging, latest=latest)


def _team(random: Random, number: int, days: int) -> Team:
    return Team(
        f"T{number}",
        f"T{number}",
        "B",
        rate_per_hour=random.choice([2.5, 6, 10]),
        start_minute=480,
        end_minute=480 + CLOCK * random.randint(3, 6 - days),
        setup_minutes=random.choice([0, 20]),
        max_nights=random.choice([0, 1, 2]),
    )


def _floors(random: Random, villages: tuple[Village, ...]) -> tuple[Floor, ...]:
    if random.random() < 0.6:
        return ()
    districts = sorted({village.district_id for village in villages})
    return tuple(Floor(d, random.choice([3, 10, 40]), random.choice([0.5, 1, 3])) for d in districts)


def _travel(random: Random, villages: tuple[Village, ...]) -> TravelTimes:
    """Return ways along straight lines; each leg has a fare, so that a stop less is never dearer."""
    spots = [(random.uniform(0, 110), random.uniform(0, 60)) for _ in (*villages, "B")]
    minutes = np.array([[[abs(a - c) + abs(b - d) for c, d in spots] for a, b in spots]])
    fares = np.full_like(minutes, random.choice([0, 3]))
    ids = (*(village.id for village in villages), "B")
    return TravelTimes(ids, minutes, minutes / 2, fares, np.zeros(minutes.shape, bool))


# --- brute force ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """What a tour amounts to: people by day and village that there is time for, days out, cost."""

    time_for: tuple[tuple[int, ...], ...]
    out: tuple[bool, ...]
    cost: float

    def beats(self, other: "Made") -> bool:
        more = all(a >= b for a, b in zip(sum(self.time_for, ()), sum(other.time_for, ()), strict=True))
        return (
            more and self.cost <= other.cost and all(a <= b for a, b in zip(self.out, other.out, strict=True))
        )


def best_value(problem: Problem) -> float:
    """Return the value of the best plan on the clock, by trying them all."""
    choices = [list(_tours(problem, team)) for team in problem.teams]
    return max(_worth(problem, made) for made in product(*choices) if _is_within(problem, made))


def _tours(problem: Problem, team: Team) -> list[Made]:
    """Return every tour of the only block of a team, without those that another one beats."""
    days, kept = problem.days_of(team), []
    for made in sorted(
        {_made(problem, team, tour) for tour in _walks(problem, team, days)}, key=lambda m: m.cost
    ):
        if not any(other.beats(made) for other in kept):
            kept.append(made)
    return kept


Walk = tuple[
    tuple[tuple[tuple[int, int], ...], int], ...
]  # of each day: (village, people) ..., where it ends


def _walks(problem: Problem, team: Team, days: tuple[date, ...]) -> Iterator[Walk]:
    base = len(problem.villages)

    def one_day(n: int, start: int, nights: int) -> Iterator[Walk]:
        if n == len(days):
            if start == base:
                yield ()
            return
        for stops, at, slot in visits(days[n], start, 0):
            for end in range(base + 1):
                sleeps = end < base
                if sleeps and (not problem.villages[end].lodging or nights == team.max_nights):
                    continue
                if slot + way(at, end) <= (team.end_minute - team.start_minute) // CLOCK:
                    for rest in one_day(n + 1, end, nights + 1 if sleeps else 0):
                        yield ((stops, end), *rest)

    def visits(day: date, at: int, slot: int) -> Iterator[tuple[tuple[tuple[int, int], ...], int, int]]:
        yield (), at, slot
        for v, village in enumerate(problem.villages):
            begin = slot + way(at, v)
            for length in range(1, (team.end_minute - team.start_minute) // CLOCK - begin + 1):
                people = team.people_in(length * CLOCK - team.setup_minutes)
                if people > 0 and village.backlog and village.is_open(day):
                    for stops, last, after in visits(day, v, begin + length):
                        yield ((v, people), *stops), last, after

    def way(start: int, end: int) -> int:
        return ceil(problem.travel.minutes[0][start, end] / CLOCK - 1e-9) if start != end else 0

    yield from one_day(0, base, 0)


def _made(problem: Problem, team: Team, walk: Walk) -> Made:
    base, costs, travel = len(problem.villages), problem.rules.costs, problem.travel
    time_for, out, total, start = [], [], 0.0, base
    for stops, end in walk:
        people = [0] * base
        for village, count in stops:
            people[village] += count
        out.append(bool(stops) or (start, end) != (base, base))
        total += costs.day_out * out[-1] + costs.night * (end != base)
        for a, b in pairwise([start, *(village for village, _ in stops), end]):
            total += 0 if a == b else costs.km * travel.km[0][a, b] + travel.cost_idr[0][a, b]
        time_for.append(tuple(people))
        start = end
    return Made(tuple(time_for), tuple(out), round(float(total), 6))


def _is_within(problem: Problem, tours: tuple[Made, ...]) -> bool:
    budget, base = problem.rules.budget, problem.bases[0]
    kits = [base.kits_on(day) for day in problem.calendar.working_days()]
    out = [sum(made.out[n] for made in tours) for n in range(len(kits))]
    is_paid = budget is None or sum(made.cost for made in tours) <= budget + 1e-6
    return is_paid and all(k is None or used <= k for k, used in zip(kits, out, strict=True))


def _worth(problem: Problem, tours: tuple[Made, ...]) -> float:
    """Return the people recorded day by day, less the price of what kecamatan are short of."""
    short = {floor.district_id: floor.people for floor in problem.rules.floors}
    total = 0.0
    for v, village in enumerate(problem.villages):
        left, served = village.backlog, 0
        for n in range(len(tours[0].time_for)):
            people = min(sum(made.time_for[n][v] for made in tours), problem.rules.coming(left, served))
            left -= people
            served += people > 0
        total += village.backlog - left
        if village.district_id in short:
            short[village.district_id] -= village.backlog - left
    return total - sum(floor.price * max(0, short[floor.district_id]) for floor in problem.rules.floors)


# --- what must hold ------------------------------------------------------------------------------------


@cache
def solved(seed: int) -> tuple[Plan, float]:
    problem = scarce_problem(seed)
    return trips(problem, Watch(max_rounds=60, seconds=60)), best_value(problem)


@pytest.mark.parametrize("seed", range(INSTANCES))
def test_bound_is_at_least_the_best_value_and_that_at_least_the_plans(seed: int) -> None:
    plan, best = solved(seed)

    assert check(plan) == ()
    assert plan.outcome.bound is not None
    assert plan.outcome.bound >= best - 1e-6
    assert best >= plan.value - 1e-6


def test_most_plans_are_the_best_there_is() -> None:
    best = [plan.value >= best - 1e-6 for plan, best in map(solved, range(INSTANCES))]

    assert sum(best) >= 0.9 * INSTANCES


# --- one by one ----------------------------------------------------------------------------------------


def with_two_teams(problem: Problem, **rules: object) -> Problem:
    """Return two teams at the same base, back every evening, and more people than they can record."""
    team = replace(problem.teams[0], max_nights=0)
    return problem.replace(
        villages=tuple(replace(v, backlog=1000) for v in problem.villages),
        teams=(team, replace(team, id="T2")),
        rules=replace(problem.rules, **rules),  # type: ignore[arg-type]
    )


def planned(problem: Problem) -> Plan:
    plan = trips(problem, Watch(max_rounds=80, seconds=60))
    assert check(plan) == ()
    return plan


def test_only_as_many_teams_are_out_as_kits_are_not_kept_at_the_office(two_villages: Problem) -> None:
    problem = with_two_teams(two_villages)
    short = problem.replace(bases=(replace(problem.bases[0], kits=2, kits_at_office=(0, 1, 2, 0, 0, 0, 0)),))

    out = {
        day: sum(d.day == day for d in planned(short).team_days) for day in problem.calendar.working_days()
    }

    assert list(out.values()) == [2, 1, 0, 2]  # Monday, Tuesday, Wednesday, Friday


def test_kits_that_suffice_for_all_teams_need_no_rows(two_villages: Problem) -> None:
    problem = with_two_teams(two_villages)
    enough = problem.replace(bases=(replace(problem.bases[0], kits=3, kits_at_office=(1,) * 7),))

    assert not field_of(enough).is_scarce
    assert planned(enough).recorded == planned(problem).recorded


def test_a_budget_of_one_day_out_buys_one_day_out(two_villages: Problem) -> None:
    problem = with_two_teams(two_villages, budget=19.0, costs=Costs(day_out=10))

    assert len(planned(problem).team_days) == 1


def test_a_floor_draws_a_team_to_where_fewer_are_recorded(two_villages: Problem) -> None:
    near, far = two_villages.villages
    problem = with_two_teams(two_villages)
    apart = problem.replace(
        villages=(
            replace(problem.villages[0], district_id="A"),
            replace(problem.villages[1], district_id="B"),
        )
    )
    assert far.id not in planned(apart).planned  # four hours in Far, six in Near

    asked = apart.replace(rules=replace(apart.rules, floors=(Floor("B", 30, price=2.0),)))
    plan = planned(asked)

    assert plan.planned[far.id] >= 30
    assert plan.short == {"B": 0}
    cheap = apart.replace(rules=replace(apart.rules, floors=(Floor("B", 30, price=0.1),)))
    assert planned(cheap).short == {"B": 30}
    assert near.id in plan.planned


def test_fewer_come_to_every_further_visit(two_villages: Problem) -> None:
    near = replace(two_villages.villages[0], backlog=20)
    problem = two_villages.replace(villages=(near,), travel=two_villages.travel.among([near.id, "B"]))
    problem = problem.replace(rules=replace(problem.rules, turnout=(0.5, 0.25)))

    plan = planned(problem)

    assert [stop.people for day in plan.team_days for stop in day.stops] == [10, 2, 2, 1]  # 20, 10, 8, 6 wait
    assert plan.status == "PROVED" or plan.outcome.bound >= 15  # type: ignore[operator]


def test_no_stop_comes_after_the_latest_day(two_villages: Problem) -> None:
    first = two_villages.calendar.first
    problem = with_two_teams(two_villages)
    villages = tuple(replace(village, latest=first) for village in problem.villages)

    assert {day.day for day in planned(problem.replace(villages=villages)).team_days} == {first}


@pytest.mark.parametrize("seed", range(40))
def test_the_ledger_of_a_plan_is_that_of_its_tours(seed: int) -> None:
    plan, _ = solved(seed)
    field = field_of(plan.problem)
    field = field_of(plan.problem, dated=True) if needs_dates(field) else field

    tours = tours_of(field, plan)

    assert value(field, tours) == pytest.approx(plan.value)
    assert sum(len(days_out(tour)) for tour in tours) == len(plan.team_days)
    if len(field.kits):
        assert (sum(kits_used(field, tour) for tour in tours) <= field.kits).all()
    if plan.problem.rules.budget is not None:
        assert sum(cost(field, tour) for tour in tours) <= plan.problem.rules.budget * (1 + 1e-6)


def test_layers_are_those_who_come_on_the_first_and_the_next_days(two_villages: Problem) -> None:
    field = field_of(two_villages.replace(rules=replace(two_villages.rules, turnout=(0.5, 0.25))))

    layers = Rows(field, np.array([64, 0])).layers

    assert layers[0].tolist() == [32, 8, 6, 4.5, 3.375]
    assert layers[1].tolist() == [0] * 5
