"""The weekly cycle on the command line: told once, counted once, and nothing half written."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
from typer.testing import CliRunner

import planner
from planner.cli import app
from planner.domain.actuals import visits_of
from planner.domain.plan import Plan
from planner.errors import PlannerError
from planner.replanning.history import read_history

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def call(*words: object) -> str:
    answer = CliRunner().invoke(app, [str(word) for word in words])
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    assert answer.exit_code == 0, answer.output
    return answer.stdout


@pytest.fixture
def office(good_plan: Plan, tmp_path: Path) -> Path:
    """A folder with the good plan, a history, and a table of what came back on Monday."""
    planner.write(good_plan, tmp_path / "plan.json")
    (tmp_path / "monday.csv").write_text(
        f"Tanggal,Tim,Kode Desa,Hadir,Terekam,Meninggal,Status\n2018-05-07,T1,{NEAR},45,40,2,selesai\n",
        encoding="utf-8",
    )
    return tmp_path


def take_in(office: Path, name: str = "monday.csv", *more: object) -> str:
    history = office / "h.jsonl"
    begun = [] if history.exists() else ["--new"]
    return call(
        *("actuals", office / name, "--plan", office / "plan.json", "--to", history, "--who", "Rini"),
        *begun,
        *more,
    )


def begin(office: Path) -> None:
    """Begin a history that has no report yet."""
    told = ("--until", "2018-05-06", "--new")
    call("publish", office / "plan.json", "--history", office / "h.jsonl", *told)


def test_reports_are_told_in_a_few_lines(office: Path) -> None:
    assert take_in(office).splitlines() == [
        "1 reports added (0 of them corrections), 0 known already, 0 rows not filled in",
        "until 2018-05-07: 1 visits were due, 1 are reported on, 0 of them cancelled; "
        "40 recorded of 65 planned there",
        "backlog 140 = recorded 40 + removed 2 + still waiting 98",
    ]
    (file,) = read_history(office / "h.jsonl").files
    assert (file.name, file.who, file.rows) == ("monday.csv", "Rini", 1)


def test_the_same_file_is_never_counted_twice(office: Path) -> None:
    take_in(office)
    before = (office / "h.jsonl").read_bytes()
    (office / "copy of monday.csv").write_bytes((office / "monday.csv").read_bytes())

    said = take_in(office, "copy of monday.csv")

    assert "by Rini already; nothing is counted again" in said
    assert "backlog 140 = recorded 40 + removed 2 + still waiting 98" in said
    assert (office / "h.jsonl").read_bytes() == before


def test_reports_may_go_into_a_store_as_well(office: Path) -> None:
    take_in(office, "monday.csv", "--store", office / "s.gpkg")
    take_in(office, "monday.csv", "--store", office / "s.gpkg")  # the same file again adds nothing

    rows = gpd.read_file(office / "s.gpkg", layer="actuals")

    assert rows[["team", "village_code", "recorded", "dead", "status"]].values.tolist() == [
        ["T1", NEAR, 40, 2, "selesai"]
    ]


def test_the_same_reports_by_another_history_are_in_the_store_once(office: Path) -> None:
    take_in(office, "monday.csv", "--store", office / "s.gpkg")
    (office / "h.jsonl").rename(office / "other.jsonl")

    said = take_in(office, "monday.csv", "--store", office / "s.gpkg")

    assert said.splitlines()[0].startswith("1 reports added")
    assert said.splitlines()[-1] == f"0 reports added to {office / 's.gpkg'}"
    assert len(gpd.read_file(office / "s.gpkg", layer="actuals")) == 1


def test_a_store_that_cannot_be_written_leaves_the_history_and_a_second_try_fills_up_both(
    office: Path,
) -> None:
    (office / "s.gpkg").write_text("x" * 5000, encoding="utf-8")

    with pytest.raises(PlannerError, match=r"the history is as it was: hand monday\.csv in again"):
        take_in(office, "monday.csv", "--store", office / "s.gpkg")
    (office / "s.gpkg").unlink()

    assert not (office / "h.jsonl").exists()
    assert "1 reports added (0 of" in take_in(office, "monday.csv", "--store", office / "s.gpkg")
    assert len(gpd.read_file(office / "s.gpkg", layer="actuals")) == 1


def test_a_store_that_is_behind_gets_what_it_missed(office: Path) -> None:
    take_in(office)
    (office / "tuesday.csv").write_text(
        f"Tanggal,Tim,Kode Desa,Terekam,Status\n2018-05-08,T1,{FAR},60,selesai\n", encoding="utf-8"
    )
    take_in(office, "tuesday.csv")

    said = take_in(office, "monday.csv", "--store", office / "s.gpkg")
    again = json.loads(take_in(office, "tuesday.csv", "--store", office / "s.gpkg", "--json"))

    assert "by Rini already; nothing is counted again" in said
    assert said.splitlines()[-1] == f"2 reports added to {office / 's.gpkg'}"
    assert (again["already_read"], again["added_to_store"]) == (True, 0)
    assert gpd.read_file(office / "s.gpkg", layer="actuals")["recorded"].tolist() == [40, 60]


def test_a_correction_is_a_new_record_that_holds(office: Path) -> None:
    take_in(office)
    before = (office / "h.jsonl").read_bytes()
    text = (office / "monday.csv").read_text(encoding="utf-8")
    (office / "right.csv").write_text(text.replace("45,40", "45,44"), encoding="utf-8")

    said = take_in(office, "right.csv")

    assert "1 reports added (1 of them corrections)" in said
    assert "recorded 44" in said
    assert (office / "h.jsonl").read_bytes().startswith(before)


def test_rows_that_say_nothing_new_add_no_record(office: Path) -> None:
    take_in(office)
    (office / "more.csv").write_text(
        (office / "monday.csv").read_text(encoding="utf-8") + f"2018-05-08,T1,{FAR},60,60,0,selesai\n",
        encoding="utf-8",
    )

    facts = json.loads(take_in(office, "more.csv", "--json"))

    assert (facts["added"], facts["unchanged"], facts["recorded"], facts["left"]) == (1, 1, 100, 38)
    assert len(read_history(office / "h.jsonl").actuals) == 2


def test_a_file_with_faults_leaves_the_history_as_it_is(office: Path) -> None:
    take_in(office)
    before = (office / "h.jsonl").read_bytes()
    (office / "bad.csv").write_text(
        "Tanggal,Tim,Kode Desa,Terekam,Status\n2018-05-08,T9,1,5,selesai\n", encoding="utf-8"
    )

    with pytest.raises(PlannerError, match=r"bad\.csv: 1 fault"):
        take_in(office, "bad.csv")

    assert (office / "h.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    "command",
    [
        ["replan", "plan.json", "--history", "j.jsonl", "--today", "2018-05-08"],
        ["actuals", "monday.csv", "--plan", "plan.json", "--to", "j.jsonl"],
        ["publish", "plan.json", "--history", "j.jsonl"],
        ["learn", "plan.json", "--history", "j.jsonl"],
        ["backtest", "plan.json", "--history", "j.jsonl"],
    ],
    ids=lambda words: words[0],
)
def test_a_mistyped_history_is_told_and_not_made(
    office: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(office)
    monkeypatch.chdir(office)

    with pytest.raises(PlannerError, match=r"j\.jsonl: there is no such file; did you mean h\.jsonl\?"):
        call(*command)

    assert not list(office.glob("j.jsonl*"))


def test_a_file_that_is_not_whole_is_told_and_counts_when_it_is_handed_in_again(office: Path) -> None:
    take_in(office)
    history = office / "h.jsonl"
    history.write_bytes(history.read_bytes()[:-20])
    cut = "only 0 of the 1 reports of monday.csv are there, and none is counted: hand it in again"

    command = ["learn", office / "plan.json", "--history", history, "--json"]
    told = CliRunner().invoke(app, list(map(str, command)))
    again = json.loads(take_in(office, "monday.csv", "--json"))

    assert f"attention: h.jsonl: {cut}" in told.stderr
    assert json.loads(told.stdout)["incomplete"] == [
        {"file": "monday.csv", "reports": 1, "there": 0, "told": cut}
    ]
    assert (again["added"], again["recorded"], again["incomplete"]) == (1, 40, [])


def replanned(office: Path, *more: object) -> str:
    return call(
        "replan",
        office / "plan.json",
        "--history",
        office / "h.jsonl",
        "--today",
        "2018-05-08",
        "--rounds",
        5,
        *more,
    )


def test_a_new_plan_is_told_and_written_with_its_changes(office: Path) -> None:
    call("publish", office / "plan.json", "--history", office / "h.jsonl", "--who", "Rini", "--new")
    take_in(office)

    said = replanned(
        office, "--shut", f"{FAR}=2018-05-09", "--out", office / "new.json", "--out", office / "new.xlsx"
    )

    new = planner.read_plan(office / "new.json")
    assert "backlog 140 = recorded 40 + planned 98 + left 0 + removed 2" in said
    assert "closed: the village is closed on this day" in said
    assert "announced" in said
    assert "rules: all kept" in said
    assert {change.notified for change in new.changes if change.old_day} == {True}
    assert planner.check(new) == ()
    book = openpyxl.load_workbook(office / "new.xlsx")
    rows = [[cell.value for cell in row] for row in book["Perubahan"].iter_rows()]
    assert len([row for row in rows if row[0] in ("baru", "pindah", "batal", "ganti tim")]) == len(
        new.changes
    )
    assert (
        "Belum rekam pada awal 140 = terekam 40 + direncanakan 98 + sisa 0 + keluar dari daftar 2" in rows[2]
    )


def test_visits_of_the_last_week_without_a_report_are_taken_as_planned_unless_the_office_says_otherwise(
    office: Path,
) -> None:
    begin(office)
    as_planned = replanned(office)
    of_team = json.loads(replanned(office, "--unreported", "T1=not-made", "--json"))
    of_all = replanned(office, "--unreported", "not-made")

    told = "Taken as planned, not reported yet: 1 visits, 65 people (T1 1)"
    assert told in as_planned
    assert "backlog 140 = recorded 0 + planned 75 + left 0 + removed 0 + taken as planned 65" in as_planned
    assert (of_team["unreported"], of_team["taken_as_planned"]) == (1, [])
    assert "attention: 1 visits before have no report and are taken as not made" in of_all
    assert told not in of_all


def test_a_first_plan_has_no_sheet_of_changes(office: Path) -> None:
    call("export", office / "plan.json", "--out", office / "plan.xlsx")

    assert "Perubahan" not in openpyxl.load_workbook(office / "plan.xlsx").sheetnames


def test_json_is_one_object(office: Path) -> None:
    take_in(office)

    record = json.loads(replanned(office, "--json", "--away", "T1=2018-05-08"))

    assert record["balance"]["backlog"] == 140
    assert sum(record["balance"][key] for key in ("recorded", "planned", "left", "removed")) == 140
    assert {change["why"] for change in record["changes"] if change["old_day"] == "2018-05-08"} == {
        "leave: the team is on leave"
    }


@pytest.mark.parametrize(
    "words",
    [
        ["--mode", "all"],
        ["--away", "T1"],
        ["--away", "T1=soon"],
        ["--shut", "=2018-05-08"],
        ["--today", "soon"],
        ["--unreported", "maybe"],
        ["--unreported", "T1=perhaps"],
    ],
)
def test_a_wrong_call_is_told(office: Path, words: list[str]) -> None:
    command = [
        "replan",
        office / "plan.json",
        "--history",
        office / "h.jsonl",
        "--today",
        "2018-05-08",
        *words,
    ]

    assert CliRunner().invoke(app, list(map(str, command))).exit_code == 2


def test_a_crash_while_writing_leaves_the_old_plan_byte_for_byte(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(office)
    last_week = office / "new.json"
    last_week.write_bytes(b"the plan of last week")

    def half(plan: Plan, path: Path, *, language: str = "id") -> None:
        path.write_text('{"format": "field-pl', encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr("planner.planning.exporter", lambda suffix: half)
    from planner.cli.replan import replan

    with pytest.raises(KeyboardInterrupt):
        replan(office / "plan.json", office / "h.jsonl", date(2018, 5, 8), [last_week], rounds=2)

    assert last_week.read_bytes() == b"the plan of last week"
    names = {path.name for path in office.iterdir()} - {"h.jsonl.lock"}  # Linux keeps the lock's file
    assert names == {"h.jsonl", "monday.csv", "new.json", "plan.json"}


def test_a_killed_program_leaves_the_old_plan_byte_for_byte(office: Path) -> None:
    take_in(office)
    plan, last_week = office / "plan.json", office / "new.json"
    before = plan.read_bytes()
    last_week.write_bytes(before)
    command: list[Any] = [sys.executable, "-m", "planner", "replan", plan, "--history", office / "h.jsonl"]
    command += [
        "--today",
        "2018-05-08",
        "--seconds",
        "30",
        "--rounds",
        "100000",
        "--published",
        "0",
        "--out",
        last_week,
    ]
    for pause in (0.5, 2.0):
        running = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(pause)
        running.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        running.communicate()
        if running.returncode != 0:  # a very quick machine may have been done
            assert last_week.read_bytes() == before

    assert visits_of(planner.read_plan(last_week))
    assert os.listdir(office)
