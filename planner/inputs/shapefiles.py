"""A shapefile, zipped or with its files side by side -> features.

GDAL is shown a zip in memory that holds the parts of one shapefile under names of our own: no file beside
them, and none that the zip may point to.
"""

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from planner.files import SHAPEFILE_SUFFIXES, Content
from planner.inputs.features import QGIS, UNREADABLE, Features, chosen_layer, features_of
from planner.inputs.packages import RefusedError, opened_package

SHP = struct.pack(">i", 9994)  # ESRI Shapefile Technical Description, 1998, table 1
ZIP = "pack .shp, .shx, .dbf and .prj of one map into a .zip"
_NEEDED = (".shp", ".shx", ".dbf")
_NO_LETTERS = (0, 0x57)  # byte 29 of a .dbf: nothing said, or what Windows takes; ArcGIS and QGIS write it so


def shapefile_features(content: Content, layer: str | None) -> Features:
    """Return the features of one shapefile, the only one where none is named.

    Raises
    ------
    RefusedError
        When it is none, lacks a part, or the zip holds none or another one.
    """
    import pyogrio

    parts = _zipped(content, layer) if content.suffix == ".zip" else _side_by_side(content, layer)
    if not parts[".shp"].startswith(SHP):
        raise RefusedError("is no shapefile", QGIS)
    missing = [suffix for suffix in _NEEDED if suffix not in parts]
    if missing:
        raise RefusedError(
            f"lacks its part {', '.join(missing)}", "put all files of the map there, or save it as GeoPackage"
        )
    if ".cpg" not in parts and _is_utf8(parts[".dbf"]):
        parts = {**parts, ".cpg": b"UTF-8"}
    try:
        with warnings.catch_warnings():  # a shape that GDAL or GEOS cannot make is none
            warnings.simplefilter("ignore", RuntimeWarning)
            return features_of(pyogrio.read_dataframe(_packed(parts), on_invalid="ignore"))
    except UNREADABLE as error:
        raise RefusedError(f"cannot be read as a map: {error}", QGIS) from error


def _side_by_side(content: Content, layer: str | None) -> dict[str, bytes]:
    """Return suffix -> part."""
    chosen_layer([PurePosixPath(content.name).stem], layer, [PurePosixPath(content.name).stem])
    beside = {PurePosixPath(name).suffix.lower(): data for name, data in content.beside.items()}
    return {".shp": content.data, **beside}


def _zipped(content: Content, layer: str | None) -> dict[str, bytes]:
    """Return suffix -> part of one shapefile in a zip, in whatever folder of it."""
    with opened_package(content.data, "zip with a shapefile") as package:
        members = {member.filename: member for member in package.infolist() if _is_plain(member)}
        stems = [name[:-4] for name in members if name.lower().endswith(".shp")]
        if not stems:
            raise RefusedError("holds no shapefile", ZIP)
        names = {stem: PurePosixPath(stem).name for stem in stems}
        wanted = chosen_layer(list(names.values()), layer, list(names.values()))
        stem = next(stem for stem, name in names.items() if name == wanted).lower()
        own = {name.lower(): member for name, member in members.items() if name.lower().startswith(stem)}
        parts = {name.removeprefix(stem): member for name, member in own.items()}
        return {
            suffix: package.read(parts[suffix]) for suffix in (".shp", *SHAPEFILE_SUFFIXES) if suffix in parts
        }


def _is_plain(member: zipfile.ZipInfo) -> bool:
    """Return whether a member is a file of its own, and none of the doubles that macOS packs."""
    is_link, name = stat.S_ISLNK(member.external_attr >> 16), PurePosixPath(member.filename).name
    return not is_link and not member.is_dir() and not name.startswith("._")


def _is_utf8(dbf: bytes) -> bool:
    """Return whether the attributes, whose letters nobody named, are UTF-8 and no plain ASCII."""
    if len(dbf) < 32 or dbf[29] not in _NO_LETTERS:
        return False
    records = dbf[int.from_bytes(dbf[8:10], "little") :]
    try:
        return not records.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _packed(parts: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as package:
        for suffix, data in parts.items():
            package.writestr(f"map{suffix}", data)
    return packed.getvalue()
