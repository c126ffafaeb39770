"""Every error a user can cause, drawn as a tree.

    PlannerError
    ├── InputError      a file has faults; carries all of them
    ├── ProblemError    values that do not fit together (a team without its base)
    ├── StoreError      a store that cannot be opened, read or written
    ├── PlanError       a plan breaks a rule; carries the violations
    └── BoundError      a plan is better than its proven bound: the engine is wrong

A mistake in our own code stays a plain ``TypeError`` or ``ValueError``. An impossible deadline is no
error: the plan says how many people are left over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.persons import is_personal, masked
from planner.signs import shown

LONGEST_VALUE = 200  # signs of a value that a fault repeats
HIDDEN = "****"  # instead of a cell with the number of a person


class PlannerError(Exception):
    """Base of every error that names a fault of data, file or plan."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one input file, as an officer has to read it; the number of a person is never repeated.

    Parameters
    ----------
    file
        Name of the file as it was given.
    problem
        What was found and what is expected.
    remedy
        What to do about it; empty when ``problem`` says it already.
    sheet, row, column, value
        Where it stands: the sheet's name, the row as a spreadsheet numbers it (the header is row 1), the
        header of the column and the text found there. ``None`` where it does not apply.
    """

    file: str
    problem: str
    remedy: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __post_init__(self) -> None:
        """Hide the numbers of persons, and spell signs that nobody sees: a fault repeats what is in files."""
        if self.value and is_personal(self.value):
            object.__setattr__(self, "value", HIDDEN)
        for name in ("file", "problem", "remedy", "sheet", "column", "value"):
            said = getattr(self, name)
            if said is not None:
                object.__setattr__(self, name, shown(masked(said)))

    def __str__(self) -> str:
        """Return the fault as one line, without the file's name."""
        place = [f"sheet {self.sheet}" if self.sheet else "", f"row {self.row}" if self.row else ""]
        place.append(f"column {self.column}" if self.column else "")
        where = ", ".join(part for part in place if part)
        found = f"found {_shortened(self.value)!r}; " if self.value is not None else ""
        remedy = f" -> {self.remedy}" if self.remedy else ""
        return f"{where + ': ' if where else ''}{found}{self.problem}{remedy}"


def _shortened(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…"


class InputError(PlannerError):
    """Files that cannot be read as they are; ``faults`` lists every one of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(_listed(self.faults))

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[Fault, ...]]]:
        """Pickle by the faults, so that the error survives its way out of a worker process."""
        return type(self), (self.faults,)


class ProblemError(PlannerError):
    """Villages, teams, calendar and travel times that do not fit together."""


class StoreError(PlannerError):
    """A store that is not there, is something else, or cannot be read or written."""


class PlanError(PlannerError):
    """A plan that breaks a rule; it is never shown as a plan nor written."""


class BoundError(PlannerError):
    """A plan that records more than the proven upper bound: a defect of the engine, never of the data."""


def _listed(faults: Sequence[Fault]) -> str:
    """Return the faults grouped by file, one line each."""
    by_file: dict[str, list[Fault]] = {}
    for fault in faults:
        by_file.setdefault(fault.file, []).append(fault)
    lines = []
    for file, found in by_file.items():
        lines.append(f"{file}: {len(found)} fault{'s' if len(found) > 1 else ''}")
        lines.extend(f"  - {fault}" for fault in found)
    return "\n".join(lines)
