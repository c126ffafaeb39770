"""The letters that tell of the visits: to whom, and by when they have to leave."""

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from planner import tables
from planner.exporters.xlsx.book import Book
from planner.exporters.xlsx.table import Column, write_table
from planner.tables.notices import LEAST_NOTICE_DAYS

COLUMNS = (
    Column("number", "count", 7, header="letter_number"),
    Column("letter_to", width=30),
    Column("district", width=20),
    Column("villages", width=40, header="villages_told"),
    Column("visits", "count", 10),
    Column("people", "count", 8),
    Column("first_date", "long_date", 23, header="service_date"),
    Column("last_date", "date", 14),
    Column("send_by", "long_date", 23),
    Column("send_at_last", "date", 14),
    Column("sent", "free", 12),
    Column("confirmed", "free", 13),
    Column("officer", "free", 14),
)


def write_notices(book: Book, sheet: Worksheet) -> None:
    """Write one row per letter, with room for when it went, whether it was confirmed, and by whom."""
    book.title(sheet, "sheet_notices")
    text = book.say(
        "notice_text",
        days=book.plan.problem.rules.notice_days,
        least=min(LEAST_NOTICE_DAYS, book.plan.problem.rules.notice_days),
    )
    sheet.write_string(2, 0, text, book.style(italic=True))
    table = tables.notices(book.plan)
    pairs = zip(table["to"], table["addressee"], strict=True)
    told = pd.Series([book.say(f"to_{to}", place=place) for to, place in pairs], dtype="str")
    write_table(book, sheet, table.assign(letter_to=told), COLUMNS, height=20)
