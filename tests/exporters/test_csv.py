"""The schedule as Excel opens it."""

import csv
from pathlib import Path

from planner.domain.plan import Plan
from planner.exporters.csv import write_csv


def rows_of(path: Path, delimiter: str = ";") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_file_starts_with_the_mark_by_which_excel_knows_utf_8(good_plan: Plan, tmp_path: Path) -> None:
    write_csv(good_plan, tmp_path / "plan.csv")

    assert (tmp_path / "plan.csv").read_bytes()[:3] == b"\xef\xbb\xbf"


def test_one_row_per_stop_in_the_words_of_the_office(good_plan: Plan, tmp_path: Path) -> None:
    write_csv(good_plan, tmp_path / "plan.csv")

    rows = rows_of(tmp_path / "plan.csv")
    assert [row["Hari"] for row in rows] == ["Senin", "Selasa", "Rabu"]
    assert rows[1]["Tanggal"] == "2018-05-08"
    assert rows[1]["Kode Desa"] == "53.01.02.2001"
    assert (rows[1]["Tempuh (menit)"], rows[1]["Tiba"], rows[1]["Menginap"]) == ("120", "10.00", "Far")


def test_english_has_commas_and_english_words(good_plan: Plan, tmp_path: Path) -> None:
    write_csv(good_plan, tmp_path / "plan.csv", language="en")

    assert [row["Day"] for row in rows_of(tmp_path / "plan.csv", ",")] == ["Monday", "Tuesday", "Wednesday"]


def test_no_column_is_named_twice(good_plan: Plan, tmp_path: Path) -> None:
    write_csv(good_plan, tmp_path / "plan.csv")

    header = (tmp_path / "plan.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(";")
    assert len(set(header)) == len(header)


def test_text_that_looks_like_a_formula_gets_an_apostrophe(nasty_plan: Plan, tmp_path: Path) -> None:
    write_csv(nasty_plan, tmp_path / "plan.csv")

    cells = [cell for row in rows_of(tmp_path / "plan.csv") for cell in row.values()]
    assert '\'=HYPERLINK("http://x.invalid","x")' in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
