"""One page, one table: every kind of cell in both formats and languages, whole or not at all."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.exporters.leaf import Bar, Head, Leaf, page, write_leaf

NASTY = '=1+1 <b>"&\x07'
LEAF = Leaf(
    kicker="Perkiraan",
    title=NASTY,
    period="Mei",
    headline="Dua baris",
    sentences=("satu", NASTY),
    heads=(Head("Nama", "text", 20), Head("Nilai"), Head("Bagian", "share")),
    rows=((NASTY, 1234, 0.125), ("hari", date(2018, 5, 7), None), ("rata-rata", 20.75, 1.0)),
    sums=("Jumlah", 1234, None),
    bars=(Bar("a", 25, 25), Bar("b", 0, 100)),
)


def sheet_of(folder: Path) -> Any:
    write_leaf(LEAF, folder / "l.xlsx")
    return openpyxl.load_workbook(folder / "l.xlsx").active


def test_a_page_shows_each_value_as_the_language_writes_it() -> None:
    indonesian, english = page(LEAF, "id"), page(LEAF, "en")

    for text in ("1.234", "7 Mei 2018", "20,75", "12,50 %", "–", "terekam"):
        assert f">{text}<" in indonesian
    for text in ("1,234", "7 May 2018", "20.75", "12.50 %", "recorded"):
        assert f">{text}<" in english


def test_bars_are_as_long_as_their_people() -> None:
    found = page(LEAF, "id")

    assert 'class="all" style="width: 50.00%"></span><span class="done" style="width: 25.00%"' in found
    assert 'class="all" style="width: 100.00%"></span><span class="done" style="width: 0.00%"' in found


def test_texts_of_others_are_no_markup_and_no_formula(tmp_path: Path) -> None:
    found = page(LEAF, "id")
    sheet = sheet_of(tmp_path)

    assert "<b>" not in found
    assert "\x07" not in found
    assert sheet["A2"].data_type == "s"
    assert sheet["A9"].value.startswith("=1+1")
    assert sheet["A9"].data_type == "s"


def test_a_workbook_has_numbers_and_dates_as_such(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path)
    rows = list(sheet.iter_rows(min_row=8, values_only=True))

    assert rows[0] == ("Nama", "Nilai", "Bagian")
    assert [row[1] for row in rows[1:]] == [1234, datetime(2018, 5, 7), 20.75, 1234]
    assert [row[2] for row in rows[1:]] == [0.125, None, 1, None]
    assert sheet["C9"].number_format == "0.00%"


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"known formats are \.html \.xlsx"):
        write_leaf(LEAF, tmp_path / "l.pdf")

    assert list(tmp_path.iterdir()) == []


def test_a_row_that_lacks_cells_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        page(replace(LEAF, rows=(("one",),)))
