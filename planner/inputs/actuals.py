"""Reports from the field: sheet Realisasi, or our own team sheets with their empty columns filled in.

A workbook may hold both, a .csv file is a table Realisasi. Every visit has to be of a team and a village of
the plan; one that the plan does not have is taken all the same, since it was made.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from planner.domain.actuals import STATUSES, Actual, Visit, visits_of
from planner.domain.measure import version_of
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.errors import Fault, InputError
from planner.exporters.xlsx.book import sheet_name
from planner.inputs.cells import clock, count, day, name, one_of, text, yes_no
from planner.inputs.codes import village_code
from planner.inputs.columns import Column, Table, read_table
from planner.inputs.sheets import EMPTY, Sheet, is_file, plain, read_sheet
from planner.inputs.workbooks import sheet_names
from planner.words import word

SHEET = "Realisasi"
COUNTS = (
    Column("failed", ("gagal",), count, False, 0),
    Column("sent", ("terkirim",), count, False, 0),
    Column("not_found", ("tidak_ditemukan",), count, False, 0),
    Column("dead", ("meninggal",), count, False, 0),
    Column("moved", ("pindah",), count, False, 0),
    Column("duplicate", ("ganda",), count, False, 0),
)
COLUMNS = (
    Column("date", ("tanggal",), day),
    Column("team", ("tim", "kode_tim"), name),
    Column("village", ("kode_desa", "village_code"), village_code),
    Column("plan_version", ("versi_rencana",), text, False, ""),
    Column("came", ("hadir",), count, False),
    Column("recorded", ("terekam",), count, False),
    *COUNTS,
    Column("start", ("jam_mulai",), clock, False),
    Column("end", ("jam_selesai",), clock, False),
    Column("kit", ("alat", "kode_alat"), text, False, ""),
    Column("status", ("status_kunjungan",), one_of(*STATUSES), False, ""),
    Column("reason_code", ("alasan_batal",), text, False, ""),
    Column("closed", ("tuntas",), yes_no, False, False),
)
ON_TEAM_SHEETS = (
    Column("date", ("hari_tanggal", "tanggal", "day_date"), text, False, ""),
    Column("village_code", ("kode_desa",), text, False, ""),
    *(column for column in COLUMNS if column.key not in ("date", "team", "village", "recorded")),
    Column("recorded", ("terekam", "done"), count, False),
)
VERSION = re.compile(r"(?:versi rencana|plan version)\W*([0-9a-f]{6,64})\b", re.IGNORECASE)


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
    """

    actuals: tuple[Actual, ...]
    blank: int
    unplanned: tuple[Visit, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class _Told:
    """One row with where it stands, and whether it is a stop of a team sheet and no whole visit."""

    table: Table
    row: int
    actual: Actual
    is_stop: bool = False


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    return sha256(path.read_bytes()).hexdigest()


def read_actuals(
    path: str | Path, plan: Plan, *, versions: Collection[str] = (), who: str = "", when: str = ""
) -> Reports:
    """Return the reports of a returned workbook (.xlsx) or table (.csv).

    Parameters
    ----------
    path
        The file.
    plan
        Whose teams and villages it speaks of; rows without a version are taken to be of this plan.
    versions
        Further versions of the plan that rows may name: those published or reported on before.
    who, when
        Who hands it in, and when (ISO 8601, UTC).

    Raises
    ------
    InputError
        With every fault of the file.
    """
    path, faults = Path(path), list[Fault]()
    if not is_file(path):
        raise InputError([Fault(path.name, "does not exist", "give the file that came back")])
    own = version_of(plan)
    rows, blank = _rows(path, plan.problem, faults)
    told = _at_hosts(_together(rows, faults), plan.problem)
    _report_unlike(told, plan.problem, {own, *versions}, faults)
    if not faults and not told:
        remedy = f"fill in sheet {SHEET}, or the columns Hadir and Terekam of a team sheet"
        faults.append(Fault(path.name, "there is no report in it", remedy))
    if faults:
        raise InputError(faults)
    mark = digest(path)
    actuals = tuple(
        replace(t.actual, plan_version=t.actual.plan_version or own, who=who, when=when, file=mark)
        for t in told
    )
    planned = visits_of(plan)
    other = tuple(a.visit for a in actuals if a.plan_version == own and a.visit not in planned)
    return Reports(actuals, blank, other, mark)


def _rows(path: Path, problem: Problem, faults: list[Fault]) -> tuple[list[_Told], int]:
    """Return the rows with a report of all sheets, and how many of team sheets are blank."""
    if path.suffix.lower() != ".xlsx":
        sheet = read_sheet(path, path.name, None, faults)
        return (list(_of_table(sheet, faults)) if sheet else []), 0
    told, blank = list[_Told](), 0
    teams = _teams_of_sheets(problem)
    names = sheet_names(path, path.name, faults)
    known = [name for name in names if plain(name) == plain(SHEET) or name.casefold() in teams]
    for found_name in known:
        found: list[Fault] = []
        sheet = read_sheet(path, path.name, found_name, found)
        faults += _of_data(sheet, found)
        if sheet is not None and plain(found_name) == plain(SHEET):
            told += _of_table(sheet, faults)
        elif sheet is not None:
            more, empty = _of_team_sheet(sheet, teams[found_name.casefold()], faults)
            told, blank = told + more, blank + empty
    if names and not known:
        problem_ = f"there is neither a sheet {SHEET} nor a team sheet of this plan; found {', '.join(names)}"
        faults.append(Fault(path.name, problem_, "give the workbook of this plan, or `planner template`'s"))
    return told, blank


def _of_data(sheet: Sheet | None, found: Sequence[Fault]) -> list[Fault]:
    """Return the faults of a sheet without those of its sums, which are not read; an empty sheet is none."""
    skipped = sheet.skipped if sheet is not None else ()
    sums = {row for part in skipped if part.why == "total" for row in range(part.first, part.last + 1)}
    return [fault for fault in found if fault.problem != EMPTY and fault.row not in sums]


def _teams_of_sheets(problem: Problem) -> dict[str, str]:
    """Return name of a team sheet, in small letters, -> team id, in both languages."""
    found: dict[str, str] = {}
    for language in ("id", "en"):
        taken: list[str] = []
        for team in problem.teams:
            taken.append(sheet_name(f"{word('sheet_team', language)} {team.id}", taken))
            found[taken[-1].casefold()] = team.id
    return found


def _of_table(sheet: Sheet, faults: list[Fault]) -> Iterator[_Told]:
    table = read_table(sheet, COLUMNS, faults)
    for row, values in table.records():
        if values["recorded"] is None and values["status"] != "batal":
            problem = "expected the number of people recorded, 0 or more"
            faults.append(table.fault(row, "recorded", "(empty)", problem, "0 where nobody was recorded"))
        else:
            yield _Told(table, row, _actual(values))


def _of_team_sheet(sheet: Sheet, team: str, faults: list[Fault]) -> tuple[list[_Told], int]:
    """Return the rows of a team sheet that are filled in, and how many are not."""
    version = next((m[1] for skipped in sheet.skipped if (m := VERSION.search(skipped.said))), "")
    table = read_table(sheet, ON_TEAM_SHEETS, faults)
    told, blank = [], 0
    for row, values in table.records():
        if not values["village_code"]:  # a day of mere travel
            continue
        said = [values[key] for key in ("came", "recorded", "failed", "status", "closed")]
        if not any(value not in (None, 0, "", False) for value in said) and values["recorded"] is None:
            blank += 1
            continue
        try:
            keys = {"date": day(_cell(table, row, "date")), "village": village_code(values["village_code"])}
        except ValueError as error:
            faults.append(table.fault(row, "date", values["date"], str(error)))
            continue
        if values["recorded"] is None and values["status"] != "batal":
            problem = "expected the number of people recorded, 0 or more"
            faults.append(table.fault(row, "recorded", "(empty)", problem, "0 where nobody was recorded"))
            continue
        told.append(_Told(table, row, _actual({**values, **keys, "team": team}, version), True))
    return told, blank


def _cell(table: Table, row: int, key: str) -> Any:
    """Return a cell as it stands in the file."""
    place = table.sheet.headers.index(table.headers[key]) if key in table.headers else -1
    cells = dict(table.sheet.rows)[row]
    return cells[place] if place >= 0 else None


def _actual(values: dict[str, Any], version: str = "") -> Actual:
    given = {key: values[key] for key in (*(column.key for column in COUNTS), "came", "start", "end", "kit")}
    return Actual(
        day=values["date"],
        team=values["team"],
        village=values["village"],
        recorded=values["recorded"] or 0,
        status=values["status"] or "selesai",
        plan_version=(values["plan_version"] or version).casefold(),
        reason=values["reason_code"],
        closed=values["closed"],
        **given,
    )


def _together(rows: Iterable[_Told], faults: list[Fault]) -> list[_Told]:
    """Return one row for each visit; several rows of a team sheet are added up, others are a fault."""
    found: dict[Visit, _Told] = {}
    for told in rows:
        before = found.get(told.actual.visit)
        if before is None:
            found[told.actual.visit] = told
        elif before.is_stop and told.is_stop:
            found[told.actual.visit] = replace(before, actual=_sum(before.actual, told.actual))
        else:
            problem = (
                f"the visit stands in row {before.row} of {before.table.sheet.name or 'the table'} already"
            )
            faults.append(
                told.table.fault(told.row, "village", told.actual.village, problem, "keep one of the two")
            )
    return list(found.values())


def _at_hosts(rows: Sequence[_Told], problem: Problem) -> list[_Told]:
    """Return the rows with guests as part of their host's visit; a guest that is done closes no host."""
    host = {guest.id: village.id for village in problem.villages for guest in village.guests}
    found: dict[Visit, _Told] = {told.actual.visit: told for told in rows if told.actual.village not in host}
    for told in (told for told in rows if told.actual.village in host):
        actual = replace(told.actual, village=host[told.actual.village], closed=False)
        before = found.get(actual.visit)
        whole = actual if before is None else _sum(before.actual, actual)
        found[actual.visit] = replace(before or told, actual=whole)
    return list(found.values())


def _sum(one: Actual, other: Actual) -> Actual:
    """Return two parts of a team's visit to one village on one day as one."""
    added = {key: getattr(one, key) + getattr(other, key) for key in ("recorded", *(c.key for c in COUNTS))}
    came = None if one.came is None or other.came is None else one.came + other.came
    return replace(one, **added, came=came, end=other.end, closed=one.closed or other.closed)


def _report_unlike(
    told: Sequence[_Told], problem: Problem, versions: Collection[str], faults: list[Fault]
) -> None:
    """Make a fault of every row that cannot be of this campaign, or contradicts itself."""
    for one in told:
        actual, known = one.actual, ", ".join(problem.team)
        if actual.team not in problem.team:
            said = f"is no team of the plan; known are {known}"
            faults.append(one.table.fault(one.row, "team", actual.team, said, "correct it"))
        if actual.village not in problem.village:
            said = "is no village of the plan"
            faults.append(one.table.fault(one.row, "village", actual.village, said, "correct the code"))
        if actual.plan_version and actual.plan_version not in versions:
            said = f"is no version of this campaign; known are {', '.join(sorted(versions))}"
            remedy = "give the plan of that version with --plan"
            faults.append(one.table.fault(one.row, "plan_version", actual.plan_version, said, remedy))
        if actual.came is not None and actual.recorded > actual.came:
            said = f"more people recorded than the {actual.came} who came"
            faults.append(
                one.table.fault(one.row, "recorded", actual.recorded, said, "correct one of the two")
            )
        if actual.status == "batal" and actual.recorded:
            said = "people were recorded on a visit that was cancelled"
            faults.append(one.table.fault(one.row, "status", "batal", said, "write sebagian, or 0 recorded"))
