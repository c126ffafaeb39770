"""The command that forgets names after a campaign: what it would do, what it does, and what it leaves."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planner.cli import app
from planner.domain.actuals import Actual
from planner.domain.plan import Plan
from planner.planning import write
from planner.replanning import append, read_history
from planner.replanning.records import Returned
from planner.store import open_store
from planner.store.forgetting import held_in
from planner.store.runs import keep_run
from planner.targets.scratch import LOCK

NEAR = "53.01.01.2001"
NAMES = ("Qkontak", "Qanggota", "Qpengusul", "Qkades", "081255501234")


def names_in(path: Path) -> list[str]:
    """Return which names stand in the bytes of a file."""
    found = path.read_bytes()
    return [name for name in NAMES if name.encode() in found]


def test_a_history_without_names_is_read_as_before(named_plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    actual = Actual(
        date(2018, 5, 7), "T1", NEAR, 0, "batal", named_plan.version, reason="Qalasan", who="Qwho"
    )
    said = Returned("a" * 64, "back.csv", named_plan.version, 1, "Qwho", "2018-05-08T00:00:00+00:00")
    append(path, named_plan.problem, said=said, actuals=[actual], is_new=True)
    before = read_history(path, named_plan.problem)

    ended = CliRunner().invoke(app, ["forget", str(path), "--yes"])

    assert ended.exit_code == 0
    assert f"{path}: forgetting 2 texts" in ended.stdout
    assert b"Qwho" not in path.read_bytes()
    assert b"Qalasan" not in path.read_bytes()
    after = read_history(path, named_plan.problem)
    assert after.actuals == tuple(replace(actual, who="", reason="") for actual in before.actuals)
    assert "nothing to forget" in CliRunner().invoke(app, ["forget", str(path), "--yes"]).stdout


@pytest.fixture
def office(named_plan: Plan, tmp_path: Path) -> Path:
    """Return the folder of an office after its campaign, with a scan among its letters."""
    folder = tmp_path
    (folder / "surat/spt").mkdir(parents=True)
    for name in ("a.pdf", "scan.pdf"):
        (folder / "surat/spt" / name).write_bytes(b"x")
    (folder / "surat/daftar.csv").write_text("Berkas;Tim\nspt/a.pdf;T1\n", encoding="utf-8")
    for name in ("rencana.json", "rencana.xlsx", "rencana.html"):
        write(named_plan, folder / name)
    keep_run(named_plan, open_store(folder / "kupang.gpkg"))
    write(named_plan, folder / "peta.gpkg")
    (folder / "nomor.csv").write_text("seri;urut\n", encoding="utf-8")
    (folder / "hasil.json").write_text("{}", encoding="utf-8")
    return folder


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("option", [[], ["--dry-run"]])
def test_without_a_yes_it_only_says_what_it_would_do(office: Path, option: list[str]) -> None:
    before = snapshot(office)

    ended = CliRunner().invoke(app, ["forget", str(office), *option])

    assert ended.exit_code == 0
    assert snapshot(office) == before
    said = dict(line.split(": ", 1) for line in ended.stdout.splitlines() if ": " in line)
    assert said[str(office / "rencana.json")].startswith(
        "would forget contact of 1 village, 1 member of teams"
    )
    assert said[str(office / "kupang.gpkg")].startswith("would forget run 1 (contact of 1 village")
    assert said[str(office / "surat")] == "would forget letters that may name somebody"
    assert "  delete spt/a.pdf\n  left alone, not of the planner: spt/scan.pdf\n" in ended.stdout
    for name in ("rencana.xlsx", "peta.gpkg"):
        assert "may hold names, and is left as it is" in said[str(office / name)]
    assert said[str(office / "nomor.csv")].startswith("nothing to forget")
    assert "hasil.json" not in ended.stdout
    assert "backups" in said["not reached"]
    assert "say --yes" in ended.stdout.splitlines()[-1]


def test_with_a_yes_it_does_it_and_then_has_nothing_to_do(office: Path) -> None:
    ended = CliRunner().invoke(app, ["forget", str(office), "--yes"])

    assert ended.exit_code == 0, ended.stderr
    assert names_in(office / "rencana.json") == []
    assert not held_in(open_store(office / "kupang.gpkg"))
    assert not (office / "surat/spt/a.pdf").exists()
    again = CliRunner().invoke(app, ["forget", str(office), "--yes"]).stdout
    assert again.count("nothing to forget") == 4  # plan, store, letters, register


def test_a_target_that_is_not_there_stops_no_other(office: Path) -> None:
    ended = CliRunner().invoke(
        app, ["forget", str(office / "none.json"), str(office / "rencana.json"), "--yes"]
    )

    assert ended.exit_code == 1
    assert "there is no such file or folder" in ended.stderr
    assert names_in(office / "rencana.json") == []


def test_yes_and_dry_run_are_a_wrong_call() -> None:
    assert CliRunner().invoke(app, ["forget", "plan.json", "--yes", "--dry-run"]).exit_code == 2


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anything")
def test_a_file_that_cannot_be_written_is_told(office: Path) -> None:
    office.chmod(0o500)
    try:
        ended = CliRunner().invoke(app, ["forget", str(office / "rencana.json"), "--yes"])
    finally:
        office.chmod(0o700)

    assert ended.exit_code == 1
    assert names_in(office / "rencana.json") == list(NAMES)


def test_what_a_killed_run_left_goes_also_where_nothing_is_to_be_forgotten(office: Path) -> None:
    assert CliRunner().invoke(app, ["forget", str(office), "--yes"]).exit_code == 0
    (office / ".plan-dead").mkdir()
    (office / ".plan-dead" / LOCK).write_text("", encoding="utf-8")
    (office / ".plan-dead" / "rencana.json").write_text("names", encoding="utf-8")

    assert CliRunner().invoke(app, ["forget", str(office / "rencana.json"), "--yes"]).exit_code == 0

    assert not (office / ".plan-dead").exists()
