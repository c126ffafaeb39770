"""Functions compiled by numba: where the machine code is kept, and what happens when that is damaged.

It is kept in the folder that NUMBA_CACHE_DIR names, else beside the source, else in the user's folder, else
in a temporary one: the first of them that can be written. Where none can be, each process compiles anew.
"""

import functools
import hashlib
import os
import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numba
from numba.core import event
from numba.core.caching import (
    CompileResultCacheImpl,
    FunctionCache,
    IndexDataCacheFile,
    InTreeCacheLocator,
    NullCache,
    UserProvidedCacheLocator,
)

from planner.surroundings import memory
from planner.surroundings.folders import cache_folder

SEAL = hashlib.sha256().digest_size
COMPILES = "numba:compile"  # an event of numba; to find a function on disk is none


def compiled(function: Any) -> Any:
    """Return ``function`` compiled by numba once and kept on disk; it lets other threads run.

    It may call compiled functions of its own folder, and no others: then what is kept is renewed when one of
    them is changed.
    """
    dispatcher: Any = numba.njit(nogil=True)(function)
    dispatcher._cache = _cache_of(function)  # as `cache=True` does with numba's own
    return dispatcher


@functools.cache
def prepare() -> None:
    """Load the algebra of numba, which it would load itself at the first call, in whatever thread that is.

    It asks for memory while it is loaded, and goes on asking for ever when there is none.

    Raises
    ------
    MemoryError
        When there is not enough for it and for what is compiled.
    """
    memory.require(memory.OPTIMISER_MB)
    import scipy.linalg.cython_blas  # noqa: F401 - after the question whether there is room for it


@contextmanager
def telling(tell: Callable[[], None]) -> Iterator[None]:
    """Call ``tell`` whenever a function has to be compiled in the body, in the thread of the caller."""
    with event.install_listener(COMPILES, _Listener(tell)):
        yield


class _Listener(event.Listener):
    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell, self._caller = tell, threading.get_ident()

    def on_start(self, event: Any) -> None:
        """Tell of it."""
        if threading.get_ident() == self._caller:
            self._tell()

    def on_end(self, event: Any) -> None:
        """Take no notice."""


def _cache_of(function: Any) -> Any:
    """Return where a function is kept; nowhere, when no folder can be written."""
    try:
        return _Kept(function)
    except RuntimeError:  # numba's word for it
        return NullCache()


class _OwnFolder(InTreeCacheLocator):
    """The user's own folder or a temporary one, for an installation that cannot be written."""

    def __init__(self, function: Any, file: str) -> None:
        super().__init__(function, file)
        folder = _own_folder()
        if folder is None:
            raise OSError("no folder can be written")
        self._cache_path = os.path.join(folder, self.get_suitable_cache_subpath(file))

    @classmethod
    def from_function(cls, function: Any, file: str) -> Any:
        """Return the place for a function, ``None`` where there is none."""
        with suppress(OSError):
            return super().from_function(function, file)
        return None


@functools.cache
def _own_folder() -> Path | None:
    folder = cache_folder()
    return None if folder is None else folder / "compiled"


class _Places(CompileResultCacheImpl):
    """Where numba looks, but for its own last place: for a user without a home that is a folder ``./~``."""

    _locator_classes = [UserProvidedCacheLocator, InTreeCacheLocator, _OwnFolder]  # noqa: RUF012 - as numba has it


class _Kept(FunctionCache):
    """What is kept of one function. Damaged: it is compiled anew. Not to be written: it is done without."""

    _impl_class = _Places

    def __init__(self, function: Any) -> None:
        super().__init__(function)
        stamp = _stamp(Path(function.__code__.co_filename).parent)
        self._cache_file = _Sealed(self._cache_path, self._impl.filename_base, stamp)

    def load_overload(self, signature: Any, target: Any) -> Any:
        """Return what is kept for a signature, ``None`` for nothing that can be used."""
        try:
            return super().load_overload(signature, target)
        except MemoryError:
            raise
        except Exception:  # what comes of reading half a file, or wrong bytes
            with suppress(OSError):
                self.flush()
            return None

    def save_overload(self, signature: Any, data: Any) -> None:
        """Keep it, where there is room."""
        with suppress(OSError):
            super().save_overload(signature, data)


class _Sealed(IndexDataCacheFile):
    """numba's two files of a function, with a digest: machine code with a wrong byte would be run."""

    def save(self, key: Any, data: Any) -> None:
        """Keep ``data`` with all that it holds for."""
        super().save(key, (self._source_stamp, key, data))

    def load(self, key: Any) -> Any:
        """Return what is kept for ``key``; nothing when the file is one that was to be replaced."""
        found = super().load(key)
        return found[2] if found is not None and found[:2] == (self._source_stamp, key) else None

    def _save_data(self, name: str, data: Any) -> None:
        content = self._dump(data)
        with self._open_for_write(self._data_path(name)) as file:
            file.write(hashlib.sha256(content).digest() + content)

    def _load_data(self, name: str) -> Any:
        content = Path(self._data_path(name)).read_bytes()
        if hashlib.sha256(content[SEAL:]).digest() != content[:SEAL]:
            raise ValueError(f"{name} is damaged")
        return pickle.loads(content[SEAL:])


@functools.cache
def _stamp(folder: Path) -> str:
    """Return a digest of all compiled functions of a folder: one may stand in the machine code of another."""
    texts = [path.read_bytes() for path in sorted(folder.glob("*.py"))]
    return hashlib.sha256(b"".join(text for text in texts if b"\n@compiled" in text)).hexdigest()
