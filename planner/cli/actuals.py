"""``planner actuals`` and ``planner publish``: what happened, and what was announced, enter the history."""

import getpass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.arguments import AsJson, PlanFile, day_of
from planner.cli.files import require_file
from planner.errors import PlannerError
from planner.surroundings.console import print_json

if TYPE_CHECKING:
    from planner.domain.actuals import Actual
    from planner.domain.plan import Plan
    from planner.inputs.actuals import Reports
    from planner.replanning.history import History

HistoryFile = Annotated[Path, typer.Option("--history", help="The campaign's history, e.g. history.jsonl.")]
Who = Annotated[str | None, typer.Option("--who", help="Who hands it in; your login name when not given.")]


def actuals(
    file: Annotated[Path, typer.Argument(help="The workbook that came back (.xlsx), or a table (.csv).")],
    plan_file: Annotated[Path, typer.Option("--plan", help="The plan it reports on, written as .json.")],
    to: Annotated[Path, typer.Option("--to", help="The campaign's history; it is made, or added to.")],
    store: Annotated[
        str | None, typer.Option("--store", help="Also put the reports into a store; see `planner history`.")
    ] = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Read what teams report (sheet Realisasi, or filled-in team sheets) into the campaign's history.

    A file is never counted twice. A visit reported on again is a correction: the last report holds.
    """
    from planner.domain.measure import version_of
    from planner.inputs.actuals import read_actuals
    from planner.inputs.plan import read_plan
    from planner.replanning.history import Returned, read_history

    require_file(plan_file)
    plan, history, when = read_plan(plan_file), read_history(to), now()
    reports = read_actuals(file, plan, versions=history.versions, who=who or login(), when=when)
    known = next((seen for seen in history.files if seen.sha256 == reports.sha256), None)
    fresh = () if known else _unlike(history, reports)
    if known is None:
        said = Returned(reports.sha256, file.name, version_of(plan), len(fresh), who or login(), when)
        added(to, fresh, said)
        if store is not None:
            _put(store, fresh)
    facts = _facts(plan, read_history(to), history, reports, fresh)
    if as_json:
        print_json(facts | {"already_read": known is not None, "history": str(to)})
        return
    if known is not None:
        print(f"{file.name} was read on {known.when} by {known.who} already; nothing is counted again")
    print(_told(facts))


def publish(
    plan_file: PlanFile,
    history_file: HistoryFile,
    until: Annotated[str | None, typer.Option("--until", help="Last day that villages are told of.")] = None,
    days: Annotated[int, typer.Option("--days", min=1, help="Instead: days from the plan's first one.")] = 7,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Note which visits villages are told of; replan keeps them, and knows whom a change concerns."""
    from planner.domain.measure import version_of
    from planner.inputs.plan import read_plan
    from planner.replanning.history import publication, read_history

    require_file(plan_file)
    plan = read_plan(plan_file)
    last = day_of("--until", until) or plan.problem.calendar.first + timedelta(days=days - 1)
    read_history(history_file)  # a history with faults is not added to
    said = publication(plan, last, version_of(plan), who or login(), now())
    added(history_file, (), said)
    facts = {"version": said.version, "until": last.isoformat(), "visits": len(said.visits)}
    if as_json:
        print_json(facts)
    else:
        print(
            f"plan {said.version}: {len(said.visits)} visits until {last} are noted as told in {history_file}"
        )


def login() -> str:
    """Return the login name of whoever sits here; empty where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def now() -> str:
    """Return the time as it is kept: ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def added(path: Path, fresh: "tuple[Actual, ...]", said: Any) -> None:
    """Add to a history, or stop with one sentence."""
    from planner.replanning.history import append

    try:
        append(path, actuals=fresh, said=said)
    except OSError as fault:
        raise PlannerError(
            f"{path} cannot be written: {fault.strerror or fault}; nothing was added"
        ) from fault


def _put(place: str, fresh: "tuple[Actual, ...]") -> None:
    """Put reports into a store as well; they are in the history already."""
    from planner.store import open_store
    from planner.store.rows import actual_row
    from planner.store.runs import add_actuals

    add_actuals(open_store(place), map(actual_row, fresh))


def _unlike(history: "History", reports: "Reports") -> "tuple[Actual, ...]":
    """Return the reports that say something the history does not say already."""
    from planner.domain.actuals import holding

    known = holding(history.actuals)
    return tuple(a for a in reports.actuals if a.visit not in known or known[a.visit].says() != a.says())


def _facts(
    plan: "Plan", history: "History", before: "History", reports: "Reports", fresh: "tuple[Actual, ...]"
) -> dict[str, Any]:
    """Return what the file and the whole history amount to."""
    from planner.domain.actuals import holding, tallies, visits_of

    known, held = holding(before.actuals), holding(history.actuals)
    found = tallies(plan.problem, history.actuals)
    first = sum(village.first_backlog for village in plan.problem.villages)
    recorded, removed = sum(t.recorded for t in found.values()), sum(t.removed for t in found.values())
    visits = visits_of(plan)
    reported = visits.keys() & held.keys()
    latest = max((actual.day for actual in held.values()), default=None)
    due = [visit for visit in visits if latest is not None and visit[0] <= latest]
    return {
        "added": len(fresh),
        "corrected": sum(1 for actual in fresh if actual.visit in known),
        "unchanged": len(reports.actuals) - len(fresh),
        "blank_rows": reports.blank,
        "unplanned": [[str(d), team, village] for d, team, village in reports.unplanned],
        "visits_due": len(due),
        "visits_reported": len(reported),
        "cancelled": sum(1 for visit in reported if held[visit].status == "batal"),
        "planned_there": sum(visits[visit] for visit in reported),
        "recorded_there": sum(held[visit].recorded for visit in reported),
        "until": latest.isoformat() if latest else None,
        "backlog": first,
        "recorded": recorded,
        "removed": removed,
        "left": first - recorded - removed,
        "beyond": sum(tally.beyond for tally in found.values()),
        "closed": sorted(village for village, tally in found.items() if tally.closed),
    }


def _told(facts: dict[str, Any]) -> str:
    lines = [
        f"{facts['added']} reports added ({facts['corrected']} of them corrections), "
        f"{facts['unchanged']} known already, {facts['blank_rows']} rows not filled in",
        f"until {facts['until']}: {facts['visits_due']} visits were due, "
        f"{facts['visits_reported']} are reported on, {facts['cancelled']} of them cancelled; "
        f"{facts['recorded_there']:,} recorded of {facts['planned_there']:,} planned there",
        f"backlog {facts['backlog']:,} = recorded {facts['recorded']:,} + removed {facts['removed']:,} "
        f"+ still waiting {facts['left']:,}",
    ]
    if facts["unplanned"]:
        lines.append(f"{len(facts['unplanned'])} visits are not in the plan, and are counted")
    if facts["beyond"]:
        lines.append(
            f"{facts['beyond']:,} people more were recorded than villages had waiting: counts were too low"
        )
    if facts["closed"]:
        lines.append(f"done, nobody is left: {', '.join(facts['closed'])}")
    return "\n".join(lines)
