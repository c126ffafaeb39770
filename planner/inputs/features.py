"""What a map holds, whatever its format: attributes, shapes, and the system of their coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.inputs.cells import Cell
from planner.inputs.packages import RefusedError

DEGREES = "EPSG:4326"
UNREADABLE = (  # what pyogrio raises on damaged files; 0.13 has an UnboundLocalError for a damaged .prj
    *(RuntimeError, ValueError, ArithmeticError, LookupError, TypeError, UnboundLocalError, OSError),
)
QGIS = "open it in QGIS and save it as GeoPackage or GeoJSON"


@dataclass(frozen=True, eq=False, slots=True)
class Features:
    """The features of one layer.

    Parameters
    ----------
    headers
        Names of the attributes.
    columns
        One list of values per attribute.
    geometry
        Array of shapely geometries, shape (n,); ``None`` where a feature has none.
    system
        Coordinate system, as pyproj takes it; ``None`` where the file does not say it.
    """

    headers: tuple[str, ...]
    columns: Sequence[Sequence[Cell]]
    geometry: NDArray[np.object_]
    system: Any


def registered(authority: str, code: str) -> Any:
    """Return the coordinate system of a register, e.g. EPSG, 23830.

    Raises
    ------
    RefusedError
        When the register does not have it.
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_authority(authority.upper(), code)
    except CRSError:
        problem = f"says the coordinate system {authority}:{code}, which is not known"
        raise RefusedError(problem, "save it with coordinates in degrees (EPSG:4326)") from None


def chosen_layer(names: Sequence[str], wanted: str | None, usual: Sequence[str]) -> str:
    """Return the layer of that name, in any case, or the only one of the ``usual`` ones.

    Raises
    ------
    RefusedError
        When there is none, or several and none is named.
    """
    if wanted is None and len(usual) == 1:
        return usual[0]
    alike = [name for name in names if wanted is not None and name.casefold() == wanted.casefold()]
    if wanted in alike or len(alike) == 1:
        return wanted if wanted in alike else alike[0]
    problem = f"has no layer {wanted!r}" if wanted else f"has {len(usual)} layers"
    known = ", ".join(names) or "none"
    raise RefusedError(f"{problem}; its layers are {known}", 'name one: sheet = "..." in planner.toml')


def features_of(frame: Any) -> Features:
    """Return what GDAL read into a frame.

    Raises
    ------
    RefusedError
        When two attributes have one name, of which GDAL reads the last one twice.
    """
    is_map = "geometry" in frame and hasattr(frame, "crs")  # else a table without any geometry
    headers = [str(header) for header in frame.columns if header != "geometry"]
    twice = next((header for header in headers if headers.count(header) > 1), None)
    if twice is not None:
        raise RefusedError(f"has two attributes called {twice}", "rename one of them in QGIS")
    geometry = frame.geometry.to_numpy() if is_map else np.full(len(frame), None, dtype=object)
    return Features(
        tuple(headers),
        [_cells(frame[header]) for header in headers],
        geometry,
        frame.crs if is_map else DEGREES,
    )


def _cells(column: Any) -> list[Cell]:
    """Return the values of one attribute; lists and objects as the text that stands for them."""
    values = column.astype(object).where(column.notna(), None).tolist()
    plain = (str, int, float)  # bool is an int
    return [v if v is None or isinstance(v, plain) or hasattr(v, "year") else str(v) for v in values]
