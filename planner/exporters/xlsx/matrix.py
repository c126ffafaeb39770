"""Teams by dates: who is where on which day, for the wall."""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from planner import tables
from planner.exporters.xlsx.book import GREY, HEADER, LANGUAGE_CODES, MARGIN_INCHES, TOTAL, Book
from planner.exporters.xlsx.table import POINTS_A_LINE, Placed, lines, write_cell
from planner.words import weekday_name

WEEKDAY_ROW, DATE_ROW, FIRST_ROW = 3, 4, 5
FIRST_COL = 2  # behind the team and its total
TEAM_WIDTH, TOTAL_WIDTH, WORK_WIDTH, REST_WIDTH = 12, 9, 14, 5.5  # characters
DAYS_A_PAGE = 14
PAPER_INCHES = 13 - 2 * MARGIN_INCHES  # F4 landscape
NIGHT, LEAVE = "#2E75B6", "#FCE4D6"


@dataclass(frozen=True, slots=True)
class _Grid:
    """What the matrix shows: teams by dates."""

    cells: pd.DataFrame
    nights: pd.DataFrame
    days: pd.DataFrame
    dates: tuple[date, ...]

    def is_worked(self, n: int) -> bool:
        return bool(self.days["kind"].iloc[n] == "work")


def write_matrix(book: Book, sheet: Worksheet, listed: Placed) -> None:
    """Write the matrix; its sums are taken from the schedule at ``listed``."""
    plan = book.plan
    grid = _Grid(
        tables.team_matrix(plan),
        tables.team_nights(plan),
        tables.calendar_days(plan),
        plan.problem.calendar.days(),
    )
    book.title(sheet, "sheet_matrix")
    _write_header(book, sheet, grid)
    for n, team in enumerate(grid.cells.index):
        _write_team(book, sheet, grid, n, team)
    _write_totals(book, sheet, grid, listed)
    _write_legend(book, sheet, grid)
    sheet.freeze_panes(FIRST_ROW, FIRST_COL)
    _set_print(sheet, grid)


def _write_legend(book: Book, sheet: Worksheet, grid: _Grid) -> None:
    """Show the three colours, the last one above the first day of work: its column is wide."""
    worked = next((n for n in range(len(grid.dates)) if grid.is_worked(n)), 0)
    looks = (
        (0, "legend_rest", _look_rest()),
        (1, "night_at", _look_night()),
        (FIRST_COL + worked, "legend_leave", _look_leave()),
    )
    for col, key, look in looks:
        sheet.write_string(2, col, book.say(key), book.style(border=1, font_size=9, align="center", **look))


def _write_header(book: Book, sheet: Worksheet, grid: _Grid) -> None:
    style = book.style(border=1, **HEADER)
    sheet.set_column(0, 0, TEAM_WIDTH)
    sheet.set_column(1, 1, TOTAL_WIDTH)
    for row in (WEEKDAY_ROW, DATE_ROW):
        sheet.write_string(row, 0, book.say("team") if row == DATE_ROW else "", style)
        sheet.write_string(row, 1, book.say("total") if row == DATE_ROW else "", style)
    for n, day in enumerate(grid.dates):
        look = {} if grid.is_worked(n) else {"bg_color": "#7F7F7F"}
        format_ = f"{LANGUAGE_CODES[book.language]}d mmm" if grid.is_worked(n) else "d/m"
        sheet.set_column(FIRST_COL + n, FIRST_COL + n, WORK_WIDTH if grid.is_worked(n) else REST_WIDTH)
        name = weekday_name(day.weekday(), book.language)
        weekday = name if grid.is_worked(n) else name[:3]
        sheet.write_string(WEEKDAY_ROW, FIRST_COL + n, weekday, book.style(border=1, **{**HEADER, **look}))
        moment = datetime(day.year, day.month, day.day)
        style = book.style(border=1, num_format=format_, **{**HEADER, **look})
        sheet.write_datetime(DATE_ROW, FIRST_COL + n, moment, style)


def _write_team(book: Book, sheet: Worksheet, grid: _Grid, n: int, team: str) -> None:
    """Write one team's row, high enough for its longest cell."""
    sheet.write_string(FIRST_ROW + n, 0, team, _text_style(book, bold=True))
    texts = [
        _text(book, str(grid.cells.iat[n, m]), str(grid.nights.iat[n, m])) for m in range(len(grid.dates))
    ]
    for m, text in enumerate(texts):
        style = _text_style(book, **_look(book, grid, n, m, team))
        write_cell(book, sheet, FIRST_ROW + n, FIRST_COL + m, text, style)
    needed = max([lines(text, WORK_WIDTH) for text in texts] + [lines(team, TEAM_WIDTH), 2])
    sheet.set_row(FIRST_ROW + n, POINTS_A_LINE * needed)


def _text(book: Book, cell: str, night: str) -> str:
    return f"{cell}\n{book.say('sleeps_at', place=night)}" if night else cell


def _look(book: Book, grid: _Grid, n: int, m: int, team: str) -> dict[str, object]:
    """Return the colours of one cell: not worked before night before leave."""
    if not grid.is_worked(m):
        return _look_rest()
    if grid.nights.iat[n, m]:
        return _look_night()
    return _look_leave() if grid.dates[m] in book.plan.problem.team[team].away else {}


def _look_rest() -> dict[str, object]:
    return {"bg_color": GREY}


def _look_night() -> dict[str, object]:
    return {"pattern": 14, "fg_color": NIGHT, "bg_color": "#FFFFFF"}  # hatched, for black-and-white printers


def _look_leave() -> dict[str, object]:
    return {"bg_color": LEAVE}


def _text_style(book: Book, **look: object) -> Format:
    return book.style(
        **{"border": 1, "num_format": "@", "text_wrap": True, "valign": "top", "font_size": 9, **look}
    )


def _write_totals(book: Book, sheet: Worksheet, grid: _Grid, listed: Placed) -> None:
    """Write the sums of each team and each date, by formula from the schedule."""
    style = book.style(border=1, num_format="#,##0;-#,##0;", **TOTAL)  # a day without people stays empty
    last = FIRST_ROW + max(1, len(grid.cells))
    by_team, by_date = _sums(book)
    for n, team in enumerate(grid.cells.index):
        formula = f"=SUMPRODUCT(EXACT({listed.cells('team')},$A{FIRST_ROW + n + 1})*{listed.cells('people')})"
        sheet.write_formula(FIRST_ROW + n, 1, formula, style, by_team.get(team, 0))
    sheet.write_string(last, 0, book.say("total"), book.style(border=1, **TOTAL))
    sheet.write_formula(last, 1, f"=SUM(B{FIRST_ROW + 1}:B{last})", style, sum(by_team.values()))
    for m, day in enumerate(grid.dates):
        header = xl_rowcol_to_cell(DATE_ROW, FIRST_COL + m, row_abs=True)
        formula = f"=SUMIF({listed.cells('date')},{header},{listed.cells('people')})"
        sheet.write_formula(last, FIRST_COL + m, formula, style, by_date.get(day, 0))


def _sums(book: Book) -> tuple[dict[str, int], dict[date, int]]:
    by_team: dict[str, int] = {}
    by_date: dict[date, int] = {}
    for day in book.plan.team_days:
        by_team[day.team] = by_team.get(day.team, 0) + day.people
        by_date[day.day] = by_date.get(day.day, 0) + day.people
    return by_team, by_date


def _set_print(sheet: Worksheet, grid: _Grid) -> None:
    """Print two weeks a page, team and total repeated on each; a page ends with a Sunday."""
    sheet.repeat_rows(WEEKDAY_ROW, DATE_ROW)
    sheet.repeat_columns(f"A:{xl_col_to_name(FIRST_COL - 1)}")
    if len(grid.dates) <= DAYS_A_PAGE:
        return
    first = DAYS_A_PAGE - grid.dates[0].weekday()
    cuts = list(range(first, len(grid.dates), DAYS_A_PAGE))
    sheet.set_v_pagebreaks([FIRST_COL + cut for cut in cuts])
    pages = zip([0, *cuts], [*cuts, len(grid.dates)], strict=True)
    widest = max(sum(_inches(_width(grid, n)) for n in range(*page)) for page in pages)
    total = widest + _inches(TEAM_WIDTH) + _inches(TOTAL_WIDTH)
    sheet.set_print_scale(max(40, min(100, int(90 * PAPER_INCHES / total))))  # 10 % for other fonts


def _width(grid: _Grid, n: int) -> float:
    return WORK_WIDTH if grid.is_worked(n) else REST_WIDTH


def _inches(characters: float) -> float:
    """Return how wide a column is on paper: 7 pixels a character and 5 around them, 96 to the inch."""
    return (7 * characters + 5) / 96
