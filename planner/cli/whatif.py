"""``planner whatif``: what more or fewer teams would record."""

import json
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.arguments import AsJson, Project, Seed
from planner.cli.files import read_project, require_suffixes, require_writable
from planner.errors import PlannerError
from planner.terminal import interruptible, limits, shown
from planner.whatif import WhatIf


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
    require_suffixes(out or [], {".csv", ".xlsx", ".json"})
    problem = read_project(project)
    if max(counts) > 0 and not problem.teams:
        raise PlannerError("the project has no team to make more of")
    require_writable(out or [])
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


def print_rows(answer: WhatIf) -> None:
    """Print the table of a what-if."""
    print("teams team-days  recorded   at most     gap  per extra team  status")
    for row in answer.rows:
        extra = f"{row.per_extra_team:,.0f}" if row.per_extra_team is not None else "-"
        print(
            f"{row.teams:>5} {row.team_days:>9} {row.recorded:>9,} {limits(row.bound, row.gap)} {extra:>15}  "
            f"{row.status}"
        )


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
