"""Write history.jsonl: eight weeks of MODELLED reports of Kabupaten Rote Ndao. No office has reported them.

    python examples/rote_ndao_backtest/make_history.py

The modelled office works as is usual today: on Monday every team is sent where most people still wait
(``greedy``), with what the reports so far say. What then happens on each day (who comes, how fast a team is,
kits that break, boats that do not sail, ways that close) is replay number 0 of ``planner simulate`` with the
seed below. Teams hand their sheets in on Friday; with the same seed the same reports come out.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import planner
from planner.domain.actuals import Actual, actual_record, visits_of
from planner.domain.chances import Chances
from planner.domain.left import left_problem
from planner.domain.plan import Outcome, Plan, TeamDay
from planner.domain.problem import Problem
from planner.optimisers import optimiser
from planner.replanning import append
from planner.replanning.backtest import weeks_of
from planner.replanning.records import Returned
from planner.simulation.draws import drawer
from planner.simulation.field import first_state, team_day
from planner.simulation.world import programme_of, world_of

HERE = Path(__file__).parent
SEED = 2018
WHO = f"DIMODELKAN - modelled by make_history.py, seed {SEED}"


class Field:
    """The modelled field: the state that goes on from week to week."""

    def __init__(self, problem: Problem) -> None:
        chances = Chances(seed=SEED, replan=False)
        self.problem, self.world = problem, world_of(problem, chances)
        self.draws, self.state = drawer(problem, chances)(0), first_state(self.world)
        self.days = {day: n for n, day in enumerate(problem.calendar.days())}
        self.villages = {village.id: n for n, village in enumerate(problem.villages)}

    def week(self, days: tuple[TeamDay, ...], first: date, last: date) -> Iterator[Actual]:
        """Let a week pass; yield a report of each visit that was planned."""
        plan = Plan(self.problem, days, Outcome("greedy"))
        programme, planned = programme_of(plan), visits_of(plan)
        for day in (d for d in self.days if first <= d <= last):
            recorded = self._day(programme, day)
            last_there = {village: team for team, village in recorded}
            for _, team, village in (visit for visit in planned if visit[0] == day):
                if (team, village) not in recorded:
                    yield Actual(day, team, village, 0, "batal", reason="dimodelkan: tidak sampai di desa")
                    continue
                people = recorded[team, village]
                stayed = int(self.state.coming[self.villages[village]])
                came = people + (stayed if last_there[village] == team else 0)
                yield Actual(day, team, village, people, came=came)

    def _day(self, programme: Any, day: date) -> dict[tuple[str, str], int]:
        """Let all teams do their day; return (team, village) -> people recorded, where a team served."""
        n, state, found = self.days[day], self.state, {}
        state.taken[:] = 0
        for t in range(len(self.problem.teams)):  # kits that slept in the field are out
            if state.at[t] != self.world.home[t] and not state.without[t]:
                state.taken[self.world.base[t]] += 1
        for t, team in enumerate(self.problem.teams):
            before = state.waiting.copy()
            team_day(self.world, programme, self.draws, state, t, n)
            for stop in range(programme.stops[t, n]):
                v = programme.village[t, n, stop]
                if state.today[v] == n:
                    found[team.id, self.problem.villages[v].id] = int(before[v] - state.waiting[v])
        return found


def main(path: Path = HERE / "history.jsonl") -> None:
    """Write the history anew."""
    problem = planner.read_problem(HERE / "planner.toml")
    field, plan = Field(problem), Plan(problem, (), Outcome("none"))
    path.unlink(missing_ok=True)
    reports: list[Actual] = []
    for number, (first, last) in enumerate(weeks_of(problem.calendar), start=1):
        week_plan = optimiser("greedy")(left_problem(plan, reports, first))
        friday = first + timedelta(days=4 - first.weekday())
        when = f"{min(friday, last).isoformat()}T09:00:00+00:00"
        days = tuple(d for d in week_plan.team_days if d.day <= last)
        sheet = [actual_record(actual) for actual in field.week(days, first, last)]
        sha = hashlib.sha256(json.dumps(sheet).encode()).hexdigest()
        said = Returned(sha, f"pekan-{number}-dimodelkan", "", len(sheet), WHO, when)
        signed = {"who": WHO, "when": when, "file": sha, "plan_version": ""}
        news = [Actual(**{**record, "day": date.fromisoformat(record["day"]), **signed}) for record in sheet]
        append(path, problem, actuals=news, said=said, is_new=number == 1)
        reports += news


if __name__ == "__main__":
    main()
