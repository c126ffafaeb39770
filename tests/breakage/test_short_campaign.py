"""A few of the kills, full disks and pairs of docs/reliability.md; many more are run by hand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks" / "breakage"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows cannot copy a process")


def found(script: str, *arguments: str) -> str:
    """Return what a script of the campaign found; nothing where all went well."""
    done = subprocess.run(
        [sys.executable, FOLDER / script, *arguments], capture_output=True, text=True, timeout=1200
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_a_command_that_is_killed_loses_nothing_and_leaves_nothing() -> None:
    assert found("kills.py", "--kills", "4") == ""


def test_a_command_on_a_full_disk_says_so_and_loses_nothing() -> None:
    assert found("full_disk.py", "--growth", "4", "--ways", "limit", "screen") == ""


def test_two_commands_at_once_lose_nothing() -> None:
    assert found("two_at_once.py", "--pairs", "3") == ""
