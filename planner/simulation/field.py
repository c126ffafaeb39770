"""One day of one team in the field, compiled: the programme as it is met by what happens.

A state changes in place:

    waiting  (v,) people not recorded yet     served   (v,) days of service so far
    coming   (v,) who still come today        today    (v,) day for which that was drawn, -1 for none
    at       (t,) place of the team           away     (t,) nights in a row
    without  (t,) whether its kit is broken   broken   (b, d) kits in repair
    taken    (b,) kits that are out today     changed  (1,) whether anything came otherwise than planned
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.compiling import compiled
from planner.simulation.world import World

Array = NDArray[Any]
NEVER = 10**6  # a minute after every day
NORMAL_FROM = 100.0  # variance from which a binomial number is taken from the normal distribution


class State(NamedTuple):
    """Where a replay stands; see the top of the file."""

    waiting: Array
    served: Array
    coming: Array
    today: Array
    at: Array
    away: Array
    without: Array
    broken: Array
    taken: Array
    changed: Array


def first_state(world: World) -> State:
    """Return the state before the first day."""
    villages, teams = len(world.backlog), len(world.base)
    return State(
        world.backlog.copy(),
        world.served.copy(),
        np.zeros(villages, dtype=np.int64),
        np.full(villages, -1, dtype=np.int64),
        world.home.copy(),
        np.zeros(teams, dtype=np.int64),
        np.zeros(teams, dtype=bool),
        np.zeros_like(world.kits),
        np.zeros(len(world.kits), dtype=np.int64),
        np.zeros(1, dtype=bool),
    )


@compiled
def people_who_come(people, share, luck):  # type: ignore[no-untyped-def]
    """Return the quantile ``luck`` of the binomial number of ``people`` who each come with chance ``share``.

    By summing up; from a variance of ``NORMAL_FROM`` on by the normal distribution (de Moivre and Laplace).
    """
    if people <= 0 or share <= 0.0:
        return 0
    if share >= 1.0:
        return people
    if share > 0.5:  # the smaller tail is summed up, so that its first term is a number
        return people - people_who_stay(people, 1.0 - share, 1.0 - luck)
    return people_who_stay(people, share, luck)


@compiled
def people_who_stay(people, share, luck):  # type: ignore[no-untyped-def]
    """Return the quantile of the binomial distribution for a share of at most a half."""
    variance = people * share * (1.0 - share)
    if variance >= NORMAL_FROM:
        number = people * share + np.sqrt(variance) * normal_score(luck)
        return min(people, max(0, int(np.floor(number + 0.5))))
    term = (1.0 - share) ** people
    below, number = term, 0
    while below < luck and number < people:
        term *= (people - number) / (number + 1.0) * share / (1.0 - share)
        number += 1
        below += term
    return number


@compiled
def normal_score(luck):  # type: ignore[no-untyped-def]
    """Return the standard normal quantile, within 4.5e-4 (Abramowitz and Stegun 1964, 26.2.23)."""
    tail = max(1e-12, min(luck, 1.0 - luck))
    t = np.sqrt(-2.0 * np.log(tail))
    above = 2.515517 + t * (0.802853 + t * 0.010328)
    score = t - above / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    return score if luck > 0.5 else -score


@compiled
def way(world, draws, day, start, end):  # type: ignore[no-untyped-def]
    """Return the minutes from place to place on a day; endless where no way leads or no boat sails."""
    if start == end:
        return 0.0
    matrix = world.matrix[day]
    if draws.no_boat[day] and world.by_boat[matrix, start, end]:
        return np.inf
    return world.ways[matrix, start, end]


@compiled
def on_clock(minutes, step):  # type: ignore[no-untyped-def]
    """Return minutes rounded up to the clock."""
    return np.ceil(minutes / step - 1e-9) * step


@compiled
def rest_of_day(world, programme, draws, team, day, stop):  # type: ignore[no-untyped-def]
    """Return the minutes from the end of a stop to the end of the day, as it is planned from there."""
    at, minutes = world.place[programme.village[team, day, stop]], 0.0
    for n in range(stop + 1, programme.stops[team, day]):
        village = programme.village[team, day, n]
        if draws.closed[village, day] or not world.serves[team, village, day]:
            continue
        minutes += world.ways[world.matrix[day], at, world.place[village]]
        minutes += world.setup[team] + programme.minutes[team, day, n]
        at = world.place[village]
    end = programme.end[team, day]
    return minutes + (0.0 if at == end else world.ways[world.matrix[day], at, end])


@compiled
def has_kit(world, state, team, day):  # type: ignore[no-untyped-def]
    """Return whether a team that stands at its base finds a kit there."""
    base = world.base[team]
    return state.taken[base] < world.kits[base, day] - state.broken[base, day]


@compiled
def go(world, draws, state, team, day, minute, end):  # type: ignore[no-untyped-def]
    """Bring a team to ``end`` for the night, or else home, or else it sleeps where it is."""
    home, last = world.home[team], world.ends[team, day]
    if not minute + way(world, draws, day, state.at[team], end) <= last + 1e-6:
        end = home
        if not minute + way(world, draws, day, state.at[team], home) <= last + 1e-6:
            end = state.at[team]
    state.at[team] = end
    state.away[team] = 0 if end == home else state.away[team] + 1
    if end == home:
        state.without[team] = False


@compiled
def serve(world, programme, draws, state, team, day, stop, minutes):  # type: ignore[no-untyped-def]
    """Return the people recorded at a stop in at most ``minutes`` of service."""
    village = programme.village[team, day, stop]
    if state.today[village] != day:
        visit = state.served[village]
        state.today[village] = day
        state.served[village] += 1
        if world.exact:
            share = world.shares[min(visit, len(world.shares) - 1)]
            state.coming[village] = int(state.waiting[village] * share + 1e-9)
        else:
            visit = min(visit, draws.share.shape[1] - 1)
            state.coming[village] = people_who_come(
                state.waiting[village], draws.share[village, visit], draws.luck[village, visit]
            )
    pace = draws.pace[team, day]
    most = int(pace * world.rate[team] * minutes / 60.0 + 1e-9)
    if not programme.whole[team, day, stop]:
        most = min(most, int(pace * programme.people[team, day, stop] + 1e-9))
    people = min(most, state.coming[village])
    state.coming[village] -= people
    state.waiting[village] -= people
    return people


@compiled
def at_a_stop(world, programme, draws, state, team, day, stop, minute, breaks):  # type: ignore[no-untyped-def]
    """Return the people recorded at a stop and the minute of leaving it; -1 people where it is skipped."""
    village = programme.village[team, day, stop]
    place = world.place[village]
    if draws.closed[village, day] or not world.serves[team, village, day]:
        return -1, minute
    ready = minute + way(world, draws, day, state.at[team], place) + world.setup[team]
    latest = world.ends[team, day] - rest_of_day(world, programme, draws, team, day, stop)
    latest = min(latest, float(world.closes[team, village, day]))
    usable = min(latest, breaks)
    if not usable > ready:
        return -1, minute
    planned = float(programme.minutes[team, day, stop])
    people = serve(world, programme, draws, state, team, day, stop, usable - ready)
    taken = on_clock(60.0 * people / (world.rate[team] * draws.pace[team, day]), world.step)
    state.at[team] = place
    return people, ready + min(usable - ready, max(planned, taken))


@compiled
def team_day(world, programme, draws, state, team, day):  # type: ignore[no-untyped-def]
    """Let a team do its day; return the people recorded."""
    home, start = world.home[team], float(world.start[team])
    goes = world.works[team, day] and programme.out[team, day] and not state.without[team]
    if goes and state.at[team] == home and not has_kit(world, state, team, day):
        goes = False
        state.changed[0] = True
    if not goes:
        if state.at[team] != home:
            state.changed[0] = True
            go(world, draws, state, team, day, start, home)
        return 0
    base = world.base[team]
    state.taken[base] += state.at[team] == home  # one that slept in the field is counted already
    breaks, broke = float(NEVER), draws.breaks[team, day] <= 1.0
    if broke:
        breaks = start + draws.breaks[team, day] * (world.ends[team, day] - start)
    recorded, minute = 0, start
    for stop in range(programme.stops[team, day]):
        people, minute = at_a_stop(world, programme, draws, state, team, day, stop, minute, breaks)
        recorded += max(0, people)
        if people != programme.people[team, day, stop]:
            state.changed[0] = True
    end = programme.end[team, day]
    if broke:
        state.changed[0] = True
        state.without[team] = True
        minute, end = max(minute, breaks), home
        for later in range(day + 1, min(day + 1 + draws.repair[team, day], world.kits.shape[1])):
            state.broken[base, later] += 1
    go(world, draws, state, team, day, minute, end)
    if state.at[team] != end:
        state.changed[0] = True
    return recorded


@compiled
def mark_shared(world, programme, draws, state, team, day):  # type: ignore[no-untyped-def]
    """Note at which stops the plan records fewer than it could, and record what it does."""
    minute, at = float(world.start[team]), state.at[team]
    for stop in range(programme.stops[team, day]):
        village = programme.village[team, day, stop]
        ready = minute + way(world, draws, day, at, world.place[village]) + world.setup[team]
        latest = world.ends[team, day] - rest_of_day(world, programme, draws, team, day, stop)
        latest = min(latest, float(world.closes[team, village, day]))
        planned, waiting = programme.people[team, day, stop], state.waiting[village]
        could = serve(world, programme, draws, state, team, day, stop, latest - ready)
        programme.whole[team, day, stop] = could <= planned
        state.waiting[village] = waiting - planned
        state.coming[village] += could - planned
        minute = ready + float(programme.minutes[team, day, stop])
        at = world.place[village]
    if programme.out[team, day]:
        state.at[team] = programme.end[team, day]


@compiled
def mark_all_shared(world, programme, draws, state):  # type: ignore[no-untyped-def]
    """Go through the plan as planned, so that ``programme.whole`` says where more may be recorded."""
    for day in range(len(world.matrix)):
        for team in range(len(world.base)):
            if programme.out[team, day]:
                mark_shared(world, programme, draws, state, team, day)
