"""What the checks of a change say of tests that did not run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / ".ci" / "skipped.py"
TESTS = """
import pytest

def test_that_runs(): pass

@pytest.mark.skipif(True, reason="{reason}")
def test_of_a_page(): pass

@pytest.mark.xfail(strict=True)
def test_of_a_known_fault(): assert False
"""


def told(folder: Path, reason: str, **environment: str) -> tuple[int, str]:
    """Return exit code and words of the script after one test was skipped for ``reason``."""
    (folder / "test_a.py").write_text(TESTS.format(reason=reason), encoding="utf-8")
    pytest_run = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        os.devnull,
        "--rootdir",
        folder,
        "-p",
        "no:cacheprovider",
    ]
    subprocess.run(
        [*map(str, pytest_run), "--junitxml=all.xml", "test_a.py"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    own = {name: value for name, value in os.environ.items() if name != "CI"}
    done = subprocess.run(
        [sys.executable, SCRIPT, folder / "all.xml"], capture_output=True, text=True, env=own | environment
    )
    return done.returncode, done.stdout


def test_a_test_that_is_skipped_for_want_of_a_program_fails_where_all_have_to_run(tmp_path: Path) -> None:
    code, said = told(tmp_path, "no browser here", CI="true")

    assert code == 1
    assert "test_a.test_of_a_page: no browser here" in said
    assert "known_fault" not in said


def test_elsewhere_it_is_only_named(tmp_path: Path) -> None:
    code, said = told(tmp_path, "no browser here")

    assert code == 0
    assert "test_a.test_of_a_page: no browser here" in said


@pytest.mark.parametrize(
    "reason", ["Windows has no signals", "the server for tests is started on Linux only"]
)
def test_a_test_of_another_system_may_be_skipped_everywhere(tmp_path: Path, reason: str) -> None:
    assert told(tmp_path, reason, CI="true") == (0, "")
