"""What the rules look at: a problem, and what stands in its tables beside it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from planner.domain.places import Village
from planner.domain.problem import Problem
from planner.domain.reach import unreachable
from planner.inputs.project import proposals_of
from planner.inputs.schemes import Proposal
from planner.quality.tables import Tables, dates


@dataclass(frozen=True)
class Facts:
    """A project that can be read.

    Parameters
    ----------
    problem
        The project.
    eligible
        Village id -> residents who need an e-KTP, where the file says it.
    days
        Row of the calendar -> its dates, and whether they are worked.
    proposed
        Villages that rows with an unknown code may mean; none where the project names no known villages.
    staffed
        Ids of the teams with somebody in the sheet Petugas; ``None`` where no team is named there.
    """

    problem: Problem
    eligible: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[int, tuple[frozenset[date], bool]] = field(default_factory=dict)
    staffed: frozenset[str] | None = None
    proposed: Sequence[Proposal] = ()

    @cached_property
    def cut_off(self) -> dict[str, str]:
        """Village id -> why no team can serve it; see :func:`planner.domain.reach.unreachable`."""
        return unreachable(self.problem)

    @cached_property
    def by_district(self) -> dict[str, list[Village]]:
        """District id -> its villages."""
        return _grouped(self.problem, "district_id")

    @cached_property
    def by_regency(self) -> dict[str, list[Village]]:
        """Regency id -> its villages."""
        return _grouped(self.problem, "regency_id")

    @cached_property
    def by_island(self) -> dict[str, list[Village]]:
        """Island -> the villages on it."""
        return _grouped(self.problem, "island")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a rule found.

    Parameters
    ----------
    table, key, column
        Kind of table, id of the entry and key of the column; see :meth:`planner.quality.tables.Tables.place`.
    value
        What stands there, or what was counted.
    words
        What the advice of the rule names: numbers, dates, names, or a ``reason`` of
        :func:`planner.domain.reach.unreachable`.
    """

    table: str
    key: Any
    column: str
    value: object
    words: Mapping[str, object] = field(default_factory=dict)


def facts_of(problem: Problem, tables: Tables) -> Facts:
    """Return what the rules look at."""
    eligible = {row["village_code"]: row["eligible"] for _, row in tables.records("eligible")}
    days = {
        number: (dates(row), bool(row["worked"]))
        for number, row in tables.records("calendar")
        if not (row["area"] or row["hours_factor"] or (row["kind"] or "").casefold() == "ramadan")
    }
    staffed = frozenset(row["team"] for _, row in tables.records("staff") if row["team"])
    known = {village: people for village, people in eligible.items() if people is not None}
    return Facts(problem, known, days, staffed or None, proposals_of(tables.project))


def _grouped(problem: Problem, name: str) -> dict[str, list[Village]]:
    groups: defaultdict[str, list[Village]] = defaultdict(list)
    for village in problem.villages:
        groups[getattr(village, name)].append(village)
    return dict(groups)
