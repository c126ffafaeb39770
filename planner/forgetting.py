"""The file of a plan forgets the names in it; stores, histories and letters do so in their own rooms."""

from pathlib import Path

from planner.files import read_file
from planner.inputs.forgetting import Forgotten, without_names
from planner.inputs.plan import MAX_BYTES
from planner.targets import replacing


def held_in(path: Path) -> Forgotten:
    """Return what names somebody in the file of a plan.

    Raises
    ------
    InputError
        When it is no plan, or cannot be read.
    """
    return _without_names(path)[1]


def forget_in(path: Path) -> Forgotten:
    """Write the file of a plan without names, whole or not at all; return what was taken out.

    Raises
    ------
    InputError
        When it is no plan, or would be none afterwards; it stays as it is.
    OSError
        When it cannot be written; it stays as it is.
    """
    text, found = _without_names(path)
    if found:
        with replacing(path) as made:
            made.write_bytes(text)
    return found


def _without_names(path: Path) -> tuple[bytes, Forgotten]:
    return without_names(read_file(path, str(path), most_bytes=MAX_BYTES), str(path))
