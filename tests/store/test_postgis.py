"""The database: what is only true of PostgreSQL."""

import sys
from pathlib import Path
from typing import Any

import pytest

from planner.domain.plan import Plan
from planner.errors import StoreError
from planner.store import open_store
from planner.store.geopackage import GeoPackage
from planner.store.runs import keep_run, list_runs
from planner.store.tables import TABLES

psycopg = pytest.importorskip("psycopg", reason="the extra [db] is not installed")


def test_what_was_acknowledged_outlives_a_server_that_stops_at_once(server: Any, good_plan: Plan) -> None:
    store = open_store(server.address("crash"))
    for _ in range(3):
        keep_run(good_plan, store)

    server.stop()
    with pytest.raises(StoreError, match="connection"):
        list_runs(store)
    server.start()

    assert [run.run_id for run in list_runs(store)] == [1, 2, 3]


def test_each_schema_is_a_store_of_its_own(server: Any, good_plan: Plan) -> None:
    one, other = (open_store(server.address(name)) for name in ("kab. kupang", "rote"))
    keep_run(good_plan, one)
    keep_run(good_plan, one)

    assert keep_run(good_plan, other) == 1
    assert len(list_runs(one)) == 2


def test_points_are_geometries_that_maps_read(server: Any, good_plan: Plan) -> None:
    keep_run(good_plan, open_store(server.address("maps")))

    with psycopg.connect(server.address("x").split("&schema")[0]) as connection:
        rows = connection.execute(
            "SELECT people, ST_X(geom), ST_Y(geom), ST_SRID(geom), Find_SRID('maps', 'stops', 'geom')"
            " FROM maps.latest_stops ORDER BY fid"
        ).fetchall()
        layers = connection.execute(
            "SELECT f_table_name, type, srid FROM geometry_columns WHERE f_table_schema = 'maps' ORDER BY 1"
        ).fetchall()
    assert rows[0] == (65, 123.8, -10.1, 4326, 4326)
    assert layers == [
        (name, "POINT", 4326) for name in ("latest_stops", "latest_villages", "stops", "villages")
    ]


def test_both_kinds_have_the_same_tables_and_columns(server: Any, good_plan: Plan, tmp_path: Path) -> None:
    file = GeoPackage(tmp_path / "kupang.gpkg")
    keep_run(good_plan, file)
    keep_run(good_plan, open_store(server.address("same")))

    with psycopg.connect(server.address("x").split("&schema")[0]) as connection:
        found = connection.execute(
            "SELECT table_name, column_name, is_nullable FROM information_schema.columns"
            " WHERE table_schema = 'same' AND table_name NOT LIKE 'latest%'"
            " ORDER BY table_name, ordinal_position"
        ).fetchall()
    columns: dict[str, list[tuple[str, bool]]] = {}
    for table, column, nullable in found:
        columns.setdefault(table, []).append((column, nullable == "YES"))
    with file.reading() as session:
        for table in TABLES:
            rows = session.connection.execute(f"PRAGMA table_info({table.name})").fetchall()
            assert [name for _, name, *_ in rows] == [name for name, _ in columns[table.name]]
            assert [c.name for c in table.columns if not c.is_needed] == [
                name for name, empty in columns[table.name] if empty
            ]


def test_a_database_without_postgis_is_told_what_to_do(server: Any, good_plan: Plan) -> None:
    with pytest.raises(StoreError, match="has no PostGIS; its administrator adds it with CREATE EXTENSION"):
        keep_run(good_plan, open_store(server.address("x", database="bare")))


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="postgresql://user@/x"):
        list_runs(open_store(f"postgresql://user:secret@/x?host={tmp_path}"))


@pytest.mark.parametrize("address", ["postgresql://u:secret@h/x?a=b", "postgres://u@h/x?a=b&password=secret"])
def test_a_password_is_never_shown(address: str) -> None:
    place = open_store(address).place

    assert "secret" not in place
    assert place.endswith("://u@h/x?a=b")


def test_without_the_extra_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(StoreError, match=r'pip install "field-planner\[db\]"'):
        list_runs(open_store("postgresql://u@h/x"))
