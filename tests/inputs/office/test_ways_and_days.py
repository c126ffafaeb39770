"""Sheet Tempuh, a team's own days, its members' leave, and workbooks of other kinds."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.domain.problem import Problem
from planner.errors import InputError
from planner.inputs.project import read_problem

Fill = Callable[..., Path]
SOFFICE = shutil.which("soffice")
DEKAT, JAUH = "53.01.01.2001", "53.01.02.2001"


def ways(office: Fill, *rows: dict[str, Any], **more: Any) -> Problem:
    return read_problem(office({"Tempuh": list(rows), **more}))


def minutes(problem: Problem, start: str, end: str, weekday: int = 0) -> float:
    return problem.travel.between(start, end, weekday)


def island(office: Fill) -> dict[str, Any]:
    """Return the villages of the fixture, Jauh on another island."""
    from tests.inputs.office.conftest import FILLED

    return {
        "Desa": [
            {**row, "island": "Semau" if row["village"] == "Jauh" else "Timor"} for row in FILLED["Desa"]
        ]
    }


def test_a_way_over_land_replaces_that_one_and_no_other(office: Fill) -> None:
    plain = ways(office)

    problem = ways(office, {"from": "B", "to": DEKAT, "mode": "mobil", "minutes": 95, "km": 41})

    assert (minutes(problem, "B", DEKAT), minutes(problem, DEKAT, "B")) == (95, 95)
    assert minutes(problem, "B", JAUH) == minutes(plain, "B", JAUH)
    index = problem.travel.index
    assert problem.travel.km[0, index["B"], index[DEKAT]] == 41
    assert dict(problem.notes)["ways of sheet Tempuh"] == "1 over land, 0 by boat"


def test_kilometres_that_are_not_given_stay_and_one_way_is_one_way(office: Fill) -> None:
    plain = ways(office)

    problem = ways(office, {"from": "B", "to": DEKAT, "minutes": 95, "both_ways": "tidak"})

    assert (problem.travel.km == plain.travel.km).all()
    assert minutes(problem, DEKAT, "B") == minutes(plain, DEKAT, "B") != 95


def test_of_one_way_by_several_modes_the_slowest_counts(office: Fill) -> None:
    rows = [
        {"from": "B", "to": DEKAT, "mode": mode, "minutes": m} for mode, m in (("mobil", 95), ("motor", 60))
    ]

    assert minutes(ways(office, *rows), "B", DEKAT) == 95


def test_a_boat_crosses_the_sea_on_its_days_for_its_fare(office: Fill) -> None:
    row = {"from": "B", "to": JAUH, "mode": "perahu", "minutes": 60, "cost": 750000, "weekdays": "Sen,Kam"}

    problem = ways(office, row, **island(office))

    index = problem.travel.index
    assert (minutes(problem, "B", JAUH, 0), minutes(problem, "B", JAUH, 1)) == (60, float("inf"))
    assert problem.travel.cost_idr[:, index["B"], index[JAUH]].max() == 750000


def test_ends_on_two_islands_are_a_boat_where_no_mode_is_given(office: Fill) -> None:
    problem = ways(office, {"from": "B", "to": JAUH, "minutes": 60}, **island(office))

    assert dict(problem.notes)["boat links"] == "1"


def test_ways_that_cannot_be_are_named_at_their_cells(office: Fill) -> None:
    rows = [
        {"from": "B", "to": "X", "minutes": 60},
        {"from": "B", "to": "B", "minutes": 60},
        {"from": "B", "to": JAUH, "mode": "mobil", "minutes": 60},
    ]

    with pytest.raises(InputError) as caught:
        ways(office, *rows, **island(office))

    found = {(f.sheet, f.row, f.column, f.value) for f in caught.value.faults}
    assert found == {
        ("Tempuh", 4, "Ke*", "X"),
        ("Tempuh", 5, "Ke*", "B"),
        ("Tempuh", 6, "Moda", "mobil"),
    }


def test_what_of_a_way_is_not_used_is_told(office: Fill) -> None:
    row = {"from": "B", "to": DEKAT, "minutes": 60, "cost": 20000, "cancel_risk": 0.2}

    notes = dict(ways(office, row).notes)

    assert notes["not used yet: Tempuh"] == "columns Risiko Batal"
    assert notes["not used yet: Tempuh, on land"] == "Biaya of ways over land"


def away(problem: Problem) -> list[int]:
    return sorted(day.day for day in problem.teams[0].away)


def team(**more: Any) -> dict[str, Any]:
    return {"Tim": [{"team": "T1", "base": "B", "rate_per_hour": 10, **more}], "Kalender": []}


def test_a_team_is_away_outside_its_own_days_and_weekdays(office: Fill) -> None:
    week = [7, 8, 9, 11]  # the 10th is a public holiday

    assert away(read_problem(office(team()))) == []
    assert away(read_problem(office(team(workdays="Selasa, Rabu")))) == [7, 11]
    assert away(read_problem(office(team(**{"from": "8 Mei 2018", "to": "9 Mei 2018"})))) == [7, 11]
    assert away(read_problem(office(team(**{"from": "1 Juni 2018"})))) == week
    with pytest.raises(InputError) as caught:
        read_problem(office(team(**{"from": "9 Mei 2018", "to": "8 Mei 2018"})))
    assert [fault.column for fault in caught.value.faults] == ["Aktif Sampai"]


@pytest.mark.parametrize(
    ("staff", "expected"),
    [
        ([("ketua", "7 Mei 2018 s.d. 8 Mei 2018"), ("operator", "8 Mei 2018")], [8]),
        ([("operator", "8 Mei 2018"), ("sopir", "")], [8]),  # a driver alone records nobody
        ([("ketua", ""), ("operator", "8 Mei 2018")], []),
        ([("sopir", "8 Mei 2018")], []),  # nobody says who leads
    ],
)
def test_a_team_stays_in_when_all_who_lead_or_record_are_on_leave(
    office: Fill, staff: list[tuple[str, str]], expected: list[int]
) -> None:
    rows = [
        {"staff": f"P{n}", "team": "T1", "role": role, "leave_dates": leave}
        for n, (role, leave) in enumerate(staff)
    ]

    assert away(read_problem(office({**team(), "Petugas": rows}))) == expected


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_a_workbook_of_another_kind_is_the_same_problem(office: Fill, tmp_path: Path, kind: str) -> None:
    project = office()
    expected = read_problem(project)
    command = [str(SOFFICE), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    command += ["--convert-to", kind, "--outdir", str(tmp_path), str(tmp_path / "masukan.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = project.read_text(encoding="utf-8").replace("masukan.xlsx", f"masukan.{kind}")
    project.write_text(text, encoding="utf-8")

    found = read_problem(project)

    assert (found.villages, found.bases, found.teams) == (expected.villages, expected.bases, expected.teams)
    assert found.calendar == expected.calendar
    assert found.teams[0].away == frozenset([date(2018, 5, 11)])
