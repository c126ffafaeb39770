"""Kits, budget, floors, turnout and latest days: obeyed, priced, and the bound against trying every plan.

The brute force knows the rules and nothing of the engine: it walks through every tour on the clock and keeps,
for each, the people its visits have time for on each day, the days on which it is out, and its cost.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise, product
from math import ceil
from random import Random
from typing import Any

import numpy as np
import pytest

from planner.domain.calendar import Calendar
from planner.domain.check import check
from planner.domain.places import Base, Village
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor, Rules, Zone
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes
from planner.optimisers.greedy import greedy
from planner.optimisers.trips import trips
from planner.optimisers.trips.construct import by_prices
from planner.optimisers.trips.ledger import cost, days_out, is_within, kits_used, value
from planner.optimisers.trips.prices import Prices, Rows, dated
from planner.optimisers.trips.pricing import price
from planner.optimisers.trips.relax import Relaxation
from planner.optimisers.trips.runs import field_of, needs_dates
from planner.optimisers.trips.timetable import dated_plan, tours_of
from planner.optimisers.watch import Watch

INSTANCES = 150
MONDAY = date(2018, 5, 7)
CLOCK = 120


# --- problems ------------------------------------------------------------------------------------------


def scarce_problem(seed: int) -> Problem:
    """Return a random problem of 2-3 villages, 1-2 bases and teams and 1-4 days with some things scarce."""
    random = Random(seed)
    days = [MONDAY + timedelta(days=n) for n in range(random.choice([1, 2, 2, 3, 4]))]
    holidays = {days[-2]: "libur"} if len(days) > 2 and random.random() < 0.6 else {}
    worked = len(days) - len(holidays)
    villages = tuple(_village(random, n, days) for n in range(2 if worked > 2 else random.choice([2, 3])))
    bases = tuple(_base(random, n) for n in range(random.choice([1, 1, 2])))
    teams = tuple(_team(random, n, bases, days) for n in range(random.choice([1, 2, 2])))
    rules = Rules(
        CLOCK,
        turnout=random.choice([(), (), (0.6,), (0.7, 0.3), (1.0, 0.5)]),
        budget=random.choice([None, None, 0, 60, 150, 300]),
        costs=_costs(random),
        floors=_floors(random, villages),
    )
    calendar = Calendar(days[0], days[-1], holidays=holidays)
    travel = _travel(random, villages, bases)
    return Problem(f"scarce {seed}", villages, bases, teams, calendar, travel, rules)


def _costs(random: Random) -> Costs:
    day, night, km = random.choice([10, 25]), random.choice([0, 15]), random.choice([0.0, 0.1])
    zones = random.choice([(), (), (Zone(frozenset({"53.01.01.2001"}), 12.0),)])
    return Costs(day, night, km, generator=random.choice([0, 0, 7]), zones=zones)


def _village(random: Random, number: int, days: list[date]) -> Village:
    latest = random.choice([None, None, None, days[0]])
    backlog = random.choice([0, 4, 9, 17, 26, 45, 200])
    code = f"53.01.01.200{number}"
    lodging = random.random() < 0.6
    district = f"53.01.0{random.choice([1, 2])}"
    power = random.random() < 0.7
    return Village(
        code, code, backlog, 0, 0, "Timor", district, lodging=lodging, latest=latest, has_power=power
    )


def _base(random: Random, number: int) -> Base:
    at_office = tuple(random.choice([0, 0, 1]) for _ in range(7))
    kits = random.choice([None, 1, 1, 2])
    return Base(f"B{number}", "B", 0.0, 0.0, "Timor", kits=kits, kits_at_office=at_office)


def _team(random: Random, number: int, bases: tuple[Base, ...], days: list[date]) -> Team:
    return Team(
        f"T{number}",
        f"T{number}",
        random.choice(bases).id,
        rate_per_hour=random.choice([2.5, 6, 10]),
        start_minute=480,
        end_minute=480 + CLOCK * random.randint(3, max(3, 6 - len(days))),
        setup_minutes=random.choice([0, 20]),
        max_nights=random.choice([0, 1, 2]),
        away=frozenset(day for day in days if random.random() < 0.1),
        areas=random.choice([frozenset(), frozenset(), frozenset({"53.01.01.2000"})]),
        day_cost=random.choice([0, 0, 9]),
    )


def _floors(random: Random, villages: tuple[Village, ...]) -> tuple[Floor, ...]:
    if random.random() < 0.6:
        return ()
    districts = sorted({village.district_id for village in villages})
    return tuple(Floor(d, random.choice([3, 10, 40]), random.choice([0.5, 1, 3])) for d in districts)


def _travel(random: Random, villages: tuple[Village, ...], bases: tuple[Base, ...]) -> TravelTimes:
    """Return ways along straight lines, and on some weekdays the same ways at another fare.

    Each leg has a fare, so that a stop less is never dearer.
    """
    spots = [(random.uniform(0, 110), random.uniform(0, 60)) for _ in (*villages, *bases)]
    minutes = np.array([[[abs(a - c) + abs(b - d) for c, d in spots] for a, b in spots]] * 2)
    fares = np.ones_like(minutes) * np.array([random.choice([0, 3]), random.choice([0, 20])])[:, None, None]
    ids = (*(village.id for village in villages), *(base.id for base in bases))
    weekdays = tuple(random.choice([0, 0, 1]) for _ in range(7))
    return TravelTimes(ids, minutes, minutes / 2, fares, np.zeros(minutes.shape, bool), weekdays)


# --- brute force ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """What a team does in all: people by day and village that there is time for, days out, cost."""

    base: str
    time_for: tuple[tuple[int, ...], ...]
    out: tuple[bool, ...]
    cost: float

    def beats(self, other: "Made", *, same_days: bool) -> bool:
        """Return whether this is as good in all: ``same_days`` where an early day may spoil a later one."""
        mine, theirs = sum(self.time_for, ()), sum(other.time_for, ())
        if same_days and [n > 0 for n in mine] != [n > 0 for n in theirs]:
            return False
        is_out_less = all(a <= b for a, b in zip(self.out, other.out, strict=True))
        is_more = all(a >= b for a, b in zip(mine, theirs, strict=True))
        return is_out_less and is_more and self.cost <= other.cost


@cache
def best_value(seed: int) -> float:
    """Return the value of the best plan of a problem on the clock, by trying them all."""
    problem = scarce_problem(seed)
    return best_of(problem)


def best_of(problem: Problem) -> float:
    choices = [_tours(problem, team) for team in problem.teams]
    return max(_worth(problem, made) for made in product(*choices) if _is_within(problem, made))


def _tours(problem: Problem, team: Team) -> list[Made]:
    """Return all that a team can do until the deadline, without what something else beats."""
    kept: list[Made] = []
    same_days = bool(problem.rules.turnout)
    made = {_made(problem, team, walk) for walk in _walks(problem, team)}
    for one in sorted(made, key=lambda m: (m.cost, -sum(sum(m.time_for, ())))):
        if not any(other.beats(one, same_days=same_days) for other in kept):
            kept.append(one)
    return kept


# of each day: (village, people) in order, and where it ends
Walk = tuple[tuple[tuple[tuple[int, int], ...], int], ...]


def _walks(problem: Problem, team: Team) -> Iterator[Walk]:
    days, base = problem.calendar.working_days(), problem.travel.index[team.base]
    own, slots = set(problem.days_of(team)), (team.end_minute - team.start_minute) // CLOCK

    def one_day(n: int, start: int, nights: int) -> Iterator[Walk]:
        if n == len(days):
            yield ()
            return
        if days[n] not in own:
            for rest in one_day(n + 1, base, 0):
                yield (((), base), *rest)
            return
        may_stay = days[n] + timedelta(days=1) in own and nights < team.max_nights
        for stops, at, slot in visits(days[n], start, 0):
            beds = [v for v, village in enumerate(problem.villages) if village.lodging and may_stay]
            for end in (base, *beds):
                if slot + way(at, end) <= slots:
                    for rest in one_day(n + 1, end, 0 if end == base else nights + 1):
                        yield ((stops, end), *rest)

    def visits(day: date, at: int, slot: int) -> Iterator[tuple[tuple[tuple[int, int], ...], int, int]]:
        yield (), at, slot
        for v, village in enumerate(problem.villages):
            begin = slot + way(at, v)
            for length in range(1, slots - begin + 1):
                people = team.people_in(length * CLOCK - team.setup_minutes)
                if people > 0 and village.backlog and village.is_open(day) and team.serves(village.id):
                    for stops, last, after in visits(day, v, begin + length):
                        yield ((v, people), *stops), last, after

    def way(start: int, end: int) -> int:
        return ceil(problem.travel.minutes[0][start, end] / CLOCK - 1e-9) if start != end else 0

    yield from one_day(0, base, 0)


def _made(problem: Problem, team: Team, walk: Walk) -> Made:
    base, costs, travel = problem.travel.index[team.base], problem.rules.costs, problem.travel
    time_for, out, total, start = [], [], 0.0, base
    for (stops, end), day in zip(walk, problem.calendar.working_days(), strict=True):
        people = [0] * len(problem.villages)
        for village, count in stops:
            people[village] += count
        out.append(bool(stops) or (start, end) != (base, base))
        total += (costs.day_out + team.day_cost) * out[-1] + costs.night * (end != base)
        total += sum(costs.of_stop(problem.villages[village]) for village, _ in stops)
        at = travel.matrix_of_weekday[day.weekday()]
        for a, b in pairwise([start, *(village for village, _ in stops), end]):
            total += 0 if a == b else costs.km * travel.km[at, a, b] + travel.cost_idr[at, a, b]
        time_for.append(tuple(people))
        start = end
    return Made(team.base, tuple(time_for), tuple(out), round(float(total), 6))


def _is_within(problem: Problem, tours: tuple[Made, ...]) -> bool:
    budget, days = problem.rules.budget, problem.calendar.working_days()
    for base in problem.bases:
        for n, day in enumerate(days):
            kits, out = base.kits_on(day), sum(made.out[n] for made in tours if made.base == base.id)
            if kits is not None and out > kits:
                return False
    return budget is None or sum(made.cost for made in tours) <= budget + 1e-6


def _worth(problem: Problem, tours: tuple[Made, ...]) -> float:
    """Return the people recorded day by day, less the price of what kecamatan are short of."""
    short = {floor.district_id: floor.people for floor in problem.rules.floors}
    total = 0.0
    for v, village in enumerate(problem.villages):
        left, served = village.backlog, village.served
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
def solved(seed: int) -> Plan:
    return trips(scarce_problem(seed), Watch(max_rounds=60, seconds=600))


@pytest.mark.parametrize("seed", range(INSTANCES))
def test_bound_is_at_least_the_best_value_and_that_at_least_the_plans(seed: int) -> None:
    plan, best = solved(seed), best_value(seed)

    assert check(plan) == ()
    assert plan.outcome.bound is not None
    assert plan.outcome.bound >= best - 1e-6
    assert best >= plan.value - 1e-6
    assert plan.gap is not None
    assert 0 <= plan.gap <= 1


@pytest.mark.parametrize("seed", range(INSTANCES))
def test_at_no_prices_whatever_is_the_bound_below_the_best_value(seed: int) -> None:
    field, random = field_of(scarce_problem(seed)), np.random.default_rng(seed)
    if not field.kinds or not field.village_ids:
        return
    with ThreadPoolExecutor(1) as pool:
        relaxation = Relaxation(field, field.backlog, field.sizes, [], pool, honest=False)
        relaxation.close(lambda: False, rounds=20)
    best = best_value(seed)

    for _ in range(20):
        factors = random.choice([0, 0.5, 0.9, 1, 1, 1.1, 2], len(relaxation.prices.vector))
        others = random.random(len(factors)) * random.choice([0, 0, 0.01, 1], len(factors))
        assert bound_at(relaxation.rows.prices(relaxation.prices.vector * factors + others)) >= best - 1e-6


def served_before(seed: int) -> Problem:
    """Return a scarce problem where fewer come every time, and some villages were served before the plan."""
    problem, random = scarce_problem(seed), Random(seed)
    turnout = problem.rules.turnout or random.choice([(0.6,), (0.7, 0.3), (0.9, 0.5, 0.2)])
    villages = tuple(replace(v, served=random.choice([0, 1, 1, 2, 5])) for v in problem.villages)
    return problem.replace(villages=villages, rules=replace(problem.rules, turnout=turnout))


@pytest.mark.parametrize("seed", range(0, INSTANCES, 3))
def test_days_of_service_before_the_plan_are_past(seed: int) -> None:
    problem = served_before(seed)
    plan, best = trips(problem, Watch(max_rounds=60, seconds=600)), best_of(problem)

    assert check(plan) == ()
    assert check(greedy(problem)) == ()
    assert plan.outcome.bound is not None
    assert plan.outcome.bound >= best - 1e-6
    assert best >= plan.value - 1e-6


def test_most_plans_after_days_of_service_are_the_best_there_is() -> None:
    seeds = range(0, INSTANCES, 3)
    problems = [served_before(seed) for seed in seeds]
    best = [trips(p, Watch(max_rounds=60, seconds=600)).value >= best_of(p) - 1e-6 for p in problems]

    assert sum(best) >= 0.95 * len(seeds)


def test_a_kit_that_is_elsewhere_on_a_date_is_not_out_on_it(two_villages: Problem) -> None:
    days = two_villages.calendar.working_days()
    base = replace(two_villages.bases[0], kits=1, kits_elsewhere=days[:3])

    assert {day.day for day in planned(two_villages.replace(bases=(base,))).team_days} == {days[3]}


def bound_at(prices: Prices) -> float:
    """Return the bound (4) at given prices."""
    field, total = prices.rows.field, prices.constant()
    for family in field.families:
        answers = price(field, family, field.backlog, prices.person, prices.fares(family[0]))
        total += sum(field.sizes[k] * max(0.0, value) for k, (value, _) in zip(family, answers, strict=True))
    return float(total)


def test_most_plans_are_the_best_there_is() -> None:
    best = [solved(seed).value >= best_value(seed) - 1e-6 for seed in range(INSTANCES)]

    assert sum(best) >= 0.95 * INSTANCES


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
    assert plan.outcome.bound == 15  # 20 (1 - 0.5 * 0.75 ** 3) = 15.8, and people are whole


def test_no_stop_comes_after_the_latest_day(two_villages: Problem) -> None:
    first = two_villages.calendar.first
    problem = with_two_teams(two_villages)
    villages = tuple(replace(village, latest=first) for village in problem.villages)

    assert {day.day for day in planned(problem.replace(villages=villages)).team_days} == {first}


@pytest.mark.parametrize("seed", range(40))
def test_the_ledger_of_a_plan_is_that_of_its_tours(seed: int) -> None:
    plan = solved(seed)
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


# --- what the dates of a run decide ---------------------------------------------------------------------


def test_layers_of_a_village_served_before_begin_with_its_next_day(two_villages: Problem) -> None:
    near, far = two_villages.villages
    villages = (replace(near, backlog=100, served=1), replace(far, backlog=100, served=7))
    field = field_of(two_villages.replace(villages=villages, rules=Rules(10, turnout=(0.6, 0.5, 0.2))))

    assert Rows(field, field.backlog).layers[:, :3].tolist() == [
        pytest.approx([50, 10, 8]),
        pytest.approx([20, 16, 12.8]),
    ]


def with_a_holiday(problem: Problem, **changes: Any) -> Problem:
    """Return one village an hour away and a day of eight: Monday and Tuesday, and Thursday by itself."""
    near = replace(problem.villages[0], backlog=1000)
    team = replace(problem.teams[0], rate_per_hour=10, setup_minutes=0, max_nights=0)
    calendar = Calendar(MONDAY, MONDAY + timedelta(days=3), holidays={MONDAY + timedelta(days=2): "libur"})
    travel = problem.travel.among([near.id, "B"])
    one = problem.replace(villages=(near,), teams=(team,), calendar=calendar, travel=travel)
    return one.replace(rules=Rules(60), **changes)


def test_the_same_way_at_another_fare_is_another_way(two_villages: Problem) -> None:
    problem = with_a_holiday(two_villages)
    minutes = np.repeat(problem.travel.minutes, 2, axis=0)
    fares = np.ones_like(minutes) * np.array([100, 10])[:, None, None]
    travel = TravelTimes(
        problem.travel.place_ids, minutes, 0 * minutes, fares, minutes > 0, (0, 0, 0, 1, 1, 1, 1)
    )
    paid = problem.replace(travel=travel, rules=Rules(60, budget=120.0))

    plan = planned(paid)

    assert [day.day for day in plan.team_days] == [
        MONDAY + timedelta(days=3)
    ]  # there and back for 20, not 200
    assert plan.outcome.bound is not None
    assert plan.outcome.bound >= plan.recorded == 60


def test_kits_of_one_day_are_no_kits_of_another(two_villages: Problem) -> None:
    problem = with_a_holiday(two_villages)
    team, base = problem.teams[0], replace(problem.bases[0], kits=2, kits_at_office=(2, 2, 2, 0, 0, 0, 0))
    kept = problem.replace(teams=(team, replace(team, id="T2")), bases=(base,))

    assert (planned(kept).recorded, planned(kept).outcome.bound) == (120, 120)


# --- what one more would bring --------------------------------------------------------------------------


def marginal(plan: Plan, thing: str) -> float:
    (people,) = [m.people for m in plan.outcome.marginals if m.thing == thing]
    return people


def test_a_kit_day_brings_what_solving_again_says(two_villages: Problem) -> None:
    problem = with_two_teams(two_villages)
    one, two = (problem.replace(bases=(replace(problem.bases[0], kits=kits),)) for kits in (1, 2))

    more = planned(two).recorded - planned(one).recorded

    assert marginal(planned(one), "kit-day") * len(problem.calendar.working_days()) == pytest.approx(
        more, rel=0.01
    )


def test_a_million_rupiah_brings_what_solving_again_says(two_villages: Problem) -> None:
    costs = Costs(day_out=1e6)
    three, four = (with_two_teams(two_villages, budget=rupiah, costs=costs) for rupiah in (3e6, 4e6))

    more = planned(four).recorded - planned(three).recorded

    assert marginal(planned(three), "million rupiah") == pytest.approx(more, rel=0.05)


def test_a_plan_that_uses_more_kits_is_no_start(two_villages: Problem) -> None:
    problem = with_two_teams(two_villages)
    one_kit = problem.replace(bases=(replace(problem.bases[0], kits=1),))

    plan = trips(one_kit, Watch(max_rounds=20), start=planned(problem))

    assert check(plan) == ()


def test_without_teams_floors_cost_their_price(two_villages: Problem) -> None:
    district = two_villages.villages[0].district_id
    plan = trips(two_villages.replace(teams=(), rules=Rules(floors=(Floor(district, 30, price=2.0),))))

    assert (plan.value, plan.outcome.bound, plan.gap, plan.status) == (-60, -60, 0, "PROVED")


def test_a_solve_says_why_it_ended(two_villages: Problem) -> None:
    assert planned(with_two_teams(two_villages)).outcome.stop_reason in ("rounds", "proved")


# --- what keeps the limits ------------------------------------------------------------------------------


def priced(problem: Problem, **parts: float) -> Prices:
    """Return prices of 1 for a person, and others for kits (``kit``) and money (``rupiah``)."""
    field = field_of(problem)
    rows = Rows(field, field.backlog)
    names = ("person", "kit", "rupiah", "quota", "layer", "ask")
    sizes = dict(zip(names, rows.sizes, strict=True))
    default = {name: float(name == "person") for name in names}
    return rows.prices(np.concatenate([np.full(n, (default | parts)[name]) for name, n in sizes.items()]))


def test_a_first_plan_by_prices_keeps_the_budget_and_the_kits(two_villages: Problem) -> None:
    paid = with_two_teams(two_villages, budget=25.0, costs=Costs(day_out=10))
    one_kit = with_two_teams(two_villages).replace(bases=(replace(two_villages.bases[0], kits=1),))
    dates = field_of(one_kit, dated=True)

    for field, prices in ((field_of(paid), priced(paid)), (dates, dated(priced(one_kit), dates))):
        tours = by_prices(field, prices, lambda: False)
        assert tours
        assert is_within(field, tours)


def test_the_price_of_a_kit_is_that_of_its_date(two_villages: Problem) -> None:
    weeks = with_two_teams(two_villages).replace(
        bases=(replace(two_villages.bases[0], kits=1),),
        calendar=Calendar(MONDAY, MONDAY + timedelta(days=11)),
    )
    joined, dates = field_of(weeks), field_of(weeks, dated=True)

    assert (joined.kits.tolist(), dates.kits.tolist()) == ([2] * 5, [1] * 10)
    assert dated(priced(weeks, kit=3.0), dates).kit.tolist() == [3.0] * 10


def test_a_plan_that_became_too_dear_loses_its_smallest_trips(two_villages: Problem) -> None:
    free = with_two_teams(two_villages)
    plan = planned(free)
    days = len(plan.team_days)
    paid = free.replace(rules=Rules(budget=10.0 * (days - 2), costs=Costs(day_out=10)))
    field = field_of(paid)

    cheaper = dated_plan(field, tours_of(field, plan), plan.outcome)

    assert check(cheaper.with_outcome(bound=None)) == ()
    assert len(cheaper.team_days) == days - 2
