"""Villages and ways in one GeoJSON file."""

import json
from pathlib import Path
from typing import Any

import pyogrio
import shapely

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.exporters.geojson import write_geojson


def features_of(plan: Plan, path: Path, kind: str, language: Any = "id") -> list[dict[str, Any]]:
    write_geojson(plan, path, language=language)
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [feature for feature in features if feature["properties"]["kind"] == kind]


def test_village_with_a_shape_is_an_area_and_one_without_a_point(night_plan: Plan, tmp_path: Path) -> None:
    near, far = features_of(night_plan, tmp_path / "plan.geojson", "village")

    area = shapely.from_geojson(json.dumps(near["geometry"]))
    assert area.equals(shapely.box(123.7, -10.2, 123.9, -10.0))
    assert area.exterior.is_ccw  # RFC 7946, 3.1.6
    assert far["geometry"] == {"type": "Point", "coordinates": [124.1, -9.9]}


def test_backlog_is_planned_plus_left(night_plan: Plan, tmp_path: Path) -> None:
    found = features_of(night_plan, tmp_path / "plan.geojson", "village")

    numbers = [[f["properties"][key] for key in ("backlog", "planned", "left")] for f in found]
    assert numbers == [[65, 0, 65], [75, 48, 27]]


def test_dates_are_texts_and_missing_ones_null(night_plan: Plan, tmp_path: Path) -> None:
    near, far = features_of(night_plan, tmp_path / "plan.geojson", "village")

    assert near["properties"]["first_date"] is None
    assert far["properties"]["first_date"] == "2018-05-09"


def test_way_of_a_day_is_a_line_through_its_places(night_plan: Plan, tmp_path: Path) -> None:
    there, back = features_of(night_plan, tmp_path / "plan.geojson", "route")

    assert there["geometry"] == {"type": "LineString", "coordinates": [[123.9, -10.0], [124.1, -9.9]]}
    assert back["geometry"]["coordinates"] == [[124.1, -9.9], [123.9, -10.0]]
    assert (there["properties"]["night_at"], there["properties"]["people"]) == ("Far", 0)


def test_reason_is_told_in_the_reader_s_language(
    many_places: Problem, empty_plan: Plan, tmp_path: Path
) -> None:
    plan = Plan(many_places, (), empty_plan.outcome)

    indonesian = features_of(plan, tmp_path / "plan.geojson", "village")
    english = features_of(plan, tmp_path / "plan.geojson", "village", "en")

    assert indonesian[2]["properties"]["reason"] == "tidak ada jalan atau perahu (no boat to Ndao)"
    assert english[2]["properties"]["reason"] == "no way leads there (no boat to Ndao)"


def test_gdal_which_qgis_uses_reads_all_features(night_plan: Plan, tmp_path: Path) -> None:
    write_geojson(night_plan, tmp_path / "plan.geojson")

    layer = pyogrio.read_dataframe(tmp_path / "plan.geojson")

    assert layer["kind"].tolist() == ["village", "village", "route", "route"]
    assert layer.crs.to_epsg() == 4326


def test_sums_of_the_plan_are_told_at_the_top(night_plan: Plan, tmp_path: Path) -> None:
    write_geojson(night_plan, tmp_path / "plan.geojson")

    told = json.loads((tmp_path / "plan.geojson").read_text(encoding="utf-8"))["plan"]
    assert (told["backlog"], told["recorded"], told["left_over"], told["bound"]) == (140, 48, 92, 100)
    assert told["first_day"] == "2018-05-07"
