"""The places and the interchangeable runs of a problem, as arrays on the plan's clock.

A run is one team's consecutive working days; it starts and ends at the team's base. Runs that differ in
nothing that matters to a tour form a kind, which is priced once: with six equal teams and nine weeks there
are 54 runs, but only as many kinds as there are different weeks.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain.places import Village
from planner.domain.problem import Problem
from planner.domain.reach import unreachable
from planner.domain.rules import Rules
from planner.domain.teams import Team
from planner.optimisers.trips.asks import VISITS, Asks, Quotas, asks_of, quotas_of
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
    shuts
        By which slot of each day service has to be over at each place, shape (days, n); 0 where it is closed,
        and at place 0 the slots of the day.
    slots
        Slots of the longest day.
    max_nights
        Most nights in a row away from the base.
    people
        People recorded in a visit by its slots, set-up included, shape (slots + 1,).
    dates
        Position of each day among the working days of all teams, shape (days,); of the first run where a kind
        has runs on other dates as well.
    kit_row
        The row of kits that a day out uses, shape (days,); -1 where kits are not scarce.
    legs
        Rupiah of the way from place to place on each day, shape (days, n, n); (0, n, n) without a budget.
    asks
        Which of the field's asks a visit on each day may answer, shape (days, asks).
    day_out
        Rupiah of a day out.
    """

    base: str
    runs: tuple[Run, ...]
    ways: NDArray[np.int16]
    sleeps: NDArray[np.bool_]
    shuts: NDArray[np.int16]
    slots: int
    max_nights: int
    people: NDArray[np.int64]
    dates: NDArray[np.int64]
    kit_row: NDArray[np.int64]
    legs: NDArray[np.float32]
    asks: NDArray[np.bool_]
    day_out: float


@dataclass(frozen=True)
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
    served
        Days of service of each village before the plan, shape (m,).
    kits
        Kit-days at hand in each row of kits, shape (rows,). A row holds the dates that are interchangeable
        for the kinds; with kinds of one block each, a single date.
    quotas
        How many people should be recorded in some villages together.
    asks
        Where visits are asked for or unwelcome.
    budget
        Rupiah at hand; ``None`` for no limit.
    stops
        Rupiah of a stop in each village, shape (m,).
    """

    problem: Problem
    village_ids: tuple[str, ...]
    backlog: NDArray[np.int64]
    kinds: tuple[Kind, ...]
    served: NDArray[np.int64]
    kits: NDArray[np.int64]
    quotas: Quotas
    asks: Asks
    budget: float | None
    stops: NDArray[np.float64]

    @cached_property
    def position(self) -> dict[str, int]:
        """Village id -> its number among the m villages."""
        return {village: n for n, village in enumerate(self.village_ids)}

    @property
    def rules(self) -> Rules:
        """The rules of the problem."""
        return self.problem.rules

    def shares_coming(self, served: int) -> NDArray[np.float64]:
        """Return the share of those waiting who come after ``served`` days of a plan, shape (m,)."""
        shares = np.array(self.rules.turnout or (1.0,))
        return shares[np.minimum(self.served + served, len(shares) - 1)]

    @property
    def is_scarce(self) -> bool:
        """Whether the linear program has rows beside those of villages and runs."""
        return bool(
            len(self.kits)
            or self.rules.turnout
            or len(self.quotas.people)
            or len(self.asks.place)
            or self.budget is not None
        )

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


def field_of(problem: Problem, *, dated: bool = False) -> Field:
    """Return ``problem`` as arrays, without villages where nobody can be recorded or sleep.

    ``dated`` makes a kind of every block of days, so that a tour of it has its dates.
    """
    cut_off = unreachable(problem)
    villages = [v for v in problem.villages if v.lodging or (v.backlog > 0 and v.id not in cut_off)]
    ids = tuple(village.id for village in villages)
    backlog = np.array([0 if v.id in cut_off else v.backlog for v in villages], dtype=np.int64)
    members: defaultdict[tuple[object, ...], list[Run]] = defaultdict(list)
    kind_key = _keys(problem)
    scarce = _bases_short_of_kits(problem)
    for team in problem.teams:
        for block in problem.blocks_of(team):
            key = (*kind_key(team, block, scarce), block if dated else None)
            members[key].append((team.id, block))
    rows, kits = _kit_rows(problem, list(members.values()), scarce)
    asks = asks_of(problem, ids)
    kinds = tuple(
        _kind(problem, ids, asks, sorted(runs, key=lambda run: (run[1], run[0])), rows)
        for runs in members.values()
    )
    stops = np.array([problem.rules.costs.of_stop(village) for village in villages], dtype=float)
    served = np.array([village.served for village in villages], dtype=np.int64)
    quotas, budget = quotas_of(problem, ids), problem.rules.budget
    return Field(problem, ids, backlog, kinds, served, kits, quotas, asks, budget, stops)


def limited(field: Field) -> Field:
    """Return the field with prices in the linear program that no breach of a hard directive is worth.

    A visit that is asked for costs at most what two runs could record, so at that price it is made wherever
    it can be (an exact penalty; Han & Mangasarian 1979). A bound at lower prices holds at higher ones, where
    plans are worth less. At the full price of a hard directive columns are dear that differ by a few people,
    and generation is slow.
    """
    most = max((float(kind.people[-1]) * len(kind.ways) for kind in field.kinds), default=0.0)
    quotas, asks = field.quotas, field.asks
    return replace(
        field,
        quotas=replace(quotas, limit=np.minimum(quotas.price, 2.0 * most)),
        asks=replace(asks, limit=np.minimum(asks.price, 2.0 * most)),
    )


def unlimited(field: Field) -> Field:
    """Return the field with the full prices in the linear program."""
    return replace(
        field,
        quotas=replace(field.quotas, limit=field.quotas.price),
        asks=replace(field.asks, limit=field.asks.price),
    )


def needs_dates(field: Field) -> bool:
    """Return whether a tour has to know its dates: kits are scarce, fewer come every time, order matters."""
    return bool(len(field.kits) or field.rules.turnout or field.asks.order)


def _bases_short_of_kits(problem: Problem) -> set[str]:
    """Return the bases that have fewer kits than teams at work on some day."""
    at_work = Counter((team.base, day) for team in problem.teams for day in problem.days_of(team))
    short = set()
    for (base, day), teams in at_work.items():
        kits = problem.base[base].kits_on(day)
        if kits is not None and kits < teams:
            short.add(base)
    return short


def _kit_rows(
    problem: Problem, members: list[list[Run]], scarce: set[str]
) -> tuple[dict[tuple[str, date], int], NDArray[np.int64]]:
    """Return (base, date) -> its row of kits, and the kit-days of each row.

    Dates that some kind holds to be interchangeable share a row: a plan keeps the sum of their rows, and
    where all weeks are alike the sum says as much as the rows do.
    """
    same: dict[tuple[str, date], tuple[str, date]] = {}

    def first(day: tuple[str, date]) -> tuple[str, date]:
        while same.setdefault(day, day) != day:
            day = same[day]
        return day

    for runs in members:
        base = problem.team[runs[0][0]].base
        if base in scarce:
            for _, block in runs:
                for one, other in zip(runs[0][1], block, strict=True):
                    same[first((base, other))] = first((base, one))
    rows: dict[tuple[str, date], int] = {}
    kits: list[int] = []
    row_of: dict[tuple[str, date], int] = {}
    for base, day in sorted(same):
        row = row_of.setdefault(first((base, day)), len(kits))
        if row == len(kits):
            kits.append(0)
        kits[row] += problem.base[base].kits_on(day) or 0
        rows[base, day] = row
    return rows, np.array(kits, dtype=np.int64)


def _keys(problem: Problem) -> Callable[[Team, tuple[date, ...], set[str]], tuple[object, ...]]:
    """Return a function that tells all that matters to a tour of a run; days alike are looked at once."""
    asking = [d for d in problem.rules.directives if d.kind in VISITS]
    known: dict[tuple[object, ...], tuple[object, ...]] = {}

    def of_day(team: Team, day: date) -> tuple[object, ...]:
        hours = team.start_minute, team.end_minute
        named = tuple(d.id for d in asking if d.holds(team.id, day))
        key = (team.base, team.areas, hours, named, day)
        if key not in known:
            ends = tuple(_minutes_open(problem, team, day, v) for v in problem.villages)
            length = problem.end_of(team, day) - team.start_minute
            known[key] = (problem.travel.matrix_of_weekday[day.weekday()], ends, length, named)
        return known[key]

    def key(team: Team, block: tuple[date, ...], scarce: set[str]) -> tuple[object, ...]:
        days = tuple(of_day(team, day) for day in block)
        kits = tuple(problem.base[team.base].kits_on(day) for day in block) if team.base in scarce else ()
        sort = team.base, team.rate_per_hour, team.setup_minutes, team.max_nights, team.day_cost
        return *sort, days, kits

    return key


def _minutes_open(problem: Problem, team: Team, day: date, village: Village) -> int:
    """Return how long after the start of the team's day service in a village may last; 0 if closed."""
    if not problem.may_serve(team, village, day):
        return 0
    return problem.service_ends(team, village.id, day) - team.start_minute


def _kind(
    problem: Problem,
    village_ids: tuple[str, ...],
    asks: Asks,
    runs: list[Run],
    rows: dict[tuple[str, date], int],
) -> Kind:
    team, block = problem.team[runs[0][0]], runs[0][1]
    step = problem.rules.clock_minutes
    places = (team.base, *village_ids)
    at = [problem.travel.index[place] for place in places]
    minutes = np.stack([problem.travel.on(day.weekday())[np.ix_(at, at)] for day in block])
    ways = _in_slots(minutes, step)
    worked = problem.calendar.working_days()
    shuts = _shuts(problem, team, block, village_ids)
    slots = int(shuts[:, 0].max())
    return Kind(
        base=team.base,
        runs=tuple(runs),
        ways=ways,
        sleeps=np.array([True, *(problem.village[v].lodging for v in village_ids)]),
        shuts=shuts,
        slots=slots,
        max_nights=team.max_nights,
        people=np.array([team.people_in(max(0, k * step - team.setup_minutes)) for k in range(slots + 1)]),
        dates=np.array([worked.index(day) for day in block], dtype=np.int64),
        kit_row=np.array([rows.get((team.base, day), -1) for day in block], dtype=np.int64),
        legs=_legs(problem, at, block, ways),
        asks=asks.held_by(team.id, block),
        day_out=float(problem.rules.costs.day_out + team.day_cost),
    )


def _shuts(
    problem: Problem, team: Team, block: tuple[date, ...], village_ids: tuple[str, ...]
) -> NDArray[np.int16]:
    """Return by which slot service is over, shape (days, n): 0 where closed, the whole day at the base."""
    villages = [problem.village[village] for village in village_ids]
    minutes = [
        [
            problem.end_of(team, day) - team.start_minute,
            *(_minutes_open(problem, team, day, v) for v in villages),
        ]
        for day in block
    ]
    return (np.array(minutes) // problem.rules.clock_minutes).astype(np.int16)


def _legs(
    problem: Problem, at: list[int], block: tuple[date, ...], ways: NDArray[np.int16]
) -> NDArray[np.float32]:
    """Return what each way costs on each day, in rupiah; nothing where no budget asks for it."""
    if problem.rules.budget is None:
        return np.empty((0, len(at), len(at)), np.float32)
    travel, some = problem.travel, np.ix_(at, at)
    number = [travel.matrix_of_weekday[day.weekday()] for day in block]
    rupiah = np.stack(
        [problem.rules.costs.km * travel.km[n][some] + travel.cost_idr[n][some] for n in number]
    )
    return np.where(ways < NEVER, rupiah, 0.0).astype(np.float32)


def _in_slots(minutes: NDArray[np.float64], step: int) -> NDArray[np.int16]:
    """Return minutes rounded up to slots; ``NEVER`` where there is no way."""
    slots = np.ceil(minutes / step - 1e-9)
    return np.where(slots < NEVER, np.maximum(slots, 0), NEVER).astype(np.int16)


def _begins_like(longer: Kind, kind: Kind) -> bool:
    """Return whether ``kind`` is like the first days of ``longer``, for the same sort of team."""
    days = len(kind.ways)
    return (
        (longer.base, longer.slots, longer.max_nights, longer.day_out)
        == (kind.base, kind.slots, kind.max_nights, kind.day_out)
        and np.array_equal(longer.kit_row[:days], kind.kit_row)
        and np.array_equal(longer.legs[:days], kind.legs)
        and np.array_equal(longer.people, kind.people)
        and np.array_equal(longer.ways[:days], kind.ways)
        and np.array_equal(longer.shuts[:days], kind.shuts)
        and np.array_equal(longer.asks[:days], kind.asks)
    )


def kinds_of_runs(field: Field) -> Iterator[tuple[int, Run]]:
    """Yield every run with the number of its kind."""
    for number, kind in enumerate(field.kinds):
        for run in kind.runs:
            yield number, run
