"""A store in one GeoPackage (SQLite), which QGIS opens; each transaction is there whole or not at all.

SQLite keeps what was there before in a journal beside the file until a transaction is on the disk, so a
process that is killed loses nothing that was committed, and the next one that opens the file clears up. The
tables of a GeoPackage and the bytes before a geometry are those of OGC 12-128r18, GeoPackage 1.3.1.
"""

import os
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from planner.errors import StoreError
from planner.files import no_file
from planner.locks import QUIET_SECONDS, tell_waiting
from planner.signs import shown
from planner.store.session import DAMAGED, Dialect, Row, Session
from planner.store.tables import STORE, TABLES, VERSION, Table

APPLICATION_ID, USER_VERSION = 0x47504B47, 10301  # "GPKG", 1.3.1: clause 1.1.1.1.1
SYSTEM = 4326
WAIT_SECONDS = 30.0
KIND = 0xFF  # the low byte of SQLite's codes
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
FRAME = (  # clauses 1.1.2, 1.1.3 and 2.1.5
    """CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
    description TEXT)""",
    """CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
    identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE,
    min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id)
    REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
)
UPDATE_GUARDS = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_no\\_update' ESCAPE '\\'"
)
SYSTEMS = (
    ("WGS 84 geodetic", SYSTEM, "EPSG", SYSTEM, WGS84, "longitude and latitude in degrees"),
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinates"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinates"),
)


def geometry(point: tuple[float, float]) -> bytes:
    """Return longitude and latitude as a geometry of a GeoPackage: its 8 bytes, then WKB.

    Clause 2.1.3: magic, version 0, flags (little endian, no envelope), the reference system.

    >>> geometry((123.5, -10.0))[:8].hex()
    '47500001e6100000'
    """
    return struct.pack("<2sBBi", b"GP", 0, 1, SYSTEM) + struct.pack("<BIdd", 1, 1, *point)


def _moment(value: datetime) -> str:
    """Return a moment as clause 1.1.1.1.3 wants it: UTC, three digits after the point, Z."""
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03d}Z"


DIALECT = Dialect(
    sign="?",
    types={
        "key": "INTEGER PRIMARY KEY",
        "row": "INTEGER PRIMARY KEY AUTOINCREMENT",
        "run": "INTEGER REFERENCES runs(run_id)",
        "whole": "INTEGER",
        "number": "DOUBLE",
        "text": "TEXT",
        "date": "DATE",
        "moment": "DATETIME",
        "yes_no": "BOOLEAN",
        "bytes": "BLOB",
        "point": "POINT",
    },
    point="?",
    encode={"date": date.isoformat, "moment": _moment, "yes_no": int, "point": geometry},
    decode={"date": date.fromisoformat, "moment": datetime.fromisoformat, "yes_no": bool},
)


class GeoPackageSession(Session):
    """A transaction that keeps the list of contents of the GeoPackage true."""

    def _fetched(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows that a statement finds; what SQLite cannot read of them is told in words."""
        with _in_words(Path(self.place), 0.0):
            return super()._fetched(statement, *values)

    def add(self, table: Table, rows: Iterable[Row]) -> None:
        """Add rows, and widen the extent of a layer by their points."""
        rows = list(rows)
        super().add(table, rows)
        names = (table.name, f"latest_{table.name}")
        self.connection.execute(
            "UPDATE gpkg_contents SET last_change = ? WHERE table_name IN (?, ?)",
            (_moment(datetime.now(UTC)), *names),
        )
        if table.point is not None and rows:
            self._widen(names, [row[table.point.name] for row in rows])

    def _widen(self, names: tuple[str, str], points: Sequence[tuple[float, float]]) -> None:
        """Widen the extent of a layer and of its view."""
        for axis, values in zip("xy", zip(*points, strict=True), strict=True):
            for way, limit in (("min", min(values)), ("max", max(values))):
                column = f"{way}_{axis}"
                self.connection.execute(
                    f"UPDATE gpkg_contents SET {column} = {way}(coalesce({column}, ?), ?)"
                    " WHERE table_name IN (?, ?)",
                    (limit, limit, *names),
                )


@dataclass(frozen=True, slots=True)
class GeoPackage:
    """A store in a file.

    Parameters
    ----------
    path
        The file; it is made by the first transaction that writes.
    wait_seconds
        How long to wait while another process writes.
    """

    path: Path
    wait_seconds: float = WAIT_SECONDS

    @property
    def place(self) -> str:
        """The file's name as it was given."""
        return str(self.path)

    @property
    def folder(self) -> Path | None:
        """The folder from which a project file is named."""
        return self.path.resolve().parent

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a transaction that is on the disk when the body has ended, and gone when it fails.

        Raises
        ------
        StoreError
            When the file is no store or cannot be written, or another process writes for too long.
        """
        with _in_words(self.path, self.wait_seconds), closing(self._connected()) as connection:
            session = GeoPackageSession(connection, DIALECT, self.place)
            self._begin(connection)
            try:
                _make(session, _version(connection, self.path))
                yield session
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _begin(self, connection: sqlite3.Connection) -> None:
        """Begin to write; a wait that is not short is told."""
        quiet = min(QUIET_SECONDS, self.wait_seconds)
        try:
            connection.execute(f"PRAGMA busy_timeout = {quiet * 1000:.0f}")
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & KIND != sqlite3.SQLITE_BUSY:
                raise
            tell_waiting(self.place, self.wait_seconds - quiet)
            connection.execute(f"PRAGMA busy_timeout = {(self.wait_seconds - quiet) * 1000:.0f}")
            connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA busy_timeout = {self.wait_seconds * 1000:.0f}")  # readers, at the end

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """Yield a transaction in which rows may be changed; old content is overwritten, also in free pages.

        Raises
        ------
        StoreError
            As :meth:`reading` and :meth:`writing`.
        """
        if why := no_file(self.path):
            raise StoreError(f"{self.path}: {why}")
        with self.writing() as session:
            connection = session.connection
            connection.execute("PRAGMA secure_delete = ON")
            guards = connection.execute(UPDATE_GUARDS).fetchall()
            for name, _ in guards:
                connection.execute(f'DROP TRIGGER "{name}"')
            yield session
            for _, statement in guards:
                connection.execute(statement)
        with _in_words(self.path, self.wait_seconds), closing(self._connected()) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # QGIS leaves files that keep a second one

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a transaction that sees one state of the store.

        Raises
        ------
        StoreError
            When there is no such store, or it cannot be read.
        """
        if why := no_file(self.path):
            raise StoreError(f"{self.path}: {why}")
        with _in_words(self.path, self.wait_seconds), closing(self._connected()) as connection:
            connection.execute("BEGIN")
            if not _version(connection, self.path):
                raise StoreError(f"{self.path}: nothing was kept in it yet")
            yield GeoPackageSession(connection, DIALECT, self.place)

    def _connected(self) -> sqlite3.Connection:
        if os.path.exists(self.path) and (why := no_file(self.path)):
            raise StoreError(f"{self.path}: {why}")
        connection = sqlite3.connect(self.path, timeout=self.wait_seconds, isolation_level=None)
        connection.execute("PRAGMA synchronous = EXTRA")  # the disk has it before the caller hears of it
        connection.execute("PRAGMA foreign_keys = ON")
        return connection


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the store's tables; 0 in an empty file.

    Raises
    ------
    StoreError
        When the file holds something else, or a later version.
    """
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not names:
        return 0
    if STORE.name not in names or "gpkg_contents" not in names:
        raise StoreError(f"{path} is no store of the planner; name a new file")
    version = GeoPackageSession(connection, DIALECT, str(path)).version()
    if version > VERSION:
        raise StoreError(f"{path} is a store of version {version}; this planner knows version {VERSION}")
    return version


def _make(session: GeoPackageSession, version: int) -> None:
    """Make the tables that a store of ``version`` does not have in the open transaction; 0 for all."""
    if version == VERSION:
        return
    connection = session.connection
    if version == 0:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {USER_VERSION}")
        for statement in FRAME:
            connection.execute(statement)
        connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", SYSTEMS)
    for table in (table for table in TABLES if table.since > version):
        connection.execute(DIALECT.definition(table))
        _list(connection, table, table.name)
        for act in ("UPDATE", "DELETE"):
            connection.execute(
                f"CREATE TRIGGER {table.name}_no_{act.lower()} BEFORE {act} ON {table.name} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table.name} are only ever added'); END"
            )
        if table.is_latest:
            connection.execute(DIALECT.view(table))
            _list(connection, table, f"latest_{table.name}")
    session.name_itself()


def _list(connection: sqlite3.Connection, table: Table, name: str) -> None:
    """Write a table or view into the list of contents."""
    latest = " of the newest run" if name != table.name else ""
    kind, system = ("attributes", None) if table.point is None else ("features", SYSTEM)
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)"
        " VALUES (?, ?, ?, ?, ?)",
        (name, kind, name, table.meaning + latest, system),
    )
    if table.point is not None:
        row = (name, table.point.name, SYSTEM)
        connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, 'POINT', ?, 0, 0)", row)


@contextmanager
def _in_words(path: Path, wait_seconds: float) -> Iterator[None]:
    """Turn SQLite's errors into sentences."""
    try:
        yield
    except UnicodeDecodeError as error:  # SQLite repeats what it cannot read, as it stands there
        raise StoreError(f"{path}: {DAMAGED}") from error
    except sqlite3.Error as error:
        raise StoreError(_sentence(path, wait_seconds, error)) from error


def _sentence(path: Path, wait_seconds: float, error: sqlite3.Error) -> str:
    """Return what an officer reads of an error of SQLite."""
    code = (getattr(error, "sqlite_errorcode", 0) or 0) & KIND
    sentences: dict[Any, str] = {
        sqlite3.SQLITE_BUSY: f"another program has been writing to it for {wait_seconds:g} seconds; "
        "let it finish or close it, then try again",
        sqlite3.SQLITE_NOTADB: "it is no GeoPackage; name another file",
        sqlite3.SQLITE_CANTOPEN: "it cannot be opened; is the folder there, and may you write in it?",
        sqlite3.SQLITE_READONLY: "it cannot be written; is the file or its folder write-protected?",
        sqlite3.SQLITE_FULL: "the disk is full; nothing of this was kept",
        sqlite3.SQLITE_CORRUPT: DAMAGED,
    }
    said = shown(str(error).partition(" with text ")[0])
    if said.startswith("Could not decode"):  # Python says so; there is no code for it
        said = f"{said}; {DAMAGED}"
    return f"{path}: {sentences.get(code) or said}"
