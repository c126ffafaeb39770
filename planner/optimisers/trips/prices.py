"""The prices of a linear program over tours: one number for each of its rows but those of the runs.

Rows as in ``docs/model.md``: villages (2), kits (5), budget (6), quotas (7), layers (8), asks (9).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.trips.ledger import answered, cost, kits_used
from planner.optimisers.trips.pricing import People, Tour
from planner.optimisers.trips.runs import Field, kinds_of_runs
from planner.optimisers.trips.tour import Fares

FloatArray = NDArray[np.float64]

MOST_LAYERS = 5  # of a village: further ones would say little
SLACK = 1 + 1e-6  # of the budget: rupiah are summed in another order than by ``check``


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of the linear program of some backlog, and where the parts of a price vector lie.

    Parameters
    ----------
    field
        The problem as arrays.
    backlog
        People waiting in each village, shape (m,).
    """

    field: Field
    backlog: People

    @cached_property
    def layers(self) -> FloatArray:
        """People who come on the first, second ... day of service of each village, shape (m, layers).

        ``backlog * turnout_1``, ``backlog * (1 - turnout_1) * turnout_2`` and so on; days of service before
        the plan are past, so a village served twice begins with ``turnout_3``.
        """
        waiting, layers = self.backlog.astype(float), []
        for number in range(MOST_LAYERS if self.field.rules.turnout else 0):
            layers.append(waiting * self.field.shares_coming(number))
            waiting = waiting - layers[-1]
        return np.stack(layers, axis=1) if layers else np.empty((len(self.backlog), 0))

    @cached_property
    def sizes(self) -> tuple[int, int, int, int, int, int]:
        """Numbers of rows: villages, kits, budget, quotas, layers, asks."""
        field = self.field
        has_budget = int(field.budget is not None)
        quotas, asks = len(field.quotas.people), len(field.asks.place)
        return len(self.backlog), len(field.kits), has_budget, quotas, self.layers.size, asks

    @cached_property
    def right_sides(self) -> FloatArray:
        """The right side of every row, as the linear program states it."""
        field, quotas, asks = self.field, self.field.quotas, self.field.asks
        there = quotas.member @ self.backlog
        before = np.cumsum(self.layers, axis=1) - self.layers
        steps = np.arange(self.layers.shape[1])
        layers = self.backlog[:, None] - before + self.layers * steps
        budget = [] if field.budget is None else [field.budget * SLACK]
        wanted = quotas.sign * (quotas.people - there)
        return np.concatenate(
            [self.backlog, field.kits, budget, wanted, layers.ravel(), asks.sign * asks.target]
        )

    def column(self, tour: Tour) -> tuple[list[int], list[float]]:
        """Return the rows that a tour stands in, without that of its kind, and its entries."""
        rows, entries = list(tour.villages), [float(people) for people in tour.people]
        if not self.field.is_scarce:
            return rows, entries
        villages, kits, budget, quotas, layers, asks = self.sizes
        used = kits_used(self.field, tour)
        at = np.flatnonzero(used)
        rows += (villages + at).tolist()
        entries += used[at].tolist()
        if budget:
            rows.append(villages + kits)
            entries.append(cost(self.field, tour))
        if layers:
            first, many = villages + kits + budget + quotas, self.layers.shape[1]
            places, visits = np.unique([visit.place - 1 for visit in tour.visits], return_counts=True)
            for village, count in zip(places.tolist(), visits.tolist(), strict=True):
                rows += range(first + village * many, first + (village + 1) * many)
                entries += (count * self.layers[village]).tolist()
        if asks:
            met = answered(self.field, tour)
            at = np.flatnonzero(met)
            rows += (sum(self.sizes) - asks + at).tolist()
            entries += (self.field.asks.sign * met)[at].tolist()
        return rows, entries

    def for_persons(self, worth: FloatArray) -> "Prices":
        """Return the prices where recording a person, shape (m,), and visits that are asked for have one."""
        asked, rest = self.field.asks.limit, sum(self.sizes) - len(worth) - self.sizes[5]
        return self.prices(np.concatenate([worth, np.zeros(rest), asked]))

    def prices(self, vector: FloatArray) -> "Prices":
        """Return a price vector as prices that a bound may be made of: none below 0, nor above its limit."""
        vector = np.maximum(vector, 0.0).astype(float)
        ends = np.cumsum(self.sizes)
        np.minimum(vector[ends[2] : ends[3]], self.field.quotas.limit, out=vector[ends[2] : ends[3]])
        np.minimum(vector[ends[4] :], self.field.asks.limit, out=vector[ends[4] :])
        if not self.field.is_scarce:
            np.minimum(vector, 1.0, out=vector)
        return Prices(self, vector)


@dataclass(frozen=True, eq=False)
class Prices:
    """What one more person, kit-day, rupiah or visit is worth, in people; :meth:`Rows.prices` makes them.

    Parameters
    ----------
    rows
        The rows they belong to.
    vector
        Of every row, 0 or more.
    """

    rows: Rows
    vector: FloatArray

    def _part(self, number: int) -> FloatArray:
        ends = np.cumsum(self.rows.sizes)
        return self.vector[ends[number] - self.rows.sizes[number] : ends[number]]

    @property
    def person(self) -> FloatArray:
        """Of recording one person in each village, shape (m,)."""
        return self._part(0)

    @property
    def kit(self) -> FloatArray:
        """Of one kit-day in each row of kits, shape (rows,)."""
        return self._part(1)

    @property
    def rupiah(self) -> float:
        """Of one rupiah; 0 without a budget."""
        return float(self._part(2).sum())

    @property
    def quota(self) -> FloatArray:
        """Of one person more (or fewer) in each quota, shape (quotas,)."""
        return self._part(3)

    @property
    def ask(self) -> FloatArray:
        """Of one visit more (or less) of each ask, shape (asks,)."""
        return self._part(5)

    @cached_property
    def visit(self) -> FloatArray:
        """Of coming to each village once more, shape (m,), as fewer come every time."""
        layers = self.rows.layers
        duals: FloatArray = self._part(4).reshape(layers.shape)
        return np.asarray((duals * layers).sum(axis=1))

    @cached_property
    def served(self) -> FloatArray:
        """Of one person fully served, shape (m,): the price of recording, and that of coming by."""
        most = np.maximum(1.0, self.rows.layers[:, 0]) if self.rows.layers.size else 1.0
        return np.asarray(self.person + self.visit / most)

    def mixed(self, other: "Prices", share: float) -> "Prices":
        """Return ``share`` of these prices and the rest of others."""
        return Prices(self.rows, share * self.vector + (1 - share) * other.vector)

    def constant(self) -> float:
        """Return what the bound is made of beside the tours; see equation (4) of ``docs/model.md``."""
        rows, quotas = self.rows, self.rows.field.quotas
        backlog = rows.backlog.astype(float)
        wanted = (quotas.sign * self.quota) @ quotas.member
        duals = self._part(4).reshape(rows.layers.shape).sum(axis=1)
        staying = np.minimum(0.0, 1.0 + wanted - self.person - duals) @ backlog
        uses = np.ones(len(self.vector))
        uses[rows.sizes[0] : rows.sizes[0] + rows.sizes[1] + rows.sizes[2]] = -1.0
        lost = rows.field.asks.lost
        return float(backlog.sum() - staying - (uses * self.vector) @ rows.right_sides) - lost

    def unanswered(self, met: People) -> "Prices":
        """Return the same prices without those of asks that visits answer already, shape (asks,)."""
        vector, asks = self.vector.copy(), self.rows.field.asks
        ask = self.rows.sizes[5]
        if ask:
            vector[-ask:][(asks.sign > 0) & (met >= asks.target)] = 0.0
        return Prices(self.rows, vector)

    def fares(self, kind: int, *, once: bool = False) -> Fares:
        """Return what the days, nights, ways and visits of a kind cost at these prices.

        ``once`` pays a visit that is asked for on one of the days only, in the middle of them.
        """
        field, chosen = self.rows.field, self.rows.field.kinds[kind]
        rupiah, costs = self.rupiah, field.rules.costs
        visit = np.zeros((len(chosen.ways), len(self.visit) + 1))
        visit[:, 1:] = self.visit - rupiah * self.rows.field.stops
        asks = self.rows.field.asks
        for place, price, held in zip(asks.place + 1, asks.sign * self.ask, chosen.asks.T, strict=True):
            days = np.flatnonzero(held)
            visit[days[len(days) // 2 :][:1] if once and price > 0 else days, place] += price
        kit = np.where(chosen.kit_row >= 0, np.append(self.kit, 0.0)[chosen.kit_row], 0.0)
        return Fares(
            legs=(rupiah * chosen.legs).astype(np.float32) if rupiah > 0 else chosen.legs[:0],
            night=float(rupiah * costs.night),
            day=np.append(kit + rupiah * chosen.day_out, 0.0),
            visit=visit,
            asked=bool(visit.max(initial=0.0) > 0.0),
        )

    def worth(self, tour: Tour) -> float:
        """Return what a tour is worth at these prices: its people and visits, less what it uses."""
        rows, entries = self.rows.column(tour)
        sizes = self.rows.sizes
        signs = np.array([-1.0 if sizes[0] <= row < sum(sizes[:3]) else 1.0 for row in rows])
        return float((signs * self.vector[rows]) @ np.array(entries)) if rows else 0.0


def dated(prices: Prices, field: Field) -> Prices:
    """Return prices for ``field``, whose kinds of one block each are joined in the field of ``prices``."""
    joined = prices.rows.field
    if field is joined:
        return prices
    rows, number = Rows(field, prices.rows.backlog), {run: n for n, run in kinds_of_runs(joined)}
    kit = np.zeros(len(field.kits))
    for kind in field.kinds:
        like = joined.kinds[number[kind.runs[0]]]
        there = kind.kit_row >= 0
        kit[kind.kit_row[there]] = prices.kit[like.kit_row[there]]
    villages, kits = prices.rows.sizes[:2]
    return Prices(rows, np.concatenate([prices.person, kit, prices.vector[villages + kits :]]))
