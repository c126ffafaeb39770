"""A folder of letters loses those that may name somebody, and keeps a list that is true."""

import csv
from pathlib import Path

import pytest

from planner.letters.forgetting import forget_in


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """Return a folder as `planner letters` leaves it, with a scan that somebody has added."""
    folder = tmp_path / "surat"
    names = (
        "spt/a.pdf",
        "spt/a.docx",
        "surat_desa/b.pdf",
        "poster/b.pdf",
        "pesan/desa_b.txt",
        "tim/T1.pdf",
        "tim/T1.ics",
    )
    for name in (*names, "spt/scan.pdf"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    rows = [("Berkas", "Tim", "Tanggal", "Kepada"), *((name, "T1", "2018-05-07", "x") for name in names)]
    with (folder / "daftar.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return folder


def listed(folder: Path) -> list[str]:
    with (folder / "daftar.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row[0] for row in csv.reader(file, delimiter=";")]


def test_letters_that_may_name_somebody_go_and_the_list_says_so(letters: Path) -> None:
    found = forget_in(letters)

    assert found.gone == (
        *("pesan/desa_b.txt", "poster/b.pdf", "spt/a.docx", "spt/a.pdf", "surat_desa/b.pdf", "tim/T1.pdf"),
    )
    assert found.others == ("spt/scan.pdf",)
    there = {path.relative_to(letters).as_posix() for path in letters.rglob("*")}
    assert there == {"daftar.csv", "spt", "spt/scan.pdf", "tim", "tim/T1.ics"}
    assert listed(letters) == ["Berkas", "tim/T1.ics"]
    assert forget_in(letters).gone == ()


def test_a_list_that_is_longer_than_the_folder_is_shortened_by_the_next_call(letters: Path) -> None:
    (letters / "spt/a.pdf").unlink()  # what a call that was killed left

    forget_in(letters)

    assert listed(letters) == ["Berkas", "tim/T1.ics"]
