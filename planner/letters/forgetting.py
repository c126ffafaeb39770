"""Letters that may hold a name are taken out of their folder; what names nobody stays, and the list says so.

Whether a letter does is not asked of its pages: officers stand on orders and reports, who signs on notices,
contacts of villages on sheets of teams, and whom to call on notices, short texts and perhaps posters.
Calendars name nobody.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from planner.errors import PlannerError
from planner.letters.writing import LIST, listed
from planner.targets import replacing

WITHOUT_NAMES = (".ics",)  # ends of names; all others go


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a folder.

    Parameters
    ----------
    gone
        Those that may hold a name: paths in the folder.
    others
        Files that the list does not name, which are left alone: scans of signed letters, for example.
    """

    gone: tuple[str, ...]
    others: tuple[str, ...]


def is_letters(folder: Path) -> bool:
    """Return whether letters were written into a folder."""
    return (folder / LIST).is_file()


def letters_in(folder: Path) -> Letters:
    """Return which files of a folder may hold a name, and which are not of the planner."""
    known = listed(folder / LIST)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    gone = sorted(name for name in there & known if name != LIST and not name.endswith(WITHOUT_NAMES))
    return Letters(tuple(gone), tuple(sorted(there - known)))


def forget_in(folder: Path) -> Letters:
    """Delete the letters that may hold a name, then take them off the list; return what was found.

    One that is stopped in between is done by the next call: the list is the last to change.

    Raises
    ------
    PlannerError
        When a file cannot be deleted; those before it are.
    """
    found = letters_in(folder)
    for name in found.gone:
        try:
            (folder / name).unlink()
        except OSError as error:
            raise PlannerError(f"{folder / name} cannot be deleted: {error.strerror}; is it open?") from error
    for kind in {name.split("/")[0] for name in found.gone if "/" in name}:
        if not any((folder / kind).iterdir()):
            (folder / kind).rmdir()
    _shorten(folder)
    return found


def _shorten(folder: Path) -> None:
    """Write the list without files that are not there, whole or not at all."""
    path = folder / LIST
    text = path.read_bytes().decode("utf-8-sig", "replace")
    sign = ";" if ";" in text.split("\n", 1)[0] else ","
    header, *files = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign) if row]
    kept = [row for row in files if (folder / row[0]).is_file()]
    if len(kept) == len(files):
        return
    with replacing(path) as made, made.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=sign).writerows([header, *kept])
