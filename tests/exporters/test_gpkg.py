"""The GeoPackage that QGIS opens."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest

from planner.domain.plan import Plan
from planner.exporters.gpkg import write_gpkg


def test_layers_are_villages_routes_and_stops(night_plan: Plan, tmp_path: Path) -> None:
    write_gpkg(night_plan, tmp_path / "plan.gpkg")

    layers = pyogrio.list_layers(tmp_path / "plan.gpkg").tolist()
    assert layers == [["villages", "Unknown"], ["routes", "LineString"], ["stops", "Point"]]


def test_layers_of_an_older_file_do_not_stay(night_plan: Plan, tmp_path: Path) -> None:
    write_gpkg(night_plan, tmp_path / "plan.gpkg")
    older = pyogrio.read_dataframe(tmp_path / "plan.gpkg", layer="stops")
    pyogrio.write_dataframe(older, tmp_path / "plan.gpkg", layer="older", driver="GPKG")

    write_gpkg(night_plan, tmp_path / "plan.gpkg")

    names = [name for name, _ in pyogrio.list_layers(tmp_path / "plan.gpkg").tolist()]
    assert names == ["villages", "routes", "stops"]


def test_villages_without_shapes_are_a_layer_of_points(good_plan: Plan, tmp_path: Path) -> None:
    write_gpkg(good_plan, tmp_path / "plan.gpkg")

    assert pyogrio.list_layers(tmp_path / "plan.gpkg").tolist()[0] == ["villages", "Point"]


def test_villages_that_all_have_shapes_are_a_layer_of_areas(night_plan: Plan, tmp_path: Path) -> None:
    (shape,) = night_plan.problem.shapes.values()
    shapes = {village.id: shape for village in night_plan.problem.villages}
    plan = Plan(night_plan.problem.replace(shapes=shapes), night_plan.team_days, night_plan.outcome)

    write_gpkg(plan, tmp_path / "plan.gpkg")

    assert pyogrio.list_layers(tmp_path / "plan.gpkg").tolist()[0] == ["villages", "MultiPolygon"]


def test_villages_say_what_is_planned_and_left(night_plan: Plan, tmp_path: Path) -> None:
    write_gpkg(night_plan, tmp_path / "plan.gpkg")

    with closing(sqlite3.connect(tmp_path / "plan.gpkg")) as database:
        rows = database.execute(
            'select village_code, backlog, planned, "left", reason from villages order by 1'
        ).fetchall()
    assert rows == [
        ("53.01.01.2001", 65, 0, 65, "tidak masuk rencana ini"),
        ("53.01.02.2001", 75, 48, 27, "terlayani sebagian"),
    ]


def test_dates_are_dates_in_the_file(night_plan: Plan, tmp_path: Path) -> None:
    write_gpkg(night_plan, tmp_path / "plan.gpkg")

    stops = pyogrio.read_dataframe(tmp_path / "plan.gpkg", layer="stops")
    assert stops["date"].dt.strftime("%Y-%m-%d").tolist() == ["2018-05-09"]
    assert stops.crs.to_epsg() == 4326


@pytest.mark.parametrize("name", ["empty_plan", "no_teams_plan"])
def test_layers_are_there_even_when_nobody_moves(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    write_gpkg(request.getfixturevalue(name), tmp_path / "plan.gpkg")

    assert pyogrio.read_info(tmp_path / "plan.gpkg", layer="routes")["features"] == 0
    assert pyogrio.read_info(tmp_path / "plan.gpkg", layer="stops")["features"] == 0


def test_names_come_back_as_they_were(nasty_plan: Plan, tmp_path: Path) -> None:
    write_gpkg(nasty_plan, tmp_path / "plan.gpkg")

    villages = pyogrio.read_dataframe(tmp_path / "plan.gpkg", layer="villages")
    assert villages["village"].tolist() == [village.name for village in nasty_plan.problem.villages]
    assert villages["regency"].tolist() == [village.regency for village in nasty_plan.problem.villages]
