"""Today's practice: day by day, every team goes to the village with the most people still waiting.

The baseline that every plan is compared with. A team serves a village until nobody waits there or the day is
over, sleeps there when that records more than going home (lodging and nights permitting), and goes on with
the largest backlog in reach. It looks no further ahead than its way home. Kits go to the teams in order of
their ids, and money to whoever goes out first; what a team in the field needs to come home is set aside.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.calendar import blocks
from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.teams import Team
from planner.optimisers._laid_down import LaidDown
from planner.optimisers.watch import Watch

FloatArray = NDArray[np.float64]


def greedy(problem: Problem, watch: Watch | None = None) -> Plan:
    """Return the plan of an office that always goes where most people wait.

    The plan keeps every rule, once the directives that it cannot keep are given up; it has no bound.
    ``watch`` is asked for its clock only: there is nothing to stop, a province takes seconds.
    """
    return practice(problem, watch).giving_up()


def practice(problem: Problem, watch: Watch | None = None) -> Plan:
    """Return the same plan, which may breach hard directives: it looks no further than today."""
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
    """Who still waits where, who comes today, and where each team slept; changed day by day."""

    problem: Problem
    ids: tuple[str, ...]
    waiting: NDArray[np.int64]
    lodging: NDArray[np.bool_]
    slept: dict[str, str]
    nights: dict[str, int]
    columns: NDArray[np.intp]
    store: "_Store"
    laid_down: LaidDown
    coming: NDArray[np.int64]
    served: NDArray[np.int64]
    served_today: set[int] = field(default_factory=set)
    today: date | None = None
    open_today: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, dtype=bool))
    rounded: dict[int, FloatArray] = field(default_factory=dict)

    @classmethod
    def of(cls, problem: Problem) -> "_State":
        """Return the state before the first day."""
        ids = tuple(village.id for village in problem.villages)
        waiting = np.array([village.backlog for village in problem.villages], dtype=np.int64)
        columns = np.array([problem.travel.index[village] for village in ids], dtype=np.intp)
        return cls(
            problem,
            ids,
            waiting,
            np.array([village.lodging for village in problem.villages], dtype=bool),
            {team.id: team.base for team in problem.teams},
            dict.fromkeys((team.id for team in problem.teams), 0),
            columns,
            _Store.of(problem, columns),
            LaidDown.of(problem),
            waiting,
            np.array([village.served for village in problem.villages], dtype=np.int64),
        )

    def one_day(self, team: Team, block: tuple[date, ...], n: int) -> TeamDay | None:
        """Return what ``team`` does on day ``n`` of its run, or ``None`` when it has nothing to do."""
        start, day = self.slept[team.id], block[n]
        self._begin(day)
        self.store.give_back(team)
        if start == team.base and not self.store.has_kit(team, day):
            return None
        later = self._home_later(team, block, n)
        stops: list[Stop] = []
        at, minute, end = start, team.start_minute, team.base
        cost = self.problem.rules.costs.day_out + team.day_cost
        while (choice := self._next(team, day, at, minute, cost, later)) is not None:
            village, stop, stays = choice
            stops.append(stop)
            cost += self.store.leg(day, at, stop.village) + self.store.stop(village)
            self._serve(village, stop.people)
            self.laid_down.serve(team, day, village, stop.people)
            at, minute = self.ids[village], stop.close
            if stays:
                end = at
                break
        if not stops and self._way(day, start, end) > self._length(team, day):
            end = start  # no boat home today: one more night where it is
        self._sleep(team, end)
        if not stops and start == team.base:
            return None
        cost += self.store.leg(day, at, end)
        self._set_aside(team, block[n:], end, cost, later)
        back = minute + self._way(day, at, end)
        return TeamDay(team.id, day, start, team.start_minute, tuple(stops), end, int(back))

    def _begin(self, day: date) -> None:
        """Note, once a day, where people can be served and how many come."""
        if day == self.today:
            return
        self.today = day
        self.open_today = np.array([village.is_open(day) for village in self.problem.villages], dtype=bool)
        shares = np.array(self.problem.rules.turnout)
        if len(shares):
            self.served[list(self.served_today)] += 1
            self.served_today.clear()
            share = shares[np.minimum(self.served, len(shares) - 1)]
            self.coming = np.floor(self.waiting * share + 1e-9).astype(np.int64)  # as Rules.coming

    def _serve(self, village: int, people: int) -> None:
        self.waiting[village] -= people
        if self.coming is not self.waiting:
            self.coming[village] -= people
            self.served_today.add(village)

    def _next(
        self, team: Team, day: date, at: str, minute: int, cost: float, later: "_HomeLater"
    ) -> tuple[int, Stop, bool] | None:
        """Return the next village, the stop there, and whether the team sleeps there.

        ``cost`` is what the day has cost so far, in rupiah.
        """
        arrive, ends = minute + self._ways_from(day, at), self._ends(team, day)
        stay = self._people(team, arrive, ends)
        stay[~(self.lodging & (later.days > 0))] = 0
        back = self.problem.end_of(team, day) - self._ways_to(day, team.base)
        home = self._people(team, arrive, np.minimum(ends, back))
        if self.store.is_counted:
            there = cost + self.store.legs_from(day, at) + self.store.stops
            stay[~self.store.is_enough(there + self.problem.rules.costs.night + later.cost)] = 0
            home[~self.store.is_enough(there + self.store.legs_to(day, team.base))] = 0
        best = np.maximum(stay, home) * self.open_today
        if team.areas:
            best *= np.array([team.serves(village) for village in self.ids], dtype=bool)
        first = np.zeros(len(self.ids), dtype=np.int64)
        if self.laid_down.directives:
            best = self.laid_down.allowed(best, self.waiting) * ~self.laid_down.unwelcome(team, day)
            first = self.waiting.max() * self.laid_down.wanted(team, day)
        best[best < self.problem.rules.smallest_stop] = 0
        if not best.any():
            return None
        village = int(np.argmax(np.where(best > 0, self.waiting + first, -1)))
        stays = bool(stay[village] > home[village])
        people = int(best[village])
        ready = int(arrive[village]) + team.setup_minutes
        close = self._on_clock(team, ready + team.minutes_for(people))
        return village, Stop(self.ids[village], int(arrive[village]), ready, close, people), stays

    def _length(self, team: Team, day: date) -> int:
        """Return the minutes of the team's day."""
        return self.problem.end_of(team, day) - team.start_minute

    def _ends(self, team: Team, day: date) -> FloatArray:
        """Return when service has to be over in each village, in minutes after midnight."""
        if not self.problem.calendar.short_days:
            return np.full(len(self.ids), float(team.end_minute))
        return np.array([self.problem.service_ends(team, village, day) for village in self.ids], dtype=float)

    def _people(self, team: Team, arrive: FloatArray, leave: FloatArray) -> NDArray[np.int64]:
        """Return the people recorded in each village between arrival and the latest departure."""
        step = self.problem.rules.clock_minutes
        floor = np.floor((leave - team.start_minute) / step + 1e-9) * step + team.start_minute
        minutes = np.maximum(0.0, np.nan_to_num(floor - arrive - team.setup_minutes, neginf=0.0))
        return np.minimum(np.floor(team.rate_per_hour * minutes / 60 + 1e-9).astype(np.int64), self.coming)

    def _home_later(self, team: Team, block: tuple[date, ...], n: int) -> "_HomeLater":
        """Return when and for how much a team that sleeps in each village is home, kits permitting."""
        left = team.max_nights - self.nights[team.id]
        costs = self.problem.rules.costs
        later = _HomeLater(np.zeros(len(self.ids), dtype=np.int64), np.zeros(len(self.ids)))
        for count, day in enumerate(block[n + 1 : n + 1 + left], start=1):
            if not self.store.has_kit(team, day):
                break
            first = (later.days == 0) & (self._ways_to(day, team.base) <= self._length(team, day))
            later.days[first] = count
            if self.store.is_counted:
                waits = count * (costs.day_out + team.day_cost) + (count - 1) * costs.night
                later.cost[first] = waits + self.store.legs_to(day, team.base)[first]
        return later

    def _set_aside(
        self, team: Team, days: tuple[date, ...], end: str, cost: float, later: "_HomeLater"
    ) -> None:
        """Take kit and money of the day ``days[0]`` and, for a night at ``end``, those until home again."""
        if end == team.base:
            self.store.take(team, days[:1], cost, 0.0)
        else:
            village = self.ids.index(end)
            cost += self.problem.rules.costs.night
            self.store.take(team, days[: 1 + int(later.days[village])], cost, float(later.cost[village]))

    def _sleep(self, team: Team, end: str) -> None:
        self.slept[team.id] = end
        self.nights[team.id] = 0 if end == team.base else self.nights[team.id] + 1

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


@dataclass(frozen=True, slots=True)
class _HomeLater:
    """For each village, what follows a night there: days until home (0: no way), and rupiah until then."""

    days: NDArray[np.int64]
    cost: FloatArray


@dataclass(slots=True)
class _Store:
    """Kits and money still free.

    What a team in the field needs to come home, kits in ``aside`` and money in ``purse``, is taken as well,
    until it is given back the next morning.
    """

    problem: Problem
    columns: NDArray[np.intp]
    money: float
    taken: Counter[tuple[str, date]] = field(default_factory=Counter)
    aside: dict[str, tuple[date, ...]] = field(default_factory=dict)
    purse: dict[str, float] = field(default_factory=dict)
    legs: dict[int, FloatArray] = field(default_factory=dict)
    stops: FloatArray = field(default_factory=lambda: np.zeros(0))

    @classmethod
    def of(cls, problem: Problem, columns: NDArray[np.intp]) -> "_Store":
        """Return the store before the first day; ``columns`` are the villages' places in the travel times."""
        budget, costs = problem.rules.budget, problem.rules.costs
        stops = np.array([costs.of_stop(village) for village in problem.villages], dtype=float)
        return cls(problem, columns, float("inf") if budget is None else budget, stops=stops)

    @property
    def is_counted(self) -> bool:
        """Whether there is a budget."""
        return self.problem.rules.budget is not None

    def is_enough(self, cost: FloatArray) -> NDArray[np.bool_]:
        """Return where ``cost``, in rupiah, can be paid."""
        enough: NDArray[np.bool_] = cost <= self.money + 1e-9 * (self.problem.rules.budget or 0.0)
        return enough

    def has_kit(self, team: Team, day: date) -> bool:
        """Return whether the team's base has a kit left for ``day``."""
        kits = self.problem.base[team.base].kits_on(day)
        return kits is None or self.taken[team.base, day] < kits

    def give_back(self, team: Team) -> None:
        """Make free what the team has set aside."""
        self.money += self.purse.pop(team.id, 0.0)
        self.taken.subtract((team.base, day) for day in self.aside.pop(team.id, ()))

    def take(self, team: Team, days: tuple[date, ...], cost: float, purse: float) -> None:
        """Take a kit for ``days`` and pay ``cost``; all but the first day and the cost can be given back."""
        self.taken.update((team.base, day) for day in days)
        self.aside[team.id] = days[1:]
        self.purse[team.id] = purse
        self.money -= cost + purse

    def legs_from(self, day: date, place: str) -> FloatArray:
        """Return rupiah from ``place`` to each village; infinite where there is no way."""
        legs: FloatArray = self._legs(day)[self.problem.travel.index[place], self.columns]
        return legs

    def legs_to(self, day: date, place: str) -> FloatArray:
        """Return rupiah from each village to ``place``; infinite where there is no way."""
        legs: FloatArray = self._legs(day)[self.columns, self.problem.travel.index[place]]
        return legs

    def stop(self, village: int) -> float:
        """Return rupiah of a stop in a village, by its number; 0 where nobody counts them."""
        return float(self.stops[village]) if self.is_counted else 0.0

    def leg(self, day: date, start: str, end: str) -> float:
        """Return rupiah from ``start`` to ``end``; 0 where nobody counts them."""
        index = self.problem.travel.index
        return float(self._legs(day)[index[start], index[end]]) if self.is_counted else 0.0

    def _legs(self, day: date) -> FloatArray:
        """Return rupiah between all places on that weekday, reckoned once."""
        travel = self.problem.travel
        number = travel.matrix_of_weekday[day.weekday()]
        if number not in self.legs:
            legs = np.full(travel.minutes[number].shape, np.inf)
            ways = np.isfinite(travel.minutes[number])
            legs[ways] = travel.km[number][ways] * self.problem.rules.costs.km + travel.cost_idr[number][ways]
            np.fill_diagonal(legs, 0.0)
            self.legs[number] = legs
        return self.legs[number]
