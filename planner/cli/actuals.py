"""``planner actuals`` and ``planner publish``: what happened, and what was announced, enter the history."""

import getpass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.arguments import AsJson, PlanFile
from planner.cli.files import require_file, require_unread
from planner.cli.histories import HistoryFile, New, cut_record, tell_cut
from planner.cli.values import day, whole
from planner.errors import StoreError
from planner.persons import masked
from planner.surroundings.console import print_json

if TYPE_CHECKING:
    from planner.domain.actuals import Actual, Visit
    from planner.domain.plan import Plan
    from planner.domain.problem import Problem
    from planner.inputs.actuals import Reports
    from planner.replanning.records import History, Returned

Who = Annotated[str | None, typer.Option("--who", help="Who hands it in; your login name when not given.")]


def actuals(
    file: Annotated[Path, typer.Argument(help="The workbook that came back (.xlsx), or a table (.csv).")],
    plan_file: Annotated[Path, typer.Option("--plan", help="The plan it reports on, written as .json.")],
    to: Annotated[Path, typer.Option("--to", help="The campaign's history, e.g. history.jsonl.")],
    store: Annotated[
        str | None, typer.Option("--store", help="Also put the reports into a store; see `planner history`.")
    ] = None,
    new: New = False,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Read what teams report (sheet Realisasi, or filled-in team sheets) into the campaign's history.

    A file is never counted twice. A visit reported on again is a correction: the last report holds.
    """
    from planner.inputs.plan import read_plan
    from planner.replanning import writing

    require_file(plan_file)
    plan = read_plan(plan_file)
    require_unread([to], [(file, "the file of reports"), (plan_file, "the plan that is read")], plan=plan)
    with writing(to, plan.problem, is_new=new) as book:
        before = book.history
        reports, said, fresh = _read(file, plan, before, who or login())
        known = said if said in before.files else None
        filled = _filled_up(store, plan.problem, before, said, fresh) if store is not None else {}
        if known is None:
            book.add(said, fresh)
    tell_cut(to, book.history)
    facts = _facts(plan, book.history, before, reports, fresh)
    if as_json:
        more = {"already_read": known is not None, "history": str(to), "incomplete": cut_record(book.history)}
        print_json(facts | more | filled)
        return
    if known is not None:
        by = f" by {known.who}" if known.who else ""
        print(f"{file.name} was read on {known.when}{by} already; nothing is counted again")
    print(_told(facts))
    if filled:
        print("{added_to_store} reports added to {store}".format(**filled))


def publish(
    plan_file: PlanFile,
    history_file: HistoryFile,
    until: Annotated[
        date | None,
        typer.Option("--until", parser=day, metavar="DATE", help="Last day that villages are told of."),
    ] = None,
    days: Annotated[
        int,
        typer.Option("--days", parser=whole(1), metavar="N", help="Instead: days from the plan's first one."),
    ] = 7,
    new: New = False,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Note which visits villages are told of; replan keeps them, and knows whom a change concerns."""
    from planner.domain.measure import version_of
    from planner.inputs.plan import read_plan
    from planner.replanning import writing
    from planner.replanning.records import publication

    require_file(plan_file)
    plan = read_plan(plan_file)
    require_unread([history_file], [(plan_file, "the plan that is read")], plan=plan)
    last = until or plan.problem.calendar.first + timedelta(days=days - 1)
    said = publication(plan, last, version_of(plan), who or login(), now())
    with writing(history_file, plan.problem, is_new=new) as book:
        book.add(said)
    tell_cut(history_file, book.history)
    facts = {"version": said.version, "until": last.isoformat(), "visits": len(said.visits)}
    if as_json:
        print_json(facts | {"incomplete": cut_record(book.history)})
    else:
        print(
            f"plan {said.version}: {len(said.visits)} visits until {last} are noted as told in {history_file}"
        )


def login() -> str:
    """Return the login name of whoever sits here; empty where the system has none."""
    try:
        return masked(getpass.getuser())  # some offices call their users by NIK
    except (OSError, KeyError, ImportError):
        return ""


def now() -> str:
    """Return the time as it is kept: ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _read(
    file: Path, plan: "Plan", history: "History", who: str
) -> "tuple[Reports, Returned, tuple[Actual, ...]]":
    """Return the reports of a file, its record, an old one where it was read before, and what is new."""
    from planner.domain.measure import version_of
    from planner.inputs.actuals import read_actuals
    from planner.replanning.records import Returned

    when = now()
    reports = read_actuals(
        file, plan, versions=_versions(history), before=history.actuals, who=who, when=when
    )
    known = next((seen for seen in history.files if seen.sha256 == reports.sha256), None)
    if known is not None:
        return reports, known, ()
    fresh = _unlike(history, reports)
    return reports, Returned(reports.sha256, file.name, version_of(plan), len(fresh), who, when), fresh


def _filled_up(
    place: str, problem: "Problem", before: "History", said: "Returned", fresh: "tuple[Actual, ...]"
) -> dict[str, Any]:
    """Give a store all files of the history, and this one, that it does not have; return what is told.

    It comes before the history: where it fails, the file is not read yet and is simply handed in again.
    """
    from planner.store import open_store
    from planner.store.rows import HandIn
    from planner.store.runs import add_actuals

    store = open_store(place)
    files = [*before.hand_ins, *([] if said in before.files else [(said, fresh)])]
    hand_ins = [HandIn(file.sha256, file.name, file.plan_version, own) for file, own in files]
    try:
        return {"store": store.place, "added_to_store": add_actuals(store, problem, hand_ins)}
    except StoreError as fault:
        raise StoreError(f"{fault}; the history is as it was: hand {said.name} in again") from fault


def _versions(history: "History") -> "dict[str, frozenset[Visit]]":
    """Return the versions of plans that reports may name -> the visits that were announced from each."""
    announced = {said.version: said.visits for said in history.publications}
    return {version: announced.get(version, frozenset()) for version in history.versions}


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
        "old_rows": reports.old,
        "notes": [str(note) for note in reports.notes],
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
        f"{facts['unchanged']} known already, {facts['blank_rows']} rows not filled in"
        + (f", {facts['old_rows']} older than a correction" if facts["old_rows"] else ""),
        f"until {facts['until']}: {facts['visits_due']} visits were due, "
        f"{facts['visits_reported']} are reported on, {facts['cancelled']} of them cancelled; "
        f"{facts['recorded_there']:,} recorded of {facts['planned_there']:,} planned there",
        f"backlog {facts['backlog']:,} = recorded {facts['recorded']:,} + removed {facts['removed']:,} "
        f"+ still waiting {facts['left']:,}",
    ]
    if facts["notes"]:
        lines.append(f"taken in, but look at them ({len(facts['notes'])}):")
        lines += [f"  - {note}" for note in facts["notes"]]
    if facts["unplanned"]:
        lines.append(f"{len(facts['unplanned'])} visits are not in the plan, and are counted")
    if facts["beyond"]:
        lines.append(
            f"{facts['beyond']:,} people more were recorded than villages had waiting: counts were too low"
        )
    if facts["closed"]:
        lines.append(f"done, nobody is left: {', '.join(facts['closed'])}")
    return "\n".join(lines)
