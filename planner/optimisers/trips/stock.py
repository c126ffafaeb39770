"""Tours and prices of earlier solves, to begin the next one with: what-ifs almost for free."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.trips.pricing import Tour, coming, tour_of
from planner.optimisers.trips.runs import Field, Kind

FloatArray = NDArray[np.float64]

MOST = 4000  # tours kept, the latest ones

Sort = tuple[object, ...]  # all that decides which tours a kind can make


class Stock:
    """What earlier solves found out, to begin the next one with.

    A tour fits a kind of another problem when base, hours, nights, ways and closures day by day are the same;
    its people are counted anew, so rates, set-up times and backlog may differ.
    """

    def __init__(self) -> None:
        self._tours: dict[tuple[Sort, Tour], None] = {}
        self._worth: dict[str, float] = {}

    def keep(self, field: Field, tours: Iterable[Tour], worth: FloatArray) -> None:
        """Keep the tours and prices of a solve."""
        sorts = [_sort(field, kind) for kind in field.kinds]
        for tour in tours:
            self._tours[sorts[tour.kind], tour] = None
        for old in list(self._tours)[: max(0, len(self._tours) - MOST)]:
            del self._tours[old]
        self._worth.update(zip(field.village_ids, worth.tolist(), strict=True))

    def tours(self, field: Field) -> list[Tour]:
        """Return the tours that kinds of ``field`` can make."""
        number = {_sort(field, kind): n for n, kind in enumerate(field.kinds)}
        fitting = [(number[sort], tour) for sort, tour in self._tours if sort in number]
        come = coming(field, field.backlog)
        return [
            tour_of(n, field.kinds[n], tour.visits, tour.ends, field.backlog, come) for n, tour in fitting
        ]

    def worth(self, field: Field) -> FloatArray | None:
        """Return the last price of one person in each village, shape (m,); ``None`` before any solve."""
        if not self._worth:
            return None
        return np.array([self._worth.get(village, 1.0) for village in field.village_ids])


def _sort(field: Field, kind: Kind) -> Sort:
    days = kind.ways.tobytes(), kind.shuts.tobytes()
    return field.village_ids, kind.base, kind.slots, kind.max_nights, *days, kind.sleeps.tobytes()
