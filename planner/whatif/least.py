"""How few teams record a share of the backlog, and whether fewer are proven not to."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.whatif.row import most_recorded, reach_of, within_reach
from planner.whatif.series import Clock, Series

SHARES = (0.5, 0.8, 0.9, 0.95, 1.0)
MANY = 300  # teams; no search goes beyond
STEPS = 6  # solves that a search is expected to take


@dataclass(frozen=True, slots=True)
class Least:
    """The fewest teams for a share of the backlog.

    Parameters
    ----------
    share, target
        Of the whole, those recorded before the first day and those who wait then, and the people that are.
    at_least
        So many teams are needed: the bound shows that one fewer cannot do it. Where ``teams`` is ``None``,
        more than were tried, or than there can be.
    teams
        So many are enough: there is a plan. ``None`` where none was found.
    is_impossible
        Whether it is proven that no number up to ``tried`` is enough, and any number where ``tried`` is
        ``None``.
    tried
        Most teams that were looked at; ``None`` where the number of teams does not matter.
    most
        People that are recorded at most whatever the number of teams looked at, where it is impossible; those
        recorded before among them.
    blocks
        What stands in the way where it is impossible: (reason, people), reasons as in
        :func:`planner.domain.reach.unreachable`; then ``turnout``, ``budget``, ``kits``, ``MAX`` and ``days``
        for what a project limits beside its teams, people then 0.
    kits
        That are out on the same day at most in the plan of ``teams``.
    so_far
        People of the target who were recorded before the first day.
    """

    share: float
    target: int
    at_least: int
    teams: int | None = None
    is_impossible: bool = False
    tried: int | None = None
    most: int | None = None
    blocks: tuple[tuple[str, int], ...] = ()
    kits: int | None = None
    so_far: int = 0

    @property
    def is_done(self) -> bool:
        """Whether so many are recorded already."""
        return self.so_far >= self.target > 0

    @property
    def is_proven(self) -> bool:
        """Whether the fewest teams are known, or known not to exist."""
        return self.is_impossible or self.teams == self.at_least


def least_teams(series: Series, shares: Sequence[float], clock: Clock) -> tuple[Least, ...]:
    """Return the fewest teams for each share of the whole, searched for by bisection until the clock is over.

    A number of teams is enough when its plan records the people, and too few when no plan for it can
    (:func:`planner.whatif.row.most_recorded`); between the two nothing is known.
    """
    problem = series.problem
    targets = [math.ceil(share * problem.whole - 1e-9) for share in shares]
    to_do = [max(0, target - problem.done_before) for target in targets]
    cut_off = reach_of(problem, problem)
    reach = within_reach(problem, cut_off)
    wanted = [people for people in to_do if people <= reach] if problem.teams else []
    while not clock.is_over and not series.engine.is_cancelled():
        asked = [n for people in wanted if (n := _next(series, people, cut_off)) is not None]
        if not asked:
            break
        series.solve(max(asked), clock.share(STEPS))
    return tuple(
        _with_before(_least(series, share, people, cut_off), target, problem.done_before)
        for share, people, target in zip(shares, to_do, targets, strict=True)
    )


def _with_before(found: Least, target: int, so_far: int) -> Least:
    """Return what was found of those who wait as what it is of the whole."""
    return replace(
        found, target=target, so_far=so_far, most=None if found.most is None else found.most + so_far
    )


def _next(series: Series, target: int, cut_off: dict[str, str]) -> int | None:
    """Return the number of teams that tells most of a target; ``None`` when no more is to be told."""
    low, high = _limits(series, target, cut_off)
    most = max(series.plans)
    if high is None:
        is_settled = most >= MANY or (low == most and _brings_nobody(series.plans[most]))
        return None if is_settled else min(MANY, max(2 * most, 1))
    between = [count for count in range(low + 1, high) if count not in series.plans]
    return between[len(between) // 2] if between else None


def _limits(series: Series, target: int, cut_off: dict[str, str]) -> tuple[int, int | None]:
    """Return the largest number of teams that is too few, and the smallest that is enough."""
    plans = series.plans
    enough = min((count for count, plan in plans.items() if plan.recorded >= target), default=None)
    few = [count for count, plan in plans.items() if _is_too_few(plan, target, cut_off)]
    return max(few, default=-1), enough


def _is_too_few(plan: Plan, target: int, cut_off: dict[str, str]) -> bool:
    most = most_recorded(plan, cut_off)
    return most is not None and most < target and not plan.problem.rules.given_up


def _brings_nobody(plan: Plan) -> bool:
    """Return whether the proof says that one more team-day at no base of the teams brings anybody."""
    prices = [m.people for m in plan.outcome.marginals if m.thing == "team-day"]
    return bool(prices) and max(prices) < 1e-9


def _least(series: Series, share: float, target: int, cut_off: dict[str, str]) -> Least:
    low, enough = _limits(series, target, cut_off)
    plans, reach = series.plans, within_reach(series.problem, cut_off)
    last = max(plans)
    if enough is not None:
        return Least(share, target, low + 1, enough, kits=_most_out(plans[enough]))
    if target > reach:
        return Least(share, target, low + 1, None, True, None, reach, _unreached(series.problem, cut_off))
    tried = None if _brings_nobody(plans[last]) else last
    if low < last or (tried is not None and tried < MANY):
        return Least(share, target, low + 1, tried=last)
    most = most_recorded(plans[last], cut_off)
    return Least(share, target, low + 1, None, True, tried, most, _limiting(series.problem))


def _most_out(plan: Plan) -> int:
    """Return how many teams, each with its kit, are out on the same day at most."""
    return max(Counter(team_day.day for team_day in plan.team_days).values(), default=0)


def _unreached(problem: Problem, cut_off: dict[str, str]) -> tuple[tuple[str, int], ...]:
    """Return the reasons why villages are out of reach, and the people there, most people first."""
    people: Counter[str] = Counter()
    for village, why in cut_off.items():
        people[why.partition(": ")[0]] += problem.village[village].backlog
    return tuple(people.most_common())


def _limiting(problem: Problem) -> tuple[tuple[str, int], ...]:
    """Return what limits a project beside its teams; days alone where there is nothing else."""
    rules = problem.rules
    found = {
        "turnout": bool(rules.turnout),
        "budget": rules.budget is not None,
        "kits": any(base.kits is not None for base in problem.bases),
        "MAX": any(rule.kind == "MAX" for rule in rules.directives),
    }
    named = tuple((name, 0) for name, is_there in found.items() if is_there)
    return named or (("days", 0),)
