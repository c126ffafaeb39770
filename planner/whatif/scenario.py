"""Named scenarios: a project with other teams, rates, people, days, nights, kits or money."""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.calendar import Calendar
from planner.domain.counting import valid_people
from planner.domain.places import Village, lies_in
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.domain.teams import Team
from planner.whatif.fleet import with_teams

SATURDAY = 5
PAUSE = "jeda Ramadan"  # why nobody works then


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which teams stay at home.

    Parameters
    ----------
    first, last
        The days, both included.
    areas
        Codes of areas and ids of bases where that holds; empty for everywhere.
    """

    first: date
    last: date
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is different; whatever is ``None`` stays as it is.

    Parameters
    ----------
    name
        As rows and charts show it.
    rate_per_hour, rate_factor
        People per hour of every team, or by what each team's own rate is multiplied.
    turnout
        Shares who come; see :class:`planner.domain.rules.Rules`. Empty: all come.
    valid_share
        Share of the backlog that really waits, 0..1, on top of the share that the project takes already: the
        people of every village and floor are multiplied.
    saturdays
        Whether Saturdays are worked.
    collective_leave
        Whether days of collective leave (cuti bersama) are worked.
    ramadan_pause
        ``True``: nobody goes out on the project's days of Ramadan. A :class:`Pause`: on those days.
        ``False``: Ramadan is worked like other days.
    max_nights
        Most nights in a row away, of every team.
    deadline
        Last day on which a recording counts.
    teams, at
        Number of teams, and which base gets further ones (:func:`planner.whatif.fleet.with_teams`).
    kits
        Base id -> recording kits.
    budget
        Most that all trips may cost, in rupiah; ``inf`` for no limit.
    """

    name: str
    rate_per_hour: float | None = None
    rate_factor: float | None = None
    turnout: tuple[float, ...] | None = None
    valid_share: float | None = None
    saturdays: bool | None = None
    collective_leave: bool | None = None
    ramadan_pause: bool | Pause | None = None
    max_nights: int | None = None
    deadline: date | None = None
    teams: int | None = None
    at: str = ""
    kits: Mapping[str, int] | None = None
    budget: float | None = None

    def of(self, problem: Problem) -> Problem:
        """Return ``problem`` as the scenario has it, checked like any other.

        Raises
        ------
        ProblemError
            When the deadline lies before the first day, or a number makes no sense.
        ValueError
            When teams are to be made of none, or a base is not known.
        """
        if self.teams is not None:
            problem = with_teams(problem, self.teams, self.at)
        pauses = _pauses(problem, self.ramadan_pause)
        problem = problem.replace(
            calendar=self._calendar(problem.calendar, pauses),
            villages=tuple(self._village(village, pauses) for village in problem.villages),
            teams=tuple(self._team(team, pauses) for team in problem.teams),
            bases=tuple(
                dataclasses.replace(base, kits=(self.kits or {}).get(base.id, base.kits))
                for base in problem.bases
            ),
            rules=self._rules(problem),
        )
        return problem if self.valid_share is None else _with_note(problem, self.valid_share)

    def _calendar(self, calendar: Calendar, pauses: tuple[Pause, ...]) -> Calendar:
        weekdays, off = set(calendar.weekdays), dict(calendar.holidays)
        if self.saturdays is not None:
            weekdays = weekdays | {SATURDAY} if self.saturdays else weekdays - {SATURDAY}
        if self.collective_leave:
            off = {day: why for day, why in off.items() if day not in calendar.collective_leave()}
        for pause in pauses:
            off |= {} if pause.areas else dict.fromkeys(_days(pause), PAUSE)
        short = calendar.short_days
        if self.ramadan_pause is False:
            short = tuple(days for days in short if days not in calendar.ramadan())
        return dataclasses.replace(
            calendar,
            last=self.deadline or calendar.last,
            weekdays=frozenset(weekdays),
            holidays=off,
            short_days=short,
        )

    def _village(self, village: Village, pauses: tuple[Pause, ...]) -> Village:
        closed = frozenset(day for p in pauses if lies_in(village.id, p.areas) for day in _days(p))
        village = dataclasses.replace(village, closed=village.closed | closed) if closed else village
        if self.valid_share is None:
            return village
        share = self.valid_share
        guests = tuple(dataclasses.replace(g, backlog=valid_people(g.backlog, share)) for g in village.guests)
        return dataclasses.replace(village, backlog=valid_people(village.backlog, share), guests=guests)

    def _team(self, team: Team, pauses: tuple[Pause, ...]) -> Team:
        away = frozenset(day for p in pauses if team.base in p.areas for day in _days(p))
        rate = self.rate_per_hour or team.rate_per_hour * (self.rate_factor or 1.0)
        nights = team.max_nights if self.max_nights is None else self.max_nights
        return dataclasses.replace(team, rate_per_hour=rate, max_nights=nights, away=team.away | away)

    def _rules(self, problem: Problem) -> Rules:
        rules, share = problem.rules, 1.0 if self.valid_share is None else self.valid_share
        floors = tuple(
            dataclasses.replace(f, people=math.ceil(f.people * share - 1e-9)) for f in rules.floors
        )
        turnout = rules.turnout if self.turnout is None else self.turnout
        budget = rules.budget if self.budget is None else self.budget
        unlimited = budget is not None and math.isinf(budget)
        return dataclasses.replace(
            rules,
            floors=tuple(floor for floor in floors if floor.people),
            turnout=turnout,
            budget=None if unlimited else budget,
        )


def _pauses(problem: Problem, said: bool | Pause | None) -> tuple[Pause, ...]:
    if isinstance(said, Pause):
        return (said,)
    ramadan = problem.calendar.ramadan() if said else ()
    return tuple(Pause(short.first, short.last, short.areas) for short in ramadan)


def _days(pause: Pause) -> list[date]:
    return [pause.first + timedelta(days=n) for n in range((pause.last - pause.first).days + 1)]


def _with_note(problem: Problem, share: float) -> Problem:
    return problem.replace(notes=(*problem.notes, ("backlog, share taken as valid", f"{share:.0%}")))
