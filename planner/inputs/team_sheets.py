"""Team sheets that come back, filled in by hand: each row with something in it is read, or is a fault.

A sheet is known by its header, whatever it is called; its first lines say whose it is and of which plan. The
sheets of :mod:`planner.exporters.xlsx.team_sheets` are read, and those with more columns that were written
before.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from planner.domain.problem import Problem
from planner.errors import Fault
from planner.exporters.xlsx.book import sheet_name
from planner.inputs.cells import Cell, is_nothing, text
from planner.inputs.columns import Table, read_table, table_places
from planner.inputs.headers import SEARCHED_ROWS, Row
from planner.inputs.report_rows import COLUMNS as TABLE
from planner.inputs.report_rows import Reading, Told
from planner.inputs.sheets import Sheet, is_free_of_persons, plain
from planner.inputs.team_sheet_rows import COLUMNS, FILLED_IN, PRINTED, kind_of, told_by
from planner.words import WORDS, word

REMARKS = {"catatan", "keterangan", "ket", "note", "notes", "remarks"}
MOST_LISTED = 5  # rows in one note

_OURS = {plain(name) for column in COLUMNS for name in (column.key, *column.names)}
_PRINTED = {plain(shown) for key in PRINTED for shown in WORDS[key]}
_DATES = {plain(name) for name in next(c for c in COLUMNS if c.key == "date").names}
_COUNTS = {plain(name) for column in FILLED_IN[:3] for name in (column.key, *column.names)}
_OF_TEAMS = {plain(name) for name in ("team", *next(c for c in TABLE if c.key == "team").names)}
_TITLES = tuple(shown.casefold() for shown in WORDS["sheet_team"])
_VERSION = re.compile(r"(?:versi rencana|plan version|version of the plan)\W*(v[0-9a-f]{8})\b", re.IGNORECASE)


def is_team_sheet(name: str, rows: Sequence[Row]) -> bool:
    """Return whether a sheet is one of a team: by its name, its first line, or its header."""
    first = text(next((cell for _, cells in rows for cell in cells if not is_nothing(cell)), ""))
    is_called_so = name.casefold().startswith(_TITLES) or first.casefold().startswith(_TITLES)
    return is_called_so or (_header_place(rows) is not None and not is_table(rows))


def is_table(rows: Sequence[Row]) -> bool:
    """Return whether a sheet is a table of reports by its header: it has a column of teams."""
    place = _header_place(rows)
    return place is not None and bool({plain(text(cell)) for cell in rows[place][1]} & _OF_TEAMS)


def read_team_sheet(file: str, name: str, rows: Sequence[Row], reading: Reading) -> tuple[list[Told], int]:
    """Return the rows of a team sheet that are filled in, and how many of the printed ones are not.

    Parameters
    ----------
    file, name
        Of the workbook and of the sheet.
    rows
        All rows that hold something, from the first one.
    reading
        Takes faults and notes.
    """
    place = _header_place(rows)
    if place is None:
        problem = "is a team sheet without its header: no row holds Hadir, Terekam and the date or village"
        reading.faults.append(Fault(file, problem, "write the header again as the planner printed it", name))
        return [], 0
    sheet = _sheet(file, name, rows, place)
    titles = [text(cell) for _, cells in rows[:place] for cell in cells if not is_nothing(cell)]
    version = next((found[1].casefold() for title in titles if (found := _VERSION.search(title))), "")
    team = _team(sheet, titles, reading)
    if not _has_columns(sheet, reading) or not team or not _is_known(sheet, version, reading):
        return [], 0
    return _read(sheet, team, version, reading)


def _header_place(rows: Sequence[Row]) -> int | None:
    """Return the place of the header among the rows: dates and counts stand in it; ``None`` without one."""
    known = [{plain(text(cell)) for cell in cells} & (_OURS | _PRINTED) for _, cells in rows[:SEARCHED_ROWS]]
    fitting = [n for n, found in enumerate(known) if found & _DATES and found & _COUNTS]
    return max(fitting, key=lambda n: len(known[n]), default=None)


def _sheet(file: str, name: str, rows: Sequence[Row], place: int) -> Sheet:
    """Return the rows below the header, each with a cell for every column that holds something."""
    number, header = rows[place]
    below = rows[place + 1 :]
    width = max(len(cells) for _, cells in rows[place:])
    filled = {n for _, cells in below for n, cell in enumerate(cells) if not is_nothing(cell)}
    headers = [text(header[n]) if n < len(header) else "" for n in range(width)]
    named = tuple(head or (f"(column {n + 1})" if n in filled else "") for n, head in enumerate(headers))
    squared = [(row, [*cells, *[None] * (width - len(cells))]) for row, cells in below]
    return Sheet(file, name, named, squared, number)


def _team(sheet: Sheet, titles: Sequence[str], reading: Reading) -> str:
    """Return whose sheet it is, by its first line or else by its name; empty after a fault."""
    ids = list(reading.plan.problem.team)
    by_title, by_name = _by_title(titles, ids), _by_name(sheet.name or "", reading.plan.problem)
    if by_title and (not by_name or by_title <= by_name):
        return next(iter(by_title))
    if not by_title and len(by_name) == 1:
        return next(iter(by_name))
    if by_title and by_name:
        problem = f"its first line says team {min(by_title)}, its name says team {min(by_name)}"
    else:
        problem = f"does not say whose sheet it is; the teams of the plan are {', '.join(ids)}"
    remedy = f"write {word('sheet_team')} and the code of the team into its first cell: {word('sheet_team')} "
    reading.faults.append(sheet.fault(problem, f"{remedy}{ids[0] if ids else ''}"))
    return ""


def _by_title(titles: Sequence[str], ids: Sequence[str]) -> set[str]:
    """Return the team that the first line of a sheet names: R1 in "Lembar Tim R1: ..."."""
    for title in titles:
        for word_ in _TITLES:
            rest = title[len(word_) :].strip() if title.casefold().startswith(word_) else ""
            exactly = [team for team in ids if rest.startswith(f"{team}:") or rest == team]
            loosely = [t for t in ids if re.match(rf"{re.escape(t)}(?!\w)", rest, re.IGNORECASE)]
            if rest and (exactly or loosely):
                return {max(exactly or loosely, key=len)}
    return set()


def _by_name(name: str, problem: Problem) -> set[str]:
    """Return whose sheet a name is: its own as it was printed, else the teams that are words in it."""
    exactly = {team for team, known in _names_of_sheets(problem).items() if name.casefold() in known}
    return exactly or {
        team for team in problem.team if re.search(rf"(?<!\w){re.escape(team)}(?!\w)", name, re.IGNORECASE)
    }


def _names_of_sheets(problem: Problem) -> dict[str, set[str]]:
    """Return team id -> the names of its sheet, in small letters, in both languages."""
    found: dict[str, set[str]] = {team.id: set() for team in problem.teams}
    for language in ("id", "en"):
        taken: list[str] = []
        for team in problem.teams:
            taken.append(sheet_name(f"{word('sheet_team', language)} {team.id}", taken))
            found[team.id].add(taken[-1].casefold())
    return found


def _has_columns(sheet: Sheet, reading: Reading) -> bool:
    """Return whether all columns are there without which no row can be read; others are told."""
    before = len(reading.faults)
    places = table_places(sheet, COLUMNS)
    found = ", ".join(header for header in sheet.headers if header)
    needed = [("Terekam", "recorded" in places), ("Hari, Tanggal", "date" in places)]
    needed.append(("Kode Desa or Desa/Kelurahan", bool({"village_code", "village"} & places.keys())))
    for header, is_there in needed:
        if not is_there:
            problem = f"column {header} is missing, so no row of the sheet can be read; found {found}"
            fault = sheet.fault(problem, "write its header as the planner printed it", row=sheet.header_row)
            reading.faults.append(fault)
    if "village_code" not in places:
        said = "column Kode Desa is missing; villages are found by their names"
        reading.notes.append(sheet.fault(said, row=sheet.header_row))
    is_free_of_persons(sheet, reading.faults)
    return len(reading.faults) == before


def _is_known(sheet: Sheet, version: str, reading: Reading) -> bool:
    """Return whether the plan that the sheet was printed from is known; tell of every other one."""
    own = reading.own
    if not version:
        said = f"names no version of a plan; its visits are taken to be of plan {own}"
        reading.notes.append(sheet.fault(said, "look whether the team had this plan with it"))
    elif version != own and version in reading.versions:
        how = "those announced from it" if reading.versions[version] else "none: that plan is not at hand"
        said = f"was printed from plan {version}, not {own}; its visits are compared with {how}"
        reading.notes.append(sheet.fault(said))
    elif version != own:
        known = ", ".join(sorted({own, *reading.versions}))
        said = f"was printed from plan {version}, which is no plan of this campaign; known are {known}"
        remedy = (
            "give the plan of that version with --plan; if it is lost, delete the version from the sheet, "
            "and its visits are taken to be of the plan given"
        )
        reading.faults.append(sheet.fault(said, remedy))
        return False
    return True


def _read(sheet: Sheet, team: str, version: str, reading: Reading) -> tuple[list[Told], int]:
    """Return the filled rows of a sheet whose columns and team are known, and how many are not filled."""
    places = table_places(sheet, COLUMNS)
    kinds = [kind_of(cells, places, reading) for _, cells in sheet.rows]
    of_kind = {
        kind: [row for row, found in zip(sheet.rows, kinds, strict=True) if found == kind]
        for kind in ("report", "words")
    }
    _tell_of_words(sheet, of_kind["words"], reading)
    table = read_table(replace(sheet, rows=of_kind["report"]), COLUMNS, reading.faults)
    _tell_of_unread_columns(table, reading)
    told = [
        one for row, values in table.records() if (one := told_by(table, row, values, team, version, reading))
    ]
    return told, kinds.count("blank")


def _tell_of_words(sheet: Sheet, rows: Sequence[Row], reading: Reading) -> None:
    """Note the rows that hold neither a date nor a village nor a number: signatures, remarks."""
    if rows:
        first = [f"row {row} ({_words(cells)})" for row, cells in rows[:MOST_LISTED]]
        more = f" and {len(rows) - MOST_LISTED} more" if len(rows) > MOST_LISTED else ""
        said = f"{', '.join(first)}{more}: words only, not read as a visit"
        reading.notes.append(sheet.fault(said, "a visit has its date, its village and who was recorded"))


def _words(cells: Sequence[Cell]) -> str:
    return text(next(cell for cell in cells if not is_nothing(cell)))[:40]


def _tell_of_unread_columns(table: Table, reading: Reading) -> None:
    """Note the columns that are not known and hold something in a row that is read."""
    for header, cells in table.others.items():
        filled = [(row, cell) for row, cell in zip(table.rows, cells, strict=True) if not is_nothing(cell)]
        if filled and plain(header) not in _PRINTED | REMARKS:
            row, cell = filled[0]
            said = f"this column is not known, and not read ({len(filled)} cells)"
            reading.notes.append(table.sheet.fault(said, row=row, column=header, value=cell))
