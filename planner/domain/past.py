"""What of a campaign lies before the first day of a plan of what is left."""

from dataclasses import dataclass
from datetime import date

from planner.domain.directives import Directive
from planner.domain.rules import Floor


@dataclass(frozen=True, slots=True)
class Assumed:
    """A visit that nobody has reported on yet, and that is taken as made as it was planned.

    Parameters
    ----------
    day, team, village
        Which visit.
    people
        Recordings that were planned.
    """

    day: date
    team: str
    village: str
    people: int

    @property
    def visit(self) -> tuple[date, str, str]:
        """Date, team and village."""
        return self.day, self.team, self.village


@dataclass(frozen=True, slots=True)
class Past:
    """What of a campaign lies before the first day of a plan.

    Parameters
    ----------
    began
        The first day of the first plan.
    versions
        Of the plans before, the first one first; sheets printed from them may still come back.
    assumed
        Visits that nobody has reported on, taken as made; their people wait no more in the plan.
    floors, directives
        What floors and the office's own rules still ask for if none of them was made; empty without such a
        visit.
    """

    began: date
    versions: tuple[str, ...] = ()
    assumed: tuple[Assumed, ...] = ()
    floors: tuple[Floor, ...] = ()
    directives: tuple[Directive, ...] = ()
