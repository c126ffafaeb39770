"""Mondays at the office, compiled: a trip of the week is exchanged where another one now brings more.

The quick rule stands for what an office does with its list on a Monday. It knows who has been recorded, the
mean turnout, and no luck. Each team's week is cut into trips, from the base to the base, and into free days.
A trip that still brings what was announced stays. Otherwise the people whom it would record now are compared
with those of a new trip in the same days, made day by day for the most people; people of stops that stay in
the plan are left to them.
"""

import numpy as np

from planner.optimisers.compiling import compiled
from planner.simulation.field import on_clock


@compiled
def reserved(world, programme, day):  # type: ignore[no-untyped-def]
    """Return the people planned in each village from ``day`` on."""
    people = np.zeros(len(world.backlog), dtype=np.int64)
    for team in range(len(world.base)):
        for later in range(day, len(world.matrix)):
            for stop in range(programme.stops[team, later]):
                people[programme.village[team, later, stop]] += programme.people[team, later, stop]
    return people


@compiled
def last_of_trip(world, programme, team, day, week_end):  # type: ignore[no-untyped-def]
    """Return the last day of the trip, or of the free days, that begins on ``day``."""
    last = day
    if programme.out[team, day]:
        while programme.end[team, last] != world.home[team] and last < week_end:
            last += 1
        return last
    while last < week_end and world.works[team, last + 1] and not programme.out[team, last + 1]:
        last += 1
    return last


@compiled
def expected(world, waiting, served, village):  # type: ignore[no-untyped-def]
    """Return how many of ``waiting`` come, as the office expects."""
    share = world.shares[min(served, len(world.shares) - 1)]
    return int(waiting * share + 1e-9)


@compiled
def worth(world, programme, team, first, last, free, served):  # type: ignore[no-untyped-def]
    """Return the people whom the planned trip would record; ``free`` and ``served`` are used up."""
    people = 0
    for day in range(first, last + 1):
        for stop in range(programme.stops[team, day]):
            village = programme.village[team, day, stop]
            most = int(world.rate[team] * programme.minutes[team, day, stop] / 60.0 + 1e-9)
            most = max(most, programme.people[team, day, stop])
            found = min(most, expected(world, free[village], served[village], village))
            free[village] -= found
            served[village] += 1
            people += found
    return people


@compiled
def way_back(world, team, place, day, last):  # type: ignore[no-untyped-def]
    """Return whether a team that sleeps at ``place`` before ``day`` can be home by the end of ``last``."""
    for later in range(day, last + 1):
        if (
            world.start[team] + world.ways[world.matrix[later], place, world.home[team]]
            <= world.ends[team, later]
        ):
            return True
    return False


@compiled
def best_stop(world, team, day, at, minute, free, served, used, last_night):  # type: ignore[no-untyped-def]
    """Return the village of most people now, how many, and whether the team sleeps there; -1 for none.

    ``last_night`` is the day by which a team that sleeps away is home; ``day`` where it may not.
    """
    best, most, stays = -1, 0, False
    matrix, home = world.matrix[day], world.home[team]
    for village in range(len(world.backlog)):
        if free[village] < world.least or used[village] or not world.serves[team, village, day]:
            continue
        place = world.place[village]
        to, back = world.ways[matrix, at, place] if at != place else 0.0, world.ways[matrix, place, home]
        ready = minute + to + world.setup[team]
        coming = expected(world, free[village], served[village], village)
        closes = float(world.closes[team, village, day])
        for sleeps in range(2):
            if sleeps and not (world.lodging[village] and last_night > day):
                continue
            latest = min(closes, world.ends[team, day] - (0.0 if sleeps else back))
            if not latest > ready or coming <= most:
                continue
            latest = (
                world.start[team] + np.floor((latest - world.start[team]) / world.step + 1e-9) * world.step
            )
            people = min(coming, int(world.rate[team] * max(0.0, latest - ready) / 60.0 + 1e-9))
            if people > most and people >= world.least:
                if sleeps and not way_back(world, team, place, day + 1, last_night):
                    continue
                best, most, stays = village, people, sleeps == 1
    return best, most, stays


@compiled
def new_trip(world, new, team, first, last, free, served):  # type: ignore[no-untyped-def]
    """Write a new trip for some days into ``new``, one row per day; return its people."""
    at, home, nights, total = world.home[team], world.home[team], 0, 0
    for day in range(first, last + 1):
        row, minute, slept = day - first, float(world.start[team]), at
        new.stops[row] = 0
        used = np.zeros(len(world.backlog), dtype=np.bool_)
        last_night = min(last, day + world.nights[team] - nights)
        end = home
        while new.stops[row] < new.village.shape[1]:
            village, people, stays = best_stop(world, team, day, at, minute, free, served, used, last_night)
            if village < 0:
                break
            stop, place = new.stops[row], world.place[village]
            minutes = on_clock(60.0 * people / world.rate[team], world.step)
            to = world.ways[world.matrix[day], at, place] if at != place else 0.0
            minute += to + world.setup[team] + minutes
            new.village[row, stop], new.people[row, stop] = village, people
            new.minutes[row, stop] = int(minutes)
            new.stops[row] += 1
            free[village] -= people
            served[village] += 1
            used[village] = True
            total, at = total + people, place
            if stays:
                end = place
                break
        if new.stops[row] == 0 and at != home:
            back = world.ways[world.matrix[day], at, home]
            if world.start[team] + back > world.ends[team, day]:
                end = at
        new.end[row] = end
        new.out[row] = new.stops[row] > 0 or slept != home
        at = end
        nights = 0 if end == home else nights + 1
    return total if at == home else -1


@compiled
def write_trip(programme, new, team, first, last):  # type: ignore[no-untyped-def]
    """Put the new trip into the programme."""
    for day in range(first, last + 1):
        row = day - first
        programme.out[team, day], programme.end[team, day] = new.out[row], new.end[row]
        programme.stops[team, day] = new.stops[row]
        for stop in range(new.stops[row]):
            programme.village[team, day, stop] = new.village[row, stop]
            programme.minutes[team, day, stop] = new.minutes[row, stop]
            programme.people[team, day, stop] = new.people[row, stop]
            programme.whole[team, day, stop] = True


@compiled
def reconsider(world, programme, state, new, team, first, last, planned):  # type: ignore[no-untyped-def]
    """Keep a trip or exchange it; ``planned`` (v,) are the people that all stops from today on take."""
    promised = 0
    for day in range(first, last + 1):
        for stop in range(programme.stops[team, day]):
            planned[programme.village[team, day, stop]] -= programme.people[team, day, stop]
            promised += programme.people[team, day, stop]
    free = np.maximum(0, state.waiting - planned)
    now = worth(world, programme, team, first, last, free.copy(), state.served.copy())
    is_as_announced = promised > 0 and now >= promised
    if not is_as_announced and new_trip(world, new, team, first, last, free, state.served.copy()) > now:
        write_trip(programme, new, team, first, last)
    for day in range(first, last + 1):
        for stop in range(programme.stops[team, day]):
            planned[programme.village[team, day, stop]] += programme.people[team, day, stop]


@compiled
def replan(world, programme, state, new, monday):  # type: ignore[no-untyped-def]
    """Plan the week that begins on ``monday`` anew."""
    planned = reserved(world, programme, monday)
    week_end = monday
    while week_end + 1 < len(world.matrix) and world.week[week_end + 1] == world.week[monday]:
        week_end += 1
    for team in range(len(world.base)):
        day = monday
        while day <= week_end:
            if not world.works[team, day] or (day == monday and state.at[team] != world.home[team]):
                day += 1
                continue
            last = last_of_trip(world, programme, team, day, week_end)
            reconsider(world, programme, state, new, team, day, last, planned)
            day = last + 1
