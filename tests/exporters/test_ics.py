"""The calendar file, read by the rules of RFC 5545."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.exporters.ics import ZONES, calendar_text, folded, write_ics, zone_of

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    return text[:-2].replace("\r\n ", "").split("\r\n")


def events(text: str) -> list[dict[str, str]]:
    """Return the properties of each event, in order."""
    found: list[dict[str, str]] = []
    for line in unfolded(text):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in ("BEGIN", "END"):
            assert name not in found[-1], f"{name} stands twice"
            found[-1][name] = value
    return found


def moved(plan: Plan, **changes: object) -> Plan:
    """Return the plan with its first stop changed."""
    first, *others = plan.team_days
    stop = replace(first.stops[0], **changes)  # type: ignore[arg-type]
    return Plan(plan.problem, (replace(first, stops=(stop,)), *others), plan.outcome)


def test_hours_of_service_are_those_of_makassar_in_utc(good_plan: Plan) -> None:
    first = events(calendar_text(good_plan))[0]  # Monday 7 May 2018, 08.30 to 15.00 in Near

    assert (first["DTSTART"], first["DTEND"]) == ("20180507T003000Z", "20180507T070000Z")


def test_an_hour_before_eight_falls_on_the_day_before_in_utc(good_plan: Plan) -> None:
    early = moved(good_plan, arrive=420, open=420)

    assert events(calendar_text(early))[0]["DTSTART"] == "20180506T230000Z"


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", "01"), ("Asia/Jayapura", "23")])
def test_another_time_zone_moves_the_hours(good_plan: Plan, zone: str, hour: str) -> None:
    first = events(calendar_text(good_plan, zone=zone))[0]

    assert first["DTSTART"][9:11] == hour


def test_an_unknown_time_zone_is_refused(good_plan: Plan) -> None:
    with pytest.raises(ValueError, match="'Asia/Dili'; known are Asia/Jakarta, Asia/Makassar"):
        calendar_text(good_plan, zone="Asia/Dili")


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("11.01.01.2001", "Asia/Jakarta"),
        ("35.78.01.1001", "Asia/Jakarta"),
        ("62.01.01.2001", "Asia/Jakarta"),
        ("51.01.01.2001", "Asia/Makassar"),
        ("73.01.01.2001", "Asia/Makassar"),
        ("81.01.01.2001", "Asia/Jayapura"),
        ("96.01.01.2001", "Asia/Jayapura"),
        ("village", "Asia/Makassar"),
    ],
)
def test_time_zone_is_that_of_the_province(two_villages: Problem, code: str, zone: str) -> None:
    travel = replace(two_villages.travel, place_ids=("B", code, FAR))
    villages = (replace(two_villages.villages[0], id=code),)
    problem = two_villages.replace(villages=villages, travel=travel)

    assert zone_of(Plan(problem, (), Outcome("by hand"))) == zone


def test_time_zones_are_those_of_the_system() -> None:
    noon = datetime(2018, 5, 7, 12)
    for name, hours in ZONES.items():
        try:
            zone = ZoneInfo(name)
        except ZoneInfoNotFoundError:
            pytest.skip("this system has no table of time zones")
        assert zone.utcoffset(noon) == timedelta(hours=hours)


def test_every_event_has_what_the_rfc_asks_for(night_plan: Plan) -> None:
    lines = unfolded(calendar_text(night_plan))

    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    assert any(line.startswith("PRODID:") for line in lines)
    for event in events(calendar_text(night_plan)):
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"} <= event.keys()
        assert event["DTSTART"] < event["DTEND"]
        for name in ("DTSTAMP", "DTSTART", "DTEND"):
            assert re.fullmatch(r"\d{8}T\d{6}Z", event[name])


def test_a_day_of_mere_travel_is_an_event_too(night_plan: Plan) -> None:
    way, visit = events(calendar_text(night_plan))

    assert way["SUMMARY"] == "perjalanan ke Far"
    assert visit["SUMMARY"] == "Far (48 orang)"


def test_a_day_of_waiting_does_not_end_before_it_starts(night_plan: Plan) -> None:
    waiting = TeamDay("T1", date(2018, 5, 9), FAR, 480, (), FAR, 480)
    plan = Plan(night_plan.problem, (night_plan.team_days[0], waiting), night_plan.outcome)

    event = events(calendar_text(plan))[1]
    assert event["DTSTART"] < event["DTEND"]


def test_the_night_stands_with_the_visit(good_plan: Plan) -> None:
    near, far, _ = events(calendar_text(good_plan))

    assert r"\nMenginap: Far" in far["DESCRIPTION"]
    assert "Menginap" not in near["DESCRIPTION"]


def test_same_visit_keeps_its_uid_when_its_hours_and_people_change(good_plan: Plan) -> None:
    before = [event["UID"] for event in events(calendar_text(good_plan))]
    after = [event["UID"] for event in events(calendar_text(moved(good_plan, open=540, people=30)))]

    assert before == after
    assert len(set(before)) == 3


@pytest.mark.parametrize("what", ["team", "day", "village"])
def test_another_visit_has_another_uid(good_plan: Plan, two_villages: Problem, what: str) -> None:
    other = replace(two_villages.teams[0], id="T2")
    problem = two_villages.replace(teams=(*two_villages.teams, other))
    day = good_plan.team_days[0]
    changed = {
        "team": replace(day, team="T2"),
        "day": replace(day, day=date(2018, 5, 8)),
        "village": replace(day, stops=(replace(day.stops[0], village=FAR),)),
    }[what]

    uids = [
        events(calendar_text(Plan(problem, (found,), Outcome("by hand"))))[0]["UID"]
        for found in (day, changed)
    ]

    assert uids[0] != uids[1]


def test_two_visits_of_one_team_to_one_village_on_one_day_are_two_events(
    two_villages: Problem, plan_of: Callable[..., Plan]
) -> None:
    stops = (Stop(NEAR, 510, 510, 570, 10), Stop(FAR, 690, 690, 700, 1), Stop(NEAR, 820, 820, 880, 10))
    plan = plan_of(two_villages, TeamDay("T1", date(2018, 5, 7), "B", 480, stops, "B", 910))

    assert len({event["UID"] for event in events(calendar_text(plan))}) == 3


def test_uid_is_what_it_was_when_the_format_was_made(good_plan: Plan) -> None:
    uid = events(calendar_text(good_plan))[0]["UID"]

    assert uid == "906ec729-c378-5333-882e-bae064d176a3"  # another one doubles every visit on the telephones


def test_a_team_gets_its_own_visits_only(good_plan: Plan, two_villages: Problem) -> None:
    other = replace(two_villages.teams[0], id="T2", name="Tim 2")
    day = replace(good_plan.team_days[0], team="T2")
    problem = two_villages.replace(teams=(*two_villages.teams, other))
    plan = Plan(problem, (*good_plan.team_days[1:], day), Outcome("by hand"))

    text = calendar_text(plan, team="T2")

    assert [event["CATEGORIES"] for event in events(text)] == ["Tim 2"]
    assert "X-WR-CALNAME:Tim 2" in unfolded(text)


def test_lines_end_as_the_rfc_says_and_are_at_most_75_octets(nasty_plan: Plan, tmp_path: Path) -> None:
    long = nasty_plan.problem.replace(title=200 * "村é")
    write_ics(Plan(long, nasty_plan.team_days, nasty_plan.outcome), tmp_path / "plan.ics")

    content = (tmp_path / "plan.ics").read_bytes()
    lines = content.split(b"\r\n")

    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) == 75
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
    assert f"X-WR-CALNAME:{200 * '村é'}" in unfolded(content.decode("utf-8"))


@pytest.mark.parametrize("length", [74, 75, 76, 149, 150, 300])
def test_folding_can_be_undone(length: int) -> None:
    line = "".join(chr(97 + n % 26) for n in range(length))

    assert folded(line).replace("\r\n ", "") == line
    assert all(0 < len(piece) <= 75 for piece in folded(line).split("\r\n"))


def test_signs_with_a_meaning_are_escaped(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    near = replace(two_villages.villages[0], name="a,b;c\\d\nEND:VEVENT\r\nX:\x07", district="")
    problem = two_villages.replace(villages=(near, two_villages.villages[1]))
    plan = plan_of(
        problem, TeamDay("T1", date(2018, 5, 7), "B", 480, (Stop(NEAR, 510, 510, 570, 10),), "B", 600)
    )

    (event,) = events(calendar_text(plan))

    assert event["SUMMARY"] == "a\\,b\\;c\\\\d\\nEND:VEVENT\\nX:\ufffd (10 orang)"


def test_place_is_latitude_first(good_plan: Plan) -> None:
    assert events(calendar_text(good_plan))[0]["GEO"] == "-10.100000;123.800000"


def test_same_plan_gives_the_same_text_in_another_language_too(good_plan: Plan) -> None:
    assert calendar_text(good_plan, language="en") == calendar_text(good_plan, language="en")
    assert "SUMMARY:Near (65 people)" in unfolded(calendar_text(good_plan, language="en"))
