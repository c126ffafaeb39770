"""Folders to make files in, beside what they will replace; those of runs that were killed are cleared away.

A lock is held inside for as long as the folder is in use. The system lets go of it when the process ends,
however it ends, so a folder whose lock can be had belongs to nobody any more. Neither its age nor the number
of a process would tell: plans take long, and numbers come again.
"""

import hashlib
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

# Names the computer: some shares know the locks of one computer only, so each clears its own folders.
LOCK = f"{hashlib.sha256(platform.node().encode()).hexdigest()[:12]}.lock"


def _yes(folder: Path) -> bool:
    return True


@contextmanager
def scratch(folder: Path, prefix: str = ".plan-", *, may_go: Callable[[Path], bool] = _yes) -> Iterator[Path]:
    """Yield a new folder in ``folder``, gone afterwards; first clear those of dead runs.

    Parameters
    ----------
    folder
        Where it is made; it has to be there.
    prefix
        Begins its name.
    may_go
        Asked of each folder that a dead run left; one that may not go is left alone.

    Raises
    ------
    OSError
        When nothing can be written there.
    """
    clear(folder, prefix, may_go)
    made, lock = _made(folder, prefix)
    try:
        yield made
    finally:
        _empty(made)
        if lock is not None:
            lock.release()
        _drop(made)


def clear(folder: Path, prefix: str, may_go: Callable[[Path], bool] = _yes) -> None:
    """Remove what dead runs of this computer left in ``folder``."""
    for found in sorted(folder.glob(f"{prefix}*")) if os.path.isdir(folder) else ():
        if found.is_symlink() or not (found / LOCK).is_file():
            with suppress(OSError):  # empty: killed before it was locked, or about to be (see _made)
                os.rmdir(found)  # one that holds anything is not ours, and stays
            continue
        try:
            lock = _taken(found)
        except OSError:
            continue
        if lock is None:  # its run lives
            continue
        try:
            if may_go(found):
                _empty(found)
        finally:
            lock.release()
            _drop(found)


def _made(folder: Path, prefix: str) -> tuple[Path, "BaseFileLock | None"]:
    """Return a new folder and its lock; ``None`` where the file system knows no locks."""
    import filelock  # noqa: F401 - it takes a while, which no folder should be without its lock

    while True:
        made = Path(tempfile.mkdtemp(dir=folder, prefix=prefix))
        try:
            lock = _taken(made)
        except FileNotFoundError:
            continue  # another run, clearing up, took it for that of a dead one before it was locked
        except OSError:
            (made / LOCK).unlink(missing_ok=True)  # without a lock it must not look like that of a dead run
            (made / "in-use").touch()  # nor be empty, like one that was killed before it had any
            return made, None
        if lock is not None:
            return made, lock


def _taken(folder: Path) -> "BaseFileLock | None":
    """Return the lock of a folder, held; ``None`` where another has it.

    Raises
    ------
    OSError
        When there can be no lock.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=0, thread_local=False, preserve_lock_file=True)
    try:
        lock.acquire()
    except (Timeout, RuntimeError):  # RuntimeError: this process has it
        return None
    return lock


def _empty(folder: Path) -> None:
    """Remove all but the lock; what is stuck, in a virus scanner perhaps, is left for the next run."""
    with suppress(OSError):
        for found in folder.iterdir():
            if found.name == LOCK:
                continue
            if found.is_dir() and not found.is_symlink():
                shutil.rmtree(found, ignore_errors=True)
            else:
                found.unlink(missing_ok=True)


def _drop(folder: Path) -> None:
    """Remove a folder in which nothing but the lock is left."""
    with suppress(OSError):
        if {found.name for found in folder.iterdir()} <= {LOCK}:
            shutil.rmtree(folder, ignore_errors=True)
