"""What a plan amounts to: computed from its stops, never stored with it."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from planner.domain.plan import Plan, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Costs


@dataclass(frozen=True, slots=True)
class Measures:
    """Sums of a plan.

    Parameters
    ----------
    backlog, recorded, left_over
        People; backlog = recorded + left_over.
    team_days, team_days_available
        Days on which a team is out, and those at hand.
    stops, villages_visited, villages_completed
        Visits; villages with at least one; villages with nobody left.
    nights
        Nights away from the base, per team.
    travel_minutes, km, boat_cost_idr
        Minutes on the way, kilometres on land, boat fares in rupiah.
    """

    backlog: int
    recorded: int
    left_over: int
    team_days: int
    team_days_available: int
    stops: int
    villages_visited: int
    villages_completed: int
    nights: int
    travel_minutes: float
    km: float
    boat_cost_idr: float


def measure(plan: Plan) -> Measures:
    """Return the sums of ``plan``."""
    legs = [leg for team_day in plan.team_days for leg in legs_of(plan, team_day)]
    return Measures(
        backlog=plan.problem.backlog,
        recorded=plan.recorded,
        left_over=plan.left_over,
        team_days=len(plan.team_days),
        team_days_available=plan.problem.team_days,
        stops=sum(len(team_day.stops) for team_day in plan.team_days),
        villages_visited=len(plan.planned),
        villages_completed=sum(1 for v in plan.problem.villages if v.backlog > 0 and plan.left(v.id) == 0),
        nights=sum(1 for team_day in plan.team_days if is_night_away(plan, team_day)),
        travel_minutes=sum(leg[0] for leg in legs),
        km=sum(leg[1] for leg in legs),
        boat_cost_idr=sum(leg[2] for leg in legs),
    )


def version_of(plan: Plan) -> str:
    """Return what tells one schedule from another: :attr:`planner.domain.plan.Plan.version`."""
    return plan.version


def is_costed(problem: Problem) -> bool:
    """Return whether the problem says anything of money but boat fares."""
    rents = any(team.day_cost for team in problem.teams)
    return problem.rules.budget is not None or problem.rules.costs != Costs() or rents


def has_rates(problem: Problem) -> bool:
    """Return whether it is known what anything but boats costs."""
    return problem.rules.costs != Costs() or any(team.day_cost for team in problem.teams)


def cost_idr(plan: Plan) -> float:
    """Return what all team-days cost together, in rupiah: days out, nights away, kilometres, boat fares."""
    return sum(day_cost_idr(plan, team_day) for team_day in plan.team_days)


class DayCosts(NamedTuple):
    """What one team-day costs, in rupiah: the day out, the night away, its stops, kilometres, boat fares."""

    day: float
    night: float
    stops: float
    km: float
    fares: float


def day_cost_idr(plan: Plan, team_day: TeamDay) -> float:
    """Return what one team-day costs, in rupiah; a leg without a way costs nothing, since nobody takes it."""
    return sum(day_costs(plan.problem, team_day))


def day_costs(problem: Problem, team_day: TeamDay) -> DayCosts:
    """Return the parts of what one team-day costs."""
    costs, team = problem.rules.costs, problem.team[team_day.team]
    legs = [leg for leg in _legs(problem, team_day) if math.isfinite(leg[0])]
    return DayCosts(
        day=costs.day_out + team.day_cost,
        night=costs.night if team_day.end_at != team.base else 0.0,
        stops=sum(costs.of_stop(problem.village[stop.village]) for stop in team_day.stops),
        km=sum(leg[1] for leg in legs) * costs.km,
        fares=sum(leg[2] for leg in legs),
    )


def is_night_away(plan: Plan, team_day: TeamDay) -> bool:
    """Return whether the team sleeps in the field after this day."""
    return team_day.end_at != plan.problem.team[team_day.team].base


def legs_of(plan: Plan, team_day: TeamDay) -> list[tuple[float, float, float, bool]]:
    """Return minutes, km on land, boat fares and by-boat of each leg of the day, in order."""
    return _legs(plan.problem, team_day)


def _legs(problem: Problem, team_day: TeamDay) -> list[tuple[float, float, float, bool]]:
    route = [team_day.start_at, *(stop.village for stop in team_day.stops), team_day.end_at]
    weekday = team_day.day.weekday()
    return [problem.travel.leg(a, b, weekday) for a, b in pairwise(route) if a != b]
