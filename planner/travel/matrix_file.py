"""Roads from a table of the user's own, as a routing program or an officer's notebook gives them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from planner.domain.places import Base, Village
from planner.domain.travel_times import TravelTimes
from planner.travel.sea import Sea, joined
from planner.travel.ways import Land, Leg, Place, with_legs


@dataclass(frozen=True, slots=True)
class Settings:
    """The keys of ``[travel]`` with ``source = "matrix_file"``.

    Parameters
    ----------
    table
        The roads, one row per pair of places of one island. A pair that is not named has no road.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    table: tuple[Leg, ...]


def travel_times(
    villages: Sequence[Village],
    bases: Sequence[Base],
    sea: Sea,
    settings: Settings,
    *,
    weekdays: frozenset[int] = frozenset(range(5)),
) -> TravelTimes:
    """Return the roads of the table, joined by boats; parameters as for ``straight_line``.

    Raises
    ------
    ProblemError
        When a row or a boat names an unknown place, or a row leads across the sea.
    """
    places: tuple[Place, ...] = (*villages, *bases, *sea.ports)
    minutes = np.full((len(places), len(places)), np.inf)
    np.fill_diagonal(minutes, 0.0)
    land = with_legs(Land(minutes, np.zeros_like(minutes)), places, settings.table)
    return joined(villages, bases, sea, land, weekdays)
