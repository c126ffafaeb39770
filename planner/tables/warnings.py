"""What an official should know before signing: found in the plan, most pressing first."""

from collections.abc import Iterator

from planner.domain.measure import cost_idr, is_night_away, legs_of
from planner.domain.plan import Plan
from planner.domain.reach import unreachable

LAST_DAYS = 2  # working days; what fails on them is not made up before the deadline
NEARLY_ALL = 0.95  # of a budget or of the team-days
NAMED = 3  # places told by name

Warning = tuple[str, dict[str, object]]


def warnings(plan: Plan) -> list[Warning]:
    """Return (key of its sentence, what is filled in) of each warning, most pressing first.

    Keys, in that order: ``warn_given_up`` (``rules``, how many, ``names``), ``warn_unreachable``
    (``villages``, ``people``, ``names``), ``warn_floors`` (``districts``, ``people``, ``names``),
    ``warn_breaches`` (``rules``, ``times``, ``names``), ``warn_budget`` (``share`` 0..1, ``left`` in rupiah),
    ``warn_last_days`` (``villages``, ``people``, ``first``, a date), ``warn_team_days`` (``used``,
    ``available``) or ``warn_idle`` (``idle``, ``available``), ``warn_unvisited`` (``villages``, ``people``),
    ``warn_boats`` (``days``), ``warn_nights`` (``nights``, ``teams``). Counts are whole numbers.
    """
    parts = (
        _given_up,
        _unreachable,
        _floors,
        _breaches,
        _budget,
        _last_days,
        _team_days,
        _unvisited,
        _boats,
        _nights,
    )
    return [warning for part in parts for warning in part(plan)]


def _given_up(plan: Plan) -> Iterator[Warning]:
    ids = [directive.id for directive in plan.problem.rules.given_up]
    if ids:
        yield "warn_given_up", {"rules": len(ids), "names": _named(ids)}


def _breaches(plan: Plan) -> Iterator[Warning]:
    found = {name: times for name, times in plan.breaches.items() if times}
    if found:
        yield (
            "warn_breaches",
            {"rules": len(found), "times": sum(found.values()), "names": _named(list(found))},
        )


def _unreachable(plan: Plan) -> Iterator[Warning]:
    cut_off = sorted(unreachable(plan.problem), key=lambda village: (-plan.left(village), village))
    if cut_off:
        names = [plan.problem.village[village].name for village in cut_off]
        people = sum(plan.left(village) for village in cut_off)
        yield "warn_unreachable", {"villages": len(cut_off), "people": people, "names": _named(names)}


def _floors(plan: Plan) -> Iterator[Warning]:
    short = {district: people for district, people in plan.short.items() if people > 0}
    names = {village.district_id: village.district for village in plan.problem.villages}
    if short:
        told = [names[district] for district in sorted(short, key=lambda district: -short[district])]
        people = sum(short.values())
        yield "warn_floors", {"districts": len(short), "people": people, "names": _named(told)}


def _budget(plan: Plan) -> Iterator[Warning]:
    budget, cost = plan.problem.rules.budget, cost_idr(plan)
    if budget and cost >= NEARLY_ALL * budget:
        yield "warn_budget", {"share": cost / budget, "left": round(budget - cost)}


def _last_days(plan: Plan) -> Iterator[Warning]:
    last = plan.problem.calendar.working_days()[-LAST_DAYS:]
    stops = [stop for day in plan.team_days if day.day in last for stop in day.stops]
    if stops:
        villages, people = len({stop.village for stop in stops}), sum(stop.people for stop in stops)
        yield "warn_last_days", {"villages": villages, "people": people, "first": last[0]}


def _team_days(plan: Plan) -> Iterator[Warning]:
    used, available = len(plan.team_days), plan.problem.team_days
    if plan.left_over and available:
        if used >= NEARLY_ALL * available:
            yield "warn_team_days", {"used": used, "available": available}
        elif not list(_budget(plan)):
            yield "warn_idle", {"idle": available - used, "available": available}


def _unvisited(plan: Plan) -> Iterator[Warning]:
    cut_off = unreachable(plan.problem)
    unseen = [
        village.id
        for village in plan.problem.villages
        if village.backlog > 0 and village.id not in plan.planned and village.id not in cut_off
    ]
    if unseen:
        yield "warn_unvisited", {"villages": len(unseen), "people": sum(map(plan.left, unseen))}


def _boats(plan: Plan) -> Iterator[Warning]:
    days = sum(any(leg[3] for leg in legs_of(plan, day)) for day in plan.team_days)
    if days:
        yield "warn_boats", {"days": days}


def _nights(plan: Plan) -> Iterator[Warning]:
    away = [day.team for day in plan.team_days if is_night_away(plan, day)]
    if away:
        yield "warn_nights", {"nights": len(away), "teams": len(set(away))}


def _named(names: list[str]) -> str:
    """Return the first names, and a sign that there are more.

    >>> _named(["A", "B", "C", "D"])
    'A, B, C, …'
    """
    return ", ".join([*names[:NAMED], *(["…"] if len(names) > NAMED else [])])
