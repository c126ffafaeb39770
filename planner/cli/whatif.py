"""``planner whatif``: what more or fewer teams, or another scenario, would record."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.arguments import SHORTEST, AsJson, Lang, Seed, language_of
from planner.cli.campaigns import Remaining, Reports, Source, Today, remaining, require_outputs
from planner.cli.files import require_suffixes, write_each
from planner.cli.values import shares as shares_in
from planner.domain.measure import is_costed
from planner.errors import PlannerError
from planner.optimisers.watch import Progress
from planner.surroundings.console import print_json
from planner.terminal import date_told, interruptible, limits, shown
from planner.whatif import Row, Scenario, WhatIf

SUFFIXES = {".csv", ".xlsx", ".json", ".html"}
MOST_TEAMS = 500


def whatif(
    project: Source,
    teams: Annotated[
        str, typer.Option("--teams", help="Numbers of teams: 3:15, 3:15:3 or 4,6,8; 0 is always there.")
    ] = "",
    scenarios: Annotated[
        Path | None, typer.Option("--scenarios", help="File of at most six scenarios (docs/whatif.md).")
    ] = None,
    at: Annotated[
        str,
        typer.Option(
            "--at",
            help="Base of further teams; 'best' where the proof says that a team-day is worth most. "
            "Without it copies of the teams in turn.",
        ),
    ] = "",
    targets: Annotated[
        str,
        typer.Option(
            "--targets",
            help="Per cent for which the fewest teams are searched: 50,80 or '90,5%;95%'; '' for none.",
        ),
    ] = "50,80,90,95,100",
    prices: Annotated[
        bool, typer.Option("--prices/--no-prices", help="Whether to find out what one more of it brings.")
    ] = True,
    out: Annotated[
        list[Path] | None, typer.Option("--out", help="File; repeat for more: .xlsx .html .csv .json")
    ] = None,
    seconds: Annotated[
        float,
        typer.Option(
            "--seconds",
            parser=SHORTEST,
            metavar="N",
            help="Longest time for one row; all rows together take three times as long at most, and so do "
            "the scenarios, the search for the fewest teams, and the prices.",
        ),
    ] = 20.0,
    history: Reports = None,
    today: Today = None,
    seed: Seed = 0,
    as_json: AsJson = False,
    lang: Lang = "id",
) -> None:
    """Compare numbers of teams and scenarios: people recorded, the most possible, the fewest teams needed."""
    from planner.whatif import what_if
    from planner.whatif.frames import records
    from planner.whatif.writing import write_what_if

    language = language_of(lang)
    if not teams and scenarios is None:
        raise typer.BadParameter("Missing option: name --teams, --scenarios or both")
    counts, shares = _counts(teams) if teams else [], shares_in(targets)
    require_suffixes(out or [], SUFFIXES)
    asked_of, read = _read(project, history, today, scenarios, at, counts)
    problem = asked_of.problem
    require_outputs(out or [], project, asked_of, (scenarios, "the file of scenarios"))
    with interruptible() as is_cancelled:
        with shown() as show:

            def report(what: int | str, progress: Progress) -> None:
                show.named(f"{what} teams" if isinstance(what, int) else what, progress)

            answer = what_if(
                problem,
                counts,
                scenarios=read,
                at=at,
                shares=shares,
                prices=prices,
                seconds=seconds,
                seed=seed,
                report=report,
                is_cancelled=is_cancelled,
            )
        written = write_each(out or [], lambda path: write_what_if(answer, path, language=language))
    if as_json:
        print_json(records(answer, language) | {"files": written.names})
    else:
        print("\n".join(told(answer)))
        written.tell()
    written.require_all()


def _read(
    project: Path,
    history: Path | None,
    today: date | None,
    scenarios: Path | None,
    at: str,
    counts: Sequence[int],
) -> tuple[Remaining, tuple[Scenario, ...]]:
    """Return what is left of the campaign, days off known up to the latest deadline, and the scenarios."""
    from planner.whatif.scenario_file import read_scenarios, require_fit

    found = read_scenarios(scenarios) if scenarios is not None else ()
    deadlines = [scenario.deadline for scenario in found if scenario.deadline is not None]
    known_until = max(deadlines, default=None)
    asked_of = remaining(project, history, today, known_until=known_until)
    problem = asked_of.problem
    if scenarios is not None:
        require_fit(found, problem, scenarios.name)
    if max(counts, default=0) > 0 and not problem.teams:
        raise PlannerError("the project has no team to make more of")
    if at not in ("", "best", *problem.base):
        raise typer.BadParameter(f"--at is {at!r}; known are best, {', '.join(problem.base)}")
    return asked_of, found


def told(answer: WhatIf) -> Iterator[str]:
    """Yield the lines of a what-if: heading, rows, scenarios, fewest teams, prices, and who is counted."""
    from planner.whatif.told import (
        counted_from,
        definitions,
        headline,
        least_sentence,
        price_how,
        price_name,
    )

    before = [counted_from(answer.problem, "en")] if answer.problem.done_before else []
    yield headline(answer, "en")
    yield from before
    yield from _table(answer.rows, "per extra team")
    if answer.scenarios:
        yield ""
        yield from _table(answer.scenarios, "scenario")
    if answer.least:
        yield ""
        yield from (least_sentence(least, "en") for least in answer.least)
    if answer.prices:
        yield ""
        yield "one more would bring, in people:"
        for price in answer.prices:
            most = f", at most {price.most:,.0f}" if price.most is not None else ""
            how = price_how(price, "en")
            yield f"  {price_name(price, 'en')}: {price.people:,.1f}{most} ({how})"
    yield ""
    yield from _left(answer)
    yield from _changed(answer)
    yield from (text for text in definitions(answer.problem, "en") if text not in before)


def _table(rows: Sequence[Row], last: str) -> Iterator[str]:
    """Yield the table of rows; ``last`` says what stands beside them."""
    yield f"teams team-days  recorded   at most     gap  {last:<14}  90 % on     status"
    for row in rows:
        extra = f"{row.per_extra_team:,.0f}" if row.per_extra_team is not None else "-"
        what = (row.name or "as the project")[:40] if last == "scenario" else f"{extra:>14}"
        day = row.date_90.isoformat() if row.date_90 else "-"
        yield (
            f"{row.teams:>5} {row.team_days:>9} {row.recorded:>9,} {limits(row.bound, row.gap)}  {what:<14}  "
            f"{day:<10}  {row.status}"
        )


def _left(answer: WhatIf) -> Iterator[str]:
    """Yield why people are left over, and what the plan costs, with the project's own number of teams."""
    from planner.whatif.told import wanting_text

    row = answer.rows[answer.reference]
    left, deadline = row.left, date_told(answer.problem.calendar.last)
    yield (
        f"with {row.teams} teams: {row.team_days_used} of {row.team_days} team-days used, "
        f"{row.nights} nights away; {row.left_over:,} left over by {deadline}: "
        f"{left.no_team_day:,} for want of {wanting_text(row.wanting, 'en')}, "
        f"{left.unreachable:,} out of reach, {left.below_smallest:,} below the smallest stop, "
        f"{left.by_rule:,} by a rule"
    )
    if answer.problem.rules.floors:
        yield f"districts under their floor: {row.floors_missed}"
    if is_costed(answer.problem) and row.cost_idr is not None:
        each = f", {row.cost_per_person:,.0f} a person" if row.cost_per_person is not None else ""
        yield f"cost: {row.cost_idr:,.0f} rupiah{each}"


def _changed(answer: WhatIf) -> Iterator[str]:
    """Yield how many villages gain, lose or move, for each scenario."""
    counts = Counter((change.scenario, change.kind) for change in answer.changes())
    for name in dict.fromkeys(change.scenario for change in answer.changes()):
        to = f"'{name}'" if name else f"{answer.rows[-1].teams} teams"
        parts = [f"{counts[name, kind]} {kind[:-1]}" for kind in ("gains", "loses", "moves")]
        yield f"villages from the project to {to}: {', '.join(parts)}"


def _counts(text: str) -> list[int]:
    """Return the numbers named by ``3:15``, ``3:15:3`` or ``4,6,8``.

    >>> _counts("3:9:3"), _counts("4,6")
    ([3, 6, 9], [4, 6])
    """
    try:
        parts = [[int(n) for n in part.split(":")] for part in text.split(",")]
        if max(n for part in parts for n in part) > MOST_TEAMS:  # before any list is made of it
            raise ValueError("too many teams")
        counts = [n for p in parts for n in (range(p[0], p[1] + 1, *p[2:3]) if len(p) > 1 else p)]
    except (ValueError, IndexError, TypeError):
        counts = []
    if not counts or min(counts) < 0 or max(counts) > MOST_TEAMS:
        raise typer.BadParameter(f"--teams is {text!r}; expected e.g. 3:15, 3:15:3 or 4,6,8 (0 to 500)")
    return counts
