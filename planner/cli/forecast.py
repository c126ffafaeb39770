"""``planner forecast``: whether the regular service will be done in time, and what teams add."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.arguments import AsJson, Seconds, Seed, day_of
from planner.cli.files import read_project
from planner.domain.plan import Plan
from planner.errors import PlannerError
from planner.forecast import Forecast, kit_days
from planner.surroundings.console import print_json
from planner.terminal import date_told, interruptible, shown

if TYPE_CHECKING:
    from planner.domain.problem import Problem


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

    problem = read_project(project) if project else None
    days = [day_of("--from", first), day_of("--until", deadline)]
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
    if as_json:
        print_json(forecast_record(answer, made))
    else:
        print(forecast_told(answer, made))


def _targeted(problem: "Problem", seconds: float, seed: int) -> "Plan":
    """Return the plan of the project's teams."""
    from planner.planning import solve

    with interruptible() as is_cancelled, shown() as show:
        return solve(problem, seconds=seconds, seed=seed, report=show, is_cancelled=is_cancelled)


def forecast_record(answer: Forecast, made: Plan | None) -> dict[str, Any]:
    """Return a forecast, and what a plan adds to it, for ``--json``."""
    record: dict[str, Any] = {
        "total": answer.total,
        "per_month": answer.per_month,
        "first": answer.first.isoformat(),
        "deadline": answer.deadline.isoformat(),
        "days": answer.days,
        "recorded": answer.recorded,
        "share": answer.share,
        "left": answer.left,
        "needed_per_month": answer.needed_per_month,
        "finished": answer.finished.isoformat() if answer.finished else None,
    }
    if made is not None:
        record |= {
            "working_days": len(made.problem.calendar.working_days()),
            "team_days": made.problem.team_days,
            "kit_days": kit_days(made.problem),
            "teams_record": made.recorded,
            "teams_bound": made.outcome.bound,
            "together": min(answer.total, answer.recorded + made.recorded),
        }
    return record


def forecast_told(answer: Forecast, made: Plan | None) -> str:
    """Return a forecast in sentences; teams are taken to record those whom the regular service does not."""
    finished = f"the last one on {date_told(answer.finished)}" if answer.finished else "never all of them"
    lines = [
        f"{answer.total:,} people not recorded on {date_told(answer.first)}, "
        f"{answer.per_month:,.0f} recorded a month",
        f"by {date_told(answer.deadline)} ({answer.days} days): {answer.recorded:,} recorded "
        f"({answer.share:.1%}), {answer.left:,} left; at this rate {finished}",
        f"to be done by then: {answer.needed_per_month:,.0f} a month",
    ]
    if made is not None:
        together = min(answer.total, answer.recorded + made.recorded)
        lines += [
            f"{len(made.problem.calendar.working_days())} working days, {made.problem.team_days} team-days, "
            f"{kit_days(made.problem)} kit-days are left",
            f"the teams add {made.recorded:,} in the villages ({made.status}), beside the regular service: "
            f"{together:,} in all, {answer.total - together:,} left",
        ]
    return "\n".join(lines)
