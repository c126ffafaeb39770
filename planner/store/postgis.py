"""A store in a PostgreSQL database with PostGIS: the same tables, in a schema for each project."""

import importlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from planner.errors import StoreError
from planner.locks import QUIET_SECONDS, tell_waiting
from planner.store.session import Dialect, Session
from planner.store.tables import STORE, TABLES, VERSION

SCHEMES = ("postgresql", "postgres")
WAIT_SECONDS = 30.0
DIALECT = Dialect(
    sign="%s",
    types={
        "key": "bigint PRIMARY KEY",
        "row": "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        "run": "bigint REFERENCES runs(run_id)",
        "whole": "bigint",
        "number": "double precision",
        "text": "text",
        "date": "date",
        "moment": "timestamptz",
        "yes_no": "boolean",
        "bytes": "bytea",
        "point": "geometry(Point, 4326)",
    },
    point="ST_GeomFromText(%s, 4326)",
    encode={"point": lambda point: f"POINT({point[0]!r} {point[1]!r})", "yes_no": bool},
    decode={},
)
REFUSE = """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$"""


@dataclass(frozen=True, slots=True)
class PostGis:
    """A store in a database.

    Parameters
    ----------
    address
        ``postgresql://user@host/database?schema=kupang``, any address of libpq with the schema added; a
        password is better kept in libpq's password file.
    wait_seconds
        How long to wait for the server, and while another process writes.
    """

    address: str
    wait_seconds: float = WAIT_SECONDS

    @property
    def place(self) -> str:
        """The address without a password."""
        parts = urlsplit(self.address)
        user, at, host = parts.netloc.rpartition("@")
        shown = [(key, text) for key, text in parse_qsl(parts.query) if key != "password"]
        query = urlencode(shown, safe="/")
        return urlunsplit(parts._replace(netloc=user.split(":")[0] + at + host, query=query))

    @property
    def folder(self) -> Path | None:
        """No folder: project files are named in full."""
        return None

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a transaction that is on the server's disk when the body has ended, and gone when it fails.

        Raises
        ------
        StoreError
            When the server or the extra is not there, or another process writes for too long.
        """
        with self._transaction() as connection:
            connection.execute("SET LOCAL synchronous_commit = on")
            schema = self._schema()
            self._wait_for(connection, (f"{STORE.name} {schema}",))
            session = Session(connection, DIALECT, self.place)
            self._make(session, self._version(connection))
            yield session

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """Yield a transaction in which rows may be changed; afterwards the tables are written anew.

        Raises
        ------
        StoreError
            As :meth:`writing`, or when this user does not own the tables.
        """
        with self.writing() as session:
            for table in TABLES:
                session.connection.execute(f'ALTER TABLE "{table.name}" DISABLE TRIGGER only_added')
            yield session
            session.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or tables cannot be altered
            for table in TABLES:
                session.connection.execute(f'ALTER TABLE "{table.name}" ENABLE TRIGGER only_added')
        with self._transaction() as connection:
            connection.commit()  # VACUUM has to stand outside of a transaction
            connection.autocommit = True
            schema = _driver().sql.Identifier(self._schema()).as_string()
            for table in TABLES:
                connection.execute(f'VACUUM FULL {schema}."{table.name}"')

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a transaction that sees one state of the store.

        Raises
        ------
        StoreError
            When there is no such store, or it cannot be read.
        """
        with self._transaction(reads_only=True) as connection:
            if not self._version(connection):
                raise StoreError(f"{self.place}: nothing was kept in it yet")
            yield Session(connection, DIALECT, self.place)

    def _wait_for(self, connection: Any, name: tuple[str]) -> None:
        """Take the lock of the store until the transaction ends; a wait that is not short is told."""
        quiet = min(QUIET_SECONDS, self.wait_seconds)
        until = time.monotonic() + quiet
        while not connection.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", name).fetchone()[0]:
            if time.monotonic() >= until:
                tell_waiting(self.place, self.wait_seconds - quiet)
                connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", name)
                return
            time.sleep(0.05)

    def _schema(self) -> str:
        return dict(parse_qsl(urlsplit(self.address).query)).get("schema", "planner")

    @contextmanager
    def _transaction(self, *, reads_only: bool = False) -> Iterator[Any]:
        """Yield an open transaction in the schema; psycopg commits it at the end, or takes it back."""
        psycopg = _driver()
        parts = urlsplit(self.address)
        others = urlencode([(key, text) for key, text in parse_qsl(parts.query) if key != "schema"])
        address = urlunsplit(parts._replace(query=others))
        wait = max(2, round(self.wait_seconds))
        try:
            with psycopg.connect(address, connect_timeout=wait) as connection:
                if reads_only:
                    connection.read_only = True
                    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                connection.execute("SELECT set_config('lock_timeout', %s, true)", (f"{self.wait_seconds}s",))
                path = f"{psycopg.sql.Identifier(self._schema()).as_string()}, public"
                connection.execute("SELECT set_config('search_path', %s, true)", (path,))
                yield connection
        except psycopg.errors.LockNotAvailable as error:
            raise StoreError(
                f"{self.place}: another program has been writing to it for {self.wait_seconds:g} seconds; "
                "let it finish, then try again"
            ) from error
        except psycopg.Error as error:
            said = error.diag.message_primary or str(error)
            raise StoreError(f"{self.place}: {' '.join(said.split())}") from error

    def _version(self, connection: Any) -> int:
        """Return the version of the store's tables, 0 where there are none; a later one is refused."""
        found = connection.execute("SELECT to_regclass(%s)", (f'"{self._schema()}"."{STORE.name}"',))
        if found.fetchone()[0] is None:
            return 0
        version = Session(connection, DIALECT, self.place).version()
        if version > VERSION:
            raise StoreError(
                f"{self.place} is a store of version {version}; this planner knows version {VERSION}"
            )
        return version

    def _make(self, session: Session, version: int) -> None:
        """Make the tables that a store of ``version`` does not have in the open transaction; 0 for all."""
        if version == VERSION:
            return
        if version == 0:
            self._make_schema(session.connection)
        for table in (table for table in TABLES if table.since > version):
            session.connection.execute(DIALECT.definition(table))
            session.connection.execute(
                f'CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table.name}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
            if table.is_latest:
                session.connection.execute(DIALECT.view(table))
        session.name_itself()

    def _make_schema(self, connection: Any) -> None:
        """Make the schema where it is missing, and what refuses changes in it."""
        if connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'postgis'").fetchone() is None:
            raise StoreError(
                f"{self.place}: the database has no PostGIS; its administrator adds it with "
                "CREATE EXTENSION postgis"
            )
        identifier = _driver().sql.Identifier(self._schema()).as_string()
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {identifier}")
        connection.execute(REFUSE)


def _driver() -> Any:
    """Return psycopg.

    Raises
    ------
    StoreError
        When the extra is not installed.
    """
    try:
        importlib.import_module("psycopg.sql")
        return importlib.import_module("psycopg")
    except ImportError as error:
        raise StoreError('PostgreSQL needs the extra [db]: pip install "field-planner[db]"') from error
