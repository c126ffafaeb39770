"""What a plan amounts to, and everything that was assumed to get it."""

import math
import platform
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from planner.domain.measure import cost_idr, is_costed, measure, version_of
from planner.domain.plan import Plan
from planner.domain.reach import unreachable

SOFTWARE = ("field-planner", "pulp", "highspy")
SAID_IN_WORDS = ("stop_reason", "definition")  # assumptions whose values have words
OWN_NAMES = (  # topics with the user's names
    *("notes", "holidays", "leave", "kits", "kits_at_office", "floors"),
    *("directives", "given_up", "short_days", "zones"),
)


def summary(plan: Plan) -> dict[str, object]:
    """Return name -> value of what a plan amounts to, in the order in which it is told.

    Returns
    -------
    dict
        ``title``; ``first_day``, ``last_day`` (dates), ``working_days``; ``status`` (a word), ``gap`` (share
        0..1 or None), ``bound`` (people, rounded down, or None), ``optimiser``;
        ``plan_version``, which tells one schedule from another; ``backlog`` = ``recorded`` +
        ``left_over`` in people, ``share_recorded`` (0..1; 0 without a backlog); ``unreachable_people``, those
        of ``left_over`` whom no team can reach; ``baseline_recorded`` and ``gain`` over today's practice
        (people or None); ``teams``, ``team_days``, ``team_days_available``, ``stops``; ``villages``,
        ``villages_visited``, ``villages_completed``; ``nights``, ``travel_hours``, ``km`` on land,
        ``boat_cost_idr``; ``modelled_villages``, whose backlog is a modelled number and not a count.

        Where kecamatan have floors, also ``plan_value``, the people recorded less the price of shortfalls, of
        which alone ``bound`` (rounded up) and ``gap`` then speak, and ``short``, people short of all floors.
        Where there are costs or a budget, also ``cost_idr`` of the plan and ``budget_idr`` (None without).
        Where somebody has said who counts as not recorded, also ``definition``, ``valid_share``,
        ``own_share``, ``verified_replaces``, ``verified_villages``, ``filled``, ``as_of`` and ``source``
        (texts), as :class:`planner.domain.counting.Counting`, and ``counted`` = ``not_valid`` + ``backlog``.
        Where visits before are taken as made that nobody has reported on yet, also ``assumed_visits`` and
        ``assumed_people``.
    """
    parts = (_story, _people, _effort, _scarce, _defined, _assumed)
    return {name: value for part in parts for name, value in part(plan).items()}


def assumptions(plan: Plan) -> pd.DataFrame:
    """Return one row per assumption.

    Returns
    -------
    pandas.DataFrame
        ``topic``: ``data``, ``notes``, ``calendar``, ``holidays``, ``rules``, ``leave`` (days on which a team
        does not work), ``kits`` and ``kits_at_office`` per base, ``floors`` per kecamatan, ``directives``,
        ``given_up``, ``short_days``, ``zones`` with what a stop there costs more, ``run`` or
        ``software``; ``name``; ``value``, a number, text, date, tuple of weekdays (Monday = 0) or None. Each
        team's own parameters: :func:`planner.tables.teams`.
    """
    rows = [*_data(plan), *_notes(plan), *_calendar(plan), *_rules(plan), *_run(plan), *_software()]
    return pd.DataFrame(rows, columns=["topic", "name", "value"], dtype=object)


Row = tuple[str, str, object]


def _story(plan: Plan) -> dict[str, object]:
    calendar, bound = plan.problem.calendar, plan.outcome.bound
    return {
        "title": plan.problem.title,
        "first_day": calendar.first,
        "last_day": calendar.last,
        "working_days": len(calendar.working_days()),
        "status": plan.status,
        "gap": plan.gap,
        "bound": None if bound is None else _whole_bound(plan, bound),
        "optimiser": plan.outcome.optimiser,
        "plan_version": version_of(plan),
    }


def _whole_bound(plan: Plan, bound: float) -> int:
    """Return the bound on people rounded down; that on people less prices up, since it may lie between."""
    return math.ceil(bound - 1e-6) if plan.problem.rules.floors else math.floor(bound + 1e-6)


def _scarce(plan: Plan) -> dict[str, object]:
    """Return what is told only where a problem has floors or money."""
    facts: dict[str, object] = {}
    if plan.problem.rules.floors:
        facts |= {"plan_value": plan.value, "short": sum(plan.short.values())}
    if is_costed(plan.problem):
        facts |= {"cost_idr": cost_idr(plan), "budget_idr": plan.problem.rules.budget}
    return facts


def _people(plan: Plan) -> dict[str, object]:
    backlog, baseline = plan.problem.backlog, plan.outcome.baseline_recorded
    return {
        "backlog": backlog,
        "recorded": plan.recorded,
        "left_over": plan.left_over,
        "share_recorded": plan.recorded / backlog if backlog else 0.0,
        "unreachable_people": sum(plan.left(village) for village in unreachable(plan.problem)),
        "baseline_recorded": baseline,
        "gain": None if baseline is None else plan.recorded - baseline,
    }


def _defined(plan: Plan) -> dict[str, object]:
    """Return who counts as not recorded, and how many were counted before any share was taken."""
    problem, said = plan.problem, plan.problem.counting
    if said is None:
        return {}
    days = dict.fromkeys(day for day in (said.first_date, said.last_date) if day is not None)
    return {
        "definition": said.column,
        "valid_share": said.valid_share,
        "own_share": said.own_share,
        "verified_replaces": said.verified_replaces,
        "verified_villages": said.verified,
        "filled": said.filled,
        "as_of": " – ".join(day.isoformat() for day in days),
        "source": "; ".join(said.sources),
        "counted": problem.counted,
        "not_valid": problem.counted - problem.backlog,
    }


def _assumed(plan: Plan) -> dict[str, object]:
    """Return the visits before that are taken as made as planned, where there are any."""
    late = plan.problem.past.assumed if plan.problem.past else ()
    people = sum(village.assumed for village in plan.problem.villages)
    return {"assumed_visits": len(late), "assumed_people": people} if late else {}


def _effort(plan: Plan) -> dict[str, object]:
    sums, problem = measure(plan), plan.problem
    return {
        "teams": len(problem.teams),
        "team_days": sums.team_days,
        "team_days_available": sums.team_days_available,
        "stops": sums.stops,
        "villages": len(problem.villages),
        "villages_visited": sums.villages_visited,
        "villages_completed": sums.villages_completed,
        "nights": sums.nights,
        "travel_hours": sums.travel_minutes / 60,
        "km": sums.km,
        "boat_cost_idr": sums.boat_cost_idr,
        "modelled_villages": sum(1 for village in problem.villages if village.modelled),
    }


def _data(plan: Plan) -> Iterator[Row]:
    villages = plan.problem.villages
    yield "data", "villages", len(villages)
    for name, value in _defined(plan).items():
        if value != "":
            yield "data", name, value
    yield "data", "backlog", plan.problem.backlog
    yield "data", "modelled_villages", sum(1 for village in villages if village.modelled)
    yield "data", "modelled_backlog", sum(village.backlog for village in villages if village.modelled)
    yield "data", "villages_with_lodging", sum(1 for village in villages if village.lodging)
    yield "data", "villages_with_closed", sum(1 for village in villages if village.closed)


def _notes(plan: Plan) -> Iterator[Row]:
    return (("notes", name, value) for name, value in plan.problem.notes)


def _calendar(plan: Plan) -> Iterator[Row]:
    calendar = plan.problem.calendar
    yield "calendar", "first_day", calendar.first
    yield "calendar", "last_day", calendar.last
    yield "calendar", "working_days", len(calendar.working_days())
    yield "calendar", "worked_weekdays", tuple(sorted(calendar.weekdays))
    for day, why in calendar.holidays.items():
        if calendar.first <= day <= calendar.last:
            yield "holidays", why, day


def _rules(plan: Plan) -> Iterator[Row]:
    """Yield what all teams keep, and the days on which one does not work."""
    rules = plan.problem.rules
    yield "rules", "clock_minutes", rules.clock_minutes
    yield "rules", "notice_days", rules.notice_days
    if rules.turnout:
        yield "rules", "turnout", "; ".join(f"{100 * share:.3g} %" for share in rules.turnout)
    if is_costed(plan.problem):
        yield "rules", "cost_day_out", rules.costs.day_out
        yield "rules", "cost_night", rules.costs.night
        yield "rules", "cost_km", rules.costs.km
        yield "rules", "cost_generator", rules.costs.generator
        yield "rules", "budget_idr", rules.budget
    if rules.smallest_stop > 1:
        yield "rules", "smallest_stop", rules.smallest_stop
    for zone in rules.costs.zones:
        yield "zones", " ".join(sorted(zone.areas)) or "*", zone.stop
    yield from _floors(plan)
    yield from _kits(plan)
    yield from _laid_down(plan)
    latest = sum(1 for village in plan.problem.villages if village.latest is not None)
    if latest:
        yield "rules", "villages_with_latest", latest
    for team in plan.problem.teams:
        for day in sorted(team.away):
            yield "leave", team.id, day


def _floors(plan: Plan) -> Iterator[Row]:
    """Yield the people who should be recorded in each kecamatan, and the price of each one missing."""
    names = {village.district_id: village.district for village in plan.problem.villages}
    for price, count in Counter(floor.price for floor in plan.problem.rules.floors).items():
        yield "rules", "floor_price", f"{price:g} ({count})"
    for floor in plan.problem.rules.floors:
        yield "floors", f"{floor.district_id} {names[floor.district_id]}".strip(), floor.people


def _laid_down(plan: Plan) -> Iterator[Row]:
    """Yield the rules of the office, those it could not keep, and its days of fewer hours."""
    rules = plan.problem.rules
    for directive in rules.directives:
        times = plan.breaches[directive.id]
        yield "directives", directive.id, f"{directive.said}{f' ({times} x)' if times else ''}"
    for directive in rules.given_up:
        yield "given_up", directive.id, directive.said
    for short in plan.problem.calendar.short_days:
        days = f"{short.first.isoformat()} - {short.last.isoformat()}: {short.share:.0%}"
        yield "short_days", short.note or "", f"{days} {' '.join(sorted(short.areas))}".strip()


def _kits(plan: Plan) -> Iterator[Row]:
    """Yield the kits of each base that has not one for every team; those at the office Monday first."""
    bases = [base for base in plan.problem.bases if base.kits is not None]
    for base in bases:
        yield "kits", base.id, base.kits
    for base in bases:
        if any(base.kits_at_office):
            yield "kits_at_office", base.id, " ".join(map(str, base.kits_at_office))


def _run(plan: Plan) -> Iterator[Row]:
    outcome = plan.outcome
    yield "run", "plan_version", version_of(plan)
    yield "run", "optimiser", outcome.optimiser
    yield "run", "status", plan.status
    yield "run", "bound", outcome.bound
    yield "run", "stop_reason", outcome.stop_reason
    yield "run", "rounds", outcome.rounds
    yield "run", "seconds", outcome.seconds
    yield "run", "seed", outcome.seed
    yield "run", "baseline_recorded", outcome.baseline_recorded


def _software() -> Iterator[Row]:
    for name in SOFTWARE:
        yield "software", name, _version(name)
    yield "software", "python", platform.python_version()


def _version(distribution: str) -> str | None:
    """Return the installed version; ``None`` when run from a folder without being installed."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
