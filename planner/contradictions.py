"""Hard rules of the office that cannot all be kept: which of them contradict each other.

A set of rules contradicts itself when the bound shows that no plan keeps them all. The smallest such set is
found by leaving out one rule after another (deletion filter; Chinneck & Dravnieks 1991): what still
contradicts itself without a rule does not need it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from planner.domain.directives import Directive
from planner.domain.problem import Problem
from planner.domain.reach import impossible
from planner.optimisers.watch import Watch

SECONDS = 3.0  # for one question to the engine
MOST = 40  # rules that are left out one by one


def contradiction(
    problem: Problem,
    *,
    seconds: float = SECONDS,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Directive, ...]:
    """Return a smallest set of hard rules that no plan keeps; empty where none is proven.

    Smallest means: without any one of them, no contradiction of the others is proven within ``seconds``.
    Rules that nobody can keep, whatever the others say, stand alone.
    """
    alone = impossible(_with(problem, _closing(problem)))
    if alone:
        return _reasons_for(problem, alone[0])
    hard = [d for d in problem.rules.directives if d.is_hard]
    if len(hard) < 2 or not _is_contradicted(problem, hard, seconds):
        return ()
    needed = list(hard)
    for directive in hard[:MOST]:
        if is_cancelled():
            break
        others = [d for d in needed if d.id != directive.id]
        if _is_contradicted(problem, others, seconds):
            needed = others
    return tuple(needed)


def _closing(problem: Problem) -> tuple[Directive, ...]:
    """Return the hard rules; those of soft ones are no reason for anything."""
    return tuple(d for d in problem.rules.directives if d.is_hard)


def _reasons_for(problem: Problem, lost: Directive) -> tuple[Directive, ...]:
    """Return a rule that cannot be kept, with the rules that forbid it, if it could be kept without them."""
    own = next(d for d in problem.rules.directives if d.id == lost.id)
    needed = [d for d in problem.rules.directives if d.kind == "FORBID" and d.is_hard]
    if any(d.id == own.id for d in impossible(_with(problem, [own]))):
        return (own,)
    for directive in list(needed):
        others = [d for d in needed if d.id != directive.id]
        if any(d.id == own.id for d in impossible(_with(problem, [own, *others]))):
            needed = others
    return (own, *needed)


def _is_contradicted(problem: Problem, directives: Sequence[Directive], seconds: float) -> bool:
    """Return whether it is proven that no plan keeps these rules together."""
    from planner.optimisers.trips.engine import can_keep  # numba and PuLP take a second to import

    return can_keep(_with(problem, directives), Watch(seconds=seconds)) is False


def _with(problem: Problem, directives: Sequence[Directive]) -> Problem:
    """Return the problem with these directives alone, and no wishes beside them."""
    return problem.replace(rules=replace(problem.rules, directives=tuple(directives), floors=()))
