"""The command, the measures and the page."""

import dataclasses
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planner import write
from planner.cli import app
from planner.domain.chances import CERTAIN, Chances
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.errors import InputError
from planner.inputs.settings import SimulationSettings, known_keys
from planner.inputs.simulation import read_chances
from planner.simulation import simulate
from planner.simulation.answer import Probability, Replays, compared
from planner.simulation.measures import options
from planner.simulation.page import page

DOCS = Path(__file__).parents[2] / "docs" / "project-file.md"
FEW = Chances(replays=60)
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
replays = 40
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "planner.toml").write_text(PROJECT, encoding="utf-8")
    for name, text in {
        "villages.csv": "kode_desa,nama_desa,pulau,lon,lat,belum_rekam,menginap\n"
        "53.01.01.2001,Dekat,Timor,123.80,-10.10,65,tidak\n53.01.02.2001,Jauh,Timor,124.10,-9.90,75,ya\n",
        "bases.csv": "Kode Basis,Bujur,Lintang,Pulau\nB,123.90,-10.00,Timor\n",
        "teams.csv": "Kode Tim,Basis,Laju per Jam\nT1,B,10\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "planner.toml"


def called(*words: str) -> str:
    answer = CliRunner().invoke(app, ["simulate", *words])
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_defaults_are_the_same_everywhere() -> None:
    assert Chances(**dict(SimulationSettings())) == Chances()


@pytest.mark.parametrize("key", known_keys(["simulation"]))
def test_the_page_gives_each_default(key: str) -> None:
    row = next(
        line for line in DOCS.read_text(encoding="utf-8").splitlines() if f"| `simulation.{key}" in line
    )
    written = row.split(" | ")[2].strip("`")
    default = getattr(Chances(), key)

    if key == "turnout":
        assert written.endswith("`[0.6, 0.35]` where that is empty")
    elif key == "boat_cancel_in_month":
        assert (written, default) == ("boat_cancel", {})
    else:
        assert json.loads(written) == (list(default) if isinstance(default, tuple) else default)


def test_a_project_says_its_own_chances(project: Path) -> None:
    text = 'kit_break = 0.5\nturnout = [0.7]\n[simulation.boat_cancel_in_month]\n"1" = 0.4\n'
    project.write_text(PROJECT + text, encoding="utf-8")

    found = read_chances(project)

    assert (found.replays, found.kit_break, found.turnout) == (40, 0.5, (0.7,))
    assert found.boat_cancel_in_month == {1: 0.4}


def test_all_faults_of_the_chances_are_told_at_once(project: Path) -> None:
    project.write_text(PROJECT + "kit_break = 2.0\nturnout = [0.3, 0.6]\nluck = 1\n", encoding="utf-8")

    with pytest.raises(InputError) as fault:
        read_chances(project)

    for key in ("simulation.kit_break", "simulation.turnout", "simulation.luck"):
        assert key in str(fault.value)


def test_the_command_tells_probability_weeks_and_measures(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"

    told = called(str(project), "--seconds", "1", "--rounds", "3", "--target", "90%", "--out", str(out))

    assert "126 people by 11 May 2018: reached in" in told  # 90 % of 140
    assert "13 May" not in told  # the last week ends on the deadline
    for name in ("a team more at B", "a kit more at B", "Saturdays worked", "verified lists", "planned anew"):
        assert name in told
    assert "<svg" in out.read_text(encoding="utf-8")


def test_the_record_is_whole_and_repeats_itself(project: Path) -> None:
    words = [str(project), "--rounds", "3", "--json", "--target", "95%", "--of", "plan"]

    one, two = (json.loads(called(*words, "--threads", threads)) for threads in ("1", "2"))

    assert one.pop("seconds") > 0 < two.pop("seconds")
    assert one == two
    assert one["replays"] == 40
    assert one["target"] == 133
    assert sorted(m["measure"] for m in one["measures"]) == ["anew", "kit", "saturdays", "team", "verified"]
    lifts = [m["lift"] for m in one["measures"]]
    assert lifts == sorted(lifts, reverse=True)


def test_a_plan_that_is_there_is_replayed(project: Path, good_plan: Plan, tmp_path: Path) -> None:
    file = write(good_plan, tmp_path / "plan.json")

    record = json.loads(called(str(project), "--plan", str(file), "--no-measures", "--json"))

    assert (record["planned"], record["measures"]) == (140, [])


@pytest.mark.parametrize("words", [["--target", "many"], ["--target", "120%"], ["--of", "moon"]])
def test_a_wrong_call_is_refused(project: Path, words: list[str]) -> None:
    assert CliRunner().invoke(app, ["simulate", str(project), *words]).exit_code == 2


def test_measures_start_from_the_plan_and_are_never_worse_without_luck(good_plan: Plan) -> None:
    short = dataclasses.replace(good_plan, team_days=good_plan.team_days[:1])
    certain = dataclasses.replace(CERTAIN, turnout=(1.0,), replays=2)

    answer = simulate(short.problem, certain, plan=short, target=140, rounds=3)

    assert answer.probability == Probability(0, 2)
    assert {m.kind for m in answer.measures} == {"team", "kit", "saturdays", "verified", "anew"}
    assert {m.kind for m in answer.measures if m.lift == 1} >= {"team", "saturdays", "anew"}
    assert answer.measures[-1].is_noise  # the same plan with a spare kit, or verified lists: no difference
    assert [week.last for week in answer.replays.weeks()] == [good_plan.problem.calendar.last]


def test_cancelling_keeps_what_is_done_and_names_the_rest(good_plan: Plan) -> None:
    answer = simulate(good_plan.problem, FEW, plan=good_plan, is_cancelled=lambda: True)

    assert len(answer.replays.people) == 25
    assert (answer.measures, len(answer.skipped)) == ((), 5)


def test_differences_are_of_pairs(good_plan: Plan) -> None:
    before = simulate(good_plan.problem, FEW, plan=good_plan, measures=False).replays
    better = Replays(good_plan, before.people + 10)

    found = compared("team", "B", before, better, 120)

    assert (found.more, found.more_error) == (10.0, 0.0)
    assert found.lift == pytest.approx(better.reaching(120).value - before.reaching(120).value)
    assert compared("anew", "", before, before, 120).is_noise


def test_wilson_is_right_at_the_ends() -> None:
    low, high = Probability(8, 10).interval

    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)  # Wilson (1927), 8 of 10
    assert Probability(10, 10).interval[1] == pytest.approx(1.0)
    assert Probability(5, 10).error == pytest.approx(0.158, abs=1e-3)


def test_counted_kits_are_planned_with_and_saturdays_not_offered_twice(two_villages: Problem) -> None:
    base = dataclasses.replace(two_villages.bases[0], kits=1)
    weekdays = dataclasses.replace(two_villages.calendar, weekdays=frozenset(range(6)))
    problem = two_villages.replace(bases=(base,), calendar=weekdays)

    found = {option.kind: option for option in options(problem, FEW)}

    assert set(found) == {"team", "kit", "verified", "anew"}
    assert found["kit"].problem.bases[0].kits == 2
    assert found["verified"].chances.turnout == FEW.verified_turnout


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_needs_nothing_else(good_plan: Plan, language: str) -> None:
    problem = good_plan.problem.replace(title="<b>Dua & Desa</b>")
    plan = dataclasses.replace(good_plan, problem=problem)

    text = page(simulate(problem, FEW, plan=plan, measures=False), language)  # type: ignore[arg-type]

    assert "&lt;b&gt;Dua &amp; Desa&lt;/b&gt;" in text
    assert "src=" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")


def test_people_recorded_before_count_in_every_number(good_plan: Plan) -> None:
    near, far = good_plan.problem.villages
    left = good_plan.problem.replace(villages=(dataclasses.replace(near, recorded=1000), far))
    plan = dataclasses.replace(good_plan, problem=left)

    before = simulate(good_plan.problem, FEW, plan=good_plan, target=100, rounds=3)
    answer = simulate(left, FEW, plan=plan, target=1100, rounds=3)

    assert answer.probability == before.probability
    assert answer.quantiles == tuple(1000 + people for people in before.quantiles)
    assert [week.planned for week in answer.weeks()] == [1140]
    assert answer.table()[5][1:] == (1140, before.replays.reaching(140))
    assert [m.lift for m in answer.measures] == [m.lift for m in before.measures]
    text = page(answer)
    assert "Sudah terekam sebelum 7 Mei 2018: 1.000 dari 1.140 orang (87,7 %); 140 masih menunggu." in text
    assert "1.100 orang sampai tenggat" in text
    assert "Sudah terekam" not in page(before)


def test_a_measure_under_way_is_not_shown_when_cancelled(good_plan: Plan) -> None:
    tried: list[str] = []

    answer = simulate(
        good_plan.problem,
        FEW,
        plan=good_plan,
        rounds=1,
        report=lambda name, progress: tried.append(name),
        is_cancelled=lambda: "team B" in tried,
    )

    assert len(answer.replays.people) == FEW.replays
    assert (answer.measures, answer.skipped[0]) == ((), ("team", "B"))


def test_a_plan_for_everybody_is_told_beside_the_turnout(project: Path) -> None:
    words = [str(project), "--no-measures", "--rounds", "1"]
    before = called(*words)
    with project.open("a", encoding="utf-8") as file:
        file.write("[rules]\nturnout = [0.6, 0.35]\n")

    assert "(rules.turnout = [0.6, 0.35] in the project makes a plan for that)" in before
    assert "makes a plan for that" not in called(*words)
