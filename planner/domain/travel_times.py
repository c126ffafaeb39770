"""How long it takes from each place to each other place, on each weekday."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TravelTimes:
    """Door-to-door travel between places; several matrices where boats sail on some weekdays only.

    Parameters
    ----------
    place_ids
        The n places, in the order of rows and columns.
    minutes
        Array of shape (m, n, n): minutes from row to column, ``inf`` where there is no way.
    km
        Array of shape (m, n, n): kilometres on land from row to column.
    cost_idr
        Array of shape (m, n, n): boat fares of one team for the leg, in rupiah.
    by_boat
        Array of shape (m, n, n): whether the leg crosses the sea.
    matrix_of_weekday
        For Monday ... Sunday, which of the m matrices holds.
    reasons
        Place id -> why no way leads there, in words, for places cut off on every weekday.
    """

    place_ids: tuple[str, ...]
    minutes: FloatArray
    km: FloatArray
    cost_idr: FloatArray
    by_boat: NDArray[np.bool_]
    matrix_of_weekday: tuple[int, ...] = (0,) * 7
    reasons: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse arrays whose shapes do not fit; freeze those that do."""
        count = len(self.place_ids)
        for array in (self.minutes, self.km, self.cost_idr, self.by_boat):
            if array.ndim != 3 or array.shape[1:] != (count, count):
                raise ValueError(f"expected arrays of shape (m, {count}, {count}), got {array.shape}")
            array.setflags(write=False)
        if len(self.matrix_of_weekday) != 7 or max(self.matrix_of_weekday) >= len(self.minutes):
            raise ValueError("matrix_of_weekday needs seven numbers of existing matrices")

    @cached_property
    def index(self) -> dict[str, int]:
        """Place id -> its row and column."""
        return {place: n for n, place in enumerate(self.place_ids)}

    def on(self, weekday: int) -> FloatArray:
        """Return the (n, n) minutes that hold on ``weekday`` (Monday = 0)."""
        matrix: FloatArray = self.minutes[self.matrix_of_weekday[weekday]]
        return matrix

    def between(self, start: str, end: str, weekday: int) -> float:
        """Return the minutes from ``start`` to ``end`` on ``weekday``; ``inf`` where there is no way."""
        return float(self.on(weekday)[self.index[start], self.index[end]])

    def leg(self, start: str, end: str, weekday: int) -> tuple[float, float, float, bool]:
        """Return minutes, kilometres on land, boat fares in rupiah, and whether a boat is taken."""
        at = (self.matrix_of_weekday[weekday], self.index[start], self.index[end])
        return (float(self.minutes[at]), float(self.km[at]), float(self.cost_idr[at]), bool(self.by_boat[at]))

    def among(self, place_ids: Sequence[str]) -> "TravelTimes":
        """Return the same times between some of the places, in that order."""
        at = [self.index[place] for place in place_ids]
        some = np.ix_(range(len(self.minutes)), at, at)
        return TravelTimes(
            tuple(place_ids),
            self.minutes[some],
            self.km[some],
            self.cost_idr[some],
            self.by_boat[some],
            self.matrix_of_weekday,
            {place: self.reasons[place] for place in place_ids if place in self.reasons},
        )

    def __eq__(self, other: object) -> bool:
        """Return whether both hold the same places and the same numbers."""
        if not isinstance(other, TravelTimes):
            return NotImplemented
        mine, theirs = self._arrays(), other._arrays()
        return (
            self.place_ids == other.place_ids
            and self.matrix_of_weekday == other.matrix_of_weekday
            and dict(self.reasons) == dict(other.reasons)
            and all(np.array_equal(a, b) for a, b in zip(mine, theirs, strict=True))
        )

    __hash__ = None  # type: ignore[assignment]

    def _arrays(self) -> tuple[NDArray[Any], ...]:
        return self.minutes, self.km, self.cost_idr, self.by_boat
