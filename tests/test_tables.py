"""A plan as tables: the sums agree with the plan, with rows and without."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
import shapely

from planner import tables
from planner.domain.check import check
from planner.domain.directives import Directive
from planner.domain.places import Guest
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
    tables.details,
    tables.notices,
    tables.trips,
    tables.cost_weeks,
    tables.kits,
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


def test_each_district_and_village_is_told_in_time(two_teams: Plan) -> None:
    table = tables.notices(two_teams)

    told = table[["number", "to", "addressee", "visits", "people"]].to_numpy().tolist()
    assert told == [
        [1, "camat", "Dekat", 2, 50],
        [2, "kades", "Near", 2, 50],
        [3, "camat", "Jauh", 2, 75],
        [4, "kades", "Far", 2, 75],
    ]
    assert table["first_date"].tolist() == [pd.Timestamp(2018, 5, day) for day in (7, 7, 8, 8)]
    assert table["last_date"].tolist() == [pd.Timestamp(2018, 5, day) for day in (7, 7, 9, 9)]
    assert table["send_by"].tolist()[::2] == [pd.Timestamp(2018, 4, 30), pd.Timestamp(2018, 5, 1)]
    assert table["send_at_last"].tolist()[::2] == [pd.Timestamp(2018, 5, 4)] * 2  # 5 May is a Saturday


def test_letters_leave_on_a_worked_day(two_teams: Plan) -> None:
    calendar = replace(two_teams.problem.calendar, holidays={date(2018, 4, 30): "", date(2018, 5, 1): ""})
    plan = Plan(two_teams.problem.replace(calendar=calendar), two_teams.team_days, two_teams.outcome)

    assert tables.notices(plan)["send_by"].tolist() == [pd.Timestamp(2018, 4, 27)] * 4


def test_a_kelurahan_has_a_lurah(two_teams: Plan) -> None:
    near, far = two_teams.problem.villages
    changed = replace(near, id="53.01.01.1001")
    travel = replace(two_teams.problem.travel, place_ids=("B", changed.id, far.id))
    problem = two_teams.problem.replace(villages=(changed, far), travel=travel)
    stop = replace(two_teams.team_days[0].stops[0], village=changed.id)
    plan = Plan(problem, (replace(two_teams.team_days[0], stops=(stop,)),), two_teams.outcome)

    assert tables.notices(plan)["to"].tolist() == ["camat", "lurah"]


def test_trips_add_up_to_the_cost_of_the_plan(scarce_plan: Plan) -> None:
    table = tables.trips(scarce_plan)

    assert table[["days", "nights", "people", "cost_days_idr", "cost_nights_idr"]].to_numpy().tolist() == [
        [1, 0, 65, 100, 0],
        [2, 1, 75, 200, 50],
    ]
    assert table["cost_idr"].sum() == tables.summary(scarce_plan)["cost_idr"] == 350
    assert table["cost_per_person_idr"].tolist() == [100 / 65, 250 / 75]
    assert table["villages"].tolist() == ["Near", "Far"]


def test_without_rates_only_fares_are_told(good_plan: Plan) -> None:
    fares = np.zeros((1, 3, 3))
    fares[0, 0, 2] = 7.0
    problem = good_plan.problem.replace(travel=replace(good_plan.problem.travel, cost_idr=fares))
    plan = Plan(problem, good_plan.team_days, good_plan.outcome)

    table = tables.trips(plan)

    assert (tables.has_costs(good_plan), tables.has_costs(plan)) == (False, True)
    assert table["boat_cost_idr"].tolist() == table["cost_idr"].tolist() == [0, 7]
    assert table[["cost_days_idr", "cost_per_person_idr"]].isna().all(axis=None)
    assert tables.cost_weeks(plan)["cost_days_idr"].isna().all()


def test_weeks_of_trips_add_up(scarce_plan: Plan) -> None:
    (week,) = tables.cost_weeks(scarce_plan).to_dict("records")

    assert (week["week_start"], week["trips"], week["days"], week["nights"]) == (
        pd.Timestamp(2018, 5, 7),
        2,
        3,
        1,
    )
    assert (week["people"], week["cost_idr"], week["cost_per_person_idr"]) == (140, 350, 2.5)


def test_kits_out_and_at_the_office_add_up(scarce_plan: Plan) -> None:
    table = tables.kits(scarce_plan)

    assert table["kits_out"].tolist() == [1, 1, 1, 0]
    assert table["kits_in"].tolist() == [1, 1, 1, 2]
    assert table["reserve"].tolist() == [0, 0, 0, 1]
    assert table["reserve_met"].tolist() == ["yes"] * 4


def test_a_reserve_that_is_not_kept_is_told(scarce_plan: Plan) -> None:
    base = replace(scarce_plan.problem.bases[0], kits_at_office=(2,) * 7)
    plan = Plan(scarce_plan.problem.replace(bases=(base,)), scarce_plan.team_days, scarce_plan.outcome)

    assert tables.kits(plan)["reserve_met"].tolist() == ["no", "no", "no", "yes"]


def test_kits_that_nobody_counts_have_no_reserve(good_plan: Plan) -> None:
    table = tables.kits(good_plan)

    assert table["kits_out"].tolist() == [1, 1, 1, 0]
    assert table[["kits", "kits_in", "reserve"]].isna().all(axis=None)
    assert set(table["reserve_met"]) == {""}


def test_not_served_tells_what_it_would_take(travel_plan: Plan) -> None:
    near, far = tables.not_served(travel_plan).to_dict("records")

    assert (near["needs_team"], near["needs_trips"], near["needs_team_days"], near["needs_nights"]) == (
        "T1",
        1,
        1,
        0,
    )
    assert (far["left"], far["needs_people"], far["needs_team_days"]) == (65, 65, 2)
    assert np.isnan(far["extra_cost_idr"])  # no rates


def test_a_used_up_budget_is_the_reason(scarce_plan: Plan) -> None:
    rules = replace(scarce_plan.problem.rules, budget=199.0)
    plan = Plan(scarce_plan.problem.replace(rules=rules), scarce_plan.team_days[:1], scarce_plan.outcome)

    (far,) = tables.not_served(plan).to_dict("records")

    assert far["reason"] == "budget used up"
    assert far["extra_cost_idr"] == 200  # two days out; the night between them would make it 250


def test_expected_follows_the_turnout(scarce_plan: Plan, good_plan: Plan) -> None:
    rules = replace(scarce_plan.problem.rules, turnout=(0.9, 0.4))
    plan = Plan(scarce_plan.problem.replace(rules=rules), scarce_plan.team_days, scarce_plan.outcome)

    assert tables.schedule(plan)["expected"].tolist() == [58, 67, 6]  # 0.9 of 65 and 75, 0.4 of 15
    assert tables.schedule(good_plan)["expected"].tolist() == [65, 75, 15]


def test_details_stand_in_the_rows_of_the_schedule(good_plan: Plan) -> None:
    near, far = good_plan.problem.villages
    team = replace(good_plan.problem.teams[0], vehicle="Mobil", staff=("Ani", "Budi"))
    problem = good_plan.problem.replace(
        villages=(near, replace(far, venue="Balai", contact="Sekdes, 0380")), teams=(team,)
    )

    table = tables.details(Plan(problem, good_plan.team_days, good_plan.outcome))

    assert table["venue"].tolist() == ["", "Balai", "Balai"]
    assert table["contact"].tolist() == ["", "Sekdes, 0380", "Sekdes, 0380"]
    assert set(table["vehicle"]) == {"Mobil"}
    assert set(table["staff"]) == {"Ani; Budi"}


def test_warnings_tell_the_most_pressing_first(scarce_plan: Plan, travel_plan: Plan) -> None:
    rules = replace(scarce_plan.problem.rules, budget=355.0)
    plan = Plan(scarce_plan.problem.replace(rules=rules), scarce_plan.team_days, scarce_plan.outcome)

    assert tables.warnings(plan) == [
        ("warn_given_up", {"rules": 1, "names": "A2"}),
        ("warn_floors", {"districts": 1, "people": 5, "names": "Dekat"}),
        ("warn_budget", {"share": 350 / 355, "left": 5}),
        ("warn_last_days", {"villages": 1, "people": 15, "first": date(2018, 5, 9)}),
        ("warn_nights", {"nights": 1, "teams": 1}),
    ]
    assert [key for key, _ in tables.warnings(travel_plan)] == [
        "warn_last_days",
        "warn_idle",
        "warn_unvisited",
        "warn_nights",
    ]


def test_warnings_name_villages_out_of_reach(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    nobody = plan_of(two_villages.replace(teams=()))

    assert tables.warnings(nobody) == [
        ("warn_unreachable", {"villages": 2, "people": 140, "names": "Far, Near"})
    ]


def test_versions_tell_schedules_apart(good_plan: Plan) -> None:
    same = good_plan.with_outcome(seconds=5.0)
    other = Plan(good_plan.problem, good_plan.team_days[:2], good_plan.outcome)

    version = tables.summary(good_plan)["plan_version"]
    assert tables.summary(same)["plan_version"] == version != tables.summary(other)["plan_version"]
    fewer = replace(good_plan.team_days[0].stops[0], people=64)
    days = (replace(good_plan.team_days[0], stops=(fewer,)), *good_plan.team_days[1:])
    assert tables.summary(replace(good_plan, team_days=days))["plan_version"] != version
    assert re.fullmatch("v[0-9a-f]{8}", str(version))


def test_a_soft_rule_that_is_breached_is_told(two_villages: Problem, plan_of: Callable[..., Plan]) -> None:
    wish = Directive("A1", "MUST", (NEAR, FAR), price=10.0)
    problem = two_villages.replace(rules=replace(two_villages.rules, directives=(wish,)))

    assert tables.warnings(plan_of(problem))[0] == (
        "warn_breaches",
        {"rules": 1, "times": 2, "names": "A1"},
    )


def test_villages_that_come_to_another_one_are_told_as_well(two_teams: Plan) -> None:
    near, far = two_teams.problem.villages
    host = replace(near, guests=(Guest("53.01.01.1002", "Tamu", 5),))
    plan = Plan(two_teams.problem.replace(villages=(host, far)), two_teams.team_days, two_teams.outcome)

    letters = tables.notices(plan)[["to", "addressee", "villages"]].to_numpy().tolist()

    assert ["lurah", "Tamu", "Near"] in letters
    assert len(letters) == 5
    assert tables.details(plan)["guests"].tolist() == ["Tamu", "Tamu", "", ""]


def test_notice_days_of_the_office_are_kept(two_teams: Plan) -> None:
    rules = replace(two_teams.problem.rules, notice_days=14)
    plan = Plan(two_teams.problem.replace(rules=rules), two_teams.team_days, two_teams.outcome)

    assert tables.notices(plan)["send_by"][0] == pd.Timestamp(2018, 4, 23)


def test_a_remainder_too_small_for_a_stop_is_the_reason(good_plan: Plan) -> None:
    rules = replace(good_plan.problem.rules, smallest_stop=16)
    plan = Plan(good_plan.problem.replace(rules=rules), good_plan.team_days[:2], good_plan.outcome)

    (far,) = tables.not_served(plan).to_dict("records")

    assert (far["left"], far["reason"], far["reason_detail"]) == (
        15,
        "partly served",
        "below the smallest stop",
    )
    assert np.isnan(far["needs_team_days"])


def test_stops_and_rented_cars_are_part_of_the_costs(scarce_plan: Plan) -> None:
    near, far = scarce_plan.problem.villages
    costs = replace(scarce_plan.problem.rules.costs, generator=7.0)
    problem = scarce_plan.problem.replace(
        villages=(near, replace(far, has_power=False)),
        teams=(replace(scarce_plan.problem.teams[0], day_cost=30.0),),
        rules=replace(scarce_plan.problem.rules, costs=costs),
    )
    plan = Plan(problem, scarce_plan.team_days, scarce_plan.outcome)

    table = tables.trips(plan)

    assert table["cost_days_idr"].tolist() == [130, 260]
    assert table["cost_stops_idr"].tolist() == [0, 14]
    assert table["cost_idr"].sum() == tables.summary(plan)["cost_idr"] == 454
