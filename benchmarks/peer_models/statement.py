"""A problem as routing engines know it: vehicles with a time window, and jobs with a service time.

A vehicle is one team on one day (``days``), or on a trip of consecutive days with a break in every night
(``trips``). Two more are trips: in ``hopes`` boats sail on all days of a trip if they do on one, and in
``beds`` the breaks have their places, which one peer knows. The backlog of a village is cut into chunks; each
is a job that is served whole or not at all.

Time is counted in ticks of a sixtieth of a recording: one minute of a team that records r people an hour is r
ticks, so a chunk takes 60 ticks a person whoever comes, and ways, set-up and days are stretched instead. No
peer but VROOM knows a service time per vehicle, and with this none needs it. Set-up is part of every way that
leads into a village from elsewhere, so consecutive chunks of one village pay it once.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from planner.domain.problem import Problem
from planner.domain.teams import Team

IntArray = NDArray[np.int64]
TICKS = 60  # of one recording
FAR = 1_000_000  # ticks where there is no way: longer than any trip
NIGHT = 60  # ticks of a night break; nothing happens in it, so its length is of no account
LEAST = 15  # people of a chunk, at least, in villages that no team reaches from its base within a day


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One team on one day, or on a trip of consecutive days with its nights away."""

    team: Team
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some of the people of one village; ``place`` is its row in the travel times."""

    place: int
    people: int


@dataclass(frozen=True, slots=True)
class Kind:
    """Vehicles that are interchangeable.

    Parameters
    ----------
    base
        Row of the base in the travel times.
    rate, setup
        People an hour, and minutes of set-up.
    minutes
        Length of a day, on the clock.
    matrices
        Which matrix of the travel times holds on each day of the trip.
    """

    base: int
    rate: float
    setup: int
    minutes: int
    matrices: tuple[int, ...]

    @property
    def day(self) -> int:
        """Ticks of one day."""
        return int(self.minutes * self.rate)

    @property
    def horizon(self) -> int:
        """Ticks from the start of the first day to the end of the last."""
        return len(self.matrices) * (self.day + NIGHT) - NIGHT

    @property
    def nights(self) -> tuple[int, ...]:
        """Ticks at which each night begins."""
        return tuple((n + 1) * (self.day + NIGHT) - NIGHT for n in range(len(self.matrices) - 1))


@dataclass(frozen=True, slots=True)
class Tour:
    """What a peer wants one vehicle to do.

    Parameters
    ----------
    vehicle
        Which one.
    days
        For each of its days the chunks in order, by their number in the statement.
    nights
        For each of its nights the row of the place where it sleeps, where the peer says so.
    """

    vehicle: Vehicle
    days: tuple[tuple[int, ...], ...]
    nights: tuple[int | None, ...] = ()


@dataclass(frozen=True)
class Statement:
    """One problem, stated.

    Parameters
    ----------
    problem
        What is stated.
    name
        ``days``, ``trips``, ``hopes`` or ``beds``.
    size
        Most people of a chunk; 0 for as many as one team records there in one day.
    kinds
        Kind -> its vehicles.
    chunks
        The jobs.
    """

    problem: Problem
    name: str
    size: int
    kinds: dict[Kind, tuple[Vehicle, ...]]
    chunks: tuple[Chunk, ...]

    def ticks(self, kind: Kind, day: int | None = None) -> IntArray:
        """Return the (n, n) ticks of all ways with the set-up at their end, ``FAR`` where there is none.

        Parameters
        ----------
        day
            Which day of the trip; ``None`` for the longest way of all its days, which can be gone on each, or
            the shortest one where the statement is ``hopes``.
        """
        numbers = set(kind.matrices) if day is None else {kind.matrices[day]}
        ways = [clocked_ways(self.problem, number) for number in numbers]
        minutes = np.min(ways, axis=0) if self.name == "hopes" else np.max(ways, axis=0)
        minutes = minutes + np.where(self.is_village, kind.setup, 0)[None, :]
        np.fill_diagonal(minutes, 0.0)
        return np.minimum(np.ceil(minutes * kind.rate), FAR).astype(np.int64)

    @property
    def is_village(self) -> NDArray[np.bool_]:
        """Whether each place is a village and no base."""
        return np.array([place in self.problem.village for place in self.problem.travel.place_ids])


def clocked_ways(problem: Problem, number: int) -> NDArray[np.float64]:
    """Return the (n, n) minutes of one matrix of the travel times, rounded up to the clock."""
    step = problem.rules.clock_minutes
    ways: NDArray[np.float64] = np.ceil(problem.travel.minutes[number] / step - 1e-9) * step
    return ways


def state(problem: Problem, name: str, size: int) -> Statement:
    """Return the statement of that name with chunks of ``size`` people; 0 for a day's work each."""
    kinds: defaultdict[Kind, list[Vehicle]] = defaultdict(list)
    for vehicle in _vehicles(problem, name):
        kinds[_kind(problem, vehicle)].append(vehicle)
    most = _most(problem, tuple(kinds))
    chunks = [
        Chunk(place, people)
        for village in problem.villages
        if most[place := problem.travel.index[village.id]] > 0
        for people in _parts(village.backlog, min(size or math.inf, int(most[place])))
    ]
    return Statement(problem, name, size, {kind: tuple(made) for kind, made in kinds.items()}, tuple(chunks))


def _vehicles(problem: Problem, name: str) -> Iterator[Vehicle]:
    """Yield one vehicle a team-day, or runs cut into trips of as many nights as the team may be away."""
    for team in problem.teams:
        longest = 1 if name == "days" else team.max_nights + 1
        for run in problem.blocks_of(team):
            for first in range(0, len(run), longest):
                yield Vehicle(team, run[first : first + longest])


def _kind(problem: Problem, vehicle: Vehicle) -> Kind:
    team, step = vehicle.team, problem.rules.clock_minutes
    return Kind(
        problem.travel.index[team.base],
        team.rate_per_hour,
        team.setup_minutes,
        (team.end_minute - team.start_minute) // step * step,
        tuple(problem.travel.matrix_of_weekday[day.weekday()] for day in vehicle.days),
    )


def _most(problem: Problem, kinds: tuple[Kind, ...]) -> NDArray[np.int64]:
    """Return for each place the most people of a chunk: what one team records there in one day.

    There and back for day vehicles; for trips only the way there counts, if it is a way for a day.
    """
    ways = cache(lambda number: clocked_ways(problem, number))
    most = np.zeros(len(problem.travel.place_ids), dtype=np.int64)
    for kind in kinds:
        for number in set(kind.matrices):
            out, back = ways(number)[kind.base], ways(number)[:, kind.base]
            travel = out if len(kind.matrices) > 1 else out + back
            spare = np.where(np.isfinite(out + back), kind.minutes - kind.setup - travel, -np.inf)
            people = np.floor(np.maximum(spare, 0.0) * kind.rate / 60 + 1e-9).astype(np.int64)
            if len(kind.matrices) > 1:
                people = np.where(np.isfinite(spare), np.maximum(people, LEAST), 0)
            most = np.maximum(most, people)
    return most


def _parts(backlog: int, most: float) -> list[int]:
    """Return ``backlog`` cut into as few parts of at most ``most`` as possible, all about as large.

    >>> _parts(121, 30)
    [25, 24, 24, 24, 24]
    """
    count = math.ceil(backlog / most)
    return [backlog // count + (n < backlog % count) for n in range(count)]
