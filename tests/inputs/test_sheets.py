from pathlib import Path

import pytest

from planner.errors import Fault
from planner.inputs.sheets import Sheet, read_sheet


def read(path: Path, content: bytes) -> tuple[Sheet | None, list[Fault]]:
    path = path / "file.csv"
    path.write_bytes(content)
    faults: list[Fault] = []
    return read_sheet(path, path.name, None, faults), faults


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_csv_an_office_program_writes_is_read(
    tmp_path: Path, delimiter: str, encoding: str, line_end: str
) -> None:
    lines = [["kode", "nama"], ["B", "Café é"], ["C", '"Dusun; satu, dua\tdst"']]
    content = line_end.join(delimiter.join(line) for line in lines).encode(encoding)

    sheet, faults = read(tmp_path, content)

    assert faults == []
    assert sheet is not None
    assert sheet.headers == ("kode", "nama")
    assert [list(cells) for _, cells in sheet.rows] == [["B", "Café é"], ["C", "Dusun; satu, dua\tdst"]]


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, b'kode,nama\n\nA,"two\nlines"\n,\nB,b\n')

    assert sheet is not None
    assert [row for row, _ in sheet.rows] == [3, 5]


def test_a_row_with_a_cell_too_many_is_a_fault(tmp_path: Path) -> None:
    _, faults = read(tmp_path, b"kode,nama\nA,Desa A, B\nB,b\n")

    assert [(fault.row, fault.value) for fault in faults] == [(2, "B")]


def test_short_rows_are_filled_with_empty_cells(tmp_path: Path) -> None:
    sheet, faults = read(tmp_path, b"kode,nama,ket\nA\n")

    assert faults == []
    assert sheet is not None
    assert list(sheet.rows[0][1]) == ["A", None, None]


def test_a_lonely_quotation_mark_is_a_fault_with_its_row(tmp_path: Path) -> None:
    _, faults = read(tmp_path, b'kode,nama\nA,a\nB,"b\nC,c\n')

    assert [fault.row for fault in faults] == [3]
    assert "quotation mark" in faults[0].remedy


@pytest.mark.parametrize(
    ("content", "problem"), [(b"", "is empty"), (b"\n\n,,\n", "is empty"), (b"a\x00b", "is no text")]
)
def test_files_without_a_table_are_faults(tmp_path: Path, content: bytes, problem: str) -> None:
    _, faults = read(tmp_path, content)

    assert [fault.problem for fault in faults] == [problem]


def test_example_rows_are_left_out(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, b"kode,nama,ket\nA,a,CONTOH\nB,b,(CONTOH) hapus\nC,Contohrejo,asli\n")

    assert sheet is not None
    assert [row for row, _ in sheet.rows] == [4]


@pytest.mark.parametrize("header", ["NIK", "No KK", "No. KK", "no_ktp", "Nama Kepala Keluarga", "Alamat"])
def test_a_column_of_personal_data_is_refused(tmp_path: Path, header: str) -> None:
    sheet, faults = read(tmp_path, f"kode,{header}\nA,1\n".encode())

    assert sheet is None
    assert [(fault.row, fault.column) for fault in faults] == [(1, header)]
    assert "personal data" in faults[0].problem


def test_every_sixteen_digit_number_is_refused_and_never_repeated(tmp_path: Path) -> None:
    content = b"kode,ket\nA,5301040205180001\nB,baik\nC,hubungi 530104.020518.0002\n"

    sheet, faults = read(tmp_path, content)

    assert sheet is None
    assert [(fault.row, fault.column) for fault in faults] == [(2, "ket"), (4, "ket")]
    assert not any("020518" in str(fault) for fault in faults)


def test_missing_files_and_other_formats_are_faults(tmp_path: Path) -> None:
    (tmp_path / "teams.pdf").write_bytes(b"PK")
    faults: list[Fault] = []

    read_sheet(tmp_path / "none.csv", "none.csv", None, faults)
    read_sheet(tmp_path / "teams.pdf", "teams.pdf", None, faults)

    assert [(fault.file, fault.problem) for fault in faults] == [
        ("none.csv", "does not exist"),
        ("teams.pdf", "is a .pdf file; expected .csv, .xlsx, .xlsm, .xls, .ods"),
    ]
