"""Team sheets that come back: whatever a team writes by hand is read, or is a fault with its cell."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.actuals import Actual
from planner.domain.plan import Plan
from planner.errors import InputError
from planner.exporters.xlsx import write_xlsx
from planner.inputs.actuals import Reports, read_actuals

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2018, 5, day) for day in (7, 8, 9, 10))
SOFFICE = shutil.which("soffice")


class Sheets:
    """The workbook of a plan: its team sheets filled in, spoilt and read back."""

    def __init__(self, plan: Plan, folder: Path, language: Any = "id", *, is_whole: bool = False) -> None:
        self.plan, self.path = plan, folder / "back.xlsx"
        write_xlsx(plan, self.path, language=language)
        self.book: Workbook = openpyxl.load_workbook(self.path)
        for name in self.book.sheetnames:
            if not (is_whole or name.startswith(("Lembar Tim", "Team Sheet"))):
                del self.book[name]
        self.sheet: Worksheet = self.book["Lembar Tim T1" if language == "id" else "Team Sheet T1"]

    def columns(self, sheet: Worksheet | None = None) -> dict[str, int]:
        return {str(cell.value): cell.column for cell in (sheet or self.sheet)[4]}

    def fill(self, row: int, sheet: Worksheet | None = None, **values: Any) -> None:
        sheet, columns = sheet or self.sheet, self.columns(sheet)
        for name, value in values.items():
            sheet.cell(row, columns[name.replace("_", " ")]).value = value

    def by_hand(self, day: Any, village: Any, *, row: int = 8, **values: Any) -> None:
        """Write a visit into an empty row."""
        self.sheet.cell(row, 1).value, self.sheet.cell(row, 2).value = day, village
        self.fill(row, **values)

    def read(self, **more: Any) -> Reports:
        self.book.save(self.path)
        return read_actuals(self.path, self.plan, **more)

    def faults(self, **more: Any) -> list[str]:
        with pytest.raises(InputError) as caught:
            self.read(**more)
        return [str(fault) for fault in caught.value.faults]


def numbers(reports: Reports) -> list[tuple[Any, ...]]:
    return [(a.day, a.team, a.village, a.came, a.recorded, a.failed) for a in reports.actuals]


def notes(reports: Reports) -> str:
    return "\n".join(map(str, reports.notes))


@pytest.fixture
def sheets(good_plan: Plan, tmp_path: Path) -> Sheets:
    return Sheets(good_plan, tmp_path)


def test_all_that_a_sheet_asks_for_is_read(sheets: Sheets) -> None:
    sheets.fill(
        5, Hadir=50, Terekam=45, Gagal=5, Jam_Mulai="08.30", Jam_Selesai=time(12), Status="sebagian",
        Alasan="M3 P2 TD4, hujan", Paraf_Kades="ttd",
    )  # fmt: skip

    (actual,) = sheets.read().actuals

    assert replace(actual, plan_version="", file="") == Actual(
        MONDAY, "T1", NEAR, 45, "sebagian", came=50, failed=5, start=510, end=720, dead=3, moved=2,
        not_found=4, reason="hujan",
    )  # fmt: skip


def test_english_sheets_are_read_too(good_plan: Plan, tmp_path: Path) -> None:
    sheets = Sheets(good_plan, tmp_path, "en")
    sheets.fill(6, Came=50, Recorded=48, Started="8", Ended="9.30", Status="in part", Reason="T, G1")
    sheets.fill(7, Status="cancelled")

    first, second = sheets.read().actuals

    assert (first.village, first.recorded, first.start, first.end) == (FAR, 48, 480, 570)
    assert (first.status, first.closed, first.duplicate) == ("sebagian", True, 1)
    assert second.status == "batal"


def test_the_other_sheets_of_our_workbook_hold_no_reports(good_plan: Plan, tmp_path: Path) -> None:
    sheets = Sheets(good_plan, tmp_path, is_whole=True)
    sheets.fill(5, Terekam=45)

    reports = sheets.read()

    assert (len(sheets.book.sheetnames), len(reports.actuals), reports.notes) == (10, 1, ())


def test_rows_that_are_not_filled_in_are_no_reports(sheets: Sheets) -> None:
    sheets.fill(5, Hadir="-", Terekam="–")
    sheets.fill(6, Hadir=1, Terekam=0)

    reports = sheets.read()

    assert ([a.day for a in reports.actuals], reports.blank, reports.notes) == ([TUESDAY], 2, ())


def test_sheets_without_a_report_are_a_fault(sheets: Sheets) -> None:
    assert "there is no report in it" in sheets.faults()[0]


def test_two_stops_of_a_team_in_a_village_on_a_day_are_one_visit(good_plan: Plan, tmp_path: Path) -> None:
    day = good_plan.team_days[2]
    first = replace(day.stops[0], close=510, people=5)
    again = replace(first, arrive=510, open=510, close=570, people=10)
    days = (*good_plan.team_days[:2], replace(day, stops=(first, again)))
    sheets = Sheets(replace(good_plan, team_days=days), tmp_path)
    sheets.fill(7, Terekam=7, Jam_Mulai="8", Jam_Selesai="9")
    sheets.fill(8, Terekam=4, Jam_Mulai="9", Jam_Selesai="10")

    (actual,) = sheets.read().actuals

    assert (actual.day, actual.village, actual.recorded) == (WEDNESDAY, FAR, 11)
    assert (actual.start, actual.end) == (480, 600)


@pytest.mark.parametrize(
    "values",
    [
        {"Terekam": "batal"},
        {"Hadir": "Batal."},
        {"Status": "batal"},
        {"Alasan": "B"},
        {"Jam_Mulai": "batal"},
        {"Paraf_Kades": "BATAL"},
        {"Status": "batal", "Hadir": 0, "Terekam": 0, "Gagal": 0},
    ],
)
def test_a_cancelled_visit_can_be_told_in_any_cell_of_its_row(sheets: Sheets, values: dict[str, Any]) -> None:
    sheets.fill(5, **values)

    (actual,) = sheets.read().actuals

    assert (actual.village, actual.status, actual.recorded) == (NEAR, "batal", 0)


def test_why_a_visit_was_cancelled_is_kept(sheets: Sheets) -> None:
    sheets.fill(5, Alasan="B jembatan putus")

    assert sheets.read().actuals[0].reason == "jembatan putus"


def test_a_visit_of_nothing_is_not_called_finished_without_a_word(sheets: Sheets) -> None:
    sheets.fill(5, Hadir=0, Terekam=0, Gagal=0)

    reports = sheets.read()

    assert reports.actuals[0].status == "selesai"
    assert "row 5, column Terekam" in notes(reports)
    assert "write batal if the team was not there" in notes(reports)


def test_a_sheet_is_known_whatever_it_is_called(sheets: Sheets) -> None:
    sheets.sheet.title = "R1 sudah"
    sheets.fill(5, Terekam=45)

    assert numbers(sheets.read()) == [(MONDAY, "T1", NEAR, None, 45, 0)]


def test_without_its_first_lines_a_sheet_is_its_teams_by_name(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)
    for row in (1, 2, 3):
        sheets.sheet.cell(row, 1).value = None

    assert numbers(sheets.read()) == [(MONDAY, "T1", NEAR, None, 45, 0)]


@pytest.mark.parametrize("title", ["Lembar Tim T1 B: Tim", "Lembar Tim T1 B", "lembar tim t1 b minggu 2"])
def test_the_first_line_names_the_team_with_the_longer_code(
    two_teams: Plan, tmp_path: Path, title: str
) -> None:
    teams = (two_teams.problem.teams[0], replace(two_teams.problem.teams[1], id="T1 B"))
    days = tuple(day for day in two_teams.team_days if day.team == "T1")
    sheets = Sheets(Plan(two_teams.problem.replace(teams=teams), days, two_teams.outcome), tmp_path)
    sheets.fill(5, Terekam=5)
    sheets.sheet["A1"].value, sheets.sheet.title = title, "kembali"

    assert {actual.team for actual in sheets.read().actuals} == {"T1 B"}


def test_a_sheet_of_nobody_is_a_fault(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)
    sheets.sheet.title, sheets.sheet["A1"].value = "Sudah", None

    assert "does not say whose sheet it is; the teams of the plan are T1" in sheets.faults()[0]


def test_a_sheet_that_says_two_teams_is_a_fault(two_teams: Plan, tmp_path: Path) -> None:
    sheets = Sheets(two_teams, tmp_path)
    sheets.fill(5, Terekam=5)
    del sheets.book["Lembar Tim T2"]
    sheets.sheet.title = "Lembar Tim T2"

    assert "its first line says team T1, its name says team T2" in sheets.faults()[0]


def test_a_copy_of_a_sheet_is_counted_once(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)
    sheets.book.copy_worksheet(sheets.sheet).title = "Lembar Tim T1 (2)"

    reports = sheets.read()

    assert numbers(reports) == [(MONDAY, "T1", NEAR, None, 45, 0)]
    assert "says the same as row 5 of Lembar Tim T1, and is counted once" in notes(reports)


def test_a_copy_that_says_something_else_is_a_fault(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)
    sheets.fill(5, sheets.book.copy_worksheet(sheets.sheet), Terekam=40)

    (fault,) = sheets.faults()

    assert "row 5" in fault
    assert "the visit stands in row 5 of Lembar Tim T1 already" in fault


@pytest.mark.parametrize("header", ["Jumlah Terekam", "TEREKAM", "Direkam", "Terekam (orang)"])
def test_a_header_may_be_said_otherwise(sheets: Sheets, header: str) -> None:
    sheets.fill(5, Terekam=45)
    sheets.sheet.cell(4, sheets.columns()["Terekam"]).value = header

    assert numbers(sheets.read()) == [(MONDAY, "T1", NEAR, None, 45, 0)]


def test_a_sheet_without_terekam_is_a_fault(sheets: Sheets) -> None:
    sheets.fill(5, Hadir=50, Terekam=45)
    sheets.sheet.cell(4, sheets.columns()["Terekam"]).value = "Hasil"

    (fault,) = sheets.faults()

    assert "sheet Lembar Tim T1, row 4: column Terekam is missing" in fault
    assert "Hasil" in fault


def test_a_sheet_without_its_header_is_a_fault(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)
    sheets.sheet.delete_rows(4)

    assert "is a team sheet without its header" in sheets.faults()[0]


def test_without_the_column_of_codes_villages_are_found_by_name(sheets: Sheets) -> None:
    sheets.fill(6, Terekam=45)
    sheets.sheet.delete_cols(sheets.columns()["Kode Desa"])

    reports = sheets.read()

    assert numbers(reports) == [(TUESDAY, "T1", FAR, None, 45, 0)]
    assert reports.blank == 2
    assert [str(note) for note in reports.notes] == [
        "sheet Lembar Tim T1, row 4: column Kode Desa is missing; villages are found by their names"
    ]


def test_a_column_that_nobody_knows_is_told(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)
    sheets.sheet.cell(4, 14).value, sheets.sheet.cell(5, 14).value = "Formulir", 12
    sheets.sheet.cell(4, 15).value, sheets.sheet.cell(5, 15).value = "Catatan", "ramai"

    assert [str(note) for note in sheets.read().notes] == [
        "sheet Lembar Tim T1, row 5, column Formulir: found '12'; "
        "this column is not known, and not read (1 cells)"
    ]


@pytest.mark.parametrize("row", [8, 15])  # one of the empty rows, and one below all that is printed
def test_a_visit_written_by_hand_is_found_by_its_name(sheets: Sheets, row: int) -> None:
    sheets.by_hand("10 Mei 2018", "desa NEAR", row=row, Hadir=12, Terekam=9)

    reports = sheets.read()

    assert numbers(reports) == [(THURSDAY, "T1", NEAR, 12, 9, 0)]
    assert reports.unplanned == ((THURSDAY, "T1", NEAR),)
    assert f"row {row}, column Desa/Kelurahan: found 'desa NEAR'" in notes(reports)
    assert "is taken to be Near, Dekat (53.01.01.2001)" in notes(reports)


def test_a_village_that_comes_to_another_is_found_by_its_name_too(good_plan: Plan, tmp_path: Path) -> None:
    from planner.domain.places import Guest

    near, far = good_plan.problem.villages
    near = replace(near, guests=(Guest("53.01.01.2009", "Tamu", 20),))
    sheets = Sheets(replace(good_plan, problem=good_plan.problem.replace(villages=(near, far))), tmp_path)
    sheets.by_hand("10 Mei 2018", "Tamu", Terekam=9)

    assert numbers(sheets.read()) == [(THURSDAY, "T1", NEAR, None, 9, 0)]


@pytest.fixture
def namesakes(good_plan: Plan, tmp_path: Path) -> Sheets:
    """Both villages are called Oeseli, in the kecamatan Dekat and Jauh."""
    villages = tuple(replace(village, name="Oeseli") for village in good_plan.problem.villages)
    return Sheets(replace(good_plan, problem=good_plan.problem.replace(villages=villages)), tmp_path)


def test_a_name_that_fits_several_villages_is_a_fault(namesakes: Sheets) -> None:
    namesakes.by_hand("10 Mei 2018", "Oeseli", Terekam=9)

    assert namesakes.faults() == [
        "sheet Lembar Tim T1, row 8, column Desa/Kelurahan: found 'Oeseli'; several villages have this name "
        "-> write its code; likely are Oeseli, Dekat (53.01.01.2001); Oeseli, Jauh (53.01.02.2001)"
    ]


@pytest.mark.parametrize("name", ["Oeseli, Kec. Jauh", "Oeseli (Jauh)"])
def test_the_kecamatan_behind_a_name_tells_which(namesakes: Sheets, name: str) -> None:
    namesakes.by_hand("10 Mei 2018", name, Terekam=9)

    assert namesakes.read().actuals[0].village == FAR


def test_a_name_that_fits_no_village_is_a_fault_with_the_likeliest(sheets: Sheets) -> None:
    sheets.by_hand("10 Mei 2018", "Neaar", Terekam=9)

    (fault,) = sheets.faults()

    assert "found 'Neaar'; no village of the plan is called so" in fault
    assert "likely are Near, Dekat (53.01.01.2001)" in fault


@pytest.mark.parametrize(
    ("day", "village", "values", "words"),
    [
        (None, "Near", {"Terekam": 9}, "expected the date of the visit"),
        ("10 Mei 2018", None, {"Terekam": 9}, "expected the village that was visited"),
        (None, None, {"Terekam": 9}, "expected the village that was visited"),
        ("10 Mei 2018", "Near", {}, "expected the number of people recorded"),
        ("10 Mei 2018", "Near", {"Terekam": "sembilan"}, "expected a whole number of people"),
        ("10 Mai 2018", "Near", {"Terekam": 9}, "expected a date such as"),
        ("10 Mei 2018", "Near", {"Terekam": 9, "Alasan": "N3"}, "N3 is none of the codes"),
        ("10 Mei 2018", "Near", {"Terekam": 9, "Status": "hampir"}, "expected selesai, sebagian or batal"),
        ("10 Mei 2018", "Near", {"Terekam": 9, "Jam_Mulai": "pagi"}, "expected hours such as"),
        ("10 Mei 2018", "Near", {"Status": "selesai", "Alasan": "B"}, "the row says selesai and batal"),
    ],
)
def test_a_row_by_hand_that_cannot_be_read_is_a_fault(
    sheets: Sheets, day: Any, village: Any, values: dict[str, Any], words: str
) -> None:
    sheets.fill(5, Terekam=1)
    sheets.by_hand(day, village, **values)

    told = sheets.faults()

    assert all("sheet Lembar Tim T1, row 8" in fault for fault in told)
    assert any(words in fault for fault in told)


def test_a_row_by_hand_of_a_visit_that_stands_above_is_a_fault(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=40)
    sheets.by_hand("7 Mei 2018", "Near", Terekam=5)

    assert "the visit stands in row 5 of Lembar Tim T1 already" in sheets.faults()[0]


def test_a_printed_row_that_was_copied_is_a_fault(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=40)
    sheets.by_hand(datetime(2018, 5, 7), "Near", Kode_Desa=NEAR, Terekam=40)

    assert "the visit stands in row 5 of Lembar Tim T1 already" in sheets.faults()[0]


def test_a_name_written_over_beside_the_old_code_is_a_fault(sheets: Sheets) -> None:
    sheets.sheet.cell(5, 2).value = "Far"
    sheets.fill(5, Terekam=9)

    assert sheets.faults() == [
        "sheet Lembar Tim T1, row 5, column Desa/Kelurahan: found 'Far'; the code beside it, 53.01.01.2001, "
        "is that of Near -> write the code of the village that was visited: Far, Jauh (53.01.02.2001)"
    ]


@pytest.mark.parametrize("name", ["Desa Near (balai)", "Near, balai desa", "Balai desa Near", None])
def test_a_name_may_be_said_otherwise_beside_its_code(sheets: Sheets, name: str | None) -> None:
    sheets.sheet.cell(5, 2).value = name
    sheets.fill(5, Terekam=9)

    assert sheets.read().actuals[0].village == NEAR


def test_signatures_are_no_reports_and_are_told(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)
    for row, column, words in ((14, 13, "Near, 12 Mei 2018"), (15, 2, "Mengetahui,"), (15, 12, "Ketua Tim")):
        sheets.sheet.cell(row, column).value = words
    sheets.sheet.cell(18, 12).value = "NIP. 19700101 199503 1 001"
    sheets.sheet.cell(19, 1).value, sheets.sheet.cell(19, 13).value = datetime(2018, 5, 12), "Kades Near"

    reports = sheets.read()

    assert len(reports.actuals) == 1
    assert "row 14 (Near, 12 Mei 2018), row 15 (Mengetahui,)" in notes(reports)


def test_a_day_of_mere_travel_is_no_report(good_plan: Plan, tmp_path: Path) -> None:
    there = replace(good_plan.team_days[1], stops=(), back=600)
    sheets = Sheets(replace(good_plan, team_days=(good_plan.team_days[0], there)), tmp_path)
    sheets.fill(5, Terekam=45)

    reports = sheets.read()

    assert (len(reports.actuals), reports.blank, reports.notes) == (1, 0, ())


def test_a_column_and_a_code_that_say_different_numbers_are_a_fault(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45, Alasan="M3")
    sheets.fill(6, Terekam=45, Alasan="M3")
    sheets.sheet.cell(4, 14).value = "Meninggal"
    sheets.sheet.cell(5, 14).value, sheets.sheet.cell(6, 14).value = 2, 3

    assert sheets.faults() == [
        "sheet Lembar Tim T1, row 5, column Meninggal: found '2'; the codes in the column of reasons say 3 "
        "-> correct one of the two"
    ]


def test_any_other_sheet_with_something_in_it_is_a_fault(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)
    sheets.book.create_sheet("Lembar4")
    sheets.book.create_sheet("Catatan Pak Budi")["B2"].value = "Near 12 orang"

    (fault,) = sheets.faults()

    assert "sheet Catatan Pak Budi: is filled in and cannot be read" in fault


def test_a_table_realisasi_may_have_any_name(sheets: Sheets) -> None:
    sheet = sheets.book.create_sheet("Mei")
    sheet.append(["Tanggal", "Tim", "Kode Desa", "Terekam", "Status"])
    sheet.append([datetime(2018, 5, 7), "T1", NEAR, 45, "selesai"])

    assert numbers(sheets.read()) == [(MONDAY, "T1", NEAR, None, 45, 0)]


def test_the_version_of_the_plan_is_read_from_its_sheets(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)

    (actual,) = sheets.read().actuals

    assert actual.plan_version == sheets.plan.version
    assert f"Versi rencana: {sheets.plan.version}" in str(sheets.sheet["A2"].value)


def renamed_version(sheets: Sheets, version: str) -> None:
    title = str(sheets.sheet["A2"].value)
    sheets.sheet["A2"].value = title.replace(sheets.plan.version, version)


def test_a_sheet_of_a_plan_before_is_compared_with_what_was_announced_from_it(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)
    sheets.fill(6, Terekam=50)
    renamed_version(sheets, "v0123abcd")

    reports = sheets.read(versions={"v0123abcd": {(MONDAY, "T1", NEAR)}})

    assert {actual.plan_version for actual in reports.actuals} == {"v0123abcd"}
    assert reports.unplanned == ((TUESDAY, "T1", FAR),)
    assert "was printed from plan v0123abcd" in notes(reports)


def test_a_sheet_of_a_plan_whose_visits_are_not_known_is_told(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)
    renamed_version(sheets, "v0123abcd")

    reports = sheets.read(versions={"v0123abcd": ()})

    assert reports.unplanned == ()
    assert "that plan is not at hand" in notes(reports)


def test_a_sheet_of_a_plan_that_nobody_knows_is_a_fault(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)
    sheets.fill(6, Terekam=50)
    renamed_version(sheets, "v0123abcd")

    (fault,) = sheets.faults(versions={"v99999999": ()})

    assert "was printed from plan v0123abcd, which is no plan of this campaign" in fault
    assert f"known are {', '.join(sorted([sheets.plan.version, 'v99999999']))}" in fault


def test_a_sheet_without_a_version_is_taken_and_told(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)
    sheets.sheet["A2"].value = None

    reports = sheets.read()

    assert reports.actuals[0].plan_version == sheets.plan.version
    assert "names no version of a plan" in notes(reports)


@pytest.fixture
def before(tmp_path: Path) -> Callable[..., Path]:
    """Write a sheet as it was printed before: more columns, hours in one of them, no version."""

    def write(hours: Any) -> Path:
        book = openpyxl.Workbook()
        book.active.title = "Lembar Tim T1"
        book.active.append(["Lembar Tim T1: Tim 1, Oelamasi"])
        book.active.append(["Two villages, Senin, 7 Mei 2018 s.d. Jumat, 11 Mei 2018 (4 hari kerja)"])
        book.active.append([])
        header = ["Hari, Tanggal", "Kecamatan", "Desa/Kelurahan", "Kode Desa", "Berangkat", "Belum Rekam"]
        book.active.append([*header, "Target", "Hadir", "Terekam", "Gagal", "Jam", "Paraf Kades"])
        day = [datetime(2018, 5, 7), "Dekat", "Near", NEAR, "08.00", 65]
        book.active.append([*day, 65, 50, 45, 5, hours, None])
        book.active.append(["Jumlah", None, None, None, None, None, "=SUM(G5:G5)"])
        book.save(tmp_path / "before.xlsx")
        return tmp_path / "before.xlsx"

    return write


@pytest.mark.parametrize("hours", ["09.30 - 11.00", "09:30-11", "jam 9.30 s.d. 11.00 WITA", "9.30 sampai 11"])
def test_hours_in_one_cell_are_read(good_plan: Plan, before: Callable[..., Path], hours: str) -> None:
    (actual,) = read_actuals(before(hours), good_plan).actuals

    assert (actual.recorded, actual.start, actual.end) == (45, 570, 660)


def test_a_length_is_no_hours_and_is_told(good_plan: Plan, before: Callable[..., Path]) -> None:
    reports = read_actuals(before("2 jam"), good_plan)

    assert (reports.actuals[0].start, reports.actuals[0].end) == (None, None)
    assert "row 5, column Jam: found '2 jam'; is a length and no hours" in notes(reports)


@pytest.mark.parametrize("end", ["01.30", "09.30"])
def test_hours_that_run_backwards_are_a_fault(sheets: Sheets, end: str) -> None:
    sheets.fill(5, Terekam=45, Jam_Mulai="09.30", Jam_Selesai=end)

    assert f"service ends before it begins (09.30 to {end})" in sheets.faults()[0]


def test_a_sheet_saved_as_csv_is_read(sheets: Sheets, tmp_path: Path) -> None:
    sheets.fill(5, Terekam=45)
    rows = [[str(c.value or "") for c in row] for row in sheets.sheet.iter_rows()]
    rows[4][0] = "07/05/2018"
    text = "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
    (tmp_path / "tim.csv").write_text(text, encoding="utf-8")

    assert numbers(read_actuals(tmp_path / "tim.csv", sheets.plan)) == [(MONDAY, "T1", NEAR, None, 45, 0)]


def test_a_column_of_persons_is_refused(sheets: Sheets) -> None:
    sheets.fill(5, Terekam=45)
    sheets.sheet.cell(4, 14).value, sheets.sheet.cell(5, 14).value = "Nama Warga", "Ani"

    assert any("personal data" in fault for fault in sheets.faults())


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_sheets_filled_in_and_saved_by_another_program_say_the_same(sheets: Sheets, suffix: str) -> None:
    sheets.fill(5, Hadir=50, Terekam=45, Gagal=5, Jam_Mulai="08.30", Jam_Selesai="12.00", Alasan="M3")
    sheets.fill(6, Status="batal")
    sheets.by_hand("10 Mei 2018", "Near", Hadir=12, Terekam=9)
    ours = sheets.read()
    out = sheets.path.parent / "out"
    profile = (sheets.path.parent / "profile").as_uri()
    command = [str(SOFFICE), "--headless", f"-env:UserInstallation={profile}", "--convert-to", suffix]
    subprocess.run([*command, "--outdir", str(out), str(sheets.path)], check=True, capture_output=True)

    theirs = read_actuals(out / f"back.{suffix}", sheets.plan)

    assert [a.says() for a in theirs.actuals] == [a.says() for a in ours.actuals]
    assert (theirs.blank, len(theirs.notes)) == (ours.blank, len(ours.notes)) == (1, 1)
