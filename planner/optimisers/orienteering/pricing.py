"""The route worth most at given prices, by label setting over ng-routes; compiled.

A label is a way from the start to a point: its length, what it is worth, and which points it remembers. It
forgets a point once it visits one that does not count it among its neighbours (ng-routes, Baldacci, Mingozzi
& Roberti 2011), so a route may visit a point twice: the best one is never worth less than the true best one.
Label A rules out label B at the same point when it is not longer, not worth less, and remembers no more.

A label ends early when even its completion bound, the most that the rest of the time can add, does not lift
it above ``threshold``. That bound comes from a dynamic programme over slots of time, lengths rounded down,
which forbids i-j-i only. So the answer is an upper bound whatever stops the labels: those not yet extended
count with their completion bounds.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.compiling import compiled
from planner.optimisers.orienteering.instance import FloatArray

SLOTS = 1000  # of a path's limit, for completion bounds
BUCKETS = 150  # of a path's limit, in which labels are kept
WORD = 64  # bits of a word of memory; there are two
NONE = -1.0e18  # worth of what cannot be


def memory_masks(distance: FloatArray, size: int) -> NDArray[np.uint64]:
    """Return what a label remembers at each point, shape (n, 2, 2): its neighbours' bits, and its own.

    Start and end have none. Only 128 points have a bit; the others may be visited again.
    """
    n = len(distance)
    own = np.zeros((n, 2), np.uint64)
    for point in range(1, min(n - 1, 2 * WORD + 1)):
        own[point, (point - 1) // WORD] = np.uint64(1) << np.uint64((point - 1) % WORD)
    masks = np.zeros((n, 2, 2), np.uint64)
    masks[:, 1] = own
    for point in range(1, n - 1):
        near = [other for other in np.argsort(distance[point], kind="stable") if 0 < other < n - 1][:size]
        for other in {point, *near}:
            masks[point, 0] |= own[other]
    return masks


def completion_bounds(distance: FloatArray, worth: FloatArray, limit: float) -> tuple[FloatArray, int]:
    """Return the most that can be collected after each point, and how many spare slots the table begins with.

    Array of shape (n, slots): column ``int(left / limit * SLOTS) + spare`` for the length ``left``. A way
    shorter than a slot counts as one; the spare slots pay for that, one for each point with such a way.
    """
    ways = np.floor(distance / limit * SLOTS).astype(np.int64)
    short = (ways == 0) & ~np.eye(len(ways), dtype=bool)
    spare = int(short.any(axis=1).sum())
    bounds: FloatArray = _complete(np.maximum(ways, 1), worth, SLOTS + spare + 1)
    return bounds, spare


@compiled
def _complete(ways, worth, slots):  # type: ignore[no-untyped-def]
    n = len(worth)
    first = np.full((n, slots), NONE)
    second = np.full((n, slots), NONE)  # the best with another next point
    after = np.full((n, slots), -1, np.int64)
    for left in range(slots):
        for i in range(n - 1):
            one, other, to = NONE, NONE, -1
            if ways[i, n - 1] <= left:
                one, to = 0.0, n - 1
            for j in range(1, n - 1):
                rest = left - ways[i, j]
                if j == i or rest < 0:
                    continue
                more = second[j, rest] if after[j, rest] == i else first[j, rest]
                if more == NONE:
                    continue
                more += worth[j]
                if more > one:
                    one, other, to = more, one, j
                elif more > other:
                    other = more
            first[i, left], second[i, left], after[i, left] = one, other, to
    return first


def best_routes(
    distance: FloatArray,
    worth: FloatArray,
    limit: float,
    masks: NDArray[np.uint64],
    bounds: FloatArray,
    spare: int,
    *,
    threshold: float,
    honest: bool,
    labels: int,
) -> tuple[float, list[Any]]:
    """Return an upper bound on what a route is worth, and good routes: the best one through each last point.

    Parameters
    ----------
    distance
        Array of shape (n, n) without points worth nothing; start first, end last.
    worth
        Array of shape (n,).
    limit
        Length of a route at most.
    masks, bounds, spare
        See :func:`memory_masks` and :func:`completion_bounds`.
    threshold
        Routes worth no more are of no interest; the bound is never below it.
    honest
        Whether labels rule each other out by memory too. Without it the routes come sooner, and the bound
        returned means nothing.
    labels
        Made at most.
    """
    upper, lasts, point, parent = _set_labels(
        distance, worth, limit, masks, bounds, spare, threshold, honest, labels
    )
    routes = []
    for label in lasts:
        route: list[int] = []
        while label > 0:
            route.append(int(point[label]))
            label = parent[label]
        routes.append(route[::-1])
    return float(upper), routes


@compiled
def _set_labels(distance, worth, limit, masks, bounds, spare, threshold, honest, most):  # type: ignore[no-untyped-def]
    n = len(worth)
    point, parent = np.empty(most, np.int16), np.empty(most, np.int32)
    length, value = np.empty(most), np.empty(most)
    memory = np.empty((most, 2), np.uint64)
    dead = np.zeros(most, np.bool_)
    following = np.empty(most, np.int32)  # the next label of the same point and bucket
    queued = np.empty(most, np.int32)  # the next label of the same bucket
    heads = np.full((n, BUCKETS), -1, np.int32)
    most_worth = np.full((n, BUCKETS), NONE)
    first, last = np.full(BUCKETS, -1, np.int32), np.full(BUCKETS, -1, np.int32)
    best, lasts = np.full(n, threshold), np.full(n, -1, np.int32)
    point[0], parent[0], length[0], value[0], memory[0, 0], memory[0, 1] = 0, -1, 0.0, 0.0, 0, 0
    queued[0] = following[0] = -1
    first[0] = last[0] = 0
    count, full = 1, False
    upper = threshold
    for bucket in range(BUCKETS):
        label = first[bucket]
        while label >= 0:
            i = point[label]
            if not dead[label] and not _is_beaten(
                label, i, bucket, honest, heads, most_worth, following, length, value, memory, dead
            ):
                if full or count + n > most:
                    full = True  # what is not extended counts with its bound
                    rest = bounds[i, int((limit - length[label]) / limit * SLOTS) + spare]
                    upper = max(upper, value[label] + rest)
                    label = queued[label]
                    continue
                if value[label] > best[i]:
                    best[i], lasts[i] = value[label], label
                    upper = max(upper, value[label])
                for j in range(1, n - 1):
                    if j == i or (memory[label, 0] & masks[j, 1, 0]) or (memory[label, 1] & masks[j, 1, 1]):
                        continue
                    new = length[label] + distance[i, j]
                    if new + distance[j, n - 1] > limit:
                        continue
                    total = value[label] + worth[j]
                    if total + bounds[j, int((limit - new) / limit * SLOTS) + spare] <= threshold:
                        continue
                    at = min(int(new / limit * BUCKETS), BUCKETS - 1)
                    low = memory[label, 0] & masks[j, 0, 0] | masks[j, 1, 0]
                    high = memory[label, 1] & masks[j, 0, 1] | masks[j, 1, 1]
                    if _is_beaten_here(
                        heads[j, at], new, total, low, high, honest, following, length, value, memory, dead
                    ):
                        continue
                    point[count], parent[count], length[count], value[count] = j, label, new, total
                    memory[count, 0], memory[count, 1] = low, high
                    following[count], heads[j, at] = heads[j, at], count
                    most_worth[j, at] = max(most_worth[j, at], total)
                    queued[count] = -1
                    if first[at] < 0:
                        first[at] = count
                    else:
                        queued[last[at]] = count
                    last[at] = count
                    count += 1
            label = queued[label]
    return upper, lasts[lasts > 0], point, parent


@compiled
def _is_beaten_here(other, new, total, low, high, honest, following, length, value, memory, dead):  # type: ignore[no-untyped-def]
    """Return whether a label of the same bucket rules a new one out; rule out those it beats."""
    while other >= 0:
        if not dead[other]:
            a, b = memory[other, 0], memory[other, 1]
            if length[other] <= new and value[other] >= total:
                if not honest or ((a & ~low) == 0 and (b & ~high) == 0):
                    return True
            elif (
                new <= length[other]
                and total >= value[other]
                and (not honest or ((low & ~a) == 0 and (high & ~b) == 0))
            ):
                dead[other] = True
        other = following[other]
    return False


@compiled
def _is_beaten(label, i, bucket, honest, heads, most_worth, following, length, value, memory, dead):  # type: ignore[no-untyped-def]
    """Return whether a label of an earlier bucket rules this one out."""
    low, high, worth = memory[label, 0], memory[label, 1], value[label]
    for earlier in range(bucket - 1, -1, -1):
        if most_worth[i, earlier] < worth:
            continue
        other = heads[i, earlier]
        while other >= 0:
            if (
                value[other] >= worth
                and not dead[other]
                and (not honest or ((memory[other, 0] & ~low) == 0 and (memory[other, 1] & ~high) == 0))
            ):
                dead[label] = True
                return True
            other = following[other]
    return False
