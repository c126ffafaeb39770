"""The linear program over tours, compared with a file that can be checked by eye.

To renew the file after a change of the model: run pytest with GOLDEN=renew in the environment, and read it.
"""

import os
from pathlib import Path

import pytest

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.optimisers.trips.master import Master, state
from planner.optimisers.trips.prices import Rows
from planner.optimisers.trips.pricing import Tour
from planner.optimisers.trips.runs import Field, field_of
from planner.optimisers.trips.timetable import tours_of
from planner.optimisers.trips.tour import Visit

GOLDEN = Path(__file__).parent / "golden" / "two_villages.lp"


@pytest.fixture
def field(two_villages: Problem) -> Field:
    """Two kinds of runs: Monday to Wednesday, and Friday."""
    return field_of(two_villages)


def near_on_friday() -> Tour:
    return Tour(1, (Visit(0, 1, 3, 39),), (0,), (0,), (65,))


def test_model_is_the_one_on_file(field: Field, good_plan: Plan, tmp_path: Path) -> None:
    tours = [*tours_of(field, good_plan), near_on_friday()]
    state(Rows(field, field.backlog), field.sizes, tours, whole=True).writeLP(tmp_path / "made.lp")

    made = (tmp_path / "made.lp").read_text(encoding="utf-8")

    if os.environ.get("GOLDEN") == "renew":
        GOLDEN.write_text(made, encoding="utf-8", newline="\n")
    assert made == GOLDEN.read_text(encoding="utf-8")


def test_without_tours_everybody_is_left(field: Field) -> None:
    solution = Master(Rows(field, field.backlog), field.sizes).solve()

    assert solution.value == 0
    assert solution.prices.person.tolist() == [1, 1]
    assert solution.of_runs.tolist() == [0, 0]


def test_a_tour_that_records_nearly_all_leaves_the_rest(field: Field) -> None:
    master = Master(Rows(field, field.backlog), field.sizes)
    master.add(near_on_friday())
    solution = master.solve()

    assert solution.value == 65
    assert solution.used.tolist() == [1]


def test_a_scarce_run_has_a_price_and_a_full_village_none(field: Field) -> None:
    master = Master(Rows(field, field.backlog), field.sizes)
    for people in ((40, 0), (0, 50)):  # either of them, on the one run of Monday to Wednesday
        master.add(Tour(0, (), (0, 0, 0), (0, 1), people))
    master.add(Tour(1, (), (0,), (0,), (65,)))  # Friday empties Near
    solution = master.solve()

    assert solution.value == pytest.approx(115)
    assert solution.of_runs[0] == pytest.approx(
        50
    )  # one more such run records 50 people of Far, while they last
    assert solution.prices.person[1] == 1


def test_runs_at_hand_limit_the_tours(field: Field) -> None:
    master = Master(Rows(field, field.backlog), field.sizes * 0)
    master.add(near_on_friday())

    assert master.solve().value == 0
