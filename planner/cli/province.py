"""``planner province``: several regencies side by side."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.arguments import FAULT, PARTLY, SHORTEST, AsJson, Lang, Rounds, Seed, language_of
from planner.cli.files import Written, read_project, require_suffixes, require_targets, write_each
from planner.cli.values import whole
from planner.errors import InputError, PlannerError
from planner.files import file_name, is_folder, unused
from planner.province import Province, Regency
from planner.surroundings.console import print_json
from planner.terminal import interruptible, limits, shown

if TYPE_CHECKING:
    from planner.domain.problem import Problem
    from planner.words import Language

NO_TABLES = {".json", ".csv", ".geojson", ".gpkg", ".pdf", ".ics"}  # suffixes that nobody means as a folder


def province(
    projects: Annotated[list[Path], typer.Argument(help="Project files, or folders with a planner.toml.")],
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out",
            help="Folder for one .json of each plan (see export), or a table of all: .xlsx .html; repeat.",
        ),
    ] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", parser=SHORTEST, metavar="N", help="Longest time for each.")
    ] = 45.0,
    rounds: Rounds = None,
    processes: Annotated[
        int, typer.Option("--processes", parser=whole(1), metavar="N", help="How many at a time.")
    ] = 2,
    seed: Seed = 0,
    as_json: AsJson = False,
    lang: Lang = "id",
) -> None:
    """Plan several regencies side by side. A project with villages of several is cut by regency.

    Ends with 3 when some regencies are planned and others are not, with 1 when none is.
    """
    from planner.province import solve_province

    language = language_of(lang)
    tables, folders = _targets(out or [])
    problems = _regencies(projects)
    if all(isinstance(problem, PlannerError) for problem in problems.values()):
        raise PlannerError("\n".join(map(str, problems.values())))
    taken: set[str] = set()
    names = {name: unused(file_name(name), ".json", taken) for name in problems}
    paths = {name: [folder / file for folder in folders] for name, file in names.items()}
    _require_targets([*tables, *(path for own in paths.values() for path in own)], projects)
    with interruptible() as is_cancelled:
        with shown() as show:
            answer = solve_province(
                problems,
                seconds_each=seconds if rounds is None else max(seconds, 3600.0),
                rounds=rounds,
                processes=processes,
                seed=seed,
                report=show.named,
                is_cancelled=is_cancelled,
            )
        written = _write(answer, tables, paths, language)
    if as_json:
        rows = json.loads(answer.table().to_json(orient="records"))
        print_json({"rows": rows, "files": written.names})
    else:
        print("\n".join(lines(answer)))
        written.tell()
    _tell_unplanned(answer, problems)
    written.require_all()
    if answer.unplanned:
        raise typer.Exit(PARTLY if len(answer.unplanned) < len(answer.regencies) else FAULT)


def _targets(out: list[Path]) -> tuple[list[Path], list[Path]]:
    """Return the tables and the folders among the targets; other files are a wrong call."""
    from planner.exporters.leaf import SUFFIXES

    require_suffixes([path for path in out if path.suffix.lower() in NO_TABLES], SUFFIXES)
    tables = [path for path in out if path.suffix.lower() in SUFFIXES]
    return tables, [path for path in out if path not in tables]


def _require_targets(out: list[Path], projects: list[Path]) -> None:
    """Stop at a file that may not, or cannot, be written."""
    from planner.inputs.named import files_of

    require_targets(out, (read for path in projects for read in files_of(_file(path)).items()))


def _write(
    answer: Province, tables: list[Path], paths: dict[str, list[Path]], language: "Language"
) -> Written:
    """Write the plans and the tables of all."""
    from planner.planning import write
    from planner.province.told import write_province

    planned = [regency.name for regency in answer.regencies if regency.is_planned]
    plans = {path: answer.plans[name] for name in planned for path in paths[name]}

    def write_one(path: Path) -> None:
        if path in plans:
            write(plans[path], path)
        else:
            write_province(answer, path, language=language)

    return write_each([*plans, *tables], write_one)


def _tell_unplanned(answer: Province, problems: "dict[str, Problem | PlannerError]") -> None:
    """Tell on stderr who is not planned and why, every fault with its regency."""
    for regency in answer.unplanned:
        fault = problems[regency.name]
        why = "no team or base" if regency.problem is not None and not regency.has_team else regency.failure
        print(f"{regency.name}: {fault if isinstance(fault, PlannerError) else why}", file=sys.stderr)


def _file(project: Path) -> Path:
    return project / "planner.toml" if is_folder(project) else project


def _regencies(projects: list[Path]) -> "dict[str, Problem | PlannerError]":
    """Return the problem of each regency, named by its folder, file or code, or what is wrong with it."""
    from planner.province import split_by_regency

    problems: dict[str, Problem | PlannerError] = {}
    files: dict[str, Path] = {}
    for path in projects:
        file = _file(path)
        name = file.resolve().parent.name if file.name == "planner.toml" else file.stem
        found: dict[str, Problem | PlannerError]
        try:
            problem = read_project(file)
        except PlannerError as fault:
            found = {name: _named(fault, file)}
        else:
            parts = split_by_regency(problem)
            found = dict(parts) if len(parts) > 1 else {name: problem}
        for key in found.keys() & files.keys():
            raise typer.BadParameter(_twice(key, files[key], file))
        problems |= found
        files |= dict.fromkeys(found, file)
    return problems


def _named(fault: PlannerError, file: Path) -> PlannerError:
    """Return the fault with the folder of its project before the name of each file."""
    if not isinstance(fault, InputError):
        return fault
    from dataclasses import replace

    return InputError([replace(one, file=str(file.parent / one.file)) for one in fault.faults])


def _twice(key: str, first: Path, second: Path) -> str:
    if first.resolve() == second.resolve():
        return f"{first} and {second} are the same project; name it once"
    return f"{first} and {second} both hold {key}; rename one folder, or plan the regency once"


def lines(answer: Province) -> Iterator[str]:
    """Yield the table of a province, its sums, and who is not planned."""
    from planner.province.told import not_planned

    width = max([7, *(len(regency.name) for regency in answer.regencies)])
    yield f"{'regency':<{width}} villages teams   backlog  recorded left over   at most     gap  status"
    for regency in answer.regencies:
        yield f"{regency.name:<{width}} {_numbers(regency)}  {regency.status}"
    teams = sum(len(problem.teams) for problem in answer.problems)
    planned = len(answer.regencies) - len(answer.unplanned)
    start = f"{'all':<{width}} {answer.villages:>8} {teams:>5} {answer.backlog:>9,} {answer.recorded:>9,}"
    most = limits(answer.bound, answer.gap)
    yield f"{start} {answer.left_over:>9,} {most}  {planned} of {len(answer.regencies)} planned"
    yield from not_planned(answer, "en")


def _numbers(regency: Regency) -> str:
    """Return the numbers of one regency as columns; a dash for what is not known."""
    problem, plan = regency.problem, regency.plan if regency.is_planned else None
    if problem is None:
        return f"{'-':>8} {'-':>5} {'-':>9} {'-':>9} {'-':>9} {limits(None, None)}"
    recorded = plan.recorded if plan is not None else 0
    people = f"{problem.backlog:>9,} {recorded:>9,} {problem.backlog - recorded:>9,}"
    most = limits(plan.outcome.bound, plan.gap) if plan is not None else limits(None, None)
    return f"{len(problem.villages):>8} {len(problem.teams):>5} {people} {most}"
