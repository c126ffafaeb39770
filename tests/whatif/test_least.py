"""The fewest teams, against every way in which teams can share two villages on one day."""

from dataclasses import replace
from datetime import date
from itertools import combinations_with_replacement

import numpy as np
import pytest

from planner.domain.calendar import Calendar
from planner.domain.problem import Problem
from planner.whatif import SHARES, Least, what_if
from planner.whatif.told import least_sentence

MONDAY = date(2018, 5, 7)
SERVICE = 8 * 60 - 270  # minutes left to a team that goes to Near and to Far, and home


def a_day(problem: Problem, near: int, far: int) -> Problem:
    villages = tuple(replace(v, backlog=n) for v, n in zip(problem.villages, (near, far), strict=True))
    return problem.replace(villages=villages, calendar=Calendar(MONDAY, MONDAY))


def most(near: int, far: int, teams: int) -> int:
    """Return the most of one day: each team has 7 h in Near, 4 h in Far, or 3.5 h in both together."""
    both = [(minutes // 6, (SERVICE - minutes) // 6) for minutes in range(0, SERVICE + 1, 10)]
    ways = [(70, 0), (0, 40), *both]
    best = 0
    for chosen in combinations_with_replacement(ways, teams):
        best = max(best, min(near, sum(n for n, _ in chosen)) + min(far, sum(f for _, f in chosen)))
    return best


@pytest.mark.parametrize("seed", range(4))
def test_the_fewest_teams_are_those_of_brute_force(two_villages: Problem, seed: int) -> None:
    near, far = (int(n) for n in np.random.default_rng(seed).integers(20, 110, 2))

    answer = what_if(a_day(two_villages, near, far), [1], shares=SHARES, seconds=6)

    assert [least.share for least in answer.least] == list(SHARES)
    for least in answer.least:
        fewest = next(n for n in range(8) if most(near, far, n) >= least.target)
        assert least.at_least <= fewest == least.teams
        assert least.is_proven == (least.at_least == fewest)
    assert sum(least.is_proven for least in answer.least) >= 2  # the bound may pay for a part of a team


def test_a_number_of_teams_that_is_not_searched_for_is_a_range(two_villages: Problem) -> None:
    (least,) = what_if(a_day(two_villages, 65, 75), [1, 6], shares=[1.0], seconds=0).least

    assert least.teams is None or least.at_least <= 3 <= least.teams


def test_shares_in_the_middle_of_a_campaign_are_of_the_whole(two_villages: Problem) -> None:
    near, far = a_day(two_villages, 35, 75).villages
    problem = two_villages.replace(
        villages=(replace(near, recorded=30), replace(far, latest=date(2018, 5, 1))),
        calendar=Calendar(MONDAY, MONDAY),
    )

    done, one, never = what_if(problem, [1], shares=[0.2, 0.45, 0.5], seconds=3).least

    assert [least.target for least in (done, one, never)] == [28, 63, 70]  # of 30 + 35 + 75
    assert (done.is_done, done.teams, done.is_proven) == (True, 0, True)
    assert least_sentence(done, "en") == "20 % is recorded already"
    assert (one.teams, one.at_least, one.is_proven) == (1, 1, True)  # 33 of 35 are still to be recorded
    assert (never.is_impossible, never.most) == (True, 65)  # 30 recorded and 35 in reach


def test_a_share_beyond_reach_is_impossible_and_says_why(two_villages: Problem) -> None:
    near, far = two_villages.villages
    problem = two_villages.replace(villages=(near, replace(far, latest=date(2018, 5, 1))))

    few, many = what_if(problem, [1], shares=[0.4, 0.9], seconds=6).least

    assert (few.teams, few.at_least, few.is_proven) == (1, 1, True)
    assert many.is_impossible
    assert (many.most, many.blocks, many.tried) == (65, (("latest day passed", 75),), None)
    said = "75 people: its last day lies before the first working day"
    assert least_sentence(many, "en") == f"90 % is impossible with any number of teams: {said}"


def test_what_no_number_of_teams_can_do_names_what_limits_it(two_villages: Problem) -> None:
    problem = a_day(two_villages, 65, 75)
    one_kit = problem.replace(bases=(replace(problem.bases[0], kits=1),))

    (least,) = what_if(one_kit, [1], shares=[0.9], seconds=3).least

    assert least.teams is None
    assert not least.is_impossible or (least.most == 65 and least.blocks == (("kits", 0),))
    assert least.at_least > 1


def test_a_rule_on_shares_that_come_is_a_limit(two_villages: Problem) -> None:
    problem = two_villages.replace(rules=replace(two_villages.rules, turnout=(0.5,)))

    (least,) = what_if(problem, [1], shares=[1.0], seconds=2).least

    assert least.teams is None


def test_words_for_every_answer() -> None:
    said = [
        least_sentence(Least(0.9, 9, 3, 3), "en"),
        least_sentence(Least(0.9, 9, 2, 3), "en"),
        least_sentence(Least(0.9, 9, 4, tried=3), "en"),
        least_sentence(Least(0.9, 9, 301, None, True, 300, 8, (("kits", 0), ("budget", 0))), "en"),
        least_sentence(Least(0.9, 9, 1, 1)),
    ]

    assert said == [
        "90 % takes 3 teams (proved: fewer are not enough)",
        "90 % takes at least 2 teams; 3 teams are enough",
        "90 % takes at least 4 teams (searched up to 3 teams)",
        "90 % is impossible with up to 300 teams: 8 people at most; what limits it: the number of kits, "
        "the budget",
        "untuk 90 % dibutuhkan 1 tim (terbukti: lebih sedikit tidak cukup)",
    ]
