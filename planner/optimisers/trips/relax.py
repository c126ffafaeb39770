"""Column generation: prices find tours, tours move the prices, and the bound comes down.

At any prices no plan is worth more than

    sum_v backlog_v * (1 - worth_v) + sum_k runs_k * best_k(worth)                          (4)

where ``best_k`` is the value of the best tour of kind k at these prices (Lagrangean bound of (1)-(3);
Geoffrion 1974), and more of the kind where kits, money, floors or turnout have rows of their own. It holds
for every plan on the project's clock (``Rules.clock_minutes``), with whole or fractional people, and with
revisits: the compiled programme never underestimates a tour. It says nothing of plans whose departures lie
off that clock. Prices are smoothed towards those of the best bound (Wentges 1997), which halves the rounds.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, wait

import numpy as np
from numpy.typing import NDArray

from planner.domain.plan import Marginal
from planner.optimisers.trips.master import Master
from planner.optimisers.trips.prices import Prices, Rows
from planner.optimisers.trips.pricing import People, Tour, best_honest, capped, price
from planner.optimisers.trips.runs import Field

FloatArray = NDArray[np.float64]

SMOOTHING = 0.5  # share of the best prices so far in those asked next
PATIENCE = 0.25  # seconds between two questions whether to stop
MANY = 4  # tours of a kind in one round
CLOSED = 2e-4  # relative distance of bound and linear program at which generation ends


class Relaxation:
    """The linear program of some backlog and runs, its best bound and prices so far.

    Parameters
    ----------
    field
        The problem as arrays.
    backlog, runs
        People waiting and runs free; less than the field's when part of a plan is fixed.
    tours
        To begin with.
    pool
        Threads that price kinds side by side.
    honest
        Whether its tours count nobody twice. Such tours make good plans; the others close the bound, since
        they are just what the compiled programme answers.
    prices
        Prices to begin with; those of its first solution when not given.
    many
        Tours of a kind in one round: the best one, and others on what it leaves.
    is_cancelled
        Asked before each family of kinds is priced, and meanwhile by the caller's thread several times a
        second; a true answer ends the round without a result.
    """

    def __init__(
        self,
        field: Field,
        backlog: People,
        runs: People,
        tours: Iterable[Tour],
        pool: Executor,
        *,
        honest: bool,
        prices: Prices | None = None,
        many: int = MANY,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self.field, self.backlog, self.runs = field, backlog, runs
        self._pool, self._honest, self._many, self._is_cancelled = pool, honest, many, is_cancelled
        self._families = [free for f in field.families if (free := [n for n in f if runs[n] > 0])]
        self.rows = Rows(field, backlog)
        self._master = Master(self.rows, runs)
        self._known: set[tuple[object, ...]] = set()
        for tour in tours:
            self._add(capped(tour, backlog) if honest else tour)
        self.solution = self._master.solve()
        self.bound = float(backlog.sum())
        self.prices = self.solution.prices if prices is None else prices  # of the best bound
        self._best: FloatArray | None = None  # what a tour of each kind is worth at these prices
        self._is_proof = False  # whether the bound comes from these prices and values

    @property
    def tours(self) -> list[Tour]:
        """Every tour found so far."""
        return self._master.tours

    def is_held_back(self) -> bool:
        """Return whether something is missed that would not be at its full price."""
        quotas, asks = self.field.quotas, self.field.asks
        prices = np.concatenate([quotas.price, asks.price])
        limits = np.concatenate([quotas.limit, asks.limit])
        return bool((self.solution.short[limits < prices] > 1e-6).any())

    def adopt(self, bound: float, prices: Prices, best: FloatArray) -> None:
        """Take a bound, the prices that it comes from, and what a tour of each kind is worth at them."""
        self.bound, self.prices, self._best, self._is_proof = bound, prices, best, True

    @property
    def proof(self) -> FloatArray | None:
        """What a tour of each kind is worth at most at ``prices``; ``None`` where these gave no bound."""
        return self._best if self._is_proof else None

    def marginals(self) -> tuple[Marginal, ...]:
        """Return what one more team-day, kit-day and million rupiah is worth; empty without a bound.

        At the prices of the bound. A team-day is the mean over the days of the runs that a base has, a
        kit-day that over its days: estimates, since a day added to a run, or a run of a better team, may
        bring more. Only for rupiah is it a limit, since the bound (4) is linear in the budget.
        """
        if self._best is None:
            return ()
        everybody = float(self.backlog.sum()) - self.bound  # who may be left: no more can be brought
        prices = self.prices if everybody > 0 else self.rows.for_persons(np.zeros(len(self.backlog)))
        kinds, found = self.field.kinds, []
        for base in sorted({kind.base for kind in kinds}):
            own = [n for n, kind in enumerate(kinds) if kind.base == base]
            days = sum(self.runs[n] * len(kinds[n].ways) for n in own)
            if days:
                people = sum(self.runs[n] * self._best[n] for n in own) / days
                found.append(Marginal("team-day", base, float(people)))
            if kinds[own[0]].kit_row[0] >= 0:  # then all days of the base have a row
                rows = [prices.kit[kinds[n].kit_row] for n in own for _ in kinds[n].runs]
                found.append(Marginal("kit-day", base, float(np.concatenate(rows).mean())))
        if self.field.budget is not None:
            found.append(Marginal("million rupiah", "", min(everybody, 1e6 * prices.rupiah)))
        return tuple(found)

    def close(self, is_stopped: Callable[[], bool], *, rounds: int = 1000) -> None:
        """Generate tours until nothing more is to be gained, or a limit is reached."""
        for _ in range(rounds):
            if is_stopped() or not self.one_round():
                return

    def one_round(self) -> bool:
        """Ask for tours at the current prices; return whether there is more to gain."""
        latest = self.solution.prices
        if not self._ask(self.prices.mixed(latest, SMOOTHING)) and not self._ask(latest):
            return False
        self.solution = self._master.solve()
        return self.bound - self.solution.value > CLOSED * max(1.0, self.bound)

    def _ask(self, prices: Prices) -> bool:
        """Price every kind, tighten the bound, and add tours; return whether any was added."""
        asking = [self._pool.submit(self._tours_of, family, prices) for family in self._families]
        while wait(asking, timeout=PATIENCE).not_done:
            self._is_cancelled()  # whoever waits hears of it
        asked = [question.result() for question in asking]
        answers = [answer for answer in asked if answer is not None]
        if len(answers) < len(asked):
            return False  # cancelled: without all kinds there is no bound
        best = np.zeros(len(self.runs))
        for values, _ in answers:
            for number, value in values.items():
                best[number] = max(0.0, value)
        bound = prices.constant() + float(self.runs @ best)
        if bound < self.bound:
            self.adopt(bound, prices, best)
        elif self._best is None:  # everybody may be recorded: nothing brings more
            self._best = np.zeros(len(self.runs))
        added = [self._add(tour) for _, tours in answers for tour in tours if self._pays(tour)]
        return any(added)

    def _tours_of(self, family: Sequence[int], prices: Prices) -> tuple[dict[int, float], list[Tour]] | None:
        """Return the most a tour of each kind is worth, and tours, each on what the ones before leave."""
        if self._is_cancelled():
            return None
        waiting, worth, fares = self.backlog.copy(), prices.person, prices.fares(family[0])
        answers = price(self.field, family, waiting, worth, fares)
        best = {number: value for number, (value, _) in zip(family, answers, strict=True)}
        found = [] if self._honest else [[tour for _, tour in answers]]
        while len(found) < min(self._many, max(self.runs[number] for number in family)):
            if self._is_cancelled():
                break
            if found:
                longest = found[-1][0]
                waiting[list(longest.villages)] -= np.array(longest.people, dtype=np.int64)
                waiting = np.maximum(waiting, 0)
            if self._honest:
                tours = best_honest(self.field, family, waiting, worth, fares)
            else:
                tours = [tour for _, tour in price(self.field, family, waiting, worth, fares)]
            if not tours[0].people:
                break
            found.append(tours)
        return best, [tour for tours in found for tour in tours if tour.people]

    def _pays(self, tour: Tour) -> bool:
        """Return whether the linear program gains by ``tour``."""
        return bool(self.solution.prices.worth(tour) > self.solution.of_runs[tour.kind] + 1e-6)

    def _key(self, tour: Tour) -> tuple[object, ...]:
        """Return all that the program sees of a tour."""
        if self.field.is_scarce:
            return tour.kind, *sorted(zip(*self.rows.column(tour), strict=True))
        return tour.kind, *sorted(zip(tour.villages, tour.people, strict=True))

    def _add(self, tour: Tour) -> bool:
        """Add a tour unless the program has one that looks the same to it; return whether it is new."""
        key = self._key(tour)
        if key in self._known:
            return False
        self._known.add(key)
        self._master.add(tour)
        return True
