"""The store of a project: every plan that was kept, with its inputs, and who did what; docs/store.md.

One GeoPackage for each project, or the same tables in PostgreSQL with PostGIS.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from planner.errors import StoreError
from planner.store.geopackage import GeoPackage
from planner.store.postgis import SCHEMES, PostGis
from planner.store.session import Session

__all__ = ["Session", "Store", "is_address", "is_store_name", "open_store"]


class Store(Protocol):
    """Where runs are kept; both kinds keep the same promises.

    What was written in :meth:`writing` is there whole or not at all, and stays when the process, or the
    computer, stops the moment after.
    """

    @property
    def place(self) -> str:
        """What people call it: a file or an address, without a password."""

    @property
    def folder(self) -> Path | None:
        """The folder of a store that is a file."""

    def writing(self) -> AbstractContextManager[Session]:
        """Yield a transaction that alone may write; a second writer waits."""

    def changing(self) -> AbstractContextManager[Session]:
        """Yield a transaction in which rows may be changed, to forget what stands in them.

        The guards of the tables are back when it ends, however it ends, and what was there before is gone
        from the file or database itself, not only from its rows.
        """

    def reading(self) -> AbstractContextManager[Session]:
        """Yield a transaction that sees one state."""


def open_store(place: str | Path) -> Store:
    """Return the store at a file ``.gpkg`` or an address ``postgresql://...``; nothing is opened yet.

    Raises
    ------
    StoreError
        When it is neither.
    """
    if is_address(str(place)):
        return PostGis(str(place))
    path = Path(place)
    if path.suffix.lower() != ".gpkg":
        raise StoreError(f"{place} is no store: expected a file .gpkg or an address postgresql://...")
    return GeoPackage(path)


def is_address(place: str) -> bool:
    """Return whether ``place`` is the address of a database."""
    return urlsplit(place).scheme in SCHEMES if "://" in place else False


def is_store_name(place: str) -> bool:
    """Return whether ``place`` can only be a store: a file .gpkg, or the address of a database."""
    return is_address(place) or place.lower().endswith(".gpkg")
