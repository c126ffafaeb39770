"""What a question in the middle of a campaign is asked of: a project or a plan, and the reports so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.files import read_project, require_file, require_targets
from planner.cli.histories import history_of
from planner.cli.values import day
from planner.errors import PlannerError

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.domain.problem import Problem

Source = Annotated[
    Path,
    typer.Argument(
        metavar="PROJECT",
        help="The project file, e.g. examples/kupang/planner.toml, or a plan written as .json: what its "
        "reports say is recorded stays recorded.",
    ),
]
Reports = Annotated[
    Path | None,
    typer.Option(
        "--history", help="The campaign's history: what it reports is recorded already; with --today."
    ),
]
Today = Annotated[
    date | None,
    typer.Option(
        "--today", parser=day, metavar="DATE", help="With --history: the first day of what is left."
    ),
]


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a campaign.

    Parameters
    ----------
    problem
        The days and people that are left.
    plan
        The plan of just these; ``None`` where one has to be made.
    read
        The plan that was read, also where later reports have made it old.
    files
        Files that were read beside a project, and what each is.
    """

    problem: "Problem"
    plan: "Plan | None"
    read: "Plan | None"
    files: tuple[tuple[Path | None, str], ...]


def is_plan(source: Path) -> bool:
    """Return whether a file is called as a plan is."""
    return source.suffix.lower() == ".json"


def remaining(
    source: Path, history: Path | None, today: date | None, *, known_until: date | None = None
) -> Remaining:
    """Return what is left of the campaign that a file describes, reports taken off where there are some.

    Parameters
    ----------
    source
        A project file or a plan.
    history, today
        What was reported, and the first day of what is left; both or neither.
    known_until
        Last day of which days off have to be known; a plan knows them up to its deadline only.
    """
    from planner.domain.late import taken_as_made
    from planner.domain.left import left_problem
    from planner.domain.plan import Outcome, Plan

    if (history is None) != (today is None):
        raise typer.BadParameter("--history and --today belong together: what was reported, and from when on")
    plan = _plan(source, known_until) if is_plan(source) else None
    problem = plan.problem if plan is not None else read_project(source, known_until=known_until)
    files = (
        (source if plan is not None else None, "the plan that is read"),
        (history, "the history that is read"),
    )
    if history is None or today is None:
        return Remaining(problem, plan, plan, files)
    if plan is None and problem.rules.budget is not None:
        raise PlannerError(
            f"{source} has a budget, and only a plan tells what of it is spent; name the plan (.json) instead"
        )
    made = plan or Plan(problem, (), Outcome("none"))
    told = history_of(history, problem).actuals
    left = left_problem(made, told, today, taken_as_made(made, told, today))
    return Remaining(left, None, plan, files)


def require_outputs(
    out: Iterable[Path], source: Path | None, asked: Remaining | None, *more: tuple[Path | None, str]
) -> None:
    """Find out before a long solve whether files may and can be written: none of them is one that is read."""
    project = source if source is not None and not is_plan(source) else None
    files = asked.files if asked is not None else ()
    require_targets(out, [*files, *more], project=project, plan=asked.read if asked is not None else None)


def _plan(source: Path, known_until: date | None) -> "Plan":
    """Return the plan of a file, judged."""
    from planner.domain.check import require_valid
    from planner.inputs.plan import read_plan

    require_file(source)
    plan = read_plan(source)
    require_valid(plan)
    if known_until is not None and known_until > plan.problem.calendar.last:
        raise PlannerError(
            f"{source} knows days off up to its deadline only, {plan.problem.calendar.last}, not up to "
            f"{known_until}; name the project file instead, with --history and --today"
        )
    return plan
