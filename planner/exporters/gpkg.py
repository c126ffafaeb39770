"""The plan on the map as a GeoPackage, which QGIS opens: layers ``villages``, ``routes`` and ``stops``.

Names of columns are those of :mod:`planner.tables` in either language; ``language`` is that of the reasons.
Villages have the office's own columns at the end; who counts as not recorded is the description of the layer.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from planner import tables
from planner.domain.plan import Plan
from planner.exporters.geojson import with_own_columns, with_reasons
from planner.exporters.sentences import people_sentence
from planner.words import Language


def write_gpkg(plan: Plan, path: Path, *, language: Language = "id") -> None:
    """Write villages (areas, or points), the ways of each team-day and all stops of ``plan``.

    The file is made where temporary files lie, and copied: what GDAL says of a disk without room is "no such
    table", and SQLite should not write on a share.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="planner-") as folder:
        made = Path(folder) / "plan.gpkg"
        with _dated(f"{plan.problem.calendar.first}T00:00:00Z"), _in_words(Path(folder)):
            said = people_sentence(plan.problem, language)
            villages = with_own_columns(plan, with_reasons(tables.villages(plan), language))
            _layer(villages, made, "villages", about=said)
            _layer(tables.routes(plan), made, "routes", "LineString")
            _layer(tables.stops(plan), made, "stops", "Point", about=said)
        shutil.copyfile(made, path)


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """Turn what GDAL raises into an OSError that says where it failed, and how much room there is."""
    try:
        yield
    except (DataSourceError, DataLayerError) as fault:
        free = shutil.disk_usage(folder).free / 2**20
        raise OSError(f"GDAL cannot make it in {folder}, where {free:,.1f} MB are free ({fault})") from fault


@contextmanager
def _dated(moment: str) -> Iterator[None]:
    """Let the file's date of change be ``moment``: the same plan gives the same bytes."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _layer(
    table: gpd.GeoDataFrame, path: Path, layer: str, kind: str | None = None, *, about: str = ""
) -> None:
    """Add one layer; ``kind`` of geometry is found from ``table`` where it is not given.

    ``about`` is the description of the layer, which QGIS shows as its abstract.
    """
    more = {"layer_options": {"DESCRIPTION": about}} if about else {}
    pyogrio.write_dataframe(
        table, path, layer=layer, driver="GPKG", geometry_type=kind or _kind(table), **more
    )


def _kind(table: gpd.GeoDataFrame) -> str:
    """Return ``Point`` or ``MultiPolygon``, or ``Unknown`` where only some villages have a shape."""
    dimensions = set(shapely.get_dimensions(table.geometry.to_numpy()))
    if len(dimensions) > 1:
        return "Unknown"
    return "MultiPolygon" if dimensions == {2} else "Point"
