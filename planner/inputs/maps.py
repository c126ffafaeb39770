"""A layer of a map file -> a sheet of attributes and one geometry per row, in degrees (EPSG:4326).

What the file is called decides how it is read, never what stands in it: GDAL, asked to find out itself, opens
a text that names other files, or addresses of a network, whatever it is called.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.errors import Fault
from planner.files import Content, content_of
from planner.inputs.cells import Cell
from planner.inputs.cleaning import TakenOut, long_cells, take_out_hidden
from planner.inputs.features import DEGREES, QGIS, Features
from planner.inputs.geojson import geojson_features
from planner.inputs.geopackages import geopackage_features
from planner.inputs.headers import is_example
from planner.inputs.packages import RefusedError
from planner.inputs.shapefiles import shapefile_features
from planner.inputs.sheets import Sheet, is_free_of_persons

SUFFIXES = (".geojson", ".json", ".gpkg", ".shp", ".zip")
FIRST_ROW = 2  # features are numbered as an attribute table with its header in row 1
NAMES_A_FILE = ("PARAMETERFILE[", "GRIDS=", "EXTENSION[")  # in the text of a coordinate system (WKT)


@dataclass(frozen=True, eq=False, slots=True)
class Layer:
    """One layer of a map file.

    Parameters
    ----------
    sheet
        Its attributes; the first feature is row 2.
    geometry
        Array of shapely geometries, EPSG:4326, by ``row - FIRST_ROW``; ``None`` where a feature has none.
    """

    sheet: Sheet
    geometry: NDArray[np.object_]


def read_layer(source: Path | Content, file: str, layer: str | None, faults: list[Fault]) -> Layer | None:
    """Return one layer of a GeoJSON, GeoPackage or shapefile (also zipped); ``None`` after a fault.

    Parameters
    ----------
    source, file
        The file, or what was read of it, and its name in faults.
    layer
        Name of the layer; may be ``None`` where the file has a single one.
    faults
        Takes what is wrong with the file as a file, and every sixteen-digit number in it.
    """
    content = content_of(source, file, faults)
    if content is None:
        return None
    try:
        found = _features(content, layer)
        geometry = _in_degrees(found)
    except RefusedError as refused:
        faults.append(Fault(file, *refused.args))
        return None
    sheet = _sheet(found, file, layer)
    long = list(long_cells(file, layer, sheet.rows, lambda n: sheet.headers[n]))
    faults.extend(long)
    return Layer(sheet, geometry) if is_free_of_persons(sheet, faults) and not long else None


def _features(content: Content, layer: str | None) -> Features:
    if content.suffix in (".geojson", ".json"):
        return geojson_features(content.data)
    if content.suffix == ".gpkg":
        return geopackage_features(content.data, layer)
    return shapefile_features(content, layer)


def _in_degrees(found: Features) -> NDArray[np.object_]:
    """Return the geometries in degrees; ``None`` for those that are empty or lie at no number.

    Raises
    ------
    RefusedError
        When nobody knows their coordinate system, or it needs a further file.
    """
    import geopandas
    import pyproj.network
    from pyproj.exceptions import ProjError

    shapes = geopandas.GeoSeries(found.geometry, crs=found.system)
    if found.system is None:
        west, south, east, north = shapes.total_bounds
        if not (np.isnan(west) or (west >= -180 and east <= 180 and south >= -90 and north <= 90)):
            problem = "says no coordinate system, and its coordinates are no degrees"
            raise RefusedError(problem, "save it with its coordinate system (the .prj file)")
        shapes = shapes.set_crs(DEGREES)
    _require_no_further_file(shapes.crs)
    pyproj.network.set_network_enabled(False)  # type: ignore[attr-defined]  # finer grids lie on servers
    try:
        return _whole(shapes.to_crs(DEGREES).to_numpy())
    except ProjError as error:
        raise RefusedError(f"its coordinates cannot be turned into degrees: {error}", QGIS) from error


def _require_no_further_file(system: Any) -> None:
    said = str(system.to_wkt()).upper()
    if any(word in said for word in NAMES_A_FILE):
        problem = "its coordinate system names a further file"
        raise RefusedError(problem, "save it with coordinates in degrees (EPSG:4326)")


def _whole(geometry: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the geometries; ``None`` for those that are empty or lie at no number."""
    placed = np.isfinite(shapely.bounds(geometry)).all(axis=1) & ~shapely.is_empty(geometry)
    whole = geometry.copy()
    whole[~placed] = None
    return whole


def _sheet(found: Features, file: str, layer: str | None) -> Sheet:
    """Return the attributes of all features."""
    headers: list[list[Cell]] = [[*found.headers]]
    rows = [list(cells) for cells in zip(*found.columns, strict=True)] or [[] for _ in found.geometry]
    hidden = [*take_out_hidden(headers), *take_out_hidden(rows, FIRST_ROW)]
    named = tuple(map(str, headers[0]))
    numbered = [(n, cells) for n, cells in enumerate(rows, start=FIRST_ROW) if not is_example(cells)]
    taken = tuple(TakenOut(row, named[n], signs) for row, n, signs in hidden)
    return Sheet(file, layer, named, numbered, taken_out=taken)
