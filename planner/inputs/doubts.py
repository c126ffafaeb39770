"""Reports that cannot be, that may hardly be, and that are unusual: faults, faults without a word, notes.

What cannot be is a fault: a day outside the campaign or still to come, more recorded on a day than
``MOST_TIMES`` what the team can do. What may hardly be is a fault too, unless the row says why in words
(column Alasan): more people than ``MOST_TIMES`` those of the list and ``A_FEW`` more, the numbers of another
visit again. What happens is taken with a note: more people than waited, a visit moved by some days.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from planner.domain.actuals import Actual, Visit, holding, moved_visits
from planner.domain.places import Village
from planner.domain.teams import Team
from planner.inputs.report_rows import Reading, Told

# Judgement: counts of those not recorded are old or modelled, and neighbours come too; by how much, no source
# says. A team three times as quick as planned has not been seen.
MOST_TIMES = 3
A_FEW = 30
NEAR_DAYS = 7  # a visit made within a week of its planned day is that visit, moved
PEOPLE = ("recorded", "came", "failed")
GONE = ("dead", "moved", "duplicate", "not_found")
WHY = "write why in words into the column Alasan (or Alasan Batal)"


def report_doubts(told: Sequence[Told], reading: Reading) -> None:
    """Make faults and notes of the rows of a file, one for each visit, against all reports before."""
    held = holding([*reading.before, *(one.actual for one in told)])
    last = {one.actual.village: one for one in sorted(told, key=lambda one: one.actual.day)}
    for one in told:
        _dates(one, reading)
        if _is_possible(one, reading):
            _the_day(one, reading)
            _the_same_again(one, held, reading)
    for one in last.values():
        _the_list(one, held, reading)
    _moved(told, held, reading)


def _dates(one: Told, reading: Reading) -> None:
    """A visit lies in the campaign, and not after the day on which it is handed in."""
    problem, day = reading.plan.problem, one.actual.day
    known = [problem.began, *(actual.day for actual in reading.before)]
    known += [visit[0] for visits in reading.versions.values() for visit in visits]
    first, last = min(known), problem.calendar.last
    if not first <= day <= last:
        said = f"{_shown(day)} lies outside the campaign, {first:%d/%m/%Y} to {last:%d/%m/%Y}"
        reading.faults.append(one.fault("date", day, said, f"correct it{_swapped(day, first, last)}"))
    elif reading.today is not None and day > reading.today + timedelta(days=1):  # today is that of Greenwich
        remedy = f"correct it{_swapped(day, first, reading.today)}"
        reading.faults.append(one.fault("date", day, f"{_shown(day)} is still to come", remedy))


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y} (day/month/year)"


def _swapped(day: date, first: date, last: date) -> str:
    """Return the day that is meant where the month was written first, as far as it is possible."""
    try:
        other = date(day.year, day.day, day.month)
    except ValueError:
        return ""
    is_possible = first <= other <= last and other != day
    return f"; with the month first it is {other.isoformat()}: then write that" if is_possible else ""


def _is_possible(one: Told, reading: Reading) -> bool:
    """Return whether the team can have recorded so many on one day; if not, that is a fault."""
    team = reading.plan.problem.team.get(one.actual.team)
    if team is None or one.actual.recorded <= MOST_TIMES * _capacity(team):
        return True
    said = (
        f"more than {MOST_TIMES} times the {_capacity(team):,} people that {team.id} records on a whole day "
    )
    said += f"({team.rate_per_hour:g} an hour)"
    reading.faults.append(one.fault("recorded", one.actual.recorded, said, "correct it"))
    return False


def _capacity(team: Team) -> int:
    """Return how many people a team records in a day without travel and setting up, 1 or more."""
    return max(1, team.people_in(team.end_minute - team.start_minute))


def _the_day(one: Told, reading: Reading) -> None:
    """Compare those who came and those who are gone by one report with what is known."""
    village = reading.plan.problem.village.get(one.actual.village)
    team = reading.plan.problem.team.get(one.actual.team)
    if village is None or team is None:
        return
    actual, listed = one.actual, _listed(village)
    gone = {name: getattr(actual, name) for name in GONE}
    _more(one, max(gone, key=gone.__getitem__), sum(gone.values()), listed, "gone or not found", reading)
    for name in ("came", "failed"):
        people, most = getattr(actual, name) or 0, max(listed, _capacity(team))
        _more(one, name, people, most, "told of one day", reading)
    if actual.came is not None and actual.recorded <= actual.came < actual.recorded + actual.failed:
        said = f"with the {actual.recorded} recorded these are more than the {actual.came} who came"
        reading.notes.append(one.fault("failed", actual.failed, said, "look whether all three are right"))


def _the_list(one: Told, held: Mapping[Visit, Actual], reading: Reading) -> None:
    """Compare those recorded in a village by all reports with those of its list; ``one`` is its last row."""
    village = reading.plan.problem.village.get(one.actual.village)
    if village is not None:
        so_far = sum(report.recorded for report in held.values() if report.village == village.id)
        said = f"recorded in {village.name} by all reports together"
        _more(one, "recorded", so_far, _listed(village), said, reading)


def _listed(village: Village) -> int:
    """Return how many people a village's list had when the campaign began, before any share of them."""
    return max(village.counted or 0, village.first_backlog)


def _more(one: Told, key: str, people: int, known: int, what: str, reading: Reading) -> None:
    """Make a note of more people than are known, and a fault of far more without a word why."""
    if people <= known:
        return
    value = getattr(one.actual, key)
    said = f"{people:,} {what}, where {known:,} are known"
    if people > MOST_TIMES * known + A_FEW and not one.actual.reason:
        reading.faults.append(one.fault(key, value, said, f"correct it; if it is right, {WHY}"))
    else:
        reading.notes.append(one.fault(key, value, f"{said}; taken: the count was too low"))


def _the_same_again(one: Told, held: Mapping[Visit, Actual], reading: Reading) -> None:
    """Make a fault of a visit that nobody planned and that has the numbers of another one nearby."""
    if not reading.is_unplanned(one.actual) or not one.actual.recorded or one.actual.reason:
        return
    like = next((other for other in held.values() if _is_like(one.actual, other)), None)
    if like is not None:
        said = f"the same numbers as of {like.team} in this village on {like.day:%d/%m/%Y}, and not planned"
        remedy = f"if it is that visit, hand in its old row with batal as well; if it is another one, {WHY}"
        reading.faults.append(one.fault("date", one.actual.day, said, remedy))


def _is_like(one: Actual, other: Actual) -> bool:
    """Return whether another report of a village looks like this one with a wrong date or team."""
    is_near = one.day == other.day or (
        one.team == other.team and abs(one.day - other.day) <= timedelta(days=NEAR_DAYS)
    )
    numbers = [[getattr(actual, name) for name in PEOPLE] for actual in (one, other)]
    is_other = one.village == other.village and one.visit != other.visit
    return is_other and is_near and numbers[0] == numbers[1]


def _moved(told: Iterable[Told], held: Mapping[Visit, Actual], reading: Reading) -> None:
    """Note the visits that were planned for another day or team and are taken as those."""
    moved = moved_visits(reading.versions[reading.own], held)
    made = {made: planned for planned, made in moved.items()}
    for one in (one for one in told if reading.is_unplanned(one.actual) and one.actual.visit in made):
        day, team, _ = made[one.actual.visit]
        said = f"was planned for {day:%d/%m/%Y} with {team}; taken as that visit, made otherwise"
        reading.notes.append(one.fault("date", one.actual.day, said))
