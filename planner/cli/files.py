"""Files of the commands: whether they can be read and written, and one clear text where they cannot."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from planner.errors import PlannerError
from planner.files import no_file
from planner.targets import cannot, require_free, require_writable

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.domain.problem import Problem
    from planner.store import Store
    from planner.words import Language

PLACE = "rencana"  # folder beside the project for plans that were told no other


def read_project(project: Path, *, known_until: "date | None" = None) -> "Problem":
    """Return the problem of a project file, with days off known up to a later day where one is given."""
    from planner.inputs.project import read_problem

    require_file(project)
    return read_problem(project, known_until=known_until)


@dataclass(slots=True)
class Written:
    """The files that were written, and a sentence for each thing that was not."""

    files: list[Path] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The names of the files, for ``--json``."""
        return [str(path) for path in self.files]

    def tell(self) -> None:
        """Print where the files are."""
        if self.files:
            print(f"wrote {', '.join(self.names)}")

    def require_all(self) -> None:
        """Stop when something was not written; all that could be is there."""
        if self.faults:
            raise PlannerError("\n".join(self.faults))


def write_each(out: Iterable[Path], write: Callable[[Path], object]) -> Written:
    """Write every file that can be written, each also where another fails."""
    written = Written()
    for path in out:
        try:
            write(path)
        except OSError as fault:  # open in Excel, disk full
            written.faults.append(cannot(path, fault))
        else:
            written.files.append(path)
    return written


def write_plan(
    plan: "Plan", out: Iterable[Path], language: "Language", *, with_contacts: bool = False
) -> Written:
    """Write a plan in every format that can be written, and say which files hold names of staff."""
    from planner.planning import write

    written = write_each(out, lambda path: write(plan, path, language=language, with_contacts=with_contacts))
    for line in _contacts_told(plan, written.files, with_contacts=with_contacts):
        print(line, file=sys.stderr)
    return written


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


def require_targets(
    out: Iterable[Path],
    reads: Iterable[tuple[Path | None, str]] = (),
    *,
    project: Path | None = None,
    plan: "Plan | None" = None,
    store: "Store | None" = None,
) -> None:
    """Find out before a long solve, not after it, whether the files may and can be written.

    ``store`` is where the plan is kept; no file may be in its place. All else as in :func:`require_unread`.
    """
    files = list(out)
    require_unread(files, reads, project=project, plan=plan)
    if store is not None and store.folder is not None:  # a file
        require_free([Path(store.place), *files], {})
    require_writable(files)


def require_unread(
    out: Iterable[Path],
    reads: Iterable[tuple[Path | None, str]] = (),
    *,
    project: Path | None = None,
    plan: "Plan | None" = None,
) -> None:
    """Stop at a file to write that is read.

    Parameters
    ----------
    out
        Files to write, or to add to.
    reads
        Files given on the command line, and what each is; ``None`` for one that was not given.
    project
        The project file that is read.
    plan
        A plan that is read; it knows what its inputs were.
    """
    from planner.inputs.named import files_around, files_of, inputs_among

    files = list(out)
    read = {path: what for path, what in reads if path is not None}
    read |= files_of(project) if project is not None else {}
    read |= inputs_among(files, plan) if plan is not None else {}
    require_free(files, read | files_around(files))


def default_place(beside: Path) -> Path:
    """Return the folder for a plan that was told no file: beside the project or plan, or where we are.

    Raises
    ------
    PlannerError
        When neither can be written to; found out before a long solve.
    """
    home = beside.parent
    places = [home if home.resolve().name == PLACE else home / PLACE, Path(PLACE)]
    faults = []
    for place in places:
        try:
            require_writable([place / "plan.json"])
        except PlannerError as fault:
            faults.append(str(fault))
            continue
        return place
    raise PlannerError("\n".join([*faults, "name a file with --out"]))


def write_by_default(plan: "Plan", beside: Path, language: "Language") -> Written:
    """Write a plan that was told no file as .json and .xlsx, under names that nobody has."""
    try:
        folder = default_place(beside)
        with _next_files(folder, date.today()) as files:
            return write_plan(plan, files, language)
    except PlannerError as fault:
        return Written(faults=[str(fault)])
    except OSError as fault:
        return Written(faults=[cannot(folder, fault)])


@contextmanager
def _next_files(folder: Path, day: date) -> Iterator[list[Path]]:
    """Yield names for a plan in .json and .xlsx that nobody has: the day, and how manieth plan of it.

    The first is taken at once, so that two runs at the same moment do not have the same.
    """
    for number in count(1):
        files = [folder / f"plan-{day}-{number:02d}{suffix}" for suffix in (".json", ".xlsx")]
        if any(file.exists() for file in files):
            continue
        with suppress(FileExistsError):
            files[0].open("x").close()
            break
    try:
        yield files
    finally:
        with suppress(OSError):
            if files[0].stat().st_size == 0:  # it could not be written
                files[0].unlink()


def require_file(path: Path) -> None:
    """Stop if there is no such file, or it is a folder, a pipe or a device."""
    if why := no_file(path):
        raise PlannerError(f"{path}: {why}")


def require_exporters(out: Iterable[Path]) -> None:
    """Stop with a wrong call at a suffix that no exporter writes."""
    from planner.exporters import EXPORTERS

    require_suffixes(out, set(EXPORTERS))


def require_suffixes(out: Iterable[Path], known: set[str]) -> None:
    """Stop with a wrong call at a suffix that is not known."""
    for path in out:
        if path.suffix.lower() not in known:
            raise typer.BadParameter(f"{path}: known formats are {' '.join(sorted(known))}")
