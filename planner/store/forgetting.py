"""Names are taken out of a store: of its plans, and of the columns in which a person may be named.

A plan without names has another SHA-256, which is kept instead; the audit says from which to which, so that a
copy made before can still be told to be that plan. Rows of villages and visits stay as they are: they name
nobody.
"""

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from planner.inputs.forgetting import Forgotten, without_names
from planner.persons import masked
from planner.store import Session, Store
from planner.store.runs import named, note, unpacked
from planner.store.tables import PLANS, RUNS, TABLES, Column, Table

FORGOTTEN = "names forgotten"  # in the audit
GONE = "-"  # in a column that every row has to fill
PATH = "project_file"  # may lie in a folder that is called like its user


@dataclass(frozen=True, slots=True)
class Held:
    """What of a store names somebody.

    Parameters
    ----------
    plans
        Run -> what is in its plan.
    cells
        Column as ``table.column`` -> rows in which it is filled.
    """

    plans: dict[int, Forgotten]
    cells: dict[str, int]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.plans or self.cells)

    def __str__(self) -> str:
        """Return it in words."""
        runs = [f"run {run} ({found})" for run, found in self.plans.items()]
        cells = (f"{column} of {n} row{'' if n == 1 else 's'}" for column, n in self.cells.items())
        return "; ".join([*runs, *cells])


def held_in(store: Store) -> Held:
    """Return what of a store names somebody.

    Raises
    ------
    StoreError, InputError
        When there is no such store, or it cannot be read.
    """
    with store.reading() as session:
        return Held({run: found for run, _, found in _plans(store, session)}, dict(_counts(session)))


def forget_in(store: Store) -> Held:
    """Take all that names somebody out of a store, at once or not at all; return what it was.

    Who did it stands in the audit; that name stays, as somebody has to answer for it.

    Raises
    ------
    StoreError, InputError
        When there is no such store, or it cannot be written; then nothing of it is changed.
    """
    with store.changing() as session:
        plans = list(_plans(store, session))
        held = Held({run: found for run, _, found in plans}, dict(_counts(session)))
        for table, key, values in _emptied(session):
            session.change(table, key, **values)
        seals = [_replaced(session, run, text) for run, text, _ in plans]
        if held:
            note(session, FORGOTTEN, "; ".join(seals))
    return held


def _plans(store: Store, session: Session) -> Iterator[tuple[int, bytes, Forgotten]]:
    """Yield run, text without names, and what was in it, for each plan that has any."""
    for run in session.run_numbers():
        name = named(store, run)
        for row in session.find(PLANS, run_id=run):
            text, found = without_names(unpacked(row["plan"], name), name)
            if found:
                yield run, text, found


def _replaced(session: Session, run: int, text: bytes) -> str:
    """Put another text in the place of a plan; return its SHA-256 before and now."""
    before = session.find(RUNS, run_id=run)[0]["plan_sha256"]
    sha256 = hashlib.sha256(text).hexdigest()
    session.change(PLANS, run, plan=gzip.compress(text, mtime=0))
    session.change(RUNS, run, plan_sha256=sha256)
    return f"run {run}: {before} -> {sha256}"


def _emptied(session: Session) -> Iterator[tuple[Table, Any, dict[str, Any]]]:
    """Yield each row in which a person may be named: its table, its key, and what stands there instead."""
    version = session.version()
    for table in (table for table in TABLES if table is not PLANS and table.since <= version):
        for row in session.find(table):
            values = {
                column.name: clean
                for column in table.columns
                if column.kind == "text" and (clean := _clean(column, row[column.name])) != row[column.name]
            }
            if table is RUNS and _is_whole(row[PATH]):
                values[PATH] = None
            if row.get("what") == FORGOTTEN:  # who has to answer for it
                values.pop("who", None)
            if values:
                yield table, row[table.columns[0].name], values


def _clean(column: Column, text: str | None) -> str | None:
    """Return what stands there instead: nothing where a person may be named, no number of one anywhere."""
    if column.is_personal and text not in (None, "", GONE):
        return GONE if column.is_needed else None
    return masked(text) if text else text


def _counts(session: Session) -> Iterator[tuple[str, int]]:
    counts: dict[str, int] = {}
    for table, _, values in _emptied(session):
        for column in values:
            counts[f"{table.name}.{column}"] = counts.get(f"{table.name}.{column}", 0) + 1
    return iter(counts.items())


def _is_whole(path: str | None) -> bool:
    """Return whether a path begins at the root of a disk, of whatever system.

    >>> [_is_whole(path) for path in ("planner.toml", "/home/budi/planner.toml", "C:/Users/Budi/x.toml")]
    [False, True, True]
    """
    return path is not None and (PurePosixPath(path).is_absolute() or bool(PureWindowsPath(path).drive))
