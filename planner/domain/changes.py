"""What a new plan has otherwise than the one before it, visit by visit."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from planner.domain.actuals import Visit, visits_of
from planner.domain.plan import Change, Plan

BROKEN = ("moved", "dropped")  # kinds of changes that break a promise of a date


def changes(
    old: Plan,
    new: Plan,
    *,
    since: date | None = None,
    notified: Collection[Visit] = (),
    why: Mapping[Visit, str] | None = None,
) -> tuple[Change, ...]:
    """Return the changes from ``old`` to ``new``, by date and village.

    Parameters
    ----------
    old, new
        The plan before, and the plan now.
    since
        First day looked at; that of the new plan's calendar when not given.
    notified
        Visits of ``old`` of which the villages were told.
    why
        Visit of ``old`` -> what made it impossible.
    """
    since = since or new.problem.calendar.first
    before, after = _by_village(old, since), _by_village(new, since)
    found = [
        change
        for village in before.keys() | after.keys()
        for change in _of_village(
            village, before.get(village, []), after.get(village, []), notified, why or {}
        )
    ]
    return tuple(sorted(found, key=lambda c: (c.old_day or c.new_day or date.min, c.village, c.new_team)))


def _by_village(plan: Plan, since: date) -> dict[str, list[tuple[date, str]]]:
    visits: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
    for day, team, village in sorted(visits_of(plan)):
        if day >= since:
            visits[village].append((day, team))
    return visits


def _of_village(
    village: str,
    old: list[tuple[date, str]],
    new: list[tuple[date, str]],
    notified: Collection[Visit],
    why: Mapping[Visit, str],
) -> list[Change]:
    """Pair visits that are the same, then those of the same date, then the others in their order."""
    gone = [visit for visit in old if visit not in new]
    come = [visit for visit in new if visit not in old]
    pairs: list[tuple[tuple[date, str] | None, tuple[date, str] | None]] = []
    for day, team in list(gone):
        same = next((visit for visit in come if visit[0] == day), None)
        if same is not None:
            pairs.append(((day, team), same))
            gone.remove((day, team))
            come.remove(same)
    most = max(len(gone), len(come))
    rest = zip(gone + [None] * (most - len(gone)), come + [None] * (most - len(come)), strict=True)
    return [_change(village, was, now, notified, why) for was, now in [*pairs, *rest]]


def _change(
    village: str,
    was: tuple[date, str] | None,
    now: tuple[date, str] | None,
    notified: Collection[Visit],
    why: Mapping[Visit, str],
) -> Change:
    if was is None:
        day, team = now or (None, "")
        return Change("new", village, new_day=day, new_team=team)
    visit = (was[0], was[1], village)
    told, reason = visit in notified, why.get(visit, "")
    if now is None:
        return Change("dropped", village, *was, notified=told, why=reason)
    return Change("team" if was[0] == now[0] else "moved", village, *was, *now, told, reason)
