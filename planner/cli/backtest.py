"""``planner backtest``: a finished campaign week by week, and the best in hindsight."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.arguments import SHORTEST, AsJson, Lang, Rounds, Seed, language_of
from planner.cli.files import read_project, require_file, require_suffixes, require_targets, write_each
from planner.cli.histories import HistoryFile, cut_record, history_of
from planner.surroundings.console import print_json
from planner.terminal import date_told, interruptible, shown, told

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.domain.problem import Problem
    from planner.replanning.backtest import Backtest, Week


def backtest(
    campaign: Annotated[
        Path, typer.Argument(help="The project file as it was on the first day, or the first plan (.json).")
    ],
    history_file: HistoryFile,
    out: Annotated[
        list[Path] | None, typer.Option("--out", help="File to write; repeat for more: .html .csv")
    ] = None,
    known: Annotated[
        str,
        typer.Option(
            "--known",
            help="When a report is known: handed-in (as its entry is dated), or visited (the day after).",
        ),
    ] = "handed-in",
    seconds: Annotated[
        float | None,
        typer.Option(
            "--seconds",
            parser=SHORTEST,
            metavar="N",
            help="Longest time for each week, instead of a limit of work.",
        ),
    ] = None,
    rounds: Rounds = None,
    seed: Seed = 0,
    as_json: AsJson = False,
    lang: Lang = "id",
) -> None:
    """Look at a finished campaign again: what would have been planned each Monday, what happened, the best.

    planner backtest planner.toml --history history.jsonl --out ujibalik.html

    The same answer every time, unless --seconds is given: then machines differ.
    """
    from planner.domain.plan import Plan
    from planner.replanning.backtest import AMPLE, KNOWN, ROUNDS
    from planner.replanning.backtest import backtest as looked_at_again
    from planner.replanning.backtest_files import write_backtest

    language = language_of(lang)
    require_suffixes(out or [], {".html", ".csv"})
    if known not in KNOWN:
        raise typer.BadParameter(f"--known is {known!r}; known are {', '.join(KNOWN)}")
    start = _start(campaign)
    history = history_of(history_file, start.problem if isinstance(start, Plan) else start)
    _require_targets(out or [], campaign, history_file, start)
    with interruptible() as is_cancelled:
        with shown() as show:
            found = looked_at_again(
                start,
                history,
                known=known,
                seconds=AMPLE if seconds is None else seconds,
                rounds=ROUNDS if seconds is None and rounds is None else rounds,
                seed=seed,
                report=show.named,
                is_cancelled=is_cancelled,
            )
        written = write_each(out or [], lambda path: write_backtest(found, path, language=language))
    if as_json:
        more = {"incomplete": cut_record(history), "files": written.names}
        print_json(record(found) | more)
    else:
        print("\n".join(lines(found)))
        written.tell()
    written.require_all()


def _start(campaign: Path) -> "Problem | Plan":
    """Return the plan of a .json, the problem of any other file."""
    from planner.domain.check import require_valid
    from planner.inputs.plan import read_plan

    if campaign.suffix.lower() != ".json":
        return read_project(campaign)
    require_file(campaign)
    plan = read_plan(campaign)
    require_valid(plan)
    return plan


def _require_targets(out: list[Path], campaign: Path, history: Path, start: "Problem | Plan") -> None:
    """Stop at a file that may not, or cannot, be written."""
    from planner.domain.plan import Plan

    reads = [(history, "the history of the campaign")]
    if isinstance(start, Plan):
        require_targets(out, [*reads, (campaign, "the plan that is read")], plan=start)
    else:
        require_targets(out, reads, project=campaign)


def record(found: "Backtest") -> dict[str, Any]:
    """Return a back-test for ``--json``."""
    best = found.hindsight
    return {
        "title": found.problem.title,
        "backlog": found.problem.backlog,
        "happened": found.happened,
        "late_reports": found.late,
        "reports_outside": found.outside,
        "weeks": [_week(week) for week in found.weeks],
        "hindsight": {
            "could_be_recorded": sum(found.could.values()),
            "recorded": best.recorded,
            "bound": best.outcome.bound,
            "gap": best.gap,
            "status": best.status,
            "by_village": dict(found.could),
        },
    }


def _week(week: "Week") -> dict[str, Any]:
    from planner.replanning.backtest_files import COLUMNS, values

    dates = {"first": week.first.isoformat(), "last": week.last.isoformat()}
    return dates | dict(zip(COLUMNS, values(week), strict=True)) | {"bound_of_rest": week.plan.outcome.bound}


def lines(found: "Backtest") -> list[str]:
    """Return a back-test for the screen."""
    from planner.replanning.backtest_files import headline, notices, sentence_of_weeks, values

    calendar = found.problem.calendar
    told_of = [
        told(found.problem),
        f"looked at again week by week from {date_told(calendar.first)}; each Monday knows its reports only",
        "",
        "                 planned   really  today's   really  hap-       so   by the  reports",
        "week from       for week    there practice    there  pened     far deadline    known",
    ]
    widths = (8, 9, 9, 9, 7, 8, 9, 9)
    for week in found.weeks:
        numbers = (f"{n:>{width},}" for n, width in zip(values(week), widths, strict=True))
        told_of.append(f"{date_told(week.first):<16}{''.join(numbers)}")
    return [*told_of, "", headline(found, "en"), sentence_of_weeks(found, "en"), *notices(found, "en")]
