"""Roads guessed from straight lines: great circle x detour factor, at one speed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from planner.domain.places import Base, Village
from planner.domain.travel_times import TravelTimes
from planner.errors import ProblemError
from planner.travel.sea import Sea, joined
from planner.travel.ways import FloatArray, Land, Leg, Place, one_island, with_legs

EARTH_RADIUS_KM = 6371.0088  # mean radius R1, Moritz (2000), Geodetic Reference System 1980
MOST_DETOUR = 100  # a road a hundred times the straight line is a slip of the keyboard
SLOWEST_KMH, FASTEST_KMH = 0.1, 1000  # what is beyond is a slip as well


@dataclass(frozen=True, slots=True)
class Roads:
    """The roads of one district, where they differ from the others.

    Parameters
    ----------
    detour
        Kilometres on the road per kilometre of straight line; ``None`` for the project's factor.
    speed_kmh
        Mean speed in km/h; ``None`` for the project's speed.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    detour: float | None = None
    speed_kmh: float | None = None

    def __post_init__(self) -> None:
        """Refuse factors that no road can have."""
        _require_possible(self.detour, self.speed_kmh)


@dataclass(frozen=True, slots=True)
class Settings:
    """The keys of ``[travel]`` with ``source = "straight_line"``.

    Parameters
    ----------
    detour
        Kilometres on the road per kilometre of straight line; 1 or more. Kupang-Oelamasi is 1.40.
    speed_kmh
        Mean speed in km/h.
    districts
        District code -> its own roads. A way takes the larger detour and the slower speed of the districts at
        its two ends; a base or port counts to the district of the nearest village on its island.
    pairs
        Ways that are known better; each replaces that one pair.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    detour: float = 1.4
    speed_kmh: float = 40.0
    districts: Mapping[str, Roads] = field(default_factory=dict)
    pairs: tuple[Leg, ...] = ()

    def __post_init__(self) -> None:
        """Refuse factors that no road can have."""
        _require_possible(self.detour, self.speed_kmh)


def travel_times(
    villages: Sequence[Village],
    bases: Sequence[Base],
    sea: Sea,
    settings: Settings,
    *,
    weekdays: frozenset[int] = frozenset(range(5)),
) -> TravelTimes:
    """Return road times from straight lines, joined by boats.

    Parameters
    ----------
    villages, bases
        The places of the result, in this order.
    sea
        Boat links and ports.
    settings
        Detour, speed, and where they differ.
    weekdays
        The worked weekdays, for the reasons of places that cannot be reached.

    Raises
    ------
    ProblemError
        When a district, a pair or a boat names something that does not exist.
    """
    places: tuple[Place, ...] = (*villages, *bases, *sea.ports)
    _require_districts(villages, settings)
    land = with_legs(_land(places, len(villages), settings), places, settings.pairs)
    return joined(villages, bases, sea, land, weekdays)


def great_circle_km(places: Sequence[Place]) -> FloatArray:
    """Return an array of shape (n, n): kilometres between places along the great circle (haversine).

    >>> one, two = Base("A", "", 123.0, -10.0, ""), Base("B", "", 123.0, -9.0, "")
    >>> great_circle_km([one, two])[0, 1].round(3)  # a degree of latitude
    np.float64(111.195)
    """
    lon = np.radians([place.lon for place in places])
    lat = np.radians([place.lat for place in places])
    half = np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
    half += np.cos(lat[:, None]) * np.cos(lat[None, :]) * np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    km: FloatArray = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return km


def _land(places: Sequence[Place], villages: int, settings: Settings) -> Land:
    """Return the roads between places, the first ``villages`` of which are villages."""
    straight, same = great_circle_km(places), one_island(places)
    near = np.where(same, straight, np.inf)[:, :villages]
    roads = [_roads(settings, places, n, near[n]) for n in range(len(places))]
    detour = np.array([settings.detour if road.detour is None else road.detour for road in roads])
    speed = np.array([settings.speed_kmh if road.speed_kmh is None else road.speed_kmh for road in roads])
    km = straight * np.maximum(detour[:, None], detour[None, :])
    minutes = 60 * km / np.minimum(speed[:, None], speed[None, :])
    return Land(np.where(same, minutes, np.inf), km)


def _roads(settings: Settings, places: Sequence[Place], n: int, near: FloatArray) -> Roads:
    """Return the roads at place ``n``; ``near`` holds its kilometres to the villages of its island."""
    village = places[n] if n < len(near) else None
    if village is None and np.isfinite(near).any():
        village = places[int(near.argmin())]
    return settings.districts.get(getattr(village, "district_id", ""), Roads())


def _require_districts(villages: Sequence[Village], settings: Settings) -> None:
    known = {village.district_id for village in villages}
    unknown = sorted(set(settings.districts) - known)
    if unknown:
        raise ProblemError("\n".join(f"no village lies in district {name!r}" for name in unknown))


def _require_possible(detour: float | None, speed_kmh: float | None) -> None:
    if detour is not None and not 1 <= detour <= MOST_DETOUR:
        expected = f"{MOST_DETOUR} at most" if detour > 1 else "1 or more"
        raise ValueError(f"detour is {detour}; expected {expected}")
    if speed_kmh is not None and not SLOWEST_KMH <= speed_kmh <= FASTEST_KMH:
        raise ValueError(f"speed_kmh is {speed_kmh}; expected {SLOWEST_KMH} to {FASTEST_KMH}")
