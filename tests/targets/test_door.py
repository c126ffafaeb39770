"""Files are replaced whole or not at all, through links, and what cannot be written is told in a sentence."""

import errno
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.targets import cannot, replacing, require_writable, write_files, write_new

NoRoom = Callable[[], AbstractContextManager[None]]
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a right to make links there")


def put(path: Path, text: str = "new") -> None:
    with replacing(path) as made:
        made.write_text(text, encoding="utf-8")


def test_a_file_is_replaced_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "plan.csv"

    put(path, "old")
    put(path)

    assert path.read_text(encoding="utf-8") == "new"
    assert list(path.parent.iterdir()) == [path]


@on_posix
def test_whoever_might_write_the_old_file_may_write_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    put(path, "old")
    path.chmod(0o664)

    put(path)

    assert path.stat().st_mode & 0o777 == 0o664


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    put(path, "old")

    with pytest.raises(TypeError), replacing(path) as made:
        made.write_text("half", encoding="utf-8") + "a text"  # type: ignore[operator]

    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_stays_when_there_is_no_room(tmp_path: Path, no_room: NoRoom) -> None:
    path = tmp_path / "plan.csv"
    put(path, "old")

    with pytest.raises(OSError, match="too large"), no_room():
        put(path, "x" * 5000)

    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@on_posix
@pytest.mark.parametrize("is_there", [True, False], ids=["to a file", "to a file that is not there yet"])
def test_a_link_stays_and_what_it_points_at_is_written(tmp_path: Path, is_there: bool) -> None:
    share, link = tmp_path / "share", tmp_path / "plan.csv"
    share.mkdir()
    if is_there:
        (share / "plan of all.csv").write_text("old", encoding="utf-8")
    (tmp_path / "middle").symlink_to(share / "plan of all.csv")
    link.symlink_to("middle")

    require_writable([link])
    put(link)

    assert link.is_symlink()
    assert (share / "plan of all.csv").read_text(encoding="utf-8") == "new"
    assert [path.name for path in share.iterdir()] == ["plan of all.csv"]


@on_posix
def test_links_that_lead_to_no_file_are_refused_in_one_sentence(tmp_path: Path) -> None:
    loop, folder, nowhere = (tmp_path / name for name in ("loop.csv", "folder.csv", "nowhere.csv"))
    loop.symlink_to("loop.csv")
    folder.symlink_to(tmp_path)
    nowhere.symlink_to(tmp_path / "unmounted" / "plan.csv")

    with pytest.raises(PlannerError) as fault:
        require_writable([loop, folder, nowhere])

    away = tmp_path / "unmounted" / "plan.csv"
    assert str(fault.value).splitlines() == [
        f"{loop} cannot be written: it is a link that leads back to itself; name another file",
        f"{folder} cannot be written: it is a link to {tmp_path}, a folder; name a file",
        f"{nowhere} cannot be written: it is a link to {away}, whose folder is not there; name another file",
    ]
    assert not (tmp_path / "unmounted").exists()
    for link in (loop, folder, nowhere):
        with pytest.raises(OSError, match="it is a link"):
            put(link)


@on_posix
def test_a_pipe_is_no_file_to_write(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.csv")

    with pytest.raises(PlannerError, match="it is a device or a pipe; name a file"):
        require_writable([tmp_path / "plan.csv"])

    assert (tmp_path / "plan.csv").is_fifo()


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="it is a folder; name a file"):
        require_writable([tmp_path])


def test_a_name_that_no_disk_takes_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="cannot be written"):
        require_writable([tmp_path / f"{'x' * 300}.csv"])


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may write anything")
def test_a_write_protected_file_is_found_out_at_once(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    put(path, "old")
    path.chmod(0o444)

    with pytest.raises(PlannerError, match="is it open in another program, or write-protected"):
        require_writable([path])

    path.chmod(0o644)


def test_trying_a_file_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    put(path, "old")
    before = path.stat().st_mtime_ns

    require_writable([path, tmp_path / "sub" / "new.csv"])

    assert (path.read_text(encoding="utf-8"), path.stat().st_mtime_ns) == ("old", before)
    assert list((tmp_path / "sub").iterdir()) == []


def test_small_files_are_written_all_or_none(tmp_path: Path, no_room: NoRoom) -> None:
    small, large = tmp_path / "a.toml", tmp_path / "b.xlsx"

    with pytest.raises(OSError, match="too large"), no_room():
        write_files({small: b"small", large: b"x" * 5000})

    assert list(tmp_path.iterdir()) == []


def test_new_files_take_no_name_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "spt.typ").write_text("mine", encoding="utf-8")

    with pytest.raises(PlannerError, match=r"spt\.typ would be overwritten; name another folder"):
        write_new(tmp_path, {"poster.typ": b"", "spt.typ": b""})

    assert [path.name for path in tmp_path.iterdir()] == ["spt.typ"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "no space left on the device, the disk is full; make room or name another folder",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied"),
            "Permission denied; is it open in another program, or write-protected?",
        ),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
        (OSError("GDAL cannot"), "GDAL cannot"),
    ],
)
def test_the_sentence_says_what_is_the_matter_and_asks_for_no_more(fault: OSError, said: str) -> None:
    assert cannot(Path("plan.csv"), fault) == f"plan.csv cannot be written: {said}"
