"""A plan from the JSON file that :mod:`planner.exporters.json` wrote, perhaps edited by hand since.

What stands in the file is believed only as far as it holds together. A plan that breaks a rule is read as it
is, so that :func:`planner.domain.check.check` can say which.
"""

import base64
import binascii
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pydantic import ValidationError

from planner.domain.calendar import Calendar, ShortDays
from planner.domain.counting import Counting
from planner.domain.directives import Directive
from planner.domain.past import Assumed, Past
from planner.domain.places import Base, Guest, Village
from planner.domain.plan import Change, Marginal, Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor, Rules, Zone
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes
from planner.errors import Fault, InputError, ProblemError
from planner.exporters.json import FORMAT, MATRICES, VERSION, totals, village_rows
from planner.files import read_file
from planner.inputs.guard import FORGET, require_no_persons
from planner.inputs.plan_records import FileRecord, TravelRecord
from planner.signs import TAKEN_OUT, hidden_in, hidden_places, without_any_hidden

MAX_BYTES = 256 * 2**20  # 1,500 places take about 150 MB
ESCAPED = re.compile(r"\\[ubfr]|\x7f")  # what may stand for a sign that nobody sees, where all is ASCII
TOO_DEEP = "lists stand in lists too deeply"
NO_TEXTS = {"shapes", "seed", *MATRICES}  # numbers, or the large part of a file
AGAIN = "undo the change, or let the planner write the plan again"


def read_plan(path: str | Path) -> Plan:
    """Return the plan that ``planner.write(plan, "plan.json")`` wrote.

    The plan may break rules; ask :func:`planner.domain.check.check`.

    Raises
    ------
    InputError
        When the file is missing, is no such plan, or its sums disagree with its stops; lists every fault with
        its place in the file, e.g. ``team_days[3].stops[0].people`` (the first item has position 0).
    """
    plan, disagreements = examine_plan(path)
    if disagreements:
        raise InputError(disagreements)
    return plan


def examine_plan(path: str | Path) -> tuple[Plan, tuple[Fault, ...]]:
    """Return the plan of a file, and where the sums written in the file disagree with its stops.

    Raises
    ------
    InputError
        When the file is missing or is no such plan.
    """
    return examine_text(read_file(path, str(path), most_bytes=MAX_BYTES), str(path))


def examine_text(data: bytes, name: str) -> tuple[Plan, tuple[Fault, ...]]:
    """Return the plan of a file's bytes as :func:`examine_plan`; ``name`` is what its faults are said of.

    Raises
    ------
    InputError
        When it is no such plan.
    """
    text = _text(data, name)
    value = _value(text, name)
    _refuse_other_files(value, name)
    text, taken_out = _without_hidden(text, value, name)
    _refuse_persons(json.loads(text) if taken_out else value, name)
    try:
        record: Any = FileRecord.model_validate_json(text)
    except ValidationError as error:
        raise InputError([_fault(name, found) for found in error.errors(include_url=False)]) from None
    notes = ((f"{TAKEN_OUT}{Path(name).name}", taken_out),) if taken_out else ()
    problem = _problem(name, record.problem)
    plan = Plan(
        problem.replace(notes=(*problem.notes, *notes)) if notes else problem,
        _team_days(record),
        _outcome(record.outcome),
        tuple(Change(**dict(change)) for change in record.changes),
    )
    return plan, tuple(_disagreements(name, record, plan))


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")  # Notepad puts a byte order mark in front
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} is not UTF-8; expected a JSON file written by the planner"
        raise InputError([Fault(name, problem, AGAIN)]) from None


def _value(text: str, name: str) -> Any:
    """Return the JSON of a text; stop at one that is none, or names a key twice."""
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        problem = f"this is not JSON: {error.msg} (character {error.colno} of line {error.lineno})"
        raise InputError([Fault(name, problem, AGAIN)]) from None
    except (ValueError, RecursionError) as error:
        problem = TOO_DEEP if isinstance(error, RecursionError) else str(error)
        raise InputError([Fault(name, problem, AGAIN)]) from None


def _refuse_other_files(value: Any, name: str) -> None:
    """Stop at what is no plan of this version."""
    kind = value.get("format") if isinstance(value, dict) else None
    if kind != FORMAT:
        problem = f"this is no plan; expected {FORMAT!r}"
        raise InputError(
            [Fault(name, problem, "choose a plan written as .json", column="format", value=_short(kind))]
        )
    version = value.get("version")
    if type(version) is not int or version != VERSION:
        problem, remedy = f"expected version {VERSION}", "use the planner that wrote the file"
        raise InputError([Fault(name, problem, remedy, column="version", value=_short(version))])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        count = Counter(key for key, _ in pairs)
        twice = next(key for key in count if count[key] > 1)
        raise ValueError(f"the key {_short(twice)} stands twice in one object")
    return found


def _refuse_persons(value: dict[str, Any], name: str) -> None:
    """Stop at the number of a person in any text of the file, as the planner wrote it before it was asked."""
    try:
        require_no_persons(value, name, without=NO_TEXTS, remedy=FORGET)
    except RecursionError:
        raise InputError([Fault(name, TOO_DEEP, AGAIN)]) from None


def _without_hidden(text: str, value: dict[str, Any], name: str) -> tuple[str, str]:
    """Return the text without signs that nobody sees; which they are, and where first, empty for none."""
    if text.isascii() and not ESCAPED.search(text):  # most plans, and the long ones
        return text, ""
    try:
        places = list(hidden_places(_but_matrices(value)))
        text = json.dumps(without_any_hidden(value)) if places else text
    except (RecursionError, ValueError) as error:
        problem = TOO_DEEP if isinstance(error, RecursionError) else str(error)
        raise InputError([Fault(name, problem, AGAIN)]) from None
    signs = ", ".join(dict.fromkeys(hidden_in(found) for _, found in places))
    return text, f"{signs}: {len(places)} text(s), the first at {_path(places[0][0])}" if places else ""


def _but_matrices(value: dict[str, Any]) -> dict[str, Any]:
    """Return what a file says but its matrices, which are long and hold no text."""
    problem = value.get("problem")
    travel = problem.get("travel") if isinstance(problem, dict) else None
    if not isinstance(problem, dict) or not isinstance(travel, dict):
        return value
    kept = {key: inner for key, inner in travel.items() if key not in MATRICES}
    return {**value, "problem": {**problem, "travel": kept}}


def _refuse_constant(text: str) -> float:
    raise ValueError(f"{text} is not a number; expected a finite one, or null where there is no way")


def _fault(name: str, error: Mapping[str, Any]) -> Fault:
    """Return pydantic's error as a fault with the JSON path as its column."""
    where, kind = _path(error["loc"]), error["type"]
    if kind == "missing":
        return Fault(name, "this key is missing", AGAIN, column=where)
    if kind == "extra_forbidden":
        return Fault(name, "this key is not known here", "remove it, or correct its spelling", column=where)
    problem = str(error["msg"]).replace("Input should be", "expected")
    return Fault(name, problem, AGAIN, column=where or None, value=_short(error["input"]))


def _path(places: Sequence[object]) -> str:
    """Return where a value stands.

    >>> _path(("team_days", 3, "stops", 0, "people"))
    'team_days[3].stops[0].people'
    """
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in places).removeprefix(".")


def _short(value: object) -> str | None:
    """Return a single value as it stands in the file, shortened; ``None`` for a list or object."""
    if value is None or isinstance(value, list | dict | tuple):
        return None
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= 60 else text[:59] + "…"


def _outcome(record: Any) -> Outcome:
    marginals = tuple(Marginal(**dict(marginal)) for marginal in record.marginals)
    return Outcome(**{**dict(record), "marginals": marginals})


def _team_days(record: Any) -> tuple[TeamDay, ...]:
    return tuple(
        TeamDay(**{**dict(day), "stops": tuple(Stop(**dict(stop)) for stop in day.stops)})
        for day in record.team_days
    )


def _problem(name: str, record: Any) -> Problem:
    """Return the problem of the file.

    Raises
    ------
    InputError
        When its parts do not fit together.
    """
    faults = [*_travel_faults(name, record.travel), *_shape_faults(name, record.shapes)]
    if faults:
        raise InputError(faults)
    parts = {
        "villages": tuple(_village(village) for village in record.villages),
        "bases": tuple(Base(**dict(base)) for base in record.bases),
        "teams": tuple(Team(**dict(team)) for team in record.teams),
        "calendar": _calendar(record.calendar),
        "rules": _rules(record.rules),
        "travel": _travel(record.travel),
        "counting": Counting(**dict(record.counting)) if record.counting else None,
        "past": _past(record.past) if record.past else None,
        "shapes": {key: base64.b64decode(text) for key, text in record.shapes.items()},
    }
    try:
        return Problem(**{**dict(record), **parts})
    except ProblemError as error:
        lines = str(error).splitlines()
        raise InputError([Fault(name, line, AGAIN, column="problem") for line in lines]) from None


def _rules(record: Any) -> Rules:
    """Return the rules with what stands in them; a file of before has neither costs nor floors."""
    floors = tuple(Floor(**dict(floor)) for floor in record.floors)
    costs = record.costs
    if not isinstance(costs, Costs):
        zones = tuple(Zone(**dict(zone)) for zone in costs.zones)
        costs = Costs(**{**dict(costs), "zones": zones})
    laid_down = {
        name: tuple(Directive(**dict(directive)) for directive in getattr(record, name))
        for name in ("directives", "given_up")
    }
    return Rules(**{**dict(record), "costs": costs, "floors": floors, **laid_down})


def _past(record: Any) -> Past:
    parts = {
        "assumed": tuple(Assumed(**dict(visit)) for visit in record.assumed),
        "floors": tuple(Floor(**dict(floor)) for floor in record.floors),
        "directives": tuple(Directive(**dict(directive)) for directive in record.directives),
    }
    return Past(**{**dict(record), **parts})


def _village(record: Any) -> Village:
    return Village(**{**dict(record), "guests": tuple(Guest(**dict(guest)) for guest in record.guests)})


def _calendar(record: Any) -> Calendar:
    short_days = tuple(ShortDays(**dict(short)) for short in record.short_days)
    return Calendar(**{**dict(record), "short_days": short_days})


def _travel_faults(name: str, record: TravelRecord) -> Iterator[Fault]:
    """Yield what does not fit in the places and matrices."""
    places, sheets = len(record.places), len(record.minutes)
    if len(set(record.places)) < places:
        yield Fault(name, "a place stands twice", AGAIN, column="problem.travel.places")
    if max(record.matrix_of_weekday) >= sheets:
        problem = f"expected positions below {sheets}, the number of matrices"
        yield Fault(name, problem, AGAIN, column="problem.travel.matrix_of_weekday")
    for key in MATRICES:
        yield from _size_faults(name, f"problem.travel.{key}", getattr(record, key), (sheets, places, places))


def _size_faults(name: str, where: str, value: list[Any], sizes: tuple[int, ...]) -> Iterator[Fault]:
    """Yield the lists in lists whose length is not that of ``sizes``."""
    if len(value) != sizes[0]:
        yield Fault(name, f"{len(value)} items; expected {sizes[0]}", AGAIN, column=where)
    elif len(sizes) > 1:
        for n, item in enumerate(value):
            yield from _size_faults(name, f"{where}[{n}]", item, sizes[1:])


def _shape_faults(name: str, shapes: Mapping[str, str]) -> Iterator[Fault]:
    """Yield the shapes that are no geometry."""
    for key, text in shapes.items():
        try:
            shapely.from_wkb(base64.b64decode(text, validate=True))
        except (binascii.Error, ValueError, shapely.errors.ShapelyError):
            where = f"problem.shapes.{key}"
            yield Fault(name, "this is no shape; expected base64 of a WKB geometry", AGAIN, column=where)


def _travel(record: TravelRecord) -> TravelTimes:
    return TravelTimes(
        place_ids=record.places,
        minutes=_floats(record.minutes, len(record.places)),
        km=_floats(record.km, len(record.places)),
        cost_idr=_floats(record.cost_idr, len(record.places)),
        by_boat=np.array(record.by_boat, dtype=bool).reshape(-1, len(record.places), len(record.places)),
        matrix_of_weekday=record.matrix_of_weekday,
        reasons=record.reasons,
    )


def _floats(matrices: list[list[list[float | None]]], places: int) -> NDArray[np.float64]:
    """Return (m, n, n) numbers with infinity for ``None``."""
    array = np.array(matrices, dtype=float).reshape(-1, places, places)
    array[np.isnan(array)] = np.inf
    return array


def _disagreements(name: str, record: Any, plan: Plan) -> Iterator[Fault]:
    """Yield where the sums written in the file are not those of its stops."""
    yield from _compared(name, "totals", record.totals, totals(plan))
    rows = village_rows(plan)
    if len(record.villages) != len(rows):
        problem = f"{len(record.villages)} rows; the problem has {len(rows)} villages"
        yield Fault(name, problem, AGAIN, column="villages")
        return
    for n, (found, row) in enumerate(zip(record.villages, rows, strict=True)):
        yield from _compared(name, f"villages[{n}]", found, row)


def _compared(
    name: str, where: str, found: Mapping[str, object], right: Mapping[str, object]
) -> Iterator[Fault]:
    for key in sorted(found.keys() | right.keys()):
        if found.get(key) != right.get(key):
            problem = f"expected {right.get(key, 'no such key')}, as the stops and villages say"
            yield Fault(name, problem, AGAIN, column=f"{where}.{key}", value=_short(found.get(key)))
