"""Tours get named teams and dates, and plans become tours again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.domain.calendar import Calendar
from planner.domain.check import check
from planner.domain.measure import measure
from planner.domain.plan import Outcome, Plan, Stop
from planner.domain.problem import Problem
from planner.optimisers.greedy import greedy
from planner.optimisers.trips.pricing import Tour
from planner.optimisers.trips.runs import Field, field_of
from planner.optimisers.trips.timetable import dated_plan, tours_of
from planner.optimisers.trips.tour import Visit

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
OUTCOME = Outcome("by hand")
MONDAYS = [date(2018, 5, 7) + timedelta(weeks=n) for n in range(3)]


def on_mondays(problem: Problem, teams: int = 1) -> Field:
    """Return three runs of one Monday and Tuesday for each of some equal teams."""
    calendar = Calendar(MONDAYS[0], MONDAYS[-1] + timedelta(days=1), weekdays=frozenset({0, 1}))
    crew = tuple(replace(problem.teams[0], id=f"T{n + 1}") for n in range(teams))
    return field_of(problem.replace(calendar=calendar, teams=crew))


def in_near(people: int) -> Tour:
    """Return a Monday in Near of six minutes for each person, and a Tuesday at home."""
    return Tour(0, (Visit(0, 1, 3, -(-6 * people // 10)),), (0, 0), (0,), (people,))


def night_in_far(people: int) -> Tour:
    """Return a Monday on the way to Far, a night and a Tuesday there."""
    return Tour(0, (Visit(1, 2, 0, -(-6 * people // 10)),), (2, 0), (1,), (people,))


def test_a_plan_becomes_tours_and_the_same_plan_again(good_plan: Plan) -> None:
    field = field_of(good_plan.problem)

    tours = tours_of(field, good_plan)

    assert [(tour.villages, tour.people, tour.ends) for tour in tours] == [((0, 1), (65, 75), (0, 2, 0))]
    again = dated_plan(field, tours, good_plan.outcome)
    assert (again.planned, measure(again).nights, check(again)) == (good_plan.planned, 1, ())


def test_a_greedy_plan_loses_nobody_on_the_way_to_tours_and_back(two_villages: Problem) -> None:
    plan = greedy(two_villages)
    field = field_of(two_villages)

    again = dated_plan(field, tours_of(field, plan), OUTCOME)

    assert (again.recorded, check(again)) == (plan.recorded, ())


def test_nobody_is_recorded_twice(two_villages: Problem) -> None:
    plan = dated_plan(on_mondays(two_villages), [in_near(40)] * 3, OUTCOME)

    assert [day.people for day in plan.team_days] == [40, 25]  # nobody is left for a third visit
    assert check(plan) == ()


def test_a_visit_for_fewer_people_ends_earlier(two_villages: Problem) -> None:
    plan = dated_plan(on_mondays(two_villages), [in_near(40), in_near(30)], OUTCOME)

    assert [(day.stops[0].open, day.stops[0].close, day.back) for day in plan.team_days] == [
        (510, 750, 780),
        (510, 660, 690),
    ]


def test_most_people_come_first(two_villages: Problem) -> None:
    plan = dated_plan(on_mondays(two_villages), [in_near(10), night_in_far(60), in_near(20)], OUTCOME)

    assert [(day.day, day.people) for day in plan.team_days if day.stops] == [
        (MONDAYS[0] + timedelta(days=1), 60),
        (MONDAYS[1], 20),
        (MONDAYS[2], 10),
    ]


def test_nights_away_are_shared_among_teams(two_villages: Problem) -> None:
    tours = [night_in_far(30), in_near(25), night_in_far(20), in_near(15)]

    plan = dated_plan(on_mondays(two_villages, teams=2), tours, OUTCOME)

    nights = [day.team for day in plan.team_days if day.end_at == FAR]
    assert sorted(nights) == ["T1", "T2"]
    assert check(plan) == ()


def test_days_at_home_are_no_team_days(two_villages: Problem) -> None:
    plan = dated_plan(on_mondays(two_villages), [in_near(10)], OUTCOME)

    assert [day.day for day in plan.team_days] == [MONDAYS[0]]


def test_a_way_on_which_nobody_is_recorded_is_not_made(two_villages: Problem) -> None:
    idle = Tour(0, (), (2, 0), (), ())

    assert dated_plan(on_mondays(two_villages), [idle], OUTCOME).team_days == ()


def test_times_begin_with_the_day_of_the_team(two_villages: Problem) -> None:
    early = two_villages.replace(teams=(replace(two_villages.teams[0], start_minute=420, setup_minutes=45),))
    field = on_mondays(early)

    plan = dated_plan(field, [Tour(0, (Visit(0, 1, 3, 11),), (0, 0), (0,), (10,))], OUTCOME)

    (day,) = plan.team_days
    assert (day.leave, day.stops, day.back) == (420, (Stop(NEAR, 450, 495, 560, 10),), 590)
    assert check(plan) == ()


def test_a_plan_of_fewer_teams_starts_one_of_more(good_plan: Plan) -> None:
    problem = good_plan.problem
    more = field_of(problem.replace(teams=(*problem.teams, replace(problem.teams[0], id="T2"))))

    again = dated_plan(more, tours_of(more, good_plan), OUTCOME)

    assert (again.recorded, check(again)) == (140, ())


def test_days_that_no_longer_exist_are_left_out(good_plan: Plan) -> None:
    monday = Calendar(date(2018, 5, 7), date(2018, 5, 7))
    field = field_of(good_plan.problem.replace(calendar=monday))

    assert [tour.people for tour in tours_of(field, good_plan)] == [(65,)]


@pytest.mark.parametrize("away", [date(2018, 5, 8), date(2018, 5, 9)])
def test_a_trip_cut_by_leave_is_still_a_plan(good_plan: Plan, away: date) -> None:
    team = replace(good_plan.problem.teams[0], away=frozenset({away}))
    field = field_of(good_plan.problem.replace(teams=(team,)))

    assert check(dated_plan(field, tours_of(field, good_plan), OUTCOME)) == ()
