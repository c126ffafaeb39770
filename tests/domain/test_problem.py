"""A problem is checked to fit together, and a changed one is checked again."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from planner.domain.calendar import Calendar
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.domain.travel_times import TravelTimes
from planner.errors import ProblemError

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def team(**changes: Any) -> Callable[[Problem], dict[str, Any]]:
    return lambda p: {"teams": (replace(p.teams[0], **changes),)}


FAULTS: list[tuple[Callable[[Problem], dict[str, Any]], str]] = [
    (lambda p: {"villages": (p.villages[0], p.villages[0])}, f"{NEAR} stands 2 times"),
    (lambda p: {"bases": (replace(p.bases[0], id=NEAR), *p.bases)}, f"{NEAR} stands 2 times"),
    (lambda p: {"teams": p.teams * 3}, "T1 stands 3 times"),
    (team(base="C"), "team T1: base is 'C'; known bases are B"),
    (team(base=FAR), f"team T1: base is '{FAR}'; known bases are B"),
    (lambda p: {"bases": (), "teams": p.teams}, "known bases are none"),
    (
        lambda p: {"villages": (*p.villages, replace(p.villages[0], id="x"))},
        "travel times miss 1 places, e.g. x",
    ),
    (lambda p: {"villages": (replace(p.villages[0], backlog=-1),)}, f"village {NEAR}: backlog is -1"),
    (team(rate_per_hour=0), "rate_per_hour is 0; expected more than 0"),
    (team(rate_per_hour=-2), "rate_per_hour is -2"),
    (team(rate_per_hour=float("nan")), "rate_per_hour is nan"),
    (team(rate_per_hour=float("inf")), "rate_per_hour is inf"),
    (team(start_minute=960), "team T1: its day ends before it starts"),
    (team(start_minute=-1), "team T1: its day ends before it starts"),
    (team(end_minute=1441), "team T1: its day ends before it starts"),
    (team(setup_minutes=-1), "setup_minutes and max_nights cannot be negative"),
    (team(max_nights=-1), "setup_minutes and max_nights cannot be negative"),
    (lambda p: {"rules": Rules(clock_minutes=0)}, "clock_minutes is 0; expected 1 or more"),
    (
        lambda p: {"calendar": Calendar(date(2018, 5, 8), date(2018, 5, 7))},
        "the deadline 2018-05-07 lies before",
    ),
]


@pytest.mark.parametrize(("changes", "message"), FAULTS, ids=[message for _, message in FAULTS])
def test_values_that_do_not_fit_are_refused(
    two_villages: Problem, changes: Callable[[Problem], dict[str, Any]], message: str
) -> None:
    with pytest.raises(ProblemError) as fault:
        two_villages.replace(**changes(two_villages))

    assert message in str(fault.value)


def test_every_fault_is_told_at_once(two_villages: Problem) -> None:
    bad = replace(two_villages.teams[0], base="C", rate_per_hour=0, setup_minutes=-1)

    with pytest.raises(ProblemError) as fault:
        two_villages.replace(teams=(bad,))

    assert len(str(fault.value).splitlines()) == 3


def test_a_problem_without_anything_is_a_problem(two_villages: Problem) -> None:
    empty = two_villages.replace(villages=(), bases=(), teams=())

    assert (empty.backlog, empty.team_days) == (0, 0)


def test_people_and_team_days_are_added_up(two_villages: Problem) -> None:
    assert two_villages.backlog == 65 + 75
    assert two_villages.team_days == 4  # Monday, Tuesday, Wednesday, Friday


def test_leave_takes_days_and_cuts_runs(two_villages: Problem) -> None:
    tuesday = date(2018, 5, 8)
    problem = two_villages.replace(teams=(replace(two_villages.teams[0], away=frozenset({tuesday})),))

    assert [[day.day for day in run] for run in problem.blocks_of(problem.teams[0])] == [[7], [9], [11]]
    assert not problem.is_at_work(problem.teams[0], tuesday)
    assert two_villages.is_at_work(two_villages.teams[0], tuesday)


def test_places_are_found_by_id(two_villages: Problem) -> None:
    assert two_villages.place("B") == two_villages.bases[0]
    assert two_villages.place(FAR) == two_villages.villages[1]


def test_a_changed_problem_leaves_the_first_as_it_was(two_villages: Problem) -> None:
    doubled = two_villages.replace(
        villages=tuple(replace(village, backlog=2 * village.backlog) for village in two_villages.villages)
    )

    assert (doubled.backlog, two_villages.backlog) == (280, 140)
    assert doubled != two_villages


def test_a_problem_survives_pickling(two_villages: Problem) -> None:
    assert pickle.loads(pickle.dumps(two_villages)) == two_villages


def test_outlines_do_not_make_a_problem_another(two_villages: Problem) -> None:
    assert two_villages.replace(shapes={NEAR: b"outline"}) == two_villages


def test_recordings_are_whole_and_their_time_is_not(two_villages: Problem) -> None:
    team_of_7 = replace(two_villages.teams[0], rate_per_hour=7)

    assert [team_of_7.people_in(minutes) for minutes in (0, 8, 9, 60)] == [0, 0, 1, 7]
    assert team_of_7.minutes_for(1) == pytest.approx(60 / 7)


def test_travel_times_of_another_shape_are_refused() -> None:
    two, three = np.zeros((1, 2, 2)), np.zeros((1, 3, 3))

    with pytest.raises(ValueError, match=r"shapes? \(m, 2, 2\)"):
        TravelTimes(("a", "b"), two, three, two, two.astype(bool))


def test_travel_times_need_a_matrix_for_every_weekday() -> None:
    two = np.zeros((1, 2, 2))

    with pytest.raises(ValueError, match="seven numbers"):
        TravelTimes(("a", "b"), two, two, two, two.astype(bool), matrix_of_weekday=(0, 0, 0, 0, 0, 0, 1))


def test_travel_times_cannot_be_changed(two_villages: Problem) -> None:
    with pytest.raises(ValueError, match="read-only"):
        two_villages.travel.minutes[0, 0, 1] = 5


def test_a_part_has_some_villages_and_the_teams_of_some_bases(two_villages: Problem) -> None:
    whole = two_villages.replace(shapes={NEAR: b"n", FAR: b"f"})

    part, nobody = whole.part([FAR], ["B"]), whole.part([NEAR, FAR], [])

    assert ([v.id for v in part.villages], part.teams, part.shapes) == ([FAR], whole.teams, {FAR: b"f"})
    assert part.travel.place_ids == (FAR, "B")
    assert [part.travel.between(*way, 0) for way in (("B", FAR), (FAR, "B"))] == [120, 120]
    assert (nobody.bases, nobody.teams, nobody.villages) == ((), (), whole.villages)


def test_a_part_keeps_weekdays_and_reasons(two_villages: Problem) -> None:
    old = two_villages.travel
    arrays = [np.concatenate([a, a * 2]) for a in (old.minutes, old.km, old.cost_idr)]
    travel = TravelTimes(
        old.place_ids, *arrays, np.zeros((2, 3, 3), bool), (0, 0, 1, 0, 0, 0, 0), {NEAR: "no boat"}
    )

    near, far = (two_villages.replace(travel=travel).part([village], ["B"]).travel for village in (NEAR, FAR))

    assert [near.between("B", NEAR, weekday) for weekday in (1, 2)] == [30, 60]
    assert (dict(near.reasons), dict(far.reasons)) == ({NEAR: "no boat"}, {})
