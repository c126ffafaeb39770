"""What the replays say: probabilities with their intervals, and quantiles of people."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.chances import Chances
from planner.domain.plan import Plan

Array = NDArray[Any]
QUANTILES = (0.1, 0.5, 0.9)
Z95 = 1.959964  # standard normal quantile of 97.5 %


@dataclass(frozen=True, slots=True)
class Probability:
    """A share of replays.

    Parameters
    ----------
    hits, replays
        Replays in which it came true, and all of them.
    """

    hits: int
    replays: int

    @property
    def value(self) -> float:
        """The share, 0..1."""
        return self.hits / self.replays

    @property
    def error(self) -> float:
        """Standard error of the share."""
        return math.sqrt(self.value * (1 - self.value) / self.replays)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of Wilson (1927), which is right near 0 and 1 as well.

        >>> low, high = Probability(0, 100).interval
        >>> round(low, 4), round(high, 4)
        (0.0, 0.037)
        """
        n, p, z2 = self.replays, self.value, Z95**2
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = Z95 / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, eq=False)
class Replays:
    """The replays of one plan.

    Parameters
    ----------
    plan
        What was replayed.
    people
        Array of shape (replays, weeks): recorded in each week.
    """

    plan: Plan
    people: Array

    @property
    def recorded(self) -> Array:
        """People recorded by the deadline in each replay."""
        found: Array = self.people.sum(axis=1)
        return found

    def reaching(self, target: int) -> Probability:
        """Return how often at least ``target`` people are recorded by the deadline."""
        return Probability(int((self.recorded >= target).sum()), len(self.people))

    def quantiles(self) -> tuple[int, ...]:
        """Return people recorded by the deadline at ``QUANTILES``, a number that a replay had."""
        return _quantiles(self.recorded)

    def weeks(self) -> tuple["Week", ...]:
        """Return people recorded by the end of each week."""
        calendar, so_far = self.plan.problem.calendar, np.cumsum(self.people, axis=1)
        planned = np.zeros(self.people.shape[1], dtype=np.int64)
        first = calendar.first.toordinal() - calendar.first.weekday()
        for day in self.plan.team_days:
            planned[(day.day.toordinal() - first) // 7] += day.people
        return tuple(
            Week(
                min(calendar.last, date.fromordinal(first + 7 * n + 6)),
                int(planned[: n + 1].sum()),
                _quantiles(so_far[:, n]),
            )
            for n in range(self.people.shape[1])
        )


def _quantiles(people: Array) -> tuple[int, ...]:
    return tuple(int(x) for x in np.quantile(people, QUANTILES, method="inverted_cdf"))


@dataclass(frozen=True, slots=True)
class Week:
    """People recorded by the end of a week: ``planned``, and ``people`` at ``QUANTILES``."""

    last: date
    planned: int
    people: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Measure:
    """One thing that an office could do, replayed with the same luck.

    Parameters
    ----------
    kind
        ``team``, ``kit``, ``saturdays``, ``verified``, or ``anew`` for a new plan alone.
    base
        Id of the base of the team or kit; empty for the others.
    replays
        Of the plan made with it.
    lift, lift_error
        By how much the probability of the target rises, and the standard error of that from the pairs of
        replays.
    more, more_error
        People recorded more on average, and its standard error.
    """

    kind: str
    base: str
    replays: Replays
    lift: float
    lift_error: float
    more: float
    more_error: float

    @property
    def is_noise(self) -> bool:
        """Whether the lift is less than two standard errors away from none."""
        return abs(self.lift) <= 2 * self.lift_error


def compared(kind: str, base: str, before: Replays, after: Replays, target: int) -> Measure:
    """Return a measure beside what would be without it; replays are paired by their number."""
    count = min(len(before.people), len(after.people))
    old, new = before.recorded[:count], after.recorded[:count]
    lift, more = (new >= target).astype(float) - (old >= target), (new - old).astype(float)
    return Measure(kind, base, after, float(lift.mean()), _error(lift), float(more.mean()), _error(more))


def _error(values: Array) -> float:
    return float(values.std(ddof=1) / math.sqrt(len(values))) if len(values) > 1 else math.inf


@dataclass(frozen=True, eq=False)
class Simulation:
    """Whether it can still be made.

    Parameters
    ----------
    chances
        Distributions and seed.
    target
        People to be recorded by the deadline, those recorded before the first day among them.
    replays
        Of the plan as it is.
    measures
        The one that lifts the probability most first; of equals, the one that brings most people.
    skipped
        Measures that were not replayed, since it was cancelled before: (kind, base).
    seconds
        Wall-clock seconds of all replays, without solves.
    """

    chances: Chances
    target: int
    replays: Replays
    measures: tuple[Measure, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0

    @property
    def plan(self) -> Plan:
        """The plan that was replayed."""
        return self.replays.plan

    @property
    def turnout(self) -> tuple[float, ...]:
        """Mean shares that come in the replays."""
        return self.chances.shares(self.plan.problem.rules.turnout)

    @property
    def before(self) -> int:
        """People recorded before the first day, or taken as recorded, whom no replay records again."""
        return self.plan.problem.done_before

    @property
    def to_do(self) -> int:
        """People of the target who are not recorded yet."""
        return self.target - self.before

    @property
    def probability(self) -> Probability:
        """Of reaching the target by the deadline."""
        return self.replays.reaching(self.to_do)

    @property
    def quantiles(self) -> tuple[int, ...]:
        """People recorded by the deadline at ``QUANTILES``, those recorded before among them."""
        return tuple(self.before + people for people in self.replays.quantiles())

    def weeks(self) -> tuple[Week, ...]:
        """Return people recorded by the end of each week, those recorded before among them."""
        return tuple(
            Week(w.last, self.before + w.planned, tuple(self.before + people for people in w.people))
            for w in self.replays.weeks()
        )

    def table(
        self, shares: Sequence[float] = (0.7, 0.8, 0.85, 0.9, 0.95, 1.0, 1.05)
    ) -> list[tuple[float, int, Probability]]:
        """Return (share of the planned number, people, probability) for several targets.

        Those recorded before are among both.
        """
        planned = self.before + self.plan.recorded
        targets = [(share, math.ceil(share * planned - 1e-9)) for share in shares]
        return [(share, people, self.replays.reaching(people - self.before)) for share, people in targets]
