"""Sources of travel times: each file is one way to know the roads, chosen by ``[travel] source``.

A source is a module with two names: ``Settings``, a frozen dataclass whose fields are the keys of
``[travel]`` in planner.toml (a field of legs is named there by its file), and
``travel_times(villages, bases, sea, settings, *, weekdays) -> TravelTimes``. A new source is one file and one
line in ``SOURCES``.
"""

from importlib import import_module
from types import ModuleType

SOURCES = {
    "straight_line": "planner.travel.straight_line",
    "matrix_file": "planner.travel.matrix_file",
}


def source(name: str) -> ModuleType:
    """Return the module of the source called ``name``.

    Raises
    ------
    KeyError
        When there is none.

    >>> source("straight_line").Settings().detour
    1.4
    """
    return import_module(SOURCES[name])
