"""A plan and its problem as arrays, for the compiled replay.

Days are all calendar days from the first to the deadline, numbered from 0; places are those of the travel
times, villages and teams those of the problem, in their order.
"""

from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.domain.chances import Chances
from planner.domain.plan import Plan
from planner.domain.problem import Problem

Array = NDArray[Any]
MOST_STOPS = 6  # of one team on one day, at least; more where a plan has more


class World(NamedTuple):
    """What does not change from replay to replay; t teams, d days, v villages, p places, m weekday matrices.

    ``ways`` (m, p, p) minutes on the clock, ``by_boat`` (m, p, p), ``matrix`` (d,), ``place`` (v,),
    ``lodging`` (v,), ``backlog`` (v,), ``served`` (v,) days of service before, ``base`` (t,) number and
    ``home`` (t,) place of the base, ``rate`` (t,), ``start`` (t,), ``ends`` (t, d) minute, ``setup`` (t,),
    ``nights`` (t,), ``serves`` (t, v, d),
    ``closes`` (t, v, d) minute by which service is over, ``works`` (t, d), ``kits`` (b, d) that may be out,
    ``mondays`` (d,) on which the office plans anew, ``week`` (d,), ``shares`` (k,) mean turnout, ``step`` the
    clock, ``least`` the smallest stop, ``exact`` whether exactly as many come as expected.
    """

    ways: Array
    by_boat: Array
    matrix: Array
    place: Array
    lodging: Array
    backlog: Array
    served: Array
    base: Array
    home: Array
    rate: Array
    start: Array
    ends: Array
    setup: Array
    nights: Array
    serves: Array
    closes: Array
    works: Array
    kits: Array
    mondays: Array
    week: Array
    shares: Array
    step: int
    least: int
    exact: bool


class Programme(NamedTuple):
    """What each team is to do on each day; s stops at most. A replay works on a copy, since it is re-planned.

    ``out`` (t, d), ``end`` (t, d) place of the night, ``stops`` (t, d) how many, and of each stop (t, d, s)
    ``village``, ``minutes`` of service, ``people`` planned, and ``whole``: whether the team may record all
    who come; it may not where the plan leaves some to a visit of another day or team.
    """

    out: Array
    end: Array
    stops: Array
    village: Array
    minutes: Array
    people: Array
    whole: Array

    def copy(self) -> "Programme":
        """Return the same programme in arrays of its own."""
        return Programme(*(array.copy() for array in self))


def world_of(problem: Problem, chances: Chances, spare_kits: tuple[str, ...] = ()) -> World:
    """Return the arrays of a problem; ``spare_kits`` are ids of bases with one kit more than they have."""
    days = problem.calendar.days()
    villages, teams, index = problem.villages, problem.teams, problem.travel.index
    bases = {base.id: n for n, base in enumerate(problem.bases)}
    step = problem.rules.clock_minutes
    serves = [[[problem.may_serve(t, v, d) for d in days] for v in villages] for t in teams]
    shape = (len(teams), len(villages), len(days))
    week = np.array([(d - problem.calendar.first).days + problem.calendar.first.weekday() for d in days]) // 7
    return World(
        ways=np.ceil(problem.travel.minutes / step - 1e-9) * step,
        by_boat=np.ascontiguousarray(problem.travel.by_boat),
        matrix=_ints(problem.travel.matrix_of_weekday[d.weekday()] for d in days),
        place=_ints(index[v.id] for v in villages),
        lodging=np.array([v.lodging for v in villages], dtype=bool),
        backlog=_ints(v.backlog for v in villages),
        served=_ints(v.served for v in villages),
        base=_ints(bases[t.base] for t in teams),
        home=_ints(index[t.base] for t in teams),
        rate=np.array([t.rate_per_hour for t in teams], dtype=float),
        start=_ints(t.start_minute for t in teams),
        ends=_ints(problem.end_of(t, d) for t in teams for d in days).reshape(len(teams), len(days)),
        setup=_ints(t.setup_minutes for t in teams),
        nights=_ints(t.max_nights for t in teams),
        serves=np.array(serves, dtype=bool).reshape(shape),
        closes=_closes(problem, days).reshape(shape),
        works=np.array([[problem.is_at_work(t, d) for d in days] for t in teams], dtype=bool).reshape(
            len(teams), len(days)
        ),
        kits=_kits(problem, days, spare_kits),
        mondays=_mondays(problem, week) if _may_replan(problem, chances) else np.zeros(len(days), dtype=bool),
        week=week.astype(np.int64),
        shares=np.array(chances.shares(problem.rules.turnout), dtype=float),
        step=int(step),
        least=max(1, int(problem.rules.smallest_stop)),
        exact=chances.turnout_spread == 0,
    )


def _ints(values: Any) -> Array:
    return np.fromiter(values, dtype=np.int64)


def _closes(problem: Problem, days: tuple[date, ...]) -> Array:
    """Return the minute by which service is over, flat, in order of teams, villages, days."""
    if problem.calendar.short_days:
        return _ints(
            problem.service_ends(t, v.id, d) for t in problem.teams for v in problem.villages for d in days
        )
    ends = _ints(t.end_minute for t in problem.teams)
    return np.repeat(ends, len(problem.villages) * len(days))


def _kits(problem: Problem, days: tuple[date, ...], spare: tuple[str, ...]) -> Array:
    """Return how many teams of each base may be out on each day; one for each team where none counts."""
    own = {base.id: sum(team.base == base.id for team in problem.teams) for base in problem.bases}
    out = [[own[b.id] if b.kits is None else (b.kits_on(d) or 0) for d in days] for b in problem.bases]
    kits = np.array(out, dtype=np.int64).reshape(len(problem.bases), len(days))
    return kits + np.array([[spare.count(base.id)] for base in problem.bases], dtype=np.int64)


def _may_replan(problem: Problem, chances: Chances) -> bool:
    """Return whether trips may be exchanged: a budget or the office's own rules would have a say."""
    laid_down = any(directive.kind != "FORBID" for directive in problem.rules.directives)
    return chances.replan and problem.rules.budget is None and not laid_down


def _mondays(problem: Problem, week: Array) -> Array:
    """Return the first working day of each week but the first one."""
    first: dict[int, int] = {}
    for n, day in enumerate(problem.calendar.days()):
        if problem.calendar.is_working(day):
            first.setdefault(int(week[n]), n)
    found = np.zeros(len(week), dtype=bool)
    found[sorted(first.values())[1:]] = True
    return found


def programme_of(plan: Plan) -> Programme:
    """Return what each team of a plan does; every stop may still record all who come."""
    problem = plan.problem
    teams = {team.id: n for n, team in enumerate(problem.teams)}
    villages = {village.id: n for n, village in enumerate(problem.villages)}
    days, most = len(problem.calendar.days()), max((len(d.stops) for d in plan.team_days), default=0)
    shape = (len(teams), days)
    stops = (*shape, max(MOST_STOPS, most))
    made = Programme(
        np.zeros(shape, dtype=bool),
        np.zeros(shape, dtype=np.int64),
        np.zeros(shape, dtype=np.int64),
        np.zeros(stops, dtype=np.int64),
        np.zeros(stops, dtype=np.int64),
        np.zeros(stops, dtype=np.int64),
        np.ones(stops, dtype=bool),
    )
    for day in plan.team_days:
        at = teams[day.team], (day.day - problem.calendar.first).days
        setup = problem.team[day.team].setup_minutes
        made.out[at], made.end[at] = True, problem.travel.index[day.end_at]
        made.stops[at] = len(day.stops)
        for n, stop in enumerate(day.stops):
            made.village[at][n], made.people[at][n] = villages[stop.village], stop.people
            made.minutes[at][n] = stop.close - stop.arrive - setup
    return made
