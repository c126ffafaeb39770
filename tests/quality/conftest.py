"""A workbook of an office in which nothing looks wrong, and a way to spoil it."""

import shutil
from collections.abc import Callable
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


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a project with nothing wrong: a week's work in four villages."""
    folder = tmp_path_factory.mktemp("clean")
    workbook, _ = write_template(folder)
    book = openpyxl.load_workbook(workbook)
    for name, rows in ROWS.items():
        for m, cells in enumerate(rows, start=4):
            for n, value in enumerate(cells, start=1):
                book[name].cell(m, n).value = value
    book["Parameter"]["B4"], book["Parameter"]["B5"] = "2018-05-07", "2018-05-11"
    book.save(workbook)
    return folder


@pytest.fixture
def office(tmp_path: Path, clean: Path) -> Callable[..., Path]:
    """Return a function that copies the project, with one change of its workbook; its planner.toml."""

    def write(change: Change | None = None) -> Path:
        folder = Path(shutil.copytree(clean, tmp_path / "office"))
        if change is not None:
            book = openpyxl.load_workbook(folder / "masukan.xlsx")
            change(book)
            book.save(folder / "masukan.xlsx")
        return folder / "planner.toml"

    return write
