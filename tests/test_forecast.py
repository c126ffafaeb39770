"""Will they be done by the deadline, at the rate of the regular service?"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planner.cli import app
from planner.domain.problem import Problem
from planner.forecast import forecast, kit_days

MAY, JUNE = date(2018, 5, 2), date(2018, 6, 27)
ROTE = Path(__file__).parent.parent / "examples" / "rote_ndao" / "planner.toml"
OF_2018 = ["--total", "139000", "--per-month", "31081", "--from", "2018-05-02", "--until", "2018-06-27"]


def told(*words: str) -> str:
    answer = CliRunner().invoke(app, ["forecast", *words])
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_may_2018_as_the_officials_had_it() -> None:
    lines = told(*OF_2018).splitlines()

    assert lines == [
        "139,000 people not recorded on 2 May 2018, 31,081 recorded a month",
        "by 27 June 2018 (57 days): 58,205 recorded (41.9%), 80,795 left; "
        "at this rate the last one on 15 September 2018",
        "to be done by then: 74,225 a month",
    ]


def test_what_is_needed_is_just_enough() -> None:
    needed = forecast(139_000, 31_081, MAY, JUNE).needed_per_month

    assert forecast(139_000, needed, MAY, JUNE).left <= 1
    assert forecast(139_000, needed, MAY, JUNE).finished == JUNE
    assert forecast(139_000, 0.99 * needed, MAY, JUNE).left > 1000


@pytest.mark.parametrize(
    ("total", "rate", "finished"), [(0, 0, MAY), (10, 0, None), (10, 1e-9, None), (1, 1e6, MAY)]
)
def test_the_day_of_the_last_one(total: int, rate: float, finished: date | None) -> None:
    assert forecast(total, rate, MAY, JUNE).finished == finished


def test_more_than_all_are_never_recorded() -> None:
    answer = forecast(100, 1e6, MAY, JUNE)

    assert (answer.recorded, answer.left, answer.share) == (100, 0, 1.0)
    assert forecast(0, 0, MAY, JUNE).share == 1.0


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((-1, 5, MAY, JUNE), "total is -1"),
        ((1, -5, MAY, JUNE), "rate is -5"),
        ((1, float("nan"), MAY, JUNE), "rate is nan"),
        ((1, 5, JUNE, MAY), "before the first day"),
    ],
)
def test_impossible_numbers_are_refused(numbers: tuple[int, float, date, date], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        forecast(*numbers)


def test_kit_days_are_those_that_teams_can_use(two_villages: Problem) -> None:
    team, base = two_villages.teams[0], two_villages.bases[0]
    two = two_villages.replace(teams=(team, replace(team, id="T2")))
    some = two.replace(bases=(replace(base, kits=2, kits_at_office=(2, 1, 0, 0, 0, 0, 0)),))

    assert kit_days(two) == 2 * 4  # Monday to Wednesday, and Friday
    assert kit_days(some) == 0 + 1 + 2 + 2


def test_with_a_project_the_teams_are_added() -> None:
    record = json.loads(told(str(ROTE), "--per-month", "500", "--seconds", "2", "--json"))

    assert (record["total"], record["first"], record["deadline"]) == (5105, "2018-05-02", "2018-06-26")
    assert record["teams_record"] > 0
    assert record["together"] == min(5105, record["recorded"] + record["teams_record"])
    assert record["kit_days"] == record["team_days"]


@pytest.mark.parametrize(
    "words", [["--total", "5"], ["--total", "5", "--from", "Mei", "--until", "2018-06-27"], []]
)
def test_what_is_missing_or_no_date_is_a_wrong_call(words: list[str]) -> None:
    assert CliRunner().invoke(app, ["forecast", *words]).exit_code == 2
