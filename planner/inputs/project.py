"""planner.toml and all files it names -> a problem; every fault of every file is told at once."""

import math
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from planner.domain.calendar import Calendar
from planner.domain.directives import Directive
from planner.domain.places import Base, Village, lies_in
from planner.domain.problem import Problem
from planner.domain.reach import unreachable
from planner.domain.rules import Costs, Floor, Rules, Zone
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes
from planner.errors import Fault, InputError, ProblemError
from planner.files import Content, content_of
from planner.inputs.bases import read_bases
from planner.inputs.boats import read_sea
from planner.inputs.calendar import Days, read_calendar
from planner.inputs.crosswalk import read_crosswalk
from planner.inputs.directives import areas_named, read_directives
from planner.inputs.office import NOT_USED
from planner.inputs.office.book import Office, read_office
from planner.inputs.office.fields import CALENDAR, WAYS
from planner.inputs.office.fields import RULES as DIRECTIVES
from planner.inputs.office.ways import Ways, read_ways
from planner.inputs.schemes import Known, Proposal
from planner.inputs.settings import (
    CostsSettings,
    FileSettings,
    OfficeSettings,
    RulesSettings,
    Settings,
    VillagesSettings,
    project_content,
    read_settings,
)
from planner.inputs.sheets import Sheet, read_sheet
from planner.inputs.teams import read_teams
from planner.inputs.village_days import with_days
from planner.inputs.villages import (
    Beside,
    Villages,
    extras_of,
    known_villages,
    proposals_in,
    villages_in,
    villages_of,
)
from planner.inputs.ways import described, read_source, with_more_legs
from planner.inputs.workbooks import sheet_names
from planner.signs import TAKEN_OUT
from planner.travel.sea import Sea, memory_bytes
from planner.travel.ways import Place

MOST_TRAVEL_BYTES = 8 * 2**30  # 9,600 villages without boats, 3,400 where each weekday has boats of its own
__all__ = ["SHA256_OF", "read_problem", "read_settings"]

SHA256_OF = "sha256 of "  # begins the name of the note that holds the hash of an input file


def read_problem(path: str | Path, *, check_reach: bool = False, known_until: date | None = None) -> Problem:
    """Return the problem that a project describes.

    Parameters
    ----------
    path
        A planner.toml; the files it names lie relative to it.
    check_reach
        Whether a village with a backlog that no team can reach is a fault; otherwise it stays in the problem,
        and its people in the backlog, and the plan says why it is left.
    known_until
        Day up to which days off and closed villages are kept where that is later than the deadline, for a
        what-if that moves it.

    Raises
    ------
    InputError
        With every fault of every file, as far as they can be read.
    """
    path = Path(path)
    files = _Files(path.parent)
    settings, office = _settings(path, files)
    parts = _read_parts(settings, path.name, files, office, known_until)
    travel = _travel(settings, path.name, parts, files)
    directives = _directives(settings.rules, parts, files, office)
    rules = _rules(settings.rules, path.name, parts.villages.villages, directives, files.faults)
    if files.faults or travel is None:
        raise InputError(files.faults)
    times, assumptions = travel
    notes = (
        *_notes(settings, parts, office),
        *_taken_out(settings, parts, files),
        *assumptions,
        *_hashes(files),
    )
    try:
        problem = Problem(
            settings.title,
            parts.villages.villages,
            parts.bases,
            parts.teams,
            parts.calendar,
            times,
            rules,
            notes,
            parts.villages.shapes,
            parts.villages.counting,
            extras_of(parts.villages),
        )
    except ProblemError as error:
        raise InputError([Fault(path.name, line) for line in str(error).splitlines()]) from error
    if check_reach:
        _require_reach(problem, settings.villages.file)
    return problem


@dataclass(slots=True)
class _Files:
    """The files of a project: where they lie, what was read of them, and what is wrong with them."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)
    read: dict[str, Content | None] = field(default_factory=dict)
    sheets: dict[FileSettings, Sheet | None] = field(default_factory=dict)

    def content(self, file: str) -> Content | None:
        """Return a file, read once however often it is named; ``None`` after a fault."""
        if file not in self.read:
            self.read[file] = content_of(self.folder / file, file, self.faults)
        return self.read[file]

    def sheet(self, settings: FileSettings | None) -> Sheet | None:
        """Return the table that the project names, read once; ``None`` where there is none."""
        if settings is None:
            return None
        key = FileSettings(file=settings.file, sheet=settings.sheet)
        if key not in self.sheets:
            content = self.content(settings.file)
            found = read_sheet(content, settings.file, settings.sheet, self.faults) if content else None
            self.sheets[key] = found
        return self.sheets[key]


@dataclass(frozen=True, slots=True)
class _Parts:
    """All parts of a problem but the travel times; ``is_placed`` when villages, bases and ports are whole."""

    villages: Villages
    bases: tuple[Base, ...]
    teams: tuple[Team, ...]
    days: Days
    sea: Sea
    ways: Ways
    is_placed: bool

    @property
    def calendar(self) -> Calendar:
        """The days of all."""
        return self.days.calendar

    @property
    def places(self) -> dict[str, Place]:
        """Place id -> village, base or port."""
        return _by_id(*self.villages.villages, *self.bases, *self.sea.ports)


def _by_id(*places: Place) -> dict[str, Place]:
    return {place.id: place for place in places}


def _settings(path: Path, files: _Files) -> tuple[Settings, Office | None]:
    """Return the settings of a project, and its workbook where it names one."""
    content = project_content(path)
    files.read[path.name] = content
    said = read_settings(content)
    if isinstance(said, Settings):
        return said, None
    office = _office(said, files)
    return office.settings, office


def _office(settings: OfficeSettings, files: _Files) -> Office:
    """Return what the office's workbook says.

    Raises
    ------
    InputError
        When it cannot be opened at all; what is wrong inside goes to the faults of ``files``.
    """
    content = files.content(settings.workbook)
    names = sheet_names(content, settings.workbook, files.faults) if content else ()
    if files.faults:
        raise InputError(files.faults)
    office = read_office(settings, names, files.sheet, files.faults)
    for table in (office.settings.villages, office.settings.bases, office.settings.teams):
        if table.sheet not in office.sheets:  # said already
            files.sheets[FileSettings(file=table.file, sheet=table.sheet)] = None
    return office


def _villages(settings: VillagesSettings, files: _Files, office: Office | None) -> Villages | None:
    """Return the villages; ``None`` where the sheet of the office's workbook cannot be read."""
    beside = _beside(settings, files)
    if office is None:
        content = files.content(settings.file)
        return villages_of(content, settings, files.faults, beside) if content else None
    sheet = files.sheet(settings)
    return villages_in(sheet, settings, files.faults, beside) if sheet else None


def _beside(settings: VillagesSettings, files: _Files) -> Beside:
    """Return what is known beside the table of villages."""
    known = _known(settings.known, files) if settings.known else ()
    sheet = files.sheet(FileSettings(file=settings.crosswalk)) if settings.crosswalk else None
    steps = read_crosswalk(sheet, known, files.faults) if sheet else ()
    return Beside(known, steps)


def proposals_of(path: Path) -> list[Proposal]:
    """Return which known villages the rows without a known code may mean, for somebody to say yes or no.

    None where the project names no known villages. Faults are not told: :func:`read_problem` does.

    Raises
    ------
    InputError
        When planner.toml or the workbook of the office cannot be read.
    """
    files = _Files(path.parent)
    settings, office = _settings(path, files)
    if settings.villages.known is None:
        return []
    source = files.content(settings.villages.file) if office is None else files.sheet(settings.villages)
    beside = _beside(settings.villages, files)
    return proposals_in(source, settings.villages, beside) if source else []


def _known(file: str, files: _Files) -> tuple[Known, ...]:
    """Return the villages whose codes are known; none where their file has faults."""
    content = files.content(file)
    try:
        return known_villages(content) if content else ()
    except InputError as error:
        files.faults.extend(error.faults)
        return ()


def _read_parts(
    settings: Settings, project: str, files: _Files, office: Office | None, known_until: date | None
) -> _Parts:
    """Read villages, bases, boats, teams and calendar; each goes on when another has faults."""
    faults = files.faults
    before = len(faults)
    found = _villages(settings.villages, files, office)
    villages, has_villages = found or Villages(), found is not None and len(faults) == before
    before = len(faults)
    sheet = files.sheet(settings.bases)
    bases = read_bases(sheet, faults) if sheet else ()
    has_bases = sheet is not None and len(faults) == before
    bases = office.with_kits(bases, faults) if office else bases
    before = len(faults)
    sheet = files.sheet(settings.boats)
    places = _by_id(*villages.villages, *bases) if has_villages and has_bases else None
    sea = read_sea(sheet, places, faults) if sheet else Sea()
    sheet = office.sheets.get(WAYS.name) if office else None
    places = _by_id(*places.values(), *sea.ports) if places is not None else None
    ways = read_ways(sheet, places, faults) if sheet else Ways()
    sea = replace(sea, boats=(*sea.boats, *ways.boats))
    is_placed = has_villages and has_bases and len(faults) == before
    if is_placed:
        _report_islands(settings.bases, villages, bases, sea, faults)
    days = settings.calendar
    sheet = files.sheet(FileSettings(file=days.file, sheet=days.sheet)) if days.file else None
    sheet = office.sheets.get(CALENDAR.name) if office else sheet
    area_of = areas_named(villages.villages, {base.id for base in bases})
    found_days = read_calendar(days, project, sheet, faults, area_of, known_until)
    known = {base.id for base in bases} if has_bases else None
    teams = _teams(settings, villages, known, found_days.calendar, files, office)
    bases = office.with_reserve(bases, teams) if office else bases
    dated = replace(villages, villages=with_days(villages, found_days, settings))
    return _Parts(dated, bases, teams, found_days, sea, ways, is_placed)


def _teams(
    settings: Settings,
    villages: Villages,
    bases: Collection[str] | None,
    calendar: Calendar,
    files: _Files,
    office: Office | None,
) -> tuple[Team, ...]:
    """Return the teams, away on the days that their table and that of their members say."""
    sheet = files.sheet(settings.teams)
    ids = {village.id for village in villages.villages}
    days = calendar.working_days()
    teams = read_teams(sheet, bases, files.faults, ids, days) if sheet else ()
    return office.with_staff(teams, days, files.faults) if office else teams


def _report_islands(
    settings: FileSettings, villages: Villages, bases: tuple[Base, ...], sea: Sea, faults: list[Fault]
) -> None:
    """Make a fault of every base on an island where there is neither a village nor a port."""
    known = {place.island for place in _by_id(*villages.villages, *sea.ports).values()}
    islands = ", ".join(sorted(known)) or "none"
    for base in bases:
        if base.island not in known:
            problem = f"base {base.id}: no village lies on this island; islands are {islands}"
            faults.append(
                Fault(
                    settings.file,
                    problem,
                    "write it as the villages do",
                    settings.sheet,
                    column="island",
                    value=base.island,
                )
            )


def _travel(
    settings: Settings, project: str, parts: _Parts, files: _Files
) -> tuple[TravelTimes, tuple[tuple[str, str], ...]] | None:
    """Return the travel times and what they assume; ``None`` after a fault."""
    places = parts.places if parts.is_placed else None
    found = read_source(settings.travel, project, files.sheet, places, files.faults)
    if found is None or not parts.is_placed:
        return None
    module, chosen = found
    too_many = _too_many(settings.villages.file, parts)
    if too_many:
        files.faults.append(too_many)
        return None
    try:
        chosen = with_more_legs(module, chosen, parts.ways.legs) if parts.ways.legs else chosen
        times: TravelTimes = module.travel_times(
            parts.villages.villages, parts.bases, parts.sea, chosen, weekdays=parts.calendar.weekdays
        )
    except ProblemError as error:
        files.faults.extend(Fault(project, line, column="travel") for line in str(error).splitlines())
        return None
    return times, tuple(described(settings.travel.source, chosen))


def _too_many(file: str, parts: _Parts) -> Fault | None:
    """Return a fault where the matrices of travel times would not fit into an office's computer."""
    needed = memory_bytes(len(parts.places), parts.sea)
    if needed <= MOST_TRAVEL_BYTES:
        return None
    villages = f"{len(parts.villages.villages):,} villages"
    problem = f"{villages}: their travel times need {needed / 2**30:,.1f} GB; expected at most 8"
    remedy = "name villages.regency, or plan them with planner province, a project for each regency"
    return Fault(file, problem, remedy)


def _directives(
    settings: RulesSettings, parts: _Parts, files: _Files, office: Office | None
) -> tuple[Directive, ...]:
    """Return the rules that the office has laid down in a table of its own."""
    if office is not None:
        sheet = office.sheets.get(DIRECTIVES.name)
    elif settings.file is not None:
        sheet = files.sheet(FileSettings(file=settings.file, sheet=settings.sheet))
    else:
        sheet = None
    away = office.kept_away(parts.villages, parts.teams) if office else ()
    own = read_directives(sheet, parts.villages.villages, parts.teams, files.faults) if sheet else ()
    return (*own, *away)


def _rules(
    settings: RulesSettings,
    project: str,
    villages: tuple[Village, ...],
    directives: tuple[Directive, ...],
    faults: list[Fault],
) -> Rules:
    """Return the rules; a floor for a kecamatan without a village becomes a fault."""
    backlog: Counter[str] = Counter()
    for village in villages:
        backlog[village.district_id] += village.backlog
    unknown = [district for district in settings.floors.people if villages and district not in backlog]
    for district in unknown:
        problem = f"no village lies in this kecamatan; they are {', '.join(sorted(backlog))}"
        faults.append(
            Fault(project, problem, "correct or delete it", column="rules.floors.people", value=district)
        )
    share = settings.floors.share or 0.0
    people = {district: math.ceil(share * count - 1e-9) for district, count in sorted(backlog.items())}
    people |= {district: count for district, count in settings.floors.people.items() if district in backlog}
    price = settings.floors.price
    return Rules(
        clock_minutes=settings.clock_minutes,
        turnout=settings.turnout,
        budget=settings.budget,
        costs=_costs(settings.costs, project, villages, faults),
        floors=tuple(Floor(district, count, price) for district, count in people.items() if count > 0),
        directives=directives,
        smallest_stop=settings.smallest_stop,
        notice_days=settings.notice_days,
        removes=settings.removes,
    )


def _costs(
    settings: CostsSettings, project: str, villages: tuple[Village, ...], faults: list[Fault]
) -> Costs:
    """Return what teams cost; an area of a zone without a village becomes a fault."""
    for area in sorted({area for zone in settings.zones for area in zone.areas}):
        if villages and not any(lies_in(village.id, [area]) for village in villages):
            problem, remedy = "no village of the project lies there", "correct or delete the code"
            faults.append(Fault(project, problem, remedy, column="rules.costs.zones", value=area))
    zones = tuple(Zone(zone.areas, zone.stop) for zone in settings.zones)
    return Costs(**{**dict(settings), "zones": zones})


def _notes(settings: Settings, parts: _Parts, office: Office | None) -> Iterator[tuple[str, str]]:
    """Yield what the files say that a reader of the plan has to know."""
    villages = parts.villages.villages
    yield "villages", settings.villages.file
    if settings.villages.regency:
        yield "regency", settings.villages.regency
    if settings.villages.attribution:
        yield "attribution", settings.villages.attribution
    modelled = sum(village.modelled for village in villages)
    yield "backlog that is modelled, not counted", f"{modelled} of {len(villages)} villages"
    if parts.villages.steps:
        yield "codes of other years, or names", "; ".join(map(str, parts.villages.steps))
    if parts.villages.restored:
        yield "codes that had lost zeros", "; ".join(map(str, parts.villages.restored))
    telling = [rows for rows in parts.villages.skipped if rows.why in ("total", "section", "note")]
    if telling:
        yield "rows that are no villages", ", ".join(f"{rows.first} ({rows.why})" for rows in telling)
    if office is None:
        yield "columns not used", ", ".join(parts.villages.unused) or "none"
    else:
        yield from office.notes
    for team in parts.teams:
        yield (
            f"team {team.id}",
            f"{team.rate_per_hour:g} per hour, {team.setup_minutes} min to set up and pack",
        )
    yield "public holidays", settings.calendar.holidays or "none"
    yield from parts.days.notes
    if office is not None and parts.ways != Ways():
        yield "ways of sheet Tempuh", f"{len(parts.ways.legs)} over land, {len(parts.ways.boats)} by boat"
    if parts.ways.unused:
        yield f"{NOT_USED}: {WAYS.name}, on land", "; ".join(parts.ways.unused)
    yield "boat links", str(len(parts.sea.boats))
    yield "clock", f"{settings.rules.clock_minutes} min"


def _taken_out(settings: Settings, parts: _Parts, files: _Files) -> Iterator[tuple[str, str]]:
    """Yield from which tables signs were taken out that nobody sees, which, and where first."""
    tables = {(settings.villages.file, settings.villages.sheet): parts.villages.taken_out}
    tables |= {(sheet.file, sheet.name): sheet.taken_out for sheet in files.sheets.values() if sheet}
    for (file, name), cells in tables.items():
        if cells:
            signs = ", ".join(dict.fromkeys(cell.signs for cell in cells))
            where = f"{len(cells)} cell(s), the first in row {cells[0].row}, column {cells[0].header}"
            yield f"{TAKEN_OUT}{file}{f', sheet {name}' if name else ''}", f"{signs}: {where}"


def _hashes(files: _Files) -> Iterator[tuple[str, str]]:
    """Yield the SHA-256 of each file as it was read, to tell later from which inputs a plan was made."""
    for content in filter(None, files.read.values()):
        for name, sha256 in content.sha256.items():
            yield f"{SHA256_OF}{name}", sha256


def _require_reach(problem: Problem, file: str) -> None:
    """Stop when there are villages that no team can reach.

    Raises
    ------
    InputError
        With one fault per village.
    """
    remedy = "add a boat or a base, allow nights, or leave the village to another office"
    faults = [
        Fault(file, f"{problem.village[village].name} cannot be reached: {reason}", remedy, value=village)
        for village, reason in unreachable(problem).items()
    ]
    if faults:
        raise InputError(faults)
