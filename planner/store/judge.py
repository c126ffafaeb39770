"""A run that was kept is judged again: its plan from its inputs, its rows, and the files it was made from."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

import planner
from planner.domain.check import check
from planner.domain.plan import Plan
from planner.files import opened
from planner.inputs.plan import examine_text
from planner.store import Store
from planner.store.rows import comparable, hashes, stop_rows, village_rows
from planner.store.runs import Run, named, read_run
from planner.store.tables import STOPS, VILLAGES

State = Literal["same", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is found when a run is judged again.

    Parameters
    ----------
    run, plan
        What was kept.
    faults
        What breaks a rule or does not agree, in sentences; a plan that is as it was kept has none.
    inputs
        Name of each input file -> whether it is still as it was, ``changed``, or ``gone`` from where it lay.
    program
        The version of the planner that judged.
    """

    run: Run
    plan: Plan
    faults: tuple[str, ...]
    inputs: dict[str, State]
    program: str = planner.__version__


def judge(store: Store, number: int | None = None) -> Verdict:
    """Return what is found when a run, the newest without a ``number``, is judged again.

    Raises
    ------
    StoreError, InputError
        When there is no such run, or its plan can no longer be read.
    """
    run, text = read_run(store, number)
    plan, disagreements = examine_text(text, named(store, run.run_id))
    faults = [
        *(str(violation) for violation in check(plan)),
        *(str(fault) for fault in disagreements),
        *_changed_text(run, text),
        *_changed_facts(run, plan),
        *_changed_rows(store, run, plan),
    ]
    return Verdict(run, plan, tuple(faults), states(store, run))


def states(store: Store, run: Run) -> dict[str, State]:
    """Return for each input file whether it is as it was when the run was made."""
    if run.project_file is None:
        return {}
    project = (store.folder or Path()) / run.project_file
    return {
        name: _state(project if name == project.name else project.parent / name, sha256)
        for name, sha256 in run.inputs.items()
    }


def _state(path: Path, sha256: str) -> State:
    try:
        with opened(path) as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):  # a name of a damaged store may be none
        return "gone"
    return "same" if found == sha256 else "changed"


def _changed_text(run: Run, text: bytes) -> Iterator[str]:
    found = hashlib.sha256(text).hexdigest()
    if found != run.plan_sha256:
        yield f"the plan's text has changed since it was kept: SHA-256 was {run.plan_sha256}, is {found}"


def _changed_facts(run: Run, plan: Plan) -> Iterator[str]:
    """Yield where the row of the run does not say what its plan says."""
    facts = {
        "project": plan.problem.title,
        "inputs": hashes(plan),
        "optimiser": plan.outcome.optimiser,
        "seed": plan.outcome.seed,
        **comparable(plan),
    }
    for name, fact in facts.items():
        if getattr(run, name) != fact:
            yield f"table runs, {name}: found {getattr(run, name)!r}; the plan says {fact!r}"


def _changed_rows(store: Store, run: Run, plan: Plan) -> Iterator[str]:
    """Yield where the tables of villages and stops do not say what the plan says."""
    with store.reading() as session:
        kept = {table: session.find(table, run_id=run.run_id) for table in (VILLAGES, STOPS)}
    for table, rows in ((VILLAGES, village_rows(plan)), (STOPS, stop_rows(plan))):
        found, right = [_plain(row) for row in kept[table]], [_plain(row) for row in rows]
        differing = sum(one != other for one, other in zip_longest(found, right))
        if differing:
            yield f"table {table.name}: {differing} of {len(found)} rows are not those of the plan"


def _plain(row: Any) -> dict[str, Any]:
    """Return a row without what the database adds, and without its point."""
    return {name: row[name] for name in sorted(row.keys() - {"fid", "run_id", "geom"})}
