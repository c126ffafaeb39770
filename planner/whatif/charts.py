"""The charts of a what-if in units of one picture, y downwards: the curve with its band, bars, burn-down."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from planner.whatif.row import Row
from planner.words import Language, number_text

WIDTH, HEIGHT = 720, 340
LEFT, RIGHT, TOP, BOTTOM = 74, 16, 14, 46
STEPS = 5  # lines of the grid, about
COLOURS = ("#0b5a63", "#b3360b", "#1b4fc4", "#7a1fa2", "#8a5a00", "#1c6b2f", "#14181f")
DASHES = ("none", "9 4", "2 3.5", "12 3.5 2 3.5", "5 3", "14 4", "1 5")
MOST_TICKS = 16

Place = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, ``points`` with what is told of each."""

    name: str
    path: str
    points: tuple[tuple[float, float, str], ...]
    colour: str
    dash: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, and its number."""

    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of ``width`` x ``height``; ticks are (position, text)."""

    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    lines: tuple[Line, ...] = ()
    bars: tuple[Bar, ...] = ()
    band: str = ""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - BOTTOM


def curve(rows: Sequence[Row], names: tuple[str, str], language: Language) -> Chart:
    """Return people by number of teams: the plans, their upper bounds, and the band between them.

    ``names`` are those of the two lines.
    """
    x, y = _scale(_ends([row.teams for row in rows])), _heights([row.most or row.recorded for row in rows])
    tell = _teller(language)
    recorded = [(x(row.teams), y(row.recorded), tell(row.recorded)) for row in rows]
    known = [row for row in rows if row.most is not None]
    most = [(x(row.teams), y(row.most or 0), tell(row.most or 0)) for row in known]
    back = [(x(row.teams), y(row.recorded), "") for row in reversed(known)]
    return Chart(
        x_ticks=_thinned([(x(row.teams), str(row.teams)) for row in rows]),
        y_ticks=_grid([row.most or row.recorded for row in rows], language),
        lines=(
            Line(names[0], _path(recorded), tuple(recorded), COLOURS[0], DASHES[0]),
            Line(names[1], _path(most), tuple(most), COLOURS[1], DASHES[1]),
        ),
        band=f"{_path([*most, *back])}z" if known else "",
    )


def marginal_bars(rows: Sequence[Row], language: Language) -> Chart:
    """Return what each extra team brings, one bar per row but the first."""
    found = [(row.teams, row.per_extra_team) for row in rows if row.per_extra_team is not None]
    values = [value for _, value in found]
    y, step = _heights(values), (WIDTH - LEFT - RIGHT) / max(1, len(found))
    bars = [
        Bar(
            LEFT + (n + 0.15) * step,
            y(value),
            0.7 * step,
            HEIGHT - BOTTOM - y(value),
            number_text(value, language),
        )
        for n, (_, value) in enumerate(found)
    ]
    ticks = [(bar.x + bar.width / 2, str(teams)) for bar, (teams, _) in zip(bars, found, strict=True)]
    return Chart(_thinned(ticks), _grid(values, language), bars=tuple(bars))


def week_lines(lines: Sequence[tuple[str, dict[date, int]]], language: Language) -> Chart:
    """Return the people left at the end of each week, one line per scenario."""
    weeks = sorted({week for _, line in lines for week in line})
    everybody = [left for _, line in lines for left in line.values()]
    x, y, tell = _scale((0, max(1, len(weeks) - 1))), _heights(everybody), _teller(language)
    drawn = []
    for n, (name, line) in enumerate(lines):
        points = [(x(weeks.index(week)), y(left), tell(left)) for week, left in sorted(line.items())]
        look = COLOURS[n % len(COLOURS)], DASHES[n % len(DASHES)]
        drawn.append(Line(name, _path(points), tuple(points), *look))
    ticks = [(x(n), f"{week.day}/{week.month}") for n, week in enumerate(weeks)]
    return Chart(_thinned(ticks), _grid(everybody, language), tuple(drawn))


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(max(values), min(values) + 1)


def _scale(ends: tuple[float, float]) -> Place:
    """Return a function from a value to its x."""
    low, high = ends
    return lambda value: LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)


def _heights(values: Sequence[float]) -> Place:
    """Return a function from people to their y, 0 at the foot."""
    top = _tops(values)[-1]
    return lambda value: HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM)


def _tops(values: Sequence[float]) -> list[float]:
    """Return the values of the lines of the grid, 1, 2 or 5 times a power of ten apart.

    >>> _tops([0, 930])
    [0, 200, 400, 600, 800, 1000]
    """
    most = max([*values, 1])
    power = 10.0 ** math.floor(math.log10(most / STEPS)) if most > STEPS else 1
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power * STEPS >= most)
    return [int(step * n) for n in range(math.ceil(most / step - 1e-9) + 1)]


def _grid(values: Sequence[float], language: Language) -> tuple[tuple[float, str], ...]:
    y = _heights(values)
    return tuple((y(value), number_text(value, language)) for value in _tops(values))


def _teller(language: Language) -> Callable[[float], str]:
    return lambda value: number_text(value, language)


def _path(points: Sequence[tuple[float, float, str]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in points) if points else ""


def _thinned(ticks: Sequence[tuple[float, str]]) -> tuple[tuple[float, str], ...]:
    """Return every n-th tick, so that texts do not run into each other."""
    return tuple(ticks[:: max(1, math.ceil(len(ticks) / MOST_TICKS))])
