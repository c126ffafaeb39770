"""Workbooks are opened in a process of their own: whatever a broken file does to it becomes a fault.

The reader is compiled; a file made to hurt can make it ask for more memory than there is, and a process that
does so is ended by its own runtime, past every ``except``.
"""

import pickle
import subprocess
import sys

from planner.inputs import apart_child
from planner.inputs.cells import Cell
from planner.inputs.packages import RefusedError

MOST_SECONDS = 120  # five million cells take about fifteen
DAMAGED = "open it in a spreadsheet program and save it as a new .xlsx"


def read_apart(data: bytes, sheet: str | None) -> tuple[str, list[list[Cell]]]:
    """Return the name of a sheet as the workbook spells it, and its rows, beginning with row 1.

    Parameters
    ----------
    data
        The bytes of a workbook: xlsx, xls or ods.
    sheet
        Name of the sheet, in any case; may be ``None`` where the workbook has a single one.

    Raises
    ------
    RefusedError
        When the file is no workbook, is locked or damaged, has no such sheet, or needs too much memory or
        time.
    """
    # -P: the folder of the script has modules that are called like some of Python's own
    command = [sys.executable, "-P", apart_child.__file__, *([] if sheet is None else [sheet])]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        raise RefusedError(f"cannot be read within {MOST_SECONDS} seconds", DAMAGED) from None
    except ValueError:  # a NUL in the name of the sheet
        raise RefusedError(f"has no sheet {sheet!r}", "correct the name of the sheet") from None
    if done.returncode != 0:
        raise RefusedError("is damaged, or needs more memory than a table can", DAMAGED)
    kind, *found = pickle.loads(done.stdout)
    if kind == "rows":
        name, rows = found
        return name, rows
    if kind == "password":
        raise RefusedError("is locked with a password", "save it without a password")
    if kind == "sheets":
        problem = f"has no sheet {sheet!r}" if sheet is not None else f"has {len(found[0]) or 'no'} sheets"
        known = ", ".join(found[0]) or "none"
        raise RefusedError(f"{problem}; its sheets are {known}", 'name one: sheet = "..." in planner.toml')
    raise RefusedError(f"cannot be read as a workbook: {found[0]}", DAMAGED)
