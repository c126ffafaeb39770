"""The workbook that ``planner template`` writes: its sheets, drop-downs, formats, and what stands in it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from planner.errors import PlannerError
from planner.inputs.office.fields import FORMS
from planner.inputs.office.parameters import PARAMETERS
from planner.inputs.settings import OfficeSettings, read_settings
from planner.template import write_template
from planner.template.known import regency

SHEETS = [
    *("Petunjuk", "Desa", "Basis", "Tim", "Petugas", "Alat", "Layanan Reguler", "Kalender", "Tempuh"),
    *("Aturan", "Biaya", "Realisasi", "Parameter"),
]


@pytest.fixture(scope="module")
def rote_ndao(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_template(tmp_path_factory.mktemp("rote"), code="53.14")[0]


@pytest.fixture(scope="module")
def book(rote_ndao: Path) -> Any:
    return openpyxl.load_workbook(rote_ndao)


def column(sheet: Worksheet, key: str) -> int:
    """Return the number of the column with an English key."""
    return next(cell.column for cell in sheet[2] if cell.value == key)


def validation(sheet: Worksheet, key: str) -> Any:
    """Return the check that holds for the cells of a column."""
    cell = sheet.cell(4, column(sheet, key)).coordinate
    return next((check for check in sheet.data_validations.dataValidation if cell in check.sqref), None)


def test_the_sheets_stand_in_their_order(book: Any) -> None:
    assert book.sheetnames == SHEETS


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_sheet_has_its_headers_keys_notes_and_example(book: Any, form: Any) -> None:
    sheet = book[form.name]

    assert [cell.value for cell in sheet[2]] == [field.key for field in form.fields]
    for field, cell in zip(form.fields, sheet[1], strict=True):
        assert cell.value == field.header + ("*" if form.is_required(field) else "")
        assert field.about[0][1:] in cell.comment.text
    assert sheet["A3"].value.startswith("CONTOH")
    assert sheet["A3"].font.italic
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B3", "$1:$2")
    assert sheet.page_setup.orientation == "landscape"


def test_the_villages_of_the_regency_stand_there_without_any_number_of_people(book: Any) -> None:
    sheet = book["Desa"]
    rows = [row for row in sheet.iter_rows(min_row=4) if row[0].value]

    assert len(rows) == 119
    known = ("village_code", "province", "regency", "district", "village", "island", "lat", "lon")
    assert {cell.column for row in rows for cell in row if cell.value is not None} == {
        column(sheet, key) for key in known
    }
    assert all(isinstance(row[0].value, str) and row[0].number_format == "@" for row in rows)
    first = {key: rows[0][column(sheet, key) - 1].value for key in known}
    assert first["village_code"].startswith("53.14.")
    assert (first["province"], first["regency"]) == ("Nusa Tenggara Timur", "Kabupaten Rote Ndao")
    assert -11.1 < first["lat"] < -10.4 < 122.6 < first["lon"] < 123.6


def test_codes_are_text_where_nothing_stands_yet(book: Any) -> None:
    for name, key in (
        ("Desa", "village_code"),
        ("Basis", "base"),
        ("Petugas", "nip"),
        ("Realisasi", "village"),
    ):
        assert book[name].cell(10, column(book[name], key)).number_format == "@"


@pytest.mark.parametrize(
    ("name", "key", "choices"),
    [
        ("Desa", "lodging", "ya,tidak"),
        ("Desa", "power", "PLN,genset,tidak"),
        ("Desa", "signal", "4G,3G,2G,tidak"),
        ("Alat", "type", "mobile,statis"),
        ("Alat", "state", "baik,rusak,pinjam"),
        ("Kalender", "kind", "libur,cuti bersama,ramadan,pemungutan suara,khusus"),
        ("Kalender", "worked", "ya,tidak"),
        ("Aturan", "kind", "TETAPKAN,LARANG,WAJIB,MINIMUM,MAKSIMUM,BERSAMA,URUT"),
        ("Biaya", "item", "uang harian,penginapan,per km,genset,tambahan kunjungan"),
        ("Realisasi", "status", "selesai,sebagian,batal"),
        ("Petugas", "role", "ketua,operator,pendukung,sopir"),
    ],
)
def test_fixed_lists_are_drop_downs(book: Any, name: str, key: str, choices: str) -> None:
    check = validation(book[name], key)

    assert (check.type, check.formula1) == ("list", f'"{choices}"')


@pytest.mark.parametrize(
    ("name", "key", "other"),
    [
        ("Tim", "base", "Basis"),
        ("Alat", "location", "Basis"),
        ("Layanan Reguler", "place", "Basis"),
        ("Petugas", "team", "Tim"),
        ("Realisasi", "village", "Desa"),
        ("Realisasi", "kit", "Alat"),
    ],
)
def test_ids_of_another_sheet_are_drop_downs_without_its_example(
    book: Any, name: str, key: str, other: str
) -> None:
    check = validation(book[name], key)

    assert check.type == "list"
    cells = f"'{other}'!$A$4:$A$2001"
    assert check.formula1 == f"OFFSET('{other}'!$A$4,0,0,MAX(1,COUNTA({cells})),1)"
    assert check.errorStyle == "warning"  # the row of the example may have been overwritten


@pytest.mark.parametrize(
    ("name", "key", "kind", "low"), [("Desa", "unrecorded", "whole", "0"), ("Desa", "lon", "decimal", "94.0")]
)
def test_numbers_have_limits(book: Any, name: str, key: str, kind: str, low: str) -> None:
    check = validation(book[name], key)

    assert (check.type, check.formula1) == (kind, low)


def test_months_and_dates_are_checked(book: Any) -> None:
    assert validation(book["Desa"], "closed_months").formula1.startswith('"Januari,')
    assert validation(book["Kalender"], "to").type == "date"
    assert validation(book["Desa"], "closed") is None  # several dates stand in one cell


def test_the_parameters_stand_there_with_what_holds_by_default(book: Any) -> None:
    rows = [
        [cell.value for cell in row[:2]] for row in book["Parameter"].iter_rows(min_row=4) if row[0].value
    ]

    assert rows == [[known.label, known.default or None] for known in PARAMETERS]


def test_the_guide_names_every_sheet_and_whose_the_villages_are(book: Any) -> None:
    cells = [cell.value for row in book["Petunjuk"].iter_rows() for cell in row if cell.value]

    assert set(SHEETS[1:]) <= set(cells)
    assert any("OpenStreetMap" in cell for cell in cells)
    assert any(cell.startswith("Versi ") for cell in cells)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_project_file_names_the_workbook(tmp_path: Path, language: Any) -> None:
    _, project = write_template(tmp_path, code="53.14", language=language)

    settings = read_settings(project)

    assert isinstance(settings, OfficeSettings)
    assert (settings.title, settings.workbook) == ("Kabupaten Rote Ndao", "masukan.xlsx")
    assert "OpenStreetMap" in settings.attribution


def test_an_english_template_keeps_the_headers_and_explains_them_in_english(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_template(tmp_path, language="en")[0])

    assert book.sheetnames == SHEETS
    assert book["Desa"]["A1"].value == "Kode Desa*"
    assert "Required" in book["Desa"]["A1"].comment.text


@pytest.mark.parametrize("name", ["masukan.xlsx", "planner.toml"])
def test_nothing_is_overwritten_unless_asked(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("ours", encoding="utf-8")

    with pytest.raises(PlannerError, match=f"{name}.*--force"):
        write_template(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "ours"
    write_template(tmp_path, is_forced=True)
    assert (tmp_path / name).read_bytes() != b"ours"


def test_a_regency_nobody_knows_is_named_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match=r"53\.99.*53\.01 Kabupaten Kupang, 53\.14 Kabupaten Rote Ndao"):
        write_template(tmp_path / "new", code="53.99")

    assert not (tmp_path / "new").exists()


def test_an_installation_without_the_map_says_so(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="come with the checkout"):
        regency("53.14", tmp_path / "data" / "villages.geojson")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(PlannerError, match="cannot be written"):
        write_template(tmp_path / "file" / "folder")


def test_the_calendar_holds_the_collective_leave_of_the_year(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_template(tmp_path, year=2026)[0])
    rows = [row for row in book["Kalender"].iter_rows(min_row=4, values_only=True) if row[0]]

    assert [row[0].isoformat()[:10] for row in rows if row[0].month == 3] == [
        "2026-03-18",
        "2026-03-20",
        "2026-03-23",
        "2026-03-24",
    ]
    assert {(row[2], row[5]) for row in rows} == {("cuti bersama", "tidak")}
    assert rows[0][6] == "Tahun Baru Imlek"


def test_a_year_without_a_list_of_leave_leaves_the_calendar_empty(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_template(tmp_path, year=2030)[0])

    assert not any(row[0] for row in book["Kalender"].iter_rows(min_row=4, values_only=True))
