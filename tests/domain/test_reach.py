"""Which villages can be served at all. Near is 30 minutes away and Far 120; a day has 480 minutes.

One recording takes 6 minutes, 10 on the clock: 410 minutes beyond it in Near, 230 in Far.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from planner.domain.calendar import Calendar
from planner.domain.problem import Problem
from planner.domain.reach import best_service_minutes, unreachable
from planner.domain.travel_times import TravelTimes

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def with_team(problem: Problem, **changes: Any) -> Problem:
    return problem.replace(teams=(replace(problem.teams[0], **changes),))


def with_ways(problem: Problem, *matrices: list[list[float]], **changes: Any) -> Problem:
    """Return the problem with other minutes between base, Near and Far."""
    minutes = np.array(matrices, dtype=float)
    none = np.zeros_like(minutes)
    travel = TravelTimes(problem.travel.place_ids, minutes, none, none, none.astype(bool), **changes)
    return problem.replace(travel=travel)


def with_far(problem: Problem, **changes: Any) -> Problem:
    return problem.replace(villages=(problem.villages[0], replace(problem.villages[1], **changes)))


@pytest.mark.parametrize(("nights", "minutes"), [(0, 230), (1, 350), (2, 470)])
def test_nights_in_the_village_save_the_ways(two_villages: Problem, nights: int, minutes: int) -> None:
    best = best_service_minutes(with_team(two_villages, max_nights=nights))

    assert best == {NEAR: 410, FAR: minutes}


def test_without_lodging_the_team_drives_both_ways(two_villages: Problem) -> None:
    assert best_service_minutes(with_far(two_villages, lodging=False))[FAR] == 230


def test_a_night_in_one_village_brings_the_next_nearer(two_villages: Problem) -> None:
    # Near lies 30 minutes beyond Far and 150 from the base; from a night in Far: 30 there, 150 home
    ways = [[0, 150, 120], [150, 0, 30], [120, 30, 0]]
    problem = with_team(with_ways(two_villages, ways), max_nights=1)

    assert best_service_minutes(problem)[NEAR] == 480 - 30 - 150 - 10
    assert best_service_minutes(with_team(problem, max_nights=0))[NEAR] == 480 - 150 - 150 - 10


def test_no_night_is_spent_before_a_day_off(two_villages: Problem) -> None:
    friday = Calendar(date(2018, 5, 11), date(2018, 5, 11))

    assert best_service_minutes(two_villages.replace(calendar=friday))[FAR] == 230


def test_set_up_comes_off_the_time_for_service(two_villages: Problem) -> None:
    assert (
        best_service_minutes(with_team(two_villages, setup_minutes=45))[NEAR] == 420 - 60
    )  # 45 + 6 in slots


def test_travel_is_rounded_up_to_the_clock(two_villages: Problem) -> None:
    ways = [[0, 31, 120], [31, 0, 120], [120, 120, 0]]

    assert best_service_minutes(with_ways(two_villages, ways))[NEAR] == 480 - 40 - 40 - 10


def test_everything_in_reach_is_no_news(two_villages: Problem) -> None:
    assert unreachable(two_villages) == {}


def test_a_village_so_far_that_one_recording_just_fits_is_in_reach(two_villages: Problem) -> None:
    day_trips = with_team(two_villages, max_nights=0)

    def far_away(minutes: int) -> Problem:
        return with_ways(day_trips, [[0, 30, minutes], [30, 0, minutes], [minutes, minutes, 0]])

    assert unreachable(far_away(230)) == {}  # 20 minutes are left; 10 are needed
    assert unreachable(far_away(240)) == {FAR: "too far"}


def test_a_village_may_be_reached_over_another_one(two_villages: Problem) -> None:
    cut = float("inf")
    over_near = [[0, 30, cut], [30, 0, 90], [cut, 90, 0]]
    day_trips = with_team(with_ways(two_villages, over_near), max_nights=0)

    assert unreachable(day_trips) == {}
    assert best_service_minutes(day_trips, over_others=True)[FAR] == 230
    assert not np.isfinite(best_service_minutes(day_trips)[FAR])


def test_without_a_way_the_words_of_the_travel_source_are_given(two_villages: Problem) -> None:
    cut = float("inf")
    ways = [[0, 30, cut], [30, 0, cut], [cut, cut, 0]]
    problem = with_ways(two_villages, ways, reasons={FAR: "no boat to Pulau Jauh"})

    assert unreachable(problem) == {FAR: "no way: no boat to Pulau Jauh"}


def test_a_boat_on_tuesday_only_needs_a_tuesday(two_villages: Problem) -> None:
    cut = float("inf")
    road_only = [[0, 30, cut], [30, 0, cut], [cut, cut, 0]]
    with_boat = [[0, 30, 120], [30, 0, 120], [120, 120, 0]]
    problem = with_ways(two_villages, road_only, with_boat, matrix_of_weekday=(0, 1, 0, 0, 0, 0, 0))
    no_tuesday = problem.replace(calendar=replace(problem.calendar, first=date(2018, 5, 9)))

    assert unreachable(problem) == {}
    assert list(unreachable(no_tuesday)) == [FAR]


def test_out_on_tuesday_and_home_on_wednesday_is_in_reach(two_villages: Problem) -> None:
    cut = float("inf")
    out = [[0, 30, 120], [30, 0, cut], [cut, cut, 0]]
    home = [[0, 30, cut], [30, 0, cut], [120, cut, 0]]
    weekdays = {"matrix_of_weekday": (0, 0, 1, 0, 0, 0, 0)}

    problem = with_team(with_ways(two_villages, out, home, **weekdays), max_nights=1)

    assert best_service_minutes(problem)[FAR] == 350
    assert list(unreachable(with_far(problem, lodging=False))) == [FAR]


def test_a_village_closed_on_every_day_is_out_of_reach(two_villages: Problem) -> None:
    always = frozenset(two_villages.calendar.days())

    assert unreachable(with_far(two_villages, closed=always)) == {FAR: "always closed"}
    assert unreachable(with_far(two_villages, closed=always - {date(2018, 5, 11)})) == {}


def with_kits(problem: Problem, kits: int, *at_office: int) -> Problem:
    base = replace(problem.bases[0], kits=kits, kits_at_office=at_office or (0,) * 7)
    return problem.replace(bases=(base,))


def test_a_village_whose_last_day_has_passed_is_out_of_reach(two_villages: Problem) -> None:
    assert unreachable(with_far(two_villages, latest=date(2018, 5, 6))) == {FAR: "latest day passed"}
    assert unreachable(with_far(two_villages, latest=date(2018, 5, 7))) == {}


def test_closed_until_its_last_day_is_always_closed(two_villages: Problem) -> None:
    far = with_far(two_villages, latest=date(2018, 5, 7), closed=frozenset({date(2018, 5, 7)}))

    assert unreachable(far) == {FAR: "always closed"}


def test_nights_beyond_the_last_day_of_a_village_still_lead_home(two_villages: Problem) -> None:
    # out on Monday, its last day; home on Tuesday
    assert best_service_minutes(with_far(two_villages, latest=date(2018, 5, 7)))[FAR] == 350


def test_runs_of_days_differ_by_what_is_shut_on_them(two_villages: Problem) -> None:
    # a second week like the first, but with Far open
    weeks = two_villages.replace(calendar=Calendar(date(2018, 5, 7), date(2018, 5, 18)))
    first_week = frozenset(date(2018, 5, day) for day in range(7, 12))
    last_week_only = with_far(weeks, closed=first_week)

    assert best_service_minutes(last_week_only)[FAR] == 470
    assert best_service_minutes(with_far(weeks, latest=date(2018, 5, 14)))[FAR] == 470
    assert best_service_minutes(with_far(weeks, latest=date(2018, 5, 6)))[FAR] == -np.inf


def test_without_a_kit_nobody_goes_out(two_villages: Problem) -> None:
    assert unreachable(with_kits(two_villages, 0)) == {NEAR: "no kit", FAR: "no kit"}
    assert unreachable(with_kits(two_villages, 1, 1, 1, 1, 1, 1, 1, 1)) == {NEAR: "no kit", FAR: "no kit"}


def test_no_night_is_spent_before_a_day_without_a_kit(two_villages: Problem) -> None:
    mondays_and_wednesdays = with_kits(two_villages, 1, 0, 1, 0, 1, 1, 0, 0)

    assert best_service_minutes(mondays_and_wednesdays)[FAR] == 230


def test_a_budget_of_nothing_is_no_matter_of_reach(two_villages: Problem) -> None:
    assert unreachable(two_villages.replace(rules=replace(two_villages.rules, budget=0.0))) == {}


def test_a_village_where_nobody_waits_is_not_missed(two_villages: Problem) -> None:
    problem = with_far(two_villages, backlog=0).replace(teams=())

    assert unreachable(problem) == {NEAR: "no team"}


def test_without_days_the_reason_is_the_calendar(two_villages: Problem) -> None:
    on_leave = with_team(two_villages, away=frozenset(two_villages.calendar.days()))

    assert unreachable(on_leave) == {NEAR: "no working day", FAR: "no working day"}


def test_the_team_with_the_longest_reach_counts(two_villages: Problem) -> None:
    short = replace(two_villages.teams[0], id="T2", end_minute=540)

    assert best_service_minutes(two_villages.replace(teams=(short,)))[NEAR] < 0
    assert best_service_minutes(two_villages.replace(teams=(short, two_villages.teams[0])))[NEAR] == 410


def test_a_village_outside_every_teams_areas_has_that_as_its_reason(two_villages: Problem) -> None:
    team = two_villages.teams[0]
    near_only = two_villages.replace(teams=(replace(team, areas=frozenset({"53.01.01"})),))
    and_far = near_only.replace(
        teams=(*near_only.teams, replace(team, id="T2", areas=frozenset({FAR, "53.99"})))
    )

    assert unreachable(near_only) == {FAR: "in no team's areas"}
    assert unreachable(and_far) == {}
