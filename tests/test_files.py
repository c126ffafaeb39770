"""The one door for files: regular ones only, at once, and what is hashed is what was read."""

import hashlib
import os
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from planner.errors import InputError
from planner.files import Content, content_of, file_name, no_file, read_content, read_file, unused

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names in folders")


def fault_of(path: str | Path, **limits: int) -> str:
    with pytest.raises(InputError) as caught:
        read_file(path, "f", **limits)
    (fault,) = caught.value.faults
    assert fault.file == "f"
    assert fault.remedy
    return fault.problem


def test_a_file_is_given_byte_by_byte(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(bytes(range(256)))

    assert read_file(tmp_path / "a.bin") == bytes(range(256))
    assert no_file(tmp_path / "a.bin") == ""


@POSIX
@pytest.mark.usefixtures("at_once")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert fault_of(tmp_path / "pipe") == "is a pipe, socket or device, no file"


@POSIX
@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full", "/dev/null"])
def test_a_device_is_not_read(device: str) -> None:
    assert fault_of(device) == "is a pipe, socket or device, no file"


@POSIX
@pytest.mark.usefixtures("at_once")
def test_a_link_is_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"kode")
    (tmp_path / "to_file").symlink_to(tmp_path / "a.txt")
    (tmp_path / "to_device").symlink_to("/dev/zero")
    (tmp_path / "to_itself").symlink_to(tmp_path / "to_itself")

    assert read_file(tmp_path / "to_file") == b"kode"
    assert fault_of(tmp_path / "to_device") == "is a pipe, socket or device, no file"
    assert fault_of(tmp_path / "to_itself") == "does not exist"


@POSIX
def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as server:  # type: ignore[attr-defined, unused-ignore]
        server.bind("s")

        assert fault_of(tmp_path / "s") == "is a pipe, socket or device, no file"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "f.xls").mkdir()

    assert fault_of(tmp_path / "f.xls") == "is a folder, no file"
    assert no_file(tmp_path / "f.xls") == "is a folder, no file"


@pytest.mark.parametrize("name", ["none.csv", 265 * "x", 400 * "x" + ".xls", "a\0b", "none/none.csv"])
def test_a_name_that_no_file_has_is_told_as_such(tmp_path: Path, name: str) -> None:
    assert fault_of(tmp_path / name) == "does not exist"
    assert no_file(f"{tmp_path}/{name}") == "there is no such file"


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(300 * 2**20)  # a hole: it takes no room on the disk

    assert fault_of(tmp_path / "large") == "has 300 MB; expected at most 256 MB"
    assert fault_of(tmp_path / "large", most_bytes=2**20) == "has 300 MB; expected at most 1 MB"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux has files that change so")
def test_a_file_that_is_another_than_it_said_is_told() -> None:
    assert fault_of("/proc/self/status") == "changed while it was read"


def test_a_content_knows_the_hash_of_each_part_that_was_read(tmp_path: Path) -> None:
    for suffix in (".shp", ".DBF", ".shx", ".prj", ".qix"):
        (tmp_path / f"desa{suffix}").write_bytes(suffix.encode())

    content = read_content(tmp_path / "desa.shp", "peta/desa.shp")
    (tmp_path / "desa.shp").write_bytes(b"something else")

    assert content.sha256 == {
        f"peta/desa{suffix}": hashlib.sha256(suffix.encode()).hexdigest()
        for suffix in (".shp", ".shx", ".DBF", ".prj")
    }


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    content = Content("a.csv", b"kode")

    assert content_of(content, "a.csv", []) is content
    assert content_of(tmp_path / "none.csv", "none.csv", faults := []) is None
    assert [fault.problem for fault in faults] == ["does not exist"]


@pytest.mark.parametrize(
    ("journal", "content", "is_told"),
    [
        ("-wal", b"", False),
        ("-wal", b"x", True),
        ("-journal", bytes(28), False),
        ("-journal", bytes.fromhex("d9d505f920a163d7"), True),
    ],
)
def test_a_geopackage_that_is_half_in_its_journal_is_told(
    tmp_path: Path, journal: str, content: bytes, is_told: bool
) -> None:
    (tmp_path / "desa.gpkg").write_bytes(b"SQLite format 3\0")
    (tmp_path / f"desa.gpkg{journal}").write_bytes(content)

    found = content_of(tmp_path / "desa.gpkg", "desa.gpkg", faults := [])

    assert [f"not written yet (desa.gpkg{journal})" in fault.problem for fault in faults] == [True] * is_told
    assert (found is None) == is_told


@pytest.mark.parametrize(
    "name",
    ["CON", "con", "Prn", "AUX", "nul", "COM1", "LPT9", "NUL.txt", "con.tar.gz", "COM¹", " CON ", "CON."],
)
def test_a_device_of_windows_is_no_file_name(name: str) -> None:
    found = file_name(name)

    assert found.split(".")[0].casefold() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert found == found.strip(" .")


@pytest.mark.parametrize("name", ["CONAN", "Comoro", "Lpt", "T1", "53.01.04.2003_Baun", "nulla"])
def test_names_that_only_begin_so_stay(name: str) -> None:
    assert file_name(name) == name


def test_no_two_files_get_one_name() -> None:
    taken: set[str] = set()

    assert [unused(name, ".pdf", taken) for name in ("T1", "t1", "T1")] == ["T1.pdf", "t1-2.pdf", "T1-3.pdf"]


def test_a_file_that_another_adds_to_is_read_as_it_is_at_one_moment(tmp_path: Path) -> None:
    path = tmp_path / "growing.jsonl"
    path.write_bytes(b"x" * 100_000)

    def add() -> None:
        for _ in range(40):
            with path.open("ab") as file:
                file.write(b"x" * 100_000)
            time.sleep(0.005)

    writer = threading.Thread(target=add)
    writer.start()
    sizes = []
    while writer.is_alive():
        sizes.append(len(read_file(path)))
    writer.join()

    assert sizes == sorted(sizes)
    assert all(size % 100_000 == 0 for size in sizes)
    assert len(read_file(path)) == 4_100_000
