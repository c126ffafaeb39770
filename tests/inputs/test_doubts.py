"""Reports that cannot be, that may hardly be, and that are unusual, in a village of 14 and one of 75."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.domain.actuals import Actual
from planner.domain.left import left_problem
from planner.domain.plan import Plan
from planner.errors import InputError
from planner.inputs.actuals import Reports, read_actuals

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
MONDAY, TUESDAY, WEDNESDAY = (date(2018, 5, day) for day in (7, 8, 9))
HEADER = "Tanggal,Tim,Kode Desa,Hadir,Terekam,Gagal,Meninggal,Status,Alasan Batal"


@pytest.fixture
def plan(good_plan: Plan) -> Plan:
    """Near has 14 people and a visit on Monday, Far 75 on Tuesday and Wednesday; T1 does 80 on a whole day.

    A second team, T2, has no visit.
    """
    near, far = good_plan.problem.villages
    teams = (*good_plan.problem.teams, replace(good_plan.problem.teams[0], id="T2"))
    problem = good_plan.problem.replace(villages=(replace(near, backlog=14), far), teams=teams)
    monday = good_plan.team_days[0]
    first = replace(monday, stops=(replace(monday.stops[0], people=14),))
    return Plan(problem, (first, *good_plan.team_days[1:]), good_plan.outcome)


class Office:
    """A plan and the folder in which its tables come back."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan, self.folder = plan, folder

    def read(self, *rows: str, before: tuple[Actual, ...] = (), **more: Any) -> Reports:
        path = self.folder / "r.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        return read_actuals(path, self.plan, before=before, **more)

    def fault(self, *rows: str, before: tuple[Actual, ...] = (), when: str = "") -> str:
        with pytest.raises(InputError) as caught:
            self.read(*rows, before=before, when=when)
        (fault,) = caught.value.faults
        return str(fault)

    def note(self, *rows: str, before: tuple[Actual, ...] = ()) -> str:
        (note,) = self.read(*rows, before=before).notes
        return str(note)


@pytest.fixture
def office(plan: Plan, tmp_path: Path) -> Office:
    return Office(plan, tmp_path)


def test_what_was_planned_and_can_be_is_taken_without_a_word(office: Office) -> None:
    reports = office.read(f"2018-05-07,T1,{NEAR},14,12,2,2,selesai,", f"2018-05-08,T1,{FAR},60,60,,,selesai,")

    assert (len(reports.actuals), reports.notes) == (2, ())


@pytest.mark.parametrize("day", ["2018-05-06", "2018-05-12", "2017-05-07"])
def test_a_day_outside_the_campaign_is_a_fault(office: Office, day: str) -> None:
    fault = office.fault(f"{day},T1,{NEAR},5,5,,,selesai,")

    assert "row 2, column Tanggal" in fault
    assert "lies outside the campaign, 07/05/2018 to 11/05/2018" in fault


def test_a_date_with_the_month_first_is_a_fault_that_names_the_day_meant(office: Office) -> None:
    fault = office.fault(f"05/07/2018,T1,{NEAR},5,5,,,selesai,")

    assert fault == (
        "row 2, column Tanggal: found '2018-07-05'; 05/07/2018 (day/month/year) lies outside the campaign, "
        "07/05/2018 to 11/05/2018 -> correct it; with the month first it is 2018-05-07: then write that"
    )


def test_a_visit_that_is_still_to_come_is_a_fault(office: Office) -> None:
    rows = [f"2018-05-09,T1,{FAR},5,5,,,selesai,"]

    assert "is still to come" in office.fault(*rows, when="2018-05-07T20:00:00+00:00")
    assert office.read(*rows, when="2018-05-08T20:00:00+00:00").actuals  # the 9th in Kupang


def test_reports_of_days_before_a_plan_of_what_is_left_are_taken(office: Office) -> None:
    left = left_problem(office.plan, [], WEDNESDAY)
    later = Office(Plan(left, office.plan.team_days[2:], office.plan.outcome), office.folder)

    reports = later.read(f"2018-05-07,T1,{NEAR},5,5,,,selesai,", f"2018-05-08,T1,{NEAR},5,5,,,selesai,")

    assert (len(reports.actuals), reports.unplanned, reports.notes) == (2, (), ())
    assert "outside the campaign, 07/05/2018" in later.fault(f"2018-05-04,T1,{NEAR},5,5,,,selesai,")


@pytest.mark.parametrize("why", ["", "ramai sekali"])
def test_more_than_three_times_a_whole_day_is_a_fault_whatever_is_said(office: Office, why: str) -> None:
    fault = office.fault(f"2018-05-08,T1,{FAR},,241,,,selesai,{why}")

    assert "found '241'" in fault
    assert "more than 3 times the 80 people that T1 records on a whole day (10 an hour)" in fault


def test_fourteen_thousand_in_a_village_of_fourteen_are_a_fault(office: Office) -> None:
    with pytest.raises(InputError, match="more than 3 times the 80 people"):
        office.read(f"2018-05-07,T1,{NEAR},,14000,,,selesai,")


def test_more_than_waited_are_taken_and_told(office: Office) -> None:
    note = office.note(f"2018-05-07,T1,{NEAR},,30,,,selesai,")

    assert "found '30'; 30 recorded in Near by all reports together, where 14 are known; taken" in note


def test_the_rows_of_a_village_are_told_once(office: Office) -> None:
    note = office.note(f"2018-05-11,T1,{NEAR},,9,,,selesai,", f"2018-05-07,T1,{NEAR},,10,,,selesai,")

    assert "row 2, column Terekam: found '9'; 19 recorded in Near by all reports together" in note


def test_far_more_than_waited_need_a_word(office: Office) -> None:
    row = f"2018-05-07,T1,{NEAR},,73,,,selesai,"  # 3 * 14 + 30 is 72

    assert (
        "73 recorded in Near by all reports together, where 14 are known -> correct it; if it is right"
        in (office.fault(row))
    )
    assert "the count was too low" in office.note(row + "datang dari desa tetangga")
    assert "the count was too low" in office.note(row.replace("73", "72"))


def test_reports_before_count_as_recorded_there(office: Office) -> None:
    before = (Actual(MONDAY, "T1", NEAR, 40), Actual(MONDAY, "T1", NEAR, 60), Actual(TUESDAY, "T1", FAR, 9))

    assert "73 recorded in Near" in office.fault(f"2018-05-09,T2,{NEAR},,13,,,selesai,", before=before)


def test_five_hundred_dead_of_fourteen_are_a_fault(office: Office) -> None:
    fault = office.fault(f"2018-05-07,T1,{NEAR},,3,,500,selesai,")

    assert "column Meninggal: found '500'; 500 gone or not found, where 14 are known" in fault


def test_some_more_gone_than_listed_are_taken_and_told(office: Office) -> None:
    assert "20 gone or not found, where 14 are known; taken" in office.note(
        f"2018-05-07,T1,{NEAR},,3,,20,selesai,"
    )


def test_people_counted_before_a_share_was_taken_are_on_the_list(office: Office) -> None:
    near, far = office.plan.problem.villages
    problem = office.plan.problem.replace(villages=(replace(near, counted=40), far))
    raw = Office(replace(office.plan, problem=problem), office.folder)

    assert raw.read(f"2018-05-07,T1,{NEAR},,30,,,selesai,").notes == ()


@pytest.mark.parametrize(("came", "failed", "column"), [("400", "", "Hadir"), ("", "400", "Gagal")])
def test_a_crowd_that_can_hardly_be_needs_a_word(office: Office, came: str, failed: str, column: str) -> None:
    fault = office.fault(f"2018-05-07,T1,{NEAR},{came},3,{failed},,selesai,")

    assert f"column {column}: found '400'; 400 told of one day, where 80 are known" in fault


def test_more_recorded_and_failed_than_came_are_told(office: Office) -> None:
    note = office.note(f"2018-05-07,T1,{NEAR},14,12,3,,selesai,")

    assert "column Gagal: found '3'; with the 12 recorded these are more than the 14 who came" in note


@pytest.mark.parametrize("row", [f"2018-05-10,T1,{NEAR},10,9,1,", f"2018-05-07,T2,{NEAR},10,9,1,"])
def test_the_numbers_of_a_visit_with_another_date_or_team_are_a_fault(office: Office, row: str) -> None:
    before = (Actual(MONDAY, "T1", NEAR, 9, came=10, failed=1),)

    fault = office.fault(f"{row},selesai,", before=before)

    assert "the same numbers as of T1 in this village on 07/05/2018, and not planned" in fault
    assert "hand in its old row with batal as well" in fault


def test_the_same_numbers_with_a_word_or_with_the_old_row_taken_back_are_taken(office: Office) -> None:
    before = (Actual(MONDAY, "T1", NEAR, 9, came=10, failed=1),)
    again = f"2018-05-10,T1,{NEAR},10,9,1,,selesai,"

    with_word = office.read(again + "kunjungan kedua", before=before)
    taken_back = office.read(again, f"2018-05-07,T1,{NEAR},,,,,batal,", before=before)

    assert [actual.recorded for actual in with_word.actuals] == [9]
    assert [actual.recorded for actual in taken_back.actuals] == [9, 0]


def test_planned_visits_may_have_the_same_numbers(office: Office) -> None:
    rows = [f"2018-05-0{day},T1,{FAR},20,20,,,selesai," for day in (8, 9)]

    assert office.read(*rows).notes == ()


@pytest.mark.parametrize(
    ("row", "planned"),
    [
        (f"2018-05-11,T1,{NEAR},,9,,", "07/05/2018 with T1"),
        (f"2018-05-09,T2,{FAR},,9,,", "09/05/2018 with T1"),
    ],
)
def test_a_visit_made_on_another_day_or_by_another_team_is_taken_and_told(
    office: Office, row: str, planned: str
) -> None:
    assert f"was planned for {planned}; taken as that visit, made otherwise" in office.note(f"{row},selesai,")


def test_a_visit_of_a_plan_before_is_not_moved(office: Office) -> None:
    friday = (date(2018, 5, 11), "T1", NEAR)
    row = f"2018-05-11,T1,{NEAR},,9,,,selesai,,v0123abcd"

    path = office.folder / "r.csv"
    path.write_text(f"{HEADER},Versi Rencana\n{row}\n", encoding="utf-8")

    assert read_actuals(path, office.plan, versions={"v0123abcd": {friday}}).notes == ()


def test_a_visit_is_not_moved_where_the_planned_one_was_made(office: Office) -> None:
    rows = [f"2018-05-{day},T1,{NEAR},,{n},,,selesai," for day, n in (("07", 5), ("11", 6))]

    reports = office.read(*rows)

    assert (reports.unplanned, reports.notes) == (((date(2018, 5, 11), "T1", NEAR),), ())


def test_an_old_table_does_not_undo_a_correction(office: Office) -> None:
    before = (Actual(MONDAY, "T1", NEAR, 9, plan_version="v1"), Actual(MONDAY, "T1", NEAR, 11))
    old = f"2018-05-07,T1,{NEAR},,9,,,selesai,"

    reports = office.read(old, f"2018-05-08,T1,{FAR},,20,,,selesai,", before=before)

    assert ([actual.village for actual in reports.actuals], reports.old) == ([FAR], 1)
    assert "row 2, column Terekam: found '9'; is an old report; it was corrected since, to 11" in str(
        reports.notes[0]
    )


def test_a_correction_can_be_set_back_with_a_word(office: Office) -> None:
    before = (Actual(MONDAY, "T1", NEAR, 9), Actual(MONDAY, "T1", NEAR, 11))

    reports = office.read(f"2018-05-07,T1,{NEAR},,9,,,selesai,dihitung ulang", before=before)

    assert ([actual.recorded for actual in reports.actuals], reports.old) == ([9], 0)


def test_a_file_of_old_reports_alone_is_no_fault(office: Office) -> None:
    before = (Actual(MONDAY, "T1", NEAR, 9), Actual(MONDAY, "T1", NEAR, 11))

    reports = office.read(f"2018-05-07,T1,{NEAR},,9,,,selesai,", before=before)

    assert (reports.actuals, reports.old) == ((), 1)
