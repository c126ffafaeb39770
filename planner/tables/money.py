"""What the plan costs, trip by trip and week by week."""

import pandas as pd

from planner.domain.measure import day_costs, has_rates, is_costed, is_night_away, legs_of
from planner.domain.plan import Plan
from planner.domain.trips import Trip, trips_of
from planner.tables._frame import COUNT, DATE, NUMBER, TEXT, frame
from planner.tables.days import monday

TRIP_COLUMNS = {
    "number": COUNT,
    "team": TEXT,
    "team_name": TEXT,
    "first_date": DATE,
    "last_date": DATE,
    "week_start": DATE,
    "days": COUNT,
    "nights": COUNT,
    "villages": TEXT,
    "stops": COUNT,
    "people": COUNT,
    "km": NUMBER,
    "cost_days_idr": NUMBER,
    "cost_nights_idr": NUMBER,
    "cost_stops_idr": NUMBER,
    "cost_km_idr": NUMBER,
    "boat_cost_idr": NUMBER,
    "cost_idr": NUMBER,
    "cost_per_person_idr": NUMBER,
}
PARTS = {  # column -> field of the costs of a day
    "cost_days_idr": "day",
    "cost_nights_idr": "night",
    "cost_stops_idr": "stops",
    "cost_km_idr": "km",
}
SUMMED = ["days", "nights", "people", "km", *PARTS, "boat_cost_idr", "cost_idr"]


def has_costs(plan: Plan) -> bool:
    """Return whether the plan costs anything that is known: rates, a budget or boat fares."""
    fares = any(leg[2] > 0 for team_day in plan.team_days for leg in legs_of(plan, team_day))
    return fares or is_costed(plan.problem)


def trips(plan: Plan) -> pd.DataFrame:
    """Return one row per trip, from the day a team leaves its base until it is back.

    Returns
    -------
    pandas.DataFrame
        ``number`` from 1, by first day and team; ``team`` and ``team_name``; ``first_date``, ``last_date``;
        ``week_start``, the Monday of the first day; ``days`` and ``nights`` away; ``villages``, names joined
        by ``; ``; ``stops``; ``people`` planned; ``km`` on land; in rupiah ``cost_days_idr`` (uang harian and
        the team's own day, as a rented car), ``cost_nights_idr`` (penginapan), ``cost_stops_idr`` (generator
        and zones) and ``cost_km_idr``, NaN where the project gives no rates; ``boat_cost_idr``; the sum of
        what is known, ``cost_idr``; ``cost_per_person_idr``, NaN without rates or where nobody is recorded.
    """
    rows = (_trip(plan, trip) for trip in trips_of(plan))
    return frame(({"number": n, **row} for n, row in enumerate(rows, start=1)), TRIP_COLUMNS)


def cost_weeks(plan: Plan) -> pd.DataFrame:
    """Return one row per week in which a trip begins; a trip counts whole there.

    Returns
    -------
    pandas.DataFrame
        ``week_start``, a Monday; of its trips ``trips``, how many, ``days``, ``nights``, ``people``, ``km``,
        ``cost_days_idr``, ``cost_nights_idr``, ``cost_stops_idr``, ``cost_km_idr``, ``boat_cost_idr``
        and their sum ``cost_idr``; ``cost_per_person_idr``; NaN as in :func:`trips`.
    """
    table = trips(plan)
    weeks = table.groupby("week_start", as_index=False)[SUMMED].sum(min_count=1)
    weeks.insert(1, "trips", table.groupby("week_start").size().to_numpy(dtype="int64"))
    people = weeks["people"].where((weeks["people"] > 0) & has_rates(plan.problem))
    return weeks.assign(cost_per_person_idr=weeks["cost_idr"] / people)


def _trip(plan: Plan, trip: Trip) -> dict[str, object]:
    costs = [day_costs(plan.problem, day) for day in trip.days]
    parts = {name: sum(getattr(cost, field) for cost in costs) for name, field in PARTS.items()}
    fares, is_known = sum(cost.fares for cost in costs), has_rates(plan.problem)
    total = fares + sum(parts.values())
    villages = dict.fromkeys(plan.problem.village[stop.village].name for _, stop in trip.stops)
    return {
        "team": trip.team,
        "team_name": plan.problem.team[trip.team].name,
        "first_date": trip.first,
        "last_date": trip.last,
        "week_start": monday(trip.first),
        "days": len(trip.days),
        "nights": sum(is_night_away(plan, day) for day in trip.days),
        "villages": "; ".join(villages),
        "stops": len(trip.stops),
        "people": trip.people,
        "km": sum(leg[1] for day in trip.days for leg in legs_of(plan, day)),
        **(parts if is_known else dict.fromkeys(parts, float("nan"))),
        "boat_cost_idr": fares,
        "cost_idr": total,
        "cost_per_person_idr": total / trip.people if is_known and trip.people else float("nan"),
    }
