"""The plan as JSON: what stands in the file, read by an independent reader."""

import base64
import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from planner.domain.plan import Plan, Stop
from planner.domain.rules import Costs, Floor, Rules
from planner.exporters.json import write_json


def content(plan: Plan, folder: Path) -> dict[str, object]:
    write_json(plan, folder / "plan.json")
    return json.loads((folder / "plan.json").read_text(encoding="utf-8"))


def test_file_says_what_it_is(good_plan: Plan, tmp_path: Path) -> None:
    found = content(good_plan, tmp_path)

    assert (found["format"], found["version"]) == ("field-planner plan", 1)
    assert found["plan_version"] == good_plan.version


def test_people_of_villages_add_up_to_the_totals(good_plan: Plan, tmp_path: Path) -> None:
    found = content(good_plan, tmp_path)

    assert found["totals"] == {"backlog": 140, "recorded": 140, "left_over": 0}
    assert found["villages"] == [
        {"code": "53.01.01.2001", "backlog": 65, "planned": 65, "left": 0},
        {"code": "53.01.02.2001", "backlog": 75, "planned": 75, "left": 0},
    ]


def test_same_plan_gives_the_same_bytes(good_plan: Plan, tmp_path: Path) -> None:
    write_json(good_plan, tmp_path / "one.json")
    write_json(good_plan, tmp_path / "two.json", language="en")

    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_sets_are_written_in_order(good_plan: Plan, tmp_path: Path) -> None:
    found = content(good_plan, tmp_path)

    assert found["problem"]["calendar"]["weekdays"] == [0, 1, 2, 3, 4]


def test_where_there_is_no_way_minutes_are_null(good_plan: Plan, tmp_path: Path) -> None:
    travel = good_plan.problem.travel
    minutes = travel.minutes.copy()
    minutes[0, 0, 2] = math.inf
    problem = good_plan.problem.replace(
        travel=type(travel)(travel.place_ids, minutes, travel.km, travel.cost_idr, travel.by_boat)
    )

    found = content(Plan(problem, good_plan.team_days, good_plan.outcome), tmp_path)

    assert found["problem"]["travel"]["minutes"][0][0] == [0, 30, None]


def test_every_team_day_stands_on_one_line(good_plan: Plan, tmp_path: Path) -> None:
    write_json(good_plan, tmp_path / "plan.json")

    lines = (tmp_path / "plan.json").read_text(encoding="utf-8").splitlines()

    assert sum(line.lstrip().startswith('{"team": "T1"') for line in lines) == 3


def test_kits_money_and_last_days_are_plain_values(good_plan: Plan, tmp_path: Path) -> None:
    problem = good_plan.problem
    problem = problem.replace(
        villages=(replace(problem.villages[0], latest=date(2018, 5, 9)), problem.villages[1]),
        bases=(replace(problem.bases[0], kits=2),),
        rules=Rules(10, (0.6, 0.35), 4e6, Costs(150_000.0, 2.5), (Floor("53.01.01", 60, 2.0),)),
    )

    found = content(Plan(problem, good_plan.team_days, good_plan.outcome), tmp_path)["problem"]

    assert found["rules"] == {
        "clock_minutes": 10,
        "turnout": [0.6, 0.35],
        "budget": 4_000_000,
        "costs": {"day_out": 150_000, "night": 2.5, "km": 0, "generator": 0, "zones": []},
        "floors": [{"district_id": "53.01.01", "people": 60, "price": 2}],
        "directives": [],
        "given_up": [],
        "smallest_stop": 1,
        "notice_days": 7,
        "removes": ["dead", "moved", "duplicate"],
    }
    assert [village["latest"] for village in found["villages"]] == ["2018-05-09", None]
    assert (found["bases"][0]["kits"], found["bases"][0]["kits_at_office"]) == (2, [0] * 7)


def test_shapes_can_be_decoded(good_plan: Plan, tmp_path: Path) -> None:
    square = shapely.box(123.7, -10.2, 123.9, -10.0)
    problem = good_plan.problem.replace(shapes={"53.01.01.2001": shapely.to_wkb(square)})

    found = content(Plan(problem, good_plan.team_days, good_plan.outcome), tmp_path)

    wkb = base64.b64decode(found["problem"]["shapes"]["53.01.01.2001"])
    assert shapely.from_wkb(wkb) == square


def test_numbers_of_numpy_are_written_as_numbers(good_plan: Plan, tmp_path: Path) -> None:
    day = good_plan.team_days[0]
    stop = Stop(day.stops[0].village, *(np.int64(n) for n in (510, 510, 900, 65)))
    plan = Plan(
        good_plan.problem, (type(day)("T1", day.day, "B", 480, (stop,), "B", 960),), good_plan.outcome
    )

    found = content(plan, tmp_path)

    assert found["team_days"][0]["stops"][0]["people"] == 65


def test_number_that_is_none_is_never_written(good_plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json(good_plan.with_outcome(bound=math.nan), tmp_path / "plan.json")

    assert not (tmp_path / "plan.json").exists()
