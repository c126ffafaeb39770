"""A layer of a GeoPackage -> features. GDAL is shown a copy of the layer's rows and nothing else of the file.

A GeoPackage is a database: views, triggers and virtual tables in it are programs, and may name other files.
So the cells of its tables are copied into a new database that has none of them.
"""

import re
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from planner.inputs.features import QGIS, UNREADABLE, Features, chosen_layer, features_of
from planner.inputs.packages import RefusedError

SQLITE = b"SQLite format 3\x00"
APPLICATION_ID, USER_VERSION = 0x47504B47, 10200  # "GPKG", 1.2: OGC 12-128r15, clause 1.1.1.1.1
LONGEST_CELL = 50_000_000  # bytes; the outline of a village has some thousands
_NO_WAL = b"\x01\x01"  # bytes 18 and 19: the copy has no journal
_TABLE = re.compile(r"CREATE\s+TABLE\b", re.IGNORECASE)  # a virtual table is made otherwise
_DECLARED = re.compile(r"[A-Za-z]{1,30}(?:\s*\(\s*\d{1,9}\s*\))?")  # a type, e.g. TEXT(50)


def geopackage_features(data: bytes, layer: str | None) -> Features:
    """Return the features of one layer, the only one with shapes where none is named.

    Raises
    ------
    RefusedError
        When it is no GeoPackage, is damaged, or has no such layer.
    """
    import pyogrio

    if not data.startswith(SQLITE):
        raise RefusedError("is no GeoPackage", QGIS)
    try:
        copy, name = _copy(data, layer)
        with warnings.catch_warnings():  # a shape that GDAL or GEOS cannot make is none
            warnings.simplefilter("ignore", RuntimeWarning)
            return features_of(pyogrio.read_dataframe(copy, layer=name, on_invalid="ignore"))
    except (sqlite3.Error, *UNREADABLE) as error:
        raise RefusedError(f"cannot be read as a GeoPackage: {error}", QGIS) from error


def _copy(data: bytes, layer: str | None) -> tuple[bytes, str]:
    """Return a GeoPackage with that layer only, and the layer's name."""
    with tempfile.TemporaryDirectory(prefix="map-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "old.gpkg"), Path(folder, "new.gpkg")
        source.write_bytes(data[:18] + _NO_WAL + data[20:])
        reading = sqlite3.connect(f"{source.as_uri()}?mode=ro&immutable=1", uri=True)
        with closing(reading) as old, closing(sqlite3.connect(target)) as new:
            name = _copy_layer(old, new, layer)
        return target.read_bytes(), name


def _copy_layer(old: sqlite3.Connection, new: sqlite3.Connection, layer: str | None) -> str:
    """Copy one layer with what the GeoPackage says of it, and return its name."""
    old.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
    old.execute("PRAGMA trusted_schema = OFF")
    old.text_factory = lambda text: text.decode("utf-8", "replace")
    made = old.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    plain = {name for name, sql in made if _TABLE.match(sql or "")}
    if not {"gpkg_contents", "gpkg_spatial_ref_sys"} <= plain:
        raise RefusedError("is no GeoPackage: it has no list of contents", QGIS)
    kinds = dict(old.execute("SELECT table_name, data_type FROM gpkg_contents"))
    names = [name for name, kind in kinds.items() if name in plain and kind in ("features", "attributes")]
    usual = [name for name in names if kinds[name] == "features"] or names
    name = chosen_layer(names, layer, usual)
    new.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    new.execute(f"PRAGMA user_version = {USER_VERSION}")
    _copy_table(old, new, "gpkg_spatial_ref_sys")
    for table in ("gpkg_contents", "gpkg_geometry_columns"):
        if table in plain:
            _copy_table(old, new, table, only=name)
    _copy_table(old, new, name)
    new.commit()
    return name


def _copy_table(
    old: sqlite3.Connection, new: sqlite3.Connection, table: str, *, only: str | None = None
) -> None:
    """Copy the cells of a table; ``only`` the rows of one layer."""
    columns = list(_columns(old, table))
    new.execute(f"CREATE TABLE {_quoted(table)} ({', '.join(f'{name} {kind}' for name, kind in columns)})")
    names, signs = ", ".join(name for name, _ in columns), ", ".join("?" * len(columns))
    where = "" if only is None else " WHERE table_name = ?"
    rows = old.execute(f"SELECT {names} FROM {_quoted(table)}{where}", () if only is None else (only,))
    new.executemany(f"INSERT INTO {_quoted(table)} VALUES ({signs})", rows)


def _columns(db: sqlite3.Connection, table: str) -> Iterator[tuple[str, str]]:
    """Yield name and type of each column that is stored; one that is computed is none."""
    found = db.execute(f"PRAGMA table_info({_quoted(table)})").fetchall()
    keys = sum(row[5] > 0 for row in found)
    for _, name, declared, _, _, key in found:
        kind = declared if _DECLARED.fullmatch(declared) else ""
        yield _quoted(name), f"{kind} PRIMARY KEY" if key and keys == 1 else kind


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
