"""Neighbourhood search: chains side by side around the best tours, each walking in the compiled search."""

import dataclasses
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.trips.ledger import free_runs, value
from planner.optimisers.trips.prices import Prices
from planner.optimisers.trips.pricing import Tour, capped_together
from planner.optimisers.trips.runs import Field
from planner.optimisers.trips.segments import Ground, Worth, search
from planner.optimisers.trips.tour import UNLIMITED, Visit

IntArray = NDArray[np.int64]

CHAINS = 2  # side by side, the same on every machine so that plans are the same
TURNS = 100  # neighbours that a chain tries before it is asked again
TOGETHER = 20  # rounds after which the worse chain goes on from the better one


def ground_of(field: Field) -> Ground:
    """Return a field as the arrays of the compiled search."""
    kinds, n = field.kinds, len(field.village_ids) + 1
    shape = len(kinds), max(len(k.ways) for k in kinds)
    tables: dict[bytes, int] = {}
    ways: list[NDArray[np.int16]] = []
    legs: list[NDArray[np.float32]] = []
    table, date, kit_row = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.full(shape, -1)
    shuts = np.zeros((*shape, n), np.int16)
    asks = np.zeros((*shape, len(field.asks.place)), bool)
    people = np.zeros((len(kinds), max(k.slots for k in kinds) + 1), np.int64)
    for number, kind in enumerate(kinds):
        for day, way in enumerate(kind.ways):
            key = way.tobytes() + kind.legs[day : day + 1].tobytes()
            if key not in tables:
                tables[key] = len(ways)
                ways.append(way)
                legs += [kind.legs[day]] if len(kind.legs) else []
            table[number, day] = tables[key]
        shuts[number, : len(kind.ways)] = kind.shuts
        asks[number, : len(kind.ways)] = kind.asks
        people[number, : kind.slots + 1] = kind.people
        kit_row[number, : len(kind.ways)] = kind.kit_row
        if field.rules.turnout or field.asks.order:
            date[number, : len(kind.ways)] = kind.dates
    stacked = np.stack(ways)
    near = stacked.min(axis=0)
    rules = field.rules
    return Ground(
        ways=stacked,
        legs=np.stack(legs) if legs else np.empty((0, n, n), np.float32),
        near=near,
        order=np.argsort(near[:, 1:], axis=1, kind="stable") + 1,
        sleeps=kinds[0].sleeps,
        backlog=np.concatenate([[0], field.backlog]),
        table=table,
        days=np.array([len(k.ways) for k in kinds]),
        slots=np.array([k.slots for k in kinds]),
        people=people,
        nights=np.array([k.max_nights if k.max_nights < len(k.ways) - 1 else UNLIMITED for k in kinds]),
        shuts=shuts,
        kit_row=kit_row,
        kits=field.kits,
        date=date,
        dates=int(date.max()) + 1,
        served=np.concatenate([[0], field.served]),
        turnout=np.array(rules.turnout or (1.0,), dtype=float),
        quotas_of=_quotas_of(field),
        quotas=field.quotas.people,
        quota_signs=field.quotas.sign,
        quota_prices=field.quotas.price,
        asks=asks,
        ask_places=field.asks.place + 1,
        ask_signs=field.asks.sign,
        ask_targets=field.asks.target,
        ask_prices=field.asks.price,
        lost=float(field.asks.lost),
        together=_together(field),
        together_prices=np.array([price for _, price in field.asks.together], dtype=float),
        precede=np.array([pair[:2] for pair in field.asks.order], dtype=np.int64).reshape(-1, 2) + 1,
        precede_prices=np.array([pair[2] for pair in field.asks.order], dtype=float),
        least=int(rules.smallest_stop),
        budget=float("inf" if field.budget is None else field.budget),  # numba compiles for each type anew
        day_out=np.array([kind.day_out for kind in kinds]),
        stops=np.concatenate([[0.0], field.stops]),
        night=float(rules.costs.night),
    )


def _quotas_of(field: Field) -> IntArray:
    """Return the quotas that each place counts for, shape (n, most of one place); -1 for none."""
    member = field.quotas.member
    most = int(member.sum(axis=0).max(initial=0)) if len(member) else 0
    found = np.full((len(field.village_ids) + 1, max(1, most)), -1, dtype=np.int64)
    for village in range(len(field.village_ids)):
        own = np.flatnonzero(member[:, village])
        found[village + 1, : len(own)] = own
    return found


def _together(field: Field) -> NDArray[np.bool_]:
    """Return which places belong together, shape (groups, n); the base too where no trip can serve all."""
    groups = np.zeros((len(field.asks.together), len(field.village_ids) + 1), dtype=bool)
    for number, (members, _) in enumerate(field.asks.together):
        groups[number, [village + 1 for village in members]] = True
    return groups


@dataclass(slots=True)
class Chain:
    """One walk through the neighbourhood: its tours now and its best ones, as arrays over all runs."""

    kind: IntArray
    ends: IntArray
    count: IntArray
    visits: IntArray
    value: float
    best: tuple[IntArray, IntArray, IntArray]

    def copy(self) -> "Chain":
        """Return a chain that can go another way."""
        ends, count, visits = (part.copy() for part in self.best)
        return Chain(self.kind, ends, count, visits, self.value, self.best)


@dataclass(slots=True)
class Search:
    """The best tours so far, and where to look next.

    Parameters
    ----------
    field
        The problem as arrays.
    prices
        Of the linear program, or what else guides to begin with.
    pool
        Threads that walk side by side.
    random
        Source of all random choices.
    """

    field: Field
    prices: Prices
    pool: Executor
    random: np.random.Generator
    chains: list[Chain] = dataclasses.field(default_factory=list)
    rounds: int = 0
    _ground: Ground | None = None

    def start(self, tours: list[Tour]) -> None:
        """Begin all chains at ``tours``."""
        self._ground = self._ground or ground_of(self.field)
        first = _chain(self.field, tours, self._ground)
        self.chains = [first.copy() for _ in range(CHAINS)]

    def one_round(self, heat: float) -> bool:
        """Let every chain try some neighbours; return whether one found better tours than all before."""
        before = max(chain.value for chain in self.chains)
        seeds = self.random.integers(0, 2**31, len(self.chains))
        list(self.pool.map(lambda n: self._walk(self.chains[n], int(seeds[n]), heat), range(len(seeds))))
        self.rounds += 1
        best = max(self.chains, key=lambda chain: chain.value)
        if self.rounds % TOGETHER == 0:
            self.chains = [chain if chain.value == best.value else best.copy() for chain in self.chains]
        return best.value > before

    @property
    def tours(self) -> list[Tour]:
        """The best tours of all chains."""
        best = max(self.chains, key=lambda chain: chain.value)
        return _tours(self.field, best)

    def _walk(self, chain: Chain, seed: int, heat: float) -> None:
        ground = self._ground
        assert ground is not None
        worth = Worth(np.append(0.0, self.prices.served), self.prices.kit, self.prices.rupiah)
        value, *best = search(
            seed, TURNS, heat, ground, worth, chain.kind, chain.ends, chain.count, chain.visits
        )
        if value > chain.value:
            chain.value, chain.best = value, tuple(best)


def _chain(field: Field, tours: list[Tour], ground: Ground) -> Chain:
    """Return ``tours`` as arrays over all runs; runs without a tour stay at their base."""
    free = free_runs(field, tours)
    kind = np.array(
        [*(tour.kind for tour in tours), *np.repeat(np.arange(len(free)), np.maximum(free, 0))], np.int64
    )
    most = int(ground.slots.max())
    ends = np.zeros((len(kind), ground.table.shape[1]), np.int64)
    count = np.zeros_like(ends)
    visits = np.zeros((*ends.shape, most, 3), np.int64)
    for run, tour in enumerate(tours):
        ends[run, : len(tour.ends)] = tour.ends
        for visit in tour.visits:
            visits[run, visit.day, count[run, visit.day]] = visit.place, visit.start, visit.slots
            count[run, visit.day] += 1
    return Chain(kind, ends, count, visits, value(field, tours), (ends, count, visits))


def _tours(field: Field, chain: Chain) -> list[Tour]:
    """Return the best tours of a chain; idle runs are left out."""
    ends, count, visits = chain.best
    tours = []
    for run, number in enumerate(chain.kind):
        kind = field.kinds[number]
        made = tuple(
            Visit(day, *(int(x) for x in visits[run, day, n]))
            for day in range(len(kind.ways))
            for n in range(count[run, day])
        )
        if made:
            tour = capped_together(
                int(number), kind, made, tuple(ends[run, : len(kind.ways)].tolist()), field.backlog
            )
            tours.append(tour)
    return tours
