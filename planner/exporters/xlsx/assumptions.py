"""Everything that was assumed, so that a reader can judge the plan and make it again."""

from datetime import date

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from planner import tables
from planner.exporters.sentences import modelled_sentence, people_sentence, status_text
from planner.exporters.xlsx.book import HEADER, Book
from planner.exporters.xlsx.table import POINTS_A_LINE, Column, column_style, lines, write_cell
from planner.tables.facts import OWN_NAMES, SAID_IN_WORDS
from planner.words import WORDS, note_name, weekday_name

NOTICE = {"bg_color": "#FFF2CC", "bold": True, "text_wrap": True, "border": 1}
TEAM_COLUMNS = (
    Column("team", width=26),
    Column("team_name", width=44),
    Column("base", width=66),
    Column("rate_per_hour", "decimal", 11),
    Column("start", "clock", 9),
    Column("end", "clock", 9),
    Column("setup_minutes", "count", 11),
    Column("max_nights", "count", 9),
    Column("areas", width=18),
    Column("day_cost", "count", 13),
    Column("team_days_available", "count", 10),
    Column("team_days", "count", 10),
    Column("people", "count", 10),
    Column("nights", "count", 10),
)
TOPICS = {"leave": "leave_days"}  # topic -> its word, where the topic's name means something else in a table


def write_assumptions(book: Book, sheet: Worksheet) -> None:
    """Write where the numbers of people come from, what was assumed, and each team's parameters."""
    book.title(sheet, "sheet_assumptions")
    summary = tables.summary(book.plan)
    notice = modelled_sentence(summary, book.language) or book.say("says_counted")
    said = people_sentence(book.plan.problem, book.language)
    if said:
        notice = f"{said}.\n{notice}"
        sheet.set_row(2, POINTS_A_LINE * lines(notice, sum(column.width for column in TEAM_COLUMNS[:3])) + 4)
    sheet.merge_range(2, 0, 2, 2, "", book.style(**NOTICE))
    sheet.write_string(2, 0, notice, book.style(**NOTICE))
    for n, key in enumerate(("topic", "name", "value")):
        sheet.write_string(4, n, book.say(key), book.style(border=1, **HEADER))
    for n, column in enumerate(TEAM_COLUMNS):
        sheet.set_column(n, n, column.width)
    table = tables.assumptions(book.plan)
    for n, (topic, name, value) in enumerate(table.itertuples(index=False), start=5):
        _write_row(book, sheet, n, (topic, name, _told(book, name, value, summary)))
    _write_teams(book, sheet, 5 + len(table) + 1)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)


def _write_row(book: Book, sheet: Worksheet, row: int, cells: tuple[str, str, object]) -> None:
    topic, name, value = cells
    text = book.style(border=1, num_format="@", text_wrap=True, align="left", indent=1)
    sheet.write_string(row, 0, book.say(TOPICS.get(topic, topic)), text)
    own = note_name(name, book.language) if topic == "notes" else name
    sheet.write_string(row, 1, own if topic in OWN_NAMES else book.say(name), text)
    kind = "long_date" if isinstance(value, pd.Timestamp) else "text"
    if isinstance(value, int | float):
        kind = "count" if float(value).is_integer() else "decimal"
    style = book.style(border=1, num_format=book.number_format(kind), text_wrap=True, align="left", indent=1)
    write_cell(book, sheet, row, 2, "-" if value is None else value, style)
    widths = (column.width for column in TEAM_COLUMNS)
    needed = max(lines(str(cell), width) for cell, width in zip(cells, widths, strict=False))
    if needed > 1:
        sheet.set_row(row, POINTS_A_LINE * needed + 2)


def _told(book: Book, name: str, value: object, summary: dict[str, object]) -> object:
    """Return a value in the reader's words."""
    if name == "status":
        return status_text(summary, book.language)
    if name in SAID_IN_WORDS and value in WORDS:
        return book.say(str(value))
    if isinstance(value, bool):
        return book.say("yes" if value else "no")
    if isinstance(value, tuple):
        return ", ".join(weekday_name(weekday, book.language) for weekday in value)
    if isinstance(value, date):
        return pd.Timestamp(value)
    return value


def _write_teams(book: Book, sheet: Worksheet, top: int) -> None:
    """Write each team's parameters and what it does; the teams' own sheets have its days."""
    sheet.set_row(top, 30)
    for n, column in enumerate(TEAM_COLUMNS):
        sheet.write_string(top, n, book.say(column.header or column.name), book.style(border=1, **HEADER))
    for m, row in enumerate(tables.teams(book.plan).to_dict("records"), start=top + 1):
        for n, column in enumerate(TEAM_COLUMNS):
            write_cell(book, sheet, m, n, row[column.name], column_style(book, column))
