"""The best tour of one run of working days: a dynamic programme over day, place and time, compiled.

A run is a team's consecutive working days; a tour is all it does in them. The state is where the team is
and when; a visit costs its whole set-up and may be of any length on the clock; a night is spent at the base
or in a village with lodging. The programme does not remember which villages a tour has served before, so a
tour may count the same people twice: its value is never below the true best one, which the bound needs.
"""

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int16]

NEVER = np.int16(30000)  # slots; more than any day has
WORTHLESS = -1.0e18  # value of a state that cannot be reached
HERE = -1  # in place of where one came from: the night was spent here
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


def best_tour(
    ways: IntArray,
    sleeps: NDArray[np.bool_],
    is_open: NDArray[np.bool_],
    worth: FloatArray,
    waiting: NDArray[np.int64],
    people: NDArray[np.int64],
    max_nights: int,
    *,
    honest: bool = False,
    toll: float = 0.0,
) -> tuple[float, list[Visit], list[int]]:
    """Return the value of the best tour, its visits in order, and where each day ends.

    Parameters
    ----------
    ways
        Slots from place to place on each day, shape (days, n, n); ``NEVER`` where there is no way. Place 0 is
        the base.
    sleeps
        Whether a night may be spent at each place, shape (n,); true for the base.
    is_open
        Whether each place can be served on each day, shape (days, n).
    worth
        Value of recording one person at each place, shape (n,).
    waiting
        People waiting at each place, shape (n,); 0 for the base.
    people
        People recorded in a visit by its slots, set-up included, shape (slots + 1,), rising.
    max_nights
        Most nights in a row away from the base.
    honest
        Count nobody twice: a visit records those whom the best way there has left. Then the tour is a good
        one, not always the best; without it the value is never below that of any tour.
    toll
        Price of a slot on the way, so that of equal tours the shorter one wins; 0 for a true bound.
    """
    nights = max_nights if max_nights < len(ways) - 1 else UNLIMITED
    value, found, ends = _solve(ways, sleeps, is_open, worth, waiting, people, nights, honest, toll)
    visits = [Visit(int(d), int(i), int(t), int(k)) for d, i, t, k in found]
    return float(value), visits, [int(place) for place in ends]


def _compiled(function: Any) -> Any:
    """Return ``function`` compiled by numba once and kept on disk; it lets other threads run."""
    return numba.njit(cache=True, nogil=True)(function)


@_compiled
def _solve(ways, sleeps, is_open, worth, waiting, people, nights, honest, toll):  # type: ignore[no-untyped-def]
    days, n, slots = ways.shape[0], ways.shape[1], len(people) - 1
    levels = max(1, nights + 1)  # nights away so far; one level when they need not be counted
    shape = (days, levels, n, slots + 1)
    value = np.full((2, *shape), WORTHLESS)  # on arrival, and when ready to leave after a visit
    came = np.zeros((3, *shape), np.int16)  # from which place, at which slot, and slots of the visit
    took = np.zeros(shape, np.int64)  # people of the visit
    morning = np.full((days + 1, levels, n), WORTHLESS)
    night = np.zeros((3, days + 1, levels, n), np.int16)  # level and slot of the evening; 1 after a visit
    morning[0, 0, 0] = 0.0
    for day in range(days):
        for level in range(levels):
            _one_day(
                day, level, ways[day], is_open[day], worth, waiting, people,
                morning, value, came, took, night, honest, toll,
            )  # fmt: skip
            _evening(day, level, levels, sleeps, nights == UNLIMITED, value, morning, night)
    visits, ends = _read_back(days, came, night)
    return morning[days, 0, 0], visits, ends


@_compiled
def _one_day(  # type: ignore[no-untyped-def]
    day, level, way, is_open, worth, waiting, people, morning, value, came, took, night, honest, toll
):
    """Fill one day: leave where the night was spent, or serve there, then visit after visit."""
    n, slots = way.shape[0], len(people) - 1
    arrive, depart = value[0, day, level], value[1, day, level]
    best_arrival, best_departure = np.full(n, WORTHLESS), np.full(n, WORTHLESS)
    for i in range(n):
        if morning[day, level, i] > WORTHLESS:
            arrive[i, 0] = morning[day, level, i]
            came[0, day, level, i, 0] = HERE
    for i in range(n):
        if morning[day, level, i] > WORTHLESS:  # a way may take no slot at all
            _leave(i, 0, morning[day, level, i], way, slots, toll, arrive, came[:, day, level])
    for t in range(slots + 1):
        for i in range(1, n):
            if depart[i, t] > best_departure[i]:  # leaving later is worth it only with more
                best_departure[i] = depart[i, t]
                _leave(i, t, depart[i, t], way, slots, toll, arrive, came[:, day, level])
        for i in range(1, n):
            if arrive[i, t] > best_arrival[i]:
                best_arrival[i] = arrive[i, t]
                if is_open[i] and (worth[i] > 0.0 or not honest):  # a stop may only lead on
                    left = waiting[i]
                    if honest:
                        left -= _recorded_before(day, level, i, t, came, took, night)
                    _serve(
                        i,
                        t,
                        left,
                        worth[i],
                        people,
                        slots,
                        arrive,
                        depart,
                        came[2, day, level],
                        took[day, level],
                    )


@_compiled
def _serve(i, t, left, worth, people, slots, arrive, depart, stayed, took):  # type: ignore[no-untyped-def]
    """Try every length of a visit, up to the one that leaves nobody."""
    for k in range(1, slots - t + 1):
        count = min(people[k], left)
        if count > 0 and arrive[i, t] + worth * count > depart[i, t + k]:
            depart[i, t + k] = arrive[i, t] + worth * count
            stayed[i, t + k] = k
            took[i, t + k] = count
        if people[k] >= left or (count > 0 and worth == 0.0):
            break


@_compiled
def _leave(i, t, value, way, slots, toll, arrive, came):  # type: ignore[no-untyped-def]
    """Go from ``i`` at slot ``t`` to every place that can still be reached today."""
    for j in range(way.shape[0]):
        there = t + way[i, j]
        if j != i and there <= slots and value - toll * way[i, j] > arrive[j, there]:
            arrive[j, there] = value - toll * way[i, j]
            came[0, j, there] = i
            came[1, j, there] = t


@_compiled
def _evening(day, level, levels, sleeps, unlimited, value, morning, night):  # type: ignore[no-untyped-def]
    """Close the day where a night can be spent; level = nights away so far."""
    for i in range(len(sleeps)):
        after = 0 if i == 0 or unlimited else level + 1
        if not sleeps[i] or after >= levels:
            continue
        for t in range(value.shape[-1]):
            for visited in range(2):
                if value[visited, day, level, i, t] > morning[day + 1, after, i]:
                    morning[day + 1, after, i] = value[visited, day, level, i, t]
                    night[0, day + 1, after, i] = level
                    night[1, day + 1, after, i] = t
                    night[2, day + 1, after, i] = visited


@_compiled
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
            before = night[0, day, level, place]
            slot, after_visit = night[1, day, level, place], night[2, day, level, place] == 1
            day, level = day - 1, before
            if not after_visit:
                origin = came[0, day, level, place, slot]
                if origin != HERE:
                    slot, place = came[1, day, level, place, slot], origin
                    after_visit = slot > 0
        if place == village:
            recorded += took[day, level, place, slot]
        slot -= came[2, day, level, place, slot]


@_compiled
def _read_back(days, came, night):  # type: ignore[no-untyped-def]
    """Follow the best tour from the base on the last evening back to the first morning."""
    visits = [(np.int64(0), np.int64(0), np.int64(0), np.int64(0))]  # tells numba what is in the list
    visits.pop()
    ends = np.zeros(days, np.int16)
    place, level = 0, 0
    for back in range(days):
        day = days - 1 - back
        ends[day] = place
        slot, after_visit = night[1, day + 1, level, place], night[2, day + 1, level, place] == 1
        level = night[0, day + 1, level, place]
        while True:
            if after_visit:
                k = np.int64(came[2, day, level, place, slot])
                slot -= k
                visits.append((np.int64(day), np.int64(place), np.int64(slot), k))
            origin = came[0, day, level, place, slot]
            if origin == HERE:
                break
            slot, place = came[1, day, level, place, slot], origin
            if slot == 0:
                break  # left in the morning, since a visit takes a slot at least
            after_visit = True
    visits.reverse()
    return visits, ends


def compile_now() -> None:
    """Run the programme once on a tiny case, so that numba compiles it or reads it from its cache."""
    ways = np.full((2, 2, 2), 1, np.int16)
    yes = np.ones((2, 2), np.bool_)
    best_tour(ways, yes[0], yes, np.ones(2), np.array([0, 1]), np.array([0, 0, 1, 1]), 1)
