"""A plan as tables: the sums agree with the plan, with rows and without."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
import shapely

from planner import tables
from planner.domain.check import check
from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
TABLES = [
    tables.schedule,
    tables.team_days,
    tables.teams,
    tables.weeks,
    tables.calendar_days,
    tables.villages,
    tables.districts,
    tables.not_served,
    tables.routes,
    tables.stops,
    tables.assumptions,
]


@pytest.fixture
def empty_plan(two_villages: Problem, plan_of: Callable[..., Plan]) -> Plan:
    """Nobody goes anywhere."""
    return plan_of(two_villages)


@pytest.fixture
def travel_plan(two_villages: Problem) -> Plan:
    """Tuesday to Far without a stop, Wednesday 10 people there and waiting, Friday idle at the base."""
    days = (
        TeamDay("T1", date(2018, 5, 8), "B", 480, (), FAR, 600),
        TeamDay("T1", date(2018, 5, 9), FAR, 480, (Stop(FAR, 480, 480, 540, 10),), "B", 660),
        TeamDay("T1", date(2018, 5, 11), "B", 480, (), "B", 480),
    )
    return Plan(two_villages, days, Outcome("by hand"))


@pytest.mark.parametrize("table", TABLES)
def test_tables_have_the_same_columns_and_types_with_rows_and_without(
    table: Callable[[Plan], pd.DataFrame], good_plan: Plan, empty_plan: Plan, two_villages: Problem
) -> None:
    nobody = Plan(two_villages.replace(teams=(), villages=()), (), Outcome("by hand"))

    full, empty, bare = table(good_plan), table(empty_plan), table(nobody)

    assert full.dtypes.astype(str).to_dict() == empty.dtypes.astype(str).to_dict()
    assert full.dtypes.astype(str).to_dict() == bare.dtypes.astype(str).to_dict()


def test_every_column_is_described_in_the_docstring(good_plan: Plan) -> None:
    sources = {tables.routes: tables.team_days, tables.stops: tables.schedule}
    for table in TABLES:
        text = (table.__doc__ or "") + ((sources[table].__doc__ or "") if table in sources else "")
        hidden = [name for name in table(good_plan).columns if f"``{name}``" not in text]
        assert [name for name in hidden if not name.endswith("_minute")] == [], table.__name__


def test_schedule_counts_visits_and_people_left(good_plan: Plan) -> None:
    table = tables.schedule(good_plan)

    assert table["number"].tolist() == [1, 2, 3]
    assert table["people"].tolist() == [65, 60, 15]
    assert table["visit"].tolist() == [1, 1, 2]
    assert table["backlog_before"].tolist() == [65, 75, 15]
    assert table["left_after"].tolist() == [0, 15, 0]


def test_schedule_says_whence_when_and_where_the_night_is(good_plan: Plan) -> None:
    table = tables.schedule(good_plan)

    assert table["from_place"].tolist() == ["Oelamasi", "Oelamasi", "Far"]
    assert table["travel_minutes"].tolist() == [30, 120, 0]
    assert table["arrive"].tolist() == ["08.30", "10.00", "08.00"]
    assert table["night_at"].tolist() == ["", "Far", ""]
    assert table["date"].tolist() == [pd.Timestamp(2018, 5, day) for day in (7, 8, 9)]


def test_second_stop_of_a_day_comes_from_the_first(two_villages: Problem) -> None:
    stops = (Stop(NEAR, 510, 510, 540, 5), Stop(FAR, 660, 660, 720, 10))
    plan = Plan(
        two_villages, (TeamDay("T1", date(2018, 5, 7), "B", 480, stops, FAR, 720),), Outcome("by hand")
    )

    table = tables.schedule(plan)

    assert table["from_place"].tolist() == ["Oelamasi", "Near"]
    assert table["leave"].tolist() == ["08.00", "09.00"]
    assert table["night_at"].tolist() == ["", "Far"]


def test_leg_over_the_sea_is_marked(two_villages: Problem) -> None:
    sea = np.zeros((1, 3, 3), dtype=bool)
    sea[0, 0, 1] = sea[0, 1, 0] = True
    problem = two_villages.replace(travel=replace(two_villages.travel, by_boat=sea))
    days = (
        TeamDay("T1", date(2018, 5, 7), "B", 480, (Stop(NEAR, 510, 510, 570, 10),), "B", 600),
        TeamDay("T1", date(2018, 5, 8), "B", 480, (Stop(FAR, 600, 600, 660, 10),), "B", 780),
    )

    plan = Plan(problem, days, Outcome("by hand"))

    assert tables.schedule(plan)["by_boat"].tolist() == [True, False]
    assert tables.routes(plan)["by_boat"].tolist() == [True, False]


def test_team_days_hold_days_of_mere_travel(travel_plan: Plan) -> None:
    table = tables.team_days(travel_plan)

    assert table["villages"].tolist() == ["", "Far", ""]
    assert table["night_at"].tolist() == ["Far", "", ""]
    assert table["travel_minutes"].tolist() == [120, 120, 0]
    assert table["km"].tolist() == [120, 120, 0]


def test_teams_say_what_they_can_and_what_they_do(good_plan: Plan) -> None:
    (team,) = tables.teams(good_plan).to_dict("records")

    assert (team["team_days_available"], team["team_days"], team["nights"]) == (4, 3, 1)
    assert (team["people"], team["stops"], team["start"], team["end"]) == (140, 3, "08.00", "16.00")


def test_matrix_has_every_date_and_says_village_and_people(good_plan: Plan) -> None:
    matrix, nights = tables.team_matrix(good_plan), tables.team_nights(good_plan)

    assert list(matrix.columns) == list(good_plan.problem.calendar.days())
    assert matrix.loc["T1"].tolist() == ["Near (65)", "Far (60)", "Far (15)", "", ""]
    assert nights.loc["T1"].tolist() == ["", "Far", "", "", ""]


def test_matrix_shows_where_a_team_without_a_stop_is_going(travel_plan: Plan) -> None:
    assert tables.team_matrix(travel_plan).loc["T1"].tolist() == ["", "→ Far", "Far (10)", "", "→ Oelamasi"]


def test_calendar_tells_work_rest_and_holidays(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    calendar = replace(two_villages.calendar, last=date(2018, 5, 13))

    table = tables.calendar_days(plan_of(two_villages.replace(calendar=calendar)))

    assert table["kind"].tolist() == ["work", "work", "work", "holiday", "work", "rest", "rest"]
    assert table["why"].tolist()[3] == "Kenaikan Isa Almasih"


def test_weeks_without_a_visit_are_listed(good_plan: Plan) -> None:
    calendar = replace(good_plan.problem.calendar, first=date(2018, 5, 2), last=date(2018, 5, 21))
    plan = Plan(good_plan.problem.replace(calendar=calendar), good_plan.team_days, good_plan.outcome)

    table = tables.weeks(plan)

    assert table["week_start"].tolist() == [
        pd.Timestamp(2018, *d) for d in ((4, 30), (5, 7), (5, 14), (5, 21))
    ]
    assert table["people"].tolist() == [0, 140, 0, 0]
    assert table["people_so_far"].tolist() == [0, 140, 140, 140]
    assert table["team_days"].tolist() == [0, 3, 0, 0]


def test_villages_add_up_to_the_plan(good_plan: Plan) -> None:
    table = tables.villages(good_plan)

    assert (table["backlog"] == table["planned"] + table["left"]).all()
    assert table[["backlog", "planned", "left"]].sum().tolist() == [140, 140, 0]
    assert table["visits"].tolist() == [1, 2]
    assert table["last_date"].tolist() == [pd.Timestamp(2018, 5, 7), pd.Timestamp(2018, 5, 9)]
    assert table["teams"].tolist() == ["T1", "T1"]


def test_village_has_its_shape_or_its_service_point(
    two_villages: Problem, plan_of: Callable[..., Plan]
) -> None:
    square = shapely.box(123, -11, 124, -10)
    plan = plan_of(two_villages.replace(shapes={NEAR: square.wkb}))

    table = tables.villages(plan)

    assert table.geometry.tolist() == [square, shapely.Point(124.1, -9.9)]
    assert table.crs.to_epsg() == 4326


def test_village_without_a_backlog_has_no_share_and_no_reason(
    two_villages: Problem, plan_of: Callable[..., Plan]
) -> None:
    near, far = two_villages.villages

    table = tables.villages(plan_of(two_villages.replace(villages=(replace(near, backlog=0), far))))

    assert np.isnan(table["share_planned"][0])
    assert table["reason"].tolist() == ["", "not planned"]


def test_reasons_tell_cut_off_from_out_of_time(
    two_villages: Problem, travel_plan: Plan, plan_of: Callable[..., Plan]
) -> None:
    minutes = two_villages.travel.minutes.copy()
    minutes[0, :, 1] = minutes[0, 1, :] = np.inf
    travel = replace(two_villages.travel, minutes=minutes, reasons={NEAR: "no boat"})

    cut_off = tables.not_served(plan_of(two_villages.replace(travel=travel)))
    partly = tables.not_served(travel_plan)
    nobody = tables.not_served(plan_of(two_villages.replace(teams=())))

    assert dict(zip(cut_off["village"], cut_off["reason"], strict=True)) == {
        "Far": "not planned",
        "Near": "no way",
    }
    assert cut_off["reason_detail"].tolist() == ["", "no boat"]
    assert partly[["village", "left", "reason"]].to_numpy().tolist() == [
        ["Near", 65, "not planned"],
        ["Far", 65, "partly served"],
    ]
    assert nobody["reason"].tolist() == ["no team", "no team"]


def test_no_team_days_are_left_when_every_team_is_out_every_day(two_villages: Problem) -> None:
    week = [
        TeamDay("T1", date(2018, 5, day), "B", 480, (Stop(NEAR, 510, 510, 570, 10),), "B", 600)
        for day in (7, 8, 9, 11)
    ]

    table = tables.not_served(Plan(two_villages, tuple(week), Outcome("by hand")))

    assert dict(zip(table["village"], table["reason"], strict=True)) == {
        "Near": "partly served",
        "Far": "no team-days left",
    }


def test_districts_add_up_to_the_villages(travel_plan: Plan) -> None:
    table = tables.districts(travel_plan)

    assert table["district"].tolist() == ["Dekat", "Jauh"]
    assert table[["backlog", "planned", "left"]].to_numpy().tolist() == [[65, 0, 65], [75, 10, 65]]
    assert table["share_planned"].tolist() == [0, 10 / 75]
    assert table[["villages", "villages_visited", "villages_completed"]].sum().tolist() == [2, 1, 0]


def test_village_without_a_backlog_is_not_completed(two_villages: Problem, good_plan: Plan) -> None:
    near, far = two_villages.villages
    place_ids = (*two_villages.travel.place_ids, "53.01.02.2002")
    pad = {
        name: np.pad(getattr(two_villages.travel, name), ((0, 0), (0, 1), (0, 1)), mode="edge")
        for name in ("minutes", "km", "cost_idr", "by_boat")
    }
    problem = two_villages.replace(
        villages=(near, far, replace(far, id="53.01.02.2002", backlog=0)),
        travel=replace(two_villages.travel, place_ids=place_ids, **pad),
    )

    table = tables.districts(Plan(problem, good_plan.team_days, good_plan.outcome))

    assert table[["villages", "villages_completed"]].to_numpy().tolist() == [[1, 1], [2, 1]]


def test_districts_of_one_name_in_two_regencies_are_two(
    two_villages: Problem, plan_of: Callable[..., Plan]
) -> None:
    near, far = (replace(v, district="Sama", district_id="") for v in two_villages.villages)
    problem = two_villages.replace(villages=(near, replace(far, regency="Rote Ndao")))

    assert tables.districts(plan_of(problem))["backlog"].tolist() == [65, 75]


def test_routes_leave_out_days_without_movement(travel_plan: Plan) -> None:
    table = tables.routes(travel_plan)

    assert [list(line.coords) for line in table.geometry] == [
        [(123.9, -10.0), (124.1, -9.9)],
        [(124.1, -9.9), (123.9, -10.0)],
    ]
    assert table["people"].tolist() == [0, 10]


def test_summary_adds_up_and_rounds_the_bound_down(two_villages: Problem, travel_plan: Plan) -> None:
    plan = travel_plan.with_outcome(bound=119.7, baseline_recorded=8)

    summary = tables.summary(plan)

    assert summary["backlog"] == 140
    assert (summary["recorded"], summary["left_over"], summary["bound"]) == (10, 130, 119)
    assert (summary["gain"], summary["team_days"], summary["team_days_available"]) == (2, 3, 4)
    assert (summary["nights"], summary["travel_hours"]) == (1, 4)
    assert list(summary)[:3] == ["title", "first_day", "last_day"]


def test_summary_without_bound_or_baseline_says_none(empty_plan: Plan) -> None:
    summary = tables.summary(empty_plan)

    assert [summary[key] for key in ("bound", "gap", "baseline_recorded", "gain")] == [None] * 4
    assert summary["status"] == "NO BOUND"


def test_the_scarce_plan_keeps_every_rule(scarce_plan: Plan) -> None:
    assert check(scarce_plan) == ()


def test_districts_tell_floors_and_what_is_missing(scarce_plan: Plan) -> None:
    table = tables.districts(scarce_plan)

    assert table["floor"].fillna(-1).tolist() == [70, -1]
    assert table["short"].fillna(-1).tolist() == [5, -1]


def test_a_floor_of_a_district_in_two_rows_stands_once(scarce_plan: Plan) -> None:
    near, far = scarce_plan.problem.villages
    both = (near, replace(far, district="Lain", district_id="53.01.01"))
    plan = replace(scarce_plan, problem=scarce_plan.problem.replace(villages=both))

    assert tables.districts(plan)[["floor", "short"]].sum().tolist() == [70, 0]


def test_summary_tells_floors_and_money_where_there_are_any(scarce_plan: Plan, good_plan: Plan) -> None:
    summary = tables.summary(scarce_plan)

    assert (summary["recorded"], summary["short"], summary["plan_value"]) == (140, 5, 132.5)
    assert summary["bound"] == 133  # 132.75: not below the value
    assert (summary["cost_idr"], summary["budget_idr"]) == (350, 1000)
    assert not {"short", "plan_value", "cost_idr", "budget_idr"} & tables.summary(good_plan).keys()


def test_assumptions_tell_what_is_scarce(scarce_plan: Plan) -> None:
    table = tables.assumptions(scarce_plan)

    told = {(row.topic, row.name): row.value for row in table.itertuples(index=False)}
    assert told["rules", "turnout"] == "100 %; 100 %; 50 %"
    assert (told["rules", "cost_day_out"], told["rules", "budget_idr"]) == (100, 1000)
    assert (told["floors", "53.01.01 Dekat"], told["rules", "floor_price"]) == (70, "1.5 (1)")
    assert (told["kits", "B"], told["kits_at_office", "B"]) == (2, "0 0 0 0 1 2 2")
    assert told["rules", "villages_with_latest"] == 1


def test_assumptions_tell_modelled_numbers_leave_and_the_run(good_plan: Plan) -> None:
    problem = good_plan.problem
    away = replace(problem.teams[0], away=frozenset({date(2018, 5, 11)}))
    near, far = problem.villages
    changed = problem.replace(
        teams=(away,), villages=(replace(near, modelled=True), far), notes=(("Sumber", "KPU"),)
    )
    plan = Plan(changed, good_plan.team_days, replace(good_plan.outcome, seed=7, stop_reason="proved"))

    table = tables.assumptions(plan)

    told = {(row.topic, row.name): row.value for row in table.itertuples(index=False)}
    assert told["data", "modelled_backlog"] == 65
    assert told["notes", "Sumber"] == "KPU"
    assert told["leave", "T1"] == date(2018, 5, 11)
    assert told["holidays", "Kenaikan Isa Almasih"] == date(2018, 5, 10)
    assert (told["run", "seed"], told["run", "stop_reason"]) == (7, "proved")
    assert told["software", "highspy"]
