"""Visits before today that nobody has reported on: a team whose sheet is late has not stayed at home.

For a week they are taken as made as they were planned, marked on every output; after that they count as not
made, and their people wait again.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from planner.domain.actuals import Actual, Visit, holding, moved_visits, visits_of
from planner.domain.past import Assumed
from planner.domain.plan import Plan

PLANNED, NOT_MADE = "planned", "not-made"
TREATMENTS = (PLANNED, NOT_MADE)
LATE_DAYS = 7  # a weekly hand-in; after it, nobody can say any more that the sheet is on its way


def unreported(plan: Plan, actuals: Iterable[Actual], today: date) -> dict[Visit, int]:
    """Return the visits before ``today`` that nobody has reported on -> people planned.

    They are those of the plan, and those that it has taken as made itself. A visit that was made on another
    day, or by another team, is reported on.
    """
    past = plan.problem.past
    planned = {visit.visit: visit.people for visit in (past.assumed if past else ())}
    planned |= {visit: people for visit, people in visits_of(plan).items() if visit[0] < today}
    held = holding(actuals)
    moved = moved_visits(planned, held)
    return {visit: people for visit, people in planned.items() if visit not in held and visit not in moved}


def taken_as_made(
    plan: Plan,
    actuals: Iterable[Actual],
    today: date,
    *,
    otherwise: str = PLANNED,
    of_team: Mapping[str, str] | None = None,
) -> tuple[Assumed, ...]:
    """Return the visits that nobody has reported on and that are taken as made, in their order.

    Parameters
    ----------
    plan, actuals, today
        As for :func:`unreported`.
    otherwise
        ``planned`` or ``not-made``: how they are taken.
    of_team
        Team id -> how those of this team are taken instead.
    """
    since = today - timedelta(days=LATE_DAYS)
    return tuple(
        Assumed(*visit, people)
        for visit, people in sorted(unreported(plan, actuals, today).items())
        if visit[0] >= since and (of_team or {}).get(visit[1], otherwise) == PLANNED
    )
