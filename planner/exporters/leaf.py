"""One page, one table: what a short answer looks like as a workbook (.xlsx) or as a page (.html).

A leaf is no plan. Rooms that have something to tell beside plans make one and hand it over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import xlsxwriter
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from xlsxwriter.worksheet import Worksheet

from planner.exporters.html import UNPRINTABLE
from planner.exporters.xlsx import OPTIONS
from planner.exporters.xlsx.book import F4, HEADER, LANGUAGE_CODES, LOOK, MARGIN_INCHES, TOTAL, sheet_name
from planner.exporters.xlsx.table import lines
from planner.words import Language, long_date, number_text, percent_text, word

SUFFIXES = {".html", ".xlsx"}
TEMPLATE = "leaf.html.jinja"
Cell = str | int | float | date | None
Kind = Literal["text", "number", "share"]
PORTRAIT = 90  # characters that are wide enough for an upright page
FORMATS = {"text": "@", "int": "#,##0", "float": "#,##0.00", "share": "0.00%"}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a column, what it holds, and how wide it is in characters."""

    label: str
    kind: Kind = "number"
    width: float = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of people: how many are recorded, and how many are left.

    Parameters
    ----------
    label
        What stands beside it.
    recorded, left
        People; all of them are the length of the bar.
    """

    label: str
    recorded: int
    left: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """One table with a heading, a few sentences and bars.

    Parameters
    ----------
    kicker, title, period
        What it is, of what, and of which days.
    headline, sentences
        What it says first, and what has to be known with it.
    heads, rows, sums
        The table; ``sums`` is a last row below it, empty for none.
    bars
        The picture; none where there is nothing to draw.
    """

    kicker: str
    title: str
    period: str
    headline: str
    sentences: tuple[str, ...]
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: tuple[Cell, ...] = ()
    bars: tuple[Bar, ...] = ()


def write_leaf(leaf: Leaf, path: Path, *, language: Language = "id") -> None:
    """Write a leaf by its suffix.

    Raises
    ------
    ValueError
        For a suffix that is not in ``SUFFIXES``.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ValueError(f"{path.name}: known formats are {' '.join(sorted(SUFFIXES))}")
    if path.suffix.lower() == ".xlsx":
        path.write_bytes(_book(leaf, language))
    else:
        path.write_text(page(leaf, language), encoding="utf-8", newline="\n")


def page(leaf: Leaf, language: Language = "id") -> str:
    """Return the page as text; it needs no internet."""
    environment = Environment(
        loader=PackageLoader("planner", "exporters"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: UNPRINTABLE.sub("", value) if isinstance(value, str) else value,
    )
    environment.globals.update(word=lambda key: word(key, language))
    longest = max((bar.recorded + bar.left for bar in leaf.bars), default=0) or 1
    heads = leaf.heads
    return environment.get_template(TEMPLATE).render(
        language=language,
        css=Markup(files("planner").joinpath("exporters", "plan.css").read_text(encoding="utf-8")),
        leaf=leaf,
        rows=[[_shown(cell, h, language) for cell, h in zip(row, heads, strict=True)] for row in leaf.rows],
        sums=[_shown(cell, h, language) for cell, h in zip(leaf.sums, heads, strict=bool(leaf.sums))],
        bars=[
            (
                bar.label,
                f"{100 * bar.recorded / longest:.2f}%",
                f"{100 * (bar.recorded + bar.left) / longest:.2f}%",
                number_text(bar.recorded, language),
                number_text(bar.left, language),
            )
            for bar in leaf.bars
        ],
    )


def _shown(cell: Cell, head: Head, language: Language) -> str:
    """Return a cell of the page."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return long_date(cell, language, weekday=False)
    if head.kind == "share":
        return percent_text(cell, language, decimals=2)
    return number_text(cell, language, decimals=0 if isinstance(cell, int) else 2)


def _book(leaf: Leaf, language: Language) -> bytes:
    """Return a workbook of one sheet for print on F4; no text can become a formula."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        book.set_properties({"title": leaf.title, "created": datetime(2000, 1, 1)})
        sheet = book.add_worksheet(sheet_name(leaf.kicker, []))
        sheet.set_paper(F4)
        if sum(head.width for head in leaf.heads) > PORTRAIT:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=MARGIN_INCHES, right=MARGIN_INCHES, top=0.5, bottom=0.6)
        sheet.hide_gridlines(1)
        styles = _Styles(book, language)
        top = _write_story(leaf, sheet, styles)
        for n, head in enumerate(leaf.heads):
            sheet.set_column(n, n, head.width)
            sheet.write_string(top, n, head.label, styles.of("text", border=1, **HEADER))
        sheet.set_row(top, 14 * max(lines(head.label, head.width - 2) for head in leaf.heads) + 4)
        for m, row in enumerate(leaf.rows, start=top + 1):
            _write_row(leaf.heads, sheet, m, row, styles, {})
        if leaf.sums:
            _write_row(leaf.heads, sheet, top + 1 + len(leaf.rows), leaf.sums, styles, TOTAL)
        sheet.freeze_panes(top + 1, 1)
        sheet.repeat_rows(top)
    return content.getvalue()


class _Styles:
    """The formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, language: Language) -> None:
        self._book = book
        self._formats = {**FORMATS, "date": f"{LANGUAGE_CODES[language]}d mmm yyyy"}

    def of(self, kind: str, **more: Any) -> Any:
        """Return the format of a kind of cell."""
        return self._book.add_format({**LOOK, "num_format": self._formats[kind], **more})


def _write_story(leaf: Leaf, sheet: Worksheet, styles: _Styles) -> int:
    """Write heading and sentences over the whole width; return the row of the table's header."""
    last, width = len(leaf.heads) - 1, sum(head.width for head in leaf.heads)
    texts: Sequence[tuple[str, dict[str, Any]]] = (
        (leaf.kicker, {"font_color": "#595959"}),
        (leaf.title, {"bold": True, "font_size": 14}),
        (leaf.period, {"italic": True}),
        (leaf.headline, {"bold": True, "font_size": 12}),
        *((text, {}) for text in leaf.sentences),
    )
    for n, (text, look) in enumerate(texts):
        size = float(look.get("font_size", 10)) / 10
        style = styles.of("text", text_wrap=True, **look)
        sheet.merge_range(n, 0, n, last, "", style)
        sheet.write_string(n, 0, text, style)
        sheet.set_row(n, 14 * size * lines(text, width / size) + 3)
    return len(texts) + 1


def _write_row(
    heads: tuple[Head, ...],
    sheet: Worksheet,
    m: int,
    row: tuple[Cell, ...],
    styles: _Styles,
    look: dict[str, Any],
) -> None:
    """Write each value as what it is, rows as high as their longest text needs."""
    for n, (cell, head) in enumerate(zip(row, heads, strict=True)):
        if cell is None:
            sheet.write_blank(m, n, None, styles.of("text", border=1, **look))
        elif isinstance(cell, str):
            sheet.write_string(m, n, cell, styles.of("text", border=1, text_wrap=True, **look))
        elif isinstance(cell, date):
            style = styles.of("date", border=1, align="right", **look)
            sheet.write_datetime(m, n, datetime.combine(cell, time()), style)
        else:
            kind = "share" if head.kind == "share" else type(cell).__name__
            sheet.write_number(m, n, cell, styles.of(kind, border=1, **look))
    needed = max(
        (lines(c, h.width) for c, h in zip(row, heads, strict=True) if isinstance(c, str)), default=1
    )
    sheet.set_row(m, 14 * needed + 2)
