"""Places a team can be: villages with people to record, and the bases it starts from."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Village:
    """A village (desa or kelurahan) with people whose e-KTP has not been recorded.

    Parameters
    ----------
    id
        Kemendagri code with dots, e.g. ``53.14.01.2005``.
    name
        Name as the office writes it.
    backlog
        People counted as not yet recorded; 0 or more.
    lon, lat
        Service point (village office) in degrees, WGS 84 (EPSG:4326).
    island
        Name of the island of the service point; roads join only places of one island.
    district_id, district
        Code and name of the kecamatan.
    regency_id, regency
        Code and name of the kabupaten or kota.
    lodging
        Whether a team may spend a night here.
    closed
        Dates on which nobody can be served here.
    modelled
        Whether the backlog is a modelled number and not a count.
    """

    id: str
    name: str
    backlog: int
    lon: float
    lat: float
    island: str
    district_id: str = ""
    district: str = ""
    regency_id: str = ""
    regency: str = ""
    lodging: bool = False
    closed: frozenset[date] = frozenset()
    modelled: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """An office where teams start and to which they return.

    Parameters
    ----------
    id
        Short name, unique among bases and villages.
    name
        Name in full.
    lon, lat
        Position in degrees, WGS 84 (EPSG:4326).
    island
        Name of the island it stands on.
    """

    id: str
    name: str
    lon: float
    lat: float
    island: str
