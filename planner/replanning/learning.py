"""What reports say of turnout and rates: proposals with an interval, and how little few reports say.

Turnout. On the j-th day on which a village is served a share of those still waiting comes.

Rates. Recordings in an hour of service, only of visits on which time was the limit: people went home
unrecorded, more of them than fail for their fingerprints or their data. Elsewhere people, not time, were
short.

The model, its priors and their sources stand in :mod:`planner.replanning.estimates`.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from planner.domain.actuals import Actual, holding
from planner.domain.problem import Problem
from planner.errors import Fault, InputError
from planner.inputs.toml import read_toml
from planner.replanning.estimates import (
    DISTRICT_PEOPLE,
    SHARE_PEOPLE,
    Floats,
    rate_posterior,
    share_posterior,
)

ASSUMED = (0.6, 0.35)  # first and further days, where the plan has no turnout; judgement, not measured
FEWEST_VISITS = 3  # on which time was the limit; below, no rate is proposed

# People who came and were not recorded: some fail for fingerprints or data at any hour (judgement), so time
# was the limit where more than a tenth of those who came went home so, three people at least.
SENT_HOME = 0.1
FEWEST_SENT_HOME = 3

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
    is_enough
        Whether it is proposed; else ``proposed`` is what is assumed, and the interval that of doubt alone.
    """

    what: str
    group: str
    assumed: float
    proposed: float
    low: float
    high: float
    visits: int
    people: int
    is_enough: bool = True


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
        Team id -> proposed people an hour; teams with too few visits on which time was the limit are left
        out.
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
    """One visit on which time was the limit."""

    team: str
    village: str
    recorded: int
    hours: float
    most: int  # recordings with which it would still be one


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
    rates = list(_rates(problem, list(_short_of_time(problem, held))))
    proposed: list[float] = []
    for estimate in (e for e in turnout if e.group == "all"):
        proposed.append(min([estimate.proposed, *proposed]))  # shares never rise
    by_team = {
        estimate.group.removeprefix("team "): estimate.proposed
        for estimate in rates
        if estimate.group.startswith("team ") and estimate.is_enough
    }
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
    for number, share in enumerate(assumed):
        own = [day for day in days if min(day.number, len(assumed) - 1) == number]
        taken = share if problem.rules.turnout else 1.0
        whole = _share(f"turnout {number + 1}", "all", taken, share, SHARE_PEOPLE, own)
        yield whole
        for district, some in _by_district(problem, own, lambda day: day.village):
            yield _share(whole.what, f"kecamatan {district}", taken, whole.proposed, DISTRICT_PEOPLE, some)


def _share(
    what: str, group: str, assumed: float, mean: float, people: float, days: Sequence[_Day]
) -> Estimate:
    """Return the share of those waiting who come, its prior having the mean ``mean``."""
    found = share_posterior(mean, people, _floats(day.came for day in days), _floats(d.waiting for d in days))
    waited = sum(day.waiting for day in days)
    proposed = max(0.01, round(found.middle, 2))
    return Estimate(what, group, assumed, proposed, found.low, found.high, len(days), waited)


def _floats(numbers: Iterable[float]) -> Floats:
    return np.array(list(numbers), dtype=np.float64)


def _short_of_time(problem: Problem, held: Sequence[Actual]) -> Iterator[_Hours]:
    """Yield the visits with hours on which time was the limit, as far as reports tell."""
    for actual in held:
        if actual.team not in problem.team or actual.start is None or actual.end is None:
            continue
        came = max(actual.came or 0, actual.recorded + actual.failed)
        most = min(ceil((1 - SENT_HOME) * came) - 1, came - FEWEST_SENT_HOME)
        if actual.end > actual.start and 0 <= actual.recorded <= most:
            hours = (actual.end - actual.start) / 60
            yield _Hours(actual.team, actual.village, actual.recorded, hours, most)


def _rates(problem: Problem, visits: Sequence[_Hours]) -> Iterator[Estimate]:
    """Yield the rate of each team, and of each kecamatan against what its teams are planned to do."""
    for team in problem.teams:
        own = [visit for visit in visits if visit.team == team.id]
        yield _rate(f"team {team.id}", team.rate_per_hour, own, [visit.hours for visit in own])
    for district, some in _by_district(problem, visits, lambda visit: visit.village):
        planned = [problem.team[visit.team].rate_per_hour * visit.hours for visit in some]
        assumed = sum(planned) / sum(visit.hours for visit in some)
        yield _rate(f"kecamatan {district}", assumed, some, [people / assumed for people in planned])


def _rate(group: str, assumed: float, visits: Sequence[_Hours], hours: Sequence[float]) -> Estimate:
    """Return a rate; hours of teams that are quicker than others are given as so many more."""
    recorded = _floats(visit.recorded for visit in visits)
    found = rate_posterior(assumed, recorded, _floats(hours), _floats(visit.most for visit in visits))
    is_enough = len(visits) >= FEWEST_VISITS
    proposed = round(found.middle, 1) if is_enough else assumed
    people = sum(visit.recorded for visit in visits)
    return Estimate("rate", group, assumed, proposed, found.low, found.high, len(visits), people, is_enough)


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
