"""Will they be done by the deadline, at the rate of the regular service?"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from planner.cli import app
from planner.domain.calendar import Calendar
from planner.domain.problem import Problem
from planner.forecast import OfficeDays, Together, forecast, kit_days
from planner.forecast.told import Told, write_forecast

MAY, JUNE = date(2018, 5, 2), date(2018, 6, 27)
KUPANG, ROTE = (
    Path(__file__).parents[2] / "examples" / name / "planner.toml" for name in ("kupang", "rote_ndao")
)
OF_2018 = ["--total", "139000", "--per-month", "31081", "--from", "2018-05-02", "--until", "2018-06-27"]


def told(*words: str) -> str:
    answer = CliRunner().invoke(app, ["forecast", *words])
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_may_2018_over_the_days_on_which_offices_were_open() -> None:
    lines = told(*OF_2018, "--lang", "en").splitlines()

    # 31,081 / 20.75 x 29 = 43,439; on paper, 12 x 31,081 / 365.25 x 57 = 58,205
    assert lines == [
        "139,000 people not recorded on 2 May 2018; the regular service records 31,081 in an average month",
        "2 May 2018 to 27 June 2018: 29 working days, 57 calendar days; an average month had 20.75 working "
        "days (83 from 1 January 2018 to 30 April 2018)",
        "by 27 June 2018, over working days: 43,439 recorded (31.3 %), 95,561 left; at this rate the last "
        "one on 28 September 2018",
        "over calendar days, as if offices never closed: 58,205 (41.9 %)",
        "to be done by then: 99,457 a month",
    ]


def test_the_same_is_asked_and_told_as_an_office_writes_it() -> None:
    words = ["--total", "139.000", "--per-month", "31.081", "--from", "2 Mei 2018", "--until", "27/06/2018"]

    assert told(*words, "--json") == told(*OF_2018, "--json")
    assert "43.439 terekam (31,3 %), 95.561 tersisa" in told(*words)


def test_a_rate_counted_in_other_days_is_spread_over_those() -> None:
    # June 2018 has 21 weekdays less 1, 15 and 27 June and seven days of leave: 11
    june = forecast(
        1000, 110, date(2018, 7, 2), date(2018, 7, 6), average=(date(2018, 6, 1), date(2018, 6, 30))
    )
    half = forecast(
        1000, 110, date(2018, 7, 2), date(2018, 7, 6), average=(date(2018, 6, 1), date(2018, 6, 15))
    )

    assert (june.average.working_days, june.average.months, june.recorded) == (11, 1, 50)
    assert half.average.months == pytest.approx(15 / 30.4375)
    assert '"first": "2018-03-01"' in told(*OF_2018, "--average", "1 Maret 2018 s.d. 30 April 2018", "--json")


def test_offices_are_open_as_the_project_says_on_its_days_and_as_the_country_says_on_others() -> None:
    week = Calendar(date(2018, 6, 11), date(2018, 6, 16), frozenset(range(6)), {date(2018, 6, 13): "rapat"})

    # Monday to Saturday less one: its leave is worked; 9 June is a Saturday, 18 to 20 June is leave
    assert OfficeDays(week).count(date(2018, 6, 11), date(2018, 6, 16)) == 5
    assert OfficeDays(week).count(date(2018, 6, 9), date(2018, 6, 10)) == 1
    assert OfficeDays().count(date(2018, 6, 9), date(2018, 6, 20)) == 0


def test_a_year_without_a_list_of_leave_is_told() -> None:
    words = [
        "--total",
        "900",
        "--per-month",
        "90",
        "--from",
        "2027-12-01",
        "--until",
        "2028-02-01",
        "--lang",
        "en",
    ]

    assert "the collective leave of 2028 is not known, and counted as working days" in told(*words)


def test_what_is_needed_is_just_enough() -> None:
    needed = forecast(139_000, 31_081, MAY, JUNE).needed_per_month

    assert needed is not None
    assert forecast(139_000, needed, MAY, JUNE).left == 0
    assert forecast(139_000, needed, MAY, JUNE).finished == date(2018, 6, 26)  # polling day is free
    assert forecast(139_000, 0.99 * needed, MAY, JUNE).left > 1000


def test_without_a_working_day_nothing_is_needed_or_recorded() -> None:
    sunday = forecast(100, 50, date(2018, 5, 6), date(2018, 5, 6))

    assert (sunday.working_days, sunday.recorded, sunday.needed_per_month) == (0, 0, None)
    assert "no working day left" in told(
        *("--total", "9", "--per-month", "5", "--from", "2018-05-06", "--until", "2018-05-06", "--lang", "en")
    )


@pytest.mark.parametrize(
    ("total", "rate", "finished"),
    [
        (0, 0, MAY),
        (10, 0, None),
        (10, 1e-9, None),
        (1, 1e6, MAY),
        (2000, 1, None),
        (42, 20.75, date(2018, 7, 16)),
    ],
)
def test_the_day_of_the_last_one(total: int, rate: float, finished: date | None) -> None:
    assert forecast(total, rate, MAY, JUNE).finished == finished


def test_an_end_too_far_away_is_not_told_as_a_day() -> None:
    assert "not all of them within ten years" in told(
        *OF_2018[:2], "--per-month", "31", *OF_2018[4:], "--lang", "en"
    )
    assert "never all of them" in told(*OF_2018[:2], "--per-month", "0", *OF_2018[4:], "--lang", "en")


def test_more_than_all_are_never_recorded() -> None:
    answer = forecast(100, 1e6, MAY, JUNE)

    assert (answer.recorded, answer.by_calendar_days, answer.left, answer.share) == (100, 100, 0, 1.0)
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


def test_a_rate_counted_on_days_without_work_is_refused() -> None:
    sunday = date(2018, 4, 29)

    with pytest.raises(ValueError, match="no office is open from 2018-04-29"):
        forecast(1, 5, MAY, JUNE, average=(sunday, sunday))


def test_both_together_lie_between_the_larger_and_the_sum() -> None:
    few, many = Together(5105, 1258, 3000), Together(5105, 1655, 4315)

    assert (few.least, few.most) == (3000, 4258)
    assert (many.least, many.most) == (4315, 5105)  # capped at all who wait


def test_kit_days_are_those_that_teams_can_use(two_villages: Problem) -> None:
    team, base = two_villages.teams[0], two_villages.bases[0]
    two = two_villages.replace(teams=(team, replace(team, id="T2")))
    some = two.replace(bases=(replace(base, kits=2, kits_at_office=(2, 1, 0, 0, 0, 0, 0)),))

    assert kit_days(two) == 2 * 4  # Monday to Wednesday, and Friday
    assert kit_days(some) == 0 + 1 + 2 + 2


def test_with_a_project_teams_and_service_are_a_range_and_nobody_says_that_none_is_left(
    tmp_path: Path,
) -> None:
    files = [tmp_path / "f.html", tmp_path / "f.xlsx"]
    said = ["--per-month", "900", "--seconds", "2", "--out", str(files[0]), "--out", str(files[1])]
    record = json.loads(told(str(ROTE), *said, "--json"))
    service, teams = record["recorded"], record["teams_record"]

    assert (record["total"], record["first"], record["deadline"]) == (5105, "2018-05-02", "2018-06-26")
    assert (service, record["working_days"], record["days"]) == (1258, 29, 56)
    assert record["together_least"] == max(service, teams)
    assert record["together_most"] == min(5105, service + teams)
    assert record["kit_days"] == record["team_days"] == 87
    page = files[0].read_text(encoding="utf-8")
    assert "perkiraan bawah" in page
    assert "perkiraan atas" in page
    sheet = openpyxl.load_workbook(files[1]).active
    cells = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
    assert cells["Terekam menurut hari kerja"] == service
    assert cells["Terekam oleh tim saja"] == teams


def test_a_forecast_that_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    old = tmp_path / "f.html"
    old.write_text("old", encoding="utf-8")
    found = Told(replace(forecast(1, 1, MAY, JUNE), per_month="many"))  # type: ignore[arg-type]

    with pytest.raises(TypeError):
        write_forecast(found, old)

    assert old.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["f.html"]


def test_a_total_other_than_that_of_the_project_is_told() -> None:
    said = ["--per-month", "31081", "--total", "139000", "--seconds", "1", "--lang", "en"]
    lines = told(str(KUPANG), *said).splitlines()

    assert (
        "attention: the villages of the project hold 53,987 people not recorded, not 139,000; teams work in "
        "these villages only" in lines
    )


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (["--total", "5"], "--per-month"),
        (OF_2018[:2] + OF_2018[4:], "--per-month"),
        (OF_2018[2:], "--total"),
        (OF_2018[:4] + OF_2018[6:], "--from"),
        (OF_2018[:6], "--until"),
        ([*OF_2018[:4], "--from", "Mei", "--until", "2018-06-27"], "--from"),
        ([*OF_2018[:3], "31.08", *OF_2018[4:6], "--total", "1,5"], "--total"),
        ([*OF_2018, "--out", "f.pdf"], "f.pdf"),
        ([*OF_2018, "--lang", "fr"], "--lang"),
    ],
)
def test_what_is_missing_or_cannot_be_read_is_a_wrong_call(words: list[str], missing: str) -> None:
    answer = CliRunner().invoke(app, ["forecast", *words])

    assert (answer.exit_code, missing in answer.output) == (2, True), answer.output
