"""A plan that was told no file and no store is written beside its project, and never over an older one."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import planner
from planner.cli.files import default_place

Call = Callable[..., Any]
GREEDY = ("--optimiser", "greedy")
TODAY = date.today().isoformat()


def test_a_plan_is_written_beside_the_project_and_the_place_is_told(call: Call, project: Path) -> None:
    said = call("plan", project, *GREEDY)

    place = project.parent / "rencana"
    first = [place / f"plan-{TODAY}-01{suffix}" for suffix in (".json", ".xlsx")]
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(f"wrote {first[0]}, {first[1]}\n")
    assert planner.read_plan(first[0]).recorded == 140
    assert sorted(place.iterdir()) == first


def test_the_next_plan_of_the_day_leaves_the_first_as_it_was(call: Call, project: Path) -> None:
    call("plan", project, *GREEDY)
    before = {path: path.read_bytes() for path in (project.parent / "rencana").iterdir()}

    said = call("plan", project, *GREEDY, "--json")

    files = json.loads(said.out)["files"]
    assert [Path(file).name for file in files] == [f"plan-{TODAY}-02.json", f"plan-{TODAY}-02.xlsx"]
    assert all(path.read_bytes() == content for path, content in before.items())


def test_a_number_is_taken_where_one_of_its_two_files_is_there(call: Call, project: Path) -> None:
    place = project.parent / "rencana"
    place.mkdir()
    (place / f"plan-{TODAY}-01.xlsx").write_text("an office's own", encoding="utf-8")

    said = call("plan", project, *GREEDY)

    assert f"plan-{TODAY}-02.json" in said.out
    assert (place / f"plan-{TODAY}-01.xlsx").read_text(encoding="utf-8") == "an office's own"
    assert not (place / f"plan-{TODAY}-01.json").exists()


def test_two_runs_at_once_have_two_numbers(project: Path) -> None:
    command = [sys.executable, "-m", "planner", "plan", str(project), *GREEDY, "--json"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [json.loads(run.communicate()[0])["files"] for run in running]

    files = [Path(file) for found in said for file in found]
    assert len(set(files)) == 6
    assert all(planner.read_plan(file).recorded == 140 for file in files if file.suffix == ".json")


def test_files_that_are_named_are_all_that_is_written(call: Call, project: Path, tmp_path: Path) -> None:
    call("plan", project, *GREEDY, "--out", tmp_path / "plan.csv")
    call("plan", project, *GREEDY, "--store", tmp_path / "kupang.gpkg")

    assert not (project.parent / "rencana").exists()


def test_a_new_plan_lies_with_the_old_one(call: Call, project: Path, history: Path) -> None:
    call("plan", project, *GREEDY)
    place = project.parent / "rencana"
    old = place / f"plan-{TODAY}-01.json"

    said = call("replan", old, "--history", history, "--today", "2018-05-08", "--seconds", 1, "--json")

    assert [Path(file) for file in json.loads(said.out)["files"]] == [
        place / f"plan-{TODAY}-02.json",
        place / f"plan-{TODAY}-02.xlsx",
    ]


def test_a_plan_that_no_store_would_keep_is_written_all_the_same(
    call: Call, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = project.with_name("kupang.gpkg")
    made = planner.planning.solve

    def spoiled(*arguments: Any, **options: Any) -> Any:
        store.write_text("x" * 5000, encoding="utf-8")
        return made(*arguments, **options)

    monkeypatch.setattr("planner.planning.solve", spoiled)

    said = call("plan", project, *GREEDY, "--store", store)

    assert said.code == 1
    assert "140 people recorded" in said.out
    assert f"plan-{TODAY}-01.json" in said.out
    assert "kupang.gpkg: it is no GeoPackage" in said.err


def test_a_project_in_a_folder_that_takes_no_file_is_written_where_we_are(
    call: Call, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.parent / "rencana").write_text("in the way", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    said = call("plan", project, *GREEDY)

    assert said.out.endswith(
        f"wrote {Path('rencana') / f'plan-{TODAY}-01'}.json, rencana{os.sep}plan-{TODAY}-01.xlsx\n"
    )
    assert (tmp_path / "rencana" / f"plan-{TODAY}-01.xlsx").is_file()


def test_where_no_place_takes_a_file_that_is_told_before_the_solve(
    call: Call, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.parent / "rencana").write_text("in the way", encoding="utf-8")
    monkeypatch.chdir(project.parent)

    said = call("plan", project, *GREEDY)

    assert (said.code, said.out) == (1, "")
    assert said.err.count("cannot be written") == 2
    assert said.err.endswith("name a file with --out\n")


def test_letters_find_the_letterhead_beside_the_project(call: Call, project: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("segno")
    letterhead = project.with_name("letters.toml")
    letterhead.write_text('name = "Dinas Uji"\n', encoding="utf-8")
    call("plan", project, *GREEDY)

    said = call("letters", project.parent / "rencana" / f"plan-{TODAY}-01.json", "--out", tmp_path / "surat")

    assert f"letterhead and names from {letterhead}" in said.out


def test_the_place_of_a_plan_in_the_place_is_that_place(project: Path) -> None:
    inner = project.parent / "rencana" / "plan.json"

    assert default_place(project) == default_place(inner) == project.parent / "rencana"
