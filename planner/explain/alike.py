"""A new plan told as like the old one as can be: runs of days that are alike change places at no loss.

What an engine gives one team in one week, it might as well give another team or week of the same kind. Which
it chooses is chance, and would be told as a change. So the runs of each kind change places such that the
fewest visits differ from the plan before: an assignment problem (Kuhn 1955).
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date

import numpy as np
from scipy.optimize import linear_sum_assignment

from planner.domain.actuals import Visit, visits_of
from planner.domain.check import check
from planner.domain.plan import Plan, TeamDay
from planner.domain.problem import Problem

Run = tuple[str, tuple[date, ...]]


def like(before: Plan, after: Plan) -> Plan:
    """Return ``after`` with runs that are alike exchanged, so that the fewest visits differ from ``before``.

    It is ``after`` itself where an exchange would break a rule.
    """
    by_day = {(day.team, day.day): day for day in after.team_days}
    known, days = visits_of(before).keys(), list[TeamDay]()
    for runs in _runs_alike(after.problem):
        filled = [[by_day.get((team, day)) for day in block] for team, block in runs]
        moved = [[_moved(content, run) for run in runs] for content in filled]
        same = [[sum(len(_visits(d) & known) for d in there) for there in row] for row in moved]
        for row, column in zip(*linear_sum_assignment(np.array(same), maximize=True), strict=True):
            days += moved[row][column]
    found = replace(after, team_days=tuple(days))
    return found if len(days) == len(after.team_days) and not check(found) else after


def _runs_alike(problem: Problem) -> list[list[Run]]:
    """Return the runs of all teams, those that are interchangeable together."""
    from planner.optimisers.trips.runs import field_of, kinds_of_runs, needs_dates  # numba is slow to import

    field = field_of(problem)
    field = field_of(problem, dated=True) if needs_dates(field) else field
    groups: defaultdict[int, list[Run]] = defaultdict(list)
    for number, run in kinds_of_runs(field):
        groups[number].append(run)
    return list(groups.values())


def _moved(content: list[TeamDay | None], run: Run) -> list[TeamDay]:
    """Return the days of one run as days of another one."""
    team, block = run
    return [replace(d, team=team, day=day) for d, day in zip(content, block, strict=True) if d is not None]


def _visits(day: TeamDay) -> set[Visit]:
    return {(day.day, day.team, stop.village) for stop in day.stops}
