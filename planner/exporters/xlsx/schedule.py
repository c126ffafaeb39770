"""The schedule of all teams, and a sheet for each team to take along and fill in."""

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from planner import tables
from planner.exporters.xlsx.book import Book
from planner.exporters.xlsx.table import Column, Placed, write_table
from planner.words import weekday_name

COLUMNS = (
    Column("number", "count", 5),
    Column("weekday", width=8),
    Column("date", "date", 12),
    Column("district", width=19),
    Column("village", width=19),
    Column("village_code", width=13.5),
    Column("leave", "clock", 9),
    Column("from_place", width=17),
    Column("travel_minutes", "count", 7.5),
    Column("by_boat", "flag", 7),
    Column("arrive", "clock", 6.5),
    Column("open", "clock", 6.5),
    Column("close", "clock", 6.5),
    Column("backlog_before", "count", 7),
    Column("people", "count", 7, total=True),
    Column("visit", "count", 9.5),
    Column("left_after", "count", 7),
    Column("team", width=7),
    Column("team_name", width=13),
    Column("night_at", width=15),
)
TEAM_COLUMNS = (
    Column("date", "long_date", 23, header="day_and_date"),
    Column("district", width=17),
    Column("village", width=19),
    Column("village_code", width=13.5),
    Column("leave", "clock", 9),
    Column("from_place", width=15),
    Column("travel_minutes", "count", 7.5),
    Column("by_boat", "flag", 7),
    Column("arrive", "clock", 6.5),
    Column("open", "clock", 6.5),
    Column("close", "clock", 6.5),
    Column("backlog_before", "count", 7),
    Column("people", "count", 7, total=True),
    Column("visit", "count", 9.5),
    Column("back", "clock", 8),
    Column("night_at", width=14),
    Column("came", "blank", 7, total=True),
    Column("done", "blank", 8.5, total=True),
    Column("failed", "blank", 7, total=True),
    Column("hour", "blank", 10),
    Column("initials", "blank", 12),
)
ROW_TO_FILL_IN = 24  # points: room for handwriting


def write_schedule(book: Book, sheet: Worksheet) -> Placed:
    """Write one row per stop and return where the table stands."""
    book.title(sheet, "sheet_schedule")
    table = tables.schedule(book.plan)
    names = [weekday_name(weekday, book.language) for weekday in table["weekday"]]
    return write_table(book, sheet, table.assign(weekday=pd.Series(names, dtype="str")), COLUMNS)


def write_team_sheets(book: Book) -> None:
    """Add one sheet per team, in the problem's order."""
    rows = _with_travel_days(book)
    for team in book.plan.problem.teams:
        sheet = book.sheet("sheet_team", team.id)
        book.title(sheet, "sheet_team", f"{team.id}: {team.name}, {book.plan.problem.base[team.base].name}")
        table = rows[rows["team"] == team.id]
        write_table(book, sheet, table, TEAM_COLUMNS, height=ROW_TO_FILL_IN)


def _with_travel_days(book: Book) -> pd.DataFrame:
    """Return the schedule and the days of mere travel, with the end of each day on its last row."""
    days = tables.team_days(book.plan)
    stops = tables.schedule(book.plan)
    last = ~stops.duplicated(["team", "date"], keep="last")
    ends = stops[["team", "date"]].merge(days[["team", "date", "back"]], on=["team", "date"], how="left")
    stops = stops.assign(back=ends["back"].where(last, ""))
    idle = days[days["stops"] == 0]
    places = [book.say("travel_to", place=place) for place in idle["end_place"]]
    idle = idle.assign(
        village=pd.Series(places, index=idle.index, dtype="str"), from_place=idle["start_place"]
    )
    both = pd.concat([stops, idle[["date", "team", "village", "leave", "from_place", "back", "night_at"]]])
    return both.sort_values(["date", "team"], kind="stable", ignore_index=True)
