"""Which villages any team can serve at all, and why the others cannot be reached.

Earliest arrivals forwards from the base and latest departures backwards to it, over every run of working
days, nights only where there is lodging: what is left between the two is time for service.
"""

import math
from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.calendar import blocks
from planner.domain.places import Village
from planner.domain.problem import Problem
from planner.domain.teams import Team

FloatArray = NDArray[np.float64]


def unreachable(problem: Problem) -> dict[str, str]:
    """Return village id -> reason, for every village with a backlog that no team can serve.

    The reason is ``no team``, ``no working day``, ``no kit`` on any of them, ``no way`` with the travel
    source's words, ``in no team's areas``, ``latest day passed``, ``always closed``, or ``too far`` when the
    ways there and back leave no time for set-up and one recording, nights included.
    """
    waiting = [village for village in problem.villages if village.backlog > 0]
    if not problem.teams:
        return {village.id: "no team" for village in waiting}
    best = best_service_minutes(problem)
    if any(best[village.id] < 0 for village in waiting):
        best = best_service_minutes(problem, over_others=True)
    nobody = "no kit" if any(problem.days_of(team) for team in problem.teams) else "no working day"
    worked = {day for team in problem.teams for run in _runs(problem, team) for day in run}
    return {v.id: _reason(problem, v, worked) if worked else nobody for v in waiting if best[v.id] < 0}


def _reason(problem: Problem, village: Village, worked: set[date]) -> str:
    """Return why nobody can serve ``village``, ``worked`` being the days on which some team goes out."""
    if village.id in problem.travel.reasons:
        return f"no way: {problem.travel.reasons[village.id]}"
    if not any(team.serves(village.id) for team in problem.teams):
        return "in no team's areas"
    if village.latest is not None and village.latest < min(worked):
        return "latest day passed"
    return "too far" if any(village.is_open(day) for day in worked) else "always closed"


def _runs(problem: Problem, team: Team) -> tuple[tuple[date, ...], ...]:
    """Return the team's runs of consecutive days on which its base has a kit to go out with."""
    base = problem.base[team.base]
    return blocks(day for day in problem.days_of(team) if base.kits_on(day) != 0)


def best_service_minutes(problem: Problem, *, over_others: bool = False) -> dict[str, float]:
    """Return village id -> most minutes on site in one day of any team, beyond set-up and one recording.

    ``over_others`` lets ways lead over other places where that is quicker or the only way. A team would have
    to stop there for somebody, so with it the answer may be too hopeful; without it, too strict.
    Negative when the ways leave too little, ``-inf`` when there is no way or the village is always closed.
    Times are on the plan's clock: travel is rounded up to ``rules.clock_minutes``.
    """
    best = dict.fromkeys((village.id for village in problem.villages), -np.inf)
    for team, block in _distinct_blocks(problem):
        step = problem.rules.clock_minutes
        needed = math.ceil((team.setup_minutes + team.minutes_for(1)) / step - 1e-9) * step
        for day, spare in _spare_minutes(problem, team, block, over_others):
            for village in problem.villages:
                if village.is_open(day) and team.serves(village.id):
                    minutes = spare[problem.travel.index[village.id]] - needed
                    best[village.id] = max(best[village.id], minutes)
    return best


def _distinct_blocks(problem: Problem) -> Iterator[tuple[Team, tuple[date, ...]]]:
    """Yield one team and run of days for each kind that differs in anything that matters here."""
    shut = _villages_shut(problem)
    seen = set()
    for team in problem.teams:
        for block in _runs(problem, team):
            days = tuple((problem.travel.matrix_of_weekday[day.weekday()], shut[day]) for day in block)
            kind = (
                team.base,
                team.rate_per_hour,
                team.start_minute,
                team.end_minute,
                team.setup_minutes,
                team.max_nights,
                team.areas,
                days,
            )
            if kind not in seen:
                seen.add(kind)
                yield team, block


def _villages_shut(problem: Problem) -> dict[date, frozenset[str]]:
    """Return day -> ids of the villages that cannot be served on it."""
    shut = {day: set[str]() for day in problem.calendar.days()}
    for village in problem.villages:
        if village.closed or village.latest is not None:
            for day, ids in shut.items():
                if not village.is_open(day):
                    ids.add(village.id)
    return {day: frozenset(ids) for day, ids in shut.items()}


def _spare_minutes(
    problem: Problem, team: Team, block: tuple[date, ...], over_others: bool
) -> Iterator[tuple[date, FloatArray]]:
    """Yield each day with the (n,) minutes between earliest arrival and latest departure at each place."""
    step = problem.rules.clock_minutes
    length = float((team.end_minute - team.start_minute) // step * step)
    ways = [np.ceil(problem.travel.on(day.weekday()) / step - 1e-9) * step for day in block]
    if over_others:
        ways = [_over_others(way) for way in ways]
    base = problem.travel.index[team.base]
    sleeps = np.array([p in problem.village and problem.village[p].lodging for p in problem.travel.place_ids])
    for first in range(len(block)):
        arrivals = _arrivals(ways[first:], base, sleeps, length, team.max_nights)
        for last in range(first, min(len(block), first + team.max_nights + 1)):
            departures = _departures(ways[first : last + 1], base, sleeps, length)
            for n in range(last - first + 1):
                yield block[first + n], departures[n] - arrivals[n]


def _over_others(way: FloatArray) -> FloatArray:
    """Return the shortest minutes between all places, over any others (Floyd 1962, Warshall 1962)."""
    shortest = way.copy()
    for over in range(len(shortest)):
        np.minimum(shortest, shortest[:, over, None] + shortest[None, over, :], out=shortest)
    return shortest


def _arrivals(
    ways: list[FloatArray], base: int, sleeps: NDArray[np.bool_], length: float, nights: int
) -> list[FloatArray]:
    """Return per day of the trip the earliest minute of arrival at each place, from the base on day 0."""
    arrivals = [ways[0][base].copy()]
    arrivals[0][base] = 0.0
    for way in ways[1 : nights + 1]:
        slept = sleeps & (arrivals[-1] <= length)
        arrivals.append(np.min(np.where(slept[:, None], way, np.inf), axis=0, initial=np.inf))
        arrivals[-1][slept] = 0.0
    return arrivals


def _departures(
    ways: list[FloatArray], base: int, sleeps: NDArray[np.bool_], length: float
) -> list[FloatArray]:
    """Return per day of the trip the latest minute to leave each place so as to be home on the last day."""
    departures = [length - ways[-1][:, base]]
    departures[0][base] = length
    for way in reversed(ways[:-1]):
        rests = sleeps & (departures[0] >= 0)
        latest = length - np.min(np.where(rests[None, :], way, np.inf), axis=1, initial=np.inf)
        latest[rests] = length
        departures.insert(0, latest)
    return departures
