"""Surroundings that nobody would choose: the planner works in them, and leaves nothing behind."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

import planner

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Env = dict[str, str | None]
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows knows no such thing")
NOWHERE = os.path.join(os.devnull, "x")
VARIABLES: dict[str, Env] = {
    "no home": {"HOME": None, "USERPROFILE": None, "HOMEDRIVE": None, "XDG_STATE_HOME": None},
    "a home that cannot be written": {"HOME": NOWHERE, "USERPROFILE": NOWHERE, "XDG_STATE_HOME": NOWHERE},
    "no temporary folder": {"TMPDIR": NOWHERE, "TEMP": NOWHERE, "TMP": NOWHERE},
    "a time zone of nowhere": {"TZ": "Mars/Olympus_Mons"},
    "the locale C": {"LC_ALL": "C", "LANG": None},
    "ASCII and nothing else": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "no docstrings and no assertions": {"PYTHONOPTIMIZE": "2"},
    "a console of one column": {"PYTHONUNBUFFERED": "1", "COLUMNS": "1", "LINES": "1", "TERM": "dumb"},
}
LIBRARIES = ("numpy", "pandas", "numba", "typer", "rich", "pulp", "random", "calendar", "json", "secrets")


@pytest.fixture
def works(run: Run, office: Path, tmp_path: Path) -> Callable[..., None]:
    """Check and plan in some surroundings, and find the same as in ours."""

    def all_of_it(**options: object) -> None:
        project, out = office / "planner.toml", tmp_path / "out"
        checked = run("check", project, "--json", **options)
        greedy = run("plan", project, "--optimiser", "greedy", "--out", out / "greedy.json", **options)
        engine = run("plan", project, "--rounds", "1", "--out", out / "plan.json", **options)

        for done in (checked, greedy, engine):
            assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
        assert json.loads(checked.stdout)["title"] == "Kabupatén Oé’u ≥ 2 村 ±"
        mine, theirs = (planner.read_plan(p) for p in (office / "plan.json", out / "greedy.json"))
        assert theirs.team_days == mine.team_days
        assert planner.read_plan(out / "plan.json").recorded == 240
        assert {path.name for path in out.iterdir()} == {"greedy.json", "plan.json"}

    return all_of_it


@pytest.mark.parametrize("variables", VARIABLES.values(), ids=VARIABLES.keys())
def test_variables_do_no_harm(works: Callable[..., None], variables: Env) -> None:
    works(env=variables)


CLOCK = r"""
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t clock, struct timespec *now) {
    static long shift;
    int code = syscall(SYS_clock_gettime, clock, now);
    if (clock != CLOCK_REALTIME) return code;
    if (!shift) shift = SHOWN - now->tv_sec;
    now->tv_sec += shift;
    return code;
}
time_t time(time_t *copy) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (copy) *copy = now.tv_sec;
    return now.tv_sec;
}
"""  # a library that is loaded before all others, and shifts the clock that tells the date


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only: a library before all others")
@pytest.mark.skipif(not shutil.which("cc"), reason="no compiler for C here")
@pytest.mark.parametrize("date", ["1970-01-02", "2040-12-24", "2103-02-04"])
def test_the_clock_may_be_wrong(works: Callable[..., None], tmp_path: Path, date: str) -> None:
    seconds = int(datetime.fromisoformat(f"{date}T12:00+00:00").timestamp())
    source, library = tmp_path / "clock.c", tmp_path / "clock.so"
    source.write_text(CLOCK.replace("SHOWN", str(seconds)))
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    code = "import datetime; print(datetime.datetime.now(datetime.UTC).date())"
    env = {"LD_PRELOAD": str(library)}

    shown = subprocess.check_output([sys.executable, "-c", code], env=os.environ | env, text=True)

    assert shown.strip() == date
    works(env=env)


def test_files_named_like_libraries_are_not_taken_for_them(
    works: Callable[..., None], tmp_path: Path
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    for name in LIBRARIES:
        (here / f"{name}.py").write_text("raise SystemExit('the wrong file')")

    works(cwd=here)

    assert {path.name for path in here.iterdir()} == {f"{name}.py" for name in LIBRARIES}


@POSIX
def test_the_current_folder_may_have_a_very_long_name(works: Callable[..., None], tmp_path: Path) -> None:
    here = tmp_path / "here"
    while len(str(here)) < 3800:  # 4,096 are the most that Linux takes
        here /= "a" * 100
    here.mkdir(parents=True)

    works(cwd=here)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="Windows has no /proc")
def test_the_current_folder_need_not_be_written(works: Callable[..., None]) -> None:
    works(cwd="/proc")


@POSIX
def test_the_current_folder_may_be_gone(works: Callable[..., None], tmp_path: Path) -> None:
    here, root = tmp_path / "here", Path(__file__).resolve().parents[2]
    (tmp_path / "coverage.py").write_text("raise ImportError")  # an office has none; it asks for the folder

    def leave() -> None:
        here.mkdir()
        os.chdir(here)
        here.rmdir()

    works(preexec_fn=leave, env={"PYTHONPATH": os.pathsep.join([str(tmp_path), str(root)])})


def test_a_relative_path_in_a_folder_that_is_gone_is_told(run: Run, tmp_path: Path) -> None:
    here = tmp_path / "here"
    if sys.platform == "win32":
        pytest.skip("Windows deletes no folder that is in use")

    def leave() -> None:
        here.mkdir()
        os.chdir(here)
        here.rmdir()

    done = run("check", "planner.toml", preexec_fn=leave)

    assert done.returncode == 1
    assert b"planner.toml: there is no such file" in done.stderr
