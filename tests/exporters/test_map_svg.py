"""The map's geometry, in the units of its picture."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from planner.domain.places import Village
from planner.domain.plan import Plan, TeamDay
from planner.domain.problem import Problem
from planner.domain.travel_times import TravelTimes
from planner.exporters.map_svg import drawing
from planner.travel.straight_line import great_circle_km

NEAR = "53.01.01.2001"


@pytest.fixture
def islands(two_villages: Problem) -> Problem:
    """Near has a shape; Far lies on another island and has none."""
    near, far = two_villages.villages
    square = shapely.to_wkb(shapely.box(123.7, -10.2, 123.9, -10.0))
    return two_villages.replace(villages=(near, replace(far, island="Semau")), shapes={NEAR: square})


def numbers(path: str) -> list[int]:
    return [int(n) for n in re.findall(r"-?\d+", path)]


def test_square_stays_a_square(islands: Problem, plan_of: Callable[..., Plan]) -> None:
    area, _ = drawing(plan_of(islands)).areas

    x, y, *steps = numbers(area.path)
    assert re.sub(r"[\d -]", "", area.path) == "Mlz"  # to a corner, lines from it, and back
    assert len(steps) == 6  # four corners: one absolute, three steps, and back
    sides = [abs(a) + abs(b) for a, b in zip(steps[::2], steps[1::2], strict=True)]
    assert sides[0] == sides[2]
    assert x >= 0
    assert y >= 0


def test_village_without_a_shape_is_a_disc_at_its_place(
    islands: Problem, plan_of: Callable[..., Plan]
) -> None:
    found = drawing(plan_of(islands))

    _, disc = found.areas
    assert "a9 9 0 1 0 18 0" in disc.path


def test_hole_and_second_part_of_a_village_are_drawn(islands: Problem, plan_of: Callable[..., Plan]) -> None:
    outer = shapely.box(123.7, -10.2, 123.9, -10.0)
    ring = outer - shapely.box(123.75, -10.15, 123.85, -10.05)
    parts = shapely.MultiPolygon([ring, shapely.box(124.0, -10.2, 124.1, -10.1)])
    problem = islands.replace(shapes={NEAR: shapely.to_wkb(parts)})

    area, _ = drawing(plan_of(problem)).areas

    assert area.path.count("M") == area.path.count("z") == 3


def test_shared_borders_stay_shared(islands: Problem, plan_of: Callable[..., Plan]) -> None:
    west, east = shapely.box(123.7, -10.2, 123.87654, -10.0), shapely.box(123.87654, -10.2, 124.1, -10.0)
    shapes = {NEAR: shapely.to_wkb(west), "53.01.02.2001": shapely.to_wkb(east)}

    first, second = drawing(plan_of(islands.replace(shapes=shapes))).areas

    assert right_edge(first.path) == left_edge(second.path)


def corners(path: str) -> np.ndarray:
    values = np.array(numbers(path)).reshape(-1, 2)
    return values.cumsum(axis=0)


def right_edge(path: str) -> int:
    return int(corners(path)[:, 0].max())


def left_edge(path: str) -> int:
    return int(corners(path)[:, 0].min())


def test_everything_lies_inside_the_picture(islands: Problem, plan_of: Callable[..., Plan]) -> None:
    found = drawing(plan_of(islands, TeamDay("T1", date(2018, 5, 7), "B", 480, (), "B", 480)))

    marks = [*found.stops, *found.bases, *found.islands]
    assert marks
    assert all(0 <= mark.x <= found.width and 0 <= mark.y <= found.height for mark in marks)


def test_islands_are_named_where_there_are_several(
    islands: Problem, two_villages: Problem, plan_of: Callable[..., Plan]
) -> None:
    assert [mark.name for mark in drawing(plan_of(islands)).islands] == ["Semau", "Timor"]
    assert drawing(plan_of(two_villages)).islands == ()


def test_names_of_islands_do_not_cover_each_other(islands: Problem, plan_of: Callable[..., Plan]) -> None:
    near, far = islands.villages
    close = replace(far, lon=near.lon + 0.001, lat=near.lat, island="Pulau Kecil")
    problem = islands.replace(villages=(near, close), shapes={})

    first, second = drawing(plan_of(problem)).islands

    assert abs(first.y - second.y) >= 40


def test_scale_is_as_long_as_it_says(islands: Problem, plan_of: Callable[..., Plan]) -> None:
    found = drawing(plan_of(islands))

    base, near = (
        found.bases[0],
        corners(found.areas[0].path).mean(axis=0),
    )  # Near is in the middle of its square
    km = great_circle_km((islands.village[NEAR], islands.base["B"]))[0, 1]
    units = np.hypot(*(near - (base.x, base.y)))

    assert units / km == pytest.approx(found.scale_units / found.scale_km, rel=0.02)


def test_way_there_and_back_is_drawn_once(good_plan: Plan) -> None:
    (way,) = drawing(good_plan).ways

    assert (way.team, way.week) == (0, 0)
    assert way.path.count("M") == 2  # to Near and to Far


def test_ways_of_two_teams_do_not_hide_each_other(good_plan: Plan) -> None:
    problem = good_plan.problem
    other = replace(problem.teams[0], id="T2")
    days = [replace(day, team=team) for day in good_plan.team_days for team in ("T1", "T2")]

    first, second = drawing(
        Plan(problem.replace(teams=(*problem.teams, other)), tuple(days), good_plan.outcome)
    ).ways

    assert numbers(first.path)[:2] == numbers(second.path)[:2]
    assert first.path != second.path


def test_visited_villages_are_marked_and_nights_too(good_plan: Plan) -> None:
    stops = drawing(good_plan).stops

    assert [(stop.name, stop.visits, stop.is_night) for stop in stops] == [
        ("Near", ((0, 0),), False),
        ("Far", ((0, 0),), True),
    ]


def test_problem_at_one_point_has_a_map(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    here = tuple(replace(village, lon=0.0, lat=0.0) for village in two_villages.villages)
    bases = (replace(two_villages.bases[0], lon=0.0, lat=0.0),)

    found = drawing(plan_of(two_villages.replace(villages=here, bases=bases)))

    assert found.scale_km > 0
    assert 0 < found.bases[0].x < found.width


def test_villages_of_a_regency_stay_a_small_drawing(
    two_villages: Problem, plan_of: Callable[..., Plan]
) -> None:
    features = json.loads((data_folder() / "villages.geojson").read_text(encoding="utf-8"))["features"]
    villages = tuple(_village(feature["properties"]) for feature in features)
    shapes = {feature["id"]: shapely.to_wkb(shape(feature["geometry"])) for feature in features}
    ids = (*(village.id for village in villages), "B")
    zeros = np.zeros((1, len(ids), len(ids)))
    travel = TravelTimes(ids, zeros, zeros, zeros, zeros.astype(bool))
    problem = two_villages.replace(villages=villages, shapes=shapes, travel=travel)

    areas = drawing(plan_of(problem)).areas

    assert len(areas) == 296
    assert len("".join(area.path for area in areas)) < 150_000


def _village(row: dict[str, object]) -> Village:
    names = ("kode_desa", "nama_desa", "belum_rekam", "lon", "lat", "pulau", "kode_kec", "nama_kec")
    return Village(*(row[name] for name in names))  # type: ignore[arg-type]


def data_folder() -> Path:
    return Path(__file__).resolve().parents[2] / "data"
