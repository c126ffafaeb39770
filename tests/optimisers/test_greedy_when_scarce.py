"""Today's practice with few kits, little money, people who stay away, last days and floors."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from planner.domain.calendar import Calendar
from planner.domain.check import check
from planner.domain.measure import cost_idr
from planner.domain.places import Base, Village
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor, Rules
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes
from planner.optimisers.greedy import greedy

DAYS = [date(2018, 5, 7) + timedelta(days=n) for n in range(12)]  # from a Monday to the Friday after next


def problem_of(seed: int) -> Problem:
    """Return 1-5 villages, 1-2 bases and 1-4 teams on 1-12 days, each scarce thing given or not."""
    random = Random(seed)
    villages = tuple(_village(random, n) for n in range(random.randint(1, 5)))
    bases = tuple(_base(random, n) for n in range(random.randint(1, 2)))
    teams = tuple(_team(random, n, bases) for n in range(random.randint(1, 4)))
    last = random.choice(DAYS)
    holidays = {day: "libur" for day in DAYS if random.random() < 0.1}
    travel = _travel(random, (*(v.id for v in villages), *(b.id for b in bases)))
    calendar = Calendar(DAYS[0], last, holidays=holidays)
    return Problem("scarce", villages, bases, teams, calendar, travel, _rules(random, villages))


def _village(random: Random, number: int) -> Village:
    return Village(
        f"53.01.0{1 + number % 2}.200{number}",
        "V",
        random.choice([0, 1, 5, 30, 80, 300]),
        0.0,
        0.0,
        "Timor",
        f"53.01.0{1 + number % 2}",
        lodging=random.random() < 0.7,
        closed=frozenset(day for day in DAYS if random.random() < 0.1),
        latest=random.choice([None, None, DAYS[0] - timedelta(days=1), *DAYS[:8]]),
    )


def _base(random: Random, number: int) -> Base:
    kits = random.choice([None, 0, 1, 1, 2, 3])
    at_office = tuple(random.choice([0, 0, 0, 1, 2]) for _ in range(7))
    return Base(f"B{number}", "B", 0.0, 0.0, "Timor", kits, at_office)


def _team(random: Random, number: int, bases: tuple[Base, ...]) -> Team:
    return Team(
        f"T{number}",
        "T",
        random.choice(bases).id,
        rate_per_hour=random.choice([3, 10, 25]),
        end_minute=random.choice([720, 960, 960]),
        setup_minutes=random.choice([0, 45]),
        max_nights=random.randint(0, 3),
        away=frozenset(day for day in DAYS if random.random() < 0.05),
    )


def _travel(random: Random, place_ids: tuple[str, ...]) -> TravelTimes:
    """Return two matrices of ways with kilometres and fares, some places cut off on some weekdays."""
    shape = (2, len(place_ids), len(place_ids))
    numbers = np.random.default_rng(random.randrange(10**6))
    minutes = np.where(numbers.random(shape) < 0.25, np.inf, numbers.integers(10, 200, shape))
    minutes[:, range(shape[1]), range(shape[1])] = 0
    km = np.where(np.isfinite(minutes), numbers.integers(0, 90, shape), np.inf)
    fares = np.where(numbers.random(shape) < 0.2, 50_000.0, 0.0)
    weekdays = tuple(random.randint(0, 1) for _ in range(7))
    return TravelTimes(place_ids, minutes, km, fares, fares > 0, weekdays)


def _rules(random: Random, villages: tuple[Village, ...]) -> Rules:
    amounts = [random.choice([0.0, 1 / 3, 70_000.0, 250_000.0]) for _ in range(2)]
    districts = sorted({village.district_id for village in villages})
    return Rules(
        clock_minutes=random.choice([10, 30, 60]),
        turnout=random.choice([(), (), (0.6, 0.35), (1.0, 0.5, 0.1), (0.01,)]),
        budget=random.choice([None, 0.0, 100_000.0, 1e6, 3e6, 1e7]),
        costs=Costs(*amounts, km=random.choice([0.0, 0.7, 2000.0])),
        floors=tuple(
            Floor(district, random.randint(0, 50)) for district in districts if random.random() < 0.3
        ),
    )


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_every_rule_is_kept_whatever_is_scarce(start: int) -> None:
    for seed in range(start, start + 100):
        plan = greedy(problem_of(seed))

        assert check(plan) == (), f"problem {seed}"


def test_nights_and_recordings_are_among_what_was_tried() -> None:
    plans = [greedy(problem_of(seed)) for seed in range(200)]

    assert sum(plan.recorded > 0 for plan in plans) > 60
    assert sum(any(day.end_at in plan.problem.village for day in plan.team_days) for plan in plans) > 10
    assert sum(0.5 < cost_idr(plan) / (plan.problem.rules.budget or 1e99) <= 1 for plan in plans) > 10


def test_limits_that_bind_nobody_change_nothing() -> None:
    for seed in range(100):
        problem = problem_of(seed)
        free = problem.replace(
            bases=tuple(replace(base, kits=None) for base in problem.bases),
            rules=Rules(problem.rules.clock_minutes),
        )
        rules = replace(problem.rules, budget=1e15, turnout=(1.0,))
        wide = free.replace(bases=tuple(replace(b, kits=99) for b in problem.bases), rules=rules)

        assert greedy(wide).team_days == greedy(free).team_days, f"problem {seed}"
