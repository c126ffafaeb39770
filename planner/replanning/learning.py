"""What reports say of turnout and rates: proposals with an interval, shrunk towards what the plan assumes.

Turnout. On the j-th day on which a village is served a share of those still waiting comes. Visits differ
more than chance alone would have it, so the people of one visit count as ``n / (1 + (n - 1) rho)``
independent ones (``rho`` by moments: Kleinman 1973, J. Am. Stat. Assoc. 68, 46-54). The share has a Beta
prior with the mean that the plan assumes; the shares of kecamatan have one with the mean of all (parametric
empirical Bayes: Morris 1983, J. Am. Stat. Assoc. 78, 47-55).

Rates. Recordings in an hour of service, only of visits on which at least as many came as the team is planned
to record: elsewhere people, not time, were short. Counts over hours with a Gamma prior (Gelman et al. 2013,
Bayesian Data Analysis, 3rd ed., section 2.6); counts that scatter more than Poisson's count for less.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from planner.domain.actuals import Actual, holding
from planner.domain.problem import Problem
from planner.errors import Fault, InputError
from planner.inputs.toml import read_toml

# How much the assumed numbers count for. Judgement: after some five visits the reports outweigh them.
PRIOR_PEOPLE = 20.0  # independent people behind an assumed share: three visits of 100 people at the usual rho
PRIOR_HOURS = 12.0  # hours of service behind an assumed rate: two days of six hours
USUAL_RHO = 0.15  # likeness of the people of one visit, before there are MANY visits to tell; judgement
MANY = 5  # visits from which on their likeness is estimated
ASSUMED = (0.6, 0.35)  # first and further days, where the plan has no turnout; judgement, not measured
INTERVAL = 0.9  # chance that the interval holds the true value, as far as the model is right

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Estimate:
    """What reports say of one number.

    Parameters
    ----------
    what
        ``turnout 1``, ``turnout 2`` ... (share of those waiting on the first, second ... day of service; the
        last one of all further days) or ``rate`` (people an hour).
    group
        ``all``, ``kecamatan CODE`` or ``team ID``.
    assumed, proposed, low, high
        What the plan takes (1 where everybody comes), what is proposed, and between what it lies with a
        chance of 90 %.
    visits, people
        Reports behind it, and people who waited (turnout) or were recorded (rate) on them.
    """

    what: str
    group: str
    assumed: float
    proposed: float
    low: float
    high: float
    visits: int
    people: int


@dataclass(frozen=True, slots=True)
class Lessons:
    """All that reports say, and what of it a plan can take.

    Parameters
    ----------
    estimates
        Of all villages, each kecamatan and each team.
    turnout
        Proposed for the rules; empty where nothing is known.
    rates
        Team id -> proposed people an hour; teams without a fitting report are left out.
    unused
        Days of service that say nothing of turnout, since nobody counted who came.
    """

    estimates: tuple[Estimate, ...]
    turnout: tuple[float, ...]
    rates: dict[str, float]
    unused: int


class _Day(NamedTuple):
    """One village on one day of service."""

    village: str
    number: int
    waiting: int
    came: int


class _Hours(NamedTuple):
    """One visit of a busy team."""

    team: str
    village: str
    recorded: int
    hours: float


def lessons(problem: Problem, actuals: Iterable[Actual]) -> Lessons:
    """Return what the reports that hold say of turnout and rates.

    Parameters
    ----------
    problem
        Of the plan, for what it assumes, and the first backlogs.
    actuals
        All reports of the campaign.
    """
    held = [actual for actual in holding(actuals).values() if actual.village in problem.village]
    days, unused = _days(problem, held)
    assumed = problem.rules.turnout or ASSUMED
    turnout = list(_turnouts(problem, days, assumed))
    rates = list(_rates(problem, list(_busy(problem, held))))
    proposed: list[float] = []
    for estimate in (e for e in turnout if e.group == "all"):
        proposed.append(min([estimate.proposed, *proposed]))  # shares never rise
    by_team = {e.group.removeprefix("team "): e.proposed for e in rates if e.group.startswith("team ")}
    return Lessons((*turnout, *rates), tuple(proposed) if days else (), by_team, unused)


def _days(problem: Problem, held: Sequence[Actual]) -> tuple[list[_Day], int]:
    """Return the days of service on which those who came were counted, and how many there are beside."""
    by_day: defaultdict[tuple[str, date], list[Actual]] = defaultdict(list)
    for actual in held:
        by_day[actual.village, actual.day].append(actual)
    waiting = {village.id: village.first_backlog for village in problem.villages}
    served: defaultdict[str, int] = defaultdict(int)
    days, unused = list[_Day](), 0
    for (village, _), reports in sorted(by_day.items(), key=lambda item: item[0][1]):
        recorded = sum(report.recorded for report in reports)
        counted = [report.came for report in reports if report.came is not None]
        is_service = any(report.status != "batal" for report in reports) and waiting[village] > 0
        if is_service and len(counted) == len(reports):
            came = min(sum(counted), waiting[village])
            days.append(_Day(village, served[village], waiting[village], came))
        elif is_service:
            unused += 1
        served[village] += recorded > 0
        gone = sum(getattr(report, name) for report in reports for name in problem.rules.removes)
        waiting[village] = max(0, waiting[village] - recorded - gone)
    return days, unused


def _turnouts(problem: Problem, days: Sequence[_Day], assumed: Sequence[float]) -> Iterator[Estimate]:
    """Yield the share of each day of service: of all villages, and of each kecamatan."""
    rho = _likeness(days, len(assumed))
    for number, share in enumerate(assumed):
        own = [day for day in days if min(day.number, len(assumed) - 1) == number]
        taken = share if problem.rules.turnout else 1.0
        whole = _share(f"turnout {number + 1}", "all", taken, share, own, rho)
        yield whole
        for district, some in _by_district(problem, own, lambda day: day.village):
            yield _share(whole.what, f"kecamatan {district}", taken, whole.proposed, some, rho)


def _share(what: str, group: str, assumed: float, mean: float, days: Sequence[_Day], rho: float) -> Estimate:
    """Return the share of those waiting who come, its prior having the mean ``mean``."""
    from scipy.stats import beta  # scipy's distributions take half a second to import

    mean = min(0.99, max(0.01, mean))
    alike = [(day, day.waiting / (1 + (day.waiting - 1) * rho)) for day in days]
    yes = PRIOR_PEOPLE * mean + sum(weight * day.came / day.waiting for day, weight in alike)
    no = PRIOR_PEOPLE + sum(weight for _, weight in alike) - yes
    low, high = beta.ppf([(1 - INTERVAL) / 2, (1 + INTERVAL) / 2], yes, no).tolist()
    proposed = max(0.01, round(yes / (yes + no), 2))
    return Estimate(what, group, assumed, proposed, low, high, len(days), sum(day.waiting for day in days))


def _likeness(days: Sequence[_Day], numbers: int) -> float:
    """Return how alike the people of one visit are, 0..1, by moments over all days of service."""
    groups: defaultdict[int, list[_Day]] = defaultdict(list)
    for day in days:
        groups[min(day.number, numbers - 1)].append(day)
    excess = spread = 0.0
    for own in groups.values():
        mean = sum(day.came for day in own) / sum(day.waiting for day in own)
        for day in own if len(own) >= MANY else []:
            chance = mean * (1 - mean) / day.waiting
            factor = (len(own) - 1) / len(own)
            excess += (day.came / day.waiting - mean) ** 2 - factor * chance
            spread += factor * mean * (1 - mean) * (1 - 1 / day.waiting)
    return min(1.0, max(0.0, excess / spread)) if spread > 0 else USUAL_RHO


def _busy(problem: Problem, held: Sequence[Actual]) -> Iterator[_Hours]:
    """Yield visits on which time was short: at least as many came as the team is planned to record in it."""
    for actual in held:
        team = problem.team.get(actual.team)
        if team is None or actual.start is None or actual.end is None or actual.came is None:
            continue
        minutes = actual.end - actual.start
        if minutes > 0 and actual.came >= max(1, team.people_in(minutes)):
            yield _Hours(actual.team, actual.village, actual.recorded, minutes / 60)


def _rates(problem: Problem, visits: Sequence[_Hours]) -> Iterator[Estimate]:
    """Yield the rate of each team, and of each kecamatan against what its teams are planned to do."""
    if not visits:
        return
    expected = sum(problem.team[v.team].rate_per_hour * v.hours for v in visits)
    ratio = sum(visit.recorded for visit in visits) / expected
    scatter = _scatter(problem, visits, ratio)
    teams: defaultdict[str, list[_Hours]] = defaultdict(list)
    for visit in visits:
        teams[visit.team].append(visit)
    for team, own in sorted(teams.items()):
        yield _rate(f"team {team}", problem.team[team].rate_per_hour, own, scatter)
    for district, some in _by_district(problem, visits, lambda visit: visit.village):
        planned = sum(problem.team[v.team].rate_per_hour * v.hours for v in some) / sum(v.hours for v in some)
        yield _rate(f"kecamatan {district}", planned, some, scatter)


def _scatter(problem: Problem, visits: Sequence[_Hours], ratio: float) -> float:
    """Return by what factor counts scatter more than Poisson's, 1 or more (Pearson)."""
    if len(visits) < MANY or ratio <= 0:
        return 1.0
    means = [(v.recorded, ratio * problem.team[v.team].rate_per_hour * v.hours) for v in visits]
    return max(1.0, sum((count - mean) ** 2 / mean for count, mean in means) / (len(visits) - 1))


def _rate(group: str, assumed: float, visits: Sequence[_Hours], scatter: float) -> Estimate:
    from scipy.stats import gamma  # as above

    people, hours = sum(visit.recorded for visit in visits), sum(visit.hours for visit in visits)
    count, over = PRIOR_HOURS * assumed + people / scatter, PRIOR_HOURS + hours / scatter
    low, high = (gamma.ppf([(1 - INTERVAL) / 2, (1 + INTERVAL) / 2], count) / over).tolist()
    return Estimate("rate", group, assumed, round(count / over, 1), low, high, len(visits), people)


def _by_district(
    problem: Problem, items: Sequence[Item], village_of: Callable[[Item], str]
) -> list[tuple[str, list[Item]]]:
    groups: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[problem.village[village_of(item)].district_id].append(item)
    return sorted(groups.items())


def with_lessons(problem: Problem, turnout: tuple[float, ...], rates: Mapping[str, float]) -> Problem:
    """Return the problem with learned numbers; teams without one keep theirs, as no turnout does."""
    rules = replace(problem.rules, turnout=turnout or problem.rules.turnout)
    teams = tuple(replace(t, rate_per_hour=rates.get(t.id, t.rate_per_hour)) for t in problem.teams)
    return problem.replace(rules=rules, teams=teams)


def toml(found: Lessons, reports: int) -> str:
    """Return the proposal as the text of a file that :func:`read_learned` reads."""
    lines = [f"# proposed by `planner learn` from {reports} reports, and taken over with --yes"]
    if found.turnout:
        lines.append(f"turnout = {list(found.turnout)}")
    lines += ["", "[rate_per_hour]"]
    lines += [f"{json.dumps(team)} = {rate}" for team, rate in sorted(found.rates.items())]
    return "\n".join(lines) + "\n"


def read_learned(path: Path) -> tuple[tuple[float, ...], dict[str, float]]:
    """Return turnout and rates of a file.

    Raises
    ------
    InputError
        When it is no such file; what numbers may be is for the problem to say.
    """
    found = read_toml(path, missing="look at its name", wrong="let `planner learn` write it")
    turnout, rates = found.get("turnout", []), found.get("rate_per_hour", {})
    numbers = [*(turnout if isinstance(turnout, list) else [None])]
    numbers += list(rates.values()) if isinstance(rates, dict) else [None]
    unknown = [key for key in found if key not in ("turnout", "rate_per_hour")]
    if unknown or not all(type(number) in (int, float) for number in numbers):
        problem = "expected turnout, a list of shares, and [rate_per_hour], a number for each team"
        raise InputError([Fault(path.name, problem, "let `planner learn` write it")])
    return tuple(float(share) for share in turnout), {team: float(rate) for team, rate in rates.items()}
