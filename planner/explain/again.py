"""A plan made anew for a problem that is a little different, and what is otherwise in it."""

from collections.abc import Callable
from dataclasses import dataclass

from planner.domain.changes import changes
from planner.domain.check import require_valid
from planner.domain.directives import Directive
from planner.domain.plan import Change, Outcome, Plan
from planner.domain.problem import Problem
from planner.explain.alike import like
from planner.optimisers import Progress, Watch
from planner.replanning.fixed import possible, trips_of

SECONDS = 10.0


@dataclass(frozen=True)
class Difference:
    """Two plans side by side.

    Parameters
    ----------
    before, after
        The plans; their problems may differ.
    villages
        Village id -> people recorded there more (or, below 0, fewer) than before; those alike are absent.
    changes
        Visits that are otherwise, as :func:`planner.domain.changes.changes` pairs them.
    given_up
        Hard rules that the plan before keeps and the new one does not: what was asked for could not be had.
    """

    before: Plan
    after: Plan
    villages: dict[str, int]
    changes: tuple[Change, ...]
    given_up: tuple[Directive, ...]

    @property
    def people(self) -> int:
        """People recorded more than before; the sum of ``villages``."""
        return self.after.recorded - self.before.recorded


def difference(before: Plan, after: Plan) -> Difference:
    """Return what is otherwise in the plan ``after``."""
    more = {
        village: after.planned.get(village, 0) - before.planned.get(village, 0)
        for village in dict.fromkeys((*before.planned, *after.planned))
    }
    known = before.problem.rules.given_up
    return Difference(
        before,
        after,
        {village: people for village, people in more.items() if people},
        changes(before, after, since=min(p.problem.calendar.first for p in (before, after))),
        tuple(lost for lost in after.problem.rules.given_up if lost not in known),
    )


def compared(
    plan: Plan,
    problem: Problem,
    *,
    seconds: float = SECONDS,
    seed: int = 0,
    report: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Difference:
    """Return what is otherwise in the best plan found for another problem of the same places.

    The search begins with all trips of ``plan`` that still can be made, so what stays as it was is no
    accident. It looks at everything, so it may also find what the first search had missed.

    Raises
    ------
    PlanError
        When the new plan breaks a rule: a defect of the optimiser.
    """
    from planner.optimisers.trips import trips  # numba and PuLP take a second to import

    watch = Watch(seconds=seconds, seed=seed, is_cancelled=is_cancelled)
    watch.report = report or watch.report
    first = min(plan.problem.calendar.first, problem.calendar.first)
    kept = possible(problem, trips_of(plan, first))
    made = trips(problem, watch, start=Plan(problem, kept.days, Outcome("before")))
    made = like(plan, made)
    require_valid(made)
    return difference(plan, made)
