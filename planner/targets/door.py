"""The one door through which files are written."""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from planner.errors import PlannerError
from planner.targets.scratch import scratch

FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # no room on the disk, or for this user


@contextmanager
def replacing(target: str | Path) -> Iterator[Path]:
    """Yield where to write; when the body has ended, that file takes the place of ``target``, whole.

    When it fails, ``target`` is as it was, and nothing lies beside it. A link stays: what it points at is
    replaced.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    path = Path(target)
    place = _place(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    with scratch(place.parent) as folder:
        made = folder / path.name
        yield made
        _to_disk(made)
        if place.exists():
            with suppress(OSError):  # a share that knows no rights
                shutil.copymode(place, made)  # whoever might write the old file may write the new one
        os.replace(made, place)


def write_new(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write small files, by their names, into ``folder``; return them.

    Raises
    ------
    PlannerError
        When one of them is there already, or cannot be written; none is written then.
    """
    files = {folder / name: content for name, content in contents.items()}
    there = [file.name for file in files if os.path.lexists(file)]
    if there:
        raise PlannerError(f"{folder}: {', '.join(there)} would be overwritten; name another folder")
    try:
        write_files(files)
    except OSError as fault:
        raise PlannerError(cannot(folder, fault)) from fault
    return list(files)


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write small files; none of them when one cannot be made.

    Raises
    ------
    OSError
        When they cannot be written.
    """
    with ExitStack() as made:
        for path, content in contents.items():
            made.enter_context(replacing(path)).write_bytes(content)


def require_writable(targets: Iterable[Path]) -> None:
    """Find out before a long solve, not after it, whether the files can be written.

    Raises
    ------
    PlannerError
        With a sentence for each that cannot.
    """
    faults = []
    for path in targets:
        try:
            _try(_place(path))
        except OSError as fault:
            faults.append(cannot(path, fault))
    if faults:
        raise PlannerError("\n".join(faults))


def cannot(path: Path, fault: OSError) -> str:
    """Return the sentence for a file that cannot be written."""
    why = fault.strerror or str(fault)
    if fault.errno in FULL:
        why = "no space left on the device, the disk is full; make room or name another folder"
    elif isinstance(fault, PermissionError):
        why = f"{why}; is it open in another program, or write-protected?"
    return f"{path} cannot be written: {why}"


def _place(path: Path) -> Path:
    """Return the file that is written: for a link, what it points at."""
    place = Path(os.path.realpath(path)) if path.is_symlink() else path
    if place.is_symlink():
        raise OSError(errno.ELOOP, "it is a link that leads back to itself; name another file")
    it_is = "it is" if place == path else f"it is a link to {place},"
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, f"{it_is} a folder; name a file")
    if place.exists() and not place.is_file():
        raise OSError(errno.EINVAL, f"{it_is} a device or a pipe; name a file")
    if place != path and not place.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, f"{it_is} whose folder is not there; name another file")
    return place


def _try(place: Path) -> None:
    """Make a folder beside the file, as writing does, and open the file without changing it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with scratch(place.parent):
        pass
    if place.exists():
        with place.open("r+b"):  # refused while Excel has it open
            pass


def _to_disk(path: Path) -> None:
    """Wait until a file is on the disk: some shares tell only then that there is no room."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
