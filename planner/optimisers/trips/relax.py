"""Column generation: prices find tours, tours move the prices, and the bound comes down.

At any prices ``worth`` (0..1 for one person of each village) no plan records more than

    sum_v backlog_v * (1 - worth_v) + sum_k runs_k * best_k(worth)                          (4)

where ``best_k`` is the value of the best tour of kind k at these prices (Lagrangean bound of (1)-(3);
Geoffrion 1974). It holds for every plan on the project's clock (``Rules.clock_minutes``), with whole or
fractional people, and with revisits: the compiled programme never underestimates a tour. It says nothing
of plans whose departures lie off that clock. Prices are smoothed towards those of the best bound
(Wentges 1997), which halves the rounds.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field as dataclass_field

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.trips.master import Master, Prices
from planner.optimisers.trips.pricing import People, Tour, capped, price
from planner.optimisers.trips.runs import Field

FloatArray = NDArray[np.float64]

SMOOTHING = 0.5  # share of the best prices so far in those asked next
CLOSED = 2e-4  # relative distance of bound and linear program at which generation ends


@dataclass(slots=True)
class Relaxation:
    """The linear program of some backlog and runs, its best bound and prices so far.

    Parameters
    ----------
    field
        The problem as arrays.
    backlog, runs
        People waiting and runs free; less than the field's when part of a plan is fixed.
    pool
        Threads that price kinds side by side.
    """

    field: Field
    backlog: People
    runs: People
    pool: ThreadPoolExecutor
    bound: float = float("inf")
    worth: FloatArray | None = None
    prices: Prices | None = None
    _master: Master | None = None
    _known: set[tuple[object, ...]] = dataclass_field(default_factory=set)

    @property
    def tours(self) -> list[Tour]:
        """Every tour found so far."""
        return self._master.tours if self._master else []

    def start(self, tours: list[Tour]) -> None:
        """State the program with some tours to begin with, none with more people than wait."""
        self._master = Master(self.field, self.backlog, self.runs)
        for tour in tours:
            self._add(capped(tour, self.backlog))
        self.prices = self._master.solve()

    def close(self, is_stopped: Callable[[], bool], *, rounds: int = 1000, many: int = 4) -> None:
        """Generate tours until the bound meets the linear program, or a limit is reached."""
        for _ in range(rounds):
            if is_stopped() or not self.one_round(many):
                return

    def one_round(self, many: int) -> bool:
        """Ask for tours at the current prices; return whether there is more to gain.

        ``many`` is the most tours of a kind in one round, each on what the ones before it leave.
        """
        assert self._master is not None and self.prices is not None, "start first"
        asked = self._smoothed(self.prices.worth)
        if not self._ask(asked, many) and not self._ask(self.prices.worth, many):
            return False
        self.prices = self._master.solve()
        return self.bound - self.prices.recorded > CLOSED * max(1.0, self.bound)

    def _smoothed(self, worth: FloatArray) -> FloatArray:
        return worth if self.worth is None else SMOOTHING * self.worth + (1 - SMOOTHING) * worth

    def _ask(self, worth: FloatArray, many: int) -> bool:
        """Price every kind at ``worth``, tighten the bound, and add tours; return whether any was added."""
        assert self._master is not None and self.prices is not None, "start first"
        free = [number for number, runs in enumerate(self.runs) if runs > 0]
        answers = list(self.pool.map(lambda number: self._tours_of(number, worth, many), free))
        values = np.array([value for value, _ in answers])
        bound = float(self.backlog @ (1 - worth) + self.runs[free] @ values)
        if bound < self.bound:
            self.bound, self.worth = bound, worth
        return any([self._add(tour) for _, tours in answers for tour in tours if self._pays(tour)])

    def _tours_of(self, number: int, worth: FloatArray, many: int) -> tuple[float, list[Tour]]:
        """Return the best value of a kind, and up to ``many`` tours, each on what the others leave."""
        waiting = self.backlog.copy()
        tours: list[Tour] = []
        best = 0.0
        for _ in range(min(many, int(self.runs[number]))):
            value, tour = price(number, self.field.kinds[number], waiting, worth)
            best = best if tours else value
            if value <= 0:
                break
            tours.append(tour)
            villages = list(tour.villages)
            waiting[villages] = np.maximum(0, waiting[villages] - np.array(tour.people))
        return max(0.0, best), tours

    def _pays(self, tour: Tour) -> bool:
        """Return whether the linear program gains by ``tour``."""
        assert self.prices is not None, "start first"
        value = float(self.prices.worth[list(tour.villages)] @ np.array(tour.people))
        return value > self.prices.of_runs[tour.kind] + 1e-6

    def _add(self, tour: Tour) -> bool:
        """Add a tour unless the program has one with the same people; return whether it is new."""
        assert self._master is not None, "start first"
        key = (tour.kind, *sorted(zip(tour.villages, tour.people, strict=True)))
        if key in self._known:
            return False
        self._known.add(key)
        self._master.add(tour)
        return True
