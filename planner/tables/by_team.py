"""The plan team by team: who is where on which date, and how much each team does."""

from collections import defaultdict

import pandas as pd

from planner.domain.check import clock
from planner.domain.plan import Plan, TeamDay
from planner.domain.teams import Team
from planner.tables._frame import COUNT, NUMBER, TEXT, frame
from planner.tables.days import night_at

TEAM_COLUMNS = {
    "team": TEXT,
    "team_name": TEXT,
    "base": TEXT,
    "rate_per_hour": NUMBER,
    "start": TEXT,
    "end": TEXT,
    "setup_minutes": COUNT,
    "max_nights": COUNT,
    "areas": TEXT,
    "day_cost": NUMBER,
    "team_days_available": COUNT,
    "team_days": COUNT,
    "stops": COUNT,
    "people": COUNT,
    "nights": COUNT,
}


def teams(plan: Plan) -> pd.DataFrame:
    """Return one row per team, in the problem's order: what it can do and what it is asked to do.

    Returns
    -------
    pandas.DataFrame
        ``team``, ``team_name``, ``base`` (its name), ``rate_per_hour`` (people), ``start`` and ``end`` of its
        day (HH.MM), ``setup_minutes``, ``max_nights`` in a row, ``areas``, codes that it serves, empty for
        all, ``day_cost`` of its own in rupiah; ``team_days_available``, ``team_days`` used, ``stops``,
        ``people`` planned and ``nights`` away.
    """
    days: defaultdict[str, list[TeamDay]] = defaultdict(list)
    for team_day in plan.team_days:
        days[team_day.team].append(team_day)
    return frame((_team_row(plan, team, days[team.id]) for team in plan.problem.teams), TEAM_COLUMNS)


def team_matrix(plan: Plan) -> pd.DataFrame:
    """Return where each team is on each date of the period.

    Returns
    -------
    pandas.DataFrame
        Index ``team`` (ids in the problem's order), one column per calendar day (``datetime.date``) from the
        first day to the deadline. A cell reads ``Village (people)``, joined by ``; ``; ``→ place`` on a day
        of mere travel; empty at the base. Kinds of dates: :func:`calendar_days`; nights: :func:`team_nights`.
    """
    return _matrix(plan, {(day.team, day.day): _cell(plan, day) for day in plan.team_days})


def team_nights(plan: Plan) -> pd.DataFrame:
    """Return where each team sleeps away from its base: shaped as :func:`team_matrix`, empty for none."""
    return _matrix(plan, {(day.team, day.day): night_at(plan, day) for day in plan.team_days})


def _matrix(plan: Plan, cells: dict[tuple[str, object], str]) -> pd.DataFrame:
    """Return a frame of teams by dates with the given cells, empty texts elsewhere."""
    dates = plan.problem.calendar.days()
    ids = [team.id for team in plan.problem.teams]
    rows = [[cells.get((team, day), "") for day in dates] for team in ids]
    columns = pd.Index(dates, dtype=object, name="date")
    return pd.DataFrame(rows, index=pd.Index(ids, dtype=object, name="team"), columns=columns, dtype=object)


def _cell(plan: Plan, team_day: TeamDay) -> str:
    if not team_day.stops:
        return f"→ {plan.problem.place(team_day.end_at).name}"
    return "; ".join(f"{plan.problem.village[stop.village].name} ({stop.people})" for stop in team_day.stops)


def _team_row(plan: Plan, team: Team, days: list[TeamDay]) -> dict[str, object]:
    return {
        "team": team.id,
        "team_name": team.name,
        "base": plan.problem.base[team.base].name,
        "rate_per_hour": team.rate_per_hour,
        "start": clock(team.start_minute),
        "end": clock(team.end_minute),
        "setup_minutes": team.setup_minutes,
        "max_nights": team.max_nights,
        "areas": ", ".join(sorted(team.areas)),
        "day_cost": team.day_cost,
        "team_days_available": len(plan.problem.days_of(team)),
        "team_days": len(days),
        "stops": sum(len(day.stops) for day in days),
        "people": sum(day.people for day in days),
        "nights": sum(1 for day in days if night_at(plan, day)),
    }
