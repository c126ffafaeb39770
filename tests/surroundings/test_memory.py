"""Little memory, and a start that hangs: the program ends, with a sentence."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.surroundings import memory, watchdog
from planner.surroundings.mishap import CLOSE

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
ROOT = Path(__file__).resolve().parents[2]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only: limits and /proc")


@pytest.fixture
def run_in(run: Run, office: Path) -> Run:
    """Run ``planner plan`` with so many MB of addresses."""

    def start(megabytes: int, *words: str, **env: str) -> "subprocess.CompletedProcess[bytes]":
        import resource

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

        return run("plan", office / "planner.toml", *words, env=env, preexec_fn=limit)

    return start


@LINUX
@pytest.mark.parametrize("megabytes", [250, 400, 512, 650])
def test_with_little_memory_there_is_a_plan_or_a_sentence(run_in: Run, megabytes: int) -> None:
    done = run_in(megabytes, "--seconds", "1")

    last = done.stderr.decode().splitlines()[-1]
    assert b"Traceback" not in done.stderr
    if done.returncode:
        assert last.startswith("not enough memory: ")
        assert last.endswith(CLOSE)
    else:
        assert b"rules: all kept" in done.stdout


@LINUX
def test_too_little_memory_is_never_tried(run_in: Run) -> None:
    assert run_in(400, "--seconds", "1").returncode == 1


@LINUX
def test_compiling_is_not_begun_without_the_memory_for_it(run_in: Run, tmp_path: Path) -> None:
    done = run_in(750, "--seconds", "1", NUMBA_CACHE_DIR=str(tmp_path))

    assert done.returncode == 1
    assert f"the optimiser takes {memory.COMPILING_MB} MB; {CLOSE}" in done.stderr.decode()
    assert list(tmp_path.rglob("*.nbc")) == []


@LINUX
def test_todays_practice_needs_no_compiled_code(run_in: Run) -> None:
    done = run_in(400, "--optimiser", "greedy")

    assert (done.returncode, b"rules: all kept" in done.stdout) == (0, True)


def test_without_a_limit_nothing_is_refused() -> None:
    memory.require(1)


@pytest.mark.parametrize(
    ("fault", "is_lack"),
    [
        (MemoryError(), True),
        (OSError(12, "Cannot allocate memory"), True),
        (RuntimeError("can't start new thread"), True),
        (OSError("x.so: failed to map segment from shared object"), True),
        (OSError(28, "No space left on device"), False),
        (ValueError("start new thread"), False),
        (RuntimeError("HiGHS ended with kUnknown"), False),
    ],
)
def test_a_lack_of_memory_has_many_names(fault: Exception, is_lack: bool) -> None:
    assert memory.is_lack(fault) is is_lack


# --- a start that hangs --------------------------------------------------------------------------------

IN_PYTHON = "import time; time.sleep(60)"
IN_C = "import ctypes; ctypes.PyDLL(None).sleep(60)"  # holds what lets other threads run


@pytest.mark.parametrize(
    ("hangs", "sentence"),
    [
        (IN_PYTHON, watchdog.HANGS.format(minutes=0.002)),
        pytest.param(
            IN_C,
            "Timeout (0:00:05.100000)!",
            marks=pytest.mark.skipif(os.name == "nt", reason="Windows has another sleep"),
        ),
    ],
)
def test_a_start_that_hangs_is_ended(hangs: str, sentence: str) -> None:
    code = f"from planner.surroundings.watchdog import Watchdog\nwith Watchdog(0.1).watching():\n    {hangs}"

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == sentence


def test_a_start_in_time_is_left_alone() -> None:
    code = "import time\nfrom planner.surroundings.watchdog import Watchdog\n"
    code += "with Watchdog(0.2).watching():\n    pass\ntime.sleep(0.5)\nprint('on')"

    said = subprocess.check_output([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(ROOT)})

    assert said.split() == [b"on"]


def test_a_library_ends_nobodys_program() -> None:
    assert watchdog.start.seconds is None
