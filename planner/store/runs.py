"""Runs in a store: keep one, list them, read one back."""

import getpass
import gzip
import hashlib
import io
import json
import os
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import planner
from planner.domain.check import require_valid
from planner.domain.measure import version_of
from planner.domain.plan import Plan
from planner.errors import InputError, StoreError
from planner.exporters.json import plan_text
from planner.inputs.plan import MAX_BYTES, examine_text
from planner.signs import without_any_hidden
from planner.store import Session, Store
from planner.store.rows import facts, stop_rows, village_rows
from planner.store.session import DAMAGED, Row
from planner.store.tables import ACTUALS, AUDIT, PLANS, RUNS, STOPS, VILLAGES


@dataclass(frozen=True, slots=True)
class Run:
    """One row of the table of runs; its columns say what each field is (:mod:`planner.store.tables`)."""

    run_id: int
    made_at: datetime
    made_by: str
    project: str
    project_file: str | None
    inputs: Mapping[str, str]
    program: str
    settings: Mapping[str, Any]
    optimiser: str
    seed: int
    seconds: float
    rounds: int
    stop_reason: str
    first_day: date
    deadline: date
    status: str
    backlog: int
    recorded: int
    left_over: int
    bound: float | None
    gap: float | None
    plan_version: str | None
    plan_sha256: str


def prepare(store: Store) -> None:
    """Make the store where it is not there, so that a long solve does not end before a closed door.

    Raises
    ------
    StoreError
        When it cannot be written.
    """
    with store.writing():
        pass


def keep_run(
    plan: Plan,
    store: Store,
    *,
    settings: Mapping[str, object] | None = None,
    project_file: str | Path | None = None,
    plan_version: str | None = None,
) -> int:
    """Keep ``plan`` with its problem; return the number of the run, which is then safe on the disk.

    Parameters
    ----------
    plan
        The plan.
    store
        Where to keep it.
    settings
        What the solve was called with.
    project_file
        The planner.toml it was made from; told later whether its files have changed.
    plan_version
        Version printed on the plan; its own when not given.

    Raises
    ------
    PlanError
        When the plan breaks a rule; nothing is kept.
    StoreError
        When the store cannot be written; nothing is kept.
    """
    require_valid(plan)
    text = plan_text(plan).encode()
    run = {
        **facts(plan),
        "made_at": datetime.now(UTC),
        "made_by": who(),
        "project_file": _seen_from(store.folder, project_file),
        "settings": json.dumps(dict(settings or {}), ensure_ascii=False, sort_keys=True),
        "plan_version": plan_version or version_of(plan),
        "plan_sha256": hashlib.sha256(text).hexdigest(),
    }
    packed = gzip.compress(text, mtime=0)
    with store.writing() as session:
        number = session.next_run()
        session.add(RUNS, [{"run_id": number, **run}])
        session.add(PLANS, [{"run_id": number, "plan": packed}])
        session.add(VILLAGES, ({"run_id": number, **row} for row in village_rows(plan)))
        session.add(STOPS, ({"run_id": number, **row} for row in stop_rows(plan)))
        _note(session, "run kept", f"{plan.status}, {plan.recorded} of {plan.problem.backlog}", number)
    return number


def add_actuals(store: Store, rows: Iterable[Row]) -> int:
    """Add reported visits, all or none; return how many.

    Parameters
    ----------
    store
        Where to add them.
    rows
        Values by the columns of table ``actuals``, without ``entered_at`` and ``entered_by``.

    Raises
    ------
    StoreError
        When a needed value is missing, or the store cannot be written.
    """
    entered = {"entered_at": datetime.now(UTC), "entered_by": who()}
    added = [{**row, **entered} for row in rows]
    with store.writing() as session:
        session.add(ACTUALS, added)
        _note(session, "actuals added", f"{len(added)} rows")
    return len(added)


def list_runs(store: Store, faults: list[str] | None = None) -> tuple[Run, ...]:
    """Return all runs of a store, oldest first.

    Parameters
    ----------
    store
        The store.
    faults
        Takes a sentence on each run that cannot be read, so that it hides no other one; without it such a
        run is an error.

    Raises
    ------
    StoreError
        When there is no such store, or it cannot be read.
    """
    runs = []
    with store.reading() as session:
        for number in session.run_numbers():
            try:
                runs.append(_run_of(session, number))
            except StoreError as error:
                if faults is None:
                    raise
                faults.append(str(error))
    return tuple(runs)


def _run_of(session: Session, number: int) -> Run:
    """Return one row of the table of runs.

    Raises
    ------
    StoreError
        When it cannot be read.
    """
    (row,) = session.find(RUNS, run_id=number)
    texts = {}
    for name in ("inputs", "settings"):
        try:
            texts[name] = without_any_hidden(json.loads(row[name]))
        except (ValueError, RecursionError):
            texts[name] = None
        if not isinstance(texts[name], dict):
            where = f"table {RUNS.name}, run_id {number}, column {name}"
            raise StoreError(f"{session.place}: {where}: it is no JSON; {DAMAGED}")
    return Run(**{**row, **texts})


def read_run(store: Store, number: int | None = None) -> tuple[Run, bytes]:
    """Return a run, the newest without a ``number``, and the JSON text of its plan as it was kept.

    Raises
    ------
    StoreError
        When there is no such run, or its plan cannot be unpacked.
    """
    with store.reading() as session:
        known = session.run_numbers()
        number = max(known, default=0) if number is None else number
        if number not in known:
            runs = f"runs are 1 to {max(known)}" if known else "nothing was kept in it yet"
            raise StoreError(f"{store.place}: there is no run {number}; {runs}")
        run, plans = _run_of(session, number), session.find(PLANS, run_id=number)
    if not plans:
        raise StoreError(f"{named(store, number)}: its plan is gone; {DAMAGED}")
    return run, _unpacked(plans[0]["plan"], named(store, number))


def plan_of_run(store: Store, number: int | None = None) -> Plan:
    """Return the plan of a run, the newest without a ``number``.

    Raises
    ------
    StoreError, InputError
        When there is no such run, or its plan can no longer be read or disagrees with itself.
    """
    run, text = read_run(store, number)
    plan, disagreements = examine_text(text, named(store, run.run_id))
    if disagreements:
        raise InputError(disagreements)
    return plan


def named(store: Store, number: int) -> str:
    """Return what a run is called in sentences."""
    return f"{store.place}, run {number}"


def who() -> str:
    """Return the user's name on this computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a service without a user, on Windows or Linux
        return "unknown"


def _seen_from(folder: Path | None, project_file: str | Path | None) -> str | None:
    """Return the path of the project file, relative where both lie on one drive: the folder may move."""
    if project_file is None:
        return None
    path = Path(project_file).resolve()
    try:
        return Path(os.path.relpath(path, folder)).as_posix() if folder else str(path)
    except ValueError:  # another drive of Windows
        return str(path)


def _note(session: Session, what: str, details: str, run: int | None = None) -> None:
    """Add a line to the audit."""
    line = {"at": datetime.now(UTC), "who": who(), "what": what, "run_id": run}
    session.add(AUDIT, [{**line, "details": details, "program": planner.__version__}])


def _unpacked(packed: bytes, name: str) -> bytes:
    """Return the text of a plan, as far as it can be one."""
    try:
        with gzip.open(io.BytesIO(packed)) as stream:
            text = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise StoreError(f"{name}: its plan cannot be unpacked ({error}); {DAMAGED}") from error
    if len(text) > MAX_BYTES:
        raise StoreError(f"{name}: its plan has more than {MAX_BYTES // 2**20} MB")
    return text
