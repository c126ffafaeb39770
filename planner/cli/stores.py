"""Stores of the commands: which one is meant, and a plan that lies in a file or in one of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.files import require_file
from planner.cli.values import whole
from planner.errors import PlannerError

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.store import Store

KeptPlan = Annotated[
    str, typer.Argument(help="A plan written as .json, or a store: .gpkg, postgresql://..., planner.toml.")
]
RunNumber = Annotated[
    int | None,
    typer.Option(
        "--run", parser=whole(1), metavar="N", help="Number of a run in the store; the newest without it."
    ),
]


def store_at(place: str) -> "Store":
    """Return the store of that name, or the one that a planner.toml names."""
    from planner.store import open_store

    if not place.lower().endswith(".toml"):
        return open_store(place)
    found = store_of(Path(place))
    if found is None:
        raise PlannerError(f'{place} names no store; add [store] with file = "....gpkg"')
    return found


def store_of(project: Path, place: str | None = None) -> "Store | None":
    """Return the store at ``place``, else the one that the project names, if any."""
    from planner.inputs.settings import read_settings
    from planner.store import open_store

    if place is not None:
        return open_store(place)
    require_file(project)
    named = read_settings(project).store
    if named is None:
        return None
    return open_store(named.database or project.parent / str(named.file))


def is_store(target: str, run: int | None) -> bool:
    """Return whether a command's argument is a store; a run of anything else is a wrong call."""
    from planner.store import is_store_name

    if is_store_name(target) or target.lower().endswith(".toml"):
        return True
    if run is not None:
        raise typer.BadParameter(f"--run is for a store; {target} is a file with one plan")
    return False


def plan_at(target: str, run: int | None) -> "Plan":
    """Return the plan of a file, or of a run in a store."""
    from planner.inputs.plan import read_plan
    from planner.store.runs import plan_of_run

    if is_store(target, run):
        return plan_of_run(store_at(target), run)
    require_file(Path(target))
    return read_plan(target)
