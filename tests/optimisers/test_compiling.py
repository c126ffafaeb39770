"""Compiled functions: kept once, found again, and never trusted when they are damaged."""

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.optimisers import compiling
from planner.optimisers.compiling import telling
from planner.optimisers.watch import Watch

ROOT = Path(__file__).resolve().parents[2]
TINY = """\
from planner.optimisers.compiling import compiled

@compiled
def plus(a, b):
    return a + b
"""
Ask = Callable[[], tuple[int, bool]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a compiled function in it, and none of the user's own that can be written."""
    for name in ("LOCALAPPDATA", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, os.path.join(os.devnull, "x"))
    monkeypatch.setattr("tempfile.tempdir", os.path.join(os.devnull, "x"))
    (tmp_path / "tiny.py").write_text(TINY)
    compiling._own_folder.cache_clear()
    yield tmp_path
    compiling._own_folder.cache_clear()


@pytest.fixture
def ask(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Load the function anew and return 1 + 2 as it says, and whether it had to be compiled."""

    def answer() -> tuple[int, bool]:
        spec = importlib.util.spec_from_file_location("tiny", folder / "tiny.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, "tiny", module)
        monkeypatch.syspath_prepend(folder)
        monkeypatch.delitem(sys.modules, "other", raising=False)
        compiling._stamp.cache_clear()
        spec.loader.exec_module(module)
        compiled: list[None] = []
        with telling(lambda: compiled.append(None)):
            return module.plus(1, 2), bool(compiled)

    return answer


def shut(folder: Path) -> None:
    """Make sure that nothing can be kept beside the source, whoever asks."""
    (folder / "__pycache__").write_text("a file in the way")


def test_it_is_compiled_once_and_kept_beside_the_source(folder: Path, ask: Ask) -> None:
    assert [ask(), ask()] == [(3, True), (3, False)]
    assert len(list((folder / "__pycache__").glob("*.nb?"))) == 2


@pytest.mark.parametrize("name", ["LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "tempdir"])
def test_beside_a_source_that_cannot_be_written_another_folder_serves(
    folder: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shut(folder)
    (folder / "own").mkdir()
    if name == "tempdir":
        monkeypatch.setattr("tempfile.tempdir", str(folder / "own"))
    else:
        monkeypatch.setenv(name, str(folder / "own"))

    assert [ask(), ask()] == [(3, True), (3, False)]
    assert len(list((folder / "own").rglob("*.nb?"))) == 2


def test_where_nothing_can_be_kept_it_is_compiled_each_time(folder: Path, ask: Ask) -> None:
    shut(folder)

    assert [ask(), ask()] == [(3, True), (3, True)]


def test_a_folder_named_in_vain_is_passed_over(folder: Path) -> None:
    code = "import tiny\nfrom planner.optimisers.compiling import telling\n"
    code += "with telling(lambda: print('compiled')):\n    print(tiny.plus(1, 2))"
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)]),
        "NUMBA_CACHE_DIR": os.path.join(os.devnull, "nope"),
    }

    said = [subprocess.check_output([sys.executable, "-c", code], env=environment) for _ in range(2)]

    assert [text.split() for text in said] == [[b"compiled", b"3"], [b"3"]]


@pytest.mark.skipif(os.name == "nt", reason="Windows has a folder for each user already")
@pytest.mark.parametrize("mode", [0o777, 0o720])
def test_a_temporary_folder_that_others_may_write_is_not_trusted(
    folder: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    shut(folder)
    planted = folder / f"field-planner-{os.getuid()}"
    planted.mkdir()
    planted.chmod(mode)
    monkeypatch.setattr("tempfile.tempdir", str(folder))

    assert ask() == (3, True)
    assert list(planted.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of the size of files")
def test_a_disk_that_is_full_costs_time_alone(folder: Path) -> None:
    code = (
        "import resource, tiny\nresource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\nprint(tiny.plus(1, 2))"
    )
    path = os.pathsep.join([str(ROOT), str(folder)])

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout.split()) == (0, [b"3"])


def wrong_byte(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0x41]) + content[middle + 1 :]


@pytest.mark.parametrize("kind", ["nbi", "nbc"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: bytes(len(content)),
        wrong_byte,
        lambda content: b"\x80\x05garbage.",
    ],
)
def test_what_is_damaged_is_compiled_anew_and_kept_again(
    folder: Path, ask: Ask, kind: str, damage: Callable[[bytes], bytes]
) -> None:
    ask()
    (file,) = (folder / "__pycache__").glob(f"*.{kind}")
    file.write_bytes(damage(file.read_bytes()))

    answers = [ask()[0], ask()[0]]

    assert answers == [3, 3]
    assert ask() == (3, False)


def test_machine_code_with_a_wrong_byte_is_never_run(folder: Path, ask: Ask) -> None:
    ask()
    (file,) = (folder / "__pycache__").glob("*.nbc")
    content = file.read_bytes()

    for place in range(0, len(content), len(content) // 40):
        file.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])

        assert ask() == (3, True)


def test_a_function_is_compiled_anew_when_one_that_it_calls_has_changed(folder: Path, ask: Ask) -> None:
    other = "from planner.optimisers.compiling import compiled\n\n@compiled\ndef more(b):\n    return b{}\n"
    (folder / "other.py").write_text(other.format(""))
    (folder / "tiny.py").write_text("from other import more\n" + TINY.replace("a + b", "a + more(b)"))
    before = ask()
    (folder / "other.py").write_text(other.format(" + 10"))

    assert (before, ask()) == ((3, True), (13, True))


# --- before the clock ----------------------------------------------------------------------------------


def output_of(code: str, **environment: str) -> list[str]:
    """Return the lines that a Python prints which has just been started."""
    ours = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    return subprocess.check_output([sys.executable, "-c", code], env=ours, text=True).splitlines()


READ = f"""
import planner
problem = planner.read_problem({str(ROOT / "examples" / "rote_ndao" / "planner.toml")!r})
"""


def test_everything_a_solve_asks_for_is_compiled_before_its_clock_begins() -> None:
    code = """
from planner.optimisers.trips import segments, tour, warm_up
def known():
    functions = {**vars(segments), **vars(tour)}
    return {name: f.signatures for name, f in functions.items() if hasattr(f, "signatures")}
warm_up()
before = known()
planner.solve(problem, rounds=20)
print(len(before), [name for name, signatures in known().items() if signatures != before[name]])
"""

    (said,) = output_of(READ + code)

    assert re.fullmatch(r"\d\d \[\]", said)


def test_whoever_waits_is_told_of_compiling_and_may_do_without(tmp_path: Path) -> None:
    code = """
seen = []
plan = planner.solve(problem, report=lambda progress: seen.append(progress.stage), is_cancelled=lambda: True)
print(seen[0], plan.outcome.stop_reason, plan.recorded == plan.outcome.baseline_recorded > 0)
"""

    said = output_of(READ + code, NUMBA_CACHE_DIR=str(tmp_path))

    assert said == ["compile cancelled True"]
    assert list(tmp_path.rglob("*.nbc")) == []


def test_a_clock_that_stands_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    watch = Watch(seconds=10, began=now[0])

    now[0] += 3
    with watch.standing():
        now[0] += 1000

    assert (watch.elapsed, watch.stop_reason()) == (3.0, None)
