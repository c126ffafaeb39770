"""The page, read as a stranger would: with the standard library's own HTML and XML readers."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import shapely

from planner.domain.plan import Outcome, Plan
from planner.domain.problem import Problem
from planner.domain.travel_times import TravelTimes
from planner.exporters.html import page, write_html

VOID = {"meta", "link", "br", "img", "input", "col", "hr"}
NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<script>alert(1)</script></style>]]>--><img src=x onerror=alert(2)>\"'&amp; {{ 7*7 }} \x00\x0b\x1b"


class Page(HTMLParser):
    """Tags with their attributes, and texts with the tags around them; stops at tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((tuple(self.open), data.strip()))

    def text_in(self, tag: str) -> list[str]:
        return [text for tags, text in self.texts if tag in tags]

    @property
    def words(self) -> str:
        return " ".join(text for tags, text in self.texts if not {"style", "script"} & set(tags))


class Tables(HTMLParser):
    """The rows of each table under each section's id, one text per cell."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[list[str]]] = {}
        self.section, self.in_cell = "", False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self.section = dict(attrs)["id"] or ""
        elif tag == "tr":
            self.found.setdefault(self.section, []).append([])
        elif tag in ("td", "th"):
            self.in_cell = True
            self.found[self.section][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.in_cell = self.in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.found[self.section][-1][-1] += data


def drawing_of(text: str) -> ET.Element:
    start = text.index('<svg class="map')
    return ET.fromstring(text[start : text.index("</svg>", start) + len("</svg>")])


def areas_of(text: str) -> list[ET.Element]:
    return [path for path in drawing_of(text).iter(f"{SVG}path") if "v" in path.get("class", "").split()]


@pytest.fixture
def mapped_plan(good_plan: Plan) -> Plan:
    """Monday in Near, where 65 wait; 75 stay in Far: another island, modelled, without a shape."""
    near, far = good_plan.problem.villages
    problem = good_plan.problem.replace(
        villages=(near, replace(far, island="Semau", modelled=True)),
        shapes={NEAR: shapely.to_wkb(shapely.box(123.7, -10.2, 123.9, -10.0))},
        notes=(
            ("peta", "© OpenStreetMap contributors, geografis, idn-area-data"),
            ("bidang", "sel Voronoi"),
        ),
    )
    return Plan(problem, good_plan.team_days[:1], Outcome("by hand", 100.0, baseline_recorded=40))


def test_page_names_its_language(good_plan: Plan) -> None:
    assert Page(page(good_plan)).tags[0] == ("html", {"lang": "id"})
    assert Page(page(good_plan, "en")).tags[0] == ("html", {"lang": "en"})


def test_file_holds_the_page(good_plan: Plan, tmp_path: Path) -> None:
    write_html(good_plan, tmp_path / "plan.html", language="en")

    assert (tmp_path / "plan.html").read_bytes().decode("utf-8") == page(good_plan, "en")


def test_same_plan_gives_the_same_page(mapped_plan: Plan) -> None:
    assert page(mapped_plan) == page(mapped_plan)


def test_nothing_is_asked_from_outside(mapped_plan: Plan) -> None:
    text = page(mapped_plan)

    links = [
        value
        for _, attributes in Page(text).tags
        for name, value in attributes.items()
        if name
        in ("src", "href", "srcset", "action", "data", "poster", "xlink:href", "formaction", "background")
    ]
    addresses = set(re.findall(r"\w+://[^\s\"'<>]*", text))
    assert links
    assert all(link and link.startswith(("#", "data:")) for link in links)
    assert addresses == {"http://www.w3.org/2000/svg"}  # a name, never fetched
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|WebSocket", text)


def test_policy_forbids_all_that_is_not_in_the_page(good_plan: Plan) -> None:
    policies = [a["content"] for _, a in Page(page(good_plan)).tags if a.get("http-equiv")]

    assert policies == [
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    ]


def test_links_of_the_page_lead_somewhere(mapped_plan: Plan) -> None:
    tags = Page(page(mapped_plan)).tags

    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    targets = {a["href"] for _, a in tags if (a.get("href") or "").startswith("#")}
    assert targets
    assert targets <= {f"#{name}" for name in ids}
    assert len(ids) == len(set(ids))


def test_headline_tells_people_bound_and_todays_practice(mapped_plan: Plan) -> None:
    words = Page(page(mapped_plan)).words

    assert "Rencana ini merekam 65 dari 140 orang" in words
    assert "lebih dari 100 (selisih 35,00 %)" in words
    assert "merekam 40 orang; rencana ini 25 orang lebih banyak" in words


def test_bar_shows_plan_practice_and_bound(mapped_plan: Plan) -> None:
    spans = [
        a for tag, a in Page(page(mapped_plan)).tags if tag == "span" and "--share" in (a.get("style") or "")
    ]

    assert [(a["class"], a["style"]) for a in spans[:3]] == [
        ("recorded", "--share:46.43%"),
        ("baseline", "--share:28.57%"),
        ("bound", "--share:71.43%"),
    ]


def test_people_of_villages_and_districts_add_up_to_the_plan(mapped_plan: Plan) -> None:
    found = Tables(page(mapped_plan)).found

    assert [row[-5:-2] for row in found["villages"]][1:] == [
        ["65", "65", "0"],
        ["75", "0", "75"],
        ["140", "65", "75"],
    ]
    assert [row[3:7] for row in found["districts"]][1:] == [
        ["65", "65", "0", "100,0 %"],
        ["75", "0", "75", "0,0 %"],
        ["140", "65", "75", "46,4 %"],
    ]


def test_floors_and_money_stand_where_a_problem_has_them(scarce_plan: Plan) -> None:
    text = page(scarce_plan, "en")

    assert [row[-2:] for row in Tables(text).found["districts"]][1:] == [["70", "5"], ["–", "–"], ["", "5"]]
    assert "of a budget of 1,000" in text
    assert "most possible" not in text  # the bound is none of people


def test_people_of_the_schedule_add_up_to_the_plan(good_plan: Plan) -> None:
    text = page(good_plan)

    rows = [row for row in Tables(text).found["schedule"] if len(row) == 5 and "2018" in row[0]]
    bodies = [a for tag, a in Page(text).tags if tag == "tbody" and "data-people" in a]
    assert sum(int(row[3]) for row in rows) == good_plan.recorded == 140
    assert sum(int(body["data-people"] or "") for body in bodies) == 140
    assert sum(int(body["data-visits"] or "") for body in bodies) == 3


def test_schedule_says_who_when_where_how_many_and_where_the_night_is_spent(good_plan: Plan) -> None:
    rows = Tables(page(good_plan)).found["schedule"]

    assert ["Tim 1 140 orang · 3 kunjungan · 1 malam"] in rows
    assert ["Selasa, 8 Mei 2018", "Far, Jauh 10.00–16.00", "08.00 – 16.00", "60", "Far"] in rows


def test_holidays_of_a_week_are_told(good_plan: Plan) -> None:
    assert "Libur: Kamis, 10 Mei 2018 (Kenaikan Isa Almasih)" in Page(page(good_plan)).words


def test_day_of_mere_travel_says_where_to(good_plan: Plan) -> None:
    quiet = replace(good_plan.team_days[1], stops=())
    plan = Plan(good_plan.problem, (quiet, replace(good_plan.team_days[2], stops=())), good_plan.outcome)

    rows = Tables(page(plan)).found["schedule"]

    assert ["Selasa, 8 Mei 2018", "perjalanan ke Far", "08.00 – 16.00", "0", "Far"] in rows


def test_village_out_of_reach_is_listed_with_its_reason(good_plan: Plan) -> None:
    travel = good_plan.problem.travel
    minutes = travel.minutes.copy()
    minutes[0, :2, 2] = minutes[0, 2, :2] = float("inf")
    cut = TravelTimes(
        travel.place_ids,
        minutes,
        travel.km,
        travel.cost_idr,
        travel.by_boat,
        reasons={FAR: "tidak ada perahu"},
    )
    plan = Plan(good_plan.problem.replace(travel=cut), good_plan.team_days[:1], good_plan.outcome)

    rows = Tables(page(plan)).found["not_served"]

    assert rows[1:] == [
        [
            *("Far", "Jauh", "Timor", "75"),
            "tidak ada jalan atau perahu (tidak ada perahu)",
            "perahu, jalan atau basis baru",
        ]
    ]


def test_modelled_numbers_and_cells_that_are_no_boundaries_are_told(mapped_plan: Plan) -> None:
    words = Page(page(mapped_plan)).words

    assert "jumlah belum rekam di 1 dari 2 desa adalah angka model" in words
    assert "bukan batas desa" in words
    assert "Data peta: © OpenStreetMap contributors, geografis, idn-area-data" in words


def test_counted_numbers_and_real_boundaries_get_no_warning(good_plan: Plan) -> None:
    words = Page(page(good_plan)).words

    assert "angka model, bukan" not in words
    assert "bukan batas desa" not in words


def test_english_page_writes_english_numbers_and_dates(good_plan: Plan) -> None:
    near, far = good_plan.problem.villages
    problem = good_plan.problem.replace(villages=(near, replace(far, backlog=12_345)))

    words = Page(page(Plan(problem, good_plan.team_days, Outcome("by hand")), "en")).words

    assert "This plan records 140 of 12,410 people; how many are possible at most" in words
    assert "Tuesday, 8 May 2018" in words


def test_numbers_of_indonesia_have_points(good_plan: Plan) -> None:
    near, far = good_plan.problem.villages
    problem = good_plan.problem.replace(villages=(near, replace(far, backlog=12_345)))

    assert "140 dari 12.410 orang" in Page(page(Plan(problem, good_plan.team_days, Outcome("by hand")))).words


def test_every_village_is_one_path_with_its_numbers(mapped_plan: Plan) -> None:
    areas = areas_of(page(mapped_plan))

    assert [area.get("class") for area in areas] == ["v s5 l0", "v s0 l1"]
    assert [area[0].text for area in areas] == [
        "Near (53.01.01.2001)\nKec. Dekat\nBelum rekam: 65\nRencana: 65\nSisa: 0\nSenin, 7 Mei 2018",
        "Far (53.01.02.2001)\nKec. Jauh\nBelum rekam: 75\nRencana: 0\nSisa: 75",
    ]


def test_village_without_backlog_has_no_class(mapped_plan: Plan) -> None:
    near, far = mapped_plan.problem.villages
    problem = mapped_plan.problem.replace(villages=(near, replace(far, backlog=0)))

    areas = areas_of(page(Plan(problem, mapped_plan.team_days, mapped_plan.outcome)))

    assert areas[1].get("class") == "v"


def test_everything_on_the_map_lies_inside_its_frame(mapped_plan: Plan) -> None:
    drawing = drawing_of(page(mapped_plan))

    _, _, width, height = (float(n) for n in (drawing.get("viewBox") or "").split())
    for mark in [*drawing.iter(f"{SVG}circle"), *drawing.iter(f"{SVG}text"), *drawing.iter(f"{SVG}rect")]:
        x, y = (float(mark.get(name) or mark.get(f"c{name}") or "nan") for name in "xy")
        assert 0 <= x <= width
        assert 0 <= y <= height


def test_names_that_are_programs_stay_text(good_plan: Plan) -> None:
    plain = page(good_plan)
    problem = good_plan.problem
    nasty = problem.replace(
        title=NASTY,
        villages=tuple(
            replace(v, name=NASTY, district=NASTY, regency=NASTY, island=NASTY) for v in problem.villages
        ),
        bases=tuple(replace(base, name=NASTY) for base in problem.bases),
        teams=tuple(replace(team, name=NASTY) for team in problem.teams),
        calendar=replace(problem.calendar, holidays={d: NASTY for d in problem.calendar.holidays}),
        notes=((NASTY, NASTY), ("map", f"© {NASTY}")),
    )

    text = page(Plan(nasty, good_plan.team_days, good_plan.outcome))

    tags = Page(text).tags
    assert sum(tag == "script" for tag, _ in tags) == sum(tag == "script" for tag, _ in Page(plain).tags) == 1
    assert not any(tag == "img" for tag, _ in tags)
    assert not any(name.startswith("on") for _, attributes in tags for name in attributes)
    assert (areas_of(text)[0][0].text or "").startswith("<script>alert(1)</script></style>]]>-->")
    assert "{{ 7*7 }}" in Page(text).words
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)


def test_page_is_whole_without_its_script(mapped_plan: Plan) -> None:
    tags = Page(page(mapped_plan)).tags

    hidden = [(tag, attributes) for tag, attributes in tags if "hidden" in attributes]
    assert hidden
    assert all("tools" in (attributes.get("class") or "") for _, attributes in hidden)  # mere filters


def test_plan_without_a_stop_has_a_page(two_villages: Problem) -> None:
    text = page(Plan(two_villages, (), Outcome("by hand")))

    assert "Rencana ini merekam 0 dari 140 orang" in Page(text).words
    assert len(areas_of(text)) == 2


def test_problem_without_villages_has_a_page(two_villages: Problem) -> None:
    text = page(Plan(two_villages.replace(villages=(), teams=()), (), Outcome("by hand", 0.0)))

    assert areas_of(text) == []


def test_villages_in_reach_are_listed_with_what_they_would_take(mapped_plan: Plan) -> None:
    rows = Tables(page(mapped_plan)).found["not_served"]

    assert rows[1][:6] == ["Far", "Jauh", "75", "0", "75", "tidak masuk rencana ini"]
    assert rows[1][6].startswith("2 hari-tim tambahan dari Oelamasi: 2 perjalanan")


def test_letters_are_listed_by_the_day_on_which_they_leave(mapped_plan: Plan) -> None:
    rows = Tables(page(mapped_plan, "en")).found["notices"]

    assert [row[1:5] for row in rows[1:]] == [
        ["Head of Dekat district", "Near", "65", "Monday, 7 May 2018"],
        ["Head of Near", "Near", "65", "Monday, 7 May 2018"],
    ]
    assert rows[1][5:] == ["Monday, 30 April 2018", "4 May 2018"]


def test_costs_are_told_where_there_are_any(scarce_plan: Plan, good_plan: Plan) -> None:
    rows = Tables(page(scarce_plan)).found["costs"]

    assert rows[1] == ["7 Mei 2018", "2", "3", "1", "140", "0", "350", "2"]  # 2.5, half to even
    assert rows[2][:7] == ["Jumlah", "2", "3", "1", "140", "0", "350"]
    assert "costs" not in Tables(page(good_plan)).found


def test_warnings_stand_in_the_summary(scarce_plan: Plan) -> None:
    text = page(scarce_plan)

    assert "1 kecamatan di bawah batas bawahnya, bersama-sama kurang 5 orang: Dekat" in Page(text).words


def test_no_telephone_is_on_the_page(good_plan: Plan) -> None:
    near, far = good_plan.problem.villages
    team = replace(good_plan.problem.teams[0], staff=("Ani",))
    problem = good_plan.problem.replace(villages=(near, replace(far, contact="Sekdes, 0380")), teams=(team,))

    text = page(Plan(problem, good_plan.team_days, good_plan.outcome))

    assert "0380" not in text
    assert "Ani" not in text
