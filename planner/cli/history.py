"""``planner history``: the runs of a store."""

import dataclasses
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.arguments import FAULT, AsJson
from planner.cli.stores import store_at
from planner.surroundings.console import print_json

if TYPE_CHECKING:
    from planner.store.runs import Run


def history(
    store: Annotated[
        str, typer.Argument(help="A store: .gpkg, postgresql://..., or the planner.toml that names it.")
    ],
    as_json: AsJson = False,
) -> None:
    """List the plans that were kept in a store, the newest last."""
    from planner.store.runs import list_runs

    kept = store_at(store)
    faults: list[str] = []
    runs = list_runs(kept, faults)
    if as_json:
        rows = [_values(run) for run in runs]
        print_json({"store": kept.place, "runs": rows, "faults": faults})
    else:
        print(f"{kept.place}: {len(runs)} run{'' if len(runs) == 1 else 's'}, times in UTC")
        print(
            f"{'run':>5}  {'made at':16}  {'recorded':>8} {'of':>9} {'at most':>9}  {'status':15}  made with"
        )
        for run in runs:
            print(_line(run))
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        raise typer.Exit(FAULT)


def _line(run: "Run") -> str:
    bound = f"{run.bound:,.0f}" if run.bound is not None else "-"
    return (
        f"{run.run_id:>5}  {run.made_at:%Y-%m-%d %H:%M}  {run.recorded:>8,} {run.backlog:>9,} {bound:>9}  "
        f"{run.status:15}  {run.optimiser}, seed {run.seed}, {run.seconds:.0f} s, planner {run.program}, "
        f"by {run.made_by}"
    )


def _values(run: "Run") -> dict[str, Any]:
    values = dataclasses.asdict(run)
    days = {name: values[name].isoformat() for name in ("made_at", "first_day", "deadline")}
    return {**values, **days}
