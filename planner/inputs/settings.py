"""What planner.toml may say; a key that is not written here is refused."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from planner.errors import Fault, InputError
from planner.files import Content
from planner.inputs import cells, codes
from planner.inputs.toml import read_text, read_toml


def _weekdays(value: object) -> frozenset[int]:
    """Return weekdays written as ``"Sen-Jum"`` or as a list of names."""
    if isinstance(value, frozenset):
        return value
    parts = value if isinstance(value, list) else [value]
    return frozenset(day for part in parts for day in cells.weekdays(part if isinstance(part, str) else ""))


def _regency(value: object) -> str:
    if not isinstance(value, str):  # 53.10 without quotation marks is the number 53.1
        raise ValueError('expected a code in quotation marks such as "53.01"')
    return codes.regency_code(value)


def _district(value: object) -> str:
    try:
        return codes.district_code(value if isinstance(value, str) else "")
    except ValueError:  # without quotation marks TOML cuts the code at its points
        raise ValueError('expected a code in quotation marks such as "53.01.04"') from None


def _never_rising(shares: tuple[float, ...]) -> tuple[float, ...]:
    if list(shares) != sorted(shares, reverse=True):
        raise ValueError(
            "a later visit cannot bring a larger share of those still waiting than an earlier one"
        )
    return shares


Share = Annotated[float, Field(strict=True, gt=0, le=1)]
Rupiah = Annotated[float, Field(strict=True, ge=0, le=cells.LARGEST)]
Day = Annotated[date, Field(strict=True, ge=cells.EARLIEST, le=cells.LATEST)]
PROJECT = "give the path of a planner.toml"
WORDS = {  # pydantic's kind of error -> what an officer reads
    "date_type": "expected a date without quotation marks, e.g. 2018-05-07",
    "model_type": "expected a section, e.g. [villages]",
    "dict_type": "expected a section, e.g. [villages]",
    "string_type": "expected a text in quotation marks",
    "tuple_type": "expected a list in square brackets, e.g. [0.6, 0.35]",
    "float_type": "expected a number without quotation marks",
    "int_type": "expected a whole number without quotation marks",
}


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileSettings(_Section):
    """A table in a file.

    Parameters
    ----------
    file
        Path, relative to planner.toml.
    sheet
        Sheet of a workbook or layer of a GeoPackage; needed where the file has several.
    """

    file: Annotated[str, Field(min_length=1)]
    sheet: str | None = None


class CountSettings(_Section):
    """What the backlog is; see :class:`planner.domain.counting.Counting`.

    Parameters
    ----------
    count
        The column that counts: ``"siak"`` (people not recorded), ``"kpu"`` (voters without an e-KTP) or
        ``"verified"`` (verified by the villages).
    valid_share
        Share of that count that is taken to be there; a village may have its own.
    missing
        What holds where the count of a village is empty: ``"error"``, or ``"other"`` for the other column
        (for verified numbers SIAK, then KPU).
    verified
        Whether a verified number ``"replaces"`` the count, or is ``"ignored"``.
    as_of, source
        Date and source of the counts, where the table does not give them.
    """

    count: Literal["siak", "kpu", "verified"] = "siak"
    valid_share: Share = 1.0
    missing: Literal["error", "other"] = "error"
    verified: Literal["replaces", "ignored"] = "replaces"
    as_of: Day | None = None
    source: str = ""


class VillagesSettings(CountSettings, FileSettings):
    """The villages, and which of them.

    Parameters
    ----------
    regency
        Code of the regency to plan for; ``None`` for all villages of the file.
    island
        Island of the villages, for files that do not say it.
    known
        File with the Kemendagri codes and names that are known: codes of another scheme are refused, and
        zeros that a spreadsheet has lost come back.
    crosswalk
        Table of old codes, or names, and the codes that stand for them now; each row is somebody's yes.
    attribution
        Whose data the file holds and under which licence, as maps and plans have to show it.
    """

    regency: Annotated[str, BeforeValidator(_regency)] | None = None
    island: str | None = None
    known: str | None = None
    crosswalk: str | None = None
    attribution: str = ""


class CalendarSettings(_Section):
    """The days.

    Parameters
    ----------
    first_day, deadline
        First day of work, and last day on which a recording counts.
    weekdays
        Worked weekdays, ``"Sen-Jum"`` or ``["Mon", "Tue"]``.
    holidays
        Country whose public holidays and collective leave are kept, ``"ID"``; empty for none.
    collective_leave
        Whether collective leave (cuti bersama) of the country is ``"off"`` or ``"worked"``.
    file, sheet
        Further days off, holidays and leave that are worked after all, and days of fewer hours.
    planned_on
        Day on which the plan is made and told; no village is served before ``rules.notice_days`` days later.
    """

    first_day: Day
    deadline: Day
    weekdays: Annotated[frozenset[int], BeforeValidator(_weekdays), Field(min_length=1)] = frozenset(range(5))
    holidays: str = "ID"
    collective_leave: Literal["off", "worked"] = "off"
    file: str | None = None
    sheet: str | None = None
    planned_on: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.deadline < self.first_day:
            raise ValueError("the deadline lies before the first day")
        return self


class TravelSettings(_Section):
    """Where travel times come from; all other keys belong to the source."""

    model_config = ConfigDict(extra="allow", frozen=True)

    source: str = "straight_line"

    @property
    def keys(self) -> dict[str, Any]:
        """The keys of the source, as they stand in planner.toml."""
        return dict(self.model_extra or {})


def _areas(value: object) -> frozenset[str]:
    if isinstance(value, frozenset):
        return value
    parts = value if isinstance(value, list | tuple) else [value]
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) < len(parts):
        raise ValueError('expected codes in quotation marks such as ["53.01.04"]')
    return frozenset(code for part in texts for code in codes.area_codes(part))


class ZoneSettings(_Section):
    """What each stop costs more in some areas, in rupiah; see :class:`planner.domain.rules.Zone`."""

    areas: Annotated[frozenset[str], BeforeValidator(_areas)] = frozenset()
    stop: Rupiah


class CostsSettings(_Section):
    """What teams cost, in rupiah; see :class:`planner.domain.rules.Costs`."""

    day_out: Rupiah = 0.0
    night: Rupiah = 0.0
    km: Rupiah = 0.0
    generator: Rupiah = 0.0
    zones: tuple[ZoneSettings, ...] = ()


class FloorsSettings(_Section):
    """The least that should be recorded in each kecamatan; see :class:`planner.domain.rules.Floor`.

    Parameters
    ----------
    share
        Of the backlog of every kecamatan, 0..1, rounded up to whole people; ``None`` for no floor.
    price
        Recordings elsewhere that may be given up for each person short; more than 0.
    people
        Kecamatan code -> people, instead of the share.
    """

    share: Annotated[float, Field(strict=True, ge=0, le=1)] | None = None
    price: Annotated[float, Field(strict=True, gt=0, le=1e6)] = 1.0
    people: dict[
        Annotated[str, BeforeValidator(_district)],
        Annotated[int, Field(strict=True, ge=0, le=cells.MOST_PEOPLE)],
    ] = {}


class RulesSettings(_Section):
    """What every plan has to keep; see :class:`planner.domain.rules.Rules`.

    Parameters
    ----------
    clock_minutes, turnout, budget, costs, floors, smallest_stop, notice_days
        As there.
    market_days
        Whether villages are ``"open"`` or ``"closed"`` to teams on their market day.
    file, sheet
        Table of the office's own rules (sheet Aturan).
    """

    clock_minutes: Annotated[int, Field(strict=True, ge=1, le=240)] = 10
    turnout: Annotated[tuple[Share, ...], AfterValidator(_never_rising)] = ()
    budget: Annotated[float, Field(strict=True, ge=0, le=1e15)] | None = None
    costs: CostsSettings = CostsSettings()
    floors: FloorsSettings = FloorsSettings()
    smallest_stop: Annotated[int, Field(strict=True, ge=1, le=cells.MOST_PEOPLE)] = 1
    notice_days: Annotated[int, Field(strict=True, ge=0, le=366)] = 7
    market_days: Literal["open", "closed"] = "open"
    file: str | None = None
    sheet: str | None = None
    removes: tuple[Literal["dead", "moved", "duplicate", "not_found"], ...] = ("dead", "moved", "duplicate")


class StoreSettings(_Section):
    """Where every plan that is made is kept; see :mod:`planner.store`.

    Parameters
    ----------
    file
        A GeoPackage, relative to planner.toml; it is made when it is not there.
    database
        Instead of it, a PostgreSQL database with PostGIS, ``postgresql://...``, without a password.
    """

    file: Annotated[str, Field(pattern=r"(?i)\.gpkg$")] | None = None
    database: Annotated[str, Field(pattern=r"^postgres(ql)?://")] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.file is None) == (self.database is None):
            raise ValueError("expected either file or database")
        return self


Chance = Annotated[float, Field(strict=True, ge=0, le=1)]
Spread = Annotated[float, Field(strict=True, ge=0, le=3)]
MeanDays = Annotated[float, Field(strict=True, gt=0, le=366)]


class SimulationSettings(_Section):
    """What may come otherwise than planned; see :class:`planner.domain.chances.Chances`."""

    replays: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] = 1000
    seed: Annotated[int, Field(strict=True, ge=0)] = 0
    turnout: Annotated[tuple[Share, ...], AfterValidator(_never_rising)] = ()
    turnout_spread: Annotated[float, Field(strict=True, ge=0, lt=1)] = 0.3
    turnout_alike_visits: Chance = 0.5
    turnout_alike_villages: Chance = 0.1
    verified_turnout: Annotated[tuple[Share, ...], AfterValidator(_never_rising), Field(min_length=1)] = (
        0.8,
        0.5,
    )
    rate_spread: Spread = 0.2
    rate_common_spread: Spread = 0.1
    kit_break: Chance = 0.01
    kit_repair_days: MeanDays = 5.0
    boat_cancel: Chance = 0.05
    boat_cancel_in_month: dict[Annotated[int, Field(ge=1, le=12)], Chance] = {}
    road_close: Chance = 0.002
    road_closed_days: MeanDays = 3.0
    replan: Annotated[bool, Field(strict=True)] = True

    @model_validator(mode="after")
    def _alike_at_most_wholly(self) -> Self:
        if self.turnout_alike_visits + self.turnout_alike_villages > 1:
            raise ValueError("turnout_alike_visits and turnout_alike_villages are more than 1 together")
        return self


class Settings(_Section):
    """A whole planner.toml.

    Parameters
    ----------
    title
        What the project is called on outputs.
    villages, bases, teams, boats
        The files; boats only where there are islands.
    calendar, travel, rules
        The days, the roads, and what plans have to keep.
    store
        Where plans are kept; ``None`` for nowhere.
    simulation
        What may come otherwise than planned.
    """

    title: Annotated[str, Field(min_length=1)]
    villages: VillagesSettings
    bases: FileSettings
    teams: FileSettings
    calendar: CalendarSettings
    boats: FileSettings | None = None
    travel: TravelSettings = TravelSettings()
    rules: RulesSettings = RulesSettings()
    store: StoreSettings | None = None
    simulation: SimulationSettings = SimulationSettings()


class OfficeSettings(_Section):
    """A planner.toml that names the office's one workbook; the days, rules and tables stand in it.

    Parameters
    ----------
    title
        What the project is called on outputs.
    workbook
        Path of the workbook, relative to planner.toml.
    attribution, known, crosswalk
        As in :class:`VillagesSettings`.
    boats, travel, store
    boats, travel, simulation
        As in :class:`Settings`.
    """

    title: Annotated[str, Field(min_length=1)]
    workbook: Annotated[str, Field(min_length=1)]
    attribution: str = ""
    known: str | None = None
    crosswalk: str | None = None
    boats: FileSettings | None = None
    travel: TravelSettings = TravelSettings()
    store: StoreSettings | None = None
    simulation: SimulationSettings = SimulationSettings()


def project_content(path: Path) -> Content:
    """Return a planner.toml as it was read.

    Raises
    ------
    InputError
        When it cannot be.
    """
    return read_text(path, missing=PROJECT)


def read_settings(source: str | Path | Content) -> Settings | OfficeSettings:
    """Return what planner.toml says; whether it names one workbook decides which keys it may have.

    Raises
    ------
    InputError
        When the file does not exist, is no TOML, or has unknown keys, missing keys or impossible values; all
        of them are listed.
    """
    content = source if isinstance(source, Content) else project_content(Path(source))
    remedy = "correct it there; texts and file names stand in quotation marks"
    found = read_toml(content, missing=PROJECT, wrong=remedy)
    kind = OfficeSettings if "workbook" in found else Settings
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        known = partial(known_keys, model=kind)
        raise InputError(settings_faults(content.name, "", error, known)) from error


def known_keys(place: Sequence[str], model: Any = Settings) -> list[str]:
    """Return the keys that may stand in a section of planner.toml.

    >>> known_keys(["rules", "costs"])
    ['day_out', 'night', 'km', 'generator', 'zones']
    >>> known_keys(["rules", "costs", "zones", "0"])
    ['areas', 'stop']
    """
    for part in (part for part in place if part in model.model_fields):  # not the position in a list
        annotation = model.model_fields[part].annotation
        kinds = [annotation, *getattr(annotation, "__args__", ())]
        model = next(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel))
    return list(model.model_fields)


def message(found: Any) -> str:
    """Return what an officer reads of one error of pydantic."""
    return WORDS.get(found["type"], str(found["msg"]).removeprefix("Value error, "))


def settings_faults(file: str, section: str, error: ValidationError, known: Any) -> list[Fault]:
    """Return one fault per error of pydantic.

    Parameters
    ----------
    file
        Name of the file.
    section
        Where the validated value stands, ``travel`` for example; empty for the whole file.
    error
        What pydantic found.
    known
        From the place of an unknown key, a sequence of names, to the keys that are known there.
    """
    faults = []
    for found in error.errors(include_url=False):
        place = [part for part in map(str, found["loc"]) if part not in ("", "[key]")]
        column = ".".join([*([section] if section else []), *place])
        kind = found["type"]
        if kind in ("extra_forbidden", "unexpected_keyword_argument"):
            keys = ", ".join(known(place[:-1]))
            problem, remedy = f"unknown key; known keys are {keys}", "correct or delete it"
        elif kind in ("missing", "missing_argument"):
            problem, remedy = "is missing", "add it; docs/project-file.md describes every key"
        else:
            problem, remedy = message(found), ""
        value = (
            None if kind.startswith("missing") or isinstance(found["input"], dict) else str(found["input"])
        )
        faults.append(Fault(file, problem, remedy, column=column, value=value))
    return faults
