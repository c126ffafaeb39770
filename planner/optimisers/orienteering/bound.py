"""Column generation over routes: prices find routes, routes move the prices, and the bound comes down.

At any prices ``worth`` (0..score of each point) no choice of routes is worth more than

    sum_i (score_i - worth_i) + paths * best(worth)                                  (4)

where ``best`` is what the best route is worth at these prices, or anything above it (Lagrangean bound of
the program in ``pool``; Geoffrion 1974). Where every score is a multiple of some whole number, the bound may
be rounded down to one. Prices are smoothed towards those of the best bound (Wentges 1997).
"""

import time
from collections.abc import Iterable

import numpy as np

from planner.optimisers._highs import LinearProgram
from planner.optimisers.orienteering.instance import SLACK, FloatArray, Instance, Route
from planner.optimisers.orienteering.pool import covering
from planner.optimisers.orienteering.pricing import best_routes, completion_bounds, memory_masks

LENIENT = 1e-7  # share of the limit that the bound's routes may be longer, beyond any rounding of the search
SMOOTHING = 0.5  # share of the best prices so far in those asked next
MEMORIES = (4, 8, 12)  # neighbours that a label remembers, more when fewer close no more of the gap
LABELS = (30_000, 150_000, 600_000, 2_000_000)  # made at most, more when they end the pricing too early
HONEST_EVERY = 8  # rounds, even where routes are still found without memory
NOISE = 1e-6  # of floating point, in scores


class Bound:
    """The linear program of an instance, and its best bound and prices so far.

    Parameters
    ----------
    instance
        What to bound.
    routes
        To begin with.
    """

    def __init__(self, instance: Instance, routes: Iterable[Route]) -> None:
        self.instance = instance
        self._points = instance.reachable
        self._scores = instance.scores[self._points]
        self.value = float(self._scores.sum())
        self.worth: FloatArray | None = None  # prices of the best bound by (4)
        self._by_prices = self.value  # that bound; ``value`` may be another's
        self._program = LinearProgram(covering(instance, ()))
        self.routes: list[Route] = []
        self._known: set[Route] = set()
        self._rows = {int(point): row for row, point in enumerate(self._points)}
        self._memory, self._labels = 0, 0
        self.is_closed = not len(self._points)
        self.rounds = 0
        self._pace = 0.0  # most seconds for a label so far
        self.add(routes)

    def add(self, routes: Iterable[Route]) -> bool:
        """Let the program use more routes; return whether one was new."""
        fresh = [route for route in dict.fromkeys(routes) if route and route not in self._known]
        for route in fresh:
            visits = {point: route.count(point) for point in sorted(set(route))}
            rows = [*(self._rows[point] for point in visits), len(self._points)]
            self._program.add_column(0.0, rows, [*(float(count) for count in visits.values()), 1.0])
        self._known.update(fresh)
        self.routes += fresh
        return bool(fresh)

    @property
    def rounded(self) -> float:
        """The bound, rounded down where scores allow it."""
        if not len(self._points):
            return 0.0
        step = self.instance.step
        return float(step * np.floor(self.value / step + NOISE)) if step else self.value + NOISE

    def is_worth_a_round(self, seconds: float) -> bool:
        """Return whether the bound may still come lower, and a round is done in time as far as one knows."""
        return not self.is_closed and self._pace * LABELS[self._labels] < seconds

    def one_round(self, score: float) -> None:
        """Ask for routes at the current prices; remember more, or allow more labels, where that is stuck."""
        self.rounds += 1
        answer, duals = self._program.solve()
        value = float(self._scores.sum()) - answer.objective
        prices = np.clip(duals[: len(self._points)], 0.0, self._scores)
        if self.value - value < NOISE * max(1.0, value):
            self._remember_more()
            return
        target = max(
            value, score + self.instance.step * (1 - 2 * NOISE)
        )  # a bound below it rounds to the score
        smoothed = prices if self.worth is None else SMOOTHING * self.worth + (1 - SMOOTHING) * prices
        if self.rounds % HONEST_EVERY and self._ask(prices, target, honest=False):
            return
        if not self._ask(smoothed, target, honest=True) and not self._ask(prices, target, honest=True):
            self._labels += 1
            if self._labels == len(LABELS):
                self.is_closed = True

    def _remember_more(self) -> None:
        self._memory += 1
        self.is_closed = self._memory == len(MEMORIES)

    def _ask(self, worth: FloatArray, target: float, *, honest: bool) -> bool:
        """Price routes at ``worth``; return whether the program has new ones or the bound came down."""
        if not (worth > NOISE).any():
            return False
        seen = np.flatnonzero(worth > NOISE)
        ids = np.concatenate(([0], self._points[seen], [len(self.instance.scores) - 1]))
        distance = np.ascontiguousarray(self.instance.distance[np.ix_(ids, ids)])
        prizes = np.concatenate(([0.0], worth[seen], [0.0]))
        limit = self.instance.limit * (1 + LENIENT) + 10 * SLACK
        rest = float((self._scores - worth * (worth > NOISE)).sum())
        bounds, spare = completion_bounds(distance, prizes, limit)
        is_lower = self._lower(rest + self.instance.paths * max(0.0, float(bounds[0, -1])), worth)
        began = time.perf_counter()
        upper, routes = best_routes(
            distance, prizes, limit, memory_masks(distance, MEMORIES[self._memory]), bounds, spare,
            threshold=max(0.0, (target - rest) / self.instance.paths), honest=honest,
            labels=LABELS[self._labels],
        )  # fmt: skip
        if honest:
            self._pace = max(self._pace, (time.perf_counter() - began) / LABELS[self._labels])
            is_lower = self._lower(rest + self.instance.paths * upper, worth) or is_lower
        return self.add(tuple(int(ids[p]) for p in route) for route in routes) or is_lower

    def _lower(self, value: float, worth: FloatArray) -> bool:
        """Keep a bound when it is lower; return whether it is by more than noise."""
        is_lower = value < self._by_prices * (1 - 1e-4)
        if value < self._by_prices:
            self._by_prices, self.worth = value, worth
        self.value = min(self.value, value)
        return is_lower
