"""The plan day by day: stops, team-days, weeks, and which dates are worked at all."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from planner.domain.calendar import Calendar
from planner.domain.check import clock
from planner.domain.measure import is_night_away, legs_of
from planner.domain.plan import Plan, Stop, TeamDay
from planner.tables._frame import COUNT, DATE, FLAG, NUMBER, TEXT, frame

STOP_COLUMNS = {
    "number": COUNT,
    "date": DATE,
    "weekday": COUNT,
    "team": TEXT,
    "team_name": TEXT,
    "district": TEXT,
    "village": TEXT,
    "village_code": TEXT,
    "from_place": TEXT,
    "leave": TEXT,
    "travel_minutes": NUMBER,
    "by_boat": FLAG,
    "arrive": TEXT,
    "open": TEXT,
    "close": TEXT,
    "arrive_minute": COUNT,
    "open_minute": COUNT,
    "close_minute": COUNT,
    "backlog_before": COUNT,
    "expected": COUNT,
    "people": COUNT,
    "visit": COUNT,
    "left_after": COUNT,
    "night_at": TEXT,
}

DAY_COLUMNS = {
    "date": DATE,
    "weekday": COUNT,
    "team": TEXT,
    "team_name": TEXT,
    "start_place": TEXT,
    "leave": TEXT,
    "villages": TEXT,
    "stops": COUNT,
    "people": COUNT,
    "end_place": TEXT,
    "back": TEXT,
    "night_at": TEXT,
    "travel_minutes": NUMBER,
    "km": NUMBER,
    "boat_cost_idr": NUMBER,
}

WEEK_COLUMNS = {"week_start": DATE, "people": COUNT, "people_so_far": COUNT, "team_days": COUNT}
DETAIL_COLUMNS = {"venue": TEXT, "guests": TEXT, "contact": TEXT, "vehicle": TEXT, "staff": TEXT}
CALENDAR_COLUMNS = {"date": DATE, "weekday": COUNT, "kind": TEXT, "why": TEXT}


def schedule(plan: Plan) -> pd.DataFrame:
    """Return one row per stop, in the order of date, team and hour.

    Returns
    -------
    pandas.DataFrame
        ``number`` from 1; ``date``; ``weekday`` (Monday = 0); ``team`` and ``team_name``; ``district``,
        ``village`` and ``village_code``; ``from_place``, the name of the place the team comes from, ``leave``
        (HH.MM) and ``travel_minutes`` from there; ``by_boat``; ``arrive``, ``open``, ``close`` (HH.MM, and
        as ``*_minute`` after midnight); ``backlog_before`` and ``left_after``, people waiting in the village
        before and after the stop; ``expected``, who comes by the turnout of that day of service (all, without
        a turnout); ``people`` planned; ``visit``, the how manieth in this village from 1;
        ``night_at``, where the team sleeps, on the last stop of a day away from its base, else empty.
    """
    return frame(_stop_rows(plan), STOP_COLUMNS)


def details(plan: Plan) -> pd.DataFrame:
    """Return what is printed beside each stop, in the rows of :func:`schedule`.

    Returns
    -------
    pandas.DataFrame
        ``venue``; ``guests``, villages whose people come there too; ``contact`` of the village (name,
        telephone); ``vehicle``; ``staff``. Several names are joined by ``; ``. Empty where the project does
        not say.
    """
    stops = [(day.team, stop.village) for day in plan.team_days for stop in day.stops]
    rows = (
        {
            "venue": plan.problem.village[village].venue,
            "guests": "; ".join(guest.name for guest in plan.problem.village[village].guests),
            "contact": plan.problem.village[village].contact,
            "vehicle": plan.problem.team[team].vehicle,
            "staff": "; ".join(plan.problem.team[team].staff),
        }
        for team, village in stops
    )
    return frame(rows, DETAIL_COLUMNS)


def team_days(plan: Plan) -> pd.DataFrame:
    """Return one row per team-day, days of mere travel or waiting for a boat included.

    Returns
    -------
    pandas.DataFrame
        ``date``; ``weekday`` (Monday = 0); ``team`` and ``team_name``; ``start_place``, ``leave`` (HH.MM);
        ``villages``, names joined by ``; ``; ``stops``; ``people`` planned; ``end_place``, ``back`` (HH.MM);
        ``night_at``, empty at the base; ``travel_minutes``; ``km`` on land; ``boat_cost_idr``.
    """
    return frame((_day_row(plan, team_day) for team_day in plan.team_days), DAY_COLUMNS)


def weeks(plan: Plan) -> pd.DataFrame:
    """Return one row per calendar week of the period, from Monday on, weeks without a visit included.

    Returns
    -------
    pandas.DataFrame
        ``week_start``, a Monday; ``people`` planned; ``people_so_far``; ``team_days`` used.
    """
    people: Counter[date] = Counter()
    used: Counter[date] = Counter()
    for team_day in plan.team_days:
        people[monday(team_day.day)] += team_day.people
        used[monday(team_day.day)] += 1
    mondays = sorted({monday(day) for day in plan.problem.calendar.days()} | people.keys())
    rows = [{"week_start": day, "people": people[day], "team_days": used[day]} for day in mondays]
    table = frame(({**row, "people_so_far": 0} for row in rows), WEEK_COLUMNS)
    return table.assign(people_so_far=table["people"].cumsum())


def calendar_days(plan: Plan) -> pd.DataFrame:
    """Return one row per date from the first day to the deadline.

    Returns
    -------
    pandas.DataFrame
        ``date``; ``weekday`` (Monday = 0); ``kind``: ``work``, ``rest`` (a weekday that is never worked) or
        ``holiday``; ``why``, the holiday's name, else empty.
    """
    calendar = plan.problem.calendar
    rows = (
        {
            "date": day,
            "weekday": day.weekday(),
            "kind": _kind(calendar, day),
            "why": calendar.holidays.get(day, ""),
        }
        for day in calendar.days()
    )
    return frame(rows, CALENDAR_COLUMNS)


def monday(day: date) -> date:
    """Return the Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def night_at(plan: Plan, team_day: TeamDay) -> str:
    """Return the name of the place where the team sleeps away from its base, else an empty text."""
    return plan.problem.place(team_day.end_at).name if is_night_away(plan, team_day) else ""


def _kind(calendar: Calendar, day: date) -> str:
    if day in calendar.holidays:
        return "holiday"
    return "work" if calendar.is_working(day) else "rest"


def _stop_rows(plan: Plan) -> Iterator[dict[str, object]]:
    """Yield the stops with what is counted along the way: their number, visits and people left."""
    left = {village.id: village.backlog for village in plan.problem.villages}
    visits: Counter[str] = Counter()
    morning: dict[tuple[str, date], tuple[int, int]] = {}  # village and date -> who wait, days served before
    served: Counter[str] = Counter()
    legs = ((day, *leg) for day in plan.team_days for leg in _legs(day))
    for number, (team_day, start, leave, stop) in enumerate(legs, start=1):
        before = left[stop.village]
        if (stop.village, team_day.day) not in morning:
            morning[stop.village, team_day.day] = (before, served[stop.village])
            served[stop.village] += 1
        left[stop.village] -= stop.people
        visits[stop.village] += 1
        yield {
            "number": number,
            **_who_and_where(plan, team_day, stop),
            **_way(plan, team_day, start, leave, stop),
            **_hours(stop),
            "backlog_before": before,
            "expected": plan.problem.rules.coming(*morning[stop.village, team_day.day]),
            "people": stop.people,
            "visit": visits[stop.village],
            "left_after": left[stop.village],
            "night_at": night_at(plan, team_day) if stop is team_day.stops[-1] else "",
        }


def _legs(team_day: TeamDay) -> Iterator[tuple[str, int, Stop]]:
    """Yield each stop with the place the team comes from and the minute at which it leaves it."""
    place, leave = team_day.start_at, team_day.leave
    for stop in team_day.stops:
        yield place, leave, stop
        place, leave = stop.village, stop.close


def _who_and_where(plan: Plan, team_day: TeamDay, stop: Stop) -> dict[str, object]:
    village = plan.problem.village[stop.village]
    return {
        "date": team_day.day,
        "weekday": team_day.day.weekday(),
        "team": team_day.team,
        "team_name": plan.problem.team[team_day.team].name,
        "district": village.district,
        "village": village.name,
        "village_code": village.id,
    }


def _way(plan: Plan, team_day: TeamDay, start: str, leave: int, stop: Stop) -> dict[str, object]:
    minutes, by_boat = 0.0, False
    if start != stop.village:
        minutes, _, _, by_boat = plan.problem.travel.leg(start, stop.village, team_day.day.weekday())
    return {
        "from_place": plan.problem.place(start).name,
        "leave": clock(leave),
        "travel_minutes": minutes,
        "by_boat": by_boat,
    }


def _hours(stop: Stop) -> dict[str, object]:
    return {
        "arrive": clock(stop.arrive),
        "open": clock(stop.open),
        "close": clock(stop.close),
        "arrive_minute": stop.arrive,
        "open_minute": stop.open,
        "close_minute": stop.close,
    }


def _day_row(plan: Plan, team_day: TeamDay) -> dict[str, object]:
    legs = legs_of(plan, team_day)
    return {
        "date": team_day.day,
        "weekday": team_day.day.weekday(),
        "team": team_day.team,
        "team_name": plan.problem.team[team_day.team].name,
        "start_place": plan.problem.place(team_day.start_at).name,
        "leave": clock(team_day.leave),
        "villages": "; ".join(plan.problem.village[stop.village].name for stop in team_day.stops),
        "stops": len(team_day.stops),
        "people": team_day.people,
        "end_place": plan.problem.place(team_day.end_at).name,
        "back": clock(team_day.back),
        "night_at": night_at(plan, team_day),
        "travel_minutes": sum(leg[0] for leg in legs),
        "km": sum(leg[1] for leg in legs),
        "boat_cost_idr": sum(leg[2] for leg in legs),
    }
