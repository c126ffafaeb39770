"""The report as a workbook: the office's own with colours and comments, or a list alone."""

import json
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from planner.cli.check import as_record
from planner.errors import PlannerError
from planner.quality.book import COLOURS, MARK, write_report
from planner.quality.report import examine

ROOT = Path(__file__).parents[2]
Office = Callable[..., Path]


def spoil(book: Any) -> None:
    """An error, a second one on a cell that is empty, and a number like a formula."""
    book["Desa"]["K5"] = "=abc"
    book["Desa"]["K5"].data_type = "s"
    book["Tim"]["D4"] = None


def doubtful(book: Any) -> None:
    """A warning with its cell and a note with its cell."""
    book["Desa"]["I5"] = 69
    book["Desa"]["Z4"] = "2018-05-12"


def test_a_bad_cell_is_red_and_says_what_to_do(office: Office, tmp_path: Path) -> None:
    assert write_report(examine(office(spoil)), tmp_path / "report.xlsx")

    made = openpyxl.load_workbook(tmp_path / "report.xlsx")
    for sheet, address in (("Desa", "K5"), ("Tim", "D4")):
        cell = made[sheet][address]
        assert cell.fill.fgColor.rgb == COLOURS["error"]
        assert "kesalahan: " in cell.comment.text
    assert made["Desa"]["K5"].value == "=abc"
    assert made["Desa"]["K4"].comment is None
    assert made["Desa"]["K4"].fill.fill_type is None


def test_a_doubtful_cell_is_yellow_and_a_note_has_no_colour(office: Office, tmp_path: Path) -> None:
    write_report(examine(office(doubtful)), tmp_path / "report.xlsx", language="en")

    desa = openpyxl.load_workbook(tmp_path / "report.xlsx")["Desa"]
    assert desa["K5"].fill.fgColor.rgb == COLOURS["warning"]
    assert "only 69 need an e-KTP" in desa["K5"].comment.text
    assert desa["Z4"].fill.fill_type is None
    assert "note: the last day of Satu" in desa["Z4"].comment.text


def test_the_list_links_to_every_cell_the_worst_first(office: Office, tmp_path: Path) -> None:
    write_report(examine(office(doubtful)), tmp_path / "report.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["Mutu Data"]
    assert [cell.value for cell in sheet[2]] == [
        "No", "Tingkat", "Aturan", "Lembar", "Sel", "Nilai", "Saran",
    ]  # fmt: skip
    listed = [[cell.value for cell in row][1:6] for row in sheet.iter_rows(min_row=3)]
    assert listed == [
        ["peringatan", "backlog_above_eligible", "Desa", "Desa!K5", "70"],
        ["catatan", "latest_after_deadline", "Desa", "Desa!Z4", "2018-05-12"],
    ]
    assert [sheet.cell(n, 5).hyperlink.location for n in (3, 4)] == ["Desa!K5", "Desa!Z4"]


def test_a_value_like_a_formula_is_listed_as_text(office: Office, tmp_path: Path) -> None:
    write_report(examine(office(spoil)), tmp_path / "report.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["Mutu Data"]
    values = [sheet.cell(n, 6) for n in range(3, sheet.max_row + 1)]
    assert "=abc" in [cell.value for cell in values]
    assert {cell.data_type for cell in values} == {"s"}


def test_drop_downs_and_notes_of_the_office_are_kept(office: Office, tmp_path: Path) -> None:
    project = office(spoil)
    write_report(examine(project), tmp_path / "report.xlsx")

    before = openpyxl.load_workbook(project.with_name("masukan.xlsx"))["Desa"]
    after = openpyxl.load_workbook(tmp_path / "report.xlsx")["Desa"]
    rules = [
        {str(rule.sqref): rule.formula1 for rule in s.data_validations.dataValidation}
        for s in (before, after)
    ]
    assert rules[0] == rules[1] != {}
    assert after["A1"].comment.text == before["A1"].comment.text


def test_the_next_report_takes_away_what_the_last_one_left(office: Office, tmp_path: Path) -> None:
    project = office(spoil)
    write_report(examine(project), project.with_name("report.xlsx"))
    corrected = openpyxl.load_workbook(project.with_name("report.xlsx"))
    corrected["Desa"]["K5"], corrected["Tim"]["D4"] = 70, 10
    corrected.save(project.with_name("masukan.xlsx"))

    report = examine(project)
    write_report(report, tmp_path / "again.xlsx")

    assert report.findings == ()
    assert "Mutu Data" not in str(report.problem.notes if report.problem else "")
    again = openpyxl.load_workbook(tmp_path / "again.xlsx")
    assert again["Desa"]["K5"].comment is None
    assert again["Desa"]["K5"].fill.fill_type is None
    assert again.sheetnames.count("Mutu Data") == 1
    assert again["Mutu Data"].max_row == 2


def test_a_sheet_that_is_missing_is_listed_and_coloured_nowhere(office: Office, tmp_path: Path) -> None:
    def drop(book: Any) -> None:
        del book["Basis"]

    write_report(examine(office(drop)), tmp_path / "report.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["Mutu Data"]
    assert "Basis" in [sheet.cell(n, 4).value for n in range(3, sheet.max_row + 1)]


def test_a_workbook_with_persons_is_not_copied(office: Office, tmp_path: Path) -> None:
    def add(book: Any) -> None:
        book.create_sheet("Warga").append(["NIK", "5301040205180001"])

    assert not write_report(examine(office(add)), tmp_path / "report.xlsx")

    assert openpyxl.load_workbook(tmp_path / "report.xlsx").sheetnames == ["Mutu Data"]


def test_separate_files_get_the_list_alone(tmp_path: Path) -> None:
    report = examine(ROOT / "examples" / "rote_ndao" / "planner.toml")

    assert not write_report(report, tmp_path / "report.xlsx")

    made = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert made.sheetnames == ["Mutu Data"]
    assert made["Mutu Data"].max_row == 2 + len(report.findings)


def test_a_colour_far_away_does_not_hold_the_report_up(office: Office, tmp_path: Path) -> None:
    def colour(book: Any) -> None:
        book["Desa"]["XFD1048576"].fill = PatternFill("solid", fgColor="FF00FF00")

    assert write_report(examine(office(colour)), tmp_path / "report.xlsx")


def test_a_workbook_that_is_none_gets_the_list_alone(office: Office, tmp_path: Path) -> None:
    project = office()
    project.with_name("masukan.xlsx").write_bytes(b"PK\x03\x04 no workbook")

    assert not write_report(examine(project), tmp_path / "report.xlsx")


def test_the_report_never_overwrites_what_the_project_reads(office: Office) -> None:
    project = office()
    before = project.with_name("masukan.xlsx").read_bytes()

    with pytest.raises(PlannerError, match="is a file of the project"):
        write_report(examine(project), project.with_name("masukan.xlsx"))

    assert project.with_name("masukan.xlsx").read_bytes() == before


def test_half_a_report_is_never_left(
    office: Office, tmp_path: Path, no_room: Callable[[], AbstractContextManager[None]]
) -> None:
    report = examine(office())

    (tmp_path / "out").mkdir()
    with (
        pytest.raises(OSError, match="the folder for temporary files, takes no sheet; is it full"),
        no_room(),
    ):
        write_report(report, tmp_path / "out" / "report.xlsx")
    assert list((tmp_path / "out").iterdir()) == []


def test_the_record_is_plain_json(office: Office) -> None:
    found = json.loads(json.dumps(as_record(examine(office(doubtful)))))

    assert found["counts"] == {"error": 0, "warning": 1, "note": 1}
    assert {finding["cell"] for finding in found["findings"]} == {"Desa!K5", "Desa!Z4"}


def test_cells_of_csv_files_have_letters_too(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "examples" / "kupang", tmp_path / "a" / "b" / "kupang"))
    teams = (
        (folder / "teams.csv")
        .read_text(encoding="utf-8")
        .replace("T1,Tim 1 Oelamasi,OELAMASI,12", "T1,Tim 1,X,12")
    )
    (folder / "teams.csv").write_text(teams, encoding="utf-8")

    cells = [str(finding.place) for finding in examine(folder / "planner.toml").findings]

    assert "teams.csv!C2" in cells
    assert MARK not in "".join(cells)
