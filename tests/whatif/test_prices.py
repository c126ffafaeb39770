"""What one more would bring, against a second plan with one more of it."""

from dataclasses import replace

import pytest

from planner.domain.problem import Problem
from planner.domain.rules import Costs
from planner.optimisers.trips import trips
from planner.optimisers.watch import Watch
from planner.whatif import Price, what_if


@pytest.fixture
def many(two_villages: Problem) -> Problem:
    """Near and Far with 400 people each and two teams: there is never enough of anything."""
    teams = (two_villages.teams[0], replace(two_villages.teams[0], id="T2"))
    return two_villages.replace(
        villages=tuple(replace(v, backlog=400) for v in two_villages.villages), teams=teams
    )


def prices_of(problem: Problem) -> dict[str, Price]:
    return {price.thing: price for price in what_if(problem, prices=True, seconds=4).prices}


def solved(problem: Problem) -> int:
    return trips(problem, Watch(max_rounds=60)).recorded


def test_a_team_day_brings_what_a_further_team_does(many: Problem) -> None:
    price = prices_of(many)["team-day"]

    extra, days = replace(many.teams[0], id="T3"), len(many.calendar.working_days())
    brings = (solved(many.replace(teams=(*many.teams, extra))) - solved(many)) / days

    assert price.how == "proof"
    assert price.people == pytest.approx(brings, rel=0.15)
    assert price.people >= brings - 1
    assert price.most is None  # a mean is no limit


def test_a_kit_and_a_night_are_solved_again(many: Problem) -> None:
    team = replace(many.teams[0], max_nights=0)
    scarce = many.replace(bases=(replace(many.bases[0], kits=1),), teams=(team, replace(team, id="T2")))

    found = prices_of(scarce)

    with_kit = solved(scarce.replace(bases=(replace(scarce.bases[0], kits=2),)))
    with_night = solved(scarce.replace(teams=tuple(replace(t, max_nights=1) for t in scarce.teams)))
    assert {found[thing].how for thing in ("kit", "night")} == {"solved again"}
    assert found["kit"].people == with_kit - solved(scarce) > 0
    assert found["night"].people == with_night - solved(scarce)
    assert all(p.most is not None and p.most >= p.people for p in found.values() if p.how == "solved again")


def test_a_kit_has_no_price_where_there_are_enough(many: Problem) -> None:
    assert "kit" not in prices_of(many.replace(bases=(replace(many.bases[0], kits=3),)))


def test_money_has_a_price_where_there_is_a_budget(many: Problem) -> None:
    paid = many.replace(rules=replace(many.rules, budget=3e6, costs=Costs(day_out=1e6)))

    price = prices_of(paid)["million rupiah"]

    brings = solved(paid.replace(rules=replace(paid.rules, budget=4e6))) - solved(paid)
    assert price.people == pytest.approx(brings, rel=0.1)
    assert price.most is not None
    assert brings <= price.most


def test_a_day_of_the_better_of_two_unlike_teams_brings_more_than_the_mean(many: Problem) -> None:
    """T1 records 10 people an hour, T2 only 2: the mean is no limit, so nothing on an output may say so."""
    slow = replace(many.teams[1], rate_per_hour=2.0)
    unlike = many.replace(teams=(many.teams[0], slow))

    price = prices_of(unlike)["team-day"]

    days = len(unlike.calendar.working_days())
    more = solved(unlike.replace(teams=(*unlike.teams, replace(many.teams[0], id="T3")))) - solved(unlike)
    assert more / days > price.people + 1
    assert price.most is None


def test_nothing_has_a_price_without_teams(many: Problem) -> None:
    assert what_if(many.replace(teams=()), prices=True).prices == ()
