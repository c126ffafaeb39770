"""A layer of a map file -> a sheet of attributes and one geometry per row, in degrees (EPSG:4326)."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.errors import Fault
from planner.inputs.cells import Cell
from planner.inputs.headers import is_example
from planner.inputs.sheets import Sheet, is_free_of_persons

SUFFIXES = (".geojson", ".json", ".gpkg", ".shp", ".zip")
FIRST_ROW = 2  # features are numbered as an attribute table with its header in row 1


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


def read_layer(path: Path, file: str, layer: str | None, faults: list[Fault]) -> Layer | None:
    """Return one layer of a GeoJSON, GeoPackage or shapefile (also zipped); ``None`` after a fault.

    Parameters
    ----------
    path, file
        The file, and its name in faults.
    layer
        Name of the layer; may be ``None`` where the file has a single one.
    faults
        Takes what is wrong with the file as a file, and every sixteen-digit number in it.
    """
    import pyogrio
    from pyogrio.errors import CRSError, DataLayerError, DataSourceError

    try:
        layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
        if (layer is None and len(layers) != 1) or (layer is not None and layer not in layers):
            problem = f"has no layer {layer!r}" if layer else f"has {len(layers)} layers"
            remedy = 'name one: sheet = "..." in planner.toml'
            faults.append(Fault(file, f"{problem}; its layers are {', '.join(layers) or 'none'}", remedy))
            return None
        with warnings.catch_warnings():  # a shape that GDAL or GEOS cannot make is none; see _whole
            warnings.simplefilter("ignore", RuntimeWarning)
            frame = pyogrio.read_dataframe(path, layer=layer or layers[0], on_invalid="ignore")
        geometry = _geometry(frame, file, faults)
    except (CRSError, DataLayerError, DataSourceError, UnicodeDecodeError) as error:
        remedy = "open it in QGIS and save it as GeoPackage or GeoJSON"
        faults.append(Fault(file, f"cannot be read as a map: {error}", remedy))
        return None
    sheet = _sheet(frame, file, layer)
    return Layer(sheet, geometry) if geometry is not None and is_free_of_persons(sheet, faults) else None


def _geometry(frame: Any, file: str, faults: list[Fault]) -> NDArray[np.object_] | None:
    """Return the geometries in degrees; ``None`` when nobody knows their coordinate system."""
    if "geometry" not in frame or not hasattr(frame, "crs"):  # a table without any geometry
        return np.full(len(frame), None, dtype=object)
    if frame.crs is None:
        west, south, east, north = frame.total_bounds
        if not (np.isnan(west) or (west >= -180 and east <= 180 and south >= -90 and north <= 90)):
            problem = "says no coordinate system, and its coordinates are no degrees"
            faults.append(Fault(file, problem, "save it with its coordinate system (the .prj file)"))
            return None
        frame = frame.set_crs("EPSG:4326")
    return _whole(frame.geometry.to_crs("EPSG:4326").to_numpy())


def _whole(geometry: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the geometries; ``None`` for those that are empty or lie at no number."""
    placed = np.isfinite(shapely.bounds(geometry)).all(axis=1) & ~shapely.is_empty(geometry)
    whole = geometry.copy()
    whole[~placed] = None
    return whole


def _sheet(frame: Any, file: str, layer: str | None) -> Sheet:
    """Return the attributes of all features."""
    headers = [str(header) for header in frame.columns if header != "geometry"]
    columns = [_cells(frame[header]) for header in headers]
    rows = zip(*columns, strict=True) if columns else ((),) * len(frame)
    numbered = [(n, cells) for n, cells in enumerate(rows, start=FIRST_ROW) if not is_example(cells)]
    return Sheet(file, layer, tuple(headers), numbered)


def _cells(column: Any) -> Sequence[Cell]:
    """Return the values of one attribute; lists and objects as the text that stands for them."""
    values = column.astype(object).where(column.notna(), None).tolist()
    plain = (str, int, float)  # bool is an int
    return [v if v is None or isinstance(v, plain) or hasattr(v, "year") else str(v) for v in values]
