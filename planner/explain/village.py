"""What a plan does in one village, and why it does no more or comes no earlier."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner import tables
from planner.domain.directives import Directive
from planner.domain.efforts import Effort, best_trip
from planner.domain.measure import has_rates
from planner.domain.places import Village
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.reach import unreachable
from planner.domain.trips import Trip, trips_of
from planner.errors import PlannerError
from planner.explain.again import SECONDS, Difference, compared
from planner.optimisers import Progress

EARLIER = timedelta(days=7)  # than the first visit: what is asked when nobody names a date


@dataclass(frozen=True, slots=True)
class Visited:
    """One visit of a plan: its day, the id of the team, and people recorded."""

    day: date
    team: str
    people: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of one village.

    Parameters
    ----------
    village
        The village; its backlog is ``planned`` + ``left``.
    planned, left
        People recorded in the plan, and those left over.
    visits
        By date.
    reason, detail
        Why people are left over, as in :func:`planner.tables.not_served`; empty when nobody is.
    days, days_possible
        Days on which some team is at work, and those of them on which one may serve the village.
    rules
        Rules of the office that forbid visits here or limit people.
    trip, first_day, base
        The one trip to this village alone that records most per team-day, the first day on which it could
        leave and the id of the base; ``None`` and empty where there is none or nobody is left.
    price
        Of that trip in people, at the prices of the bound: what its team-days, kits and money are worth at
        most elsewhere; ``None`` without a proof.
    weakest
        The trip of the plan from the same base that records fewest per team-day; ``None`` without any.
    by
        Day by which the village was asked to be served; ``None`` when it just had to be served.
    asked
        What a plan looks like that serves it (more, or by that day); ``None`` when nothing was asked.
    """

    village: Village
    planned: int
    left: int
    visits: tuple[Visited, ...]
    reason: str
    detail: str
    days: int
    days_possible: int
    rules: tuple[Directive, ...]
    trip: Effort | None
    first_day: date | None
    base: str
    price: float | None
    weakest: Trip | None
    by: date | None
    asked: Difference | None

    @property
    def per_team_day(self) -> float | None:
        """People whom the best trip records per team-day."""
        return self.trip.people / self.trip.team_days if self.trip else None

    @property
    def shortfall(self) -> float | None:
        """People that the best trip brings less than its means are worth elsewhere; below 0: more."""
        return self.price - self.trip.people if self.trip and self.price is not None else None


def explain(
    plan: Plan,
    village_id: str,
    *,
    by: date | None = None,
    seconds: float = SECONDS,
    seed: int = 0,
    report: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Explanation:
    """Return why a plan serves a village as it does, and what serving it otherwise would displace.

    Parameters
    ----------
    plan
        A plan that keeps all rules.
    village_id
        Code of the village.
    by
        Ask for a visit by this day. Without it, a village with people left is asked to be served by one trip
        more, and any other to be served a week before its first visit.
    seconds
        Of the search for that plan; 0 for none.
    seed, report, is_cancelled
        As for :func:`planner.planning.solve`.

    Raises
    ------
    PlannerError
        When the plan knows no such village.
    """
    problem = plan.problem
    if village_id not in problem.village:
        raise PlannerError(f"the plan knows no village {village_id!r}")
    village, found = problem.village[village_id], best_trip(plan, village_id)
    trip, first_day = found or (None, None)
    base = problem.team[trip.team].base if trip else ""
    visits = _visits(plan, village_id)
    question, by = _question(plan, village, trip, visits, by)
    asked = None
    if question is not None and seconds > 0:
        changed = _with(problem, question)
        asked = compared(plan, changed, seconds=seconds, seed=seed, report=report, is_cancelled=is_cancelled)
    reason, detail = _reason(plan, village_id)
    days, days_possible = _days(problem, village)
    return Explanation(
        village=village,
        planned=plan.planned.get(village_id, 0),
        left=plan.left(village_id),
        visits=visits,
        reason=reason,
        detail=detail,
        days=days,
        days_possible=days_possible,
        rules=tuple(d for d in problem.rules.directives if _limits(d, village_id)),
        trip=trip if trip is None or has_rates(problem) else replace(trip, cost_idr=float("nan")),
        first_day=first_day,
        base=base,
        price=_price(plan, trip, base) if trip else None,
        weakest=_weakest(plan, base),
        by=by,
        asked=asked,
    )


def _visits(plan: Plan, village_id: str) -> tuple[Visited, ...]:
    return tuple(
        Visited(day.day, day.team, stop.people)
        for day in plan.team_days
        for stop in day.stops
        if stop.village == village_id
    )


def _reason(plan: Plan, village_id: str) -> tuple[str, str]:
    """Return why people are left over, and more about it."""
    table = tables.villages(plan).set_index("village_code")
    row = table.loc[village_id]
    return str(row["reason"]), str(row["reason_detail"])


def _days(problem: Problem, village: Village) -> tuple[int, int]:
    """Return on how many days some team is at work, and on how many of them it may serve a village."""
    days = {(day, team) for team in problem.teams for day in problem.days_of(team)}
    possible = {day for day, team in days if problem.may_serve(team, village, day)}
    return len({day for day, _ in days}), len(possible)


def _limits(directive: Directive, village_id: str) -> bool:
    return village_id in directive.villages and directive.kind in ("FORBID", "MAX")


def _price(plan: Plan, trip: Effort, base: str) -> float | None:
    """Return what the days, kits and money of a trip are worth elsewhere on average, in people.

    The price of a team-day is reckoned beside kits and money, so the three add up.
    """
    price = {(m.thing, m.base): m.people for m in plan.outcome.marginals}
    if ("team-day", base) not in price:
        return None
    per_day = price["team-day", base] + price.get(("kit-day", base), 0.0)
    return trip.team_days * per_day + trip.cost_idr / 1e6 * price.get(("million rupiah", ""), 0.0)


def _weakest(plan: Plan, base: str) -> Trip | None:
    own = (trip for trip in trips_of(plan) if plan.problem.team[trip.team].base == base)
    return min(own, key=lambda trip: (trip.people / len(trip.days), trip.first), default=None)


def _question(
    plan: Plan, village: Village, trip: Effort | None, visits: tuple[Visited, ...], by: date | None
) -> tuple[Directive | None, date | None]:
    """Return what to ask of a plan that serves the village, and the day; nothing where it makes no sense."""
    name = _free_name(plan.problem)
    if village.id in unreachable(plan.problem) or not village.backlog:
        return None, by
    if by is None and trip is not None:
        people = plan.planned.get(village.id, 0) + trip.people
        if visits:
            return Directive(name, "MIN", (village.id,), people=people), None
        return Directive(name, "MUST", (village.id,)), None
    if by is None:
        by = visits[0].day - EARLIER if visits else None
    first = plan.problem.calendar.first
    if by is None or by < first or (visits and visits[0].day <= by):
        return None, None
    return Directive(name, "MUST", (village.id,), last=by), by


def _free_name(problem: Problem) -> str:
    taken = {d.id for d in (*problem.rules.directives, *problem.rules.given_up)}
    return next(name for n in range(1, len(taken) + 2) if (name := "?" * n) not in taken)


def _with(problem: Problem, directive: Directive) -> Problem:
    rules = replace(problem.rules, directives=(*problem.rules.directives, directive))
    return problem.replace(rules=rules)
