"""Where the planner keeps what nobody asked for by name: compiled code, and notes on its own faults."""

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

NAME = "field-planner"


def cache_folder() -> Path | None:
    """Return a folder for what can be made again, the user's own or a temporary one; ``None`` for none."""
    return _first_usable(_of_user("LOCALAPPDATA", "XDG_CACHE_HOME", ".cache"))


def state_folder() -> Path | None:
    """Return a folder for notes that outlive a run, the user's own or a temporary one; ``None`` for none."""
    return _first_usable(_of_user("LOCALAPPDATA", "XDG_STATE_HOME", ".local/state"))


def _of_user(on_windows: str, elsewhere: str, below_home: str) -> Iterator[Path]:
    """Yield the user's folder as the system defines it (XDG Base Directory Specification 0.8)."""
    named = os.environ.get(on_windows if sys.platform == "win32" else elsewhere, "")
    if os.path.isabs(named):
        yield Path(named) / NAME
    elif os.path.isabs(home := os.path.expanduser("~")):  # it stays "~" for a user without a home
        yield Path(home) / below_home / NAME


def _first_usable(own: Iterator[Path]) -> Path | None:
    """Return the first folder that can be written, with the temporary one as the last choice."""
    return next((folder for folder in (*own, *_temporary()) if _is_usable(folder)), None)


def _temporary() -> Iterator[Path]:
    """Yield this user's folder among the temporary ones; what another user has put there is not trusted."""
    try:
        folder = Path(tempfile.gettempdir()) / f"{NAME}-{_user()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:  # no place for temporary files at all
        return
    is_folder, is_open_to_others = stat.S_ISDIR(found.st_mode), found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if sys.platform == "win32" or (is_folder and found.st_uid == os.getuid() and not is_open_to_others):
        yield folder


def _user() -> str:
    if sys.platform == "win32":  # every user has temporary folders of their own there
        return "own"
    return str(os.getuid())


def _is_usable(folder: Path) -> bool:
    """Return whether files can be made in ``folder``, which is made where it is missing."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
