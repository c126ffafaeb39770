"""Who and when: tours get a named team and dates, and back.

The runs of a kind are interchangeable, so every tour of it fits every run of it. What may fall out are stops
where nobody is left, and then a run or a trip whose way without them does not fit, or is too dear.
The tours with the most people come first ("highest backlog first"), and teams share nights and days away as
evenly as the runs allow (``balance.py``).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from planner.domain.measure import cost_idr
from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.teams import Team
from planner.optimisers.trips.balance import Slot, balance
from planner.optimisers.trips.ledger import allotted
from planner.optimisers.trips.pricing import Tour
from planner.optimisers.trips.runs import Field, Kind, Run, kinds_of_runs
from planner.optimisers.trips.tour import Visit

FAR = np.iinfo(np.int64).max // 2  # people; more than there are


def dated_plan(field: Field, tours: Sequence[Tour], outcome: Outcome) -> Plan:
    """Return the plan in which named teams make ``tours``; nobody is recorded twice."""
    team_days: list[TeamDay] = []
    runs = sorted(_assigned(field, tours), key=lambda pair: (pair[0][1], pair[0][0]))
    coming = allotted(field, [tour for _, tour in runs]) if field.rules.turnout else None
    for number, (run, tour) in enumerate(runs):
        if coming is None:
            people = [int(field.kinds[tour.kind].people[visit.slots]) for visit in tour.visits]
        else:
            people = [coming[number, n] for n in range(len(tour.visits))]
        people = _taken(field, tour, people, team_days)
        team_days += _days(field, run, tour, people, team_days if coming is None else [])
    return _affordable(Plan(field.problem, tuple(team_days), outcome))


def _taken(field: Field, tour: Tour, most: Sequence[int], earlier: Sequence[TeamDay]) -> list[int]:
    """Return the people of each visit, ``most`` at most: of those left, and of those that may be recorded."""
    waiting = field.backlog.copy()
    for day in earlier:
        for stop in day.stops:
            waiting[field.position[stop.village]] -= stop.people
    quotas = field.quotas
    room = np.where(quotas.sign < 0, quotas.people - quotas.member @ (field.backlog - waiting), FAR)
    room[quotas.price < 1] = FAR  # then it is worth going beyond
    people = []
    for visit, count in zip(tour.visits, most, strict=True):
        village = visit.place - 1
        mine = quotas.member[:, village]
        people.append(max(0, int(min(count, waiting[village], room[mine].min(initial=FAR)))))
        waiting[village] -= people[-1]
        room[mine] -= people[-1]
    return people


def _affordable(plan: Plan) -> Plan:
    """Return the plan without the trips of fewest people that its budget does not pay for.

    A tour is paid for as it was found. Where stops fall out of it since nobody is left there, the way without
    them may be dearer.
    """
    budget = plan.problem.rules.budget
    while budget is not None and plan.team_days and cost_idr(plan) > budget * (1 + 1e-6):
        trips: list[list[TeamDay]] = []
        for day in sorted(plan.team_days, key=lambda day: (day.team, day.day)):
            if day.start_at == plan.problem.team[day.team].base:
                trips.append([])
            trips[-1].append(day)
        least = min(trips, key=lambda trip: sum(day.people for day in trip))
        plan = replace(plan, team_days=tuple(day for day in plan.team_days if day not in least))
    return plan


def _assigned(field: Field, tours: Sequence[Tour]) -> Iterator[tuple[Run, Tour]]:
    """Yield each tour with its run: more people first, days away evened out among teams."""
    slots = []
    for number, kind in enumerate(field.kinds):
        own = sorted((t for t in tours if t.kind == number), key=lambda t: -t.recorded)
        idle = [None] * (len(kind.runs) - len(own))
        slots += [Slot(number, run, tour) for run, tour in zip(kind.runs, [*own, *idle], strict=True)]
    balance(slots)
    for slot in slots:
        if slot.tour is not None:
            yield slot.run, slot.tour


def _days(field: Field, run: Run, tour: Tour, people: list[int], earlier: list[TeamDay]) -> list[TeamDay]:
    """Return the days of one run, ``people`` being those of each visit.

    A visit for which too few are left falls out. Where it was also the only way on, or a directive asks for
    it, it gets people back from an ``earlier`` stop; where there is no way on, the run is dropped.
    """
    kind, team = field.kinds[tour.kind], field.problem.team[run[0]]
    least = field.rules.smallest_stop
    days: list[TeamDay] = []
    for n, day in enumerate(run[1]):
        visits = [(v, count) for v, count in zip(tour.visits, people, strict=True) if v.day == n]
        visits = [
            (
                v,
                _raised(field, earlier, v, count)
                if 0 < count < least or _is_asked(field, kind, v)
                else count,
            )
            for v, count in visits
        ]
        start, end = (tour.ends[n - 1] if n else 0), tour.ends[n]
        made = _day(field, kind, team, day, start, [(v, count) for v, count in visits if count >= least], end)
        if made is None:
            lent = [(v, _raised(field, earlier, v, count)) for v, count in visits]
            is_whole = all(count >= least for _, count in lent)
            made = _day(field, kind, team, day, start, lent, end) if is_whole else None
        if made is None:
            return []
        days.append(made)
    return _worthwhile(team, days)


def _is_asked(field: Field, kind: Kind, visit: Visit) -> bool:
    """Return whether a directive asks for a visit, or for those of the same trip."""
    asks, village = field.asks, visit.place - 1
    wanted = (asks.place == village) & (asks.sign > 0) & kind.asks[visit.day]
    return bool(wanted.any()) or any(village in members for members, _ in asks.together)


def _raised(field: Field, earlier: list[TeamDay], visit: Visit, count: int) -> int:
    """Return ``count``, or the smallest stop where earlier stops in the village lend what is missing."""
    least, village = field.rules.smallest_stop, field.village_ids[visit.place - 1]
    if count >= least or _to_spare(earlier, village, least) < least - count:
        return count
    missing = least - count
    for n, day in enumerate(earlier):
        stops = list(day.stops)
        for place, stop in enumerate(stops):
            if stop.village == village:
                lent = max(0, min(missing, stop.people - least))
                stops[place] = replace(stop, people=stop.people - lent)
                missing -= lent
        earlier[n] = replace(day, stops=tuple(stops))
    return least


def _to_spare(days: Sequence[TeamDay], village: str, least: int) -> int:
    """Return how many people the stops in a village have beyond the smallest stop."""
    return sum(max(0, stop.people - least) for day in days for stop in day.stops if stop.village == village)


def _day(
    field: Field, kind: Kind, team: Team, day: date, start: int, visits: list[tuple[Visit, int]], end: int
) -> TeamDay | None:
    """Return one day on the clock, as early as it can be, or ``None`` when it does not fit."""
    step, places = field.problem.rules.clock_minutes, (kind.base, *field.village_ids)
    way = field.problem.travel.on(day.weekday())
    at = [field.problem.travel.index[places[p]] for p in (start, *(v.place for v, _ in visits), end)]
    minute, last, stops = team.start_minute, field.problem.end_of(team, day), []
    for leg, (visit, people) in enumerate(visits):
        arrive = minute + _rounded(_minutes(way, at[leg], at[leg + 1]), step)
        if arrive > last:
            return None
        site = _rounded(team.setup_minutes + team.minutes_for(people), step)
        minute = int(arrive + site)
        if minute > field.problem.service_ends(team, places[visit.place], day):
            return None
        stops.append(Stop(places[visit.place], int(arrive), int(arrive) + team.setup_minutes, minute, people))
    back = minute + _rounded(_minutes(way, at[-2], at[-1]), step)
    if back > last:
        return None
    return TeamDay(team.id, day, places[start], team.start_minute, tuple(stops), places[end], int(back))


def _minutes(way: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", start: int, end: int) -> float:
    return float(way[start, end]) if start != end else 0.0


def _rounded(minutes: float, step: int) -> float:
    """Return minutes rounded up to the clock; ``inf`` stays."""
    return float(np.ceil(minutes / step - 1e-9) * step)


def _worthwhile(team: Team, days: list[TeamDay]) -> list[TeamDay]:
    """Return the days without the trips on which nobody is recorded."""
    kept: list[TeamDay] = []
    trip: list[TeamDay] = []
    for day in days:
        trip.append(day)
        if day.end_at == team.base:
            if any(d.stops for d in trip):
                kept += trip
            trip = []
    return kept


def tours_of(field: Field, plan: Plan) -> list[Tour]:
    """Return the tours of a plan of the same or a smaller problem; runs that no longer exist are left out."""
    by_day = {(day.team, day.day): day for day in plan.team_days}
    place = {village: n + 1 for n, village in enumerate(field.village_ids)}
    tours = []
    for number, run in kinds_of_runs(field):
        tour = _tour_of(field, number, run, by_day, place)
        if tour is not None:
            tours.append(tour)
    return tours


def _tour_of(
    field: Field, number: int, run: Run, by_day: dict[tuple[str, date], TeamDay], place: dict[str, int]
) -> Tour | None:
    """Return what a team does in one run of a plan, or ``None`` when it does nothing or something unknown."""
    team, step = field.problem.team[run[0]], field.problem.rules.clock_minutes
    visits: list[Visit] = []
    ends: list[int] = []
    people: Counter[int] = Counter()
    for n, day in enumerate(run[1]):
        programme = by_day.get((run[0], day))
        ends.append(0 if programme is None else place.get(programme.end_at, 0))
        for stop in programme.stops if programme is not None else ():
            if stop.village not in place:
                return None
            slots = -(-(stop.close - stop.arrive) // step)
            visits.append(Visit(n, place[stop.village], (stop.arrive - team.start_minute) // step, slots))
            people[place[stop.village] - 1] += stop.people
    if not visits:
        return None
    return Tour(number, tuple(visits), tuple(ends), tuple(people), tuple(people.values()))
