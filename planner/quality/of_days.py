"""Rules on days: the calendar, the first day and the last days of villages. One function, one rule."""

from collections.abc import Iterator
from datetime import date

from planner.inputs.calendar import LEAVE_LISTED, LEAVE_UNKNOWN
from planner.quality.facts import Facts, Found


def worked_and_not(facts: Facts) -> Iterator[Found]:
    """Yield rows of the calendar with a date of which an earlier row says the opposite."""
    said: dict[bool, dict[date, int]] = {True: {}, False: {}}
    for row, (days, is_worked) in sorted(facts.days.items()):
        opposite = sorted(days & said[not is_worked].keys())
        if opposite:
            words = {"day": opposite[0], "other": str(said[not is_worked][opposite[0]])}
            yield Found("calendar", row, "worked", "ya" if is_worked else "tidak", words)
        for day in days:
            said[is_worked].setdefault(day, row)


def latest_after_deadline(facts: Facts) -> Iterator[Found]:
    """Yield villages whose own last day lies after the deadline, so that it changes nothing."""
    deadline = facts.problem.calendar.last
    for village in facts.problem.villages:
        if village.latest is not None and village.latest > deadline:
            words = {"village": village.name, "deadline": deadline}
            yield Found("villages", village.id, "latest", village.latest, words)


def first_day_off(facts: Facts) -> Iterator[Found]:
    """Yield the first day where nobody works on it."""
    calendar = facts.problem.calendar
    if not calendar.is_working(calendar.first):
        begins = min(calendar.working_days(), default=None)
        words = {"day": calendar.first, "begins": begins or "-"}
        yield Found("parameters", "first_day", "value", calendar.first, words)


def leave_from_list(facts: Facts) -> Iterator[Found]:
    """Yield the collective leave that stands in no table of the office, and is off by the list alone."""
    for name, days in facts.problem.notes:
        if name.startswith(LEAVE_LISTED):
            words = {"days": days, "list": name.removeprefix(LEAVE_LISTED).strip()}
            yield Found("parameters", "holidays", "value", None, words)


def leave_not_known(facts: Facts) -> Iterator[Found]:
    """Yield the years of the campaign of which neither list nor calendar knows any collective leave."""
    for name, years in facts.problem.notes:
        if name == LEAVE_UNKNOWN:
            yield Found("parameters", "holidays", "value", None, {"years": years})


def estimated_day(facts: Facts) -> Iterator[Found]:
    """Yield the days off whose date is an estimate."""
    calendar = facts.problem.calendar
    for day in calendar.estimated():
        words = {"day": day, "why": calendar.holidays[day]}
        yield Found("parameters", "holidays", "value", None, words)
