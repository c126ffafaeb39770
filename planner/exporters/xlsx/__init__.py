"""The plan as a workbook an office prints, files and fills in: F4 landscape, real dates, sums as formulas.

Targets on the schedule feed all other sheets by formula, so a number changed by hand adds up everywhere.
No text of the plan can become a formula or a link: every text is written as text.
"""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from planner import tables
from planner.domain.plan import Plan
from planner.exporters.xlsx import (
    assumptions,
    changes,
    kits,
    matrix,
    money,
    notices,
    recaps,
    schedule,
    summary,
    team_sheets,
)
from planner.exporters.xlsx.book import Book
from planner.words import Language

# in memory: a disk that is full, here or where temporary files lie, is then told by one plain OSError
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


def write_xlsx(plan: Plan, path: Path, *, language: Language = "id") -> None:
    """Write the workbook of ``plan``: equal plans give equal bytes, the date of creation is the first day.

    Sheets: summary, schedule, team matrix, one per team with columns to fill in, districts, villages, not
    served, notices, cost (where there are costs or fares), kits and logistics, assumptions.
    """
    content = BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as workbook:
        first = plan.problem.calendar.first
        workbook.set_properties(
            {"title": plan.problem.title, "created": datetime(first.year, first.month, first.day)}
        )
        _fill(Book(workbook, plan, language))
    path.write_bytes(content.getvalue())


def _fill(book: Book) -> None:
    """Make all sheets in their order, then fill them: the summary refers to sheets behind it."""
    front = book.sheet("sheet_summary")
    listed = schedule.write_schedule(book, book.sheet("sheet_schedule"))
    matrix.write_matrix(book, book.sheet("sheet_matrix"), listed)
    team_sheets.write_team_sheets(book)
    by_district = book.sheet("sheet_districts")
    by_village = recaps.write_villages(book, book.sheet("sheet_villages"), listed)
    recaps.write_districts(book, by_district, by_village)
    recaps.write_not_served(book, book.sheet("sheet_not_served"))
    changes.write_changes(book)
    notices.write_notices(book, book.sheet("sheet_notices"))
    if tables.has_costs(book.plan):
        money.write_costs(book, book.sheet("sheet_costs"), listed)
    kits.write_kits(book, book.sheet("sheet_kits"))
    assumptions.write_assumptions(book, book.sheet("sheet_assumptions"))
    summary.write_summary(book, front, listed, by_village)
