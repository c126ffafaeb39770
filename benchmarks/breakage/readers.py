"""Every reader of the planner: what it is fed with, how that is changed, and the call that reads it.

A reader may do one of two things with whatever it gets: read it, or raise an error of the planner (on the
command line, say that the call is wrong). Everything else is a find.
"""

import contextlib
import io
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import mutators
import seeds
from mutators import Mutate
from office import TABLES, make_office

WHO = {"who": "Ani", "when": "2018-05-14T09:00:00+00:00"}


@dataclass(frozen=True)
class Reader:
    """One reader.

    Parameters
    ----------
    name
        What it reads.
    seeds
        Whole files.
    read
        Reads the bytes of a file.
    kind
        How they are changed: ``words``, ``json``, ``lines``, ``zip``, ``database`` or ``bytes``.
    words
        That stand in files of the planner, and hostile ones.
    mend
        Makes the sums of a changed file right, so that what it says is looked at.
    """

    name: str
    seeds: list[bytes]
    read: Callable[[bytes], object]
    kind: str = "words"
    words: list[bytes] = field(default_factory=list)
    mend: Mutate = lambda content, chance: content

    def changed(self, content: bytes, chance: Random, bare: Mutate) -> bytes:
        """Return the content of a file, changed; ``bare`` changes bytes without knowing what they mean."""
        if self.kind == "bytes" or chance.random() < 0.1:
            return bare(content, chance)

        def words(part: bytes, chance: Random) -> bytes:
            return mutators.changed_words(part, chance, self.words)

        def text(part: bytes, chance: Random) -> bytes:
            is_json = part[:1] in (b"{", b"[") and chance.random() < 0.8
            return mutators.changed_json(part, chance, words) if is_json else words(part, chance)

        ways: dict[str, Callable[[], bytes]] = {
            "words": lambda: words(content, chance),
            "json": lambda: text(content, chance),
            "lines": lambda: mutators.changed_json_lines(content, chance, words),
            "zip": lambda: mutators.changed_zip(content, chance, words, bare),
            "database": lambda: mutators.changed_database(content, chance, text, bare),
        }
        return self.mend(ways[self.kind](), chance)


class Desk:
    """A folder with an office, in which one file after the other is put and read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)
        office = folder.parent / "office"
        if not (office / "learned.toml").exists():
            make_office(office)
        if not folder.exists():
            shutil.copytree(office, folder)

    def put(self, name: str, content: bytes) -> Path:
        """Write a file; its time differs from that of all before it, since readers may know a file by it."""
        path = self.folder / name
        path.write_bytes(content)
        stamp = next(self.numbers) * 1_000_000_000
        os.utime(path, ns=(stamp, stamp))
        return path

    def project(self, toml: str, name: str, content: bytes) -> object:
        """Read a project that is whole but for one file."""
        from planner.inputs.project import read_problem

        self.put(name, content)
        return read_problem(self.put("fuzzed.toml", toml.encode()))

    def map(self, suffix: str, content: bytes) -> object:
        """Read a project whose villages are a map, each time under another name: GDAL remembers files."""
        from planner.inputs.project import read_problem

        name = f"map{next(self.numbers)}.{suffix}"
        path = self.put(name, content)
        try:
            return read_problem(self.put("fuzzed.toml", seeds.BARE.replace("villages.csv", name).encode()))
        finally:
            for left in self.folder.glob(f"{path.name}*"):  # SQLite may leave a journal
                left.unlink()


def allowed() -> tuple[type[BaseException], ...]:
    """Return the errors that a reader may raise: a sentence for an officer, or a wrong call."""
    import typer

    from planner.errors import PlannerError

    wrong_call = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")
    return PlannerError, wrong_call


def in_this_process() -> None:
    """Let workbooks be opened here, not in a process of their own: their reader is watched too."""
    from planner.inputs import apart, apart_child

    def run(command: list[str], *, input: bytes, **_: Any) -> SimpleNamespace:
        found = apart_child.main(input, *command[command.index(apart_child.__file__) + 1 :])
        return SimpleNamespace(returncode=0, stdout=pickle.dumps(found))

    names = ("DEVNULL", "PIPE", "TimeoutExpired")
    apart.subprocess = SimpleNamespace(run=run, **{name: getattr(apart.subprocess, name) for name in names})


def readers(desk: Desk) -> dict[str, Reader]:
    """Return name -> reader; what they read besides lies in the folder of ``desk``."""
    found = [*_projects(desk), *_maps(desk), *_workbooks(desk), *_letters(desk), *_plans(desk), *_calls(desk)]
    words = mutators.words_of(*(table.encode() for table in TABLES.values()))
    return {reader.name: replace(reader, words=words) for reader in found}


def _projects(desk: Desk) -> Iterator[Reader]:
    """Yield planner.toml, and every table that it can name."""
    from planner.inputs.project import proposals_of
    from planner.quality.report import examine

    desk.put("few.csv", seeds.FEW_VILLAGES.encode())
    few, calendar = seeds.BARE.replace("villages.csv", "few.csv"), '[calendar]\nfile = "fuzzed.csv"'
    known = 'file = "few.csv"\nknown = "known.csv"\ncrosswalk = "crosswalk.csv"'

    def toml(content: bytes) -> None:
        examine(desk.put("fuzzed.toml", content))

    def against_known(content: bytes) -> None:
        project = few.replace('file = "few.csv"', known.replace("few.csv", "fuzzed.csv"))
        desk.put("fuzzed.csv", content)
        proposals_of(desk.put("fuzzed.toml", project.encode()))
        desk.project(project, "fuzzed.csv", content)

    def table(name: str, project: str, *more: bytes) -> Reader:
        contents = [*seeds.texts(name), *more]
        return Reader(name, contents, lambda content: desk.project(project, "fuzzed.csv", content))

    yield Reader("planner.toml", [*seeds.texts("planner.toml"), seeds.BARE.encode()], toml)
    villages = seeds.BARE.replace("villages.csv", "fuzzed.csv") + '[rules]\nmarket_days = "closed"\n'
    yield table("villages.csv", villages, seeds.FEW_VILLAGES.encode())
    yield Reader("villages.csv, codes known", [seeds.FEW_VILLAGES.encode()], against_known)
    yield table("bases.csv", few.replace("bases.csv", "fuzzed.csv"))
    yield table("teams.csv", few.replace("teams.csv", "fuzzed.csv"))
    yield table("calendar.csv", few.replace("[calendar]", calendar))
    yield table("boats.csv", few + '[boats]\nfile = "fuzzed.csv"\n')
    yield table("pairs.csv", few + '[travel]\npairs = "fuzzed.csv"\n')
    matrix = '[boats]\nfile = "boats.csv"\n[travel]\nsource = "matrix_file"\ntable = "fuzzed.csv"\n'
    yield table("matrix.csv", few + matrix)
    yield table("known.csv", few.replace('file = "few.csv"', known.replace("known.csv", "fuzzed.csv")))
    yield table(
        "crosswalk.csv", few.replace('file = "few.csv"', known.replace("crosswalk.csv", "fuzzed.csv"))
    )
    yield table("rules.csv", few + '[rules]\nfile = "fuzzed.csv"\n')


def _maps(desk: Desk) -> Iterator[Reader]:
    yield Reader("villages.geojson", seeds.geojson(), lambda content: desk.map("geojson", content), "json")
    yield Reader("villages.gpkg", seeds.drawn("gpkg"), lambda content: desk.map("gpkg", content), "database")
    yield Reader(
        "villages.shp.zip", seeds.drawn("shp.zip"), lambda content: desk.map("shp.zip", content), "zip"
    )


def _workbooks(desk: Desk) -> Iterator[Reader]:
    """Yield the workbooks, each looked through and then opened."""

    def villages(suffix: str, contents: list[bytes], kind: str) -> Reader:
        project = seeds.BARE.replace("villages.csv", f"fuzzed.{suffix}")
        return Reader(
            f"villages.{suffix}", contents, lambda c: desk.project(project, f"fuzzed.{suffix}", c), kind
        )

    yield villages("xlsx", [seeds.workbook(Desa=seeds.FEW_VILLAGES)], "zip")
    yield villages("xls", seeds.kept("villages.xls"), "bytes")
    yield villages("ods", seeds.kept("villages.ods"), "zip")
    office = 'title = "Kecil"\nworkbook = "fuzzed.xlsx"\n'
    whole = seeds.office_workbook(desk.folder / "template")
    yield Reader("masukan.xlsx", whole, lambda content: desk.project(office, "fuzzed.xlsx", content), "zip")


def _letters(desk: Desk) -> Iterator[Reader]:
    from planner.inputs.plan import read_plan
    from planner.inputs.project import read_problem
    from planner.letters.numbering import number_text, read_register, series_of
    from planner.letters.office import read_office, require_known_teams
    from planner.replanning.learning import read_learned, with_lessons
    from planner.whatif.scenario_file import read_scenarios, require_fit

    plan, problem = read_plan(desk.folder / "plan.json"), read_problem(desk.folder / "planner.toml")

    def letters(content: bytes) -> None:
        office = read_office(desk.put("fuzzed.toml", content))
        require_known_teams(plan, office, "fuzzed.toml")
        for pattern in (office.numbers.assignment, office.numbers.travel, office.numbers.notice):
            number_text(pattern, 7, office.date, 2018)
            series_of(pattern, 2018)

    def scenarios(content: bytes) -> None:
        require_fit(read_scenarios(desk.put("fuzzed.toml", content)), problem, "fuzzed.toml")

    def learned(content: bytes) -> None:
        with_lessons(problem, *read_learned(desk.put("fuzzed.toml", content)))

    yield Reader("letters.toml", seeds.texts("letters.toml"), letters)
    yield Reader(
        "nomor.csv", [seeds.REGISTER], lambda content: read_register(desk.put("fuzzed.csv", content))
    )
    yield Reader("scenarios.toml", seeds.texts("scenarios.toml"), scenarios)
    yield Reader("learned.toml", [b'turnout = [0.54, 0.29]\n\n[rate_per_hour]\n"T1" = 9.5\n'], learned)


def _plans(desk: Desk) -> Iterator[Reader]:
    """Yield plans, what was reported on them, and the store that keeps them."""
    from planner.domain.actuals import tallies
    from planner.domain.check import check
    from planner.domain.measure import measure, version_of
    from planner.inputs.actuals import read_actuals
    from planner.inputs.plan import examine_plan, read_plan
    from planner.replanning.history import read_history
    from planner.replanning.learning import lessons
    from planner.store import open_store
    from planner.store.judge import judge
    from planner.store.runs import list_runs

    plan = read_plan(desk.folder / "plan.json")

    def whole_plan(content: bytes) -> None:
        found, _ = examine_plan(desk.put("fuzzed.json", content))
        check(found)
        measure(found)
        version_of(found)

    def history(content: bytes) -> None:
        found = read_history(desk.put("fuzzed.jsonl", content))
        found.broken()
        tallies(plan.problem, found.actuals)
        lessons(plan.problem, found.actuals)

    def store(content: bytes) -> None:
        kept = open_store(desk.put("fuzzed.gpkg", content))
        list_runs(kept)
        judge(kept)

    def actuals(suffix: str) -> Callable[[bytes], object]:
        def read(content: bytes) -> object:
            return read_actuals(desk.put(f"fuzzed.{suffix}", content), plan, versions=(), **WHO)

        return read

    own, told = ((desk.folder / name).read_bytes() for name in ("plan.json", "history.jsonl"))
    reports = (desk.folder / "actuals.csv").read_text(encoding="utf-8")
    yield Reader("plan.json", [own], whole_plan, "json")
    yield Reader("history.jsonl", [told, seeds.old_history()], history, "lines", mend=mutators.sealed_anew)
    yield Reader("actuals.csv", [reports.encode()], actuals("csv"))
    returned = [seeds.workbook(Realisasi=reports), seeds.returned_workbook(desk.folder / "plan.xlsx")]
    yield Reader("actuals.xlsx", returned, actuals("xlsx"), "zip")
    yield Reader("store.gpkg", [(desk.folder / "store.gpkg").read_bytes()], store, "database")


def _calls(desk: Desk) -> Iterator[Reader]:
    """Yield what is typed on the command line: questions, dates, numbers, names."""
    from planner.cli import app
    from planner.errors import PlannerError
    from planner.explain.wishes import village_named, wishes_of, with_wishes
    from planner.inputs.plan import read_plan

    problem = read_plan(desk.folder / "plan.json").problem

    def question(content: bytes) -> None:
        with_wishes(problem, wishes_of(content.decode("utf-8", "replace"), problem))

    def command(content: bytes) -> None:
        """Call a command with the options of :data:`seeds.COMMANDS`, one line for the value of each."""
        first, *values = content.decode("utf-8", "surrogateescape").replace("\x00", "").split("\n")
        if first not in seeds.COMMANDS:
            return
        words, options = seeds.COMMANDS[first]
        given = [part for pair in zip(options, values, strict=False) for part in pair]
        with contextlib.redirect_stdout(io.StringIO()), contextlib.chdir(desk.folder):
            try:
                app([first, *words, *given], standalone_mode=False)
            except PlannerError as error:
                if "there is no such file" not in str(error) and "already there" not in str(error):
                    raise  # the two are how a call that is right ends here

    def village(content: bytes) -> None:
        with contextlib.suppress(ValueError):  # the command makes a sentence of it
            village_named(problem, content.decode("utf-8", "replace"))

    yield Reader("explain --if", [said.encode() for said in seeds.QUESTIONS], question)
    yield Reader("command line", [said.encode() for said in seeds.CALLS], command)
    yield Reader("name of a village", [b"Jauh", b"53.01.01.2001", b"tengah"], village)
