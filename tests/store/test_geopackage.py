"""The file: what QGIS and other programs find in it, and what a killed process leaves behind."""

import sqlite3
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely

import planner
from planner.domain.actuals import Actual
from planner.domain.plan import Plan
from planner.errors import StoreError
from planner.exporters.gpkg import write_gpkg
from planner.store import Store, open_store
from planner.store.geopackage import GeoPackage, geometry
from planner.store.rows import HandIn
from planner.store.runs import add_actuals, keep_run, list_runs, prepare
from planner.store.tables import TABLES

LAYERS = {"villages", "latest_villages", "stops", "latest_stops"}
FAR = (124.1, -9.9)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kupang.gpkg"


@pytest.fixture
def store(path: Path) -> Store:
    return open_store(path)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def asked(path: Path, statement: str) -> list[Any]:
    with opened(path) as connection:
        return connection.execute(statement).fetchall()


def started(plan: Plan, path: Path, folder: Path, task: object) -> subprocess.Popen[str]:
    """Start a process that writes; its first line is still to be read."""
    command = [sys.executable, str(Path(__file__).with_name("writer.py"))]
    command += [str(planner.write(plan, folder / "plan.json")), str(path), str(task)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


# --- what other programs find --------------------------------------------------------------------------


def test_it_says_what_it_is(store: Store, path: Path) -> None:
    prepare(store)

    assert path.read_bytes()[:16] == b"SQLite format 3\0"
    assert asked(path, "PRAGMA application_id") == [(0x47504B47,)]
    assert asked(path, "PRAGMA user_version") == [(10301,)]
    assert asked(path, "PRAGMA integrity_check") == [("ok",)]
    assert asked(path, "PRAGMA foreign_key_check") == []


def test_every_table_is_listed_and_layers_have_their_extent(
    store: Store, path: Path, good_plan: Plan
) -> None:
    keep_run(good_plan, store)

    contents = "SELECT table_name, data_type, srs_id, min_x, min_y, max_x, max_y FROM gpkg_contents"
    found = {name: facts for name, *facts in asked(path, contents)}
    assert set(found) == {table.name for table in TABLES} | LAYERS
    for name, facts in found.items():
        if name in LAYERS:
            assert facts == ["features", 4326, 123.8, -10.1, 124.1, -9.9]
        else:
            assert facts == ["attributes", None, None, None, None, None]
    columns = asked(path, "SELECT table_name, geometry_type_name, srs_id FROM gpkg_geometry_columns")
    assert sorted(columns) == [(name, "POINT", 4326) for name in sorted(LAYERS)]
    assert {srs for (srs,) in asked(path, "SELECT srs_id FROM gpkg_spatial_ref_sys")} == {-1, 0, 4326}


def test_the_extent_grows_with_what_is_added_and_never_shrinks(
    store: Store, path: Path, good_plan: Plan
) -> None:
    far = Plan(good_plan.problem, good_plan.team_days[1:], good_plan.outcome)
    extents = []

    for plan in (far, good_plan, far):
        keep_run(plan, store)
        extents.append(pyogrio.read_info(path, layer="stops")["total_bounds"])

    assert extents == [(*FAR, *FAR), (123.8, -10.1, *FAR), (123.8, -10.1, *FAR)]


def test_geopandas_reads_layers_with_points_dates_and_words(
    store: Store, path: Path, good_plan: Plan
) -> None:
    keep_run(good_plan, store)

    stops = gpd.read_file(path, layer="latest_stops")
    villages = gpd.read_file(path, layer="villages")
    assert stops.crs.to_epsg() == villages.crs.to_epsg() == 4326
    assert stops["date"].dt.strftime("%Y-%m-%d").tolist() == ["2018-05-07", "2018-05-08", "2018-05-09"]
    assert [(point.x, point.y) for point in villages.geometry] == [(123.8, -10.1), FAR]
    assert villages["backlog"].tolist() == [65, 75]
    assert villages["modelled"].tolist() == [False, False]


def test_geopandas_reads_every_table(store: Store, path: Path, good_plan: Plan) -> None:
    keep_run(good_plan, store)
    report = Actual(good_plan.team_days[0].day, "T1", "x", 1)
    add_actuals(store, good_plan.problem, [HandIn("a", "monday.csv", "v1", (report,))])

    layers = [name for name, _ in pyogrio.list_layers(path)]
    assert set(layers) == {table.name for table in TABLES} | LAYERS
    assert all(len(pyogrio.read_dataframe(path, layer=name)) for name in layers)


def test_a_point_has_the_bytes_of_the_standard() -> None:
    data = geometry(FAR)

    assert struct.unpack("<2sBBi", data[:8]) == (b"GP", 0, 1, 4326)
    assert shapely.from_wkb(data[8:]) == shapely.Point(FAR)


# --- processes that are killed -------------------------------------------------------------------------


def test_what_a_killed_process_left_half_written_is_cleared_up(
    store: Store, path: Path, good_plan: Plan, tmp_path: Path
) -> None:
    keep_run(good_plan, store)
    size = path.stat().st_size
    process = started(good_plan, path, tmp_path, "hold")
    assert process.stdout is not None
    with process.stdout as said:
        assert [said.readline(), said.readline()] == ["ready\n", "held\n"]
        process.kill()
    process.wait()
    journal = path.with_name(f"{path.name}-journal")
    assert journal.exists()
    assert path.stat().st_size > size + 2**20  # the file itself had been written to

    assert [run.run_id for run in list_runs(store)] == [1]

    assert path.stat().st_size == size
    assert asked(path, "PRAGMA integrity_check") == [("ok",)]
    assert asked(path, "SELECT count(*) FROM actuals") == [(0,)]
    assert len(gpd.read_file(path, layer="stops")) == 3
    assert keep_run(good_plan, store) == 2


def test_a_store_that_was_never_finished_is_made_anew(store: Store, path: Path, good_plan: Plan) -> None:
    path.write_bytes(b"")

    with pytest.raises(StoreError, match="nothing was kept in it yet"):
        list_runs(store)
    assert keep_run(good_plan, store) == 1


def test_two_processes_make_the_same_store(store: Store, path: Path, good_plan: Plan, tmp_path: Path) -> None:
    both = [started(good_plan, path, tmp_path, 5) for _ in range(2)]

    said = [process.communicate()[0].split() for process in both]

    assert sorted(int(line) for lines in said for line in lines[1:]) == list(range(1, 11))
    assert asked(path, "PRAGMA integrity_check") == [("ok",)]


def test_runs_are_kept_while_a_map_program_has_the_file_open(
    store: Store, path: Path, good_plan: Plan
) -> None:
    keep_run(good_plan, store)
    with opened(path) as reader:  # QGIS opens a file this way
        assert reader.execute("PRAGMA journal_mode = wal").fetchone() == ("wal",)
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM runs").fetchone() == (1,)

        assert keep_run(good_plan, store) == 2
        assert len(list_runs(store)) == 2

    prepare(store)
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    assert len(list_runs(store)) == 2


# --- what is refused -----------------------------------------------------------------------------------


def test_a_plan_exported_as_geopackage_is_not_taken_for_a_store(
    store: Store, path: Path, good_plan: Plan
) -> None:
    write_gpkg(good_plan, path)
    before = path.read_bytes()

    for way in (lambda: keep_run(good_plan, store), lambda: list_runs(store)):
        with pytest.raises(StoreError, match=r"kupang.gpkg is no store of the planner; name a new file"):
            way()

    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(store: Store, path: Path, good_plan: Plan) -> None:
    path.write_text("x" * 5000, encoding="utf-8")

    with pytest.raises(StoreError, match=r"kupang.gpkg: it is no GeoPackage; name another file"):
        keep_run(good_plan, store)

    assert path.read_text(encoding="utf-8") == "x" * 5000


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, good_plan: Plan) -> None:
    with pytest.raises(StoreError, match="cannot be opened; is the folder there"):
        keep_run(good_plan, open_store(tmp_path / "nowhere" / "kupang.gpkg"))


def test_damage_is_told(store: Store, path: Path, good_plan: Plan) -> None:
    for _ in range(20):
        keep_run(good_plan, store)
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    path.write_bytes(data)

    with pytest.raises(StoreError, match="it is damaged"):
        list_runs(store)


def test_a_disk_that_is_full_keeps_nothing(
    store: Store, path: Path, good_plan: Plan, monkeypatch: Any
) -> None:
    keep_run(good_plan, store)
    pages = asked(path, "PRAGMA page_count")[0][0]
    whole = GeoPackage._connected

    def small(self: GeoPackage) -> sqlite3.Connection:
        connection = whole(self)
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    def fill() -> None:
        for _ in range(50):
            acknowledged.append(keep_run(good_plan, store))

    acknowledged = [1]
    monkeypatch.setattr(GeoPackage, "_connected", small)

    with pytest.raises(StoreError, match="the disk is full; nothing of this was kept"):
        fill()

    monkeypatch.setattr(GeoPackage, "_connected", whole)
    assert [run.run_id for run in list_runs(store)] == acknowledged
    assert keep_run(good_plan, store) == len(acknowledged) + 1
