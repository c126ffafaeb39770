"""The plan place by place: villages, districts, and who is left over and why."""

from collections import defaultdict
from datetime import date

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from planner.domain.efforts import Effort, efforts
from planner.domain.measure import cost_idr, has_rates
from planner.domain.places import Village
from planner.domain.plan import Plan
from planner.domain.reach import BELOW, unreachable
from planner.tables._frame import COUNT, DATE, FLAG, NUMBER, TEXT, frame

VILLAGE_COLUMNS = {
    "village_code": TEXT,
    "village": TEXT,
    "district_code": TEXT,
    "district": TEXT,
    "regency_code": TEXT,
    "regency": TEXT,
    "island": TEXT,
    "lon": NUMBER,
    "lat": NUMBER,
    "backlog": COUNT,
    "planned": COUNT,
    "left": COUNT,
    "share_planned": NUMBER,
    "visits": COUNT,
    "first_date": DATE,
    "last_date": DATE,
    "teams": TEXT,
    "modelled": FLAG,
    "reason": TEXT,
    "reason_detail": TEXT,
}

NOT_SERVED_COLUMNS = [
    "village_code",
    "village",
    "district",
    "regency",
    "island",
    "backlog",
    "planned",
    "left",
]

NEEDS_COLUMNS = {
    "needs_team": TEXT,
    "needs_people": NUMBER,
    "needs_trips": NUMBER,
    "needs_team_days": NUMBER,
    "needs_nights": NUMBER,
    "extra_cost_idr": NUMBER,
}


def villages(plan: Plan) -> gpd.GeoDataFrame:
    """Return one row per village, in the problem's order, in EPSG:4326.

    Returns
    -------
    geopandas.GeoDataFrame
        ``village_code``, ``village``, ``district_code``, ``district``, ``regency_code``, ``regency``,
        ``island``; ``lon`` and ``lat`` of the service point in degrees; ``backlog`` = ``planned`` + ``left``
        in people; ``share_planned`` 0..1, NaN without a backlog; ``visits``; ``first_date`` and
        ``last_date`` of them; ``teams``, ids joined by ``, ``; ``modelled``, whether the backlog is a
        modelled number and not a count; ``reason`` and ``reason_detail`` as in :func:`not_served`, empty when
        nobody is left; ``geometry``: the village's shape, or its service point where none is known.
    """
    stops: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
    for team_day in plan.team_days:
        for stop in team_day.stops:
            stops[stop.village].append((team_day.day, team_day.team))
    reasons, scarce = unreachable(plan.problem), _scarce(plan)
    rows = [
        {
            **_place(v),
            **_counts(plan, v),
            **_visits(stops[v.id]),
            **_reason(plan, v, reasons.get(v.id), scarce),
        }
        for v in plan.problem.villages
    ]
    shapes = [_shape(plan, village) for village in plan.problem.villages]
    return gpd.GeoDataFrame(frame(rows, VILLAGE_COLUMNS), geometry=shapes, crs="EPSG:4326")


def districts(plan: Plan) -> pd.DataFrame:
    """Return one row per district (kecamatan), ordered by code and name.

    Returns
    -------
    pandas.DataFrame
        ``district_code``, ``district``, ``regency``; ``villages``, how many; ``villages_visited`` and
        ``villages_completed`` (had a backlog, nobody left); ``backlog`` = ``planned`` + ``left`` in people;
        ``share_planned`` 0..1, NaN without a backlog; ``visits``; ``first_date`` and ``last_date`` of them.
        Where some kecamatan have floors, also ``floor`` and ``short``: people who should be recorded there,
        and how many are missing; NaN without a floor. One that stands in several rows has them in the first.
    """
    table = pd.DataFrame(villages(plan).drop(columns="geometry"))
    table = table.assign(visited=table["visits"] > 0, completed=(table["backlog"] > 0) & (table["left"] == 0))
    grouped = table.groupby(["district_code", "district", "regency"], sort=True).agg(
        villages=("village_code", "size"),
        villages_visited=("visited", "sum"),
        villages_completed=("completed", "sum"),
        backlog=("backlog", "sum"),
        planned=("planned", "sum"),
        left=("left", "sum"),
        visits=("visits", "sum"),
        first_date=("first_date", "min"),
        last_date=("last_date", "max"),
    )
    shares = grouped["planned"] / grouped["backlog"].where(grouped["backlog"] > 0)
    grouped.insert(6, "share_planned", shares)
    found = grouped.reset_index()
    return _with_floors(plan, found) if plan.problem.rules.floors else found


def _with_floors(plan: Plan, table: pd.DataFrame) -> pd.DataFrame:
    """Return the districts with what should be recorded there, and how many are missing."""
    floors = {floor.district_id: floor.people for floor in plan.problem.rules.floors}
    codes = table["district_code"].where(~table["district_code"].duplicated())
    return table.assign(
        floor=codes.map(floors).astype("float64"), short=codes.map(plan.short).astype("float64")
    )


def not_served(plan: Plan) -> pd.DataFrame:
    """Return one row per village in which people are left over, most people first.

    Returns
    -------
    pandas.DataFrame
        ``village_code``, ``village``, ``district``, ``regency``, ``island``, ``backlog``, ``planned``,
        ``left`` in people; ``reason``: ``no way``, ``too far``, ``always closed``, ``latest day passed``,
        ``in no team's areas``, ``no team``, ``no working day``, ``no kit`` (nobody can serve the village),
        ``no team-days left``, ``budget used up`` (it pays for no further day), ``not planned`` (neither is
        used up) or ``partly served``; ``reason_detail``: the travel source's words where there is no way,
        for ``partly served`` one of the two that are used up or ``below the smallest stop``, else empty. Then
        what trips to this village alone would take (:mod:`planner.domain.efforts`), beside all that is
        planned: ``needs_team``, an id, ``needs_people``, how many of the people left they record,
        ``needs_trips``, ``needs_team_days``, ``needs_nights``, and ``extra_cost_idr`` in rupiah, NaN
        where the project gives no rates; empty and NaN where no such trip exists.
    """
    table = pd.DataFrame(villages(plan).drop(columns="geometry"))
    left = table.loc[table["left"] > 0, [*NOT_SERVED_COLUMNS, "reason", "reason_detail"]]
    ordered = left.sort_values(["left", "village_code"], ascending=[False, True], ignore_index=True)
    found = efforts(plan)
    rows = [_needs(found.get(village)) for village in ordered["village_code"]]
    if not has_rates(plan.problem):
        rows = [{**row, "extra_cost_idr": float("nan")} for row in rows]
    return pd.concat([ordered, frame(rows, NEEDS_COLUMNS)], axis="columns")


def _needs(effort: Effort | None) -> dict[str, object]:
    if effort is None:
        return {name: "" if kind == TEXT else float("nan") for name, kind in NEEDS_COLUMNS.items()}
    return {
        "needs_team": effort.team,
        "needs_people": effort.people,
        "needs_trips": effort.trips,
        "needs_team_days": effort.team_days,
        "needs_nights": effort.nights,
        "extra_cost_idr": effort.cost_idr,
    }


def _place(village: Village) -> dict[str, object]:
    return {
        "village_code": village.id,
        "village": village.name,
        "district_code": village.district_id,
        "district": village.district,
        "regency_code": village.regency_id,
        "regency": village.regency,
        "island": village.island,
        "lon": village.lon,
        "lat": village.lat,
        "modelled": village.modelled,
    }


def _counts(plan: Plan, village: Village) -> dict[str, object]:
    planned = plan.planned.get(village.id, 0)
    share = planned / village.backlog if village.backlog else float("nan")
    left = plan.left(village.id)
    return {"backlog": village.backlog, "planned": planned, "left": left, "share_planned": share}


def _visits(stops: list[tuple[date, str]]) -> dict[str, object]:
    days = [day for day, _ in stops]
    return {
        "visits": len(stops),
        "first_date": min(days, default=None),
        "last_date": max(days, default=None),
        "teams": ", ".join(sorted({team for _, team in stops})),
    }


def _scarce(plan: Plan) -> str:
    """Return what keeps every team from one more day, empty where nothing does."""
    rules, teams = plan.problem.rules, plan.problem.teams
    if len(plan.team_days) >= plan.problem.team_days:
        return "no team-days left"
    if rules.budget is not None and rules.budget - cost_idr(plan) < rules.costs.day_out + min(
        team.day_cost for team in teams
    ):
        return "budget used up"
    return ""


def _reason(plan: Plan, village: Village, cut_off: str | None, scarce: str) -> dict[str, object]:
    """Return why people of ``village`` are left over; ``cut_off`` is why nobody can serve it at all."""
    if plan.left(village.id) <= 0:
        return {"reason": "", "reason_detail": ""}
    if cut_off:
        reason, _, detail = cut_off.partition(": ")
        return {"reason": reason, "reason_detail": detail}
    if village.id in plan.planned:
        is_small = plan.left(village.id) < plan.problem.rules.smallest_stop
        return {"reason": "partly served", "reason_detail": BELOW if is_small else scarce}
    return {"reason": scarce or "not planned", "reason_detail": ""}


def _shape(plan: Plan, village: Village) -> BaseGeometry:
    wkb = plan.problem.shapes.get(village.id)
    return shapely.from_wkb(wkb) if wkb else shapely.Point(village.lon, village.lat)
