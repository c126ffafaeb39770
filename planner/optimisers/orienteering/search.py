"""Neighbourhood search: take points out of routes, put others in, keep what annealing accepts; compiled.

A round takes out strings of neighbouring stops, single points or a whole route, puts points in by a ratio
of score to detour that chance bends, and shortens the routes touched. What it compares is the score, less a
little for length, since a shorter choice leaves room for more. Simulated annealing (Kirkpatrick et al. 1983)
accepts; ruin and recreate after Schrimpf et al. (2000) and Christiaens & Vanden Berghe (2020).
"""

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.compiling import compiled
from planner.optimisers.orienteering.instance import SLACK, FloatArray, Instance, Route
from planner.optimisers.orienteering.moves import (
    FIXED,
    FREE,
    below,
    draw,
    fill,
    force_in,
    shorten,
    take_out,
    take_out_some,
    take_out_strings,
)

IntArray = NDArray[np.int64]

LENGTH_WEIGHT = 0.05  # what a unit of length costs, as a share of the score per unit of a good choice
HOT, COLD = 1.0, 0.1  # temperatures, in mean scores of a point
FORCED = 0.6  # share of rounds that put points in before they take others out
MEMORY = 1 << 15  # routes remembered at most
WORTH_KEEPING = 0.96  # of the best score: routes of poorer choices are not remembered


class Search:
    """A search with its own random numbers, its best choice of routes, and the good routes it has seen.

    Parameters
    ----------
    instance
        What to solve.
    seed
        Of all random choices.
    """

    def __init__(self, instance: Instance, seed: int) -> None:
        self.instance = instance
        n, paths = len(instance.scores), instance.paths
        random = np.random.default_rng([seed, 1])
        self._random = random.integers(1, 2**63, 1, dtype=np.uint64)
        self._codes = random.integers(1, 2**63, n, dtype=np.int64)
        self._near = _near(instance)
        self._now, self._best = _empty(n, paths), _empty(n, paths)
        self._routes = np.zeros((MEMORY, n), np.int16)
        self._notes = np.zeros((MEMORY, 2))  # stops, and score of the best choice seen with the route
        self._table = np.full(4 * MEMORY, -1, np.int64)
        self._keys = np.zeros(MEMORY, np.int64)
        self._seen = np.zeros(1, np.int64)
        self.rounds = 0
        self.run(1, 0.0)

    @property
    def routes(self) -> list[Route]:
        """The best choice so far."""
        tours, sizes, _, _ = self._best
        return [tuple(int(p) for p in tour[1 : size - 1]) for tour, size in zip(tours, sizes, strict=True)]

    @property
    def score(self) -> float:
        """What the best choice is worth."""
        return self.instance.score(self.routes)

    def run(self, rounds: int, progress: float) -> None:
        """Do some rounds at the temperature of ``progress`` (0..1: at the beginning, at the end)."""
        self.rounds += rounds
        instance = self.instance
        if not len(instance.reachable):
            return
        mean = float(instance.scores[instance.reachable].mean())
        temperature = mean * HOT * (COLD / HOT) ** progress
        _anneal(
            instance.reachable, instance.scores, self._near, instance.distance, instance.limit + SLACK,
            temperature, rounds, self._random, *self._now, *self._best,
            self._codes, self._routes, self._notes, self._table, self._keys, self._seen,
        )  # fmt: skip

    def restart(self, routes: list[Route]) -> None:
        """Go on from other routes; they become the best when they are worth more."""
        is_better = self.instance.score(routes) > self.score
        for state in (self._now, self._best) if is_better else (self._now,):
            _set(state, self.instance, routes)

    def remembered(self) -> dict[Route, float]:
        """Return the good routes seen, each with the score of the best choice it was part of."""
        found = {}
        for n in range(int(self._seen[0])):
            stops, score = self._notes[n]
            found[tuple(int(p) for p in self._routes[n, : int(stops)])] = float(score)
        return found

    def forget(self) -> None:
        """Make room for other routes."""
        self._seen[0] = 0
        self._table[:] = -1


def _near(instance: Instance) -> IntArray:
    """Return for each point within reach all of them, itself first and then by distance."""
    points = instance.reachable
    order = np.argsort(instance.distance[np.ix_(points, points)], axis=1, kind="stable")
    return np.ascontiguousarray(points[order])


def _empty(n: int, paths: int) -> tuple[IntArray, IntArray, FloatArray, IntArray]:
    """Return a choice that visits nothing; see ``moves`` for the arrays. Its lengths are not set yet."""
    tours = np.zeros((paths, n + 1), np.int64)
    tours[:, 1] = n - 1
    where = np.full(n, FREE, np.int64)
    where[[0, -1]] = FIXED
    return tours, np.full(paths, 2, np.int64), np.full(paths, -1.0), where


def _set(
    state: tuple[IntArray, IntArray, FloatArray, IntArray], instance: Instance, routes: list[Route]
) -> None:
    """Write routes into the arrays of a choice."""
    tours, sizes, lengths, where = state
    fresh = _empty(len(where), len(sizes))
    for old, new in zip(state, fresh, strict=True):
        old[:] = new
    for r in range(len(sizes)):
        route = routes[r] if r < len(routes) else ()
        tours[r, : len(route) + 2] = (0, *route, len(where) - 1)
        sizes[r], lengths[r] = len(route) + 2, instance.length(route)
        where[list(route)] = r


@compiled
def _anneal(  # type: ignore[no-untyped-def]
    points, score, near, distance, limit, temperature, rounds, random,
    tours, sizes, lengths, where, best_tours, best_sizes, best_lengths, best_where,
    codes, routes, notes, table, keys, seen,
):  # fmt: skip
    paths, n = len(sizes), len(where)
    for state in (lengths, best_lengths):
        for r in range(paths):
            if state[r] < 0.0:
                state[r] = distance[0, n - 1]
    price = LENGTH_WEIGHT * _worth(best_where, score) / (paths * limit + 1e-12)
    value = _worth(where, score) - price * lengths.sum()
    best = _worth(best_where, score) - price * best_lengths.sum()
    new_tours, new_sizes = tours.copy(), sizes.copy()
    new_lengths, new_where = lengths.copy(), where.copy()
    changed = np.empty(paths, np.bool_)
    for _ in range(rounds):
        _neighbour(points, score, near, distance, limit, random, new_tours, new_sizes, new_lengths, new_where,
                   changed)  # fmt: skip
        worth = _worth(new_where, score)
        new = worth - price * new_lengths.sum()
        accepted = new >= value or draw(random) < np.exp((new - value) / temperature)
        if accepted:
            value = new
            _copy(new_tours, new_sizes, new_lengths, new_where, tours, sizes, lengths, where)
            if worth >= WORTH_KEEPING * (best + price * best_lengths.sum()):
                for r in range(paths):
                    _remember(tours[r], sizes[r], worth, codes, routes, notes, table, keys, seen)
            if new > best + 1e-9 and worth >= best + price * best_lengths.sum() - 1e-9:
                best = new
                _copy(tours, sizes, lengths, where, best_tours, best_sizes, best_lengths, best_where)
        else:
            _copy(tours, sizes, lengths, where, new_tours, new_sizes, new_lengths, new_where)


@compiled
def _worth(where, score):  # type: ignore[no-untyped-def]
    """Return the score of the points that have a route."""
    total = 0.0
    for point in range(len(where)):
        if where[point] >= 0:
            total += score[point]
    return total


@compiled
def _copy(tours, sizes, lengths, where, to_tours, to_sizes, to_lengths, to_where):  # type: ignore[no-untyped-def]
    for r in range(len(sizes)):
        for p in range(sizes[r]):
            to_tours[r, p] = tours[r, p]
        to_sizes[r] = sizes[r]
        to_lengths[r] = lengths[r]
    for point in range(len(where)):
        to_where[point] = where[point]


@compiled
def _neighbour(  # type: ignore[no-untyped-def]
    points, score, near, distance, limit, random, tours, sizes, lengths, where, changed
):
    """Ruin and recreate in place."""
    stops = sizes.copy()
    if draw(random) < FORCED:
        count = 1 + below(random, 6)
        forced = force_in(count, near, score, limit, random, distance, tours, sizes, lengths, where)
    else:
        forced = -1
        _ruin(points, score, near, random, distance, tours, sizes, lengths, where)
    for r in range(len(sizes)):
        changed[r] = sizes[r] < stops[r] or r == forced
    power, noise = 0.6 + 1.2 * draw(random), 0.8 * draw(random)
    bent = np.zeros(len(score))
    for point in points:
        bent[point] = score[point] ** power * (1.0 - noise * draw(random))
    fill(points, bent, limit, distance, tours, sizes, lengths, where, changed)
    again = False
    for r in range(len(sizes)):
        if changed[r] and shorten(r, distance, tours, sizes, lengths):
            again = True
    while again:
        again = False
        changed[:] = False
        fill(points, score, limit, distance, tours, sizes, lengths, where, changed)
        for r in range(len(sizes)):
            if changed[r] and shorten(r, distance, tours, sizes, lengths):
                again = True


@compiled
def _ruin(points, score, near, random, distance, tours, sizes, lengths, where):  # type: ignore[no-untyped-def]
    """Take points out in one of four ways."""
    paths = len(sizes)
    stops = sizes.sum() - 2 * paths
    way = draw(random)
    if way < 0.55:
        longest = max(1, min(12, stops // paths))
        strings = 1 + below(random, min(paths, 3))
        take_out_strings(strings, longest, near, random, distance, tours, sizes, lengths, where)
    elif way < 0.97:
        count = 1 + below(random, max(2, min(8, stops // 4)))
        choosy = 2 if way < 0.75 else 4
        take_out_some(count, choosy, points, score, random, distance, tours, sizes, lengths, where)
    else:
        r = below(random, paths)
        if sizes[r] > 2:
            take_out(r, 1, sizes[r] - 2, distance, tours, sizes, lengths, where)


@compiled
def _remember(tour, size, worth, codes, routes, notes, table, keys, seen):  # type: ignore[no-untyped-def]
    """Note a route, once for each set of points."""
    if size == 2:
        return
    key = np.int64(0)
    for p in range(1, size - 1):
        key ^= codes[tour[p]]
    slot = key % len(table)
    while table[slot] >= 0:
        known = table[slot]
        if keys[known] == key:
            notes[known, 1] = max(notes[known, 1], worth)
            return
        slot = (slot + 1) % len(table)
    new = seen[0]
    if new == len(keys):
        return
    table[slot], keys[new] = new, key
    for p in range(1, size - 1):
        routes[new, p - 1] = tour[p]
    notes[new, 0], notes[new, 1] = size - 2, worth
    seen[0] = new + 1
