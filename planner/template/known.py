"""The villages that come with the planner: codes, names and places, and no number of people."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.errors import PlannerError
from planner.files import is_file, read_file

FILE = Path(__file__).resolve().parents[2] / "data" / "villages.geojson"
ATTRIBUTION = "© OpenStreetMap contributors (ODbL), geografis (MIT), idn-area-data (ODbL)"
PROPERTIES = {  # key of the sheet Desa -> property of the map; backlog and lodging there are modelled
    "village_code": "kode_desa",
    "province": "nama_prov",
    "regency": "nama_kab",
    "district": "nama_kec",
    "village": "nama_desa",
    "island": "pulau",
    "lat": "lat",
    "lon": "lon",
}


@dataclass(frozen=True, slots=True)
class Regency:
    """The villages of one regency.

    Parameters
    ----------
    code, name
        Of the regency.
    villages
        One row per village: key of the sheet Desa -> value.
    attribution
        Whose data they are.
    """

    code: str
    name: str
    villages: list[dict[str, Any]]
    attribution: str = ATTRIBUTION


def regency(code: str, file: Path = FILE) -> Regency:
    """Return the regency with that Kemendagri code.

    Raises
    ------
    PlannerError
        When the map has no such regency, or does not lie beside the package.
    """
    if not is_file(file):
        raise PlannerError(f"the villages are not here; they come with the checkout, in {file.parent.name}/")
    rows = [feature["properties"] for feature in json.loads(read_file(file))["features"]]
    chosen = [row for row in rows if row["kode_kab"] == code]
    if not chosen:
        known = sorted({f"{row['kode_kab']} {row['nama_kab']}" for row in rows})
        raise PlannerError(f"--regency is {code}; villages are known of {', '.join(known)}")
    villages = [{key: row[name] for key, name in PROPERTIES.items()} for row in chosen]
    return Regency(code, chosen[0]["nama_kab"], villages)
