"""A table in a file -> a sheet: headers and numbered rows, free of personal numbers.

CSV with ``,`` ``;`` or tab, in UTF-8 (with or without mark), UTF-16 or Windows-1252, and a sheet of a
workbook (xlsx, xls, ods). Titles above the header, and rows that are no data, are left out and known as
skipped.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from planner.errors import Fault
from planner.files import Content, content_of, is_file
from planner.inputs.cells import Cell, is_nothing, text
from planner.inputs.cleaning import TakenOut, long_cells, take_out_hidden
from planner.inputs.codes import is_personal, masked
from planner.inputs.headers import (
    SEARCHED_ROWS,
    Row,
    Skipped,
    blank_rows,
    data_rows,
    header_place,
    headers_in,
    merged,
    plain,
    two_level_header,
)
from planner.inputs.workbooks import MOST_CELLS, SUFFIXES, column_letters, read_workbook

__all__ = ["EMPTY", "Sheet", "is_file", "is_free_of_persons", "plain", "read_sheet"]

PERSONAL_HEADERS = {
    *("nik", "nonik", "nomornik", "noktp", "nomorktp", "kk", "nokk", "nomorkk", "nomorkartukeluarga"),
    *("nokartukeluarga", "namawarga", "namapenduduk", "namalengkapwarga"),
}
EMPTY = "is empty"
DELIMITERS = ",;\t"
TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
TABLE_SUFFIXES = (".csv", *SUFFIXES)  # as a fault lists them
MOST_LINE_BYTES = 1_000_000
_TELLING_LETTERS = 10_000  # of a line, to find out what parts its cells


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
        Number of the row as a spreadsheet counts (the first is 1), and its cells, one per header.
    header_row
        Number of the row that holds the headers.
    skipped
        Rows that are no data, in order: titles, column numbers, sums, notes, ...
    taken_out
        Cells that were read without signs that nobody sees.
    """

    file: str
    name: str | None
    headers: tuple[str, ...]
    rows: Sequence[Row]
    header_row: int = 1
    skipped: tuple[Skipped, ...] = ()
    taken_out: tuple[TakenOut, ...] = ()

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


def read_sheet(source: Path | Content, file: str, sheet: str | None, faults: list[Fault]) -> Sheet | None:
    """Return the table in a CSV file or in one sheet of a workbook; ``None`` after a fault.

    Parameters
    ----------
    source, file
        The file, or what was read of it, and its name in faults.
    sheet
        Which sheet of a workbook.
    faults
        Takes everything that is wrong with the file as a file, and every sixteen-digit number in it.
    """
    content = content_of(source, file, faults)
    if content is None:
        return None
    if content.suffix in SUFFIXES:
        rows = read_workbook(content, file, sheet, faults)
    elif content.suffix in TEXT_SUFFIXES:
        rows = _read_csv(content.data, file, faults)
    else:
        problem = f"is a {content.suffix or 'nameless'} file; expected {', '.join(TABLE_SUFFIXES)}"
        faults.append(Fault(file, problem, "save it so"))
        return None
    name = sheet if content.suffix in SUFFIXES else None
    return None if rows is None else _as_sheet(file, name, rows, faults)


def is_free_of_persons(sheet: Sheet, faults: list[Fault]) -> bool:
    """Return whether the sheet holds counts only; every trace of a person becomes a fault."""
    remedy = "delete it: the planner needs counts of people, never persons"
    before = len(faults)
    for header in sheet.headers:
        if re.sub(r"[\W_]", "", header.casefold()) in PERSONAL_HEADERS:
            problem = "is a column of personal data"
            faults.append(sheet.fault(problem, remedy, row=sheet.header_row, column=header))
    for row, cells in sheet.rows:
        for header, cell in zip(sheet.headers, cells, strict=True):
            if cell is not None and is_personal(cell):
                problem = "a sixteen-digit number is personal data (NIK or KK)"
                faults.append(sheet.fault(problem, remedy, row=row, column=header, value=cell))
    return len(faults) == before


def _as_sheet(file: str, name: str | None, rows: list[list[Cell]], faults: list[Fault]) -> Sheet | None:
    """Return the table below its header, and what was skipped; ``None`` if there is none, or persons are."""
    hidden = take_out_hidden(rows)
    long = list(long_cells(file, name, enumerate(rows, start=1), _letter))
    if long:
        faults.extend(long)
        return None
    filled = [(row, cells) for row, cells in enumerate(rows, start=1) if not all(map(is_nothing, cells))]
    if not filled:
        faults.append(Fault(file, EMPTY, "write a header row and one row per entry", name))
        return None
    place = header_place(filled)
    header_row, header = filled[place]
    below = filled[place + 1 :]
    skipped = [_skipped(row, cells, "title") for row, cells in filled[:place]]
    second = two_level_header(header, below[0][1]) if below and below[0][0] == header_row + 1 else None
    if second:
        skipped.append(_skipped(*below.pop(0), "header"))
    headers = _trimmed(second or [text(cell) for cell in header])
    data, no_data = data_rows(headers, below)
    skipped += [*no_data, *blank_rows([header_row, *(row for row, _ in filled[place + 1 :])])]
    if file.lower().endswith(TEXT_SUFFIXES):
        data = _within(Sheet(file, name, tuple(headers), data), faults)
    else:
        headers = _all_named(headers, data)
    known = tuple(merged(skipped))
    named = dict(enumerate(headers))
    taken = tuple(TakenOut(row, named.get(n) or _letter(n), s) for row, n, s in hidden)
    sheet = Sheet(file, name, tuple(headers), _squared(data, len(headers)), header_row, known, taken)
    return sheet if _is_all_free_of_persons(sheet, filled, faults) else None


def _skipped(row: int, cells: Sequence[Cell], why: str) -> Skipped:
    return Skipped(row, row, why, next((text(cell) for cell in cells if not is_nothing(cell)), ""))


def _trimmed(headers: list[str]) -> list[str]:
    """Return the headers without empty ones at the end."""
    while headers and not headers[-1]:
        headers = headers[:-1]
    return headers


def _within(sheet: Sheet, faults: list[Fault]) -> list[Row]:
    """Return the rows that end where the header ends; the others become faults."""
    width, fitting = len(sheet.headers), []
    for row, cells in sheet.rows:
        extra = [cell for cell in cells[width:] if text(cell)]
        if extra:
            problem = f"has {len(cells)} cells, the header has {width}"
            remedy = 'a text that holds the separator needs quotes: "..."'
            faults.append(sheet.fault(problem, remedy, row=row, value=extra[0]))
        else:
            fitting.append((row, cells))
    return fitting


def _all_named(headers: Sequence[str], data: Sequence[Row]) -> list[str]:
    """Return a header for every column that holds something: the letter of one that has none is its name."""
    filled: set[int] = set()
    for _, cells in data:
        filled.update(n for n, cell in enumerate(cells) if n not in filled and not is_nothing(cell))
    width = max([len(headers), *(n + 1 for n in filled)])
    given = [*headers, *[""] * (width - len(headers))]
    return [header or (_letter(n) if n in filled else "") for n, header in enumerate(given)]


def _letter(place: int) -> str:
    """Return what a column without a header is called, the first one ``(A)``."""
    return f"({column_letters(place + 1)})"


def _squared(rows: Sequence[Row], width: int) -> list[Row]:
    """Return the rows with exactly ``width`` cells each."""
    return [(row, [*cells[:width], *[None] * (width - len(cells))]) for row, cells in rows]


def _is_all_free_of_persons(sheet: Sheet, rows: Sequence[Row], faults: list[Fault]) -> bool:
    """Return whether no row holds traces of a person, whether it is data or not."""
    width = max(len(cells) for _, cells in rows)
    headers = [*sheet.headers, *map(_letter, range(len(sheet.headers), width))]
    everything = Sheet(sheet.file, sheet.name, tuple(headers), _squared(rows, len(headers)), sheet.header_row)
    return is_free_of_persons(everything, faults)


def _read_csv(data: bytes, file: str, faults: list[Fault]) -> list[list[Cell]] | None:
    """Return the records of a CSV file; ``None`` after a fault."""
    long = _long_line(data)
    if long:
        problem = f"line {long} has more than {MOST_LINE_BYTES:,} characters: this is no table"
        faults.append(Fault(file, problem, "open it in a spreadsheet program and save it as CSV again"))
        return None
    found = _decoded(data)
    if found is None:
        faults.append(Fault(file, "is no text", "save it as CSV in UTF-8"))
        return None
    if max(map(found.count, (*DELIMITERS, "\n", "\r"))) > MOST_CELLS:
        faults.append(Fault(file, f"has more than {MOST_CELLS:,} cells", "split it by regency"))
        return None
    delimiter = _delimiter(found)
    rows: list[list[Cell]] = []
    reader = csv.reader(io.StringIO(found, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append([*row] if rows or row[:1] != [f"sep={delimiter}"] else [])
    except csv.Error as error:
        problem = f"cannot be read on from here: {error}"
        faults.append(Fault(file, problem, "look for a quotation mark without its pair", row=len(rows) + 1))
        return None
    return rows


def _long_line(data: bytes) -> int:
    """Return the number of the first line that is too long for any table; 0 where there is none."""
    stream, number = io.BytesIO(data), 1
    while line := stream.readline(MOST_LINE_BYTES + 1):
        if len(line) > MOST_LINE_BYTES and b"\r" not in line:
            return number
        number += 1
    return 0


def _decoded(content: bytes) -> str | None:
    """Return the text of a file in UTF-8, UTF-16 with its mark or Windows-1252; ``None`` for others."""
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # "Unicode text" of Excel
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp1252"):
        try:
            found = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in found else found
    return None


def _delimiter(found: str) -> str:
    """Return what parts the cells: what makes most known headers of a line, or parts the first most."""
    lines = list(islice(_lines(found), SEARCHED_ROWS))
    told = re.fullmatch(r"sep=([,;\t])", lines[0].strip("\r\n")) if lines else None
    if told:
        return told[1]
    known = {
        delimiter: max(map(headers_in, _parted(lines, delimiter)), default=0) for delimiter in DELIMITERS
    }
    first = next((line for line in lines if line.strip(" \t,;\r\n") and re.search(r"[,;\t]", line)), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=lambda delimiter: (known[delimiter], bare.count(delimiter)))


def _lines(found: str) -> Iterator[str]:
    """Yield the lines that are not empty, as far as they tell anything."""
    return (line[:_TELLING_LETTERS] for line in io.StringIO(found, newline=None) if line.strip())


def _parted(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """Return the cells of some lines, as far as they can be read."""
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []
