"""What if there were more teams, or fewer? One row per number of teams, each with its own proof."""

import dataclasses
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.plan import Marginal, Plan
from planner.domain.problem import Problem
from planner.domain.teams import Team
from planner.optimisers import Progress, Watch

if TYPE_CHECKING:
    from pandas import DataFrame

    from planner.optimisers.trips import Stock

TIMES = 3  # as long as one plan all rows together may take


@dataclass(frozen=True, slots=True)
class Row:
    """What a number of teams can do.

    Parameters
    ----------
    teams, team_days
        Teams, and the days they have until the deadline.
    recorded, left_over, bound
        People recorded and left over by the plan, and what any plan is worth at most.
    gap
        As :attr:`planner.domain.plan.Plan.gap`.
    per_extra_team
        People recorded more than in the row before, per team added; ``None`` in the first row.
    status
        As :attr:`planner.domain.plan.Plan.status`.
    seconds
        Wall-clock seconds of this row.
    marginals
        What one more team-day at each base would bring at most, from the proof of the bound of this row.
    """

    teams: int
    team_days: int
    recorded: int
    left_over: int
    bound: float | None
    gap: float | None
    per_extra_team: float | None
    status: str
    seconds: float
    marginals: tuple[Marginal, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The rows by number of teams, and the plan behind each."""

    rows: tuple[Row, ...]
    plans: tuple[Plan, ...]

    def table(self) -> "DataFrame":
        """Return one row per number of teams; columns and units as in :class:`Row`.

        Each thing and base of the marginals has a column of its own, e.g. ``people per team-day B``.
        """
        import pandas as pd  # slow to import, and not needed to plan

        return pd.DataFrame([_cells(row) for row in self.rows])


def _cells(row: Row) -> dict[str, object]:
    cells: dict[str, object] = {
        field.name: getattr(row, field.name) for field in dataclasses.fields(row) if field.name != "marginals"
    }
    return cells | {f"people per {m.thing} {m.base}".rstrip(): m.people for m in row.marginals}


def with_teams(problem: Problem, count: int) -> Problem:
    """Return ``problem`` with ``count`` teams: the first ones, then copies of them in turn.

    Raises
    ------
    ValueError
        When teams are to be added to a problem that has none, or ``count`` is negative.
    """
    if count < 0 or (count > 0 and not problem.teams):
        raise ValueError(f"cannot make {count} teams from {len(problem.teams)}")
    teams = list(problem.teams[:count])
    taken = {team.id for team in problem.teams}
    while len(teams) < count:
        teams.append(_copy(problem.teams[len(teams) % len(problem.teams)], len(teams) + 1, taken))
    return problem.replace(teams=tuple(teams))


def _copy(team: Team, number: int, taken: set[str]) -> Team:
    """Return one more team like ``team`` under a free id, without its days of leave."""
    name = f"Tim {number}"
    while name in taken:
        name += "+"
    taken.add(name)
    return dataclasses.replace(team, id=name, name=name, away=frozenset())


def what_if(
    problem: Problem,
    teams: Iterable[int],
    *,
    seconds: float = 20.0,
    seed: int = 0,
    report: Callable[[int, Progress], None] | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> WhatIf:
    """Return what each number of teams records by the deadline, in rising order.

    More teams are never worth less (without floors: never record fewer people): each plan starts from the one
    with fewer teams. A bound of a
    larger number holds for a smaller one too, so bounds rise with the teams as well. Tours and prices are
    handed on from row to row, so that all rows together need not take longer than ``TIMES`` plans.

    Parameters
    ----------
    problem
        The project; its teams are taken in order, then copied in turn.
    teams
        Numbers of teams.
    seconds
        Wall-clock limit of one row; all rows together take at most ``TIMES`` times as long.
    seed
        Of all random choices.
    report
        Called with the number of teams and the progress of its solve.
    is_cancelled
        A true answer ends with the rows done so far, and the best of the row under way.
    """
    from planner.optimisers.trips import Stock  # numba and PuLP take a second to import

    plans: list[Plan] = []
    stock, counts, end = Stock(), sorted(set(teams)), time.perf_counter() + TIMES * seconds
    for row, count in enumerate(counts):
        if is_cancelled() and plans:
            break
        fair = max(0.0, (end - time.perf_counter()) / (len(counts) - row))
        watch = Watch(seconds=min(seconds, fair), seed=seed, is_cancelled=is_cancelled)
        if report is not None:
            watch.report = partial(report, count)
        plans.append(_solved(with_teams(problem, count), plans, watch, stock))
    plans = _with_common_bounds(plans)
    return WhatIf(
        tuple(_row(plan, before) for plan, before in zip(plans, [None, *plans], strict=False)), tuple(plans)
    )


def _solved(problem: Problem, smaller: list[Plan], watch: Watch, stock: "Stock") -> Plan:
    """Return the plan of one row, never worse than that of the row before."""
    from planner.optimisers.trips import trips

    return trips(problem, watch, start=smaller[-1] if smaller else None, stock=stock)


def _with_common_bounds(plans: list[Plan]) -> list[Plan]:
    """Return the plans with each bound at most that of the next larger number of teams."""
    tightened: list[Plan] = []
    least: float | None = None
    for plan in reversed(plans):
        bounds = [bound for bound in (plan.outcome.bound, least) if bound is not None]
        least = min(bounds) if bounds else None
        tightened.append(plan.with_outcome(bound=least))
    return tightened[::-1]


def _row(plan: Plan, before: Plan | None) -> Row:
    added = len(plan.problem.teams) - (len(before.problem.teams) if before is not None else 0)
    more = (plan.recorded - before.recorded) / added if before is not None else None
    return Row(
        teams=len(plan.problem.teams),
        team_days=plan.problem.team_days,
        recorded=plan.recorded,
        left_over=plan.left_over,
        bound=plan.outcome.bound,
        gap=plan.gap,
        per_extra_team=more,
        status=plan.status,
        seconds=plan.outcome.seconds,
        marginals=plan.outcome.marginals,
    )


def write_table(answer: WhatIf, path: str | Path) -> Path:
    """Write the rows as ``.csv``, ``.xlsx`` or ``.json``; return the path.

    Raises
    ------
    ValueError
        For another suffix.
    """
    target = Path(path)
    table = answer.table()
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".csv":
        table.to_csv(target, index=False, encoding="utf-8-sig")
    elif target.suffix == ".xlsx":
        table.to_excel(target, index=False, sheet_name="Skenario", engine="xlsxwriter")
    elif target.suffix == ".json":
        table.to_json(target, orient="records", indent=1)
    else:
        raise ValueError(f"{target.name}: what-if tables are written as .csv, .xlsx or .json")
    return target
