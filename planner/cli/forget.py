"""``planner forget``: after a campaign, names and telephone numbers go out of what was kept."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.arguments import FAULT
from planner.cli.files import require_file
from planner.errors import PlannerError
from planner.files import is_file, is_folder, opened
from planner.targets import cannot

OUTPUTS = (".xlsx", ".csv", ".geojson", ".gpkg")  # that may hold names
PLAN, LONGEST_START = b'"field-planner plan"', 200  # begins the text of a plan
REACHED = "paper, files that were sent or copied, backups, and what a disk keeps of deleted files"
NOTHING = "nothing to forget"
LEFT = (
    "may hold names, and is left as it is: delete an output, or write it again; in an input delete the names"
)


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with one target.

    Parameters
    ----------
    target
        As it was called.
    what
        What names somebody in it, or why it is left.
    forget
        Does it; ``None`` where there is nothing to do.
    deleted, left
        Files of a folder that go, and those that are not of the planner.
    """

    target: str
    what: str
    forget: Callable[[], object] | None = None
    deleted: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def told(self, *, is_done: bool) -> str:
        """Return it in lines."""
        would = "" if self.forget is None else "forgetting " if is_done else "would forget "
        lines = [f"{self.target}: {would}{self.what}"]
        lines += [f"  delete {name}" for name in self.deleted]
        lines += [f"  left alone, not of the planner: {name}" for name in self.left]
        return "\n".join(lines)


def forget(
    targets: Annotated[
        list[str],
        typer.Argument(
            help="Plans (.json), stores (.gpkg, postgresql://...), histories (.jsonl), folders of letters, "
            "or a folder with all of them."
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without it, it is only shown.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")] = False,
) -> None:
    """Take names and telephone numbers out of plans, stores and histories, and delete letters with names.

    planner forget plan.json kupang.gpkg history.jsonl surat --yes
    """
    if yes and dry_run:
        raise typer.BadParameter("give --yes or --dry-run, not both")
    faults = list[str]()
    steps = list(_steps(targets, faults))
    if yes:
        _clear({Path(step.target).parent for step in steps})
    for step in steps:
        print(step.told(is_done=yes), flush=True)
        if yes and step.forget is not None:
            try:
                step.forget()
            except PlannerError as fault:
                faults.append(str(fault))
            except OSError as fault:
                faults.append(cannot(Path(step.target), fault))
    print(f"not reached: {REACHED}; input files and letters.toml, where names go on being written")
    if faults:
        print("\n".join(faults), file=sys.stderr)
        raise typer.Exit(FAULT)
    if not yes and any(step.forget for step in steps):
        print("nothing was changed; say --yes to do it")


def _clear(folders: set[Path]) -> None:
    """Remove what a run left that was killed: it may hold names, and nobody writes here again."""
    from planner.targets.scratch import clear

    for folder in folders:
        clear(folder, ".plan-")


def _steps(targets: list[str], faults: list[str]) -> Iterator[Step]:
    """Yield what is to be done with each target; one that cannot be read becomes a fault."""
    from planner.letters.forgetting import is_letters
    from planner.store import is_address

    for target in targets:
        path = Path(target)
        if not is_address(target) and is_folder(path) and not is_letters(path):
            inside = sorted(path.iterdir())
            yield from _steps([str(found) for found in inside if _is_known(found)], faults)
            continue
        try:
            yield _step(target, path)
        except (PlannerError, OSError) as fault:
            faults.append(str(fault))


def _is_known(path: Path) -> bool:
    """Return whether something in a folder is for this command to look at."""
    from planner.letters.forgetting import is_letters

    if path.is_dir():
        return is_letters(path)
    if path.suffix.lower() == ".json" and is_file(path):  # others than plans name nobody
        with opened(path) as stream:
            return PLAN in stream.read(LONGEST_START)
    return path.suffix.lower() in (*OUTPUTS, ".jsonl") and is_file(path)


def _step(target: str, path: Path) -> Step:
    from planner.letters.numbering import REGISTER
    from planner.store import is_address

    if is_address(target):
        return _of_store(target)
    if is_folder(path):
        return _of_letters(path)
    if not os.path.exists(path):
        raise PlannerError(f"{path}: there is no such file or folder")
    require_file(path)
    if path.name.lower() == REGISTER:
        return Step(target, f"{NOTHING}: numbers, teams and codes of villages only")
    if path.suffix.lower() == ".gpkg" and _is_store(path):
        return _of_store(target)
    if path.suffix.lower() == ".json":
        return _of_plan(path)
    if path.suffix.lower() == ".jsonl":
        return _of_history(path)
    return Step(target, LEFT)


def _is_store(path: Path) -> bool:
    """Return whether a GeoPackage is a store and no map that was written for others."""
    import sqlite3
    from contextlib import closing

    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'runs'").fetchone()
    except sqlite3.Error:
        return False
    return found is not None


def _of_plan(path: Path) -> Step:
    from planner.forgetting import forget_in, held_in

    held = held_in(path)
    return Step(str(path), str(held), lambda: forget_in(path)) if held else Step(str(path), NOTHING)


def _of_store(place: str) -> Step:
    from planner.store import open_store
    from planner.store.forgetting import forget_in, held_in

    store = open_store(place)
    held = held_in(store)
    return Step(store.place, str(held), lambda: forget_in(store)) if held else Step(store.place, NOTHING)


def _of_letters(folder: Path) -> Step:
    from planner.letters.forgetting import forget_in, letters_in

    found = letters_in(folder)
    if not found.gone:
        return Step(str(folder), NOTHING, left=found.others)
    what = "letters that may name somebody"
    return Step(str(folder), what, lambda: forget_in(folder), found.gone, found.others)


def _of_history(path: Path) -> Step:
    from planner.replanning import forget_names, names_in

    count = names_in(path)
    if not count:
        return Step(str(path), NOTHING)
    what = f"{count} text{'' if count == 1 else 's'} (who handed in or published, and reasons)"
    return Step(str(path), what, lambda: forget_names(path))
