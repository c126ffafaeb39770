"""The days on which offices are open, also before and after the days of a project."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from planner.domain.calendar import Calendar
from planner.inputs.days_off import collective_leave, public_holidays

COUNTRY = "ID"


@dataclass
class OfficeDays:
    """Weekdays less public holidays and collective leave of Indonesia; in a project's days its calendar.

    Parameters
    ----------
    calendar
        That of a project; ``None`` for Monday to Friday.
    """

    calendar: Calendar | None = None
    _off: dict[int, frozenset[date]] = field(default_factory=dict)

    def is_open(self, day: date) -> bool:
        """Return whether offices are open on ``day``."""
        known = self.calendar
        if known is not None and known.first <= day <= known.last:
            return known.is_working(day)
        weekdays = known.weekdays if known is not None else range(5)
        return day.weekday() in weekdays and day not in self._days_off(day.year)

    def count(self, first: date, last: date) -> int:
        """Return the number of open days from ``first`` to ``last``, both included."""
        return sum(self.is_open(first + timedelta(days=n)) for n in range((last - first).days + 1))

    def after(self, first: date, most: int) -> Iterator[date]:
        """Yield the open days from ``first`` on, for ``most`` calendar days."""
        for n in range(min(most, (date.max - first).days)):
            day = first + timedelta(days=n)
            if self.is_open(day):
                yield day

    def unknown_leave(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years of these days whose collective leave neither list nor calendar has."""
        named = {day.year for day in self.calendar.collective_leave()} if self.calendar else set()
        years = range(first.year, last.year + 1)
        return tuple(y for y in years if y not in named and not collective_leave(COUNTRY, [y]))

    def _days_off(self, year: int) -> frozenset[date]:
        if year not in self._off:
            self._off[year] = frozenset(
                [*public_holidays(COUNTRY, [year]), *collective_leave(COUNTRY, [year])]
            )
        return self._off[year]
