"""Rates, days, and what they come to; the formula stands at the top of the package."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.problem import Problem
from planner.forecast.days import OfficeDays

DAYS_OF_A_MONTH = 365.25 / 12
FEW_MONTHS = 3  # of a year so far, below which the twelve months before it are the usual ones
FARTHEST = 3653  # calendar days, ten years: a later end is told as none


@dataclass(frozen=True, slots=True)
class Average:
    """The days in which a monthly rate was counted.

    Parameters
    ----------
    first, last
        Both included.
    working_days
        Days on which offices were open.
    """

    first: date
    last: date
    working_days: int

    @property
    def months(self) -> float:
        """How many months they are: a whole number where they begin and end with a month."""
        after = self.last + timedelta(days=1)
        if self.first.day == after.day == 1:
            return 12 * (after.year - self.first.year) + after.month - self.first.month
        return (after - self.first).days / DAYS_OF_A_MONTH

    @property
    def days_a_month(self) -> float:
        """Working days of an average month."""
        return self.working_days / self.months


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is recorded by a deadline at a steady rate.

    Parameters
    ----------
    total
        People not yet recorded on the first day.
    per_month
        People recorded in an average month.
    first, deadline
        The days between which they are recorded, both included.
    working_days
        Those of them on which offices are open.
    average
        Where the rate comes from.
    finished
        Day on which the last one is recorded at this rate; ``None`` for never, or after more than ten years.
    unknown_leave
        Years whose collective leave is not known, so that it is counted as worked.
    before
        People recorded before the first day.
    """

    total: int
    per_month: float
    first: date
    deadline: date
    working_days: int
    average: Average
    finished: date | None = None
    unknown_leave: tuple[int, ...] = ()
    before: int = 0

    @property
    def days(self) -> int:
        """Calendar days from the first to the deadline, both included."""
        return (self.deadline - self.first).days + 1

    @property
    def per_day(self) -> float:
        """People recorded on a working day."""
        return self.per_month / self.average.days_a_month

    @property
    def recorded(self) -> int:
        """People recorded by the deadline, to the nearest."""
        return min(self.total, round(self.per_day * self.working_days))

    @property
    def by_calendar_days(self) -> int:
        """People recorded by the deadline if offices never closed: the reckoning on paper."""
        return min(self.total, round(self.per_month / DAYS_OF_A_MONTH * self.days))

    @property
    def left(self) -> int:
        """People who are not recorded by the deadline."""
        return self.total - self.recorded

    @property
    def share(self) -> float:
        """Share of all who are recorded by the deadline, 0..1; those recorded before are among both."""
        return self.share_of(self.recorded)

    def share_of(self, people: int) -> float:
        """Return the share of all, 0..1, that some people are with those recorded before the first day."""
        whole = self.before + self.total
        return (self.before + people) / whole if whole else 1.0

    @property
    def needed_per_month(self) -> float | None:
        """People a month at which everybody is recorded on the deadline; ``None`` without a working day."""
        if not self.working_days:
            return None
        return self.total / self.working_days * self.average.days_a_month


@dataclass(frozen=True, slots=True)
class Together:
    """Regular service and teams together: both draw from the same people, and how far is not known.

    Parameters
    ----------
    total
        People not yet recorded.
    service, teams
        People that either records when it is alone.
    """

    total: int
    service: int
    teams: int

    @property
    def least(self) -> int:
        """Lower estimate: the larger of the two, as if all of the smaller were among them."""
        return min(self.total, max(self.service, self.teams))

    @property
    def most(self) -> int:
        """Upper estimate: the sum, as if nobody were in both, and never more than all."""
        return min(self.total, self.service + self.teams)


def forecast(
    total: int,
    per_month: float,
    first: date,
    deadline: date,
    *,
    average: tuple[date, date] | None = None,
    office: OfficeDays | None = None,
    before: int = 0,
) -> Forecast:
    """Return what is recorded from ``first`` to ``deadline``.

    Parameters
    ----------
    total, per_month, first, deadline
        As :class:`Forecast`.
    average
        First and last day of the time in which the rate was counted; see :func:`usual_average`.
    office
        When offices are open; those of Indonesia, Monday to Friday, where nothing is said.
    before
        People recorded before the first day: shares are of them and ``total``.

    Raises
    ------
    ValueError
        For a negative total or rate, one that is no finite number, a deadline before the first day, or a rate
        counted in days without a working day.
    """
    if total < 0:
        raise ValueError(f"the total is {total}; expected 0 or more people")
    if not 0 <= per_month < math.inf:
        raise ValueError(f"the rate is {per_month} a month; expected 0 or more people")
    if deadline < first:
        raise ValueError(f"the deadline {deadline} lies before the first day {first}")
    office = office or OfficeDays()
    begin, end = average or usual_average(first)
    counted = Average(begin, end, office.count(begin, end))
    if not counted.working_days:
        raise ValueError(f"no office is open from {begin} to {end}, so no rate can be counted there")
    per_day = per_month / counted.days_a_month
    return Forecast(
        total,
        per_month,
        first,
        deadline,
        office.count(first, deadline),
        counted,
        _finished(total, per_day, first, office),
        office.unknown_leave(first, deadline),
        before,
    )


def usual_average(first: date) -> tuple[date, date]:
    """Return the whole months of the year before ``first``; the twelve before where these are too few.

    >>> from datetime import date
    >>> [str(day) for month in (5, 2) for day in usual_average(date(2018, month, 2))]
    ['2018-01-01', '2018-04-30', '2017-02-01', '2018-01-31']
    """
    last = first.replace(day=1) - timedelta(days=1)
    if first.month > FEW_MONTHS:
        return date(first.year, 1, 1), last
    return first.replace(year=first.year - 1, day=1), last


def _finished(total: int, per_day: float, first: date, office: OfficeDays) -> date | None:
    """Return the day of the last one; ``None`` for never, or too far away."""
    if not total:
        return first
    if not per_day or total / per_day > FARTHEST:
        return None
    needed = math.ceil(total / per_day - 1e-9)
    return next((day for n, day in enumerate(office.after(first, FARTHEST), start=1) if n >= needed), None)


def kit_days(problem: Problem) -> int:
    """Return the kit-days until the deadline that teams at work can use, office kits taken off."""
    days = 0
    for base in problem.bases:
        teams = [team for team in problem.teams if team.base == base.id]
        for day in problem.calendar.working_days():
            at_work = sum(problem.is_at_work(team, day) for team in teams)
            kits = base.kits_on(day)
            days += at_work if kits is None else min(kits, at_work)
    return days
