"""What stands in the documents, whatever the templates make of it."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.domain.counting import Counting
from planner.domain.places import Village
from planner.domain.plan import Plan, Stop, TeamDay
from planner.letters.contents import KINDS, Letters
from planner.letters.maps import _apart
from planner.letters.office import Office, Officer, TeamOffice
from planner.letters.texts import head_title, hours_of_service, printable
from planner.words import Language

pytest.importorskip("segno", reason="codes on letters are part of the extra: pip install field-planner[pdf]")

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def contents(
    plan: Plan, kind: str, office: Office | None = None, language: Language = "id"
) -> list[dict[str, Any]]:
    letters = Letters(plan, office or Office(), paper="f4", language=language)
    return [document.content for document in letters.documents() if document.kind == kind]


def test_there_is_a_document_for_every_trip_village_district_and_team(two_teams: Plan) -> None:
    documents = list(Letters(two_teams, Office(), paper="f4", language="id").documents())

    assert Counter(document.kind for document in documents) == {
        "spt": 3,
        "spd": 3,
        "surat_camat": 2,
        "surat_desa": 2,
        "poster": 2,
        "berita_acara": 3,
        "tim": 2,
    }
    assert {document.kind for document in documents} == set(KINDS)
    assert len({(document.kind, document.name) for document in documents}) == len(documents)


def test_a_village_without_a_visit_gets_no_letter(good_plan: Plan) -> None:
    plan = Plan(good_plan.problem, good_plan.team_days[:1], good_plan.outcome)

    assert [found["village"] for found in contents(plan, "surat_desa")] == ["Near"]
    assert [found["district"] for found in contents(plan, "surat_camat")] == ["Dekat"]


def test_schedule_counts_who_still_waits(two_teams: Plan) -> None:
    waiting = [
        (row["place"], row["waiting"], row["people"])
        for found in contents(two_teams, "spt")
        for row in found["schedule"]
    ]

    assert waiting == [
        ("Near", "65", "30"),
        ("Near", "35", "20"),
        ("Far", "75", "60"),
        ("Far", "15", "15"),
    ]


def test_schedule_says_where_the_team_sleeps(two_teams: Plan) -> None:
    rows = contents(two_teams, "spt")[2]["schedule"]

    assert [(row["date"], row["hours"], row["night"]) for row in rows] == [
        ("Selasa, 8 Mei 2018", "10.00–16.00", "Far"),
        ("Rabu, 9 Mei 2018", "08.00–09.30", ""),
    ]


def test_a_day_of_mere_travel_stands_in_the_schedule(two_teams: Plan) -> None:
    days = (
        TeamDay("T1", date(2018, 5, 8), "B", 480, (), FAR, 600),
        TeamDay("T1", date(2018, 5, 9), FAR, 480, (Stop(FAR, 480, 480, 540, 10),), "B", 690),
    )

    way, _ = contents(Plan(two_teams.problem, days, two_teams.outcome), "spt")[0]["schedule"]

    assert (way["place"], way["hours"], way["night"]) == ("perjalanan ke Far", "", "Far")


def test_travel_order_has_one_box_for_each_visited_village(two_teams: Plan) -> None:
    boxes = [found["visum"] for found in contents(two_teams, "spd")]

    assert [len(found) for found in boxes] == [1, 1, 1]
    assert boxes[2] == [
        {
            "place": "Far",
            "head": "Kepala Desa",
            "arrive": "8 Mei 2018",
            "depart": "9 Mei 2018",
            "to": "Oelamasi",
        }
    ]


def test_trip_counts_its_calendar_days(two_teams: Plan) -> None:
    assert [found["days"] for found in contents(two_teams, "spd")] == ["1", "1", "2"]


def test_notice_to_a_village_lists_all_its_visits(two_teams: Plan) -> None:
    near, far = contents(two_teams, "surat_desa")

    assert [(row["hours"], row["team"]) for row in near["visits"]] == [
        ("08.30–11.30", "Tim 1"),
        ("08.40–10.40", "Tim 2"),
    ]
    assert (near["waiting"], near["people"], far["people"]) == ("65", "50", "75")


def test_poster_joins_hours_that_overlap(two_teams: Plan) -> None:
    near, far = contents(two_teams, "poster")

    assert near["dates"] == [{"date": "Senin, 7 Mei 2018", "open": "08.30", "close": "11.30"}]
    assert len(far["dates"]) == 2


def test_hours_that_do_not_touch_stay_apart(two_teams: Plan) -> None:
    day = two_teams.team_days[0]
    stops = [Stop(NEAR, 510, 510, 600, 5), Stop(NEAR, 660, 660, 700, 5), Stop(NEAR, 690, 690, 720, 5)]

    hours = hours_of_service([(day, stop) for stop in stops])

    assert [(start, end) for _, start, end in hours] == [(510, 600), (660, 720)]


def test_posters_are_a4_whatever_the_letters_are(two_teams: Plan) -> None:
    assert contents(two_teams, "poster")[0]["paper"] == {"width": 210, "height": 297}
    assert contents(two_teams, "spt")[0]["paper"] == {"width": 215, "height": 330}


def test_officers_are_those_of_the_team(two_teams: Plan) -> None:
    team = TeamOffice(officers=(Officer(name="Ketua"), Officer(name="Operator")), vehicle="Mobil")
    first, second, _ = contents(two_teams, "spt", Office(teams={"T1": team}))

    assert [officer["name"] for officer in first["officers"]] == ["Ketua", "Operator"]
    assert first["vehicle"] == "Mobil"
    assert {officer["name"] for officer in second["officers"]} == {""}


def test_number_stays_open_and_knows_month_and_year(two_teams: Plan) -> None:
    unknown = contents(two_teams, "spt")[0]["number"]
    known = contents(two_teams, "spt", Office(date=date(2018, 4, 24)))[0]["number"]

    assert unknown == "094/......../Disdukcapil/..../2018"
    assert known == "094/......../Disdukcapil/IV/2018"


@pytest.mark.parametrize(
    ("regency", "government"),
    [
        ("Kupang", "Pemerintah Kabupaten Kupang"),
        ("Kabupaten Kupang", "Pemerintah Kabupaten Kupang"),
        ("Kota Kupang", "Pemerintah Kota Kupang"),
        ("", ""),
    ],
)
def test_government_is_that_of_the_villages(two_teams: Plan, regency: str, government: str) -> None:
    villages = tuple(replace(village, regency=regency) for village in two_teams.problem.villages)
    plan = Plan(two_teams.problem.replace(villages=villages), two_teams.team_days, two_teams.outcome)

    assert contents(plan, "spt")[0]["office"]["government"] == government


def test_contact_of_the_team_goes_before_that_of_the_office(two_teams: Plan) -> None:
    office = Office(contact="Kantor 1", teams={"T1": TeamOffice(contact="Ketua 2")})
    near, far = contents(two_teams, "surat_desa", office)

    assert near["contacts"] == ["Ketua 2", "Kantor 1"]
    assert far["contacts"] == ["Ketua 2"]


@pytest.mark.parametrize(("code", "title"), [("53.14.03.1004", "Lurah"), ("53.14.03.2004", "Kepala Desa")])
def test_head_of_a_kelurahan_is_a_lurah(code: str, title: str) -> None:
    assert head_title(Village(code, "Metina", 0, 0.0, 0.0, "Rote"), "id") == title


def test_english_letters_have_english_dates_and_numbers(two_teams: Plan) -> None:
    villages = tuple(replace(village, backlog=1234) for village in two_teams.problem.villages)
    plan = Plan(two_teams.problem.replace(villages=villages), two_teams.team_days, two_teams.outcome)

    found = contents(plan, "surat_desa", language="en")[0]

    assert (found["waiting"], found["visits"][0]["date"]) == ("1,234", "Monday, 7 May 2018")
    assert contents(plan, "surat_desa")[0]["waiting"] == "1.234"


def test_lampiran_offers_a_plan_b_or_a_dash(two_teams: Plan) -> None:
    plan = Plan(two_teams.problem, two_teams.team_days[:1], two_teams.outcome)

    (alone,) = contents(plan, "spt")
    rows = [row["plan_b"] for row in alone["schedule"]]

    assert rows == ["Far (40)"]
    assert [row["plan_b"] for found in contents(two_teams, "spt") for row in found["schedule"]] == [
        "",
        "",
        "Near (15)",
        "Near (15)",
    ]


def test_lampiran_says_whose_count_it_is_and_of_which_date(two_teams: Plan) -> None:
    counting = Counting(
        "kpu", 0.85, 119, 12, 0, 900, date(2018, 3, 1), date(2018, 3, 31), ("KPU A.C-KWK", "Camat", "x")
    )
    villages = (replace(two_teams.problem.villages[0], modelled=True), two_teams.problem.villages[1])
    problem = two_teams.problem.replace(villages=villages, counting=counting)

    found = contents(Plan(problem, two_teams.team_days, two_teams.outcome), "spt")[0]["counting"]

    assert found == (
        "pemilih tanpa KTP-el menurut KPU; data 1 Maret 2018 – 31 Maret 2018; dipakai 85 % dari jumlah itu "
        "(perkiraan yang masih ada); diverifikasi desa: 12 dari 119 desa; sumber: KPU A.C-KWK, Camat; "
        "di 1 dari 2 desa angka perkiraan (model), bukan hasil hitung"
    )
    assert contents(two_teams, "spt")[0]["counting"] == ""


def test_a_report_has_every_visit_and_its_host(two_teams: Plan) -> None:
    found = contents(two_teams, "berita_acara")[2]

    assert [(row["date"], row["place"], row["head"], row["people"]) for row in found["reports"]] == [
        ("Selasa, 8 Mei 2018", "Far", "Kepala Desa", "60"),
        ("Rabu, 9 Mei 2018", "Far", "Kepala Desa", "15"),
    ]


def test_team_sheet_numbers_villages_as_its_map_does(two_teams: Plan) -> None:
    sheet = contents(two_teams, "tim")[0]

    assert [row["number"] for row in sheet["schedule"]] == ["1", "2", "2"]
    assert [f">{n}</text>" in sheet["map"] for n in (1, 2, 3)] == [True, True, False]


def test_signs_that_cannot_be_printed_are_replaced_wherever_they_stand() -> None:
    assert printable({"a": ["x\x00y", {"b": "\ud800é"}], "n": 1}) == {
        "a": ["x\ufffdy", {"b": "\ufffdé"}],
        "n": 1,
    }


def test_numbers_at_one_place_are_pushed_apart() -> None:
    (ax, ay), (bx, by), (cx, cy) = _apart([(0, 0), (0, 0), (0, 0)], 10)

    assert (ax, ay) == (0, 0)
    assert (bx - ax) ** 2 + (by - ay) ** 2 >= 81
    assert (bx - cx) ** 2 + (by - cy) ** 2 >= 81
