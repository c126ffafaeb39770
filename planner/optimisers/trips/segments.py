"""Neighbourhood search, compiled: take some days of nearby teams out and price them back.

A segment is some consecutive days of one run, from where the team slept to where it sleeps: a whole trip, a
part of one, or two trips on end. Segments that lie near each other are emptied together and filled again one
by one, each with the best way (:func:`planner.optimisers.trips.tour.best_way`) on what then waits nearby.
Until the last one is filled the prices of the linear program are faded in by a random share: at full price a
segment leaves people to others who would have to travel further for them, at no price it takes all it can. A
little worse is accepted now and then, with a chance that falls with the heat (simulated annealing;
Kirkpatrick, Gelatt & Vecchi 1983).
"""

import numpy as np

from planner.optimisers.trips.tour import NEVER, UNLIMITED, WORTHLESS, best_way, compiled

MOST_SEGMENTS = 3
MOST_DAYS = 6  # of a segment
NEAR = 14  # villages with people waiting that a segment may choose from
BEDS = 3  # further places to sleep
NOISE = 0.15  # spread of the random factor on each village's worth
TOLL = 1e-4  # people a slot on the way is worth: decides between equal ways only


@compiled
def search(  # type: ignore[no-untyped-def]
    seed, turns, heat, ways, near, order, sleeps, backlog, worth,
    table, days, slots, people, nights, is_open, kind, ends, count, visits,
):  # fmt: skip
    """Change the tours of all runs in place; return the most people recorded on the way, and by which tours.

    Parameters
    ----------
    seed, turns
        Of the random choices, and how many neighbours are tried.
    heat
        People that a neighbour may be worse by, about.
    ways
        Slots from place to place in each table, shape (tables, n, n); place 0 is the base.
    near
        The least slots between two places in any table, shape (n, n).
    order
        The villages from near to far of each place, shape (n, n - 1).
    sleeps, backlog, worth
        Of each place, shape (n,).
    table, days, slots, people, nights, is_open
        Of each kind: its table by day, its days and slots, people by slots, nights in a row or
        ``UNLIMITED``, and what is open by day.
    kind
        Of each run, shape (runs,).
    ends, count, visits
        The tours: where each day ends, how many visits it has, and their place, start and slots; shapes
        (runs, days), (runs, days) and (runs, days, most visits, 3).
    """
    np.random.seed(seed)
    cover = np.zeros(len(backlog), np.int64)
    for run in range(len(kind)):
        for day in range(days[kind[run]]):
            _count(run, day, 1, people[kind[run]], count, visits, cover)
    now = _recorded(backlog, cover)
    best, best_ends, best_count, best_visits = now, ends.copy(), count.copy(), visits.copy()
    chosen = np.zeros((MOST_SEGMENTS, 3), np.int64)  # run, first day, last day
    for _ in range(turns):
        centre, number = _choose(near, backlog, cover, days, kind, ends, count, visits, chosen)
        if centre == 0:
            continue
        kept = [
            (ends[r, a : b + 1].copy(), count[r, a : b + 1].copy(), visits[r, a : b + 1].copy())
            for r, a, b in chosen[:number]
        ]
        before = cover.copy()
        for r, a, b in chosen[:number]:
            for day in range(a, b + 1):
                _count(r, day, -1, people[kind[r]], count, visits, cover)
        places = _places(centre, order, sleeps, backlog, cover, ends, count, visits, chosen[:number])
        done = _fill_all(
            places, chosen[:number], ways, sleeps, backlog, worth, cover,
            table, slots, people, nights, days, is_open, kind, ends, count, visits,
        )  # fmt: skip
        after = _recorded(backlog, cover) if done else now
        if done and after >= now + heat * np.log(np.random.random() + 1e-300):
            now = after
            if now > best:
                best, best_ends, best_count, best_visits = now, ends.copy(), count.copy(), visits.copy()
        else:
            for n in range(number):
                r, a, b = chosen[n]
                ends[r, a : b + 1], count[r, a : b + 1], visits[r, a : b + 1] = kept[n]
            cover[:] = before
    return best, best_ends, best_count, best_visits


@compiled
def _count(run, day, sign, people, count, visits, cover):  # type: ignore[no-untyped-def]
    """Add (or take) the people of one day to the people covered in each village."""
    for n in range(count[run, day]):
        cover[visits[run, day, n, 0]] += sign * people[visits[run, day, n, 2]]


@compiled
def _recorded(backlog, cover):  # type: ignore[no-untyped-def]
    """Return the people recorded, nobody twice."""
    total = 0
    for village in range(len(backlog)):
        total += min(backlog[village], cover[village])
    return total


@compiled
def _choose(near, backlog, cover, days, kind, ends, count, visits, chosen):  # type: ignore[no-untyped-def]
    """Choose segments near each other; return the village in their middle (0 for none), and how many."""
    run = np.random.randint(len(kind))
    day = np.random.randint(days[kind[run]])
    taken = np.zeros(ends.shape, np.bool_)
    chosen[0] = _segment(run, day, days, kind, ends, taken)
    centre = _centre(chosen[0], near, backlog, cover, count, visits)
    if centre == 0:
        return 0, 0
    score = np.full(ends.shape, np.inf)
    for r in range(len(kind)):
        for d in range(days[kind[r]]):
            least = np.int64(NEVER) if count[r, d] else np.int64(near[centre, 0])
            for n in range(count[r, d]):
                least = min(least, np.int64(near[centre, visits[r, d, n, 0]]))
            score[r, d] = (float(least) + 0.5) * np.random.uniform(0.5, 1.5)
    wanted = np.random.randint(1, MOST_SEGMENTS + 1)
    number = 1
    while number < wanted:
        at, lowest = -1, np.inf
        for r in range(len(kind)):
            for d in range(days[kind[r]]):
                if not taken[r, d] and score[r, d] < lowest:
                    at, lowest = r * ends.shape[1] + d, score[r, d]
        if at < 0:
            break
        chosen[number] = _segment(at // ends.shape[1], at % ends.shape[1], days, kind, ends, taken)
        number += 1
    return centre, number


@compiled
def _segment(run, day, days, kind, ends, taken):  # type: ignore[no-untyped-def]
    """Return a segment around one day, and mark its days as taken."""
    first, last, length = day, day, days[kind[run]]
    while first > 0 and ends[run, first - 1] != 0:
        first -= 1
    while ends[run, last] != 0:
        last += 1
    chance = np.random.random()
    if chance < 0.4 and last + 1 < length:  # with the next trip
        last += 1
        while ends[run, last] != 0:
            last += 1
    elif chance < 0.7 and last > first:  # a part of the trip
        first, last = np.random.randint(first, day + 1), np.random.randint(day, last + 1)
    first, last = max(first, day - MOST_DAYS // 2), min(last, day + (MOST_DAYS - 1) // 2)
    for d in range(day, first - 1, -1):
        if taken[run, d]:
            first = d + 1
            break
    for d in range(day, last + 1):
        if taken[run, d]:
            last = d - 1
            break
    taken[run, first : last + 1] = True
    return np.array([run, first, last])


@compiled
def _centre(segment, near, backlog, cover, count, visits):  # type: ignore[no-untyped-def]
    """Return a village that the segment visits, or where people wait; 0 for none."""
    run, first, last = segment
    found, seen = 0, 0
    for day in range(first, last + 1):
        for n in range(count[run, day]):
            seen += 1
            if np.random.randint(seen) == 0:
                found = visits[run, day, n, 0]
    if found == 0:
        for village in range(1, len(backlog)):
            if backlog[village] > cover[village] and near[0, village] < NEVER:
                seen += 1
                if np.random.randint(seen) == 0:
                    found = village
    return found


@compiled
def _places(centre, order, sleeps, backlog, cover, ends, count, visits, chosen):  # type: ignore[no-untyped-def]
    """Return the base and the villages to choose from: those served before, those waiting near, and beds."""
    inside = np.zeros(len(backlog), np.bool_)
    inside[0] = True
    for run, first, last in chosen:
        if first > 0:
            inside[ends[run, first - 1]] = True
        for day in range(first, last + 1):
            inside[ends[run, day]] = True
            for n in range(count[run, day]):
                inside[visits[run, day, n, 0]] = True
    waiting, beds = 0, 0
    for village in order[centre]:
        if waiting < NEAR and backlog[village] > cover[village]:
            inside[village] = True
            waiting += 1
        elif beds < BEDS and sleeps[village] and not inside[village]:
            inside[village] = True
            beds += 1
        elif waiting >= NEAR and beds >= BEDS:
            break
    return np.nonzero(inside)[0]


@compiled
def _fill_all(  # type: ignore[no-untyped-def]
    places, chosen, ways, sleeps, backlog, worth, cover,
    table, slots, people, nights, days, is_open, kind, ends, count, visits,
):  # fmt: skip
    """Fill the segments in random order; return whether there was a way through all of them."""
    fade = np.random.random()
    faded = np.empty(len(places))
    for n in range(len(places)):
        price = (1.0 - fade * (1.0 - worth[places[n]])) * np.exp(NOISE * np.random.standard_normal())
        faded[n] = min(max(price, 0.0), 2.0)
    full = np.ones(len(places))
    turn = np.random.permutation(len(chosen))
    for n in range(len(turn)):
        run, first, last = chosen[turn[n]]
        k = kind[run]
        away, most_away = _nights_around(run, first, last, days[k], nights[k], ends)
        here = np.empty((last - first + 1, len(places), len(places)), np.int16)
        opened = np.empty((last - first + 1, len(places)), np.bool_)
        for day in range(first, last + 1):
            for i in range(len(places)):
                opened[day - first, i] = is_open[k, day, places[i]]
                for j in range(len(places)):
                    here[day - first, i, j] = ways[table[k, day], places[i], places[j]]
        value, found, evenings = best_way(
            here, sleeps[places], opened, full if n + 1 == len(turn) else faded,
            np.maximum(backlog[places] - cover[places], 0), people[k, : slots[k] + 1], nights[k], True, TOLL,
            np.searchsorted(places, ends[run, first - 1] if first > 0 else 0),
            np.searchsorted(places, ends[run, last]), away, most_away,
        )  # fmt: skip
        if value <= WORTHLESS:
            return False
        count[run, first : last + 1] = 0
        for day in range(first, last + 1):
            ends[run, day] = places[evenings[day - first]]
        for day, place, start, length in found:
            at = count[run, first + day]
            visits[run, first + day, at] = places[place], start, length
            count[run, first + day] += 1
        for day in range(first, last + 1):
            _count(run, day, 1, people[k], count, visits, cover)
    return True


@compiled
def _nights_around(run, first, last, length, nights, ends):  # type: ignore[no-untyped-def]
    """Return the nights in a row before a segment, and how many may have been spent in a row after it."""
    if nights == UNLIMITED:
        return 0, 0
    away = 0
    while away < first and ends[run, first - 1 - away] != 0:
        away += 1
    after = 0
    if ends[run, last] != 0:
        while last + 1 + after < length and ends[run, last + 1 + after] != 0:
            after += 1
    return away, nights - after
