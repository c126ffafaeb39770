"""``planner verify``: a plan is judged again, from its inputs alone."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from planner.cli.arguments import FAULT, AsJson
from planner.cli.files import require_file
from planner.cli.stores import KeptPlan, RunNumber, is_store, store_at
from planner.surroundings.console import print_json
from planner.terminal import outcome, result, told

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.store.judge import Verdict


def verify(plan_file: KeptPlan, run: RunNumber = None, as_json: AsJson = False) -> None:
    """Judge a plan again, from its inputs alone: a .json file, or a run that was kept in a store."""
    from planner.domain.check import check as violations_of
    from planner.inputs.plan import examine_plan
    from planner.store.judge import judge

    if is_store(plan_file, run):
        store = store_at(plan_file)
        verdict = judge(store, run)
        name = f"{store.place}, run {verdict.run.run_id}"
        _tell(name, verdict.plan, verdict.faults, as_json, _facts(verdict), list(_lines(verdict)))
        return
    require_file(Path(plan_file))
    plan, disagreements = examine_plan(plan_file)
    faults = (*(str(v) for v in violations_of(plan)), *(str(fault) for fault in disagreements))
    _tell(plan_file, plan, faults, as_json, {}, [])


def _tell(
    name: str, plan: "Plan", faults: tuple[str, ...], as_json: bool, facts: dict[str, Any], lines: list[str]
) -> None:
    """Print what was found, and end with an exit code when something is wrong."""
    if as_json:
        print_json(result(plan) | {"violations": list(faults)} | facts)
    elif faults:
        print(f"{name}: {len(faults)} fault(s):", file=sys.stderr)
        for fault in faults:
            print(f"  - {fault}", file=sys.stderr)
    else:
        print(told(plan.problem))
        print(outcome(plan))
        print("rules: all kept; backlog = planned + left in every village")
    if not as_json:
        for line in lines:
            print(line)
    if faults:
        raise typer.Exit(FAULT)


def _facts(verdict: "Verdict") -> dict[str, Any]:
    """Return what ``--json`` tells of a run beside its plan."""
    run = verdict.run
    facts = {"run": run.run_id, "made_at": run.made_at.isoformat(), "made_by": run.made_by}
    return {**facts, "made_with": run.program, "settings": dict(run.settings), "inputs": verdict.inputs}


def _lines(verdict: "Verdict") -> Iterator[str]:
    """Yield what is told of a run beside its plan: it is no fault when a file has changed since."""
    run = verdict.run
    yield f"kept {run.made_at:%Y-%m-%d %H:%M} UTC by {run.made_by}"
    if run.program != verdict.program:
        yield f"made with planner {run.program}, judged with {verdict.program}"
    since = [f"{name} ({state})" for name, state in verdict.inputs.items() if state != "same"]
    if since:
        yield f"input files since then: {', '.join(since)}; the run is judged by what was kept with it"
    elif verdict.inputs:
        yield f"input files: all {len(verdict.inputs)} are as they were"
