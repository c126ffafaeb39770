"""Each rule finds its example at its cell, and nothing in a workbook without faults."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from planner.quality.report import examine
from planner.quality.rules import FAULT, RULES

ROOT = Path(__file__).parents[2]
DAY_OFF = datetime(2018, 5, 8)
Change = Callable[[Any], None]


def put(sheet: str, **cells: Any) -> Change:
    """Return a change that fills in cells of one sheet, ``K4=5``."""

    def change(book: Any) -> None:
        for address, value in cells.items():
            book[sheet][address].value = value

    return change


def kit(n: int, state: str = "baik", kind: str = "mobile") -> list[Any]:
    """Return one row of the sheet Alat."""
    return [f"A{n}", kind, "B", state]


def rows(sheet: str, *added: list[Any], start: int = 4) -> Change:
    """Return a change that writes whole rows into one sheet."""

    def change(book: Any) -> None:
        for m, cells in enumerate(added, start=start):
            for n, value in enumerate(cells, start=1):
                book[sheet].cell(m, n).value = value

    return change


ISLANDS = put("Desa", F7="Semau")

# rule -> what is done to the workbook, and the cell that is named
EXAMPLES: dict[str, tuple[Change, str]] = {
    "zero_backlog": (put("Desa", K5=0), "Desa!K5"),
    "backlog_above_eligible": (put("Desa", I5=69), "Desa!K5"),
    "large_share": (put("Desa", K6=500), "Desa!K6"),
    "same_name": (put("Desa", E7="dua"), "Desa!E7"),
    "same_point": (put("Desa", G7=-10.14, H7=123.84), "Desa!H7"),
    "far_from_district": (put("Desa", H7=124.86), "Desa!H7"),
    "far_from_regency": (put("Desa", H7=124.86), "Desa!H7"),
    "other_island": (ISLANDS, "Desa!F7"),
    "unreachable": (ISLANDS, "Desa!A7"),
    "latest_after_deadline": (put("Desa", Z4="2018-05-12"), "Desa!Z4"),
    "base_without_team": (rows("Basis", ["C", "Takari", -10.1, 123.9, "Timor"], start=5), "Basis!A5"),
    "fewer_kits_than_teams": (
        lambda book: (rows("Alat", kit(1))(book), rows("Tim", ["T2", None, "B", 10], start=5)(book))[0],
        "Basis!A4",
    ),
    "no_kit_goes_out": (rows("Alat", kit(1, kind="statis")), "Basis!A4"),
    "team_never_at_work": (put("Tim", I4="2018-05-07 s.d. 2018-05-11"), "Tim!I4"),
    "team_without_time": (put("Tim", G4=480), "Tim!G4"),
    "team_without_staff": (rows("Petugas", ["P1", "Ani", None, None, None, "T9"]), "Tim!A4"),
    "worked_and_not": (
        lambda book: (
            rows("Kalender", [DAY_OFF, None, "libur"], [DAY_OFF, None, "libur"])(book),
            put("Kalender", F5="ya")(book),
        )[0],
        "Kalender!F5",
    ),
    "first_day_off": (put("Parameter", B4="2018-05-06"), "Parameter!B4"),
    "leave_from_list": (put("Parameter", B5="2018-06-12"), "Parameter!B7"),
    "leave_not_known": (put("Parameter", B4="2028-05-15", B5="2028-05-19"), "Parameter!B7"),
    "estimated_day": (put("Parameter", B4="2027-03-08", B5="2027-03-12"), "Parameter!B7"),
    "contradicting": (  # nobody works on that Sunday
        rows("Aturan", ["A1", "WAJIB", None, "Dua", "2018-05-13", None, None, "pesta"]),
        "Aturan!A4",
    ),
    "hidden_signs": (put("Desa", B5="De\u200bkat"), "Desa"),
}


def test_nothing_is_found_where_nothing_is_wrong(office: Callable[..., Path]) -> None:
    assert examine(office()).findings == ()


@pytest.mark.parametrize("key", EXAMPLES)
def test_a_rule_finds_its_example_at_its_cell(office: Callable[..., Path], key: str) -> None:
    change, cell = EXAMPLES[key]

    found = [(finding.rule, str(finding.place)) for finding in examine(office(change)).findings]

    assert (key, cell) in found


def test_an_island_without_lodging_and_a_boat_back_is_found(office: Callable[..., Path]) -> None:
    project = office(ISLANDS)
    text = project.read_text(encoding="utf-8") + '\n[boats]\nfile = "boats.csv"\n'
    project.write_text(text, encoding="utf-8")
    boats = "Dari,Ke,Menit,Hari,Dua Arah\nB,53.01.01.2004,60,Sen,{}\n53.01.01.2004,B,60,Rab,tidak\n"
    project.with_name("boats.csv").write_text(boats.format("tidak"), encoding="utf-8")

    found = {finding.rule: str(finding.place) for finding in examine(project).findings}
    assert found["no_lodging"] == "Desa!AA7"

    project.with_name("boats.csv").write_text(boats.format("ya"), encoding="utf-8")
    assert "no_lodging" not in {finding.rule for finding in examine(project).findings}


def test_every_rule_has_an_example() -> None:
    assert {rule.key for rule in RULES} == EXAMPLES.keys() | {"no_lodging", "needs_yes"}


def test_a_negative_backlog_is_an_error_at_its_cell(office: Callable[..., Path]) -> None:
    (finding,) = examine(office(put("Desa", K5=-3))).findings

    assert (finding.rule, finding.severity, str(finding.place)) == (FAULT, "error", "Desa!K5")
    assert finding.value == "-3"


def test_a_map_has_rows_and_no_cells() -> None:
    findings = examine(ROOT / "examples" / "rote_ndao" / "planner.toml").findings

    assert "villages.geojson: row 192, pulau" in str(findings[0].place)


@pytest.mark.parametrize("name", ["kupang", "rote_ndao"])
def test_the_examples_have_no_errors(name: str) -> None:
    report = examine(ROOT / "examples" / name / "planner.toml")

    assert report.problem is not None
    assert not [finding for finding in report.findings if finding.severity == "error"]


def test_advice_is_in_both_languages_with_nothing_left_to_fill_in(office: Callable[..., Path]) -> None:
    findings = examine(office(put("Desa", Z4="2018-05-12", I5=69, K6=5000, I6=4999))).findings

    assert {"5.000", "5,000"} == {
        number
        for finding in findings
        for text in finding.advice
        for number in re.findall(r"\b5[.,]000\b", text)
    }
    assert any("11 Mei 2018" in finding.told("id") for finding in findings)
    assert not any("{" in text for finding in findings for text in finding.advice)


def test_the_page_lists_every_rule_with_its_severity() -> None:
    page = (ROOT / "docs" / "project-file.md").read_text(encoding="utf-8")
    section = page.split("\n## What `planner check` finds\n")[1].split("\n## ")[0]
    written = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]

    known = [[f"`{rule.key}`", rule.severity, rule.about] for rule in RULES]
    assert written[1:] == known
    assert written[0][:2] == [f"`{FAULT}`", "error"]
