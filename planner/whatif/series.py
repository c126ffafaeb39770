"""Plans by number of teams on one warm engine: more teams are never worth less, bounds never fall."""

import time
from collections.abc import Callable, Iterable
from functools import partial

from planner.domain.check import check
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.optimisers import Progress, Watch
from planner.whatif.fleet import Fleet

Report = Callable[[int | str, Progress], None]


class Engine:
    """Solves that hand on tours and prices, one after the other.

    Parameters
    ----------
    seconds
        Wall-clock limit of one solve.
    seed
        Of all random choices.
    report
        Called with the number of teams or the name of the scenario, and the progress of its solve.
    is_cancelled
        A true answer ends the solve under way with the best plan so far.
    """

    def __init__(
        self,
        seconds: float,
        seed: int = 0,
        report: Report | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        from planner.optimisers.trips import Stock  # numba and PuLP take a second to import

        self.seconds, self.seed, self.is_cancelled = seconds, seed, is_cancelled
        self._report = report
        self._stock = Stock()

    def solve(
        self, problem: Problem, what: int | str, starts: Iterable[Plan], seconds: float | None = None
    ) -> Plan:
        """Return a plan of ``problem``, at least as good as the best of ``starts`` that keeps its rules."""
        from planner.optimisers.trips import trips

        watch = self.watch(what, self.seconds if seconds is None else min(self.seconds, seconds))
        moved = sorted((_as_of(problem, plan) for plan in starts), key=lambda plan: -plan.value)
        start = next((plan for plan in moved if not check(plan)), None)
        plan = trips(problem, watch, start=start, stock=self._stock)
        if plan.outcome.bound is None:  # no time for a better one: nobody records more than there are
            plan = plan.with_outcome(bound=float(plan.problem.backlog))
        return plan

    def watch(self, what: int | str, seconds: float = 0.0) -> Watch:
        """Return the limits of one solve, of a number of teams or a scenario."""
        watch = Watch(seconds=seconds, seed=self.seed, is_cancelled=self.is_cancelled)
        if self._report is not None:
            watch.report = partial(self._report, what)
        return watch


def _as_of(problem: Problem, plan: Plan) -> Plan:
    """Return the team-days of the teams that another problem has as a plan of it, without any claim."""
    team_days = tuple(day for day in plan.team_days if day.team in problem.team)
    return Plan(problem, team_days, plan.with_outcome(bound=None).outcome)


class Clock:
    """The time that several solves have together.

    Parameters
    ----------
    seconds
        From now on.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.perf_counter() + seconds

    def share(self, solves: int) -> float:
        """Return the seconds that one of ``solves`` more solves may take."""
        return max(0.0, (self._end - time.perf_counter()) / max(1, solves))

    @property
    def is_over(self) -> bool:
        """Whether the time is used."""
        return time.perf_counter() >= self._end


class Series:
    """The plans solved so far, by number of teams.

    Parameters
    ----------
    problem
        The project.
    engine
        What solves.
    at
        Which base gets further teams; see :class:`planner.whatif.fleet.Fleet`.
    """

    def __init__(self, problem: Problem, engine: Engine, at: str = "") -> None:
        self.problem, self.engine = problem, engine
        self._fleet = Fleet(problem, at, self._richest)
        self._plans: dict[int, Plan] = {}

    def solve(self, count: int, seconds: float | None = None) -> Plan:
        """Return the plan of ``count`` teams, solved once; the plan of fewer teams is where it starts."""
        if count not in self._plans:
            problem = self._fleet.problem(count)
            self._plans[count] = self.engine.solve(problem, count, self._near(count), seconds)
            self._plans = self._lifted(self._plans)
        return self._plans[count]

    def _near(self, count: int) -> list[Plan]:
        """Return the plan of the next fewer teams, and those of more, which are plans without the others."""
        fewer = [plan for n, plan in self._plans.items() if n < count]
        return [*fewer[-1:], *(plan for n, plan in self._plans.items() if n > count)]

    def improve(self, count: int, seconds: float) -> None:
        """Solve a number of teams once more, from its own plan on."""
        plan = self._plans[count]
        again = self.engine.solve(plan.problem, count, [plan, *self._near(count)], seconds)
        bounds = [p.outcome.bound for p in (plan, again) if p.outcome.bound is not None]
        seconds_ = plan.outcome.seconds + again.outcome.seconds
        self._plans[count] = again.with_outcome(bound=min(bounds, default=None), seconds=round(seconds_, 3))
        self._plans = self._lifted(self._plans)

    @property
    def plans(self) -> dict[int, Plan]:
        """Number of teams -> plan, in rising order, each bound at most that of more teams."""
        return _with_common_bounds(self._plans)

    def _richest(self) -> str:
        """Return the base at which a team-day is worth most by the proof with most teams so far."""
        proofs = [plan.outcome.marginals for plan in self._plans.values()]
        prices = [m for m in (proofs[-1] if proofs else ()) if m.thing == "team-day"]
        return max(prices, key=lambda m: m.people).base if prices else ""

    @staticmethod
    def _lifted(plans: dict[int, Plan]) -> dict[int, Plan]:
        """Return the plans in rising order, each worth at least what the one before is.

        A plan of fewer teams is one of more teams, unless these have hard rules that it was not asked for.
        """
        lifted: dict[int, Plan] = {}
        before: Plan | None = None
        for count, plan in sorted(plans.items()):
            if before is not None and before.value > plan.value:
                moved = _as_of(plan.problem, before)
                better = Plan(plan.problem, before.team_days, plan.outcome)
                plan = plan if check(moved) or moved.value <= plan.value else better
            lifted[count] = before = plan
        return lifted


def _with_common_bounds(plans: dict[int, Plan]) -> dict[int, Plan]:
    """Return the plans with each bound at most that of more teams, as long as both keep the same rules."""
    tightened: dict[int, Plan] = {}
    more: Plan | None = None
    for count, plan in sorted(plans.items(), reverse=True):
        is_alike = more is not None and more.problem.rules == plan.problem.rules
        bounds = [p.outcome.bound for p in ([plan, more] if is_alike and more else [plan])]
        known = [bound for bound in bounds if bound is not None]
        more = plan.with_outcome(bound=min(known, default=None))
        tightened[count] = more
    return dict(sorted(tightened.items()))
