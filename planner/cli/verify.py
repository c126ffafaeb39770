"""``planner verify``: a plan is judged again, from its inputs alone."""

import json
import sys

import typer

from planner.cli.arguments import FAULT, AsJson, PlanFile
from planner.cli.files import require_file
from planner.terminal import outcome, result, told


def verify(plan_file: PlanFile, as_json: AsJson = False) -> None:
    """Judge a plan written as .json again, from its inputs alone."""
    from planner.domain.check import check as violations_of
    from planner.inputs.plan import examine_plan

    require_file(plan_file)
    plan, disagreements = examine_plan(plan_file)
    faults = [*(str(v) for v in violations_of(plan)), *(str(fault) for fault in disagreements)]
    if as_json:
        print(json.dumps(result(plan) | {"violations": faults}, ensure_ascii=False))
    elif faults:
        print(f"{plan_file}: {len(faults)} fault(s):", file=sys.stderr)
        for fault in faults:
            print(f"  - {fault}", file=sys.stderr)
    else:
        print(told(plan.problem))
        print(outcome(plan))
        print("rules: all kept; backlog = planned + left in every village")
    if faults:
        raise typer.Exit(FAULT)
