"""The workbook, read back with openpyxl."""

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook

from planner.domain.places import Guest
from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.exporters.xlsx import write_xlsx
from planner.exporters.xlsx.book import sheet_name
from planner.exporters.xlsx.matrix import PAPER_INCHES
from planner.exporters.xlsx.team_sheets import COLUMNS
from planner.words import word

FAR = "53.01.02.2001"
SUM = re.compile(r"=SUM\(([A-Z]+\d+:[A-Z]+\d+)\)")
FORMULAS_OF_OURS = re.compile(
    r"=(SUM|SUMIF|SUMIFS|COUNTIFS|SUMPRODUCT|IF)\(|='[^']+'!\$[A-Z]+\$\d+$|=[A-Z]+\d+-[A-Z]+\d+$"
)
PLANS = ["good_plan", "empty_plan", "no_teams_plan", "nasty_plan", "night_plan", "scarce_plan"]


@pytest.fixture(params=PLANS)
def any_plan(request: pytest.FixtureRequest) -> Plan:
    plan: Plan = request.getfixturevalue(request.param)
    return plan


def both(plan: Plan, folder: Path, language: Any = "id") -> tuple[Workbook, Workbook]:
    """Return the workbook with its formulas, and with the values that stand beside them."""
    write_xlsx(plan, folder / "plan.xlsx", language=language)
    return (
        openpyxl.load_workbook(folder / "plan.xlsx"),
        openpyxl.load_workbook(folder / "plan.xlsx", data_only=True),
    )


def rows_of(book: Workbook, sheet: str, header: int = 4) -> list[dict[str, Any]]:
    """Return the rows of a table below its header, the row of sums included."""
    names = [cell.value for cell in book[sheet][header]]
    rows = book[sheet].iter_rows(min_row=header + 1, values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def formulas_of(book: Workbook) -> list[tuple[str, str, str]]:
    return [
        (sheet.title, cell.coordinate, str(cell.value))
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def test_sheets_stand_in_the_order_of_the_office(good_plan: Plan, tmp_path: Path) -> None:
    book, _ = both(good_plan, tmp_path)

    assert book.sheetnames == [
        "Ringkasan",
        "Jadwal",
        "Matriks Tim",
        "Lembar Tim T1",
        "Rekap Kecamatan",
        "Rekap Desa",
        "Belum Terlayani",
        "Pemberitahuan",
        "Alat & Logistik",
        "Asumsi",
    ]


def test_floors_and_money_stand_where_a_problem_has_them(scarce_plan: Plan, tmp_path: Path) -> None:
    _, book = both(scarce_plan, tmp_path)

    near, far, total = (
        (row["Batas Bawah"], row["Kurang dari Batas Bawah"]) for row in rows_of(book, "Rekap Kecamatan")
    )
    assert (near, far, total) == ((70, 5), (None, None), (70, 5))
    lines = {row[0].value: row[1].value for row in book["Ringkasan"].iter_rows()}
    assert (lines["Biaya rencana (Rp)"], lines["Anggaran (Rp)"]) == (350, 1000)
    assert (lines["Batas atas terbukti dari nilai itu"], lines["Kurang dari Batas Bawah"]) == (133, 5)
    assert "Batas atas terbukti" not in lines


def test_schedule_has_real_dates_and_codes_as_text(good_plan: Plan, tmp_path: Path) -> None:
    book, _ = both(good_plan, tmp_path)

    row = rows_of(book, "Jadwal")[1]
    assert (row["Tanggal"], row["Hari"]) == (datetime(2018, 5, 8), "Selasa")
    assert (row["Kode Desa"], row["Target"], row["Menginap"]) == ("53.01.02.2001", 60, "Far")
    assert book["Jadwal"]["F6"].number_format == "@"
    assert book["Jadwal"]["C6"].number_format == "[$-421]d mmm yyyy"


@pytest.mark.parametrize(
    ("language", "sheet", "expected"),
    [("id", "Lembar Tim T1", "[$-421]ddd, d mmm yyyy"), ("en", "Team Sheet T1", "[$-409]ddd, d mmm yyyy")],
)
def test_team_sheet_writes_dates_with_their_weekday(
    good_plan: Plan, tmp_path: Path, language: str, sheet: str, expected: str
) -> None:
    book, _ = both(good_plan, tmp_path, language)

    assert book[sheet]["A5"].value == datetime(2018, 5, 7)
    assert book[sheet]["A5"].number_format == expected


def test_team_sheet_leaves_room_to_fill_in(good_plan: Plan, tmp_path: Path) -> None:
    book, _ = both(good_plan, tmp_path)

    sheet = book["Lembar Tim T1"]
    rows = rows_of(book, "Lembar Tim T1")[:5]
    to_fill_in = ["Hadir", "Terekam", "Gagal", "Jam Mulai", "Jam Selesai", "Status", "Alasan", "Paraf Kades"]
    assert list(rows[0])[-8:] == to_fill_in
    assert {row[name] for row in rows for name in to_fill_in} == {None}
    assert [list(row.values()) for row in rows[3:]] == [[None] * 13] * 2  # for visits that nobody planned
    assert {sheet.row_dimensions[n].height for n in range(5, 10)} >= {33}
    assert sum((7 * column.width + 5) / 96 for column in COLUMNS) < PAPER_INCHES  # as Excel draws them


def test_team_sheet_says_what_a_team_has_to_know_of_a_visit(two_villages: Problem, tmp_path: Path) -> None:
    near, far = two_villages.villages
    known = replace(near, venue="Balai", contact="Sekdes", guests=(Guest("53.01.01.2002", "Tamu", 5),))
    stop = Stop(near.id, 510, 510, 900, 65)
    days = (TeamDay("T1", date(2018, 5, 7), "B", 480, (stop,), far.id, 960),)
    plan = Plan(two_villages.replace(villages=(known, far)), days, Outcome("by hand"))

    book, _ = both(plan, tmp_path)

    assert book["Lembar Tim T1"]["D5"].value == (
        "berangkat 08.00, buka 08.30–15.00; 65 belum rekam; Dekat; Balai; ikut: Tamu; Sekdes; menginap di Far"
    )


def test_team_sheet_offers_the_words_of_a_status_and_explains_the_codes(
    good_plan: Plan, tmp_path: Path
) -> None:
    book, _ = both(good_plan, tmp_path)

    sheet = book["Lembar Tim T1"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["K5:K9"].formula1 == '"selesai,sebagian,batal"'
    assert {rules[f"{column}5:{column}9"].type for column in "FGH"} == {"whole"}
    assert "M meninggal, P pindah, G ganda, TD tidak ditemukan" in rules["L5:L9"].prompt
    assert rules["L5:L9"].prompt in sheet["A11"].value
    assert rules["L5:L9"].prompt in sheet.oddFooter.left.text


def test_team_sheet_prints_a_week_on_each_page(sunday_plan: Plan, tmp_path: Path) -> None:
    book, values = both(sunday_plan, tmp_path)

    sheet = book["Lembar Tim T1"]
    assert [sheet.cell(brk.id + 1, 1).value for brk in sheet.row_breaks.brk] == [datetime(2018, 5, 14)]
    assert [values["Lembar Tim T1"].cell(row, 5).value for row in (5, 8, 9, 12)] == [10, 10, 20, 20]
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$4", "A5")


def test_every_sheet_but_the_summary_bears_the_version_in_its_second_line(
    good_plan: Plan, tmp_path: Path
) -> None:
    book, _ = both(good_plan, tmp_path)

    lines = [str(sheet["A2"].value) for sheet in book]
    assert [line for line in lines if not line.endswith(f"Versi rencana: {good_plan.version}")] == []


def test_team_sheet_shows_days_of_mere_travel(night_plan: Plan, tmp_path: Path) -> None:
    book, _ = both(night_plan, tmp_path)

    there, visit = rows_of(book, "Lembar Tim T1")[:2]
    assert (there["Desa/Kelurahan"], there["Kode Desa"], there["Target"]) == ("Perjalanan ke Far", None, None)
    assert there["Rencana Kunjungan"] == "berangkat 08.00, tiba 10.00; menginap di Far"
    assert (visit["Desa/Kelurahan"], visit["Kode Desa"], visit["Target"]) == ("Far", FAR, 48)


def test_every_sheet_prints_on_f4_landscape(any_plan: Plan, tmp_path: Path) -> None:
    book, _ = both(any_plan, tmp_path)

    assert {sheet.page_setup.paperSize for sheet in book} == {14}  # Folio: F4
    assert {sheet.page_setup.orientation for sheet in book} == {"landscape"}
    assert {sheet.page_setup.fitToWidth for sheet in book if sheet.sheet_properties.pageSetUpPr} <= {1, None}


@pytest.mark.parametrize(
    "sheet",
    [
        *("Jadwal", "Rekap Kecamatan", "Rekap Desa", "Belum Terlayani"),
        *("Pemberitahuan", "Biaya", "Alat & Logistik"),
    ],
)
def test_headers_are_frozen_filtered_and_printed_on_each_page(
    scarce_plan: Plan, tmp_path: Path, sheet: str
) -> None:
    book, _ = both(scarce_plan, tmp_path)

    assert book[sheet].freeze_panes == "A5"
    assert book[sheet].print_title_rows == "$4:$4"
    assert book[sheet].auto_filter.ref.startswith("A4:")
    assert book[sheet].sheet_properties.pageSetUpPr.fitToPage


def test_sums_are_formulas_and_equal_what_they_sum(any_plan: Plan, tmp_path: Path) -> None:
    book, values = both(any_plan, tmp_path)

    sums = [(sheet, cell, SUM.fullmatch(text)) for sheet, cell, text in formulas_of(book)]
    found = [(sheet, cell, match[1]) for sheet, cell, match in sums if match]
    assert len(found) > 10
    for sheet, cell, area in found:
        left, top, right, bottom = range_boundaries(area)
        cells = values[sheet].iter_rows(top, bottom, left, right, values_only=True)
        expected = sum(value or 0 for row in cells for value in row)
        assert values[sheet][cell].value == expected, (sheet, cell)


def test_no_text_of_the_plan_becomes_a_formula_or_a_link(nasty_plan: Plan, tmp_path: Path) -> None:
    book, _ = both(nasty_plan, tmp_path)

    assert [text for _, _, text in formulas_of(book) if not FORMULAS_OF_OURS.match(text)] == []
    assert [text for _, _, text in formulas_of(book) if "HYPERLINK" in text or "cmd" in text] == []
    assert [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink] == []
    names = [row["Desa/Kelurahan"] for row in rows_of(book, "Rekap Desa")]
    assert names[:2] == [village.name for village in nasty_plan.problem.villages]


def test_summary_adds_up_by_formula(night_plan: Plan, tmp_path: Path) -> None:
    book, values = both(night_plan, tmp_path)

    told = {row[0].value: row[1] for row in book["Ringkasan"].iter_rows(min_row=8, max_col=2)}
    known = {row[0]: row[1] for row in values["Ringkasan"].iter_rows(8, max_col=2, values_only=True)}
    assert (known["Belum Rekam"], known["Direncanakan terekam"]) == (140, 48)
    assert known["Sisa setelah rencana"] == 92
    assert known["Periksa: belum rekam = direncanakan + sisa"] == "cocok"
    assert told["Belum Rekam"].value == "='Rekap Desa'!$G$7"
    assert told["Periksa: belum rekam = direncanakan + sisa"].value == '=IF(B8=B9+B10,"cocok","TIDAK COCOK")'


def test_summary_tells_status_and_gap_in_a_sentence(night_plan: Plan, tmp_path: Path) -> None:
    book, _ = both(night_plan, tmp_path)

    sheet = book["Ringkasan"]
    assert sheet["A3"].value == "SELISIH PALING BANYAK 52,00 %"
    assert sheet["B3"].value == (
        "Rencana ini merekam 48 dari 140 orang; tidak ada rencana yang dapat merekam lebih dari 100 "
        "(selisih 52,00 %)."
    )
    assert "merekam 40 orang; rencana ini 8 orang lebih banyak" in sheet["A4"].value


def test_modelled_numbers_are_announced_on_the_first_sheet_and_in_the_assumptions(
    nasty_plan: Plan, good_plan: Plan, tmp_path: Path
) -> None:
    modelled, _ = both(nasty_plan, tmp_path)
    counted, _ = both(good_plan, tmp_path)

    assert "1 dari 2 desa adalah angka model" in modelled["Ringkasan"]["A5"].value
    assert "1 dari 2 desa adalah angka model" in modelled["Asumsi"]["A3"].value
    assert counted["Ringkasan"]["A5"].value is None
    assert "bukan angka model" in counted["Asumsi"]["A3"].value


def test_summary_has_a_chart_of_people_per_week(good_plan: Plan, tmp_path: Path) -> None:
    book, values = both(good_plan, tmp_path)

    (chart,) = book["Ringkasan"]._charts
    area = chart.series[0].val.numRef.f.split("!")[1].replace("$", "")
    assert values["Ringkasan"][area.split(":")[0]].value == 140


def test_matrix_says_village_people_and_night(good_plan: Plan, tmp_path: Path) -> None:
    book, values = both(good_plan, tmp_path)

    sheet = book["Matriks Tim"]
    assert [cell.value for cell in sheet[5]][2:] == [datetime(2018, 5, day) for day in range(7, 12)]
    assert [cell.value for cell in sheet[6]][2:] == [
        "Near (65)",
        "Far (60)\nMenginap: Far",
        "Far (15)",
        None,
        None,
    ]
    assert [cell.value for cell in values["Matriks Tim"][6]][1] == 140
    assert [cell.value for cell in values["Matriks Tim"][7]][1:] == [140, 65, 60, 15, 0, 0]


def test_matrix_colours_holidays_nights_and_leave(night_plan: Plan, tmp_path: Path) -> None:
    book, _ = both(night_plan, tmp_path)

    monday, tuesday, _, thursday, friday = book["Matriks Tim"][6][2:]
    assert monday.fill.fill_type is None
    assert tuesday.fill.fill_type == "lightUp"
    assert thursday.fill.fgColor.rgb == "FFD9D9D9"
    assert friday.fill.fgColor.rgb == "FFFCE4D6"


def test_matrix_of_many_weeks_prints_two_weeks_a_page(good_plan: Plan, tmp_path: Path) -> None:
    calendar = type(good_plan.problem.calendar)(datetime(2018, 5, 2).date(), datetime(2018, 6, 26).date())
    plan = Plan(good_plan.problem.replace(calendar=calendar), good_plan.team_days, good_plan.outcome)

    book, _ = both(plan, tmp_path)

    sheet = book["Matriks Tim"]
    ends = [sheet.cell(5, brk.id).value for brk in sheet.col_breaks.brk]
    assert ends == [
        datetime(2018, 5, 13),
        datetime(2018, 5, 27),
        datetime(2018, 6, 10),
        datetime(2018, 6, 24),
    ]
    assert sheet.print_title_cols == "$A:$B"


def test_who_is_left_over_is_listed_with_the_reason(night_plan: Plan, tmp_path: Path) -> None:
    book, _ = both(night_plan, tmp_path)

    near, far, _total = rows_of(book, "Belum Terlayani")
    assert (near["Desa/Kelurahan"], near["Sisa"], near["Alasan"]) == ("Near", 65, "tidak masuk rencana ini")
    assert (far["Sisa"], far["Alasan"]) == (27, "terlayani sebagian")


def test_assumptions_name_calendar_versions_and_notes(nasty_plan: Plan, tmp_path: Path) -> None:
    book, _ = both(nasty_plan, tmp_path)

    told = {row["Nama"]: row["Nilai"] for row in rows_of(book, "Asumsi", 5)}
    assert told["Tenggat"] == datetime(2018, 5, 11)
    assert told["Kenaikan Isa Almasih"] == datetime(2018, 5, 10)
    assert told["=1+1"] == "=2+2"
    assert re.match(r"\d+\.\d+", told["PuLP"])
    assert re.match(r"3\.\d+", told["Python"])


def test_names_of_sheets_are_allowed_and_unlike_each_other(nasty_plan: Plan, tmp_path: Path) -> None:
    book, _ = both(nasty_plan, tmp_path)

    names = book.sheetnames
    assert len({name.lower() for name in names}) == len(names) == 12
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)
    assert names[4].endswith(" (2)")


@pytest.mark.parametrize("wanted", ["'quoted'", "a" * 40, "[]:*?/\\ x", "line\nbreak"])
def test_any_name_becomes_a_name_of_a_sheet(wanted: str) -> None:
    name = sheet_name(wanted, [])

    assert 0 < len(name) <= 31
    assert name.strip("'") == name
    assert not re.search(r"[\[\]:*?/\\\n]", name)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_sheet_is_there_in_both_languages(scarce_plan: Plan, tmp_path: Path, language: Any) -> None:
    keys = ["summary", "schedule", "matrix", "team", "districts", "villages", "not_served", "notices"]
    keys += ["costs", "kits", "assumptions"]

    book, _ = both(scarce_plan, tmp_path, language)

    names = [word(f"sheet_{key}", language) + (" T1" if key == "team" else "") for key in keys]
    assert book.sheetnames == names


def test_costs_of_trips_and_weeks_are_sums_of_each_other(scarce_plan: Plan, tmp_path: Path) -> None:
    book, values = both(scarce_plan, tmp_path)

    near, far, total = rows_of(values, "Biaya")[:3]
    assert (near["Uang Harian (Rp)"], near["Total (Rp)"]) == (100, 100)
    assert (far["Penginapan (Rp)"], far["Total (Rp)"], far["Per Orang Terekam (Rp)"]) == (50, 250, 250 / 75)
    assert (total["Target"], total["Total (Rp)"]) == (140, 350)
    week = [cell.value for cell in values["Biaya"][11]]
    assert week[3:7] == [datetime(2018, 5, 7), 2, 3, 1]
    assert (week[8], week[15], week[16]) == (140, 350, 2.5)
    assert str(book["Biaya"]["P6"].value) == "=SUM(K6:O6)"


def test_without_rates_costs_stay_empty(good_plan: Plan, tmp_path: Path) -> None:
    travel = good_plan.problem.travel
    problem = good_plan.problem.replace(travel=replace(travel, cost_idr=np.full((1, 3, 3), 7.0)))

    _, book = both(Plan(problem, good_plan.team_days, good_plan.outcome), tmp_path)

    near, *_, total = rows_of(book, "Biaya")[:3]
    assert (near["Perahu (Rp)"], near["Total (Rp)"], total["Perahu (Rp)"]) == (14, 14, 28)
    assert [near[name] for name in ("Uang Harian (Rp)", "BBM/Km (Rp)", "Per Orang Terekam (Rp)")] == [
        None
    ] * 3
    assert "hanya ongkos perahu" in book["Biaya"]["A3"].value
    assert "Biaya Tambahan (Rp)" not in [cell.value for cell in book["Belum Terlayani"][4]]


def test_notices_leave_room_for_what_happened(good_plan: Plan, tmp_path: Path) -> None:
    _, book = both(good_plan, tmp_path)

    camat, kades, *_ = rows_of(book, "Pemberitahuan")
    assert (camat["Kepada"], kades["Kepada"]) == ("Camat Dekat", "Kepala Desa Near")
    assert (kades["Desa"], kades["Tanggal Layanan"]) == ("Near", datetime(2018, 5, 7))
    assert kades["Kirim Paling Lambat"] == datetime(2018, 4, 30)
    assert [kades[name] for name in ("Dikirim", "Dikonfirmasi", "Petugas")] == [None] * 3
    assert book["Pemberitahuan"]["K5"].number_format == "General"  # a date typed there is shown as one


def test_who_is_left_over_is_told_with_what_it_would_take(night_plan: Plan, tmp_path: Path) -> None:
    book, _ = both(night_plan, tmp_path)

    near, far, _total = rows_of(book, "Belum Terlayani")
    assert near["Agar Terlayani"] == ("1 hari-tim tambahan dari Oelamasi: 1 perjalanan, pulang setiap hari")
    assert far["Alasan"] == "terlayani sebagian"


def test_kits_and_checklist(scarce_plan: Plan, tmp_path: Path) -> None:
    _, book = both(scarce_plan, tmp_path)

    friday = rows_of(book, "Alat & Logistik")[3]
    assert [friday[name] for name in ("Alat", "Alat Keluar", "Alat di Kantor", "Wajib di Kantor")] == [
        2,
        0,
        2,
        1,
    ]
    assert friday["Cadangan Terpenuhi?"] == "ya"
    texts = [row[0] for row in book["Alat & Logistik"].iter_rows(values_only=True) if row[0]]
    assert sum(str(text).startswith("☐") for text in texts) == 10


def test_floors_that_are_met_say_so(met_plan: Plan, tmp_path: Path) -> None:
    _, book = both(met_plan, tmp_path)

    assert [row["Terpenuhi"] for row in rows_of(book, "Rekap Kecamatan")] == ["tidak", "ya", ""]


def test_what_the_project_knows_of_places_and_people_is_printed(good_plan: Plan, tmp_path: Path) -> None:
    near, far = good_plan.problem.villages
    team = replace(good_plan.problem.teams[0], vehicle="Mobil", staff=("Ani (ketua)", "Budi"))
    problem = good_plan.problem.replace(
        villages=(replace(near, venue="Balai", contact="Sekdes, 0380"), far), teams=(team,)
    )

    book, _ = both(Plan(problem, good_plan.team_days, good_plan.outcome), tmp_path)

    row = rows_of(book, "Jadwal")[0]
    told = [row[name] for name in ("Tempat", "Petugas", "Kendaraan", "Kontak Desa")]
    assert told == ["Balai", "Ani (ketua); Budi", "Mobil", "Sekdes, 0380"]
    assert book["Lembar Tim T1"]["A3"].value == "Petugas: Ani (ketua), Budi. Kendaraan: Mobil"


def test_columns_of_which_nothing_is_known_are_left_out(
    good_plan: Plan, scarce_plan: Plan, tmp_path: Path
) -> None:
    plain, _ = both(good_plan, tmp_path)
    scarce, _ = both(scarce_plan, tmp_path)

    unknown = {"Tempat", "Petugas", "Kendaraan", "Kontak Desa", "Perkiraan Hadir"}
    assert not unknown & {cell.value for cell in plain["Jadwal"][4]}
    assert unknown & {cell.value for cell in scarce["Jadwal"][4]} == {"Perkiraan Hadir"}


def test_summary_warns_before_the_signature(scarce_plan: Plan, tmp_path: Path) -> None:
    book, _ = both(scarce_plan, tmp_path)

    texts = [str(row[0]) for row in book["Ringkasan"].iter_rows(values_only=True)]
    heading = texts.index("Yang perlu diketahui sebelum menandatangani")
    assert texts[heading + 2] == ("• 1 kecamatan di bawah batas bawahnya, bersama-sama kurang 5 orang: Dekat")
    assert heading < texts.index("Disusun oleh")
    lines = {row[0].value: row[1].value for row in book["Ringkasan"].iter_rows()}
    assert lines["Alat perekaman"] == 2
