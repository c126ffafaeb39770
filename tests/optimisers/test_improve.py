"""The compiled search: what it says it records is what its tours record, and its tours can be made."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.calendar import Calendar
from planner.domain.check import check
from planner.domain.plan import Outcome
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.optimisers.greedy import greedy
from planner.optimisers.trips.improve import Search
from planner.optimisers.trips.ledger import recorded, value
from planner.optimisers.trips.prices import Prices, Rows
from planner.optimisers.trips.runs import Field, field_of
from planner.optimisers.trips.timetable import dated_plan, tours_of


def three_weeks(problem: Problem, *, max_nights: int) -> Problem:
    """Return two teams for three weeks and more people than they can record."""
    team = replace(problem.teams[0], max_nights=max_nights, setup_minutes=20)
    return problem.replace(
        villages=tuple(replace(v, backlog=v.backlog * 25, lodging=True) for v in problem.villages),
        teams=(team, replace(team, id="T2", rate_per_hour=7)),
        calendar=Calendar(date(2018, 5, 7), date(2018, 5, 25), holidays={date(2018, 5, 10): "libur"}),
    )


def prices(field: Field, worth: float) -> Prices:
    return Rows(field, field.backlog).for_persons(np.full(len(field.backlog), worth))


def searched(problem: Problem, *, heat: float, dated: bool = False) -> Search:
    field = field_of(problem, dated=dated)
    with ThreadPoolExecutor(1) as pool:
        search = Search(field, prices(field, 0.7), pool, np.random.default_rng(5))
        search.start(tours_of(field, greedy(problem)))
        for _ in range(5):
            search.one_round(heat)
    return search


@pytest.mark.parametrize("max_nights", [0, 1, 2, 4])
@pytest.mark.parametrize("heat", [0.0, 20.0])
def test_tours_record_what_the_search_says_and_can_be_made(
    two_villages: Problem, max_nights: int, heat: float
) -> None:
    problem = three_weeks(two_villages, max_nights=max_nights)

    search = searched(problem, heat=heat)

    said = max(chain.value for chain in search.chains)
    plan = dated_plan(search.field, search.tours, Outcome("search"))
    assert recorded(search.field, search.tours) == said == plan.recorded
    assert check(plan) == ()


def test_days_of_service_before_the_plan_are_past_for_the_search_too(two_villages: Problem) -> None:
    problem = three_weeks(two_villages, max_nights=2)
    villages = tuple(replace(village, served=n) for n, village in enumerate(problem.villages))
    problem = problem.replace(villages=villages, rules=Rules(10, turnout=(0.03, 0.01, 0.002)))

    search = searched(problem, heat=0.0, dated=True)

    assert value(search.field, search.tours) == max(chain.value for chain in search.chains)


def test_the_search_gets_further_than_todays_practice(two_villages: Problem) -> None:
    problem = three_weeks(two_villages, max_nights=4)

    search = searched(problem, heat=1.0)

    assert recorded(search.field, search.tours) > greedy(problem).recorded


def test_a_search_begins_with_the_tours_it_is_given(two_villages: Problem) -> None:
    field = field_of(two_villages)
    tours = tours_of(field, greedy(two_villages))
    with ThreadPoolExecutor(1) as pool:
        search = Search(field, prices(field, 1.0), pool, np.random.default_rng(0))
        search.start(tours)

    assert sorted(search.tours, key=repr) == sorted(tours, key=repr)
