"""The schedule of all teams."""

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
WHERE_KNOWN = (
    "venue",
    "guests",
    "staff",
    "vehicle",
    "contact",
)  # columns that stand only where some row has them


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
