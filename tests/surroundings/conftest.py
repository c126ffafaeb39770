"""A small office whose names no old console can show, and the planner as a program of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLANNER = [sys.executable, "-m", "planner"]
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
FILES = {
    "planner.toml": """
title = "Kabupatén Oé’u ≥ 2 村 ±"
[villages]
file = "villages.csv"
[bases]
file = "bases.csv"
[teams]
file = "teams.csv"
[calendar]
first_day = 2018-05-07
deadline = 2018-05-18
""",
    "villages.csv": """\
kode_desa,nama_desa,kode_kec,nama_kec,pulau,lon,lat,belum_rekam,menginap
53.01.01.2001,Oé’bola,53.01.01,Fatule’u – Barat,Timor,123.80,-10.10,65,tidak
53.01.02.2001,村 ꦢꦺꦱ,53.01.02,Amfoang,Timor,124.10,-9.90,175,ya
""",
    "bases.csv": "Kode Basis,Nama,Bujur,Lintang,Pulau\nB’1,Oelamasi ≤,123.90,-10.00,Timor\n",
    "teams.csv": "Kode Tim,Nama,Basis,Laju per Jam\nT–1,Tim ½,B’1,10\n",
}
TEXTS = ("Kabupatén Oé’u ≥ 2 村 ±", "Oé’bola", "村 ꦢꦺꦱ", "T–1")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project, its plan (plan.json) and a table of what came back (senin.csv)."""
    import planner

    folder = tmp_path_factory.mktemp("kantor")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    problem = planner.read_problem(folder / "planner.toml")
    plan = planner.solve(problem, optimiser_name="greedy")
    planner.write(plan, folder / "plan.json")
    rows = [
        f"{day.day},{day.team},{stop.village},{stop.people},{stop.people},selesai\n"
        for day in plan.team_days
        for stop in day.stops
    ]
    table = "Tanggal,Tim,Kode Desa,Hadir,Terekam,Status\n" + "".join(rows[:2])
    (folder / "senin.csv").write_text(table, encoding="utf-8")
    return folder


@pytest.fixture
def run(state_folder: Path) -> Run:
    """Run ``planner`` as a program; ``env`` adds to ours, or takes away (None); the rest is of subprocess."""

    def start(*words: object, env: dict[str, str | None] | None = None, **options: Any) -> Any:
        wanted = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
        return subprocess.run(
            [*PLANNER, *map(str, words)],
            env={name: value for name, value in wanted.items() if value is not None},
            **{"capture_output": True, "timeout": 300, "check": False, **options},
        )

    return start
