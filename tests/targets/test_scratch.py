"""Folders that dead runs left are cleared away; those in use, and those of others, never are."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from planner.targets.scratch import LOCK, clear, scratch

RUN = """
import sys, time
from pathlib import Path
from planner.targets.scratch import scratch
with scratch(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("half a plan")
    (folder / "deep").mkdir()
    (folder / "deep" / "er").write_text("more")
    print(folder, flush=True)
    time.sleep(600)
"""


def a_run(folder: Path) -> tuple["subprocess.Popen[str]", Path]:
    """Start a process that is in the middle of writing; return it and its folder."""
    running = subprocess.Popen([sys.executable, "-c", RUN, folder], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    return running, Path(running.stdout.readline().strip())


def ended(running: "subprocess.Popen[str]", number: int = getattr(signal, "SIGKILL", signal.SIGTERM)) -> None:
    running.send_signal(number)
    running.communicate()


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_what_a_killed_run_left_goes_with_the_next_one(tmp_path: Path, name: str) -> None:
    running, left = a_run(tmp_path)
    ended(running, getattr(signal, name, signal.SIGTERM))
    assert (left / "half").is_file()

    with scratch(tmp_path) as folder:
        assert [path for path in tmp_path.iterdir() if path != folder] == []

    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_of_a_run_that_was_killed_before_it_had_a_lock_goes(tmp_path: Path) -> None:
    (tmp_path / ".plan-dead").mkdir()

    with scratch(tmp_path) as made:
        assert [path.name for path in tmp_path.iterdir()] == [made.name]


def test_a_run_that_lives_keeps_its_folder(tmp_path: Path) -> None:
    running, busy = a_run(tmp_path)

    with scratch(tmp_path):
        pass

    assert (busy / "deep" / "er").is_file()
    ended(running)


def test_our_own_folder_is_not_taken_for_a_dead_one(tmp_path: Path) -> None:
    with scratch(tmp_path) as outer, scratch(tmp_path) as inner:
        assert outer != inner
        assert outer.is_dir()


def test_folders_of_others_stay(tmp_path: Path) -> None:
    foreign, elsewhere, real = (tmp_path / name for name in (".plan-mine", ".plan-elsewhere", "real"))
    for folder, name in ((foreign, "notes.txt"), (elsewhere, "0123456789ab.lock"), (real, LOCK)):
        folder.mkdir()
        (folder / name).write_text("", encoding="utf-8")
    (real / "plan.csv").write_text("real", encoding="utf-8")
    (tmp_path / ".plan-file").write_text("", encoding="utf-8")
    names = {"real", ".plan-mine", ".plan-elsewhere", ".plan-file"}
    if os.name == "posix":
        (tmp_path / ".plan-link").symlink_to(real)
        names |= {".plan-link"}

    clear(tmp_path, ".plan-")

    assert {path.name for path in tmp_path.iterdir()} == names
    assert {path.name for path in real.iterdir()} == {LOCK, "plan.csv"}


def test_a_folder_that_may_not_go_stays_as_it_is(tmp_path: Path) -> None:
    running, left = a_run(tmp_path)
    ended(running)

    clear(tmp_path, ".plan-", lambda folder: folder != left)
    assert (left / "half").is_file()

    clear(tmp_path, ".plan-")
    assert not left.exists()
