"""A team's days as an office signs them: trips from the base back to it, and the stays on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from planner.domain.plan import Plan, Stop, TeamDay


@dataclass(frozen=True, slots=True)
class Stay:
    """A team at one place without leaving it, nights included.

    Parameters
    ----------
    place
        Id of the village or base.
    first, last
        Dates of arrival and departure.
    stops
        The dated visits; empty where the team only sleeps or starts.
    to
        Id of the place it goes to next; empty at the end of a trip.
    """

    place: str
    first: date
    last: date
    stops: tuple[tuple[date, Stop], ...]
    to: str


@dataclass(frozen=True, slots=True)
class Trip:
    """The days of one team from leaving its base until it is back, one or more."""

    team: str
    days: tuple[TeamDay, ...]

    @property
    def first(self) -> date:
        """The day on which the team leaves."""
        return self.days[0].day

    @property
    def last(self) -> date:
        """The day on which it is back."""
        return self.days[-1].day

    @property
    def stops(self) -> tuple[tuple[date, Stop], ...]:
        """The dated visits in order."""
        return tuple((day.day, stop) for day in self.days for stop in day.stops)

    @property
    def people(self) -> int:
        """Recordings expected on the whole trip."""
        return sum(day.people for day in self.days)


def trips_of(plan: Plan) -> tuple[Trip, ...]:
    """Return the trips of ``plan``, ordered by first day and team."""
    trips = [trip for team in plan.problem.teams for trip in _team_trips(plan, team.id)]
    return tuple(sorted(trips, key=lambda trip: (trip.first, trip.team)))


def stays_of(trip: Trip) -> tuple[Stay, ...]:
    """Return where the team is on ``trip``, from its base back to it."""
    runs = [(place, list(found)) for place, found in groupby(_places(trip), key=lambda found: found[0])]
    following = [*(after[0] for _, after in pairwise(runs)), ""]
    return tuple(
        Stay(
            place=place,
            first=found[0][1],
            last=found[-1][1],
            stops=tuple((day, stop) for _, day, stop in found if stop is not None),
            to=to,
        )
        for (place, found), to in zip(runs, following, strict=True)
    )


def _team_trips(plan: Plan, team: str) -> Iterator[Trip]:
    days: list[TeamDay] = []
    for day in (day for day in plan.team_days if day.team == team):
        days.append(day)
        if day.end_at == plan.problem.team[team].base:
            yield Trip(team, tuple(days))
            days = []
    if days:  # a plan that breaks the rules; it is never written
        yield Trip(team, tuple(days))


def _places(trip: Trip) -> Iterator[tuple[str, date, Stop | None]]:
    """Yield every place the team is at, in order; a place where it stays comes several times."""
    for day in trip.days:
        yield day.start_at, day.day, None
        for stop in day.stops:
            yield stop.village, day.day, stop
        yield day.end_at, day.day, None
