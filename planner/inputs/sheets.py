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
from planner.files import Content, content_of
from planner.inputs.cells import Cell, is_nothing, text
from planner.inputs.cleaning import TakenOut, long_cells, take_out_hidden
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
from planner.persons import is_personal
from planner.persons.headers import may_count, residents_in

__all__ = ["EMPTY", "Sheet", "is_free_of_persons", "plain", "read_rows", "read_sheet"]

EMPTY = "is empty"
NUMBER = "a sixteen-digit number is personal data (NIK or KK)"
REMEDY = "delete it: the planner needs counts of people, never persons"
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
        """Return a fault of this sheet; a column headed by the number of a person is named by its letter."""
        if column is not None and is_personal(column) and column in self.headers:
            column = letter_of(self.headers.index(column))
        found = None if value is None else text(value)
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
    rows = None if content is None else _cells(content, file, sheet, faults)
    if content is None or rows is None:
        return None
    return _as_sheet(file, sheet if content.suffix in SUFFIXES else None, rows, faults)


def read_rows(source: Path | Content, file: str, sheet: str | None, faults: list[Fault]) -> list[Row] | None:
    """Return the rows of a table that hold something, headers and all; ``None`` after a fault.

    Parameters as for :func:`read_sheet`; nothing is left out, and traces of persons are a fault as there.
    """
    content = content_of(source, file, faults)
    rows = None if content is None else _cells(content, file, sheet, faults)
    if content is None or rows is None:
        return None
    take_out_hidden(rows)
    name = sheet if content.suffix in SUFFIXES else None
    long = list(long_cells(file, name, enumerate(rows, start=1), letter_of))
    faults.extend(long)
    filled: list[Row] = [(n, cells) for n, cells in enumerate(rows, 1) if not all(map(is_nothing, cells))]
    is_free = is_free_of_persons(Sheet(file, name, (), []), faults, filled)
    return filled if is_free and not long else None


def _cells(content: Content, file: str, sheet: str | None, faults: list[Fault]) -> list[list[Cell]] | None:
    """Return the cells of a CSV file or of one sheet of a workbook, row by row; ``None`` after a fault."""
    if content.suffix in SUFFIXES:
        return read_workbook(content, file, sheet, faults)
    if content.suffix in TEXT_SUFFIXES:
        return _read_csv(content.data, file, faults)
    problem = f"is a {content.suffix or 'nameless'} file; expected {', '.join(TABLE_SUFFIXES)}"
    faults.append(Fault(file, problem, "save it so"))
    return None


def letter_of(place: int) -> str:
    """Return what a column is called that has no header to be called by, the first one ``(A)``."""
    return f"({column_letters(place + 1)})"


def is_free_of_persons(sheet: Sheet, faults: list[Fault], rows: Sequence[Row] | None = None) -> bool:
    """Return whether a table tells of no resident; every trace of one becomes a fault.

    Parameters
    ----------
    sheet
        The table.
    faults
        Takes columns about residents, and numbers of persons in headers and cells.
    rows
        All rows in which such a number may stand, data or not; those of the sheet when not given.
    """
    before = len(faults)
    for place in residents_in(sheet.headers, lambda n: (cells[n] for _, cells in sheet.rows)):
        header, problem = sheet.headers[place], "is a column of personal data"
        if not is_personal(header):  # told below
            remedy = f"{REMEDY}{_other_header(header)}"
            faults.append(sheet.fault(problem, remedy, row=sheet.header_row, column=header))
    named = [header if not is_personal(header) else letter_of(n) for n, header in enumerate(sheet.headers)]
    for row, cells in [(sheet.header_row, sheet.headers), *(sheet.rows if rows is None else rows)]:
        for place, cell in enumerate(cells):
            if cell is not None and is_personal(cell):
                column = named[place] if place < len(named) else letter_of(place)
                faults.append(sheet.fault(NUMBER, REMEDY, row=row, column=column, value=text(cell)))
    return len(faults) == before


def _other_header(header: str) -> str:
    """Return how else a column may be headed that is about no person."""
    if "alamat" in plain(header):
        return '; if it is that of an office, head it "Alamat Kantor"'
    return '; if it counts people, write numbers only and head it "Jumlah ..."' if may_count(header) else ""


def _as_sheet(file: str, name: str | None, rows: list[list[Cell]], faults: list[Fault]) -> Sheet | None:
    """Return the table below its header, and what was skipped; ``None`` if there is none, or persons are."""
    hidden = take_out_hidden(rows)
    long = list(long_cells(file, name, enumerate(rows, start=1), letter_of))
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
    taken = tuple(TakenOut(row, named.get(n) or letter_of(n), s) for row, n, s in hidden)
    sheet = Sheet(file, name, tuple(headers), _squared(data, len(headers)), header_row, known, taken)
    others = [(row, cells) for row, cells in filled if row != header_row]
    return sheet if is_free_of_persons(sheet, faults, others) else None


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
    return [header or (letter_of(n) if n in filled else "") for n, header in enumerate(given)]


def _squared(rows: Sequence[Row], width: int) -> list[Row]:
    """Return the rows with exactly ``width`` cells each."""
    return [(row, [*cells[:width], *[None] * (width - len(cells))]) for row, cells in rows]


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
