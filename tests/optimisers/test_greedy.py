"""Today's practice, seen by eye: always to the village where most people wait."""

from dataclasses import replace
from datetime import date
from typing import Any

from planner.domain.calendar import Calendar
from planner.domain.check import check
from planner.domain.plan import Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Costs
from planner.optimisers.greedy import greedy

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def with_team(problem: Problem, **changes: Any) -> Problem:
    return problem.replace(teams=(replace(problem.teams[0], **changes),))


def with_village(problem: Problem, village_id: str, **changes: Any) -> Problem:
    changed = (replace(v, **changes) if v.id == village_id else v for v in problem.villages)
    return problem.replace(villages=tuple(changed))


def told(plan: Plan) -> list[tuple[int, list[tuple[str, int]], str]]:
    """Return date, stops and where the night is spent, of each day."""
    return [(d.day.day, [(s.village, s.people) for s in d.stops], d.end_at) for d in plan.team_days]


def test_the_largest_backlog_comes_first_and_a_night_is_spent_for_it(two_villages: Problem) -> None:
    plan = greedy(two_villages)

    # Far has 75 and gets 6 h and a night; its last 15 are then fewer than the 65 of Near, later more than 10
    assert told(plan) == [
        (7, [(FAR, 60)], FAR),
        (8, [(NEAR, 55)], "B"),
        (9, [(FAR, 15), (NEAR, 10)], "B"),
    ]
    assert check(plan) == ()


def test_times_of_a_day_are_those_of_the_road(two_villages: Problem) -> None:
    plan = greedy(two_villages)

    stops = (Stop(FAR, 600, 600, 690, 15), Stop(NEAR, 810, 810, 870, 10))
    assert plan.team_days[2] == TeamDay("T1", date(2018, 5, 9), "B", 480, stops, "B", 900)


def test_without_nights_every_day_ends_at_the_base(two_villages: Problem) -> None:
    plan = greedy(with_team(two_villages, max_nights=0))

    # 40 in Far, of whom 35 are left; then Near has most
    assert told(plan)[:2] == [(7, [(FAR, 40)], "B"), (8, [(NEAR, 65)], "B")]
    assert check(plan) == ()


def test_set_up_comes_before_the_first_recording(two_villages: Problem) -> None:
    monday = Calendar(date(2018, 5, 7), date(2018, 5, 7))
    plan = greedy(with_team(two_villages, setup_minutes=45).replace(calendar=monday))

    # Far: 240 - 45 minutes for 32 people; they take 192, and the clock strikes at 45 + 192 + 3
    assert plan.team_days[0].stops == (Stop(FAR, 600, 645, 840, 32),)


def test_a_closed_village_is_left_for_another_day(two_villages: Problem) -> None:
    plan = greedy(with_village(two_villages, FAR, closed=frozenset({date(2018, 5, 7)})))

    assert told(plan)[0] == (7, [(NEAR, 65)], "B")


def test_two_teams_share_a_village_and_record_nobody_twice(two_villages: Problem) -> None:
    pair = two_villages.replace(teams=(*two_villages.teams, replace(two_villages.teams[0], id="T2")))
    plan = greedy(pair)

    assert plan.planned == {NEAR: 65, FAR: 75}
    assert check(plan) == ()


def with_kits(problem: Problem, kits: int, *at_office: int) -> Problem:
    """Return the problem with a second team like the first, and so many kits at the base."""
    base = replace(problem.bases[0], kits=kits, kits_at_office=at_office or (0,) * 7)
    return problem.replace(bases=(base,), teams=(problem.teams[0], replace(problem.teams[0], id="T2")))


def ruled(problem: Problem, **changes: Any) -> Problem:
    return problem.replace(rules=replace(problem.rules, **changes))


def test_a_village_is_served_no_later_than_its_last_day(two_villages: Problem) -> None:
    plan = greedy(with_village(two_villages, FAR, latest=date(2018, 5, 7)))

    assert plan.planned == {NEAR: 65, FAR: 60}
    assert check(plan) == ()


def test_one_kit_goes_out_with_one_team_and_stays_with_it_overnight(two_villages: Problem) -> None:
    alone, shared = greedy(two_villages), greedy(with_kits(two_villages, 1))

    assert shared.team_days == alone.team_days  # T2 finds no kit, on no day
    assert check(shared) == ()


def test_no_night_is_spent_without_a_kit_for_the_day_after(two_villages: Problem) -> None:
    plan = greedy(with_kits(two_villages, 1, 0, 1, 0, 0, 0, 0, 0))  # none on Tuesday

    assert told(plan)[0] == (7, [(FAR, 40)], "B")
    assert {day.day.day for day in plan.team_days} == {7, 9, 11}
    assert check(plan) == ()


def test_money_for_the_way_home_is_set_aside(two_villages: Problem) -> None:
    # Far and back in a day is 240 km; with a night a second day and the night are needed as well
    costs = Costs(day_out=100, night=50, km=1)

    assert told(greedy(ruled(two_villages, budget=489.0, costs=costs)))[0] == (7, [(FAR, 40)], "B")
    assert told(greedy(ruled(two_villages, budget=490.0, costs=costs))) == [
        (7, [(FAR, 60)], FAR),
        (8, [(FAR, 15)], "B"),
    ]


def test_without_money_nobody_goes_out(two_villages: Problem) -> None:
    assert greedy(ruled(two_villages, budget=159.0, costs=Costs(day_out=100, km=1))).team_days == ()
    assert greedy(ruled(two_villages, budget=160.0, costs=Costs(day_out=100, km=1))).planned == {NEAR: 65}


def test_all_teams_of_a_day_share_the_people_who_come(two_villages: Problem) -> None:
    plan = greedy(ruled(with_kits(two_villages, 2), turnout=(0.4, 0.2)))

    people = {
        village: [
            sum(
                stop.people
                for d in plan.team_days
                for stop in d.stops
                if (d.day, stop.village) == (day, village)
            )
            for day in two_villages.calendar.working_days()
        ]
        for village in (NEAR, FAR)
    }
    # 0.4 of 65, then 0.2 of 39 and so on; 0.4 of 75, 0.2 of 45, ...
    assert people == {NEAR: [26, 7, 6, 5], FAR: [30, 9, 7, 5]}
    assert check(plan) == ()


def test_the_plan_has_no_bound(two_villages: Problem) -> None:
    plan = greedy(two_villages)

    assert (plan.outcome.bound, plan.status, plan.outcome.optimiser) == (None, "NO BOUND", "greedy")
