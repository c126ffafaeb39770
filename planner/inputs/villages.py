"""The villages: GeoJSON, GeoPackage, shapefile (also zipped), CSV or xlsx -> values.

80,000 rows have to be read in seconds: columns are read as columns, equal cells once, and nothing compares
every row with every other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.domain.counting import Counting
from planner.domain.places import Village
from planner.domain.problem import Extra
from planner.errors import Fault, InputError
from planner.files import Content, read_content
from planner.inputs import village_codes as codes
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
from planner.inputs.cleaning import TakenOut
from planner.inputs.columns import Column, Table, read_table, report_repeated
from planner.inputs.counts import RAW, Counted, counting_of, counts_of, is_chosen_among
from planner.inputs.crosswalk import Step, translated
from planner.inputs.guests import with_guests
from planner.inputs.headers import Skipped
from planner.inputs.maps import FIRST_ROW, SUFFIXES, Layer, read_layer
from planner.inputs.schemes import Known, Proposal, Restored, proposals
from planner.inputs.settings import VillagesSettings
from planner.inputs.sheets import TABLE_SUFFIXES, TEXT_SUFFIXES, Sheet, read_sheet

LARGEST_EXTRA = 1e15  # a float keeps every whole number below it; no file format refuses one
POLYGON_TYPES = (3, 6)  # of shapely: polygon, multipolygon

COLUMNS = (
    codes.VILLAGE_CODE,
    codes.VILLAGE,
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
    codes.DISTRICT_CODE,
    codes.DISTRICT,
    codes.REGENCY_CODE,
    codes.REGENCY,
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
    codes.SERVICE_POINT,
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
    steps
        Codes of other years, and names, that were read as codes of now.
    taken_out
        Cells that were read without signs that nobody sees.
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
    steps: tuple[Step, ...] = ()
    taken_out: tuple[TakenOut, ...] = ()
    without_signal: frozenset[str] = frozenset()
    without_power: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the table of villages.

    Parameters
    ----------
    known
        Villages by their Kemendagri codes, to see whose codes the file has.
    steps
        The crosswalk: codes of other years, and names, with the codes that stand for them now.
    """

    known: Sequence[Known] = ()
    steps: Sequence[Step] = ()


NOTHING_BESIDE = Beside()


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
    found = villages_of(path, settings or VillagesSettings(file=path.name), faults, Beside(known))
    if faults:
        raise InputError(faults)
    return found.villages


def villages_of(
    source: Path | Content, settings: VillagesSettings, faults: list[Fault], beside: Beside = NOTHING_BESIDE
) -> Villages:
    """Return villages and outlines of one file; empty where it cannot be read. Parameters as above."""
    layer = _layer(source, settings, faults)
    return _of_layer(layer, settings, faults, beside) if layer else Villages()


def villages_in(
    sheet: Sheet, settings: VillagesSettings, faults: list[Fault], beside: Beside = NOTHING_BESIDE
) -> Villages:
    """Return the villages of a table without outlines. Parameters as above."""
    return _of_layer(Layer(sheet, np.empty(0, dtype=object)), settings, faults, beside)


def proposals_in(source: Content | Sheet, settings: VillagesSettings, beside: Beside) -> list[Proposal]:
    """Return which known villages the rows without a known code may mean; none where nothing can be read."""
    if isinstance(source, Sheet):
        layer: Layer | None = Layer(source, np.empty(0, dtype=object))
    else:
        layer = _layer(source, settings, [])
    if layer is None or not beside.known:
        return []
    sheet, _, _ = _coded(layer.sheet, beside, [])
    return proposals(codes.rows_to_match(sheet), beside.known)


def _coded(
    sheet: Sheet, beside: Beside, faults: list[Fault]
) -> tuple[Sheet, tuple[Restored, ...], tuple[Step, ...]]:
    """Return the sheet with the codes of now, as far as they can be known, and notes of what was changed."""
    known, found, steps = beside.known, tuple[Restored, ...](), tuple[Step, ...]()
    if known or beside.steps:
        sheet = codes.with_code_column(sheet)
    if known:
        sheet, found = codes.with_zeros(sheet, known)
    if beside.steps:
        sheet, steps = translated(sheet, beside.steps, faults)
    return sheet, found, steps


def _of_layer(layer: Layer, settings: VillagesSettings, faults: list[Fault], beside: Beside) -> Villages:
    known = beside.known
    whole, restored_codes, steps = _coded(layer.sheet, beside, faults)
    if known and codes.has_other_codes(whole, known, faults):
        return Villages()
    chosen = codes.of_regency(whole, settings, faults)
    if chosen is None:
        return Villages()
    chosen = codes.without_nameless(chosen, known, faults) if known else chosen
    table = read_table(chosen, COLUMNS, faults)
    report_repeated(table, "village_code", faults)
    geometry = _geometry(table, layer)
    points = _points(table, geometry, faults)
    codes.report_codes(table, faults)
    counts = counts_of(table, settings, faults)
    islands = _islands(table, settings, faults)
    values = zip(table.records(), points, islands, counts, strict=True)
    villages = tuple(_village(row, point, island, count) for (_, row), point, island, count in values)
    villages = with_guests(villages, table, faults)
    return Villages(
        villages,
        _shapes(table, geometry),
        table.unused,
        _others(table),
        table.sheet.skipped,
        restored_codes,
        _seasons(table),
        counting_of(table, settings, counts),
        steps,
        table.sheet.taken_out,
        *(_without(table, villages, key) for key in ("signal", "power")),
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
    """Return header -> village id -> cell of the columns that nothing is read from, and of the raw numbers.

    These are left out where the table has a single number and no shares: that is the backlog itself.
    """
    ids, raw = table.values["village_code"], dict[str, list[Cell]]()
    if is_chosen_among(table):
        raw = {table.headers[key]: table.values[key] for key in RAW if key in table.headers}
    return {
        header: {id_: cell for id_, cell in zip(ids, cells, strict=True) if not is_nothing(cell)}
        for header, cells in (raw | table.others).items()
    }


def extras_of(villages: Villages) -> dict[str, dict[str, Extra]]:
    """Return the columns that no plan depends on, as a plan keeps them: only those that say something."""
    ids = {village.id for village in villages.villages}
    found = {
        header: {id_: _extra(cell) for id_, cell in cells.items() if id_ in ids}
        for header, cells in villages.others.items()
    }
    return {header: cells for header, cells in found.items() if cells}


def _extra(cell: Cell) -> Extra:
    """Return a cell as it is given back: numbers and words as they are, all else as text."""
    if isinstance(cell, bool | str):
        return cell
    if isinstance(cell, int | float) and abs(cell) < LARGEST_EXTRA:
        return cell
    return text(cell)


def known_villages(source: str | Path | Content) -> tuple[Known, ...]:
    """Return codes and names of a file of villages by their Kemendagri codes, e.g. ``data/villages.geojson``.

    Raises
    ------
    InputError
        When it cannot be read, or has a row without code or name.
    """
    source, faults = source if isinstance(source, Content) else read_content(source), list[Fault]()
    layer = _layer(source, VillagesSettings(file=source.name), faults)
    columns = [replace(column, required=column in codes.NAMED[:2]) for column in codes.NAMED]
    table = read_table(layer.sheet, columns, faults) if layer else None
    if faults or table is None:
        raise InputError(faults)
    return tuple(Known(*row.values()) for _, row in table.records())


def _layer(source: Path | Content, settings: VillagesSettings, faults: list[Fault]) -> Layer | None:
    """Return the map, or the table as a map without any geometry."""
    suffix = PurePath(settings.file).suffix.lower()
    if suffix in SUFFIXES:
        return read_layer(source, settings.file, settings.sheet, faults)
    if suffix not in (*TEXT_SUFFIXES, *TABLE_SUFFIXES):
        problem = f"is a {suffix or 'nameless'} file; expected {', '.join((*SUFFIXES, *TABLE_SUFFIXES))}"
        faults.append(Fault(settings.file, problem, "save it so; QGIS writes maps as .gpkg"))
        return None
    sheet = read_sheet(source, settings.file, settings.sheet, faults)
    return Layer(sheet, np.empty(0, dtype=object)) if sheet else None


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
