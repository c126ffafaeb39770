"""The regencies of a province solved, and what became of each."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.places import Base, Village
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.rules import gap_between
from planner.errors import InputError, PlannerError
from planner.optimisers import Progress, require_known
from planner.worker import Task
from planner.workers import End, solve_all

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class Regency:
    """What became of one regency.

    Parameters
    ----------
    name
        Its key among the problems.
    problem
        What was to be planned; ``None`` when its files could not be read.
    plan
        The plan; ``None`` when its files could not be read, all attempts failed, or it was cancelled before
        there was one.
    failure
        Why there is no plan, or why the last attempt before the plan failed; empty when none did.
    attempts
        Processes started.
    seconds
        Wall-clock seconds of all attempts.
    peak_mb
        Most memory of the process that made the plan, in MB (10**6 bytes); ``None`` when not known.
    """

    name: str
    problem: Problem | None
    plan: Plan | None
    failure: str
    attempts: int
    seconds: float
    peak_mb: float | None

    @property
    def has_team(self) -> bool:
        """Whether anybody can go out: without a team an empty plan is the best, and no news."""
        return self.problem is not None and bool(self.problem.teams)

    @property
    def is_planned(self) -> bool:
        """Whether there is a plan for its teams."""
        return self.plan is not None and self.has_team

    @property
    def status(self) -> str:
        """``NOT READ``, ``NO TEAM``, ``NO PLAN``, or that of its plan."""
        if self.problem is None:
            return "NOT READ"
        if not self.has_team:
            return "NO TEAM"
        return self.plan.status if self.plan is not None else "NO PLAN"


@dataclass(frozen=True, slots=True)
class Province:
    """All regencies, in the order of the problems. Sums of people, bound and gap are of those with a plan.

    Parameters
    ----------
    regencies
        One for each problem.
    seconds
        Wall-clock seconds of all of them together.
    """

    regencies: tuple[Regency, ...]
    seconds: float

    @property
    def plans(self) -> dict[str, Plan]:
        """Regency -> its plan, where there is one."""
        return {regency.name: regency.plan for regency in self.regencies if regency.plan is not None}

    @property
    def failed(self) -> dict[str, str]:
        """Regency -> why it has no plan."""
        return {regency.name: regency.failure for regency in self.regencies if regency.plan is None}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems that could be read, planned or not."""
        return tuple(regency.problem for regency in self.regencies if regency.problem is not None)

    @property
    def unplanned(self) -> tuple[Regency, ...]:
        """The regencies without a plan for their teams."""
        return tuple(regency for regency in self.regencies if not regency.is_planned)

    @property
    def villages(self) -> int:
        """Villages of all regencies that could be read, planned or not."""
        return sum(len(problem.villages) for problem in self.problems)

    @property
    def backlog(self) -> int:
        """People not yet recorded in all regencies that could be read, planned or not."""
        return sum(problem.backlog for problem in self.problems)

    @property
    def left_over(self) -> int:
        """Those of them whom no plan records."""
        return self.backlog - self.recorded

    @property
    def recorded(self) -> int:
        """People recorded by all plans."""
        return sum(plan.recorded for plan in self.plans.values())

    @property
    def bound(self) -> float | None:
        """What plans are worth at most where there is one; ``None`` when a plan has no bound."""
        bounds = [plan.outcome.bound for plan in self.plans.values()]
        known = [bound for bound in bounds if bound is not None]
        return sum(known) if len(known) == len(bounds) else None

    @property
    def gap(self) -> float | None:
        """The gap of the sums of values and bounds, 0..1: large regencies weigh more."""
        if self.bound is None:
            return None
        plans = self.plans.values()
        floors = sum(plan.problem.rules.price_of_floors for plan in plans)
        return gap_between(sum(plan.value for plan in plans), self.bound, floors)

    @property
    def mean_gap(self) -> float | None:
        """Mean of the plans' gaps, 0..1: all regencies weigh the same; ``None`` when one has no bound."""
        gaps = [plan.gap for plan in self.plans.values()]
        known = [gap for gap in gaps if gap is not None]
        return sum(known) / len(known) if known and len(known) == len(gaps) else None

    def table(self) -> "DataFrame":
        """Return one row per regency; columns and units as in :class:`Regency` and its plan."""
        import pandas as pd  # slow to import, and not needed to plan

        return pd.DataFrame([_row(regency) for regency in self.regencies])


def _row(regency: Regency) -> dict[str, object]:
    plan, problem = regency.plan, regency.problem
    return {
        "regency": regency.name,
        "villages": len(problem.villages) if problem is not None else None,
        "teams": len(problem.teams) if problem is not None else None,
        "backlog": problem.backlog if problem is not None else None,
        "recorded": plan.recorded if plan is not None else None,
        "left_over": plan.left_over if plan is not None else None,
        "bound": plan.outcome.bound if plan is not None else None,
        "gap": plan.gap if plan is not None else None,
        "status": regency.status,
        "attempts": regency.attempts,
        "seconds": regency.seconds,
        "peak_mb": regency.peak_mb,
        "failure": regency.failure,
    }


def split_by_regency(problem: Problem) -> dict[str, Problem]:
    """Return regency code -> its part of ``problem``, in the order of the villages.

    A base belongs to the regency of the village that is nearest to it: by the minutes of its best weekday,
    and among those of its own island where there are any. Teams follow their base. A regency without a base
    has no team: its plan is empty, and says so.
    """
    villages: dict[str, list[str]] = {}
    for village in problem.villages:
        villages.setdefault(village.regency_id, []).append(village.id)
    home = {base.id: _regency_of(problem, base) for base in problem.bases}
    return {
        regency: problem.part(village_ids, [base for base, at in home.items() if at == regency]).replace(
            title=_title(problem, regency, village_ids[0])
        )
        for regency, village_ids in villages.items()
    }


def _regency_of(problem: Problem, base: Base) -> str | None:
    """Return the code of the regency that ``base`` belongs to; ``None`` when there are no villages."""
    minutes = problem.travel.minutes[:, problem.travel.index[base.id]].min(axis=0)

    def distance(village: Village) -> tuple[bool, float]:
        return village.island != base.island, float(minutes[problem.travel.index[village.id]])

    nearest = min(problem.villages, key=distance, default=None)
    return None if nearest is None else nearest.regency_id


def _title(problem: Problem, regency: str, village_id: str) -> str:
    return f"{problem.title}: {problem.village[village_id].regency or regency}"


def solve_province(
    problems: Mapping[str, Problem | PlannerError],
    *,
    seconds_each: float,
    rounds: int | None = None,
    processes: int = 2,
    retries: int = 2,
    seed: int = 0,
    optimiser_name: str = "trips",
    report: Callable[[str, Progress], None] | None = None,
    started: Callable[[str, int], None] | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Province:
    """Return a plan for each regency, or why it has none; one that fails never takes the others down.

    Parameters
    ----------
    problems
        Regency -> its problem, or the error that came instead of it: that regency is told as not read.
    seconds_each
        Wall-clock limit of one solve.
    rounds
        Limit of work for each instead, as in :func:`planner.solve`: then every plan is the one that its
        regency has when it is solved alone.
    processes
        Most workers at a time. Several of them price with one thread each, a single one with two.
    retries
        Attempts after the first one. They wait until every other regency had its first: what failed for want
        of memory may then have more of it.
    seed
        Of all random choices.
    optimiser_name
        As in :func:`planner.solve`.
    report
        Called with the regency and the progress of its solve.
    started
        Called with the regency and the process id of each attempt.
    is_cancelled
        A true answer, or Ctrl-C, ends with the plans made so far, and the best of those under way.

    Raises
    ------
    ValueError
        When no process is allowed, the number of retries is negative, or the optimiser is unknown.
    """
    require_known(optimiser_name)
    began = time.perf_counter()
    threads = 1 if processes > 1 else 2
    tasks = {
        name: Task(problem, optimiser_name, seconds_each, rounds, seed, threads)
        for name, problem in problems.items()
        if isinstance(problem, Problem)
    }
    ends = solve_all(
        tasks, processes=processes, retries=retries, report=report, started=started, is_cancelled=is_cancelled
    )
    regencies = tuple(
        _regency(name, problem, ends[name]) if isinstance(problem, Problem) else _unread(name, problem)
        for name, problem in problems.items()
    )
    return Province(regencies, round(time.perf_counter() - began, 3))


def _regency(name: str, problem: Problem, end: End) -> Regency:
    answer = end.answer
    plan = Plan(problem, answer.team_days, answer.outcome) if answer is not None else None
    peak_mb = answer.peak_mb if answer is not None else None
    return Regency(name, problem, plan, end.failure, end.attempts, round(end.seconds, 3), peak_mb)


def _unread(name: str, error: PlannerError) -> Regency:
    """Return the regency whose files could not be read: its first fault, and how many there are more."""
    failure = " ".join(str(error).split())
    if isinstance(error, InputError) and error.faults:
        first, more = error.faults[0], len(error.faults) - 1
        failure = f"{first.file}: {first}" + (f" (and {more} more)" if more else "")
    return Regency(name, None, None, failure, 0, 0.0, None)
