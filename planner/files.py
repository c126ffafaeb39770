"""Files in: only regular ones are opened, nothing waits, and a limit holds before the first byte is read.

A pipe would be waited for without end and a device read until the memory is gone; both have names like any
file. Every file that the planner reads comes in by :func:`read_file` or :func:`opened`.
"""

import errno
import hashlib
import io
import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath

from planner.errors import Fault, InputError

MOST_BYTES = 256 * 2**20  # a plan of 1,500 places takes about 150 MB; no other file is larger
PAUSES = (0.01, 0.05, 0.15, 0.3, 0.4)  # seconds, after which a file that changed is read again
MOST_TEXT_BYTES = 2**20  # of a file that somebody wrote by hand
SHAPEFILE_SUFFIXES = (".shx", ".dbf", ".prj", ".cpg")  # beside .shp: places, attributes, system, letters
LONGEST_NAME = 60  # signs; Windows allows 260 for a whole path
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?=\.|$)", re.IGNORECASE)  # of Windows
_HOT = bytes.fromhex("d9d505f920a163d7")  # begins a journal that is needed: SQLite database file format, 3
_NO_NAME = (
    errno.ENAMETOOLONG,
    errno.EINVAL,
    errno.ELOOP,
)  # too long, with signs Windows forbids, in a circle


MISSING = "does not exist"


class NotAFileError(OSError):
    """A name of a folder, pipe, socket or device where a file is expected; its text says which."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it was read, with those that belong to it.

    Parameters
    ----------
    name
        What it is called in faults and notes: as the project names it.
    data
        Its bytes.
    beside
        Name -> bytes of the files that a shapefile consists of, apart from the ``.shp`` itself.
    """

    name: str
    data: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def suffix(self) -> str:
        """The end of the name, in small letters, with its dot."""
        return PurePath(self.name).suffix.lower()

    @property
    def sha256(self) -> dict[str, str]:
        """Name -> SHA-256 of the bytes, of all that was read."""
        return {
            name: hashlib.sha256(d).hexdigest() for name, d in {self.name: self.data, **self.beside}.items()
        }


def read_content(path: str | Path, name: str | None = None) -> Content:
    """Return a file with those that belong to it. Parameters and errors as for :func:`read_file`."""
    path = Path(path)
    name = path.name if name is None else name
    data, suffix = read_file(path, name), path.suffix.lower()
    if suffix == ".gpkg":
        _require_written(path, name)
    return Content(name, data, dict(_beside(path, name)) if suffix == ".shp" else {})


def _require_written(path: Path, name: str) -> None:
    """Stop at a GeoPackage (SQLite) of which a part still lies in a journal beside it."""
    for suffix, first in (("-wal", b""), ("-journal", _HOT)):
        journal = path.with_name(path.name + suffix)
        if is_file(journal) and os.path.getsize(journal) and read_file(journal).startswith(first):
            problem = f"has changes that are not written yet ({journal.name})"
            raise InputError([Fault(name, problem, "close it in QGIS and all other programs")])


def content_of(source: Path | Content, name: str, faults: list[Fault]) -> Content | None:
    """Return what was read already, or read it now; ``None`` after a fault."""
    try:
        return source if isinstance(source, Content) else read_content(source, name)
    except InputError as error:
        faults.extend(error.faults)
        return None


def _beside(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the other files of a shapefile, named as the project names its ``.shp``."""
    for suffix in SHAPEFILE_SUFFIXES:
        for spelt in (suffix, suffix.upper()):
            if is_file(path.with_suffix(spelt)):
                of = PurePosixPath(name).with_suffix(spelt).as_posix()
                yield of, read_file(path.with_suffix(spelt), of)
                break


def read_file(path: str | Path, name: str | None = None, *, most_bytes: int = MOST_BYTES) -> bytes:
    """Return what stands in a file, read once: hash these bytes, and open them from memory.

    One that another program adds to at this moment is waited for, a second at most.

    Parameters
    ----------
    path
        The file.
    name
        What it is called in the fault; its own name when not given.
    most_bytes
        A larger file is refused before it is read.

    Raises
    ------
    InputError
        With one fault, when it is not there, is a folder, pipe, socket or device, is too large, cannot be
        opened, or goes on changing while it is read.
    """
    name = Path(path).name if name is None else name
    for pause in PAUSES:
        data = _read_once(path, name, most_bytes)
        if data is not None:
            return data
        time.sleep(pause)
    raise InputError([Fault(name, "changed while it was read", "let the other program finish; try again")])


def _read_once(path: str | Path, name: str, most_bytes: int) -> bytes | None:
    """Return what stands in a file; ``None`` when it changed meanwhile."""
    try:
        with opened(path) as stream:
            before = os.fstat(stream.fileno())
            data = stream.read(before.st_size + 1) if before.st_size <= most_bytes else b""
            after = os.fstat(stream.fileno())
    except (OSError, ValueError) as error:
        raise InputError([Fault(name, *_why(error))]) from error
    if before.st_size > most_bytes:
        size = f"{before.st_size / 2**20:,.{0 if before.st_size > 10 * 2**20 else 1}f}"
        problem = f"has {size} MB; expected at most {most_bytes // 2**20} MB"
        raise InputError([Fault(name, problem, "split it by regency, or name another file")])
    is_still = len(data) == before.st_size and before.st_mtime_ns == after.st_mtime_ns
    return data if is_still else None


@contextmanager
def opened(path: str | Path) -> Iterator[io.BufferedReader]:
    """Give the stream of a regular file.

    Raises
    ------
    OSError
        When it is none, or cannot be opened; it is never waited for.
    ValueError
        When the name holds a NUL.
    """
    _require_regular(os.stat(path).st_mode)  # a device may act when it is opened
    with open(path, "rb", opener=_without_waiting) as stream:
        _require_regular(os.fstat(stream.fileno()).st_mode)  # it may have been exchanged since
        yield stream


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _require_regular(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise NotAFileError("is a folder, no file")
    if not stat.S_ISREG(mode):
        raise NotAFileError("is a pipe, socket or device, no file")


def no_file(path: str | Path) -> str:
    """Return why nothing can be read from ``path``, for a sentence that begins with it; empty for a file."""
    try:
        _require_regular(os.stat(path).st_mode)
    except (OSError, ValueError) as error:
        problem, _ = _why(error)
        return "there is no such file" if problem == MISSING else problem
    return ""


def _why(error: OSError | ValueError) -> tuple[str, str]:
    """Return what an officer reads of an error, and what to do."""
    if isinstance(error, NotAFileError):
        return str(error), "name a file"
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError) or error.errno in _NO_NAME:
        return MISSING, "correct its name, or put it there"
    reason = error.strerror or error
    return f"cannot be opened ({reason})", "close it in other programs, and look whether you may read it"


def is_file(path: str | Path) -> bool:
    """Return whether a regular file lies there; a name too long for any file is none."""
    return os.path.isfile(path)


def is_folder(path: str | Path) -> bool:
    """Return whether a folder lies there."""
    return os.path.isdir(path)


def file_name(text: str) -> str:
    """Return ``text`` as a name that every file system takes; the devices of Windows are none.

    >>> file_name("53.14.04.2001_Ba'a / Söe: *?"), file_name("../.."), file_name("con.txt")
    ('53.14.04.2001_Ba-a-Soe', 'x', 'con-.txt')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    name = re.sub(r"[^A-Za-z0-9._]+", "-", plain)[:LONGEST_NAME].strip("-._") or "x"
    device = _DEVICE.match(name)
    return f"{device[0]}-{name[device.end() :]}" if device else name


def unused(stem: str, suffix: str, taken: set[str]) -> str:
    """Return a name that no other file has, capitals being no difference, and note it in ``taken``."""
    name, count = f"{stem}{suffix}", 1
    while name.lower() in taken:
        count += 1
        name = f"{stem}-{count}{suffix}"
    taken.add(name.lower())
    return name
