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
    gains: FloatArray,
    longest: IntArray,
    slots: int,
    max_nights: int,
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
    gains
        Value of a visit by its length in slots, set-up included, shape (n, most slots + 1).
    longest
        Longest visit worth making at each place, in slots, shape (n,); 0 for none.
    slots
        Slots of each day.
    max_nights
        Most nights in a row away from the base.
    toll
        Price of a slot on the way, so that of equal tours the shorter one wins; 0 for a true bound.
    """
    nights = max_nights if max_nights < len(ways) - 1 else UNLIMITED
    value, found, ends = _solve(ways, sleeps, is_open, gains, longest, slots, nights, toll)
    visits = [Visit(int(d), int(i), int(t), int(k)) for d, i, t, k in found]
    return float(value), visits, [int(place) for place in ends]


def _compiled(function: Any) -> Any:
    """Return ``function`` compiled by numba once and kept on disk; it lets other threads run."""
    return numba.njit(cache=True, nogil=True)(function)


@_compiled
def _solve(ways, sleeps, is_open, gains, longest, slots, nights, toll):  # type: ignore[no-untyped-def]
    days, n = ways.shape[0], ways.shape[1]
    levels = max(1, nights + 1)  # nights away so far; one level when they need not be counted
    # value on arrival and on departure; from where and when one came; how long the visit was
    arrive = np.full((days, levels, n, slots + 1), WORTHLESS)
    depart = np.full((days, levels, n, slots + 1), WORTHLESS)
    from_place = np.zeros((days, levels, n, slots + 1), np.int16)
    from_slot = np.zeros((days, levels, n, slots + 1), np.int16)
    stayed = np.zeros((days, levels, n, slots + 1), np.int16)
    # value in the morning at each place, and the level and slot of the evening before
    morning = np.full((days + 1, levels, n), WORTHLESS)
    evening_level = np.zeros((days + 1, levels, n), np.int16)
    evening_slot = np.zeros((days + 1, levels, n), np.int16)
    served = np.zeros((days + 1, levels, n), np.int16)  # 1: the evening follows a visit there
    morning[0, 0, 0] = 0.0
    for day in range(days):
        for level in range(levels):
            _one_day(
                ways[day], is_open[day], gains, longest, slots, toll, morning[day, level],
                arrive[day, level], depart[day, level],
                from_place[day, level], from_slot[day, level], stayed[day, level],
            )  # fmt: skip
            _evening(
                sleeps, slots, level, levels, nights == UNLIMITED, arrive[day, level], depart[day, level],
                morning[day, level], morning[day + 1], evening_level[day + 1], evening_slot[day + 1],
                served[day + 1],
            )  # fmt: skip
    return _read_back(
        days, morning, evening_level, evening_slot, served, from_place, from_slot, stayed
    )  # fmt: skip


@_compiled
def _one_day(  # type: ignore[no-untyped-def]
    way, is_open, gains, longest, slots, toll, morning, arrive, depart, from_place, from_slot, stayed
):
    """Fill one day: leave where the night was spent, or serve there, then visit after visit."""
    n = way.shape[0]
    best_arrival = np.full(n, WORTHLESS)
    best_departure = np.full(n, WORTHLESS)
    for i in range(n):
        if morning[i] > WORTHLESS:
            arrive[i, 0] = morning[i]
            from_place[i, 0] = -1
            _leave(i, 0, morning[i], way, slots, toll, arrive, from_place, from_slot)
    for t in range(slots + 1):
        for i in range(1, n):
            value = depart[i, t]
            if value > best_departure[i]:  # leaving later is worth it only with more
                best_departure[i] = value
                _leave(i, t, value, way, slots, toll, arrive, from_place, from_slot)
        for i in range(1, n):
            value = arrive[i, t]
            if value > best_arrival[i]:
                best_arrival[i] = value
                if is_open[i]:
                    for k in range(1, min(longest[i], slots - t) + 1):
                        if gains[i, k] > 0.0 and value + gains[i, k] > depart[i, t + k]:
                            depart[i, t + k] = value + gains[i, k]
                            stayed[i, t + k] = k


@_compiled
def _leave(i, t, value, way, slots, toll, arrive, from_place, from_slot):  # type: ignore[no-untyped-def]
    """Go from ``i`` at slot ``t`` to every place that can still be reached today."""
    for j in range(way.shape[0]):
        there = t + way[i, j]
        if j != i and there <= slots and value - toll * way[i, j] > arrive[j, there]:
            arrive[j, there] = value - toll * way[i, j]
            from_place[j, there] = i
            from_slot[j, there] = t


@_compiled
def _evening(  # type: ignore[no-untyped-def]
    sleeps, slots, level, levels, unlimited, arrive, depart, morning, next_morning, next_level, next_slot, served
):
    """Close the day where a night can be spent; level = nights away so far."""
    for i in range(arrive.shape[0]):
        after = 0 if i == 0 or unlimited else level + 1
        if not sleeps[i] or after >= levels:
            continue
        for t in range(slots + 1):
            if arrive[i, t] > next_morning[after, i]:
                next_morning[after, i] = arrive[i, t]
                next_level[after, i], next_slot[after, i], served[after, i] = level, t, 0
            if depart[i, t] > next_morning[after, i]:
                next_morning[after, i] = depart[i, t]
                next_level[after, i], next_slot[after, i], served[after, i] = level, t, 1


@_compiled
def _read_back(  # type: ignore[no-untyped-def]
    days, morning, evening_level, evening_slot, served, from_place, from_slot, stayed
):
    """Follow the best tour from the base on the last evening back to the first morning."""
    visits = []
    ends = np.zeros(days, np.int16)
    place, level = 0, 0
    for back in range(days):
        day = days - 1 - back
        ends[day] = place
        slot, after_visit, before = (
            evening_slot[day + 1, level, place],
            served[day + 1, level, place],
            evening_level[day + 1, level, place],
        )  # fmt: skip
        level = before
        while True:
            if after_visit == 1:
                k = stayed[day, level, place, slot]
                slot -= k
                visits.append((day, place, slot, k))
            origin = from_place[day, level, place, slot]
            if origin < 0:
                break
            slot = from_slot[day, level, place, slot]
            place = origin
            if slot == 0:
                break  # left in the morning: every visit and every way takes a slot at least
            after_visit = 1
    visits.reverse()
    return morning[days, 0, 0], visits, ends


def compile_now() -> None:
    """Run the programme once on a tiny case, so that numba compiles it or reads it from its cache."""
    ways = np.full((2, 2, 2), 1, np.int16)
    yes = np.ones((2, 2), np.bool_)
    gains = np.zeros((2, 4))
    longest = np.array([0, 2], np.int16)
    best_tour(ways, yes[0], yes, gains, longest, 3, 1)
