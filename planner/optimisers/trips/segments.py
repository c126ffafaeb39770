"""Neighbourhood search, compiled: take some days of nearby teams out and price them back.

A segment is some consecutive days of one run, from where the team slept to where it sleeps: a whole trip, a
part of one, or two trips on end. Segments that lie near each other are emptied together and filled again one
by one, each with the best way (:func:`planner.optimisers.trips.tour.best_way`) on what then waits nearby.
Until the last one is filled the prices of the linear program are faded in by a random share: at full price a
segment leaves people to others who would have to travel further for them, at no price it takes all it can. A
little worse is accepted now and then, with a chance that falls with the heat (simulated annealing;
Kirkpatrick, Gelatt & Vecchi 1983).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.compiling import compiled
from planner.optimisers.trips.tour import NEVER, OUT_OF_REACH, TOLL, UNLIMITED, Fares, best_way

MOST_SEGMENTS = 3
MOST_DAYS = 6  # of a segment
NEAR = 14  # villages with people waiting that a segment may choose from
BEDS = 3  # further places to sleep
NOISE = 0.15  # spread of the random factor on each village's worth


class Ground(NamedTuple):
    """All that stays the same in a search; place 0 is the base.

    Parameters
    ----------
    ways
        Slots from place to place in each table, shape (tables, n, n).
    legs
        Rupiah from place to place in each table, shape (tables, n, n); (0, n, n) without a budget.
    near
        The least slots between two places in any table, shape (n, n).
    order
        The villages from near to far of each place, shape (n, n - 1).
    sleeps, backlog, served
        Of each place, shape (n,); ``served`` are its days of service before the plan.
    table, days, slots, people, nights, shuts
        Of each kind: its table by day, its days and slots, people by slots, nights in a row or
        ``UNLIMITED``, and by which slot service is over by day and place.
    kit_row, kits
        The row of kits of each kind and day (-1 for none), and the kits at hand in each.
    date
        Of each kind and day, shape (kinds, days); 0 where dates do not matter.
    dates
        How many there are.
    turnout
        Share of those waiting who come on the first, second ... day of service; the last one holds on.
    quotas_of, quotas, quota_signs, quota_prices
        Quotas that each place counts for (-1 for none), shape (n, most); people, sign and price of each.
    asks
        Which asks a visit of each kind and day may answer, shape (kinds, days, asks).
    ask_places, ask_signs, ask_targets, ask_prices, lost
        Of each ask; and the price of those that nobody can answer.
    together, together_prices
        Places that belong together, shape (groups, n), and the price of a trip that leaves one out.
    precede, precede_prices
        Pairs of places of which the first comes first, shape (pairs, 2), and the price of a wrong order.
    least
        Fewest people of a stop.
    budget, day_out, stops, night
        Rupiah at hand, and what a day out of each kind, a stop at each place, and a night cost.
    """

    ways: NDArray[np.int16]
    legs: NDArray[np.float32]
    near: NDArray[np.int16]
    order: NDArray[np.int64]
    sleeps: NDArray[np.bool_]
    backlog: NDArray[np.int64]
    table: NDArray[np.int64]
    days: NDArray[np.int64]
    slots: NDArray[np.int64]
    people: NDArray[np.int64]
    nights: NDArray[np.int64]
    shuts: NDArray[np.int16]
    kit_row: NDArray[np.int64]
    kits: NDArray[np.int64]
    date: NDArray[np.int64]
    dates: int
    served: NDArray[np.int64]
    turnout: NDArray[np.float64]
    quotas_of: NDArray[np.int64]
    quotas: NDArray[np.int64]
    quota_signs: NDArray[np.int64]
    quota_prices: NDArray[np.float64]
    asks: NDArray[np.bool_]
    ask_places: NDArray[np.int64]
    ask_signs: NDArray[np.int64]
    ask_targets: NDArray[np.int64]
    ask_prices: NDArray[np.float64]
    lost: float
    together: NDArray[np.bool_]
    together_prices: NDArray[np.float64]
    precede: NDArray[np.int64]
    precede_prices: NDArray[np.float64]
    least: int
    budget: float
    day_out: NDArray[np.float64]
    stops: NDArray[np.float64]
    night: float


class Worth(NamedTuple):
    """Prices that guide the search: of a person at each place, of a kit-day in each row, of a rupiah."""

    person: NDArray[np.float64]
    kit: NDArray[np.float64]
    rupiah: float


class State(NamedTuple):
    """What the tours at hand amount to, kept up to date.

    Parameters
    ----------
    cover
        People that visits on each date have time for, shape (n, dates).
    left, come
        Who still waits at each place, and who of them would come to one more visit, shape (n,).
    used
        Kit-days of each row.
    cost
        Rupiah, shape (1,).
    met
        Visits that answer each ask.
    """

    cover: NDArray[np.int64]
    left: NDArray[np.int64]
    come: NDArray[np.int64]
    used: NDArray[np.int64]
    cost: NDArray[np.float64]
    met: NDArray[np.int64]


@compiled
def search(seed, turns, heat, ground, worth, kind, ends, count, visits):  # type: ignore[no-untyped-def]
    """Change the tours of all runs in place; return the best value on the way, and by which tours.

    Parameters
    ----------
    seed, turns
        Of the random choices, and how many neighbours are tried.
    heat
        People that a neighbour may be worse by, about.
    ground, worth
        What does not change, and the prices that guide.
    kind
        Of each run, shape (runs,).
    ends, count, visits
        The tours: where each day ends, how many visits it has, and their place, start and slots; shapes
        (runs, days), (runs, days) and (runs, days, most visits, 3).
    """
    np.random.seed(seed)
    state = _state(ground, kind, ends, count, visits)
    now = _value(ground, state, kind, ends, count, visits)
    best, best_ends, best_count, best_visits = now, ends.copy(), count.copy(), visits.copy()
    chosen = np.zeros((MOST_SEGMENTS, 3), np.int64)  # run, first day, last day
    for _ in range(turns):
        centre, number = _choose(ground, state, kind, ends, count, visits, chosen)
        if centre == 0:
            continue
        kept = [
            (ends[r, a : b + 1].copy(), count[r, a : b + 1].copy(), visits[r, a : b + 1].copy())
            for r, a, b in chosen[:number]
        ]
        before = _copied(state)
        for r, a, b in chosen[:number]:
            for day in range(a, b + 1):
                _reckon(r, day, -1, ground, state, kind, ends, count, visits)
        places = _places(centre, ground, state, kind, ends, count, visits, chosen[:number])
        done = _fill_all(places, chosen[:number], ground, worth, state, kind, ends, count, visits)
        after = -np.inf
        if done and _is_within(ground, state):
            after = _value(ground, state, kind, ends, count, visits)
        if after >= now + heat * np.log(np.random.random() + 1e-300):
            now = after
            if now > best:
                best, best_ends, best_count, best_visits = now, ends.copy(), count.copy(), visits.copy()
        else:
            for n in range(number):
                r, a, b = chosen[n]
                ends[r, a : b + 1], count[r, a : b + 1], visits[r, a : b + 1] = kept[n]
            _restore(state, before)
    return best, best_ends, best_count, best_visits


@compiled
def _state(ground, kind, ends, count, visits):  # type: ignore[no-untyped-def]
    """Return what the tours of all runs amount to."""
    n = len(ground.backlog)
    state = State(
        np.zeros((n, ground.dates), np.int64),
        np.zeros(n, np.int64),
        np.zeros(n, np.int64),
        np.zeros(len(ground.kits), np.int64),
        np.zeros(1),
        np.zeros(len(ground.ask_places), np.int64),
    )
    for place in range(n):
        _settle(place, ground, state)
    for run in range(len(kind)):
        for day in range(ground.days[kind[run]]):
            _reckon(run, day, 1, ground, state, kind, ends, count, visits)
    return state


@compiled
def _copied(state):  # type: ignore[no-untyped-def]
    return State(
        state.cover.copy(), state.left.copy(), state.come.copy(), state.used.copy(), state.cost.copy(),
        state.met.copy(),
    )  # fmt: skip


@compiled
def _restore(state, before):  # type: ignore[no-untyped-def]
    for place in range(len(state.left)):
        for date in range(state.cover.shape[1]):
            state.cover[place, date] = before.cover[place, date]
        state.left[place], state.come[place] = before.left[place], before.come[place]
    for row in range(len(state.used)):
        state.used[row] = before.used[row]
    state.cost[0] = before.cost[0]
    for ask in range(len(state.met)):
        state.met[ask] = before.met[ask]


@compiled
def _reckon(run, day, sign, ground, state, kind, ends, count, visits):  # type: ignore[no-untyped-def]
    """Add (or take) one day: its people, its kit, its cost."""
    k = kind[run]
    for n in range(count[run, day]):
        place = visits[run, day, n, 0]
        state.cover[place, ground.date[k, day]] += sign * ground.people[k, visits[run, day, n, 2]]
        _settle(place, ground, state)
        for ask in range(len(ground.ask_places)):
            if ground.ask_places[ask] == place and ground.asks[k, day, ask]:
                state.met[ask] += sign
    at = ends[run, day - 1] if day > 0 else 0
    end = ends[run, day]
    if at == 0 and end == 0 and count[run, day] == 0:
        return
    if ground.kit_row[k, day] >= 0:
        state.used[ground.kit_row[k, day]] += sign
    if ground.legs.shape[0] == 0:
        return
    cost = ground.day_out[k] + (ground.night if end != 0 else 0.0)
    for n in range(count[run, day] + 1):
        then = visits[run, day, n, 0] if n < count[run, day] else end
        cost += ground.stops[then] if n < count[run, day] else 0.0
        if then != at:
            cost += ground.legs[ground.table[k, day], at, then]
        at = then
    state.cost[0] += sign * cost


@compiled
def _settle(place, ground, state):  # type: ignore[no-untyped-def]
    """Reckon who is left at a place after all visits, date by date, and who comes to one more."""
    left, served = ground.backlog[place], ground.served[place]
    for date in range(ground.dates):
        time_for = state.cover[place, date]
        if time_for > 0:
            people = min(time_for, _coming(left, served, ground.turnout))
            left -= people
            served += people > 0
    state.left[place] = left
    state.come[place] = _coming(left, served, ground.turnout)


@compiled
def _coming(left, served, turnout):  # type: ignore[no-untyped-def]
    """Return how many of ``left`` come after ``served`` days of service."""
    return np.int64(left * turnout[min(served, len(turnout) - 1)] + 1e-9)


@compiled
def _value(ground, state, kind, ends, count, visits):  # type: ignore[no-untyped-def]
    """Return the people recorded, nobody twice, less the price of all that is asked for and not there."""
    total = -ground.lost
    for place in range(len(ground.backlog)):
        total += ground.backlog[place] - state.left[place]
    missing = _missing(ground, state)
    for n in range(len(missing)):
        total -= ground.quota_prices[n] * max(0, ground.quota_signs[n] * missing[n])
    for ask in range(len(state.met)):
        wanting = ground.ask_signs[ask] * (ground.ask_targets[ask] - state.met[ask])
        total -= ground.ask_prices[ask] * max(0, wanting)
    if len(ground.together_prices) > 0:
        total -= _apart(ground, kind, ends, count, visits)
    if len(ground.precede_prices) > 0:
        total -= _out_of_order(ground, state)
    return total


@compiled
def _missing(ground, state):  # type: ignore[no-untyped-def]
    """Return the people that each quota has to go; below 0 where there are more."""
    missing = ground.quotas.copy()
    if len(missing) > 0:
        for place in range(len(ground.backlog)):
            for n in ground.quotas_of[place]:
                if n >= 0:
                    missing[n] -= ground.backlog[place] - state.left[place]
    return missing


@compiled
def _apart(ground, kind, ends, count, visits):  # type: ignore[no-untyped-def]
    """Return the price of trips that serve some and not all places that belong together."""
    total = 0.0
    groups, n = ground.together.shape
    served = np.zeros(n, np.bool_)
    for run in range(len(kind)):
        for day in range(ground.days[kind[run]]):
            for stop in range(count[run, day]):
                served[visits[run, day, stop, 0]] = True
            if ends[run, day] == 0:
                for group in range(groups):
                    here = np.sum(served & ground.together[group])
                    if 0 < here < np.sum(ground.together[group]):
                        total += ground.together_prices[group]
                served[:] = False
    return total


@compiled
def _out_of_order(ground, state):  # type: ignore[no-untyped-def]
    """Return the price of places served before those that should have been served first."""
    total = 0.0
    for pair in range(len(ground.precede_prices)):
        last, first = -1, ground.dates
        for date in range(ground.dates):
            if state.cover[ground.precede[pair, 0], date] > 0:
                last = date
            if state.cover[ground.precede[pair, 1], date] > 0 and first == ground.dates:
                first = date
        if last >= 0 and first < ground.dates and first <= last:
            total += ground.precede_prices[pair]
    return total


@compiled
def _is_within(ground, state):  # type: ignore[no-untyped-def]
    """Return whether kits and money suffice."""
    for row in range(len(ground.kits)):
        if state.used[row] > ground.kits[row]:
            return False
    return state.cost[0] <= ground.budget * (1.0 + 1e-7)  # sums in another order


@compiled
def _gains(places, ground, state):  # type: ignore[no-untyped-def]
    """Return what one more person at each place adds to the value: more than one where a quota is not met."""
    gains = np.ones(len(places))
    if len(ground.quotas) == 0:
        return gains
    missing = _missing(ground, state)
    for n in range(len(places)):
        for quota in ground.quotas_of[places[n]]:
            if quota >= 0 and ground.quota_signs[quota] > 0 and missing[quota] > 0:
                gains[n] += ground.quota_prices[quota]
            elif quota >= 0 and ground.quota_signs[quota] < 0 and missing[quota] <= 0:
                gains[n] -= ground.quota_prices[quota]
    return np.maximum(gains, 0.0)


@compiled
def _choose(ground, state, kind, ends, count, visits, chosen):  # type: ignore[no-untyped-def]
    """Choose segments near each other; return the village in their middle (0 for none), and how many."""
    near, days = ground.near, ground.days
    run = np.random.randint(len(kind))
    day = np.random.randint(days[kind[run]])
    taken = np.zeros(ends.shape, np.bool_)
    chosen[0] = _segment(run, day, days, kind, ends, taken)
    centre = _centre(chosen[0], near, state.left, count, visits)
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
def _centre(segment, near, left, count, visits):  # type: ignore[no-untyped-def]
    """Return a village that the segment visits, or where people wait; 0 for none."""
    run, first, last = segment
    found, seen = 0, 0
    for day in range(first, last + 1):
        for n in range(count[run, day]):
            seen += 1
            if np.random.randint(seen) == 0:
                found = visits[run, day, n, 0]
    if found == 0:
        for village in range(1, len(left)):
            if left[village] > 0 and near[0, village] < NEVER:
                seen += 1
                if np.random.randint(seen) == 0:
                    found = village
    return found


@compiled
def _places(centre, ground, state, kind, ends, count, visits, chosen):  # type: ignore[no-untyped-def]
    """Return the base and the villages to choose from: those served before, those waiting near, and beds.

    Also those that ask for a visit which one of the segments may pay, and whose visit would bring others.
    """
    inside = np.zeros(len(ground.backlog), np.bool_)
    inside[0] = True
    for run, first, last in chosen:
        if first > 0:
            inside[ends[run, first - 1]] = True
        for day in range(first, last + 1):
            inside[ends[run, day]] = True
            for n in range(count[run, day]):
                inside[visits[run, day, n, 0]] = True
            for ask in range(len(state.met)):
                if ground.asks[kind[run], day, ask] and state.met[ask] < ground.ask_targets[ask]:
                    inside[ground.ask_places[ask]] = True
    for group in range(len(ground.together_prices)):
        if np.any(inside & ground.together[group]):
            inside |= ground.together[group]
    inside[0] = True
    waiting, beds = 0, 0
    for village in ground.order[centre]:
        if waiting < NEAR and state.come[village] > 0:
            inside[village] = True
            waiting += 1
        elif beds < BEDS and ground.sleeps[village] and not inside[village]:
            inside[village] = True
            beds += 1
        elif waiting >= NEAR and beds >= BEDS:
            break
    return np.nonzero(inside)[0]


@compiled
def _fill_all(places, chosen, ground, worth, state, kind, ends, count, visits):  # type: ignore[no-untyped-def]
    """Fill the segments in random order; return whether there was a way through all of them."""
    fade = np.random.random()
    noise = np.exp(NOISE * np.random.standard_normal(len(places)))
    rupiah = worth.rupiah * np.random.uniform(0.5, 1.5)
    turn = np.random.permutation(len(chosen))
    for n in range(len(turn)):
        run, first, last = chosen[turn[n]]
        k, is_last = kind[run], n + 1 == len(turn)
        away, most_away = _nights_around(run, first, last, ground.days[k], ground.nights[k], ends)
        here = np.empty((last - first + 1, len(places), len(places)), np.int16)
        shuts = np.empty((last - first + 1, len(places)), np.int16)
        for day in range(first, last + 1):
            for i in range(len(places)):
                shuts[day - first, i] = ground.shuts[k, day, places[i]]
                for j in range(len(places)):
                    here[day - first, i, j] = ground.ways[ground.table[k, day], places[i], places[j]]
        gains = _gains(places, ground, state)
        if not is_last:
            for i in range(len(places)):
                price = (gains[i] - fade * (gains[i] - worth.person[places[i]])) * noise[i]
                gains[i] = min(max(price, 0.0), 2.0 * gains[i])
        fares = _fares(places, k, first, last, 0.0 if is_last else fade, rupiah, ground, worth, state)
        value, found, evenings = best_way(
            here, ground.sleeps[places], shuts, gains, state.left[places],
            ground.people[k, : ground.slots[k] + 1].copy(), ground.nights[k], True, fares,
            np.searchsorted(places, ends[run, first - 1] if first > 0 else 0),
            np.searchsorted(places, ends[run, last]), away, most_away,
        )  # fmt: skip
        if value <= -OUT_OF_REACH / 2:
            return False
        count[run, first : last + 1] = 0
        for day in range(first, last + 1):
            ends[run, day] = places[evenings[day - first]]
        for day, place, start, length in found:
            at = count[run, first + day]
            visits[run, first + day, at] = places[place], start, length
            count[run, first + day] += 1
        for day in range(first, last + 1):
            _reckon(run, day, 1, ground, state, kind, ends, count, visits)
    return True


@compiled
def _fares(places, kind, first, last, fade, rupiah, ground, worth, state):  # type: ignore[no-untyped-def]
    """Return what the days ``first`` to ``last`` of a kind cost: kits faded in like all prices, money not."""
    length = last - first + 1
    day = np.zeros(length + 1)
    for d in range(length):
        row = ground.kit_row[kind, first + d]
        if row >= 0:
            day[d] = OUT_OF_REACH if state.used[row] >= ground.kits[row] else fade * worth.kit[row]
        day[d] += rupiah * ground.day_out[kind]
    paid = length if rupiah > 0.0 and ground.legs.shape[0] > 0 else 0
    legs = np.empty((paid, len(places), len(places)), np.float32)
    for d in range(paid):
        for i in range(len(places)):
            for j in range(len(places)):
                legs[d, i, j] = rupiah * ground.legs[ground.table[kind, first + d], places[i], places[j]]
    visit = np.zeros((length, len(places)))
    for i in range(len(places)):
        visit[:, i] = -rupiah * ground.stops[places[i]]
    asked = False
    for ask in range(len(state.met)):
        if ground.ask_signs[ask] < 0 or state.met[ask] < ground.ask_targets[ask]:
            i = np.searchsorted(places, ground.ask_places[ask])
            if i < len(places) and places[i] == ground.ask_places[ask]:
                seen, chosen = 0, 0
                for d in range(length):
                    if ground.asks[kind, first + d, ask]:
                        seen += 1
                        if ground.ask_signs[ask] < 0:
                            visit[d, i] -= ground.ask_prices[ask]
                        elif np.random.randint(seen) == 0:  # a second visit would answer nothing
                            chosen = d
                if seen > 0 and ground.ask_signs[ask] > 0:
                    visit[chosen, i] += ground.ask_prices[ask]
                    asked = True
    return Fares(legs, rupiah * ground.night, day, visit, state.come[places], TOLL, ground.least, asked)


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
