"""A table in a file -> a sheet: headers and numbered rows, free of personal numbers.

CSV with ``,`` ``;`` or tab, in UTF-8 (with or without mark) or Windows-1252, and a sheet of an xlsx workbook.
A second header row in English and rows marked CONTOH (example) are left out.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.errors import Fault
from planner.inputs.cells import Cell, text
from planner.inputs.codes import is_personal, masked
from planner.inputs.workbooks import read_workbook

PERSONAL_HEADERS = {
    *("nik", "nonik", "nomornik", "noktp", "nomorktp", "kk", "nokk", "nomorkk", "nomorkartukeluarga"),
    *("nokartukeluarga", "namawarga", "namapenduduk", "namalengkapwarga"),
}
DELIMITERS = ",;\t"
EMPTY = "is empty"
MOST_CSV_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it stands in a file.

    Parameters
    ----------
    file
        Name of the file as the project gives it.
    name
        Name of the sheet or layer; ``None`` where the file has only one table.
    headers
        What stands above the columns.
    rows
        Number of the row as a spreadsheet counts (the header is row 1), and its cells, one per header.
    """

    file: str
    name: str | None
    headers: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[Cell]]]

    def fault(
        self,
        problem: str,
        remedy: str = "",
        *,
        row: int | None = None,
        column: str | None = None,
        value: Cell = None,
    ) -> Fault:
        """Return a fault of this sheet; numbers of persons in ``value`` are masked."""
        found = None if value is None else text(value)
        if found is not None and is_personal(value):
            found = masked(found)
        return Fault(self.file, problem, remedy, self.name, row, column, found)


def read_sheet(path: Path, file: str, sheet: str | None, faults: list[Fault]) -> Sheet | None:
    """Return the table in a CSV file or in one sheet of a workbook; ``None`` after a fault.

    Parameters
    ----------
    path, file
        The file, and its name in faults.
    sheet
        Which sheet of a workbook.
    faults
        Takes everything that is wrong with the file as a file, and every sixteen-digit number in it.
    """
    suffix = path.suffix.lower()
    if not is_file(path):
        faults.append(Fault(file, "does not exist", "correct its name in planner.toml, or put it there"))
        return None
    if suffix == ".xlsx":
        rows = read_workbook(path, file, sheet, faults)
    elif suffix in (".csv", ".txt", ".tsv"):
        rows = _read_csv(path, file, faults)
    else:
        faults.append(Fault(file, f"is a {suffix or 'nameless'} file; expected .csv or .xlsx", "save it so"))
        return None
    return None if rows is None else _as_sheet(file, sheet if suffix == ".xlsx" else None, rows, faults)


def is_file(path: Path) -> bool:
    """Return whether a file lies there; a name too long for any file is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_free_of_persons(sheet: Sheet, faults: list[Fault]) -> bool:
    """Return whether the sheet holds counts only; every trace of a person becomes a fault."""
    remedy = "delete it: the planner needs counts of people, never persons"
    before = len(faults)
    for header in sheet.headers:
        if re.sub(r"[\W_]", "", header.casefold()) in PERSONAL_HEADERS:
            faults.append(sheet.fault("is a column of personal data", remedy, row=1, column=header))
    for row, cells in sheet.rows:
        for header, cell in zip(sheet.headers, cells, strict=True):
            if cell is not None and is_personal(cell):
                problem = "a sixteen-digit number is personal data (NIK or KK)"
                faults.append(sheet.fault(problem, remedy, row=row, column=header, value=cell))
    return len(faults) == before


def is_example(cells: Iterable[Cell]) -> bool:
    """Return whether a row is marked as an example: a cell begins with CONTOH in capitals."""
    return any(isinstance(cell, str) and re.match(r"\W*CONTOH\b", cell) for cell in cells)


def plain(header: str) -> str:
    """Return a header as it is compared: letters and digits only, in small letters.

    >>> plain("Kode Desa*"), plain("kode_desa")
    ('kodedesa', 'kodedesa')
    """
    return re.sub(r"[\W_]", "", header.casefold())


def _as_sheet(file: str, name: str | None, rows: list[list[Cell]], faults: list[Fault]) -> Sheet | None:
    """Return the rows below the header; empty rows and columns without header or content are left out."""
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(text(cell) for cell in row)]
    if not filled:
        faults.append(Fault(file, EMPTY, "write a header row and one row per entry", name))
        return None
    header, body = filled[0][1], filled[1:]
    while header and not text(header[-1]):
        header = header[:-1]
    sheet = Sheet(file, name, tuple(text(cell) for cell in header), [])
    fitting = []
    for number, row in body:
        extra = [cell for cell in row[len(header) :] if text(cell)]
        if extra:
            problem = f"has {len(row)} cells, the header has {len(header)}"
            remedy = 'a text that holds the separator needs quotes: "..."'
            faults.append(sheet.fault(problem, remedy, row=number, value=extra[0]))
        elif not is_example(row):
            fitting.append((number, [*row[: len(header)], *[None] * (len(header) - len(row))]))
    sheet = Sheet(file, name, sheet.headers, fitting)
    return sheet if is_free_of_persons(sheet, faults) else None


def _read_csv(path: Path, file: str, faults: list[Fault]) -> list[list[Cell]] | None:
    """Return the records of a CSV file; ``None`` after a fault."""
    if path.stat().st_size > MOST_CSV_BYTES:
        faults.append(Fault(file, f"is larger than {MOST_CSV_BYTES // 1_000_000} MB", "split it by regency"))
        return None
    found = _decoded(path.read_bytes())
    if found is None:
        faults.append(Fault(file, "is no text", "save it as CSV in UTF-8"))
        return None
    rows: list[list[Cell]] = []
    reader = csv.reader(io.StringIO(found, newline=""), delimiter=_delimiter(found), strict=True)
    try:
        for row in reader:
            rows.append([*row])
    except csv.Error as error:
        problem = f"cannot be read on from here: {error}"
        faults.append(Fault(file, problem, "look for a quotation mark without its pair", row=len(rows) + 1))
        return None
    return rows


def _decoded(content: bytes) -> str | None:
    """Return the text of a file in UTF-8 or Windows-1252; ``None`` for anything else."""
    if b"\x00" in content:
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _delimiter(found: str) -> str:
    """Return what parts the cells of the first line that is not empty; texts in quotes do not count."""
    first = next((line for line in found.splitlines() if line.strip(" \t,;")), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=bare.count)
