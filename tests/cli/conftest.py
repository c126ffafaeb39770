"""A small project, a plan of it, and a way to call the planner."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

import planner
from planner.cli import main
from planner.domain.actuals import Actual
from planner.replanning import append
from planner.replanning.records import Returned

FILES = {
    "planner.toml": """
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
""",
    "villages.csv": """\
kode_desa,nama_desa,pulau,lon,lat,belum_rekam,menginap
53.01.01.2001,Dekat,Timor,123.80,-10.10,65,tidak
53.01.02.2001,Jauh,Timor,124.10,-9.90,75,ya
""",
    "bases.csv": "Kode Basis,Bujur,Lintang,Pulau\nB,123.90,-10.00,Timor\n",
    "teams.csv": "Kode Tim,Basis,Laju per Jam\nT1,B,10\n",
}


class Said(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a planner.toml: four days of one team are enough for all 140 people."""
    folder = tmp_path / "kupang"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder / "planner.toml"


@pytest.fixture
def plan_file(project: Path) -> Path:
    """Return a plan of the project, as plan.json beside it."""
    plan = planner.solve(planner.read_problem(project), optimiser_name="greedy")
    return planner.write(plan, project.with_name("plan.json"))


@pytest.fixture
def history(plan_file: Path) -> Path:
    """Return a history of the campaign, with one report: 50 people in Dekat on the first day."""
    path = plan_file.with_name("history.jsonl")
    report = Actual(date(2018, 5, 7), "T1", "53.01.01.2001", 50)
    said = Returned("0" * 64, "reports.csv", "", 1, "Rini", "2018-05-08T01:00:00+00:00")
    append(path, planner.read_plan(plan_file).problem, said=said, actuals=[report], is_new=True)
    return path


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run ``planner`` in this process."""

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["planner", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Said(code, *capfd.readouterr())

    return run
