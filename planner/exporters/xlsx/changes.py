"""What is otherwise than in the plan before: whom to call, and why."""

import pandas as pd

from planner import tables
from planner.domain.actuals import balance
from planner.exporters.xlsx.book import Book
from planner.exporters.xlsx.table import Column, write_table
from planner.words import WORDS, number_text

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
    if not book.plan.changes and not any(v.recorded or v.removed or v.assumed for v in villages):
        return
    sheet = book.sheet("sheet_changes")
    book.title(sheet, "sheet_changes")
    sums = balance(book.plan)
    names = ("backlog", "recorded", "planned", "left", "removed", "assumed")
    numbers = {name: number_text(getattr(sums, name), book.language) for name in names}
    text = book.say("balance", **numbers)
    text += book.say("balance_assumed", **numbers) if sums.assumed else ""
    sheet.write_string(2, 0, text, book.style(bold=True))
    table = tables.changes(book.plan)
    kinds = [book.say(f"change_{kind}") for kind in table["change"]]
    whys = [_why(book, why) for why in table["why"]]
    words = {"change": pd.Series(kinds, dtype="str"), "why": pd.Series(whys, dtype="str")}
    write_table(book, sheet, table.assign(**words), COLUMNS, top=4)


def _why(book: Book, why: str) -> str:
    """Return a reason in the language of the book; one of the judge's, ``rule: message``, by its rule."""
    if not why:
        return ""
    rule, message = why.split(": ", 1) if ": " in why else (why, "")
    return book.say(f"why_{rule}") if f"why_{rule}" in WORDS else f"{rule}: {message}"
