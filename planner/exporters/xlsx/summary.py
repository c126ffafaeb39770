"""The first sheet: one page that an official signs."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from planner import tables
from planner.exporters.sentences import (
    gain_sentence,
    modelled_sentence,
    outcome_sentence,
    people_sentence,
    status_text,
    warning_text,
)
from planner.exporters.xlsx.assumptions import NOTICE
from planner.exporters.xlsx.book import HEADER, Book
from planner.exporters.xlsx.table import Column, Placed, column_style, lines, write_cell

WIDTHS = (42, 15, 2, 15, 24, 22, 12, 10, 10, 19)  # characters of columns A to J
LAST_COL = len(WIDTHS) - 1
TOP_COL = 3  # where the right half begins
COUNT_OF_TOP = 10
COUNT_OF_WARNINGS = 5
ROW = 17  # points
HEAD = 6  # row of the two upper headings, from 0
COLOURS = {"PROVED": "#C6E0B4", "WITHIN": "#DDEBF7", "NO": "#FFE699"}  # by the first word of the status
TOP_COLUMNS = (
    Column("village_code"),
    Column("village"),
    Column("district"),
    Column("backlog", "count"),
    Column("planned", "count"),
    Column("left", "count"),
    Column("first_date", "date"),
)
EFFORT = (
    ("team_count", "count"),
    ("kits", "count"),
    ("team_days_available", "count"),
    ("team_days", "count"),
    ("stops", "count"),
    ("villages", "count"),
    ("villages_visited", "count"),
    ("villages_completed", "count"),
    ("nights", "count"),
    ("travel_hours", "count"),
    ("km", "count"),
    ("boat_cost_idr", "count"),
)
MONEY = (("cost_idr", "count"), ("budget_idr", "count"))  # only where there are costs
VALUES = {"team_count": "teams"}  # word -> its value, where the names differ


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the left half: a word, how its value is shown, its formula if any, its value."""

    key: str
    kind: str
    formula: str
    value: object


def write_summary(book: Book, sheet: Worksheet, listed: Placed, villages: Placed) -> None:
    """Write the summary; people are summed from ``villages``, weeks from the schedule at ``listed``."""
    summary = tables.summary(book.plan)
    sheet.fit_to_pages(1, 1)
    sheet.set_default_row(ROW)
    for n, width in enumerate(WIDTHS):
        sheet.set_column(n, n, width)
    _write_story(book, sheet, summary)
    row = _write_people(book, sheet, summary, villages)
    left = _write_effort(book, sheet, summary, row + 1)
    row = _write_top(book, sheet, villages)
    right = _write_weeks(book, sheet, listed, max(row, HEAD + COUNT_OF_TOP + 2) + 1)
    row = _write_warnings(book, sheet, max(left, right) + 1)
    bottom = _write_signatures(book, sheet, row + 1)
    sheet.print_area(0, 0, bottom, LAST_COL)


def _write_story(book: Book, sheet: Worksheet, summary: dict[str, object]) -> None:
    """Write title, period, status and what they mean, in sentences."""
    title = f"{book.say('plan')}: {summary['title']}"
    _write_wide(book, sheet, 0, 0, title, bold=True, font_size=16)
    version = f"{book.say('plan_version')}: {summary['plan_version']}"
    _write_wide(book, sheet, 1, 0, f"{book.period()}. {version}", italic=True, font_size=11)
    colour = COLOURS[str(summary["status"]).split()[0]]
    status = status_text(summary, book.language)
    style = book.style(bold=True, font_size=11, bg_color=colour, border=1, align="center", text_wrap=True)
    sheet.write_string(2, 0, status, style)
    sheet.set_row(2, 32)
    _write_wide(book, sheet, 2, 1, outcome_sentence(summary, book.language), font_size=12, indent=1)
    _write_wide(book, sheet, 3, 0, gain_sentence(summary, book.language))
    modelled = modelled_sentence(summary, book.language)
    if modelled:
        _write_wide(book, sheet, 4, 0, modelled, **NOTICE)
    said = people_sentence(book.plan.problem, book.language)
    if said:
        _write_wide(book, sheet, 5, 0, f"{said}.", border=1, valign="top")
        sheet.set_row(5, ROW * lines(said, sum(WIDTHS)))


def _write_wide(book: Book, sheet: Worksheet, row: int, col: int, text: str, **look: object) -> None:
    """Write ``text`` across the page from column ``col`` on."""
    style = book.style(**{"text_wrap": True, "num_format": "@", **look})
    sheet.merge_range(row, col, row, LAST_COL, "", style)
    sheet.write_string(row, col, text, style)


def _write_people(book: Book, sheet: Worksheet, summary: dict[str, object], villages: Placed) -> int:
    """Write how many people, and that they add up; return the row behind it."""
    return _write_lines(book, sheet, HEAD, "people_heading", _people(book, summary, villages))


def _people(book: Book, summary: dict[str, object], villages: Placed) -> Iterator[_Line]:
    first = HEAD + 2
    if "definition" in summary:
        yield from _raw(book, summary, villages, first)
        first += 3
    backlog, recorded, left = (f"B{first + n}" for n in (0, 1, 2))
    yield _Line("backlog", "count", f"={villages.total('backlog')}", summary["backlog"])
    yield _Line("recorded", "count", f"={villages.total('planned')}", summary["recorded"])
    yield _Line("left_over", "count", f"={villages.total('left')}", summary["left_over"])
    yield _Line("unreachable_people", "count", "", summary["unreachable_people"])
    adds_up, differs = (book.say(key).replace('"', '""') for key in ("adds_up", "differs"))
    check = f'=IF({backlog}={recorded}+{left},"{adds_up}","{differs}")'
    yield _Line("check_sum", "flag", check, book.say("adds_up"))
    share = f"=IF({backlog}=0,0,{recorded}/{backlog})"
    yield _Line("share_recorded", "share", share, summary["share_recorded"])
    if "plan_value" in summary:
        yield _Line("short", "count", "", summary["short"])
        yield _Line("plan_value", "decimal", "", summary["plan_value"])
        yield _Line("bound_of_value", "count", "", summary["bound"])
    else:
        yield _Line("bound", "count", "", summary["bound"])
    yield _Line("gap", "percent", "", summary["gap"])
    yield _Line("baseline_recorded", "count", "", summary["baseline_recorded"])
    yield _Line("gain", "count", "", summary["gain"])


def _raw(book: Book, summary: dict[str, object], villages: Placed, first: int) -> Iterator[_Line]:
    """Yield the lines from ``first`` on: the raw number, what is not valid of it, and that both add up."""
    column = "counted" if "counted" in villages.letters else "backlog"
    yield _Line("counted", "count", f"={villages.total(column)}", summary["counted"])
    yield _Line("not_valid", "count", "", summary["not_valid"])
    adds_up, differs = (book.say(key).replace('"', '""') for key in ("adds_up", "differs"))
    check = f'=IF(B{first}=B{first + 1}+B{first + 3},"{adds_up}","{differs}")'
    yield _Line("check_raw", "flag", check, book.say("adds_up"))


def _write_effort(book: Book, sheet: Worksheet, summary: dict[str, object], row: int) -> int:
    summary = {**summary, "kits": _kits(book)}
    shown = [*EFFORT, *((key, kind) for key, kind in MONEY if key in summary)]
    lines = (_Line(key, kind, "", summary[VALUES.get(key, key)]) for key, kind in shown)
    return _write_lines(book, sheet, row, "effort_heading", lines)


def _kits(book: Book) -> int | str:
    """Return how many kits there are; where a base counts none, every team has its own."""
    kits = [base.kits for base in book.plan.problem.bases]
    return book.say("kits_of_teams") if None in kits else sum(filter(None, kits))


def _write_lines(book: Book, sheet: Worksheet, row: int, heading: str, lines: Iterator[_Line]) -> int:
    """Write a heading and lines of word and value below it; return the row behind them."""
    for n in (0, 1):
        sheet.write_string(row, n, "" if n else book.say(heading), book.style(border=1, **HEADER))
    for n, line in enumerate(lines, start=row + 1):
        sheet.write_string(n, 0, book.say(line.key), book.style(border=1, indent=1))
        style = book.style(border=1, num_format=book.number_format(line.kind), align="right", indent=1)
        if line.formula:
            sheet.write_formula(n, 1, line.formula, style, line.value)
        else:
            write_cell(book, sheet, n, 1, "-" if line.value is None else line.value, style)
        row = n
    return row + 1


def _write_top(book: Book, sheet: Worksheet, villages: Placed) -> int:
    """Write the villages with most people; planned and left come from the sheet of villages."""
    table = pd.DataFrame(tables.villages(book.plan)).nlargest(COUNT_OF_TOP, "backlog")
    header = book.style(border=1, **HEADER)
    sheet.merge_range(HEAD, TOP_COL, HEAD, LAST_COL, "", header)
    sheet.write_string(HEAD, TOP_COL, book.say("top_heading"), header)
    for n, column in enumerate(TOP_COLUMNS, start=TOP_COL):
        sheet.write_string(
            HEAD + 1,
            n,
            book.say(column.name),
            book.style(border=1, bold=True, text_wrap=True, align="center"),
        )
    for row, record in enumerate(table.to_dict("records"), start=HEAD + 2):
        for n, column in enumerate(TOP_COLUMNS, start=TOP_COL):
            style = column_style(book, column)
            if column.name in ("backlog", "planned", "left"):
                same = f"EXACT({villages.cells('village_code')},$D{row + 1})"
                formula = f"=SUMPRODUCT({same}*{villages.cells(column.name)})"
                sheet.write_formula(row, n, formula, style, record[column.name])
            else:
                write_cell(book, sheet, row, n, record[column.name], style)
    return HEAD + 2 + len(table)


def _write_weeks(book: Book, sheet: Worksheet, listed: Placed, row: int) -> int:
    """Write people per week, and their chart; return the row behind both."""
    table = tables.weeks(book.plan)
    header = book.style(border=1, **HEADER)
    sheet.write_string(row, TOP_COL, book.say("week_start"), header)
    sheet.write_string(row, TOP_COL + 1, book.say("weeks_heading"), header)
    style = book.style(border=1, num_format="#,##0", indent=1, align="right")
    for n, week in enumerate(table.to_dict("records"), start=row + 1):
        sheet.write_datetime(
            n, TOP_COL, week["week_start"].to_pydatetime(), column_style(book, Column("", "date"))
        )
        start, dates = f"$D{n + 1}", listed.cells("date")
        formula = f'=SUMIFS({listed.cells("people")},{dates},">="&{start},{dates},"<"&{start}+7)'
        sheet.write_formula(n, TOP_COL + 1, formula, style, week["people"])
    _insert_chart(book, sheet, row, len(table))
    return row + max(len(table) + 1, 12)


def _insert_chart(book: Book, sheet: Worksheet, row: int, weeks: int) -> None:
    name = sheet.get_name()
    chart = book.workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "categories": [name, row + 1, TOP_COL, row + weeks, TOP_COL],
            "values": [name, row + 1, TOP_COL + 1, row + weeks, TOP_COL + 1],
            "fill": {"color": "#1F4E78"},
            "gap": 60,
        }
    )
    chart.set_title({"name": book.say("weeks_heading"), "name_font": {"size": 11}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_x_axis({"text_axis": True, "num_format": book.number_format("date"), "num_font": {"size": 8}})
    chart.set_y_axis({"num_format": "#,##0", "min": 0, "major_gridlines": {"visible": True}})
    chart.set_size({"width": 505, "height": 250})
    sheet.insert_chart(row, TOP_COL + 2, chart, {"x_offset": 8})


def _write_warnings(book: Book, sheet: Worksheet, row: int) -> int:
    """Write what an official has to know before signing, across the page; return the row behind it."""
    header = book.style(border=1, **HEADER)
    sheet.merge_range(row, 0, row, LAST_COL, "", header)
    sheet.write_string(row, 0, book.say("warnings_heading"), header)
    told = [
        warning_text(*warning, book.language) for warning in tables.warnings(book.plan)[:COUNT_OF_WARNINGS]
    ]
    for n, text in enumerate(told or [book.say("warn_none")], start=row + 1):
        _write_wide(book, sheet, n, 0, f"• {text}", border=1, indent=1)
    return row + 1 + max(1, len(told))


def _write_signatures(book: Book, sheet: Worksheet, row: int) -> int:
    """Leave room for two signatures; return the last row."""
    plain = book.style()
    sheet.write_string(row, TOP_COL + 2, book.say("place_and_date"), plain)
    for col, key in ((0, "prepared_by"), (TOP_COL + 2, "approved_by")):
        sheet.write_string(row + 1, col, book.say(key), plain)
        sheet.write_string(row + 5, col, "_" * 36, plain)
        sheet.write_string(row + 6, col, book.say("name_and_number"), plain)
    return row + 6
