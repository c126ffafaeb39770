"""Tours of one solve begin the next: they fit what they can be made by, and count what waits there."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from planner.domain.check import check
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor
from planner.optimisers.greedy import greedy
from planner.optimisers.trips import Stock, trips
from planner.optimisers.trips.runs import field_of
from planner.optimisers.trips.timetable import tours_of
from planner.optimisers.watch import Watch


def stocked(problem: Problem) -> Stock:
    stock, field = Stock(), field_of(problem)
    stock.keep(field, tours_of(field, greedy(problem)), np.full(len(field.village_ids), 0.5))
    return stock


def with_two_teams(problem: Problem) -> Problem:
    return problem.replace(teams=(*problem.teams, replace(problem.teams[0], id="T2")))


def test_nothing_is_known_before_the_first_solve(two_villages: Problem) -> None:
    field = field_of(two_villages)

    assert (Stock().tours(field), Stock().worth(field)) == ([], None)


def test_tours_fit_another_number_of_teams(two_villages: Problem) -> None:
    tours = tours_of(field_of(two_villages), greedy(two_villages))

    assert tours
    assert stocked(two_villages).tours(field_of(with_two_teams(two_villages))) == tours


def test_tours_that_would_spend_too_many_nights_away_do_not_fit(two_villages: Problem) -> None:
    home = two_villages.replace(teams=(replace(two_villages.teams[0], max_nights=0),))

    assert stocked(two_villages).tours(field_of(home)) == []


def test_people_are_counted_anew_where_fewer_wait(two_villages: Problem) -> None:
    fewer = two_villages.replace(villages=tuple(replace(v, backlog=5) for v in two_villages.villages))

    tours = stocked(two_villages).tours(field_of(fewer))

    assert tours
    assert all(people <= 5 * len(tour.visits) for tour in tours for people in tour.people)


def test_a_warm_solve_proves_the_same(two_villages: Problem) -> None:
    stock, later = Stock(), two_villages.calendar.last + timedelta(days=7)
    longer = two_villages.replace(calendar=replace(two_villages.calendar, last=later))
    trips(two_villages, Watch(max_rounds=30), stock=stock)

    warm, cold = trips(longer, Watch(max_rounds=30), stock=stock), trips(longer, Watch(max_rounds=30))

    assert (warm.recorded, warm.outcome.bound) == (cold.recorded, cold.outcome.bound) == (140, 140)


CHANGES = {
    "rate": lambda p: p.replace(teams=tuple(replace(t, rate_per_hour=7) for t in p.teams)),
    "set-up": lambda p: p.replace(teams=tuple(replace(t, setup_minutes=90) for t in p.teams)),
    "hours": lambda p: p.replace(teams=tuple(replace(t, end_minute=t.end_minute - 60) for t in p.teams)),
    "nights": lambda p: p.replace(teams=tuple(replace(t, max_nights=1) for t in p.teams)),
    "one more team": with_two_teams,
    "deadline": lambda p: p.replace(calendar=replace(p.calendar, last=p.calendar.first + timedelta(days=1))),
    "backlog": lambda p: p.replace(villages=tuple(replace(v, backlog=v.backlog * 9) for v in p.villages)),
    "budget": lambda p: p.replace(rules=replace(p.rules, budget=25.0, costs=Costs(day_out=10))),
    "turnout": lambda p: p.replace(rules=replace(p.rules, turnout=(0.6, 0.3))),
    "kits": lambda p: with_two_teams(p.replace(bases=(replace(p.bases[0], kits=1),))),
    "floor": lambda p: p.replace(rules=replace(p.rules, floors=(Floor(p.villages[1].district_id, 70),))),
    "latest day": lambda p: p.replace(
        villages=tuple(replace(v, latest=p.calendar.first) for v in p.villages)
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_solve_after_a_change_proves_the_same_warm_and_cold(two_villages: Problem, name: str) -> None:
    many = two_villages.replace(villages=tuple(replace(v, backlog=400) for v in two_villages.villages))
    changed, stock = CHANGES[name](many), Stock()
    trips(many, Watch(max_rounds=40), stock=stock)

    warm, cold = trips(changed, Watch(max_rounds=80), stock=stock), trips(changed, Watch(max_rounds=80))

    assert check(warm) == ()
    assert warm.outcome.bound == pytest.approx(cold.outcome.bound, rel=5e-4, abs=1)
    assert warm.value <= cold.outcome.bound  # type: ignore[operator]
    assert warm.value >= 0.98 * cold.value


def test_a_bound_at_known_prices_holds_without_asking_for_a_tour(two_villages: Problem) -> None:
    many = two_villages.replace(villages=tuple(replace(v, backlog=400) for v in two_villages.villages))
    stock = Stock()
    trips(many, Watch(max_rounds=40), stock=stock)

    for count in (1, 2, 3):
        teams = tuple(replace(many.teams[0], id=f"T{n}") for n in range(count))
        more = many.replace(teams=teams)
        found = stock.bound(field_of(more))
        best = trips(more, Watch(max_rounds=60))
        assert found is not None
        assert found[0] >= best.recorded
        assert count > 1 or found[0] == pytest.approx(best.outcome.bound, abs=1)


@pytest.mark.parametrize("name", ["rate", "hours", "nights", "backlog", "budget", "kits", "floor"])
def test_there_is_no_bound_at_known_prices_for_another_problem(two_villages: Problem, name: str) -> None:
    many = two_villages.replace(villages=tuple(replace(v, backlog=400) for v in two_villages.villages))
    stock = Stock()
    trips(many, Watch(max_rounds=40), stock=stock)

    assert stock.bound(field_of(many)) is not None
    assert stock.bound(field_of(CHANGES[name](many))) is None
