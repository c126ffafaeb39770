"""Exporters: each is a callable ``(plan, path, *, language="id") -> None``, chosen by the file's suffix."""

from importlib import import_module
from pathlib import Path
from typing import Protocol

from planner.domain.plan import Plan
from planner.words import Language

__all__ = ["EXPORTERS", "FOR_THE_OFFICE", "MAY_HOLD_CONTACTS", "Exporter", "exporter"]


class Exporter(Protocol):
    """Writes a plan into one file; an existing file is replaced."""

    def __call__(self, plan: Plan, path: Path, *, language: Language = "id") -> None:
        """Write ``plan`` to ``path`` in the words of ``language``."""


EXPORTERS = {
    ".xlsx": "planner.exporters.xlsx:write_xlsx",
    ".csv": "planner.exporters.csv:write_csv",
    ".geojson": "planner.exporters.geojson:write_geojson",
    ".gpkg": "planner.exporters.gpkg:write_gpkg",
    ".html": "planner.exporters.html:write_html",
    ".json": "planner.exporters.json:write_json",
    ".ics": "planner.exporters.ics:write_ics",
}  # imported when asked for: pandas and geopandas take seconds

# Names and telephone numbers of staff and villages: always in the first, in the second when asked for.
FOR_THE_OFFICE = (".xlsx", ".json")
MAY_HOLD_CONTACTS = (".csv", ".geojson", ".gpkg")


def exporter(suffix: str) -> Exporter:
    """Return the exporter for files that end in ``suffix``, upper or lower case.

    Raises
    ------
    ValueError
        For a suffix that is not in ``EXPORTERS``.
    """
    key = suffix.lower()
    if key not in EXPORTERS:
        raise ValueError(f"cannot write {suffix!r}; known are {', '.join(EXPORTERS)}")
    module, function = EXPORTERS[key].split(":")
    found: Exporter = getattr(import_module(module), function)
    return found
