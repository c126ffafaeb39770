"""Which kits are out on which day, whether the office keeps its reserve, and what to check before leaving."""

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from planner import tables
from planner.exporters.xlsx.book import HEADER, Book
from planner.exporters.xlsx.table import Column, write_table
from planner.words import weekday_name

COLUMNS = (
    Column("date", "date", 13),
    Column("weekday", width=10),
    Column("base", width=34),
    Column("kits", "count", 9, header="kits_had"),
    Column("kits_out", "count", 10),
    Column("kits_in", "count", 10),
    Column("reserve", "count", 12),
    Column("reserve_met", "flag", 13),
)
CHECKS = (
    *("check_kit", "check_laptop", "check_power", "check_signal", "check_list", "check_letters"),
    *("check_confirmed", "check_vehicle", "check_lodging", "check_upload"),
)
LAST_COL = len(COLUMNS) - 1


def write_kits(book: Book, sheet: Worksheet) -> None:
    """Write one row per day and base, and the checklist below."""
    book.title(sheet, "sheet_kits")
    table = tables.kits(book.plan)
    if table["kits"].isna().any():
        sheet.write_string(2, 0, book.say("kits_own"), book.style(italic=True))
    days = pd.Series([weekday_name(n, book.language) for n in table["weekday"]], dtype="str")
    met = pd.Series([book.say(found) if found else "" for found in table["reserve_met"]], dtype="str")
    placed = write_table(book, sheet, table.assign(weekday=days, reserve_met=met), COLUMNS)
    bottom = _write_checklist(book, sheet, placed.last + 1)
    sheet.print_area(0, 0, bottom, LAST_COL)


def _write_checklist(book: Book, sheet: Worksheet, top: int) -> int:
    """Write what to check before a team leaves, each with a box to tick; return the last row."""
    header = book.style(border=1, **HEADER)
    sheet.merge_range(top, 0, top, LAST_COL, "", header)
    sheet.write_string(top, 0, book.say("checklist"), header)
    cell = book.style(border=1, indent=1, num_format="@", align="left")
    for n, key in enumerate(CHECKS, start=top + 1):
        sheet.merge_range(n, 0, n, LAST_COL, "", cell)
        sheet.write_string(n, 0, f"☐  {book.say(key)}", cell)
    return top + len(CHECKS)
