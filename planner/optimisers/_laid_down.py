"""What the office's directives mean for somebody who looks no further than today; for ``greedy``."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.directives import Directive
from planner.domain.problem import Problem
from planner.domain.teams import Team

IntArray = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(slots=True)
class LaidDown:
    """The directives on the way through a plan, and what has been done so far.

    Parameters
    ----------
    ids
        The m villages, in the order of all arrays.
    directives
        All of them.
    member
        Whether each speaks of a village, shape (directives, m).
    recorded
        People recorded so far in each village, shape (m,).
    visited
        Villages that have answered each directive, shape (directives, m).
    """

    ids: tuple[str, ...]
    directives: tuple[Directive, ...]
    member: Mask
    recorded: IntArray
    visited: Mask
    is_begun: Mask = field(default_factory=lambda: np.empty(0, dtype=bool))

    @classmethod
    def of(cls, problem: Problem) -> "LaidDown":
        """Return the directives of a problem before its first day."""
        ids = tuple(village.id for village in problem.villages)
        directives = problem.rules.directives
        member = np.array([[v in set(d.villages) for v in ids] for d in directives], dtype=bool)
        member = member.reshape(len(directives), len(ids))
        recorded = np.zeros(len(ids), dtype=np.int64)
        return cls(ids, directives, member, recorded, np.zeros_like(member), np.zeros(len(ids), dtype=bool))

    def allowed(self, people: IntArray, waiting: IntArray) -> IntArray:
        """Return how many of ``people`` may be recorded in each village, shape (m,).

        None where a trip would have to serve others as well (who looks no further than today cannot promise
        that), or where others come first and still wait, or the village's turn is over.
        """
        allowed = people.copy()
        for directive, member in zip(self.directives, self.member, strict=True):
            if directive.kind == "MAX":
                room = max(0, directive.people - int(self.recorded[member].sum()))
                allowed[member] = np.minimum(allowed[member], room)
            elif directive.kind == "TOGETHER":
                allowed[member] = 0
            elif directive.kind == "ORDER":
                allowed[self._out_of_turn(directive, waiting)] = 0
        return allowed

    def _out_of_turn(self, directive: Directive, waiting: IntArray) -> list[int]:
        """Return the villages of an ``ORDER`` but the one whose turn it is."""
        at = [self.ids.index(village) for village in directive.villages]
        begun = [n for n, village in enumerate(at) if self.is_begun[village]]
        turn = next((n for n, v in enumerate(at) if n >= max(begun, default=0) and waiting[v] > 0), len(at))
        return [village for n, village in enumerate(at) if n != turn]

    def wanted(self, team: Team, day: date) -> Mask:
        """Return the villages that ``team`` is asked to visit on ``day`` and that nobody has, shape (m,)."""
        wanted = np.zeros(len(self.ids), dtype=bool)
        for n, directive in enumerate(self.directives):
            if directive.asks_for_visits and directive.holds(team.id, day):
                wanted |= self.member[n] & ~self.visited[n]
        return wanted

    def unwelcome(self, team: Team, day: date) -> Mask:
        """Return the villages that ``team`` should rather not visit on ``day``, shape (m,)."""
        unwelcome = np.zeros(len(self.ids), dtype=bool)
        for n, directive in enumerate(self.directives):
            if directive.kind == "FORBID" and directive.holds(team.id, day):
                unwelcome |= self.member[n]
        return unwelcome

    def serve(self, team: Team, day: date, village: int, people: int) -> None:
        """Note a visit."""
        self.recorded[village] += people
        self.is_begun[village] = True
        for n, directive in enumerate(self.directives):
            if directive.holds(team.id, day):
                self.visited[n, village] = True
