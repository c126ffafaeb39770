"""Plan B of a visit: another village that the team could serve on that day instead, within the same trip.

What is offered can be done: the visit is replaced in the plan, the other stops, the nights and everything
else stay as they are, and the plan is judged again by all rules. Each plan B stands for itself: a village may
be offered for several visits.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.domain.check import check
from planner.domain.plan import Plan, Stop, TeamDay
from planner.domain.problem import Problem

TRIED = 8  # villages that are judged by all rules for one visit, the best first


@dataclass(frozen=True, slots=True)
class PlanB:
    """A stop in the place of a planned one: where and when, and with how many people."""

    instead_of: Stop
    stop: Stop

    @property
    def village(self) -> str:
        """Id of the other village."""
        return self.stop.village


def plan_b(plan: Plan, day: TeamDay, position: int) -> PlanB | None:
    """Return the best other village for one visit, or ``None`` where there is none.

    The best one is where most people left over by ``plan`` could be recorded; then the nearest to the stop
    before. It is not on the programme of the team on that day already.

    Parameters
    ----------
    plan
        A plan that keeps the rules.
    day, position
        One of its team-days, and the position of the visit in it.
    """
    found = sorted(_stops_instead(plan, day, position), key=lambda s: (-s.people, s.arrive, s.village))
    for stop in found[:TRIED]:
        if not check(_with(plan, day, position, stop)):
            return PlanB(day.stops[position], stop)
    return None


def _stops_instead(plan: Plan, day: TeamDay, position: int) -> Iterator[Stop]:
    """Yield a stop in every village that is open, has people left over and fits between its neighbours."""
    problem, team = plan.problem, plan.problem.team[day.team]
    taken = {stop.village for stop in day.stops}
    for village in problem.villages:
        left = plan.left(village.id)
        if village.id in taken or left < 1 or not problem.may_serve(team, village, day.day):
            continue
        hours = _hours(problem, day, position, village.id)
        if hours is None:
            continue
        arrive, opened, latest = hours
        people = min(left, team.people_in(latest - opened))
        if problem.rules.turnout:
            people = min(people, problem.rules.coming(left, _served_before(plan, village.id, day)))
        if people >= max(1, problem.rules.smallest_stop):
            close = opened + team.minutes_for(people)
            yield Stop(
                village.id,
                arrive,
                opened,
                _up(problem, close - team.start_minute) + team.start_minute,
                people,
            )


def _hours(problem: Problem, day: TeamDay, position: int, village: str) -> tuple[int, int, int] | None:
    """Return arrival, first and last minute of service in ``village``; ``None`` without a way."""
    team, weekday = problem.team[day.team], day.day.weekday()
    before, after = day.stops[:position], day.stops[position + 1 :]
    start, leave = (before[-1].village, before[-1].close) if before else (day.start_at, team.start_minute)
    end, back = (after[0].village, after[0].arrive) if after else (day.end_at, problem.end_of(team, day.day))
    there, on = (_way(problem, a, b, weekday) for a, b in ((start, village), (village, end)))
    if math.isinf(there + on):
        return None
    arrive = leave + int(there)
    last = min(back - int(on), problem.service_ends(team, village, day.day))
    last -= (last - team.start_minute) % problem.rules.clock_minutes
    return arrive, arrive + team.setup_minutes, last


def _way(problem: Problem, start: str, end: str, weekday: int) -> float:
    """Return minutes on the clock of the plan, ``inf`` where there is no way."""
    minutes = problem.travel.between(start, end, weekday) if start != end else 0.0
    return minutes if math.isinf(minutes) else _up(problem, minutes)


def _up(problem: Problem, minutes: float) -> int:
    step = problem.rules.clock_minutes
    return math.ceil(minutes / step - 1e-9) * step


def _served_before(plan: Plan, village: str, day: TeamDay) -> int:
    dates = {d.day for d in plan.team_days if d.day < day.day for stop in d.stops if stop.village == village}
    return len(dates)


def _with(plan: Plan, day: TeamDay, position: int, stop: Stop) -> Plan:
    """Return ``plan`` with another stop, and the hours of the day as they follow from it."""
    problem, team = plan.problem, plan.problem.team[day.team]
    weekday = day.day.weekday()
    stops = (*day.stops[:position], stop, *day.stops[position + 1 :])
    leave = stops[0].arrive - int(_way(problem, day.start_at, stops[0].village, weekday))
    back = stops[-1].close + int(_way(problem, stops[-1].village, day.end_at, weekday))
    changed = replace(day, stops=stops, leave=max(team.start_minute, leave), back=back)
    days = tuple(changed if found is day else found for found in plan.team_days)
    return Plan(problem, days, replace(plan.outcome, bound=None))
