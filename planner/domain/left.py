"""The problem of what is left: after reports from the field, or beside visits that are planned already."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.domain.actuals import Actual, Tally, Visit, holding, tallies
from planner.domain.directives import Directive
from planner.domain.measure import day_cost_idr
from planner.domain.past import Assumed, Past
from planner.domain.places import Village
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.rules import Floor, Rules
from planner.errors import ProblemError

BEGAN = "backlog when the campaign began"  # name of a note
NOT_REPORTED = "taken as planned, not reported yet"  # of another


def left_problem(
    plan: Plan, actuals: Iterable[Actual], today: date, assumed: Sequence[Assumed] = ()
) -> Problem:
    """Return the problem of what is left from ``today`` on.

    Backlogs are what the first ones, all reports taken off, leave; floors ask for what is still short of
    them; the budget is what the planned days before ``today`` leave, but for those that were cancelled.
    Visits ``assumed`` to be made count as made, with as many people as were planned and still wait. Notes
    tell how far reports are counted; they stand on every output.

    Raises
    ------
    ProblemError
        When ``today`` lies after the deadline, or a report is of that day or later.
    """
    problem, reports = plan.problem, tuple(actuals)
    if today > problem.calendar.last:
        raise ProblemError(
            f"{today} lies after the deadline, {problem.calendar.last}: there is nothing to plan"
        )
    late = sorted(actual.day for actual in holding(reports).values() if actual.day >= today)
    if late:
        raise ProblemError(f"there are reports of {late[-1]}; plan again from a later day than that")
    found, held = tallies(problem, reports), holding(reports)
    villages = tuple(_after(v, found[v.id], _also(v.id, assumed, held)) for v in problem.villages)
    before = {village.id: village.recorded for village in problem.villages}
    told = {village.id: village.recorded - before[village.id] for village in villages}
    more = {village.id: told[village.id] + village.assumed for village in villages}
    visits = {visit for visit, report in held.items() if report.status != "batal"}
    floors, directives = _asked_for(problem)
    rules = replace(
        problem.rules,
        floors=_floors_left(floors, problem, more),
        budget=_budget_left(plan, held, today),
        directives=directives_left(
            directives,
            visits | {visit.visit for visit in assumed},
            more,
            frozenset(v.id for v in villages if not v.backlog),
        ),
        given_up=(),
    )
    past = Past(problem.began, _versions(plan), tuple(assumed))
    if assumed:  # what is taken as made may not have been: what is asked for by reports alone is kept
        waiting_nowhere = frozenset(v.id for v in villages if not v.backlog + v.assumed)
        asked = directives_left(directives, visits, told, waiting_nowhere)
        past = replace(past, floors=_floors_left(floors, problem, told), directives=asked)
    calendar = replace(problem.calendar, first=max(today, problem.calendar.first))
    left = problem.replace(villages=villages, rules=rules, calendar=calendar, past=past)
    return _noted(left, today)


def _noted(problem: Problem, today: date) -> Problem:
    first = sum(village.first_backlog for village in problem.villages)
    recorded, removed, left = problem.recorded_before, problem.removed_before, problem.backlog
    late = problem.past.assumed if problem.past else ()
    assumed = sum(village.assumed for village in problem.villages)
    notes = {
        "reports counted before": today.isoformat(),
        BEGAN: f"{first} = {recorded} recorded + {removed} removed "
        + (f"+ {assumed} {NOT_REPORTED} " if late else "")
        + f"+ {left} left",
    }
    if late:
        notes[NOT_REPORTED] = f"{len(late)} visits, {assumed} people"
    others = tuple((name, value) for name, value in problem.notes if name not in (*notes, NOT_REPORTED))
    return problem.replace(notes=(*others, *notes.items()))


def _versions(plan: Plan) -> tuple[str, ...]:
    """Return the versions of the plans up to this one."""
    before = plan.problem.past.versions if plan.problem.past else ()
    return tuple(dict.fromkeys((*before, plan.version)))


def _asked_for(problem: Problem) -> tuple[tuple[Floor, ...], tuple[Directive, ...]]:
    """Return floors and directives as they stood before unreported visits were taken as made."""
    past = problem.past
    if past and past.assumed:
        return past.floors, past.directives
    return problem.rules.floors, _all_directives(problem.rules)


def _also(village: str, assumed: Iterable[Assumed], held: Mapping[Visit, Actual]) -> tuple[int, int]:
    """Return people on visits to a village that are taken as made, and their days beside those reported."""
    own = [visit for visit in assumed if visit.village == village]
    told = {report.day for report in held.values() if report.village == village and report.recorded > 0}
    return sum(visit.people for visit in own), len({visit.day for visit in own} - told)


def _after(village: Village, found: Tally, also: tuple[int, int]) -> Village:
    waiting = village.first_backlog - found.recorded - found.removed
    assumed = min(also[0], waiting)
    backlog = waiting - assumed
    share = backlog / village.backlog if village.backlog else 0.0
    return replace(
        village,
        guests=tuple(replace(guest, backlog=int(share * guest.backlog)) for guest in village.guests),
        backlog=backlog,
        served=found.served + also[1],
        recorded=found.recorded,
        removed=found.removed,
        assumed=assumed,
    )


def _floors_left(floors: Iterable[Floor], problem: Problem, more: Mapping[str, int]) -> tuple[Floor, ...]:
    """Return the floors less the people recorded since ``problem`` was made, village id -> people."""
    people: Counter[str] = Counter()
    for village, count in more.items():
        people[problem.village[village].district_id] += count
    return tuple(replace(f, people=max(0, f.people - people[f.district_id])) for f in floors)


def _budget_left(plan: Plan, reports: Mapping[Visit, Actual], today: date) -> float | None:
    if plan.problem.rules.budget is None:
        return None
    spent = 0.0
    for team_day in plan.team_days:
        told = [reports.get((team_day.day, team_day.team, stop.village)) for stop in team_day.stops]
        is_cancelled = bool(told) and all(r is not None and r.status == "batal" for r in told)
        if team_day.day < today and not is_cancelled:
            spent += day_cost_idr(plan, team_day)
    return max(0.0, plan.problem.rules.budget - spent)


def _all_directives(rules: Rules) -> tuple[Directive, ...]:
    """Return the directives together with those given up: another plan may be able to keep them."""
    whole = {directive.id: directive for directive in rules.directives}
    for lost in rules.given_up:
        kept = whole.get(lost.id)
        villages = dict.fromkeys((*(kept.villages if kept else ()), *lost.villages))
        whole[lost.id] = replace(lost, villages=tuple(villages))
    return tuple(whole.values())


def directives_left(
    directives: Iterable[Directive],
    visits: Collection[Visit],
    people: Mapping[str, int],
    empty: Collection[str] = (),
) -> tuple[Directive, ...]:
    """Return what directives still ask for.

    Parameters
    ----------
    directives
        As they are.
    visits
        Visits that are made, or sure to be made.
    people
        Village id -> people recorded on them.
    empty
        Villages where nobody waits any more; nobody can be sent there, and no trip has to serve them.
    """
    return tuple(
        left for directive in directives for left in _directive_left(directive, visits, people, empty)
    )


def _directive_left(
    directive: Directive, visits: Collection[Visit], people: Mapping[str, int], empty: Collection[str]
) -> Iterator[Directive]:
    """Yield a directive as it is now; nothing where it is met."""
    if directive.kind in ("MIN", "MAX"):
        rest = directive.people - sum(people.get(village, 0) for village in directive.villages)
        if directive.kind == "MAX" or rest > 0:
            yield replace(directive, people=max(0, rest))
        return
    villages = directive.villages
    if directive.asks_for_visits:
        seen = {village for day, team, village in visits if directive.holds(team, day)}
        villages = tuple(v for v in villages if v not in seen and v not in empty)
    elif directive.kind == "TOGETHER":
        villages = tuple(v for v in villages if v not in empty)
    if len(villages) > (directive.kind == "TOGETHER"):
        yield replace(directive, villages=villages)
