"""The best tour of one run of working days: a dynamic programme over day, place and time, compiled.

A run is a team's consecutive working days; a tour is all it does in them. The state is where the team is
and when; a visit costs its whole set-up and may be of any length on the clock; a night is spent at the base
or in a village with lodging. The programme remembers whom it has recorded while the team stays, that is
sleeps where it serves, and forgets it when the team moves on. So a tour that comes back may count the same
people twice: its value is never below the true best one, which the bound needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.compiling import compiled

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int16]

NEVER = np.int16(30000)  # slots; more than any day has
WORTHLESS = -1.0e18  # value of a state that cannot be reached
RESTED = 2  # a night after a whole day where one had served before
HERE = -1  # in place of where one came from: the night was spent here
TOLL = 1e-4  # people a slot on the way is worth: decides between equal ways only
OUT_OF_REACH = 1e7  # people: the price of what is used up
UNLIMITED = -1  # nights need not be counted: the run ends before they could be too many


@dataclass(frozen=True, slots=True)
class Visit:
    """One village on one day of a tour, in slots of the clock after the start of the day.

    Parameters
    ----------
    day
        Day of the run, from 0.
    place
        Index of the village among the places of the run's kind; the base is 0.
    start, slots
        Arrival, and time on site with set-up, in slots.
    """

    day: int
    place: int
    start: int
    slots: int


class Fares(NamedTuple):
    """What is paid on the way, and earned by coming, in the measure of people's worth.

    Parameters
    ----------
    legs
        Price of the way from place to place on each day, shape (days, n, n); (0, n, n) where ways are free.
    night
        Price of a night away from the base.
    day
        Price of each day on which the team is not at its base all day, shape (days + 1,); the last is 0.
    visit
        Earned by coming to each place on each day, beside its people, shape (days, n); 0 for the base.
    come
        People who come to one visit of each place at most, shape (n,); empty for all who wait there.
    toll
        Price of a slot on the way, so that of equal tours the shorter one wins; 0 for a true bound.
    least
        Fewest people of a visit.
    asked
        Whether coming earns anything anywhere.
    """

    legs: NDArray[np.float32]
    night: float
    day: FloatArray
    visit: FloatArray
    come: NDArray[np.int64] = np.empty(0, np.int64)
    toll: float = 0.0
    least: int = 1
    asked: bool = False


def free_of_charge(days: int, places: int, toll: float = 0.0) -> Fares:
    """Return the fares where nothing is paid but ``toll``."""
    nothing = np.empty((0, places, places), np.float32)
    return Fares(nothing, 0.0, np.zeros(days + 1), np.zeros((days, places)), toll=toll)


def best_tours(
    ways: IntArray,
    sleeps: NDArray[np.bool_],
    shuts: IntArray,
    worth: FloatArray,
    waiting: NDArray[np.int64],
    people: NDArray[np.int64],
    max_nights: int,
    lengths: Sequence[int],
    fares: Fares | None = None,
    *,
    honest: bool = False,
) -> list[tuple[float, list[Visit], list[int]]]:
    """Return the best tour of the first days for each number of days in ``lengths``, from one programme.

    For each: its value, its visits in order, and where each day ends.

    Parameters
    ----------
    ways
        Slots from place to place on each day, shape (days, n, n); ``NEVER`` where there is no way. Place 0 is
        the base.
    sleeps
        Whether a night may be spent at each place, shape (n,); true for the base.
    shuts
        By which slot service has to be over at each place on each day, shape (days, n): 0 where it is closed;
        at place 0 the slots of the day.
    worth
        Value of recording one person at each place, shape (n,).
    waiting
        People waiting at each place, shape (n,); 0 for the base.
    people
        People recorded in a visit by its slots, set-up included, shape (slots + 1,), rising.
    max_nights
        Most nights in a row away from the base.
    lengths
        Numbers of days, ``len(ways)`` at most.
    fares
        What is paid on the way; nothing when not given.
    honest
        Count nobody twice: a visit records those whom the best way there has left. Then the tour is a good
        one, not always the best; without it the value is never below that of any tour.
    """
    nights = max_nights if max_nights < len(ways) - 1 else UNLIMITED
    days = np.array(lengths, dtype=np.int64)
    fares = fares or free_of_charge(len(ways), ways.shape[1])
    if not len(fares.come):
        fares = fares._replace(come=waiting)
    answers = best_ways(ways, sleeps, shuts, worth, waiting, people, nights, honest, fares, days)
    return [
        (
            float(value),
            [Visit(int(d), int(i), int(t), int(k)) for d, i, t, k in found],
            [int(place) for place in ends],
        )
        for value, found, ends in answers
    ]


@compiled
def best_way(  # type: ignore[no-untyped-def]
    ways, sleeps, shuts, worth, waiting, people, nights, honest, fares, start, end, away, most_away
):
    """Return the best way through some days from place ``start`` to place ``end``; see :func:`best_tours`.

    ``nights`` is the most in a row or ``UNLIMITED``; ``away`` are those before the first morning,
    ``most_away`` those that may have been spent in a row by the last evening. Without a way the value is
    ``WORTHLESS``.
    """
    known = _fill(ways, sleeps, shuts, worth, waiting, people, nights, honest, fares, start, away)
    return _best_at(len(ways), known, shuts, nights, end, most_away)


@compiled
def best_ways(  # type: ignore[no-untyped-def]
    ways, sleeps, shuts, worth, waiting, people, nights, honest, fares, lengths
):
    """Return the best way from the base to the base for each number of days in ``lengths``."""
    known = _fill(ways, sleeps, shuts, worth, waiting, people, nights, honest, fares, 0, 0)
    return [_best_at(days, known, shuts, nights, 0, 0) for days in lengths]


@compiled
def _fill(  # type: ignore[no-untyped-def]
    ways, sleeps, shuts, worth, waiting, people, nights, honest, fares, start, away
):
    """Return what the programme knows of every day, place and slot."""
    days, n, slots = ways.shape[0], ways.shape[1], len(people) - 1
    levels = max(1, nights + 1)  # nights away so far; one level when they need not be counted
    shape = (days, levels, n, slots + 1)
    value = np.full((2, *shape), WORTHLESS)  # on arrival, and when ready to leave after a visit
    came = np.zeros((3, *shape), np.int16)  # from which place, at which slot, and slots of the visit
    stay = np.zeros(
        (2, *shape), np.int16
    )  # days that the visit has lasted, and its first slot; 0 for one day
    took = np.zeros(shape, np.int64)  # people of the visit
    morning = np.full((2, days + 1, levels, n), WORTHLESS)  # slept there on arrival, or after a visit there
    night = np.zeros((3, 2, days + 1, levels, n), np.int16)  # level and slot of the evening; ON_ARRIVAL etc.
    morning[0, 0, away if nights != UNLIMITED else 0, start] = 0.0
    for day in range(days):
        for level in range(levels):
            _one_day(
                day, level, ways[day], shuts, sleeps, worth, waiting, people, nights == UNLIMITED,
                morning, value, came, stay, took, night, honest, fares,
            )  # fmt: skip
            _evening(day, level, levels, sleeps, nights == UNLIMITED, honest, value, morning, night, fares)
    return came, stay, morning, night


@compiled
def _best_at(  # type: ignore[no-untyped-def]
    days, known, shuts, nights, end, most_away
):
    """Return the best way that ends after ``days`` days at place ``end``."""
    came, stay, morning, night = known
    levels = morning.shape[2]
    last, which = 0, 0
    for level in range(min(levels, most_away + 1) if levels > 1 else 1):
        for state in range(2):
            if morning[state, days, level, end] > morning[which, days, last, end]:
                last, which = level, state
    value_at_end = morning[which, days, last, end]
    if value_at_end == WORTHLESS:
        days = 0
    visits, ends = _read_back(days, shuts, nights == UNLIMITED, came, stay, morning, night, end, last, which)
    return value_at_end, visits, ends


@compiled
def _one_day(  # type: ignore[no-untyped-def]
    day, level, way, shuts, sleeps, worth, waiting, people, unlimited,
    morning, value, came, stay, took, night, honest, fares,
):  # fmt: skip
    """Fill one day: leave where the night was spent, or serve there, then visit after visit."""
    n, shut = way.shape[0], shuts[day]
    last = shut[0]
    arrive, depart = value[0, day, level], value[1, day, level]
    best_arrival, best_departure = np.full(n, WORTHLESS), np.full(n, WORTHLESS)
    for i in range(n):
        if morning[0, day, level, i] > WORTHLESS:
            arrive[i, 0] = morning[0, day, level, i]
            came[0, day, level, i, 0] = HERE
    for i in range(n):
        awake = max(morning[0, day, level, i], morning[1, day, level, i])
        if awake > WORTHLESS:  # a way may take no slot at all
            if i == 0:
                awake -= fares.day[day]
            _leave(day, i, 0, awake, way, last, fares, arrive, came[:, day, level])
    for t in range(last + 1):
        for i in range(1, n):
            if depart[i, t] > best_departure[i]:  # leaving later is worth it only with more
                best_departure[i] = depart[i, t]
                _leave(day, i, t, depart[i, t], way, last, fares, arrive, came[:, day, level])
        for i in range(1, n):
            if arrive[i, t] > best_arrival[i]:
                best_arrival[i] = arrive[i, t]
                visit = fares.visit[day, i]
                is_worthwhile = worth[i] > 0.0 or visit > 0.0 or not honest  # else it only leads on
                if shut[i] > t and is_worthwhile:
                    left = waiting[i]
                    if honest:
                        left -= _recorded_before(day, level, i, t, came, took, night)
                    _serve(
                        i, t, min(left, fares.come[i]), worth[i], visit, people, shut[i] - t, fares.least,
                        arrive, depart, came[2, day, level], stay[0, day, level], took[day, level],
                    )  # fmt: skip
                    first = min(people[shut[i] - t], fares.come[i])
                    if not honest and sleeps[i] and first > 0 and (first < left or fares.asked):
                        _stay(
                            day, level, i, t, left, worth[i], people, shuts, unlimited, value, came, stay,
                            fares,
                        )  # fmt: skip


@compiled
def _serve(  # type: ignore[no-untyped-def]
    i, t, left, worth, visit, people, longest, least, arrive, depart, stayed, over_night, took
):
    """Try every length of a visit, up to the one that leaves nobody."""
    for k in range(1, longest + 1):
        count = min(people[k], left)
        if count >= least and arrive[i, t] + visit + worth * count > depart[i, t + k]:
            depart[i, t + k] = arrive[i, t] + visit + worth * count
            stayed[i, t + k] = k
            over_night[i, t + k] = 0
            took[i, t + k] = count
        if people[k] >= left or (count >= least and worth == 0.0):
            break


@compiled
def _stay(  # type: ignore[no-untyped-def]
    day, level, i, t, left, worth, people, shuts, unlimited, value, came, stay, fares
):
    """Try to go on serving on the next days where one sleeps, so that nobody is counted twice in one stay."""
    days, levels = value.shape[1], value.shape[2]
    got, after = min(people[shuts[day, i] - t], fares.come[i]), level
    earned = value[0, day, level, i, t] + fares.visit[day, i]
    for days_later in range(1, days - day):
        then = day + days_later
        after = level if unlimited else level + days_later
        if after >= levels or (got >= left and not fares.asked):
            return
        earned -= fares.night + fares.day[then]
        if not shuts[then, i]:
            continue
        earned += fares.visit[then, i]
        depart = value[1, then, after]
        for k in range(1, shuts[then, i] + 1):
            if people[k] == 0:
                continue
            count = min(got + min(people[k], fares.come[i]), left)
            if earned + worth * count > depart[i, k]:
                depart[i, k] = earned + worth * count
                came[2, then, after, i, k] = k
                stay[0, then, after, i, k], stay[1, then, after, i, k] = days_later, t
            if count >= left or people[k] >= fares.come[i]:
                break
        got += min(people[shuts[then, i]], fares.come[i])


@compiled
def _leave(day, i, t, value, way, last, fares, arrive, came):  # type: ignore[no-untyped-def]
    """Go from ``i`` at slot ``t`` to every place that can still be reached today."""
    toll, is_paid = fares.toll, fares.legs.shape[0] > 0
    for j in range(way.shape[0]):
        there = t + way[i, j]
        if j == i or there > last:
            continue
        then = value - toll * way[i, j]
        if is_paid:
            then -= fares.legs[day, i, j]
        if then > arrive[j, there]:
            arrive[j, there] = then
            came[0, j, there] = i
            came[1, j, there] = t


@compiled
def _evening(  # type: ignore[no-untyped-def]
    day, level, levels, sleeps, unlimited, honest, value, morning, night, fares
):
    """Close the day where a night can be spent; level = nights away so far."""
    for i in range(len(sleeps)):
        after = 0 if i == 0 or unlimited else level + 1
        if not sleeps[i] or after >= levels:
            continue
        paid = 0.0 if i == 0 else fares.night + fares.day[day + 1]
        for t in range(value.shape[-1]):
            for visited in range(2):
                state = 0 if honest else visited
                if value[visited, day, level, i, t] - paid > morning[state, day + 1, after, i]:
                    morning[state, day + 1, after, i] = value[visited, day, level, i, t] - paid
                    night[0, state, day + 1, after, i] = level
                    night[1, state, day + 1, after, i] = t
                    night[2, state, day + 1, after, i] = visited
        if morning[1, day, level, i] - paid > morning[1, day + 1, after, i]:
            morning[1, day + 1, after, i] = morning[1, day, level, i] - paid
            night[0, 1, day + 1, after, i] = level
            night[2, 1, day + 1, after, i] = RESTED


@compiled
def _recorded_before(day, level, village, slot, came, took, night):  # type: ignore[no-untyped-def]
    """Return the people of ``village`` recorded on the best way to it, before arrival at ``slot``."""
    recorded = 0
    place = village
    while True:
        origin = came[0, day, level, place, slot]
        if origin != HERE:
            slot, place = came[1, day, level, place, slot], origin
        after_visit = slot > 0  # leaving at slot 0 is leaving in the morning
        while not after_visit:
            if day == 0:
                return recorded
            before = night[0, 0, day, level, place]
            slot, after_visit = night[1, 0, day, level, place], night[2, 0, day, level, place] == 1
            day, level = day - 1, before
            if not after_visit:
                origin = came[0, day, level, place, slot]
                if origin != HERE:
                    slot, place = came[1, day, level, place, slot], origin
                    after_visit = slot > 0
        if place == village:
            recorded += took[day, level, place, slot]
        slot -= came[2, day, level, place, slot]


@compiled
def _read_back(  # type: ignore[no-untyped-def]
    days, shuts, unlimited, came, stay, morning, night, place, level, which
):
    """Follow the best way from the last evening back to the first morning."""
    visits = [(np.int64(0), np.int64(0), np.int64(0), np.int64(0))]  # tells numba what is in the list
    visits.pop()
    ends = np.zeros(days, np.int16)
    day = days - 1
    while day >= 0:
        ends[day] = place
        slot, evening = night[1, which, day + 1, level, place], night[2, which, day + 1, level, place]
        level = np.int64(night[0, which, day + 1, level, place])
        if evening == RESTED:
            day -= 1
            continue
        after_visit = evening == 1
        while True:
            if after_visit:
                k, lasted = (
                    np.int64(came[2, day, level, place, slot]),
                    np.int64(stay[0, day, level, place, slot]),
                )
                first = np.int64(stay[1, day, level, place, slot])
                slot -= k
                visits.append((np.int64(day), np.int64(place), np.int64(slot), k))
                for _ in range(lasted):
                    day -= 1
                    ends[day] = place
                    if shuts[day, place]:
                        begin = np.int64(0)
                        if _ + 1 == lasted:
                            begin = first
                        visits.append(
                            (np.int64(day), np.int64(place), begin, np.int64(shuts[day, place] - begin))
                        )
                if lasted > 0:
                    slot = first
                    if not unlimited:
                        level -= lasted
            origin = came[0, day, level, place, slot]
            if origin == HERE:
                which = 0
                break
            slot, place = came[1, day, level, place, slot], origin
            if slot == 0:  # left in the morning, since a visit takes a slot at least
                which = 0 if morning[0, day, level, place] >= morning[1, day, level, place] else 1
                break
            after_visit = True
        day -= 1
    visits.reverse()
    return visits, ends
