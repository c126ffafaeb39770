"""Replays with answers that are known beforehand."""

import dataclasses
import math
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import beta, betabinom, binom

from planner.domain.chances import CERTAIN, Chances
from planner.domain.plan import Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.planning import solve
from planner.simulation.answer import Replays
from planner.simulation.draws import GRID, VISITS, drawer
from planner.simulation.field import first_state, people_who_come
from planner.simulation.replan import replan
from planner.simulation.replay import new_trip_room, prepared
from planner.simulation.side_by_side import replay_all
from planner.simulation.world import world_of

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
ALL_COME = dataclasses.replace(CERTAIN, turnout=(1.0,))
MANY = dataclasses.replace(ALL_COME, replays=2000, seed=3)
ROUGH = dataclasses.replace(
    MANY, replays=300, turnout=(), turnout_spread=0.3, rate_spread=0.3, kit_break=0.1, road_close=0.05
)


def changed(chances: Chances, **changes: object) -> Chances:
    return dataclasses.replace(chances, **changes)  # type: ignore[arg-type]


def total(replays: Replays) -> list[int]:
    return [int(people) for people in replays.recorded]


def agree(hits: int, replays: int, expected: float) -> bool:
    """Return whether a share lies within four standard errors of what is expected."""
    return abs(hits / replays - expected) <= 4 * math.sqrt(expected * (1 - expected) / replays)


def only(plan: Plan, *days: int) -> Plan:
    """Return the plan with the team-days of some days of May alone."""
    return dataclasses.replace(plan, team_days=tuple(d for d in plan.team_days if d.day.day in days))


def test_nothing_random_is_exactly_the_plan(good_plan: Plan) -> None:
    replays = replay_all(good_plan, changed(ALL_COME, replays=3))

    assert total(replays) == [140, 140, 140]
    assert [week.planned for week in replays.weeks()] == [140]


@pytest.mark.parametrize("shares", [(1.0,), (0.6, 0.35), (0.9, 0.5, 0.2)])
@pytest.mark.parametrize("name", ["trips", "greedy"])
def test_nothing_random_is_exactly_any_plan_week_by_week(
    two_villages: Problem, shares: tuple[float, ...], name: str
) -> None:
    calendar = dataclasses.replace(two_villages.calendar, last=date(2018, 5, 22))
    teams = (*two_villages.teams, dataclasses.replace(two_villages.teams[0], id="T2", rate_per_hour=7.3))
    villages = tuple(
        dataclasses.replace(v, backlog=9 * v.backlog, served=n) for n, v in enumerate(two_villages.villages)
    )
    problem = two_villages.replace(
        calendar=calendar, teams=teams, villages=villages, rules=Rules(turnout=shares)
    )
    plan = solve(problem, rounds=5, optimiser_name=name)

    replays = replay_all(plan, changed(CERTAIN, turnout=shares))

    assert total(replays) == [plan.recorded]
    assert [week.people[1] for week in replays.weeks()] == [week.planned for week in replays.weeks()]


def test_binomial_turnout_has_its_closed_form(good_plan: Plan) -> None:
    plan = only(good_plan, 7)  # 65 wait in Near, and the team could record 70

    replays = replay_all(plan, changed(MANY, turnout=(0.6,), turnout_spread=1e-5))

    for target in (34, 39, 44):
        assert agree(replays.reaching(target).hits, 2000, float(binom.sf(target - 1, 65, 0.6)))


@pytest.mark.parametrize("spread", [0.3, 0.7])
def test_turnout_that_varies_is_beta_binomial(good_plan: Plan, spread: float) -> None:
    plan = only(good_plan, 7)
    together = 1 / spread**2 - 1

    replays = replay_all(plan, changed(MANY, turnout=(0.6,), turnout_spread=spread))

    for target in (25, 39, 50):
        expected = float(betabinom.sf(target - 1, 65, 0.6 * together, 0.4 * together))
        assert agree(replays.reaching(target).hits, 2000, expected)


def test_a_kit_that_breaks_on_its_only_day_has_its_closed_form(good_plan: Plan) -> None:
    plan = only(good_plan, 7)  # service 08.30 to 15.00; all 65 when it breaks from then on

    replays = replay_all(plan, changed(MANY, kit_break=0.4))

    assert agree(replays.reaching(65).hits, 2000, 1 - 0.4 * 7 / 8)
    assert agree(int((replays.recorded == 0).sum()), 2000, 0.4 * 36 / 480)  # before 08.36 nobody


def test_a_slow_day_has_its_closed_form(good_plan: Plan) -> None:
    plan = only(good_plan, 7)  # 7 hours at 10 an hour: 63 people at a pace of at least 0.9

    replays = replay_all(plan, changed(MANY, rate_spread=0.2))

    sigma = math.sqrt(math.log(1.04))
    score = (math.log(0.9) + sigma**2 / 2) / sigma
    assert agree(replays.reaching(63).hits, 2000, 1 - 0.5 * math.erfc(-score / math.sqrt(2)))


def test_a_closed_road_has_its_closed_form(good_plan: Plan) -> None:
    plan = only(good_plan, 7)  # the first day

    replays = replay_all(plan, changed(MANY, road_close=0.3))

    assert agree(replays.reaching(65).hits, 2000, 0.7)


def test_a_cancelled_boat_keeps_the_team_in_the_field(good_plan: Plan) -> None:
    """All ways to and from Far are boats: no boat on Tuesday, nothing there; none on Wednesday, not home."""
    travel = good_plan.problem.travel
    by_boat = np.zeros_like(travel.by_boat)
    by_boat[:, :, 2] = by_boat[:, 2, :] = True
    sea = dataclasses.replace(travel, by_boat=by_boat)
    plan = dataclasses.replace(good_plan, problem=good_plan.problem.replace(travel=sea))

    replays = replay_all(plan, changed(MANY, boat_cancel=0.3, replan=False))

    # Tuesday sails: 60, and the rest on Wednesday, since the team is there. Only Wednesday: 40 of a day.
    assert agree(int((replays.recorded == 140).sum()), 2000, 0.7)
    assert agree(int((replays.recorded == 105).sum()), 2000, 0.3 * 0.7)
    assert agree(int((replays.recorded == 65).sum()), 2000, 0.3 * 0.3)


def test_missed_people_are_visited_on_the_days_that_are_left(good_plan: Plan) -> None:
    """The plan ends on the first Wednesday; those who were missed are served in the second week."""
    calendar = dataclasses.replace(good_plan.problem.calendar, last=date(2018, 5, 18))
    plan = dataclasses.replace(good_plan, problem=good_plan.problem.replace(calendar=calendar))
    closed = changed(MANY, road_close=0.3, road_closed_days=0.5)

    without, planned_anew = replay_all(plan, changed(closed, replan=False)), replay_all(plan, closed)

    assert (planned_anew.recorded >= without.recorded).all()
    assert planned_anew.reaching(140).value > without.reaching(140).value + 0.2
    assert (without.people[:, 1] == 0).all()


def test_without_a_deviation_nothing_is_planned_anew(good_plan: Plan) -> None:
    """Far is left out, and the second week is free; no Monday changes that while all goes as planned."""
    calendar = dataclasses.replace(good_plan.problem.calendar, last=date(2018, 5, 18))
    problem = good_plan.problem.replace(calendar=calendar)
    plan = dataclasses.replace(only(good_plan, 7), problem=problem)

    assert total(replay_all(plan, ALL_COME)) == [65]


@pytest.mark.parametrize(("waiting_in_far", "people_on_tuesday"), [(75, 10), (4, 65), (0, 65)])
def test_a_trip_stays_on_monday_as_long_as_it_brings_what_was_announced(
    good_plan: Plan, plan_of: Callable[..., Plan], waiting_in_far: int, people_on_tuesday: int
) -> None:
    """Near was missed in the first week; on Tuesday 15 May ten people of Far are announced, nothing else."""
    calendar = dataclasses.replace(good_plan.problem.calendar, last=date(2018, 5, 15))
    team = dataclasses.replace(good_plan.problem.teams[0], away=frozenset({date(2018, 5, 14)}))
    problem = good_plan.problem.replace(calendar=calendar, teams=(team,))
    far = TeamDay("T1", date(2018, 5, 15), "B", 480, (Stop(FAR, 600, 600, 660, 10),), "B", 780)
    plan = plan_of(problem, far)
    world = world_of(problem, ALL_COME)
    programme, state = prepared(plan, world), first_state(world)
    state.waiting[1] = waiting_in_far

    replan(world, programme, state, new_trip_room(programme), 7)

    assert programme.people[0, 8, : programme.stops[0, 8]].tolist() == [people_on_tuesday]


@pytest.mark.parametrize("seed", range(5))
def test_more_broken_kits_never_help_on_the_same_luck(good_plan: Plan, seed: int) -> None:
    """Where they stay broken; otherwise an early break may save from a worse one, and only the mean falls."""
    stays = changed(MANY, replays=200, seed=seed, replan=False, kit_repair_days=1e6)
    chances = (0.0, 0.05, 0.2, 0.6)
    found = [replay_all(good_plan, changed(stays, kit_break=chance)).recorded for chance in chances]
    repaired = changed(stays, kit_repair_days=2.0)
    means = [replay_all(good_plan, changed(repaired, kit_break=chance)).recorded.mean() for chance in chances]

    assert all((fewer >= more).all() for fewer, more in pairwise(found))
    assert found[0].sum() > found[-1].sum()
    assert means == sorted(means, reverse=True)


def test_a_spare_kit_takes_the_place_of_a_broken_one(good_plan: Plan) -> None:
    broken = changed(MANY, kit_break=0.3, kit_repair_days=30.0)

    own, spare = replay_all(good_plan, broken), replay_all(good_plan, broken, spare_kits=("B",))

    assert (spare.recorded >= own.recorded).all()
    assert spare.recorded.mean() > own.recorded.mean() + 10


def test_the_answer_does_not_depend_on_the_threads(good_plan: Plan) -> None:
    one, two = (replay_all(good_plan, ROUGH, threads=threads) for threads in (1, 2))

    assert (one.people == two.people).all()
    assert len(set(total(one))) > 20
    assert (replay_all(good_plan, changed(ROUGH, seed=4)).people != one.people).any()


def test_an_interrupted_run_is_the_first_part_of_the_whole_one(good_plan: Plan) -> None:
    done: list[int] = []

    part = replay_all(good_plan, ROUGH, threads=2, report=done.append, is_cancelled=lambda: len(done) > 1)

    assert 25 <= len(part.people) < 300
    assert (part.people == replay_all(good_plan, ROUGH).people[: len(part.people)]).all()


def test_one_more_team_leaves_the_luck_of_the_others(two_villages: Problem) -> None:
    more = two_villages.replace(
        teams=(*two_villages.teams, dataclasses.replace(two_villages.teams[0], id="T2"))
    )

    before, after = (drawer(problem, ROUGH)(17) for problem in (two_villages, more))

    assert (before.share == after.share).all()
    assert (before.pace == after.pace[:1]).all()
    assert (before.closed == after.closed).all()


def test_shares_are_alike_as_asked(two_villages: Problem) -> None:
    chances = changed(CERTAIN, turnout=(0.5,), turnout_spread=0.4, turnout_alike_visits=0.6)
    draw = drawer(two_villages, changed(chances, turnout_alike_villages=0.3))
    scores = np.array([np.interp(draw(n).share, _quantiles(), GRID) for n in range(3000)])

    visits = np.corrcoef(scores[:, 0, 0], scores[:, 0, 1])[0, 1]
    villages = np.corrcoef(scores[:, 0, 0], scores[:, 1, 0])[0, 1]
    assert visits == pytest.approx(0.9, abs=0.02)
    assert villages == pytest.approx(0.3, abs=0.07)
    assert scores.shape == (3000, 2, VISITS)


def _quantiles() -> np.ndarray:  # type: ignore[type-arg]
    from scipy.stats import norm

    together = 1 / 0.4**2 - 1
    return np.asarray(beta.ppf(norm.cdf(GRID), together / 2, together / 2))


@pytest.mark.parametrize(("people", "share"), [(1, 0.3), (12, 0.5), (65, 0.6), (300, 0.97), (40, 0.02)])
def test_people_who_come_are_the_binomial_quantile(people: int, share: float) -> None:
    for luck in (0.001, 0.1, 0.37, 0.5, 0.83, 0.999):
        found = people_who_come(people, share, luck)

        if share <= 0.5:
            assert found == binom.ppf(luck, people, share)
        else:  # from the other side, which is as random
            assert found == people - binom.ppf(1 - luck, people, 1 - share)


def test_many_people_come_as_the_normal_distribution_says() -> None:
    for luck in (0.001, 0.1, 0.5, 0.83, 0.999):
        assert people_who_come(2000, 0.4, luck) == pytest.approx(binom.ppf(luck, 2000, 0.4), abs=2)
    assert [people_who_come(50, share, 0.4) for share in (0.0, 1.0)] == [0, 50]


def test_a_kit_that_is_away_on_a_long_trip_is_out_once(good_plan: Plan, plan_of: Callable[..., Plan]) -> None:
    """Two teams, two kits: one sleeps in Far, the other goes to Near on Wednesday."""
    problem = good_plan.problem
    second = dataclasses.replace(problem.teams[0], id="T2")
    base = dataclasses.replace(problem.bases[0], kits=2)
    problem = problem.replace(teams=(*problem.teams, second), bases=(base,))
    near = TeamDay("T2", date(2018, 5, 9), "B", 480, (Stop(NEAR, 510, 510, 900, 65),), "B", 930)
    plan = plan_of(problem, *good_plan.team_days[1:], near)

    assert total(replay_all(plan, ALL_COME)) == [140]
