"""The whole plan as one JSON file: nothing is lost, and :func:`planner.inputs.plan.read_plan` reads it back.

People may edit the file by hand: each village, team-day and row of a matrix stands on a line of its own.
What follows from the rest (people planned and left per village, the sums) is written as well, so that an edit
of the stops that forgets it does not go unseen.
"""

import base64
import json
import math
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.calendar import ShortDays
from planner.domain.counting import Counting
from planner.domain.past import Past
from planner.domain.places import Base, Village
from planner.domain.plan import Change, Outcome, Plan, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes

FORMAT = "field-planner plan"
VERSION = 1

MATRICES = ("minutes", "km", "cost_idr", "by_boat")

# Containers whose items stand on lines of their own; "*" is any position of a list.
SPREAD = {
    (),
    ("totals",),
    ("outcome",),
    ("villages",),
    ("team_days",),
    ("changes",),
    ("problem",),
    *(("problem", name) for name in ("villages", "bases", "teams", "notes", "shapes", "travel", "extras")),
    *(("problem", "travel", name) for name in MATRICES),
    *(("problem", "travel", name, "*") for name in MATRICES),
}


def write_json(plan: Plan, path: str | Path, *, language: str = "id") -> None:
    """Write ``plan`` with its problem, losslessly; the same plan gives the same bytes.

    Parameters
    ----------
    plan
        The plan; it need not keep the rules.
    path
        The file to write, UTF-8.
    language
        Not used: the keys are English in every language.

    Raises
    ------
    ValueError
        When a number of the plan is not a number (NaN), or infinite where that has no meaning.
    """
    Path(path).write_text(plan_text(plan), encoding="utf-8", newline="\n")


def plan_text(plan: Plan) -> str:
    """Return ``plan`` with its problem as JSON text, the same for the same plan.

    Raises
    ------
    ValueError
        As :func:`write_json`.
    """
    return text_of(document(plan))


def text_of(document: dict[str, Any]) -> str:
    """Return the values of a plan as JSON text, with each village, team-day and matrix row on its line."""
    return "".join(_spread(document)) + "\n"


def document(plan: Plan) -> dict[str, Any]:
    """Return ``plan`` as values that JSON knows; minutes are after midnight, infinite ones ``None``."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "plan_version": plan.version,
        "totals": totals(plan),
        "outcome": _fields(plan.outcome),
        "team_days": [_team_day(team_day) for team_day in plan.team_days],
        **({"changes": [_change(change) for change in plan.changes]} if plan.changes else {}),
        "villages": village_rows(plan),
        "problem": _problem(plan.problem),
    }


def totals(plan: Plan) -> dict[str, int]:
    """Return the sums of ``plan`` in people: backlog = recorded + left_over."""
    return {"backlog": plan.problem.backlog, "recorded": plan.recorded, "left_over": plan.left_over}


def village_rows(plan: Plan) -> list[dict[str, Any]]:
    """Return per village its code and people: backlog = planned + left."""
    return [
        {
            "code": village.id,
            "backlog": village.backlog,
            "planned": plan.planned.get(village.id, 0),
            "left": plan.left(village.id),
        }
        for village in plan.problem.villages
    ]


def _fields(
    value: Outcome | Rules | Team | Base | Village | ShortDays | Counting | Past,
) -> dict[str, Any]:
    """Return the fields, whole numbers as integers: 10.0 equals 10, so both give the same text."""
    return {name: _tidy(field) for name, field in asdict(value).items()}


def _tidy(value: object) -> object:
    """Return a field, also one of fields or of several values, with its whole floats as integers."""
    if isinstance(value, dict):
        return {key: _tidy(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(map(str, value))  # dates as they are written, codes as they are
    if isinstance(value, date):
        return value.isoformat()
    return [_tidy(item) for item in value] if isinstance(value, tuple) else _whole(value)


def _team_day(team_day: TeamDay) -> dict[str, Any]:
    return {**asdict(team_day), "day": team_day.day.isoformat()}


def _change(change: Change) -> dict[str, Any]:
    days = {"old_day": change.old_day, "new_day": change.new_day}
    return {**asdict(change), **{key: day.isoformat() if day else None for key, day in days.items()}}


def _problem(problem: Problem) -> dict[str, Any]:
    calendar = problem.calendar
    return {
        "title": problem.title,
        "calendar": {
            "first": calendar.first.isoformat(),
            "last": calendar.last.isoformat(),
            "weekdays": sorted(calendar.weekdays),
            "holidays": {day.isoformat(): why for day, why in calendar.holidays.items()},
            "short_days": [_fields(short) for short in calendar.short_days],
        },
        "rules": _fields(problem.rules),
        "teams": [_fields(team) for team in problem.teams],
        "bases": [_fields(base) for base in problem.bases],
        "villages": [_fields(village) for village in problem.villages],
        "counting": _fields(problem.counting) if problem.counting else None,
        "extras": {header: dict(cells) for header, cells in problem.extras.items()},
        **({"past": _fields(problem.past)} if problem.past else {}),
        "notes": [list(note) for note in problem.notes],
        "travel": _travel(problem.travel),
        "shapes": {key: _base64(problem.shapes[key]) for key in sorted(problem.shapes)},
    }


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _travel(travel: TravelTimes) -> dict[str, Any]:
    return {
        "places": list(travel.place_ids),
        "matrix_of_weekday": list(travel.matrix_of_weekday),
        "reasons": dict(sorted(travel.reasons.items())),
        **{name: [[_cells(row) for row in matrix] for matrix in getattr(travel, name)] for name in MATRICES},
    }


def _cells(row: NDArray[Any]) -> list[object]:
    """Return one row of a matrix: whole numbers without a point, ``None`` for infinity."""
    if row.dtype == np.bool_:
        return list(row.tolist())
    return [_number(value) for value in row.tolist()]


def _number(value: float) -> object:
    return None if value == math.inf else _whole(value)


def _whole(value: object) -> object:
    """Return a whole float as an integer, anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def _spread(value: object, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the JSON text of ``value``, with line breaks in the containers of ``SPREAD`` only."""
    if path not in SPREAD or not isinstance(value, dict | list) or not value:
        yield json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)
        return
    named = isinstance(value, dict)
    items = list(value.items()) if isinstance(value, dict) else [("*", item) for item in value]
    yield "{" if named else "["
    for n, (key, item) in enumerate(items):
        yield (",\n" if n else "\n") + " " * (len(path) + 1)
        yield f"{json.dumps(key, ensure_ascii=False)}: " if named else ""
        yield from _spread(item, (*path, key))
    yield "\n" + " " * len(path) + ("}" if named else "]")


def _plain(value: object) -> object:
    """Return numpy's numbers, as an optimiser may leave them in a stop, as Python's own."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} has no place in a plan")
