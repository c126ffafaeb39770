"""An office fills in the template: what it writes becomes a problem, what cannot be is named at its cell."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.domain.places import Base, Village
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor, Rules, Zone
from planner.domain.teams import Team
from planner.errors import Fault, InputError
from planner.inputs.columns import table_places
from planner.inputs.office.fields import FORMS
from planner.inputs.office.forms import Form
from planner.inputs.project import read_problem
from planner.inputs.sheets import Sheet
from planner.travel import straight_line
from planner.travel.sea import Sea

Fill = Callable[..., Path]
Spoil = Callable[[Callable[[Any], None]], Path]
SOFFICE = shutil.which("soffice")

VILLAGES = (
    Village(
        "53.01.01.2001",
        "Dekat",
        65,
        123.8,
        -10.1,
        "Timor",
        "53.01.01",
        "Kota",
        "53.01",
        closed=frozenset([date(2018, 5, 8)]),
    ),
    Village(
        "53.01.02.2001",
        "Jauh",
        60,
        124.1,
        -9.9,
        "Timor",
        "53.01.02",
        "Hulu",
        "53.01",
        "Kabupaten Kupang",
        lodging=True,
        counted=75,
    ),
    Village(
        "53.01.02.2002",
        "Sepi",
        0,
        124.05,
        -9.95,
        "Timor",
        "53.01.02",
        "Hulu",
        "53.01",
        latest=date(2018, 5, 9),
    ),
)
BASES = (Base("B", "Oelamasi", 123.9, -10.0, "Timor", kits=2, kits_at_office=(1, 0, 0, 0, 1, 0, 0)),)
TEAMS = (Team("T1", "T1", "B", 12.5, 450, 930, max_nights=1, away=frozenset([date(2018, 5, 11)])),)


def faults_of(project: Path) -> list[Fault]:
    with pytest.raises(InputError) as caught:
        read_problem(project)
    return list(caught.value.faults)


def places(faults: list[Fault]) -> set[tuple[str | None, int | None, str | None, str | None]]:
    assert {fault.file for fault in faults} == {"masukan.xlsx"}
    return {(fault.sheet, fault.row, fault.column, fault.value) for fault in faults}


def assert_as_filled(problem: Problem) -> None:
    assert problem.title == "Kabupaten ..."
    assert problem.villages == VILLAGES
    assert problem.bases == BASES
    assert problem.teams == TEAMS
    assert problem.rules == Rules()
    assert [day.day for day in problem.calendar.working_days()] == [
        7,
        8,
        11,
    ]  # the 9th off, the 10th Ascension
    assert problem.calendar.holidays[date(2018, 5, 9)] == "cuti bersama: Cuti"
    settings = straight_line.Settings(detour=1.4, speed_kmh=40)
    assert problem.travel == straight_line.travel_times(
        VILLAGES, BASES, Sea(), settings, weekdays=frozenset(range(5))
    )


def test_what_the_office_fills_in_becomes_the_problem(office: Fill) -> None:
    assert_as_filled(read_problem(office()))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_a_workbook_saved_by_libreoffice_is_the_same_problem(office: Fill, tmp_path: Path) -> None:
    project = office()
    command = [str(SOFFICE), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path / "again"), str(tmp_path / "masukan.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.copy(tmp_path / "again" / "masukan.xlsx", tmp_path / "masukan.xlsx")

    assert_as_filled(read_problem(project))


def test_parameters_and_costs_become_rules(office: Fill) -> None:
    parameters = [
        {"name": "Hari pertama", "value": "2018-05-07"},
        {"name": "Tenggat", "value": "2018-05-11"},
        {"name": "Hari kerja", "value": "Sen-Sab"},
        {"name": "Libur nasional", "value": "tidak"},
        {"name": "Bagian yang hadir", "value": "0,6; 35%"},
        {"name": "Anggaran", "value": "Rp 2.500.000.000"},
        {"name": "Kelipatan jam", "value": 15},
        {"name": "Batas bawah kecamatan", "value": "50%"},
        {"name": "Harga batas bawah", "value": "2,5"},
    ]
    costs = [
        {"item": "Uang harian", "unit": "tim-hari", "rate": 450000},
        {"item": "penginapan", "rate": "300.000"},
        {"item": "per km", "unit": "km", "rate": 2500},
    ]

    problem = read_problem(office({"Parameter": parameters, "Biaya": costs}))

    floors = (Floor("53.01.01", 33, 2.5), Floor("53.01.02", 30, 2.5))
    assert problem.rules == Rules(15, (0.6, 0.35), 2.5e9, Costs(450000, 300000, 2500), floors)
    assert problem.calendar.weekdays == frozenset(range(6))
    assert list(problem.calendar.holidays.values()) == ["cuti bersama: Cuti"]


def test_the_example_rows_and_the_keys_are_no_rows(office: Fill) -> None:
    problem = read_problem(office())

    ids = [place.id for place in (*problem.villages, *problem.bases, *problem.teams)]
    assert len(ids) == 5
    assert not [name for name in ids if "CONTOH" in name or name in ("base", "team")]


def test_a_row_of_the_office_that_begins_with_contoh_is_no_row(office: Fill, spoilt: Spoil) -> None:
    def mark(book: Any) -> None:
        book["Alat"]["A5"] = "CONTOH A2"

    assert read_problem(spoilt(mark)).bases[0].kits == 1


def test_the_office_may_overwrite_the_example_row(spoilt: Spoil) -> None:
    def overwrite(book: Any) -> None:
        for cell, value in zip(book["Alat"][3], ["A0", "mobile", "B", "baik", *[None] * 5], strict=True):
            cell.value = value

    assert read_problem(spoilt(overwrite)).bases[0].kits == 3


@pytest.mark.parametrize(
    ("kit", "kits", "friday"),
    [
        ({"state": "rusak"}, 2, 1),
        ({"state": "pinjam"}, 2, 1),
        ({"state": "baik", "ready_from": "12 Mei 2018"}, 2, 1),  # ready only after the deadline
        ({"state": "baik", "ready_from": "7 Mei 2018"}, 3, 1),
        ({"state": "baik", "type": "statis"}, 3, 1),  # it serves the office; the mobile ones may go
        ({"state": "baik", "office_days": "Jumat"}, 3, 1),
    ],
)
def test_a_kit_counts_when_it_is_good_and_ready(
    office: Fill, kit: dict[str, str], kits: int, friday: int
) -> None:
    rows = [
        {"kit": "A1", "location": "B", "state": "baik"},
        {"kit": "A2", "location": "B", "state": "baik"},
        {"kit": "A3", "location": "B", **kit},
    ]

    problem = read_problem(office({"Alat": rows}))

    assert (problem.bases[0].kits, problem.bases[0].kits_at_office[4]) == (kits, friday)
    assert ("A3" in dict(problem.notes).get("not used yet: Alat", "")) == (kits == 2)


def test_on_each_weekday_the_larger_number_of_kits_stays(office: Fill) -> None:
    rows = [
        {"kit": "A1", "location": "B", "state": "baik", "type": "statis"},
        {"kit": "A2", "location": "B", "state": "baik", "office_days": "Sen,Sel"},
    ]
    regular = [
        {"place": "B", "weekday": "Selasa", "min_kits": 1},
        {"place": "B", "weekday": "Rabu", "min_kits": 2},
        {"place": "B", "weekday": "Rabu", "min_kits": 1},
    ]

    base = read_problem(office({"Alat": rows, "Layanan Reguler": regular})).bases[0]

    assert base.kits_at_office == (2, 2, 2, 1, 1, 1, 1)


def test_without_any_kit_listed_every_team_has_its_own(office: Fill) -> None:
    def empty(book: Any) -> None:
        book.remove(book["Layanan Reguler"])

    project = office({"Alat": []})
    book = openpyxl.load_workbook(project.parent / "masukan.xlsx")
    empty(book)
    book.save(project.parent / "masukan.xlsx")

    assert read_problem(project).bases == (Base("B", "Oelamasi", 123.9, -10.0, "Timor"),)


def test_bad_values_are_named_at_their_cells(office: Fill) -> None:
    changes = {
        "Desa": [{"village_code": "5301", "village": "X", "island": "Timor", "unrecorded": "banyak"}],
        "Tim": [
            {"team": "T1", "base": "B", "rate_per_hour": 10},
            {"team": "T2", "base": "X", "rate_per_hour": 0},
        ],
        "Alat": [
            {"kit": "A1", "location": "Y", "state": "baik"},
            {"kit": "A2", "location": "B", "state": "bagus"},
        ],
        "Layanan Reguler": [{"place": "Z", "weekday": "kadang"}],
        "Kalender": [{"date": "besok"}, {"date": "7 Mei 2018", "hours_factor": 8}],
        "Biaya": [{"item": "uang harian", "unit": "orang-hari", "rate": 1}, {"item": "penginapan"}],
        "Parameter": [
            {"name": "Hari pertama", "value": "2018-05-07"},
            {"name": "Tenggat", "value": "2018-05-01"},
            {"name": "Bagian yang hadir", "value": "0,3; 0,6"},
            {"name": "Kelipatan jam", "value": 0},
            {"name": "Batas bawah kecamatan", "value": 50},
            {"name": "Harga batas bawah", "value": 0},
        ],
    }

    assert places(faults_of(office(changes))) == {
        ("Desa", 4, "Kode Desa*", "5301"),
        ("Desa", 4, "Kecamatan*", "(empty)"),
        ("Desa", 4, "Belum Rekam (SIAK)*", "banyak"),
        ("Tim", 5, "Laju per Jam*", "0"),
        ("Alat", 5, "Kondisi*", "bagus"),
        ("Alat", 4, "Lokasi*", "Y"),
        ("Layanan Reguler", 4, "Hari*", "kadang"),
        ("Kalender", 4, "Tanggal*", "besok"),
        ("Kalender", 5, "Faktor Jam", "8"),
        ("Biaya", 4, "Satuan", "orang-hari"),
        ("Biaya", 5, "Tarif*", "(empty)"),
        ("Parameter", 5, "Nilai", "2018-05-01"),
        ("Parameter", 10, "Nilai", "0,3; 0,6"),
        ("Parameter", 12, "Nilai", "0"),
        ("Parameter", 17, "Nilai", "50"),
        ("Parameter", 18, "Nilai", "0"),
    }


def test_a_base_that_is_not_there_is_named(office: Fill) -> None:
    changes = {
        "Tim": [{"team": "T1", "base": "X", "rate_per_hour": 10}],
        "Layanan Reguler": [{"place": "Z", "weekday": "Senin"}],
    }

    faults = faults_of(office(changes))

    assert places(faults) == {("Tim", 4, "Basis*", "X"), ("Layanan Reguler", 4, "Tempat*", "Z")}
    assert all("B" in fault.problem for fault in faults)


def test_kits_that_stay_where_nobody_counts_any_are_a_fault(office: Fill) -> None:
    assert places(faults_of(office({"Alat": []}))) == {("Layanan Reguler", 4, "Alat Minimum", "1")}


@pytest.mark.parametrize("name", ["Desa", "Basis", "Tim", "Parameter"])
def test_a_needed_sheet_that_is_missing_is_named_once(spoilt: Spoil, name: str) -> None:
    faults = faults_of(spoilt(lambda book: book.remove(book[name])))

    assert [(fault.sheet, fault.problem) for fault in faults] == [(name, "there is no such sheet")]
    assert "planner template" in faults[0].remedy


@pytest.mark.parametrize("name", ["Desa", "Basis", "Tim"])
def test_a_needed_sheet_with_nothing_in_it_is_named(office: Fill, name: str) -> None:
    faults = faults_of(office({name: []}))

    assert (name, "nothing is filled in") in [(fault.sheet, fault.problem) for fault in faults]


@pytest.mark.parametrize("name", ["Alat", "Layanan Reguler", "Kalender", "Biaya", "Petugas", "Realisasi"])
def test_other_sheets_may_be_missing(spoilt: Spoil, name: str) -> None:
    def remove(book: Any) -> None:
        book.remove(book[name])
        if name == "Alat":  # no kit may stay where none is counted
            book.remove(book["Layanan Reguler"])

    assert read_problem(spoilt(remove)).villages == VILLAGES


@pytest.mark.parametrize(
    ("name", "cell"), [("Desa", "E1"), ("Tim", "D1"), ("Alat", "C1"), ("Parameter", "B1")]
)
def test_a_needed_column_that_is_missing_is_named(spoilt: Spoil, name: str, cell: str) -> None:
    def rename(book: Any) -> None:
        book[name][cell] = "Lain"

    faults = faults_of(spoilt(rename))

    assert [(fault.sheet, fault.row) for fault in faults] == [(name, 1)]
    assert "is missing" in faults[0].problem


def test_days_that_are_missing_are_named(office: Fill) -> None:
    rows = [{"name": "Hari pertama", "value": None}, {"name": "Tenggat", "value": "2018-05-11"}]

    assert places(faults_of(office({"Parameter": rows}))) == {("Parameter", 4, "Nilai", "(empty)")}


def test_a_name_that_is_no_parameter_is_named_with_those_that_are(spoilt: Spoil) -> None:
    def misspell(book: Any) -> None:
        book["Parameter"]["A9"] = "Anggaraan"

    faults = faults_of(spoilt(misspell))

    assert places(faults) == {("Parameter", 9, "Nama*", "Anggaraan")}
    assert "Anggaran" in faults[0].problem


def test_what_no_plan_uses_yet_is_told(office: Fill, spoilt: Spoil) -> None:
    changes = {
        "Petugas": [{"staff": "P1", "name": "Ani", "team": "T1", "skills": "genset"}, {"staff": "P2"}],
        "Tim": [{"team": "T1", "base": "B", "rate_per_hour": 10, "modes": "motor", "vehicle": "dinas"}],
        "Biaya": [
            {"item": "konsumsi", "rate": 1},
            {"item": "uang harian", "zone": "pulau", "rate": 2},
            {"item": "tambahan kunjungan", "zone": "53.01.02", "rate": 4},
            {"item": "genset", "unit": "kunjungan", "rate": 5},
            {"item": "uang harian", "rate": 3},
        ],
    }

    problem = read_problem(office(changes))

    notes = {name: value for name, value in problem.notes if name.startswith("not used yet")}
    assert notes == {
        "not used yet: Petugas": "columns Keahlian",
        "not used yet: Tim": "columns Moda",
        "not used yet: Biaya": "konsumsi; uang harian pulau",
    }
    zones = (Zone(frozenset({"53.01.02"}), 4),)
    assert problem.rules.costs == Costs(day_out=3, generator=5, zones=zones)
    assert [day.day for day in problem.calendar.working_days()] == [7, 8, 11]


def test_nothing_is_told_of_an_office_that_fills_in_only_what_is_used(office: Fill) -> None:
    assert [name for name, _ in read_problem(office()).notes if name.startswith("not used yet")] == []


def test_sheets_of_other_names_are_told(spoilt: Spoil) -> None:
    problem = read_problem(spoilt(lambda book: book.create_sheet("Coretan")))

    assert dict(problem.notes)["not used yet: sheets of other names"] == "Coretan"


def test_numbers_of_persons_are_refused(office: Fill) -> None:
    faults = faults_of(office({"Petugas": [{"staff": "P1", "nip": "5301040205180001"}]}))

    assert places(faults) == {("Petugas", 4, "NIP", "****")}


@pytest.mark.parametrize(
    ("content", "problem"), [(None, "does not exist"), (b"no workbook", "is no xlsx workbook")]
)
def test_a_workbook_that_cannot_be_opened_is_told_once(
    office: Fill, tmp_path: Path, content: bytes | None, problem: str
) -> None:
    project = office()
    (tmp_path / "masukan.xlsx").unlink()
    if content is not None:
        (tmp_path / "masukan.xlsx").write_bytes(content)

    faults = faults_of(project)

    assert len(faults) == 1
    assert problem in faults[0].problem


def test_a_project_with_a_workbook_has_no_other_tables(office: Fill) -> None:
    project = office()
    project.write_text(project.read_text(encoding="utf-8") + '[teams]\nfile = "t.csv"\n', encoding="utf-8")

    faults = faults_of_project(project)

    assert [(fault.file, fault.column) for fault in faults] == [("planner.toml", "teams")]
    assert "workbook" in faults[0].problem


def faults_of_project(project: Path) -> list[Fault]:
    with pytest.raises(InputError) as caught:
        read_problem(project)
    return list(caught.value.faults)


@pytest.mark.parametrize("form", [form for form in FORMS if form.columns], ids=lambda form: form.name)
def test_each_reader_finds_its_columns_by_header_and_by_key(form: Form) -> None:
    read = [field for field in form.fields if form.is_read(field)]
    headers = Sheet("masukan.xlsx", form.name, tuple(field.header for field in form.fields), [])
    keys = Sheet("masukan.xlsx", form.name, tuple(field.key for field in form.fields), [])

    wanted = {field.key: form.fields.index(field) for field in read}
    assert wanted
    assert table_places(headers, form.columns) == wanted
    assert table_places(keys, form.columns) == wanted


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_sheet_has_every_column_its_reader_asks_for(form: Form) -> None:
    keys = {field.key for field in form.fields}

    assert {column.key for column in form.columns if column.required} <= keys
    assert len(keys) == len(form.fields)


def test_a_village_needs_its_kecamatan_and_its_position(office: Fill) -> None:
    village = {"village_code": "53.01.01.2001", "village": "Dekat", "island": "Timor", "unrecorded": 65}

    assert places(faults_of(office({"Desa": [village]}))) == {
        ("Desa", 4, "Kecamatan*", "(empty)"),
        ("Desa", 4, "Bujur*", None),
    }


@pytest.mark.parametrize("name", ["Kalender", "Petugas", "Biaya"])
def test_a_blank_sheet_is_as_good_as_a_missing_one(spoilt: Spoil, name: str) -> None:
    def clear(book: Any) -> None:
        book.remove(book[name])
        book.create_sheet(name)

    problem = read_problem(spoilt(clear))

    assert problem.villages == VILLAGES
    assert [note for note, _ in problem.notes if note.startswith("not used yet")] == []


def test_faults_of_the_kits_make_no_faults_of_the_regular_service(office: Fill) -> None:
    kits = [{"kit": "A1", "location": "B", "state": "baik", "needs_power": "5301040205180001"}]

    assert {sheet for sheet, _, _, _ in places(faults_of(office({"Alat": kits})))} == {"Alat"}


def test_islands_are_joined_by_the_boats_of_the_project_file(office: Fill, filled: dict[str, Any]) -> None:
    villages = [
        *filled["Desa"],
        {
            "village_code": "53.01.04.2003",
            "district": "Semau",
            "village": "Seberang",
            "island": "Semau",
            "lat": -10.2,
            "lon": 123.4,
            "unrecorded": 10,
        },
    ]
    boats = "dari,ke,menit\nB,53.01.04.2003,60\n"
    project = office({"Desa": villages})
    (project.parent / "boats.csv").write_text(boats, encoding="utf-8")
    text = project.read_text(encoding="utf-8").replace("# [boats]", "[boats]").replace("# file", "file")
    project.write_text(text, encoding="utf-8")

    problem = read_problem(project)

    assert problem.travel.between("B", "53.01.04.2003", 0) == 60
    assert problem.village["53.01.04.2003"].island == "Semau"


def test_what_is_only_printed_is_read(office: Fill) -> None:
    place = {"district": "Kota", "island": "Timor", "lat": -10.1, "unrecorded": 5}
    told = {"venue": "Balai desa", "contact": "Sekdes", "phone": "0380-000000"}
    changes = {
        "Desa": [
            {**place, "village_code": "53.01.01.2001", "village": "Dekat", "lon": 123.8, **told},
            {**place, "village_code": "53.01.01.2002", "village": "Jauh", "lon": 123.9},
        ],
        "Tim": [{"team": "T1", "base": "B", "rate_per_hour": 10, "vehicle": "Mobil"}],
        "Petugas": [
            {"staff": "P1", "name": "Ani", "team": "T1", "role": "ketua"},
            {"staff": "P2", "team": "T1"},
            {"staff": "P3", "name": "Citra", "team": "T9"},
        ],
    }

    problem = read_problem(office(changes))

    assert (problem.villages[0].venue, problem.villages[0].contact) == ("Balai desa", "Sekdes, 0380-000000")
    assert (problem.villages[1].venue, problem.villages[1].contact) == ("", "")
    assert (problem.teams[0].vehicle, problem.teams[0].staff) == ("Mobil", ("Ani (ketua)", "P2"))
