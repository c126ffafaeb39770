"""A run killed while it replaces the folder of letters costs no letter: the next one puts them back."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import planner
from planner.domain.plan import Plan
from planner.errors import InputError
from planner.letters.writing import LIST, write_letters

pytest.importorskip("typst", reason="letters are an extra: pip install field-planner[pdf]")
pytest.importorskip("segno", reason="codes on letters are part of the extra: pip install field-planner[pdf]")

KILLED = """
import os, sys
from pathlib import Path
import planner
moved, last = os.replace, sys.argv[3]
def replace(source, target):
    moved(source, target)
    if Path(source).name == last:  # the power goes at this very moment
        os.kill(os.getpid(), 9)
os.replace = replace
planner.write_letters(planner.read_plan(sys.argv[1]), sys.argv[2])
"""
Cut = Callable[[str], dict[str, bytes]]


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def cut(two_teams: Plan, tmp_path: Path) -> Cut:
    """Write letters of one day, and be killed while those of all days replace them; return the first ones."""
    if sys.platform == "win32":
        pytest.skip("Windows has no such signal")

    def run(last: str) -> dict[str, bytes]:
        folder, plan = tmp_path / "surat", tmp_path / "plan.json"
        write_letters(Plan(two_teams.problem, two_teams.team_days[:1], two_teams.outcome), folder)
        before = contents(folder)
        planner.write(two_teams, plan)
        command = [sys.executable, "-c", KILLED, str(plan), str(folder), last]
        assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
        plan.unlink()
        return before

    return run


def test_between_the_two_moves_nothing_is_lost(cut: Cut, two_teams: Plan, tmp_path: Path) -> None:
    cut("surat")
    assert [path.name[:9] for path in tmp_path.iterdir()] == [".letters-"]  # there is no folder of letters
    said: list[str] = []

    write_letters(two_teams, tmp_path / "surat", tell=said.append)

    why = "a run was cut off while it replaced this folder; what it held has been put back"
    assert said == [f"{tmp_path / 'surat'}: {why}"]
    assert [path.name for path in tmp_path.iterdir()] == ["surat"]
    assert "tim/T2.pdf" in contents(tmp_path / "surat")


def test_what_was_put_back_stays_when_the_next_run_fails(cut: Cut, two_teams: Plan, tmp_path: Path) -> None:
    before = cut("surat")
    own = tmp_path / "own"
    own.mkdir()
    (own / "tim.typ").write_text("#salah()", encoding="utf-8")

    with pytest.raises(InputError):
        write_letters(two_teams, tmp_path / "surat", templates=own)

    assert contents(tmp_path / "surat") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own", "surat"]


def test_letters_of_another_folder_are_put_back_as_well(cut: Cut, two_teams: Plan, tmp_path: Path) -> None:
    before = cut("surat")

    write_letters(two_teams, tmp_path / "surat baru")

    assert contents(tmp_path / "surat") == before


def test_after_both_moves_the_new_letters_stay(cut: Cut, two_teams: Plan, tmp_path: Path) -> None:
    cut("new")
    after = contents(tmp_path / "surat")
    assert "tim/T2.pdf" in after
    said: list[str] = []

    write_letters(two_teams, tmp_path / "other", tell=said.append)

    assert said == []
    assert contents(tmp_path / "surat") == after
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "surat"]


def test_what_somebody_put_there_meanwhile_is_not_replaced_by_the_old(
    cut: Cut, two_teams: Plan, tmp_path: Path
) -> None:
    before = cut("surat")
    (tmp_path / "surat").mkdir()
    (tmp_path / "surat" / LIST).write_text("Berkas\n", encoding="utf-8")
    said: list[str] = []

    write_letters(two_teams, tmp_path / "surat", tell=said.append)

    (left,) = tmp_path.glob(".letters-*/old/surat")
    assert contents(left) == before
    why = f"a run was cut off while it replaced this folder; what it held lies in {left}"
    assert said == [f"{tmp_path / 'surat'}: {why}"]
