"""Field-team deployment planner: a backlog per village, teams, days and ways become a dated, proven plan.

    problem = planner.read_problem("examples/kupang/planner.toml")
    plan = planner.solve(problem, seconds=60)
    planner.write(plan, "plan.xlsx")

Names are imported when they are first used, so that ``import planner`` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.domain.calendar import Calendar
    from planner.domain.chances import Chances
    from planner.domain.check import Violation, check
    from planner.domain.measure import Measures, measure
    from planner.domain.places import Base, Village
    from planner.domain.plan import Outcome, Plan, Stop, TeamDay
    from planner.domain.problem import Problem
    from planner.domain.rules import Rules
    from planner.domain.teams import Team
    from planner.domain.travel_times import TravelTimes
    from planner.errors import BoundError, InputError, PlanError, PlannerError, ProblemError
    from planner.inputs.plan import read_plan
    from planner.inputs.project import read_problem
    from planner.letters.writing import write_letters
    from planner.optimisers.watch import Progress
    from planner.planning import solve, write
    from planner.province import Province, solve_province, split_by_regency
    from planner.simulation import Simulation, simulate
    from planner.store import open_store
    from planner.store.runs import keep_run, list_runs, plan_of_run
    from planner.whatif import WhatIf, what_if

_HOMES = {
    "Calendar": "domain.calendar",
    "Chances": "domain.chances",
    "Violation": "domain.check",
    "check": "domain.check",
    "Measures": "domain.measure",
    "measure": "domain.measure",
    "Base": "domain.places",
    "Village": "domain.places",
    "Outcome": "domain.plan",
    "Plan": "domain.plan",
    "Stop": "domain.plan",
    "TeamDay": "domain.plan",
    "Problem": "domain.problem",
    "Rules": "domain.rules",
    "Team": "domain.teams",
    "TravelTimes": "domain.travel_times",
    "BoundError": "errors",
    "InputError": "errors",
    "PlanError": "errors",
    "PlannerError": "errors",
    "ProblemError": "errors",
    "read_plan": "inputs.plan",
    "read_problem": "inputs.project",
    "Progress": "optimisers.watch",
    "solve": "planning",
    "write": "planning",
    "Province": "province",
    "solve_province": "province",
    "split_by_regency": "province",
    "open_store": "store",
    "keep_run": "store.runs",
    "list_runs": "store.runs",
    "plan_of_run": "store.runs",
    "Simulation": "simulation",
    "simulate": "simulation",
    "WhatIf": "whatif",
    "what_if": "whatif",
    "write_letters": "letters.writing",
}

__all__ = [
    "Base",
    "BoundError",
    "Calendar",
    "Chances",
    "InputError",
    "Measures",
    "Outcome",
    "Plan",
    "PlanError",
    "PlannerError",
    "Problem",
    "ProblemError",
    "Progress",
    "Province",
    "Rules",
    "Simulation",
    "Stop",
    "Team",
    "TeamDay",
    "TravelTimes",
    "Village",
    "Violation",
    "WhatIf",
    "check",
    "keep_run",
    "list_runs",
    "measure",
    "open_store",
    "plan_of_run",
    "read_plan",
    "read_problem",
    "simulate",
    "solve",
    "solve_province",
    "split_by_regency",
    "what_if",
    "write",
    "write_letters",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import a public name from its room at first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted([*__all__, "__version__"])
