"""Which villages any team can serve at all, and why the others cannot be reached.

Earliest arrivals forwards from the base and latest departures backwards to it, over every run of working
days, nights only where there is lodging: what is left between the two is time for service.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.calendar import blocks
from planner.domain.directives import Directive
from planner.domain.places import Village
from planner.domain.problem import Problem
from planner.domain.teams import Team

FloatArray = NDArray[np.float64]

BELOW = "below the smallest stop"


def unreachable(problem: Problem) -> dict[str, str]:
    """Return village id -> reason, for every village with a backlog that no team can serve.

    The reason is ``no team``, ``no working day``, ``no kit`` on any of them, ``no way`` with the travel
    source's words, ``in no team's areas``, ``latest day passed``, ``always closed``, ``forbidden`` by a rule
    of the office, ``below the smallest stop``, or ``too far`` when the ways there and back leave no time for
    set-up and the smallest stop, nights included.
    """
    waiting = [village for village in problem.villages if village.backlog > 0]
    if not problem.teams:
        return {village.id: "no team" for village in waiting}
    best = best_service_minutes(problem)
    if any(best[village.id] < 0 for village in waiting):
        best = best_service_minutes(problem, over_others=True)
    nobody = "no kit" if any(problem.days_of(team) for team in problem.teams) else "no working day"
    worked = {day for team in problem.teams for run in _runs(problem, team) for day in run}
    small = problem.rules.smallest_stop
    return {
        v.id: BELOW if v.backlog < small else _reason(problem, v, worked) if worked else nobody
        for v in waiting
        if best[v.id] < 0 or v.backlog < small
    }


def impossible(problem: Problem) -> tuple[Directive, ...]:
    """Return the hard directives that no plan can keep, whatever the others are.

    Those that ask for visits come with the villages that the team cannot serve between the dates, nights on
    the way included; ``MIN`` where fewer people wait in reach. Roads over other places count as ways.
    """
    hard = [d for d in problem.rules.directives if d.is_hard]
    asked = {village for d in hard if d.asks_for_visits for village in d.villages}
    possible = _possible_visits(problem, asked) if asked else set()
    cut_off = unreachable(problem) if any(d.kind == "MIN" for d in hard) else {}
    found = []
    for directive in hard:
        if directive.asks_for_visits:
            served = {v for team, day, v in possible if directive.holds(team, day)}
            lost = tuple(village for village in directive.villages if village not in served)
            if lost:
                found.append(replace(directive, villages=lost))
        elif directive.kind == "MIN":
            people = sum(problem.village[v].backlog for v in directive.villages if v not in cut_off)
            if people < directive.people:
                found.append(directive)
    return tuple(found)


def _possible_visits(problem: Problem, village_ids: set[str]) -> set[tuple[str, date, str]]:
    """Return (team, day, village) of all visits for which the ways leave time, over other places as well."""
    step, least = problem.rules.clock_minutes, problem.rules.smallest_stop
    villages = [v for v in problem.villages if v.id in village_ids and v.backlog >= least]
    known: dict[object, list[tuple[int, FloatArray, FloatArray]]] = {}
    found = set()
    for team in problem.teams:
        site = math.ceil((team.setup_minutes + team.minutes_for(least)) / step - 1e-9) * step
        for block in _runs(problem, team):
            key = (
                *(team.base, team.max_nights, team.start_minute, team.end_minute),
                *((problem.travel.matrix_of_weekday[d.weekday()], problem.end_of(team, d)) for d in block),
            )
            if key not in known:
                number = {day: n for n, day in enumerate(block)}
                known[key] = [(number[day], a, d) for day, a, d in _windows(problem, team, block, True)]
            for n, arrivals, departures in known[key]:
                for village in villages:
                    place = problem.travel.index[village.id]
                    minutes = problem.service_ends(team, village.id, block[n]) - team.start_minute
                    leave = min(float(departures[place]), minutes // step * step)
                    if leave - arrivals[place] >= site and problem.may_serve(team, village, block[n]):
                        found.add((team.id, block[n], village.id))
    return found


def _reason(problem: Problem, village: Village, worked: set[date]) -> str:
    """Return why nobody can serve ``village``, ``worked`` being the days on which some team goes out."""
    if village.id in problem.travel.reasons:
        return f"no way: {problem.travel.reasons[village.id]}"
    if not any(team.serves(village.id) for team in problem.teams):
        return "in no team's areas"
    if village.latest is not None and village.latest < min(worked):
        return "latest day passed"
    if not any(village.is_open(day) for day in worked):
        return "always closed"
    teams = [(team, day) for team in problem.teams for day in problem.days_of(team)]
    return "too far" if any(problem.may_serve(team, village, day) for team, day in teams) else "forbidden"


def _runs(problem: Problem, team: Team) -> tuple[tuple[date, ...], ...]:
    """Return the team's runs of consecutive days on which its base has a kit to go out with."""
    base = problem.base[team.base]
    return blocks(day for day in problem.days_of(team) if base.kits_on(day) != 0)


def best_service_minutes(problem: Problem, *, over_others: bool = False) -> dict[str, float]:
    """Return village id -> most minutes on site in one day of any team, beyond set-up and the smallest stop.

    ``over_others`` lets ways lead over other places where that is quicker or the only way. A team would have
    to stop there for somebody, so with it the answer may be too hopeful; without it, too strict.
    Negative when the ways leave too little, ``-inf`` when there is no way or the village is always closed.
    Times are on the plan's clock: travel is rounded up to ``rules.clock_minutes``.
    """
    best = dict.fromkeys((village.id for village in problem.villages), -np.inf)
    for team, block in _distinct_blocks(problem):
        step = problem.rules.clock_minutes
        site = team.setup_minutes + team.minutes_for(problem.rules.smallest_stop)
        needed = math.ceil(site / step - 1e-9) * step
        for day, arrivals, departures in _windows(problem, team, block, over_others):
            for village in problem.villages:
                if problem.may_serve(team, village, day):
                    place = problem.travel.index[village.id]
                    end = (problem.service_ends(team, village.id, day) - team.start_minute) // step * step
                    minutes = min(float(departures[place]), end) - arrivals[place] - needed
                    best[village.id] = max(best[village.id], minutes)
    return best


def _distinct_blocks(problem: Problem) -> Iterator[tuple[Team, tuple[date, ...]]]:
    """Yield one team and run of days for each kind that differs in anything that matters here."""
    shut = _villages_shut(problem)
    forbidding = [d for d in problem.rules.directives if d.kind == "FORBID" and d.is_hard]
    seen = set()
    for team in problem.teams:
        for block in _runs(problem, team):
            days = tuple(
                (
                    problem.travel.matrix_of_weekday[day.weekday()],
                    shut[day],
                    _short_on(problem, day),
                    tuple(d.id for d in forbidding if d.holds(team.id, day)),
                )
                for day in block
            )
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


def _short_on(problem: Problem, day: date) -> tuple[int, ...]:
    """Return which of the calendar's short days hold on a date, by number."""
    return tuple(n for n, short in enumerate(problem.calendar.short_days) if short.first <= day <= short.last)


def _villages_shut(problem: Problem) -> dict[date, frozenset[str]]:
    """Return day -> ids of the villages that cannot be served on it."""
    shut = {day: set[str]() for day in problem.calendar.days()}
    for village in problem.villages:
        if village.closed or village.latest is not None or village.earliest is not None:
            for day, ids in shut.items():
                if not village.is_open(day):
                    ids.add(village.id)
    return {day: frozenset(ids) for day, ids in shut.items()}


def _windows(
    problem: Problem, team: Team, block: tuple[date, ...], over_others: bool
) -> Iterator[tuple[date, FloatArray, FloatArray]]:
    """Yield each day with the earliest arrival and the latest departure at each place, (n,) minutes."""
    step = problem.rules.clock_minutes
    lengths = [float((problem.end_of(team, day) - team.start_minute) // step * step) for day in block]
    ways = [np.ceil(problem.travel.on(day.weekday()) / step - 1e-9) * step for day in block]
    if over_others:
        ways = [_over_others(way) for way in ways]
    base = problem.travel.index[team.base]
    sleeps = np.array([p in problem.village and problem.village[p].lodging for p in problem.travel.place_ids])
    for first in range(len(block)):
        arrivals = _arrivals(ways[first:], base, sleeps, lengths[first:], team.max_nights)
        for last in range(first, min(len(block), first + team.max_nights + 1)):
            departures = _departures(ways[first : last + 1], base, sleeps, lengths[first : last + 1])
            for n in range(last - first + 1):
                yield block[first + n], arrivals[n], departures[n]


def _over_others(way: FloatArray) -> FloatArray:
    """Return the shortest minutes between all places, over any others (Floyd 1962, Warshall 1962)."""
    shortest = way.copy()
    for over in range(len(shortest)):
        np.minimum(shortest, shortest[:, over, None] + shortest[None, over, :], out=shortest)
    return shortest


def _arrivals(
    ways: list[FloatArray], base: int, sleeps: NDArray[np.bool_], lengths: list[float], nights: int
) -> list[FloatArray]:
    """Return per day of the trip the earliest minute of arrival at each place, from the base on day 0."""
    arrivals = [ways[0][base].copy()]
    arrivals[0][base] = 0.0
    for way, length in zip(ways[1 : nights + 1], lengths, strict=False):  # the length of the day before
        slept = sleeps & (arrivals[-1] <= length)
        arrivals.append(np.min(np.where(slept[:, None], way, np.inf), axis=0, initial=np.inf))
        arrivals[-1][slept] = 0.0
    return arrivals


def _departures(
    ways: list[FloatArray], base: int, sleeps: NDArray[np.bool_], lengths: list[float]
) -> list[FloatArray]:
    """Return per day of the trip the latest minute to leave each place so as to be home on the last day."""
    departures = [lengths[-1] - ways[-1][:, base]]
    departures[0][base] = lengths[-1]
    for way, length in zip(reversed(ways[:-1]), reversed(lengths[:-1]), strict=True):
        rests = sleeps & (departures[0] >= 0)
        latest = length - np.min(np.where(rests[None, :], way, np.inf), axis=1, initial=np.inf)
        latest[rests] = length
        departures.insert(0, latest)
    return departures
