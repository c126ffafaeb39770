"""Names of staff and of people in villages, and how to reach them: what is in a plan, and a plan without.

No plan depends on it. docs/privacy.md says where each of these fields comes in and where it goes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.domain.directives import Directive
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.persons.headers import names_staff


@dataclass(frozen=True, slots=True)
class Contacts:
    """How much of it there is.

    Parameters
    ----------
    villages
        Villages with somebody to call (``Village.contact``).
    members
        Members of teams (``Team.staff``).
    authors
        Rules that say who wants them (``Directive.author``).
    columns
        The office's own columns about staff, or with telephone numbers and addresses.
    """

    villages: int = 0
    members: int = 0
    authors: int = 0
    columns: int = 0

    def __bool__(self) -> bool:
        """Whether there is any."""
        return any((self.villages, self.members, self.authors, self.columns))

    def __str__(self) -> str:
        """Return it in words.

        >>> str(Contacts(villages=12, members=1))
        'contacts of 12 villages, 1 member of teams'
        """
        parts = [
            (self.villages, "contact of 1 village", "contacts of {} villages"),
            (self.members, "1 member of teams", "{} members of teams"),
            (self.authors, "who wants 1 rule", "who wants {} rules"),
            (self.columns, "1 column about staff", "{} columns about staff"),
        ]
        return ", ".join(one if n == 1 else more.format(n) for n, one, more in parts if n)


def contacts_of(problem: Problem) -> Contacts:
    """Return how many such fields of a problem are filled."""
    rules = problem.rules
    return Contacts(
        sum(1 for village in problem.villages if village.contact),
        sum(len(team.staff) for team in problem.teams),
        sum(1 for directive in (*rules.directives, *rules.given_up) if directive.author),
        len(list(staff_columns(problem))),
    )


def staff_columns(problem: Problem) -> Iterator[str]:
    """Yield the headers of the office's own columns that are about staff, or say how to reach somebody."""
    return (header for header, cells in problem.extras.items() if names_staff(header, cells.values()))


def without_contacts(plan: Plan) -> Plan:
    """Return the plan with all of these fields empty; its version stays the same."""
    problem = plan.problem
    private = set(staff_columns(problem))
    rules = replace(
        problem.rules,
        directives=tuple(map(_unsigned, problem.rules.directives)),
        given_up=tuple(map(_unsigned, problem.rules.given_up)),
    )
    bare = problem.replace(
        villages=tuple(replace(village, contact="") for village in problem.villages),
        teams=tuple(replace(team, staff=()) for team in problem.teams),
        rules=rules,
        extras={header: cells for header, cells in problem.extras.items() if header not in private},
    )
    return replace(plan, problem=bare)


def _unsigned(directive: Directive) -> Directive:
    return replace(directive, author="")
