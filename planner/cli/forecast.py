"""``planner forecast``: whether the regular service will be done in time, and what teams add."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.arguments import AsJson, Seconds, Seed, language_of
from planner.cli.campaigns import Reports, Today, remaining, require_outputs
from planner.cli.files import require_suffixes, write_each
from planner.cli.values import asked, day, rate, run, whole
from planner.errors import PlannerError
from planner.surroundings.console import print_json
from planner.terminal import interruptible, shown

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.domain.problem import Problem


def forecast(
    project: Annotated[
        Path | None,
        typer.Argument(
            help="A project, or a plan written as .json: its backlog and days, and what its teams add."
        ),
    ] = None,
    per_month: Annotated[
        float | None,
        typer.Option(
            "--per-month",
            parser=rate,
            metavar="PEOPLE",
            help="People that the regular service records in an average month.",
        ),
    ] = None,
    total: Annotated[
        int | None,
        typer.Option("--total", parser=whole(), metavar="PEOPLE", help="People not yet recorded."),
    ] = None,
    first: Annotated[
        date | None,
        typer.Option(
            "--from", parser=day, metavar="DATE", help="First day, e.g. 2018-05-02 or '2 Mei 2018'."
        ),
    ] = None,
    deadline: Annotated[
        date | None, typer.Option("--until", parser=day, metavar="DATE", help="Deadline, e.g. 2018-06-27.")
    ] = None,
    average: Annotated[
        str | None,
        typer.Option(
            "--average",
            metavar="DAYS",
            help="Days in which --per-month was counted, e.g. 2018-01-01..2018-04-30; else the whole months "
            "of the year before the first day, or twelve where these are fewer than three.",
        ),
    ] = None,
    history: Reports = None,
    today: Today = None,
    out: Annotated[
        list[Path] | None, typer.Option("--out", help="File to write; repeat for more: .xlsx .html")
    ] = None,
    seconds: Seconds = 20.0,
    seed: Seed = 0,
    as_json: AsJson = False,
    lang: Annotated[str, typer.Option("--lang", help="Language of screen and files: id or en.")] = "id",
) -> None:
    """Tell whether they will be done at the rate of the regular service; with a project, what teams add.

    planner forecast --total 139.000 --per-month 31.081 --from "2 Mei 2018" --until "27 Juni 2018"

    What is missing is asked for at the keyboard.
    """
    from planner.exporters.leaf import SUFFIXES
    from planner.forecast import OfficeDays
    from planner.forecast import forecast as foretold
    from planner.forecast.told import Told, record, told, write_forecast

    language = language_of(lang)
    require_suffixes(out or [], SUFFIXES)
    if project is None and history is not None:
        raise typer.BadParameter("--history goes with a project or a plan")
    asked_of = remaining(project, history, today) if project is not None else None
    problem = asked_of.problem if asked_of is not None else None
    require_outputs(out or [], project, asked_of)
    days = run(average) if average is not None else None
    if problem is not None:
        total = problem.backlog if total is None else total
        first, deadline = first or problem.calendar.first, deadline or problem.calendar.last
    total = asked(total, "--total (or a project)", "How many people are not recorded yet", whole())
    per_month = asked(
        per_month, "--per-month", "How many people does the regular service record in a month", rate
    )
    first = asked(first, "--from (or a project)", "On which day does it begin", day)
    deadline = asked(deadline, "--until (or a project)", "By which day should all be recorded", day)
    office = OfficeDays(problem.calendar if problem is not None else None)
    try:
        before = problem.done_before if problem is not None and total == problem.backlog else 0
        answer = foretold(total, per_month, first, deadline, average=days, office=office, before=before)
    except ValueError as fault:
        raise PlannerError(str(fault)) from fault
    made = (asked_of.plan or _targeted(asked_of.problem, seconds, seed)) if asked_of is not None else None
    found = Told(answer, made)
    written = write_each(out or [], lambda path: write_forecast(found, path, language=language))
    if as_json:
        print_json(record(found) | {"files": written.names})
    else:
        print("\n".join(told(found, language)))
        written.tell()
    written.require_all()


def _targeted(problem: "Problem", seconds: float, seed: int) -> "Plan":
    """Return the plan of the project's teams."""
    from planner.planning import solve

    with interruptible() as is_cancelled, shown() as show:
        return solve(problem, seconds=seconds, seed=seed, report=show, is_cancelled=is_cancelled)
