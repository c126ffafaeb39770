"""The workbook of an office with three villages, one base, one team, two kits and a day off."""

import shutil
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.template import write_template

Rows = list[dict[str, Any]]
Fill = Callable[..., Path]

FILLED: dict[str, Rows] = {
    "Desa": [
        {
            "village_code": "53.01.01.2001",
            "district": "Kota",
            "village": "Dekat",
            "island": "Timor",
            "lat": -10.10,
            "lon": 123.80,
            "unrecorded": 65,
            "closed": "8 Mei 2018",
        },
        {
            "village_code": "53.01.02.2001",
            "regency": "Kabupaten Kupang",
            "district": "Hulu",
            "village": "Jauh",
            "island": "Timor",
            "lat": -9.90,
            "lon": 124.10,
            "unrecorded": 75,
            "verified": 60,
            "lodging": "ya",
        },
        {
            "village_code": "53.01.02.2002",
            "district": "Hulu",
            "village": "Sepi",
            "island": "Timor",
            "lat": -9.95,
            "lon": 124.05,
            "unrecorded": 0,
            "latest": datetime(2018, 5, 9),
        },
    ],
    "Basis": [{"base": "B", "name": "Oelamasi", "lat": -10.0, "lon": 123.9, "island": "Timor"}],
    "Tim": [
        {
            "team": "T1",
            "base": "B",
            "rate_per_hour": 12.5,
            "start": time(7, 30),
            "end": "15:30",
            "max_nights": 1,
            "away": "11 Mei 2018",
        }
    ],
    "Alat": [
        {"kit": "A1", "type": "mobile", "location": "B", "state": "baik", "office_days": "Senin"},
        {"kit": "A2", "location": "B", "state": "baik"},
    ],
    "Layanan Reguler": [{"place": "B", "weekday": "Jumat", "min_kits": 1}],
    "Kalender": [{"date": datetime(2018, 5, 9), "kind": "cuti bersama", "note": "Cuti"}],
    "Parameter": [
        {"name": "Hari pertama", "value": "7 Mei 2018"},
        {"name": "Tenggat", "value": date(2018, 5, 11)},
    ],
}


def fill(path: Path, sheets: dict[str, Rows]) -> None:
    """Write rows below the keys of each sheet as an officer would: from row 4, Parameter by its names."""
    book = openpyxl.load_workbook(path)
    for name, rows in sheets.items():
        sheet = book[name]
        places = {cell.value: cell.column for cell in sheet[2]}
        by_name = (
            {sheet.cell(n, 1).value: n for n in range(4, sheet.max_row + 1)} if name == "Parameter" else {}
        )
        for n, row in enumerate(rows, start=4):
            for key, value in row.items():
                sheet.cell(by_name.get(row.get("name"), n), places[key]).value = value
    book.save(path)


@pytest.fixture
def filled() -> dict[str, Rows]:
    """Return what the office fills in."""
    return FILLED


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Return the empty workbook and its planner.toml."""
    return write_template(tmp_path_factory.mktemp("blank"))


@pytest.fixture
def office(tmp_path: Path, blank: tuple[Path, ...]) -> Fill:
    """Return a function that writes the filled workbook, with some sheets replaced; its planner.toml."""

    def write(changes: dict[str, Rows] | None = None) -> Path:
        workbook, project = (Path(shutil.copy(path, tmp_path)) for path in blank)
        fill(workbook, {**FILLED, **(changes or {})})
        return project

    return write


@pytest.fixture
def spoilt(tmp_path: Path, office: Fill) -> Callable[[Callable[[Any], None]], Path]:
    """Return a function that changes the filled workbook by hand; its planner.toml."""

    def write(change: Callable[[Any], None]) -> Path:
        project = office()
        book = openpyxl.load_workbook(tmp_path / "masukan.xlsx")
        change(book)
        book.save(tmp_path / "masukan.xlsx")
        return project

    return write
