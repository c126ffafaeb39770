"""What it takes to serve one village that a plan leaves out: trips to it alone, beside all that is planned.

Each trip is one a team could make: its hours, its nights, the lodgings on the way, the days on which boats
sail and the village is open. It says what would be enough, not the least: trips over several villages share
their ways, and nights are looked for in the village itself, else in the nearest places with lodging.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.calendar import blocks
from planner.domain.measure import day_costs
from planner.domain.places import Village
from planner.domain.plan import Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.teams import Team

NEAREST_LODGINGS = 4  # that a night is looked for in, beside the village itself
MOST_TEAM_DAYS = 250  # a working year of one team; more is no advice


@dataclass(frozen=True, slots=True)
class Effort:
    """Trips of one team to one village.

    Parameters
    ----------
    team
        Id of the team whose trips they are; others like it may go as well.
    people
        Recordings expected; fewer than wait where not all come.
    trips, team_days, nights
        How many.
    cost_idr
        Of all of them, in rupiah, as :func:`planner.domain.measure.day_costs` counts.
    """

    team: str
    people: int
    trips: int
    team_days: int
    nights: int
    cost_idr: float


@dataclass(frozen=True, slots=True)
class _Trip:
    """One trip so far: ``most`` are the people who could be recorded on each day of service."""

    most: tuple[int, ...] = ()
    days: int = 0
    nights: int = 0
    cost_idr: float = 0.0


def efforts(plan: Plan) -> dict[str, Effort]:
    """Return village id -> the fewest team-days, then the least money, by which trips record who is left.

    Villages that no single trip can serve are absent, and so are those where nobody is left or would come.
    """
    problem, served = plan.problem, _days_served(plan)
    found = {}
    for village in problem.villages:
        left = plan.left(village.id)
        before = village.served + served.get(village.id, 0)
        if problem.rules.coming(left, before) >= problem.rules.smallest_stop:
            kinds = {
                _kind(problem, team): team for team in reversed(problem.teams) if team.serves(village.id)
            }
            options = [
                option
                for team in kinds.values()
                if (option := _of_team(problem, team, village, left, before))
            ]
            if options:
                found[village.id] = min(options, key=_price)
    return found


def best_trip(plan: Plan, village_id: str) -> tuple[Effort, date] | None:
    """Return the one trip to a village alone that records most per team-day, and its first day.

    Of equal ones the cheaper; the day is the first on which its team could leave, if it were free.
    ``None`` where nobody is left, or no such trip exists.
    """
    problem, village = plan.problem, plan.problem.village[village_id]
    left, before = plan.left(village_id), _days_served(plan).get(village_id, 0) + village.served
    kinds = {_kind(problem, team): team for team in reversed(problem.teams) if team.serves(village_id)}
    options = [
        (effort, trip)
        for team in kinds.values()
        for trip in _trips(problem, team, village, left)
        if (effort := _after(problem, (Effort(team.id, 0, 0, 0, 0, 0.0), before), trip, left)[0]).people
    ]
    if not options:
        return None
    effort, trip = min(options, key=lambda option: _thin(option[0]))
    return effort, _first_day(problem, problem.team[effort.team], village, left, trip)


def _thin(effort: Effort) -> tuple[float, float, str]:
    """Return what makes a single trip worse: fewer people per team-day, then money."""
    return -effort.people / effort.team_days, effort.cost_idr, effort.team


def _first_day(problem: Problem, team: Team, village: Village, left: int, like: _Trip) -> date:
    """Return the first day on which a team could leave for a trip to the village."""
    sleeps, length = _lodgings(problem, team, village), like.days
    for window in sorted(_windows(problem, team, village, every=True)):
        for trip in _in_window(problem, team, village, window[:length], sleeps, left):
            if trip.days == length and _rank(trip, left) == _rank(like, left):
                return window[0]
    raise AssertionError("the trip was found in one of these windows")


def _price(effort: Effort) -> tuple[int, int, float, int, str]:
    """Return what makes an effort worse: people who are not recorded, then days, money and nights."""
    return -effort.people, effort.team_days, effort.cost_idr, effort.nights, effort.team


def _kind(problem: Problem, team: Team) -> tuple[object, ...]:
    """Return all that matters of a team here; where the office has rules of its own, also who it is."""
    return (
        team.id if problem.rules.directives else "",
        team.base,
        team.rate_per_hour,
        team.start_minute,
        team.end_minute,
        team.setup_minutes,
        team.max_nights,
        team.away,
        team.day_cost,
    )


def _days_served(plan: Plan) -> dict[str, int]:
    """Return village id -> dates on which the plan serves it."""
    dates = {(stop.village, day.day) for day in plan.team_days for stop in day.stops}
    villages = [village for village, _ in dates]
    return {village: villages.count(village) for village in set(villages)}


def _of_team(problem: Problem, team: Team, village: Village, left: int, before: int) -> Effort | None:
    """Return the best trips of one team; by team-days, the most people that many days record (a cover)."""
    trips = _trips(problem, team, village, left)
    best: dict[int, tuple[Effort, int]] = {0: (Effort(team.id, 0, 0, 0, 0, 0.0), before)}
    for days in range(1, MOST_TEAM_DAYS + 1) if trips else ():
        longer = [
            _after(problem, best[days - trip.days], trip, left) for trip in trips if days - trip.days in best
        ]
        if longer:
            best[days] = min(longer, key=lambda option: _price(option[0]))
            effort, served = best[days]
            if problem.rules.coming(left - effort.people, served) < problem.rules.smallest_stop:
                return effort
    return None


def _after(problem: Problem, so_far: tuple[Effort, int], trip: _Trip, left: int) -> tuple[Effort, int]:
    """Return an effort with one more trip, and the days on which the village was served then."""
    effort, served = so_far
    people = effort.people
    for most in trip.most:
        more = min(most, problem.rules.coming(left - people, served))
        if more >= problem.rules.smallest_stop:
            people, served = people + more, served + 1
    return (
        Effort(
            effort.team,
            people,
            effort.trips + 1,
            effort.team_days + trip.days,
            effort.nights + trip.nights,
            effort.cost_idr + trip.cost_idr,
        ),
        served,
    )


def _trips(problem: Problem, team: Team, village: Village, left: int) -> list[_Trip]:
    """Return for each number of days the best trip to the village alone: most people, then least money."""
    best: dict[int, _Trip] = {}
    sleeps = _lodgings(problem, team, village)
    for window in _windows(problem, team, village):
        for trip in _in_window(problem, team, village, window, sleeps, left):
            if trip.most and (trip.days not in best or _rank(trip, left) < _rank(best[trip.days], left)):
                best[trip.days] = trip
    return list(best.values())


def _rank(trip: _Trip, left: int) -> tuple[float, float]:
    return -min(left, sum(trip.most)), trip.cost_idr


def _windows(
    problem: Problem, team: Team, village: Village, *, every: bool = False
) -> Iterator[tuple[date, ...]]:
    """Yield runs of the team's days, ``max_nights`` + 1 or fewer, that differ in ways, hours or opening.

    A run that begins like a longer one is left out: its trips are among those of the longer one. ``every``
    yields them all.
    """
    base, longest = problem.base[team.base], team.max_nights + 1
    runs = blocks(day for day in problem.days_of(team) if base.kits_on(day) != 0)
    windows = [run[first : first + longest] for run in runs for first in range(len(run))]
    seen: set[tuple[object, ...]] = set()
    for window in sorted(windows, key=len, reverse=True):
        kind = tuple(_kind_of_day(problem, team, village, day) for day in window)
        if every or kind not in seen:
            seen.update(kind[:length] for length in range(1, len(kind) + 1))
            yield window


def _kind_of_day(problem: Problem, team: Team, village: Village, day: date) -> tuple[object, ...]:
    return (
        problem.travel.matrix_of_weekday[day.weekday()],
        problem.may_serve(team, village, day),
        problem.end_of(team, day),
        problem.service_ends(team, village.id, day),
    )


def _lodgings(problem: Problem, team: Team, village: Village) -> tuple[str, ...]:
    """Return where a team may sleep on a trip to the village: there, else in the nearest places as well."""
    if not team.max_nights:
        return ()
    ways, base, here = (
        problem.travel.minutes,
        problem.travel.index[team.base],
        problem.travel.index[village.id],
    )
    there_and_back = (ways[:, base, here] + ways[:, here, base]).max()
    if village.lodging and there_and_back < team.end_minute - team.start_minute:
        return (village.id,)
    places = [place.id for place in problem.villages if place.lodging and place.id != village.id]
    away = ways[:, [problem.travel.index[place] for place in places], here].min(axis=0)
    near = [places[n] for n in np.argsort(away, kind="stable")[:NEAREST_LODGINGS] if np.isfinite(away[n])]
    return (*([village.id] if village.lodging else []), *near)


def _in_window(
    problem: Problem,
    team: Team,
    village: Village,
    window: tuple[date, ...],
    sleeps: tuple[str, ...],
    left: int,
) -> Iterator[_Trip]:
    """Yield the best trip that is home after one day, after two days, ... of the window."""
    reached = {team.base: _Trip()}
    for n, day in enumerate(window):
        following: dict[str, _Trip] = {}
        for start, trip in reached.items():
            for end in (team.base, *(sleeps if n + 1 < len(window) else ())):
                for longer in _days(problem, team, village, day, start, end, trip):
                    if end not in following or _rank(longer, left) < _rank(following[end], left):
                        following[end] = longer
        if team.base in following:
            yield following.pop(team.base)
        reached = following


def _days(
    problem: Problem, team: Team, village: Village, day: date, start: str, end: str, trip: _Trip
) -> Iterator[_Trip]:
    """Yield the trip with one more day: one that serves the village, and one of mere travel or waiting."""
    step = problem.rules.clock_minutes
    minutes, closes = (
        (end_minute - team.start_minute) // step * step
        for end_minute in (problem.end_of(team, day), problem.service_ends(team, village.id, day))
    )
    out, home = _way(problem, start, village.id, day), _way(problem, village.id, end, day)
    on_site = min(closes, minutes - home) - out - team.setup_minutes
    most = team.people_in(on_site) if on_site > 0 else 0
    if most >= problem.rules.smallest_stop and problem.may_serve(team, village, day):
        yield _longer(
            problem, trip, TeamDay(team.id, day, start, 0, (Stop(village.id, 0, 0, 0, most),), end, 0)
        )
    if _way(problem, start, end, day) <= minutes and not start == end == team.base:
        yield _longer(problem, trip, TeamDay(team.id, day, start, 0, (), end, 0))


def _longer(problem: Problem, trip: _Trip, day: TeamDay) -> _Trip:
    """Return the trip with one more day; its hours do not matter here."""
    return _Trip(
        most=(*trip.most, *(stop.people for stop in day.stops)),
        days=trip.days + 1,
        nights=trip.nights + (day.end_at != problem.team[day.team].base),
        cost_idr=trip.cost_idr + sum(day_costs(problem, day)),
    )


def _way(problem: Problem, start: str, end: str, day: date) -> float:
    """Return the minutes of a way on the plan's clock."""
    return (
        0.0
        if start == end
        else _rounded(problem.travel.between(start, end, day.weekday()), problem.rules.clock_minutes)
    )


def _rounded(minutes: float, step: int) -> float:
    return math.ceil(minutes / step - 1e-9) * step if math.isfinite(minutes) else math.inf
