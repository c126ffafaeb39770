"""No file that is read may be written: one guard for every command."""

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import combinations, count
from pathlib import Path

from planner.errors import PlannerError

OTHER_CAPITALS = "written in other capitals only than"


def require_free(writes: Iterable[Path], reads: Mapping[Path, str]) -> None:
    """Stop when a file is read and written, or written twice, however its name is spelt.

    Parameters
    ----------
    writes
        Files that a command will write, there or not.
    reads
        File -> what it is, as "the plan that is read"; those that are not there do not count.

    Raises
    ------
    PlannerError
        With a sentence for each: which file, what it is, and a name that would do.
    """
    files = list(writes)
    there = {file: what for file, what in reads.items() if os.path.exists(file)}
    faults = [*_twice(files), *_read(files, there)]
    if faults:
        raise PlannerError("\n".join(faults))


def require_outside(folder: Path, reads: Mapping[Path, str]) -> None:
    """Stop when a folder that is replaced is, or holds, something that is read.

    Raises
    ------
    PlannerError
        With a sentence on the first one.
    """
    inside = _parts(folder)
    for file, what in reads.items():
        if os.path.exists(file) and _parts(file)[: len(inside)] == inside:
            raise PlannerError(f"{folder} holds {file}, {what}; name another folder, e.g. {_free(folder)}")


def is_same(one: Path, other: Path) -> bool:
    """Return whether two names are one file, now or on a disk that knows no capitals.

    >>> is_same(Path("a/plan.csv"), Path("a/../a/./PLAN.csv")), is_same(Path("plan.csv"), Path("plan.json"))
    (True, False)
    """
    with suppress(OSError):  # one of them is not there
        if os.path.samefile(one, other):  # links, and short names of Windows
            return True
    return _parts(one) == _parts(other)


def _parts(path: Path) -> tuple[str, ...]:
    return Path(unicodedata.normalize("NFC", os.path.realpath(path)).casefold()).parts


def _twice(files: list[Path]) -> Iterator[str]:
    for one, other in combinations(files, 2):
        if is_same(one, other):
            yield f"{other} is {_alike(other, one)} {one}; name another file, e.g. {_free(other)}"


def _read(files: list[Path], reads: Mapping[Path, str]) -> Iterator[str]:
    for file in files:
        found = next((read for read in reads if is_same(file, read)), None)
        if found is not None:
            is_spelt_so = os.path.normpath(file) == os.path.normpath(found)
            named = "" if is_spelt_so else f"{_alike(file, found)} {found}, "
            yield f"{file} is {named}{reads[found]}; name another file, e.g. {_free(file)}"


def _alike(one: Path, other: Path) -> str:
    """Return how far two names are one file."""
    with suppress(OSError):
        if os.path.samefile(one, other):
            return "the same file as"
    return "the same file as" if os.path.realpath(one) == os.path.realpath(other) else OTHER_CAPITALS


def _free(path: Path) -> Path:
    """Return a name like ``path`` that nobody has."""
    names = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in count(2))
    return next(name for name in names if not os.path.lexists(name))
