"""The plan as a drawing: villages, ways, bases and islands in units of one picture.

An SVG of our own needs neither internet nor a browser's help. Points are rounded to whole units, so that
borders shared by two villages stay shared, and points that no longer tell anything are dropped.
"""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from planner.domain.measure import is_night_away
from planner.domain.places import Base, Village
from planner.domain.plan import Plan, TeamDay
from planner.tables.days import monday

WIDTH = 2000  # units; some 2 to a pixel of a screen
TALLEST = 2200
MARGIN, BOTTOM = 50, 110  # room around the land; below it for the scale bar and the names of islands
KM_PER_DEGREE = 111.195  # of latitude on a sphere of radius 6371.0088 km
SMALLEST_SPAN = 0.02  # degrees; a single place still gets a map
POINT_RADIUS = 9  # of a village without a shape
SHARE_CLASSES = (1e-9, 0.25, 0.5, 0.75, 1 - 1e-9)  # lower ends; below the first nobody is recorded
BULGES = (0.04, -0.04, 0.08, -0.08, 0.12, -0.12, 0.16, -0.16)  # of a way's length, one per team
LETTER, LINE = 24, 42  # room that the name of an island takes
NICE = (1, 2, 5)

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Area:
    """A village: its path, and the classes of its two colours; ``None`` without a backlog."""

    code: str
    path: str
    share_class: int | None
    left_class: int | None
    visits: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """All ways of one team in one week, each drawn once."""

    team: int
    week: int
    path: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A place, or a name, at a point; ``visits`` are the (week, team) in which a place is visited."""

    name: str
    x: int
    y: int
    visits: tuple[tuple[int, int], ...] = ()
    is_night: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything on the map, in units of a picture of ``WIDTH`` x ``height``, y downwards."""

    height: int
    areas: tuple[Area, ...]
    ways: tuple[Way, ...]
    stops: tuple[Mark, ...]
    bases: tuple[Mark, ...]
    islands: tuple[Mark, ...]
    left_breaks: tuple[int, ...]
    scale_km: float
    scale_units: int
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees to units: equirectangular, true at the middle latitude, less than 1 % off in a regency."""

    west: float
    north: float
    per_lon: float
    per_lat: float

    def points(self, lonlat: Points) -> Points:
        """Return (n, 2) units for (n, 2) degrees."""
        shifted = lonlat - np.array([self.west, self.north])
        units: Points = shifted * np.array([self.per_lon, -self.per_lat]) + MARGIN
        return units

    def point(self, lon: float, lat: float) -> tuple[int, int]:
        """Return the units of one place, rounded."""
        x, y = self.points(np.array([[lon, lat]]))[0]
        return round(x), round(y)


def weeks_of(plan: Plan) -> dict[date, int]:
    """Return Monday -> position of each week of the period, and of any week with a visit."""
    days = {*plan.problem.calendar.days(), *(team_day.day for team_day in plan.team_days)}
    return {day: n for n, day in enumerate(sorted({monday(day) for day in days}))}


def drawing(plan: Plan) -> Drawing:
    """Return the map of ``plan``; one area per village, in the problem's order."""
    geometries = _geometries(plan)
    projection, height = _fitted(plan, geometries)
    visits = _visits(plan)
    breaks = left_breaks([plan.left(village.id) for village in plan.problem.villages])
    scale_km = _nice_below(WIDTH / 4 / projection.per_lat * KM_PER_DEGREE)
    return Drawing(
        height=height,
        areas=tuple(_areas(plan, projection, geometries, visits, breaks)),
        ways=tuple(_ways(plan, projection)),
        stops=tuple(_stops(plan, projection, visits)),
        bases=tuple(Mark(base.name, *projection.point(base.lon, base.lat)) for base in plan.problem.bases),
        islands=tuple(_islands(plan, projection, geometries, height)),
        left_breaks=breaks,
        scale_km=scale_km,
        scale_units=round(scale_km / KM_PER_DEGREE * projection.per_lat),
    )


def left_breaks(left: Iterable[int]) -> tuple[int, ...]:
    """Return the lower ends of at most 5 classes of people left over, the first one 1.

    >>> left_breaks([0, 3, 12, 40, 55, 130, 420])
    (1, 10, 50, 100)
    """
    values = sorted(value for value in left if value > 0)
    if not values:
        return (1,)
    ends = (_nice_near(values[int(share * (len(values) - 1))]) for share in (0.3, 0.55, 0.8, 0.95))
    return tuple(sorted({1, *(end for end in ends if end <= values[-1])}))


def share_class(planned: int, backlog: int) -> int | None:
    """Return 0 for nobody ... 5 for everybody; ``None`` where nobody waits."""
    return bisect_right(SHARE_CLASSES, planned / backlog) if backlog > 0 else None


def _geometries(plan: Plan) -> list[BaseGeometry | None]:
    """Return the shapes that cover an area, in the order of the villages."""
    shapes = [plan.problem.shapes.get(village.id) for village in plan.problem.villages]
    found = [shapely.from_wkb(shape) if shape else None for shape in shapes]
    return [shape if shape is not None and shapely.area(shape) > 0 else None for shape in found]


def _fitted(plan: Plan, geometries: Sequence[BaseGeometry | None]) -> tuple[Projection, int]:
    """Return the projection that shows every place and shape, and the picture's height."""
    everywhere: tuple[Village | Base, ...] = (*plan.problem.villages, *plan.problem.bases)
    places = [(place.lon, place.lat) for place in everywhere] or [(0.0, 0.0)]
    bounds = [shapely.bounds(shape) for shape in geometries if shape is not None]
    corners = np.array([*places, *(b[:2] for b in bounds), *(b[2:] for b in bounds)], dtype=float)
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    cosine = max(0.05, math.cos(math.radians((south + north) / 2)))
    wide, tall = max(east - west, SMALLEST_SPAN) * cosine, max(north - south, SMALLEST_SPAN)
    per_lat = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - MARGIN - BOTTOM) / tall)
    spare = (WIDTH - 2 * MARGIN - wide * per_lat) / 2 / (per_lat * cosine)  # a tall land stands in the middle
    return Projection(west - spare, north, per_lat * cosine, per_lat), round(tall * per_lat) + MARGIN + BOTTOM


def _visits(plan: Plan) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return village id -> the (week, team) of its visits, as positions."""
    weeks, teams = weeks_of(plan), {team.id: n for n, team in enumerate(plan.problem.teams)}
    found: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for team_day in plan.team_days:
        for stop in team_day.stops:
            found[stop.village].add((weeks[monday(team_day.day)], teams[team_day.team]))
    return {village: tuple(sorted(pairs)) for village, pairs in found.items()}


def _areas(
    plan: Plan,
    projection: Projection,
    geometries: Sequence[BaseGeometry | None],
    visits: dict[str, tuple[tuple[int, int], ...]],
    breaks: tuple[int, ...],
) -> Iterator[Area]:
    for village, geometry in zip(plan.problem.villages, geometries, strict=True):
        path = _outline(projection, geometry) if geometry is not None else ""
        yield Area(
            code=village.id,
            path=path or _disc(*projection.point(village.lon, village.lat)),
            share_class=share_class(plan.planned.get(village.id, 0), village.backlog),
            left_class=bisect_right(breaks, plan.left(village.id)) if village.backlog > 0 else None,
            visits=visits.get(village.id, ()),
        )


def _outline(projection: Projection, geometry: BaseGeometry) -> str:
    """Return the rings of all polygons as one path; empty when nothing is left of them."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    rings = [ring for ring in shapely.get_rings(parts) if ring is not None]
    return "".join(_ring(np.rint(projection.points(shapely.get_coordinates(ring)))) for ring in rings)


def _ring(points: Points) -> str:
    """Return a closed path of whole units through ``points``; empty when it covers nothing."""
    corners = points[:-1]  # the last one is the first
    kept = corners[np.any(corners != np.roll(corners, 1, axis=0), axis=1)]
    before, after = kept - np.roll(kept, 1, axis=0), np.roll(kept, -1, axis=0) - kept
    kept = kept[before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]]
    if len(kept) < 3:
        return ""
    steps = np.diff(kept, axis=0).astype(int)
    start, *rest = [f"{int(x)} {int(y)}" for x, y in (kept[0], *steps)]
    return f"M{start}l{' '.join(rest)}z".replace(" -", "-")


def _disc(x: int, y: int) -> str:
    radius = POINT_RADIUS
    return f"M{x - radius} {y}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0-{2 * radius} 0z"


def _ways(plan: Plan, projection: Projection) -> Iterator[Way]:
    """Yield the ways of each team and week, in the order of the teams."""
    weeks = weeks_of(plan)
    legs: defaultdict[tuple[str, int], set[tuple[str, str]]] = defaultdict(set)
    for team_day in plan.team_days:
        legs[team_day.team, weeks[monday(team_day.day)]].update(_legs(team_day))
    for n, team in enumerate(plan.problem.teams):
        for week in weeks.values():
            curves = [_curve(plan, projection, leg, n) for leg in sorted(legs[team.id, week])]
            if curves:
                yield Way(n, week, "".join(curves))


def _legs(team_day: TeamDay) -> set[tuple[str, str]]:
    """Return the pairs of places between which the team moves, there and back being one."""
    route = [team_day.start_at, *(stop.village for stop in team_day.stops), team_day.end_at]
    return {(min(pair), max(pair)) for pair in pairwise(route) if pair[0] != pair[1]}


def _curve(plan: Plan, projection: Projection, leg: tuple[str, str], team: int) -> str:
    """Return a lightly bent line, bent otherwise for each team, so that no way hides another."""
    (ax, ay), (bx, by) = (projection.point(place.lon, place.lat) for place in map(plan.problem.place, leg))
    bulge = BULGES[team % len(BULGES)] * 2  # a quadratic curve passes half-way to its control point
    x, y = (ax + bx) / 2 - (by - ay) * bulge, (ay + by) / 2 + (bx - ax) * bulge
    return f"M{ax} {ay}Q{round(x)} {round(y)} {bx} {by}"


def _stops(
    plan: Plan, projection: Projection, visits: dict[str, tuple[tuple[int, int], ...]]
) -> Iterator[Mark]:
    nights = {team_day.end_at for team_day in plan.team_days if is_night_away(plan, team_day)}
    for village in plan.problem.villages:
        if village.id in visits:
            point = projection.point(village.lon, village.lat)
            yield Mark(village.name, *point, visits[village.id], village.id in nights)


def _islands(
    plan: Plan, projection: Projection, geometries: Sequence[BaseGeometry | None], height: int
) -> list[Mark]:
    """Return each island's name under its villages, above a name that stands there already; none for one."""
    corners: defaultdict[str, list[Points]] = defaultdict(list)
    for village, geometry in zip(plan.problem.villages, geometries, strict=True):
        here = shapely.Point(village.lon, village.lat) if geometry is None else geometry
        corners[village.island].append(projection.points(shapely.bounds(here).reshape(2, 2)))
    placed: list[Mark] = []
    for name in sorted(corners) if len(corners) > 1 else ():
        points = np.concatenate(corners[name])
        (left, _), (right, bottom) = points.min(axis=0), points.max(axis=0)
        half = len(name) * LETTER / 2
        x, y = min(max((left + right) / 2, half), WIDTH - half), min(bottom + LINE, height - BOTTOM / 2)
        while any(abs(m.x - x) < half + len(m.name) * LETTER / 2 and abs(m.y - y) < LINE for m in placed):
            y -= LINE
        placed.append(Mark(name, round(x), round(y)))
    return placed


def _nice_below(value: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is not above ``value``."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(factor * power for factor in NICE if factor * power <= value * (1 + 1e-9))


def _nice_near(value: float) -> int:
    """Return 1, 2 or 5 times a power of ten, at least 1: the one nearest to ``value`` by ratio."""
    power: int = 10 ** math.floor(math.log10(value))
    return min((factor * power for factor in (*NICE, 10)), key=lambda nice: abs(math.log(nice / value)))
