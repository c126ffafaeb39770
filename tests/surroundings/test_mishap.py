"""The last resort: one sentence, an exit code, and a file that holds nothing of anybody."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from planner import __version__
from planner.surroundings.mishap import CLOSE, KEPT, described, kept, reported

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
NIK = "53" + "01040205180001"  # sixteen digits that are nobody's


def raised(fault: Exception) -> Exception:
    """Return a fault as it comes out of a program, with its traceback."""
    try:
        raise fault
    except Exception as caught:
        return caught


@pytest.fixture
def broken(run: Run, office: Path, tmp_path: Path) -> Run:
    """Run ``planner verify`` where the library pydantic does what the code says when it is loaded."""

    def start(code: str, **env: str) -> "subprocess.CompletedProcess[bytes]":
        (tmp_path / "pydantic.py").write_text(code, encoding="utf-8")
        path = os.pathsep.join([str(tmp_path), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
        root = str(Path(__file__).resolve().parents[2])
        return run("verify", office / "plan.json", env={"PYTHONPATH": os.pathsep.join([path, root]), **env})

    return start


@pytest.mark.parametrize(
    ("code", "status", "sentence"),
    [
        (
            "raise KeyError('Budi')",
            70,
            "the planner has a fault of its own (KeyError) and stopped; see whether",
        ),
        ("raise RecursionError", 70, "something is nested too deeply for the planner; look at the file"),
        ("import no_such_library", 70, "a part of the planner cannot be loaded: No module named"),
        ("raise OSError(28, 'No space left', '/x')", 1, "the system says /x: No space left; see that it is"),
        ("raise BrokenPipeError(32, 'Broken pipe')", 1, "the system says Broken pipe; see that it is there"),
    ],
)
def test_a_fault_nobody_foresaw_is_one_sentence_and_a_file(
    broken: Run, state_folder: Path, code: str, status: int, sentence: str
) -> None:
    done = broken(code)

    (log,) = state_folder.glob("fault-*.log")
    (line,) = done.stderr.decode().splitlines()
    assert done.returncode == status
    assert line.startswith(sentence)
    assert line.endswith(f"; details are in {log}")
    assert "pydantic.py" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "code",
    [
        "raise MemoryError",
        'raise RuntimeError("can\'t start new thread")',
        "raise OSError(12, 'Cannot allocate memory')",
        "raise ImportError('x.so: failed to map segment from shared object')",
        "try:\n    raise MemoryError\nexcept MemoryError as fault:\n    raise ValueError('later') from fault",
    ],
)
def test_a_lack_of_memory_is_told_as_such(broken: Run, state_folder: Path, code: str) -> None:
    done = broken(code)

    assert (done.returncode, done.stderr.decode()) == (1, f"not enough memory: {CLOSE}\n")
    assert not list(state_folder.glob("*"))


def test_a_thread_that_dies_ends_the_program(broken: Run) -> None:
    code = "import threading, time\ndef die():\n    raise {}\n"
    code += "threading.Thread(target=die).start()\ntime.sleep(60)"

    lack, fault = broken(code.format("MemoryError")), broken(code.format("KeyError('x')"))

    assert (lack.returncode, lack.stderr.decode()) == (1, f"not enough memory: {CLOSE}\n")
    assert (fault.returncode, b"a fault of its own (KeyError)" in fault.stderr) == (70, True)


@pytest.mark.parametrize(("code", "status"), [("raise KeyboardInterrupt", 130), ("raise SystemExit(3)", 3)])
def test_whoever_ends_the_program_ends_it(broken: Run, code: str, status: int) -> None:
    done = broken(code)

    assert (done.returncode, done.stderr) == (status, b"")


def test_the_traceback_is_shown_where_it_is_asked_for(broken: Run) -> None:
    quiet, loud = broken("raise KeyError('Budi')"), broken("raise KeyError('Budi')", PLANNER_DEBUG="1")

    assert b"Traceback" not in quiet.stderr
    assert b"KeyError: 'Budi'" in loud.stderr


def test_where_nothing_can_be_kept_it_says_so(broken: Run) -> None:
    nowhere = dict.fromkeys(
        ("HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP"), "/dev/null/x"
    )
    code = "import tempfile\ntempfile.tempdir = '/dev/null/x'\nraise KeyError('Budi')"

    done = broken(code, **nowhere)

    assert done.returncode == 70
    assert done.stderr.endswith(b"; details could not be kept, PLANNER_DEBUG=1 shows them\n")


def test_the_file_says_what_was_called_with_which_version_and_where_it_broke() -> None:
    text = described(raised(KeyError("x")), ["/usr/bin/planner", "plan", "planner.toml"])

    assert text.startswith(f"field-planner {__version__}\ncalled: planner plan planner.toml\nPython 3.")
    assert 'test_mishap.py", line' in text
    assert "in raised" in text


def test_a_fault_behind_a_fault_is_described_as_well() -> None:
    try:
        raise ValueError("later") from raised(KeyError("x"))
    except ValueError as fault:
        text = described(fault, ["planner"])

    assert text.index("ValueError: later") < text.index("KeyError: ")


@pytest.mark.parametrize(
    "message",
    [
        "could not convert string to float: 'Budi Oe'u'",
        'invalid name: "Budi"',
        f"no such village: {NIK}",
        "no such village: 53.01.04 020518-0001",
        "input_value='Budi', input_type=str\n  second 'Budi'",
        "unknown ‘Budi’",
    ],
)
def test_what_a_message_quotes_of_a_file_is_not_kept(message: str) -> None:
    text = described(raised(ValueError(message)), ["planner"])

    assert "ValueError: " in text
    assert "Budi" not in text
    assert "0001" not in text


def test_sixteen_digits_are_masked_in_what_was_typed() -> None:
    text = described(raised(KeyError("x")), ["planner", "explain", "plan.json", NIK, "--seconds", "12"])

    assert "called: planner explain plan.json <16 digits or more> --seconds 12\n" in text


@pytest.mark.parametrize("password", ["rahasia", "ra:ha/sia", "p@ss"])
def test_a_password_in_an_address_is_masked(password: str) -> None:
    words = ["planner", "plan", "planner.toml", "--store", f"postgresql://siti:{password}@server:5432/toko"]

    text = described(raised(KeyError("x")), words)

    assert "postgresql://siti:<password>@server:5432/toko\n" in text


def test_the_name_of_the_user_is_not_in_the_path_of_a_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = Path(__file__).resolve().parent
    monkeypatch.setenv("USERPROFILE" if os.name == "nt" else "HOME", str(home))

    text = described(raised(KeyError("x")), ["planner"])

    assert str(home) not in text
    assert "~" in text


def test_the_last_files_are_kept(state_folder: Path) -> None:
    state_folder.mkdir(parents=True)
    for second in range(KEPT + 5):
        (state_folder / f"fault-20180507-0800{second:02}-1.log").touch()

    new = kept(raised(KeyError("x")), ["planner"])

    left = sorted(path.name for path in state_folder.iterdir())
    assert new is not None
    assert left == [*(f"fault-20180507-0800{s:02}-1.log" for s in range(6, KEPT + 5)), new.name]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_nobody_else_can_read_the_folder(state_folder: Path) -> None:
    kept(raised(KeyError("x")), ["planner"])

    assert state_folder.stat().st_mode & 0o077 == 0


def test_numbers_of_an_allocation_are_told() -> None:
    sentence, status = reported(MemoryError("Unable to allocate 51.8 GiB"))

    assert (sentence, status) == (f"not enough memory: Unable to allocate 51.8 GiB; {CLOSE}", 1)


def test_a_clock_before_1980_is_told(broken: Run, state_folder: Path) -> None:
    done = broken("import zipfile\nzipfile.ZipInfo('surat.docx', (1970, 1, 1, 0, 0, 0))")

    assert done.returncode == 1
    assert b"no such file can be dated before 1980: set the clock, and try again" in done.stderr
    assert not list(state_folder.glob("*"))
