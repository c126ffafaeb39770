"""The page for officers names every sheet and every column that the workbook has, and no other."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from planner.domain.counting import Counting
from planner.domain.places import Guest
from planner.domain.plan import Plan
from planner.exporters.xlsx import write_xlsx

PAGE = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")
TABLES = (
    *("Jadwal", "Lembar Tim", "Rekap Kecamatan", "Rekap Desa", "Belum Terlayani", "Pemberitahuan"),
    *("Biaya", "Alat & Logistik"),
)


@pytest.fixture
def books(scarce_plan: Plan, tmp_path: Path) -> list[Workbook]:
    """Return the workbook of a plan that knows everything, in both languages."""
    near, far = scarce_plan.problem.villages
    known = replace(
        near, counted=130, venue="Balai", contact="Sekdes", guests=(Guest("53.01.01.2002", "Tamu", 5),)
    )
    team = replace(scarce_plan.problem.teams[0], vehicle="Mobil", staff=("Ani",))
    plan = Plan(
        scarce_plan.problem.replace(villages=(known, far), teams=(team,), counting=Counting()),
        scarce_plan.team_days,
        scarce_plan.outcome,
    )
    found = []
    for language in ("id", "en"):
        path = tmp_path / f"{language}.xlsx"
        write_xlsx(plan, path, language=language)  # type: ignore[arg-type]
        found.append(openpyxl.load_workbook(path, data_only=True))
    return found


def rows(sheet: str) -> list[list[str]]:
    """Return the cells of the table below a heading of the page."""
    text = PAGE.split(f"\n### {sheet} = ")[1].split("\n### ")[0].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in lines]


def test_every_sheet_stands_on_the_page_in_its_order(books: list[Workbook]) -> None:
    headings = [line[4:] for line in PAGE.splitlines() if line.startswith("### ") and " = " in line]

    pairs = zip(*(book.sheetnames for book in books), strict=True)
    assert headings == [" = ".join(name.removesuffix(" T1") for name in pair) for pair in pairs]


@pytest.mark.parametrize("sheet", TABLES)
def test_every_column_stands_on_the_page_in_its_order(books: list[Workbook], sheet: str) -> None:
    number = next(n for n, name in enumerate(books[0].sheetnames) if name.startswith(sheet))

    headers = [[cell.value for cell in book.worksheets[number][4] if cell.value] for book in books]

    assert [row[:2] for row in rows(sheet)] == [list(pair) for pair in zip(*headers, strict=True)]
    assert all(len(row) == 3 and row[2] for row in rows(sheet))


def test_every_line_of_the_summary_stands_on_the_page(books: list[Workbook]) -> None:
    sheets = [book.worksheets[0] for book in books]
    lines = [
        [
            (sheet.cell(n, 1).value, sheet.cell(n, 2).value)
            for n in range(8, 40)
            if sheet.cell(n, 2).border.left.style and sheet.cell(n, 2).value not in (None, "")
        ]
        for sheet in sheets
    ]

    written = [row[:2] for row in rows("Ringkasan")]
    assert written == [[ours[0], theirs[0]] for ours, theirs in zip(*lines, strict=True)]
