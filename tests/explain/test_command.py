"""``planner explain`` on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import planner
from planner.cli import app
from planner.domain.plan import Plan
from planner.errors import PlannerError

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def call(*words: object) -> str:
    answer = CliRunner().invoke(app, ["explain", *map(str, words)])
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    assert answer.exit_code == 0, answer.output
    return answer.stdout


@pytest.fixture
def plan_file(good_plan: Plan, tmp_path: Path) -> Path:
    return planner.write(good_plan, tmp_path / "plan.json")


def test_a_village_is_explained_in_indonesian(plan_file: Path) -> None:
    lines = call(plan_file, "far", "--by", "2018-05-07", "--seconds", 5).splitlines()

    assert lines[:3] == [
        "Far (53.01.02.2001), Kecamatan Jauh: 75 orang belum terekam, 75 direncanakan, 0 tersisa.",
        "  Selasa, 8 Mei 2018: Tim 1, 60 orang",
        "  Rabu, 9 Mei 2018: Tim 1, 15 orang",
    ]
    assert "Jika desa ini wajib dilayani paling lambat Senin, 7 Mei 2018:" in lines
    assert "  terekam 140 orang menjadi 140 (0)." in lines


def test_a_question_is_answered_in_english(plan_file: Path) -> None:
    question = "T1 sick on 2018-05-08 to 2018-05-09"

    lines = call(plan_file, "--if", question, "--seconds", 5, "--lang", "en").splitlines()

    assert lines[:3] == [
        f"If {question}:",
        "  140 people recorded become 105 (-35).",
        "  35 fewer: Far 35",
    ]


def test_json_tells_the_numbers_of_both(plan_file: Path) -> None:
    answer: dict[str, Any] = json.loads(
        call(plan_file, NEAR, "--if", "tenggat 2018-05-07", "--seconds", 5, "--json")
    )

    asked = answer["if"]
    assert asked["wishes"] == ["tenggat 2018-05-07"]
    assert (asked["recorded_before"], asked["recorded_after"], asked["people"]) == (140, 65, -75)
    assert asked["villages"] == {FAR: -75}
    why = answer["village"]  # of the plan of the question
    assert (why["code"], why["planned"], why["left"], why["trip"]) == (NEAR, 65, 0, None)


def test_a_project_is_planned_first(tmp_path: Path) -> None:
    files = {
        "planner.toml": 'title = "Dekat"\n[villages]\nfile = "v.csv"\n[bases]\nfile = "b.csv"\n'
        '[teams]\nfile = "t.csv"\n'
        "[calendar]\nfirst_day = 2018-05-07\ndeadline = 2018-05-11\n",
        "v.csv": f"kode_desa,nama_desa,pulau,lon,lat,belum_rekam\n{NEAR},Dekat,Timor,123.80,-10.10,65\n",
        "b.csv": "Kode Basis,Bujur,Lintang,Pulau\nB,123.90,-10.00,Timor\n",
        "t.csv": "Kode Tim,Basis,Laju per Jam\nT1,B,10\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    answer = json.loads(call(tmp_path / "planner.toml", "Dekat", "--seconds", 5, "--json"))

    assert (answer["village"]["planned"], answer["village"]["reason"]) == (65, "")


def test_an_unknown_village_lists_those_alike(plan_file: Path) -> None:
    with pytest.raises(PlannerError, match=r"no village 'Nea'; known: 53.01.01.2001 Near \(Dekat\)"):
        call(plan_file, "Nea")


@pytest.mark.parametrize("words", [[], ["--by", "2018-05-07"], ["Near", "--lang", "jv"]])
def test_a_wrong_call_is_no_fault_of_the_data(plan_file: Path, words: list[str]) -> None:
    assert CliRunner().invoke(app, ["explain", str(plan_file), *words]).exit_code == 2
