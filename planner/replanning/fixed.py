"""Trips that stay: which of them still can be made, and the problem that is left beside them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from planner.domain.actuals import Visit, visits_of
from planner.domain.check import Violation, check
from planner.domain.left import directives_left
from planner.domain.measure import cost_idr
from planner.domain.places import Base, Village
from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Floor
from planner.errors import PlannerError

NOBODY_LEFT = "nobody is left there"
SHORTER = "nobody is left at another stop of the trip, and without it the trip cannot be made"
TOO_FEW = "fewer are left there than a stop is worth"
STANDING = ("FORBID", "MAX", "TOGETHER", "ORDER")  # rules that a part of a plan can be judged by
FIXED = Outcome("fixed")


@dataclass(frozen=True, slots=True)
class Trip:
    """The days of one team from leaving its base until it is back there."""

    days: tuple[TeamDay, ...]

    @property
    def people(self) -> int:
        """Recordings expected."""
        return sum(day.people for day in self.days)

    @property
    def visits(self) -> list[Visit]:
        """Its visits."""
        return [(day.day, day.team, stop.village) for day in self.days for stop in day.stops]

    def has(self, violation: Violation) -> bool:
        """Return whether a violation may be one of this trip's; those without any place are of all trips."""
        return any(
            violation.team in (None, day.team)
            and violation.day in (None, day.day)
            and (violation.team is not None or violation.village in (None, *(s.village for s in day.stops)))
            for day in self.days
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """Trips that stay, and visits that cannot.

    Parameters
    ----------
    days
        The team-days that stay; together they keep every rule of the problem.
    lost
        Visit -> why it cannot be made.
    """

    days: tuple[TeamDay, ...]
    lost: Mapping[Visit, str]


def trips_of(plan: Plan, since: date) -> list[Trip]:
    """Return the trips of a plan that begin on or after ``since``, by date and team.

    Raises
    ------
    PlannerError
        When a team is in the field on the night before ``since``.
    """
    by_team: defaultdict[str, list[list[TeamDay]]] = defaultdict(list)
    for day in plan.team_days:
        trips = by_team[day.team]
        if not trips or trips[-1][-1].end_at == plan.problem.team[day.team].base:
            trips.append([])
        trips[-1].append(day)
    every = [Trip(tuple(days)) for trips in by_team.values() for days in trips]
    straddling = [trip for trip in every if trip.days[0].day < since <= trip.days[-1].day]
    if straddling:
        trip = straddling[0]
        team, last = trip.days[0].team, max(t.days[-1].day for t in straddling)
        raise PlannerError(
            f"team {team} is in the field on the night before {since}; plan again from a day after {last}"
        )
    return sorted((t for t in every if t.days[0].day >= since), key=lambda t: (t.days[0].day, t.days[0].team))


def possible(problem: Problem, trips: Sequence[Trip]) -> Kept:
    """Return the trips that can still be made, each at its times, and why the others cannot.

    Visits take no more people than wait and come now; those for which nobody is left fall out. What is
    possible is asked of :func:`planner.domain.check.check`: the trips that break a rule are given up, where
    several break it together the one with fewest people.
    """
    lost: dict[Visit, str] = {}
    held = list(trips)
    standing = tuple(d for d in problem.rules.directives if d.kind in STANDING)
    problem = problem.replace(rules=replace(problem.rules, directives=standing))
    while True:
        fitted, emptied = _fitted(problem, held)
        days = tuple(day for trip in fitted for day in trip.days)
        violations = check(Plan(problem, days, FIXED))
        if not violations:
            return Kept(days, lost | emptied)
        for given_up, violation in _given_up(problem, fitted, violations):
            number = fitted.index(given_up)
            for visit in held[number].visits:
                lost[visit] = _why(violation, fitted[number], held[number])
            fitted.pop(number)
            held.pop(number)


def _why(violation: Violation, fitted: Trip, held: Trip) -> str:
    """Return why a trip is given up; where a stop fell out of it, that may be the reason."""
    fell_out = violation.rule in ("travel", "directives") and len(fitted.visits) < len(held.visits)
    return SHORTER if fell_out else f"{violation.rule}: {violation.message}"


def _given_up(
    problem: Problem, trips: Sequence[Trip], violations: Sequence[Violation]
) -> list[tuple[Trip, Violation]]:
    """Return the trips to give up, each once: all of those named by team, else one of fewest people."""
    named: dict[int, tuple[Trip, Violation]] = {}
    made = [trip for trip in trips if trip.days]
    by_team = [violation for violation in violations if violation.team is not None]
    for violation in by_team:
        for trip in (trip for trip in made if trip.has(violation)):
            named.setdefault(id(trip), (trip, violation))
    if named:
        return list(named.values())
    own = sorted((trip for trip in made if trip.has(violations[0])), key=lambda trip: trip.people)
    helps = (trip for trip in own if violations[0] not in _without(problem, made, trip))
    return [(next(helps, (own or made)[0]), violations[0])]


def _without(problem: Problem, trips: Sequence[Trip], one: Trip) -> tuple[Violation, ...]:
    days = tuple(day for trip in trips if trip is not one for day in trip.days)
    return check(Plan(problem, days, FIXED))


def _fitted(problem: Problem, trips: Sequence[Trip]) -> tuple[list[Trip], dict[Visit, str]]:
    """Return the trips with as many people as come now, and the visits for which nobody is left.

    Trips stay in their order and number; one without any stop left has no days.
    """
    people = _people(problem, trips)
    emptied: dict[Visit, str] = {}
    fitted = []
    for n, trip in enumerate(trips):
        days = []
        for m, day in enumerate(trip.days):
            counts = [people[n, m, k] for k in range(len(day.stops))]
            for stop, count in zip(day.stops, counts, strict=True):
                if not count:
                    is_few = problem.rules.smallest_stop > 1
                    emptied[day.day, day.team, stop.village] = TOO_FEW if is_few else NOBODY_LEFT
            stops = tuple(replace(s, people=c) for s, c in zip(day.stops, counts, strict=True) if c)
            days.append(replace(day, stops=stops))
        fitted.append(Trip(tuple(days) if any(day.stops for day in days) else ()))
    return fitted, emptied


def _people(problem: Problem, trips: Sequence[Trip]) -> dict[tuple[int, int, int], int]:
    """Return (trip, day, stop) -> people who come, at most those planned, date by date."""
    by_day: defaultdict[tuple[date, str], list[tuple[tuple[int, int, int], Stop]]] = defaultdict(list)
    for n, trip in enumerate(trips):
        for m, day in enumerate(trip.days):
            for k, stop in enumerate(day.stops):
                by_day[day.day, stop.village].append(((n, m, k), stop))
    waiting = {village.id: village.backlog for village in problem.villages}
    served = {village.id: village.served for village in problem.villages}
    people = {}
    for (_, village), stops in sorted(by_day.items()):
        come = problem.rules.coming(waiting.get(village, 0), served.get(village, 0))
        before = come
        for key, stop in stops:
            people[key] = min(stop.people, come) if village in waiting else stop.people  # else check says so
            if people[key] < min(stop.people, problem.rules.smallest_stop):
                people[key] = 0
            come = max(0, come - people[key])
        if village in waiting:
            waiting[village] -= before - come
            served[village] += before > come
    return people


def beside(problem: Problem, days: Sequence[TeamDay]) -> Problem:
    """Return the problem of all that is free beside fixed team-days.

    Their teams are away, their kits elsewhere, their cost is paid, and their people are planned. Where fewer
    come every time, a village is served again only after its last fixed visit, whose people would change.
    """
    out: defaultdict[str, set[date]] = defaultdict(set)
    for day in days:
        out[day.team].add(day.day)
    plan = Plan(problem, tuple(days), FIXED)
    budget = problem.rules.budget
    rules = replace(
        problem.rules,
        budget=None if budget is None else max(0.0, budget - cost_idr(plan)),
        floors=tuple(_floor_left(plan, floor) for floor in problem.rules.floors),
        directives=directives_left(problem.rules.directives, visits_of(plan), plan.planned),
    )
    return problem.replace(
        teams=tuple(replace(team, away=team.away | out[team.id]) for team in problem.teams),
        villages=_villages_left(plan),
        bases=tuple(_base_left(plan, base) for base in problem.bases),
        rules=rules,
    )


def _floor_left(plan: Plan, floor: Floor) -> Floor:
    return replace(floor, people=plan.short[floor.district_id])


def _villages_left(plan: Plan) -> tuple[Village, ...]:
    visits: defaultdict[str, Counter[date]] = defaultdict(Counter)
    for day in plan.team_days:
        for stop in day.stops:
            visits[stop.village][day.day] += stop.people
    shut = _out_of_order(plan, visits)
    if plan.problem.rules.turnout:
        for village, days in visits.items():
            shut[village] |= {day for day in plan.problem.calendar.days() if day <= max(days)}
    return tuple(
        replace(
            village,
            backlog=village.backlog - visits[village.id].total(),
            served=village.served + len(visits[village.id]),
            closed=village.closed | shut[village.id],
        )
        for village in plan.problem.villages
    )


def _out_of_order(plan: Plan, visits: Mapping[str, Counter[date]]) -> defaultdict[str, set[date]]:
    """Return village -> days on which hard rules of order keep teams out beside fixed visits."""
    shut: defaultdict[str, set[date]] = defaultdict(set)
    days = plan.problem.calendar.days()
    for directive in plan.problem.rules.directives:
        if directive.kind != "ORDER" or not directive.is_hard:
            continue
        for before, after in combinations(directive.villages, 2):
            if after in visits:
                shut[before] |= {day for day in days if day >= min(visits[after])}
            if before in visits:
                shut[after] |= {day for day in days if day <= max(visits[before])}
    return shut


def _base_left(plan: Plan, base: Base) -> Base:
    if base.kits is None:
        return base
    days = [day.day for day in plan.team_days if plan.problem.team[day.team].base == base.id]
    return replace(base, kits_elsewhere=tuple(sorted([*base.kits_elsewhere, *days])))
