"""The plan of what is left: promises kept, what is free planned anew, every change told.

Trips that stay are taken out of the problem (:mod:`planner.replanning.fixed`), the rest is solved by
``trips`` from where the old plan left it, and the joined plan is judged on the whole problem of what is left.
Its bound is that of a plan without any promise; the difference is what keeping them costs at most. What a
search free of promises finds more is no price: it may only have been the better search of the two.
"""

import math
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.domain.actuals import Balance, Visit, balance, missed, visits_of
from planner.domain.changes import BROKEN, changes
from planner.domain.check import require_valid
from planner.domain.late import PLANNED, TREATMENTS, taken_as_made, unreported
from planner.domain.left import left_problem
from planner.domain.past import Assumed
from planner.domain.plan import Change, Outcome, Plan
from planner.domain.problem import Problem
from planner.errors import PlannerError
from planner.optimisers import Progress, Watch
from planner.replanning.fixed import Kept, Trip, beside, possible, trips_of
from planner.replanning.learning import with_lessons
from planner.replanning.order import missed_first
from planner.replanning.records import History

if TYPE_CHECKING:
    pass

MODES = ("free", "keep-teams", "keep")
PUBLISHED_DAYS = 7
OF_THE_WHOLE = 0.4  # share of the time for the bound of the whole, where promises are kept
NOBODY = frozenset({"-"})  # areas of a team that may go nowhere
MISSED = "missed last week"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of a new plan.

    Parameters
    ----------
    today
        First day that is planned anew.
    mode
        ``free``; ``keep-teams``: a village keeps the team it has; ``keep``: every trip stays, only new ones
        are added.
    published_days
        Days from ``today`` on whose visits stay unless they are impossible; 0 for none.
    price
        People that must be gained for each announced visit that is moved or dropped, times one more than
        the village was let down before; infinite: none is, unless it is impossible.
    turnout, rates
        Learned numbers to plan with from now on (:mod:`planner.replanning.learning`); empty for those of the
        old plan.
    late, late_of_team
        How visits of the last week are taken that nobody has reported on yet, ``planned`` or ``not-made``
        (:mod:`planner.domain.late`): those of all teams, and team id -> those of one instead.
    away, shut
        Team id, village id -> further dates on which it cannot travel, cannot be served.
    """

    today: date
    mode: str = "free"
    published_days: int = PUBLISHED_DAYS
    price: float = math.inf
    turnout: tuple[float, ...] = ()
    rates: Mapping[str, float] = field(default_factory=dict)
    late: str = PLANNED
    late_of_team: Mapping[str, str] = field(default_factory=dict)
    away: Mapping[str, frozenset[date]] = field(default_factory=dict)
    shut: Mapping[str, frozenset[date]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replanned:
    """A new plan and what it took.

    Parameters
    ----------
    plan
        It keeps every rule of the problem of what is left, and holds its changes.
    balance
        Where the people of the first backlog are.
    kept
        Visits that stayed because they were promised.
    cost
        Least and most people that keeping the promised trips as they are costs, by the bounds of the plans
        with and without them; ``None`` where there were none to keep, or without a bound.
    unreported
        Visits planned before that nobody has reported on and that are taken as not made.
    assumed
        Those of the last week that are taken as made as planned.
    """

    plan: Plan
    balance: Balance
    kept: frozenset[Visit]
    cost: tuple[float, float] | None
    unreported: int
    assumed: tuple[Assumed, ...] = ()


def replan(
    old: Plan,
    history: History,
    wishes: Wishes,
    *,
    seconds: float = 60.0,
    rounds: int | None = None,
    seed: int = 0,
    report: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Replanned:
    """Return the plan of what is left from a day on.

    Parameters
    ----------
    old
        The plan so far.
    history
        All reports of the campaign, and what was published.
    wishes
        The day, and what has to stay.
    seconds, rounds, seed, report, is_cancelled
        As for :func:`planner.planning.solve`; ``rounds`` limit each of several solves.

    Raises
    ------
    PlannerError
        When a team is in the field on the night before, the deadline has passed, a mode, team or village is
        unknown, or the history is another campaign's.
    """
    if wishes.mode not in MODES:
        raise PlannerError(f"mode is {wishes.mode!r}; expected {', '.join(MODES)}")
    for late in (wishes.late, *wishes.late_of_team.values()):
        if late not in TREATMENTS:
            raise PlannerError(f"unreported is {late!r}; expected {', '.join(TREATMENTS)}")
    late, of_team = wishes.late, wishes.late_of_team
    assumed = taken_as_made(old, history.actuals, wishes.today, otherwise=late, of_team=of_team)
    left = left_problem(old, history.actuals, wishes.today, assumed)
    problem = _changed(left, wishes)
    watch = Watch(seconds=seconds, max_rounds=rounds, seed=seed, is_cancelled=is_cancelled)
    watch.report = report or watch.report
    work = _Work(old, problem, wishes, history, watch)
    plan = work.best()
    plan = missed_first(plan, work.movable(plan), work.missed)
    plan = replace(plan, changes=work.changes(plan))
    require_valid(plan)
    kept = work.fixed_visits & visits_of(plan).keys()
    missing = unreported(old, history.actuals, wishes.today).keys() - {visit.visit for visit in assumed}
    return Replanned(plan, balance(plan), kept, work.cost(plan), len(missing), assumed)


def _changed(problem: Problem, wishes: Wishes) -> Problem:
    """Return the problem with the absences of the wishes."""
    unknown = [
        *(t for t in (*wishes.away, *wishes.rates, *wishes.late_of_team) if t not in problem.team),
        *(v for v in wishes.shut if v not in problem.village),
    ]
    if unknown:
        raise PlannerError(f"{unknown[0]!r} is neither a team nor a village of the plan")
    problem = with_lessons(problem, wishes.turnout, wishes.rates)
    return problem.replace(
        teams=tuple(replace(t, away=t.away | wishes.away.get(t.id, frozenset())) for t in problem.teams),
        villages=tuple(
            replace(v, closed=v.closed | wishes.shut.get(v.id, frozenset())) for v in problem.villages
        ),
    )


class _Work:
    """One replanning on its way: solves share tours and prices, and the time at hand."""

    def __init__(self, old: Plan, problem: Problem, wishes: Wishes, history: History, watch: Watch) -> None:
        from planner.optimisers.trips import Stock, make_ready  # numba and PuLP take a second to import

        make_ready(watch)
        self.old, self.problem, self.wishes, self.watch = old, problem, wishes, watch
        self.trips = trips_of(old, wishes.today)
        last = wishes.today + timedelta(days=wishes.published_days - 1)
        self.published = [t for t in self.trips if wishes.mode == "keep" or t.days[0].day <= last]
        told = history.announced(wishes.today)
        soon = (visit for trip in self.trips for visit in trip.visits if visit[0] <= last)
        self.promised = frozenset(told or soon)
        self.fixed_visits = frozenset(visit for trip in self.published for visit in trip.visits)
        taken = {visit.village for visit in problem.past.assumed} if problem.past else set()
        week_ago = wishes.today - timedelta(days=7)
        self.missed = missed(old, history.actuals, week_ago, wishes.today) - taken
        self.let_down = history.broken()
        self.lost = dict(possible(problem, self.trips).lost)
        self.free: Plan | None = None
        self.most_kept = math.inf  # what any plan with the promised trips is worth at most
        self.stock: Stock = Stock()

    def best(self) -> Plan:
        """Return the plan that keeps what is published, or one that gains more than that is worth."""
        is_bound = bool(self.published) or self.wishes.mode == "keep-teams"
        plan, kept, self.most_kept = self._beside(self.published, 1 - OF_THE_WHOLE if is_bound else 1.0)
        self.lost |= kept.lost
        if not is_bound:
            return plan
        made = self._solved(self.problem, plan, OF_THE_WHOLE)
        self.free = Plan(self.problem, made.team_days, made.outcome).giving_up()
        if self.wishes.mode != "keep" and self.wishes.price < math.inf:
            plan = max([plan, *self._freed(plan)], key=self._net)
        return replace(plan, outcome=self._outcome(plan))

    def cost(self, plan: Plan) -> tuple[float, float] | None:
        """Return the least and the most that keeping the promises costs, in people."""
        if self.free is None or plan.outcome.bound is None:
            return None
        keeps_all = self.fixed_visits - self.lost.keys() <= visits_of(plan).keys()
        least = self.free.value - self.most_kept if keeps_all else 0.0
        return max(0.0, least), max(0.0, plan.outcome.bound - plan.value)

    def _outcome(self, plan: Plan) -> Outcome:
        """Return the outcome of the free plan for ``plan``; its bound only where both keep the same rules."""
        assert self.free is not None
        whole, found = self.free.outcome, plan.outcome
        whole = replace(whole, stop_reason=found.stop_reason, seconds=round(self.watch.elapsed, 3))
        is_alike = plan.problem.rules == self.free.problem.rules
        return whole if is_alike else replace(whole, bound=None, marginals=(), gave_up_fewest=False)

    def _freed(self, plan: Plan) -> Iterable[Plan]:
        """Yield plans that free all promises, or those of one team."""
        assert self.free is not None
        if self.wishes.mode == "free":
            yield self.free
        teams = sorted({trip.days[0].team for trip in self.published})
        for team in teams:
            fixed = [trip for trip in self.published if trip.days[0].team != team]
            yield self._beside(fixed, OF_THE_WHOLE / len(teams))[0]

    def _net(self, plan: Plan) -> tuple[int, float]:
        """Return hard rules kept, and what a plan is worth less the price of promises it need not break."""
        broken = sum(
            1 + self.let_down.get(change.village, 0)
            for change in self.changes(plan)
            if change.notified and change.kind in BROKEN and not change.why
        )
        given_up = sum(len(directive.villages) for directive in plan.problem.rules.given_up)
        return -given_up, plan.value - (self.wishes.price * broken if broken else 0.0)

    def _beside(self, fixed: Sequence[Trip], share: float) -> tuple[Plan, Kept, float]:
        """Return the best plan found beside fixed trips, what of them stayed, and what it may be worth.

        ``share`` is that of the time. The last is a limit on any such plan, infinite where none is known.
        """
        kept = possible(self.problem, fixed)
        rest = beside(self.problem, kept.days)
        if self.wishes.mode == "keep-teams":
            at_work = {team.id for team in self.problem.teams if self.problem.days_of(team)}
            rest = _with_own_teams(rest, self.trips, at_work)
        draft = possible(rest, [trip for trip in self.trips if trip not in fixed])
        made = self._solved(rest, Plan(rest, draft.days, Outcome("before")), share)
        outcome = replace(made.outcome, bound=self._bound(made, rest))
        plan = Plan(self.problem, (*kept.days, *made.team_days), outcome).giving_up()
        return plan, kept, self._most(made, kept)

    def _most(self, made: Plan, kept: Kept) -> float:
        """Return a limit on any plan with the kept trips; infinite where it is not people alone."""
        rules, bound = self.problem.rules, made.outcome.bound
        if bound is None or rules.floors or rules.directives or rules.given_up:
            return math.inf
        return bound + sum(day.people for day in kept.days)

    def _bound(self, made: Plan, rest: Problem) -> float | None:
        """Return the bound of the rest where that is the whole problem."""
        return made.outcome.bound if rest == self.problem else None

    def _solved(self, problem: Problem, start: Plan, share: float) -> Plan:
        from planner.optimisers.trips import trips

        left = max(0.05, share * self.watch.seconds)
        watch = replace(self.watch, seconds=left, began=time.perf_counter(), rounds=0)
        return trips(problem, watch, start=start, stock=self.stock)

    def movable(self, plan: Plan) -> list[Trip]:
        """Return the trips whose dates nobody was promised."""
        promised = self.promised | self.fixed_visits
        return [trip for trip in trips_of(plan, self.wishes.today) if not promised & set(trip.visits)]

    def changes(self, plan: Plan) -> tuple[Change, ...]:
        """Return what is otherwise than in the old plan, and why."""
        found = changes(self.old, plan, since=self.wishes.today, notified=self.promised, why=self.lost)
        return tuple(self._reasoned(change) for change in found)

    def _reasoned(self, change: Change) -> Change:
        is_missed = change.new_day is not None and not change.why and change.village in self.missed
        return replace(change, why=MISSED) if is_missed and change.old_day is None else change


def _with_own_teams(problem: Problem, trips: Collection[Trip], at_work: Collection[str]) -> Problem:
    """Return the problem in which a village that has teams is served by no others."""
    teams_of: dict[str, set[str]] = {}
    for _, team_id, village in (visit for trip in trips for visit in trip.visits):
        if team_id in at_work:  # a village whose team has no day left is anybody's
            teams_of.setdefault(village, set()).add(team_id)
    teams = []
    for team in problem.teams:
        own = {
            v.id for v in problem.villages if team.serves(v.id) and team.id in teams_of.get(v.id, {team.id})
        }
        teams.append(replace(team, areas=frozenset(own) or NOBODY))
    return problem.replace(teams=tuple(teams))
