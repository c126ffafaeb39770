"""One writer at a time, in all programs that write to a file of the office.

The lock is a small file beside it, ``history.jsonl.lock``. The operating system lets go of it when its
holder ends, however it ends; the small file may stay, and holds nobody up. On a network share that knows no
locks its mere presence is the lock (library filelock, "How file locking works").
"""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from planner.errors import PlannerError

WAIT_SECONDS = 60.0
QUIET_SECONDS = 1.0  # a wait as short as this is told to nobody


def lock_path(path: Path) -> Path:
    """Return the lock of a file: beside the file itself, whatever link it was named by.

    >>> lock_path(Path("history.jsonl")).name
    'history.jsonl.lock'
    """
    real = Path(os.path.realpath(path))
    return real.with_name(f"{real.name}.lock")


@contextmanager
def locked(path: Path, *, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Let one writer at a time work on a file; the others wait, say so, and give up in the end.

    Raises
    ------
    PlannerError
        When another program has been writing for ``wait_seconds``, or the lock cannot be made: the folder is
        not there, or write-protected.
    """
    lock = FileLock(lock_path(path))
    try:
        _acquire(lock, path, wait_seconds)
    except OSError as fault:
        raise PlannerError(cannot(path, fault)) from fault
    try:
        yield
    finally:
        lock.release()


def cannot(path: Path, fault: OSError) -> str:
    """Return the sentence for a file that cannot be written to."""
    return f"{path} cannot be written: {fault.strerror or fault}; nothing was added"


def tell_waiting(name: str, wait_seconds: float) -> None:
    """Say on stderr that another program is writing, and how long this one waits."""
    sentence = f"{name}: another program is writing to it; waiting up to {wait_seconds:g} seconds"
    print(sentence, file=sys.stderr, flush=True)


def _acquire(lock: FileLock, path: Path, wait_seconds: float) -> None:
    quiet = min(QUIET_SECONDS, wait_seconds)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="flock not supported")  # told in docs/weekly-cycle.md
        try:
            lock.acquire(timeout=quiet)
        except Timeout:
            tell_waiting(str(path), wait_seconds - quiet)
            try:
                lock.acquire(timeout=wait_seconds - quiet)
            except Timeout:
                raise PlannerError(
                    f"{path}: another program has been writing to it for {wait_seconds:g} seconds; nothing "
                    "was added; let it finish, then try again (if no planner runs on any computer, delete "
                    f"{lock.lock_file})"
                ) from None
