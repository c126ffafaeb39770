"""What every source works with: places, given legs, and the roads of all islands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from planner.errors import ProblemError

FloatArray = NDArray[np.float64]


class Place(Protocol):
    """Anything that lies somewhere: a village, a base or a port."""

    @property
    def id(self) -> str:
        """Name, unique among places."""

    @property
    def lon(self) -> float:
        """Degrees east, WGS 84."""

    @property
    def lat(self) -> float:
        """Degrees north, WGS 84."""

    @property
    def island(self) -> str:
        """Name of the island."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One way over land whose length is known.

    Parameters
    ----------
    start, end
        Ids of two places of one island.
    minutes
        Door to door; 0 or more.
    km
        Kilometres on the road; 0 or more. ``None`` for those that the source has without the leg.
    both_ways
        Whether it holds from ``end`` to ``start`` too.
    """

    start: str
    end: str
    minutes: float
    km: float | None
    both_ways: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Land:
    """The roads of all islands.

    Parameters
    ----------
    minutes
        Array of shape (n, n), not rounded; ``inf`` where no road leads, above all to other islands.
    km
        Array of shape (n, n), not rounded.
    """

    minutes: FloatArray
    km: FloatArray


def one_island(places: Sequence[Place]) -> NDArray[np.bool_]:
    """Return an array of shape (n, n): whether both places lie on one island."""
    numbers = {island: n for n, island in enumerate(dict.fromkeys(place.island for place in places))}
    island = np.array([numbers[place.island] for place in places], dtype=int)
    same: NDArray[np.bool_] = island[:, None] == island[None, :]
    return same


def with_legs(land: Land, places: Sequence[Place], legs: Iterable[Leg]) -> Land:
    """Return the roads with some ways replaced; every other way stays as it is.

    Raises
    ------
    ProblemError
        When a leg names an unknown place or crosses the sea.
    """
    legs = tuple(legs)
    place = {place.id: place for place in places}
    faults = [fault for leg in legs if (fault := leg_fault(place, leg))]
    if faults:
        raise ProblemError("\n".join(faults))
    index = {name: n for n, name in enumerate(place)}
    minutes, km = land.minutes.copy(), land.km.copy()
    for leg in legs:
        ends = [(leg.start, leg.end), (leg.end, leg.start)] if leg.both_ways else [(leg.start, leg.end)]
        for start, end in ends:
            if start != end:
                minutes[index[start], index[end]] = leg.minutes
                if leg.km is not None:
                    km[index[start], index[end]] = leg.km
    return Land(minutes, km)


def leg_fault(place: Mapping[str, Place], leg: Leg) -> str:
    """Return what is wrong with the ends of a leg; an empty text when nothing is."""
    unknown = [end for end in (leg.start, leg.end) if end not in place]
    if unknown:
        return f"there is no place {unknown[0]!r}"
    islands = place[leg.start].island, place[leg.end].island
    if islands[0] != islands[1]:
        return (
            f"{leg.start} lies on {islands[0]} and {leg.end} on {islands[1]}; "
            "ways across the sea are boat links"
        )
    return ""
