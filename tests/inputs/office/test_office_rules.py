"""What an office lays down in its workbook: rules, days by area, short days, seasons, hosts, notice."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from planner.domain.calendar import ShortDays
from planner.domain.directives import Directive
from planner.domain.places import Guest
from planner.domain.problem import Problem
from planner.errors import InputError
from planner.inputs.calendar import RAMADAN
from planner.inputs.project import read_problem

Fill = Callable[..., Path]
NEAR, FAR, QUIET = "53.01.01.2001", "53.01.02.2001", "53.01.02.2002"


def test_rules_of_the_sheet_are_directives(office: Fill) -> None:
    rows = [
        {
            "rule": "A1",
            "kind": "TETAPKAN",
            "team": "T1",
            "place": "Jauh",
            "from": "8/5/2018",
            "reason": "janji",
        },
        {"rule": "A2", "kind": "maksimum", "place": "Hulu", "value": 40, "reason": "genset", "soft": "ya"},
        {"rule": "A3", "kind": "ORDER", "place": "Dekat; 53.01.02.2001", "reason": "jalan", "soft": "25"},
        {"rule": "A4", "kind": "LARANG", "place": "53.01.02.*", "to": "7 Mei 2018", "reason": "adat"},
        {"rule": "A5", "kind": "MIN", "value": 9, "reason": "target", "author": "Bupati", "soft": "tidak"},
    ]

    problem = read_problem(office({"Aturan": rows}))

    assert problem.rules.directives == (
        Directive("A1", "FIX", (FAR,), "T1", first=date(2018, 5, 8), reason="janji"),
        Directive("A2", "MAX", (FAR, QUIET), people=40, price=1.0, reason="genset"),
        Directive("A3", "ORDER", (NEAR, FAR), price=25.0, reason="jalan"),
        Directive("A4", "FORBID", (FAR, QUIET), last=date(2018, 5, 7), reason="adat"),
        Directive("A5", "MIN", (NEAR, FAR, QUIET), people=9, reason="target", author="Bupati"),
    )


def test_faults_of_rules_are_named_at_their_cells(office: Fill) -> None:
    rows = [
        {"rule": "A1", "kind": "TETAP", "place": "Jauh", "reason": "x"},
        {"rule": "A2", "kind": "WAJIB", "place": "Tiada", "reason": "x"},
        {"rule": "A3", "kind": "WAJIB", "team": "T9", "place": "Jauh", "reason": "x"},
        {"rule": "A4", "kind": "MINIMUM", "place": "Jauh", "reason": "x"},
        {"rule": "A5", "kind": "WAJIB", "place": "Jauh", "value": 3, "reason": "x"},
        {"rule": "A6", "kind": "BERSAMA", "place": "Jauh", "reason": "x"},
        {"rule": "A7", "kind": "WAJIB", "place": "Jauh", "reason": "x", "soft": "mungkin"},
        {
            "rule": "A8",
            "kind": "WAJIB",
            "place": "Jauh",
            "from": "9 Mei 2018",
            "to": "8 Mei 2018",
            "reason": "x",
        },
        {"rule": "a8", "kind": "WAJIB", "place": "Jauh"},
    ]

    with pytest.raises(InputError) as caught:
        read_problem(office({"Aturan": rows}))

    assert {(fault.sheet, fault.row, fault.column, fault.value) for fault in caught.value.faults} == {
        ("Aturan", 4, "Jenis*", "TETAP"),
        ("Aturan", 5, "Desa/Kecamatan/Pola", "Tiada"),
        ("Aturan", 6, "Tim", "T9"),
        ("Aturan", 7, "Nilai", "(empty)"),
        ("Aturan", 8, "Nilai", "3"),
        ("Aturan", 9, "Kode*", "A6"),
        ("Aturan", 10, "Lunak", "mungkin"),
        ("Aturan", 11, "Kode*", "A8"),
        ("Aturan", 12, "Alasan*", "(empty)"),
    }


def test_days_may_hold_in_an_area_or_be_short(office: Fill) -> None:
    rows = [
        {"date": "7 Mei 2018", "kind": "khusus", "area": "Hulu"},
        {"date": "8 Mei 2018", "to": "9 Mei 2018", "kind": "ramadan"},
        {"date": "10 Mei 2018", "hours_factor": 0.5, "area": "B; 53.01.01", "note": "Jumat pendek"},
    ]

    problem = read_problem(office({"Kalender": rows}))

    assert problem.village[FAR].closed == frozenset([date(2018, 5, 7)])
    assert problem.village[NEAR].closed == frozenset([date(2018, 5, 8)])  # its own
    assert [day.day for day in problem.calendar.working_days()] == [
        7,
        8,
        9,
        11,
    ]  # one holiday
    assert problem.calendar.short_days == (
        ShortDays(date(2018, 5, 8), date(2018, 5, 9), RAMADAN, note="ramadan"),
        ShortDays(date(2018, 5, 10), date(2018, 5, 10), 0.5, frozenset({"B", NEAR}), "Jumat pendek"),
    )
    team = problem.teams[0]  # 07.30 to 15.30
    assert problem.end_of(team, date(2018, 5, 8)) == 450 + int(480 * RAMADAN)
    assert problem.end_of(team, date(2018, 5, 10)) == 450 + 240
    assert problem.service_ends(team, FAR, date(2018, 5, 11)) == 930


def test_an_unknown_area_is_a_fault(office: Fill) -> None:
    with pytest.raises(InputError) as caught:
        read_problem(office({"Kalender": [{"date": "7 Mei 2018", "area": "Entah"}]}))

    assert [(f.row, f.column, f.value) for f in caught.value.faults] == [(4, "Wilayah", "Entah")]


def test_seasons_worship_and_markets_close_villages(office: Fill) -> None:
    rows = [
        {"village_code": NEAR, "closed_months": "Mei", "unrecorded": 5},
        {"village_code": FAR, "worship_day": "Senin, Jumat", "market_day": "Selasa", "unrecorded": 5},
    ]
    rows = [
        {"village": "V", "district": "K", "island": "Timor", "lat": -10, "lon": 123.9} | row for row in rows
    ]

    closed = read_problem(
        office({"Desa": rows, "Parameter": [*DAYS, {"name": "Layani pada hari pasar", "value": "tidak"}]})
    )
    open_ = read_problem(office({"Desa": rows}))

    assert len(closed.village[NEAR].closed) == 5  # all days of the calendar lie in May
    assert sorted(day.day for day in closed.village[FAR].closed) == [7, 8, 11]
    assert sorted(day.day for day in open_.village[FAR].closed) == [7, 11]


DAYS = [{"name": "Hari pertama", "value": "7 Mei 2018"}, {"name": "Tenggat", "value": date(2018, 5, 11)}]


def test_no_village_is_served_before_it_can_be_told(office: Fill) -> None:
    told = [{"name": "Tanggal rencana", "value": "2 Mei 2018"}, {"name": "Kunjungan terkecil", "value": 15}]

    problem = read_problem(office({"Parameter": [*DAYS, *told]}))
    sooner = read_problem(office({"Parameter": [*DAYS, *told, {"name": "Hari pemberitahuan", "value": 3}]}))

    assert {village.earliest for village in problem.villages} == {date(2018, 5, 9)}
    assert {village.earliest for village in sooner.villages} == {date(2018, 5, 5)}
    assert (problem.rules.smallest_stop, problem.rules.notice_days, sooner.rules.notice_days) == (15, 7, 3)


def _with_host(office: Fill, host: str) -> Problem:
    """Return the problem in which the third village is served in ``host``."""
    place = {"island": "Timor", "lat": -10, "lon": 123.9}
    hosted = {"service_point": host}
    rows = [
        {"village_code": NEAR, "village": "Dekat", "district": "Kota", "unrecorded": 65} | place,
        {"village_code": FAR, "village": "Jauh", "district": "Hulu", "unrecorded": 60} | place,
        {"village_code": QUIET, "village": "Sepi", "district": "Hulu", "unrecorded": 15} | place | hosted,
    ]
    return read_problem(office({"Desa": rows}))


def test_people_of_guests_are_served_at_their_service_point(office: Fill) -> None:
    problem = _with_host(office, FAR)

    assert [village.id for village in problem.villages] == [NEAR, FAR]
    assert problem.village[FAR].backlog == 75
    assert problem.village[FAR].guests == (Guest(QUIET, "Sepi", 15),)
    assert problem.backlog == 75 + 65


@pytest.mark.parametrize(
    ("host", "says"), [("53.01.02.2009", "no village of the table"), (NEAR, "another kecamatan")]
)
def test_a_host_that_cannot_be_one_is_a_fault(office: Fill, host: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        _with_host(office, host)

    (fault,) = caught.value.faults
    assert (fault.row, fault.column, fault.value) == (6, "Titik Layanan", host)
    assert says in fault.problem


def kits(*rows: dict[str, object]) -> list[dict[str, object]]:
    return [{"kit": f"A{n}", "location": "B", "state": "baik"} | row for n, row in enumerate(rows)]


def test_a_kit_is_counted_from_the_day_on_which_it_is_ready(office: Fill) -> None:
    rows = kits({}, {"ready_from": "9 Mei 2018"}, {"ready_from": "1 Juli 2018"})

    problem = read_problem(office({"Alat": rows, "Layanan Reguler": []}))

    out = {day.day: problem.bases[0].kits_on(day) for day in problem.calendar.days()}
    assert out == {7: 1, 8: 1, 9: 2, 10: 2, 11: 2}
    assert "A2 (ready on 2018-07-01, after the deadline)" in dict(problem.notes)["not used yet: Alat"]


def test_staff_of_the_regular_service_keeps_teams_at_the_office(office: Fill) -> None:
    teams = [{"team": f"T{n}", "base": "B", "rate_per_hour": 10} for n in range(3)]
    staff = [{"staff": f"P{n}", "name": f"P{n}", "team": f"T{n % 3}"} for n in range(6)]
    service = [
        {"place": "B", "weekday": "Senin", "min_staff": 3},
        {"place": "B", "weekday": "Selasa", "min_staff": 2},
    ]

    problem = read_problem(office({"Tim": teams, "Petugas": staff, "Alat": [], "Layanan Reguler": service}))

    base = problem.bases[0]  # two in each of three teams: with three at the office one team can go
    assert [base.kits_on(date(2018, 5, day)) for day in (7, 8, 9)] == [1, 2, 3]


def test_no_team_goes_where_none_of_its_kits_works(office: Fill) -> None:
    place = {"island": "Timor", "lat": -10, "lon": 123.9, "unrecorded": 5}
    weak = {"power": "genset", "signal": "2G"}
    rows = [
        {"village_code": NEAR, "village": "Dekat", "district": "Kota", "signal": "tidak"} | place,
        {"village_code": FAR, "village": "Jauh", "district": "Hulu"} | weak | place,
        {"village_code": QUIET, "village": "Sepi", "district": "Hulu", "power": "tidak"} | place,
    ]
    needy = {"needs_signal": "ya", "needs_power": "ya"}

    all_need = read_problem(office({"Desa": rows, "Alat": kits(needy, needy), "Layanan Reguler": []}))
    one_works = read_problem(office({"Desa": rows, "Alat": kits(needy, {}), "Layanan Reguler": []}))

    closed = {d.villages for d in all_need.rules.directives if d.kind == "FORBID" and d.team == "T1"}
    assert closed == {(NEAR,), (QUIET,)}
    assert one_works.rules.directives == ()
