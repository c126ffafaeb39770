"""All that an optimiser needs to know, checked to fit together."""

import dataclasses
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Self

from planner.domain.calendar import Calendar, blocks
from planner.domain.counting import Counting
from planner.domain.directives import Directive, forbids
from planner.domain.past import Past
from planner.domain.places import Base, Village
from planner.domain.rules import Rules
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes
from planner.errors import ProblemError

Extra = str | int | float | bool


@dataclass(frozen=True)
class Problem:
    """A backlog, the teams, the days and the ways between: everything a plan is made from.

    Parameters
    ----------
    title
        What the project is called on outputs.
    villages, bases, teams
        Where people wait, where teams start, and the teams.
    calendar
        The days from the first one to the deadline.
    travel
        Minutes between all villages and bases, on each weekday.
    rules
        What every plan has to keep.
    notes
        Name -> value of what was assumed on the way here (sources, parameters); printed on outputs.
    shapes
        Village id -> its outline as WKB, EPSG:4326, for maps; empty where only points are known. No plan
        depends on it, so two problems that differ in it alone are equal.
    counting
        What the backlog is; ``None`` where nobody says.
    extras
        Header -> village id -> what the office's table says there: the columns that no plan depends on, to be
        given back with the villages. Dates are text, ``2018-03-01``.
    past
        What lies before the first day, where this is what is left of a campaign.
    """

    title: str
    villages: tuple[Village, ...]
    bases: tuple[Base, ...]
    teams: tuple[Team, ...]
    calendar: Calendar
    travel: TravelTimes
    rules: Rules = Rules()
    notes: tuple[tuple[str, str], ...] = field(default=())
    shapes: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    counting: Counting | None = None
    extras: Mapping[str, Mapping[str, Extra]] = field(default_factory=dict, compare=False, repr=False)
    past: Past | None = None

    def __post_init__(self) -> None:
        """Refuse values that do not fit together, naming every fault.

        Raises
        ------
        ProblemError
            With one line per fault.
        """
        faults = list(_faults(self))
        if faults:
            raise ProblemError("\n".join(faults))

    @cached_property
    def village(self) -> dict[str, Village]:
        """Village id -> village."""
        return {village.id: village for village in self.villages}

    @cached_property
    def base(self) -> dict[str, Base]:
        """Base id -> base."""
        return {base.id: base for base in self.bases}

    @cached_property
    def team(self) -> dict[str, Team]:
        """Team id -> team."""
        return {team.id: team for team in self.teams}

    @cached_property
    def backlog(self) -> int:
        """People of all villages not yet recorded."""
        return sum(village.backlog for village in self.villages)

    @property
    def began(self) -> date:
        """The first day of the campaign, which may lie before that of the calendar."""
        return self.past.began if self.past else self.calendar.first

    @cached_property
    def recorded_before(self) -> int:
        """People recorded before the first day, as reports have it."""
        return sum(village.recorded for village in self.villages)

    @cached_property
    def done_before(self) -> int:
        """People recorded before the first day, on visits that are taken as made too."""
        return self.recorded_before + sum(village.assumed for village in self.villages)

    @cached_property
    def removed_before(self) -> int:
        """People who turned out not to wait, as reports have it."""
        return sum(village.removed for village in self.villages)

    @property
    def whole(self) -> int:
        """People that shares and targets are of: those recorded before, and those who still wait."""
        return self.done_before + self.backlog

    @cached_property
    def counted(self) -> int:
        """The same people as they were counted, before any share was taken."""
        return sum(village.raw for village in self.villages)

    def place(self, place_id: str) -> Village | Base:
        """Return the village or base with that id."""
        return self.village[place_id] if place_id in self.village else self.base[place_id]

    def is_at_work(self, team: Team, day: date) -> bool:
        """Return whether ``team`` can go out on ``day``."""
        return self.calendar.is_working(day) and day not in team.away

    def may_serve(self, team: Team, village: Village, day: date) -> bool:
        """Return whether ``team`` may serve ``village`` on ``day``, if it is at work."""
        return (
            village.is_open(day)
            and team.serves(village.id)
            and not forbids(self.rules.directives, team, village.id, day)
        )

    def end_of(self, team: Team, day: date) -> int:
        """Return the minute after midnight at which the day of ``team`` ends: earlier on short days."""
        return self._end_at(team, team.base, day)

    def service_ends(self, team: Team, village_id: str, day: date) -> int:
        """Return the minute after midnight by which a stop of ``team`` in a village has to be over."""
        return min(self.end_of(team, day), self._end_at(team, village_id, day))

    def _end_at(self, team: Team, place_id: str, day: date) -> int:
        share = self.calendar.share_of_hours(day, place_id) if self.calendar.short_days else 1.0
        return team.start_minute + int(share * (team.end_minute - team.start_minute) + 1e-9)

    def days_of(self, team: Team) -> tuple[date, ...]:
        """Return the days on which ``team`` can go out, in order."""
        return tuple(day for day in self.calendar.working_days() if day not in team.away)

    def blocks_of(self, team: Team) -> tuple[tuple[date, ...], ...]:
        """Return the team's days cut into runs of consecutive dates; it is at its base after each run."""
        return blocks(self.days_of(team))

    @cached_property
    def team_days(self) -> int:
        """Team-days at hand: the scarce resource."""
        return sum(len(self.days_of(team)) for team in self.teams)

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some fields changed, checked like any other problem."""
        return dataclasses.replace(self, **changes)

    def part(self, village_ids: Iterable[str], base_ids: Iterable[str]) -> Self:
        """Return the problem of some villages, and of the teams of some bases, without all other places.

        What leads over another place is lost, unless the travel times already are the shortest ways. Floors
        of a kecamatan without such a village are left out, and the budget stays whole.
        """
        some, offices = set(village_ids), set(base_ids)
        villages = tuple(village for village in self.villages if village.id in some)
        districts = {village.district_id for village in villages}
        bases = tuple(base for base in self.bases if base.id in offices)
        return self.replace(
            villages=villages,
            bases=bases,
            teams=tuple(team for team in self.teams if team.base in offices),
            travel=self.travel.among([*(v.id for v in villages), *(b.id for b in bases)]),
            shapes={village: shape for village, shape in self.shapes.items() if village in some},
            extras={
                header: {village: cell for village, cell in cells.items() if village in some}
                for header, cells in self.extras.items()
            },
            rules=dataclasses.replace(
                self.rules,
                floors=tuple(f for f in self.rules.floors if f.district_id in districts),
                directives=tuple(self._directives_of(some, offices)),
            ),
        )

    def _directives_of(self, villages: set[str], bases: set[str]) -> Iterator[Directive]:
        """Yield the directives as far as they speak of some villages and the teams of some bases.

        ``MIN`` and ``MAX`` ask for the share of the people that waits in these villages.
        """
        for directive in self.rules.directives:
            own = tuple(village for village in directive.villages if village in villages)
            if not own or (directive.team and self.team[directive.team].base not in bases):
                continue
            if directive.kind in ("TOGETHER", "ORDER") and len(own) < 2:
                continue
            there = sum(self.village[village].backlog for village in directive.villages)
            share = sum(self.village[village].backlog for village in own) / there if there else 1.0
            people = directive.people * share
            whole = math.ceil(people - 1e-9) if directive.kind == "MIN" else math.floor(people + 1e-9)
            yield dataclasses.replace(directive, villages=own, people=whole)

    def without(self, directives: Iterable[Directive]) -> Self:
        """Return the problem with some directives given up: kept in ``rules.given_up``, and not asked for.

        Those that ask for visits are given up in the villages that they are handed over with, no others.
        """
        gone = {directive.id: directive for directive in directives}
        kept: list[Directive] = []
        for directive in self.rules.directives:
            lost = gone[directive.id].villages if directive.id in gone else ()
            rest = tuple(village for village in directive.villages if village not in lost)
            if not lost:
                kept.append(directive)
            elif directive.asks_for_visits and rest:
                kept.append(dataclasses.replace(directive, villages=rest))
        given_up = (*self.rules.given_up, *gone.values())
        return self.replace(rules=dataclasses.replace(self.rules, directives=tuple(kept), given_up=given_up))


def _faults(problem: Problem) -> list[str]:
    """Return what does not fit together, one sentence each."""
    return [*_repeated(problem), *_unknown_places(problem), *_bad_numbers(problem)]


def _repeated(problem: Problem) -> list[str]:
    places = Counter([*(v.id for v in problem.villages), *(b.id for b in problem.bases)])
    teams = Counter(team.id for team in problem.teams)
    return [
        f"{name} stands {count} times; ids must be unique"
        for name, count in (places + teams).items()
        if count > 1
    ]


def _unknown_places(problem: Problem) -> list[str]:
    bases = {base.id for base in problem.bases}
    known = set(problem.travel.place_ids)
    faults = [
        f"team {team.id}: base is {team.base!r}; known bases are {', '.join(sorted(bases)) or 'none'}"
        for team in problem.teams
        if team.base not in bases
    ]
    missing = [v.id for v in problem.villages if v.id not in known]
    missing += [b.id for b in problem.bases if b.id not in known]
    if missing:
        faults.append(f"travel times miss {len(missing)} places, e.g. {missing[0]}")
    return faults


def _bad_numbers(problem: Problem) -> list[str]:
    faults = [
        f"village {v.id}: backlog is {v.backlog}; expected 0 or more"
        for v in problem.villages
        if v.backlog < 0
    ]
    faults += [
        f"village {v.id}: served {v.served}, recorded {v.recorded}, removed {v.removed}, "
        f"assumed {v.assumed}; expected 0 or more"
        for v in problem.villages
        if min(v.served, v.recorded, v.removed, v.assumed) < 0
    ]
    for team in problem.teams:
        if not 0 < team.rate_per_hour < math.inf:
            faults.append(f"team {team.id}: rate_per_hour is {team.rate_per_hour}; expected more than 0")
        if not 0 <= team.start_minute < team.end_minute <= 24 * 60:
            faults.append(f"team {team.id}: its day ends before it starts")
        if not 0 <= team.day_cost < math.inf:
            faults.append(f"team {team.id}: day_cost is {team.day_cost}; expected 0 or more")
        if team.setup_minutes < 0 or team.max_nights < 0:
            faults.append(f"team {team.id}: setup_minutes and max_nights cannot be negative")
    for base in problem.bases:
        kits = (base.kits or 0, *base.kits_at_office)
        if len(kits) != 8 or min(kits) < 0:
            faults.append(f"base {base.id}: kits are {kits[0]}, at the office {kits[1:]}; expected 0 or more")
    faults += problem.rules.faults()
    districts = {village.district_id for village in problem.villages}
    faults += [
        f"floor of {floor.district_id}: there is no such kecamatan"
        for floor in problem.rules.floors
        if floor.district_id not in districts
    ]
    faults += _bad_directives(problem)
    for short in problem.calendar.short_days:
        if not 0 <= short.share <= 1 or short.last < short.first:
            faults.append(
                f"short days {short.first} to {short.last}: share is {short.share}; expected 0 to 1"
            )
    if problem.calendar.last < problem.calendar.first:
        faults.append(
            f"the deadline {problem.calendar.last} lies before the first day {problem.calendar.first}"
        )
    return faults


def _bad_directives(problem: Problem) -> Iterator[str]:
    counts = Counter(directive.id for directive in problem.rules.directives)
    yield from (f"rule {name} stands {count} times" for name, count in counts.items() if count > 1)
    for directive in problem.rules.directives:
        yield from (f"rule {directive.id}: {fault}" for fault in directive.faults())
        if directive.team and directive.team not in problem.team:
            yield f"rule {directive.id}: there is no team {directive.team!r}"
        unknown = [village for village in directive.villages if village not in problem.village]
        if unknown:
            yield f"rule {directive.id}: there is no village {unknown[0]!r}"
