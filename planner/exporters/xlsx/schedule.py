"""The schedule of all teams, and a sheet for each team to take along and fill in."""

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from planner import tables
from planner.exporters.xlsx.book import Book
from planner.exporters.xlsx.table import Column, Placed, write_table
from planner.words import weekday_name

COLUMNS = (
    Column("number", "count", 5),
    Column("weekday", width=9.5),
    Column("date", "date", 12),
    Column("district", width=15),
    Column("village", width=16),
    Column("village_code", width=13.5),
    Column("venue", width=14),
    Column("guests", width=13),
    Column("arrive", "clock", 6.5),
    Column("open", "clock", 6.5),
    Column("close", "clock", 6.5),
    Column("backlog_before", "count", 7),
    Column("expected", "count", 9.5),
    Column("people", "count", 7, total=True),
    Column("visit", "count", 9.5),
    Column("left_after", "count", 7),
    Column("team", width=6.5),
    Column("team_name", width=12),
    Column("staff", width=17),
    Column("vehicle", width=12),
    Column("from_place", width=14),
    Column("leave", "clock", 9),
    Column("travel_minutes", "count", 7.5),
    Column("by_boat", "flag", 7),
    Column("night_at", width=12),
    Column("contact", width=15),
    Column("remark", "free", 10),
)
TEAM_COLUMNS = (
    Column("date", "long_date", 23, header="day_and_date"),
    Column("district", width=17),
    Column("village", width=19),
    Column("village_code", width=13.5),
    Column("venue", width=16),
    Column("guests", width=18),
    Column("leave", "clock", 9),
    Column("from_place", width=15),
    Column("travel_minutes", "count", 7.5),
    Column("by_boat", "flag", 7),
    Column("arrive", "clock", 6.5),
    Column("open", "clock", 6.5),
    Column("close", "clock", 6.5),
    Column("backlog_before", "count", 7),
    Column("expected", "count", 9.5),
    Column("people", "count", 7, total=True),
    Column("visit", "count", 9.5),
    Column("back", "clock", 8),
    Column("night_at", width=14),
    Column("contact", width=18),
    Column("came", "blank", 7, total=True),
    Column("done", "blank", 8.5, total=True),
    Column("failed", "blank", 7, total=True),
    Column("hour", "free", 10),
    Column("initials", "free", 12),
)
WHERE_KNOWN = (
    "venue",
    "guests",
    "staff",
    "vehicle",
    "contact",
)  # columns that stand only where some row has them
ROW_TO_FILL_IN = 24  # points: room for handwriting


def write_schedule(book: Book, sheet: Worksheet) -> Placed:
    """Write one row per stop and return where the table stands."""
    book.title(sheet, "sheet_schedule")
    table = _detailed(book)
    names = [weekday_name(weekday, book.language) for weekday in table["weekday"]]
    table = table.assign(weekday=pd.Series(names, dtype="str"))
    return write_table(book, sheet, table, _known(book, table, COLUMNS))


def _detailed(book: Book) -> pd.DataFrame:
    """Return the stops with venue, contact, vehicle and staff."""
    return pd.concat([tables.schedule(book.plan), tables.details(book.plan)], axis="columns")


def _known(book: Book, table: pd.DataFrame, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns without those of which the project knows nothing."""
    empty = {name for name in WHERE_KNOWN if not table[name].fillna("").any()}
    if not book.plan.problem.rules.turnout:
        empty.add("expected")
    return tuple(column for column in columns if column.name not in empty)


def write_team_sheets(book: Book) -> None:
    """Add one sheet per team, in the problem's order."""
    rows = _with_travel_days(book)
    for team in book.plan.problem.teams:
        sheet = book.sheet("sheet_team", team.id)
        book.title(sheet, "sheet_team", f"{team.id}: {team.name}, {book.plan.problem.base[team.base].name}")
        members = [f"{book.say('staff')}: {', '.join(team.staff)}"] if team.staff else []
        vehicle = [f"{book.say('vehicle')}: {team.vehicle}"] if team.vehicle else []
        sheet.write_string(2, 0, ". ".join([*members, *vehicle]), book.style())
        table = rows[rows["team"] == team.id]
        write_table(book, sheet, table, _known(book, table, TEAM_COLUMNS), height=ROW_TO_FILL_IN)


def _with_travel_days(book: Book) -> pd.DataFrame:
    """Return the schedule and the days of mere travel, with the end of each day on its last row."""
    days = tables.team_days(book.plan)
    stops = _detailed(book)
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
