"""The main job in two calls: a problem becomes a plan, a plan becomes files."""

from collections.abc import Callable
from pathlib import Path

from planner.domain.check import require_valid
from planner.domain.contacts import without_contacts
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.exporters import FOR_THE_OFFICE, exporter
from planner.inputs.named import files_around, inputs_among
from planner.optimisers import Progress, Watch, optimiser
from planner.optimisers.watch import THREADS
from planner.targets import replacing, require_free
from planner.words import Language


def solve(
    problem: Problem,
    *,
    optimiser_name: str = "trips",
    seconds: float = 60.0,
    rounds: int | None = None,
    seed: int = 0,
    threads: int = THREADS,
    report: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """Return a plan that keeps every rule; see :mod:`planner.domain.check`.

    Parameters
    ----------
    problem
        What to plan.
    optimiser_name
        ``trips`` (the engine, with a proven bound), ``by_base`` (a large problem in parts) or ``greedy``
        (today's practice).
    seconds
        Wall-clock limit.
    rounds
        Limit of work instead: same rounds and seed, same plan, however slow the machine; ``seconds`` then
        only ends a solve that takes far too long.
    seed
        Of all random choices.
    threads
        That may work side by side in this process.
    report
        Called with each :class:`planner.optimisers.Progress`.
    is_cancelled
        Asked often; a true answer ends the solve with the best plan so far.

    Raises
    ------
    PlanError
        When the plan breaks a rule: a defect of the optimiser.
    """
    watch = Watch(seconds=seconds, max_rounds=rounds, seed=seed, threads=threads)
    watch.report = report or watch.report
    watch.is_cancelled = is_cancelled or watch.is_cancelled
    plan = optimiser(optimiser_name)(problem, watch)
    require_valid(plan)
    return plan


def write(plan: Plan, path: str | Path, *, language: Language = "id", with_contacts: bool = False) -> Path:
    """Write ``plan`` in the format of the suffix of ``path``, whole or not at all; return the path.

    Parameters
    ----------
    plan
        The plan.
    path
        The file.
    language
        Of its words.
    with_contacts
        Whether a file that others may get (any but ``FOR_THE_OFFICE``) has the names and telephone numbers
        of staff and villages as well.

    Raises
    ------
    PlannerError
        When the plan breaks a rule, or the file is one that a project beside it, or the plan, was made from;
        nothing is written.
    ValueError
        For a suffix that no exporter knows.
    OSError
        When it cannot be written; what was there is as it was.
    """
    target = Path(path)
    export = exporter(target.suffix)
    require_valid(plan)
    require_free([target], files_around([target]) | inputs_among([target], plan))
    if not with_contacts and target.suffix.lower() not in FOR_THE_OFFICE:
        plan = without_contacts(plan)  # what is not there cannot come out
    with replacing(target) as made:
        export(plan, made, language=language)
    return target
