"""Which campaign a plan or a history is of: its villages and its days.

The title is for people and decides nothing. Villages come and go in a campaign, and are counted anew, so two
records of one campaign need not have the same villages: they share at least half of the smaller number.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from planner.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Campaign:
    """What a history says of its campaign.

    Parameters
    ----------
    title
        Of the project.
    first, last
        First and last day.
    villages
        Ids of all villages that any of its plans had.
    """

    title: str
    first: date
    last: date
    villages: frozenset[str]

    def joined(self, later: "Campaign") -> "Campaign":
        """Return the campaign as it is known after a later plan: all villages and days of both."""
        first, last = min(self.first, later.first), max(self.last, later.last)
        return Campaign(later.title, first, last, self.villages | later.villages)

    def __str__(self) -> str:
        """Return it as it is named in a sentence."""
        return f"{self.title} ({len(self.villages)} villages, {self.first} to {self.last})"


def campaign_of(problem: Problem) -> Campaign:
    """Return the campaign that a problem is of; villages served at a host's are among its villages."""
    villages = frozenset(
        id_ for village in problem.villages for id_ in (village.id, *(g.id for g in village.guests))
    )
    return Campaign(problem.title, problem.calendar.first, problem.calendar.last, villages)


def is_alike(villages: Set[str], others: Set[str]) -> bool:
    """Return whether two sets of villages can be of one campaign; what is empty is of any.

    >>> is_alike({"A", "B", "C"}, {"B", "C", "D"}), is_alike({"A", "B"}, set())
    (True, True)
    >>> is_alike({"A", "B", "C"}, {"C", "D", "E"})
    False
    """
    return 2 * len(villages & others) >= min(len(villages), len(others))
