"""What a reader gets: workbook, page and values say the same, in both languages."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.cli.whatif import told
from planner.domain.calendar import Calendar
from planner.domain.left import BEGAN
from planner.domain.problem import Problem
from planner.whatif import Scenario, WhatIf, what_if
from planner.whatif.changes import changes
from planner.whatif.charts import curve, marginal_bars, week_lines
from planner.whatif.frames import burn_down
from planner.whatif.page import page
from planner.whatif.told import definitions, headline
from planner.whatif.writing import write_what_if
from planner.words import Language

MONDAY = date(2018, 5, 7)


@pytest.fixture(scope="module")
def _made() -> dict[str, WhatIf]:
    return {}


@pytest.fixture
def answer(two_villages: Problem, _made: dict[str, WhatIf]) -> WhatIf:
    """Near and Far on one day, with 0 to 3 teams and a scenario of half the rate; solved once."""
    if not _made:
        title = replace(two_villages.villages[0], name="=1+1 <b>")
        problem = two_villages.replace(
            title="Kab. <Uji>",
            villages=(title, two_villages.villages[1]),
            calendar=Calendar(MONDAY, MONDAY),
            notes=(("backlog as of", "30 April 2018"), ("clock", "10 min")),
        )
        slow = [
            Scenario("Laju <5>", rate_per_hour=5),
            Scenario("Sabtu", deadline=date(2018, 5, 12), saturdays=True),
        ]
        _made["it"] = what_if(problem, [1, 2, 3], scenarios=slow, shares=[0.5, 0.9], prices=True, seconds=4)
    return _made["it"]


def cells(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.values) for sheet in book.worksheets}


def test_the_heading_is_made_from_the_result(answer: WhatIf) -> None:
    assert headline(answer) == (
        "Dengan 1 tim, 46,4 % (terbukti paling banyak) dapat direkam sampai 7 Mei 2018; "
        "untuk 90 % dibutuhkan 3 tim (terbukti: lebih sedikit tidak cukup)."
    )
    assert headline(answer, "en").startswith("With 1 team, 46.4 % (proved to be the most) can be recorded by")


def test_who_is_counted_is_told_with_the_notes_that_define_it(answer: WhatIf) -> None:
    assert list(definitions(answer.problem)) == [
        "Belum rekam menurut masukan: 140 orang di 2 desa.",
        "backlog as of: 30 April 2018",
    ]


def test_the_indonesian_page_has_no_english_note_on_modelled_numbers(two_villages: Problem) -> None:
    notes = (
        ("backlog that is modelled, not counted", "0 of 2 villages"),
        ("backlog, share taken as valid", "90%"),
    )
    problem = two_villages.replace(notes=notes)

    assert list(definitions(problem)) == [
        "Belum rekam menurut masukan: 140 orang di 2 desa.",
        "belum rekam, bagian yang dianggap valid: 90%",
    ]


def test_in_the_middle_of_a_campaign_shares_are_of_the_whole_and_columns_say_since_when(
    two_villages: Problem, tmp_path: Path
) -> None:
    near, far = two_villages.villages
    left = two_villages.replace(
        villages=(replace(near, backlog=20, recorded=40, removed=5), far),
        notes=((BEGAN, "140 = 40 recorded + 5 removed + 95 left"),),
    )
    answer = what_if(left, [1], shares=[0.9], seconds=2)
    said = "Sudah terekam sebelum 7 Mei 2018: 40 dari 135 orang (29,6 %); 95 masih menunggu; 5 lagi"
    first, second = definitions(left)

    assert headline(answer).startswith("Dengan 1 tim, 100,0 % (terbukti paling banyak)")
    assert first == "Belum rekam menurut masukan: 140 orang di 2 desa."
    assert second.startswith(said)
    assert answer.least[0].target == 122  # 90 % of 135
    assert "Terekam mulai 7 Mei 2018 s.d. tenggat" in page(answer)
    rows = cells(write_what_if(answer, tmp_path / "w.xlsx"))["Skenario"]
    assert "Terekam mulai 7 Mei 2018 s.d. tenggat" in [cell for row in rows for cell in row]
    found = json.loads(write_what_if(answer, tmp_path / "w.json").read_text(encoding="utf-8"))
    assert (found["recorded_before"], found["removed_before"], found["whole"]) == (40, 5, 135)
    table = write_what_if(answer, tmp_path / "w.csv").read_text(encoding="utf-8-sig").splitlines()
    at = table[0].split(",").index("recorded_before")
    assert [line.split(",")[at] for line in table[1:]] == ["40", "40"]


def test_people_left_for_want_of_kits_are_called_so(two_villages: Problem) -> None:
    one_kit = two_villages.replace(
        villages=tuple(replace(v, backlog=300) for v in two_villages.villages),
        bases=(replace(two_villages.bases[0], kits=1),),
        teams=(two_villages.teams[0], replace(two_villages.teams[0], id="T2")),
    )
    answer = what_if(one_kit, [2], seconds=2)

    assert answer.rows[1].wanting == ("kit-day",)
    assert ">Sisa: kurang hari-alat<" in page(answer)  # the row without teams names nothing
    assert "for want of kit-days" in "\n".join(told(answer))


@pytest.mark.parametrize(("language", "sheet"), [("id", "Skenario"), ("en", "What-if")])
def test_the_workbook_has_all_tables(answer: WhatIf, tmp_path: Path, language: Language, sheet: str) -> None:
    found = cells(write_what_if(answer, tmp_path / "w.xlsx", language=language))

    rows = found[sheet]
    text = [str(row[0]) for row in rows]
    assert rows[2][0] == headline(answer, language)
    assert [line for line in text if line.startswith(("Tabel", "Table"))] == [
        line for line in text if re.match(r"Tabe?le? [123]\. |Table [123]\. ", line)
    ]
    by_teams = [row for row in rows if row[0] in ("–", "B 1", "B 2", "B 3")]
    assert [(row[1], row[6], row[7]) for row in by_teams] == [
        (0, 0, 0),
        (1, 65, 65),
        (2, 105, 105),
        (3, 140, 140),
    ]
    assert any(row[0] == "Laju <5>" and row[6] == answer.scenarios[1].recorded for row in rows)
    assert any(str(row[0]).startswith(("hari-tim di B", "team-day at B")) for row in rows)


def test_the_workbook_lists_villages_that_change_as_text(answer: WhatIf, tmp_path: Path) -> None:
    found = cells(write_what_if(answer, tmp_path / "w.xlsx"))

    rows = [row for row in found["Beda Desa"] if row[0] in ("Laju <5>", "Sabtu")]
    assert len(rows) == len(answer.changes()) > 0
    assert any(row[2] == "=1+1 <b>" for row in rows)
    assert {row[4] for row in rows} <= {"bertambah", "berkurang", "pindah"}


def test_the_workbook_has_three_charts_of_its_own(answer: WhatIf, tmp_path: Path) -> None:
    zipfile = pytest.importorskip("zipfile")
    with zipfile.ZipFile(write_what_if(answer, tmp_path / "w.xlsx")) as made:
        charts = [name for name in made.namelist() if name.startswith("xl/charts/chart")]

    assert len(charts) == 3


def test_numbers_of_the_page_are_written_as_the_language_does(two_villages: Problem) -> None:
    many = two_villages.replace(villages=tuple(replace(v, backlog=1500) for v in two_villages.villages))
    short = what_if(many, [1], seconds=1)

    assert "3.000 orang" in page(short)
    assert "3,000 people" in page(short, "en")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_needs_nothing_else_and_escapes_texts(answer: WhatIf, language: Language) -> None:
    text = page(answer, language)

    assert "Kab. &lt;Uji&gt;" in text
    assert "Laju &lt;5&gt;" in text
    assert "<b>" not in text
    assert not re.search(r'(src|href)="(?!data:|#)', text)
    assert "<script" not in text
    assert text.count('<svg class="chart"') == 3
    assert headline(answer, language) in text


def test_json_tells_all_of_it(answer: WhatIf, tmp_path: Path) -> None:
    found = json.loads(write_what_if(answer, tmp_path / "w.json").read_text(encoding="utf-8"))

    assert [row["recorded"] for row in found["rows"]] == [0, 65, 105, 140]
    assert [row["name"] for row in found["scenarios"]] == ["", "Laju <5>", "Sabtu"]
    assert [least["teams"] for least in found["least"]] == [2, 3]
    assert {price["how"] for price in found["prices"]} == {"proof", "solved again"}
    assert found["definitions"] == list(definitions(answer.problem))
    assert [line["line"] for line in found["weeks"]] == ["Seperti proyek", "Laju <5>", "Sabtu"]
    parts = ("no_team_day", "unreachable", "below_smallest", "by_rule")
    assert all(sum(row[part] for part in parts) == row["left_over"] for row in found["rows"])


def test_an_old_file_stays_where_a_new_one_cannot_be_made(
    answer: WhatIf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "w.json"
    path.write_text("old", encoding="utf-8")
    broken = replace(answer, rows=())

    with pytest.raises(IndexError):
        write_what_if(broken, path)

    assert path.read_text(encoding="utf-8") == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["w.json"]


def test_the_burn_down_ends_with_those_left_over(answer: WhatIf) -> None:
    lines = dict(burn_down(answer))

    assert [min(line.values()) for line in lines.values()] == [row.left_over for row in answer.scenarios]


def test_charts_stand_within_their_picture(answer: WhatIf) -> None:
    drawn = curve(answer.rows, ("a", "b"), "id")
    points = [point for line in drawn.lines for point in line.points]

    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.foot for x, y, _ in points)
    assert [bar.text for bar in marginal_bars(answer.rows, "id").bars] == ["65", "40", "35"]
    assert len(week_lines(burn_down(answer), "id").lines) == 3
    recorded, most = (line.points[1][1] for line in drawn.lines)
    assert recorded == most  # the row is proved, so the band has no height there


def test_villages_that_stay_are_no_change_and_others_say_how(good_plan: Any) -> None:
    first, second, third = good_plan.team_days
    later = replace(good_plan, team_days=(replace(first, day=date(2018, 5, 11)), second))

    assert changes(good_plan, good_plan, "") == ()
    assert [(c.kind, c.before, c.after) for c in changes(good_plan, later, "")] == [
        ("loses", 75, 60),
        ("moves", 65, 65),
    ]
    assert [c.kind for c in changes(later, good_plan, "")] == ["gains", "moves"]
    assert third.people == 15
