"""The places and the interchangeable runs of a problem, as arrays on the plan's clock.

A run is one team's consecutive working days; it starts and ends at the team's base. Runs that differ in
nothing that matters to a tour form a kind, which is priced once: with six equal teams and nine weeks there
are 54 runs, but only as many kinds as there are different weeks.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.problem import Problem
from planner.domain.reach import unreachable
from planner.domain.teams import Team
from planner.optimisers.trips.tour import NEVER

Run = tuple[str, tuple[date, ...]]  # team id, consecutive days


@dataclass(frozen=True, slots=True)
class Kind:
    """Runs that are interchangeable, and what a tour of one of them can do.

    Parameters
    ----------
    base
        Id of the base, place 0 of the tours.
    runs
        The runs of this kind, by date and team.
    ways
        Slots from place to place on each day, shape (days, n, n).
    sleeps
        Whether a night may be spent at each place, shape (n,).
    is_open
        Whether each place can be served on each day, shape (days, n).
    slots
        Slots of a day.
    max_nights
        Most nights in a row away from the base.
    people
        People recorded in a visit by its slots, set-up included, shape (slots + 1,).
    """

    base: str
    runs: tuple[Run, ...]
    ways: NDArray[np.int16]
    sleeps: NDArray[np.bool_]
    is_open: NDArray[np.bool_]
    slots: int
    max_nights: int
    people: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Field:
    """A problem as the engine sees it.

    Parameters
    ----------
    problem
        Where it comes from.
    village_ids
        The m villages with a backlog that a team can reach, and those where it can only sleep; place ``i``
        of a tour is village ``i - 1``.
    backlog
        People waiting in each of them, shape (m,).
    kinds
        The kinds of runs.
    """

    problem: Problem
    village_ids: tuple[str, ...]
    backlog: NDArray[np.int64]
    kinds: tuple[Kind, ...]

    @property
    def families(self) -> tuple[tuple[int, ...], ...]:
        """Kinds, by number, that one programme prices together: all are the first days of the first one."""
        families: list[list[int]] = []
        for number in sorted(range(len(self.kinds)), key=lambda n: -len(self.kinds[n].ways)):
            kin = (f for f in families if _begins_like(self.kinds[f[0]], self.kinds[number]))
            family = next(kin, None)
            if family is None:
                families.append([number])
            else:
                family.append(number)
        return tuple(tuple(family) for family in families)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Runs of each kind."""
        return np.array([len(kind.runs) for kind in self.kinds], dtype=np.int64)


def field_of(problem: Problem) -> Field:
    """Return ``problem`` as arrays, without villages where nobody can be recorded or sleep."""
    cut_off = unreachable(problem)
    villages = [v for v in problem.villages if v.lodging or (v.backlog > 0 and v.id not in cut_off)]
    ids = tuple(village.id for village in villages)
    backlog = np.array([0 if v.id in cut_off else v.backlog for v in villages], dtype=np.int64)
    members: defaultdict[tuple[object, ...], list[Run]] = defaultdict(list)
    for team in problem.teams:
        for block in problem.blocks_of(team):
            members[_kind_key(problem, team, block)].append((team.id, block))
    kinds = tuple(
        _kind(problem, ids, sorted(runs, key=lambda run: (run[1], run[0]))) for runs in members.values()
    )
    return Field(problem, ids, backlog, kinds)


def _kind_key(problem: Problem, team: Team, block: tuple[date, ...]) -> tuple[object, ...]:
    """Return all that matters to a tour of this run."""
    matrices = tuple(problem.travel.matrix_of_weekday[day.weekday()] for day in block)
    shut = tuple(frozenset(v.id for v in problem.villages if day in v.closed) for day in block)
    length = team.end_minute - team.start_minute
    return team.base, team.rate_per_hour, length, team.setup_minutes, team.max_nights, matrices, shut


def _kind(problem: Problem, village_ids: tuple[str, ...], runs: list[Run]) -> Kind:
    team, block = problem.team[runs[0][0]], runs[0][1]
    step = problem.rules.clock_minutes
    slots = (team.end_minute - team.start_minute) // step
    places = (team.base, *village_ids)
    at = [problem.travel.index[place] for place in places]
    minutes = np.stack([problem.travel.on(day.weekday())[np.ix_(at, at)] for day in block])
    return Kind(
        base=team.base,
        runs=tuple(runs),
        ways=_in_slots(minutes, step),
        sleeps=np.array([True, *(problem.village[v].lodging for v in village_ids)]),
        is_open=np.array(
            [[False, *(d not in problem.village[v].closed for v in village_ids)] for d in block]
        ),
        slots=slots,
        max_nights=team.max_nights,
        people=np.array([team.people_in(max(0, k * step - team.setup_minutes)) for k in range(slots + 1)]),
    )


def _in_slots(minutes: NDArray[np.float64], step: int) -> NDArray[np.int16]:
    """Return minutes rounded up to slots; ``NEVER`` where there is no way."""
    slots = np.ceil(minutes / step - 1e-9)
    return np.where(slots < NEVER, np.maximum(slots, 0), NEVER).astype(np.int16)


def _begins_like(longer: Kind, kind: Kind) -> bool:
    """Return whether ``kind`` is like the first days of ``longer``, for the same sort of team."""
    days = len(kind.ways)
    return (
        (longer.base, longer.slots, longer.max_nights) == (kind.base, kind.slots, kind.max_nights)
        and np.array_equal(longer.people, kind.people)
        and np.array_equal(longer.ways[:days], kind.ways)
        and np.array_equal(longer.is_open[:days], kind.is_open)
    )


def visits_of_runs(field: Field) -> Iterator[tuple[int, Run]]:
    """Yield every run with the number of its kind."""
    for number, kind in enumerate(field.kinds):
        for run in kind.runs:
            yield number, run
