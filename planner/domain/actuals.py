"""What really happened: reports of visits, which one holds when one corrects another, and who is left.

Nothing is ever changed: a correction is a later report of the same visit. At every moment

    first backlog = recorded + planned + left + removed + assumed

in every village, where ``assumed`` are on visits that nobody has reported on yet and that are taken as made
for a week, and ``removed`` are those who turned out not to wait (dead, moved, counted twice, and not
found where the rules say so), or all the rest of a village that is done.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any

from planner.domain.places import Village
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.errors import ProblemError

STATUSES = ("selesai", "sebagian", "batal")  # done, done in part, cancelled: as the office writes them

MOST_PEOPLE = 1_000_000_000  # of one number of a report; far above what cells and their sums can say
MINUTES = 24 * 60
MOST = dict.fromkeys(
    ("recorded", "came", "failed", "sent", "not_found", "dead", "moved", "duplicate"), MOST_PEOPLE
) | {"start": MINUTES, "end": MINUTES}  # number of a report -> the largest that can be

Visit = tuple[date, str, str]  # date, team id, village id: a visit of a plan, or of the field


@dataclass(frozen=True, slots=True)
class Actual:
    """The report of one visit.

    Parameters
    ----------
    day, team, village
        Which visit.
    recorded
        People recorded.
    status
        ``selesai``, ``sebagian`` or ``batal`` (cancelled).
    plan_version
        Of the plan that the team had with it.
    came
        People who came; ``None`` where nobody counted them.
    failed, sent
        Recordings that failed, and those sent to the centre.
    not_found, dead, moved, duplicate
        People of the list who do not wait there.
    start, end
        Of the service, minutes after midnight; ``None`` where it is not known.
    kit
        Id of the recording kit.
    reason
        Why it was cancelled or cut short.
    closed
        Whether the village is done: nobody is left there.
    who, when
        Who handed the report in, and when (ISO 8601, UTC).
    file
        SHA-256 of the file it stood in; empty where it came another way.
    """

    day: date
    team: str
    village: str
    recorded: int
    status: str = "selesai"
    plan_version: str = ""
    came: int | None = None
    failed: int = 0
    sent: int = 0
    not_found: int = 0
    dead: int = 0
    moved: int = 0
    duplicate: int = 0
    start: int | None = None
    end: int | None = None
    kit: str = ""
    reason: str = ""
    closed: bool = False
    who: str = ""
    when: str = ""
    file: str = ""

    @property
    def visit(self) -> Visit:
        """Date, team and village: the visit that it reports."""
        return self.day, self.team, self.village

    def says(self) -> tuple[object, ...]:
        """Return what it says of the visit, without of which plan, who handed it in, when, in which file."""
        left_out = ("plan_version", "who", "when", "file")
        return tuple(getattr(self, f.name) for f in fields(self) if f.name not in left_out)


def actual_record(actual: Actual) -> dict[str, Any]:
    """Return a report as plain values, the date as text: for a line of JSON or a row of a table."""
    return asdict(actual) | {"day": actual.day.isoformat()}


def actual_of(record: Mapping[str, Any]) -> Actual:
    """Return the report of a record; keys it does not know are left out.

    Raises
    ------
    ValueError
        When a key is missing, a value is of another kind, a number is negative or impossibly large, or a
        status is unknown.
    """
    known = {field.name: record[field.name] for field in fields(Actual) if field.name in record}
    try:
        actual = Actual(**{**known, "day": date.fromisoformat(str(known.get("day")))})
    except TypeError as error:
        raise ValueError(str(error).replace("Actual.__init__()", "a report")) from None
    for name, most in MOST.items():
        value = getattr(actual, name)
        if value is None and name in ("came", "start", "end"):
            continue
        if type(value) is not int or not 0 <= value <= most:
            raise ValueError(f"{name} is {value!r}; expected a whole number, 0 to {most:,}")
    for name in ("team", "village", "plan_version", "kit", "reason", "who", "when", "file"):
        if not isinstance(getattr(actual, name), str):
            raise ValueError(f"{name} is {getattr(actual, name)!r}; expected a text")
    if actual.status not in STATUSES:
        raise ValueError(f"status is {actual.status!r}; expected {', '.join(STATUSES)}")
    if type(actual.closed) is not bool:
        raise ValueError(f"closed is {actual.closed!r}; expected true or false")
    return actual


def holding(actuals: Iterable[Actual]) -> dict[Visit, Actual]:
    """Return visit -> the report that holds: the last one handed in."""
    return {actual.visit: actual for actual in actuals}


def undone(known: Iterable[Actual], told: Actual) -> Actual | None:
    """Return the correction that an old report, handed in once more, would undo; ``None`` for any other.

    >>> first, second = (Actual(date(2018, 5, 7), "T1", "V", recorded) for recorded in (40, 44))
    >>> undone([first, second], first) is second, undone([first, second], second)
    (True, None)
    """
    of_visit = [actual for actual in known if actual.visit == told.visit]
    is_old = any(actual.says() == told.says() for actual in of_visit)
    return of_visit[-1] if is_old and of_visit[-1].says() != told.says() else None


def moved_visits(
    planned: Collection[Visit], held: Mapping[Visit, Actual], within: timedelta = timedelta(days=7)
) -> dict[Visit, Visit]:
    """Return planned visit -> the one made in its place: another day of the team nearby, or another team.

    Only visits that nobody reported on are looked for, among reports of visits that nobody planned; each is
    taken once, the nearest day first.

    Parameters
    ----------
    planned
        The visits of a plan.
    held
        The reports that hold.
    within
        How far away the other day may lie.
    """
    made = [v for v, report in held.items() if v not in planned and report.status != "batal"]
    missing = [visit for visit in planned if visit not in held]
    pairs = sorted(
        (abs(one[0] - other[0]), one, other)
        for one in missing
        for other in made
        if one[2] == other[2]
        and (one[0] == other[0] or (one[1] == other[1] and abs(one[0] - other[0]) <= within))
    )
    found: dict[Visit, Visit] = {}
    for _, one, other in pairs:
        if one not in found and other not in found.values():
            found[one] = other
    return found


@dataclass(frozen=True, slots=True)
class Tally:
    """What the reports say of one village.

    Parameters
    ----------
    recorded, removed
        People of the first backlog who were recorded, and who turned out not to wait.
    beyond
        People recorded beyond the first backlog: it was counted too low.
    served
        Dates on which somebody was recorded.
    closed
        Whether the village is done.
    """

    recorded: int = 0
    removed: int = 0
    beyond: int = 0
    served: int = 0
    closed: bool = False


def tally(village: Village, actuals: Iterable[Actual], rules: Rules) -> Tally:
    """Return what the reports of one village amount to; only those that hold may be given."""
    own = list(actuals)
    waiting, found = village.first_backlog, sum(actual.recorded for actual in own)
    recorded = min(found, waiting)
    closed = any(actual.closed for actual in own)
    removed = sum(getattr(actual, name) for actual in own for name in rules.removes)
    return Tally(
        recorded=recorded,
        removed=waiting - recorded if closed else min(removed, waiting - recorded),
        beyond=found - recorded,
        served=len({actual.day for actual in own if actual.recorded > 0}),
        closed=closed,
    )


def tallies(problem: Problem, actuals: Iterable[Actual]) -> dict[str, Tally]:
    """Return village id -> what all reports say of it, for every village of the problem.

    Raises
    ------
    ProblemError
        When the problem was made from reports that are not among ``actuals``: another campaign's history.
    """
    by_village: defaultdict[str, list[Actual]] = defaultdict(list)
    for actual in holding(actuals).values():
        by_village[actual.village].append(actual)
    counted = [v for v in problem.villages if v.recorded or v.removed or (v.served and not v.assumed)]
    unknown = [village.id for village in counted if village.id not in by_village]
    if unknown:
        raise ProblemError(
            f"the plan counts reports of {len(unknown)} villages, e.g. {unknown[0]}, of which the history "
            "knows nothing; give the history that the plan was made with"
        )
    return {v.id: tally(v, by_village[v.id], problem.rules) for v in problem.villages}


@dataclass(frozen=True, slots=True)
class Balance:
    """Where the people of the first backlog are: it is the sum of all others.

    Parameters
    ----------
    backlog
        People not recorded when the campaign began.
    recorded, removed
        By reports: recorded, and found not to wait.
    planned, left
        By the plan.
    assumed
        On visits before it that nobody has reported on, taken as made.
    """

    backlog: int
    recorded: int
    planned: int
    left: int
    removed: int
    assumed: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether nobody is lost and nobody counted twice."""
        return self.backlog == self.recorded + self.planned + self.left + self.removed + self.assumed

    def __str__(self) -> str:
        """Return the equation as one line."""
        return (
            f"backlog {self.backlog:,} = recorded {self.recorded:,} + planned {self.planned:,} "
            f"+ left {self.left:,} + removed {self.removed:,}"
            + (f" + taken as planned {self.assumed:,}" if self.assumed else "")
        )


def balance(plan: Plan, first_backlog: int | None = None) -> Balance:
    """Return where the people are after a plan; ``first_backlog`` when known from elsewhere."""
    villages = plan.problem.villages
    return Balance(
        backlog=sum(v.first_backlog for v in villages) if first_backlog is None else first_backlog,
        recorded=sum(v.recorded for v in villages),
        planned=plan.recorded,
        left=plan.left_over,
        removed=sum(v.removed for v in villages),
        assumed=sum(v.assumed for v in villages),
    )


def visits_of(plan: Plan) -> dict[Visit, int]:
    """Return visit -> people planned; a team that stops twice in a village on one day visits it once."""
    visits: defaultdict[Visit, int] = defaultdict(int)
    for team_day in plan.team_days:
        for stop in team_day.stops:
            visits[team_day.day, team_day.team, stop.village] += stop.people
    return dict(visits)


def missed(plan: Plan, actuals: Iterable[Actual], since: date, until: date) -> frozenset[str]:
    """Return the villages with visits planned ``since`` a day and ``until`` another, and nobody recorded."""
    reports = holding(actuals)
    planned = {visit[2] for visit in visits_of(plan) if since <= visit[0] < until}
    return frozenset(planned) - {
        r.village for r in reports.values() if since <= r.day < until and r.recorded > 0
    }
