"""Every command that writes, on the tiny office, in a copy of this process; and whether files are whole.

All modules are loaded and all functions compiled before the first copy is made (``os.fork``), so that a
command takes milliseconds and can be stopped anywhere in its own work. Needs a POSIX system.
"""

import contextlib
import csv
import importlib
import io
import json
import os
import shutil
import sqlite3
import sys
import tomllib
import traceback
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from office import NEXT_MONDAY, make_office

CRASHED = 70  # exit code: an error that is none of the planner's
MORE = "more"  # begins the name of files of reports that are handed in with --store
JOURNALS = ("-journal", "-wal", "-shm")
PLAN_FILES = ("json", "xlsx", "csv", "geojson", "gpkg", "html", "ics")
ANSWER_FILES = ("json", "xlsx", "csv", "html")
MODULES = (
    *("docxtpl", "geopandas", "openpyxl", "pyogrio", "segno", "typst", "xlsxwriter", "planner.cli"),
    *("planner.explain", "planner.inputs.project", "planner.letters", "planner.quality.book"),
    *("planner.replanning.backtest", "planner.simulation.page", "planner.store.judge", "planner.template"),
    *("planner.inputs.forgetting", "planner.letters.forgetting", "planner.store.forgetting"),
    *("planner.whatif.book", "planner.whatif.page"),
)  # the commands load them when they need them
Files = dict[str, bytes]


@dataclass(frozen=True)
class Writing:
    """A command that writes.

    Parameters
    ----------
    words
        The command with its arguments; ``{n}`` stands for the number of the call.
    outputs
        Files and folders that are there after it.
    lay
        Lays what the call with that number needs into the folder.
    """

    words: tuple[str, ...]
    outputs: tuple[str, ...]
    lay: Callable[[Path, int], None] = lambda folder, number: None

    def arguments(self, number: int) -> list[str]:
        """Return the arguments of a call."""
        return [word.format(n=number) for word in self.words]


def _out(stem: str, suffixes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for suffix in suffixes for part in ("--out", f"{stem}.{suffix}"))


def _files(stem: str, suffixes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{stem}.{suffix}" for suffix in suffixes)


def _more_reports(folder: Path, number: int) -> None:
    """Lay a file of reports that was never handed in: the first visit brought other numbers."""
    head, first, *rest = (folder / "actuals.csv").read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[3], cells[4], cells[5] = str(number + 10), str(number + 5), str(5)
    text = "\n".join([head, ",".join(cells), *rest]) + "\n"
    (folder / f"{MORE}{number}.csv").write_text(text, encoding="utf-8", newline="\n")


def _names_again(folder: Path, number: int) -> None:
    """Lay the plan, the store and the history as they were before names were forgotten."""
    first = folder / "asli"
    if not first.exists():
        first.mkdir()
        for name in FORGOTTEN:
            shutil.copy(folder / name, first / name)
    for name in FORGOTTEN:
        shutil.copy(first / name, folder / name)


FORGOTTEN = ("plan.json", "store.gpkg", "history.jsonl")
_PLAN = ("plan", "planner.toml", "--optimiser", "greedy", "--seed", "{n}")
_HISTORY = ("plan.json", "--history", "history.jsonl")
WRITING = {
    "plan": Writing((*_PLAN, *_out("rencana", PLAN_FILES)), _files("rencana", PLAN_FILES)),
    "plan --store": Writing((*_PLAN, "--store", "store.gpkg"), ("store.gpkg",)),
    "replan": Writing(
        ("replan", *_HISTORY, "--today", NEXT_MONDAY, "--rounds", "1", *_out("baru", PLAN_FILES)),
        _files("baru", PLAN_FILES),
    ),
    "export": Writing(("export", "plan.json", *_out("salinan", PLAN_FILES)), _files("salinan", PLAN_FILES)),
    "actuals": Writing(
        ("actuals", "more{n}.csv", "--plan", "plan.json", "--to", "history.jsonl", "--store", "store.gpkg"),
        ("history.jsonl", "store.gpkg"),
        _more_reports,
    ),
    "publish": Writing(("publish", *_HISTORY, "--who", "Ani {n}"), ("history.jsonl",)),
    "letters": Writing(("letters", "plan.json", "--out", "surat"), ("surat", "nomor.csv")),
    "template": Writing(("template", "kosong", "--force"), ("kosong/masukan.xlsx", "kosong/planner.toml")),
    "check --out": Writing(("check", "planner.toml", "--out", "mutu.xlsx"), ("mutu.xlsx",)),
    "whatif": Writing(
        (
            *("whatif", "planner.toml", "--teams", "1", "--targets", "", "--no-prices", "--seconds", "0.2"),
            *_out("skenario", ANSWER_FILES),
        ),
        _files("skenario", ANSWER_FILES),
    ),
    "simulate": Writing(
        (
            *("simulate", "planner.toml", "--plan", "plan.json", "--replays", "2", "--no-measures"),
            *("--rounds", "1", "--threads", "1", "--out", "simulasi.html"),
        ),
        ("simulasi.html",),
    ),
    "backtest": Writing(
        ("backtest", *_HISTORY, "--rounds", "1", *_out("ujibalik", ("html", "csv"))),
        _files("ujibalik", ("html", "csv")),
    ),
    "province": Writing(
        ("province", "planner.toml", "--rounds", "1", "--out", "provinsi"), ("provinsi/province.json",)
    ),
    "forget --yes": Writing(("forget", *FORGOTTEN, "--yes"), FORGOTTEN, _names_again),
    "learn --yes": Writing(("learn", *_HISTORY, "--yes", "--out", "belajar.toml"), ("belajar.toml",)),
}


def load() -> None:
    """Load all modules, and compile or read from disk what numba compiles."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a copy of a process has only one of its threads
    for module in MODULES:
        importlib.import_module(module)
    from planner.optimisers.trips import warm_up

    warm_up()


@contextlib.contextmanager
def offices(folder: Path) -> Iterator[Callable[[str], Path]]:
    """Give a function that returns a fresh office in a folder of that name."""
    first = folder / "office"
    make_office(first)

    def copy(name: str) -> Path:
        shutil.copytree(first, folder / name, dirs_exist_ok=True)
        return folder / name

    yield copy


@dataclass(frozen=True)
class Call:
    """A command at work: the number of its process, and the end of the pipe on which it is heard."""

    child: int
    pipe: int

    def end(self) -> tuple[int, str]:
        """Wait until it has ended; return its exit code, that of a signal below 0, and all it said."""
        with open(self.pipe, encoding="utf-8", errors="replace") as heard:
            said = heard.read()
        return os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1]), said


def started(folder: Path, arguments: list[str], *, before: Callable[[], None] = lambda: None) -> Call:
    """Begin a command in ``folder`` in a copy of this process; ``before`` is called there first."""
    heard, speaks = os.pipe()
    child = os.fork()
    if child:
        os.close(speaks)
        return Call(child, heard)
    try:
        os.chdir(folder)
        os.dup2(speaks, 1)
        os.dup2(speaks, 2)
        os.closerange(3, 256)
        sys.argv = ["planner", *arguments]
        os.environ["PLANNER_DEBUG"] = "1"  # what nobody foresaw is told with a traceback
        os.environ["XDG_STATE_HOME"] = str(folder.parent / "state")
        before()
        os._exit(_called())
    finally:
        os._exit(CRASHED)


def _called() -> int:
    """Return the exit code of the command line."""
    from planner.__main__ import main

    code: int | str | None = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = CRASHED
    return code if isinstance(code, int) else 0


def run(folder: Path, arguments: list[str], *, before: Callable[[], None] = lambda: None) -> tuple[int, str]:
    """Run a command in ``folder``; return its exit code and all it said."""
    return started(folder, arguments, before=before).end()


# --- what lies in a folder -------------------------------------------------------------------------------


def files(folder: Path) -> Files:
    """Return path in the folder -> content, of every file but the journals of databases."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(JOURNALS)
    }


def scratch(folder: Path) -> list[str]:
    """Return what lies in a folder and is no file of an office: hidden, half, or a journal of no database.

    The journal of a store that is there is no scratch: the next one who opens the store goes back by it.
    """
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.name.startswith((".", "~"))
        or path.name.endswith((".tmp", ".part"))
        or (path.name.endswith(JOURNALS) and not path.with_name(path.name.rpartition("-")[0]).exists())
    ]


def broken(folder: Path, names: Iterator[str]) -> list[str]:
    """Return what is wrong with each of some files that is not whole."""
    found = []
    for name in names:
        try:
            require_whole(folder / name)
        except Exception as error:
            found.append(f"{name} is not whole: {type(error).__name__}: {error}")
    return found


def require_whole(path: Path) -> None:
    """Raise when a file cannot be read to its end."""
    from planner.inputs.plan import read_plan
    from planner.replanning.history import read_history

    content = path.read_bytes()
    if path.suffix in (".xlsx", ".docx"):
        _require(zipfile.ZipFile(path).testzip() is None, "a member is damaged")
    elif path.suffix == ".gpkg":
        _require_whole_database(path)
    elif path.suffix in (".json", ".geojson"):
        json.loads(content)
        if b'"field-planner plan"' in content[:100]:
            read_plan(path)
    elif path.suffix == ".jsonl":
        read_history(path)
    elif path.suffix == ".toml":
        tomllib.loads(content.decode())
    elif path.suffix == ".csv":
        _require(content.endswith(b"\n"), "its last line has no end")
        delimiter = ";" if content.split(b"\n", 1)[0].count(b";") else ","
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))
        _require(len({len(row) for row in rows}) == 1, "its rows are not of one length")
    else:
        ends = {".html": b"</html>", ".ics": b"END:VCALENDAR", ".pdf": b"%%EOF"}
        _require(bool(content) and ends.get(path.suffix, b"") in content[-40:], "it has no end")


def not_in_store(folder: Path, number: int) -> list[str]:
    """Return the reports of the file with that number that are in the history and not in the store."""
    from planner.replanning.history import read_history

    hand_ins = read_history(folder / "history.jsonl").hand_ins
    reports = [own for file, own in hand_ins if file.name == f"{MORE}{number}.csv"]
    told = {(str(one.day), one.team, one.village, one.recorded) for own in reports for one in own}
    with contextlib.closing(sqlite3.connect(folder / "store.gpkg")) as connection:
        there = set(connection.execute("SELECT date, team, village_code, recorded FROM actuals"))
    return [f"report {' '.join(map(str, report))} is not in the store" for report in sorted(told - there)]


def still_named(folder: Path) -> list[str]:
    """Return which files still hold the name of who published, after all of them were to forget it."""
    return [f"{name} still names Ani" for name in FORGOTTEN if b"Ani" in (folder / name).read_bytes()]


def _require_whole_database(path: Path) -> None:
    """Raise when a GeoPackage is damaged; a store also has to be listed and judged."""
    from planner.store import open_store
    from planner.store.judge import judge
    from planner.store.runs import list_runs

    with contextlib.closing(sqlite3.connect(path)) as connection:
        _require(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), "it is damaged")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if "runs" in tables:
        store = open_store(path)
        for run in list_runs(store):
            _require(not judge(store, run.run_id).faults, f"run {run.run_id} has faults")


def _require(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise ValueError(otherwise)
