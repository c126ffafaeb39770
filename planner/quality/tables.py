"""The tables of a project once more, to say at which cell something stands.

A problem knows villages, teams and days, and no longer from which rows they came. So the files are opened
again, without asking for faults: those are told already.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from planner.errors import Fault, InputError
from planner.inputs import bases, calendar, directives, teams, villages
from planner.inputs.cells import count, text
from planner.inputs.codes import village_code
from planner.inputs.columns import Column, Table, read_table
from planner.inputs.maps import SUFFIXES, read_layer
from planner.inputs.office import parameters, staff
from planner.inputs.office.fields import BASES, CALENDAR, PARAMETERS, STAFF, TEAMS, VILLAGES
from planner.inputs.office.fields import RULES as DIRECTIVES
from planner.inputs.settings import FileSettings, OfficeSettings, Settings, read_settings
from planner.inputs.sheets import Sheet, plain, read_sheet
from planner.inputs.workbooks import SUFFIXES as WORKBOOKS
from planner.inputs.workbooks import read_workbook
from planner.quality.findings import Place

ELIGIBLE = (
    Column("village_code", villages.COLUMNS[0].names, village_code),
    Column("eligible", ("wajib_ktp", "wajib_ktp_el", "jumlah_wajib_ktp"), count, required=False),
)
COLUMNS: dict[str, Sequence[Column]] = {  # kind of table -> its columns, the first one that of the ids
    "villages": villages.COLUMNS,
    "eligible": ELIGIBLE,
    "bases": bases.COLUMNS,
    "teams": teams.COLUMNS,
    "calendar": calendar.COLUMNS,
    "parameters": parameters.COLUMNS,
    "staff": staff.COLUMNS,
    "directives": directives.COLUMNS,
}
SETTINGS = {  # key of a parameter -> that of planner.toml
    key: f"calendar.{key}" for key in ("first_day", "deadline", "holidays")
}
_CELL_IN_WORDS = re.compile(r"cell ([A-Z]{1,3})(\d+) ")  # how a reader names a cell with #N/A


@dataclass(slots=True)
class Tables:
    """The tables of one project, each opened when it is asked for.

    Parameters
    ----------
    project
        The planner.toml.
    files
        Kind of table -> its file and sheet; empty where planner.toml has faults.
    workbook
        Name of the office's one workbook, where the project has one.
    """

    project: Path
    files: dict[str, FileSettings] = field(default_factory=dict)
    workbook: str | None = None
    _tables: dict[str, Table | None] = field(default_factory=dict)
    _headers: dict[tuple[str, str | None], tuple[str, ...]] = field(default_factory=dict)
    _rows: dict[str, dict[Any, int]] = field(default_factory=dict)

    def path(self, file: str) -> Path:
        """Return where a file of the project lies."""
        return self.project.parent / file

    def table(self, kind: str) -> Table | None:
        """Return a table as its reader sees it; ``None`` where there is none or it cannot be read."""
        if kind not in self._tables:
            sheet = self._sheet(self.files[kind]) if kind in self.files else None
            self._tables[kind] = read_table(sheet, COLUMNS[kind], []) if sheet is not None else None
        return self._tables[kind]

    def records(self, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the number of each row of a table and its values by column key."""
        table = self.table(kind)
        if table is not None:
            yield from table.records()

    def place(self, kind: str, key: Any, column: str) -> Place:
        """Return the cell of one value; that of the id where the file does not have the column.

        Parameters
        ----------
        kind
            Of the table, or ``files``.
        key
            Id of the entry, the number of its row in the calendar, or the name of the file and sheet.
        column
            Key of the column.
        """
        if kind == "files":
            file, _, sheet = key.partition(", sheet ")
            return Place(file, sheet or None)
        table = self.table(kind)
        if table is None:
            return Place(self.project.name, header=SETTINGS.get(str(key)))
        ids = COLUMNS[kind][0].key
        header = table.headers.get(column) or table.headers.get(ids)
        row = key if kind == "calendar" else self._row_of(kind, table, ids).get(key)
        return self._at(table.sheet.file, table.sheet.name, row, header)

    def place_of(self, fault: Fault) -> Place:
        """Return the cell of what a reader found."""
        spelt = _CELL_IN_WORDS.match(fault.problem)
        if spelt:
            return Place(fault.file, fault.sheet, int(spelt[2]), None, spelt[1])
        return self._at(fault.file, fault.sheet, fault.row, fault.column)

    def _row_of(self, kind: str, table: Table, ids: str) -> dict[Any, int]:
        """Return id -> row of a table."""
        if kind not in self._rows:
            self._rows[kind] = dict(zip(table.values[ids], table.rows, strict=True))
        return self._rows[kind]

    def _at(self, file: str, sheet: str | None, row: int | None, header: str | None) -> Place:
        headers = [plain(known) for known in self._headers_of(file, sheet)] if row else []
        if not headers:
            return Place(file, sheet, row, header)
        wanted = plain(header or "")
        column = headers.index(wanted) + 1 if header and wanted in headers else 1
        return Place(file, sheet, row, header, letters(column))

    def _headers_of(self, file: str, sheet: str | None) -> tuple[str, ...]:
        """Return what stands above the columns of a spreadsheet; nothing for other files."""
        key = (file, sheet)
        if key not in self._headers:
            path = self.path(file)
            if path.suffix.lower() in WORKBOOKS:  # also where persons make it unreadable
                rows = read_workbook(path, file, sheet, []) or []
                first = next((row for row in rows if any(text(cell) for cell in row)), [])
                self._headers[key] = tuple(text(cell) for cell in first)
            elif path.suffix.lower() in (".csv", ".txt", ".tsv"):
                found = read_sheet(path, file, sheet, [])
                self._headers[key] = found.headers if found else ()
            else:
                self._headers[key] = ()
        return self._headers[key]

    def _sheet(self, settings: FileSettings) -> Sheet | None:
        path = self.path(settings.file)
        if path.suffix.lower() not in SUFFIXES:
            return read_sheet(path, settings.file, settings.sheet, [])
        layer = read_layer(path, settings.file, settings.sheet, [])
        return layer.sheet if layer else None


def open_tables(project: Path) -> Tables:
    """Return the tables of a project; none where planner.toml has faults."""
    try:
        settings = read_settings(project)
    except InputError:
        return Tables(project)
    if isinstance(settings, OfficeSettings):
        forms = {
            "villages": VILLAGES,
            "eligible": VILLAGES,
            "bases": BASES,
            "teams": TEAMS,
            "calendar": CALENDAR,
            "parameters": PARAMETERS,
            "staff": STAFF,
            "directives": DIRECTIVES,
        }
        files = {kind: FileSettings(file=settings.workbook, sheet=form.name) for kind, form in forms.items()}
        return Tables(project, files, settings.workbook)
    return Tables(project, _separate(settings))


def _separate(settings: Settings) -> dict[str, FileSettings]:
    """Return the files of a project without a workbook of the office."""
    files: dict[str, FileSettings] = {
        "villages": settings.villages,
        "eligible": settings.villages,
        "bases": settings.bases,
        "teams": settings.teams,
    }
    days, own = settings.calendar, settings.rules
    if own.file:
        files["directives"] = FileSettings(file=own.file, sheet=own.sheet)
    return files | ({"calendar": FileSettings(file=days.file, sheet=days.sheet)} if days.file else {})


def dates(values: dict[str, Any]) -> frozenset[date]:
    """Return the dates of one row of the calendar."""
    first, last = values["date"], values["to"] or values["date"]
    return frozenset(first + timedelta(days=n) for n in range((last - first).days + 1))


def letters(number: int) -> str:
    """Return the letters of a column, 1 = A.

    >>> letters(1), letters(28)
    ('A', 'AB')
    """
    found = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
