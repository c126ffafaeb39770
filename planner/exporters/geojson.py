"""The plan on the map as one GeoJSON file (RFC 7946): villages and ways, told apart by the property ``kind``.

One file holds both, so that it can be sent as one. QGIS opens it as one layer per type of geometry: areas (or
points, where no shapes are known) for ``"kind": "village"`` and lines for ``"kind": "route"``. Names of
properties are those of :mod:`planner.tables` in either language; ``language`` is that of the reasons.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from planner import tables
from planner.domain.plan import Plan
from planner.exporters.sentences import reason_text
from planner.words import Language

RESERVED = ("fid", "geom", "ogc_fid", "kind")  # names that maps have for themselves
DEGREES = 1e-6  # coordinates are kept to 0.1 m


def write_geojson(plan: Plan, path: Path, *, language: Language = "id") -> None:
    """Write villages and ways of ``plan``; columns: :func:`planner.tables.villages` and ``routes``.

    The collection has one foreign member, ``plan``, with the sums and the bound of the plan and who counts as
    not recorded. Villages have the office's own columns at the end, as it headed them.
    """
    villages = with_own_columns(plan, with_reasons(tables.villages(plan), language))
    features = [*_features("village", villages), *_features("route", tables.routes(plan))]
    collection = {
        "type": "FeatureCollection",
        "plan": {name: _plain(value) for name, value in tables.summary(plan).items()},
        "features": features,
    }
    path.write_text(_text(collection), encoding="utf-8", newline="\n")


def with_reasons(villages: gpd.GeoDataFrame, language: Language) -> gpd.GeoDataFrame:
    """Return ``villages`` with the reason for people left over in words, detail included."""
    pairs = zip(villages["reason"], villages["reason_detail"], strict=True)
    reasons = pd.Series([reason_text(*pair, language) for pair in pairs], index=villages.index, dtype="str")
    return villages.assign(reason=reasons).drop(columns="reason_detail")


def with_own_columns(plan: Plan, villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return ``villages`` with contacts where they are known, and the office's own columns, at the end."""
    contacts = [village.contact for village in plan.problem.villages]
    if any(contacts):
        villages = villages.assign(contact=pd.Series(contacts, index=villages.index, dtype="str"))
    own = tables.own_columns(plan, [*map(str, villages.columns), *RESERVED])
    shapes = villages.geometry
    table = pd.concat([pd.DataFrame(villages.drop(columns="geometry")), own], axis="columns")
    return gpd.GeoDataFrame(table, geometry=shapes.to_numpy(), crs=villages.crs)


def _features(kind: str, table: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``table`` as features; the village's code is the feature's id."""
    facts = pd.DataFrame(table.drop(columns="geometry")).to_dict("records")
    for fact, shape in zip(facts, table.geometry, strict=True):
        properties = {"kind": kind, **{str(name): _plain(value) for name, value in fact.items()}}
        identity = {"id": properties["village_code"]} if kind == "village" else {}
        yield {
            "type": "Feature",
            **identity,
            "properties": properties,
            "geometry": json.loads(shapely.to_geojson(shapely.orient_polygons(_rounded(shape)))),
        }


def _rounded(shape: shapely.Geometry) -> shapely.Geometry:
    """Return ``shape`` on the grid of the file; as it is where that would leave nothing of it."""
    rounded = shapely.set_precision(shape, DEGREES)
    return shape if rounded.is_empty else rounded


def _plain(value: Any) -> Any:
    """Return a cell as JSON has it: dates as 2018-05-07, what is missing as null."""
    if hasattr(value, "isoformat"):
        return None if pd.isna(value) else value.isoformat()[:10]
    if isinstance(value, float):
        return None if pd.isna(value) else round(value, 6)
    return value


def _text(collection: dict[str, Any]) -> str:
    """Return the collection with one feature a line."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, allow_nan=False) for f in collection["features"])
    head = json.dumps({**collection, "features": []}, ensure_ascii=False, allow_nan=False)
    return f"{head.removesuffix(']}')}\n{lines}\n]}}\n"
