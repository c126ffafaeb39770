"""A large problem base by base: each village goes to one base, ``trips`` plans each base, plans are joined.

The parts share neither villages nor teams, so the joined plan keeps every rule that the parts keep. What it
gives away: a team never helps in a village of another base. A province is quicker done so than as a whole.

The bound of the whole
----------------------
The sum of the parts' bounds says nothing about the whole: there, a team may serve a village that was given to
another base. It does hold when no team can *be* in a village of another base at all, not even to sleep: then
each plan of the whole falls apart into one plan for each part. A trip of a team with ``n`` nights lasts at
most ``n + 1`` working days, so it cannot lead to a place from which the ways there and back, over any places
and on the best weekday, take longer than these days together. Only when that holds for every team and every
village of another base is the sum a bound. Two limits hold always, and the least of all is given:

* the backlog of the villages in reach of some team in that sense;
* what the teams record if each of their days were one stop without a way.

A budget is handed to the bases by their team-days, and what one does not spend goes to the next ones; a floor
of a kecamatan whose villages go to several bases is shared by their backlog. Where either is, the sum is no
bound, since the whole may share otherwise. Kits belong to one base, and those who come to one village.

Pricing each base's tours on all villages, at the prices of the parts, would give a closer bound in all cases
(Geoffrion 1974); ``trips`` hands no prices out.
"""

import dataclasses
import math
import time
from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from planner.domain.measure import cost_idr
from planner.domain.plan import Outcome, Plan
from planner.domain.problem import Problem
from planner.domain.teams import Team
from planner.optimisers.greedy import practice as todays_practice
from planner.optimisers.watch import Progress, Watch

FloatArray = NDArray[np.float64]


def by_base(problem: Problem, watch: Watch | None = None) -> Plan:
    """Return the joined plans of all bases, never worse than today's practice.

    Parameters
    ----------
    problem
        What to plan.
    watch
        Limits, seed, and who is told of progress; 60 seconds when not given. Seconds and rounds are shared
        among the bases by their villages; what one does not need, the next ones have.
    """
    from planner.optimisers.trips import make_ready  # numba and PuLP take a second to import

    watch = watch or Watch()
    make_ready(watch)
    practice = todays_practice(problem)
    ways = _there_and_back(problem)
    plans = list(_planned(problem, _parts(problem, ways), watch))
    bound = _bound(problem, ways, plans)
    team_days = tuple(day for plan in plans for day in plan.team_days)
    plan = Plan(problem, team_days, Outcome("by_base", bound, seed=watch.seed, rounds=watch.rounds))
    if (-len(plan.unkept), plan.value) < (-len(practice.unkept), practice.value):
        plan = Plan(problem, practice.team_days, plan.outcome)
    plan = plan.giving_up()
    return plan.with_outcome(
        seconds=round(watch.elapsed, 3),
        stop_reason=_stop_reason(plan, plans),
        baseline_recorded=practice.recorded,
    )


def _there_and_back(problem: Problem) -> dict[str, FloatArray]:
    """Return base id -> least minutes from there to each village and back, for every base with a team.

    Over any other places, each leg on its best weekday; ``inf`` where no way leads at all.
    """
    travel = problem.travel
    best: FloatArray = travel.minutes.min(axis=0)
    at = [travel.index[village.id] for village in problem.villages]
    bases = [base.id for base in problem.bases if any(team.base == base.id for team in problem.teams)]
    starts = {base: travel.index[base] for base in bases}
    there_and_back = {base: _least(best, n) + _least(best.T, n) for base, n in starts.items()}
    return {base: minutes[at] for base, minutes in there_and_back.items()}


def _least(ways: FloatArray, start: int) -> FloatArray:
    """Return the least minutes from one place to each, over any others (Bellman 1958)."""
    least: FloatArray = ways[start].copy()
    least[start] = 0.0
    while True:
        shorter: FloatArray = np.minimum(least, np.min(least[:, None] + ways, axis=0))
        if np.array_equal(shorter, least):
            return least
        least = shorter


def _parts(problem: Problem, ways: dict[str, FloatArray]) -> list[Problem]:
    """Return one problem for each base with a team, each village with the base that is nearest to it."""
    nearest = np.argmin(list(ways.values()), axis=0) if ways else np.zeros(0)
    villages = [village.id for village in problem.villages]
    parts = [
        problem.part((v for v, n in zip(villages, nearest, strict=True) if n == number), [base])
        for number, base in enumerate(ways)
    ]
    there = _backlog_by_district(problem)
    return [_with_shared_floors(part, there) for part in parts]


def _with_shared_floors(part: Problem, there: dict[str, int]) -> Problem:
    """Return a part with each floor by its share of the backlog that is ``there`` in the kecamatan."""
    own = _backlog_by_district(part)
    floors = tuple(
        dataclasses.replace(
            floor, people=math.ceil(floor.people * own[floor.district_id] / there[floor.district_id])
        )
        if there[floor.district_id]
        else floor
        for floor in part.rules.floors
    )
    return part.replace(rules=dataclasses.replace(part.rules, floors=floors))


def _backlog_by_district(problem: Problem) -> dict[str, int]:
    people: Counter[str] = Counter()
    for village in problem.villages:
        people[village.district_id] += village.backlog
    return people


def _planned(problem: Problem, parts: list[Problem], watch: Watch) -> Iterator[Plan]:
    """Yield the plan of each part, with its share of the limits and the budget."""
    from planner.optimisers.trips import trips  # numba and PuLP take a second to import

    rest, recorded = sum(len(part.villages) for part in parts), 0
    money, days = problem.rules.budget, sum(part.team_days for part in parts)
    for part in parts:
        share = len(part.villages) / rest if rest else 1.0
        if money is not None:
            part = _with_budget(part, money * (part.team_days / days if days else 1.0))
        plan = trips(part, _share_of(watch, share, recorded))
        watch.rounds += plan.outcome.rounds
        rest, days = rest - len(part.villages), days - part.team_days
        recorded += plan.recorded
        money = None if money is None else max(0.0, money - cost_idr(plan))
        yield plan


def _with_budget(part: Problem, rupiah: float) -> Problem:
    return part.replace(rules=dataclasses.replace(part.rules, budget=rupiah))


def _share_of(watch: Watch, share: float, recorded: int) -> Watch:
    """Return a watch over a share (0..1) of what is left, on top of the people that other bases record."""
    before, seconds_before = watch.rounds, watch.elapsed

    def tell(progress: Progress) -> None:
        people = None if progress.recorded is None else recorded + progress.recorded
        rounds = before + progress.rounds
        watch.report(Progress(seconds_before + progress.seconds, progress.stage, people, None, rounds))

    seconds, rounds = max(0.0, watch.seconds - watch.elapsed), watch.max_rounds
    return dataclasses.replace(
        watch,
        seconds=seconds if seconds == math.inf else share * seconds,
        max_rounds=None if rounds is None else math.ceil(share * max(0, rounds - before)),
        report=tell,
        began=time.perf_counter(),
        rounds=0,
    )


def _bound(problem: Problem, ways: dict[str, FloatArray], plans: list[Plan]) -> float:
    """Return the least of the limits that are proven for the whole; see the top of the file."""
    reaches = {base: _reaches(problem, base, minutes) for base, minutes in ways.items()}
    backlog = np.array([village.backlog for village in problem.villages], dtype=float)
    in_reach = np.any(list(reaches.values()), axis=0) if reaches else np.zeros(len(backlog), dtype=bool)
    short = _always_short(problem, in_reach)
    limits = [float(backlog[in_reach].sum()) - short, float(_most_without_ways(problem)) - short]
    bounds = [plan.outcome.bound for plan in plans]
    known = [bound for bound in bounds if bound is not None]
    if len(known) == len(bounds) and _are_apart(problem, reaches, plans) and not _share(problem, plans):
        limits.append(sum(known))
    return min(limits)


def _reaches(problem: Problem, base: str, minutes: FloatArray) -> NDArray[np.bool_]:
    """Return where some team of ``base`` can be on a trip of all its nights, were there no stops."""
    longest = max((t.max_nights + 1) * _day_minutes(t) for t in problem.teams if t.base == base)
    reaches: NDArray[np.bool_] = minutes <= longest
    return reaches


def _are_apart(problem: Problem, reaches: dict[str, NDArray[np.bool_]], plans: list[Plan]) -> bool:
    """Return whether no team can be in a village of another base."""
    return all(
        village.id in plan.problem.village or not reached
        for plan, reach in zip(plans, reaches.values(), strict=True)
        for village, reached in zip(problem.villages, reach, strict=True)
    )


def _always_short(problem: Problem, in_reach: NDArray[np.bool_]) -> float:
    """Return the price of what floors ask beyond all the backlog that is in reach."""
    there: Counter[str] = Counter()
    for village, is_reached in zip(problem.villages, in_reach, strict=True):
        there[village.district_id] += village.backlog if is_reached else 0
    return sum(f.price * max(0, f.people - there[f.district_id]) for f in problem.rules.floors)


def _share(problem: Problem, plans: list[Plan]) -> bool:
    """Return whether the parts share a budget, directives or the floor of a kecamatan."""
    districts = Counter(d for plan in plans for d in {v.district_id for v in plan.problem.villages})
    asked = [floor.district_id for floor in problem.rules.floors]
    has_budget = problem.rules.budget is not None and len(plans) > 1
    has_directives = bool(problem.rules.directives) and len(plans) > 1
    return has_budget or has_directives or any(districts[district] > 1 for district in asked)


def _most_without_ways(problem: Problem) -> int:
    """Return the people recorded if every team-day were one stop, set-up included."""
    step = problem.rules.clock_minutes
    most = {
        t.id: t.people_in(max(0, _day_minutes(t) // step * step - t.setup_minutes)) for t in problem.teams
    }
    return sum(most[team.id] * len(problem.days_of(team)) for team in problem.teams)


def _day_minutes(team: Team) -> int:
    return team.end_minute - team.start_minute


def _stop_reason(plan: Plan, parts: list[Plan]) -> str:
    """Return ``proved``, or why a part ended; ``finished`` when all parts are proved but not the whole."""
    if plan.gap is not None and plan.gap <= 1e-4:
        return "proved"
    reasons = {part.outcome.stop_reason for part in parts}
    return next(
        (reason for reason in ("cancelled", "time", "rounds", "gap") if reason in reasons), "finished"
    )
