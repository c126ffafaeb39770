"""Questions in the middle of a campaign: what is recorded is counted, and whose campaign it is."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from planner import write
from planner.cli import app
from planner.domain.left import left_problem
from planner.domain.plan import Outcome, Plan
from planner.inputs.project import read_problem
from planner.replanning import read_history

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
PROJECT = """
title = "Two villages"
[villages]
file = "villages.csv"
[bases]
file = "bases.csv"
[teams]
file = "teams.csv"
[calendar]
first_day = 2018-05-07
deadline = 2018-05-11
[simulation]
replays = 20
"""
VILLAGES = f"""\
kode_desa,nama_desa,pulau,lon,lat,belum_rekam,menginap
{NEAR},Dekat,Timor,123.80,-10.10,65,tidak
{FAR},Jauh,Timor,124.10,-9.90,75,ya
"""
FROM_TUESDAY = ("--today", "8 Mei 2018")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of 140 people and four days, with a history: 40 recorded in Near on the first."""
    for name, text in {
        "planner.toml": PROJECT,
        "villages.csv": VILLAGES,
        "bases.csv": "Kode Basis,Bujur,Lintang,Pulau\nB,123.90,-10.00,Timor\n",
        "teams.csv": "Kode Tim,Basis,Laju per Jam\nT1,B,10\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    reported(tmp_path / "h.jsonl", NEAR)
    return tmp_path / "planner.toml"


def reported(path: Path, village: str, day: str = "2018-05-07") -> Path:
    """Write a history of one report: 40 recorded, 5 moved away."""
    who = {"who": "Rini", "when": "2018-05-07T20:00:00+00:00"}
    report = {"day": day, "team": "T1", "village": village, "recorded": 40, "moved": 5, "file": "0" * 64}
    file = {"sha256": "0" * 64, "name": "w0.csv", "plan_version": "v00000000", "rows": 1}
    lines = [{"kind": "report", **report, **who}, {"kind": "file", **file, **who}]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def left_plan(project: Path) -> Path:
    """Return a plan of what is left from Tuesday on, without a visit, that counts the report."""
    problem = read_problem(project)
    history = read_history(project.with_name("h.jsonl"))
    left = left_problem(Plan(problem, (), Outcome("none")), history.actuals, date(2018, 5, 8))
    return write(Plan(left, (), Outcome("none")), project.with_name("left.json"))


def asked(*words: object) -> Any:
    """Return what a command says as values."""
    answer = CliRunner().invoke(app, [*map(str, words), "--json"])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def refused(code: int, *words: object) -> str:
    """Return what a command says that ends with a code: a fault, or a wrong call."""
    from planner.errors import PlannerError

    answer = CliRunner().invoke(app, list(map(str, words)))
    if code == 1:
        assert isinstance(answer.exception, PlannerError), answer.output
        return str(answer.exception)
    assert answer.exit_code == code, answer.output
    return " ".join(answer.output.split())


def test_whatif_counts_what_is_recorded_and_takes_shares_of_the_whole(project: Path, left_plan: Path) -> None:
    words = ("--teams", "1", "--targets", "20;90", "--no-prices", "--seconds", "1")
    with_history = ("--history", project.with_name("h.jsonl"), *FROM_TUESDAY)

    for source in ((project, *with_history), (left_plan,), (left_plan, *with_history)):
        found = asked("whatif", *source, *words)

        assert (found["recorded_before"], found["removed_before"], found["whole"]) == (40, 5, 135)
        assert [least["target"] for least in found["least"]] == [27, 122]
        assert [row["backlog"] for row in found["rows"]] == [95, 95]
        assert any("Sudah terekam sebelum 8 Mei 2018: 40 dari 135" in text for text in found["definitions"])


def test_a_target_of_a_simulation_is_of_the_whole_and_what_is_recorded_counts(project: Path) -> None:
    with_history = ("--history", project.with_name("h.jsonl"), *FROM_TUESDAY)
    words = ("--rounds", "2", "--no-measures")

    found = asked("simulate", project, *with_history, *words, "--target", "90 %")
    done = asked("simulate", project, *with_history, *words, "--target", "40")

    assert (found["recorded_before"], found["target"], found["replays"]) == (40, 122, 20)
    assert min(found["people"].values()) > 40
    assert all(week["planned"] == 40 + found["planned"] for week in found["weeks"])  # one week
    assert done["probability"]["value"] == 1
    assert asked("simulate", project, *with_history, *words)["target"] == 40 + found["planned"]


def test_a_simulation_says_what_is_recorded_and_whose_chances_it_takes(
    project: Path, left_plan: Path
) -> None:
    words = ("--no-measures", "--replays", "5", "--target", "122")
    alone = CliRunner().invoke(app, ["simulate", str(left_plan), *words]).stdout
    beside = CliRunner().invoke(app, ["simulate", str(project), "--plan", str(left_plan), *words]).stdout

    for told in (alone, beside):
        assert "Recorded already before 8 May 2018: 40 of 135 people (29.6 %); 95 still wait; 5 more" in told
        assert "122 people (40 of them already) by 11 May 2018: reached in 0.0%" in told
        assert "people recorded by then: 10 % 40, 50 % 40, 90 % 40" in told  # a plan without a visit
    assert "chances: the defaults" in alone
    assert "chances: the defaults" not in beside


def test_a_forecast_begins_with_what_is_left(project: Path, left_plan: Path) -> None:
    words = ("--per-month", "207,5", "--average", "2018-01-01..2018-04-30")  # 10 on each of three days
    with_history = ("--history", project.with_name("h.jsonl"), *FROM_TUESDAY)

    planned, made = asked("forecast", left_plan, *words), asked("forecast", project, *with_history, *words)

    for found in (planned, made):
        assert (found["total"], found["recorded_before"], found["recorded"]) == (95, 40, 30)
        assert found["share"] == pytest.approx(70 / 135)
    assert (planned["teams_record"], made["teams_record"]) == (0, 95)  # the plan at hand, and one made now
    told = CliRunner().invoke(app, ["forecast", str(left_plan), *words]).stdout
    assert told.startswith("Sudah terekam sebelum 8 Mei 2018: 40 dari 135 orang (29,6 %)")


@pytest.mark.parametrize(
    "command", [("whatif", "--teams", "1"), ("simulate",), ("forecast", "--per-month", "5")]
)
def test_a_history_that_cannot_be_this_campaigns_is_refused(project: Path, command: tuple[str, ...]) -> None:
    name, *words = command
    other = reported(project.with_name("other.jsonl"), "53.14.01.2005")
    late = reported(project.with_name("late.jsonl"), NEAR, "2018-05-09")

    foreign = refused(1, name, project, *words, "--history", other, *FROM_TUESDAY)
    mistyped = refused(1, name, project, *words, "--history", project.with_name("hh.jsonl"), *FROM_TUESDAY)
    too_early = refused(1, name, project, *words, "--history", late, *FROM_TUESDAY)
    alone = refused(2, name, project, *words, "--history", other)

    assert "other.jsonl is the history of a campaign with villages such as 53.14.01.2005" in foreign
    assert "they share 0 villages" in foreign
    assert "there is no such file" in mistyped
    assert "there are reports of 2018-05-09; plan again from a later day" in too_early
    assert "--history and --today belong together" in alone


def test_a_simulation_refuses_the_plan_of_another_project(project: Path, left_plan: Path) -> None:
    project.with_name("villages.csv").write_text(VILLAGES.replace("53.01", "53.14"), encoding="utf-8")

    said = refused(1, "simulate", project, "--plan", left_plan)

    assert "left.json is a plan of Two villages (2 villages, 2018-05-08 to 2018-05-11), and not of" in said
    assert "they share 0 villages; name the project of the plan" in said
    assert "--plan goes with a project file" in refused(2, "simulate", left_plan, "--plan", left_plan)


def test_no_answer_replaces_the_plan_that_is_read(left_plan: Path) -> None:
    before = left_plan.read_bytes()

    said = refused(1, "whatif", left_plan, "--teams", "1", "--out", left_plan)

    assert "the plan that is read" in said
    assert left_plan.read_bytes() == before


def test_money_that_is_spent_is_known_to_a_plan_only(project: Path) -> None:
    project.write_text(PROJECT + "[rules]\nbudget = 1000.0\n", encoding="utf-8")

    said = refused(1, "simulate", project, "--history", project.with_name("h.jsonl"), *FROM_TUESDAY)

    assert "only a plan tells what of it is spent" in said


def test_a_plan_does_not_know_days_off_after_its_deadline(project: Path, left_plan: Path) -> None:
    file = project.with_name("s.toml")
    file.write_text('[[scenario]]\nname = "later"\ndeadline = 2018-06-29\n', encoding="utf-8")

    said = refused(1, "whatif", left_plan, "--scenarios", file)
    with_history = ("--history", project.with_name("h.jsonl"), *FROM_TUESDAY)
    found = asked("whatif", project, "--scenarios", file, "--seconds", "1", "--no-prices", *with_history)

    assert "knows days off up to its deadline only, 2018-05-11, not up to 2018-06-29" in said
    # 4 days, then 13 to 31 May less 29 May, and June less 1, 15, 27 and seven days of leave
    assert [row["team_days"] for row in found["scenarios"]] == [3, 3 + 13 + 11]
