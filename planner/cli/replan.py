"""``planner replan``: a new plan of what is left, and what is otherwise than before."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.arguments import (
    AsJson,
    Lang,
    Out,
    PlanFile,
    Rounds,
    Seconds,
    Seed,
    WithContacts,
    language_of,
)
from planner.cli.files import (
    default_place,
    require_exporters,
    require_file,
    require_targets,
    write_by_default,
    write_plan,
)
from planner.cli.histories import HistoryFile, cut_record, history_of
from planner.cli.values import day, rate, whole
from planner.surroundings.console import print_json
from planner.terminal import interruptible, outcome, result, shown, told

if TYPE_CHECKING:
    from planner.domain.plan import Change
    from planner.replanning import Replanned

MOST_SHOWN = 40  # changes on a screen; the files have all of them
OnDates = list[str] | None


def replan(
    plan_file: PlanFile,
    history_file: HistoryFile,
    today: Annotated[
        date,
        typer.Option(
            "--today", parser=day, metavar="DATE", help="First day that is planned anew, e.g. 2018-05-14."
        ),
    ],
    out: Out = None,
    mode: Annotated[
        str,
        typer.Option(
            "--mode",
            help="free; keep-teams: a village keeps its team; keep: every trip stays, new ones are added.",
        ),
    ] = "free",
    published: Annotated[
        int,
        typer.Option(
            "--published",
            parser=whole(),
            metavar="N",
            help="Days from today whose visits stay unless impossible.",
        ),
    ] = 7,
    price: Annotated[
        float | None,
        typer.Option(
            "--price",
            parser=rate,
            metavar="PEOPLE",
            help="People to be gained per announced visit moved or dropped.",
        ),
    ] = None,
    away: Annotated[
        OnDates, typer.Option("--away", help="A team that cannot travel: T1=2018-05-14..2018-05-16; repeat.")
    ] = None,
    shut: Annotated[
        OnDates,
        typer.Option("--shut", help="A village that cannot be served: 53.01.01.2001=2018-05-15; repeat."),
    ] = None,
    unreported: Annotated[
        list[str] | None,
        typer.Option(
            "--unreported",
            help="Visits of the last week without a report: planned (taken as made) or not-made; T1=not-made "
            "for one team; repeat.",
        ),
    ] = None,
    learned: Annotated[
        Path | None,
        typer.Option("--learned", help="Numbers of `planner learn --yes` to plan with from now on."),
    ] = None,
    seconds: Seconds = 60.0,
    rounds: Rounds = None,
    seed: Seed = 0,
    as_json: AsJson = False,
    lang: Lang = "id",
    with_contacts: WithContacts = False,
) -> None:
    """Plan again what is left: count the reports, keep what was promised, and say what is otherwise.

    planner replan plan.json --history history.jsonl --today 2018-05-14 --out new.json --out new.xlsx

    Without --out it is written into the folder rencana beside the plan.
    """
    from planner.inputs.plan import read_plan
    from planner.replanning import MODES, Wishes
    from planner.replanning import replan as made_anew
    from planner.replanning.learning import read_learned

    language = language_of(lang)
    require_exporters(out or [])
    if mode not in MODES:
        raise typer.BadParameter(f"--mode is {mode!r}; known are {', '.join(MODES)}")
    turnout, rates = read_learned(learned) if learned else ((), {})
    wishes = Wishes(
        today=today,
        mode=mode,
        published_days=published,
        price=math.inf if price is None else price,
        turnout=turnout,
        rates=rates,
        **_late(unreported or ()),
        away=_on_dates("--away", away or ()),
        shut=_on_dates("--shut", shut or ()),
    )
    require_file(plan_file)
    old = read_plan(plan_file)
    history = history_of(history_file, old.problem)
    reads = [
        (plan_file, "the plan that is read"),
        (history_file, "the history of the campaign"),
        (learned, "what was learned"),
    ]
    require_targets(out or [], reads, plan=old)
    if not out:
        default_place(plan_file)
    with interruptible() as is_cancelled:
        with shown() as show:
            made = made_anew(
                old,
                history,
                wishes,
                seconds=seconds if rounds is None else max(seconds, 3600.0),
                rounds=rounds,
                seed=seed,
                report=show,
                is_cancelled=is_cancelled,
            )
        if out:
            written = write_plan(made.plan, out, language, with_contacts=with_contacts)
        else:
            written = write_by_default(made.plan, plan_file, language)
    if as_json:
        more = {"incomplete": cut_record(history), "files": written.names}
        print_json(_record(made) | more)
    else:
        print(_told(made))
        written.tell()
    written.require_all()


def _on_dates(option: str, texts: Sequence[str]) -> dict[str, frozenset[date]]:
    """Return id -> dates of ``T1=2018-05-14..2018-05-16``.

    >>> len(_on_dates("--away", ["T1=2018-05-14..2018-05-16", "T1=2018-05-18"])["T1"])
    4
    """
    from planner.inputs.cells import days

    found: dict[str, frozenset[date]] = {}
    for text in texts:
        key, _, dates = text.rpartition("=")
        try:
            found[key] = found.get(key, frozenset()) | days(dates)
        except ValueError as error:
            raise typer.BadParameter(f"{option} is {text!r}: {error}") from None
        if not key or not found[key]:
            raise typer.BadParameter(f"{option} is {text!r}; expected ID=DATE or ID=DATE..DATE")
    return found


def _late(texts: Sequence[str]) -> dict[str, Any]:
    """Return how unreported visits are taken, of all teams and of single ones.

    >>> _late(["not-made", "T1=planned"])
    {'late': 'not-made', 'late_of_team': {'T1': 'planned'}}
    """
    from planner.domain.late import PLANNED, TREATMENTS

    pairs = [text.rpartition("=") for text in texts]
    for _, _, how in pairs:
        if how not in TREATMENTS:
            known = " or ".join(TREATMENTS)
            raise typer.BadParameter(f"--unreported is {how!r}; expected {known}, or TEAM=...")
    whole = [how for team, _, how in pairs if not team]
    return {
        "late": whole[-1] if whole else PLANNED,
        "late_of_team": {team: how for team, _, how in pairs if team},
    }


def _record(made: "Replanned") -> dict[str, Any]:
    """Return a new plan for ``--json``."""
    return result(made.plan) | {
        "balance": asdict(made.balance),
        "kept": len(made.kept),
        "cost_of_promises": made.cost,
        "unreported": made.unreported,
        "taken_as_planned": [[str(v.day), v.team, v.village, v.people] for v in made.assumed],
        "changes": [
            {key: str(value) if isinstance(value, date) else value for key, value in asdict(change).items()}
            for change in made.plan.changes
        ],
    }


def _told(made: "Replanned") -> str:
    plan = made.plan
    lines = [
        told(plan.problem),
        outcome(plan),
        f"{made.balance}" + ("" if made.balance.adds_up else ": DOES NOT ADD UP"),
    ]
    if made.unreported:
        lines.append(
            f"attention: {made.unreported} visits before have no report and are taken as not made; "
            "hand reports in with `planner actuals` and plan again"
        )
    if made.kept:
        lines.append(f"promised visits kept: {len(made.kept)}; {_cost(made)}")
    counts = {
        kind: sum(1 for c in plan.changes if c.kind == kind) for kind in ("new", "moved", "team", "dropped")
    }
    told_of = sum(1 for change in plan.changes if change.notified)
    lines.append(
        f"changes: {counts['new']} new, {counts['moved']} moved, {counts['team']} with another team, "
        f"{counts['dropped']} dropped; {told_of} of them were announced"
    )
    lines += [_line(made, change) for change in plan.changes[:MOST_SHOWN]]
    if len(plan.changes) > MOST_SHOWN:
        lines.append(
            f"  ... {len(plan.changes) - MOST_SHOWN} more; the sheet Perubahan of an .xlsx has all of them"
        )
    lines.append("rules: all kept")
    return "\n".join(lines)


def _cost(made: "Replanned") -> str:
    """Return what keeping the promises costs, as far as the bounds prove it.

    Whole people are at least ``ceil(least)`` and at most ``floor(most)``, but for the noise of sums.
    """
    if made.cost is None:
        return "what keeping them costs is not known yet"
    least, most = math.ceil(made.cost[0] - 1e-6), math.floor(made.cost[1] + 1e-6)
    if most <= 0:
        return "keeping them costs nobody (proved)"
    if least >= most:
        return f"keeping them as they are costs {most:,} people (proved)"
    return f"keeping them as they are costs {least:,} to {most:,} people, as far as is proved in this time"


def _line(made: "Replanned", change: "Change") -> str:
    """Return one change as one line."""
    known = made.plan.problem.village.get(change.village)
    old = f"{change.old_day} {change.old_team}" if change.old_day else "-"
    new = f"{change.new_day} {change.new_team}" if change.new_day else "-"
    marks = ", ".join(part for part in ("announced" if change.notified else "", change.why) if part)
    name = known.name if known else ""
    return f"  {change.kind:<8} {change.village:<14} {name:<22.22} {old:<18} -> {new:<18} {marks}".rstrip()
