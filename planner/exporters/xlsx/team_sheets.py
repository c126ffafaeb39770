"""A sheet for each team to take along and fill in: a page for each week, wide enough for a pen.

What the sheets ask for is what :mod:`planner.inputs.team_sheets` reads when they come back.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from xlsxwriter.worksheet import Worksheet

from planner.domain.actuals import STATUSES
from planner.domain.teams import Team
from planner.exporters.team_rows import TO_FILL_IN, TeamRow, team_rows
from planner.exporters.xlsx.book import TOTAL, Book, footer_text
from planner.exporters.xlsx.table import (
    Column,
    column_style,
    lines,
    place,
    write_cell,
    write_header,
)

COLUMNS = (  # together narrower than F4: letters stay large where a PC takes a wider font than Calibri
    Column("day", "day_date", 14, header="day_and_date"),
    Column("village", width=15),
    Column("village_code", width=12.5),
    Column("said", width=27, header="visit_plan"),
    Column("people", "count", 6.5, total=True),
    Column("came", "blank", 6.5, total=True),
    Column("done", "blank", 8, total=True),
    Column("failed", "blank", 6.5, total=True),
    Column("service_start", "clock", 7.5),
    Column("service_end", "clock", 7.5),
    Column("visit_status", "clock", 9),
    Column("visit_reason", "clock", 10),
    Column("initials", "free", 12),
)
HEADER_ROW = 3
LETTERS = 11  # points; 9 or more on paper
POINTS_A_LINE = 14
ROW_TO_FILL_IN = 33  # points, 10 mm or a little less on paper: room for handwriting and a signature
EMPTY_ROWS = 2  # of each week, for visits that nobody planned


def write_team_sheets(book: Book) -> None:
    """Add one sheet per team, in the problem's order."""
    rows = team_rows(book.plan, book.language)
    for team in book.plan.problem.teams:
        _write_team(book, team, rows.get(team.id, {}))


def _write_team(book: Book, team: Team, weeks: Mapping[date, Sequence[TeamRow]]) -> None:
    """Write the sheet of one team: a block of rows for each week, each on a page of its own."""
    sheet = book.sheet("sheet_team", team.id)
    _write_head(book, sheet, team)
    write_header(book, sheet, COLUMNS, HEADER_ROW)
    top, breaks = HEADER_ROW + 1, list[int]()
    for rows in weeks.values() or [[]]:
        breaks.append(top)
        top = _write_week(book, sheet, rows, top)
    foot = (f"{book.say('visit_reason')}: {book.say('reason_codes')}", book.say("sheet_foot"))
    for n, text in enumerate(foot):
        sheet.write_string(top + n, 0, text, book.style(font_size=9))
    _set_print(book, sheet, breaks[1:], top + 1)


def _write_head(book: Book, sheet: Worksheet, team: Team) -> None:
    """Write whose sheet it is and of which plan, where a program looks for it too, and who goes."""
    book.title(sheet, "sheet_team", f"{team.id}: {team.name}, {book.plan.problem.base[team.base].name}")
    said = [f"{book.say('staff')}: {', '.join(team.staff)}"] if team.staff else []
    said += [f"{book.say('vehicle')}: {team.vehicle}"] if team.vehicle else []
    sheet.write_string(2, 0, ". ".join(said), book.style())


def _write_week(book: Book, sheet: Worksheet, rows: Sequence[TeamRow], top: int) -> int:
    """Write the rows of a week, some empty ones and their sums; return the row below."""
    for n, row in enumerate([*rows, *[None] * EMPTY_ROWS]):
        for col, column in enumerate(COLUMNS):
            value = None if row is None or column.name in TO_FILL_IN else getattr(row, column.name)
            write_cell(book, sheet, top + n, col, value, column_style(book, column, font_size=LETTERS))
        texts = [(getattr(row, c.name), c.width) for c in COLUMNS if row is not None and c.kind == "text"]
        needed = max((lines(text, width) for text, width in texts), default=1)
        sheet.set_row(top + n, max(ROW_TO_FILL_IN, POINTS_A_LINE * needed + 2))
    last = top + len(rows) + EMPTY_ROWS
    _write_sums(book, sheet, rows, top, last)
    _ask_for(book, sheet, top, last - 1)
    return last + 1


def _write_sums(book: Book, sheet: Worksheet, rows: Sequence[TeamRow], top: int, last: int) -> None:
    """Write the sums of rows ``top`` to ``last - 1`` (from 0) into row ``last``."""
    letters = place(sheet, COLUMNS, HEADER_ROW, 0).letters
    for col, column in enumerate(COLUMNS):
        if column.total:
            letter = letters[column.name]
            known = sum(row.people or 0 for row in rows) if column.name == "people" else 0
            formula = f"=SUM({letter}{top + 1}:{letter}{last})"
            sheet.write_formula(last, col, formula, column_style(book, column, **TOTAL), known)
        else:
            text = book.say("total") if col == 0 else ""
            sheet.write_string(last, col, text, book.style(border=1, **TOTAL))


def _ask_for(book: Book, sheet: Worksheet, top: int, last: int) -> None:
    """Let a spreadsheet offer the words of a status, and ask for numbers where numbers are meant."""
    col = {column.name: n for n, column in enumerate(COLUMNS)}
    number = {"validate": "integer", "criteria": ">=", "value": 0, "input_message": book.say("count_help")}
    words = [book.say(f"status_{status}") for status in STATUSES]
    status = {"validate": "list", "source": words, "input_message": book.say("status_help")}
    codes = {"validate": "any", "input_message": book.say("reason_codes")}
    for name in ("came", "done", "failed"):
        sheet.data_validation(top, col[name], last, col[name], number)
    sheet.data_validation(top, col["visit_status"], last, col["visit_status"], status)
    sheet.data_validation(top, col["visit_reason"], last, col["visit_reason"], codes)


def _set_print(book: Book, sheet: Worksheet, breaks: list[int], last: int) -> None:
    """Print a week on each page."""
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.repeat_rows(0, HEADER_ROW)
    sheet.print_area(0, 0, last, len(COLUMNS) - 1)
    sheet.set_h_pagebreaks(breaks)
    codes = footer_text(f"{book.say('visit_reason')}: {book.say('reason_codes')}")
    sheet.set_footer(f"&L&8{codes}&R&8{book.say('page')} &P / &N")
