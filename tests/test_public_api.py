"""The names that programs use, and that importing them is light."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import planner

HEAVY = ("pandas", "geopandas", "numba", "pulp", "highspy", "scipy", "shapely", "pyogrio", "xlsxwriter")


def loaded_after(code: str) -> set[str]:
    """Return which heavy libraries a fresh Python has loaded after ``code``."""
    shown = f"{code}\nimport sys\nprint('LOADED', *(n for n in {HEAVY!r} if n in sys.modules))"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    return set(done.stdout.split("LOADED")[1].split())


@pytest.mark.parametrize("name", planner.__all__)
def test_every_public_name_can_be_used_and_is_documented(name: str) -> None:
    found = getattr(planner, name)

    assert callable(found)
    assert found.__doc__


def test_public_names_are_listed() -> None:
    assert set(planner.__all__) <= set(dir(planner))


def test_all_of_them_are_imported_by_a_star() -> None:
    names: dict[str, object] = {}

    exec("from planner import *", names)

    assert set(planner.__all__) <= set(names)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'optimise'"):
        planner.optimise  # noqa: B018


def test_importing_the_planner_loads_nothing_heavy() -> None:
    assert loaded_after("import planner") == set()


def test_making_a_problem_and_judging_a_plan_loads_nothing_heavy() -> None:
    assert loaded_after("from planner import Problem, Team, Village, check, measure") == set()


def test_the_probe_sees_what_is_loaded() -> None:
    assert "pandas" in loaded_after("import pandas")


def test_asking_for_help_loads_nothing_heavy() -> None:
    call = "import sys\nfrom planner.cli import main\nsys.argv = ['planner', '--help']\n"

    assert (
        loaded_after(call + "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code") == set()
    )


def test_three_lines_make_a_plan(two_villages: planner.Problem, tmp_path: Path) -> None:
    plan = planner.solve(two_villages, seconds=20)
    path = planner.write(plan, tmp_path / "plan.json")

    assert planner.check(plan) == ()
    assert planner.read_plan(path) == plan


def test_a_solve_reports_and_can_be_repeated(two_villages: planner.Problem) -> None:
    shown: list[planner.Progress] = []
    one, two = (planner.solve(two_villages, rounds=5, seed=4, report=shown.append) for _ in range(2))

    assert one.team_days == two.team_days
    assert shown


def test_a_solve_can_be_cancelled(two_villages: planner.Problem) -> None:
    plan = planner.solve(two_villages, is_cancelled=lambda: True)

    assert (plan.outcome.stop_reason, planner.check(plan)) == ("cancelled", ())


def test_todays_practice_can_be_asked_for(two_villages: planner.Problem) -> None:
    assert planner.solve(two_villages, optimiser_name="greedy").outcome.optimiser == "greedy"


def test_a_plan_that_breaks_a_rule_is_not_written(
    good_plan: planner.Plan, plan_of: Callable[..., planner.Plan], tmp_path: Path
) -> None:
    broken = plan_of(good_plan.problem, *good_plan.team_days, bound=1.0)

    with pytest.raises(planner.PlanError, match="above the bound"):
        planner.write(broken, tmp_path / "plan.json")

    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_refused_before_anything_is_written(
    good_plan: planner.Plan, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="pln"):
        planner.write(good_plan, tmp_path / "new" / "plan.pln")

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_there_is_replaced_whole(good_plan: planner.Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old", encoding="utf-8")

    planner.write(good_plan, path)

    assert planner.read_plan(path) == good_plan
    assert [found.name for found in tmp_path.iterdir()] == ["plan.json"]


def test_faults_of_the_planner_are_one_family() -> None:
    for error in (planner.InputError, planner.ProblemError, planner.PlanError, planner.BoundError):
        assert issubclass(error, planner.PlannerError)
