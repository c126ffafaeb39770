"""What reports say of turnout and rates: sums by hand, shrinking, intervals, and nothing without a yes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import planner
from planner.cli import app
from planner.domain.actuals import Actual
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.errors import InputError
from planner.replanning import History, Wishes, append, replan
from planner.replanning.learning import Estimate, Lessons, lessons, read_learned, toml, with_lessons
from planner.replanning.records import Returned

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
MONDAY = date(2018, 5, 7)


def report(
    came: int | None, recorded: int, *, number: int = 0, village: str = NEAR, **more: object
) -> Actual:
    actual = Actual(MONDAY + timedelta(days=number), "T1", village, recorded, came=came)
    return replace(actual, **more)  # type: ignore[arg-type]


def with_turnout(problem: Problem, *turnout: float, backlog: int = 100) -> Problem:
    villages = tuple(replace(village, backlog=backlog) for village in problem.villages)
    return problem.replace(rules=Rules(10, turnout=turnout), villages=villages)


def only(found: Lessons, what: str, group: str = "all") -> Estimate:
    (estimate,) = [e for e in found.estimates if (e.what, e.group) == (what, group)]
    return estimate


def test_one_visit_by_hand(two_villages: Problem) -> None:
    # 100 waiting count as 100 / (1 + 99 * 0.15) = 6.31; (20 * 0.5 + 6.31 * 0.3) / 26.31 = 0.452
    found = only(lessons(with_turnout(two_villages, 0.5, 0.2), [report(30, 30)]), "turnout 1")

    assert (found.assumed, found.proposed, found.visits, found.people) == (0.5, 0.45, 1, 100)
    assert found.low < 0.45 < found.high


def test_without_reports_nothing_is_proposed(two_villages: Problem) -> None:
    found = lessons(with_turnout(two_villages, 0.5), [])

    assert (found.turnout, found.rates, found.unused) == ((), {}, 0)
    assert only(found, "turnout 1").proposed == 0.5


def test_a_plan_in_which_everybody_comes_is_told_what_comes(two_villages: Problem) -> None:
    found = only(lessons(two_villages, [report(20, 20)]), "turnout 1")

    assert (found.assumed, found.proposed) == (1.0, 0.53)  # (20 * 0.6 + 6.13 * 20 / 65) / 26.13


def test_later_days_of_service_are_of_those_who_still_wait(two_villages: Problem) -> None:
    told = [report(40, 30, dead=10), report(30, 30, number=1), report(15, 15, number=2)]

    found = lessons(with_turnout(two_villages, 0.5, 0.2), told)

    assert (only(found, "turnout 1").people, only(found, "turnout 2").people) == (100, 60 + 30)
    assert only(found, "turnout 2").visits == 2


def test_a_later_share_is_never_larger(two_villages: Problem) -> None:
    told = [report(10, 10, number=n, village=v) for n, v in ((0, NEAR), (0, FAR))]
    told += [report(80, 80, number=1, village=v) for v in (NEAR, FAR)]

    found = lessons(with_turnout(two_villages, 0.3, 0.3), told)

    assert only(found, "turnout 2").proposed > only(found, "turnout 1").proposed
    assert found.turnout == (only(found, "turnout 1").proposed,) * 2
    assert with_lessons(two_villages, found.turnout, {}).rules.turnout == found.turnout


def test_days_on_which_nobody_counted_who_came_say_nothing(two_villages: Problem) -> None:
    cancelled = report(None, 0, number=1, status="batal")

    found = lessons(with_turnout(two_villages, 0.5), [report(None, 30), cancelled])

    assert (found.unused, found.turnout) == (1, ())


def test_kecamatan_are_shrunk_towards_all(two_villages: Problem) -> None:
    problem = with_turnout(two_villages, 0.5)
    found = lessons(problem, [report(10, 10), report(90, 90, village=FAR)])

    whole = only(found, "turnout 1").proposed
    low, high = (only(found, "turnout 1", f"kecamatan 53.01.0{n}").proposed for n in (1, 2))
    assert 0.10 < low < whole < high < 0.90


@pytest.fixture
def many(two_villages: Problem) -> Problem:
    """Forty villages of 200 people, all in one kecamatan."""
    ids = [f"53.01.01.2{n:03}" for n in range(40)]
    villages = tuple(replace(two_villages.villages[0], id=v, name=v, backlog=200) for v in ids)
    zeros = np.zeros((1, 41, 41))
    travel = replace(
        two_villages.travel, place_ids=("B", *ids), minutes=zeros, km=zeros, cost_idr=zeros, by_boat=zeros > 0
    )
    return two_villages.replace(villages=villages, travel=travel, rules=Rules(10, turnout=(0.6,)))


def campaigns(many: Problem, spread: float) -> Iterator[list[Actual]]:
    """Yield reports of 60 made-up campaigns of 40 visits with a true share of 0.4 that varies by visit."""
    random = np.random.default_rng(1)
    for _ in range(60):
        shares = random.beta(0.4 * spread, 0.6 * spread, len(many.villages))
        yield [
            report(int(random.binomial(200, share)), 0, village=v.id)
            for v, share in zip(many.villages, shares, strict=True)
        ]


@pytest.mark.parametrize("spread", [4.0, 40.0])
def test_the_interval_of_nine_in_ten_holds_the_truth_about_that_often(many: Problem, spread: float) -> None:
    found = [only(lessons(many, told), "turnout 1") for told in campaigns(many, spread)]

    hits = sum(e.low <= 0.4 <= e.high for e in found)
    assert 0.75 * len(found) <= hits  # the prior, 0.6, pulls a little
    assert max(e.high - e.low for e in found) < 0.35
    assert all(abs(e.proposed - 0.4) < 0.15 for e in found)


def test_the_rate_of_a_busy_team_by_hand(two_villages: Problem) -> None:
    # 12 hours at 10 assumed, 5 hours with 40 recorded: (120 + 40) / 17 = 9.4
    told = [report(60, 40, start=540, end=840)]

    found = lessons(two_villages, told)

    rate = only(found, "rate", "team T1")
    assert (rate.assumed, rate.proposed, rate.visits, rate.people) == (10.0, 9.4, 1, 40)
    assert rate.low < 9.4 < rate.high
    assert found.rates == {"T1": 9.4}
    assert only(found, "rate", "kecamatan 53.01.01").proposed == 9.4


@pytest.mark.parametrize(
    "told", [report(49, 40, start=540, end=840), report(60, 40), report(None, 40, start=540, end=840)]
)
def test_where_people_were_short_or_nobody_counted_a_visit_says_nothing_of_the_rate(
    two_villages: Problem, told: Actual
) -> None:
    assert lessons(two_villages, [told]).rates == {}


def test_what_was_taken_over_is_read_again(two_villages: Problem, tmp_path: Path) -> None:
    found = lessons(with_turnout(two_villages, 0.5, 0.2), [report(60, 40, start=540, end=840)])
    (tmp_path / "learned.toml").write_text(toml(found, 1), encoding="utf-8")

    assert read_learned(tmp_path / "learned.toml") == (found.turnout, found.rates)


@pytest.mark.parametrize(
    "text", ["turnout = 0.5", 'turnout = ["a"]', "rate = 5", "[rate_per_hour]\nT1 = true", "x"]
)
def test_a_file_that_is_no_such_thing_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "learned.toml").write_text(text, encoding="utf-8")

    with pytest.raises(InputError):
        read_learned(tmp_path / "learned.toml")
    with pytest.raises(InputError):
        read_learned(tmp_path / "none.toml")


def test_a_new_plan_takes_learned_numbers_and_the_plans_after_it_too(good_plan: Plan) -> None:
    wishes = Wishes(date(2018, 5, 8), turnout=(0.5,), rates={"T1": 8.0})

    made = replan(good_plan, History(), wishes, rounds=3).plan

    assert made.problem.rules.turnout == (0.5,)
    assert made.problem.teams[0].rate_per_hour == 8.0
    assert good_plan.problem.rules.turnout == ()


@pytest.fixture
def office(good_plan: Plan, tmp_path: Path) -> Path:
    planner.write(good_plan, tmp_path / "plan.json")
    told = report(60, 40, start=540, end=840, file="f")
    said = Returned("f", "r.csv", "", 1, "Rini", "t")
    append(tmp_path / "h.jsonl", good_plan.problem, actuals=[told], said=said, is_new=True)
    return tmp_path


def learnt(office: Path, *more: str) -> str:
    command = ["learn", str(office / "plan.json"), "--history", str(office / "h.jsonl"), *more]
    answer = CliRunner().invoke(app, command)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_a_proposal_changes_nothing(office: Path) -> None:
    before = {path.name: path.read_bytes() for path in office.iterdir()}

    said = learnt(office, "--today", "2018-05-08", "--seconds", "2", "--out", str(office / "learned.toml"))

    assert "nothing is taken over" in said
    assert "planned anew from 2018-05-08" in said
    assert {path.name: path.read_bytes() for path in office.iterdir()} == before


def test_a_yes_takes_it_over_for_the_next_plan(office: Path) -> None:
    said = json.loads(learnt(office, "--yes", "--out", str(office / "learned.toml"), "--json"))
    command = ["replan", office / "plan.json", "--history", office / "h.jsonl", "--today", "2018-05-08"]
    command += ["--rounds", 3, "--learned", office / "learned.toml", "--out", office / "new.json"]
    answer = CliRunner().invoke(app, list(map(str, command)))

    assert answer.exit_code == 0, answer.output
    assert planner.read_plan(office / "new.json").problem.teams[0].rate_per_hour == said["rates"]["T1"] == 9.4


def test_a_yes_without_a_file_is_a_wrong_call(office: Path) -> None:
    command = ["learn", str(office / "plan.json"), "--history", str(office / "h.jsonl"), "--yes"]

    assert CliRunner().invoke(app, command).exit_code == 2
