"""Rules on villages: their numbers, names, points and islands. One function, one rule."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from planner.domain.places import Village
from planner.inputs.schemes import dotted
from planner.inputs.sheets import plain
from planner.inputs.village_codes import said
from planner.quality.facts import Facts, Found

KM_PER_DEGREE = 111.195  # 6371.0088 km, the mean radius R1 of Moritz (2000), times pi / 180
# A slip of one in the degrees is 111 km, in their first decimal 11 km. In the examples (Kupang, Rote
# Ndao) no village lies 16 km from the middle of the others of its kecamatan, though some lie 5 to 7 times as
# far as usual there; and none lies 11 km from the nearest of its regency. Both limits have to be passed.
FAR_KM, FAR_TIMES = 20.0, 5.0
ALONE_KM, ALONE_TIMES = 30.0, 10.0
FEWEST_OTHERS = 3  # so many others say where a kecamatan lies
SAME_POINT_DEGREES = 5  # decimals: about a metre
LARGE_SHARE = 1 / 3
FEWEST_FOR_SHARES = 4  # among fewer villages a third is no surprise
FloatArray = NDArray[np.float64]


def zero_backlog(facts: Facts) -> Iterator[Found]:
    """Yield villages where nobody waits."""
    for village in facts.problem.villages:
        if village.backlog == 0:
            yield Found("villages", village.id, "unrecorded", 0, {"village": village.name})


def needs_yes(facts: Facts) -> Iterator[Found]:
    """Yield villages whose code is not known, with known villages that they may be."""
    for _, found in groupby(facts.proposed, key=lambda one: one.row.number):
        likely = list(found)
        row, code = likely[0].row, dotted(likely[0].row.code)
        words = {"village": row.name, "others": said(likely)}
        yield Found("villages", code, "village_code", code, words)


def backlog_above_eligible(facts: Facts) -> Iterator[Found]:
    """Yield villages with more people not recorded than people who need an e-KTP."""
    for village in facts.problem.villages:
        eligible = facts.eligible.get(village.id, village.backlog)
        if village.backlog > eligible:
            words = {"village": village.name, "backlog": village.backlog, "eligible": eligible}
            yield Found("villages", village.id, "unrecorded", village.backlog, words)


def large_share(facts: Facts) -> Iterator[Found]:
    """Yield a village that holds more than a third of the backlog of the whole project."""
    villages, whole = facts.problem.villages, facts.problem.backlog
    for village in villages if len(villages) >= FEWEST_FOR_SHARES else ():
        if village.backlog > LARGE_SHARE * whole:
            words = {"village": village.name, "percent": round(100 * village.backlog / whole)}
            yield Found("villages", village.id, "unrecorded", village.backlog, words)


def same_name(facts: Facts) -> Iterator[Found]:
    """Yield villages that have the name of an earlier one of their kecamatan."""
    for earlier, village in _repeated(facts.problem.villages, lambda v: (v.district_id, plain(v.name))):
        words = {"village": village.name, "other": earlier.id, "district": _district(village)}
        yield Found("villages", village.id, "village", village.name, words)


def same_point(facts: Facts) -> Iterator[Found]:
    """Yield villages whose point is that of an earlier one, to about a metre."""
    for earlier, village in _repeated(facts.problem.villages, _rounded):
        words = {"village": village.name, "other": earlier.name, "other_id": earlier.id}
        yield Found("villages", village.id, "lon", f"{village.lon:.5f}, {village.lat:.5f}", words)


def far_from_district(facts: Facts) -> Iterator[Found]:
    """Yield villages far from the middle of the others of their kecamatan.

    The middle is the median of the others' longitudes and latitudes. Far is more than ``FAR_KM``
    kilometres and more than ``FAR_TIMES`` times the median distance of the others from it; a median is not
    moved by one wrong point.
    """
    for villages in facts.by_district.values():
        points = _km(villages)
        for n, village in enumerate(villages if len(villages) > FEWEST_OTHERS else ()):
            others = np.delete(points, n, axis=0)
            middle = np.median(others, axis=0)
            usual = float(np.median(np.linalg.norm(others - middle, axis=1)))
            far = float(np.linalg.norm(points[n] - middle))
            if far > max(FAR_KM, FAR_TIMES * usual):
                words = {"village": village.name, "district": _district(village), "km": round(far)}
                yield Found("villages", village.id, "lon", f"{village.lon:.5f}, {village.lat:.5f}", words)


def far_from_regency(facts: Facts) -> Iterator[Found]:
    """Yield villages without a neighbour of their regency within reason.

    More than ``ALONE_KM`` kilometres to the nearest other village, and more than ``ALONE_TIMES`` times
    what is usual (the median) in the regency.
    """
    for villages in facts.by_regency.values():
        if len(villages) <= FEWEST_OTHERS:
            continue
        points = _km(villages)
        nearest = cKDTree(points).query(points, k=2)[0][:, 1]
        limit = max(ALONE_KM, ALONE_TIMES * float(np.median(nearest)))
        for village, km in zip(villages, nearest.tolist(), strict=True):
            if km > limit:
                words = {"village": village.name, "km": round(km)}
                yield Found("villages", village.id, "lon", f"{village.lon:.5f}, {village.lat:.5f}", words)


def other_island(facts: Facts) -> Iterator[Found]:
    """Yield a village alone on its island while all others of its kecamatan are together on another one."""
    for villages in facts.by_district.values():
        islands = Counter(village.island for village in villages)
        if len(islands) == 2 and len(villages) > FEWEST_OTHERS and min(islands.values()) == 1:
            (usual, _), (single, _) = islands.most_common()
            village = next(village for village in villages if village.island == single)
            words = {"village": village.name, "district": _district(village), "other": usual}
            yield Found("villages", village.id, "island", single, words)


def cut_off(facts: Facts) -> Iterator[Found]:
    """Yield villages with a backlog that no team can serve, with the reason."""
    for village_id, reason in facts.cut_off.items():
        village = facts.problem.village[village_id]
        words = {"village": village.name, "backlog": village.backlog, "reason": reason}
        yield Found("villages", village_id, "village_code", village_id, words)


def no_lodging(facts: Facts) -> Iterator[Found]:
    """Yield islands where a team has to stay the night and may not.

    No base and no lodging there; on some worked weekday a way leads there and on some a way leads back,
    but on none there and back.
    """
    at_home = {base.island for base in facts.problem.bases}
    for island, villages in facts.by_island.items():
        waiting = [village for village in villages if village.backlog]
        is_open = island in at_home or any(village.lodging for village in villages)
        if waiting and not is_open and _needs_a_night(facts, waiting):
            words = {"island": island, "backlog": sum(village.backlog for village in waiting)}
            yield Found("villages", waiting[0].id, "lodging", None, words)


def _needs_a_night(facts: Facts, villages: Sequence[Village]) -> bool:
    """Return whether ways lead there and back on worked weekdays, but never on the same one."""
    travel = facts.problem.travel
    there = [travel.index[village.id] for village in villages]
    home = sorted({travel.index[team.base] for team in facts.problem.teams})
    weekdays = {day.weekday() for day in facts.problem.calendar.working_days()}
    out = {day: bool(np.isfinite(travel.on(day)[np.ix_(home, there)]).any()) for day in weekdays}
    back = {day: bool(np.isfinite(travel.on(day)[np.ix_(there, home)]).any()) for day in weekdays}
    return any(out.values()) and any(back.values()) and not any(out[day] and back[day] for day in weekdays)


def _repeated(
    villages: Iterable[Village], key: Callable[[Village], object]
) -> Iterator[tuple[Village, Village]]:
    """Yield pairs of neighbours among the villages of one key, in their order."""
    groups: defaultdict[object, list[Village]] = defaultdict(list)
    for village in villages:
        groups[key(village)].append(village)
    for group in groups.values():
        yield from pairwise(group)


def _rounded(village: Village) -> tuple[float, float]:
    return round(village.lon, SAME_POINT_DEGREES), round(village.lat, SAME_POINT_DEGREES)


def _km(villages: Sequence[Village]) -> FloatArray:
    """Return the points in kilometres on a plane, shape (n, 2): good enough to tell near from far."""
    lon = np.array([village.lon for village in villages])
    lat = np.array([village.lat for village in villages])
    return KM_PER_DEGREE * np.column_stack([lon * np.cos(np.radians(np.median(lat))), lat])


def _district(village: Village) -> str:
    return village.district or village.district_id
