"""Optimisers: each is a callable ``(problem, watch) -> Plan``. The only room that knows PuLP and HiGHS."""

from collections.abc import Callable
from importlib import import_module

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.optimisers.watch import COMPILING, Progress, Watch

__all__ = ["COMPILING", "OPTIMISERS", "Optimiser", "Progress", "Watch", "optimiser", "require_known"]

Optimiser = Callable[[Problem, Watch], Plan]

OPTIMISERS = {
    "trips": "planner.optimisers.trips:trips",
    "greedy": "planner.optimisers.greedy:greedy",
    "by_base": "planner.optimisers.by_base:by_base",
}  # imported when asked for: numba and PuLP take a second


def optimiser(name: str) -> Optimiser:
    """Return the optimiser of that name.

    Raises
    ------
    ValueError
        For a name that is not in ``OPTIMISERS``.
    """
    require_known(name)
    module, function = OPTIMISERS[name].split(":")
    found: Optimiser = getattr(import_module(module), function)
    return found


def require_known(name: str) -> None:
    """Stop at the name of an optimiser that is not there; for more see :func:`optimiser`."""
    if name not in OPTIMISERS:
        raise ValueError(f"optimiser is {name!r}; known are {', '.join(OPTIMISERS)}")
