"""Which villages gain, lose or move from one plan to another; those that stay as they are, are left out."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

from planner.domain.plan import Plan

Kind = Literal["gains", "loses", "moves"]


@dataclass(frozen=True, slots=True)
class Change:
    """What is different in one village.

    Parameters
    ----------
    scenario
        Name of the second plan.
    village
        Its id.
    kind
        ``gains`` and ``loses`` people recorded; ``moves``: as many, on other days or by other teams.
    before, after
        People recorded.
    days_before, days_after
        (date, team id) of its visits, in order.
    """

    scenario: str
    village: str
    kind: Kind
    before: int
    after: int
    days_before: tuple[tuple[date, str], ...]
    days_after: tuple[tuple[date, str], ...]


def changes(before: Plan, after: Plan, scenario: str) -> tuple[Change, ...]:
    """Return the villages that differ: those that lose, that gain, that move, most people first."""
    old, new = _visits(before), _visits(after)
    found = []
    for village in sorted(old.keys() | new.keys()):
        was, is_ = before.planned.get(village, 0), after.planned.get(village, 0)
        if was != is_ or old[village] != new[village]:
            kind: Kind = "moves" if was == is_ else "gains" if is_ > was else "loses"
            days = tuple(sorted(old[village])), tuple(sorted(new[village]))
            found.append(Change(scenario, village, kind, was, is_, *days))
    order = {"loses": 0, "gains": 1, "moves": 2}
    return tuple(sorted(found, key=lambda c: (order[c.kind], -abs(c.after - c.before), c.village)))


def _visits(plan: Plan) -> defaultdict[str, set[tuple[date, str]]]:
    found: defaultdict[str, set[tuple[date, str]]] = defaultdict(set)
    for team_day in plan.team_days:
        for stop in team_day.stops:
            found[stop.village].add((team_day.day, team_day.team))
    return found
