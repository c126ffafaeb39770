"""Ways across the sea: boats between ports, roads at both ends, on the weekdays on which they sail.

Places on different islands are joined by boat links only. A way may take several boats; between two boats,
and before the first and after the last one, it follows the direct road. No road is made of other roads.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.places import Base, Village
from planner.domain.travel_times import TravelTimes
from planner.errors import ProblemError
from planner.travel.ways import FloatArray, Land, Place

BYTES_PER_PAIR = 92  # of places, at the peak; measured on 3,400 villages: 92 with one matrix, 77 with six
EVERY_DAY = frozenset(range(7))
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Port:
    """A landing place where nobody is recorded; ``id`` is unique among all places.

    Parameters
    ----------
    id
        Name of the landing.
    lon, lat
        Position in degrees, WGS 84 (EPSG:4326).
    island
        Name of the island.
    """

    id: str
    lon: float
    lat: float
    island: str


@dataclass(frozen=True, slots=True)
class Boat:
    """A boat link between two places: villages, bases or ports.

    Parameters
    ----------
    start, end
        Ids of the places.
    minutes
        From arrival at one landing to leaving the other: waiting, loading and sailing; more than 0.
    weekdays
        When it sails, Monday = 0 ... Sunday = 6.
    cost_idr
        Fare of one team for one crossing, in rupiah.
    both_ways
        Whether it also sails from ``end`` to ``start`` on these weekdays.
    """

    start: str
    end: str
    minutes: float
    weekdays: frozenset[int] = EVERY_DAY
    cost_idr: float = 0.0
    both_ways: bool = True


@dataclass(frozen=True, slots=True)
class Sea:
    """All boat links of a project, and the ports that are neither village nor base."""

    boats: tuple[Boat, ...] = ()
    ports: tuple[Port, ...] = ()


def joined(
    villages: Sequence[Village], bases: Sequence[Base], sea: Sea, land: Land, weekdays: frozenset[int]
) -> TravelTimes:
    """Return the travel times between villages and bases, by road and by boat.

    Parameters
    ----------
    villages, bases
        The places of the result, in this order.
    sea
        Boats and ports.
    land
        Roads between villages, bases and ports, in this order: arrays of shape (n + p, n + p).
    weekdays
        The worked weekdays; a place that no base reaches on any of them gets its reason.

    Returns
    -------
    TravelTimes
        One matrix per set of boats that sail on the same weekday; minutes rounded up to whole ones,
        kilometres to 0.1.

    Raises
    ------
    ProblemError
        When a boat names an unknown place.
    """
    places: tuple[Place, ...] = (*villages, *bases, *sea.ports)
    _require_known(places, sea)
    sailing = _sailing(sea)
    patterns = list(dict.fromkeys(sailing))
    count = len(villages) + len(bases)
    ways = [_ways(places, land, boats)[:, :count, :count] for boats in patterns]
    by_boat = np.array([way[0] < land.minutes[:count, :count] for way in ways])
    minutes, km, cost = _rounded(np.array(ways))
    matrix_of_weekday = tuple(patterns.index(boats) for boats in sailing)
    worked = sorted({matrix_of_weekday[day] for day in weekdays})
    return TravelTimes(
        tuple(place.id for place in places[:count]),
        minutes,
        km,
        cost,
        by_boat,
        matrix_of_weekday,
        _reasons(places[:count], len(villages), minutes[worked], sea, weekdays, places),
    )


def memory_bytes(places: int, sea: Sea) -> int:
    """Return the memory that the travel times between so many places take while they are made, in bytes."""
    return places**2 * len(set(_sailing(sea))) * BYTES_PER_PAIR


def _sailing(sea: Sea) -> list[tuple[Boat, ...]]:
    """Return the boats that sail on each weekday, Monday first."""
    return [tuple(boat for boat in sea.boats if day in boat.weekdays) for day in range(7)]


def _require_known(places: Sequence[Place], sea: Sea) -> None:
    known = {place.id for place in places}
    unknown = [end for boat in sea.boats for end in (boat.start, boat.end) if end not in known]
    if unknown:
        raise ProblemError("\n".join(f"a boat names the unknown place {end!r}" for end in unknown))


def _ways(places: Sequence[Place], land: Land, boats: Sequence[Boat]) -> FloatArray:
    """Return minutes, km on land and boat fares, shape (3, n, n), with ``boats`` sailing."""
    road = np.stack([land.minutes, land.km, np.zeros_like(land.km)])
    if not boats:
        return road
    index = {place.id: n for n, place in enumerate(places)}
    landings = sorted({index[end] for boat in boats for end in (boat.start, boat.end)})
    hop = _hops(boats, {places[n].id: at for at, n in enumerate(landings)})
    between = road[:, landings][:, :, landings]
    crossing = hop  # from boarding the first boat to leaving the last one
    for _ in landings:
        longer = _shorter(crossing, _chained(_chained(crossing, between), hop))
        if np.array_equal(longer, crossing):
            break
        crossing = longer
    by_sea = _chained(_chained(road[:, :, landings], crossing), road[:, landings])
    return _shorter(road, by_sea)


def _hops(boats: Sequence[Boat], index: dict[str, int]) -> FloatArray:
    """Return minutes, km (0) and fare of the quickest single boat, shape (3, k, k)."""
    hop = np.zeros((3, len(index), len(index)))
    hop[0] = np.inf
    for boat in boats:
        ends = index[boat.start], index[boat.end]
        for start, end in (ends, ends[::-1]) if boat.both_ways else (ends,):
            if boat.minutes < hop[0, start, end]:
                hop[:, start, end] = boat.minutes, 0.0, boat.cost_idr
    return hop


def _chained(first: FloatArray, second: FloatArray) -> FloatArray:
    """Return the quickest ways (3, p, r) made of ``first`` (3, p, q) and then ``second`` (3, q, r)."""
    best = np.full((3, first.shape[1], second.shape[2]), np.inf)
    for middle in range(first.shape[2]):
        best = _shorter(best, first[:, :, middle, None] + second[:, middle, None, :])
    return best


def _shorter(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return for each pair the way of fewer minutes; ``one`` where both take as long."""
    return np.where(other[0] < one[0], other, one)


def _rounded(ways: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return minutes (rounded up), km (to 0.1) and fares of ways of shape (m, 3, n, n); 0 for no way."""
    minutes = np.ceil(ways[:, 0] - 1e-9) + 0.0  # + 0.0 makes -0.0 a plain zero
    there = np.isfinite(minutes)
    return minutes, np.where(there, ways[:, 1], 0.0).round(1), np.where(there, ways[:, 2], 0.0)


def _reasons(
    targets: Sequence[Place],
    home: int,
    minutes: FloatArray,
    sea: Sea,
    weekdays: frozenset[int],
    places: Iterable[Place],
) -> dict[str, str]:
    """Return place id -> why no base (``targets[home:]``) reaches it, or why nobody comes back from it."""
    if home == len(targets) or not weekdays:
        return {}
    there = np.isfinite(minutes[:, home:].min(axis=(0, 1)))
    back = np.isfinite(minutes[:, :, home:].min(axis=(0, 2)))
    island_of = {place.id: place.island for place in places}
    home_islands = {place.island for place in targets[home:]}
    reasons = {}
    for n in np.flatnonzero(~(there & back)).tolist():
        island = targets[n].island
        if island in home_islands:
            reasons[targets[n].id] = f"no road is known {'back' if there[n] else 'there'}"
        else:
            way_back = "; a boat leads there but none back" if there[n] else ""
            reasons[targets[n].id] = _why_cut_off(island, sea, island_of, weekdays) + way_back
    return reasons


def _why_cut_off(island: str, sea: Sea, island_of: dict[str, str], weekdays: frozenset[int]) -> str:
    """Return in words why the boats do not join an island to a base."""
    links = [
        boat for boat in sea.boats if (island_of[boat.start] == island) != (island_of[boat.end] == island)
    ]
    if not links:
        return f"island {island}: no boat link leads there"
    sailing = frozenset(day for boat in links for day in boat.weekdays)
    others = sorted({island_of[end] for boat in links for end in (boat.start, boat.end)} - {island})
    if not sailing & weekdays:
        days = ", ".join(WEEKDAY_NAMES[day] for day in sorted(sailing)) or "never"
        return f"island {island}: boats from {', '.join(others)} sail on no working weekday ({days})"
    return f"island {island}: boats go to {', '.join(others)} only, and not on to a base on a working weekday"
