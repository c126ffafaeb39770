"""What each trip costs, and each week."""

from typing import Any

from xlsxwriter.worksheet import Worksheet

from planner import tables
from planner.domain.measure import has_rates
from planner.exporters.xlsx.book import HEADER, Book
from planner.exporters.xlsx.table import Column, Formula, Placed, column_style, write_cell, write_table

NEED_RATES = ("cost_days_idr", "cost_nights_idr", "cost_stops_idr", "cost_km_idr", "cost_per_person_idr")
WEEK_COL = 3  # weeks stand in the columns D to Q of the trips, so that sums stand below sums
WEEK_COLUMNS = (  # of the table, and the word above it
    ("week_start", "week_of_trip"),
    ("trips", "trips"),
    ("days", "days"),
    ("nights", "nights"),
    ("", ""),
    ("people", "people"),
    ("km", "km_short"),
    ("cost_days_idr", "cost_days_idr"),
    ("cost_nights_idr", "cost_nights_idr"),
    ("cost_stops_idr", "cost_stops_idr"),
    ("cost_km_idr", "cost_km_idr"),
    ("boat_cost_idr", "boats_idr"),
    ("cost_idr", "trip_cost_idr"),
    ("cost_per_person_idr", "cost_per_person_idr"),
)


def write_costs(book: Book, sheet: Worksheet, listed: Placed) -> None:
    """Write one row per trip, and one per week below; people are summed from the schedule at ``listed``."""
    book.title(sheet, "sheet_costs")
    if not has_rates(book.plan.problem):
        sheet.write_string(2, 0, book.say("only_fares"), book.style(bold=True, font_color="#8A3B06"))
    placed = write_table(book, sheet, tables.trips(book.plan), _columns(book, listed))
    bottom = _write_weeks(book, sheet, placed)
    sheet.print_area(0, 0, bottom, len(placed.letters) - 1)


def _columns(book: Book, listed: Placed) -> tuple[Column, ...]:
    def people(row: int) -> str:
        dates = f"({listed.cells('date')}>=$D{row})*({listed.cells('date')}<=$E{row})"
        return f"=SUMPRODUCT(EXACT({listed.cells('team')},$B{row})*{dates}*{listed.cells('people')})"

    rates = has_rates(book.plan.problem)
    per_person = _per_person("P", "I") if rates else None
    return (
        Column("number", "count", 5),
        Column("team", width=7),
        Column("team_name", width=18),
        Column("first_date", "date", 13, header="leaves_on"),
        Column("last_date", "date", 13, header="returns_on"),
        Column("days", "count", 6, total=True),
        Column("nights", "count", 10.5, total=True),
        Column("villages", width=36, header="villages_told"),
        Column("people", "count", 8, total=True, formula=people),
        Column("km", "count", 8, total=True, header="km_short"),
        Column("cost_days_idr", "count", 13, total=rates),
        Column("cost_nights_idr", "count", 13, total=rates),
        Column("cost_stops_idr", "count", 13, total=rates),
        Column("cost_km_idr", "count", 13, total=rates),
        Column("boat_cost_idr", "count", 13, total=True, header="boats_idr"),
        Column("cost_idr", "count", 14, total=True, header="trip_cost_idr", formula=_sum_of_costs),
        Column("cost_per_person_idr", "count", 14, formula=per_person),
    )


def _sum_of_costs(row: int) -> str:
    return f"=SUM(K{row}:O{row})"


def _per_person(cost: str, people: str) -> Formula:
    return lambda row: f'=IF({people}{row}=0,"",{cost}{row}/{people}{row})'


def _write_weeks(book: Book, sheet: Worksheet, trips: Placed) -> int:
    """Write the sums of the trips of each week, two rows below; return the last row."""
    top = trips.last + 2
    sheet.write_string(top, 0, book.say("by_week_heading"), book.style(bold=True, font_size=12))
    sheet.set_row(top + 1, 30)
    for n, (_, header) in enumerate(WEEK_COLUMNS, start=WEEK_COL):
        sheet.write_string(top + 1, n, book.say(header) if header else "", book.style(border=1, **HEADER))
    weeks = tables.cost_weeks(book.plan).to_dict("records")
    for row, week in enumerate(weeks, start=top + 2):
        for col, (name, _) in enumerate(WEEK_COLUMNS, start=WEEK_COL):
            _write_week(book, sheet, trips, (row, col), name, week.get(name))
    return top + 1 + len(weeks)


def _write_week(
    book: Book, sheet: Worksheet, trips: Placed, at: tuple[int, int], name: str, value: Any
) -> None:
    """Write one cell of a week: its Monday, or a sum over its trips."""
    row = at[0] + 1  # as a spreadsheet numbers it
    dates = trips.cells("first_date")
    week = f'{dates},">="&$D{row},{dates},"<"&$D{row}+7'
    style = column_style(book, Column(name, "date" if name == "week_start" else "count"))
    if name in ("week_start", "") or (name in NEED_RATES and not has_rates(book.plan.problem)):
        write_cell(book, sheet, *at, value, style)
    elif name == "trips":
        sheet.write_formula(*at, f"=COUNTIFS({week})", style, value)
    elif name == "cost_per_person_idr":
        sheet.write_formula(*at, _per_person("P", "I")(row), style, "" if value != value else value)
    else:
        sheet.write_formula(*at, f"=SUMIFS({trips.cells(name)},{week})", style, value)
