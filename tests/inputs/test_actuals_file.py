"""Reports as they come back in a table: sheet Realisasi, or a file .csv."""

from dataclasses import replace
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.domain.actuals import Actual
from planner.domain.measure import version_of
from planner.domain.places import Guest
from planner.domain.plan import Plan
from planner.errors import InputError
from planner.inputs.actuals import read_actuals
from planner.template import write_template

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
MONDAY, TUESDAY, WEDNESDAY = date(2018, 5, 7), date(2018, 5, 8), date(2018, 5, 9)


def table(path: Path, *rows: str, header: str = "Tanggal,Tim,Kode Desa,Terekam,Status") -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def said(path: Path, plan: Plan, **more: Any) -> list[tuple[Any, ...]]:
    reports = read_actuals(path, plan, **more)
    return [(a.day, a.team, a.village, a.recorded, a.status) for a in reports.actuals]


def faults_of(path: Path, plan: Plan, **more: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_actuals(path, plan, **more)
    return [str(fault) for fault in caught.value.faults]


def test_a_table_is_read(good_plan: Plan, tmp_path: Path) -> None:
    path = table(tmp_path / "r.csv", "7 Mei 2018,T1,5301012001,60,selesai", f"2018-05-08,T1,{FAR},,batal")

    reports = read_actuals(path, good_plan, who="Rini", when="2018-05-09T01:00:00+00:00")

    one = Actual(
        MONDAY, "T1", NEAR, 60, plan_version=version_of(good_plan),
        who="Rini", when="2018-05-09T01:00:00+00:00", file=sha256(path.read_bytes()).hexdigest(),
    )  # fmt: skip
    assert reports.actuals == (one, replace(one, day=TUESDAY, village=FAR, recorded=0, status="batal"))
    assert (reports.blank, reports.unplanned) == (0, ())


def test_the_sheet_realisasi_of_our_own_template_is_read_with_all_it_has(
    good_plan: Plan, tmp_path: Path
) -> None:
    write_template(tmp_path)
    book = openpyxl.load_workbook(tmp_path / "masukan.xlsx")
    sheet = book["Realisasi"]
    row: dict[str, Any] = {
        "date": datetime(2018, 5, 7), "team": "T1", "village": NEAR, "came": 50, "recorded": 45, "failed": 2,
        "sent": 44, "not_found": 3, "dead": 1, "moved": 2, "duplicate": 4, "start": time(8, 30),
        "end": time(15), "kit": "A1", "status": "sebagian", "reason_code": "listrik padam", "closed": "ya",
        "note": "ramai",
    }  # fmt: skip
    for cell in sheet[2]:
        sheet.cell(4, cell.column).value = row.get(cell.value)
    book.save(tmp_path / "back.xlsx")

    (actual,) = read_actuals(tmp_path / "back.xlsx", good_plan).actuals

    assert replace(actual, plan_version="", file="") == Actual(
        MONDAY, "T1", NEAR, 45, "sebagian", came=50, failed=2, sent=44, not_found=3, dead=1, moved=2,
        duplicate=4, start=510, end=900, kit="A1", reason="listrik padam", closed=True,
    )  # fmt: skip


def test_guests_are_part_of_the_visit_to_their_host(good_plan: Plan, tmp_path: Path) -> None:
    near, far = good_plan.problem.villages
    guests = (Guest("53.01.01.2009", "Tamu", 20), Guest("53.01.01.2008", "Lain", 5))
    plan = replace(good_plan, problem=good_plan.problem.replace(villages=(replace(near, guests=guests), far)))
    path = table(
        tmp_path / "r.csv",
        f"2018-05-07,T1,{NEAR},30,selesai,tidak",
        "2018-05-07,T1,53.01.01.2009,12,selesai,ya",
        "2018-05-08,T1,53.01.01.2008,4,selesai,ya",
        header="Tanggal,Tim,Kode Desa,Terekam,Status,Tuntas",
    )

    assert said(path, plan) == [(MONDAY, "T1", NEAR, 42, "selesai"), (TUESDAY, "T1", NEAR, 4, "selesai")]
    assert not any(actual.closed for actual in read_actuals(path, plan).actuals)


def test_a_visit_that_nobody_planned_is_taken_and_told(good_plan: Plan, tmp_path: Path) -> None:
    reports = read_actuals(table(tmp_path / "r.csv", f"2018-05-11,T1,{NEAR},9,selesai"), good_plan)

    assert reports.unplanned == ((date(2018, 5, 11), "T1", NEAR),)
    assert len(reports.actuals) == 1


def test_versions_published_before_are_known_and_others_are_not(good_plan: Plan, tmp_path: Path) -> None:
    header = "Tanggal,Tim,Kode Desa,Terekam,Status,Versi Rencana"
    path = table(tmp_path / "r.csv", f"2018-05-07,T1,{NEAR},9,selesai,C0FFEE00", header=header)

    assert read_actuals(path, good_plan, versions={"c0ffee00": ()}).actuals[0].plan_version == "c0ffee00"
    assert "is no version of this campaign" in faults_of(path, good_plan)[0]


def test_every_fault_is_told_at_once(good_plan: Plan, tmp_path: Path) -> None:
    header = "Tanggal,Tim,Kode Desa,Hadir,Terekam,Status"
    path = table(
        tmp_path / "r.csv",
        f"2018-05-07,T9,{NEAR},,9,selesai",
        "2018-05-07,T1,53.01.99.2001,,9,selesai",
        f"2018-05-07,T1,{FAR},5,9,selesai",
        f"2018-05-08,T1,{FAR},,,selesai",
        f"2018-05-09,T1,{FAR},,9,batal",
        f"2018-05-11,T1,{FAR},,9,hampir",
        f"2018-05-09,T1,{FAR},,1,selesai",
        header=header,
    )

    told = faults_of(path, good_plan)

    assert sorted(int(text.split("row ")[1].split(",")[0]) for text in told) == [2, 3, 4, 5, 6, 7, 8]
    for words in (
        "is no team of the plan; known are T1",
        "is no village of the plan",
        "more people recorded than the 5 who came",
        "expected the number of people recorded",
        "people were recorded on a visit that was cancelled",
        "expected selesai, sebagian or batal",
        "the visit stands in row 6 of the table already",
    ):
        assert any(words in text for text in told), words


def test_a_number_of_a_resident_is_refused(good_plan: Plan, tmp_path: Path) -> None:
    header = "Tanggal,Tim,Kode Desa,Terekam,Status,Catatan"
    path = table(tmp_path / "r.csv", f"2018-05-07,T1,{NEAR},9,selesai,5301014107900001", header=header)

    assert any("personal data" in text for text in faults_of(path, good_plan))


@pytest.mark.parametrize("name", ["none.xlsx", "none.csv"])
def test_a_file_that_is_not_there_is_a_fault(good_plan: Plan, tmp_path: Path, name: str) -> None:
    assert faults_of(tmp_path / name, good_plan) == ["does not exist -> give the file that came back"]


def test_a_workbook_that_is_empty_is_a_fault(good_plan: Plan, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Lain"
    book.save(tmp_path / "other.xlsx")

    (fault,) = faults_of(tmp_path / "other.xlsx", good_plan)

    assert "there is neither a sheet Realisasi nor a team sheet of this plan; found Lain" in fault
