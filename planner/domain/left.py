"""The problem of what is left: after reports from the field, or beside visits that are planned already."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from planner.domain.actuals import Actual, Tally, Visit, holding, tallies
from planner.domain.directives import Directive
from planner.domain.measure import day_cost_idr
from planner.domain.past import Past
from planner.domain.places import Village
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.rules import Floor, Rules
from planner.errors import ProblemError

BEGAN = "backlog when the campaign began"  # name of a note


def left_problem(plan: Plan, actuals: Iterable[Actual], today: date) -> Problem:
    """Return the problem of what is left from ``today`` on.

    Backlogs are what the first ones, all reports taken off, leave; floors ask for what is still short of
    them; the budget is what the planned days before ``today`` leave, but for those that were cancelled. Notes
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
    found = tallies(problem, reports)
    villages = tuple(_after(village, found[village.id]) for village in problem.villages)
    more = {new.id: new.recorded - old.recorded for old, new in zip(problem.villages, villages, strict=True)}
    visits = {visit: 0 for visit, report in holding(reports).items() if report.status != "batal"}
    rules = replace(
        problem.rules,
        floors=_floors_left(problem, more),
        budget=_budget_left(plan, holding(reports), today),
        directives=directives_left(
            _all_directives(problem.rules), visits, more, frozenset(v.id for v in villages if not v.backlog)
        ),
        given_up=(),
    )
    calendar = replace(problem.calendar, first=max(today, problem.calendar.first))
    return _noted(problem.replace(villages=villages, rules=rules, calendar=calendar, past=_past(plan)), today)


def _noted(problem: Problem, today: date) -> Problem:
    first = sum(village.first_backlog for village in problem.villages)
    recorded, removed, left = problem.recorded_before, problem.removed_before, problem.backlog
    notes = {
        "reports counted before": today.isoformat(),
        BEGAN: f"{first} = {recorded} recorded + {removed} removed + {left} left",
    }
    others = tuple((name, value) for name, value in problem.notes if name not in notes)
    return problem.replace(notes=(*others, *notes.items()))


def _past(plan: Plan) -> Past:
    """Return what lies before a plan of what is left of ``plan``."""
    before = plan.problem.past.versions if plan.problem.past else ()
    return Past(plan.problem.began, tuple(dict.fromkeys((*before, plan.version))))


def _after(village: Village, found: Tally) -> Village:
    backlog = village.first_backlog - found.recorded - found.removed
    share = backlog / village.backlog if village.backlog else 0.0
    return replace(
        village,
        guests=tuple(replace(guest, backlog=int(share * guest.backlog)) for guest in village.guests),
        backlog=backlog,
        served=found.served,
        recorded=found.recorded,
        removed=found.removed,
    )


def _floors_left(problem: Problem, more: Mapping[str, int]) -> tuple[Floor, ...]:
    """Return the floors less the people recorded since ``problem`` was made, village id -> people."""
    people: Counter[str] = Counter()
    for village, count in more.items():
        people[problem.village[village].district_id] += count
    return tuple(replace(f, people=max(0, f.people - people[f.district_id])) for f in problem.rules.floors)


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
