"""What careless hands do to a project: each becomes a fault that an officer can read."""

import json
import os
import sys
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


# --- files that are none, names that no file has, and texts that would be read for minutes -----------------


@pytest.mark.parametrize(
    ("line", "column", "problem"),
    [
        (f"speed_kmh = {'1' * 5000}", "speed_kmh", "a number of more than 100 digits"),
        (f"speed_kmh = 0x{'f' * 5000}", "speed_kmh", "a number of more than 100 digits"),
        (f"a{'.a' * 20_000} = 1", None, "more than 1,000 dots on one line"),
    ],
)
def test_what_toml_would_choke_on_is_told_with_its_line(
    project: Write, faults_of: FaultsOf, line: str, column: str | None, problem: str
) -> None:
    path = project(toml=f"[travel]\n{line}\n")

    (fault,) = faults_of(path)

    assert (fault.row, fault.column, fault.problem) == (
        path.read_text(encoding="utf-8").count("\n"),
        column,
        problem,
    )
    assert "\n" not in str(fault)


@pytest.mark.parametrize(
    "name", [265 * "f" + ".xls", 400 * "f" + ".xls", "f.xls", "f.csv", "f.gpkg", "f.shp"]
)
@pytest.mark.parametrize("key", ["villages", "teams", "bases"])
def test_a_folder_or_a_name_too_long_is_told_wherever_a_file_is_named(
    project: Write, faults_of: FaultsOf, key: str, name: str
) -> None:
    path = project()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"{key}.csv", name), encoding="utf-8")
    if len(name) < 10:
        path.with_name(name).mkdir()

    (fault,) = faults_of(path)

    assert (fault.file, fault.problem) == (
        name,
        "is a folder, no file" if len(name) < 10 else "does not exist",
    )


@pytest.mark.parametrize("name", [400 * "f" + ".xls", "f.xls"])
def test_a_workbook_that_is_no_file_is_told(tmp_path: Path, faults_of: FaultsOf, name: str) -> None:
    (tmp_path / "f.xls").mkdir()
    (tmp_path / "planner.toml").write_text(f'title = "x"\nworkbook = "{name}"\n', encoding="utf-8")

    (fault,) = faults_of(tmp_path / "planner.toml")

    assert fault.file == name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    "name", ["t.csv", "t.xlsx", "t.xls", "t.ods", "t.geojson", "t.gpkg", "t.shp", "t.zip"]
)
@pytest.mark.parametrize("key", ["villages", "teams", "workbook"])
def test_a_pipe_is_not_waited_for(project: Write, faults_of: FaultsOf, key: str, name: str) -> None:
    path = project()
    text = path.read_text(encoding="utf-8").replace(f"{key}.csv", name)
    path.write_text(f'title = "x"\nworkbook = "{name}"\n' if key == "workbook" else text, encoding="utf-8")
    os.mkfifo(path.with_name(name))

    (fault,) = faults_of(path)

    assert (fault.file, fault.problem) == (name, "is a pipe, socket or device, no file")


LONG = "1" * 20_000 + "x"  # took 8 to 19 s


@pytest.mark.parametrize(
    ("file", "content", "column"),
    [
        ("villages.csv", VILLAGES + f"53.01.01.2001,Dekat,Timor,{LONG},-10.1,5\n", "lon"),
        ("villages.csv", VILLAGES + f"53.01.01.2001,Dekat,Timor,123.8,-10.1,{LONG}\n", "belum_rekam"),
        ("villages.csv", VILLAGES + f"{LONG},Dekat,Timor,123.8,-10.1,5\n", "kode_desa"),
        ("villages.csv", VILLAGES + f"53.01.01.2001,{LONG},Timor,123.8,-10.1,5\n", "nama_desa"),
        ("teams.csv", TEAMS + f"T1,B,{LONG},0,0,\n", "Laju per Jam"),
        ("teams.csv", TEAMS + f"T1,B,10,{LONG},0,\n", "Persiapan (menit)"),
        ("teams.csv", TEAMS + f"T1,B,10,0,0,{' ' * 15_000}7 mei{' ' * 15_000}x\n", "Cuti"),
    ],
)
@pytest.mark.usefixtures("at_once")
def test_a_cell_too_long_for_its_column_is_told_before_a_pattern_sees_it(
    project: Write, faults_of: FaultsOf, file: str, content: str, column: str
) -> None:
    (fault,) = faults_of(project({file: content}))

    assert (fault.file, fault.row, fault.column) == (file, 2, column)
    assert len(str(fault)) < 500


@pytest.mark.parametrize("file", ["villages.csv", "villages.geojson"])
def test_a_cell_that_no_spreadsheet_can_hold_is_a_fault(
    project: Write, faults_of: FaultsOf, file: str
) -> None:
    note = "a" * 40_000
    if file == "villages.csv":
        path = project({file: f"{VILLAGES[:-1]},catatan\n53.01.01.2001,Dekat,Timor,123.8,-10.1,5,{note}\n"})
    else:
        path = in_map(project, map_with({"type": "Point", "coordinates": [123.8, -10.1]}, catatan=note))

    (fault,) = faults_of(path)

    assert (fault.file, fault.row) == (file, 2)
    assert fault.column in ("(G)", "catatan")
    assert fault.problem == "has 40,000 characters; expected at most 32,767"


@pytest.mark.usefixtures("at_once")
def test_thousands_of_marks_over_one_letter_are_not_sorted(project: Write) -> None:
    name = "a" + "\u0300\u0315" * 16_000 + "b"  # took a minute to bring into one order

    problem = read_problem(
        project({"villages.csv": VILLAGES + f"53.01.01.2001,{name},Timor,123.8,-10.1,5\n"})
    )

    assert len(problem.villages[0].name) == 31  # the first of thirty marks and its letter became one
    assert "U+0300" in dict(problem.notes)["signs that nobody sees, taken out of villages.csv"]


def test_more_villages_than_a_computer_can_hold_ways_for_are_counted_first(
    project: Write, faults_of: FaultsOf
) -> None:
    rows = [f"53.01.{n // 900 + 1:02d}.{2001 + n % 900},Desa {n},Timor,123.8,-10.1,5\n" for n in range(9_700)]

    (fault,) = faults_of(project({"villages.csv": VILLAGES + "".join(rows)}))

    assert fault.file == "villages.csv"
    assert fault.problem == "9,700 villages: their travel times need 8.1 GB; expected at most 8"
    assert "villages.regency" in fault.remedy


def test_one_regency_of_a_whole_country_is_planned(project: Write) -> None:
    rows = [f"{11 + n // 900}.01.01.{2001 + n % 900},Desa {n},Timor,123.8,-10.1,5\n" for n in range(9_700)]
    path = project({"villages.csv": VILLAGES + "".join(rows)})
    text = path.read_text(encoding="utf-8").replace("[bases]", 'regency = "12.01"\n[bases]')
    path.write_text(text, encoding="utf-8")

    assert len(read_problem(path).villages) == 900
