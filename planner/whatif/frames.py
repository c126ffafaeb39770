"""A what-if as tables with documented columns, for workbook, page and scripts."""

import dataclasses
from typing import TYPE_CHECKING, Any

from planner.tables.days import monday
from planner.whatif.row import Row
from planner.whatif.solving import WhatIf
from planner.words import Language

if TYPE_CHECKING:
    from datetime import date

    from pandas import DataFrame

Record = dict[str, Any]
BURNING = 7  # lines of a burn-down at most


def rows_frame(answer: WhatIf) -> "DataFrame":
    """Return one row per number of teams, then one per scenario; columns and units as in :class:`Row`.

    The parts of ``left`` are columns of their own, and so is each thing and base of the marginals, e.g.
    ``people per team-day B``.
    """
    import pandas as pd  # slow to import, and not needed to plan

    return pd.DataFrame([record(row) for row in (*answer.rows, *answer.scenarios)])


def record(row: Row) -> Record:
    """Return a row as plain values."""
    skipped = ("marginals", "left", "teams_at")
    cells = {f.name: getattr(row, f.name) for f in dataclasses.fields(row) if f.name not in skipped}
    cells["date_90"] = row.date_90.isoformat() if row.date_90 else None
    cells |= dataclasses.asdict(row.left) | {"wanting": ", ".join(row.wanting)}
    cells["teams_at"] = ", ".join(f"{base} {count}" for base, count in row.teams_at)
    return cells | {f"people per {m.thing} {m.base}".rstrip(): m.people for m in row.marginals}


def records(answer: WhatIf, language: Language = "id") -> Record:
    """Return everything as values for JSON.

    ``headline`` and ``definitions`` in words; ``whole``: those recorded before and those who wait; ``rows``
    and ``scenarios`` as in :func:`record`; ``least``, ``prices`` and ``changes`` as their classes say;
    ``weeks``: for each line of the burn-down the people left at the end of each week.
    """
    from planner.whatif.told import definitions, headline

    return {
        "title": answer.problem.title,
        "headline": headline(answer, language),
        "definitions": list(definitions(answer.problem, language)),
        "recorded_before": answer.problem.recorded_before,
        "removed_before": answer.problem.removed_before,
        "whole": answer.problem.whole,
        "rows": [record(row) for row in answer.rows],
        "scenarios": [record(row) for row in answer.scenarios],
        "least": [dataclasses.asdict(least) | {"is_proven": least.is_proven} for least in answer.least],
        "prices": [dataclasses.asdict(price) for price in answer.prices],
        "changes": [_change(dataclasses.asdict(change)) for change in answer.changes()],
        "weeks": [
            {"line": name, "left": {day.isoformat(): left for day, left in line.items()}}
            for name, line in burn_down(answer, language)
        ],
    }


def _change(change: Record) -> Record:
    days = {
        key: [(day.isoformat(), team) for day, team in change[key]] for key in ("days_before", "days_after")
    }
    return change | days


def burn_down(answer: WhatIf, language: Language = "id") -> list[tuple[str, "dict[date, int]"]]:
    """Return (name, Monday of each week -> people left at its end) of each scenario.

    Without scenarios of numbers of teams, at most ``BURNING`` of them, evenly spread.
    """
    from planner.whatif.told import row_name, teams_text

    if answer.scenarios:
        named = [row_name(row, language) for row in answer.scenarios]
        plans = answer.scenario_plans
    else:
        some = _spread(len(answer.rows))
        named = [teams_text(answer.rows[n].teams, language) for n in some]
        plans = tuple(answer.plans[n] for n in some)
    found = []
    for name, plan in zip(named, plans, strict=True):
        left, line = plan.problem.backlog, {}
        for week in sorted({monday(day) for day in plan.problem.calendar.days()}):
            left -= sum(day.people for day in plan.team_days if monday(day.day) == week)
            line[week] = left
        found.append((name, line))
    return found


def _spread(count: int) -> list[int]:
    """Return at most ``BURNING`` positions, first and last among them.

    >>> _spread(3), len(_spread(40)), _spread(40)[-1]
    ([0, 1, 2], 7, 39)
    """
    if count <= BURNING:
        return list(range(count))
    return [round(n * (count - 1) / (BURNING - 1)) for n in range(BURNING)]
