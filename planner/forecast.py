"""Will they be done by the deadline? The evaluation that offices made on paper, at the rate they record now.

    recorded = min(total, rate a day * days),  rate a day = 12 * rate a month / 365.25

Days are calendar days from the first to the deadline, both included, since a monthly rate has the weekends
in it. May 2018 in Nusa Tenggara Timur: 139,000 people in the population database not recorded, 31,081
recorded in an average month, the election on 27 June.

>>> from datetime import date
>>> may = forecast(139_000, 31_081, date(2018, 5, 2), date(2018, 6, 27))
>>> may.days, may.recorded, may.left, f"{may.share:.1%}", round(may.needed_per_month), may.finished
(57, 58205, 80795, '41.9%', 74225, datetime.date(2018, 9, 15))
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.problem import Problem

DAYS_OF_A_MONTH = 365.25 / 12


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
    """

    total: int
    per_month: float
    first: date
    deadline: date

    @property
    def days(self) -> int:
        """Calendar days from the first to the deadline, both included."""
        return (self.deadline - self.first).days + 1

    @property
    def per_day(self) -> float:
        """People recorded on an average calendar day."""
        return self.per_month / DAYS_OF_A_MONTH

    @property
    def recorded(self) -> int:
        """People recorded by the deadline, rounded down."""
        return min(self.total, int(self.per_day * self.days + 1e-9))

    @property
    def left(self) -> int:
        """People who are not recorded by the deadline."""
        return self.total - self.recorded

    @property
    def share(self) -> float:
        """Share of all who are recorded by the deadline, 0..1; 1 where nobody waits."""
        return self.recorded / self.total if self.total else 1.0

    @property
    def needed_per_month(self) -> float:
        """People a month at which everybody is recorded on the deadline."""
        return self.total / self.days * DAYS_OF_A_MONTH

    @property
    def finished(self) -> date | None:
        """Day on which the last one is recorded at this rate; ``None`` for never, or after the year 9999."""
        if not self.total:
            return self.first
        if self.per_day <= 0:
            return None
        try:
            return self.first + timedelta(days=math.ceil(self.total / self.per_day - 1e-9) - 1)
        except OverflowError:
            return None


def forecast(total: int, per_month: float, first: date, deadline: date) -> Forecast:
    """Return what is recorded from ``first`` to ``deadline``.

    Raises
    ------
    ValueError
        For a negative total or rate, one that is no finite number, or a deadline before the first day.
    """
    if total < 0:
        raise ValueError(f"the total is {total}; expected 0 or more people")
    if not 0 <= per_month < math.inf:
        raise ValueError(f"the rate is {per_month} a month; expected 0 or more people")
    if deadline < first:
        raise ValueError(f"the deadline {deadline} lies before the first day {first}")
    return Forecast(total, per_month, first, deadline)


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
