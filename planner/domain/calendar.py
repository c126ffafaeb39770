"""Which days are worked before the deadline."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType


@dataclass(frozen=True)
class Calendar:
    """The days from the first one to the deadline, and those on which nobody works.

    Parameters
    ----------
    first
        First day on which a team may go out.
    last
        Last day on which a recording still counts (the deadline), included.
    weekdays
        Worked weekdays, Monday = 0 ... Sunday = 6.
    holidays
        Date -> why it is not worked (public holidays, collective leave, the office's own closures).
    """

    first: date
    last: date
    weekdays: frozenset[int] = frozenset(range(5))
    holidays: Mapping[date, str] = field(default_factory=dict)

    def __reduce__(self) -> tuple[type["Calendar"], tuple[date, date, frozenset[int], dict[date, str]]]:
        """Pickle by plain values; a read-only mapping has no pickle of its own."""
        return type(self), (self.first, self.last, self.weekdays, dict(self.holidays))

    def __post_init__(self) -> None:
        """Keep the holidays read-only and sorted by date."""
        object.__setattr__(self, "holidays", MappingProxyType(dict(sorted(self.holidays.items()))))

    def days(self) -> tuple[date, ...]:
        """Return every calendar day from ``first`` to ``last``."""
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=n) for n in range(count))

    def is_working(self, day: date) -> bool:
        """Return whether offices work on ``day`` and it lies before the deadline."""
        return self.first <= day <= self.last and day.weekday() in self.weekdays and day not in self.holidays

    def working_days(self) -> tuple[date, ...]:
        """Return the worked days in order."""
        return tuple(day for day in self.days() if self.is_working(day))


def blocks(days: Iterable[date]) -> tuple[tuple[date, ...], ...]:
    """Return ``days`` cut into runs of consecutive dates.

    A team is back at its base at the end of every run, since no night is spent away before a day
    without work.

    >>> from datetime import date
    >>> [len(run) for run in blocks([date(2018, 5, 2), date(2018, 5, 3), date(2018, 5, 7)])]
    [2, 1]
    """
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return tuple(tuple(run) for run in runs)
