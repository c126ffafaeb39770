"""The small whole files that changes begin with, one or a few for each reader."""

import io
import json
import tempfile
from pathlib import Path
from typing import Any

from office import MONDAY, TABLES

HERE = Path(__file__).parent / "seeds"  # what only other programs write

BARE = """\
title = "Kecil"
[villages]
file = "villages.csv"
[bases]
file = "bases.csv"
[teams]
file = "teams.csv"
[calendar]
first_day = 2018-05-07
deadline = 2018-05-18
"""
FEW_VILLAGES = """\
kode_desa,nama_desa,nama_kec,pulau,lon,lat,belum_rekam
53.01.01.2001,Dekat,Kota,Timor,123.80,-10.10,65
53.01.01.2002,Tengah,Kota,Timor,123.85,-10.05,40
53.01.01.2003,Pinggir,Kota,Timor,123.86,-10.06,30
53.01.02.2001,Jauh,Hulu,Timor,124.10,-9.90,75
53.01.02.2002,Pulau,Hulu,Semau,123.40,-10.23,120
"""
QUESTIONS = (
    *("T2 sakit 2018-05-16", "T2 sick on 2018-05-16", "Tim Dua sakit 15 Mei 2018 s.d. 16 Mei 2018"),
    *("tambah 1 tim di B", "add 2 teams at Oelamasi", "tanpa desa 53.01.01.2001", "without Jauh"),
    *("tenggat 2018-05-20; libur 2018-05-16", "deadline 2018-05-10", "alat B -1", "kits B +2; alat di B +1"),
)
COMMANDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "forecast": ((), ("--total", "--per-month", "--from", "--until")),
    "whatif": (("missing.toml",), ("--teams", "--targets", "--at", "--seconds")),
    "simulate": (("missing.toml",), ("--target", "--of", "--replays", "--threads")),
    "replan": (
        ("missing.json", "--history", "missing.jsonl"),
        ("--today", "--away", "--shut", "--mode", "--price", "--published"),
    ),
    "explain": (("missing.json", "Jauh"), ("--by", "--if", "--lang")),
    "template": (("template",), ("--regency", "--lang")),
    "backtest": (("missing.json", "--history", "missing.jsonl"), ("--known", "--rounds")),
}  # words, and options that are given values; none of them solves anything or writes a file
CALLS = (
    "forecast\n139000\n31081\n2018-05-02\n2018-06-27",
    "whatif\n3:15:3\n50,80,90\nB\n1",
    "simulate\n90%\nbacklog\n5\n1",
    "replan\n2018-05-14\nT1=2018-05-14..2018-05-16\n53.01.01.2001=2018-05-15\nkeep\n5\n7",
    "explain\n2018-05-16\nT2 sick on 2018-05-16\nen",
    "template\n53.14\nid",
    "backtest\nvisited\n3",
)
REGISTER = (
    "seri;urut;nomor;jenis;surat;isi;versi_rencana\r\n"
    "094/{n}/D/{month}/2018;17;094/017/D/IV/2018;spt;T1;i12345678;v1\r\n"
    "094/{n}/D/{month}/2018;18;094/018/D/IV/2018;spt;T2;i22345678;v1\r\n"
).encode("utf-8-sig")


def texts(name: str) -> list[bytes]:
    """Return one table of the office."""
    return [TABLES[name].encode()]


def _rows() -> list[dict[str, Any]]:
    header, *rows = (line.split(",") for line in FEW_VILLAGES.splitlines())
    return [dict(zip(header, row, strict=True)) for row in rows]


def geojson() -> list[bytes]:
    """Return the villages as points, and as areas with lists and objects among their values."""
    points = [
        _feature(row, {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]})
        for row in _rows()
    ]
    areas = [_feature(row | {"x": [1], "y": {"a": 1}}, _square(row)) for row in _rows()]
    crs = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}
    return [json.dumps({"type": "FeatureCollection", **more, "features": features}).encode()
            for more, features in (({}, points), (crs, areas))]  # fmt: skip


def _feature(row: dict[str, Any], geometry: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": row | {"belum_rekam": int(row["belum_rekam"])},
        "geometry": geometry,
    }


def _square(row: dict[str, Any]) -> dict[str, Any]:
    x, y = float(row["lon"]), float(row["lat"])
    ring = [[x - 0.01, y - 0.01], [x + 0.01, y - 0.01], [x + 0.01, y + 0.01], [x - 0.01, y - 0.01]]
    return {"type": "Polygon", "coordinates": [ring]}


def drawn(suffix: str) -> list[bytes]:
    """Return the villages as a GeoPackage or a zipped shapefile, as GDAL writes it."""
    import geopandas
    import pyogrio

    frame = geopandas.GeoDataFrame.from_features(json.loads(geojson()[0])["features"], crs="EPSG:4326")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"villages.{suffix}"
        frame = frame.drop(columns=["lon", "lat"]).rename(columns={"belum_rekam": "backlog"})
        pyogrio.write_dataframe(frame, path, driver="GPKG" if suffix == "gpkg" else "ESRI Shapefile")
        return [path.read_bytes()]


def workbook(**sheets: str) -> bytes:
    """Return an xlsx with a sheet for each table, given as CSV; numbers stay numbers."""
    import csv

    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": True}) as book:
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(csv.reader(io.StringIO(table))):
                sheet.write_row(number, 0, row)
    return made.getvalue()


def kept(name: str) -> list[bytes]:
    """Return a file that another program wrote."""
    return [(HERE / name).read_bytes()]


def office_workbook(folder: Path) -> list[bytes]:
    """Return the office's workbook with a few rows in its sheets."""
    import openpyxl

    from planner.template import write_template

    (path, _) = write_template(folder, is_forced=True)
    book = openpyxl.load_workbook(path)
    for sheet, rows in FILLED.items():
        for row in rows:
            _fill(book[sheet], row)
    book["Parameter"]["B4"], book["Parameter"]["B5"] = "2018-05-07", "2018-05-18"
    made = io.BytesIO()
    book.save(made)
    return [made.getvalue()]


def _fill(sheet: Any, values: dict[str, Any]) -> None:
    """Add a row below all others, by the English keys in row 2."""
    keys = {cell.value: cell.column for cell in sheet[2] if cell.value}
    number = next(n for n in range(3, sheet.max_row + 2) if sheet.cell(n, 1).value is None)
    for key, value in values.items():
        if key not in keys:
            raise KeyError(f"sheet {sheet.title} has no column {key}; it has {', '.join(keys)}")
        sheet.cell(number, keys[key], value)


FILLED: dict[str, list[dict[str, Any]]] = {
    "Desa": [
        {
            **{"village_code": "53.01.01.2001", "village": "Dekat", "district": "Kota", "island": "Timor"},
            **{"lon": 123.8, "lat": -10.1, "unrecorded": 65, "closed": "16 Mei 2018"},
        },
        {
            **{"village_code": "53.01.02.2001", "village": "Jauh", "district": "Hulu", "island": "Timor"},
            **{"lon": 124.1, "lat": -9.9, "unrecorded": 75, "lodging": "ya", "verified": 70},
        },
    ],
    "Basis": [{"base": "B", "name": "Oelamasi", "lon": 123.9, "lat": -10.0, "island": "Timor"}],
    "Tim": [
        {
            "team": "T1",
            "name": "Satu",
            "base": "B",
            "rate_per_hour": 10,
            "max_nights": 2,
            "away": "2018-05-15",
        }
    ],
    "Petugas": [
        {"staff": "P1", "name": "Ani", "team": "T1", "skills": "genset", "leave_dates": "2018-05-14"}
    ],
    "Alat": [
        {
            **{"kit": "A1", "type": "mobile", "location": "B", "state": "baik"},
            **{"ready_from": "2018-05-01", "needs_signal": "tidak"},
        }
    ],
    "Layanan Reguler": [{"place": "B", "weekday": "Jumat", "min_kits": 1, "min_staff": 1}],
    "Kalender": [
        {
            **{"date": "2018-05-17", "to": "2018-05-18", "kind": "ramadan"},
            **{"area": "53.01.02", "hours_factor": 0.8},
        }
    ],
    "Tempuh": [{"from": "B", "to": "53.01.01.2001", "mode": "darat", "minutes": 25, "km": 17.5}],
    "Aturan": [
        {
            **{"rule": "A1", "kind": "LARANG", "team": "T1", "place": "53.01.01.2001"},
            **{"from": "2018-05-14", "to": "2018-05-15", "reason": "pasar", "soft": 5},
        }
    ],
    "Biaya": [{"item": "uang harian", "unit": "tim-hari", "rate": 450000}],
}


def returned_workbook(path: Path) -> bytes:
    """Return the workbook of a plan with the first row of every team sheet filled in."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    for sheet in book:
        heads = {
            cell.value: cell
            for row in sheet.iter_rows()
            for cell in row
            if cell.value in ("Hadir", "Terekam")
        }
        if sheet.title.startswith("Lembar Tim ") and len(heads) == 2:
            for head in heads.values():
                sheet.cell(head.row + 1, head.column, 5)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def old_history() -> bytes:
    """Return a history from before there were seals: a visit that was called off, and its file."""
    counts = dict.fromkeys(("failed", "sent", "not_found", "dead", "moved", "duplicate"), 0)
    visit = {"day": MONDAY, "team": "T1", "village": "53.01.01.2002", "recorded": 0, "status": "batal"}
    more = {"plan_version": "", "came": None, **counts, "start": None, "end": None, "kit": ""}
    told = {"reason": "hujan", "closed": True, "who": "Ani", "when": "2018-05-14T09:00:00+00:00"}
    file = {"sha256": "a" * 64, "name": "b.csv", "plan_version": "v0", "rows": 1, "who": "", "when": ""}
    lines = {"kind": "report", **visit, **more, **told, "file": "a" * 64}, {"kind": "file", **file}
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)
