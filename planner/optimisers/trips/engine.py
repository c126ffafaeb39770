"""The stages of the engine in order, within the limits of a watch."""

import dataclasses
import functools
import math
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from planner.domain.calendar import Calendar
from planner.domain.check import require_valid
from planner.domain.places import Base, Village
from planner.domain.plan import Marginal, Outcome, Plan
from planner.domain.problem import Problem
from planner.domain.reach import impossible
from planner.domain.rules import gap_between
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes
from planner.errors import BoundError
from planner.optimisers.compiling import prepare, telling
from planner.optimisers.greedy import practice
from planner.optimisers.trips.asks import hard_price
from planner.optimisers.trips.construct import by_prices, combine, dive
from planner.optimisers.trips.improve import Search
from planner.optimisers.trips.ledger import is_within, recorded, value
from planner.optimisers.trips.prices import Prices, Rows, dated
from planner.optimisers.trips.pricing import Tour
from planner.optimisers.trips.relax import MANY, Relaxation
from planner.optimisers.trips.runs import Field, field_of, kinds_of_runs, limited, needs_dates, unlimited
from planner.optimisers.trips.stock import Stock
from planner.optimisers.trips.timetable import dated_plan, tours_of
from planner.optimisers.watch import COMPILING, Progress, Watch
from planner.surroundings import memory, watchdog

COMBINE_SHARE = 0.15  # of the time limit, for the tours at hand as an integer program
COMBINE_SECONDS = 10.0  # at most, of any solve
EARLY = 4  # round of column generation after which the prices are good enough for a first plan
HONEST_ROUNDS = 60  # of column generation with tours that count nobody twice
COMBINE_EVERY = 50  # rounds of search between two such programs
FIRST_LOOK = 0.03  # share of the limits for a search before any price is known: it gives the first plan
WARM_LOOK = 0.1  # the same where prices are known from solves before
CONSTRUCTED = 0.35  # share used at most when whole tours are constructed; the rest is one long search
GENERATED = 0.5  # share used at most for the bound of a solve that begins with known prices
SILENCE = 0.5  # seconds without a report at most, as far as one is asked
LOOSE = 0.999  # share of the backlog that the bound allows to record
PATIENCE = 0.3  # share of the limits after which directives that no tours keep yet are given up
HOT, COLD = 2.0, 0.2  # people that a neighbour may be worse by, at first and at last


def trips(
    problem: Problem, watch: Watch | None = None, start: Plan | None = None, stock: Stock | None = None
) -> Plan:
    """Return the plan of the most value that can be found in time, with a proven upper bound.

    Parameters
    ----------
    problem
        What to plan.
    watch
        Limits, seed, and who is told of progress; 60 seconds when not given.
    start
        A plan to improve on, of this problem or one with fewer teams; today's practice when not given, or
        when its kits or its cost are more than this problem has.
    stock
        Tours and prices of solves of similar problems; it is used, and filled with those of this one.

    Returns
    -------
    Plan
        It keeps every rule. Its bound holds for all plans on the project's clock; see
        :mod:`planner.optimisers.trips.relax`.

    Raises
    ------
    BoundError
        When a plan would beat its bound: a defect of the engine.
    """
    watch, stock = watch or Watch(), stock or Stock()
    make_ready(watch)
    possible = problem.without(impossible(problem))
    with ThreadPoolExecutor(watch.threads) as pool:
        plan, is_fewest = _solved(possible, watch, pool, start, stock)
        if plan.unkept:
            plan, _ = _solved(possible.without(plan.unkept), watch, pool, plan, stock)
    if problem.rules.directives:
        plan = plan.giving_up().with_outcome(gave_up_fewest=is_fewest)
    require_valid(plan)
    return plan


def _solved(
    problem: Problem, watch: Watch, pool: Executor, start: Plan | None, stock: Stock
) -> tuple[Plan, bool]:
    """Return the best plan, and whether it is proven that no other keeps more of the hard directives."""
    whole = limited(field_of(problem))
    field = limited(field_of(problem, dated=True)) if needs_dates(whole) else whole
    baseline = practice(problem)
    best, known = tours_of(field, baseline), [] if start is None else tours_of(field, start)
    is_start = bool(known) and is_within(field, known) and value(field, known) > value(field, best)
    solve = _Solve(field, whole, watch, pool, known if is_start else best, stock, is_start=is_start)
    solve.run()
    plan = solve.plan(baseline.recorded)
    if plan.value < baseline.value and not baseline.unkept:  # a run was dropped while it was dated
        plan = Plan(problem, baseline.team_days, plan.outcome)
    return plan, solve.is_fewest()


def can_keep(problem: Problem, watch: Watch) -> bool | None:
    """Return whether all hard directives can be kept together; ``None`` when time is over before it is known.

    What records the most people is not asked: the answer is there as soon as a plan keeps them all, or the
    bound shows that none does.
    """
    make_ready(watch)
    if impossible(problem):
        return False
    whole = limited(field_of(problem))
    field = limited(field_of(problem, dated=True)) if needs_dates(whole) else whole
    with ThreadPoolExecutor(watch.threads) as pool:
        best = tours_of(field, practice(problem))
        solve = _Solve(field, whole, watch, pool, best, Stock(), only_rules=True)
        solve.run()
    if not solve.plan(0).unkept:
        return True
    return False if solve.is_fewest() else None


def make_ready(watch: Watch) -> None:
    """Load and compile what a solve needs, while the clock of ``watch`` stands.

    Whoever waits is told when something is compiled, and may cancel: then it is compiled another time.

    Raises
    ------
    MemoryError
        When there is not enough memory.
    """

    def tell() -> None:
        watch.report(COMPILING)
        if watch.is_cancelled():
            raise _Cancelled

    with watch.standing(), telling(tell), suppress(_Cancelled):
        warm_up()


class _Cancelled(BaseException):
    """Nobody waits any longer; no fault, which numba would take for one of the function it compiles."""


@functools.cache
def warm_up() -> None:
    """Compile programme and search once in a process, in the caller's thread.

    One village, a team and two days with a night between: every compiled function is asked with the types it
    always has. Later processes read what is compiled from disk.

    Raises
    ------
    MemoryError
        When there is not enough memory.
    """
    days = Calendar(date(2018, 5, 7), date(2018, 5, 8))
    minutes = np.array([[[0.0, 60.0], [60.0, 0.0]]])
    none = np.zeros_like(minutes)
    travel = TravelTimes(("B", "V"), minutes, none, none, none.astype(bool))
    village = Village("V", "V", 5000, 0.0, 0.0, "", lodging=True)
    team = Team("T", "T", "B", rate_per_hour=10.0, max_nights=1)
    problem = Problem("warm-up", (village,), (Base("B", "B", 0.0, 0.0, ""),), (team,), days, travel)
    is_room = functools.cache(lambda: memory.require(memory.COMPILING_MB))  # asked once, if ever
    with watchdog.start.watching(), telling(is_room):
        prepare()
        _solved(problem, Watch(seconds=math.inf, max_rounds=100), _Here(), None, Stock())


class _Here(Executor):
    """Does at once, in the caller's thread, what it is given."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        """Return the answer of ``function``."""
        answer: Future[Any] = Future()
        answer.set_result(function(*args, **options))
        return answer


@dataclass(slots=True)
class _Solve:
    """One solve on its way: the best tours and the bound so far.

    ``field`` is what tours are made for; ``whole`` what the bound is reckoned on: where tours have to know
    their dates, kinds of one block each in the former are one kind in the latter. ``is_start`` says that
    ``best`` is a plan to go on with, and not today's practice.
    """

    field: Field
    whole: Field
    watch: Watch
    pool: Executor
    best: list[Tour]
    stock: Stock
    bound: float | None = None
    marginals: tuple[Marginal, ...] = ()
    only_rules: bool = False
    is_start: bool = False
    stage: str = "bound"
    reason: str = ""
    reported: float = 0.0
    caller: int = dataclasses.field(default_factory=threading.get_ident)

    def run(self) -> None:
        """Bring bound and tours together until they meet or a limit is reached."""
        self._report()
        if not self.field.kinds or not self.field.village_ids:
            self.bound = value(self.field, [])
            self.reason = "proved"
            return
        field, whole = self.field, self.whole
        known, worth = self.stock.tours(whole), self.stock.worth(whole)
        proof = self.stock.bound(whole)
        self.bound = None if proof is None else min(proof[0], float(whole.backlog.sum()))
        rows = Rows(whole, whole.backlog)
        prices = None if worth is None else rows.for_persons(worth)
        random = np.random.default_rng(self.watch.seed)
        guide = prices or rows.for_persons(np.ones(len(whole.backlog)))
        search = Search(field, dated(guide, field), self.pool, random)
        if prices is not None:  # more runs than the plan to begin with: fill them before anything else
            given = self.best if self.is_start else ()
            self._offer(by_prices(field, search.prices, self._is_cancelled_or_late, given))
        has_hard = any(directive.is_hard for directive in field.rules.directives)
        self._improve(search, FIRST_LOOK if prices is None and not has_hard else WARM_LOOK)
        relaxation = self._relaxed(search, [*known, *self._undated(self.best)], prices)
        self.marginals = relaxation.marginals()
        search.prices = dated(relaxation.prices, field)
        is_cold = prices is None and not self._is_enough_for_all() and not needs_dates(field)
        tours = self._construct(relaxation) if is_cold and not self._is_over() else []
        self._improve(search, 1.0, tours)
        tours = [*relaxation.tours, *self._undated(self.best)]
        self.stock.keep(whole, tours, relaxation.prices.person, relaxation.proof)
        self._is_over()
        self._report()

    def _relaxed(self, search: Search, tours: Sequence[Tour], prices: Prices | None) -> Relaxation:
        """Return the linear program, closed as far as the limits allow.

        While hard directives are breached, not all of the time goes into it, but into a search at its prices.
        First it is closed at the limits of prices; where a hard directive is missed at them, it may be that
        it has to be, and the full prices say so.
        """
        relaxation = self._relaxation(self.whole, tours, prices)
        self._adopt(relaxation)
        until = 1.0 if prices is None else max(GENERATED, 0.5 + self.watch.share / 2)
        if self._is_torn():
            self._bound(relaxation, PATIENCE / 2)
            search.prices = dated(relaxation.prices, self.field)
            self._improve(search, PATIENCE)
        self._bound(relaxation, until)
        if relaxation.is_held_back() and not self._is_over():
            relaxation = self._relaxation(unlimited(self.whole), relaxation.tours, None)
            self._bound(relaxation, until)
        return relaxation

    def _adopt(self, relaxation: Relaxation) -> None:
        """Let generation begin with the bound at the prices of earlier solves, where that says something."""
        proof = self.stock.bound(self.whole)
        if proof is not None and proof[0] < relaxation.bound:
            relaxation.adopt(proof[0], relaxation.rows.for_persons(proof[1]), proof[2])
        elif proof is not None and self._is_over():  # everybody is recorded: no run is worth anything then
            nothing = relaxation.rows.for_persons(np.zeros(len(self.whole.backlog)))
            relaxation.adopt(relaxation.bound, nothing, np.zeros(len(self.whole.kinds)))

    def _relaxation(self, whole: Field, tours: Sequence[Tour], prices: Prices | None) -> Relaxation:
        return Relaxation(
            whole,
            whole.backlog,
            whole.sizes,
            tours,
            self.pool,
            honest=False,
            prices=prices,
            many=MANY if prices is None else 2,
            is_cancelled=self._is_cancelled_or_late,
        )

    def _undated(self, tours: list[Tour]) -> list[Tour]:
        """Return tours of ``field`` as tours of ``whole``."""
        if self.field is self.whole:
            return tours
        number = {run: n for n, run in kinds_of_runs(self.whole)}
        return [replace(tour, kind=number[self.field.kinds[tour.kind].runs[0]]) for tour in tours]

    def _bound(self, relaxation: Relaxation, until: float) -> None:
        """Generate tours until the bound is as low as it goes, or a share of the limits is used."""
        more, rounds = True, 0
        while more and not self._is_over() and (rounds == 0 or self.watch.share < until):
            more = relaxation.one_round()
            self.bound = relaxation.bound if self.bound is None else min(self.bound, relaxation.bound)
            rounds += 1
            if rounds == EARLY or not more:
                prices = dated(relaxation.solution.prices, self.field)
                self._offer(by_prices(self.field, prices, self._is_cancelled_or_late))
            self._tick("bound")

    def _construct(self, relaxation: Relaxation) -> list[Tour]:
        """Turn the prices into whole tours in two ways; return the tours of the honest linear program."""
        field = self.field
        honest = Relaxation(
            field,
            field.backlog,
            field.sizes,
            relaxation.tours,
            self.pool,
            honest=True,
            prices=relaxation.prices,
            is_cancelled=self._is_cancelled_or_late,
        )
        honest.close(self._ticking("plan", CONSTRUCTED), rounds=HONEST_ROUNDS)
        ask = self._ticking("plan", CONSTRUCTED)
        self._offer(dive(field, honest.tours, self.pool, ask, self._is_cancelled_or_late))
        if not self._is_over():
            self._combine(honest.tours)
        return honest.tours

    def _improve(self, search: Search, until: float, tours: Sequence[Tour] = ()) -> None:
        """Search around the best tours until a share of the limits is used; now and then combine good ones.

        ``tours`` may be combined with those found on the way.
        """
        search.start(self.best)
        begun, seen, fresh = self.watch.share, [*tours, *self.best], bool(tours)
        while self.watch.share < until and not self._is_over():
            done = (self.watch.share - begun) / (until - begun)
            if search.one_round(HOT * (COLD / HOT) ** done):
                self._offer(search.tours)
                seen += self.best
                fresh = True
            if search.rounds % COMBINE_EVERY == 0 and fresh and self.bound is not None:
                seen, fresh = _distinct(seen), False
                before = value(self.field, self.best)
                self._combine(seen)
                if value(self.field, self.best) > before:
                    search.start(self.best)
            self._tick("improve")

    def _combine(self, tours: list[Tour]) -> None:
        repeatable = self.watch.max_rounds is not None  # then nodes limit it, and no clock
        left = self.watch.seconds - self.watch.elapsed
        seconds = left if repeatable else min(left, COMBINE_SHARE * self.watch.seconds, COMBINE_SECONDS)
        self._offer(combine(self.field, tours, seconds=seconds, is_stopped=self._is_cancelled_or_late))

    def _offer(self, tours: list[Tour]) -> None:
        """Keep ``tours`` when they are worth more than the best so far."""
        if value(self.field, tours) > value(self.field, self.best):
            self.best = list(tours)
            self._report()

    def _is_enough_for_all(self) -> bool:
        """Return whether nearly everybody may be recorded: then prices say nothing and search does better."""
        return self.bound is not None and self.bound >= LOOSE * self.field.backlog.sum()

    def _is_over(self) -> bool:
        """Return whether to stop, and remember why."""
        reason = self.watch.stop_reason()
        if reason is None and (self._gives_up() or (self.only_rules and self.is_fewest())):
            reason = "rules"
        if reason is None and self.bound is not None:
            reached, bound = value(self.field, self.best), self._rounded(self.bound)
            gap = gap_between(reached, self.bound, self.field.rules.price_of_floors)
            if gap <= self.watch.gap or reached >= bound:
                reason = "proved" if gap <= 1e-4 or reached >= bound else "gap"
        self.reason = reason or self.reason
        return reason is not None

    def _gives_up(self) -> bool:
        """Return whether hard directives are breached, and it is proven or past hope that they have to be."""
        return self._is_torn() and (self.is_fewest() or self.watch.share > PATIENCE)

    def _is_torn(self) -> bool:
        """Return whether the best tours breach hard directives."""
        has_hard = any(directive.is_hard for directive in self.field.rules.directives)
        return has_hard and self._breaches(value(self.field, self.best)) > 0

    def is_fewest(self) -> bool:
        """Return whether the bound shows that no plan breaches hard directives less often."""
        mine = self._breaches(value(self.field, self.best))
        return mine == 0 or (self.bound is not None and self._breaches(self.bound) >= mine)

    def _breaches(self, worth: float) -> int:
        """Return how often hard directives are breached by a plan of that worth.

        All else is worth less than one breach; see :func:`planner.optimisers.trips.asks.hard_price`.
        """
        price, floors = hard_price(self.field.problem), self.field.rules.price_of_floors
        return max(0, -math.floor((worth + floors + 1e-6) / price))

    def _is_cancelled_or_late(self) -> bool:
        """Return whether to stop at once; asked in the thread of the caller, it also gives a sign of life."""
        is_caller = threading.get_ident() == self.caller
        if is_caller and self.watch.elapsed - self.reported > SILENCE:
            self._report()
        return self.watch.stop_reason() in ("cancelled", "time")

    def _ticking(self, stage: str, until: float = 1.0) -> Callable[[], bool]:
        """Return a question whether to stop that also counts and reports."""

        def ask() -> bool:
            self._tick(stage)
            return self._is_over() or self.watch.share > until

        return ask

    def _tick(self, stage: str) -> None:
        self.stage = stage
        self.watch.rounds += 1
        self._report()

    def _report(self) -> None:
        watch, people = self.watch, recorded(self.field, self.best)
        self.reported = watch.elapsed
        worth, floors = value(self.field, self.best), self.field.rules.price_of_floors
        watch.report(Progress(watch.elapsed, self.stage, people, self.bound, watch.rounds, worth, floors))

    def _rounded(self, bound: float) -> float:
        """Return a bound on whole people, where all prices are whole; 1e-6 is floating-point noise."""
        quotas, asks = self.field.quotas, self.field.asks
        prices = [*quotas.price, *asks.price, asks.lost]
        prices += [price for *_, price in (*asks.together, *asks.order)]
        is_whole = all(float(price).is_integer() for price in prices)
        return float(np.floor(bound + 1e-6)) if is_whole else bound

    def plan(self, baseline_recorded: int) -> Plan:
        """Return the best tours as a dated plan, judged before anybody sees it."""
        bound = None if self.bound is None else self._rounded(self.bound)
        outcome = Outcome(
            optimiser="trips",
            bound=bound,
            seconds=round(self.watch.elapsed, 3),
            stop_reason=self.reason,
            rounds=self.watch.rounds,
            seed=self.watch.seed,
            baseline_recorded=baseline_recorded,
            marginals=self.marginals,
        )
        plan = dated_plan(self.field, self.best, outcome)
        if bound is not None and not plan.unkept and plan.value > bound + 1e-6:
            raise BoundError(f"a plan worth {plan.value:g} people beats its bound of {bound:g}")
        return plan


def _distinct(tours: list[Tour]) -> list[Tour]:
    """Return the tours without repetition, in order."""
    return list(dict.fromkeys(tours))
