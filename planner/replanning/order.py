"""Villages that were missed come first, where the plan loses nothing by it."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from planner.domain.check import check
from planner.domain.plan import Plan
from planner.replanning.fixed import Trip

MOST_TRIES = 200  # exchanges of dates that are judged: a second or two


def missed_first(plan: Plan, free: Iterable[Trip], villages: Collection[str]) -> Plan:
    """Return the plan with trips to missed villages exchanged for earlier ones of other teams or weeks.

    Two trips of one team and of equal length exchange their dates; the plan stays worth the same and keeps
    every rule, or it is left as it is.

    Parameters
    ----------
    plan
        A plan that keeps every rule.
    free
        Its trips that may get other dates.
    villages
        Ids of the villages that come first.
    """
    trips, tries = list(free), 0
    for late in sorted(range(len(trips)), key=lambda n: trips[n].days[0].day):
        for early in sorted(range(len(trips)), key=lambda n: trips[n].days[0].day):
            one, other = trips[early], trips[late]
            if one.days[0].day >= other.days[0].day or tries >= MOST_TRIES:
                break
            if not _may_swap(one, other, villages):
                continue
            tries += 1
            swapped = _swapped(plan, one, other)
            if swapped.value >= plan.value and not check(swapped):
                plan = swapped
                trips[early], trips[late] = _dated(one, other), _dated(other, one)
                break
    return plan


def _may_swap(early: Trip, late: Trip, villages: Collection[str]) -> bool:
    """Return whether the later trip serves a missed village and the earlier one none."""
    alike = early.days[0].team == late.days[0].team and len(early.days) == len(late.days)
    serves = [any(visit[2] in villages for visit in trip.visits) for trip in (early, late)]
    return alike and serves == [False, True]


def _dated(trip: Trip, like: Trip) -> Trip:
    """Return a trip on the dates of another."""
    return Trip(tuple(replace(day, day=at.day) for day, at in zip(trip.days, like.days, strict=True)))


def _swapped(plan: Plan, one: Trip, other: Trip) -> Plan:
    days = [day for day in plan.team_days if day not in one.days and day not in other.days]
    return replace(plan, team_days=(*days, *_dated(one, other).days, *_dated(other, one).days))
