"""A GeoJSON file (RFC 7946) -> features, read as JSON: nothing in it can name another file or an address."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from planner.inputs.cells import Cell
from planner.inputs.features import DEGREES, QGIS, Features, registered
from planner.inputs.packages import RefusedError

# What a "crs" of before 2016 may say: an entry of a register; a link to a file or an address is none.
_REGISTERED = re.compile(r"(?:urn:(?:x-)?ogc:def:crs:)?(EPSG|OGC|ESRI):(?:[\d.]*:)?(\w{1,20})", re.IGNORECASE)
_NO_SHAPE = (
    *(TypeError, ValueError, LookupError, AttributeError, OverflowError, RecursionError),
    shapely.errors.ShapelyError,
)


def geojson_features(data: bytes) -> Features:
    """Return the features of a file.

    Raises
    ------
    RefusedError
        When it is no GeoJSON, or says a coordinate system that is in no register.
    """
    found = _parsed(data)
    features = [feature for feature in _features(found) if isinstance(feature, dict)]
    rows = [_attributes(feature) for feature in features]
    headers = list(dict.fromkeys(key for row in rows for key in row))
    columns = [[_cell(row.get(header)) for row in rows] for header in headers]
    geometry = np.full(len(features), None, dtype=object)
    geometry[:] = [_shape(feature.get("geometry")) for feature in features]
    return Features(tuple(headers), columns, geometry, _system(found.get("crs")))


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(data.decode("utf-8-sig"), parse_constant=_nothing)
    except RecursionError:
        raise RefusedError("lists stand in lists too deeply", QGIS) from None
    except ValueError as error:
        raise RefusedError(f"is no GeoJSON: {error}", QGIS) from None
    kind = found.get("type") if isinstance(found, dict) else None
    if kind not in ("FeatureCollection", "Feature"):
        said = f"an object of type {kind[:40]!r}" if isinstance(kind, str) else "something else"
        raise RefusedError(f"is no GeoJSON: expected a FeatureCollection, found {said}", QGIS)
    return found


def _nothing(text: str) -> None:
    """Return nothing for NaN and Infinity, which Python's programs write where a value is missing."""


def _features(found: dict[str, Any]) -> Sequence[Any]:
    if found["type"] == "Feature":
        return [found]
    features = found.get("features")
    if not isinstance(features, list):
        raise RefusedError("is no GeoJSON: it has no list of features", QGIS)
    return features


def _attributes(feature: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties, and an id that is a text, as OpenStreetMap's are."""
    own = {"id": feature["id"]} if isinstance(feature.get("id"), str) else {}
    properties = feature.get("properties")
    return own | (properties if isinstance(properties, dict) else {})


def _cell(value: Any) -> Cell:
    """Return a value; lists and objects as the text that stands for them."""
    if value is None or isinstance(value, str | int | float):  # bool is an int
        return value
    return json.dumps(value, ensure_ascii=False)


def _shape(geometry: Any) -> Any:
    """Return the shape, or ``None`` where there is none that can be made."""
    try:
        return shape(geometry) if isinstance(geometry, dict) else None
    except _NO_SHAPE:
        return None


def _system(said: Any) -> Any:
    """Return the coordinate system; degrees where nothing is said, as the standard has it."""
    if said is None:
        return DEGREES
    properties = said.get("properties") if isinstance(said, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    found = _REGISTERED.fullmatch(name) if isinstance(name, str) else None
    if not found:
        problem = f"says a coordinate system that is in no register: {str(name or said)[:60]}"
        raise RefusedError(problem, "save it with coordinates in degrees (EPSG:4326)")
    return registered(*found.groups())
