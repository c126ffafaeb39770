"""What a store keeps of a plan beside its text: the facts of the run, and rows of villages and stops."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import planner
from planner.domain.actuals import Actual
from planner.domain.plan import Plan, TeamDay
from planner.inputs.project import SHA256_OF
from planner.store.session import Row


def facts(plan: Plan) -> dict[str, Any]:
    """Return what a run's row repeats of its plan."""
    problem, outcome = plan.problem, plan.outcome
    return {
        "project": problem.title,
        "inputs": json.dumps(hashes(plan), ensure_ascii=False, sort_keys=True),
        "program": planner.__version__,
        "optimiser": outcome.optimiser,
        "seed": outcome.seed,
        "seconds": outcome.seconds,
        "rounds": outcome.rounds,
        "stop_reason": outcome.stop_reason,
        **comparable(plan),
    }


def comparable(plan: Plan) -> dict[str, Any]:
    """Return the columns of a run that follow from its plan, whatever the clock and the program."""
    calendar = plan.problem.calendar
    return {
        "first_day": calendar.first,
        "deadline": calendar.last,
        "status": plan.status,
        "backlog": plan.problem.backlog,
        "recorded": plan.recorded,
        "left_over": plan.left_over,
        "bound": plan.outcome.bound,
        "gap": plan.gap,
    }


def hashes(plan: Plan) -> dict[str, str]:
    """Return file name -> SHA-256 of the inputs, as they were read."""
    notes = plan.problem.notes
    return {name.removeprefix(SHA256_OF): value for name, value in notes if name.startswith(SHA256_OF)}


def village_rows(plan: Plan) -> Iterator[Row]:
    """Yield the rows of table ``villages``, without the run."""
    for village in plan.problem.villages:
        yield {
            "geom": (village.lon, village.lat),
            "village_code": village.id,
            "village": village.name,
            "district_code": village.district_id,
            "district": village.district,
            "regency": village.regency,
            "island": village.island,
            "backlog": village.backlog,
            "planned": plan.planned.get(village.id, 0),
            "left_over": plan.left(village.id),
            "modelled": village.modelled,
        }


def stop_rows(plan: Plan) -> Iterator[Row]:
    """Yield the rows of table ``stops``, without the run."""
    for team_day in plan.team_days:
        yield from _stops_of(plan, team_day)


def _stops_of(plan: Plan, team_day: TeamDay) -> Iterator[Row]:
    for number, stop in enumerate(team_day.stops, start=1):
        village = plan.problem.village[stop.village]
        yield {
            "geom": (village.lon, village.lat),
            "date": team_day.day,
            "team": team_day.team,
            "stop": number,
            "village_code": village.id,
            "village": village.name,
            "district": village.district,
            "arrive": _clock(stop.arrive),
            "open": _clock(stop.open),
            "close": _clock(stop.close),
            "people": int(stop.people),
        }


@dataclass(frozen=True, slots=True)
class HandIn:
    """A file of reports, as a history knows it: SHA-256, name, version of the plan, and its reports."""

    sha256: str
    name: str
    plan_version: str
    actuals: tuple[Actual, ...]


def actual_row(actual: Actual) -> Row:
    """Return a report of a visit as a row of table ``actuals``."""
    own = ("day", "village", "reason", "start", "end", "who", "when", "file")
    return {
        **{name: value for name, value in asdict(actual).items() if name not in own},
        "date": actual.day,
        "village_code": actual.village,
        "reason_code": actual.reason or None,
        "start": None if actual.start is None else _clock(actual.start),
        "end": None if actual.end is None else _clock(actual.end),
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
