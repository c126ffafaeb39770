"""Places a team can be: villages with people to record, and the bases it starts from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


def lies_in(place_id: str, areas: Collection[str]) -> bool:
    """Return whether a place is one of some areas, or a village in one; areas are codes with dots.

    >>> [lies_in(code, {"53.14.01", "B"}) for code in ("53.14.01.2001", "53.14.02.2005", "B")]
    [True, False, True]
    """
    return any(place_id == area or place_id.startswith(f"{area}.") for area in areas)


@dataclass(frozen=True, slots=True)
class Guest:
    """A neighbouring village whose people come to the service point of another one.

    Parameters
    ----------
    id, name
        Code and name.
    backlog
        Its people not yet recorded; they are part of the backlog of the host.
    """

    id: str
    name: str
    backlog: int


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
    venue, contact
        Where people are served, and whom of the village to call (name, telephone); for printing only.
    lodging
        Whether a team may spend a night here.
    closed
        Dates on which nobody can be served here.
    latest
        Last day on which it may be served (before the deadline of the calendar); ``None`` for any day.
    modelled
        Whether the backlog is a modelled number and not a count.
    earliest
        First day on which it may be served, as it has to be told before; ``None`` for any day.
    guests
        Villages whose people come here; their backlog is in this one's.
    has_power
        Whether there is mains power; without it a stop needs a generator.
    counted
        People counted before a share of them is taken to be there, guests included; ``None``: the backlog.
    served
        Days of service before the first day of the calendar, on each of which somebody was recorded; how many
        come depends on them where the rules have a turnout.
    recorded, removed
        People of the first backlog who were recorded before, and who turned out not to wait (dead, moved,
        counted twice).
    assumed
        People on visits before that nobody has reported on yet, and that are taken as made; the first backlog
        is backlog + recorded + removed + assumed.
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
    venue: str = ""
    contact: str = ""
    lodging: bool = False
    closed: frozenset[date] = frozenset()
    modelled: bool = False
    latest: date | None = None
    earliest: date | None = None
    guests: tuple[Guest, ...] = ()
    has_power: bool = True
    counted: int | None = None
    served: int = 0
    recorded: int = 0
    removed: int = 0
    assumed: int = 0

    @property
    def first_backlog(self) -> int:
        """People not yet recorded when the campaign began."""
        return self.backlog + self.recorded + self.removed + self.assumed

    @property
    def raw(self) -> int:
        """People counted, before any share."""
        return self.backlog if self.counted is None else self.counted

    def is_open(self, day: date) -> bool:
        """Return whether people can be served here on ``day``."""
        return (
            day not in self.closed
            and (self.latest is None or day <= self.latest)
            and (self.earliest is None or self.earliest <= day)
        )


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
    kits
        Recording kits that work; a team that is out has one with it. ``None``: every team has its own.
    kits_at_office
        Kits that stay for the regular service on each weekday, Monday first, shape (7,).
    kits_elsewhere
        Dates on which one kit more is somewhere else; a date may stand several times.
    """

    id: str
    name: str
    lon: float
    lat: float
    island: str
    kits: int | None = None
    kits_at_office: tuple[int, ...] = (0,) * 7
    kits_elsewhere: tuple[date, ...] = ()

    def kits_on(self, day: date) -> int | None:
        """Return how many kits may be out on ``day``; ``None`` where nothing limits them."""
        if self.kits is None:
            return None
        return max(0, self.kits - self.kits_at_office[day.weekday()] - self.kits_elsewhere.count(day))
