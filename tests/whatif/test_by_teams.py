"""What more teams would record: Near and Far with many people, one team a day at a time."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner.domain.calendar import Calendar
from planner.domain.check import check
from planner.domain.directives import Directive
from planner.domain.problem import Problem
from planner.domain.travel_times import TravelTimes
from planner.optimisers import Progress
from planner.optimisers.greedy import greedy
from planner.optimisers.trips import trips
from planner.optimisers.watch import Watch
from planner.whatif import WhatIf, what_if, with_teams
from planner.whatif.series import Engine, Series
from planner.whatif.writing import write_what_if

MONDAY = date(2018, 5, 7)


@pytest.fixture
def one_day(two_villages: Problem) -> Problem:
    """On Monday a first team records 65 in Near, a second 40 in Far, a third the last 35 there."""
    return two_villages.replace(calendar=Calendar(MONDAY, MONDAY))


@pytest.fixture
def answer(one_day: Problem) -> WhatIf:
    return what_if(one_day, [3, 0, 1, 2, 4, 6], seconds=20)


def contested(problem: Problem, seed: int) -> Problem:
    """Return a random problem of eight villages and three different teams."""
    random = np.random.default_rng(seed)
    spots = random.uniform(0, 120, (9, 2))
    minutes = np.abs(spots[:, None] - spots[None, :]).sum(axis=2)[None] + 1 - np.eye(9)
    none = np.zeros_like(minutes)
    villages = tuple(
        replace(problem.villages[n % 2], id=f"v{n}", backlog=int(random.integers(5, 150))) for n in range(8)
    )
    teams = tuple(
        replace(problem.teams[0], id=f"T{n}", rate_per_hour=rate, max_nights=n, setup_minutes=30)
        for n, rate in enumerate((8, 15, 4))
    )
    ids = ("B", *(village.id for village in villages))
    travel = TravelTimes(ids, minutes, none, none, none.astype(bool))
    return problem.replace(villages=villages, teams=teams, travel=travel)


def test_rows_come_by_number_of_teams(answer: WhatIf) -> None:
    assert [row.teams for row in answer.rows] == [0, 1, 2, 3, 4, 6]
    assert [len(plan.problem.teams) for plan in answer.plans] == [0, 1, 2, 3, 4, 6]


def test_each_team_records_what_the_eye_sees(answer: WhatIf) -> None:
    assert [row.recorded for row in answer.rows] == [0, 65, 105, 140, 140, 140]
    assert [row.left_over for row in answer.rows] == [140, 75, 35, 0, 0, 0]
    assert [row.bound for row in answer.rows] == [0, 65, 105, 140, 140, 140]
    assert [row.team_days for row in answer.rows] == [0, 1, 2, 3, 4, 6]
    assert {row.status for row in answer.rows} == {"PROVED"}


def test_what_an_extra_team_brings_is_shared_by_the_teams_added(one_day: Problem) -> None:
    rows = what_if(one_day, [0, 2, 3], seconds=20).rows

    assert [row.per_extra_team for row in rows] == [None, (105 - 0) / 2, (140 - 105) / 1]


def test_a_number_named_twice_has_one_row(one_day: Problem) -> None:
    assert [row.teams for row in what_if(one_day, [1, 1], seconds=20).rows] == [0, 1]


def test_without_teams_nobody_is_recorded(one_day: Problem) -> None:
    (row,) = what_if(one_day.replace(teams=()), [0]).rows

    assert (row.recorded, row.bound, row.gap, row.per_extra_team) == (0, 0, 0, None)


@pytest.mark.parametrize("seed", range(4))
def test_more_teams_never_record_fewer_people_and_bounds_never_fall(two_villages: Problem, seed: int) -> None:
    answer = what_if(contested(two_villages, seed), range(6), seconds=0.4)

    for fewer, more in pairwise(answer.rows):
        assert more.recorded >= fewer.recorded
        assert fewer.bound is not None
        assert more.bound is not None
        assert fewer.recorded <= fewer.bound <= more.bound
    assert all(check(plan) == () for plan in answer.plans)


@pytest.mark.parametrize("seed", [5, 141, 215, 295])
def test_even_without_time_more_teams_never_record_fewer_people(two_villages: Problem, seed: int) -> None:
    problem = contested(two_villages, seed)
    practice = [greedy(with_teams(problem, count)).recorded for count in range(5)]

    recorded = [row.recorded for row in what_if(problem, range(5), seconds=0).rows]

    assert practice != sorted(practice)  # today's practice does record fewer with a team more
    assert recorded == sorted(recorded)


def test_a_row_stopped_before_its_bound_has_that_of_more_teams(one_day: Problem) -> None:
    series = Series(one_day, Engine(20))
    series.solve(1, seconds=0)
    before = series.plans[1].outcome.bound

    series.solve(2)

    assert (before, series.plans[1].outcome.bound) == (140, 105)


def test_a_cancelled_table_keeps_the_rows_done(one_day: Problem) -> None:
    started: list[int] = []

    def report(teams: int, progress: Progress) -> None:
        started.append(teams)

    rows = what_if(one_day, range(5), report=report, is_cancelled=lambda: 2 in started).rows

    assert [row.teams for row in rows] == [0, 1, 2]
    assert [row.recorded for row in rows[:2]] == [0, 65]


def test_the_row_without_teams_is_made_even_when_cancelled_before(one_day: Problem) -> None:
    (row,) = what_if(one_day, [1, 2], is_cancelled=lambda: True).rows

    assert (row.teams, row.recorded, row.status) == (0, 0, "PROVED")


def test_fewer_teams_are_the_first_ones(two_villages: Problem) -> None:
    teams = contested(two_villages, 1).teams

    assert with_teams(contested(two_villages, 1), 2).teams == teams[:2]


def test_more_teams_are_copies_in_turn_under_free_names(two_villages: Problem) -> None:
    problem = contested(two_villages, 1)
    taken = problem.replace(teams=(*problem.teams[:2], replace(problem.teams[2], id="Tim 4")))

    more = with_teams(taken, 5).teams

    assert [team.id for team in more] == ["T0", "T1", "Tim 4", "Tim 4+", "Tim 5"]
    assert [team.rate_per_hour for team in more] == [8, 15, 4, 8, 15]


def test_a_copy_has_no_leave_of_its_own(two_villages: Problem) -> None:
    on_leave = replace(two_villages.teams[0], away=frozenset({MONDAY}))

    first, copy = with_teams(two_villages.replace(teams=(on_leave,)), 2).teams

    assert (first.away, copy.away) == (frozenset({MONDAY}), frozenset())


@pytest.mark.parametrize("count", [-1, 1])
def test_teams_cannot_be_made_of_none(two_villages: Problem, count: int) -> None:
    with pytest.raises(ValueError, match=f"cannot make {count} teams from 0"):
        with_teams(two_villages.replace(teams=()), count)


def read_csv(path: Path) -> list[dict[str, Any]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def read_json(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["rows"])


@pytest.mark.parametrize(("suffix", "read"), [(".csv", read_csv), (".json", read_json)])
def test_the_table_is_written_with_every_row(
    answer: WhatIf, tmp_path: Path, suffix: str, read: Callable[[Path], list[dict[str, Any]]]
) -> None:
    path = write_what_if(answer, tmp_path / "new" / f"table{suffix}")

    rows = read(path)
    assert [int(row["teams"]) for row in rows] == [0, 1, 2, 3, 4, 6]
    assert [int(row["recorded"]) for row in rows] == [0, 65, 105, 140, 140, 140]
    assert [row["status"] for row in rows] == ["PROVED"] * 6


def test_another_suffix_is_refused(answer: WhatIf, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.csv, \.xlsx, \.json, \.html"):
        write_what_if(answer, tmp_path / "table.pdf")

    assert list(tmp_path.iterdir()) == []


# --- further teams --------------------------------------------------------------------------------------


def test_a_base_may_get_all_further_teams(two_villages: Problem) -> None:
    problem = at_two_bases(two_villages, 0)

    more = with_teams(problem, 7, at="C")

    assert [team.base for team in more.teams] == ["B", "B", "C", "C", "C", "C", "C"]
    assert more.teams[-1].rate_per_hour == problem.teams[2].rate_per_hour


def test_a_base_without_a_team_gets_one_like_the_others(two_villages: Problem) -> None:
    problem = at_two_bases(two_villages, 0)
    only = problem.replace(teams=problem.teams[:2])

    assert [team.base for team in with_teams(only, 3, at="C").teams] == ["B", "B", "C"]


def test_an_unknown_base_is_refused(two_villages: Problem) -> None:
    with pytest.raises(ValueError, match="no base 'X'; known are B"):
        with_teams(two_villages, 2, at="X")


def test_further_teams_go_where_the_proof_says_that_a_day_is_worth_most(two_villages: Problem) -> None:
    problem = at_two_bases(two_villages, 3)

    answer = what_if(problem, [4, 5], at="best", seconds=6)

    prices = {m.base: m.people for m in answer.rows[1].marginals}
    assert abs(prices["B"] - prices["C"]) > 1e-3
    assert answer.plans[-1].problem.teams[-1].base == max(prices, key=lambda base: prices[base])


def test_fewer_teams_of_a_series_are_always_some_of_more(two_villages: Problem) -> None:
    series = Series(at_two_bases(two_villages, 3), Engine(0.2), at="best")

    many, few = series.solve(7).problem.teams, series.solve(6).problem.teams

    assert few == many[:6]


# --- identical teams at one base: the bound is concave ----------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_bounds_of_identical_teams_at_one_base_are_concave(two_villages: Problem, seed: int) -> None:
    problem = contested(two_villages, seed)
    one = problem.replace(teams=(replace(problem.teams[1], max_nights=1),))
    raw = [trips(with_teams(one, count), Watch(max_rounds=60)).outcome.bound or 0.0 for count in range(5)]

    more = [after - before for before, after in pairwise(raw)]

    slack = 2 + 1e-3 * raw[-1]  # bounds are whole, and generation ends a little before the linear program
    assert all(later <= earlier + slack for earlier, later in pairwise(more))
    assert more[0] > more[-1]


# --- what one more team-day brings ----------------------------------------------------------------------


def at_two_bases(problem: Problem, seed: int) -> Problem:
    """Return a contested problem with two alike teams at each of two bases."""
    problem = contested(problem, seed)
    team = replace(problem.teams[1], max_nights=1)
    minutes = np.pad(problem.travel.minutes, ((0, 0), (0, 1), (0, 1)), mode="edge") + 9
    minutes[:, range(10), range(10)] = 0
    none = np.zeros_like(minutes)
    travel = TravelTimes((*problem.travel.place_ids, "C"), minutes, none, none, none.astype(bool))
    teams = tuple(replace(team, id=f"{base}{n}", base=base) for base in "BC" for n in range(2))
    bases = (*problem.bases, replace(problem.bases[0], id="C"))
    villages = tuple(replace(village, backlog=village.backlog * 3) for village in problem.villages)
    return problem.replace(villages=villages, bases=bases, teams=teams, travel=travel)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("base", ["B", "C"])
def test_prices_of_team_days_agree_with_solving_again(two_villages: Problem, seed: int, base: str) -> None:
    problem = at_two_bases(two_villages, seed)
    like = next(team for team in problem.teams if team.base == base)
    more = problem.replace(teams=(*problem.teams, replace(like, id="one more")))
    fewer = problem.replace(teams=tuple(team for team in problem.teams if team is not like))

    plan, with_it, without = (trips(p, Watch(max_rounds=80)) for p in (problem, more, fewer))

    (price,) = [m.people for m in plan.outcome.marginals if (m.thing, m.base) == ("team-day", base)]
    bounds = [p.outcome.bound or 0.0 for p in (without, plan, with_it)]
    brings = price * len(problem.days_of(like))
    slack = 1 + 5e-4 * bounds[1]  # bounds are whole, and generation ends a little before the linear program
    assert bounds[2] - bounds[1] <= brings + slack  # the next team brings no more
    assert bounds[1] - bounds[0] >= brings - slack  # and the last one brought no less
    assert with_it.recorded - plan.recorded <= brings + bounds[1] - plan.recorded + slack


def test_where_everybody_is_recorded_a_further_team_day_brings_nobody(answer: WhatIf) -> None:
    assert [m.people for m in answer.rows[-1].marginals] == [0]
    assert (
        40 <= answer.rows[1].marginals[0].people <= 65
    )  # what a second team brings, and what the first one did


def test_the_table_has_a_column_for_each_base(two_villages: Problem) -> None:
    columns = what_if(at_two_bases(two_villages, 0), [2, 4], seconds=1).table().columns

    assert {"people per team-day B", "people per team-day C"} < set(columns)


def test_rules_that_name_a_team_that_is_not_there_are_void_or_given_up(two_villages: Problem) -> None:
    problem = contested(two_villages, 1)
    fix = Directive("A1", "FIX", ("v1",), "T2")
    forbid, other = Directive("A2", "FORBID", ("v1",), "T2"), Directive("A3", "FORBID", ("v2",), "T0")
    ruled = problem.replace(rules=replace(problem.rules, directives=(fix, forbid, other)))

    fewer, all_ = with_teams(ruled, 2).rules, with_teams(ruled, 3).rules

    assert (fewer.directives, fewer.given_up) == ((other,), (fix,))
    assert (all_.directives, all_.given_up) == ((fix, forbid, other), ())
