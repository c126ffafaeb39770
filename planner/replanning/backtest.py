"""A finished campaign week by week: what would have been planned, what happened, the best in hindsight.

On every Monday only the reports that the office had by then are known; the plan of the rest is that of
:func:`planner.replanning.again.replan` without any promise, today's practice is ``greedy`` on the same
problem. The plan in hindsight knows who could be recorded (:mod:`planner.replanning.hindsight`); nobody had
it then.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.actuals import Actual, holding, visits_of
from planner.domain.calendar import Calendar
from planner.domain.late import NOT_MADE
from planner.domain.left import left_problem
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.errors import PlannerError
from planner.optimisers import Progress, Watch, optimiser
from planner.planning import solve
from planner.replanning.again import Wishes, replan
from planner.replanning.hindsight import could_be_recorded, hindsight_problem, in_days
from planner.replanning.records import History

ROUNDS = 40  # of each solve: the same answer again on every machine
AMPLE = 3600.0  # seconds that only end a solve which takes far too long, where rounds are the limit
KNOWN = ("handed-in", "visited")


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the campaign.

    Parameters
    ----------
    first, last
        Its days, Monday to Sunday but for the campaign's first and last week.
    known
        Reports that were known on its first day.
    plan
        The plan of all that was left, made with them.
    recorded_before
        People recorded by then as far as that was known.
    planned, practice
        People to be recorded in this week by the plan, and by today's practice on the same knowledge.
    planned_there, practice_there
        Of those, as many as in their villages could be recorded, known after the fact.
    happened
        People recorded in this week, by the reports that hold in the end.
    so_far
        People recorded from the campaign's first day to the end of this week.
    """

    first: date
    last: date
    known: int
    plan: Plan
    recorded_before: int
    planned: int
    planned_there: int
    practice: int
    practice_there: int
    happened: int
    so_far: int

    @property
    def by_deadline(self) -> int:
        """People recorded by the deadline as it looked on that Monday: known so far, and planned."""
        return self.recorded_before + self.plan.recorded


@dataclass(frozen=True, slots=True)
class Backtest:
    """A finished campaign looked at again.

    Parameters
    ----------
    problem
        The campaign as it was known on its first day.
    weeks
        One for each week, in order.
    could
        Village id -> people who could be recorded, known after the fact.
    hindsight
        The plan of the whole campaign for these people; its bound is proven.
    late
        Reports not yet handed in on the Monday after their visit.
    outside
        Reports of days before or after the campaign's; they are in no week.
    """

    problem: Problem
    weeks: tuple[Week, ...]
    could: Mapping[str, int]
    hindsight: Plan
    late: int
    outside: int

    @property
    def happened(self) -> int:
        """People recorded in all weeks."""
        return sum(week.happened for week in self.weeks)


def backtest(
    start: Problem | Plan,
    history: History,
    *,
    known: str = "handed-in",
    seconds: float = AMPLE,
    rounds: int | None = ROUNDS,
    seed: int = 0,
    report: Callable[[str, Progress], None] = lambda name, progress: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Backtest:
    """Return a finished campaign looked at again, week by week.

    Parameters
    ----------
    start
        The campaign as it was known on its first day; a plan is taken as the plan of the first week.
    history
        All its reports. What was published is not looked at: the plans are free.
    known
        When a report is known: ``handed-in`` by its date of entry (that of the visit where it has none), or
        ``visited``: on the day after the visit.
    seconds, rounds, seed
        Of each solve, as for :func:`planner.planning.solve`: one a week, and one in hindsight.
    report
        Called with the name of a part and the progress of its solve.
    is_cancelled
        A true answer ends each solve with the best plan so far.

    Raises
    ------
    PlannerError
        When ``known`` is unknown, no report is of the campaign's days or the history is another campaign's,
        or a team is in the field on a Sunday night.
    """
    if known not in KNOWN:
        raise PlannerError(f"known is {known!r}; expected {', '.join(KNOWN)}")
    problem = start if isinstance(start, Problem) else start.problem
    _require_known(problem, history)
    work = _Work(problem, history, known, _Solver(seconds, rounds, seed, report, is_cancelled))
    weeks = tuple(work.weeks(start if isinstance(start, Plan) else None))
    hindsight = work.solver.first("hindsight", hindsight_problem(problem, work.could))
    return Backtest(problem, weeks, work.could, hindsight, work.late(), work.outside())


def known_on(history: History, day: date, *, known: str = "handed-in") -> History:
    """Return the reports of visits before ``day`` that the office had by then, publications left out."""

    def was_known(actual: Actual) -> bool:
        handed_in = actual.when[:10] if known == "handed-in" else ""
        return actual.day < day and handed_in <= day.isoformat()

    return History(tuple(actual for actual in history.actuals if was_known(actual)))


def weeks_of(calendar: Calendar) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each week, Monday to Sunday, within the calendar.

    >>> calendar = Calendar(date(2018, 5, 2), date(2018, 5, 8))
    >>> [(first.day, last.day) for first, last in weeks_of(calendar)]
    [(2, 6), (7, 8)]
    """
    monday = calendar.first - timedelta(days=calendar.first.weekday())
    while monday <= calendar.last:
        yield max(monday, calendar.first), min(monday + timedelta(days=6), calendar.last)
        monday += timedelta(days=7)


def _require_known(problem: Problem, history: History) -> None:
    """Stop at a history that is not this campaign's."""
    if not in_days(history.actuals, problem.calendar.first, problem.calendar.last):
        raise PlannerError(
            f"the history has no report from {problem.calendar.first} to {problem.calendar.last}; "
            "give the history of this campaign"
        )
    unknown = sorted({a.village for a in history.actuals if a.village not in problem.village})
    if unknown:
        raise PlannerError(
            f"the history reports on {len(unknown)} villages that the project does not have, e.g. "
            f"{unknown[0]}; give the project or plan of this campaign"
        )


@dataclass(frozen=True, slots=True)
class _Solver:
    """How long each solve takes, and who is told."""

    seconds: float
    rounds: int | None
    seed: int
    report: Callable[[str, Progress], None]
    is_cancelled: Callable[[], bool]

    def first(self, name: str, problem: Problem) -> Plan:
        """Return a plan made from nothing."""
        return solve(
            problem,
            seconds=self.seconds,
            rounds=self.rounds,
            seed=self.seed,
            report=lambda progress: self.report(name, progress),
            is_cancelled=self.is_cancelled,
        )

    def rest(self, name: str, old: Plan, known: History, today: date) -> Plan:
        """Return the plan of what is left, free of any promise."""
        made = replan(
            old,
            known,
            Wishes(today, published_days=0, late=NOT_MADE),  # its plans were not the ones that teams had
            seconds=self.seconds,
            rounds=self.rounds,
            seed=self.seed,
            report=lambda progress: self.report(name, progress),
            is_cancelled=self.is_cancelled,
        )
        return made.plan


class _Work:
    """One campaign on its way."""

    def __init__(self, problem: Problem, history: History, known: str, solver: _Solver) -> None:
        self.problem, self.history, self.known, self.solver = problem, history, known, solver
        self.could = could_be_recorded(problem, history.actuals)

    def weeks(self, plan: Plan | None) -> Iterator[Week]:
        """Yield the weeks; ``plan`` is that of the first one where there is one already."""
        so_far = 0
        waiting = Counter(self.could)
        for first, last in weeks_of(self.problem.calendar):
            known = known_on(self.history, first, known=self.known)
            if first == self.problem.calendar.first:
                plan, left = plan or self.solver.first(first.isoformat(), self.problem), self.problem
            else:
                assert plan is not None
                left = left_problem(plan, known.actuals, first)
                plan = self.solver.rest(first.isoformat(), plan, known, first)
            practice = optimiser("greedy")(left, Watch(seed=self.solver.seed))
            made = in_days(self.history.actuals, first, last)
            so_far += sum(actual.recorded for actual in made)
            yield Week(
                first,
                last,
                len(holding(known.actuals)),
                plan,
                sum(v.recorded for v in left.villages),
                *_planned(plan, last, waiting),
                *_planned(practice, last, waiting),
                sum(actual.recorded for actual in made),
                so_far,
            )
            for actual in made:
                waiting[actual.village] -= actual.recorded

    def late(self) -> int:
        """Return how many reports were not known on the Monday after their visit."""
        found = in_days(self.history.actuals, self.problem.calendar.first, self.problem.calendar.last)
        if self.known != "handed-in":
            return 0
        mondays = ((actual, actual.day + timedelta(days=7 - actual.day.weekday())) for actual in found)
        return sum(1 for actual, monday in mondays if actual.when[:10] > monday.isoformat())

    def outside(self) -> int:
        """Return how many reports are of days that no week has."""
        calendar = self.problem.calendar
        inside = in_days(self.history.actuals, calendar.first, calendar.last)
        return len(holding(self.history.actuals)) - len(inside)


def _planned(plan: Plan, last: date, waiting: Mapping[str, int]) -> tuple[int, int]:
    """Return the people planned until a day, and how many of them could be recorded."""
    people: Counter[str] = Counter()
    for (day, _, village), planned in visits_of(plan).items():
        if day <= last:
            people[village] += planned
    return people.total(), sum(min(count, max(0, waiting[village])) for village, count in people.items())
