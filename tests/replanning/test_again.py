"""A new plan in the middle of a campaign: what each mode and each price keeps."""

import math
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from planner.domain.actuals import Actual, visits_of
from planner.domain.calendar import Calendar
from planner.domain.check import check
from planner.domain.directives import Directive
from planner.domain.left import left_problem
from planner.domain.past import Assumed, Past
from planner.domain.places import Base, Village
from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes
from planner.errors import PlannerError
from planner.optimisers import Watch
from planner.optimisers.trips import trips
from planner.replanning import History, Publication, Replanned, Wishes, replan
from planner.replanning.again import MISSED, _Work

A, B, C = "53.01.01.2001", "53.01.01.2002", "53.01.01.2003"
MONDAY = date(2018, 5, 7)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


@pytest.fixture
def weeks_of_three() -> Problem:
    """One team, 10 people an hour, 08.00-16.00, no set-up, weeks of Monday to Wednesday, three of them.

    Villages A (100 people), B (60) and C (20), each an hour from the base and from each other: a day in one
    of them records up to 60 (6 h).
    """
    ids = (A, B, C, "O")
    minutes = np.full((1, 4, 4), 60.0)
    np.fill_diagonal(minutes[0], 0.0)
    none = np.zeros_like(minutes)
    villages = tuple(Village(v, v, n, 0, 0, "Timor") for v, n in ((A, 100), (B, 60), (C, 20)))
    return Problem(
        "three weeks",
        villages,
        (Base("O", "O", 0, 0, "Timor"),),
        (Team("T1", "T1", "O", 10.0, setup_minutes=0),),
        Calendar(MONDAY, day(16), frozenset({0, 1, 2})),
        TravelTimes(ids, minutes, none, none, none.astype(bool)),
        Rules(60),
    )


def visit(number: int, village: str, people: int, team: str = "T1") -> TeamDay:
    stop = Stop(village, 540, 540, 540 + 60 * math.ceil(people / 10), people)
    return TeamDay(team, day(number), "O", 480, (stop,), "O", stop.close + 60)


def planned(problem: Problem, *days: TeamDay) -> Plan:
    made = Plan(problem, days, Outcome("by hand"))
    assert check(made) == ()
    return made


def again(plan: Plan, *reports: Actual, told: tuple[Publication, ...] = (), **wishes: object) -> Replanned:
    asked = Wishes(**{"today": day(7), **wishes})  # type: ignore[arg-type]
    return replan(plan, History(reports, (), told), asked, rounds=10)


def dates(made: Replanned, village: str) -> list[date]:
    return sorted(day for day, _, v in visits_of(made.plan) if v == village)


def test_published_visits_stay_and_the_rest_is_planned_around_them(weeks_of_three: Problem) -> None:
    plan = planned(weeks_of_three, visit(0, A, 60), visit(7, C, 20), visit(14, B, 60))

    made = again(plan, Actual(day(0), "T1", A, 60))

    assert visits_of(made.plan)[day(7), "T1", C] == 20
    assert made.plan.recorded == 120
    assert (made.plan.status, made.balance.adds_up) == ("PROVED", True)
    assert str(made.balance) == "backlog 180 = recorded 60 + planned 120 + left 0 + removed 0"


def test_visits_beyond_the_published_days_are_free(weeks_of_three: Problem) -> None:
    plan = planned(weeks_of_three, visit(14, A, 60), visit(15, B, 60))
    shut = {A: frozenset({day(14)})}

    made = again(plan, shut=shut)

    moved = [change for change in made.plan.changes if change.old_day == day(14)]
    assert [(c.kind, c.notified, c.why) for c in moved] == [
        ("moved", False, "closed: the village is closed on this day")
    ]


def test_a_sick_team_does_not_go_and_the_change_says_why(weeks_of_three: Problem) -> None:
    plan = planned(weeks_of_three, visit(7, A, 60), visit(8, B, 60))

    made = again(plan, away={"T1": frozenset({day(7)})})

    change = next(change for change in made.plan.changes if change.old_day == day(7))
    assert (change.kind, change.notified, change.why) == ("moved", True, "leave: the team is on leave")
    assert day(8) in dates(made, B)


def test_keep_only_adds(weeks_of_three: Problem) -> None:
    plan = planned(weeks_of_three, visit(7, C, 10), visit(14, B, 30))

    made = again(plan, mode="keep")

    assert visits_of(plan).keys() <= visits_of(made.plan).keys()
    assert {change.kind for change in made.plan.changes} == {"new"}
    assert made.plan.recorded > plan.recorded


def two_teams(problem: Problem) -> Problem:
    team = problem.teams[0]
    return problem.replace(teams=(team, replace(team, id="T2", name="T2")))


def test_a_village_keeps_its_team(weeks_of_three: Problem) -> None:
    plan = planned(two_teams(weeks_of_three), visit(14, C, 20), visit(15, A, 30, "T2"))

    made = again(plan, mode="keep-teams")
    free = again(plan, mode="free", published_days=0)

    assert {team for _, team, village in visits_of(made.plan) if village == A} == {"T2"}
    assert {team for _, team, village in visits_of(made.plan) if village == C} == {"T1"}
    assert made.plan.outcome.bound is not None
    assert free.plan.recorded >= made.plan.recorded


def test_a_village_whose_team_is_gone_for_good_is_anybodys(weeks_of_three: Problem) -> None:
    plan = planned(two_teams(weeks_of_three), visit(14, C, 20), visit(15, A, 30, "T2"))
    gone = frozenset(day(n) for n in range(7, 20))

    made = again(plan, mode="keep-teams", away={"T2": gone})

    assert {team for _, team, village in visits_of(made.plan) if village == A} == {"T1"}


@pytest.fixture
def a_poor_promise(weeks_of_three: Problem) -> Plan:
    """All of C, 20 people, is promised on the only day that is left, where 60 of A could be recorded."""
    calendar = Calendar(MONDAY, day(7), frozenset({0}))
    return planned(weeks_of_three.replace(calendar=calendar), visit(7, C, 20))


@pytest.mark.parametrize(("price", "village"), [(math.inf, C), (41.0, C), (39.0, A), (0.0, A)])
def test_a_promise_is_broken_where_its_price_is_gained(
    a_poor_promise: Plan, price: float, village: str
) -> None:
    made = again(a_poor_promise, price=price)

    assert [v for _, _, v in visits_of(made.plan)] == [village]
    assert made.cost == ((40, 40) if village == C else (0, 0))


@pytest.mark.parametrize(("price", "village"), [(25.0, C), (15.0, A)])
def test_a_village_that_was_let_down_before_costs_twice(
    a_poor_promise: Plan, price: float, village: str
) -> None:
    kept, dropped = frozenset({(day(7), "T1", C)}), frozenset({(day(0), "T1", C), (day(7), "T1", C)})
    told = (
        Publication("1", MONDAY, day(7), dropped, "", ""),
        Publication("2", MONDAY, day(7), kept, "", ""),
    )

    made = again(a_poor_promise, told=told, price=price)

    assert [v for _, _, v in visits_of(made.plan)] == [village]


def test_missed_villages_come_first_at_equal_value(weeks_of_three: Problem) -> None:
    problem = weeks_of_three.replace(
        villages=tuple(replace(v, backlog=60 if v.id in (A, B) else 0) for v in weeks_of_three.villages),
        calendar=Calendar(MONDAY, day(14), frozenset({0})),
    )
    plan = planned(problem, visit(0, B, 60), visit(7, A, 60))

    missed = again(plan, Actual(day(0), "T1", B, 0, "batal"), published_days=0)
    other = planned(problem, visit(0, A, 60), visit(7, B, 60))
    turned = again(other, Actual(day(0), "T1", A, 0, "batal"), published_days=0)

    assert (dates(missed, B), dates(missed, A)) == ([day(7)], [day(14)])
    assert (dates(turned, A), dates(turned, B)) == ([day(7)], [day(14)])
    assert MISSED in {change.why for change in missed.plan.changes}


def test_promised_dates_do_not_move_for_missed_villages(weeks_of_three: Problem) -> None:
    problem = weeks_of_three.replace(calendar=Calendar(MONDAY, day(14), frozenset({0})))
    plan = planned(problem, visit(0, B, 60), visit(7, A, 60))

    made = again(plan, Actual(day(0), "T1", B, 0, "batal"))

    assert (dates(made, A), dates(made, B)) == ([day(7)], [day(14)])


@pytest.fixture
def half_told(weeks_of_three: Problem) -> Plan:
    """Monday and Tuesday of the first week are reported on in no test, or one of them."""
    return planned(weeks_of_three, visit(0, A, 60), visit(1, B, 60))


def test_a_visit_of_the_last_week_without_a_report_is_taken_as_made_and_told(half_told: Plan) -> None:
    made = again(half_told, Actual(day(0), "T1", A, 5))

    village = made.plan.problem.village[B]
    assert (made.assumed, made.unreported) == ((Assumed(day(1), "T1", B, 60),), 0)
    assert (village.backlog, village.assumed, village.recorded, village.served) == (0, 60, 0, 1)
    assert dates(made, B) == []
    assert str(made.balance).endswith("+ removed 0 + taken as planned 60")
    assert made.balance.adds_up
    assert dict(made.plan.problem.notes)["taken as planned, not reported yet"] == "1 visits, 60 people"


def test_after_a_week_it_counts_as_not_made(half_told: Plan) -> None:
    in_time, too_late = (again(half_told, today=day(number)) for number in (8, 9))

    assert [visit.village for visit in in_time.assumed] == [B]
    assert (too_late.assumed, too_late.unreported) == ((), 2)
    assert too_late.plan.problem.village[B].backlog == 60


def test_a_plan_made_within_the_week_still_takes_it_as_made(half_told: Plan) -> None:
    first = again(half_told, today=day(2))
    second = again(replace(first.plan, team_days=()), today=day(7))
    third = again(replace(second.plan, team_days=()), today=day(9))

    assert {visit.village for visit in first.assumed} == {A, B}
    assert {visit.village for visit in second.assumed} == {A, B}
    assert (third.assumed, third.unreported) == ((), 2)
    assert [village.backlog for village in third.plan.problem.villages] == [100, 60, 20]


def test_a_late_report_holds_instead(half_told: Plan) -> None:
    first = again(half_told)

    second = again(replace(first.plan, team_days=()), Actual(day(1), "T1", B, 10), today=day(7))

    assert ([visit.village for visit in second.assumed], second.plan.problem.village[B].backlog) == ([A], 50)


def test_a_visit_made_on_another_day_is_reported_on(half_told: Plan) -> None:
    made = again(half_told, Actual(day(2), "T1", B, 40))

    assert [visit.village for visit in made.assumed] == [A]
    assert (made.plan.problem.village[B].backlog, made.unreported) == (20, 0)


def test_an_office_may_say_that_they_were_not_made(half_told: Plan) -> None:
    none = again(half_told, late="not-made")
    but_one = again(half_told, late="not-made", late_of_team={"T1": "planned"})
    of_one = again(half_told, late_of_team={"T1": "not-made"})

    assert [len(made.assumed) for made in (none, but_one, of_one)] == [0, 2, 0]
    assert [made.unreported for made in (none, but_one, of_one)] == [2, 0, 2]


def test_no_more_are_taken_as_recorded_than_wait(half_told: Plan) -> None:
    made = again(half_told, Actual(day(2), "T1", A, 70), Actual(day(1), "T1", B, 60))

    village = made.plan.problem.village[A]
    assert (village.recorded, village.assumed, village.backlog) == (70, 0, 30)  # made on Wednesday instead
    other = again(half_told, Actual(day(2), "T2", A, 70), Actual(day(1), "T1", B, 60)).plan.problem.village[A]
    assert (other.recorded, other.assumed, other.backlog) == (70, 30, 0)


def test_a_village_taken_as_served_was_not_missed(weeks_of_three: Problem) -> None:
    plan = planned(weeks_of_three, visit(0, B, 30), visit(7, A, 60))

    made = again(plan, published_days=0)

    assert MISSED not in {change.why for change in made.plan.changes}


@pytest.mark.parametrize("people", [30, 60])  # half or all of those who wait
def test_a_rule_met_by_a_visit_that_was_not_made_after_all_is_asked_for_again(
    weeks_of_three: Problem, people: int
) -> None:
    rules = replace(weeks_of_three.rules, directives=(Directive("must", "MUST", (B,)),))
    plan = planned(weeks_of_three.replace(rules=rules), visit(1, B, people))

    first = again(plan)
    next_plan = replace(first.plan, team_days=())
    second = again(next_plan, today=day(9))
    reported = again(next_plan, Actual(day(1), "T1", B, 10), today=day(9))

    assert [made.plan.problem.rules.directives for made in (first, reported)] == [(), ()]
    assert [directive.id for directive in second.plan.problem.rules.directives] == ["must"]
    assert reported.plan.problem.past == Past(day(0), (plan.version, next_plan.version))


def test_notes_on_every_output_say_how_far_reports_are_counted(weeks_of_three: Problem) -> None:
    plan = planned(weeks_of_three, visit(0, A, 60))
    report = Actual(day(0), "T1", A, 40, dead=2)

    second = again(plan, report)
    third = again(second.plan, report, today=day(14), late="not-made")

    assert dict(third.plan.problem.notes) == {
        "reports counted before": "2018-05-21",
        "backlog when the campaign began": "180 = 40 recorded + 2 removed + 138 left",
    }


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"mode": "all"}, "mode is 'all'"),
        ({"late": "maybe"}, "unreported is 'maybe'; expected planned, not-made"),
        ({"late_of_team": {"T9": "planned"}}, "'T9' is neither a team nor a village"),
        ({"away": {"T9": frozenset({day(7)})}}, "'T9' is neither a team nor a village"),
        ({"shut": {"X": frozenset({day(7)})}}, "'X' is neither"),
        ({"today": day(17)}, "after the deadline"),
    ],
)
def test_wishes_that_cannot_be_are_refused(
    weeks_of_three: Problem, wishes: dict[str, object], words: str
) -> None:
    with pytest.raises(PlannerError, match=words):
        again(planned(weeks_of_three, visit(0, A, 60)), **wishes)


def test_a_cancelled_solve_still_keeps_promises(weeks_of_three: Problem) -> None:
    plan = planned(weeks_of_three, visit(7, C, 20))

    made = replan(plan, History(), Wishes(day(7)), is_cancelled=lambda: True)

    assert (day(7), "T1", C) in visits_of(made.plan)
    assert check(made.plan) == ()


def test_what_promises_cost_lies_between_its_limits(weeks: SimpleNamespace) -> None:
    """Hurried and thorough searches prove intervals of the same cost, so any two of them overlap."""
    compared, least = 0, 0.0
    for seed in range(12):
        problem = weeks.campaign(seed)
        problem = problem.replace(rules=replace(problem.rules, floors=(), directives=()))
        old = trips(problem, Watch(max_rounds=2))

        found = [
            replan(old, History(), Wishes(weeks.MONDAY + weeks.WEEK), rounds=rounds)
            for rounds in (3, 10, 150)
        ]

        costs = [made.cost for made in found if made.cost is not None]
        assert (
            max((low for low, _ in costs), default=0.0)
            <= min((high for _, high in costs), default=0.0) + 1e-6
        )
        compared += len(costs) > 1
        least = max([least, *(low for low, _ in costs)])
    assert compared >= 6
    assert least >= 1


def test_a_poor_search_does_not_make_promises_dear(weeks_of_three: Problem) -> None:
    """C is promised on Monday and costs nobody, since B and A fill the other days of both weeks."""
    old = planned(weeks_of_three, visit(7, C, 20), visit(8, B, 60))
    work = _Work(old, left_problem(old, (), day(7)), Wishes(day(7), published_days=1), History(), Watch())
    good = work.best()
    poor = replace(good, team_days=tuple(at for at in good.team_days if at.day == day(7)))

    (least, most), (least_of_poor, most_of_poor) = work.cost(good) or (0, 0), work.cost(poor) or (0, 0)

    assert (least, most) == (0, 0)
    assert least_of_poor == 0
    assert most_of_poor == good.value - poor.value > 0
