"""Tables as offices send them: titles, merged cells, sums, signatures, and every way to write a number."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from planner.domain.places import Village
from planner.errors import Fault
from planner.inputs import bases, boats, calendar, headers, teams, villages
from planner.inputs.calendar import COLUMNS as CALENDAR
from planner.inputs.columns import Table, read_table
from planner.inputs.headers import Skipped
from planner.inputs.settings import VillagesSettings
from planner.inputs.sheets import Sheet, plain, read_sheet
from planner.inputs.villages import Villages, villages_of

LIST = """\
PEMERINTAH KABUPATEN KUPANG;;;;;;;
DAFTAR PENDUDUK BELUM REKAM KTP-EL;;;;;;;
;;;;;;;
No;Kode Desa;Kecamatan;Desa/Kelurahan;Belum Rekam (SIAK);Pulau;Bujur;Lintang
(1);(2);(3);(4);(5);(6);(7);(8)
KECAMATAN SEMAU;;;;;;;
1;53.01.04.2003;Semau;Bokonusan;1.250;Semau;123,39;-10,23
2;53.01.04.2004;Semau;Uitao;-;Semau;123,40;-10,24
JUMLAH KEC. SEMAU;;;;1.250;;;
No;Kode Desa;Kecamatan;Desa/Kelurahan;Belum Rekam (SIAK);Pulau;Bujur;Lintang
;;;;;;;
3;53.01.05.2001;Kupang Barat;Jumlah;1 300;Timor;123,50;-10,25
TOTAL;;;;2.550;;;
;;;;;;;
Sumber: Dinas Dukcapil, 7 Mei 2018;;;;;;;
Mengetahui,;;;;Oelamasi, 7 Mei 2018;;;
Kepala Dinas;;;;Petugas;;;
"""


def read(path: Path, content: str | bytes, name: str = "desa.csv") -> tuple[Sheet, list[Fault]]:
    (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    faults: list[Fault] = []
    sheet = read_sheet(path / name, name, None, faults)
    assert sheet is not None, faults
    return sheet, faults


def read_desa(path: Path, content: str) -> tuple[Villages, list[Fault]]:
    (path / "desa.csv").write_text(content, encoding="utf-8")
    faults: list[Fault] = []
    return villages_of(path / "desa.csv", VillagesSettings(file="desa.csv"), faults), faults


def workbook(path: Path, rows: Iterable[Iterable[object]], *merged: str) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path / "desa.xlsx")
    return path / "desa.xlsx"


def numbers(sheet: Sheet) -> list[int]:
    return [row for row, _ in sheet.rows]


def test_a_list_is_read_between_its_title_and_its_signature(tmp_path: Path) -> None:
    found, faults = read_desa(tmp_path, LIST)

    assert [(fault.row, fault.column, fault.value) for fault in faults] == [
        (8, "Belum Rekam (SIAK)", "(empty)")
    ]
    assert [(village.id, village.name, village.backlog) for village in found.villages] == [
        ("53.01.04.2003", "Bokonusan", 1250),
        ("53.01.04.2004", "Uitao", 0),
        ("53.01.05.2001", "Jumlah", 1300),
    ]


def test_every_row_that_is_no_village_is_known_with_the_reason(tmp_path: Path) -> None:
    found, _ = read_desa(tmp_path, LIST)

    assert found.skipped == (
        Skipped(1, 2, "title", "PEMERINTAH KABUPATEN KUPANG"),
        Skipped(5, 5, "numbers", "(1)"),
        Skipped(6, 6, "section", "KECAMATAN SEMAU"),
        Skipped(9, 9, "total", "JUMLAH KEC. SEMAU"),
        Skipped(10, 10, "header", "No"),
        Skipped(11, 11, "blank"),
        Skipped(13, 13, "total", "TOTAL"),
        Skipped(14, 14, "blank"),
        Skipped(15, 17, "note", "Sumber: Dinas Dukcapil, 7 Mei 2018"),
    )


def test_every_row_of_a_file_is_data_or_skipped(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, LIST)

    skipped = {row for run in sheet.skipped for row in range(run.first, run.last + 1)}

    assert skipped.isdisjoint(numbers(sheet))
    assert skipped | set(numbers(sheet)) | {sheet.header_row, 3} == set(range(1, 18))  # row 3: an empty title


def test_an_english_second_header_and_numbers_below_it_are_skipped_in_a_workbook(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["DAFTAR TIM"],
            [],
            ["Kode Tim", "Basis", "Laju per Jam", "Cuti"],
            ["team", "base", "rate_per_hour", "leave_dates"],
            [1, 2, 3, 4],
            ["CONTOH", "B", 12, None],
            ["T1", "B", 12, date(2018, 5, 7)],
        ],
        "A1:D1",
    )
    faults: list[Fault] = []

    sheet = read_sheet(path, path.name, None, faults)

    assert faults == []
    assert sheet is not None
    assert (sheet.header_row, numbers(sheet)) == (3, [7])
    assert [(run.first, run.why) for run in sheet.skipped] == [
        (1, "title"),
        (4, "header"),
        (5, "numbers"),
        (6, "example"),
    ]


def test_the_sum_below_a_merged_header_is_the_column_and_its_parts_are_kept(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["Kode Desa", "Nama Desa", "Belum Rekam", None, None, "Pulau", "Bujur", "Lintang"],
            [None, None, "L", "P", "Jumlah", None, None, None],
            ["53.01.04.2003", "Bokonusan", 100, 20, 120, "Semau", 123.39, -10.23],
        ],
        *("A1:A2", "B1:B2", "C1:E1"),
    )
    faults: list[Fault] = []

    found = villages_of(path, VillagesSettings(file=path.name), faults)

    assert faults == []
    assert [village.backlog for village in found.villages] == [120]
    assert found.unused == ("Belum Rekam L", "Belum Rekam P")


def test_men_and_women_apart_are_never_taken_for_the_people(tmp_path: Path) -> None:
    content = (
        "Kode Desa;Nama Desa;Belum Rekam;;Pulau;Bujur;Lintang\n;;L;P;;;\n"
        "53.01.04.2003;Bokonusan;100;20;Semau;123,39;-10,23\n"
    )

    _, faults = read_desa(tmp_path, content)

    assert [fault.problem for fault in faults] == ["column 'belum_rekam' (unrecorded) is missing"]


def test_a_village_with_a_code_is_data_whatever_it_is_called_and_wherever_it_stands(tmp_path: Path) -> None:
    rows = [
        "Jumlah;53.01.04.2003;;",
        ";;;",
        "Sumber;53.01.04.2004;;",
        "1;5301042005;3;4",
        "TOTAL;5301040001;;",
    ]

    sheet, _ = read(tmp_path, "Desa;Kode Desa;Belum Rekam;Ket\n" + "\n".join(rows))

    assert numbers(sheet) == [2, 4, 5, 6]


@pytest.mark.parametrize("row", ["T5;;;", "T 5;;12;", "Tim Jumlah;B;12;"])
def test_a_row_half_filled_is_no_note(tmp_path: Path, row: str) -> None:
    sheet, _ = read(tmp_path, f"Kode Tim;Basis;Laju;Cuti\nT1;B;12;\n{row}\n")

    assert numbers(sheet) == [2, 3]


@pytest.mark.parametrize("row", ["2018-05-07;;;Total", "7/5/2018;;;Jumlah"])
def test_a_date_is_no_sum(tmp_path: Path, row: str) -> None:
    sheet, _ = read(tmp_path, f"Tanggal;Sampai;Jenis;Ket\n{row}\n")

    assert numbers(sheet) == [2]


def test_rows_that_only_have_their_running_number_are_empty(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, "No;Kode Tim;Basis\n1;T1;B\n2;;\n3;-;\n4;T4;\n")

    assert numbers(sheet) == [2, 5]
    assert sheet.skipped == (Skipped(3, 4, "blank", "2"),)


def test_a_village_below_the_table_is_data_and_not_a_note(tmp_path: Path) -> None:
    rows = "Bokonusan;53.01.04.2003;5;Semau\n\nDesa baru;53.01.04.2009;;\n"

    sheet, _ = read(tmp_path, "Desa;Kode Desa;Belum Rekam;Pulau\n" + rows)

    assert numbers(sheet) == [2, 4]


def test_a_title_of_several_cells_is_no_header(tmp_path: Path) -> None:
    title = "Kabupaten:;Kupang;;Tahun\nTanggal;7 Mei 2018;oleh;dinas\n"

    sheet, _ = read(tmp_path, title + "Kode Tim;Basis;Laju\nT1;B;12\n")

    assert (sheet.header_row, numbers(sheet)) == (3, [4])


def test_english_keys_are_the_header_only_where_the_row_above_says_little(tmp_path: Path) -> None:
    keys = "team;base;rate_per_hour;start\nT1;B;12;08:00\n"

    nearly, _ = read(tmp_path, "Kode Tim;Basis;Laju per Jam;Pukul\n" + keys)
    little, _ = read(tmp_path, "Regu;Asal;Laju per Jam;Pukul\n" + keys)

    assert (nearly.header_row, numbers(nearly)) == (1, [3])
    assert (little.header_row, numbers(little)) == (2, [3])


def test_a_row_below_merged_cells_is_data_unless_it_names_their_parts() -> None:
    assert headers.two_level_header(["Tim", None, "Basis", None], ["T1", None, "B", None]) is None
    assert headers.two_level_header(["Tim", "Alat", None], [None, "1", "2"]) is None
    assert headers.two_level_header(["Tim", "Alat", None], ["T1", "a", "b"]) is None


def test_a_table_without_known_headers_begins_below_a_title(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, "DAFTAR\n\nwarna,bentuk\nbiru,bulat\n")

    assert (sheet.header_row, sheet.headers, numbers(sheet)) == (3, ("warna", "bentuk"), [4])


def test_faults_of_the_header_name_its_row(tmp_path: Path) -> None:
    _, faults = read_desa(tmp_path, "DAFTAR DESA\n\nKode Desa,Desa,Pulau,Bujur,Lintang\n")

    assert [(fault.row, fault.problem) for fault in faults] == [
        (3, "column 'belum_rekam' (unrecorded) is missing")
    ]


@pytest.mark.parametrize("where", ["title", "note"])
def test_a_number_of_a_person_is_refused_wherever_it_stands(tmp_path: Path, where: str) -> None:
    nik = "a.n. 5301040205180001"
    content = f"{nik if where == 'title' else ''}\nkode tim,basis\nT1,B\n\n{nik if where == 'note' else ''}\n"
    (tmp_path / "tim.csv").write_text(content)
    faults: list[Fault] = []

    assert read_sheet(tmp_path / "tim.csv", "tim.csv", None, faults) is None
    assert [fault.row for fault in faults] == [1 if where == "title" else 5]
    assert "0205" not in str(faults[0])


def test_a_nik_that_excel_has_rounded_is_refused_at_its_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["Kode Tim", "Basis", "Ket"], ["T1", "B", 5301040205180001.0]])
    faults: list[Fault] = []

    assert read_sheet(path, path.name, None, faults) is None
    assert [(fault.row, fault.column) for fault in faults] == [(2, "Ket")]
    assert "counts of people, never persons" in faults[0].remedy


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"sep=;\nkode;nama\nA;a,b\n", ("kode", "nama")),
        ("kode\tnama\nA\ta,b\n".encode("utf-16"), ("kode", "nama")),
        (b"Daftar, lengkap, dari, dinas\nkode;nama\nA;a,b\n", ("kode", "nama")),
    ],
)
def test_the_delimiter_is_what_parts_the_headers(
    tmp_path: Path, content: bytes, headers: tuple[str, ...]
) -> None:
    sheet, faults = read(tmp_path, content)

    assert faults == []
    assert (sheet.headers, list(sheet.rows[0][1])) == (headers, ["A", "a,b"])


def test_unknown_columns_are_kept_by_village(tmp_path: Path) -> None:
    content = LIST.replace("No;Kode", "RT;Kode").replace("\n1;53", "\n07;53").replace("\n3;53", "\n-;53")

    found, _ = read_desa(tmp_path, content)

    assert found.others == {"RT": {"53.01.04.2003": "07", "53.01.04.2004": "2"}}


def test_columns_of_the_same_name_or_none_are_kept_apart(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, [["Tanggal", "Warna", "Warna"], [datetime(2018, 5, 7), "biru", "merah", "lama"]]
    )
    faults: list[Fault] = []
    sheet = read_sheet(path, path.name, None, faults)
    assert sheet is not None

    table = read_table(sheet, CALENDAR, faults)

    assert faults == []
    assert table.others == {"Warna": ["biru"], "Warna (2)": ["merah"], "(D)": ["lama"]}


def calendar_table(*rows: tuple[object, ...]) -> tuple[Table, list[Fault]]:
    faults: list[Fault] = []
    sheet = Sheet("k.csv", None, ("Tanggal", "Dikerjakan", "Ket"), list(enumerate(rows, start=2)))  # type: ignore[arg-type]
    return read_table(sheet, CALENDAR, faults), faults


@pytest.mark.parametrize(("other", "meaning"), [("y", False), ("Y", False), ("f", True)])
def test_a_t_is_read_by_what_else_the_column_says(other: str, meaning: bool) -> None:
    table, faults = calendar_table(("2018-05-07", "t", ""), ("2018-05-08", other, ""))

    assert faults == []
    assert table.values["worked"][0] is meaning


@pytest.mark.parametrize("others", [(), ("1",), ("y", "f")])
def test_a_t_that_nothing_explains_is_a_fault_at_its_cell(others: tuple[str, ...]) -> None:
    _, faults = calendar_table(("2018-05-07", "t", ""), *(("2018-05-08", other, "") for other in others))

    assert [(fault.row, fault.column, fault.value) for fault in faults] == [(2, "Dikerjakan", "t")]
    assert "t alone may be tidak or true" in faults[0].problem


def test_a_dash_means_nothing() -> None:
    table, faults = calendar_table(("2018-05-07", "-", "–"), ("-", "", "libur"))

    assert (table.values["worked"], table.values["note"]) == ([False], [None])
    assert [(fault.row, fault.value) for fault in faults] == [(3, "-")]


def test_a_weekday_that_does_not_fit_its_date_is_a_fault_at_its_cell() -> None:
    _, faults = calendar_table(("Selasa, 7 Mei 2018", "", ""))

    assert [(fault.row, fault.column, fault.value) for fault in faults] == [
        (2, "Tanggal", "Selasa, 7 Mei 2018")
    ]
    assert "07/05/2018 is a Senin" in faults[0].problem


def test_every_header_of_every_table_helps_to_find_the_header() -> None:
    tables = [villages.COLUMNS, bases.COLUMNS, teams.COLUMNS, calendar.COLUMNS]
    columns = [column for table in (*tables, boats.BOAT_COLUMNS, boats.LEG_COLUMNS) for column in table]

    assert {
        plain(name) for column in columns for name in (column.key, *column.names)
    } <= headers.known_headers()


def test_a_clean_list_is_read_as_before(tmp_path: Path) -> None:
    found, faults = read_desa(
        tmp_path,
        "kode_desa,nama_desa,pulau,lon,lat,belum_rekam\n53.01.04.2003,Bokonusan,Semau,123.39,-10.23,5\n",
    )

    assert faults == []
    assert found.skipped == ()
    assert found.villages == (
        Village("53.01.04.2003", "Bokonusan", 5, 123.39, -10.23, "Semau", "53.01.04", "", "53.01", ""),
    )
