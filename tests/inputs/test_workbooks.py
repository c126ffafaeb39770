import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from planner.errors import Fault
from planner.inputs import workbooks
from planner.inputs.sheets import Sheet, read_sheet


def written(path: Path, **sheets: list[list[object]]) -> Path:
    path = path / "masukan.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def read(path: Path, sheet: str | None = None) -> tuple[Sheet | None, list[Fault]]:
    faults: list[Fault] = []
    return read_sheet(path, path.name, sheet, faults), faults


def test_cells_keep_their_kinds_and_rows_their_numbers(tmp_path: Path) -> None:
    day = datetime.date(2018, 5, 7)
    path = written(
        tmp_path, Tim=[[], ["Kode", "Laju", "Cuti"], [], ["T1", 12.5, day], ["T2", 5301042003, ""]]
    )

    sheet, faults = read(path)

    assert faults == []
    assert sheet is not None
    assert [(row, list(cells)) for row, cells in sheet.rows] == [
        (4, ["T1", 12.5, day]),
        (5, ["T2", 5301042003.0, ""]),
    ]


def test_a_sheet_is_found_by_its_name_in_any_case(tmp_path: Path) -> None:
    path = written(tmp_path, Desa=[["kode"], ["A"]], Tim=[["kode"], ["T1"]])

    sheet, _ = read(path, "tim")

    assert sheet is not None
    assert list(sheet.rows[0][1]) == ["T1"]


@pytest.mark.parametrize("wanted", [None, "Basis"])
def test_an_unknown_sheet_is_a_fault_that_names_the_known_ones(tmp_path: Path, wanted: str | None) -> None:
    path = written(tmp_path, Desa=[["kode"]], Tim=[["kode"]])

    _, faults = read(path, wanted)

    assert len(faults) == 1
    assert "its sheets are Desa, Tim" in faults[0].problem


def test_a_stray_cell_in_the_last_corner_is_refused_before_the_grid_is_made(tmp_path: Path) -> None:
    path = written(tmp_path, Tim=[["kode"], ["T1"]])
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Tim")
        sheet.write("A1", "kode")
        sheet.write("XFD1048576", "x")

    found, faults = read(path)

    assert found is None
    assert "reaches to XFD1048576" in faults[0].problem


def test_a_stray_cell_cannot_hide_behind_a_prefix_an_encoding_or_a_missing_name(tmp_path: Path) -> None:
    rows = '<x:row r="{}"><x:c t="n"><x:v>1</x:v></x:c></x:row>'
    head = '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
    cells = "<x:row>" + "<x:c><x:v>1</x:v></x:c>" * 6 + "</x:row>"
    xml = head + cells + rows.format(1_048_576) + "</x:sheetData></x:worksheet>"
    path = changed(
        written(tmp_path, Tim=[["kode"]]), "xl/worksheets/sheet1.xml", lambda _: xml.encode("utf-16")
    )

    found, faults = read(path)

    assert found is None
    assert "reaches to F1048576: more than 5,000,000 cells" in faults[0].problem


def test_coloured_cells_without_content_take_no_room(tmp_path: Path) -> None:
    path = tmp_path / "masukan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Tim")
        sheet.write_row(0, 0, ["kode", "nama"])
        sheet.write_row(1, 0, ["T1", "satu"])
        sheet.write_blank("XFD1048576", None, book.add_format({"bg_color": "red"}))

    found, faults = read(path)

    assert faults == []
    assert found is not None
    assert [list(cells) for _, cells in found.rows] == [["T1", "satu"]]


def test_a_package_that_unpacks_too_far_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, Tim=[["kode"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.bin", bytes(workbooks.MOST_UNPACKED_BYTES))

    found, faults = read(path)

    assert path.stat().st_size < 1_000_000
    assert found is None
    assert "unpacks to more than 200 MB" in faults[0].problem


def test_a_package_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, Tim=[["kode"]])
    path = changed(path, "xl/sharedStrings.xml", lambda xml: xml + b" " * 300_000)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        size = package.getinfo("xl/sharedStrings.xml").file_size
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))

    found, faults = read(path)

    assert found is None
    assert [fault.problem for fault in faults] == ["is damaged"]


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'
    path = changed(written(tmp_path, Tim=[["kode"]]), "xl/worksheets/sheet1.xml", lambda _: bomb)

    found, faults = read(path)

    assert found is None
    assert "document type" in faults[0].problem


@pytest.mark.parametrize("content", [b"", b"kode,nama\n", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_a_fault(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "masukan.xlsx"
    path.write_bytes(content)

    found, faults = read(path)

    assert found is None
    assert "is no xlsx workbook" in faults[0].problem


def test_cells_that_hold_an_error_are_faults(tmp_path: Path) -> None:
    path = tmp_path / "masukan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Tim")
        sheet.write_row(0, 0, ["kode", "laju"])
        sheet.write(1, 0, "T1")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")

    _, faults = read(path)

    assert [(fault.sheet, fault.row) for fault in faults] == [("Tim", 2)]
    assert "cell B2" in faults[0].problem


def test_a_sixteen_digit_number_cell_is_refused_with_its_sheet(tmp_path: Path) -> None:
    path = written(tmp_path, Tim=[["kode", "ket"], ["T1", 5301040205180001]])

    found, faults = read(path, "Tim")

    assert found is None
    assert [(fault.sheet, fault.row, fault.column) for fault in faults] == [("Tim", 2, "ket")]
    assert faults[0].value == "****"
