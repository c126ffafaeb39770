"""Files of the commands: whether they can be read and written, and one clear text where they cannot."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from planner.errors import PlannerError
from planner.files import no_file

if TYPE_CHECKING:
    from datetime import date

    from planner.domain.plan import Plan
    from planner.domain.problem import Problem
    from planner.words import Language


def read_project(project: Path, *, known_until: "date | None" = None) -> "Problem":
    """Return the problem of a project file, with days off known up to a later day where one is given."""
    from planner.inputs.project import read_problem

    require_file(project)
    return read_problem(project, known_until=known_until)


def write_plan(plan: "Plan", out: list[Path], language: "Language", *, with_contacts: bool = False) -> None:
    """Write every file that can be written, say which hold names of staff, then name those that cannot."""
    from planner.planning import write

    faults, written = [], []
    for path in out:
        try:
            written.append(write(plan, path, language=language, with_contacts=with_contacts))
        except OSError as fault:  # open in Excel, disk full
            faults.append(cannot(path, fault))
    for line in _contacts_told(plan, written, with_contacts=with_contacts):
        print(line, file=sys.stderr)
    if faults:
        raise PlannerError("\n".join(faults))


def _contacts_told(plan: "Plan", written: list[Path], *, with_contacts: bool) -> Iterator[str]:
    """Yield which files hold names and telephone numbers of staff and villages, and which do without."""
    from planner.domain.contacts import contacts_of
    from planner.exporters import FOR_THE_OFFICE, MAY_HOLD_CONTACTS

    held = contacts_of(plan.problem)
    office = {path for path in written if path.suffix.lower() in FOR_THE_OFFICE}
    others = {path for path in written if path.suffix.lower() in MAY_HOLD_CONTACTS}
    holding = sorted(map(str, office | others if with_contacts else office))
    if held and holding:
        yield f"for the office only, with {held}: {', '.join(holding)}"
    if held and others and not with_contacts:
        yield f"without them: {', '.join(sorted(map(str, others)))}; --with-contacts adds them"


def cannot(path: Path, fault: OSError) -> str:
    """Return the sentence for a file that cannot be written."""
    return f"{path} cannot be written: {fault.strerror or fault}; is it open in another program?"


def require_writable(out: list[Path]) -> None:
    """Find out before a long solve, not after it, whether the files can be written."""
    for path in out:
        if path.is_dir():
            raise PlannerError(f"{path} is a folder; name a file")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=path.parent):
                pass
        except OSError as fault:
            raise PlannerError(f"{path} cannot be written: {fault.strerror or fault}") from fault


def require_file(path: Path) -> None:
    """Stop if there is no such file, or it is a folder, a pipe or a device."""
    if why := no_file(path):
        raise PlannerError(f"{path}: {why}")


def require_exporters(out: list[Path]) -> None:
    """Stop with a wrong call at a suffix that no exporter writes."""
    from planner.exporters import EXPORTERS

    require_suffixes(out, set(EXPORTERS))


def require_suffixes(out: list[Path], known: set[str]) -> None:
    """Stop with a wrong call at a suffix that is not known."""
    for path in out:
        if path.suffix.lower() not in known:
            raise typer.BadParameter(f"{path}: known formats are {' '.join(sorted(known))}")
