"""One table on a sheet: header, rows, a row of sums; filter, frozen header, repeated on each printed page."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from planner.exporters.xlsx.book import HEADER, TOTAL, Book

POINTS_A_LINE = 12.5
Formula = Callable[[int], str]
ALIGNMENTS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "align": "left", "indent": 1},
    "date": {"align": "left", "indent": 1},
    "day_date": {"align": "left"},
    "long_date": {"align": "left", "indent": 1},
    "flag": {"align": "center"},
    "clock": {"align": "center"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name
        Of the frame's column, and of its word.
    kind
        ``text``, ``clock`` (HH.MM), ``count``, ``decimal``, ``own`` (a number as it is), ``share``, ``flag``,
        ``date``, ``day_date``, ``long_date``, or ``blank`` for a column of numbers to be filled in by hand,
        ``free`` for one of dates, hours or words.
    width
        In characters.
    total
        Whether the last row sums the column.
    formula
        Row as a spreadsheet numbers it -> formula for that row; the frame's value is what it gives now.
    header
        Key of the word above it, where that is not ``name``.
    label
        What stands above it instead of a word: the office's own header.
    """

    name: str
    kind: str = "text"
    width: float = 10
    total: bool = False
    formula: Formula | None = None
    header: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands, for formulas on this and other sheets.

    Parameters
    ----------
    sheet
        Name of the sheet.
    letters
        Column's name -> its letter.
    first, last
        Rows of the data as a spreadsheet numbers them; at least one row, empty when there is no data.
    """

    sheet: str
    letters: dict[str, str]
    first: int
    last: int

    def cells(self, name: str) -> str:
        """Return the absolute reference of a column's data, with the sheet's name."""
        letter = self.letters[name]
        return f"'{self.sheet}'!${letter}${self.first}:${letter}${self.last}"

    def total(self, name: str) -> str:
        """Return the absolute reference of a column's sum, with the sheet's name."""
        return f"'{self.sheet}'!${self.letters[name]}${self.last + 1}"


def write_table(
    book: Book,
    sheet: Worksheet,
    table: pd.DataFrame,
    columns: Sequence[Column],
    *,
    top: int = 3,
    height: float = 15,
) -> Placed:
    """Write ``table`` and return where it stands.

    The header is row ``top`` (from 0); rows are at least ``height`` points high, more where a text needs it.
    """
    placed = place(sheet, columns, top, len(table))
    write_header(book, sheet, columns, top)
    for n, column in enumerate(columns):
        values = table[column.name].tolist() if column.kind not in ("blank", "free") else [None] * len(table)
        _write_column(book, sheet, top + 1, n, column, values)
    _set_heights(sheet, table, columns, top + 1, height)
    if table.empty:
        sheet.write_string(top + 1, 0, book.say("nothing"), book.style(italic=True))
    _write_totals(book, sheet, table, columns, placed)
    sheet.autofilter(top, 0, placed.last - 1, len(columns) - 1)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.print_area(0, 0, placed.last, len(columns) - 1)
    return placed


def place(sheet: Worksheet, columns: Sequence[Column], top: int, rows: int) -> Placed:
    """Return where a table of ``rows`` rows stands whose header is row ``top`` (from 0)."""
    letters = {column.name: xl_col_to_name(n) for n, column in enumerate(columns)}
    return Placed(sheet.get_name(), letters, top + 2, top + 1 + max(rows, 1))


def write_cell(book: Book, sheet: Worksheet, row: int, col: int, value: Any, style: Format) -> None:
    """Write a value as what it is: text as text, dates as dates, nothing as an empty cell."""
    if isinstance(value, bool):
        sheet.write_string(row, col, book.say("yes") if value else "", style)
    elif value is None or value == "" or value is pd.NaT or value != value:  # NaN is unlike itself
        sheet.write_blank(row, col, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, col, value, style)
    elif isinstance(value, date):  # one of pandas is a date too
        sheet.write_datetime(row, col, value, style)
    else:
        sheet.write_number(row, col, value, style)


def write_header(book: Book, sheet: Worksheet, columns: Sequence[Column], top: int) -> None:
    """Write the words above the columns into row ``top`` (from 0), and give each column its width."""
    style = book.style(border=1, **HEADER)
    sheet.set_row(top, 30)
    for n, column in enumerate(columns):
        sheet.set_column(n, n, column.width)
        sheet.write_string(top, n, column.label or book.say(column.header or column.name), style)


def _write_column(
    book: Book, sheet: Worksheet, top: int, col: int, column: Column, values: list[Any]
) -> None:
    style = column_style(book, column)
    for n, value in enumerate(values):
        if column.formula is None:
            write_cell(book, sheet, top + n, col, value, style)
        else:
            known = "" if value != value else value
            sheet.write_formula(top + n, col, column.formula(top + n + 1), style, known)


def _set_heights(
    sheet: Worksheet, table: pd.DataFrame, columns: Sequence[Column], top: int, height: float
) -> None:
    """Make rows as high as their longest text needs: not every program does so by itself."""
    texts = [(table[column.name].tolist(), column.width) for column in columns if column.kind == "text"]
    for n in range(len(table)):
        needed = max((lines(str(values[n]), width) for values, width in texts), default=1)
        if needed > 1 or height > 15:
            sheet.set_row(top + n, max(height, POINTS_A_LINE * needed + 2))


def lines(text: str, width: float) -> int:
    """Return about how many lines ``text`` takes in a cell ``width`` characters wide."""
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))


def column_style(book: Book, column: Column, **more: Any) -> Format:
    """Return the format of a column's cells."""
    kind = "count" if column.kind == "blank" else column.kind
    return book.style(border=1, num_format=book.number_format(kind), **ALIGNMENTS.get(kind, {}), **more)


def _write_totals(
    book: Book, sheet: Worksheet, table: pd.DataFrame, columns: Sequence[Column], placed: Placed
) -> None:
    """Write the row below the data; nothing where no column is summed."""
    if not any(column.total for column in columns):
        return
    for n, column in enumerate(columns):
        if not column.total:
            sheet.write_string(
                placed.last, n, book.say("total") if n == 0 else "", book.style(border=1, **TOTAL)
            )
            continue
        letter = placed.letters[column.name]
        value = 0 if column.kind == "blank" else table[column.name].sum()
        formula = f"=SUM({letter}{placed.first}:{letter}{placed.last})"
        sheet.write_formula(placed.last, n, formula, column_style(book, column, **TOTAL), value)
