"""The small map of one team: the land around its places, its ways, and a number at each village."""

import math
from collections.abc import Iterator, Sequence

from planner.domain.plan import Plan
from planner.exporters.map_svg import Drawing, Mark, drawing

SCALES_KM = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
SMALLEST = 300  # units of the drawing; a single village still shows its surroundings
FONT = "Libertinus Serif"  # comes with Typst
WAY = "#1b4fc4"
RADIUS = 1.5  # of a number's circle, in hundredths of the map
STEPS = 40  # of pushing numbers apart

Point = tuple[float, float]


def order_of_visits(plan: Plan, team: str) -> dict[str, int]:
    """Return village id -> its number on the team's map, from 1 in the order of first visits."""
    stops = (stop.village for day in plan.team_days if day.team == team for stop in day.stops)
    return {village: number for number, village in enumerate(dict.fromkeys(stops), start=1)}


class TeamMaps:
    """The maps of all teams of one plan; the land is drawn once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.drawn: Drawing = drawing(plan)
        visited = [village for village in plan.problem.villages if village.id in plan.planned]
        self.marks = {v.id: mark for v, mark in zip(visited, self.drawn.stops, strict=True)}
        self.bases = {b.id: mark for b, mark in zip(plan.problem.bases, self.drawn.bases, strict=True)}

    def svg(self, team: str) -> str:
        """Return the map of one team as SVG, around its base and the villages it visits."""
        numbers = order_of_visits(self.plan, team)
        base = self.bases[self.plan.problem.team[team].base]
        left, top, width, height = self._frame([base, *(self.marks[village] for village in numbers)])
        unit = max(width, height) / 100  # sizes follow the part of the land that is shown
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}"'
            f' font-family="{FONT}">',
            f'<g stroke="#fff" stroke-width="{unit / 8:.2f}" fill="#e4e4e0">',
            *(f'<path d="{area.path}"/>' for area in self.drawn.areas),
            "</g>",
            f'<g fill="none" stroke="{WAY}" stroke-width="{unit / 5:.2f}" stroke-opacity="0.6">',
            *self._ways(team),
            "</g>",
            _base(base, unit),
            *self._numbers(numbers, base, unit),
            self._scale(left + 2 * unit, top + height - 2 * unit, width, unit),
            "</svg>",
        ]
        return "".join(parts)

    def _frame(self, marks: Sequence[Mark]) -> tuple[float, float, float, float]:
        """Return left, top, width and height of the part of the drawing that shows ``marks``."""
        xs, ys = [mark.x for mark in marks], [mark.y for mark in marks]
        span = max(max(xs) - min(xs), max(ys) - min(ys), SMALLEST)
        margin = 0.08 * span
        width = max(max(xs) - min(xs), 0.6 * span) + 2 * margin
        height = max(max(ys) - min(ys), 0.4 * span) + 2 * margin
        return (min(xs) + max(xs) - width) / 2, (min(ys) + max(ys) - height) / 2, width, height

    def _ways(self, team: str) -> Iterator[str]:
        position = [found.id for found in self.plan.problem.teams].index(team)
        return (f'<path d="{way.path}"/>' for way in self.drawn.ways if way.team == position)

    def _numbers(self, numbers: dict[str, int], base: Mark, unit: float) -> Iterator[str]:
        """Yield the number of each village, so placed that none hides another or the base."""
        marks = [self.marks[village] for village in numbers]
        _, *places = _apart([(mark.x, mark.y) for mark in (base, *marks)], 2.2 * RADIUS * unit)
        for mark, number, place in zip(marks, numbers.values(), places, strict=True):
            yield _number(mark, number, place, unit)

    def _scale(self, x: float, y: float, width: float, unit: float) -> str:
        """Return a bar of a round number of kilometres, at most a quarter of the width."""
        per_km = self.drawn.scale_units / self.drawn.scale_km
        km = max([km for km in SCALES_KM if km * per_km <= width / 4], default=SCALES_KM[0])
        end = x + km * per_km
        return (
            f'<path d="M{x:.0f} {y - unit:.0f}V{y:.0f}H{end:.0f}V{y - unit:.0f}" fill="none" stroke="#222"'
            f' stroke-width="{unit / 4:.2f}"/>'
            f'<text x="{end + unit:.0f}" y="{y:.0f}" font-size="{2.4 * unit:.1f}">{km:g} km</text>'
        )


def _base(mark: Mark, unit: float) -> str:
    half = 1.1 * unit
    return (
        f'<rect x="{mark.x - half:.0f}" y="{mark.y - half:.0f}" width="{2 * half:.0f}"'
        f' height="{2 * half:.0f}" fill="#222"/>'
    )


def _number(mark: Mark, number: int, at: Point, unit: float) -> str:
    """Return a dot at the village, and its number in a circle at or beside it."""
    (x, y) = at
    return (
        f'<path d="M{mark.x} {mark.y}L{x:.0f} {y:.0f}" stroke="#222" stroke-width="{unit / 5:.2f}"/>'
        f'<circle cx="{mark.x}" cy="{mark.y}" r="{unit / 2:.1f}" fill="#222"/>'
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{RADIUS * unit:.1f}" fill="#fff" stroke="#222"'
        f' stroke-width="{unit / 5:.2f}"/>'
        f'<text x="{x:.0f}" y="{y + 0.7 * unit:.1f}" font-size="{2 * unit:.1f}"'
        f' text-anchor="middle">{number}</text>'
    )


def _apart(points: Sequence[Point], distance: float) -> list[Point]:
    """Return ``points`` pushed apart until hardly two are nearer than ``distance``; the first one stays.

    >>> [round(x) for x, _ in _apart([(0, 0), (10, 0), (12, 0)], 5)]
    [0, 8, 14]
    """
    places = list(points)
    for _ in range(STEPS):
        for a in range(len(places)):
            for b in range(a + 1, len(places)):
                dx, dy = places[b][0] - places[a][0], places[b][1] - places[a][1]
                far = math.hypot(dx, dy)
                if far < distance:
                    east, north = (dx / far, dy / far) if far else (1.0, 0.0)
                    push = (distance - far) / (2 if a else 1)
                    places[b] = (places[b][0] + east * push, places[b][1] + north * push)
                    if a:
                        places[a] = (places[a][0] - east * push, places[a][1] - north * push)
    return places
