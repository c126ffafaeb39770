"""Plans to keep, and a PostgreSQL server that lives as long as the tests."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from planner.domain.plan import Plan
from planner.store import Store, open_store

FOLDERS = "/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin"


class Server:
    """A server in a folder of its own, asked through a socket in it: nobody else can reach it."""

    def __init__(self, programs: Path, folder: Path, user: str | None) -> None:
        self.programs, self.folder, self.user = programs, folder, user
        self.data = folder / "data"

    def run(self, program: str, *arguments: object) -> None:
        as_user = ["runuser", "-u", self.user, "--"] if self.user else []
        command = [*as_user, str(self.programs / program), *map(str, arguments)]
        with (self.folder / f"{program}.txt").open("w+") as said:  # a pipe would stay open in the server
            done = subprocess.run(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, timeout=120
            )
            said.seek(0)
            assert done.returncode == 0, said.read()

    def start(self) -> None:
        settings = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}'"
        self.run("pg_ctl", "start", "-w", "-D", self.data, "-l", self.folder / "log.txt", "-o", settings)

    def stop(self) -> None:
        """Stop at once, as a computer that loses power does: what was committed has to come back."""
        self.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self.data)

    def address(self, schema: str, database: str = "postgres") -> str:
        return f"postgresql://planner@/{database}?host={self.folder}&schema={schema}"


def _programs() -> Path:
    """Return the folder of the server's programs, or skip with the reason."""
    if os.name == "nt":
        pytest.skip("the server for tests is started on Linux only")
    found = shutil.which("initdb")
    folders = sorted(path for pattern in FOLDERS for path in Path("/").glob(pattern[1:]))
    if found is None and not folders:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql, postgis)")
    return Path(found).resolve().parent if found else folders[-1]


def _user() -> str | None:
    """Return as whom the server runs: it refuses root; ``None`` for oneself."""
    if os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            if shutil.which("runuser"):
                return name
    pytest.skip("PostgreSQL does not run as root, and there is no other user to run it")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Start a server with PostGIS; skip where there is none."""
    psycopg = pytest.importorskip("psycopg", reason="the extra [db] is not installed")
    programs, user = _programs(), _user()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path must be short
    if user:
        shutil.chown(folder, user)
    server = Server(programs, folder, user)
    try:
        server.run("initdb", "-D", server.data, "-U", "planner", "-A", "trust", "-E", "UTF8", "--locale=C")
        server.start()
        with psycopg.connect(server.address("x").split("&schema")[0], autocommit=True) as connection:
            connection.execute("CREATE DATABASE bare")
            try:
                connection.execute("CREATE EXTENSION postgis")
            except psycopg.Error as error:
                pytest.skip(f"PostGIS is not installed: {error}")
        yield server
    finally:
        with contextlib.suppress(AssertionError, OSError):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["geopackage", "postgis"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name a store that is not there yet, of each kind."""
    if request.param == "geopackage":
        return str(tmp_path / "kupang.gpkg")
    server: Server = request.getfixturevalue("server")
    return server.address(f"s{uuid4().hex[:8]}")


@pytest.fixture
def store(place: str) -> Store:
    return open_store(place)


@pytest.fixture
def noted_plan(good_plan: Plan) -> Plan:
    """Return the good plan as one of a project whose file and villages have hashes."""
    notes = (("sha256 of planner.toml", "a" * 64), ("sha256 of villages.csv", "b" * 64), ("clock", "10 min"))
    return Plan(good_plan.problem.replace(notes=notes), good_plan.team_days, good_plan.outcome)


@pytest.fixture
def sql(store: Store) -> Callable[..., list[Any]]:
    """Change a store behind the planner's back, as someone with a database tool can."""

    def run(*statements: str) -> list[Any]:
        with store.writing() as session:
            for statement in statements:
                found = session.connection.execute(statement)
            return list(found.fetchall()) if found.description else []

    return run
