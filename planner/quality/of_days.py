"""Rules on days: the calendar, the first day and the last days of villages. One function, one rule."""

from collections.abc import Iterator
from datetime import date

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
