"""A what-if as a workbook: the sheet Skenario with heading, tables and charts, and who gains or loses."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from planner.exporters.xlsx import OPTIONS
from planner.exporters.xlsx.assumptions import NOTICE, write_assumptions
from planner.exporters.xlsx.book import HEADER, Book
from planner.exporters.xlsx.table import Column, column_style, lines, write_cell, write_table
from planner.whatif.book_charts import insert_team_charts, insert_week_chart
from planner.whatif.frames import burn_down, record
from planner.whatif.row import THINGS, Row
from planner.whatif.solving import WhatIf
from planner.whatif.told import (
    change_name,
    definitions,
    fewest_text,
    headline,
    least_sentence,
    price_how,
    price_name,
    row_name,
    status_text,
    teams_at,
    visits_text,
    wanting_text,
)
from planner.words import Language, long_date, sentence

COLUMNS = (
    Column("name", "text", 34, header="whatif_name"),
    Column("teams", "count", 9),
    Column("kits", "count", 9, header="whatif_kits"),
    Column("team_days", "count", 10, header="whatif_team_days"),
    Column("team_days_used", "count", 10, header="whatif_team_days_used"),
    Column("backlog", "count", 10, header="whatif_backlog_column"),
    Column("recorded", "count", 11, header="whatif_recorded"),
    Column("most", "count", 11, header="whatif_most"),
    Column("gap", "percent", 9, header="whatif_gap"),
    Column("no_team_day", "count", 11),
    Column("unreachable", "count", 11, header="whatif_unreachable"),
    Column("below_smallest", "count", 12, header="whatif_below_smallest"),
    Column("by_rule", "count", 10, header="whatif_by_rule"),
    Column("floors_missed", "count", 12, header="whatif_floors_missed"),
    Column("cost_idr", "count", 14, header="whatif_cost_idr"),
    Column("cost_per_person", "count", 11, header="whatif_cost_per_person"),
    Column("per_extra_team", "count", 11, header="whatif_per_extra_team"),
    Column("date_90", "date", 13, header="whatif_date_90"),
    Column("nights", "count", 10, header="whatif_nights"),
    Column("status", "text", 32),
)
LAST = len(COLUMNS) - 1
CHANGES = (
    Column("scenario", "text", 24, header="whatif_name"),
    Column("village_code", width=15),
    Column("village", width=22),
    Column("district", width=20),
    Column("kind", "text", 11, header="whatif_kind"),
    Column("before", "count", 9, header="whatif_before"),
    Column("after", "count", 9, header="whatif_after"),
    Column("difference", "count", 9, header="whatif_difference"),
    Column("days_before", "text", 40, header="whatif_days_before"),
    Column("days_after", "text", 40, header="whatif_days_after"),
)
CHART_ROWS = 18  # rows that a chart takes
HEADER_HEIGHT = 56


def columns_of(answer: WhatIf, columns: Sequence[Column], language: Language) -> list[Column]:
    """Return the columns with headers that fit: what rows with teams are in want of, and since when."""
    rows = [row for row in (*answer.rows, *answer.scenarios) if row.teams and row.left.no_team_day]
    wanted = [thing for thing in THINGS if any(thing in row.wanting for row in rows)]
    labels = {
        "no_team_day": sentence(
            "whatif_left_for", language, things=wanting_text(wanted or THINGS[:1], language)
        )
    }
    if answer.problem.done_before:
        since = long_date(answer.problem.calendar.first, language, weekday=False)
        labels["recorded"] = sentence("whatif_recorded_since", language, day=since)
    return [replace(column, label=labels.get(column.name, column.label)) for column in columns]


def write_book(answer: WhatIf, path: Path, *, language: Language = "id") -> None:
    """Write the workbook of a what-if; no text of the project can become a formula."""
    first = answer.problem.calendar.first
    content = BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as workbook:
        created = datetime(first.year, first.month, first.day)
        workbook.set_properties({"title": answer.problem.title, "created": created})
        book = Book(workbook, answer.plans[answer.reference], language)
        _write_front(book, answer)
        _write_changes(book, answer)
        write_assumptions(book, book.sheet("sheet_assumptions"))
    path.write_bytes(content.getvalue())


def _write_front(book: Book, answer: WhatIf) -> None:
    sheet = book.sheet("sheet_whatif")
    for n, column in enumerate(COLUMNS):
        sheet.set_column(n, n, column.width)
    row = _write_story(book, sheet, answer)
    top = row
    heads = [
        column.label or book.say(column.header or column.name)
        for column in columns_of(answer, COLUMNS, book.language)
    ]
    row = _write_rows(book, sheet, row, "whatif_table_1", heads, answer.rows)
    insert_team_charts(book, sheet, top + 2, len(answer.rows), row, [column.name for column in COLUMNS])
    row = _write_least(book, sheet, row + CHART_ROWS + 1, answer)
    if answer.scenarios:
        row = _write_rows(book, sheet, row, "whatif_table_3", heads, answer.scenarios)
    row = _write_prices(book, sheet, row, answer)
    row = _write_weeks(book, sheet, row, answer)
    sheet.print_area(0, 0, row, LAST)


def _write_story(book: Book, sheet: Worksheet, answer: WhatIf) -> int:
    """Write title, heading sentence, and who is counted; return the next row."""
    book.title(sheet, "whatif_title")
    _write_wide(book, sheet, 2, headline(answer, book.language), bold=True, font_size=13)
    row = 3
    for text in definitions(answer.problem, book.language):
        look: dict[str, Any] = NOTICE if row == 4 and _is_modelled(answer) else {}
        _write_wide(book, sheet, row, text, **look)
        row += 1
    _write_wide(book, sheet, row, book.say("whatif_hint"), italic=True)
    return row + 2


def _is_modelled(answer: WhatIf) -> bool:
    return any(village.modelled for village in answer.problem.villages)


def _write_wide(book: Book, sheet: Worksheet, row: int, text: str, *, first: int = 0, **look: Any) -> None:
    """Write a text across the page, from column ``first`` on, as high as it needs."""
    style = book.style(**{"text_wrap": True, "num_format": "@", **look})
    sheet.merge_range(row, first, row, LAST, "", style)
    sheet.write_string(row, first, text, style)
    size = float(str(look.get("font_size", 10))) / 10
    width = sum(column.width for column in COLUMNS[first:]) / size
    sheet.set_row(row, max(16, 14 * size * lines(text, width) + 3))


def _write_heading(book: Book, sheet: Worksheet, row: int, key: str) -> None:
    sheet.write_string(row, 0, book.say(key), book.style(bold=True, font_size=12))


def _write_header(book: Book, sheet: Worksheet, row: int, heads: Sequence[str]) -> None:
    style = book.style(border=1, **HEADER)
    sheet.set_row(row, HEADER_HEIGHT if len(heads) > 5 else 32)
    for n, head in enumerate(heads):
        sheet.write_string(row, n, head, style)


def _write_rows(
    book: Book, sheet: Worksheet, row: int, heading: str, heads: Sequence[str], rows: Sequence[Row]
) -> int:
    """Write rows with all columns; return the next free row."""
    _write_heading(book, sheet, row, heading)
    _write_header(book, sheet, row + 1, heads)
    if heading == "whatif_table_1":
        sheet.write_string(row + 1, 0, book.say("whatif_teams_at"), book.style(border=1, **HEADER))
    for number, found in enumerate(rows, start=row + 2):
        name = teams_at(found) if heading == "whatif_table_1" else row_name(found, book.language)
        values = record(found) | {"name": name, "date_90": _day(found.date_90)}
        values["status"] = status_text(found, book.language)
        for n, column in enumerate(COLUMNS):
            write_cell(book, sheet, number, n, values[column.name], column_style(book, column))
    return row + 3 + len(rows)


def _day(day: date | None) -> pd.Timestamp | None:
    return pd.Timestamp(day) if day is not None else None


def _write_least(book: Book, sheet: Worksheet, row: int, answer: WhatIf) -> int:
    """Write the fewest teams for each share; return the next free row."""
    _write_heading(book, sheet, row, "whatif_table_2")
    keys = ("whatif_share", "whatif_target", "whatif_fewest", "whatif_kits_out")
    _write_header(book, sheet, row + 1, [book.say(key) for key in keys])
    _write_last(book, sheet, row + 1, 4, "whatif_proof")
    share, count = column_style(book, Column("", "share")), column_style(book, Column("", "count"))
    text = book.style(border=1, align="right", num_format="@")
    for number, least in enumerate(answer.least, start=row + 2):
        sheet.write_number(number, 0, least.share, share)
        sheet.write_number(number, 1, least.target, count)
        sheet.write_string(number, 2, fewest_text(least, book.language), text)
        write_cell(book, sheet, number, 3, least.kits, count)
        _write_wide(book, sheet, number, least_sentence(least, book.language), first=4, border=1, indent=1)
    return _after(book, sheet, row, len(answer.least))


def _write_last(book: Book, sheet: Worksheet, row: int, col: int, key: str) -> None:
    """Let the last heading of a table stand over all columns that its texts take."""
    style = book.style(border=1, **HEADER)
    sheet.merge_range(row, col, row, LAST, "", style)
    sheet.write_string(row, col, book.say(key), style)


def _after(book: Book, sheet: Worksheet, row: int, count: int) -> int:
    """Return the row behind a table; an empty one says so."""
    if not count:
        sheet.write_string(row + 2, 0, book.say("whatif_none"), book.style(italic=True))
    return row + 3 + max(1, count)


def _write_prices(book: Book, sheet: Worksheet, row: int, answer: WhatIf) -> int:
    """Write what one more of everything brings; return the next free row."""
    _write_heading(book, sheet, row, "whatif_table_prices")
    keys = ("whatif_thing", "whatif_brings", "whatif_brings_most")
    _write_header(book, sheet, row + 1, [book.say(key) for key in keys])
    _write_last(book, sheet, row + 1, 3, "whatif_how")
    decimal = column_style(book, Column("", "decimal"))
    for number, price in enumerate(answer.prices, start=row + 2):
        write_cell(book, sheet, number, 0, price_name(price, book.language), column_style(book, Column("")))
        write_cell(book, sheet, number, 1, price.people, decimal)
        write_cell(book, sheet, number, 2, price.most, decimal)
        _write_wide(book, sheet, number, price_how(price, book.language), first=3, border=1, indent=1)
    return _after(book, sheet, row, len(answer.prices))


def _write_weeks(book: Book, sheet: Worksheet, row: int, answer: WhatIf) -> int:
    """Write the burn-down and its chart; return the last row."""
    found = burn_down(answer, book.language)
    weeks = sorted({week for _, line in found for week in line})
    _write_heading(book, sheet, row, "whatif_table_weeks")
    style = book.style(border=1, **HEADER)
    sheet.set_row(row + 1, HEADER_HEIGHT)
    sheet.write_string(row + 1, 0, book.say("week_start"), style)
    count = column_style(book, Column("", "count"))
    for col, (name, line) in enumerate(found, start=1):
        sheet.write_string(row + 1, col, name, style)
        for number, week in enumerate(weeks, start=row + 2):
            write_cell(book, sheet, number, col, line.get(week), count)
    for number, week in enumerate(weeks, start=row + 2):
        write_cell(book, sheet, number, 0, pd.Timestamp(week), column_style(book, Column("", "date")))
    insert_week_chart(book, sheet, row + 1, len(weeks), len(found))
    return row + 2 + max(len(weeks), CHART_ROWS)


def _write_changes(book: Book, answer: WhatIf) -> None:
    """Write which villages gain, lose or move."""
    sheet = book.sheet("sheet_whatif_changes")
    book.title(sheet, "whatif_table_4")
    village = answer.problem.village
    rows = [
        {
            "scenario": change.scenario,
            "village_code": change.village,
            "village": village[change.village].name,
            "district": village[change.village].district,
            "kind": change_name(change, book.language),
            "before": change.before,
            "after": change.after,
            "difference": change.after - change.before,
            "days_before": visits_text(change.days_before),
            "days_after": visits_text(change.days_after),
        }
        for change in answer.changes()
    ]
    write_table(book, sheet, pd.DataFrame(rows, columns=[column.name for column in CHANGES]), CHANGES)
