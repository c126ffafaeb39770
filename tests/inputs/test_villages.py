import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
import xlsxwriter

from planner.domain.places import Village
from planner.errors import Fault, InputError
from planner.inputs.settings import VillagesSettings
from planner.inputs.villages import Villages, read_villages, villages_of

ROWS = {
    "kode_desa": ["53.01.01.2001", "53.01.02.1002", "53.14.01.2003"],
    "nama_desa": ["Dekat", "Jauh", "Seberang"],
    "kode_kec": ["53.01.01", "53.01.02", "53.14.01"],
    "nama_kec": ["Kota", "Hulu", "Pantai"],
    "kode_kab": ["53.01", "53.01", "53.14"],
    "nama_kab": ["Kupang", "Kupang", "Rote Ndao"],
    "pulau": ["Timor", "Timor", "Rote"],
    "belum_rekam": [65, 75, 5],
    "menginap": [False, True, False],
}
SQUARES = [shapely.box(x, -10.1, x + 0.02, -10.08) for x in (123.8, 124.1, 123.0)]
EXPECTED = [
    Village("53.01.01.2001", "Dekat", 65, 123.81, -10.09, "Timor", "53.01.01", "Kota", "53.01", "Kupang"),
    Village(
        "53.01.02.1002",
        "Jauh",
        75,
        124.11,
        -10.09,
        "Timor",
        "53.01.02",
        "Hulu",
        "53.01",
        "Kupang",
        lodging=True,
    ),
    Village(
        "53.14.01.2003", "Seberang", 5, 123.01, -10.09, "Rote", "53.14.01", "Pantai", "53.14", "Rote Ndao"
    ),
]


def layer(**columns: list[object]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({**ROWS, **columns}, geometry=SQUARES, crs="EPSG:4326")


def read(path: Path, **settings: str) -> tuple[Villages, list[Fault]]:
    faults: list[Fault] = []
    return villages_of(path, VillagesSettings(file=path.name, **settings), faults), faults


def table(path: Path, content: str) -> Path:
    path = path / "villages.csv"
    path.write_text(content, encoding="utf-8")
    return path


HEADER = "kode_desa,nama_desa,pulau,lon,lat,belum_rekam\n"


def as_geojson(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    frame.to_file(folder / "desa.geojson")
    return folder / "desa.geojson"


def as_geopackage(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    frame.to_crs("EPSG:32751").to_file(folder / "desa.gpkg")
    return folder / "desa.gpkg"


def as_shapefile(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    frame = frame.rename(columns={"belum_rekam": "belum_reka"})  # ten letters are all it keeps
    frame.to_crs("EPSG:32751").to_file(folder / "desa.shp")
    return folder / "desa.shp"


def as_zipped_shapefile(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    as_shapefile(frame, folder)
    with zipfile.ZipFile(folder / "desa.zip", "w") as package:
        for path in folder.glob("desa.[!z]*"):
            package.write(path, path.name)
    return folder / "desa.zip"


def as_csv(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    return table(folder, with_points(frame).to_csv(index=False, sep=";"))


def as_xlsx(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    points = with_points(frame)
    with xlsxwriter.Workbook(folder / "masukan.xlsx") as book:
        sheet = book.add_worksheet("Desa")
        sheet.write_row(0, 0, list(points.columns))
        for number, row in enumerate(points.itertuples(index=False), start=1):
            sheet.write_row(number, 0, list(row))
    return folder / "masukan.xlsx"


def with_points(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    centres = frame.geometry.representative_point()
    return frame.drop(columns="geometry").assign(lon=centres.x.round(5), lat=centres.y.round(5))


MAPS = [as_geojson, as_geopackage, as_shapefile, as_zipped_shapefile]


@pytest.mark.parametrize("write", [*MAPS, as_csv, as_xlsx])
def test_every_format_gives_the_same_villages(
    write: Callable[[gpd.GeoDataFrame, Path], Path], tmp_path: Path
) -> None:
    path = write(layer(), tmp_path)

    found, faults = read(path)

    assert faults == []
    for village, expected in zip(found.villages, EXPECTED, strict=True):
        assert (village.lon, village.lat) == pytest.approx((expected.lon, expected.lat), abs=1e-4)
        position = {"lon": expected.lon, "lat": expected.lat}
        assert {**as_dict(village), **position} == as_dict(expected)


def as_dict(village: Village) -> dict[str, object]:
    return {name: getattr(village, name) for name in Village.__dataclass_fields__}


@pytest.mark.parametrize("write", MAPS)
def test_outlines_are_kept_in_degrees(
    write: Callable[[gpd.GeoDataFrame, Path], Path], tmp_path: Path
) -> None:
    found, _ = read(write(layer(), tmp_path))

    outline = shapely.from_wkb(found.shapes["53.01.01.2001"])

    assert outline.bounds == pytest.approx((123.8, -10.1, 123.82, -10.08), abs=1e-4)


def test_points_need_no_outline_and_give_none(tmp_path: Path) -> None:
    frame = layer()
    frame.geometry = gpd.points_from_xy([123.81, 124.11, 123.01], [-10.09] * 3)

    found, faults = read(as_geojson(frame, tmp_path))

    assert faults == []
    assert found.shapes == {}
    assert found.villages[0].lon == pytest.approx(123.81)


def test_a_village_without_geometry_needs_its_position(tmp_path: Path) -> None:
    frame = layer(lon=[None, None, 123.01], lat=[None, None, -10.09])
    frame.loc[[1, 2], "geometry"] = None

    found, faults = read(as_geojson(frame, tmp_path))

    assert [(fault.row, fault.problem) for fault in faults] == [
        (3, "no position: neither lon and lat nor a geometry")
    ]
    assert found.villages[2].lon == 123.01


def test_the_position_of_the_office_goes_before_the_middle_of_the_outline(tmp_path: Path) -> None:
    frame = layer(lon=[123.801, 124.101, 123.001], lat=[-10.085] * 3)

    found, _ = read(as_geojson(frame, tmp_path))

    assert [village.lon for village in found.villages] == [123.801, 124.101, 123.001]


def test_only_the_villages_of_the_chosen_regency_are_read(tmp_path: Path) -> None:
    found, faults = read(as_geojson(layer(belum_rekam=[1, 2, -9]), tmp_path), regency="53.01")

    assert faults == []
    assert [village.id for village in found.villages] == ["53.01.01.2001", "53.01.02.1002"]


def test_a_regency_without_villages_is_a_fault_that_names_the_others(tmp_path: Path) -> None:
    _, faults = read(as_geojson(layer(), tmp_path), regency="53.10")

    assert [fault.problem for fault in faults] == ["no village of regency 53.10; the file has 53.01, 53.14"]


def test_the_verified_number_is_taken_where_there_is_one(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "kode_desa,nama_desa,pulau,lon,lat,belum_rekam,belum_rekam_terverifikasi\n"
        "53.01.01.2001,A,Timor,123.8,-10.1,65,0\n53.01.01.2002,B,Timor,123.8,-10.1,75,\n"
        "53.01.01.2003,C,Timor,123.8,-10.1,,12\n",
    )

    assert [village.backlog for village in read_villages(path)] == [0, 75, 12]


def test_closed_dates_lodging_and_modelled_numbers_are_read(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Kode Desa,Desa/Kelurahan,Pulau,Bujur,Lintang,Belum Rekam (SIAK),Tanggal Larangan,"
        "Boleh Menginap,data_sintetis\n"
        "village_code,village,island,lon,lat,unrecorded,blackout_dates,lodging,modelled\n"
        '5301012001,A,Timor,"123,8","-10,1",1.234,7 Mei 2018; 9 Mei 2018,ya,x\n',
    )

    village = read_villages(path)[0]

    assert village.closed == {date(2018, 5, 7), date(2018, 5, 9)}
    assert (village.id, village.backlog, village.lon) == ("53.01.01.2001", 1234, 123.8)
    assert village.lodging
    assert village.modelled


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "kode_desa,nama_desa,kode_kec,pulau,lon,lat,belum_rekam,menginap\n"
        "53.01.01.2001,A,53.01.01,Timor,123.8,-10.1,65,ya\n"
        "53.01.01,B,53.01.01,Timor,123.8,-10.1,65,ya\n"
        "53.01.01.2003,,53.01.01,Timor,123.8,-10.1,65,ya\n"
        "53.01.01.2004,D,53.01.02,Timor,123.8,-10.1,65,ya\n"
        "53.01.01.2005,E,53.01.01,,123.8,-10.1,65,ya\n"
        "53.01.01.2006,F,53.01.01,Timor,-10.1,123.8,65,ya\n"
        "53.01.01.2007,G,53.01.01,Timor,123.8,-10.1,1.5,ya\n"
        "53.01.01.2008,H,53.01.01,Timor,123.8,-10.1,65,mungkin\n"
        "53.01.01.2001,I,53.01.01,Timor,123.8,-10.1,65,ya\n"
        "53.01.01.2010,J,53.01.01,Timor,,,,ya\n",
    )

    with pytest.raises(InputError) as caught:
        read_villages(path)

    assert {(fault.row, fault.column, fault.value) for fault in caught.value.faults} == {
        (3, "kode_desa", "53.01.01"),
        (4, "nama_desa", "(empty)"),
        (5, "kode_kec", "53.01.02"),
        (6, "pulau", "(empty)"),
        (7, "lon", "-10.1"),
        (7, "lat", "123.8"),
        (8, "belum_rekam", "1.5"),
        (9, "menginap", "mungkin"),
        (10, "kode_desa", "53.01.01.2001"),
        (11, "lon", None),
        (11, "belum_rekam", "(empty)"),
    }
    assert all(fault.file == "villages.csv" and fault.problem for fault in caught.value.faults)


def test_a_file_without_people_or_islands_is_refused_once(tmp_path: Path) -> None:
    path = table(tmp_path, "kode_desa,nama_desa,lon,lat\n53.01.01.2001,A,123.8,-10.1\n")

    _, faults = read(path)

    assert [fault.problem for fault in faults] == [
        "column 'belum_rekam' (unrecorded) is missing",
        "column 'pulau' (island) is missing",
    ]


def test_the_island_may_be_given_by_the_project(tmp_path: Path) -> None:
    path = table(tmp_path, "kode_desa,nama_desa,lon,lat,belum_rekam\n53.01.01.2001,A,123.8,-10.1,5\n")

    found, faults = read(path, island="Timor")

    assert faults == []
    assert found.villages[0].island == "Timor"


def test_bps_codes_are_refused_with_one_fault(tmp_path: Path) -> None:
    rows = "".join(f"530310000{n},A,Timor,123.8,-10.1,5\n" for n in range(1, 9))

    _, faults = read(table(tmp_path, HEADER + rows))

    assert len(faults) == 1
    assert "BPS" in faults[0].problem


def test_a_sixteen_digit_number_in_an_unused_column_of_a_map_is_refused(tmp_path: Path) -> None:
    path = as_geojson(layer(catatan=["", "5301040205180001", ""]), tmp_path)

    found, faults = read(path)

    assert found.villages == ()
    assert [(fault.row, fault.column, fault.value) for fault in faults] == [(3, "catatan", "****")]


def test_a_geopackage_of_two_layers_needs_the_name_of_one(tmp_path: Path) -> None:
    layer().to_file(tmp_path / "desa.gpkg", layer="desa")
    layer().to_file(tmp_path / "desa.gpkg", layer="lama")

    _, faults = read(tmp_path / "desa.gpkg")
    found, none = read(tmp_path / "desa.gpkg", sheet="desa")

    assert [fault.problem for fault in faults] == ["has 2 layers; its layers are desa, lama"]
    assert none == []
    assert len(found.villages) == 3


def test_coordinates_that_are_no_degrees_need_their_system(tmp_path: Path) -> None:
    as_shapefile(layer(), tmp_path)
    (tmp_path / "desa.prj").unlink()

    _, faults = read(tmp_path / "desa.shp")

    assert [fault.problem for fault in faults] == [
        "says no coordinate system, and its coordinates are no degrees"
    ]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("desa.geojson", "is no GeoJSON"),
        ("desa.gpkg", "is no GeoPackage"),
        ("desa.shp", "is no shapefile"),
        ("desa.zip", "is no zip with a shapefile"),
    ],
)
def test_what_is_no_map_is_a_fault(tmp_path: Path, name: str, problem: str) -> None:
    (tmp_path / name).write_bytes(b"this is no map")

    _, faults = read(tmp_path / name)

    assert [fault.file for fault in faults] == [name]
    assert problem in faults[0].problem


def test_a_broken_outline_still_gives_a_point(tmp_path: Path) -> None:
    frame = layer()
    bow_tie = shapely.Polygon([(123.8, -10.1), (123.82, -10.08), (123.82, -10.1), (123.8, -10.08)])
    frame.loc[0, "geometry"] = bow_tie

    found, faults = read(as_geojson(frame, tmp_path))

    assert faults == []
    assert 123.8 <= found.villages[0].lon <= 123.82


def test_thousands_of_villages_are_read_without_comparing_each_with_each(tmp_path: Path) -> None:
    content = io.StringIO()
    content.write(HEADER)
    for n in range(9_000):
        content.write(
            f"53.{n // 900 + 1:02d}.{n % 900 // 100 + 1:02d}.{2001 + n % 100},A,Timor,123.8,-10.1,5\n"
        )

    found, faults = read(table(tmp_path, content.getvalue()))

    assert faults == []
    assert len({village.id for village in found.villages}) == 9_000
