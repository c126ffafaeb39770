"""Can we still make it? The remaining weeks replayed many times; see docs/simulation.md.

Read in this order: ``world`` (plan and problem as arrays), ``draws`` (what happens), ``field`` (a day),
``replan`` (Mondays at the office), ``replay``, ``side_by_side`` (all cores), ``measures``, ``answer``,
``page``.
"""

import math
import time
from collections.abc import Callable

from planner.domain.chances import Chances
from planner.domain.check import require_valid
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.optimisers import COMPILING, Progress, Watch
from planner.planning import solve
from planner.simulation.answer import Measure, Probability, Replays, Simulation, compared
from planner.simulation.measures import Option, options
from planner.simulation.side_by_side import replay_all

__all__ = ["Measure", "Probability", "Replays", "Simulation", "simulate"]


def simulate(
    problem: Problem,
    chances: Chances | None = None,
    *,
    plan: Plan | None = None,
    target: int | None = None,
    target_share: float | None = None,
    measures: bool = True,
    seconds: float = 20.0,
    rounds: int | None = None,
    seed: int = 0,
    threads: int | None = None,
    report: Callable[[str, Progress | int], None] = lambda name, progress: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Simulation:
    """Return how likely a target is by the deadline, and which measure lifts that most.

    Parameters
    ----------
    problem
        The remaining weeks.
    chances
        Distributions and seed; the defaults when not given.
    plan
        What is replayed; made within ``seconds`` when not given.
    target
        People by the deadline, those recorded before the first day among them; the planned number when not
        given.
    target_share
        Of the planned number, instead.
    measures
        Whether measures are tried, each with a plan of its own.
    seconds, rounds, seed
        Of each solve, as for :func:`planner.solve`; ``rounds`` for the same answer on every machine.
    threads
        Replays side by side; as many as there are cores when not given.
    report
        Called with the name of a part and its progress: a solve's, or the replays done.
    is_cancelled
        A true answer ends with what is done so far.
    """
    chances, began = chances or Chances(), time.perf_counter()
    solved = _Solves(seconds, rounds, seed, report, is_cancelled)
    plan = plan or solved.first(problem)
    if target is None:
        share = 1.0 if target_share is None else target_share
        target = math.ceil(share * (plan.problem.done_before + plan.recorded) - 1e-9)
    to_do = target - plan.problem.done_before
    base = replay_all(
        plan,
        chances,
        threads=threads,
        report=lambda done: report("plan", done),
        compiles=lambda: report("plan", COMPILING),
        is_cancelled=is_cancelled,
    )
    found: list[Measure] = []
    skipped: list[tuple[str, str]] = []
    for option in options(plan.problem, chances) if measures else ():
        if is_cancelled():
            skipped.append((option.kind, option.base))
            continue
        after = _after(option, plan, solved, threads, report, is_cancelled)
        if is_cancelled() and len(after.people) < len(base.people):  # its plan was cut short as well
            skipped.append((option.kind, option.base))
            continue
        found.append(compared(option.kind, option.base, base, after, to_do))
    found.sort(key=lambda measure: (-measure.lift, -measure.more))
    took = time.perf_counter() - began - solved.seconds
    return Simulation(chances, target, base, tuple(found), tuple(skipped), took)


class _Solves:
    """Solves within limits, and the seconds that they took."""

    def __init__(
        self,
        seconds: float,
        rounds: int | None,
        seed: int,
        report: Callable[[str, Progress | int], None],
        is_cancelled: Callable[[], bool],
    ) -> None:
        self._limits = seconds if rounds is None else max(seconds, 3600.0), rounds, seed
        self._report, self._is_cancelled = report, is_cancelled
        self.seconds = 0.0

    def first(self, problem: Problem) -> Plan:
        """Return a plan made from nothing."""
        seconds, rounds, seed = self._limits
        plan = solve(
            problem,
            seconds=seconds,
            rounds=rounds,
            seed=seed,
            report=lambda progress: self._report("plan", progress),
            is_cancelled=self._is_cancelled,
        )
        self.seconds += plan.outcome.seconds
        return plan

    def again(self, name: str, problem: Problem, start: Plan) -> Plan:
        """Return a plan made from another one, never worth less."""
        from planner.optimisers.trips import trips  # numba and PuLP take a second to import

        seconds, rounds, seed = self._limits
        watch = Watch(seconds=seconds, max_rounds=rounds, seed=seed, is_cancelled=self._is_cancelled)
        watch.report = lambda progress: self._report(name, progress)
        plan = trips(problem, watch, start=start)
        require_valid(plan)
        self.seconds += plan.outcome.seconds
        return plan


def _after(
    option: Option,
    plan: Plan,
    solved: _Solves,
    threads: int | None,
    report: Callable[[str, Progress | int], None],
    is_cancelled: Callable[[], bool],
) -> Replays:
    """Return the replays with a measure, on the plan made for it."""
    name = f"{option.kind} {option.base}".rstrip()
    made = plan if option.problem is plan.problem else solved.again(name, option.problem, plan)
    return replay_all(
        made,
        option.chances,
        spare_kits=option.spare_kits,
        threads=threads,
        report=lambda done: report(name, done),
        is_cancelled=is_cancelled,
    )
