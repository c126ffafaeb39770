"""Search, pool and bound side by side, within the limits of a watch.

One thread searches, in turns that begin hot from nothing or warm from the best choice. Beside it the bound
comes down, and once that is done a second search runs. Between turns the routes of both, and those that the
bound's prices found, are put together by an integer program. HiGHS runs in this thread only.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

import numpy as np

from planner.errors import BoundError, PlanError
from planner.optimisers.orienteering.bound import NOISE, Bound
from planner.optimisers.orienteering.flow import FlowBound
from planner.optimisers.orienteering.instance import Instance, Route
from planner.optimisers.orienteering.pool import best_choice, distinct
from planner.optimisers.orienteering.search import Search
from planner.optimisers.watch import Watch

TURNS = 8  # of a search, unless a turn would be longer than that
TURN_SECONDS = 4.0
CHUNK = 250  # rounds of search between two looks at the clock
WARM = 0.35  # progress of annealing at which a turn from the best choice begins
POOL_SHARE = 0.1  # of the time limit, for one integer program
POOL_SECONDS = 2.0  # at most
POOL_ROUTES = 1200  # in one integer program
REMEMBERED = 6000  # routes kept from turn to turn
ROUNDS_PER_BOUND_ROUND = 200  # of search, where work and not time is limited


@dataclass(frozen=True, slots=True)
class Answer:
    """Routes for an instance, and what is proved.

    Parameters
    ----------
    routes
        One per path; they keep to the limit, and no point is visited twice.
    score
        What they are worth.
    bound
        What no routes can exceed; ``None`` when it was not asked for.
    best_seconds, seconds
        Until the best routes were found, and in all.
    """

    routes: tuple[Route, ...]
    score: float
    bound: float | None
    best_seconds: float
    seconds: float


def orienteer(instance: Instance, watch: Watch | None = None, *, with_bound: bool = True) -> Answer:
    """Return the best routes found in time, with a proven upper bound.

    Parameters
    ----------
    instance
        What to solve.
    watch
        Limits and seed; ``max_rounds`` counts rounds of a search, and makes the answer the same everywhere.
    with_bound
        Whether to spend time on the bound.

    Raises
    ------
    BoundError
        When the routes would beat their bound: a defect of the engine.
    """
    solve = _Solve(instance, watch or Watch(), with_bound)
    with ThreadPoolExecutor(1) as thread:
        solve.run(thread)
    return solve.answer()


class _Solve:
    """One solve on its way: the best routes, the bound, and the routes known."""

    def __init__(self, instance: Instance, watch: Watch, with_bound: bool) -> None:
        self.instance, self.watch = instance, watch
        self.best: list[Route] = []
        self.score, self.best_seconds = 0.0, 0.0
        self.searches = [Search(instance, 2 * watch.seed + n) for n in range(2)]
        self.bound = Bound(instance, ()) if with_bound else None
        self.known: dict[Route, float] = {}
        self.turn = 0

    def run(self, thread: ThreadPoolExecutor) -> None:
        """Take turns until a limit is reached or the bound is met."""
        self._offer([])
        while not self._is_over():
            self.turn += 1
            is_done = Event()
            other = thread.submit(self._search, self.searches[0], is_done)
            if self.watch.max_rounds is not None:
                other.result()  # then nothing depends on who is faster
            self._beside()
            is_done.set()
            other.result()
            self._remember()

    def answer(self) -> Answer:
        """Return what was found, judged before anybody sees it."""
        faults = self.instance.faults(self.best)
        if faults:
            raise PlanError(f"{self.instance.name}: " + "; ".join(faults))
        bound = None if self.bound is None else self.bound.rounded
        if bound is not None and self.score > bound + NOISE * max(1.0, bound):
            raise BoundError(f"{self.instance.name}: a score of {self.score:g} beats its bound of {bound:g}")
        return Answer(tuple(self.best), self.score, bound, self.best_seconds, self.watch.elapsed)

    def _beside(self) -> None:
        """Do one turn of what is not the first search."""
        ends = time.perf_counter() + self._turn_seconds()
        if self.turn > 1:
            self._combine()
        self._prove(ends)
        is_done = Event()
        if self.watch.max_rounds is None:
            if time.perf_counter() >= ends:
                return
            is_done = _Alarm(ends)
        self._search(self.searches[1], is_done)

    def _prove(self, ends: float) -> None:
        """Bring the bound down: by flows, which are soon at their end, and then by routes."""
        if self.bound is None:
            return
        flow = FlowBound(self.instance) if self.bound.rounds == 0 else None
        while flow is not None and not flow.is_closed and not self._is_over():
            flow.one_round()
            self.bound.value = min(self.bound.value, flow.value)
        if self.bound.rounds == 0:
            self.bound.add(self.best)
        while self._is_bound_wanted(ends):
            self.bound.one_round(self.score)

    def _is_bound_wanted(self, ends: float) -> bool:
        if self.bound is None or self._is_over():
            return False
        if self.watch.max_rounds is not None:
            limit = self.turn * self._turn_rounds() // ROUNDS_PER_BOUND_ROUND + 20
            return self.bound.rounds < limit and self.bound.is_worth_a_round(float("inf"))
        left = self.watch.seconds - self.watch.elapsed
        return time.perf_counter() < ends and self.bound.is_worth_a_round(left)

    def _search(self, search: Search, is_done: Event) -> None:
        """Let a search have one turn, hot from nothing or warm from the best choice."""
        is_warm = (self.turn + (search is self.searches[1])) % 2 == 0
        first = WARM if is_warm else 0.0
        search.restart(list(self.best) if is_warm else [])
        progress, before = self._progress(search), search.rounds
        while (done := progress()) < 1.0 or self.watch.max_rounds is None:
            if is_done.is_set() or self._is_over():
                break
            search.run(CHUNK, first + (1 - first) * min(1.0, done))
            self._offer(search.routes)
        self.watch.rounds += search.rounds - before if search is self.searches[0] else 0

    def _progress(self, search: Search) -> Callable[[], float]:
        """Return a question how much of a turn is over, 0..1."""
        rounds, began = search.rounds, time.perf_counter()
        if self.watch.max_rounds is not None:
            return lambda: (search.rounds - rounds) / self._turn_rounds()
        return lambda: (time.perf_counter() - began) / self._turn_seconds()

    def _turn_rounds(self) -> int:
        return max(CHUNK, (self.watch.max_rounds or 0) // TURNS)

    def _turn_seconds(self) -> float:
        return min(TURN_SECONDS, self.watch.seconds / TURNS)

    def _remember(self) -> None:
        """Take the routes seen from the searches, those of the best choices first."""
        for search in self.searches:
            for route, score in search.remembered().items():
                self.known[route] = max(score, self.known.get(route, 0.0))
            search.forget()
        kept = sorted(self.known, key=lambda route: (-self.known[route], route))[:REMEMBERED]
        self.known = {route: self.known[route] for route in kept}

    def _combine(self) -> None:
        """Offer the best choice among the routes that are promising."""
        seconds = float("inf")
        if self.watch.max_rounds is None:
            left = self.watch.seconds - self.watch.elapsed
            seconds = min(POOL_SHARE * self.watch.seconds, POOL_SECONDS, left)
        routes = self._promising()
        found = best_choice(self.instance, routes, seconds=seconds, is_stopped=self.watch.is_cancelled)
        self._offer(found)

    def _promising(self) -> list[Route]:
        """Return the best routes and those worth most at the bound's prices, or seen in the best choices."""
        half = POOL_ROUTES // 2
        seen = list(self.known)[: half if self.bound and self.bound.worth is not None else POOL_ROUTES]
        if self.bound is None or self.bound.worth is None:
            return list(dict.fromkeys([*filter(None, self.best), *seen]))
        worth = np.zeros(len(self.instance.scores))
        worth[self.instance.reachable] = self.bound.worth
        paying = {distinct([route])[0] for route in self.bound.routes} | set(self.known)
        order = sorted(paying, key=lambda route: (-float(worth[list(route)].sum()), route))[:half]
        return list(dict.fromkeys([*filter(None, self.best), *order, *seen]))

    def _offer(self, routes: list[Route]) -> None:
        """Keep routes when they are worth more than the best so far."""
        routes = routes + [()] * (self.instance.paths - len(routes))
        score = self.instance.score(routes)
        if not self.best or score > self.score:
            self.best, self.score, self.best_seconds = routes, score, self.watch.elapsed

    def _is_over(self) -> bool:
        """Return whether a limit is reached, or the bound by the best routes."""
        is_proved = self.bound is not None and self.bound.rounded <= self.score + NOISE
        return is_proved or self.watch.stop_reason() is not None or not len(self.instance.reachable)


class _Alarm(Event):
    """An event that sets itself at some moment of ``time.perf_counter``."""

    def __init__(self, moment: float) -> None:
        super().__init__()
        self._moment = moment

    def is_set(self) -> bool:
        return super().is_set() or time.perf_counter() >= self._moment
