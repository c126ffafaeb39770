"""The commands of the office, from ``template`` and ``check`` over ``plan`` to ``export`` and ``letters``.

It prints what an officer would tell a colleague, then where the files are. Results go to stdout, progress
and faults to stderr. Exit codes: 0 it worked, 1 a fault in the data, 2 a wrong call.
"""

import json
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.errors import PlannerError
from planner.terminal import (
    as_record,
    findings_told,
    forecast_record,
    forecast_told,
    interruptible,
    outcome,
    print_province,
    print_rows,
    project_told,
    result,
    shown,
    told,
)

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.domain.problem import Problem
    from planner.quality.report import Report
    from planner.words import Language

app = typer.Typer(
    help="Which mobile team goes to which village on which day, with a proof of how good the plan is.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

FAULT = 1  # exit code: a fault in the data
WRONG_CALL = 2  # exit code: a wrong call

Project = Annotated[Path, typer.Argument(help="The project file, e.g. examples/kupang/planner.toml.")]
PlanFile = Annotated[Path, typer.Argument(help="A plan written as .json.")]
Out = Annotated[
    list[Path] | None,
    typer.Option("--out", help="File to write; repeat for more: .xlsx .csv .geojson .gpkg .html .json .ics"),
]
Seconds = Annotated[float, typer.Option("--seconds", min=0.1, help="Longest time to look for a better plan.")]
Rounds = Annotated[
    int | None,
    typer.Option("--rounds", min=1, help="Limit of work instead: the same plan again on every machine."),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of all random choices.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else.")]
Lang = Annotated[str, typer.Option("--lang", help="Language of the files: id or en.")]


def main() -> None:
    """Run the command line; faults become one clear text on stderr and an exit code."""
    try:
        app()
    except PlannerError as fault:
        print(fault, file=sys.stderr)
        sys.exit(FAULT)
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        sys.stderr.close()
        sys.exit(0)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the files.")] = Path("out/demo"),
    seconds: Seconds = 30.0,
    as_json: AsJson = False,
) -> None:
    """Plan the bundled example, Kabupaten Kupang in May and June 2018, and write every kind of file."""
    from planner.demo import OUTPUTS, project_file

    _plan(project_file(), [out / name for name in OUTPUTS], seconds, None, 0, as_json, "id", "trips")


@app.command()
def template(
    folder: Annotated[Path, typer.Argument(help="Folder for masukan.xlsx and planner.toml.")],
    regency: Annotated[
        str | None,
        typer.Option(
            "--regency",
            help="Kemendagri code, e.g. 53.14: its villages are filled in, all but their numbers of people.",
        ),
    ] = None,
    lang: Annotated[
        str, typer.Option("--language", "--lang", help="Language of the guide and the notes: id or en.")
    ] = "id",
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are there.")] = False,
) -> None:
    """Write an empty project: one workbook for the office to fill in, and the planner.toml that names it."""
    from planner.inputs.codes import regency_code
    from planner.template import write_template

    language = _language(lang)
    try:
        code = regency_code(regency) if regency is not None else None
    except ValueError as fault:
        raise typer.BadParameter(f"--regency is {regency!r}; {fault}") from fault
    paths = write_template(folder, code=code, language=language, is_forced=force)
    print(f"wrote {', '.join(map(str, paths))}")
    print(f"fill in {paths[0].name} (begin with its sheet Petunjuk), then: planner check {paths[1]}")


@app.command()
def check(
    project: Project,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Report as .xlsx: the office's workbook with bad cells coloured."),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = "id",
) -> None:
    """Read a project: what is in it, and what is wrong or looks wrong in its data, cell by cell."""
    from planner.quality.report import examine

    language = _language(lang)
    _require_suffixes([out] if out else [], {".xlsx"})
    _require_file(project)
    report = examine(project)
    written = _report(report, out, language) if out else None
    if as_json:
        print(json.dumps(as_record(report) | {"files": [str(out)] if out else []}, ensure_ascii=False))
    elif report.problem is None:
        print(findings_told(report), file=sys.stderr)
    else:
        print(project_told(report))
        print(findings_told(report))
    if written and not as_json:
        print(written)
    if any(finding.severity == "error" for finding in report.findings):
        raise typer.Exit(FAULT)


def _report(report: "Report", out: Path, language: "Language") -> str:
    """Write a report on data quality and return what was written."""
    from planner.quality.book import write_report

    _require_writable([out])
    try:
        is_copy = write_report(report, out, language=language)
    except OSError as fault:
        raise PlannerError(_cannot(out, fault)) from fault
    if is_copy:
        return f"wrote {out}: {report.tables.workbook} with bad cells coloured, and the sheet Mutu Data"
    why = "; the workbook is not copied: it cannot be opened or holds persons"
    return f"wrote {out}: the sheet Mutu Data{why if report.tables.workbook else ''}"


@app.command()
def plan(
    project: Project,
    out: Out = None,
    seconds: Seconds = 60.0,
    rounds: Rounds = None,
    seed: Seed = 0,
    as_json: AsJson = False,
    lang: Lang = "id",
    optimiser: Annotated[
        str, typer.Option(help="trips (with a proof), greedy (today's practice) or by_base (large).")
    ] = "trips",
) -> None:
    """Make a plan: which team goes to which village on which day. Ctrl-C keeps the best plan so far."""
    _plan(project, out or [], seconds, rounds, seed, as_json, lang, optimiser)


@app.command()
def whatif(
    project: Project,
    teams: Annotated[str, typer.Option("--teams", help="Numbers of teams: 3:15, 3:15:3 or 4,6,8.")],
    out: Annotated[
        list[Path] | None, typer.Option("--out", help="File for the table: .csv .xlsx .json")
    ] = None,
    seconds: Annotated[
        float,
        typer.Option(
            "--seconds",
            min=0.1,
            help="Longest time for one row; all rows together take three times as long at most.",
        ),
    ] = 20.0,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Compare numbers of teams: people recorded, the most possible, and what each extra team brings."""
    from planner.whatif import what_if, write_table

    counts = _counts(teams)
    _require_suffixes(out or [], {".csv", ".xlsx", ".json"})
    problem = _read(project)
    if max(counts) > 0 and not problem.teams:
        raise PlannerError("the project has no team to make more of")
    _require_writable(out or [])
    with interruptible() as is_cancelled, shown() as show:
        answer = what_if(
            problem, counts, seconds=seconds, seed=seed, report=show.with_teams, is_cancelled=is_cancelled
        )
    for path in out or []:
        write_table(answer, path)
    if as_json:
        rows = json.loads(answer.table().to_json(orient="records"))
        print(json.dumps({"rows": rows, "files": [str(path) for path in out or []]}))
        return
    print_rows(answer)
    if out:
        print(f"wrote {', '.join(str(path) for path in out)}")


@app.command()
def province(
    projects: Annotated[list[Path], typer.Argument(help="Project files, or folders with a planner.toml.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for one .json of each plan; see export.")
    ] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="Longest time for each.")] = 45.0,
    rounds: Rounds = None,
    processes: Annotated[int, typer.Option("--processes", min=1, help="How many at a time.")] = 2,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Plan several regencies side by side. A project with villages of several is cut by regency."""
    from planner.province import solve_province

    problems = _regencies(projects)
    paths = {name: out / f"{name}.json" for name in problems} if out is not None else {}
    _require_writable(list(paths.values()))
    with interruptible() as is_cancelled, shown() as show:
        answer = solve_province(
            problems,
            seconds_each=seconds if rounds is None else max(seconds, 3600.0),
            rounds=rounds,
            processes=processes,
            seed=seed,
            report=show.named,
            is_cancelled=is_cancelled,
        )
    files = [path for name, path in paths.items() if name in answer.plans]
    for name in answer.plans.keys() & paths.keys():
        _write(answer.plans[name], [paths[name]], "id")
    if as_json:
        rows = json.loads(answer.table().to_json(orient="records"))
        print(json.dumps({"rows": rows, "files": [str(path) for path in files]}, ensure_ascii=False))
    else:
        print_province(answer)
        if files:
            print(f"wrote {len(files)} plans to {out}")
    for name, why in answer.failed.items():
        print(f"{name}: {why}", file=sys.stderr)
    if answer.failed:
        raise typer.Exit(FAULT)


@app.command()
def verify(plan_file: PlanFile, as_json: AsJson = False) -> None:
    """Judge a plan written as .json again, from its inputs alone."""
    from planner.domain.check import check as violations_of
    from planner.inputs.plan import examine_plan

    _require_file(plan_file)
    plan, disagreements = examine_plan(plan_file)
    faults = [*(str(v) for v in violations_of(plan)), *(str(fault) for fault in disagreements)]
    if as_json:
        print(json.dumps(result(plan) | {"violations": faults}, ensure_ascii=False))
    elif faults:
        print(f"{plan_file}: {len(faults)} fault(s):", file=sys.stderr)
        for fault in faults:
            print(f"  - {fault}", file=sys.stderr)
    else:
        print(told(plan.problem))
        print(outcome(plan))
        print("rules: all kept; backlog = planned + left in every village")
    if faults:
        raise typer.Exit(FAULT)


@app.command()
def export(plan_file: PlanFile, out: Out = None, lang: Lang = "id") -> None:
    """Write a plan that was kept as .json in other formats."""
    from planner.inputs.plan import read_plan

    language = _language(lang)
    if not out:
        raise typer.BadParameter("name at least one file, e.g. --out plan.xlsx")
    _require_exporters(out)
    _require_file(plan_file)
    _write(read_plan(plan_file), out, language)
    print(f"wrote {', '.join(str(path) for path in out)}")


@app.command()
def letters(
    plan_file: Annotated[Path | None, typer.Argument(help="A plan written as .json.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the letters.")] = None,
    paper: Annotated[str, typer.Option("--paper", help="f4 (215 x 330 mm) or a4; posters are A4.")] = "f4",
    lang: Annotated[
        str, typer.Option("--language", "--lang", help="Language of the letters: id or en.")
    ] = "id",
    office: Annotated[
        Path | None,
        typer.Option(
            "--office", help="Letterhead, signature, officers; letters.toml beside the plan if any."
        ),
    ] = None,
    templates: Annotated[
        Path | None, typer.Option("--templates", help="Folder with your own templates.")
    ] = None,
    copy_to: Annotated[
        Path | None,
        typer.Option("--write-templates", help="Copy the templates into this folder for editing."),
    ] = None,
) -> None:
    """Write letters of assignment, travel orders, notices, posters, team sheets, calendars (extra: pdf)."""
    from planner.letters.typesetting import require_typst, write_templates

    language = _language(lang)
    if paper.lower() not in ("f4", "a4"):
        raise typer.BadParameter(f"--paper is {paper!r}; known are f4, a4")
    if copy_to is not None:
        print(f"wrote {', '.join(map(str, write_templates(copy_to)))}")
    elif plan_file is None or out is None:
        raise typer.BadParameter("name a plan and a folder, e.g. planner letters plan.json --out letters")
    if plan_file is not None and out is not None:
        require_typst()  # before a large plan is read
        _letters(plan_file, out, paper.lower(), language, office, templates)


def _letters(
    plan_file: Path,
    out: Path,
    paper: str,
    language: "Language",
    office_file: Path | None,
    templates: Path | None,
) -> None:
    """Read the plan and what the office says, write the letters, and tell."""
    from planner.inputs.plan import read_plan
    from planner.letters.office import Office, read_office, require_known_teams
    from planner.letters.writing import write_letters

    _require_file(plan_file)
    beside = plan_file.with_name("letters.toml")
    office_file = office_file or (beside if beside.is_file() else None)
    plan = read_plan(plan_file)
    office = read_office(office_file) if office_file else Office()
    if office_file:
        require_known_teams(plan, office, office_file.name)
    print(f"letterhead and names from {office_file or 'nowhere: dotted lines'}", flush=True)
    try:
        made = write_letters(plan, out, office=office, paper=paper, language=language, templates=templates)
    except OSError as fault:  # disk full, no right to write
        raise PlannerError(_cannot(out, fault)) from fault
    print(f"wrote {len(made)} files to {out}; daftar.csv lists them")


def _plan(
    project: Path,
    out: list[Path],
    seconds: float,
    rounds: int | None,
    seed: int,
    as_json: bool,
    lang: str,
    optimiser: str,
) -> None:
    """Read, solve, write, and tell."""
    from planner.optimisers import OPTIMISERS
    from planner.planning import solve

    language = _language(lang)
    _require_exporters(out)
    if optimiser not in OPTIMISERS:
        raise typer.BadParameter(f"optimiser is {optimiser!r}; known are {', '.join(OPTIMISERS)}")
    problem = _read(project)
    _require_writable(out)
    if not as_json:
        print(told(problem), flush=True)
    with interruptible() as is_cancelled, shown() as show:
        made = solve(
            problem,
            optimiser_name=optimiser,
            seconds=seconds if rounds is None else max(seconds, 3600.0),
            rounds=rounds,
            seed=seed,
            report=show,
            is_cancelled=is_cancelled,
        )
    _write(made, out, language)
    if as_json:
        print(json.dumps(result(made) | {"files": [str(path) for path in out]}, ensure_ascii=False))
        return
    print(outcome(made))
    print("rules: all kept")
    if out:
        print(f"wrote {', '.join(str(path) for path in out)}")


def _read(project: Path) -> "Problem":
    from planner.inputs.project import read_problem

    _require_file(project)
    return read_problem(project)


def _regencies(projects: list[Path]) -> dict[str, "Problem"]:
    """Return a problem for each regency, named by its folder, file or code; stop with every fault."""
    from planner.province import split_by_regency

    problems: dict[str, Problem] = {}
    faults = []
    for path in projects:
        file = path / "planner.toml" if path.is_dir() else path
        try:
            problem = _read(file)
        except PlannerError as fault:
            faults.append(str(fault))
            continue
        parts = split_by_regency(problem)
        name = file.resolve().parent.name if file.name == "planner.toml" else file.stem
        for key, part in parts.items() if len(parts) > 1 else [(name, problem)]:
            if key in problems:
                faults.append(f"{file}: there are two of {key}")
            problems[key] = part
    if faults:
        raise PlannerError("\n".join(faults))
    return problems


def _write(plan: "Plan", out: list[Path], language: "Language") -> None:
    """Write every file that can be written, then name those that cannot."""
    from planner.planning import write

    faults = []
    for path in out:
        try:
            write(plan, path, language=language)
        except OSError as fault:  # open in Excel, disk full
            faults.append(_cannot(path, fault))
    if faults:
        raise PlannerError("\n".join(faults))


def _cannot(path: Path, fault: OSError) -> str:
    return f"{path} cannot be written: {fault.strerror or fault}; is it open in another program?"


def _require_writable(out: list[Path]) -> None:
    """Find out before a long solve, not after it, whether the files can be written."""
    for path in out:
        if path.is_dir():
            raise PlannerError(f"{path} is a folder; name a file")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=path.parent):
                pass
        except OSError as fault:
            raise PlannerError(f"{path} cannot be written: {fault.strerror or fault}") from fault


def _require_file(path: Path) -> None:
    if not path.is_file():
        raise PlannerError(f"{path}: there is no such file")


def _require_exporters(out: list[Path]) -> None:
    from planner.exporters import EXPORTERS

    _require_suffixes(out, set(EXPORTERS))


def _require_suffixes(out: list[Path], known: set[str]) -> None:
    for path in out:
        if path.suffix.lower() not in known:
            raise typer.BadParameter(f"{path}: known formats are {' '.join(sorted(known))}")


def _language(lang: str) -> "Language":
    if lang == "id":
        return "id"
    if lang == "en":
        return "en"
    raise typer.BadParameter(f"--lang is {lang!r}; known are id, en")


@app.command()
def forecast(
    project: Annotated[
        Path | None, typer.Argument(help="A project: its backlog and days, and what its teams add.")
    ] = None,
    per_month: Annotated[
        float, typer.Option("--per-month", min=0, help="People that the regular service records in a month.")
    ] = 0.0,
    total: Annotated[int | None, typer.Option("--total", min=0, help="People not yet recorded.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day, e.g. 2018-05-02.")] = None,
    deadline: Annotated[str | None, typer.Option("--until", help="Deadline, e.g. 2018-06-27.")] = None,
    seconds: Seconds = 20.0,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Tell whether they will be done at the rate of the regular service; with a project, what teams add.

    planner forecast --total 139000 --per-month 31081 --from 2018-05-02 --until 2018-06-27
    """
    from planner.forecast import forecast as foretold

    problem = _read(project) if project else None
    days = [_day("--from", first), _day("--until", deadline)]
    if problem is not None:
        total = problem.backlog if total is None else total
        days = [days[0] or problem.calendar.first, days[1] or problem.calendar.last]
    begin, end = days
    if total is None or begin is None or end is None:
        raise typer.BadParameter("give a project, or --total, --from and --until")
    try:
        answer = foretold(total, per_month, begin, end)
    except ValueError as fault:
        raise PlannerError(str(fault)) from fault
    made = _targeted(problem, seconds, seed) if problem is not None else None
    print(json.dumps(forecast_record(answer, made)) if as_json else forecast_told(answer, made))


def _day(option: str, text: str | None) -> date | None:
    """Return the date of an option; ``None`` where it is not given."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{option} is {text!r}; expected a date such as 2018-06-27") from None


def _targeted(problem: "Problem", seconds: float, seed: int) -> "Plan":
    """Return the plan of the project's teams."""
    from planner.planning import solve

    with interruptible() as is_cancelled, shown() as show:
        return solve(problem, seconds=seconds, seed=seed, report=show, is_cancelled=is_cancelled)


def _counts(text: str) -> list[int]:
    """Return the numbers named by ``3:15``, ``3:15:3`` or ``4,6,8``.

    >>> _counts("3:9:3"), _counts("4,6")
    ([3, 6, 9], [4, 6])
    """
    try:
        parts = [[int(n) for n in part.split(":")] for part in text.split(",")]
        if max(n for part in parts for n in part) > 500:  # before any list is made of it
            raise ValueError("too many teams")
        counts = [n for p in parts for n in (range(p[0], p[1] + 1, *p[2:3]) if len(p) > 1 else p)]
    except (ValueError, IndexError, TypeError):
        counts = []
    if not counts or min(counts) < 0 or max(counts) > 500:
        raise typer.BadParameter(f"--teams is {text!r}; expected e.g. 3:15, 3:15:3 or 4,6,8 (0 to 500)")
    return counts


if __name__ == "__main__":
    main()
