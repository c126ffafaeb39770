"""A workbook of an office in which nothing looks wrong, and a way to spoil it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.template import write_template

Change = Callable[[Any], None]

ROWS: dict[str, list[list[Any]]] = {
    # code, province, regency, kecamatan, name, island, lat, lon, wajib KTP, recorded, not recorded
    "Desa": [
        ["53.01.01.2001", None, None, "Kota", "Satu", "Timor", -10.10, 123.80, 900, None, 60],
        ["53.01.01.2002", None, None, "Kota", "Dua", "Timor", -10.12, 123.82, 900, None, 70],
        ["53.01.01.2003", None, None, "Kota", "Tiga", "Timor", -10.14, 123.84, 900, None, 80],
        ["53.01.01.2004", None, None, "Kota", "Empat", "Timor", -10.16, 123.86, 900, None, 90],
    ],
    "Basis": [["B", "Oelamasi", -10.0, 123.9, "Timor"]],
    "Tim": [["T1", "Tim 1", "B", 10]],
}


def filled(folder: Path, change: Change | None = None) -> Path:
    """Write the workbook, changed by hand, and return the planner.toml that names it."""
    workbook, project = write_template(folder)
    book = openpyxl.load_workbook(workbook)
    for name, rows in ROWS.items():
        for m, cells in enumerate(rows, start=4):
            for n, value in enumerate(cells, start=1):
                book[name].cell(m, n).value = value
    book["Parameter"]["B4"], book["Parameter"]["B5"] = "2018-05-07", "2018-05-11"
    if change is not None:
        change(book)
    book.save(workbook)
    return project


@pytest.fixture
def office(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes the workbook with one change; its planner.toml."""
    return lambda change=None: filled(tmp_path / "office", change)


def put(sheet: str, **cells: Any) -> Change:
    """Return a change that fills in cells of one sheet, ``K4=5``."""

    def change(book: Any) -> None:
        for address, value in cells.items():
            book[sheet][address].value = value

    return change


def kit(n: int, state: str = "baik", kind: str = "mobile") -> list[Any]:
    """Return one row of the sheet Alat."""
    return [f"A{n}", kind, "B", state]


def rows(sheet: str, *added: list[Any], start: int = 4) -> Change:
    """Return a change that writes whole rows into one sheet."""

    def change(book: Any) -> None:
        for m, cells in enumerate(added, start=start):
            for n, value in enumerate(cells, start=1):
                book[sheet].cell(m, n).value = value

    return change


DAY_OFF = datetime(2018, 5, 8)
