"""The villages: GeoJSON, GeoPackage, shapefile (also zipped), CSV or xlsx -> values.

80,000 rows have to be read in seconds: columns are read as columns, equal cells once, and nothing compares
every row with every other.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.domain.counting import Counting
from planner.domain.places import Village
from planner.errors import Fault, InputError
from planner.inputs.cells import (
    LATITUDES,
    LONGITUDES,
    Cell,
    count,
    day,
    days,
    is_nothing,
    latitude,
    longitude,
    months,
    name,
    one_of,
    share,
    text,
    weekdays,
    yes_no,
)
from planner.inputs.codes import district_code, is_bps_like, regency_code, village_code
from planner.inputs.columns import Column, Table, read_table, report_repeated
from planner.inputs.counts import Counted, counting_of, counts_of
from planner.inputs.guests import with_guests
from planner.inputs.headers import Skipped
from planner.inputs.maps import FIRST_ROW, SUFFIXES, Layer, read_layer
from planner.inputs.schemes import Known, Restored, Row, agreements, restored, with_levels
from planner.inputs.settings import VillagesSettings
from planner.inputs.sheets import Sheet, is_file, plain, read_sheet

_NAMED = ("village_code", "village", "district", "regency")
_CODES = ("village_code", "district_code", "regency_code")
POLYGON_TYPES = (3, 6)  # of shapely: polygon, multipolygon

COLUMNS = (
    Column(
        "village_code",
        ("kode_desa", "kode_desa_kelurahan", "kode_kelurahan", "kode_kemendagri"),
        village_code,
    ),
    Column(
        "village",
        ("nama_desa", "desa_kelurahan", "nama_desa_kelurahan", "nama_kelurahan", "desa", "village_name"),
        name,
    ),
    Column("unrecorded", ("belum_rekam", "belum_rekam_siak", "backlog"), count, False),
    Column("nonktp_voters", ("pemilih_non_ktp_el", "pemilih_non_ktp_el_kpu", "non_ktp_el"), count, False),
    Column(
        "verified",
        ("belum_rekam_terverifikasi", "terverifikasi", "backlog_verified"),
        count,
        required=False,
    ),
    Column("valid_share", ("porsi_valid",), share, required=False),
    Column("as_of", ("tanggal_data",), day, required=False),
    Column("source", ("sumber", "sumber_data"), text, required=False, default=""),
    Column("district_code", ("kode_kec", "kode_kecamatan"), district_code, required=False),
    Column("district", ("nama_kec", "kecamatan", "nama_kecamatan"), text, required=False, default=""),
    Column("regency_code", ("kode_kab", "kode_kabupaten", "kode_kab_kota"), regency_code, required=False),
    Column("regency", ("nama_kab", "kabupaten_kota", "kabupaten", "nama_kabupaten"), text, False, ""),
    Column("island", ("pulau",), name, required=False),
    Column("lon", ("bujur", "longitude"), longitude, required=False),
    Column("lat", ("lintang", "latitude"), latitude, required=False),
    Column("lodging", ("menginap", "boleh_menginap"), yes_no, required=False, default=False),
    Column(
        "closed",
        ("tutup", "hari_larangan", "tanggal_larangan", "blackout_dates"),
        days,
        required=False,
        default=frozenset[date](),
    ),
    Column("latest", ("paling_lambat", "batas_tanggal"), day, required=False),
    Column("closed_months", ("bulan_tertutup",), months, False, frozenset[int]()),
    Column("worship_day", ("hari_ibadah",), weekdays, False, frozenset[int]()),
    Column("market_day", ("hari_pasar",), weekdays, False, frozenset[int]()),
    Column("power", ("listrik",), one_of("pln", "genset", "tidak"), required=False),
    Column("signal", ("sinyal",), one_of("4g", "3g", "2g", "tidak"), required=False),
    Column("service_point", ("titik_layanan",), village_code, required=False),
    Column("modelled", ("data_sintetis",), yes_no, required=False, default=False),
    Column("venue", ("tempat_layanan", "tempat_pelayanan"), text, required=False, default=""),
    Column("contact", ("kontak_desa", "kontak"), text, required=False, default=""),
    Column("phone", ("telepon", "no_telepon", "telp", "no_hp"), text, required=False, default=""),
)


@dataclass(frozen=True, slots=True)
class Season:
    """Months (January = 1) without a way in, and weekdays (Monday = 0) of worship and of the market."""

    closed_months: frozenset[int]
    worship: frozenset[int]
    market: frozenset[int]


@dataclass(frozen=True, eq=False, slots=True)
class Villages:
    """What a file of villages holds.

    Parameters
    ----------
    villages
        In the order of the file.
    shapes
        Village id -> outline as WKB, EPSG:4326, where the file has outlines.
    unused
        Headers of columns that nothing was read from.
    others
        The same headers -> village id -> what the file says there, where it says something.
    skipped
        Rows that are no villages: titles, column numbers, sums, notes, ...
    restored
        Codes that had lost zeros, each once; only where known villages are given.
    seasons
        Village id -> months and weekdays on which it is closed; only those that have some.
    counting
        What the backlog is.
    without_signal, without_power
        Villages that have none at all, generators included; only those that are served themselves.
    """

    villages: tuple[Village, ...] = ()
    shapes: dict[str, bytes] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    others: dict[str, dict[str, Cell]] = field(default_factory=dict)
    skipped: tuple[Skipped, ...] = ()
    restored: tuple[Restored, ...] = ()
    seasons: dict[str, Season] = field(default_factory=dict)
    counting: Counting = field(default_factory=Counting)
    without_signal: frozenset[str] = frozenset()
    without_power: frozenset[str] = frozenset()


def read_villages(
    path: str | Path, settings: VillagesSettings | None = None, *, known: Sequence[Known] = ()
) -> tuple[Village, ...]:
    """Return the villages of one file.

    Parameters
    ----------
    path
        A .geojson, .gpkg, .shp, .zip (of a shapefile), .csv, .xlsx, .xls or .ods file.
    settings
        Which of its villages, and from which sheet or layer; by default all.
    known
        Villages by their Kemendagri codes, to see whose codes the file has.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    path = Path(path)
    faults: list[Fault] = []
    found = villages_of(path, settings or VillagesSettings(file=path.name), faults, known)
    if faults:
        raise InputError(faults)
    return found.villages


def villages_of(
    path: Path, settings: VillagesSettings, faults: list[Fault], known: Sequence[Known] = ()
) -> Villages:
    """Return villages and outlines of one file; empty where it cannot be read. Parameters as above."""
    layer = _layer(path, settings, faults)
    return _of_layer(layer, settings, faults, known) if layer else Villages()


def villages_in(
    sheet: Sheet, settings: VillagesSettings, faults: list[Fault], known: Sequence[Known] = ()
) -> Villages:
    """Return the villages of a table without outlines. Parameters as above."""
    return _of_layer(Layer(sheet, np.empty(0, dtype=object)), settings, faults, known)


def _of_layer(
    layer: Layer, settings: VillagesSettings, faults: list[Fault], known: Sequence[Known]
) -> Villages:
    whole, restored_codes = _restored(layer.sheet, known) if known else (layer.sheet, ())
    if known and _has_other_codes(whole, known, faults):
        return Villages()
    chosen = _of_regency(whole, settings, faults)
    if chosen is None:
        return Villages()
    table = read_table(chosen, COLUMNS, faults)
    report_repeated(table, "village_code", faults)
    geometry = _geometry(table, layer)
    points = _points(table, geometry, faults)
    _report_codes(table, faults)
    counts = counts_of(table, settings, faults)
    islands = _islands(table, settings, faults)
    values = zip(table.records(), points, islands, counts, strict=True)
    villages = tuple(_village(row, point, island, count) for (_, row), point, island, count in values)
    counting = counting_of(table, settings, counts)
    villages = with_guests(villages, table, faults)
    shapes, skipped = _shapes(table, geometry), table.sheet.skipped
    seasons = _seasons(table)
    others = _others(table)
    without = [_without(table, villages, key) for key in ("signal", "power")]
    return Villages(
        villages, shapes, table.unused, others, skipped, restored_codes, seasons, counting, *without
    )


def _without(table: Table, villages: tuple[Village, ...], key: str) -> frozenset[str]:
    """Return the villages of which a column says that there is none."""
    known = {village.id for village in villages}
    rows = zip(table.values["village_code"], table.values[key], strict=True)
    return frozenset(id_ for id_, found in rows if found == "tidak" and id_ in known)


def _seasons(table: Table) -> dict[str, Season]:
    """Return village id -> when it is closed every year or every week, where it is."""
    keys = ("closed_months", "worship_day", "market_day")
    rows = zip(table.values["village_code"], *(table.values[key] for key in keys), strict=True)
    return {id_: Season(*found) for id_, *found in rows if any(found)}


def _others(table: Table) -> dict[str, dict[str, Cell]]:
    """Return header -> village id -> cell of the columns that nothing is read from."""
    ids = table.values["village_code"]
    return {
        header: {id_: cell for id_, cell in zip(ids, cells, strict=True) if not is_nothing(cell)}
        for header, cells in table.others.items()
    }


def known_villages(path: str | Path) -> tuple[Known, ...]:
    """Return codes and names of a file of villages by their Kemendagri codes, e.g. ``data/villages.geojson``.

    Raises
    ------
    InputError
        When it cannot be read, or has a row without code or name.
    """
    path, faults = Path(path), list[Fault]()
    layer = _layer(path, VillagesSettings(file=path.name), faults)
    columns = [
        replace(column, required=column.key in _NAMED[:2]) for column in COLUMNS if column.key in _NAMED
    ]
    table = read_table(layer.sheet, columns, faults) if layer else None
    if faults or table is None:
        raise InputError(faults)
    return tuple(Known(*(row[key] for key in _NAMED)) for _, row in table.records())


def rows_to_match(sheet: Sheet) -> list[Row]:
    """Return what each row says of the village it means, for :mod:`planner.inputs.schemes`."""
    told = {column.key: column for column in COLUMNS if column.key in _NAMED}
    columns = [replace(told[key], parse=text, required=False, default="") for key in _NAMED]
    return [Row(number, *row.values()) for number, row in read_table(sheet, columns, []).records()]


def _layer(path: Path, settings: VillagesSettings, faults: list[Fault]) -> Layer | None:
    """Return the map, or the table as a map without any geometry."""
    if is_file(path) and path.suffix.lower() in SUFFIXES:
        return read_layer(path, settings.file, settings.sheet, faults)
    sheet = read_sheet(path, settings.file, settings.sheet, faults)
    return Layer(sheet, np.empty(0, dtype=object)) if sheet else None


def _restored(sheet: Sheet, known: Sequence[Known]) -> tuple[Sheet, tuple[Restored, ...]]:
    """Return the sheet with codes that lost their zeros as the known ones, and a note of each."""
    headers = {
        plain(name) for column in COLUMNS if column.key in _CODES for name in (column.key, *column.names)
    }
    places = [n for n, header in enumerate(sheet.headers) if plain(header) in headers]
    codes, notes, rows = with_levels(known), dict[str, Restored](), []
    for number, cells in sheet.rows:
        mended = list(cells)
        for place in places:
            with suppress(ValueError):  # what cannot be restored is told as a fault of its cell
                if note := restored(cells[place], codes):
                    mended[place] = notes.setdefault(note.found, note).code
        rows.append((number, mended))
    return replace(sheet, rows=rows), tuple(notes.values())


def _has_other_codes(sheet: Sheet, known: Sequence[Known], faults: list[Fault]) -> bool:
    """Return whether names tell that some codes are not Kemendagri's; each kabupaten becomes a fault."""
    wrong = [one for one in agreements(rows_to_match(sheet), known) if one.scheme in ("bps", "unknown")]
    remedy = "give Kemendagri codes such as 53.01.04.2003"
    faults.extend(sheet.fault(one.said(), remedy) for one in wrong)
    return bool(wrong)


def _of_regency(sheet: Sheet, settings: VillagesSettings, faults: list[Fault]) -> Sheet | None:
    """Return the rows of the chosen regency, and those whose code says none; ``None`` after a fault."""
    headers = {plain(header) for header in (COLUMNS[0].key, *COLUMNS[0].names)}
    places = [n for n, header in enumerate(sheet.headers) if plain(header) in headers]
    if not places:  # read_table says so
        return sheet
    column = sheet.headers[places[0]]
    codes = [cells[places[0]] for _, cells in sheet.rows]
    if sum(map(is_bps_like, codes)) > len(codes) / 2:
        problem = "these look like BPS codes; the same digits are another village in Kemendagri's list"
        remedy = "give Kemendagri codes such as 53.01.04.2003"
        faults.append(sheet.fault(problem, remedy, column=column, value=codes[0]))
        return None
    regencies = [_regency_of(code) for code in codes]
    kept = [n for n, regency in enumerate(regencies) if regency in (None, settings.regency)]
    if settings.regency is None:
        return sheet
    if not any(regencies[n] for n in kept):
        known = ", ".join(sorted({regency for regency in regencies if regency})) or "none"
        problem = f"no village of regency {settings.regency}; the file has {known}"
        faults.append(sheet.fault(problem, "correct villages.regency in planner.toml", column=column))
    return replace(sheet, rows=[sheet.rows[n] for n in kept])


def _regency_of(code: Any) -> str | None:
    """Return the regency of a village code; ``None`` when it is no such code."""
    try:
        return village_code(code)[:5]
    except ValueError:
        return None


def _geometry(table: Table, layer: Layer) -> NDArray[np.object_]:
    """Return the geometry of each row; ``None`` where there is none."""
    if not len(layer.geometry):
        return np.full(len(table.rows), None, dtype=object)
    chosen: NDArray[np.object_] = layer.geometry[np.array(table.rows, dtype=int) - FIRST_ROW]
    return chosen


def _points(table: Table, geometry: NDArray[np.object_], faults: list[Fault]) -> list[tuple[float, float]]:
    """Return lon, lat of each row: its own columns, or else a point on the surface of its geometry."""
    geometry = geometry.copy()
    broken = np.array([shape is not None and not shape.is_valid for shape in geometry], dtype=bool)
    geometry[broken] = shapely.make_valid(geometry[broken])
    inside = shapely.point_on_surface(geometry)
    lons, lats = shapely.get_x(inside), shapely.get_y(inside)
    points = []
    for n, row in enumerate(table.rows):
        lon, lat = table.values["lon"][n], table.values["lat"][n]
        if lon is None or lat is None:
            lon, lat = float(lons[n]), float(lats[n])
        if not np.isfinite(lon):
            problem = "no position: neither lon and lat nor a geometry"
            faults.append(table.fault(row, "lon", None, problem, "give lon and lat of the village office"))
        elif not _is_in_indonesia(lon, lat):
            problem = f"its geometry lies at {lon:.3f}, {lat:.3f}, outside Indonesia"
            faults.append(table.fault(row, "geometry", None, problem, "correct its coordinate system"))
        points.append((lon, lat))
    return points


def _is_in_indonesia(lon: float, lat: float) -> bool:
    return LONGITUDES[0] <= lon <= LONGITUDES[1] and LATITUDES[0] <= lat <= LATITUDES[1]


def _report_codes(table: Table, faults: list[Fault]) -> None:
    """Make a fault of every district or regency code that the village code contradicts."""
    codes = table.values["village_code"]
    for key, length in (("district_code", 8), ("regency_code", 5)):
        for row, code, given in zip(table.rows, codes, table.values[key], strict=True):
            if given not in (None, code[:length]):
                problem = f"does not fit village code {code}; expected {code[:length]}"
                faults.append(table.fault(row, key, given, problem, "correct one of the two"))


def _islands(table: Table, settings: VillagesSettings, faults: list[Fault]) -> list[str]:
    """Return the island of each row; an unknown one becomes a fault, since roads do not cross the sea."""
    remedy = 'add it, or island = "..." under [villages] in planner.toml'
    islands = [island or settings.island for island in table.values["island"]]
    if "island" not in table.headers and settings.island is None:
        row = table.sheet.header_row
        faults.append(table.sheet.fault("column 'pulau' (island) is missing", remedy, row=row))
    else:
        for row, island in zip(table.rows, islands, strict=True):
            if island is None:
                problem = "expected the name of the island"
                faults.append(table.fault(row, "island", "(empty)", problem, remedy))
    return [island or "" for island in islands]


def _village(values: dict[str, Any], point: tuple[float, float], island: str, count: Counted) -> Village:
    code = values["village_code"]
    return Village(
        id=code,
        name=values["village"],
        backlog=count.valid,
        lon=point[0],
        lat=point[1],
        island=island,
        district_id=code[:8],
        district=values["district"],
        regency_id=code[:5],
        regency=values["regency"],
        lodging=values["lodging"],
        closed=values["closed"],
        latest=values["latest"],
        modelled=values["modelled"],
        has_power=values["power"] in (None, "pln"),
        counted=count.raw if count.raw != count.valid else None,
        venue=values["venue"],
        contact=", ".join(part for part in (values["contact"], values["phone"]) if part),
    )


def _shapes(table: Table, geometry: NDArray[np.object_]) -> dict[str, bytes]:
    """Return village id -> outline; points and lines are none."""
    outlines = np.isin(shapely.get_type_id(geometry), POLYGON_TYPES)
    wkb = shapely.to_wkb(shapely.force_2d(geometry))
    return {table.values["village_code"][n]: wkb[n] for n in np.flatnonzero(outlines).tolist()}
