"""The report as a workbook: the office's own one back with bad cells coloured, and the sheet ``Mutu Data``.

openpyxl keeps drop-downs, formats, notes and formulas, but no charts. A formula has no result until the
workbook is opened and saved in a spreadsheet program.
"""

import gc
import sys
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from planner.files import content_of
from planner.inputs.cells import is_nothing, text
from planner.inputs.headers import header_place
from planner.inputs.named import files_of
from planner.inputs.office.fields import QUALITY
from planner.inputs.sheets import Sheet, is_free_of_persons
from planner.inputs.workbooks import read_workbook, sheet_names
from planner.persons import is_personal
from planner.quality.findings import SEVERITIES, Finding, Severity, by_table, counts, quoted
from planner.quality.report import Report
from planner.targets import replacing, require_free
from planner.words import Language

AUTHOR = "planner"  # of the comments
MARK = "planner check:"  # begins what a report adds to a cell, so that the next one takes it away
COLOURS: dict[Severity, str] = {"error": "FFFF7C80", "warning": "FFFFE699"}  # a note has a comment only
HEADER, HEADER_FONT = "FF1F4E78", "FFFFFFFF"
LONGEST_CELL = 32_767  # characters, in Excel
COLUMNS = (  # Bahasa Indonesia, English, width in characters
    ("No", "No", 6),
    ("Tingkat", "Severity", 12),
    ("Aturan", "Rule", 24),
    ("Lembar", "Sheet", 20),
    ("Sel", "Cell", 24),
    ("Nilai", "Value", 24),
    ("Saran", "Advice", 90),
)
WORDS: dict[str, tuple[str, str]] = {
    "error": ("kesalahan", "error"),
    "warning": ("peringatan", "warning"),
    "note": ("catatan", "note"),
}
_UNREADABLE = (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError)


def write_report(report: Report, path: Path, *, language: Language = "id") -> bool:
    """Write the report as an .xlsx workbook, whole or not at all.

    Parameters
    ----------
    report
        What was found.
    path
        The file to write.
    language
        Of the sheet Mutu Data and of the comments; faults of the readers are English in both.

    Returns
    -------
    bool
        Whether the file is the office's workbook with colours. Otherwise it holds the sheet Mutu Data only:
        the project has separate files, or the workbook cannot be opened, or it holds persons, who are never
        copied.

    Raises
    ------
    PlannerError
        When the file is one that the project reads.
    OSError
        When it cannot be written.
    """
    require_free([path], files_of(report.tables.project))
    book = _office_book(report)
    is_copy = book is not None
    if book is None:
        book = openpyxl.Workbook()
        book.remove(book.active)
    else:
        _clear(book)
        _mark(book, report, language)
    _write_list(book, report.findings, language, has_links=is_copy)
    content = _content(book)
    with replacing(path) as made:
        made.write_bytes(content)
    return is_copy


def _office_book(report: Report) -> Any:
    """Return the office's workbook to write into; ``None`` where there is none or it may not be copied."""
    file = report.tables.workbook
    if file is None:
        return None
    path = report.tables.path(file)
    content = (
        content_of(path, file, []) if path.suffix.lower() == ".xlsx" else None
    )  # openpyxl knows no other
    if content is None:
        return None
    names = sheet_names(content, file, [])
    sheets = [read_workbook(content, file, name, []) for name in names]  # behind the guard of the readers
    if not names or any(rows is None for rows in sheets):
        return None
    if any(_has_persons(rows) for rows in sheets if rows):
        return None
    try:
        with warnings.catch_warnings():  # of parts that openpyxl does not keep; the module's text names them
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(BytesIO(content.data))
    except _UNREADABLE:
        return None
    return None if any(map(is_personal, _comments(book))) else book


def _comments(book: Any) -> Iterator[str]:
    """Yield the notes on cells, which no reader looks at."""
    for sheet in book:
        for cell in getattr(sheet, "_cells", {}).values():
            if cell.comment is not None:
                yield cell.comment.text


def _has_persons(rows: list[list[Any]]) -> bool:
    """Return whether a sheet, read by the planner or not, holds NIK, KK or names of residents."""
    width = max(map(len, rows))
    full = ((n, [*row, *[None] * (width - len(row))]) for n, row in enumerate(rows, start=1))
    filled = [(n, row) for n, row in full if not all(map(is_nothing, row))]
    if not filled:
        return False
    place = header_place(filled)
    headers = tuple(map(text, filled[place][1]))
    return not is_free_of_persons(Sheet("", None, headers, filled[place + 1 :]), [], filled)


def _clear(book: Any) -> None:
    """Take away the colours, comments and list of an earlier report."""
    for sheet in list(book):
        if sheet.title.strip().casefold() == QUALITY.casefold():
            book.remove(sheet)
            continue
        # iter_rows would make every cell up to the last one, 17 billion where XFD1048576 has a colour
        for cell in list(getattr(sheet, "_cells", {}).values()):
            if cell.comment is not None and MARK in cell.comment.text:
                _clear_cell(cell)


def _clear_cell(cell: Any) -> None:
    """Give one cell back the comment it had, and no colour instead of ours."""
    before = cell.comment.text.partition(MARK)[0].strip()
    cell.comment = Comment(before, cell.comment.author) if before else None
    if cell.fill.fgColor.rgb in COLOURS.values():
        cell.fill = PatternFill()


def _mark(book: Any, report: Report, language: Language) -> None:
    """Colour every bad cell and say in a comment what to do."""
    sheets = {sheet.title.strip().casefold(): sheet for sheet in book}
    for (file, name), findings in by_table(report.findings).items():
        sheet = sheets.get((name or "").strip().casefold())
        if file != report.tables.workbook or sheet is None:
            continue
        by_address: dict[str, list[Finding]] = {}
        for finding in findings:
            by_address.setdefault(_address(finding), []).append(finding)
        for address, found in by_address.items():
            _mark_cell(_anchor(sheet, address), found, language)


def _mark_cell(cell: Any, findings: Sequence[Finding], language: Language) -> None:
    """Colour one cell by its worst finding, unless its own colour tells of a header; add the advice."""
    worst = findings[0].severity  # by_table puts the worst first
    if worst in COLOURS and (cell.row > 1 or cell.fill.fill_type is None):
        cell.fill = PatternFill("solid", fgColor=COLOURS[worst])
    lines = [f"{_said(finding.severity, language)}: {finding.told(language)}" for finding in findings]
    before = [cell.comment.text, MARK] if cell.comment is not None else [MARK]
    author = cell.comment.author if cell.comment is not None else AUTHOR
    cell.comment = Comment(_clean("\n".join([*before, *lines])), author, height=140, width=320)


def _address(finding: Finding) -> str:
    """Return the cell of a finding; the first cell of a sheet stands for the whole of it."""
    return finding.place.address or "A1"


def _anchor(sheet: Any, address: str) -> Any:
    """Return a cell, or the first one of those it is merged with."""
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if address in area)
        return sheet.cell(merged.min_row, merged.min_col)
    return cell


def _write_list(book: Any, findings: Sequence[Finding], language: Language, *, has_links: bool) -> None:
    """Add the sheet Mutu Data: how many there are of each severity, then all of them with links."""
    sheet = book.create_sheet(QUALITY)
    sums = ", ".join(f"{_said(severity, language)}: {n}" for severity, n in counts(findings).items())
    sheet.append([QUALITY if language == "id" else "Data quality", None, sums])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([column[language == "en"] for column in COLUMNS])
    for cell in sheet[2]:
        cell.fill = PatternFill("solid", fgColor=HEADER)
        cell.font = Font(bold=True, color=HEADER_FONT)
        sheet.column_dimensions[get_column_letter(cell.column)].width = COLUMNS[cell.column - 1][2]
    known = {name.strip().casefold(): name for name in book.sheetnames}
    for n, finding in enumerate(_in_order(findings), start=1):
        _write_row(sheet, n, finding, language)
        name = known.get((finding.place.sheet or "").strip().casefold())
        if has_links and name is not None:
            cell = sheet.cell(n + 2, 5)
            target = f"{quoted(name)}!{_address(finding)}"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
            cell.font = Font(color="FF0563C1", underline="single")
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = f"A2:{get_column_letter(len(COLUMNS))}{max(2, sheet.max_row)}"
    _for_print(sheet)


def _write_row(sheet: Any, n: int, finding: Finding, language: Language) -> None:
    place = finding.place
    values = (finding.rule, place.table, str(place), finding.value or "", finding.told(language))
    sheet.cell(n + 2, 1).value = n
    for column, value in enumerate((_said(finding.severity, language), *values), start=2):
        cell = sheet.cell(n + 2, column)
        cell.value = _clean(value)
        cell.data_type = "s"  # a text that begins with = is no formula
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if finding.severity in COLOURS:
        sheet.cell(n + 2, 2).fill = PatternFill("solid", fgColor=COLOURS[finding.severity])


def _for_print(sheet: Any) -> None:
    """Print on F4 landscape, as wide as one page, the header on every page."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 14, "landscape"  # 14: Folio, F4 in Indonesia
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "2:2"


def _in_order(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the worst first; equal ones as they were found."""
    yield from sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))


def _said(severity: Severity, language: Language) -> str:
    return WORDS[severity][language == "en"]


def _clean(text: str) -> str:
    """Return a text that a workbook may hold."""
    clean: str = ILLEGAL_CHARACTERS_RE.sub(" ", text)
    return clean[:LONGEST_CELL]


def _content(book: Any) -> bytes:
    """Return the workbook as bytes.

    openpyxl makes each sheet in a temporary file. Where there is no room for one, lxml (used where it is
    installed) has an error of its own, and what is left half done complains once more when it is collected.

    Raises
    ------
    OSError
        When there is no room.
    """
    content, why = BytesIO(), ""
    before, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        book.save(content)
    except _no_room() as fault:
        why = str(fault)
    finally:
        if why:
            gc.collect()
        sys.unraisablehook = before
    if why:
        raise OSError(f"{gettempdir()}, the folder for temporary files, takes no sheet; is it full? ({why})")
    return content.getvalue()


def _no_room() -> tuple[type[Exception], ...]:
    try:
        return (OSError, import_module("lxml.etree").LxmlError)
    except ImportError:
        return (OSError,)
