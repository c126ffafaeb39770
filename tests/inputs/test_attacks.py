"""What careless hands do to a project: each becomes a fault that an officer can read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.errors import Fault
from planner.inputs.project import read_problem

Write = Callable[..., Path]
FaultsOf = Callable[[Path], tuple[Fault, ...]]

TEAMS = "Kode Tim,Basis,Laju per Jam,Persiapan (menit),Maks Malam,Cuti\n"
VILLAGES = "kode_desa,nama_desa,pulau,lon,lat,belum_rekam\n"
TOO_MUCH = "expected a whole number of at most 1,000,000,000"

CELLS = [
    ("teams.csv", TEAMS + "T1,B,1e400,0,0,\n", "expected a number of at most 1,000,000,000"),
    ("teams.csv", TEAMS + "T1,B,1e300,0,0,\n", "expected a number of at most 1,000,000,000"),
    ("teams.csv", TEAMS + "T1,B,10,9999999999999,0,\n", TOO_MUCH),
    ("teams.csv", TEAMS + "T1,B,10,0,9999999999999,\n", TOO_MUCH),
    ("teams.csv", TEAMS + "T1,B,10,0,0,0001-01-01 s.d. 9999-12-31\n", "expected a year from 1900 to 2200"),
    (
        "villages.csv",
        VILLAGES + "53.01.01.2001,Dekat,Timor,123.8,-10.1,99999999\n",
        "expected at most 10,000,000 people in one village",
    ),
]

SETTINGS = [
    ("2018-05-11", "9999-12-31", "Input should be less than or equal to 2200-12-31"),
    ("2018-05-07", "0", "expected a date without quotation marks, e.g. 2018-05-07"),
    ("2018-05-07", '"7 Mei 2018"', "expected a date without quotation marks, e.g. 2018-05-07"),
    ('"Two villages"', "3", "expected a text in quotation marks"),
]

SHAPES: list[dict[str, Any]] = [
    {"type": "Polygon", "coordinates": []},
    {"type": "GeometryCollection", "geometries": []},
    {"type": "Point", "coordinates": [float("nan"), -10.0]},
    {"type": "Polygon", "coordinates": [[[123.0, -10.0], [124.0, -10.0]]]},
    {"type": "Star", "coordinates": [123.0, -10.0]},
]


def map_with(shape: dict[str, Any], **properties: object) -> str:
    """Return a GeoJSON of one village."""
    of_village = {"kode_desa": "53.01.01.2001", "nama_desa": "Dekat", "pulau": "Timor", "belum_rekam": 65}
    feature = {"type": "Feature", "properties": of_village | properties, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def in_map(project: Write, content: str) -> Path:
    """Return the project with its villages in a GeoJSON."""
    path = project({"villages.geojson": content})
    path.write_text(path.read_text(encoding="utf-8").replace("villages.csv", "villages.geojson"), "utf-8")
    return path


@pytest.mark.parametrize(("file", "content", "problem"), CELLS)
def test_numbers_and_dates_beyond_all_measure_are_faults(
    project: Write, faults_of: FaultsOf, file: str, content: str, problem: str
) -> None:
    (fault,) = faults_of(project({file: content}))

    assert (fault.file, fault.row, fault.problem) == (file, 2, problem)


@pytest.mark.parametrize(("good", "bad", "problem"), SETTINGS)
def test_slips_in_planner_toml_are_told_in_plain_words(
    project: Write, faults_of: FaultsOf, good: str, bad: str, problem: str
) -> None:
    path = project()
    path.write_text(path.read_text(encoding="utf-8").replace(good, bad), "utf-8")

    assert [fault.problem for fault in faults_of(path)] == [problem]


@pytest.mark.parametrize("value", ["true", '"7"', "7.0"])
def test_a_clock_that_is_no_whole_number_is_a_fault(project: Write, faults_of: FaultsOf, value: str) -> None:
    (fault,) = faults_of(project(toml=f"[rules]\nclock_minutes = {value}\n"))

    assert fault.column == "rules.clock_minutes"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("speed_kmh = 1e-300", "speed_kmh is 1e-300; expected 0.1 to 1000"),
        ("detour = 1e300", "detour is 1e+300; expected 100 at most"),
    ],
)
def test_roads_beyond_all_measure_are_faults(
    project: Write, faults_of: FaultsOf, line: str, problem: str
) -> None:
    assert [fault.problem for fault in faults_of(project(toml=f"[travel]\n{line}\n"))] == [problem]


def test_a_file_name_too_long_for_any_file_does_not_exist(project: Write, faults_of: FaultsOf) -> None:
    path = project()
    text = path.read_text(encoding="utf-8")
    for name in ("teams.csv", "villages.csv"):
        text = text.replace(name, "a" * 300 + name)
    path.write_text(text, "utf-8")

    assert [fault.problem for fault in faults_of(path)] == ["does not exist"] * 2


def test_toml_nested_too_deeply_is_a_fault(project: Write, faults_of: FaultsOf) -> None:
    (fault,) = faults_of(project(toml="a = " + "[" * 5000 + "]" * 5000))

    assert fault.problem.startswith("is no TOML")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_that_is_none_needs_lon_and_lat(
    project: Write, faults_of: FaultsOf, shape: dict[str, Any]
) -> None:
    (fault,) = faults_of(in_map(project, map_with(shape)))

    assert (fault.row, fault.problem) == (2, "no position: neither lon and lat nor a geometry")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_that_is_none_is_left_out_where_lon_and_lat_are_given(
    project: Write, shape: dict[str, Any]
) -> None:
    problem = read_problem(in_map(project, map_with(shape, lon=123.8, lat=-10.1)))

    assert [(village.lon, village.lat) for village in problem.villages] == [(123.8, -10.1)]
    assert problem.shapes == {}


def test_a_boat_from_a_place_to_itself_is_a_fault(project: Write, faults_of: FaultsOf) -> None:
    boats = {"boats.csv": "Dari,Ke,Menit\nB,B,60\n"}

    (fault,) = faults_of(project(boats, toml='[boats]\nfile = "boats.csv"\n'))

    assert (fault.row, fault.column, fault.value) == (2, "Ke", "B")
    assert fault.problem == "is where the boat starts"
