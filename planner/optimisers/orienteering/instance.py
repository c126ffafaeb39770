"""An instance of team orienteering, its reader, and what a choice of routes is worth.

The usual text format (Chao, Golden & Wasil 1996): ``n N``, ``m P``, ``tmax T``, then ``x y score`` a point;
the first point is the start, the last one the end. Distances are Euclidean and not rounded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import gcd, isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from planner.errors import Fault, InputError
from planner.files import read_file

FloatArray = NDArray[np.float64]
Route = tuple[int, ...]  # the points visited, in order, without start and end

SLACK = 1e-9  # of a route's length: sums of square roots are not exact
HEADER = ("n", "m", "tmax")


@dataclass(frozen=True)
class Instance:
    """Points with scores, and paths of limited length from the first point to the last.

    Parameters
    ----------
    name
        Of the file it was read from.
    points
        Array of shape (n, 2): coordinates in the unit of ``limit``.
    scores
        Array of shape (n,): what a visit is worth; 0 at start and end.
    paths
        Their number.
    limit
        Length of a path at most.
    """

    name: str
    points: FloatArray
    scores: FloatArray
    paths: int
    limit: float

    @cached_property
    def distance(self) -> FloatArray:
        """Array of shape (n, n): straight-line length between points."""
        apart = self.points[:, None, :] - self.points[None, :, :]
        return np.ascontiguousarray(np.sqrt((apart**2).sum(axis=2)))

    @cached_property
    def reachable(self) -> NDArray[np.int64]:
        """Points worth a visit that a path has time for."""
        there_and_on = self.distance[0] + self.distance[:, -1]
        inside = (there_and_on <= self.limit + SLACK) & (self.scores > 0)
        inside[[0, -1]] = False
        return np.flatnonzero(inside).astype(np.int64)

    @cached_property
    def step(self) -> int:
        """The largest whole number that divides every score within reach; 0 when one is not whole.

        Any sum of scores is a multiple of it, so a bound may be rounded down to one.
        """
        scores = self.scores[self.reachable]
        if (scores != np.rint(scores)).any():
            return 0
        return gcd(*(int(score) for score in scores))

    def length(self, route: Route) -> float:
        """Return the length of a path that visits ``route`` in order."""
        path = (0, *route, len(self.scores) - 1)
        return float(sum(self.distance[a, b] for a, b in pairwise(path)))

    def score(self, routes: Iterable[Route]) -> float:
        """Return what the visits of ``routes`` are worth, nobody twice."""
        return float(self.scores[sorted({point for route in routes for point in route})].sum())

    def faults(self, routes: Sequence[Route]) -> list[str]:
        """Return what is wrong with ``routes`` as a solution; empty when nothing is."""
        found = [f"{len(routes)} paths of {self.paths}"] if len(routes) > self.paths else []
        visited = [point for route in routes for point in route]
        if len(set(visited)) < len(visited):
            found.append("a point is visited twice")
        if not all(0 < point < len(self.scores) - 1 for point in visited):
            found.append("a path visits the start, the end or no point at all")
            return found
        lengths = [self.length(route) for route in routes if route]
        return found + [f"a path of {length:g}" for length in lengths if length > self.limit + 2 * SLACK]


def read_instance(path: Path) -> Instance:
    """Return the instance in a text file.

    Raises
    ------
    InputError
        With every fault, each with its line.
    """
    try:
        text = read_file(path, str(path)).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError([Fault(str(path), f"cannot be read as text: {error}")]) from None
    rows = [(number, line.split()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    faults: list[Fault] = []
    n, m, limit = _header(str(path), rows, faults)
    points = [_numbers(str(path), row, words, "x y score", faults) for row, words in rows[3:]]
    if not faults:
        faults += _odd(str(path), rows, points, (n, m, limit))
    if faults:
        raise InputError(faults)
    table = np.array(points, dtype=np.float64)
    scores = table[:, 2].copy()
    scores[[0, -1]] = 0.0
    return Instance(path.name, table[:, :2].copy(), scores, int(m), limit)


def _header(file: str, rows: list[tuple[int, list[str]]], faults: list[Fault]) -> list[float]:
    """Return n, m and tmax; note what is not as it has to be."""
    values = []
    for place, name in enumerate(HEADER):
        row, words = rows[place] if place < len(rows) else (place + 1, [])
        if len(words) != 2 or words[0].lower() != name:
            faults.append(Fault(file, f"expected `{name}` and a number", row=row, value=" ".join(words)))
            values.append(0.0)
            continue
        values.append(_numbers(file, row, words[1:], name, faults)[0])
    return values


def _numbers(file: str, row: int, words: list[str], names: str, faults: list[Fault]) -> list[float]:
    """Return the numbers of a line, one per name; zeros and a fault when it holds others."""
    expected = names.split()
    try:
        values = [float(word) for word in words]
    except ValueError:
        values = []
    if len(values) == len(expected) and all(isfinite(value) for value in values):
        return values
    faults.append(Fault(file, f"expected {len(expected)} number(s): {names}", row=row, value=" ".join(words)))
    return [0.0] * len(expected)


def _odd(
    file: str, rows: list[tuple[int, list[str]]], points: list[list[float]], header: tuple[float, ...]
) -> list[Fault]:
    """Return what is wrong with numbers that are numbers."""
    n, m, limit = header
    found = []
    if n != int(n) or n < 2:
        found.append(Fault(file, "n must be a whole number of at least 2", row=rows[0][0], value=f"{n:g}"))
    elif len(points) != n:
        found.append(Fault(file, f"{len(points)} points; n says {n:g}", row=rows[-1][0]))
    if m != int(m) or m < 1:
        found.append(Fault(file, "m must be a whole number of at least 1", row=rows[1][0], value=f"{m:g}"))
    if limit < 0:
        found.append(Fault(file, "tmax must not be negative", row=rows[2][0], value=f"{limit:g}"))
    for (row, words), (_, _, score) in zip(rows[3:], points, strict=True):
        if score < 0:
            found.append(Fault(file, "a score must not be negative", row=row, value=" ".join(words)))
    return found
