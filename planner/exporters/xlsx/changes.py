"""What is otherwise than in the plan before: whom to call, and why."""

import pandas as pd

from planner import tables
from planner.domain.actuals import balance
from planner.exporters.xlsx.book import Book
from planner.exporters.xlsx.table import Column, write_table

WHYS = {  # other reasons are in the words of the judge
    "why_nobody is left there",
    "why_fewer are left there than a stop is worth",
    "why_nobody is left at another stop of the trip, and without it the trip cannot be made",
    "why_missed last week",
}
COLUMNS = (
    Column("change", width=12),
    Column("village_code", width=15),
    Column("village", width=24),
    Column("district", width=22),
    Column("old_date", "long_date", 25),
    Column("old_team", width=9),
    Column("new_date", "long_date", 25),
    Column("new_team", width=9),
    Column("notified", "flag", 12),
    Column("why", width=44),
)


def write_changes(book: Book) -> None:
    """Add the sheet of changes, and where the people are; nothing for a plan with none before it."""
    villages = book.plan.problem.villages
    if not book.plan.changes and not any(v.recorded or v.removed for v in villages):
        return
    sheet = book.sheet("sheet_changes")
    book.title(sheet, "sheet_changes")
    sums = balance(book.plan)
    numbers = {
        name: f"{getattr(sums, name):,}" for name in ("backlog", "recorded", "planned", "left", "removed")
    }
    text = book.say("balance", **numbers)
    sheet.write_string(2, 0, text, book.style(bold=True))
    table = tables.changes(book.plan)
    kinds = [book.say(f"change_{kind}") for kind in table["change"]]
    whys = [book.say(f"why_{why}") if f"why_{why}" in WHYS else why for why in table["why"]]
    words = {"change": pd.Series(kinds, dtype="str"), "why": pd.Series(whys, dtype="str")}
    write_table(book, sheet, table.assign(**words), COLUMNS, top=4)
