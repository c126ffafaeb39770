"""What if there were more teams, or fewer, or other days and rates? One row each, with its own proof."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.whatif.changes import Change, changes
from planner.whatif.least import Least, least_teams
from planner.whatif.prices import Price, prices_of
from planner.whatif.row import Reach, Row, reach_of, row_of
from planner.whatif.scenario import Scenario
from planner.whatif.series import Clock, Engine, Report, Series

if TYPE_CHECKING:
    from pandas import DataFrame

TIMES = 3  # as long as one plan all rows together may take; so may all scenarios, the search, and the prices
FIRST = 0.75  # of the time of all rows, before those with the widest gaps are solved once more
COLD = 4  # times as long as the others may the first solve take
AGAIN = 3  # of them, in what is left
PROVED = 1e-4  # gap of a row that is done
MOST_SCENARIOS = 6  # side by side


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Rows by number of teams and by scenario, the plan behind each, and what follows from them.

    Parameters
    ----------
    problem
        The project as it is.
    rows, plans
        By number of teams, in rising order; the first one has no team.
    scenarios, scenario_plans
        The project as it is, under an empty name, then each scenario; empty when there is none.
    least
        The fewest teams for each share of the backlog that was asked for.
    prices
        What one more of everything would bring to the project as it is; empty when not asked for.
    """

    problem: Problem
    rows: tuple[Row, ...]
    plans: tuple[Plan, ...]
    scenarios: tuple[Row, ...] = ()
    scenario_plans: tuple[Plan, ...] = ()
    least: tuple[Least, ...] = ()
    prices: tuple[Price, ...] = ()

    @property
    def reference(self) -> int:
        """Position among ``rows`` of the project's own number of teams; the last row where it has none."""
        own = [n for n, row in enumerate(self.rows) if row.teams == len(self.problem.teams)]
        return own[0] if own else len(self.rows) - 1

    def table(self) -> "DataFrame":
        """Return one row per number of teams, then per scenario; :func:`planner.whatif.frames.rows_frame`."""
        from planner.whatif.frames import rows_frame  # pandas is slow to import, and not needed to plan

        return rows_frame(self)

    def changes(self) -> tuple[Change, ...]:
        """Return the villages that gain, lose or move: from the project as it is to each scenario.

        Without scenarios from the project's own number of teams to the largest.
        """
        if self.scenarios:
            return tuple(
                change
                for row, plan in zip(self.scenarios[1:], self.scenario_plans[1:], strict=True)
                for change in changes(self.scenario_plans[0], plan, row.name)
            )
        before, after = self.plans[self.reference], self.plans[-1]
        return changes(before, after, "") if after is not before else ()


def what_if(
    problem: Problem,
    teams: Iterable[int] = (),
    *,
    scenarios: Sequence[Scenario] = (),
    at: str = "",
    shares: Sequence[float] = (),
    prices: bool = False,
    seconds: float = 20.0,
    seed: int = 0,
    report: Report | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> WhatIf:
    """Return what each number of teams, and each scenario, records by the deadline.

    More teams are never worth less (without floors and rules of the office: never record fewer people): each
    plan starts from the one with fewer teams. A bound of a larger number holds for a smaller one too, so
    bounds rise with the teams as well. Tours and prices are handed on from solve to solve, so that all rows
    together need not take longer than ``TIMES`` plans.

    Parameters
    ----------
    problem
        The project; its teams are taken in order, then copied.
    teams
        Numbers of teams, the project's own where none is given; 0 is always among the rows.
    scenarios
        At most ``MOST_SCENARIOS``; the project as it is stands before them.
    at
        Id of the base that gets further teams, ``best`` for the one where the proof says that a team-day is
        worth most, empty for copies of the teams in turn.
    shares
        Of the backlog, 0..1, for which the fewest teams are searched.
    prices
        Whether to find out what one more of everything brings.
    seconds
        Wall-clock limit of one solve. All rows together take at most ``TIMES`` times as long, and so do all
        scenarios, the search for the fewest teams, and the prices.
    seed
        Of all random choices.
    report
        Called with the number of teams or the name of the scenario, and the progress of its solve.
    is_cancelled
        A true answer ends with the rows done so far, and the best of the row under way.

    Raises
    ------
    ValueError
        For more scenarios than may stand side by side, a base that is not there, or teams made of none.
    """
    from planner.optimisers.trips import make_ready  # numba and PuLP take a second to import

    if len(scenarios) > MOST_SCENARIOS:
        raise ValueError(f"{len(scenarios)} scenarios; at most {MOST_SCENARIOS} stand side by side")
    teams = list(teams)
    engine = Engine(seconds, seed, report, is_cancelled)
    make_ready(engine.watch(len(problem.teams)))  # before the clock of all rows
    series = Series(problem, engine, at)
    counts = sorted({0, *(teams or [len(problem.teams)])})
    _by_teams(series, counts, seconds)
    least = least_teams(series, shares, Clock(TIMES * seconds)) if shares else ()
    asked = scenarios or prices
    own = _own(series, seconds) if asked and problem.teams and not is_cancelled() else None
    costs = prices_of(own, engine, Clock(TIMES * seconds)) if prices and own is not None else ()
    known = [own] if own is not None and scenarios else []
    compared = [*known, *_by_scenario(problem, scenarios, known, engine)] if scenarios else []
    names = [*([""] if known else []), *(scenario.name for scenario in scenarios)]
    plans = tuple(plan for count, plan in series.plans.items() if count in counts)
    return WhatIf(
        problem,
        _rows(problem, plans),
        plans,
        tuple(
            row_of(plan, reach_of(plan.problem, problem), name=name)
            for name, plan in zip(names, compared, strict=False)
        ),
        tuple(compared),
        least,
        costs,
    )


def _rows(problem: Problem, plans: Sequence[Plan]) -> tuple[Row, ...]:
    """Return the rows by number of teams."""
    reach = Reach(problem)
    return tuple(
        row_of(plan, reach(plan.problem), before=before)
        for plan, before in zip(plans, [None, *plans], strict=False)
    )


def _by_teams(series: Series, counts: Sequence[int], seconds: float) -> None:
    """Solve each number of teams, then those with the widest gaps once more.

    The row without teams is made even when cancelled. Then comes the project's own number of teams, with more
    time, as nothing is known yet: its prices hold for all others, which follow in rising order.
    """
    clock = Clock(FIRST * TIMES * seconds)
    for number, count in enumerate(_in_order(series.problem, counts)):
        if series.engine.is_cancelled() and number:
            return
        share = clock.share(len(counts) + COLD - number)
        series.solve(count, share * (COLD if number == 1 else 1))
    rest, left = Clock((1 - FIRST) * TIMES * seconds), set(counts)
    while left and not rest.is_over and not series.engine.is_cancelled():
        widest = max(left, key=lambda count: series.plans[count].gap or 0.0)
        if (series.plans[widest].gap or 0.0) <= PROVED:
            return
        series.improve(widest, rest.share(min(len(left), AGAIN)))
        left.remove(widest)


def _in_order(problem: Problem, counts: Sequence[int]) -> list[int]:
    """Return the numbers of teams in the order in which they are solved; the first one is 0."""
    none, *others = counts
    own = [count for count in others if count == len(problem.teams)]
    return [none, *own, *(count for count in others if count not in own)]


def _own(series: Series, seconds: float) -> Plan:
    """Return the plan of the project's own teams."""
    count = len(series.problem.teams)
    series.solve(count, seconds)
    return series.plans[count]


def _by_scenario(
    problem: Problem, scenarios: Sequence[Scenario], known: list[Plan], engine: Engine
) -> list[Plan]:
    """Return the plan of each scenario; any plan before that keeps its rules is where it starts."""
    clock, plans = Clock(TIMES * engine.seconds), list[Plan]()
    for number, scenario in enumerate(scenarios):
        if engine.is_cancelled():
            break
        share = clock.share(len(scenarios) - number)
        plans.append(engine.solve(scenario.of(problem), scenario.name, [*known, *plans], share))
    return plans
