"""The bundled examples: each is read, planned and judged, and its README shows what it prints."""

import re
from pathlib import Path

import pytest

import planner
from planner.domain.reach import unreachable
from planner.optimisers import Watch
from planner.optimisers.trips import trips

ROOT = Path(__file__).resolve().parent.parent
NAMES = ["kupang", "rote_ndao"]


def project(name: str) -> Path:
    return ROOT / "examples" / name / "planner.toml"


@pytest.mark.parametrize("name", NAMES)
def test_an_example_gives_a_plan_that_keeps_all_rules_and_beats_todays_practice(name: str) -> None:
    problem = planner.read_problem(project(name))

    plan = trips(problem, Watch(seconds=600, max_rounds=40))

    assert planner.check(plan) == ()
    assert plan.outcome.baseline_recorded is not None
    assert plan.outcome.bound is not None
    assert plan.outcome.baseline_recorded < plan.recorded <= plan.outcome.bound


@pytest.mark.parametrize("name", NAMES)
def test_every_village_of_an_example_can_be_reached(name: str) -> None:
    problem = planner.read_problem(project(name))

    assert unreachable(problem) == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_of_an_example_speaks_of_its_own_villages_and_backlog(name: str) -> None:
    problem = planner.read_problem(project(name))
    text = (project(name).parent / "README.md").read_text(encoding="utf-8")

    said = re.search(r"(\d+) villages, ([\d,]+) people not recorded; (\d+) teams, (\d+) working days", text)

    assert said is not None
    numbers = [int(number.replace(",", "")) for number in said.groups()]
    days = len(problem.calendar.working_days())
    assert numbers == [len(problem.villages), problem.backlog, len(problem.teams), days]
