"""Whatever happens week by week, nobody is lost and nobody counted twice, and every promise is kept."""

import itertools
import math
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest

pytest.importorskip("hypothesis")
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.actuals import Actual, holding, visits_of
from planner.domain.changes import BROKEN
from planner.domain.check import check
from planner.domain.measure import version_of
from planner.domain.past import Past
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.planning import solve
from planner.replanning import MODES, History, Replanned, Wishes, append, read_history, replan
from planner.replanning.records import Returned, publication

NUMBER = itertools.count()
NOTHING = Past(date(2018, 5, 7))


def solved(problem: Problem, seed: int) -> Plan:
    return solve(problem, rounds=3, seed=seed)


def left_by(problem: Problem, reports: list[Actual]) -> dict[str, tuple[int, int, int]]:
    """Return village -> recorded, removed and waiting, reckoned report by report from the first backlogs."""
    people = {}
    last = {(r.day, r.team, r.village): r for r in reports}.values()
    for village in problem.villages:
        own = [report for report in last if report.village == village.id]
        recorded = min(village.backlog, sum(report.recorded for report in own))
        gone = sum(getattr(report, name) for report in own for name in problem.rules.removes)
        if any(report.closed for report in own):
            gone = village.backlog
        removed = min(gone, village.backlog - recorded)
        people[village.id] = recorded, removed, village.backlog - recorded - removed
    return people


def require_conserved(first: Problem, reports: list[Actual], made: Replanned) -> None:
    plan, people = made.plan, left_by(first, reports)
    taken = Counter[str]()
    for visit in made.assumed:
        taken[visit.village] += visit.people
    assert check(plan) == ()
    for village in first.villages:
        now, planned = plan.problem.village[village.id], plan.planned.get(village.id, 0)
        recorded, removed, waiting = people[village.id]
        assert (now.recorded, now.removed, now.backlog + now.assumed) == (recorded, removed, waiting)
        assert now.assumed == min(taken[village.id], waiting)
        assert village.backlog == recorded + removed + now.assumed + planned + plan.left(village.id)
    assert made.balance.adds_up
    assert made.balance.backlog == first.backlog


def require_late(old: Plan, reports: list[Actual], made: Replanned, wishes: Wishes) -> None:
    """Only visits of the last week that were planned and that nobody reported on are taken as made."""
    known = visits_of(old) | {visit.visit: visit.people for visit in (old.problem.past or NOTHING).assumed}
    told = {report.visit for report in reports}
    for visit in made.assumed:
        assert wishes.late == "planned"
        assert known[visit.visit] == visit.people
        assert visit.visit not in told
        assert 0 < (wishes.today - visit.day).days <= 7


def require_promises(old: Plan, made: Replanned, wishes: Wishes) -> None:
    """Every visit that had to stay is there, or the changes say why it is not."""
    new = visits_of(made.plan)
    why = {(c.old_day, c.old_team, c.village): c.why for c in made.plan.changes if c.old_day is not None}
    last = wishes.today + timedelta(days=wishes.published_days)
    for visit in visits_of(old):
        stays = wishes.mode == "keep" or visit[0] < last
        if visit[0] >= wishes.today and stays and wishes.price == math.inf and visit not in new:
            assert why[visit]
    if wishes.price == math.inf:
        told = [change for change in made.plan.changes if change.notified and change.kind in BROKEN]
        assert all(c.why for c in told if c.old_day is not None and c.old_day < last)
    if wishes.mode == "keep-teams":
        own = {(team, village) for day, team, village in visits_of(old) if day >= wishes.today}
        teams = Counter(village for _, village in own)
        assert all((team, village) in own for _, team, village in new if teams[village])


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), modes=st.tuples(*[st.sampled_from(MODES)] * 2), data=st.data())
def test_backlog_is_recorded_planned_left_and_removed_week_after_week(
    seed: int,
    modes: tuple[str, str],
    data: st.DataObject,
    weeks: SimpleNamespace,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    first, random = weeks.campaign(seed), Random(seed)
    path = tmp_path_factory.mktemp("campaign") / "history.jsonl"
    plan, reports = solved(first, seed), list[Actual]()
    for number, mode in enumerate(modes):
        told = publication(plan, weeks.MONDAY + (number + 2) * weeks.WEEK, version_of(plan), "a", "t")
        append(path, plan.problem, said=told, is_new=number == 0)
        handed_in = weeks.what_happened(random, plan, number)
        if reports and random.random() < 0.5:  # a late correction of an earlier week
            old = random.choice(reports)
            handed_in.append(Actual(*old.visit, random.randint(0, 5)))
        take_in(path, plan, handed_in)
        reports += handed_in
        published = data.draw(st.sampled_from([0, 7, 14]))
        price = data.draw(st.sampled_from([math.inf, math.inf, 2.0]))
        late = data.draw(st.sampled_from(["planned", "planned", "not-made"]))
        wishes = Wishes(weeks.MONDAY + (number + 1) * weeks.WEEK, mode, published, price, late=late)
        history = read_history(path)
        assert holding(history.actuals).keys() == {report.visit for report in reports}

        made = replan(plan, history, wishes, rounds=2, seed=seed)

        require_conserved(first, reports, made)
        require_late(plan, reports, made, wishes)
        require_promises(plan, made, wishes)
        plan = made.plan


def take_in(path: Path, plan: Plan, reports: list[Actual]) -> None:
    mark = f"file {next(NUMBER)}"
    marked = [Actual(**{**_fields(report), "file": mark}) for report in reports]
    said = Returned(mark, "r.xlsx", version_of(plan), len(marked), "a", "t")
    append(path, plan.problem, actuals=marked, said=said)


def _fields(report: Actual) -> dict[str, object]:
    return {name: getattr(report, name) for name in Actual.__slots__}


def test_the_villages_are_the_same_from_the_first_plan_and_from_the_last(weeks: SimpleNamespace) -> None:
    first, second_monday = weeks.campaign(3), weeks.MONDAY + weeks.WEEK
    plan = solved(first, 0)
    week_one, week_two = (weeks.what_happened(Random(n), plan, n) for n in (0, 1))
    second = replan(plan, History(tuple(week_one)), Wishes(second_monday), rounds=2).plan

    history = History((*week_one, *week_two))
    wishes = Wishes(second_monday + weeks.WEEK, late="not-made")  # each plan has visits of its own

    at_once = replan(plan, history, wishes, rounds=2).plan
    in_steps = replan(second, history, wishes, rounds=2).plan

    assert at_once.problem.villages == in_steps.problem.villages
