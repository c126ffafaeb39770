"""Visits taken as made, since nobody has reported on them yet, are told wherever people are counted."""

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import planner
from planner.domain.left import left_problem
from planner.domain.past import Assumed
from planner.domain.plan import Plan
from planner.exporters.sentences import assumed_sentence, people_sentence
from planner.letters.texts import counting_text
from planner.terminal import outcome

ID = "Belum dilaporkan, dianggap terlaksana sesuai rencana: 1 kunjungan, 60 orang (T1 1)"
EN = "Taken as planned, not reported yet: 1 visits, 60 people (T1 1)"


@pytest.fixture
def late_plan(good_plan: Plan) -> Plan:
    """Monday's visit of 65 planned people, of whom 60 still wait, is not reported on; Tuesday goes on."""
    near, far = good_plan.problem.villages
    plan = replace(good_plan, problem=good_plan.problem.replace(villages=(replace(near, backlog=60), far)))
    late = Assumed(date(2018, 5, 7), "T1", near.id, 65)
    problem = left_problem(plan, [], date(2018, 5, 8), [late])
    return Plan(problem, good_plan.team_days[1:], good_plan.outcome)


def test_the_sentence_is_empty_where_nothing_is_assumed(good_plan: Plan, late_plan: Plan) -> None:
    assert (assumed_sentence(good_plan.problem), people_sentence(good_plan.problem)) == ("", "")
    assert (assumed_sentence(late_plan.problem), people_sentence(late_plan.problem, "en")) == (ID, EN)


@pytest.mark.parametrize("suffix", ["html", "csv"])
def test_pages_and_tables_say_it(late_plan: Plan, tmp_path: Path, suffix: str) -> None:
    planner.write(late_plan, tmp_path / f"plan.{suffix}")

    assert ID in (tmp_path / f"plan.{suffix}").read_text(encoding="utf-8-sig")


def test_the_workbook_says_it_on_its_first_sheet_its_assumptions_and_with_the_changes(
    late_plan: Plan, tmp_path: Path
) -> None:
    planner.write(late_plan, tmp_path / "plan.xlsx")

    book = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True)
    texts = {
        sheet.title: " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
        for sheet in book
    }
    assert ID in texts["Ringkasan"]
    assert ID in texts["Asumsi"]
    assert "+ keluar dari daftar 0 + dianggap terlaksana, belum dilaporkan 60" in texts["Perubahan"]


def test_maps_say_it(late_plan: Plan, tmp_path: Path) -> None:
    for suffix in ("gpkg", "geojson"):
        planner.write(late_plan, tmp_path / f"plan.{suffix}")

    with sqlite3.connect(tmp_path / "plan.gpkg") as connection:
        found = connection.execute("select description from gpkg_contents where table_name = 'villages'")
        assert ID in found.fetchone()[0]
    assert '"assumed_people": 60' in (tmp_path / "plan.geojson").read_text(encoding="utf-8")


def test_letters_and_the_screen_say_it(late_plan: Plan) -> None:
    assert ID in counting_text(late_plan.problem, "id")
    assert f"{EN}; after a week without a report they count as not made" in outcome(late_plan)
