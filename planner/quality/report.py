"""A project examined: a list of findings, each at its cell."""

from dataclasses import dataclass
from pathlib import Path

from planner.domain.problem import Problem
from planner.errors import InputError
from planner.inputs.project import read_problem
from planner.quality.facts import facts_of
from planner.quality.findings import Finding
from planner.quality.rules import judged, of_fault
from planner.quality.tables import Tables, open_tables


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a project.

    Parameters
    ----------
    tables
        Its files.
    findings
        All of them. Where files cannot be read these are their faults alone; the rules need a whole problem.
    problem
        What was read; ``None`` after a fault.
    cut_off
        Village id -> why no team can serve it.
    """

    tables: Tables
    findings: tuple[Finding, ...]
    problem: Problem | None
    cut_off: dict[str, str]


def examine(project: str | Path) -> Report:
    """Return what is wrong in a project; faults of its files are findings and no exceptions.

    Parameters
    ----------
    project
        A planner.toml.
    """
    project = Path(project)
    tables = open_tables(project)
    try:
        problem = read_problem(project)
    except InputError as error:
        return Report(tables, tuple(of_fault(fault, tables) for fault in error.faults), None, {})
    facts = facts_of(problem, tables)
    return Report(tables, tuple(judged(facts, tables)), problem, facts.cut_off)
