"""One form -> one sheet to fill in: headers with notes, drop-downs, an example row, ready for print."""

import math
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from planner.domain.calendar import COLLECTIVE
from planner.exporters.xlsx.book import F4, LANGUAGE_CODES, LOOK, MARGIN_INCHES
from planner.inputs.cells import LATITUDES, LONGITUDES
from planner.inputs.days_off import collective_leave
from planner.inputs.office.forms import Field, Form, Pair
from planner.inputs.office.parameters import PARAMETERS
from planner.words import Language

EXAMPLE_ROW, FIRST_ROW = 2, 3  # from 0: header, keys, example, then the office's own
LAST_ROW = 2000  # drop-downs and checks reach down to here
PAGE_WIDTH = 190  # in characters, as can still be read on F4 landscape
LONGEST_LIST = 255  # letters of a drop-down in a spreadsheet; the names of parameters are more
READY_ROWS = 25  # drawn as a table though empty

Rows = list[dict[str, Any]]

REQUIRED: dict[str, Any] = {"bg_color": "#1F4E78", "font_color": "#FFFFFF", "bold": True}
READ: dict[str, Any] = {"bg_color": "#9DC3E6", "bold": True}
NOT_READ: dict[str, Any] = {"bg_color": "#D9D9D9", "font_color": "#595959"}
HEADER: dict[str, Any] = {"text_wrap": True, "align": "center", "border": 1}
GREY: dict[str, Any] = {"font_color": "#808080", "border": 1, "num_format": "@"}
KEYS: dict[str, Any] = {**GREY, "font_size": 7, "align": "center"}
EXAMPLE: dict[str, Any] = {**GREY, "italic": True}

NUMBER_FORMATS = {
    "text": "@",  # a code keeps its zeros and dots
    "count": "#,##0",
    "number": "General",
    "share": "0.00",
    "money": "#,##0",
    "lat": "0.00000",
    "lon": "0.00000",
    "time": "hh:mm",
}
CHECKS: dict[str, dict[str, Any]] = {  # kind -> what the spreadsheet program lets through
    "count": {"validate": "integer", "criteria": ">=", "value": 0},
    "number": {"validate": "decimal", "criteria": ">=", "value": 0},
    "money": {"validate": "decimal", "criteria": ">=", "value": 0},
    "share": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
    "lat": {"validate": "decimal", "criteria": "between", "minimum": LATITUDES[0], "maximum": LATITUDES[1]},
    "lon": {"validate": "decimal", "criteria": "between", "minimum": LONGITUDES[0], "maximum": LONGITUDES[1]},
    "date": {
        "validate": "date",
        "criteria": "between",
        "minimum": date(2000, 1, 1),
        "maximum": date(2100, 12, 31),
    },
}
STRICT = ("count", "lat", "lon")  # the reader takes the others as text, too: 10,5 or 7 Mei 2018

WORDS: dict[str, Pair] = {
    "required": ("Wajib diisi.", "Required."),
    "not_read": ("Belum dipakai dalam rencana.", "Not used in plans yet."),
    "choices": ("Pilihan", "Choices"),
    "of": ("Pilih dari lembar", "Choose from sheet"),
    "check": ("Periksa isi sel ini", "Look at this cell"),
    "page": ("Halaman", "Page"),
}


@dataclass(frozen=True)
class Looks:
    """A workbook, the language of its notes, and its formats.

    Parameters
    ----------
    book
        Where the sheets go.
    language
        Of notes and messages.
    """

    book: Workbook
    language: Language
    _formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def say(self, pair: Pair) -> str:
        """Return the text in the language of the workbook."""
        return pair[self.language == "en"]

    def word(self, key: str) -> str:
        """Return one of :data:`WORDS`."""
        return self.say(WORDS[key])

    def format(self, **properties: Any) -> Format:
        """Return the format with these properties, one object for each kind."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({**LOOK, **properties})
        return self._formats[key]

    def cells(self, kind: str) -> Format:
        """Return the format of the cells of a column."""
        date_format = f"{LANGUAGE_CODES[self.language]}d mmm yyyy"
        return self.format(border=1, num_format=NUMBER_FORMATS.get(kind, date_format))

    def sheet(self, name: str) -> Worksheet:
        """Add a sheet that prints on F4 landscape, as wide as one page."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(F4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=MARGIN_INCHES, right=MARGIN_INCHES, top=0.5, bottom=0.6)
        sheet.set_footer(f"&C&8&A&R&8{self.word('page')} &P / &N")
        return sheet


def write_form(looks: Looks, form: Form, rows: Rows) -> None:
    """Write one sheet: header, keys, example, the rows that are known already, and empty ones."""
    sheet = looks.sheet(form.name)
    sheet.set_row(0, 34)
    sheet.set_row(1, 11)
    sheet.set_tab_color(style_of(form, form.fields[0])["bg_color"] if form.columns else "#D9D9D9")
    for n, column in enumerate(form.fields):
        _write_header(looks, sheet, form, n)
        sheet.write_string(EXAMPLE_ROW, n, column.example, looks.format(**EXAMPLE))
        check = _check(looks, column)
        if check:
            sheet.data_validation(EXAMPLE_ROW, n, LAST_ROW, n, check)
    for m, row in enumerate([*rows, *[{}] * READY_ROWS], start=FIRST_ROW):
        _write_row(looks, sheet, m, form, row)
    sheet.freeze_panes(EXAMPLE_ROW, 1)
    sheet.fit_to_pages(math.ceil(sum(column.width for column in form.fields) / PAGE_WIDTH), 0)
    sheet.repeat_rows(0, 1)
    sheet.repeat_columns(0)
    sheet.print_area(0, 0, FIRST_ROW + len(rows) + READY_ROWS - 1, len(form.fields) - 1)


def parameter_rows(language: Language) -> Rows:
    """Return the rows of the sheet Parameter, with the values that hold where nothing is changed."""
    other = language == "en"
    return [
        {
            "name": known.label,
            "value": known.default,
            "unit": known.unit[other],
            "meaning": known.about[other] + (f". {WORDS['required'][other]}" if known.is_required else ""),
        }
        for known in PARAMETERS
    ]


def leave_rows(year: int | None) -> Rows:
    """Return the rows of the sheet Kalender: the collective leave of a year, a row for each day."""
    days = collective_leave("ID", [year]) if year is not None else {}
    return [
        {
            "date": day,
            "kind": COLLECTIVE,
            "worked": "tidak",
            "note": why.removeprefix(f"{COLLECTIVE.title()} "),
        }
        for day, why in days.items()
    ]


def style_of(form: Form, column: Field) -> dict[str, Any]:
    """Return the colours of a header: required, read where filled in, or not read."""
    if not form.columns or not (form.is_read(column) or form.is_required(column)):
        return NOT_READ
    return REQUIRED if form.is_required(column) else READ


def _write_header(looks: Looks, sheet: Worksheet, form: Form, n: int) -> None:
    """Write header, note and English key of one column, and how wide and of what kind it is."""
    column = form.fields[n]
    star = "*" if form.is_required(column) else ""
    sheet.set_column(n, n, column.width, looks.cells(column.kind))
    sheet.write_string(0, n, column.header + star, looks.format(**HEADER, **style_of(form, column)))
    sheet.write_string(1, n, column.key, looks.format(**KEYS))
    sheet.write_comment(0, n, _note(looks, form, column), {"x_scale": 2, "y_scale": 1.4})


def _note(looks: Looks, form: Form, column: Field) -> str:
    """Return what the note on a header says."""
    about = looks.say(column.about)
    parts = [f"{about[:1].upper()}{about[1:]}."]
    if form.is_required(column):
        parts.append(looks.word("required"))
    if not form.columns or not (form.is_read(column) or column.is_remark):
        parts.append(looks.word("not_read"))
    if column.of:
        parts.append(f"{looks.word('of')} {column.of}.")
    elif column.choices:
        parts.append(f"{looks.word('choices')}: {', '.join(column.choices)}.")
    return "\n".join(parts)


def _check(looks: Looks, column: Field) -> dict[str, Any] | None:
    """Return the drop-down or the limits of a column; ``None`` where anything goes."""
    if column.of:
        return {"validate": "list", "source": _ids_of(column.of), **_asking(looks, column, "warning")}
    if column.choices and len(",".join(column.choices)) <= LONGEST_LIST:
        kind = "information" if column.is_open else "stop"
        return {"validate": "list", "source": list(column.choices), **_asking(looks, column, kind)}
    if column.kind not in CHECKS:
        return None
    kind = "stop" if column.kind in STRICT else "warning"
    return {**CHECKS[column.kind], **_asking(looks, column, kind)}


def _asking(looks: Looks, column: Field, kind: str) -> dict[str, Any]:
    """Return what the spreadsheet program says about another value, and whether it takes it."""
    about = f"{column.header}: {looks.say(column.about)}"
    return {"error_type": kind, "error_title": looks.word("check"), "error_message": about[:255]}


def _ids_of(name: str) -> str:
    """Return the ids that stand on a sheet, without its example: a row that chose it would not be read.

    A plain range would open the drop-down at the first of two thousand empty cells.
    """
    cells = f"'{name}'!{xl_range_abs(FIRST_ROW, 0, LAST_ROW, 0)}"
    first = f"'{name}'!{xl_rowcol_to_cell(FIRST_ROW, 0, row_abs=True, col_abs=True)}"
    return f"=OFFSET({first},0,0,MAX(1,COUNTA({cells})),1)"


def _write_row(looks: Looks, sheet: Worksheet, row: int, form: Form, values: dict[str, Any]) -> None:
    for n, column in enumerate(form.fields):
        value, style = values.get(column.key), looks.cells(column.kind)
        if value is None or value == "":
            sheet.write_blank(row, n, None, style)
        elif isinstance(value, str):
            sheet.write_string(row, n, value, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, n, value, style)
        else:
            sheet.write_number(row, n, value, style)
