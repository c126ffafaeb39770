"""``planner whatif``: what more or fewer teams, or another scenario, would record."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.arguments import AsJson, Lang, Project, Seed, language_of
from planner.cli.files import cannot, read_project, require_suffixes, require_writable
from planner.domain.measure import is_costed
from planner.domain.problem import Problem
from planner.errors import PlannerError
from planner.optimisers.watch import Progress
from planner.surroundings.console import print_json
from planner.terminal import date_told, interruptible, limits, shown
from planner.whatif import Row, Scenario, WhatIf

SUFFIXES = {".csv", ".xlsx", ".json", ".html"}
MOST_TEAMS = 500


def whatif(
    project: Project,
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
        str, typer.Option("--targets", help="Per cent for which the fewest teams are searched; '' for none.")
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
            min=0.1,
            help="Longest time for one row; all rows together take three times as long at most, and so do "
            "the scenarios, the search for the fewest teams, and the prices.",
        ),
    ] = 20.0,
    seed: Seed = 0,
    as_json: AsJson = False,
    lang: Lang = "id",
) -> None:
    """Compare numbers of teams and scenarios: people recorded, the most possible, the fewest teams needed."""
    from planner.whatif import what_if
    from planner.whatif.frames import records

    language = language_of(lang)
    if not teams and scenarios is None:
        raise typer.BadParameter("Missing option: name --teams, --scenarios or both")
    counts, shares = _counts(teams) if teams else [], _shares(targets)
    require_suffixes(out or [], SUFFIXES)
    problem, read = _read(project, scenarios, at, counts)
    require_writable(out or [])
    with interruptible() as is_cancelled, shown() as show:

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
    _write(answer, out or [], language)
    if as_json:
        files = {"files": [str(path) for path in out or []]}
        print_json(records(answer, language) | files)
        return
    print("\n".join(told(answer)))
    if out:
        print(f"wrote {', '.join(str(path) for path in out)}")


def _read(
    project: Path, scenarios: Path | None, at: str, counts: Sequence[int]
) -> tuple[Problem, tuple[Scenario, ...]]:
    """Return the project and the scenarios; days off are known up to the latest deadline of these."""
    from planner.whatif.scenario_file import read_scenarios, require_fit

    found = read_scenarios(scenarios) if scenarios is not None else ()
    deadlines = [scenario.deadline for scenario in found if scenario.deadline is not None]
    problem = read_project(project, known_until=max(deadlines, default=None))
    if scenarios is not None:
        require_fit(found, problem, scenarios.name)
    if max(counts, default=0) > 0 and not problem.teams:
        raise PlannerError("the project has no team to make more of")
    if at not in ("", "best", *problem.base):
        raise typer.BadParameter(f"--at is {at!r}; known are best, {', '.join(problem.base)}")
    return problem, found


def _write(answer: WhatIf, out: Sequence[Path], language: str) -> None:
    """Write every file that can be written, then name those that cannot."""
    from planner.whatif.writing import write_what_if

    faults = []
    for path in out:
        try:
            write_what_if(answer, path, language="en" if language == "en" else "id")
        except OSError as fault:  # open in Excel, disk full
            faults.append(cannot(path, fault))
    if faults:
        raise PlannerError("\n".join(faults))


def told(answer: WhatIf) -> Iterator[str]:
    """Yield the lines of a what-if: heading, rows, scenarios, fewest teams, prices, and who is counted."""
    from planner.whatif.told import definitions, headline, least_sentence, price_how, price_name

    yield headline(answer, "en")
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
    yield from definitions(answer.problem, "en")


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
    row = answer.rows[answer.reference]
    left, deadline = row.left, date_told(answer.problem.calendar.last)
    yield (
        f"with {row.teams} teams: {row.team_days_used} of {row.team_days} team-days used, "
        f"{row.nights} nights away; {row.left_over:,} left over by {deadline}: "
        f"{left.no_team_day:,} for want of team-days, {left.unreachable:,} out of reach, "
        f"{left.below_smallest:,} below the smallest stop, {left.by_rule:,} by a rule"
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


def _shares(text: str) -> list[float]:
    """Return the shares that a list of per cent means.

    >>> _shares("50, 90"), _shares("")
    ([0.5, 0.9], [])
    """
    try:
        found = [float(part) / 100 for part in text.split(",") if part.strip()]
    except ValueError:
        found = [-1.0]
    if not all(0 < share <= 1 for share in found):
        raise typer.BadParameter(f"--targets is {text!r}; expected per cent such as 50,80,90")
    return found


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
