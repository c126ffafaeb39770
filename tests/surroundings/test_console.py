"""What commands print: on any console, into a full disk, and into a pipe that nobody reads."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import planner
from planner.surroundings.console import readable

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
ROOT = Path(__file__).resolve().parents[2]
COMMANDS = {
    "demo": "demo --out {new} --seconds 0.1",
    "template": "template {new}",
    "check": "check {old}/planner.toml",
    "forecast": "forecast {old}/planner.toml --per-month 10 --seconds 0.1",
    "plan": "plan {old}/planner.toml --rounds 1",
    "whatif": "whatif {old}/planner.toml --teams 1:2 --targets= --no-prices --seconds 0.1",
    "explain": "explain {old}/plan.json 53.01.02.2001 --seconds 0.1 --lang en",
    "simulate": "simulate {old}/planner.toml --plan {old}/plan.json --replays 3 --no-measures",
    "province": "province {old}/planner.toml --rounds 1",
    "publish": "publish {old}/plan.json --history {new}.jsonl --new",
    "actuals": "actuals {old}/senin.csv --plan {old}/plan.json --to {new}.jsonl --new --who Mé’a",
    "replan": "replan {old}/plan.json --history {reports} --today 2018-05-14 --rounds 1",
    "learn": "learn {old}/plan.json --history {reports}",
    "backtest": "backtest {old}/plan.json --history {reports} --rounds 1",
    "verify": "verify {old}/plan.json",
    "export": "export {old}/plan.json --out {new}’é.csv",
    "history": "history {store}",
    "letters": "letters {old}/plan.json --out {new}’é",
    "forget": "forget {old}/plan.json --dry-run",
}
WITH_NAMES = ("check", "plan", "explain", "verify", "replan", "history")  # in their JSON


@pytest.fixture(scope="module")
def reports(office: Path) -> Path:
    """A history with what came back on Monday."""
    from typer.testing import CliRunner

    from planner.cli import app

    places = "--plan", office / "plan.json", "--to", office / "h’.jsonl"
    words = ["actuals", office / "senin.csv", *places, "--new"]
    answer = CliRunner().invoke(app, list(map(str, words)))
    assert answer.exit_code == 0, answer.output
    return office / "h’.jsonl"


@pytest.fixture(scope="module")
def store(office: Path) -> Path:
    """A store with one run."""
    plan = planner.read_plan(office / "plan.json")
    planner.keep_run(plan, planner.open_store(office / "toko’é.gpkg"))
    return office / "toko’é.gpkg"


@pytest.fixture
def words(office: Path, tmp_path: Path, reports: Path, store: Path) -> Callable[[str], list[str]]:
    """Return the words of a command of ``COMMANDS``."""

    def of(command: str) -> list[str]:
        places = {"old": office, "new": tmp_path / "new", "reports": reports, "store": store}
        return [word.format(**places) for word in COMMANDS[command].split()]

    return of


def test_every_command_is_tried() -> None:
    from planner.cli import COMMANDS as ALL

    assert {command.__name__ for command in ALL} == COMMANDS.keys()


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_fails_on_a_console_without_the_letters(
    run: Run, words: Callable[[str], list[str]], command: str
) -> None:
    done = run(*words(command), env={"PYTHONIOENCODING": "ascii"})

    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert (done.stdout + done.stderr).isascii()


@pytest.mark.parametrize("command", WITH_NAMES)
def test_json_reads_back_the_same_on_a_console_without_the_letters(
    run: Run, words: Callable[[str], list[str]], command: str
) -> None:
    done = run(*words(command), "--json", env={"PYTHONIOENCODING": "cp437"})

    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert isinstance(json.loads(done.stdout), dict | list)


def test_no_command_prints_json_in_another_way() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "planner" / "cli").glob("*.py")]

    assert [text for text in texts if "json.dump" in text] == []
    assert len(texts) > 15


def test_texts_of_json_are_those_of_the_project(run: Run, office: Path) -> None:
    for encoding in ("cp1252", "cp437", "ascii", "utf-8"):
        done = run("check", office / "planner.toml", "--json", env={"PYTHONIOENCODING": encoding})

        assert json.loads(done.stdout.decode("utf-8"))["title"] == "Kabupatén Oé’u ≥ 2 村 ±"


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("ascii", "Kabupaten Oe'u >= 2 ? +-"),
        ("cp437", "Kabupatén Oé'u ≥ 2 ? ±"),
        ("cp1252", "Kabupatén Oé’u >= 2 ? ±"),
        ("utf-8", "Kabupatén Oé’u ≥ 2 村 ±"),
    ],
)
def test_a_console_shows_what_it_can_and_the_rest_readably(
    run: Run, office: Path, encoding: str, title: str
) -> None:
    done = run("check", office / "planner.toml", env={"PYTHONIOENCODING": encoding})

    assert done.stdout.decode(encoding).startswith(f"{title}: 2 villages")


def test_a_fault_is_told_on_a_console_without_the_letters(run: Run, tmp_path: Path) -> None:
    done = run("check", tmp_path / "Oé’u.toml", env={"PYTHONIOENCODING": "ascii"})

    assert done.returncode == 1
    assert b"Oe'u.toml: there is no such file" in done.stderr


def test_a_wrong_call_is_told_on_a_console_without_the_letters(run: Run, office: Path) -> None:
    done = run("plan", office / "planner.toml", "--lang", "日本’", env={"PYTHONIOENCODING": "cp437"})

    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)
    assert b"known are id, en" in done.stderr


@pytest.mark.parametrize(
    ("sign", "plain"),
    [
        ("±", "+-"), ("’", "'"), ("–", "-"), ("−", "-"), ("“", '"'), ("…", "..."), ("½", "1/2"), ("m²", "m2"),
        ("é", "e"), ("e\u0301", "e"), ("Ł", "L"), ("→", "->"), ("\u200b", ""), ("\u00a0", " "), ("村", "?"),
        ("\udcff", "\\xff"),
    ],
)  # fmt: skip
def test_signs_are_replaced_by_what_means_the_same(sign: str, plain: str) -> None:
    fault = UnicodeEncodeError("ascii", sign, 0, len(sign), "not there")

    assert readable(fault) == (plain, len(sign))


def test_what_cannot_be_read_is_no_matter_of_the_console() -> None:
    fault = UnicodeDecodeError("ascii", b"\xff", 0, 1, "not there")

    with pytest.raises(UnicodeDecodeError):
        readable(fault)


# --- streams that take nothing -------------------------------------------------------------------------

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="Windows has no /dev/full")
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such shell")


@needs_full
@pytest.mark.parametrize("words", [["plan", "--rounds", "1"], ["plan", "--optimiser", "greedy", "--json"]])
def test_a_plan_is_written_though_its_summary_cannot_be(
    run: Run, office: Path, tmp_path: Path, words: list[str]
) -> None:
    plan = tmp_path / "plan.json"

    with open("/dev/full", "wb") as full:
        done = run(
            words[0], office / "planner.toml", *words[1:], "--out", plan,
            capture_output=False, stdout=full, stderr=subprocess.PIPE,
        )  # fmt: skip

    assert done.returncode == 1
    assert b"what was to be shown could not be written: No space left on device" in done.stderr
    assert b"Exception" not in done.stderr
    assert planner.read_plan(plan).recorded > 0


@needs_full
def test_progress_that_cannot_be_shown_stops_nothing(run: Run, office: Path, tmp_path: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = run(
            "plan", office / "planner.toml", "--rounds", "1", "--out", tmp_path / "plan.json",
            capture_output=False, stdout=subprocess.PIPE, stderr=full,
        )  # fmt: skip

    assert done.returncode == 0
    assert b"wrote " in done.stdout


@POSIX
@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_closed_streams_harm_no_file(office: Path, tmp_path: Path, state_folder: Path, closed: str) -> None:
    files = [f"--out {tmp_path / name}" for name in ("plan.json", "plan.gpkg", "plan.xlsx")]
    command = f"{sys.executable} -m planner plan {office / 'planner.toml'} --rounds 1 {' '.join(files)}"

    done = subprocess.run(
        ["sh", "-c", f"{command} --store {tmp_path / 'toko.gpkg'} {closed}"],
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0)
    kept = planner.plan_of_run(planner.open_store(tmp_path / "toko.gpkg"))
    assert planner.read_plan(tmp_path / "plan.json").recorded == kept.recorded > 0
    assert {path.name for path in tmp_path.glob("plan.*")} == {"plan.json", "plan.gpkg", "plan.xlsx"}


@POSIX
def test_no_file_gets_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    code = "from planner.surroundings.console import take_over; take_over(); f = open('number', 'w'); "
    code += "print(f.fileno(), file=f)"

    command = f'PYTHONPATH={ROOT} {sys.executable} -c "{code}" <&- >&- 2>&-'
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)

    assert int((tmp_path / "number").read_text()) > 2


@POSIX
@pytest.mark.parametrize("words", ["check {}/planner.toml", "plan {}/planner.toml --rounds 1", "--help"])
def test_a_reader_who_goes_early_is_no_fault(office: Path, tmp_path: Path, words: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "planner", *words.format(office).split()],
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode == 0
    assert b"rror" not in done.stderr
    assert b"Exception" not in done.stderr


@POSIX
def test_findings_end_with_1_also_when_nobody_reads_them(run: Run, tmp_path: Path) -> None:
    (tmp_path / "planner.toml").write_text("nothing = 1\n", encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)

    with os.fdopen(writing, "wb") as pipe:
        done = run("check", tmp_path / "planner.toml", capture_output=False, stdout=pipe, stderr=pipe)

    assert done.returncode == 1
