"""Columns found by their headers, in Indonesian or English, and read cell by cell."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planner.errors import Fault
from planner.inputs.cells import Cell, is_nothing, text, yes_no, yes_no_among
from planner.inputs.headers import Skipped
from planner.inputs.sheets import Sheet, plain

_DBF_LENGTH = 10  # a shapefile cuts its headers to so many letters


@dataclass(frozen=True, slots=True)
class Column:
    """What a file may or must say about each of its rows.

    Parameters
    ----------
    key
        Name of the value in our code, and its English header.
    names
        Other headers it goes by; upper case, spaces and signs make no difference.
    parse
        Turns a cell into the value; raises ``ValueError`` with what it expected.
    required
        Whether the column must be there and no cell of it empty.
    default
        The value of an empty cell.
    """

    key: str
    names: tuple[str, ...]
    parse: Callable[[Cell], Any]
    required: bool = True
    default: Any = None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a sheet that could be read, column by column.

    Parameters
    ----------
    sheet
        Where they come from.
    rows
        Number of each row in its file.
    values
        Column key -> one value per row.
    headers
        Column key -> header in the file, for the columns that are there.
    unused
        Headers that no column goes by.
    others
        The same headers -> one cell per row, as they stand in the file: kept for what is written later. A
        header that stands twice gets a number behind it.
    """

    sheet: Sheet
    rows: Sequence[int]
    values: dict[str, list[Any]]
    headers: dict[str, str]
    unused: tuple[str, ...]
    others: dict[str, list[Cell]]

    def records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the number of each row and its values by column key."""
        for row, values in zip(self.rows, zip(*self.values.values(), strict=True), strict=True):
            yield row, dict(zip(self.values, values, strict=True))

    def fault(self, row: int, key: str, value: Cell, problem: str, remedy: str = "") -> Fault:
        """Return a fault of one cell, named by the header of the file."""
        return self.sheet.fault(problem, remedy, row=row, column=self.headers.get(key, key), value=value)


def read_table(sheet: Sheet, columns: Sequence[Column], faults: list[Fault]) -> Table:
    """Return the rows of ``sheet`` that have no fault; every fault of the others goes to ``faults``."""
    places = _places(sheet, columns, faults)
    sheet = _without_second_header(sheet, places)
    bad: set[int] = set()
    values = {}
    for column in columns:
        place = places.get(column.key)
        if place is None:
            values[column.key] = [column.default] * len(sheet.rows)
        else:
            values[column.key] = _read_column(sheet, column, place, bad, faults)
    good = [n for n in range(len(sheet.rows)) if n not in bad]
    if any(column.required and column.key not in places for column in columns):
        good = []
    return Table(
        sheet,
        [sheet.rows[n][0] for n in good],
        {key: [found[n] for n in good] for key, found in values.items()},
        {key: sheet.headers[place] for key, place in places.items()},
        tuple(header for n, header in enumerate(sheet.headers) if header and n not in places.values()),
        _others(sheet, set(places.values()), good),
    )


def _others(sheet: Sheet, used: Collection[int], good: Sequence[int]) -> dict[str, list[Cell]]:
    """Return the cells of the columns that no column goes by."""
    others: dict[str, list[Cell]] = {}
    for place, header in enumerate(sheet.headers):
        if header and place not in used:
            same = sum(header == other for other in sheet.headers[:place])
            unique = f"{header} ({same + 1})" if same else header
            others[unique] = [sheet.rows[n][1][place] for n in good]
    return others


def report_repeated(table: Table, key: str, faults: list[Fault]) -> None:
    """Make a fault of every row whose ``key`` stands in an earlier row, in whatever case."""
    first: dict[str, int] = {}
    for row, value in zip(table.rows, table.values[key], strict=True):
        earlier = first.setdefault(value.casefold(), row)
        if earlier != row:
            problem = f"stands in row {earlier} already"
            faults.append(table.fault(row, key, value, problem, "keep one of the two rows"))


def _read_column(sheet: Sheet, column: Column, place: int, bad: set[int], faults: list[Fault]) -> list[Any]:
    """Return the values of one column; equal cells are parsed once, which makes 80,000 rows quick."""
    known: dict[tuple[type, Cell], Any] = {}
    values = []
    if column.parse is yes_no:
        column = replace(column, parse=yes_no_among(cells[place] for _, cells in sheet.rows))
    for n, (row, cells) in enumerate(sheet.rows):
        cell = cells[place]
        key = (type(cell), cell)  # True, 1 and 1.0 are one key in a dict
        if key not in known:
            known[key] = _parsed(column, cell)
        value = known[key]
        if isinstance(value, ValueError):
            bad.add(n)
            header = sheet.headers[place]
            faults.append(sheet.fault(str(value), row=row, column=header, value=text(cell) or "(empty)"))
        values.append(value)
    return values


def _parsed(column: Column, cell: Cell) -> Any:
    """Return the value of a cell, its default, or the error with what was expected.

    A dash means nothing wherever the column has no meaning for it, as those of yes and no have.
    """
    if not column.required and not text(cell):
        return column.default
    try:
        value = column.parse(cell)
    except ValueError as error:
        return column.default if is_nothing(cell) and not column.required else error
    return column.default if value == text(cell) and is_nothing(cell) and not column.required else value


def _places(sheet: Sheet, columns: Sequence[Column], faults: list[Fault]) -> dict[str, int]:
    """Return column key -> position in the sheet; missing and doubled columns become faults."""
    key_of = _keys(columns, cut=sheet.file.lower().endswith((".shp", ".zip")))
    places: dict[str, int] = {}
    for place, header in enumerate(sheet.headers):
        key = key_of.get(plain(header))
        if key in places:
            other = sheet.headers[places[key]]
            problem = f"says the same as column {other!r}"
            faults.append(sheet.fault(problem, "keep one of the two", row=sheet.header_row, column=header))
        elif key:
            places[key] = place
    for column in columns:
        if column.required and column.key not in places:
            found = ", ".join(header for header in sheet.headers if header)
            problem = f"column {column.names[0]!r} ({column.key}) is missing; found {found}"
            faults.append(sheet.fault(problem, "add it", row=sheet.header_row))
    return places


def _keys(columns: Sequence[Column], *, cut: bool) -> dict[str, str]:
    """Return plain header -> column key, with the headers as a shapefile cuts them if asked for."""
    keys: dict[str, str] = {}
    for length in (None, _DBF_LENGTH) if cut else (None,):
        for column in columns:
            for name in (column.key, *column.names):
                keys.setdefault(plain(name[:length]), column.key)
    return keys


def _without_second_header(sheet: Sheet, places: dict[str, int]) -> Sheet:
    """Return the sheet without a row 2 that says the headers again as English keys."""
    if not sheet.rows or len(places) < 2:
        return sheet
    row, cells = sheet.rows[0]
    if not row_is_keys(cells, places):
        return sheet
    skipped = (*sheet.skipped, Skipped(row, row, "header", next(text(cell) for cell in cells if text(cell))))
    return replace(sheet, rows=sheet.rows[1:], skipped=skipped)


def row_is_keys(cells: Sequence[Cell], places: dict[str, int]) -> bool:
    """Return whether a row says the headers again as English keys, two of them at least."""
    said = [key for key, place in places.items() if plain(text(cells[place])) == plain(key)]
    return len(said) >= 2


def table_places(sheet: Sheet, columns: Sequence[Column]) -> dict[str, int]:
    """Return column key -> position in the sheet, whatever is wrong with its headers."""
    return _places(sheet, columns, [])
