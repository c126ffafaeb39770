"""A map is read by what it is called: it cannot name another file, an address, or a program to run."""

import hashlib
import json
import random
import socket
import sqlite3
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from planner.errors import Fault
from planner.inputs.maps import Layer, read_layer
from planner.inputs.project import read_problem
from planner.store.rows import SHA256_OF

SECRET = "desa rahasia"
FRAME = gpd.GeoDataFrame(
    {"kode_desa": ["53.01.01.2001"], "nama_desa": ["Dekat"]}, geometry=[shapely.Point(123.8, -10.1)], crs=4326
)
Read = Callable[[str], tuple[Layer | None, list[Fault]]]


@pytest.fixture
def address() -> Iterator[str]:
    """Give the address of a server on this computer, which nobody may have called when the test ends."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a map, and makes sure that no other file was: its text is not there."""
    (tmp_path / "other.csv").write_text(f"kode_desa,nama_desa,WKT\n1,{SECRET},POINT (123 -10)\n")

    def of(name: str) -> tuple[Layer | None, list[Fault]]:
        faults: list[Fault] = []
        found = read_layer(tmp_path / name, name, None, faults)
        assert SECRET not in str(faults)
        assert found is None or SECRET not in str(list(found.sheet.rows))
        return found, faults

    return of


def names_of(found: Layer | None) -> list[object]:
    assert found is not None
    return [cells[found.sheet.headers.index("nama_desa")] for _, cells in found.sheet.rows]


def vrt(source: str) -> str:
    layer = f'<OGRVRTLayer name="other"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
    return f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"


POINTERS = {
    "a VRT to a file": lambda folder, url: vrt(f"{folder}/other.csv"),
    "a VRT to a driver": lambda folder, url: vrt(f"CSV:{folder}/other.csv"),
    "a VRT to an address": lambda folder, url: vrt(f"/vsicurl/{url}villages.csv"),
    "a WFS": lambda folder, url: f"<OGRWFSDataSource><URL>{url}wfs</URL></OGRWFSDataSource>",
    "a pipeline of GDAL": lambda folder, url: json.dumps(
        {"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {folder}/other.csv"}
    ),
    "a pipeline behind a collection": lambda folder, url: (
        '{"type": "FeatureCollection", "features": [], "type": "gdal_streamed_alg", '
        f'"command_line": "gdal vector pipeline ! read {folder}/other.csv"}}'
    ),
    "a table with a title of XML": lambda folder, url: json.dumps(
        {"type": "x", "name": vrt(f"{folder}/other.csv")}
    ),
    "the path of a file": lambda folder, url: f"{folder}/other.csv",
    "an address": lambda folder, url: f"{url}villages.geojson",
}


@pytest.mark.parametrize("suffix", [".geojson", ".json", ".gpkg", ".shp"])
@pytest.mark.parametrize("pointer", POINTERS)
def test_a_text_that_points_elsewhere_is_no_map(
    tmp_path: Path, read: Read, address: str, pointer: str, suffix: str
) -> None:
    (tmp_path / f"desa{suffix}").write_text(POINTERS[pointer](tmp_path, address))

    found, faults = read(f"desa{suffix}")

    assert found is None
    assert len(faults) == 1
    assert faults[0].problem.startswith("is no ")


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "link", "properties": {"href": "{url}crs", "type": "proj4"}},
        {"type": "url", "properties": {"url": "{url}crs"}},
        {"type": "name", "properties": {"name": "{url}crs"}},
        {"type": "name", "properties": {"name": "+proj=longlat +nadgrids={folder}/other.csv"}},
        {"type": "name", "properties": {"name": "+init={folder}/other.csv:1"}},
    ],
)
def test_the_system_of_a_geojson_is_an_entry_of_a_register(
    tmp_path: Path, read: Read, address: str, crs: dict[str, object]
) -> None:
    said = json.dumps(crs).replace("{url}", address).replace("{folder}", str(tmp_path))
    found = {**json.loads(FRAME.to_json(drop_id=True)), "crs": json.loads(said)}
    (tmp_path / "desa.geojson").write_text(json.dumps(found))

    found, faults = read("desa.geojson")

    assert found is None
    assert [fault.problem.partition(":")[0] for fault in faults] == [
        "says a coordinate system that is in no register"
    ]


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::32751", "epsg:9999999"]
)
def test_a_system_of_a_register_is_known_or_told(tmp_path: Path, read: Read, name: str) -> None:
    frame = FRAME.to_crs("EPSG:32751") if "32751" in name else FRAME
    found = {**json.loads(frame.to_json(drop_id=True)), "crs": {"type": "name", "properties": {"name": name}}}
    (tmp_path / "desa.geojson").write_text(json.dumps(found))

    layer, faults = read("desa.geojson")

    if "9999999" in name:
        assert "which is not known" in faults[0].problem
    else:
        assert layer is not None
        assert (layer.geometry[0].x, layer.geometry[0].y) == pytest.approx((123.8, -10.1))


# --- GeoPackages -----------------------------------------------------------------------------------------


PROGRAMS = {
    "an endless view": (
        "CREATE VIEW lain AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    ),
    "a trigger": "CREATE TRIGGER no BEFORE INSERT ON desa BEGIN SELECT RAISE(ABORT, 'no'); END",
    "a virtual table": "CREATE VIRTUAL TABLE lain USING fts5(kode)",
    "a column that is computed": "ALTER TABLE desa ADD COLUMN x GENERATED ALWAYS AS (zeroblob(900000000))",
}


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_in_a_geopackage_is_not_run(tmp_path: Path, read: Read, program: str) -> None:
    FRAME.to_file(tmp_path / "desa.gpkg", layer="desa")
    with closing(sqlite3.connect(tmp_path / "desa.gpkg")) as db:
        db.execute(PROGRAMS[program])
        contents = "gpkg_contents (table_name, data_type, identifier)"
        db.execute(f"INSERT INTO {contents} VALUES ('lain', 'features', 'lain')")
        db.commit()

    found, faults = read("desa.gpkg")

    assert faults == []
    assert names_of(found) == ["Dekat"]
    assert found is not None
    assert "x" not in found.sheet.headers


def test_a_layer_that_is_a_view_is_none(tmp_path: Path, read: Read) -> None:
    FRAME.to_file(tmp_path / "desa.gpkg", layer="desa")
    with closing(sqlite3.connect(tmp_path / "desa.gpkg")) as db:
        for name in [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("ALTER TABLE desa RENAME TO isi")
        db.execute("CREATE VIEW desa AS SELECT * FROM isi")
        db.commit()

    found, faults = read("desa.gpkg")

    assert found is None
    assert [fault.problem for fault in faults] == ["has 0 layers; its layers are none"]


def test_a_geopackage_that_was_open_elsewhere_is_read(tmp_path: Path, read: Read) -> None:
    FRAME.to_file(tmp_path / "desa.gpkg", layer="desa")
    with closing(sqlite3.connect(tmp_path / "desa.gpkg")) as db:
        db.execute("PRAGMA journal_mode = WAL")  # as QGIS leaves it

    found, faults = read("desa.gpkg")

    assert faults == []
    assert names_of(found) == ["Dekat"]


def test_a_style_that_qgis_saved_is_no_second_layer(tmp_path: Path, read: Read) -> None:
    FRAME.to_file(tmp_path / "desa.gpkg", layer="desa")
    with closing(sqlite3.connect(tmp_path / "desa.gpkg")) as db:
        db.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT)")
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
            "VALUES ('layer_styles', 'attributes', 'styles')"
        )
        db.commit()

    assert names_of(read("desa.gpkg")[0]) == ["Dekat"]


# --- shapefiles ------------------------------------------------------------------------------------------


@pytest.fixture
def parts(tmp_path: Path) -> dict[str, bytes]:
    """Return suffix -> part of a shapefile."""
    FRAME.to_file(tmp_path / "made.shp")
    made = {path.suffix: path.read_bytes() for path in tmp_path.glob("made.*")}
    for path in tmp_path.glob("made.*"):
        path.unlink()
    return made


def packed(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)


@pytest.mark.parametrize("at", ["desa", "peta/desa", "../../desa", "/desa", "a b/Desa Baru"])
def test_a_shapefile_is_found_in_whatever_folder_of_a_zip(
    tmp_path: Path, read: Read, parts: dict[str, bytes], at: str
) -> None:
    doubles = {"__MACOSX/._desa.shp": b"\0\5\x16\7"}
    packed(tmp_path / "desa.zip", {f"{at}{suffix}": data for suffix, data in parts.items()} | doubles)

    found, faults = read("desa.zip")

    assert faults == []
    assert names_of(found) == ["Dekat"]
    assert not list(tmp_path.parent.glob("*desa.shp"))


def test_a_link_in_a_zip_is_no_file(tmp_path: Path, read: Read, parts: dict[str, bytes]) -> None:
    del parts[".dbf"]
    packed(tmp_path / "desa.zip", {f"desa{suffix}": data for suffix, data in parts.items()})
    with zipfile.ZipFile(tmp_path / "desa.zip", "a") as package:
        link = zipfile.ZipInfo("desa.dbf")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        package.writestr(link, str(tmp_path / "other.csv"))

    _, faults = read("desa.zip")

    assert [fault.problem for fault in faults] == ["lacks its part .dbf"]


def test_a_zip_without_a_shapefile_is_told(tmp_path: Path, read: Read, address: str) -> None:
    packed(tmp_path / "desa.zip", {"desa.vrt": vrt(f"/vsicurl/{address}x").encode(), "doc.kml": b"<kml/>"})

    assert [fault.problem for fault in read("desa.zip")[1]] == ["holds no shapefile"]


def test_two_shapefiles_in_a_zip_need_the_name_of_one(tmp_path: Path, parts: dict[str, bytes]) -> None:
    both = {f"{name}{suffix}": data for name in ("a/desa", "b/lama") for suffix, data in parts.items()}
    packed(tmp_path / "desa.zip", both)

    faults: list[Fault] = []
    assert read_layer(tmp_path / "desa.zip", "desa.zip", None, faults) is None
    assert [fault.problem for fault in faults] == ["has 2 layers; its layers are desa, lama"]
    assert names_of(read_layer(tmp_path / "desa.zip", "desa.zip", "LAMA", [])) == ["Dekat"]


@pytest.mark.parametrize(
    ("in_datum", "in_system"),
    [
        ('EXTENSION["PROJ4_GRIDS","{folder}/other.csv"]', ""),
        ("", 'EXTENSION["PROJ4","+proj=longlat +ellps=bessel +nadgrids={folder}/other.csv"]'),
    ],
)
@pytest.mark.parametrize("name", ["desa.shp", "desa.gpkg"])
def test_a_system_that_names_a_grid_is_refused(
    tmp_path: Path, read: Read, name: str, in_datum: str, in_system: str
) -> None:
    datum = ",".join(
        ['DATUM["x"', 'SPHEROID["Bessel 1841",6377397.155,299.1528128]', *filter(None, [in_datum])]
    )
    parts = [
        f"{datum}]",
        'PRIMEM["Greenwich",0]',
        'UNIT["degree",0.0174532925199433]',
        *filter(None, [in_system]),
    ]
    wkt = f'GEOGCS["x",{",".join(parts)}]'.replace("{folder}", str(tmp_path))
    FRAME.to_file(tmp_path / name)
    if name == "desa.shp":
        (tmp_path / "desa.prj").write_text(wkt)
    else:
        with closing(sqlite3.connect(tmp_path / name)) as db:
            own = "organization = 'NONE', organization_coordsys_id = 99999, srs_id = 99999"
            db.execute(f"UPDATE gpkg_spatial_ref_sys SET {own}, definition = ? WHERE srs_id = 4326", (wkt,))
            db.execute("UPDATE gpkg_contents SET srs_id = 99999")
            db.execute("UPDATE gpkg_geometry_columns SET srs_id = 99999")
            db.commit()

    _, faults = read(name)

    assert [fault.problem for fault in faults] == ["its coordinate system names a further file"]


def test_letters_that_nobody_named_are_utf8_where_they_can_be(tmp_path: Path, read: Read) -> None:
    FRAME.assign(nama_desa="Söe").to_file(tmp_path / "desa.shp", encoding="utf-8")
    (tmp_path / "desa.cpg").unlink()

    assert names_of(read("desa.shp")[0]) == ["Söe"]


# --- damage ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part", ["desa.geojson", "desa.gpkg", "desa.shp", "desa.shx", "desa.dbf", "desa.prj"]
)
def test_a_damaged_map_is_read_or_refused(tmp_path: Path, part: str) -> None:
    whole = part if part.endswith(("json", "gpkg")) else "desa.shp"
    FRAME.to_file(tmp_path / whole)
    rng, data = random.Random(part), (tmp_path / part).read_bytes()
    for _ in range(120):
        start = rng.randrange(len(data))
        other = rng.choice((rng.randbytes(1), rng.randbytes(9), b"", data[:start]))
        (tmp_path / part).write_bytes(data[:start] + other + data[start + len(other or b"xy") :])
        faults: list[Fault] = []

        found = read_layer(tmp_path / whole, whole, None, faults)

        assert (found is None) == bool(faults)
        assert all(fault.remedy and "\n" not in fault.problem for fault in faults)


def test_two_attributes_of_one_name_are_told(tmp_path: Path, read: Read) -> None:
    FRAME.assign(nama_desb="Jauh").to_file(tmp_path / "desa.shp")
    data = (tmp_path / "desa.dbf").read_bytes()
    (tmp_path / "desa.dbf").write_bytes(data.replace(b"nama_desb", b"nama_desa"))

    assert [fault.problem for fault in read("desa.shp")[1]] == ["has two attributes called nama_desa"]


# --- what was read is what is hashed -----------------------------------------------------------------------


def test_the_hashes_of_a_plan_are_those_of_every_part_that_was_read(
    project: Callable[..., Path], parts: dict[str, bytes]
) -> None:
    path = project()
    text = path.read_text(encoding="utf-8").replace("villages.csv", "desa.shp")
    path.write_text(text.replace("[bases]", 'island = "Timor"\n[bases]'), encoding="utf-8")
    frame = FRAME.assign(nama_kec="Kota", belum_reka=65)
    frame.to_file(path.parent / "desa.shp")

    notes = dict(read_problem(path).notes)

    found = {
        name.removeprefix(SHA256_OF): value for name, value in notes.items() if name.startswith(SHA256_OF)
    }
    names = [
        "planner.toml",
        "desa.shp",
        "desa.shx",
        "desa.dbf",
        "desa.prj",
        "desa.cpg",
        "bases.csv",
        "teams.csv",
    ]
    assert sorted(found) == sorted(names)
    for name in names:
        assert found[name] == hashlib.sha256((path.parent / name).read_bytes()).hexdigest()
