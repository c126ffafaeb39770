"""One row of a what-if: what a plan amounts to, and why the others are left over."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from planner.domain.measure import cost_idr, is_costed, measure
from planner.domain.places import Base
from planner.domain.plan import Marginal, Plan
from planner.domain.problem import Problem
from planner.domain.reach import BELOW, unreachable

MOSTLY = 0.9  # share of those within reach whose date is told
THINGS = ("team-day", "kit-day", "budget")  # what people are left over for


@dataclass(frozen=True, slots=True)
class LeftOver:
    """People left over, by what stands in their way; together they are all of them.

    Parameters
    ----------
    no_team_day
        Within reach, and no team-day, kit or rupiah was spent on them; :attr:`Row.wanting` says which.
    unreachable
        In villages that no team can serve: no way, too far, closed, outside all areas, no kit or working day.
    below_smallest
        In villages where fewer wait than the smallest stop, or fewer are left after those who were served.
    by_rule
        In villages that a rule of the office forbids, or beyond what a hard ``MAX`` allows.
    """

    no_team_day: int
    unreachable: int
    below_smallest: int
    by_rule: int


@dataclass(frozen=True, slots=True)
class Row:
    """What a number of teams, or a scenario, can do.

    Parameters
    ----------
    name
        Of the scenario; empty for the project as it is.
    teams, team_days
        Teams, and the days they have until the deadline.
    recorded, left_over, bound
        People recorded and left over by the plan, and what any plan is worth at most.
    gap
        As :attr:`planner.domain.plan.Plan.gap`.
    per_extra_team
        People recorded more than in the row before, per team added; ``None`` in the first row.
    status
        As :attr:`planner.domain.plan.Plan.status`.
    seconds
        Wall-clock seconds of this row.
    backlog, recorded_before
        People not yet recorded on the first day, and those recorded before.
    most
        People that any plan records at most: ``bound``, with floors or soft rules their whole price more, and
        never more than are within reach; ``None`` without a bound.
    left
        Those left over, by reason.
    wanting
        What the plan has used up, so that people within reach are left over; see :func:`wanting`.
    team_days_used, nights
        Days on which a team is out, and nights away.
    kits
        That may go out: those of the bases that have a number, and one for each team elsewhere.
    floors_missed
        Kecamatan that are short of their floor.
    cost_idr, cost_per_person
        In rupiah; ``None`` where nothing is said of money, or nobody is recorded.
    date_90
        Day on which 90 % of those within reach, and of those recorded before, are recorded; ``None`` when
        that is not before the deadline.
    teams_at
        Base and its teams, for each base with one.
    marginals
        What one more team-day at each base would bring at most, from the proof of the bound of this row.
    """

    name: str
    teams: int
    team_days: int
    recorded: int
    left_over: int
    bound: float | None
    gap: float | None
    per_extra_team: float | None
    status: str
    seconds: float
    backlog: int
    recorded_before: int
    most: int | None
    left: LeftOver
    wanting: tuple[str, ...]
    team_days_used: int
    nights: int
    kits: int
    floors_missed: int
    cost_idr: float | None
    cost_per_person: float | None
    date_90: date | None
    teams_at: tuple[tuple[str, int], ...]
    marginals: tuple[Marginal, ...] = ()


def row_of(plan: Plan, cut_off: dict[str, str], *, name: str = "", before: Plan | None = None) -> Row:
    """Return the row of a plan.

    Parameters
    ----------
    plan
        The plan.
    cut_off
        Village id -> why nobody can serve it; :func:`reach_of`.
    name
        Of the scenario.
    before
        The plan with fewer teams in the row before.
    """
    problem, sums = plan.problem, measure(plan)
    cost = cost_idr(plan) if is_costed(problem) else None
    return Row(
        name=name,
        teams=len(problem.teams),
        team_days=problem.team_days,
        recorded=plan.recorded,
        left_over=plan.left_over,
        bound=plan.outcome.bound,
        gap=plan.gap,
        per_extra_team=_per_extra_team(plan, before),
        status=plan.status,
        seconds=plan.outcome.seconds,
        backlog=problem.backlog,
        recorded_before=problem.recorded_before,
        most=most_recorded(plan, cut_off),
        left=split(plan, cut_off),
        wanting=wanting(plan),
        team_days_used=sums.team_days,
        nights=sums.nights,
        kits=_kits(problem),
        floors_missed=sum(1 for people in plan.short.values() if people),
        cost_idr=cost,
        cost_per_person=cost / plan.recorded if cost is not None and plan.recorded else None,
        date_90=date_of(plan, MOSTLY, cut_off),
        teams_at=tuple(sorted(Counter(team.base for team in problem.teams).items())),
        marginals=plan.outcome.marginals,
    )


def _per_extra_team(plan: Plan, before: Plan | None) -> float | None:
    added = len(plan.problem.teams) - (len(before.problem.teams) if before is not None else 0)
    return (plan.recorded - before.recorded) / added if before is not None and added else None


def _kits(problem: Problem) -> int:
    teams = Counter(team.base for team in problem.teams)
    return sum(teams[base.id] if base.kits is None else base.kits for base in problem.bases)


def reach_of(problem: Problem, project: Problem) -> dict[str, str]:
    """Return village id -> why nobody can serve it; without teams, what those of the project could."""
    return unreachable(problem if problem.teams else problem.replace(teams=project.teams))


class Reach:
    """What is within reach of numbers of teams of a project: teams alike are looked at once.

    Parameters
    ----------
    project
        The project, whose villages, days and ways all of them share.
    """

    def __init__(self, project: Problem) -> None:
        self._project = project
        self._known: dict[object, dict[str, str]] = {}

    def __call__(self, problem: Problem) -> dict[str, str]:
        """Return :func:`reach_of` the project with the teams of ``problem``."""
        is_named = any(rule.team for rule in problem.rules.directives)
        alike = frozenset(team if is_named else replace(team, id="", name="") for team in problem.teams)
        key = alike, problem.rules.given_up
        if key not in self._known:
            self._known[key] = reach_of(problem, self._project)
        return self._known[key]


def within_reach(problem: Problem, cut_off: dict[str, str]) -> int:
    """Return the people who wait in villages that some team can serve."""
    return problem.backlog - sum(problem.village[village].backlog for village in cut_off)


def most_recorded(plan: Plan, cut_off: dict[str, str]) -> int | None:
    """Return how many people any plan for these teams records at most.

    A bound speaks of the value, people less the price of what is missing. That price is between 0 and the one
    of all floors and soft rules, so nobody records more than the bound and that price together. Hard rules
    that this plan gives up are not asked for: the bound then holds for all plans that give them up as well.
    """
    if plan.outcome.bound is None:
        return None
    people = plan.outcome.bound + plan.problem.rules.price_of_floors
    return min(math.floor(people + 1e-6), within_reach(plan.problem, cut_off))


def split(plan: Plan, cut_off: dict[str, str]) -> LeftOver:
    """Return why people are left over."""
    parts: Counter[str] = Counter()
    for village, why in cut_off.items():
        parts[_part(why)] += plan.left(village)
    least = plan.problem.rules.smallest_stop
    for village in plan.planned.keys() - cut_off.keys():
        parts["below_smallest"] += plan.left(village) if plan.left(village) < least else 0
    beyond = _beyond_most(plan, cut_off)
    rest = plan.left_over - sum(parts.values()) - beyond
    return LeftOver(rest, parts["unreachable"], parts["below_smallest"], parts["by_rule"] + beyond)


def _part(why: str) -> str:
    if why == BELOW:
        return "below_smallest"
    if why == "no team":  # of a project without any: nothing is known of its ways
        return "no_team_day"
    return "by_rule" if why == "forbidden" else "unreachable"


def _beyond_most(plan: Plan, cut_off: dict[str, str]) -> int:
    """Return the people left over in villages of hard ``MAX`` rules that have recorded all they allow.

    Without those who are too few for a stop anyhow.
    """
    shut: set[str] = set()
    for rule in plan.problem.rules.directives:
        recorded = sum(plan.planned.get(village, 0) for village in rule.villages)
        if rule.kind == "MAX" and rule.is_hard and recorded >= rule.people:
            shut.update(rule.villages)
    least = plan.problem.rules.smallest_stop
    left = [(plan.left(village), village in plan.planned) for village in shut - cut_off.keys()]
    return sum(people for people, is_served in left if people >= least or not is_served)


def wanting(plan: Plan) -> tuple[str, ...]:
    """Return what a plan has used up, of ``team-day``, ``kit-day``, ``budget``; team-days where nothing is.

    On a day on which a base has fewer kits than teams at work, kits are what is wanting there once all of
    them are out; on any other day team-days are, once all teams are out. A budget is used up when no further
    day out could be paid.
    """
    problem, out = (
        plan.problem,
        Counter((day.day, plan.problem.team[day.team].base) for day in plan.team_days),
    )
    found = {_wanting_on(problem, base, day, out[day, base.id]) for base, day in _base_days(problem)}
    rules = problem.rules
    if rules.budget is not None and cost_idr(plan) + _cheapest_day(problem) > rules.budget:
        found.add("budget")
    return tuple(thing for thing in THINGS if thing in found) or ("team-day",)


def _base_days(problem: Problem) -> Iterator[tuple[Base, date]]:
    return product(problem.bases, problem.calendar.working_days())


def _wanting_on(problem: Problem, base: Base, day: date, out: int) -> str:
    """Return what is used up at a base on a day; empty where nothing is."""
    at_work = sum(team.base == base.id and problem.is_at_work(team, day) for team in problem.teams)
    kits = base.kits_on(day)
    if kits is not None and kits < at_work:
        return "kit-day" if out >= kits else ""
    return "team-day" if out >= at_work > 0 else ""


def _cheapest_day(problem: Problem) -> float:
    costs = problem.rules.costs
    return costs.day_out + min((team.day_cost for team in problem.teams), default=0.0)


def date_of(plan: Plan, share: float, cut_off: dict[str, str]) -> date | None:
    """Return the day on which a share of the people is recorded, if there is one.

    They are those within reach, and those recorded before the first day.
    """
    so_far = plan.problem.done_before
    target = math.ceil(share * (so_far + within_reach(plan.problem, cut_off)) - 1e-9)
    if so_far >= target > 0:
        return plan.problem.calendar.first
    for team_day in plan.team_days:
        so_far += team_day.people
        if so_far >= target > 0:
            return team_day.day
    return None
