from planner.errors import Fault
from planner.inputs.cells import count, name
from planner.inputs.columns import Column, Table, read_table, report_repeated
from planner.inputs.sheets import Sheet

COLUMNS = (
    Column("team", ("kode_tim",), name),
    Column("people", ("jumlah_orang",), count),
    Column("note", ("ket",), name, required=False, default="-"),
)


def read(headers: tuple[str, ...], *rows: tuple[object, ...]) -> tuple[Table, list[Fault]]:
    faults: list[Fault] = []
    sheet = Sheet("teams.csv", None, headers, list(enumerate(rows, start=2)))  # type: ignore[arg-type]
    return read_table(sheet, COLUMNS, faults), faults


def test_headers_are_found_in_both_languages_whatever_their_case_and_signs() -> None:
    for headers in (("Kode Tim*", "Jumlah Orang"), ("KODE_TIM", "jumlah-orang"), ("team", "PEOPLE")):
        table, faults = read(headers, ("A", "12"))

        assert faults == []
        assert list(table.records()) == [(2, {"team": "A", "people": 12, "note": "-"})]


def test_every_faulty_cell_is_listed_and_good_rows_are_kept() -> None:
    table, faults = read(("kode_tim", "jumlah_orang"), ("A", "x"), ("", "5"), ("C", "7"), (None, "1.5"))

    assert [(fault.row, fault.column, fault.value) for fault in faults] == [
        (3, "kode_tim", "(empty)"),
        (5, "kode_tim", "(empty)"),
        (2, "jumlah_orang", "x"),
        (5, "jumlah_orang", "1.5"),
    ]
    assert table.values["team"] == ["C"]
    assert table.rows == [4]


def test_a_missing_column_is_a_fault_that_names_what_was_found() -> None:
    table, faults = read(("kode_tim", "banyak"), ("A", "12"))

    assert table.rows == []
    assert [fault.problem for fault in faults] == [
        "column 'jumlah_orang' (people) is missing; found kode_tim, banyak"
    ]


def test_two_columns_for_the_same_thing_are_a_fault() -> None:
    _, faults = read(("kode_tim", "people", "jumlah orang"), ("A", "1", "2"))

    assert [(fault.column, fault.problem) for fault in faults] == [
        ("jumlah orang", "says the same as column 'people'")
    ]


def test_a_second_header_row_in_english_is_left_out() -> None:
    table, faults = read(("Kode Tim", "Jumlah Orang", "Ket"), ("team", "people", "note"), ("A", "1", ""))

    assert faults == []
    assert table.rows == [3]


def test_a_first_row_of_data_is_no_second_header() -> None:
    table, _ = read(("Kode Tim", "Jumlah Orang"), ("team", "1"))

    assert table.values["team"] == ["team"]


def test_unknown_columns_are_named() -> None:
    table, _ = read(("kode_tim", "jumlah_orang", "warna"), ("A", "1", "biru"))

    assert table.unused == ("warna",)


def test_yes_one_and_one_point_zero_are_parsed_apart() -> None:
    _, faults = read(("kode_tim", "jumlah_orang"), ("A", 1), ("B", True), ("C", 1.0))

    assert [fault.row for fault in faults] == [3]


def test_what_stands_twice_is_a_fault_whatever_its_case() -> None:
    table, faults = read(("kode_tim", "jumlah_orang"), ("T1", 1), ("t1", 2), ("T2", 3))

    report_repeated(table, "team", faults)

    assert [(fault.row, fault.value, fault.problem) for fault in faults] == [
        (3, "t1", "stands in row 2 already")
    ]


def test_headers_that_a_shapefile_cut_to_ten_letters_are_found() -> None:
    faults: list[Fault] = []
    sheet = Sheet("desa.shp", None, ("kode_tim", "jumlah_ora"), [(2, ("A", 3))])

    table = read_table(sheet, COLUMNS, faults)

    assert faults == []
    assert table.values["people"] == [3]
