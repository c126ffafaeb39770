"""Knowledge after the fact: who could be recorded in a finished campaign, and the campaign for them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from planner.domain.actuals import Actual, holding, tallies
from planner.domain.problem import Problem


def could_be_recorded(problem: Problem, actuals: Iterable[Actual]) -> dict[str, int]:
    """Return village id -> people who could be recorded from the problem's first day to its deadline.

    Where a team was: those recorded, and those who came on its last day of service and went home
    unrecorded, but no more than still wait by all reports. Where no team was nobody knows: the people not
    removed, times the share that the villages served make of theirs, rounded down.
    """
    reports = tuple(actuals)
    after = tallies(problem, reports)
    left = {v.id: v.first_backlog - after[v.id].recorded - after[v.id].removed for v in problem.villages}
    there: defaultdict[str, list[Actual]] = defaultdict(list)
    for actual in in_days(reports, problem.calendar.first, problem.calendar.last):
        if actual.status != "batal":
            there[actual.village].append(actual)
    recorded = {village: sum(actual.recorded for actual in own) for village, own in there.items()}
    served = {v: recorded[v] + min(_sent_home(own), left[v]) for v, own in there.items() if v in left}
    waited = sum(recorded[village] + left[village] for village in served)
    share = (sum(served.values()), waited) if waited else (1, 1)
    return {v: served.get(v, left[v] * share[0] // share[1]) for v in left}


def _sent_home(own: list[Actual]) -> int:
    """Return the people who came on the last day of service of a village and were not recorded."""
    last = max(actual.day for actual in own)
    return sum(max(0, (a.came or 0) - a.recorded) for a in own if a.day == last)


def hindsight_problem(problem: Problem, could: Mapping[str, int]) -> Problem:
    """Return the campaign with the people who could be recorded; all of them come whenever a team is there.

    Days, boats, rates, kits, money and rules are those of the plan.
    """
    villages = tuple(
        replace(v, backlog=could[v.id], served=0, recorded=0, removed=0, guests=(), counted=None)
        for v in problem.villages
    )
    return problem.replace(villages=villages, rules=replace(problem.rules, turnout=()), counting=None)


def in_days(actuals: Iterable[Actual], first: date, last: date) -> list[Actual]:
    """Return the reports that hold of visits in some days."""
    return [actual for actual in holding(actuals).values() if first <= actual.day <= last]
