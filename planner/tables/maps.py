"""The plan on the map: ways and stops; villages are in :mod:`planner.tables.areas`."""

import geopandas as gpd
import shapely

from planner.domain.measure import legs_of
from planner.domain.plan import Plan, TeamDay
from planner.tables.days import schedule, team_days


def routes(plan: Plan) -> gpd.GeoDataFrame:
    """Return one line per team-day, straight from start through the stops to the end, in EPSG:4326.

    Returns
    -------
    geopandas.GeoDataFrame
        The columns of :func:`planner.tables.team_days`, ``by_boat`` (whether any leg crosses the sea) and
        ``geometry``, a LineString. Days on which the team does not move are left out.
    """
    moving = [_route(plan, team_day) for team_day in plan.team_days]
    table = team_days(plan).assign(by_boat=[_is_by_boat(plan, team_day) for team_day in plan.team_days])
    kept = [n for n, places in enumerate(moving) if len(places) > 1]
    lines = [shapely.LineString(_points(plan, moving[n])) for n in kept]
    rows = table.iloc[kept].reset_index(drop=True).astype({"by_boat": "bool"})
    return gpd.GeoDataFrame(rows, geometry=lines, crs="EPSG:4326")


def stops(plan: Plan) -> gpd.GeoDataFrame:
    """Return :func:`planner.tables.schedule` with each stop's service point as ``geometry``, in EPSG:4326."""
    places = [plan.problem.village[stop.village] for day in plan.team_days for stop in day.stops]
    points = [shapely.Point(place.lon, place.lat) for place in places]
    return gpd.GeoDataFrame(schedule(plan), geometry=points, crs="EPSG:4326")


def _route(plan: Plan, team_day: TeamDay) -> list[str]:
    """Return the places of the day in order, without a place that follows itself."""
    places = [team_day.start_at, *(stop.village for stop in team_day.stops), team_day.end_at]
    return [place for n, place in enumerate(places) if n == 0 or place != places[n - 1]]


def _points(plan: Plan, places: list[str]) -> list[tuple[float, float]]:
    return [(plan.problem.place(place).lon, plan.problem.place(place).lat) for place in places]


def _is_by_boat(plan: Plan, team_day: TeamDay) -> bool:
    return any(by_boat for _, _, _, by_boat in legs_of(plan, team_day))
