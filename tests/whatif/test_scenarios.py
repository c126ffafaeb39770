"""Scenarios change what they name and nothing else; their file tells every fault."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.calendar import Calendar, ShortDays
from planner.domain.places import Guest
from planner.domain.problem import Problem
from planner.domain.rules import Floor
from planner.errors import InputError
from planner.inputs.project import read_problem
from planner.whatif import Pause, Scenario, what_if
from planner.whatif.scenario_file import read_scenarios, require_fit

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
WEDNESDAY, THURSDAY, SATURDAY = date(2018, 5, 9), date(2018, 5, 10), date(2018, 5, 12)


@pytest.fixture
def week(two_villages: Problem) -> Problem:
    """Monday to Sunday; Thursday is a holiday, Wednesday collective leave, Monday and Tuesday are Ramadan."""
    return two_villages.replace(
        calendar=Calendar(
            date(2018, 5, 7),
            date(2018, 5, 13),
            holidays={WEDNESDAY: "Cuti bersama: SKB", THURSDAY: "Kenaikan"},
            short_days=(ShortDays(date(2018, 5, 7), date(2018, 5, 8), 0.8, note="Ramadan"),),
        )
    )


def worked(problem: Problem) -> list[int]:
    return [day.day for day in problem.calendar.working_days()]


def test_a_scenario_that_names_nothing_changes_nothing(week: Problem) -> None:
    assert Scenario("as it is").of(week) == week


def test_days_are_worked_or_not(week: Problem) -> None:
    assert worked(week) == [7, 8, 11]
    assert worked(Scenario("", saturdays=True).of(week)) == [7, 8, 11, 12]
    assert worked(Scenario("", collective_leave=True).of(week)) == [7, 8, 9, 11]
    assert worked(Scenario("", ramadan_pause=True).of(week)) == [11]
    assert worked(Scenario("", ramadan_pause=Pause(date(2018, 5, 8), WEDNESDAY)).of(week)) == [7, 11]
    assert worked(Scenario("", deadline=date(2018, 5, 15)).of(week)) == [7, 8, 11, 14, 15]
    six_days = week.replace(calendar=replace(week.calendar, weekdays=frozenset(range(6))))
    assert worked(Scenario("", saturdays=False).of(six_days)) == [7, 8, 11]


def test_without_a_pause_ramadan_is_worked_like_other_days(week: Problem) -> None:
    full = Scenario("", ramadan_pause=False).of(week)

    team = week.teams[0]
    assert full.end_of(team, date(2018, 5, 7)) == team.end_minute > week.end_of(team, date(2018, 5, 7))


def test_a_pause_of_areas_closes_their_villages_and_keeps_the_teams_of_their_bases(week: Problem) -> None:
    pause = Pause(date(2018, 5, 7), date(2018, 5, 8), frozenset({"53.01.02", "B"}))

    near, far = Scenario("", ramadan_pause=pause).of(week).villages
    (team,) = Scenario("", ramadan_pause=pause).of(week).teams

    assert (near.closed, [day.day for day in sorted(far.closed)]) == (frozenset(), [7, 8])
    assert [day.day for day in sorted(team.away)] == [7, 8]


def test_rates_nights_turnout_and_money(week: Problem) -> None:
    changed = Scenario("", rate_factor=0.5, max_nights=1, turnout=(0.6,), budget=9.0).of(week)

    assert (changed.teams[0].rate_per_hour, changed.teams[0].max_nights) == (5, 1)
    assert (changed.rules.turnout, changed.rules.budget) == ((0.6,), 9.0)
    assert Scenario("", rate_per_hour=7).of(week).teams[0].rate_per_hour == 7
    assert Scenario("", budget=float("inf")).of(changed).rules.budget is None


def test_a_valid_share_scales_people_guests_and_floors_and_is_noted(week: Problem) -> None:
    near, far = week.villages
    guest = replace(near, guests=(Guest("53.01.01.2009", "Guest", 9),))
    rules = replace(week.rules, floors=(Floor(near.district_id, 33),))
    half = Scenario("", valid_share=0.5).of(week.replace(villages=(guest, far), rules=rules))

    assert [village.backlog for village in half.villages] == [33, 38]
    assert half.villages[0].guests[0].backlog == 5
    assert half.rules.floors[0].people == 17
    assert half.notes[-1] == ("backlog, share taken as valid", "50%")


def test_kits_and_teams(week: Problem) -> None:
    changed = Scenario("", kits={"B": 2}, teams=3, at="B").of(week)

    assert (changed.bases[0].kits, [team.base for team in changed.teams]) == (2, ["B", "B", "B"])


def test_scenarios_stand_beside_the_project_and_more_days_never_record_fewer(week: Problem) -> None:
    many = week.replace(villages=tuple(replace(v, backlog=400) for v in week.villages))
    more = [Scenario("sabtu", saturdays=True), Scenario("cuti", collective_leave=True)]

    answer = what_if(many, scenarios=more, seconds=4)

    assert [row.name for row in answer.scenarios] == ["", "sabtu", "cuti"]
    own, saturday, leave = (row.recorded for row in answer.scenarios)
    assert own == 53 + 53 + 70  # in Near, on two days of Ramadan and on Friday
    assert saturday == own + 70
    assert leave >= own + 70
    assert {change.scenario for change in answer.changes()} == {"sabtu", "cuti"}
    assert sum(c.after - c.before for c in answer.changes() if c.scenario == "sabtu") == saturday - own


def test_no_more_than_six_scenarios_stand_side_by_side(week: Problem) -> None:
    with pytest.raises(ValueError, match="7 scenarios; at most 6"):
        what_if(week, scenarios=[Scenario(str(n)) for n in range(7)])


# --- the file -------------------------------------------------------------------------------------------


def written(folder: Path, text: str) -> Path:
    path = folder / "scenarios.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(folder: Path, text: str) -> list[tuple[str | None, str]]:
    with pytest.raises(InputError) as error:
        read_scenarios(written(folder, text))
    return [(fault.column, fault.problem) for fault in error.value.faults]


def test_a_file_of_every_key_is_read(tmp_path: Path) -> None:
    (scenario,) = read_scenarios(
        written(
            tmp_path,
            """
            [[scenario]]
            name = "semua"
            rate_factor = 0.5
            turnout = [0.6, 0.35]
            valid_share = 0.5
            saturdays = true
            collective_leave = true
            ramadan_pause = { first = 2018-05-17, last = 2018-06-14, areas = ["53.01.04"] }
            max_nights = 3
            deadline = 2018-07-31
            teams = 8
            at = "LELOGAMA"
            kits = { OELAMASI = 2 }
            budget = inf
            """,
        )
    )

    assert scenario.ramadan_pause == Pause(date(2018, 5, 17), date(2018, 6, 14), frozenset({"53.01.04"}))
    assert (scenario.rate_factor, scenario.turnout, scenario.valid_share) == (0.5, (0.6, 0.35), 0.5)
    assert (scenario.saturdays, scenario.collective_leave, scenario.max_nights) == (True, True, 3)
    assert (scenario.teams, scenario.at, scenario.kits) == (8, "LELOGAMA", {"OELAMASI": 2})
    assert (scenario.deadline, scenario.budget) == (date(2018, 7, 31), float("inf"))


def test_every_fault_is_told_and_unknown_keys_with_those_that_are_known(tmp_path: Path) -> None:
    text = """
        [[scenario]]
        name = "a"
        speed = 3
        ramadan_pause = { first = 2018-05-17, until = 2018-06-14 }
        [[scenario]]
        name = "b"
        rate_per_hour = 7
        rate_factor = 2
        [[scenario]]
        valid_share = "half"
        turnout = [0.3, 0.6]
    """

    found = dict(faults_of(tmp_path, text))

    assert "known keys are name, rate_per_hour, rate_factor" in found["scenario 1.speed"]
    assert any("known keys are first, last, areas" in problem for problem in found.values())
    assert "not both" in found["scenario 2"]
    assert found["scenario 3.name"] == "is missing"
    assert found["scenario 3.valid_share"] == "expected a number without quotation marks"
    assert "cannot bring a larger share" in found["scenario 3.turnout"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "0 scenarios; expected 1 to 6"),
        ('[[scenario]]\nname = "a"\n' * 7, "7 scenarios; expected 1 to 6"),
        ('[[scenario]]\nname = "a"\n' * 2, "two scenarios have this name"),
        ('[scenario]\nname = "a"\n', "no list of scenarios"),
        ('[[skenario]]\nname = "a"\n', "unknown key; known is scenario"),
        ("[[scenario]\n", "is no TOML"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    assert any(problem in told for _, told in faults_of(tmp_path, text))


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_scenarios(tmp_path / "none.toml")


def test_what_a_project_does_not_have_is_told_at_once(two_villages: Problem) -> None:
    scenarios = (
        Scenario("kits", kits={"X": 1}),
        Scenario("leave", collective_leave=True),
        Scenario("ramadan", ramadan_pause=True),
        Scenario("pause", ramadan_pause=Pause(THURSDAY, THURSDAY, frozenset({"53.99"}))),
        Scenario("early", deadline=date(2018, 5, 1)),
    )

    with pytest.raises(InputError) as error:
        require_fit(scenarios, two_villages, "scenarios.toml")

    assert [str(fault.column).split(".")[0] for fault in error.value.faults] == [
        "kits",
        "leave",
        "ramadan",
        "pause",
        "early",
    ]
    assert "known are B" in error.value.faults[0].problem


def test_the_example_can_be_read_and_fits_its_project() -> None:
    scenarios = read_scenarios(EXAMPLES / "kupang" / "scenarios.toml")
    latest = max(scenario.deadline for scenario in scenarios if scenario.deadline)
    problem = read_problem(EXAMPLES / "kupang" / "planner.toml", known_until=latest)

    require_fit(scenarios, problem, "scenarios.toml")

    days = {scenario.name: len(scenario.of(problem).calendar.working_days()) for scenario in scenarios}
    assert len(scenarios) == 6
    # seven Saturdays (16 June is Idul Fitri) and seven days of collective leave more than 29
    assert days["Sabtu dan cuti bersama kerja"] == 29 + 7 + 7
    assert days["Jeda Ramadan"] == 29 - 15
    assert days["Tenggat 31 Juli, 8 tim"] == 29 + 3 + 22 - 1  # polling day is no public holiday by itself
