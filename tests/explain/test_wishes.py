"""The questions of --if: what is understood, what it changes, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.directives import Directive
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.errors import InputError
from planner.explain import compared, wishes_of
from planner.explain.wishes import SENTENCES, village_named, with_wishes

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def changed(problem: Problem, text: str) -> Problem:
    return with_wishes(problem, wishes_of(text, problem))


@pytest.fixture
def office(two_villages: Problem) -> Problem:
    """Two villages, teams T1 and T2 (Tim 2), and two kits at B."""
    other = replace(two_villages.teams[0], id="T2", name="Tim 2")
    base = replace(two_villages.bases[0], kits=2)
    return two_villages.replace(teams=(*two_villages.teams, other), bases=(base,))


@pytest.mark.parametrize(
    "text",
    [
        "T2 sakit 2018-05-08",
        "Tim T2 sakit 2018-05-08",
        "tim 2 cuti tanggal 8 Mei 2018",
        "T2 sick on 2018-05-08",
        "Team T2 away on 8 May 2018",
    ],
)
def test_a_team_that_is_away(office: Problem, text: str) -> None:
    found = changed(office, text)

    assert found.team["T2"].away == {date(2018, 5, 8)}
    assert found.team["T1"] == office.team["T1"]


@pytest.mark.parametrize("run", ["8 Mei 2018 s.d. 9 Mei 2018", "2018-05-08 to 2018-05-09"])
def test_a_run_of_days(office: Problem, run: str) -> None:
    assert changed(office, f"T1 sakit {run}").team["T1"].away == {date(2018, 5, 8), date(2018, 5, 9)}
    assert set(changed(office, f"libur {run}").calendar.holidays) == {date(2018, 5, d) for d in (8, 9, 10)}


@pytest.mark.parametrize("text", ["tambah 2 tim di B", "add 2 teams at Oelamasi"])
def test_more_teams_are_like_the_first_one_of_their_base(office: Problem, text: str) -> None:
    found = changed(office, text)

    assert [team.id for team in found.teams] == ["T1", "T2", "T1+1", "T1+2"]
    assert replace(found.teams[3], id="T1", name="Tim 1") == office.teams[0]


@pytest.mark.parametrize("text", [f"tanpa desa {FAR}", "without far", "tanpa Far"])
def test_a_village_left_out_keeps_its_beds_and_loses_its_rules(office: Problem, text: str) -> None:
    together = Directive("A1", "TOGETHER", (NEAR, FAR))
    must = Directive("A2", "MUST", (NEAR, FAR))
    found = changed(office.replace(rules=Rules(directives=(together, must))), text)

    assert (found.village[FAR].backlog, found.village[FAR].lodging) == (0, True)
    assert found.rules.directives == (replace(must, villages=(NEAR,)),)


def test_another_deadline_and_other_kits(office: Problem) -> None:
    found = changed(office, "tenggat 9 Mei 2018; alat B -1")

    assert (found.calendar.last, found.base["B"].kits) == (date(2018, 5, 9), 1)
    assert changed(office, "kits at B +3").base["B"].kits == 5


def test_every_sentence_that_is_shown_is_understood(office: Problem) -> None:
    for shown in SENTENCES:
        for text in shown.replace("-16", "-08").replace("-20", "-09").split(" | "):
            days = text.replace("16 Mei", "8 Mei").replace("18 Mei", "9 Mei")
            assert changed(office, days) != office


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("T3 sakit 2018-05-08", "there is no team 'T3'; known: T1 (Tim 1), T2 (Tim 2)"),
        ("T1 sakit", "this is no sentence that is understood"),
        ("T1 sakit kapan-kapan", "expected a date"),
        ("T1 sakit 2019-05-08", "the plan is from 2018-05-07 to 2018-05-11"),
        ("tambah 0 tim di B", "expected 1 to 50 teams"),
        ("tambah 1 tim di X", "there is no base 'X'"),
        ("tanpa desa X", "there is no village 'X'"),
        ("tenggat 2018-05-01", "lies before the first day"),
        ("alat B -3", "B has 2 kits"),
        ("", "this is no sentence that is understood"),
    ],
)
def test_what_is_not_understood_is_refused(office: Problem, text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        wishes_of(text, office)

    assert said in str(caught.value)


def test_all_faults_are_told_at_once(office: Problem) -> None:
    with pytest.raises(InputError) as caught:
        wishes_of("T3 sakit 2018-05-08; T1 sakit 2018-05-08; hujan", office)

    assert [fault.value for fault in caught.value.faults] == ["T3 sakit 2018-05-08", "hujan"]


def test_a_wish_that_others_make_impossible_is_refused(office: Problem) -> None:
    with pytest.raises(InputError, match="B has 1 kits"):
        changed(office, "alat B -1; alat B -2")


def test_kits_that_nobody_counts_are_refused(two_villages: Problem) -> None:
    with pytest.raises(InputError, match="every team of B has its own kit"):
        wishes_of("alat B -1", two_villages)


def test_a_name_of_several_villages_lists_them(two_villages: Problem) -> None:
    alike = two_villages.replace(villages=tuple(replace(v, name="Oeltua") for v in two_villages.villages))

    with pytest.raises(ValueError, match=r"2 villages .*53.01.01.2001 Oeltua \(Dekat\), 53.01.02.2001"):
        village_named(alike, "oeltua")


def test_part_of_a_name_is_not_taken_but_shown(two_villages: Problem) -> None:
    with pytest.raises(ValueError, match=r"no village 'Fa'; known: 53.01.02.2001 Far \(Jauh\)"):
        village_named(two_villages, "Fa")


def test_the_answer_is_the_difference_of_two_plans(good_plan: Plan) -> None:
    """Monday and Friday are left, without a night between: 65 in Near, and a day of 40 in Far."""
    wish = changed(good_plan.problem, "T1 sakit 8 Mei 2018 s.d. 9 Mei 2018")

    found = compared(good_plan, wish, seconds=5)

    assert found.before == good_plan
    assert found.villages == {FAR: -35}
    assert found.people == found.after.recorded - good_plan.recorded == -35
    assert {day.day.day for day in found.after.team_days} == {7, 11}
