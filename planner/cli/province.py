"""``planner province``: several regencies side by side."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.arguments import FAULT, AsJson, Rounds, Seed
from planner.cli.files import read_project, require_writable, write_plan
from planner.errors import PlannerError
from planner.province import Province
from planner.surroundings.console import print_json
from planner.terminal import interruptible, limits, shown

if TYPE_CHECKING:
    from planner.domain.problem import Problem


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
    require_writable(list(paths.values()))
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
        write_plan(answer.plans[name], [paths[name]], "id")
    if as_json:
        rows = json.loads(answer.table().to_json(orient="records"))
        print_json({"rows": rows, "files": [str(path) for path in files]})
    else:
        print_province(answer)
        if files:
            print(f"wrote {len(files)} plans to {out}")
    for name, why in answer.failed.items():
        print(f"{name}: {why}", file=sys.stderr)
    if answer.failed:
        raise typer.Exit(FAULT)


def _regencies(projects: list[Path]) -> dict[str, "Problem"]:
    """Return a problem for each regency, named by its folder, file or code; stop with every fault."""
    from planner.province import split_by_regency

    problems: dict[str, Problem] = {}
    faults = []
    for path in projects:
        file = path / "planner.toml" if path.is_dir() else path
        try:
            problem = read_project(file)
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


def print_province(answer: Province) -> None:
    """Print the table of a province, and its sums."""
    width = max([7, *(len(regency.name) for regency in answer.regencies)])
    print(f"{'regency':<{width}} villages teams  recorded   at most     gap  status")
    for regency in answer.regencies:
        plan = regency.plan
        start = f"{regency.name:<{width}} {len(regency.problem.villages):>8} {len(regency.problem.teams):>5}"
        if plan is None:
            print(f"{start} {'-':>9} {'-':>9} {'-':>7}  NO PLAN")
        else:
            print(f"{start} {plan.recorded:>9,} {limits(plan.outcome.bound, plan.gap)}  {plan.status}")
    teams = sum(len(regency.problem.teams) for regency in answer.regencies)
    start = f"{'all':<{width}} {answer.villages:>8} {teams:>5} {answer.recorded:>9,}"
    print(
        f"{start} {limits(answer.bound, answer.gap)}  {len(answer.plans)} of {len(answer.regencies)} planned"
    )
