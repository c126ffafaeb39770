"""What every exporter promises, asked with another reader than the one that wrote the file."""

import csv
import html.parser
import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from planner.domain.plan import Plan
from planner.exporters import EXPORTERS, exporter

PLANS = ["good_plan", "empty_plan", "no_teams_plan", "nasty_plan", "night_plan"]


def recorded_xlsx(path: Path) -> int:
    sheet = openpyxl.load_workbook(path, data_only=True)["Rekap Desa"]
    return sheet.cell(sheet.max_row, 8).value


def recorded_csv(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(int(row["Target"]) for row in csv.DictReader(file, delimiter=";"))


def recorded_geojson(path: Path) -> int:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return sum(f["properties"]["planned"] for f in features if f["properties"]["kind"] == "village")


def recorded_gpkg(path: Path) -> int:
    with sqlite3.connect(path) as database:
        (people,) = database.execute("select coalesce(sum(people), 0) from stops").fetchone()
        (planned,) = database.execute("select sum(planned) from villages").fetchone()
    database.close()
    assert people == planned
    return people


def recorded_html(path: Path) -> int:
    found = re.search(r"merekam ([\d.]+) dari", text_of(path))
    assert found
    return int(found[1].replace(".", ""))


def recorded_json(path: Path) -> int:
    document = json.loads(path.read_text(encoding="utf-8"))
    return sum(stop["people"] for day in document["team_days"] for stop in day["stops"])


def recorded_ics(path: Path) -> int:
    lines = path.read_bytes().decode("utf-8").replace("\r\n ", "").split("\r\n")
    found = [
        re.search(r" \(([\d.]+) (orang|people)\)$", line) for line in lines if line.startswith("SUMMARY:")
    ]
    return sum(int(people[1].replace(".", "")) for people in found if people)


RECORDED: dict[str, Callable[[Path], int]] = {
    ".xlsx": recorded_xlsx,
    ".csv": recorded_csv,
    ".geojson": recorded_geojson,
    ".gpkg": recorded_gpkg,
    ".html": recorded_html,
    ".json": recorded_json,
    ".ics": recorded_ics,
}


class Texts(html.parser.HTMLParser):
    """Keeps what a page says, and which elements it has."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def text_of(path: Path) -> str:
    page = Texts()
    page.feed(path.read_text(encoding="utf-8"))
    return " ".join(" ".join(page.texts).split())


def test_every_format_has_a_reader_here() -> None:
    assert RECORDED.keys() == EXPORTERS.keys()


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("suffix", EXPORTERS)
def test_people_in_the_file_are_those_of_the_plan(
    suffix: str, name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    plan: Plan = request.getfixturevalue(name)
    path = tmp_path / f"plan{suffix}"

    exporter(suffix)(plan, path)

    assert RECORDED[suffix](path) == plan.recorded


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_every_format_speaks_english(suffix: str, night_plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / f"plan{suffix}"

    exporter(suffix)(night_plan, path, language="en")

    assert path.stat().st_size > 0


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_same_plan_gives_the_same_bytes(suffix: str, night_plan: Plan, tmp_path: Path) -> None:
    first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"

    exporter(suffix)(night_plan, first)
    exporter(suffix)(night_plan, second)

    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_file_of_an_older_plan_is_replaced(
    suffix: str, good_plan: Plan, night_plan: Plan, tmp_path: Path
) -> None:
    path = tmp_path / f"plan{suffix}"
    exporter(suffix)(good_plan, path)

    exporter(suffix)(night_plan, path)

    assert RECORDED[suffix](path) == night_plan.recorded


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_nothing_but_the_file_is_written(suffix: str, good_plan: Plan, tmp_path: Path) -> None:
    exporter(suffix)(good_plan, tmp_path / f"plan{suffix}")

    assert [path.name for path in tmp_path.iterdir()] == [f"plan{suffix}"]


def test_suffix_may_be_written_in_capitals() -> None:
    assert exporter(".XLSX") is exporter(".xlsx")


def test_unknown_suffix_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ValueError, match=r"cannot write '\.docx'; known are \.xlsx, \.csv"):
        exporter(".docx")
