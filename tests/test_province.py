"""A province of regencies side by side: what is solved, what fails alone, what is tried again."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import planner
from planner.domain.check import check
from planner.domain.places import Base, Village
from planner.domain.problem import Problem
from planner.domain.travel_times import TravelTimes
from planner.errors import Fault, InputError, PlannerError
from planner.optimisers import Progress
from planner.planning import solve
from planner.province import Province, solve_province, split_by_regency
from planner.province.told import leaf_of
from planner.surroundings.mishap import CLOSE
from planner.terminal import stands
from planner.worker import ORPHANED, TASK, Reporter, Task, put

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
KILL = getattr(
    signal, "SIGKILL", signal.SIGTERM
)  # Windows has one way to end a process, and calls it SIGTERM


class Trap:
    """What goes off in the process that reads a problem with it: Python code, in the place of a note."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return exec, (self.code,)


def trapped(problem: Problem, code: str) -> Problem:
    return problem.replace(notes=(("trap", Trap(code)),))


def once(marker: Path, code: str) -> str:
    """Return code that does something the first time only."""
    first = f"not os.path.exists({str(marker)!r})"
    return f"import os, time\nif {first}:\n    open({str(marker)!r}, 'w').close()\n    {code}"


def solved(problems: Mapping[str, Problem | PlannerError], **options: Any) -> Province:
    return solve_province(
        problems, **{"seconds_each": 3600, "rounds": 6, "optimiser_name": "greedy"} | options
    )


def is_alive(pid: int) -> bool:
    if os.name == "nt":
        return False  # signal 0 would be Ctrl-C there
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


@pytest.fixture
def endless(two_villages: Problem) -> Problem:
    """Return a problem on which the engine goes on until it is told to stop: 120 villages, 8 teams."""
    random = np.random.default_rng(1)
    spots = random.uniform(0, 200, (121, 2))
    minutes = np.ceil(np.abs(spots[:, None] - spots[None, :]).sum(axis=2))[None]
    none = np.zeros_like(minutes)
    villages = tuple(
        replace(two_villages.villages[1], id=f"v{n}", backlog=int(random.integers(5, 90))) for n in range(120)
    )
    teams = tuple(replace(two_villages.teams[0], id=f"T{n}", setup_minutes=30) for n in range(8))
    travel = TravelTimes((*(v.id for v in villages), "B"), minutes, none, none, none.astype(bool))
    return two_villages.replace(villages=villages, teams=teams, travel=travel)


# --- what is solved ------------------------------------------------------------------------------------


def test_every_regency_has_the_plan_that_it_has_alone(two_villages: Problem, endless: Problem) -> None:
    problems = {"small": two_villages, "large": endless, "none": two_villages.replace(teams=())}

    province = solved(problems, optimiser_name="trips", seed=3)

    assert list(province.plans) == list(problems)
    for name, problem in problems.items():
        alone = solve(problem, seconds=3600, rounds=6, seed=3)
        plan = province.plans[name]
        assert (plan.team_days, plan.outcome.bound) == (alone.team_days, alone.outcome.bound)
        assert plan.problem is problem
        assert check(plan) == ()


def test_sums_add_up(two_villages: Problem) -> None:
    problems = {"all": two_villages, "nobody": two_villages.replace(teams=())}

    province = solved(problems, optimiser_name="trips")

    assert (province.villages, province.recorded, province.bound) == (4, 140, 140)
    assert (province.gap, province.mean_gap, province.failed) == (0, 0, {})
    assert [regency.attempts for regency in province.regencies] == [1, 1]


def test_gaps_weigh_by_people_or_by_regency(two_villages: Problem) -> None:
    (one,) = solved({"a": two_villages}).regencies
    assert one.plan is not None
    proved, half = one.plan.with_outcome(bound=140.0), one.plan.with_outcome(bound=280.0)

    province = Province((replace(one, plan=proved), replace(one, name="b", plan=half)), 1.0)

    assert (province.bound, province.gap, province.mean_gap) == (420, 140 / 420, 0.25)


def test_without_a_bound_there_is_no_gap(two_villages: Problem) -> None:
    province = solved({"a": two_villages})

    assert (province.recorded, province.bound, province.gap, province.mean_gap) == (140, None, None, None)


def test_a_province_without_regencies_is_empty() -> None:
    province = solved({})

    assert (province.regencies, province.recorded, province.bound, province.gap) == ((), 0, 0, 0)


def test_the_table_has_a_row_for_each_regency_planned_or_not(two_villages: Problem) -> None:
    problems = {"good": two_villages, "bad": trapped(two_villages, "raise MemoryError")}

    table = solved(problems, retries=0).table().set_index("regency")

    assert list(table.index) == ["good", "bad"]
    assert list(table["villages"]) == [2, 2]
    assert (table.loc["good", "recorded"], table.loc["good", "status"]) == (140, "NO BOUND")
    assert (table.loc["bad", "status"], table.loc["bad", "failure"]) == (
        "NO PLAN",
        f"not enough memory: {CLOSE}",
    )


def test_a_regency_that_cannot_be_read_has_a_row_and_is_in_no_sum(two_villages: Problem) -> None:
    faults = [Fault("teams.csv", "expected a number", row=3), Fault("bases.csv", "is missing")]
    problems = {"bad": InputError(faults), "odd": PlannerError("odd.toml: no\nfile"), "good": two_villages}

    province = solved(problems)

    table = province.table().set_index("regency")
    assert list(table["status"]) == ["NOT READ", "NOT READ", "NO BOUND"]
    assert province.failed == {
        "bad": "teams.csv: row 3: expected a number (and 1 more)",
        "odd": "odd.toml: no file",
    }
    assert (province.villages, province.backlog, province.recorded, province.left_over) == (2, 140, 140, 0)


def test_a_regency_without_a_team_is_not_planned_and_not_proved(two_villages: Problem) -> None:
    province = solved({"all": two_villages, "nobody": two_villages.replace(teams=())}, optimiser_name="trips")

    assert [regency.status for regency in province.regencies] == ["PROVED", "NO TEAM"]
    assert [regency.name for regency in province.unplanned] == ["nobody"]
    assert province.left_over == 140


def test_a_page_says_first_who_is_not_planned_and_draws_all_whose_people_are_known(
    two_villages: Problem,
) -> None:
    problems = {
        "bad": PlannerError("bad.toml: no"),
        "two": two_villages,
        "none": two_villages.replace(teams=()),
    }

    leaf = leaf_of(solved(problems), "en")

    assert leaf.headline == "140 of 280 people recorded (50.0 %), 140 left over; 1 of 3 regencies planned."
    assert leaf.sentences == (
        "bad: not planned, its files cannot be read and its people are in no sum: bad.toml: no",
        "none: not planned, no team or base; 140 people wait there",
    )
    assert [(bar.label, bar.recorded, bar.left) for bar in leaf.bars] == [("two", 140, 0), ("none", 0, 140)]
    assert [row[-1] for row in leaf.rows] == ["NOT READ", "NO BOUND", "NO TEAM"]


def test_progress_comes_with_the_name_of_its_regency(two_villages: Problem) -> None:
    shown: list[tuple[str, Progress]] = []

    solved(
        {"a": two_villages, "b": two_villages},
        optimiser_name="trips",
        report=lambda name, progress: shown.append((name, progress)),
    )

    assert {name for name, _ in shown} == {"a", "b"}
    assert all(p.recorded is not None for _, p in shown if p.stage != "compile")


def test_progress_says_the_same_on_both_sides_of_a_pipe() -> None:
    lines: list[str] = []
    sent = Progress(1.0, "improve", recorded=90, bound=100.0, rounds=3, value=80.0, price_of_floors=50.0)

    Reporter(lines.append)(sent)
    (come,) = [Progress(**json.loads(line)) for line in lines]

    assert come == sent
    assert come.gap == pytest.approx(20 / 150)
    assert "gap 13.33%" in stands(come)


@pytest.mark.parametrize("options", [{"processes": 0}, {"retries": -1}])
def test_impossible_numbers_are_refused(two_villages: Problem, options: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="expected 1 or more and 0 or more"):
        solved({"a": two_villages}, **options)


# --- what fails alone ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise MemoryError('no room')", f"not enough memory: no room; {CLOSE}"),
        ("import os\nos._exit(7)", "ended with exit code 7"),
        ("raise SystemExit('gone')", "ended with exit code 1: gone"),
        pytest.param(
            "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
            "killed by SIGKILL, as the system does when memory runs out",
            marks=pytest.mark.skipif(os.name == "nt", reason="Windows has no signals"),
        ),
    ],
)
def test_a_regency_that_fails_is_named_and_the_others_are_there(
    two_villages: Problem, code: str, reason: str
) -> None:
    problems = {"bad": trapped(two_villages, code), "good": two_villages, "better": two_villages}

    province = solved(problems, retries=1)

    assert province.failed == {"bad": reason}
    assert [regency.attempts for regency in province.regencies] == [2, 1, 1]
    assert (list(province.plans), province.recorded) == (["good", "better"], 280)


def test_a_problem_that_cannot_be_handed_over_is_named(two_villages: Problem) -> None:
    province = solved({"bad": two_villages.replace(notes=(("f", lambda: 0),)), "good": two_villages})

    assert province.failed["bad"].startswith("cannot be started: ")
    assert list(province.plans) == ["good"]


def test_a_fault_of_the_planner_is_named_and_kept(two_villages: Problem, state_folder: Path) -> None:
    province = solved({"a": trapped(two_villages, "{}['Oe Bola']")}, retries=0)

    (kept,) = state_folder.glob("fault-*.log")
    assert province.failed["a"].startswith("the planner has a fault of its own (KeyError) and stopped; ")
    assert province.failed["a"].endswith(f"details are in {kept}")


def test_an_unknown_optimiser_is_refused_at_once(two_villages: Problem) -> None:
    with pytest.raises(ValueError, match="'best'; known are trips, greedy"):
        solved({"a": two_villages}, optimiser_name="best")


# --- what is tried again -------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["os._exit(9)", "raise MemoryError", "os.kill(os.getpid(), 15)"])
def test_a_regency_that_fails_once_is_solved_at_the_second_attempt(
    two_villages: Problem, tmp_path: Path, code: str
) -> None:
    problems = {"a": trapped(two_villages, once(tmp_path / "marker", code)), "b": two_villages}

    unlucky, lucky = solved(problems).regencies

    assert (unlucky.attempts, lucky.attempts) == (2, 1)
    assert unlucky.failure
    assert unlucky.plan is not None
    assert unlucky.plan.recorded == 140


def test_a_worker_killed_from_outside_is_replaced(two_villages: Problem, tmp_path: Path) -> None:
    waits = once(tmp_path / "marker", "time.sleep(600)")  # so that it is there to be killed
    begun: list[tuple[str, int]] = []

    def killer(name: str, pid: int) -> None:
        begun.append((name, pid))
        if name == "a" and [n for n, _ in begun].count("a") == 1:
            while not (tmp_path / "marker").exists():
                time.sleep(0.01)
            os.kill(pid, KILL)

    province = solved({"a": trapped(two_villages, waits), "b": two_villages}, started=killer)

    assert [name for name, _ in begun] == ["a", "b", "a"]
    assert [regency.attempts for regency in province.regencies] == [2, 1]
    assert province.recorded == 280


# --- what is cancelled ---------------------------------------------------------------------------------


def test_cancelling_keeps_what_is_done_and_the_best_so_far(two_villages: Problem, endless: Problem) -> None:
    begun: dict[str, int] = {}
    seen: set[str] = set()

    province = solve_province(
        {"done": two_villages, "under way": endless, "not begun": endless},
        seconds_each=600,
        processes=1,
        report=lambda name, progress: seen.add(name),
        started=begun.__setitem__,
        is_cancelled=lambda: "under way" in seen,
    )

    assert list(province.plans) == ["done", "under way"]
    assert province.plans["under way"].outcome.stop_reason == "cancelled"
    assert province.failed == {"not begun": "cancelled"}
    assert [regency.attempts for regency in province.regencies] == [1, 1, 0]
    assert not any(is_alive(pid) for pid in begun.values())


def test_ctrl_c_counts_as_cancelling(two_villages: Problem, endless: Problem) -> None:
    def interrupt(name: str, progress: Progress) -> None:
        if name == "under way" and not pressed:
            pressed.append(name)
            raise KeyboardInterrupt

    pressed: list[str] = []

    province = solve_province(
        {"done": two_villages, "under way": endless}, seconds_each=600, processes=1, report=interrupt
    )

    assert list(province.plans) == ["done", "under way"]


def test_nothing_keeps_running_when_the_caller_fails(endless: Problem) -> None:
    begun: list[int] = []

    def fail(name: str, progress: Progress) -> None:
        raise RuntimeError("a defect of the caller")

    with pytest.raises(RuntimeError, match="a defect"):
        solve_province(
            {"a": endless, "b": endless},
            seconds_each=600,
            report=fail,
            started=lambda _, pid: begun.append(pid),
        )

    assert len(begun) == 2
    assert not any(is_alive(pid) for pid in begun)


def test_a_worker_ends_when_its_caller_has_gone(endless: Problem, tmp_path: Path) -> None:
    put(tmp_path / TASK, Task(endless, "trips", 600, None, 0, 1))
    root = str(Path(planner.__file__).parent.parent)
    worker = subprocess.Popen(
        [sys.executable, "-m", "planner.worker", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": root},
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    with worker.stdout:
        assert worker.stdout.readline().startswith(b"{")
        worker.stdin.close()

        assert worker.wait(timeout=60) == ORPHANED


# --- what is split -------------------------------------------------------------------------------------


@pytest.fixture
def two_regencies(two_villages: Problem) -> Problem:
    """Near and B lie in 53.01; Far, with base C beside it, in 53.03; an islet of 53.03 has only base D."""
    near, far = two_villages.villages
    islet = Village("53.03.09.2001", "Islet", 9, 0, 0, "Semau", regency_id="53.03", regency="TTU")
    ways = [
        [0, 30, 120, 150, 60, 50],
        [30, 0, 120, 150, 60, 50],
        [120, 120, 0, 10, 90, 90],
        [150, 150, 10, 0, 99, 99],
        [60, 60, 90, 99, 0, 70],
        [50, 50, 90, 99, 70, 0],
    ]
    array = np.array([ways], dtype=float)
    none = np.zeros_like(array)
    return two_villages.replace(
        villages=(near, replace(far, regency_id="53.03", regency="TTU"), islet),
        bases=(
            *two_villages.bases,
            Base("C", "Kefamenanu", 124.5, -9.4, "Timor"),
            Base("D", "Pos", 0, 0, "Semau"),
        ),
        teams=tuple(replace(two_villages.teams[0], id=f"T{base}", base=base) for base in "BCD"),
        travel=TravelTimes(("B", NEAR, FAR, "C", islet.id, "D"), array, none, none, none.astype(bool)),
    )


def test_a_province_is_cut_by_regency_and_teams_follow_their_base(two_regencies: Problem) -> None:
    parts = split_by_regency(two_regencies)

    assert list(parts) == ["53.01", "53.03"]
    assert [[v.name for v in part.villages] for part in parts.values()] == [["Near"], ["Far", "Islet"]]
    assert [[team.id for team in part.teams] for part in parts.values()] == [["TB"], ["TC", "TD"]]
    assert [part.title for part in parts.values()] == ["Two villages: Kupang", "Two villages: TTU"]


def test_a_base_belongs_to_the_nearest_village_of_its_own_island(two_regencies: Problem) -> None:
    travel = two_regencies.travel

    assert travel.between("D", NEAR, 0) < travel.between("D", "53.03.09.2001", 0)
    assert [base.id for base in split_by_regency(two_regencies)["53.03"].bases] == ["C", "D"]


def test_parts_keep_their_ways_and_together_all_villages(two_regencies: Problem) -> None:
    parts = split_by_regency(two_regencies)

    assert parts["53.03"].travel.between("C", FAR, 0) == 10
    assert sum(part.backlog for part in parts.values()) == two_regencies.backlog
    assert sum(part.team_days for part in parts.values()) == two_regencies.team_days


def test_a_regency_without_a_base_has_an_empty_plan(two_regencies: Problem) -> None:
    without = two_regencies.replace(bases=two_regencies.bases[:1], teams=two_regencies.teams[:1])

    province = solved(split_by_regency(without), optimiser_name="trips")

    assert [(plan.recorded, plan.outcome.bound) for plan in province.plans.values()] == [(65, 65), (0, 0)]
