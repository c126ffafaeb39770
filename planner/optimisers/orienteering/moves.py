"""The moves of the search, compiled: taking points out of routes, putting points in, shortening a route.

A choice of routes is four arrays that change in place:

    tours    (m, n) int64: start, points in order, end; what lies after ``sizes`` means nothing
    sizes    (m,) int64: points of each route, start and end included
    lengths  (m,) float64
    where    (n,) int64: route of each point, ``FREE`` for none; start and end are ``FIXED``
"""

import numpy as np

from planner.optimisers.compiling import compiled

FREE = -1
FIXED = -2
NOWHERE = 1.0e18  # the length that a visit adds where it cannot be
EPSILON = 1e-9  # a gain in length that counts
DETOUR = 1e-3  # share of the limit added to every detour, so that a point on the way has a finite ratio
SEGMENT = 3  # stops that are moved together within a route


@compiled
def draw(random):  # type: ignore[no-untyped-def]
    """Return the next number in 0..1 of xorshift64* (Vigna 2016); ``random`` holds its state, not 0."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return ((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def below(random, limit):  # type: ignore[no-untyped-def]
    """Return a random whole number 0..limit-1."""
    return min(int(draw(random) * limit), limit - 1)


@compiled
def take_out(r, start, count, distance, tours, sizes, lengths, where):  # type: ignore[no-untyped-def]
    """Take ``count`` points out of route ``r``, from position ``start`` on."""
    tour = tours[r]
    for p in range(start - 1, start + count):
        lengths[r] -= distance[tour[p], tour[p + 1]]
    for p in range(start, start + count):
        where[tour[p]] = FREE
    for p in range(start, sizes[r] - count):
        tour[p] = tour[p + count]
    sizes[r] -= count
    lengths[r] += distance[tour[start - 1], tour[start]]


@compiled
def position(tour, point):  # type: ignore[no-untyped-def]
    """Return where ``point`` stands in its route."""
    p = 1
    while tour[p] != point:
        p += 1
    return p


@compiled
def take_out_strings(strings, longest, near, random, distance, tours, sizes, lengths, where):  # type: ignore[no-untyped-def]
    """Take a string of neighbouring stops out of some routes that pass near one place.

    After Christiaens & Vanden Berghe (2020), slack induction by string removals.
    """
    ruined = np.zeros(len(sizes), np.bool_)
    seed = below(random, near.shape[0])
    for point in near[seed]:
        r = where[point]
        if strings == 0:
            break
        if r < 0 or ruined[r]:
            continue
        count = min(sizes[r] - 2, 1 + below(random, longest))
        here = position(tours[r], point)
        first = max(1, here - below(random, count))
        first = min(first, sizes[r] - 1 - count)
        take_out(r, first, count, distance, tours, sizes, lengths, where)
        ruined[r] = True
        strings -= 1


@compiled
def take_out_some(count, choosy, points, score, random, distance, tours, sizes, lengths, where):  # type: ignore[no-untyped-def]
    """Take single points out: of ``choosy`` random ones the one worth least for its detour."""
    for _ in range(count):
        worst, value, at = -1, np.inf, 0
        for _ in range(choosy):
            point = points[below(random, len(points))]
            r = where[point]
            if r < 0:
                continue
            p = position(tours[r], point)
            a, b = tours[r, p - 1], tours[r, p + 1]
            ratio = score[point] / (distance[a, point] + distance[point, b] - distance[a, b] + EPSILON)
            if ratio < value:
                worst, value, at = point, ratio, p
        if worst >= 0:
            take_out(where[worst], at, 1, distance, tours, sizes, lengths, where)


@compiled
def force_in(count, near, score, limit, random, distance, tours, sizes, lengths, where):  # type: ignore[no-untyped-def]
    """Put some free points near one place into one route; take out what it then has no time for.

    It crosses valleys that taking out first does not: a route has to leave a whole region for another.
    """
    seed = below(random, near.shape[0])
    forced = np.zeros(len(where), np.bool_)
    r = -1
    for point in near[seed]:
        if count == 0:
            break
        if where[point] != FREE or distance[0, point] + distance[point, len(where) - 1] > limit:
            continue
        least, at = NOWHERE, 1
        for q in range(len(sizes)):
            if r >= 0 and q != r:
                continue
            for p in range(1, sizes[q]):
                a, b = tours[q, p - 1], tours[q, p]
                more = distance[a, point] + distance[point, b] - distance[a, b]
                more *= 1.0 if r >= 0 else 1.0 + draw(random)
                if more < least:
                    least, at, chosen = more, p, q
        r = chosen
        a, b = tours[r, at - 1], tours[r, at]
        more = distance[a, point] + distance[point, b] - distance[a, b]
        _put_in(point, r, at, more, tours, sizes, lengths, where)
        forced[point] = True
        count -= 1
    if r >= 0:
        _back_in_time(r, forced, score, limit, random, distance, tours, sizes, lengths, where)
    return r


@compiled
def _back_in_time(r, forced, score, limit, random, distance, tours, sizes, lengths, where):  # type: ignore[no-untyped-def]
    """Take out what is worth least for its detour until the route is short enough; forced points last."""
    if lengths[r] > limit:
        shorten(r, distance, tours, sizes, lengths)
    while lengths[r] > limit:
        worst, at = np.inf, 1
        for p in range(1, sizes[r] - 1):
            a, b, c = tours[r, p - 1], tours[r, p], tours[r, p + 1]
            saving = distance[a, b] + distance[b, c] - distance[a, c] + EPSILON
            ratio = (1e6 if forced[b] else 1.0) * score[b] / saving * (1.0 + 0.3 * draw(random))
            if ratio < worst:
                worst, at = ratio, p
        take_out(r, at, 1, distance, tours, sizes, lengths, where)


@compiled
def fill(points, worth, limit, distance, tours, sizes, lengths, where, changed):  # type: ignore[no-untyped-def]
    """Put free points in, the best ratio of ``worth`` to detour first, until none fits.

    ``changed`` notes the routes that took one.
    """
    paths = len(sizes)
    least = DETOUR * limit
    free = np.empty(len(points), np.int64)
    count = 0
    for point in points:
        if where[point] == FREE and worth[point] > 0.0:
            free[count] = point
            count += 1
    detour = np.empty((paths, count))
    place = np.empty((paths, count), np.int64)
    for r in range(paths):
        _detours(r, free, count, limit, distance, tours, sizes, lengths, detour[r], place[r])
    while count > 0:
        best, which, route = 0.0, -1, -1
        kept = 0
        for k in range(count):
            least_detour, by = NOWHERE, -1
            for r in range(paths):
                if detour[r, k] < least_detour:
                    least_detour, by = detour[r, k], r
            if by < 0:
                continue  # fits nowhere, and routes only grow
            free[kept] = free[k]
            for r in range(paths):
                detour[r, kept] = detour[r, k]
                place[r, kept] = place[r, k]
            ratio = worth[free[kept]] / (least_detour + least)
            if ratio > best:
                best, which, route = ratio, kept, by
            kept += 1
        count = kept
        if which < 0:
            break
        _put_in(free[which], route, place[route, which], detour[route, which], tours, sizes, lengths, where)
        changed[route] = True
        count -= 1
        free[which] = free[count]
        for r in range(paths):
            detour[r, which] = detour[r, count]
            place[r, which] = place[r, count]
        _detours(route, free, count, limit, distance, tours, sizes, lengths, detour[route], place[route])


@compiled
def _detours(r, free, count, limit, distance, tours, sizes, lengths, detour, place):  # type: ignore[no-untyped-def]
    """Note the shortest detour of route ``r`` to each free point, ``NOWHERE`` where it has no time."""
    tour = tours[r]
    left = limit - lengths[r]
    for k in range(count):
        row = distance[free[k]]
        least, at = NOWHERE, 1
        before = row[tour[0]]
        for p in range(1, sizes[r]):
            after = row[tour[p]]
            more = before + after - distance[tour[p - 1], tour[p]]
            if more < least:
                least, at = more, p
            before = after
        detour[k] = least if least <= left else NOWHERE
        place[k] = at


@compiled
def _put_in(point, r, at, more, tours, sizes, lengths, where):  # type: ignore[no-untyped-def]
    tour = tours[r]
    for p in range(sizes[r], at, -1):
        tour[p] = tour[p - 1]
    tour[at] = point
    sizes[r] += 1
    lengths[r] += more
    where[point] = r


@compiled
def shorten(r, distance, tours, sizes, lengths):  # type: ignore[no-untyped-def]
    """Shorten route ``r`` by 2-opt and or-opt until neither helps; return whether it became shorter."""
    before = lengths[r]
    tour = tours[r, : sizes[r]]
    while _turn(tour, distance) or _move(tour, distance):
        pass
    total = 0.0
    for p in range(len(tour) - 1):
        total += distance[tour[p], tour[p + 1]]
    lengths[r] = total
    return total < before - EPSILON


@compiled
def _turn(tour, distance):  # type: ignore[no-untyped-def]
    """Turn parts of a route round while that shortens it (2-opt, Croes 1958)."""
    better = False
    for i in range(len(tour) - 3):
        for j in range(i + 2, len(tour) - 1):
            a, b, c, d = tour[i], tour[i + 1], tour[j], tour[j + 1]
            if distance[a, c] + distance[b, d] < distance[a, b] + distance[c, d] - EPSILON:
                low, high = i + 1, j
                while low < high:
                    tour[low], tour[high] = tour[high], tour[low]
                    low += 1
                    high -= 1
                better = True
    return better


@compiled
def _move(tour, distance):  # type: ignore[no-untyped-def]
    """Move a few stops to another place of their route, if that shortens it (or-opt, Or 1976)."""
    n = len(tour)
    for count in range(1, SEGMENT + 1):
        for i in range(1, n - count):
            a, b, c, d = tour[i - 1], tour[i], tour[i + count - 1], tour[i + count]
            gain = distance[a, b] + distance[c, d] - distance[a, d]
            if gain <= EPSILON:
                continue
            for j in range(n - 1):
                if i - 1 <= j <= i + count - 1:
                    continue
                e, f = tour[j], tour[j + 1]
                straight = distance[e, b] + distance[c, f] - distance[e, f]
                turned = distance[e, c] + distance[b, f] - distance[e, f]
                if min(straight, turned) < gain - EPSILON:
                    _carry(tour, i, count, j, turned < straight)
                    return True
    return False


@compiled
def _carry(tour, start, count, after, turned):  # type: ignore[no-untyped-def]
    """Move ``count`` stops from ``start`` on behind position ``after``, turned round or not."""
    carried = tour[start : start + count].copy()
    if turned:
        carried = carried[::-1].copy()
    if after < start:
        for p in range(start - 1, after, -1):
            tour[p + count] = tour[p]
        first = after + 1
    else:
        for p in range(start + count, after + 1):
            tour[p - count] = tour[p]
        first = after + 1 - count
    for p in range(count):
        tour[first + p] = carried[p]
