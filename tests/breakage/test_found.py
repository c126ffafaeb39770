"""Files that once got more out of a reader than a plan or a sentence, as the campaign found them."""

import io
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress

import pytest
import seeds
from office import TABLES
from readers import Desk, Reader, allowed, readers

DIGITS = b"7" * 5000
DEEP = b"[" * 5000 + b"]" * 5000
HEADER = b"seri;urut;nomor;jenis;surat;isi;versi_rencana"
VISIT = (
    b'{"kind": "report", "day": "2018-05-07", "team": "T1", "village": "53.01.01.2002", "recorded": 0, '
    b'"status": "selesai", "file": %s}\n'
)


def toml(name: str, old: str, new: bytes) -> bytes:
    """Return a table of the office in TOML with one text in it replaced."""
    assert old in TABLES[name]
    return TABLES[name].encode().replace(old.encode(), new)


def shapefile(**changes: Callable[[bytes], bytes]) -> bytes:
    """Return a zipped shapefile with some of its parts changed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(seeds.drawn("shp.zip")[0])) as whole,
        zipfile.ZipFile(made, "w") as package,
    ):
        for name in whole.namelist():
            change = changes.get(name.rpartition(".")[2], lambda part: part)
            package.writestr(name, change(whole.read(name)))
    return made.getvalue()


def second_field_named_as_the_first(dbf: bytes) -> bytes:
    return dbf[:64] + dbf[32:43] + dbf[75:]  # dBASE: fields of 32 bytes from byte 32 on, 11 for the name


def first_record_far_beyond_the_end(shx: bytes) -> bytes:
    return shx[:100] + bytes.fromhex("000000cefffffff6") + shx[108:]


FOUND = {
    "a key that is not known in a zone": (
        "planner.toml",
        toml("planner.toml", "stop = 75000", b"stp = 75000"),
    ),
    "digits in planner.toml": ("planner.toml", toml("planner.toml", "45000000", DIGITS)),
    "digits in letters.toml": (
        "letters.toml",
        toml("letters.toml", "report_days = 5", b"report_days = " + DIGITS),
    ),
    "digits in scenarios.toml": ("scenarios.toml", toml("scenarios.toml", "teams = 3", b"teams = " + DIGITS)),
    "digits in learned.toml": ("learned.toml", b"turnout = [" + DIGITS + b"]\n"),
    "a number too large for a share": ("learned.toml", b"turnout = [" + b"7" * 400 + b"]\n"),
    "lists in lists": ("learned.toml", b"turnout = " + DEEP),
    "a register of a mark alone": ("nomor.csv", b"\xef\xbb\xbf"),
    "a register with a bare carriage return": ("nomor.csv", HEADER + b"\rx;1;a;b;c;d;e\n"),
    "a report of a file that is an object": ("history.jsonl", VISIT % b"{}"),
    "a file whose sum is a list": (
        "history.jsonl",
        b'{"kind": "file", "sha256": [], "rows": 0, "name": ""}\n',
    ),
    "a map with two columns of one name": (
        "villages.shp.zip",
        shapefile(dbf=second_field_named_as_the_first),
    ),
    "a map whose index leads nowhere": ("villages.shp.zip", shapefile(shx=first_record_far_beyond_the_end)),
}
CHANGES = [
    "DELETE FROM store",
    "UPDATE runs SET inputs = 'x'",
    "UPDATE runs SET bound = 'x'",
    "UPDATE runs SET made_at = 5",
    "UPDATE runs SET first_day = 'soon'",
    "UPDATE plans SET plan = 'x'",
    "UPDATE villages SET village = CAST(x'ff' AS TEXT)",
    "DROP TABLE stops",
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Reader]:
    return readers(Desk(tmp_path_factory.mktemp("desks") / "desk")).__getitem__


def read(reader: Reader, content: bytes) -> None:
    """Read a file or let it be refused; any other error is one of ours."""
    with suppress(*allowed()):
        reader.read(content)


@pytest.mark.parametrize(("name", "content"), FOUND.values(), ids=FOUND)
def test_a_file_that_was_found_is_read_or_refused(
    reader: Callable[[str], Reader], name: str, content: bytes
) -> None:
    read(reader(name), content)


@pytest.mark.parametrize("change", CHANGES)
def test_a_store_that_somebody_changed_is_read_or_refused(
    reader: Callable[[str], Reader], change: str
) -> None:
    store = reader("store.gpkg")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(store.seeds[0])
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (trigger,) in triggers:
            connection.execute(f'DROP TRIGGER "{trigger}"')

        connection.execute(change)

        read(store, connection.serialize())
