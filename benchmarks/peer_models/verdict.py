"""A peer's tours as a plan of this project, mended in the peer's favour where they break a rule.

Only the order of villages on each day is taken from the peer; times are reckoned anew on the clock.
Consecutive chunks of a village become one stop. Nights are spent where they cost the least way; a day that is
too long loses the fewest people that make it fit; and what time is left is used for people who still wait in
the villages of the day.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from peer_models.statement import Statement, Tour, clocked_ways
from planner.domain.places import Village
from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.teams import Team

FloatArray = NDArray[np.float64]
NO_WAY = 1e4  # minutes, for the cost of a day
TOO_LONG = 1e4  # cost of a minute beyond the day, against one of travel


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a peer's answer is worth.

    Parameters
    ----------
    plan
        Mended; not checked here.
    claimed
        People of the chunks that the peer says it serves.
    nights
        Nights that were spent where the team may not sleep.
    cut
        Days that lost people because they were too long.
    """

    plan: Plan
    claimed: int
    nights: int
    cut: int


def judge(statement: Statement, tours: Iterable[Tour], peer: str) -> Verdict:
    """Return the plan that a peer's tours come to, and what had to be mended."""
    problem = statement.problem
    drafts: list[_Draft] = []
    claimed = nights = cut = 0
    for tour in tours:
        stops = [_merged(statement, chunks) for chunks in tour.days]
        claimed += sum(people for day in stops for _, people in day)
        nights += _bad_nights(problem, tour, stops)
        made = _drafts(problem, tour, stops)
        cut += sum(
            draft.recorded < sum(people for _, people in day) for draft, day in zip(made, stops, strict=True)
        )
        drafts += made
    waiting = Counter({village.id: village.backlog for village in problem.villages})
    for draft in drafts:
        waiting.subtract(dict(draft.people_by_village()))
    for draft in drafts:
        draft.extend(waiting)
    days = tuple(draft.team_day() for draft in drafts if not draft.is_idle)
    return Verdict(Plan(problem, days, Outcome(peer)), claimed, nights, cut)


def _merged(statement: Statement, chunks: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return (place, people) of each stop of a day; consecutive chunks of one village are one stop."""
    stops: list[tuple[int, int]] = []
    for number in chunks:
        place, people = statement.chunks[number].place, statement.chunks[number].people
        if stops and stops[-1][0] == place:
            people += stops.pop()[1]
        stops.append((place, people))
    return stops


def _bad_nights(problem: Problem, tour: Tour, stops: list[list[tuple[int, int]]]) -> int:
    """Return how many nights the peer spends where the team may not sleep."""
    allowed = set(_beds(problem, tour.vehicle.team))
    at, bad = problem.travel.index[tour.vehicle.team.base], 0
    for n, day in enumerate(stops[:-1]):
        at = day[-1][0] if day else at
        said = tour.nights[n] if n < len(tour.nights) else None
        at = at if said is None else said
        bad += at not in allowed and any(stops[n + 1 :])
    return bad


def _beds(problem: Problem, team: Team) -> list[int]:
    """Return the rows of the team's base and of all villages with lodging."""
    index = problem.travel.index
    return [index[team.base], *(index[village.id] for village in problem.villages if village.lodging)]


@dataclass(slots=True)
class _Draft:
    """One team-day whose villages stand but whose times do not; ``steps`` is the length of each stop."""

    problem: Problem
    team: Team
    day: date
    start: int
    end: int
    places: list[int]
    wanted: list[int]
    steps: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)

    @property
    def is_idle(self) -> bool:
        """Whether nobody needs to leave the base."""
        return not self.places and self.start == self.end == self.problem.travel.index[self.team.base]

    @property
    def recorded(self) -> int:
        """People of this day."""
        return sum(self.people)

    @property
    def ways(self) -> list[float]:
        """Minutes of each leg of the day."""
        matrix = _ways(self.problem, self.day)
        stations = [self.start, *self.places, self.end]
        return [float(matrix[a, b]) if a != b else 0.0 for a, b in pairwise(stations)]

    @property
    def spare(self) -> float:
        """Steps of the clock left on this day; below zero when it is too long."""
        step = self.problem.rules.clock_minutes
        return (self.team.end_minute - self.team.start_minute - sum(self.ways)) / step - sum(self.steps)

    def shorten(self) -> None:
        """Make the day as long as it may be at the least loss."""
        self._leave_out(lambda place: self.day in self._village(place).closed)
        self.people = list(self.wanted)
        self.steps = [self._steps(people) for people in self.people]
        while self.places and self.spare < 0:
            loss = [n - self._capacity(s - 1) for n, s in zip(self.people, self.steps, strict=True)]
            least = loss.index(min(loss))
            left = self._capacity(self.steps[least] - 1)
            if math.isinf(self.spare) or left < 1:
                self._drop(self.people.index(min(self.people)))
            else:
                self.steps[least] -= 1
                self.people[least] = min(self.people[least], left)

    def extend(self, waiting: Counter[str]) -> None:
        """Use what time is left for people who still wait in the villages of the day."""
        self._fill(waiting)
        while self.places and self.spare >= 1:
            gain = [
                min(self._capacity(s + 1) - n, waiting[self._village(place).id])
                for place, n, s in zip(self.places, self.people, self.steps, strict=True)
            ]
            if max(gain) <= 0:
                return
            self.steps[gain.index(max(gain))] += 1
            self._fill(waiting)

    def people_by_village(self) -> Counter[str]:
        """Return village id -> people of this day."""
        people: Counter[str] = Counter()
        for place, number in zip(self.places, self.people, strict=True):
            people[self._village(place).id] += number
        return people

    def team_day(self) -> TeamDay:
        """Return the day with its times."""
        at, stops = self.team.start_minute, []
        for way, place, people, steps in zip(self.ways, self.places, self.people, self.steps, strict=False):
            arrive = at + int(way)
            at = arrive + steps * self.problem.rules.clock_minutes
            ready = arrive + self.team.setup_minutes
            stops.append(Stop(self._village(place).id, arrive, ready, at, people))
        ids = self.problem.travel.place_ids
        back = at + int(self.ways[-1])
        begins = self.team.start_minute
        return TeamDay(self.team.id, self.day, ids[self.start], begins, tuple(stops), ids[self.end], back)

    def _village(self, place: int) -> Village:
        return self.problem.village[self.problem.travel.place_ids[place]]

    def _steps(self, people: int) -> int:
        """Return the steps of the clock for set-up and ``people`` recordings."""
        minutes = self.team.setup_minutes + self.team.minutes_for(people)
        return math.ceil(minutes / self.problem.rules.clock_minutes - 1e-9)

    def _capacity(self, steps: int) -> int:
        """Return the people of a stop of that many steps."""
        minutes = steps * self.problem.rules.clock_minutes - self.team.setup_minutes
        return self.team.people_in(max(0, minutes))

    def _fill(self, waiting: Counter[str]) -> None:
        """Record who still waits in the time the stops have as they are."""
        for n, place in enumerate(self.places):
            village = self._village(place).id
            more = max(0, min(self._capacity(self.steps[n]) - self.people[n], waiting[village]))
            self.people[n] += more
            waiting[village] -= more

    def _drop(self, n: int) -> None:
        """Leave out one stop; neighbours that become one village stay two stops."""
        for row in (self.places, self.wanted, self.people, self.steps):
            if row:
                del row[n]

    def _leave_out(self, is_out: Callable[[int], bool]) -> None:
        for n in reversed(range(len(self.places))):
            if is_out(self.places[n]):
                self._drop(n)


def _ways(problem: Problem, day: date) -> FloatArray:
    return clocked_ways(problem, problem.travel.matrix_of_weekday[day.weekday()])


def _drafts(problem: Problem, tour: Tour, stops: list[list[tuple[int, int]]]) -> list[_Draft]:
    """Return the days of a tour, shortened: each night where it costs the least way, or all at the base."""
    team, days = tour.vehicle.team, tour.vehicle.days
    base = problem.travel.index[team.base]
    best: list[_Draft] = []
    for nights in (
        [base] * (len(days) - 1),
        _nights(problem, team, days, [[p for p, _ in day] for day in stops]),
    ):
        beds = [base, *nights, base]
        made = [
            _Draft(problem, team, day, beds[n], beds[n + 1], [p for p, _ in at], [people for _, people in at])
            for n, (day, at) in enumerate(zip(days, stops, strict=True))
        ]
        for draft in made:
            draft.shorten()
        if all(draft.spare >= 0 for draft in made) and _sum(made) >= _sum(best):
            best = made
    return best


def _sum(drafts: list[_Draft]) -> int:
    return sum(draft.recorded for draft in drafts)


def _nights(problem: Problem, team: Team, days: tuple[date, ...], stops: list[list[int]]) -> list[int]:
    """Return where each night is spent: least minutes too long, then least travel (shortest path)."""
    beds = _beds(problem, team)
    cost, came = np.array([0.0]), []
    starts = [beds[0]]
    for n, day in enumerate(days):
        ends = beds if n < len(days) - 1 else [beds[0]]
        total = cost[:, None] + _day_cost(_ways(problem, day), team, starts, stops[n], ends)
        came.append(total.argmin(axis=0))
        cost, starts = total.min(axis=0), ends
    at, slept = 0, []
    for back in reversed(came[1:]):
        at = int(back[at])
        slept.append(beds[at])
    return slept[::-1]


def _day_cost(
    way: FloatArray, team: Team, starts: list[int], stops: list[int], ends: list[int]
) -> FloatArray:
    """Return the (starts, ends) cost of one day between any two beds."""
    way = np.minimum(way, NO_WAY)
    np.fill_diagonal(way, 0.0)
    if stops:
        inner = sum(float(way[a, b]) for a, b in pairwise(stops))
        travel = way[starts, stops[0]][:, None] + inner + way[stops[-1], ends][None, :]
    else:
        travel = way[np.ix_(starts, ends)]
    least = len(stops) * (team.setup_minutes + team.minutes_for(1))
    late = np.maximum(0.0, travel + least - (team.end_minute - team.start_minute))
    cost: FloatArray = travel + TOO_LONG * late
    return cost
