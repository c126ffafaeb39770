"""One sheet of an xlsx workbook -> rows of cells, behind a guard.

The reader makes a full grid of a sheet: one stray cell in XFD1048576 would make it ask for 550 GB and take
the process down. So the package is unpacked in a stream first, and its cells are counted before it is opened.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.parsers import expat

from planner.errors import Fault
from planner.inputs.cells import Cell

MOST_UNPACKED_BYTES = 200_000_000
MOST_CELLS = 5_000_000  # of the rectangle from A1 to the last cell that holds something
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
_CHUNK_BYTES = 1 << 20
_WIDEST_COLUMN = 3  # letters; the last column of a workbook is XFD


class _RefusedError(Exception):
    """Why a workbook is not opened: the problem and the remedy."""


@dataclass(slots=True)
class _Extent:
    """The rectangle of one sheet, found cell by cell while its XML streams by."""

    row: int = 0
    column: int = 0
    last_row: int = 0
    last_column: int = 0
    errors: list[tuple[int, int]] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Follow one opening tag; names may carry a prefix."""
        kind = tag.rpartition(":")[2]
        if kind == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif kind == "c":
            self._cell(attributes)
        elif kind in ("v", "is", "f"):  # empty cells that only carry a colour take no room
            self.last_row = max(self.last_row, self.row)
            self.last_column = max(self.last_column, self.column)
            if self.last_row * self.last_column > MOST_CELLS:
                corner = f"{column_letters(self.last_column)}{self.last_row}"
                problem = f"the sheet reaches to {corner}: more than {MOST_CELLS:,} cells"
                raise _RefusedError(problem, "copy the table into a new sheet")

    def _cell(self, attributes: dict[str, str]) -> None:
        name = re.fullmatch(r"([A-Za-z]+)(\d{1,9})", attributes.get("r", ""))
        if name and len(name[1]) <= _WIDEST_COLUMN:
            self.column, self.row = _number(name[1]), int(name[2])
        elif "r" in attributes:
            raise _RefusedError(f"a cell is named {attributes['r'][:20]!r}", "save the workbook again")
        else:
            self.column += 1
        if attributes.get("t") == "e":
            self.errors.append((self.row, self.column))


def read_workbook(path: Path, file: str, sheet: str | None, faults: list[Fault]) -> list[list[Cell]] | None:
    """Return the rows of one sheet, beginning with row 1; ``None`` after a fault.

    Parameters
    ----------
    path, file
        The workbook, and its name in faults.
    sheet
        Name of the sheet, in any case; may be ``None`` where the workbook has a single one.
    faults
        Takes what is wrong: no workbook, too large, no such sheet, cells that hold an error such as #N/A.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        errors = _guarded(path)
        book = CalamineWorkbook.from_path(path)
        name = _sheet_name(book.sheet_names, sheet)
        found = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except _RefusedError as refused:
        problem, remedy = refused.args
        faults.append(Fault(file, problem, remedy, sheet=sheet))
        return None
    except (CalamineError, PasswordError) as error:
        faults.append(Fault(file, f"cannot be read as a workbook: {error}", "save it again as .xlsx", sheet))
        return None
    for row, column in errors.get(name, ()):
        where = f"{column_letters(column)}{row}"
        faults.append(
            Fault(file, f"cell {where} holds an error such as #N/A", "correct its formula", name, row)
        )
    return [[*row] for row in found]


def _guarded(path: Path) -> dict[str, list[tuple[int, int]]]:
    """Return sheet name -> cells that hold errors, after a look at every byte and every cell.

    Raises
    ------
    _RefusedError
        When the file is no workbook, is too large, or reaches too far.
    """
    try:
        with zipfile.ZipFile(path) as package:
            if sum(member.file_size for member in package.infolist()) > MOST_UNPACKED_BYTES:
                raise _RefusedError(
                    f"unpacks to more than {MOST_UNPACKED_BYTES // 1_000_000} MB", "split the workbook"
                )
            if package.testzip():  # also finds members that are larger than they say
                raise _RefusedError("is damaged", "save the workbook again")
            return _sheet_errors(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _RefusedError(
            f"is no xlsx workbook ({error})", "save it as .xlsx, without a password"
        ) from error


def _sheet_errors(package: zipfile.ZipFile) -> dict[str, list[tuple[int, int]]]:
    """Return the error cells of each sheet by the sheet's name."""
    names = dict(_sheet_parts(package))
    errors = {}
    for part in package.namelist():
        if re.search(r"worksheets/[^/]+\.xml$", part, re.IGNORECASE) or part in names:
            extent = _Extent()
            with package.open(part) as stream:
                _stream(stream, extent.start)
            errors[names.get(part, part)] = extent.errors
    return errors


def _sheet_parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the part of the package and the name of each sheet."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith("Relationship"):
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            relations = [value for key, value in attributes.items() if key.endswith(":id")]
            sheets.extend((attributes.get("name", ""), relation) for relation in relations)

    for part, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        if part in package.namelist():
            with package.open(part) as stream:
                _stream(stream, handler)
    for name, relation_id in sheets:
        target = targets.get(relation_id, "")
        yield target.lstrip("/") if target.startswith("/") else f"xl/{target}", name


def _stream(stream: IO[bytes], start: object) -> None:
    """Call ``start(tag, attributes)`` for every element of an XML file."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start  # type: ignore[assignment]
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        while chunk := stream.read(_CHUNK_BYTES):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise _RefusedError(f"is damaged ({error})", "save the workbook again") from error


def _refuse_doctype(*_: object) -> None:
    raise _RefusedError(
        "holds a document type, which no spreadsheet program writes", "save the workbook again"
    )


def _sheet_name(names: list[str], wanted: str | None) -> str:
    """Return the sheet as the workbook spells it.

    Raises
    ------
    _RefusedError
        When there is no such sheet, or none is named and there are several.
    """
    if wanted is None and len(names) == 1:
        return names[0]
    for name in names:
        if wanted is not None and name.strip().casefold() == wanted.strip().casefold():
            return name
    problem = f"has no sheet {wanted!r}" if wanted else "has several sheets"
    raise _RefusedError(
        f"{problem}; its sheets are {', '.join(names)}", 'name one: sheet = "..." in planner.toml'
    )


def _number(letters: str) -> int:
    """Return the number of a column, A = 1."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column, 1 = A.

    >>> column_letters(16384)
    'XFD'
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
