"""Which files are a project's own: what its planner.toml names, and what a plan was made from.

The keys are not asked for one by one: every text in planner.toml that is the name of a file beside it counts,
also where the file has faults, and whatever keys may come.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from planner.domain.plan import Plan
from planner.errors import InputError
from planner.files import MOST_TEXT_BYTES, SHAPEFILE_SUFFIXES, is_file, is_folder, read_file
from planner.inputs.project import SHA256_OF
from planner.inputs.toml import parsed

LETTERS = "letters.toml"  # beside the project or the plan; names a logo


def files_of(project: Path) -> dict[Path, str]:
    """Return the files that a project reads or keeps runs in, and what each is; none that is not there."""
    found = {project: "the project file"}
    letters = project.with_name(LETTERS)
    for toml in (project, letters):
        for key, name in _texts(_read(toml)):
            for file in _parts(toml.parent / name) if name else ():
                if is_file(file):
                    found.setdefault(file, f"a file of the project ({key} in {toml.name})")
    if is_file(letters):
        found.setdefault(letters, "a file of the project, the letterhead of its letters")
    return found


def files_around(targets: Iterable[Path]) -> dict[Path, str]:
    """Return the files of every project in the folders of ``targets``, and in those above them."""
    folders: dict[Path, None] = {}
    for target in targets:
        place = Path(os.path.realpath(target)).parent
        folders |= {place: None, place.parent: None}
    found: dict[Path, str] = {}
    for folder in folders:
        for toml in sorted(folder.glob("*.toml")) if is_folder(folder) else ():
            if {"villages", "workbook"} & _read(toml).keys():
                found |= files_of(toml)
    return found


def inputs_among(targets: Iterable[Path], plan: Plan) -> dict[Path, str]:
    """Return those of ``targets`` that hold what ``plan`` was made from, by the hashes it keeps."""
    names = {
        value: name.removeprefix(SHA256_OF)
        for name, value in plan.problem.notes
        if name.startswith(SHA256_OF)
    }
    found = {}
    for target in targets:
        name = names.get(_hash(target)) if names and is_file(target) else None
        if name is not None:
            found[target] = f"a file that the plan was made from ({name})"
    return found


def _read(toml: Path) -> dict[str, Any]:
    """Return what stands in a TOML file; nothing where it is none."""
    try:
        return parsed(toml.name, read_file(toml, most_bytes=MOST_TEXT_BYTES), "")
    except InputError:
        return {}


def _parts(file: Path) -> list[Path]:
    """Return a file, for a shapefile with those that belong to it."""
    is_shape = file.suffix.lower() == ".shp"
    return [file, *(file.with_suffix(suffix) for suffix in (SHAPEFILE_SUFFIXES if is_shape else ()))]


def _texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in a TOML value, and the key it stands at."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, key)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, f"{key}.{name}" if key else name)


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(read_file(path)).hexdigest()
    except InputError:
        return ""
