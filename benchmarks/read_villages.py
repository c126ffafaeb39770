"""How long it takes to read a file of villages, and how much memory.

    python benchmarks/read_villages.py villages.csv
    python benchmarks/read_villages.py villages.parquet    # needs pyarrow; written as CSV and maps first
    python benchmarks/read_villages.py --make 83000         # made up at random, nothing to download

A file without a column of people gets random ones, and without islands all villages lie on one.
"""

import argparse
import random
import tempfile
import time
import tracemalloc
from pathlib import Path

import geopandas as gpd
import pandas as pd

from planner.inputs.settings import VillagesSettings
from planner.inputs.villages import read_villages

SEED = 20180502


def main() -> None:
    """Print one line per format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, help="parquet, CSV, GeoJSON or GeoPackage")
    parser.add_argument("--make", type=int, default=83_000, help="villages to make up when no file is given")
    chosen = parser.parse_args()
    print("| format | villages | seconds | peak MB (traced, second run) |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for path in _files(chosen.file, chosen.make, Path(folder)):
            _measure(path)


def _files(given: Path | None, count: int, folder: Path) -> list[Path]:
    """Return the files to read."""
    if given is not None and given.suffix != ".parquet":
        return [given]
    table = _made_up(count) if given is None else pd.read_parquet(given)
    if "belum_rekam" not in table:
        rng = random.Random(SEED)
        table["belum_rekam"] = [rng.randrange(1_000) for _ in range(len(table))]
    points = gpd.points_from_xy(table["lon"], table["lat"], crs="EPSG:4326")
    frame = gpd.GeoDataFrame(table, geometry=points)
    table.drop(columns="geometry", errors="ignore").to_csv(folder / "villages.csv", index=False)
    frame.to_file(folder / "villages.gpkg")
    frame.to_file(folder / "villages.geojson")
    return [folder / name for name in ("villages.csv", "villages.gpkg", "villages.geojson")]


def _made_up(count: int) -> pd.DataFrame:
    """Return villages with codes in order, at random places of a box around Indonesia."""
    rng = random.Random(SEED)
    numbers = [divmod(n, 10) for n in range(count)]  # ten villages in each district
    codes = [f"{11 + d // 2500}.{1 + d % 2500 // 50:02d}.{1 + d % 50:02d}.{2001 + v}" for d, v in numbers]
    return pd.DataFrame(
        {
            "kode_desa": codes,
            "nama_desa": [f"Desa {n}" for n in range(count)],
            "nama_kec": [f"Kecamatan {code[:8]}" for code in codes],
            "lon": [rng.uniform(95, 141) for _ in codes],
            "lat": [rng.uniform(-11, 6) for _ in codes],
        }
    )


def _measure(path: Path) -> None:
    settings = VillagesSettings(file=path.name, island="one")
    read_villages(path, settings)  # the first call also imports libraries
    start = time.perf_counter()
    villages = read_villages(path, settings)
    seconds = time.perf_counter() - start
    tracemalloc.start()
    read_villages(path, settings)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"| {path.suffix[1:]} | {len(villages):,} | {seconds:.1f} | {peak / 1e6:.0f} |", flush=True)


if __name__ == "__main__":
    main()
