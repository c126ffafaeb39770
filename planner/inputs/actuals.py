"""Reports from the field: sheet Realisasi, or our own team sheets with their empty columns filled in.

A workbook may hold both, a .csv file is a table Realisasi or one team's sheet. Every visit has to be of a
team and a village of the plan; one that the plan does not have is taken all the same, since it was made. No
sheet or row with something filled in is passed over: it is read, or a fault.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from pathlib import Path

from planner.domain.actuals import Actual, Visit, undone, visits_of
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.errors import Fault, InputError
from planner.files import Content, read_content
from planner.inputs.columns import read_table
from planner.inputs.doubts import report_doubts
from planner.inputs.headers import Row
from planner.inputs.office.fields import FORMS
from planner.inputs.report_rows import COLUMNS, Reading, Told, actual_of_values, added_up
from planner.inputs.sheets import EMPTY, Sheet, plain, read_rows, read_sheet
from planner.inputs.team_sheet_rows import is_sum
from planner.inputs.team_sheets import is_table, is_team_sheet, read_team_sheet
from planner.inputs.village_names import names_of
from planner.inputs.workbooks import SUFFIXES, sheet_names
from planner.words import WORDS

SHEET = "Realisasi"
PRINTED = [key for key in WORDS if key.startswith("sheet_") and key not in ("sheet_team", "sheet_foot")]
OURS = {  # sheets that we write, and nobody fills in with reports
    name.casefold()
    for name in (
        *(name for key in PRINTED for name in WORDS[key]),
        *(form.name for form in FORMS),
        *("Petunjuk", "Mutu Data"),
    )
}


@dataclass(frozen=True, slots=True)
class Reports:
    """What a returned file says.

    Parameters
    ----------
    actuals
        One report for each visit.
    blank
        Rows of team sheets where nothing is filled in.
    unplanned
        Visits that the plan does not have.
    sha256
        Of the file.
    notes
        What was taken in and has to be looked at.
    old
        Rows left out: they say again what was corrected since.
    """

    actuals: tuple[Actual, ...]
    blank: int
    unplanned: tuple[Visit, ...]
    sha256: str
    notes: tuple[Fault, ...] = ()
    old: int = 0


def read_actuals(
    path: str | Path,
    plan: Plan,
    *,
    versions: Mapping[str, Collection[Visit]] | None = None,
    before: Iterable[Actual] = (),
    who: str = "",
    when: str = "",
) -> Reports:
    """Return the reports of a returned workbook (.xlsx, .xls, .ods) or table (.csv).

    Parameters
    ----------
    path
        The file.
    plan
        Whose teams and villages it speaks of; rows without a version are taken to be of this plan.
    versions
        Further versions of the plan that rows may name, those published or reported on before -> their visits
        as far as they are known.
    before
        All reports handed in before, in their order.
    who, when
        Who hands it in, and when (ISO 8601, UTC).

    Raises
    ------
    InputError
        With every fault of the file.
    """
    content = _content(Path(path))
    earlier = dict.fromkeys(plan.problem.past.versions if plan.problem.past else (), frozenset[Visit]())
    known = {**earlier, **(versions or {}), plan.version: frozenset(visits_of(plan))}
    today = datetime.fromisoformat(when).date() if when else None
    reading = Reading(plan, known, names_of(plan.problem), tuple(before), today)
    rows, blank = _rows(content, reading)
    told = _at_hosts(_together(rows, reading), plan.problem)
    _report_unlike(told, plan.problem, known, reading.faults)
    told, old = _without_old(told, reading)
    report_doubts(told, reading)
    if not reading.faults and not told and not old:
        remedy = f"fill in sheet {SHEET}, or the columns Hadir and Terekam of a team sheet"
        reading.faults.append(Fault(content.name, "there is no report in it", remedy))
    if reading.faults:
        raise InputError(reading.faults)
    mark = content.sha256[content.name]
    actuals = tuple(
        replace(t.actual, plan_version=t.actual.plan_version or reading.own, who=who, when=when, file=mark)
        for t in told
    )
    other = tuple(actual.visit for actual in actuals if reading.is_unplanned(actual))
    return Reports(actuals, blank, other, mark, tuple(reading.notes), old)


def _without_old(told: Sequence[Told], reading: Reading) -> tuple[list[Told], int]:
    """Return the rows without those that say again what was corrected since, and how many these are."""
    fresh = []
    for one in told:
        holds = undone(reading.before, one.actual)
        if holds is None:
            fresh.append(one)
            continue
        said = f"is an old report; it was corrected since, to {holds.recorded}, and the correction holds"
        remedy = "to set it back, write why in words into the column Alasan (or Alasan Batal)"
        reading.notes.append(one.fault("recorded", one.actual.recorded, said, remedy))
    return fresh, len(told) - len(fresh)


def _content(path: Path) -> Content:
    """Return the file that came back, read once: its hash is that of the bytes the reports stand in."""
    try:
        return read_content(path)
    except InputError as error:
        remedy = "give the file that came back"
        raise InputError([replace(fault, remedy=remedy) for fault in error.faults]) from error


def _rows(content: Content, reading: Reading) -> tuple[list[Told], int]:
    """Return the rows with a report of all sheets, and how many of team sheets are blank."""
    if content.suffix not in SUFFIXES:
        rows = read_rows(content, content.name, None, reading.faults)
        if rows and is_team_sheet("", rows):
            return read_team_sheet(content.name, "", rows, reading)
        return (list(_of_table(content, None, reading)) if rows is not None else []), 0
    told, blank, read = list[Told](), 0, 0
    before = len(reading.faults)
    names = sheet_names(content, content.name, reading.faults)
    for name in names:
        found: list[Fault] = []
        rows = read_rows(content, content.name, name, found)
        if plain(name) == plain(SHEET) or (rows and is_table(rows)):
            told, read = [*told, *_of_table(content, name, reading)], read + 1
        elif rows and is_team_sheet(name, rows):
            reading.faults.extend(_but_sums(found, rows))
            more, empty = read_team_sheet(content.name, name, rows, reading)
            told, blank, read = told + more, blank + empty, read + 1
        elif (rows or rows is None) and not _is_ours(name):
            reading.faults.extend(found or [_not_read(content.name, name)])
    if names and not read and len(reading.faults) == before:
        said = f"there is neither a sheet {SHEET} nor a team sheet of this plan; found {', '.join(names)}"
        remedy = "give the workbook of this plan, or `planner template`'s"
        reading.faults.append(Fault(content.name, said, remedy))
    return told, blank


def _is_ours(name: str) -> bool:
    """Return whether a sheet is called as one of our own that holds no reports, or a copy of one."""
    return re.sub(r"\s*\(\d+\)$", "", name).casefold() in OURS


def _not_read(file: str, name: str) -> Fault:
    said = "is filled in and cannot be read: it is no team sheet and no sheet Realisasi"
    remedy = (
        "if it holds reports, write the headers of a team sheet above its columns and the team into its "
        "first cell; if not, delete the sheet from this file"
    )
    return Fault(file, said, remedy, name)


def _but_sums(found: Sequence[Fault], rows: Sequence[Row]) -> list[Fault]:
    """Return the faults of a sheet without those of its sums, which are not read."""
    sums = {row for row, cells in rows if is_sum(cells)}
    return [fault for fault in found if fault.row not in sums]


def _of_data(sheet: Sheet | None, found: Sequence[Fault]) -> list[Fault]:
    """Return the faults of a sheet without those of its sums, which are not read; an empty sheet is none."""
    skipped = sheet.skipped if sheet is not None else ()
    sums = {row for part in skipped if part.why == "total" for row in range(part.first, part.last + 1)}
    return [fault for fault in found if fault.problem != EMPTY and fault.row not in sums]


def _of_table(content: Content, name: str | None, reading: Reading) -> Iterator[Told]:
    """Yield the rows of a table Realisasi; those passed over as notes below it are told."""
    found: list[Fault] = []
    sheet = read_sheet(content, content.name, name, found)
    reading.faults.extend(_of_data(sheet, found))
    if sheet is None:
        return
    for skipped in (part for part in sheet.skipped if part.why == "note"):
        said = f"rows {skipped.first} to {skipped.last}: taken to be notes below the table, not read"
        reading.notes.append(sheet.fault(said, value=skipped.said))
    table = read_table(sheet, COLUMNS, reading.faults)
    for row, values in table.records():
        if values["recorded"] is None and values["status"] != "batal":
            problem = "expected the number of people recorded, 0 or more"
            fault = table.fault(row, "recorded", "(empty)", problem, "0 where nobody was recorded")
            reading.faults.append(fault)
        else:
            yield Told(table, row, actual_of_values(values))


def _together(rows: Iterable[Told], reading: Reading) -> list[Told]:
    """Return one row for each visit: stops that were planned in one village on one day are added up.

    A row that says the same as one of another sheet is counted once; any other is a fault.
    """
    planned = Counter(
        (day.day, day.team, stop.village) for day in reading.plan.team_days for stop in day.stops
    )
    own = reading.own
    found: dict[Visit, list[Told]] = {}
    for told in rows:
        before = found.setdefault(told.actual.visit, [])
        is_own = told.actual.plan_version in ("", own)
        same = [
            one for one in before if one.table is not told.table and one.actual.says() == told.actual.says()
        ]
        if same:
            said = f"says the same as {same[0].where}, and is counted once"
            reading.notes.append(told.fault("village", told.actual.village, said))
        elif before and not _are_stops([*before, told], planned[told.actual.visit] if is_own else None):
            problem = f"the visit stands in {before[0].where} already"
            remedy = "keep one of the two, or correct its date or village"
            reading.faults.append(told.fault("village", told.actual.village, problem, remedy))
        else:
            before.append(told)
    return [_added_up(parts) for parts in found.values()]


def _are_stops(rows: Sequence[Told], planned: int | None) -> bool:
    """Return whether rows of one visit are printed rows of one sheet, as many as were planned at most."""
    is_one_sheet = all(row.is_stop and row.table is rows[0].table for row in rows)
    return is_one_sheet and (planned is None or len(rows) <= planned)


def _added_up(parts: Sequence[Told]) -> Told:
    return replace(parts[0], actual=reduce(added_up, (part.actual for part in parts)))


def _at_hosts(rows: Sequence[Told], problem: Problem) -> list[Told]:
    """Return the rows with guests as part of their host's visit; a guest that is done closes no host."""
    host = {guest.id: village.id for village in problem.villages for guest in village.guests}
    found: dict[Visit, Told] = {told.actual.visit: told for told in rows if told.actual.village not in host}
    for told in (told for told in rows if told.actual.village in host):
        actual = replace(told.actual, village=host[told.actual.village], closed=False)
        before = found.get(actual.visit)
        whole = actual if before is None else added_up(before.actual, actual)
        found[actual.visit] = replace(before or told, actual=whole)
    return list(found.values())


def _report_unlike(
    told: Sequence[Told], problem: Problem, versions: Collection[str], faults: list[Fault]
) -> None:
    """Make a fault of every row that cannot be of this campaign, or contradicts itself."""
    for one in told:
        actual, known = one.actual, ", ".join(problem.team)
        if actual.team not in problem.team:
            said = f"is no team of the plan; known are {known}"
            faults.append(one.fault("team", actual.team, said, "correct it"))
        if actual.village not in problem.village:
            faults.append(
                one.fault("village", actual.village, "is no village of the plan", "correct the code")
            )
        if actual.plan_version and actual.plan_version not in versions:
            said = f"is no version of this campaign; known are {', '.join(sorted(versions))}"
            remedy = "give the plan of that version with --plan"
            faults.append(one.fault("plan_version", actual.plan_version, said, remedy))
        if actual.came is not None and actual.recorded > actual.came:
            said = f"more people recorded than the {actual.came} who came"
            faults.append(one.fault("recorded", actual.recorded, said, "correct one of the two"))
        if actual.status == "batal" and actual.recorded:
            said = "people were recorded on a visit that was cancelled"
            faults.append(one.fault("status", "batal", said, "write sebagian, or 0 recorded"))
