"""Which hard rules contradict each other."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.contradictions import contradiction
from planner.domain.directives import Directive
from planner.domain.problem import Problem

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
MONDAY, TUESDAY = date(2018, 5, 7), date(2018, 5, 8)


def ruled(problem: Problem, *directives: Directive) -> Problem:
    return problem.replace(rules=replace(problem.rules, directives=directives))


def on(name: str, kind: Any, village: str, day: date | None = None, **rest: Any) -> Directive:
    return Directive(name, kind, (village,), first=day, last=day, **rest)


def found(problem: Problem, *directives: Directive) -> list[str]:
    return [directive.id for directive in contradiction(ruled(problem, *directives), seconds=60)]


def test_two_places_too_far_apart_for_one_day_contradict_each_other(two_villages: Problem) -> None:
    near, far = on("A", "FIX", NEAR, MONDAY), on("B", "FIX", FAR, MONDAY)
    other = on("C", "MUST", NEAR)
    far_away = two_villages.replace(
        travel=replace(two_villages.travel, minutes=two_villages.travel.minutes * 3.5)  # Far: 7 h from all
    )

    assert found(far_away, other, near, far) == ["A", "B"]


def test_what_can_be_kept_contradicts_nothing(two_villages: Problem) -> None:
    assert found(two_villages, on("A", "FIX", NEAR, MONDAY), on("B", "FIX", FAR, TUESDAY)) == []


def test_a_rule_that_another_one_forbids_is_named_with_it(two_villages: Problem) -> None:
    fix, forbid = on("A", "FIX", NEAR, MONDAY), on("B", "FORBID", NEAR, MONDAY)
    elsewhere = on("C", "FORBID", FAR)

    assert found(two_villages, elsewhere, fix, forbid) == ["A", "B"]


def test_what_another_team_may_not_do_forbids_nothing(two_villages: Problem) -> None:
    both = two_villages.replace(teams=(two_villages.teams[0], replace(two_villages.teams[0], id="T2")))

    assert found(both, on("A", "FIX", NEAR, MONDAY, team="T1"), on("B", "FORBID", NEAR, team="T2")) == []


def test_a_rule_that_nobody_can_keep_stands_alone(two_villages: Problem) -> None:
    assert found(two_villages, on("A", "FIX", NEAR, date(2018, 5, 10)), on("B", "MUST", FAR)) == [
        "A"
    ]  # a holiday


@pytest.mark.parametrize(("least", "expected"), [(50, []), (66, ["A"])])
def test_more_people_than_wait_cannot_be_recorded(
    two_villages: Problem, least: int, expected: list[str]
) -> None:
    assert found(two_villages, Directive("A", "MIN", (NEAR,), people=least)) == expected


def test_at_least_and_at_most_contradict_each_other(two_villages: Problem) -> None:
    least, most = Directive("A", "MIN", (NEAR, FAR), people=60), Directive("B", "MAX", (NEAR, FAR), people=50)

    assert found(two_villages, least, most, on("C", "MUST", NEAR)) == ["A", "B"]


def test_a_soft_rule_contradicts_nothing(two_villages: Problem) -> None:
    soft = on("B", "FORBID", NEAR, MONDAY, price=5.0)

    assert found(two_villages, on("A", "FIX", NEAR, MONDAY), soft) == []
