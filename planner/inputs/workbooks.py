"""One sheet of a workbook (xlsx, xls, ods) -> rows of cells, behind a guard and in a process of its own."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePath

from planner.errors import Fault
from planner.files import Content, content_of
from planner.inputs.apart import read_apart
from planner.inputs.cells import Cell
from planner.inputs.excel import excel_extents, sheet_parts
from planner.inputs.excel97 import OLE, excel97_extents
from planner.inputs.opendocument import opendocument_extents
from planner.inputs.packages import (
    MOST_CELLS,
    MOST_UNPACKED_BYTES,
    Extent,
    RefusedError,
    column_letters,
    opened_package,
)
from planner.persons import is_personal
from planner.signs import hidden_in

__all__ = ["MOST_CELLS", "MOST_UNPACKED_BYTES", "SUFFIXES", "column_letters", "read_workbook", "sheet_names"]

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
MOST_LISTED = 20  # faults of cells without a value; a whole column of them is one mistake
_ZIP = b"PK"
_TELLING_BYTES = 1024


def read_workbook(
    source: Path | Content, file: str, sheet: str | None, faults: list[Fault]
) -> list[list[Cell]] | None:
    """Return the rows of one sheet, beginning with row 1; ``None`` after a fault.

    Parameters
    ----------
    source, file
        The workbook, or what was read of it, and its name in faults.
    sheet
        Name of the sheet, in any case; may be ``None`` where the workbook has a single one.
    faults
        Takes what is wrong: no workbook, too large, no such sheet, cells that hold an error such as #N/A.
    """
    content = content_of(source, file, faults)
    if content is None:
        return None
    try:
        extents = _guarded(content.data, content.suffix)
        name, rows = read_apart(content.data, sheet)
    except RefusedError as refused:
        problem, remedy = refused.args
        faults.append(Fault(file, problem, remedy, sheet=sheet))
        return None
    extent = extents.get(name, Extent())
    _report(extent.errors, "holds an error such as #N/A", "correct its formula", file, name, faults)
    problem, remedy = "holds a formula without its result", "open the workbook in Excel and save it again"
    _report(extent.uncalculated, problem, remedy, file, name, faults)
    return [[*row] for row in rows]


def sheet_names(source: Path | Content, file: str, faults: list[Fault]) -> tuple[str, ...]:
    """Return the names of a workbook's sheets in their order; none after a fault. Parameters as above."""
    if PurePath(file).suffix.lower() not in SUFFIXES:
        faults.append(Fault(file, "is no .xlsx, .xls or .ods workbook", "save it as .xlsx"))
        return ()
    content = content_of(source, file, faults)
    if content is None:
        return ()
    try:
        names = _names(content)
    except RefusedError as refused:
        faults.append(Fault(file, *refused.args))
        return ()
    wrong = list(_wrong_names(file, names))
    faults.extend(wrong)
    return () if wrong else names


def _wrong_names(file: str, names: tuple[str, ...]) -> Iterator[Fault]:
    """Yield a fault of each sheet whose name may not come out on what the planner writes."""
    for number, name in enumerate(names, start=1):
        if is_personal(name):
            problem = "is called by a sixteen-digit number, which is personal data (NIK or KK)"
            yield Fault(file, f"sheet {number} {problem}", "give it another name")
        elif hidden_in(name):
            problem = f"the name of the sheet holds a sign that nobody sees: {hidden_in(name)}"
            yield Fault(file, problem, "rename the sheet", sheet=name)


def _names(content: Content) -> tuple[str, ...]:
    if content.suffix in (".xls", ".ods"):
        return tuple(_guarded(content.data, content.suffix))
    with opened_package(content.data, "xlsx workbook") as package:
        return tuple(name for _, name in sheet_parts(package))


def _report(
    cells: list[tuple[int, int]], problem: str, remedy: str, file: str, sheet: str, faults: list[Fault]
) -> None:
    """Make a fault of each of the first cells, and one of all others."""
    for row, column in cells[:MOST_LISTED]:
        where = f"cell {column_letters(column)}{row}"
        faults.append(Fault(file, f"{where} {problem}", remedy, sheet, row))
    if len(cells) > MOST_LISTED:
        faults.append(Fault(file, f"{len(cells) - MOST_LISTED} more cells: each {problem}", remedy, sheet))


@lru_cache(maxsize=1)  # a workbook of a dozen sheets is read sheet by sheet
def _guarded(data: bytes, suffix: str) -> dict[str, Extent]:
    """Return sheet name -> how far it reaches.

    Raises
    ------
    RefusedError
        When the file is no workbook, is locked, is too large, or reaches too far.
    """
    kind = suffix.removeprefix(".")
    if data.startswith(OLE):  # an xls, or any workbook that is locked
        return excel97_extents(data)
    if data.startswith(_ZIP):
        with opened_package(data, f"{kind} workbook") as package:
            is_ods = "content.xml" in package.namelist() and "xl/workbook.xml" not in package.namelist()
            return opendocument_extents(package) if is_ods else excel_extents(package)
    said = _said_by(data[:_TELLING_BYTES])
    raise RefusedError(
        f"is no {kind} workbook ({said})", "open it in a spreadsheet program, save it as .xlsx"
    )


def _said_by(start: bytes) -> str:
    """Return what a file seems to be that is no workbook."""
    if not start.strip(b"\x00"):
        return "it is empty"
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return "it is a web page that was only named so"
    is_text = not any(byte < 9 or 13 < byte < 32 for byte in start)
    return "it is text that was only named so" if is_text else "it holds something else"
