"""Which days are worked before the deadline."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from planner.domain.places import lies_in

COLLECTIVE = "cuti bersama"  # in the name of a day off that is collective leave
ESTIMATED = ("perkiraan", "estimated")  # in the name of a day off whose date nobody has fixed yet
RAMADAN = "ramadan"  # in the note of days on which fewer hours are worked


@dataclass(frozen=True, slots=True)
class ShortDays:
    """Days on which less is worked than usual, as in Ramadan.

    Parameters
    ----------
    first, last
        The days, both included.
    share
        Of the usual hours, 0..1; the day begins as usual and ends earlier.
    areas
        Codes of kabupaten, kecamatan or villages, and ids of bases, where that holds; empty for everywhere.
        In a village service ends earlier, and the whole day of the teams of a base does.
    note
        Why.
    """

    first: date
    last: date
    share: float
    areas: frozenset[str] = frozenset()
    note: str = ""


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
    short_days
        When and where less than the usual hours are worked.
    """

    first: date
    last: date
    weekdays: frozenset[int] = frozenset(range(5))
    holidays: Mapping[date, str] = field(default_factory=dict)
    short_days: tuple[ShortDays, ...] = ()

    def __reduce__(self) -> tuple[type["Calendar"], tuple[object, ...]]:
        """Pickle by plain values; a read-only mapping has no pickle of its own."""
        return type(self), (self.first, self.last, self.weekdays, dict(self.holidays), self.short_days)

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

    def share_of_hours(self, day: date, place_id: str) -> float:
        """Return the share of the usual hours, 0..1, that is worked at a village or a base on ``day``."""
        shares = (
            short.share
            for short in self.short_days
            if short.first <= day <= short.last and (not short.areas or lies_in(place_id, short.areas))
        )
        return min(shares, default=1.0)

    def collective_leave(self) -> tuple[date, ...]:
        """Return the days off that are collective leave (cuti bersama), in order."""
        return tuple(day for day, why in self.holidays.items() if COLLECTIVE in why.casefold())

    def estimated(self) -> tuple[date, ...]:
        """Return the days off until the deadline whose date is an estimate, as of the moon, in order."""
        return tuple(
            day
            for day, why in self.holidays.items()
            if self.first <= day <= self.last and any(word in why.casefold() for word in ESTIMATED)
        )

    def ramadan(self) -> tuple[ShortDays, ...]:
        """Return the days on which fewer hours are worked because of Ramadan."""
        return tuple(short for short in self.short_days if RAMADAN in short.note.casefold())

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
