"""The judge of every plan: re-derives each rule from the problem alone, never from a model.

One small function per rule. A plan is shown or written only when this list comes back empty; the same
function serves the optimisers' tests, the command line, ``planner verify`` and edits by hand.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.measure import cost_idr
from planner.domain.plan import Plan, Stop, TeamDay
from planner.errors import PlanError

TOLERANCE = 1e-6  # minutes and people; covers floating-point noise only


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a plan breaks.

    Parameters
    ----------
    rule
        Short name of the rule, the key of ``RULES``.
    message
        What is wrong, with the numbers.
    team, day, village
        Where; ``None`` where it does not apply.
    """

    rule: str
    message: str
    team: str | None = None
    day: date | None = None
    village: str | None = None

    def __str__(self) -> str:
        """Return the violation as one line."""
        where = ", ".join(str(part) for part in (self.team, self.day, self.village) if part)
        return f"{self.rule}: {where + ': ' if where else ''}{self.message}"


def check(plan: Plan) -> tuple[Violation, ...]:
    """Return every violation of ``plan``; an empty tuple for a plan that keeps all rules."""
    unusable = (*_whole(plan), *_known(plan))
    if unusable:  # the other rules reckon with times and look teams and places up by name
        return unusable
    return tuple(violation for rule in RULES.values() for violation in rule(plan))


def require_valid(plan: Plan) -> None:
    """Stop with every violation of ``plan``, if there are any.

    Raises
    ------
    PlanError
        When a rule is broken.
    """
    violations = check(plan)
    if violations:
        lines = "\n".join(f"  - {violation}" for violation in violations)
        raise PlanError(f"the plan breaks {len(violations)} rule(s):\n{lines}")


def _whole(plan: Plan) -> Iterator[Violation]:
    """Times are whole minutes, people whole persons and days dates; the bound is finite."""
    for day in plan.team_days:
        if type(day.day) is not date:
            yield Violation("whole", f"{day.day!r} is no date", day.team)
        times = {"leave": day.leave, "back": day.back}
        yield from _not_whole(day, None, times)
        for stop in day.stops:
            numbers = {"arrive": stop.arrive, "open": stop.open, "close": stop.close, "people": stop.people}
            yield from _not_whole(day, stop.village, numbers)
    if plan.outcome.bound is not None and not math.isfinite(plan.outcome.bound):
        yield Violation("bound", f"{plan.outcome.bound} is no bound; expected a finite number")


def _not_whole(day: TeamDay, village: str | None, numbers: dict[str, int]) -> Iterator[Violation]:
    for name, value in numbers.items():
        if type(value) is not int:  # a NaN compares with nothing; True is no number of people
            yield Violation(
                "whole", f"{name} is {value}; expected a whole number", day.team, day.day, village
            )


def _known(plan: Plan) -> Iterator[Violation]:
    """Every team, village and base named in the plan exists."""
    places = plan.problem.village.keys() | plan.problem.base.keys()
    for day in plan.team_days:
        if day.team not in plan.problem.team:
            yield Violation("known", f"there is no team {day.team!r}", day.team, day.day)
        for place in (day.start_at, day.end_at):
            if place not in places:
                yield Violation("known", f"there is no place {place!r}", day.team, day.day)
        for stop in day.stops:
            if stop.village not in plan.problem.village:
                yield Violation(
                    "known", f"there is no village {stop.village!r}", day.team, day.day, stop.village
                )


def _calendar(plan: Plan) -> Iterator[Violation]:
    """Nobody is out on a weekend, a holiday, before the first day or after the deadline."""
    calendar = plan.problem.calendar
    for day in plan.team_days:
        if not calendar.is_working(day.day):
            why = calendar.holidays.get(
                day.day, f"not a working day between {calendar.first} and {calendar.last}"
            )
            yield Violation("calendar", why, day.team, day.day)


def _leave(plan: Plan) -> Iterator[Violation]:
    """No team works on its days of leave."""
    for day in plan.team_days:
        if day.day in plan.problem.team[day.team].away:
            yield Violation("leave", "the team is on leave", day.team, day.day)


def _one_place(plan: Plan) -> Iterator[Violation]:
    """A team has one day programme per date."""
    for (team, day), count in Counter((d.team, d.day) for d in plan.team_days).items():
        if count > 1:
            yield Violation("one_place", f"{count} programmes on one date", team, day)


def _hours(plan: Plan) -> Iterator[Violation]:
    """A day begins and ends within the team's hours."""
    for day in plan.team_days:
        team = plan.problem.team[day.team]
        if day.leave < team.start_minute:
            yield Violation(
                "hours", f"leaves at {clock(day.leave)}, before {clock(team.start_minute)}", day.team, day.day
            )
        end = plan.problem.end_of(team, day.day)
        if day.back > end:
            yield Violation("hours", f"ends at {clock(day.back)}, after {clock(end)}", day.team, day.day)
        if day.back < day.leave:
            yield Violation("hours", "ends before it begins", day.team, day.day)


def _short_days(plan: Plan) -> Iterator[Violation]:
    """Service ends in time where less than the usual hours are worked."""
    for day, stop in _stops(plan):
        end = plan.problem.service_ends(plan.problem.team[day.team], stop.village, day.day)
        if stop.close > end:
            text = f"service ends at {clock(stop.close)}, after {clock(end)}"
            yield Violation("short_days", text, day.team, day.day, stop.village)


def _clock(plan: Plan) -> Iterator[Violation]:
    """Teams leave and arrive at whole steps of the clock; the bound speaks of no other plans."""
    step = plan.problem.rules.clock_minutes
    for day in plan.team_days:
        start = plan.problem.team[day.team].start_minute
        times = [day.leave, day.back, *(minute for stop in day.stops for minute in (stop.arrive, stop.close))]
        for minute in times:
            if (minute - start) % step != 0:
                text = f"{clock(minute)} is not a multiple of {step} min after {clock(start)}"
                yield Violation("clock", text, day.team, day.day)


def _travel(plan: Plan) -> Iterator[Violation]:
    """Every leg has a way on that weekday, and the time for it."""
    for day in plan.team_days:
        at, leave = day.start_at, day.leave
        for stop in day.stops:
            yield from _leg(plan, day, at, stop.village, stop.arrive - leave)
            at, leave = stop.village, stop.close
        yield from _leg(plan, day, at, day.end_at, day.back - leave)


def _leg(plan: Plan, day: TeamDay, start: str, end: str, given: float) -> Iterator[Violation]:
    """Compare the minutes given for one leg with those needed."""
    needed = plan.problem.travel.between(start, end, day.day.weekday()) if start != end else 0.0
    if needed == float("inf"):
        yield Violation("travel", f"no way from {start} to {end} on this weekday", day.team, day.day, end)
    elif not given >= needed - TOLERANCE:  # a NaN is no way either
        text = f"{given:.0f} min from {start} to {end}; the way takes {needed:.0f}"
        yield Violation("travel", text, day.team, day.day, end)


def _service(plan: Plan) -> Iterator[Violation]:
    """Each stop has time to set up and to record its people, at least one."""
    for day, stop in _stops(plan):
        team = plan.problem.team[day.team]
        if stop.open - stop.arrive < team.setup_minutes - TOLERANCE:
            text = f"{stop.open - stop.arrive} min to set up; {team.setup_minutes} are needed"
            yield Violation("set-up", text, day.team, day.day, stop.village)
        if stop.people < 1:
            yield Violation("capacity", f"{stop.people} people planned", day.team, day.day, stop.village)
        elif stop.close - stop.open < team.minutes_for(stop.people) - TOLERANCE:
            needed, given = team.minutes_for(stop.people), stop.close - stop.open
            text = f"{stop.people} people need {needed:.0f} min, {given} are given"
            yield Violation("capacity", text, day.team, day.day, stop.village)


def _closed(plan: Plan) -> Iterator[Violation]:
    """No village is served on a day on which it is closed."""
    for day, stop in _stops(plan):
        if day.day in plan.problem.village[stop.village].closed:
            yield Violation("closed", "the village is closed on this day", day.team, day.day, stop.village)


def _earliest(plan: Plan) -> Iterator[Violation]:
    """No village is served before it can have been told."""
    for day, stop in _stops(plan):
        earliest = plan.problem.village[stop.village].earliest
        if earliest is not None and day.day < earliest:
            text = f"served before its first day, {earliest}"
            yield Violation("earliest", text, day.team, day.day, stop.village)


def _smallest_stop(plan: Plan) -> Iterator[Violation]:
    """No team sets up for fewer people than are worth it."""
    least = plan.problem.rules.smallest_stop
    for day, stop in _stops(plan):
        if 1 <= stop.people < least:  # none at all is told by the rule of capacity
            text = f"{stop.people} people planned; a stop is worth it from {least}"
            yield Violation("smallest_stop", text, day.team, day.day, stop.village)


def _directives(plan: Plan) -> Iterator[Violation]:
    """The hard rules that the office has laid down are kept."""
    for directive in plan.unkept:
        why = f" ({directive.reason})" if directive.reason else ""
        text = f"{directive.kind} {directive.id}{why} is breached {plan.breaches[directive.id]} time(s)"
        yield Violation("directives", text, directive.team or None)


def _latest(plan: Plan) -> Iterator[Violation]:
    """No village is served after its own last day."""
    for day, stop in _stops(plan):
        latest = plan.problem.village[stop.village].latest
        if latest is not None and day.day > latest:
            yield Violation("latest", f"served after its last day, {latest}", day.team, day.day, stop.village)


def _areas(plan: Plan) -> Iterator[Violation]:
    """No team serves a village outside its areas."""
    for day, stop in _stops(plan):
        if not plan.problem.team[day.team].serves(stop.village):
            yield Violation(
                "areas", "the village is not in the areas of the team", day.team, day.day, stop.village
            )


def _backlog(plan: Plan) -> Iterator[Violation]:
    """No village gets more recordings than it has people waiting."""
    planned: Counter[str] = Counter()
    for _, stop in _stops(plan):
        planned[stop.village] += stop.people
    for village, people in planned.items():
        backlog = plan.problem.village[village].backlog
        if people > backlog:
            yield Violation("backlog", f"{people} people planned, {backlog} are waiting", village=village)


def _conservation(plan: Plan) -> Iterator[Violation]:
    """Backlog = planned + left, in every village and in all."""
    planned: Counter[str] = Counter()
    for _, stop in _stops(plan):
        planned[stop.village] += stop.people
    for village in plan.problem.villages:
        if plan.planned.get(village.id, 0) != planned[village.id] or village.backlog != planned[
            village.id
        ] + plan.left(village.id):
            yield Violation("conservation", "backlog is not planned + left", village=village.id)
    if plan.problem.backlog != plan.recorded + plan.left_over or plan.recorded != planned.total():
        yield Violation("conservation", "the sums of the plan do not add up to the backlog")


def _chain(plan: Plan) -> Iterator[Violation]:
    """A day starts where the one before ended; a team that slept away goes on the next date."""
    for team_id, days in _by_team(plan).items():
        base = plan.problem.team[team_id].base
        slept, last = base, None
        for day in days:
            if slept != base and last is not None and day.day != last + timedelta(days=1):
                yield Violation(
                    "base_at_end", f"slept in {slept} before a day without programme", team_id, last
                )
                slept = base
            if day.start_at != slept:
                yield Violation("chain", f"starts in {day.start_at}, but slept in {slept}", team_id, day.day)
            slept, last = day.end_at, day.day
        if slept != base:
            yield Violation("base_at_end", f"ends in {slept} and not at its base {base}", team_id, last)


def _nights(plan: Plan) -> Iterator[Violation]:
    """Nights are spent where there is lodging, and not too many in a row."""
    for team_id, days in _by_team(plan).items():
        team, nights = plan.problem.team[team_id], 0
        for day in days:
            if day.end_at == team.base:
                nights = 0
                continue
            nights += 1
            village = plan.problem.village.get(day.end_at)
            if village is None or not village.lodging:
                yield Violation("lodging", f"{day.end_at} has no lodging", team_id, day.day, day.end_at)
            if nights > team.max_nights:
                yield Violation(
                    "nights", f"night {nights} away; at most {team.max_nights} in a row", team_id, day.day
                )


def _turnout(plan: Plan) -> Iterator[Violation]:
    """No more people are recorded in a village on one date than come on it."""
    rules = plan.problem.rules
    for village, days in _people_by_date(plan).items() if rules.turnout else ():
        before, waiting = plan.problem.village[village].served, plan.problem.village[village].backlog
        for served, (day, people) in enumerate(sorted(days.items()), start=before):
            coming = rules.coming(max(0, waiting), served)
            if people > coming:
                text = (
                    f"{people} people planned; of {waiting} waiting {coming} come on service day {served + 1}"
                )
                yield Violation("turnout", text, day=day, village=village)
            waiting -= people


def _kits(plan: Plan) -> Iterator[Violation]:
    """No more teams of a base are out on a date than it has kits for."""
    out: defaultdict[tuple[date, str], set[str]] = defaultdict(set)
    for team_day in plan.team_days:
        out[team_day.day, plan.problem.team[team_day.team].base].add(team_day.team)
    for (day, base_id), teams in sorted(out.items()):
        base = plan.problem.base[base_id]
        kits = base.kits_on(day)
        if kits is not None and len(teams) > kits:
            at_office = min(base.kits or 0, base.kits_at_office[day.weekday()])
            text = f"{len(teams)} teams of base {base_id} are out with {kits} kits: it has {base.kits}, "
            yield Violation("kits", f"{text}and {at_office} stay at the office", day=day)


def _budget(plan: Plan) -> Iterator[Violation]:
    """All team-days together cost no more than the budget."""
    budget = plan.problem.rules.budget
    if budget is None:
        return
    cost = cost_idr(plan)
    if not cost <= budget * (1 + TOLERANCE):
        yield Violation("budget", f"the plan costs {cost:,.0f} rupiah; the budget is {budget:,.0f}")


def _bound(plan: Plan) -> Iterator[Violation]:
    """No plan is worth more than its proven bound: if one is, the bound is wrong."""
    bound, rules = plan.outcome.bound, plan.problem.rules
    if bound is not None and not plan.value <= bound + TOLERANCE:
        costs = plan.recorded - plan.value
        less = f", less {costs:.2f} for shortfalls" if rules.floors or costs else ""
        yield Violation("bound", f"{plan.recorded} people recorded{less}, above the bound of {bound:.2f}")


RULES: dict[str, Callable[[Plan], Iterator[Violation]]] = {
    "whole": _whole,
    "known": _known,
    "calendar": _calendar,
    "leave": _leave,
    "one_place": _one_place,
    "hours": _hours,
    "short_days": _short_days,
    "clock": _clock,
    "travel": _travel,
    "service": _service,
    "closed": _closed,
    "areas": _areas,
    "latest": _latest,
    "earliest": _earliest,
    "smallest_stop": _smallest_stop,
    "backlog": _backlog,
    "turnout": _turnout,
    "conservation": _conservation,
    "chain": _chain,
    "nights": _nights,
    "kits": _kits,
    "budget": _budget,
    "directives": _directives,
    "bound": _bound,
}


def clock(minute: float) -> str:
    """Return minutes after midnight as an office writes them.

    >>> clock(485)
    '08.05'
    """
    return f"{int(minute) // 60:02d}.{int(minute) % 60:02d}"


def _stops(plan: Plan) -> Iterator[tuple[TeamDay, Stop]]:
    return ((day, stop) for day in plan.team_days for stop in day.stops)


def _people_by_date(plan: Plan) -> dict[str, Counter[date]]:
    """Return village id -> people recorded there on each date, all teams together."""
    people: defaultdict[str, Counter[date]] = defaultdict(Counter)
    for day, stop in _stops(plan):
        people[stop.village][day.day] += stop.people
    return people


def _by_team(plan: Plan) -> dict[str, list[TeamDay]]:
    """Return each team's days in order of date."""
    days: defaultdict[str, list[TeamDay]] = defaultdict(list)
    for day in sorted(plan.team_days, key=lambda d: d.day):
        days[day.team].append(day)
    return days
