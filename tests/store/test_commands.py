"""The commands: a plan is kept, listed, judged again and written out again."""

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

import planner
from planner.cli import main
from planner.domain.plan import Plan
from planner.planning import solve

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
QUICK = ("--optimiser", "greedy", "--seconds", 5)


class Said(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


Call = Callable[..., Said]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path / "planner.toml"


@pytest.fixture
def keeping(project: Path) -> Path:
    """Return the project, which names a store."""
    with project.open("a", encoding="utf-8") as file:
        file.write('\n[store]\nfile = "kupang.gpkg"\n')
    return project


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["planner", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Said(code, *capfd.readouterr())

    return run


def test_a_plan_is_kept_where_the_command_says(call: Call, project: Path, tmp_path: Path) -> None:
    path = tmp_path / "here.gpkg"

    said = call("plan", project, *QUICK, "--seed", 3, "--store", path)

    assert (said.code, said.out.splitlines()[-1]) == (0, f"kept as run 1 in {path}")
    (run,) = planner.list_runs(planner.open_store(path))
    assert run.settings == {"optimiser": "greedy", "rounds": None, "seconds": 5.0, "seed": 3}
    assert set(run.inputs) == set(FILES)
    assert run.project_file == "planner.toml"


def test_a_plan_is_kept_where_the_project_says(call: Call, keeping: Path) -> None:
    said = call("plan", keeping, *QUICK, "--json")
    call("plan", keeping, *QUICK)

    found = json.loads(said.out)
    assert (found["run"], found["store"]) == (1, str(keeping.parent / "kupang.gpkg"))
    assert [run.run_id for run in planner.list_runs(planner.open_store(found["store"]))] == [1, 2]


def test_nothing_is_kept_where_nobody_says_so(call: Call, project: Path) -> None:
    said = call("plan", project, *QUICK)

    assert "kept as run" not in said.out
    assert {path.name for path in project.parent.iterdir()} == {*FILES, "rencana"}


def test_a_store_that_cannot_be_written_ends_it_before_the_solve(
    call: Call, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.planning.solve", lambda *_, **__: pytest.fail("it was solved"))

    said = call("plan", project, "--store", tmp_path / "nowhere" / "x.gpkg")

    assert said.code == 1
    assert "cannot be opened; is the folder there" in said.err


def test_files_are_written_also_when_the_store_fails_at_the_end(
    call: Call, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.gpkg"

    def spoiled(*arguments: object, **options: object) -> Plan:
        path.write_text("x" * 5000, encoding="utf-8")
        return solve(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("planner.planning.solve", spoiled)

    said = call("plan", project, *QUICK, "--store", path, "--out", tmp_path / "plan.json")

    assert said.code == 1
    assert "x.gpkg: it is no GeoPackage" in said.err
    assert planner.read_plan(tmp_path / "plan.json").recorded == 140


def test_history_lists_runs(call: Call, keeping: Path) -> None:
    for seed in (1, 2):
        call("plan", keeping, *QUICK, "--seed", seed)

    said = call("history", keeping)

    lines = said.out.splitlines()
    assert lines[0] == f"{keeping.parent / 'kupang.gpkg'}: 2 runs, times in UTC"
    assert [line.split()[0] for line in lines[2:]] == ["1", "2"]
    assert "140       140" in lines[2]
    assert "greedy, seed 2" in lines[3]


def test_history_as_json_has_everything(call: Call, keeping: Path) -> None:
    call("plan", keeping, *QUICK)

    (run,) = json.loads(call("history", keeping.parent / "kupang.gpkg", "--json").out)["runs"]

    assert (run["run_id"], run["recorded"], run["deadline"]) == (1, 140, "2018-05-11")
    assert set(run["inputs"]) == set(FILES)
    assert run["settings"]["optimiser"] == "greedy"


def test_verify_judges_an_old_run_and_names_files_that_changed(call: Call, keeping: Path) -> None:
    call("plan", keeping, *QUICK)
    villages = keeping.with_name("villages.csv")
    assert "input files: all 4 are as they were" in call("verify", keeping, "--run", 1).out

    villages.write_text(FILES["villages.csv"].replace("65", "64"), encoding="utf-8")
    call("plan", keeping, *QUICK)
    villages.unlink()

    old = call("verify", keeping, "--run", 1)
    assert old.code == 0
    assert "140 people recorded, 0 left over" in old.out
    assert "rules: all kept" in old.out
    assert "input files since then: villages.csv (gone)" in old.out
    newest = json.loads(call("verify", keeping, "--json").out)
    assert (newest["run"], newest["recorded"], newest["violations"]) == (2, 139, [])
    assert newest["inputs"]["villages.csv"] == "gone"


def test_verify_finds_what_was_changed_in_the_store(call: Call, keeping: Path) -> None:
    call("plan", keeping, *QUICK)
    path = keeping.parent / "kupang.gpkg"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TRIGGER runs_no_update")
        connection.execute("UPDATE runs SET recorded = 200")

    said = call("verify", path)

    assert said.code == 1
    assert f"{path}, run 1: 1 fault(s):" in said.err
    assert "table runs, recorded: found 200; the plan says 140" in said.err
    assert call("verify", path, "--json").code == 1


def test_an_old_run_is_written_out_again(call: Call, keeping: Path, tmp_path: Path) -> None:
    call("plan", keeping, *QUICK)

    said = call("export", keeping, "--run", 1, "--out", tmp_path / "old.xlsx", "--out", tmp_path / "old.json")

    assert said.code == 0
    assert "Jadwal" in openpyxl.load_workbook(tmp_path / "old.xlsx").sheetnames
    assert planner.read_plan(tmp_path / "old.json").recorded == 140


def test_all_of_it_works_on_a_database(call: Call, project: Path, server: Any, tmp_path: Path) -> None:
    address = server.address("commands")

    said = call("plan", project, *QUICK, "--store", address)

    assert (said.code, said.out.splitlines()[-1]) == (0, f"kept as run 1 in {address}")
    assert call("history", address).out.startswith(f"{address}: 1 run, times in UTC")
    assert "input files: all 4 are as they were" in call("verify", address).out
    assert call("export", address, "--out", tmp_path / "old.json").code == 0
    assert planner.read_plan(tmp_path / "old.json").recorded == 140


@pytest.mark.parametrize("command", [("verify",), ("export", "--out", "x.json")])
def test_a_run_of_a_plan_file_is_a_wrong_call(call: Call, command: tuple[str, ...], tmp_path: Path) -> None:
    said = call(*command, tmp_path / "plan.json", "--run", 1)

    assert said.code == 2
    assert "--run is for a store" in said.err


@pytest.mark.parametrize("command", ["history", "verify"])
def test_a_project_without_a_store_is_told_how_to_name_one(call: Call, command: str, project: Path) -> None:
    said = call(command, project)

    assert said.code == 1
    assert 'planner.toml names no store; add [store] with file = "....gpkg"' in said.err


@pytest.mark.parametrize("command", ["history", "verify"])
def test_a_store_that_is_not_there_is_told_and_not_made(call: Call, command: str, tmp_path: Path) -> None:
    said = call(command, tmp_path / "x.gpkg")

    assert said.code == 1
    assert "x.gpkg: there is no such file" in said.err
    assert not (tmp_path / "x.gpkg").exists()


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("", "expected either file or database"),
        ('file = "a.gpkg"\ndatabase = "postgresql://x/y"', "expected either file or database"),
        ('file = "a.sqlite"', "gpkg"),
        ('database = "mysql://x/y"', "postgres"),
        ('folder = "x"', "unknown key; known keys are file, database"),
    ],
)
def test_a_store_that_cannot_be_meant_is_a_fault_of_the_project(
    said: str, fault: str, call: Call, project: Path
) -> None:
    project.write_text(f"{FILES['planner.toml']}\n[store]\n{said}\n", encoding="utf-8")

    found = call("plan", project, *QUICK)

    assert found.code == 1
    assert "column store" in found.err
    assert fault in found.err
