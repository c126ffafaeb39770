"""Tours and prices of earlier solves, to begin the next one with: what-ifs almost for free."""

import hashlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.trips.pricing import Tour, coming, tour_of
from planner.optimisers.trips.runs import Field, Kind

FloatArray = NDArray[np.float64]

MOST = 4000  # tours kept, the latest ones
PROOFS = 50  # prices of whole bounds kept, the latest ones

Sort = tuple[object, ...]  # all that decides which tours a kind can make


class Stock:
    """What earlier solves found out, to begin the next one with.

    A tour fits a kind of another problem when base, hours, nights, ways and closures day by day are the same;
    its people are counted anew, so rates, set-up times and backlog may differ.
    """

    def __init__(self) -> None:
        self._tours: dict[tuple[Sort, Tour], None] = {}
        self._worth: dict[str, float] = {}
        self._proofs: list[tuple[Sort, FloatArray, dict[bytes, float]]] = []

    def keep(
        self, field: Field, tours: Iterable[Tour], worth: FloatArray, best: FloatArray | None = None
    ) -> None:
        """Keep the tours and prices of a solve, and what tours are worth at most at these prices."""
        if best is not None and not field.is_scarce:
            values = {_alike(kind): float(value) for kind, value in zip(field.kinds, best, strict=True)}
            self._proofs = [*self._proofs, (_waiting(field), worth, values)][-PROOFS:]
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

    def bound(self, field: Field) -> tuple[float, FloatArray, FloatArray] | None:
        """Return the least bound (4) of ``field`` at the prices of earlier solves, asking for no tour.

        Returns
        -------
        tuple
            The bound; the price of one person in each village, shape (m,); what a tour of each kind is worth
            at most, shape (kinds,). ``None`` where other people wait than in those solves, a kind is new, or
            more is scarce than team-days.
        """
        if not self._proofs or field.is_scarce:
            return None
        waiting, alike = _waiting(field), [_alike(kind) for kind in field.kinds]
        found = []
        for here, worth, values in self._proofs:
            if here == waiting and all(kind in values for kind in alike):
                best = np.array([values[kind] for kind in alike])
                found.append((float(field.backlog @ (1.0 - worth) + field.sizes @ best), worth, best))
        return min(found, key=lambda proof: proof[0], default=None)


def _waiting(field: Field) -> Sort:
    rules = field.rules
    return field.village_ids, field.backlog.tobytes(), rules.smallest_stop, rules.clock_minutes


def _alike(kind: Kind) -> bytes:
    """Return a sign of all that decides what a tour of a kind is worth where only team-days are scarce."""
    sign = hashlib.sha256(repr((kind.ways.shape, kind.slots, kind.max_nights)).encode())
    for array in (kind.ways, kind.shuts, kind.sleeps, kind.people):
        sign.update(array.tobytes())
    return sign.digest()


def _sort(field: Field, kind: Kind) -> Sort:
    days = kind.ways.tobytes(), kind.shuts.tobytes()
    return field.village_ids, kind.base, kind.slots, kind.max_nights, *days, kind.sleeps.tobytes()
