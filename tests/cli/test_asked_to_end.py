"""Ctrl-C, a closed window and the system's wish to end keep the best plan so far, with its files."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import planner

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send these to one process")

NAMES = ["SIGINT", "SIGTERM", "SIGHUP"]
WAITING = """
import signal, sys, time
from planner.terminal import interruptible
if sys.argv[1:]:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
with interruptible() as is_cancelled:
    print("ready", flush=True)
    until = time.monotonic() + 30
    while time.monotonic() < until and not (sys.argv[1:] and is_cancelled()):
        time.sleep(0.02)
print("done", is_cancelled(), flush=True)
"""


@pytest.fixture(autouse=True)
def _hears_hang_ups() -> Iterator[None]:
    """Let the planner hear SIGHUP also where the tests run under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def large(project: Path) -> Path:
    """Return the project with 80 villages, where more people wait than can be recorded."""
    dice = random.Random(1)
    rows = [
        f"53.01.{n // 10 + 1:02d}.20{n % 10 + 1:02d},Desa {n},Timor,{dice.uniform(123.6, 124.2):.3f},"
        f"{dice.uniform(-10.3, -9.7):.3f},{dice.randint(40, 900)},{dice.choice(['ya', 'tidak'])}"
        for n in range(80)
    ]
    villages, teams = project.with_name("villages.csv"), project.with_name("teams.csv")
    header = villages.read_text(encoding="utf-8").splitlines()[0]
    villages.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    crew = "Kode Tim,Basis,Laju per Jam,Maks Malam\n" + "".join(f"T{n},B,{8 + n},{n}\n" for n in range(3))
    teams.write_text(crew, encoding="utf-8")
    toml = project.read_text(encoding="utf-8").replace("2018-05-11", "2018-07-06")
    project.write_text(toml, encoding="utf-8")
    return project


def planning(project: Path, out: Path, *more: str) -> list[str]:
    command = [sys.executable, "-m", "planner", "plan", str(project), "--seconds", "900"]
    return [*command, "--out", str(out), *more]


@pytest.mark.parametrize("name", NAMES)
def test_the_best_plan_so_far_is_written_and_told(large: Path, tmp_path: Path, name: str) -> None:
    running = subprocess.Popen(
        planning(large, tmp_path / "plan.json", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )

    assert running.stderr is not None
    while "Ctrl-C keeps the best so far" not in running.stderr.readline():  # it may have to compile
        assert running.poll() is None
    running.send_signal(getattr(signal, name))
    try:
        said, faults = running.communicate(timeout=120)
    finally:
        running.kill()

    assert (running.returncode, "Traceback" in faults) == (0, False)
    result, plan = json.loads(said), planner.read_plan(tmp_path / "plan.json")
    assert (result["stop_reason"], plan.outcome.stop_reason) == ("cancelled", "cancelled")
    assert plan.recorded == result["recorded"] > 0
    assert planner.check(plan) == ()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_window_that_is_closed_does_not_cost_the_plan(large: Path, tmp_path: Path) -> None:
    import fcntl
    import termios

    ours, theirs = os.openpty()
    running = subprocess.Popen(
        planning(large, tmp_path / "plan.json", "--out", str(tmp_path / "plan.xlsx")),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(theirs)

    shown = b""
    while b"best" not in shown:
        shown += os.read(ours, 4096)
    os.close(ours)  # what is printed from now on fails

    try:
        assert running.wait(timeout=120) == 0
    finally:
        running.kill()
    assert planner.read_plan(tmp_path / "plan.json").outcome.stop_reason == "cancelled"
    assert (tmp_path / "plan.xlsx").stat().st_size > 0


def test_nobody_who_reads_the_progress_is_needed(large: Path, tmp_path: Path) -> None:
    running = subprocess.Popen(
        planning(large, tmp_path / "plan.json", "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stderr is not None
    assert running.stdout is not None
    running.stderr.readline()

    running.stderr.close()
    time.sleep(6)  # progress is told every five seconds
    running.terminate()
    said = json.loads(running.stdout.read())

    assert (running.wait(timeout=120), said["files"]) == (0, [str(tmp_path / "plan.json")])
    running.stdout.close()


def waiting(*arguments: str) -> "subprocess.Popen[str]":
    """Start a body that does not mind being asked to end, or does where it has an argument."""
    command = [sys.executable, "-c", WAITING, *arguments]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    return running


@pytest.mark.parametrize("name", NAMES)
def test_one_that_comes_twice_at_once_is_one_and_a_later_one_ends_at_once(name: str) -> None:
    number = getattr(signal, name)
    running = waiting()

    running.send_signal(number)
    time.sleep(0.2)
    running.send_signal(number)
    time.sleep(1.2)
    assert running.poll() is None
    running.send_signal(number)
    said, _ = running.communicate(timeout=20)

    assert (running.returncode, said) == (-number, "")


def test_what_nohup_has_turned_off_stays_off() -> None:
    running = waiting("as nohup")

    running.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    assert running.poll() is None
    running.terminate()
    said, _ = running.communicate(timeout=20)

    assert (running.returncode, said) == (0, "done True\n")
