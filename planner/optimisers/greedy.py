"""Today's practice: day by day, every team goes to the village with the most people still waiting.

The baseline that every plan is compared with. A team serves a village until nobody waits there or the day is
over, sleeps there when that records more than going home (lodging and nights permitting), and goes on with
the largest backlog in reach. It looks no further ahead than its way home.
"""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.calendar import blocks
from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.teams import Team
from planner.optimisers.watch import Watch

FloatArray = NDArray[np.float64]


def greedy(problem: Problem, watch: Watch | None = None) -> Plan:
    """Return the plan of an office that always goes where most people wait.

    The plan keeps every rule; it has no bound. ``watch`` is asked for its clock only: there is nothing to
    stop, a province takes seconds.
    """
    watch = watch or Watch()
    state = _State.of(problem)
    days = [
        state.one_day(team, block, n)
        for _, team, block, n in sorted(
            (
                (day, team, block, n)
                for team in problem.teams
                for block in blocks(problem.days_of(team))
                for n, day in enumerate(block)
            ),
            key=lambda item: (item[0], item[1].id),
        )
    ]
    outcome = Outcome("greedy", seconds=watch.elapsed, stop_reason="finished", seed=watch.seed)
    return Plan(problem, tuple(day for day in days if day is not None), outcome)


@dataclass(slots=True)
class _State:
    """Who still waits where, and where each team slept; changed day by day."""

    problem: Problem
    ids: tuple[str, ...]
    waiting: NDArray[np.int64]
    lodging: NDArray[np.bool_]
    slept: dict[str, str]
    nights: dict[str, int]
    columns: NDArray[np.intp]
    rounded: dict[int, FloatArray] = field(default_factory=dict)

    @classmethod
    def of(cls, problem: Problem) -> "_State":
        """Return the state before the first day."""
        ids = tuple(village.id for village in problem.villages)
        return cls(
            problem,
            ids,
            np.array([village.backlog for village in problem.villages], dtype=np.int64),
            np.array([village.lodging for village in problem.villages], dtype=bool),
            {team.id: team.base for team in problem.teams},
            dict.fromkeys((team.id for team in problem.teams), 0),
            np.array([problem.travel.index[village] for village in ids], dtype=np.intp),
        )

    def one_day(self, team: Team, block: tuple[date, ...], n: int) -> TeamDay | None:
        """Return what ``team`` does on day ``n`` of its run, or ``None`` when it has nothing to do."""
        start, day = self.slept[team.id], block[n]
        stops: list[Stop] = []
        at, minute, end = start, team.start_minute, team.base
        while (choice := self._next(team, block, n, at, minute)) is not None:
            village, stop, stays = choice
            stops.append(stop)
            self.waiting[village] -= stop.people
            at, minute = self.ids[village], stop.close
            if stays:
                end = at
                break
        if not stops and self._way(day, start, end) > team.end_minute - team.start_minute:
            end = start  # no boat home today: one more night where it is
        self._sleep(team, end)
        if not stops and start == team.base:
            return None
        back = minute + self._way(day, at, end)
        return TeamDay(team.id, day, start, team.start_minute, tuple(stops), end, int(back))

    def _next(
        self, team: Team, block: tuple[date, ...], n: int, at: str, minute: int
    ) -> tuple[int, Stop, bool] | None:
        """Return the next village, the stop there, and whether the team sleeps there."""
        day = block[n]
        arrive = minute + self._ways_from(day, at)
        stay = self._people(team, arrive, np.full(len(self.ids), float(team.end_minute)))
        stay[~self._may_sleep(team, block, n)] = 0
        home = self._people(team, arrive, team.end_minute - self._ways_to(day, team.base))
        best = np.maximum(stay, home) * self._is_open(day)
        if not best.any():
            return None
        village = int(np.argmax(np.where(best > 0, self.waiting, -1)))
        stays = bool(stay[village] > home[village])
        people = int(best[village])
        ready = int(arrive[village]) + team.setup_minutes
        close = self._on_clock(team, ready + team.minutes_for(people))
        return village, Stop(self.ids[village], int(arrive[village]), ready, close, people), stays

    def _people(self, team: Team, arrive: FloatArray, leave: FloatArray) -> NDArray[np.int64]:
        """Return the people recorded in each village between arrival and the latest departure."""
        step = self.problem.rules.clock_minutes
        floor = np.floor((leave - team.start_minute) / step + 1e-9) * step + team.start_minute
        minutes = np.maximum(0.0, np.nan_to_num(floor - arrive - team.setup_minutes, neginf=0.0))
        return np.minimum(np.floor(team.rate_per_hour * minutes / 60 + 1e-9).astype(np.int64), self.waiting)

    def _may_sleep(self, team: Team, block: tuple[date, ...], n: int) -> NDArray[np.bool_]:
        """Return where a night may be spent so that a day at home still follows in time."""
        left = team.max_nights - self.nights[team.id]
        length = team.end_minute - team.start_minute
        home = np.zeros(len(self.ids), dtype=bool)
        for day in block[n + 1 : n + 1 + left]:
            home |= self._ways_to(day, team.base) <= length
        return self.lodging & home

    def _sleep(self, team: Team, end: str) -> None:
        self.slept[team.id] = end
        self.nights[team.id] = 0 if end == team.base else self.nights[team.id] + 1

    def _is_open(self, day: date) -> NDArray[np.bool_]:
        return np.array([day not in village.closed for village in self.problem.villages], dtype=bool)

    def _ways_from(self, day: date, place: str) -> FloatArray:
        """Return minutes from ``place`` to each village, rounded up to the clock."""
        ways: FloatArray = self._rounded(day)[self.problem.travel.index[place], self.columns]
        return ways

    def _ways_to(self, day: date, place: str) -> FloatArray:
        """Return minutes from each village to ``place``, rounded up to the clock."""
        ways: FloatArray = self._rounded(day)[self.columns, self.problem.travel.index[place]]
        return ways

    def _way(self, day: date, start: str, end: str) -> float:
        index = self.problem.travel.index
        return float(self._rounded(day)[index[start], index[end]]) if start != end else 0.0

    def _rounded(self, day: date) -> FloatArray:
        """Return the minutes of that weekday on the clock, reckoned once: a province has 11 million ways."""
        number = self.problem.travel.matrix_of_weekday[day.weekday()]
        if number not in self.rounded:
            step = self.problem.rules.clock_minutes
            self.rounded[number] = np.ceil(self.problem.travel.minutes[number] / step - 1e-9) * step
        return self.rounded[number]

    def _on_clock(self, team: Team, minute: float) -> int:
        """Return the first time on the clock at or after ``minute``."""
        step = self.problem.rules.clock_minutes
        return team.start_minute + int(np.ceil((minute - team.start_minute) / step - 1e-9)) * step
