"""Section ``[simulation]`` of planner.toml -> chances."""

from pathlib import Path

from planner.domain.chances import Chances
from planner.inputs.settings import read_settings


def read_chances(path: str | Path) -> Chances:
    """Return what a project says of chances, and the defaults where it says nothing.

    Raises
    ------
    InputError
        When planner.toml has faults.
    """
    return Chances(**dict(read_settings(path).simulation))
