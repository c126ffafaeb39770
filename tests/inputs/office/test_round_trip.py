"""``planner template`` -> an officer fills it in -> LibreOffice saves it -> the planner reads every value."""

import shutil
import subprocess
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor, Zone
from planner.inputs.project import read_problem
from planner.template import write_template
from tests.inputs.office.conftest import fill

SOFFICE = shutil.which("soffice")
MAIN = "53.14.01.2005"  # on the main island
SHEETS: dict[str, list[dict[str, Any]]] = {
    "Basis": [
        {"base": "BAA", "name": "Kantor Dinas", "lat": -10.73, "lon": 123.05, "island": "Rote", "note": "x"},
        {"base": "NDAO", "name": "Pos Ndao", "lat": -10.81, "lon": 122.69, "island": "Ndao"},
    ],
    "Tim": [
        {
            "team": "T1",
            "name": "Tim satu",
            "base": "BAA",
            "rate_per_hour": 12.5,
            "start": time(7, 30),
            "end": "15.30",
            "setup_minutes": 30,
            "max_nights": 2,
            "away": "21 Mei 2018 s.d. 22 Mei 2018",
            "workdays": "Sen-Kam",
            "vehicle": "Mobil",
            "day_cost": "Rp 350.000",
            "from": datetime(2018, 5, 8),
            "to": "8 Juni 2018",
        },
        {"team": "T2", "base": "BAA", "rate_per_hour": 9},
    ],
    "Petugas": [
        {
            "staff": "P1",
            "name": "Ani",
            "team": "T2",
            "role": "ketua",
            "leave_dates": "7 Mei 2018; 9 Mei 2018",
        },
        {"staff": "P2", "name": "Beni", "team": "T2", "role": "operator", "leave_dates": "7 Mei 2018"},
    ],
    "Alat": [
        {"kit": "A1", "type": "mobile", "location": "BAA", "state": "baik", "office_days": "Jumat"},
        {"kit": "A2", "location": "BAA", "state": "baik", "ready_from": datetime(2018, 5, 2)},
        {"kit": "A3", "location": "BAA", "state": "rusak"},
    ],
    "Layanan Reguler": [{"place": "BAA", "weekday": "Senin-Selasa", "min_kits": 1}],
    "Kalender": [
        {"date": datetime(2018, 6, 11), "to": "14 Juni 2018", "kind": "cuti bersama", "note": "Idul Fitri"},
        {"date": "16 Mei 2018", "to": "10 Juni 2018", "kind": "ramadan", "hours_factor": 0.8},
    ],
    "Tempuh": [
        {"from": "BAA", "to": MAIN, "mode": "mobil", "minutes": 95, "km": 41.5, "both_ways": "ya"},
        {
            "from": "BAA",
            "to": "NDAO",
            "mode": "perahu",
            "minutes": 120,
            "cost": 750000,
            "weekdays": "Sen,Kam",
        },
    ],
    "Aturan": [
        {
            "rule": "A1",
            "kind": "LARANG",
            "team": "T1",
            "place": MAIN,
            "from": "8 Mei 2018",
            "to": "9 Mei 2018",
            "reason": "pasar",
            "author": "Camat",
            "soft": "tidak",
        }
    ],
    "Biaya": [
        {"item": "uang harian", "unit": "tim-hari", "rate": 450000, "legal_basis": "SK"},
        {"item": "penginapan", "rate": "Rp 300.000,-"},
        {"item": "per km", "unit": "km", "rate": 2500},
        {"item": "genset", "unit": "kunjungan", "rate": 60000},
        {"item": "tambahan kunjungan", "zone": "53.14.01", "rate": 75000},
    ],
    "Parameter": [
        {"name": "Hari pertama", "value": datetime(2018, 5, 7)},
        {"name": "Tenggat", "value": "26 Juni 2018"},
        {"name": "Hari kerja", "value": "Sen-Jum"},
        {"name": "Dasar hitungan", "value": "kpu"},
        {"name": "Porsi valid", "value": 0.5},
        {"name": "Tanggal data", "value": datetime(2018, 3, 1)},
        {"name": "Sumber data", "value": "KPU, A.C-KWK"},
        {"name": "Bagian yang hadir", "value": "0,6; 0,35"},
        {"name": "Anggaran", "value": "Rp 90.000.000"},
        {"name": "Kelipatan jam", "value": 5},
        {"name": "Kunjungan terkecil", "value": 3},
        {"name": "Tanggal rencana", "value": "25 April 2018"},
        {"name": "Hari pemberitahuan", "value": 10},
        {"name": "Layani pada hari pasar", "value": "tidak"},
        {"name": "Batas bawah kecamatan", "value": 0.25},
        {"name": "Harga batas bawah", "value": 2},
    ],
}


def numbers(n: int) -> dict[str, Any]:
    """Return what is filled in for the n-th village, each in a spelling of its own."""
    return {
        "eligible": 900 + n,
        "recorded": "1.250",
        "unrecorded": 100 + n,
        "nonktp_voters": f"1.{n:03d}",
        "verified": 40 + n if n % 5 == 0 else None,
        "valid_share": 0.75 if n % 7 == 0 else None,
        "venue": f"Kantor {n}",
        "power": ("PLN", "genset")[n % 2],
        "signal": "3G",
        "market_day": "Rabu" if n == 3 else None,
        "closed_months": "Juni" if n == 4 else None,
        "closed": "17 Mei 2018; 28 Mei 2018" if n == 1 else None,
        "latest": datetime(2018, 6, 1) if n == 2 else None,
        "lodging": ("ya", "tidak")[n % 2],
        "contact": "Sekdes",
        "phone": "0380-1",
        "weight": 1.5,
        "note": f"catatan {n}",
    }


def filled(path: Path) -> list[str]:
    """Fill in the workbook and return the codes of its villages."""
    sheet = openpyxl.load_workbook(path)["Desa"]
    codes = [str(sheet.cell(row, 1).value) for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value]
    fill(path, {**SHEETS, "Desa": [numbers(n) for n in range(len(codes))]})
    return codes


def assert_all_arrived(problem: Problem, codes: list[str]) -> None:
    assert [village.id for village in problem.villages] == codes
    for n, village in enumerate(problem.villages):
        verified = 40 + n if n % 5 == 0 else None
        share = 0.75 if n % 7 == 0 else 0.5
        assert village.backlog == (int((1000 + n) * share + 0.5) if verified is None else verified)
        assert (village.raw, village.lodging, village.has_power) == (1000 + n, n % 2 == 0, n % 2 == 0)
        assert (village.venue, village.contact) == (f"Kantor {n}", "Sekdes, 0380-1")
        assert village.earliest == date(2018, 5, 5)
    assert_days(problem)
    given = {header: cells[codes[6]] for header, cells in problem.extras.items() if codes[6] in cells}
    plain = {header.rstrip("*"): value for header, value in given.items()}
    assert plain["Wajib KTP"] == 906
    assert (plain["Sudah Rekam"], plain["Ket"]) == ("1.250", "catatan 6")
    assert (plain["Belum Rekam (SIAK)"], plain["Pemilih Non KTP-el (KPU)"]) == (106, 1006)
    assert (plain["Provinsi"], plain["Prioritas"]) == ("Nusa Tenggara Timur", 1.5)
    assert_scarce(problem)


def assert_days(problem: Problem) -> None:
    first, second = problem.villages[1:3]
    assert {date(2018, 5, 17), date(2018, 5, 28)} <= first.closed
    assert second.latest == date(2018, 6, 1)
    assert date(2018, 5, 9) in problem.villages[3].closed  # its market, a Wednesday
    assert date(2018, 6, 4) in problem.villages[4].closed  # June
    calendar = problem.calendar
    assert (calendar.first, calendar.last) == (date(2018, 5, 7), date(2018, 6, 26))
    assert calendar.holidays[date(2018, 6, 12)] == "cuti bersama: Idul Fitri"
    assert [short.share for short in calendar.short_days] == [0.8]


def assert_scarce(problem: Problem) -> None:
    one, two = problem.teams
    assert (one.name, one.base, one.rate_per_hour, one.vehicle) == ("Tim satu", "BAA", 12.5, "Mobil")
    assert (one.start_minute, one.end_minute, one.setup_minutes) == (450, 930, 30)
    assert (one.max_nights, one.day_cost) == (2, 350000)
    days = {date(2018, 5, day) for day in (7, 11, 21, 22)} | {date(2018, 6, 21)}
    assert days <= one.away  # before its time, a Friday, its leave, after its time
    assert (two.staff, two.away) == (("Ani (ketua)", "Beni (operator)"), frozenset([date(2018, 5, 7)]))
    base = problem.base["BAA"]
    assert (base.name, base.kits, base.kits_at_office) == ("Kantor Dinas", 2, (1, 1, 0, 0, 1, 0, 0))
    rules, index = problem.rules, problem.travel.index
    zones = (Zone(frozenset({"53.14.01"}), 75000),)
    assert rules.costs == Costs(450000, 300000, 2500, 60000, zones)
    assert (rules.turnout, rules.budget, rules.clock_minutes) == ((0.6, 0.35), 90e6, 5)
    assert (rules.smallest_stop, rules.notice_days) == (3, 10)
    assert {floor.price for floor in rules.floors} == {2}
    there = sum(village.backlog for village in problem.villages if village.district_id == "53.14.01")
    assert Floor("53.14.01", -(-there // 4), 2) in rules.floors
    (directive,) = rules.directives
    assert (directive.id, directive.kind, directive.team, directive.villages) == (
        "A1",
        "FORBID",
        "T1",
        (MAIN,),
    )
    assert problem.travel.between("BAA", MAIN, 0) == problem.travel.between(MAIN, "BAA", 0) == 95
    assert problem.travel.km[0, index["BAA"], index[MAIN]] == 41.5
    assert problem.travel.between("BAA", "NDAO", 3) == 120
    assert problem.travel.between("BAA", "NDAO", 1) == float("inf")
    said = problem.counting
    assert said is not None
    assert (said.column, said.valid_share, said.first_date) == ("kpu", 0.5, date(2018, 3, 1))
    assert said.sources == ("KPU, A.C-KWK",)


def test_every_value_of_a_filled_template_arrives(tmp_path: Path) -> None:
    workbook, project = write_template(tmp_path, code="53.14")
    codes = filled(workbook)

    assert_all_arrived(read_problem(project), codes)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_and_so_it_does_when_libreoffice_has_saved_it(tmp_path: Path) -> None:
    workbook, project = write_template(tmp_path, code="53.14")
    codes = filled(workbook)
    command = [str(SOFFICE), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path / "again"), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    shutil.copy(tmp_path / "again" / workbook.name, workbook)

    assert_all_arrived(read_problem(project), codes)
