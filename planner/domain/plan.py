"""The answer: which team is where on which day, and what is known about how good that is."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from planner.domain.directives import DayVisits, Directive, breaches, unvisited
from planner.domain.problem import Problem
from planner.domain.rules import gap_between

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class Stop:
    """One team in one village on one day.

    Parameters
    ----------
    village
        Id of the village.
    arrive, open, close
        Minutes after midnight: arrival, equipment ready, end of service.
    people
        Recordings expected; 1 or more.
    """

    village: str
    arrive: int
    open: int
    close: int
    people: int


@dataclass(frozen=True, slots=True)
class TeamDay:
    """One team on one working day, from where it slept to where it sleeps.

    Parameters
    ----------
    team, day
        Id of the team, and the date.
    start_at, end_at
        Place ids: where the day starts and ends; a base or a village with lodging.
    leave, back
        Minutes after midnight: departure from ``start_at`` and arrival at ``end_at``.
    stops
        In the order of the day; empty on a day that is only travel or waiting for a boat.
    """

    team: str
    day: date
    start_at: str
    leave: int
    stops: tuple[Stop, ...]
    end_at: str
    back: int

    @property
    def people(self) -> int:
        """Recordings expected on this day."""
        return sum(stop.people for stop in self.stops)


@dataclass(frozen=True, slots=True)
class Marginal:
    """What a little more of something would bring, as the proof of the bound says.

    Parameters
    ----------
    thing
        ``team-day``, ``kit-day`` or ``million rupiah``.
    base
        Id of the base; empty for what all bases share.
    people
        What one more of it is worth at the prices of the bound: the mean over the days, and over the unlike
        teams, of a base. One more on a good day, or for the best team, may bring more.
    """

    thing: str
    base: str
    people: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a plan was found and how good it is known to be.

    Parameters
    ----------
    optimiser
        Name of the optimiser.
    bound
        Proven upper limit on the value of any plan (:attr:`Plan.value`: the people it can record, less the
        price of what its kecamatan are short of); ``None`` before the first bound.
    seconds
        Wall-clock seconds used.
    stop_reason
        ``proved``, ``time``, ``rounds``, ``gap`` or ``cancelled``.
    rounds
        Rounds of column generation and neighbourhood search done: the work, independent of the clock.
    seed
        Seed of all random choices.
    baseline_recorded
        People that today's practice (``greedy``) records on the same problem.
    marginals
        What one more team-day at each base, kit-day or million rupiah is worth; empty without a bound.
    gave_up_fewest
        Whether it is proven that no plan keeps more of the hard directives (``Rules.given_up``).
    """

    optimiser: str
    bound: float | None = None
    seconds: float = 0.0
    stop_reason: str = ""
    rounds: int = 0
    seed: int = 0
    baseline_recorded: int | None = None
    marginals: tuple[Marginal, ...] = ()
    gave_up_fewest: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One visit that a plan has otherwise than the plan before it.

    Parameters
    ----------
    kind
        ``new``, ``moved`` (another date), ``team`` (another team on the same date) or ``dropped``.
    village
        Id of the village.
    old_day, old_team
        The visit before; ``None`` and empty for a new one.
    new_day, new_team
        The visit now; ``None`` and empty for a dropped one.
    notified
        Whether the village was told of the visit before.
    why
        Reason; empty where nothing forced it.
    """

    kind: str
    village: str
    old_day: date | None = None
    old_team: str = ""
    new_day: date | None = None
    new_team: str = ""
    notified: bool = False
    why: str = ""


@dataclass(frozen=True)
class Plan:
    """A dated plan with named teams. It holds its problem, and facts only: sums are computed.

    Parameters
    ----------
    problem
        What the plan was made for.
    team_days
        Every team-day that leaves the base or is spent in the field, ordered by date and team.
    outcome
        How it was found, and its bound.
    changes
        What is otherwise than in the plan before it; empty for a first plan.
    """

    problem: Problem
    team_days: tuple[TeamDay, ...]
    outcome: Outcome
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        """Keep the team-days in order of date and team."""
        ordered = tuple(sorted(self.team_days, key=lambda team_day: (team_day.day, team_day.team)))
        object.__setattr__(self, "team_days", ordered)

    @cached_property
    def version(self) -> str:
        """Short name of this schedule, printed on letters so that an old sheet is told from a new one.

        A ``v`` (so that no spreadsheet takes it for a number) and the first 8 hexadecimal digits of the
        SHA-256 of its team-days as compact JSON: date, team, where and when the day starts and ends, and each
        stop with its times and people. The same schedule has the same version on every machine, whatever else
        is known of the problem; two schedules share one by chance once in 4 thousand million.
        """
        days = [
            [
                *(day.day.isoformat(), day.team, day.start_at, int(day.leave), day.end_at, int(day.back)),
                [[s.village, *map(int, (s.arrive, s.open, s.close, s.people))] for s in day.stops],
            ]
            for day in self.team_days
        ]
        text = json.dumps(days, ensure_ascii=True, separators=(",", ":"))
        return f"v{hashlib.sha256(text.encode('ascii')).hexdigest()[:8]}"

    @cached_property
    def planned(self) -> dict[str, int]:
        """Village id -> people planned there; villages without a stop are absent."""
        people: Counter[str] = Counter()
        for team_day in self.team_days:
            for stop in team_day.stops:
                people[stop.village] += stop.people
        return dict(people)

    @cached_property
    def recorded(self) -> int:
        """People recorded by the deadline if all goes as planned."""
        return sum(self.planned.values())

    @property
    def left_over(self) -> int:
        """People of the backlog who stay unrecorded."""
        return self.problem.backlog - self.recorded

    def left(self, village_id: str) -> int:
        """Return how many people of one village stay unrecorded."""
        return self.problem.village[village_id].backlog - self.planned.get(village_id, 0)

    @cached_property
    def short(self) -> dict[str, int]:
        """Kecamatan code -> people short of its floor (:class:`planner.domain.rules.Floor`), 0 or more."""
        people: Counter[str] = Counter()
        for village, planned in self.planned.items():
            people[self.problem.village[village].district_id] += planned
        return {f.district_id: max(0, f.people - people[f.district_id]) for f in self.problem.rules.floors}

    @cached_property
    def breaches(self) -> dict[str, int]:
        """Id of a directive -> how often the plan breaches it (:mod:`planner.domain.directives`)."""
        return {d.id: breaches(d, self._days_visits) for d in self.problem.rules.directives}

    @cached_property
    def _days_visits(self) -> list[DayVisits]:
        return [
            (
                day.team,
                day.day,
                day.start_at == self.problem.team[day.team].base,
                tuple((stop.village, stop.people) for stop in day.stops),
            )
            for day in sorted(self.team_days, key=lambda day: (day.team, day.day))
        ]

    @property
    def value(self) -> float:
        """What a plan is judged by: people recorded, less the price of shortfalls and of soft directives."""
        rules = self.problem.rules
        short = sum(floor.price * self.short[floor.district_id] for floor in rules.floors)
        return self.recorded - short - sum((d.price or 0.0) * self.breaches[d.id] for d in rules.directives)

    @property
    def unkept(self) -> tuple[Directive, ...]:
        """The hard directives that the plan breaches; those that ask for visits with the missing villages."""
        return tuple(
            replace(d, villages=unvisited(d, self._days_visits)) if d.asks_for_visits else d
            for d in self.problem.rules.directives
            if d.is_hard and self.breaches[d.id]
        )

    def giving_up(self) -> "Plan":
        """Return the plan as one of the problem without the hard directives that it breaches."""
        return replace(self, problem=self.problem.without(self.unkept)) if self.unkept else self

    @property
    def gap(self) -> float | None:
        """(bound - value) / bound as a share 0..1, with floors :func:`planner.domain.rules.gap_between`."""
        bound = self.outcome.bound
        if bound is None:
            return None
        return gap_between(self.value, bound, self.problem.rules.price_of_floors)

    @property
    def status(self) -> str:
        """``PROVED`` (gap at most 0.01 %), ``WITHIN x %``, or ``NO BOUND``."""
        if self.gap is None:
            return "NO BOUND"
        return "PROVED" if self.gap <= 1e-4 else f"WITHIN {max(0.01, 100 * self.gap):.2f} %"

    def with_outcome(self, **changes: object) -> "Plan":
        """Return the same plan with some facts of its outcome changed."""
        return replace(self, outcome=replace(self.outcome, **changes))  # type: ignore[arg-type]

    def schedule(self) -> "DataFrame":
        """Return one row per stop; columns and units: :func:`planner.tables.schedule`."""
        from planner import tables  # pandas is slow to import and not needed to plan

        return tables.schedule(self)

    def villages(self) -> "GeoDataFrame":
        """Return one row per village with planned and left; see :func:`planner.tables.villages`."""
        from planner import tables  # as above

        return tables.villages(self)
