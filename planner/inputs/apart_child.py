"""The process that opens a workbook, run as a script by :mod:`planner.inputs.apart`.

It knows nothing of the planner, so that it starts in a few hundredths of a second. Given the bytes of a file
on stdin, and perhaps the name of a sheet, it writes a pickled tuple to stdout: ``("rows", name, rows)``,
``("sheets", names)`` when the sheet is not there or not named, ``("password",)`` or ``("broken", message)``.
"""

import contextlib
import io
import pickle
import sys
from typing import Any

MOST_BYTES = 3 << 30  # of memory; five million cells need about one third


def main(data: bytes, *wanted: str) -> tuple[Any, ...]:
    """Return what the workbook holds, or why it cannot be read."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = list(book.sheet_names)
        chosen = chosen_sheets(names, *wanted)
        if len(chosen) != 1:
            return "sheets", names
        return "rows", chosen[0], book.get_sheet_by_name(chosen[0]).to_python(skip_empty_area=False)
    except PasswordError:
        return ("password",)
    except BaseException as error:  # a panic of the reader is no Exception
        return "broken", f"{error}"[:200]


def chosen_sheets(names: list[str], *wanted: str) -> list[str]:
    """Return the sheet that is wanted, in any case, or all sheets when none is named."""
    if not wanted:
        return names
    return [name for name in names if name.strip().casefold() == wanted[0].strip().casefold()][:1]


if __name__ == "__main__":
    pickle.dump(main(sys.stdin.buffer.read(), *sys.argv[1:]), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
