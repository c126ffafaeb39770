"""What may stand in the JSON file of a plan: one record per type of the domain, made from its fields.

A field that a type gains is at once needed in the file, and written by the exporter, without a line here;
one that files written earlier lack stands in ``LATER``.
"""

import dataclasses
import typing
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from planner.domain.calendar import Calendar, ShortDays
from planner.domain.counting import Counting
from planner.domain.directives import Directive
from planner.domain.past import Assumed, Past
from planner.domain.places import Base, Guest, Village
from planner.domain.plan import Change, Marginal, Outcome, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor, Rules, Zone
from planner.domain.teams import Team
from planner.inputs.cells import EARLIEST, LATEST

LARGEST = 2**63  # no count, minute or seed is near it; beyond it numpy's integers end

Integer = Annotated[int, Field(ge=-LARGEST, lt=LARGEST)]
Number = Annotated[float, Field(ge=-float(LARGEST), le=float(LARGEST))]
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
STRICTER: dict[object, object] = {
    int: Integer,
    float: Number,
    date: Day,
    frozenset[date]: frozenset[Day],
    float | None: Number | None,
    int | None: Integer | None,
    Mapping[date, str]: dict[Day, str],
    frozenset[int]: frozenset[Annotated[int, Field(ge=0, le=6)]],
    date | None: Day | None,
    tuple[int, ...]: tuple[Integer, ...],
    tuple[float, ...]: tuple[Number, ...],
    tuple[date, ...]: tuple[Day, ...],
}
LATER = {  # keys that the first plans written do not have; they take the default of the type
    Village: {
        *("latest", "earliest", "guests", "has_power", "counted", "venue", "contact"),
        *("served", "recorded", "removed", "assumed"),
    },
    Base: {"kits", "kits_at_office", "kits_elsewhere"},
    Calendar: {"short_days"},
    Rules: {
        *("turnout", "budget", "costs", "floors", "removes"),
        *("directives", "given_up", "smallest_stop", "notice_days"),
    },
    Team: {"areas", "day_cost", "vehicle", "staff"},
    Costs: {"generator", "zones"},
    Outcome: {"marginals", "gave_up_fewest"},
    Problem: {"counting", "extras", "past"},
    Counting: {"verified_replaces", "filled"},
}


class Record(BaseModel):
    """An object of the file: every key is needed, no other key is known, no type is guessed."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


def _record(value: type, **types: object) -> type[Record]:
    """Return the record with the fields of the dataclass ``value``, those in ``types`` replaced."""
    hints = typing.get_type_hints(value)
    later = LATER.get(value, set[str]())
    fields: dict[str, Any] = {
        field.name: (
            types.get(field.name, STRICTER.get(hints[field.name], hints[field.name])),
            _default(field) if field.name in later else ...,
        )
        for field in dataclasses.fields(value)
    }
    return create_model(value.__name__, __base__=Record, **fields)


def _default(field: "dataclasses.Field[Any]") -> Any:
    """Return the default of a field of a dataclass, made anew where it is no fixed value."""
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()


Longitude, Latitude = Annotated[float, Field(ge=-180, le=180)], Annotated[float, Field(ge=-90, le=90)]
GuestRecord = _record(Guest)
VillageRecord = _record(Village, lon=Longitude, lat=Latitude, guests=tuple[GuestRecord, ...])  # type: ignore[valid-type]
BaseRecord = _record(Base, lon=Longitude, lat=Latitude)
TeamRecord, ShortDaysRecord, ZoneRecord, FloorRecord = map(_record, (Team, ShortDays, Zone, Floor))
CostsRecord = _record(Costs, zones=tuple[ZoneRecord, ...])  # type: ignore[valid-type]
CalendarRecord = _record(Calendar, short_days=tuple[ShortDaysRecord, ...])  # type: ignore[valid-type]
DirectiveRecord, CountingRecord, AssumedRecord = map(_record, (Directive, Counting, Assumed))
PastRecord = _record(
    Past,
    assumed=tuple[AssumedRecord, ...],  # type: ignore[valid-type]
    floors=tuple[FloorRecord, ...],  # type: ignore[valid-type]
    directives=tuple[DirectiveRecord, ...],  # type: ignore[valid-type]
)
RulesRecord = _record(
    Rules,
    costs=CostsRecord,
    floors=tuple[FloorRecord, ...],  # type: ignore[valid-type]
    directives=tuple[DirectiveRecord, ...],  # type: ignore[valid-type]
    given_up=tuple[DirectiveRecord, ...],  # type: ignore[valid-type]
)
StopRecord, MarginalRecord, ChangeRecord = map(_record, (Stop, Marginal, Change))
OutcomeRecord = _record(Outcome, marginals=tuple[MarginalRecord, ...])  # type: ignore[valid-type]
TeamDayRecord = _record(TeamDay, stops=tuple[StopRecord, ...])  # type: ignore[valid-type]


class TravelRecord(Record):
    """Travel times; ``None`` where there is no way."""

    places: tuple[str, ...]
    matrix_of_weekday: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=7, max_length=7)]
    reasons: dict[str, str]
    minutes: list[list[list[Annotated[float, Field(ge=0, le=1e9)] | None]]]
    km: list[list[list[Annotated[float, Field(ge=0, le=1e9)] | None]]]
    cost_idr: list[list[list[Annotated[float, Field(ge=0, le=1e15)] | None]]]
    by_boat: list[list[list[bool]]]


ProblemRecord = _record(
    Problem,
    villages=tuple[VillageRecord, ...],  # type: ignore[valid-type]
    bases=tuple[BaseRecord, ...],  # type: ignore[valid-type]
    teams=tuple[TeamRecord, ...],  # type: ignore[valid-type]
    calendar=CalendarRecord,
    travel=TravelRecord,
    rules=RulesRecord,
    shapes=dict[str, str],
    counting=CountingRecord | None,
    past=PastRecord | None,
    extras=dict[str, dict[str, str | Integer | Number | bool]],
)


class FileRecord(Record):
    """The whole file; ``totals`` and ``villages`` follow from the rest.

    So does ``plan_version``, but nobody can compute it by hand: whatever stands there, the stops decide.
    """

    format: str
    version: int
    plan_version: str = ""  # missing in older files
    totals: dict[str, int]
    outcome: OutcomeRecord  # type: ignore[valid-type]
    team_days: tuple[TeamDayRecord, ...]  # type: ignore[valid-type]
    changes: tuple[ChangeRecord, ...] = ()  # type: ignore[valid-type]
    villages: list[dict[str, int | str]]
    problem: ProblemRecord  # type: ignore[valid-type]
