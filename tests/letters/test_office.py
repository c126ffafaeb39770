"""letters.toml: what it may say, and its faults."""

from pathlib import Path

import pytest

from planner.domain.plan import Plan
from planner.errors import InputError
from planner.letters.office import read_office, require_known_teams

WHOLE = """
government = "Pemerintah Kabupaten Contoh"
place = "Ba'a"
date = 2018-04-24
report_days = 5
time_zone = "Asia/Jakarta"
[head]
name = "Nama"
nip = "19700101 199503 1 001"
[numbers]
assignment = "094/{n}/X/{month}/{year}"
[teams.T1]
vehicle = "Mobil"
[[teams.T1.officers]]
name = "Ketua"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "letters.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> str:
    with pytest.raises(InputError) as caught:
        read_office(written(folder, text))
    return str(caught.value)


def test_everything_is_read(tmp_path: Path) -> None:
    office = read_office(written(tmp_path, WHOLE))

    assert office.date is not None
    assert (office.place, office.date.day, office.report_days) == ("Ba'a", 24, 5)
    assert (office.head.name, office.teams["T1"].officers[0].name) == ("Nama", "Ketua")


def test_an_empty_file_is_an_office_of_dotted_lines(tmp_path: Path) -> None:
    office = read_office(written(tmp_path, ""))

    assert (office.government, office.date, office.teams) == ("", None, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kop = 1", "kop: found '1'; unknown key; known keys are government, name,"),
        ("[head]\nnama = 'x'", "head.nama: found 'x'; unknown key; known keys are name, nip, rank"),
        ("[teams.T1]\nofficer = []", "teams.T1.officer: found '[]'; unknown key; known keys are officers,"),
        ("[[teams.T1.officers]]\nx = 1", "unknown key; known keys are name, nip, rank, title, role"),
        ("[numbers]\nspt = 'x'", "unknown key; known keys are assignment, travel, notice, first_assignment"),
        ("[head]\nnip = 19700101", "head.nip: found '19700101'; expected a text in quotation marks"),
        ("date = '24 April'", "date: found '24 April'; expected a date without quotation marks"),
        ("report_days = 0", "report_days: found '0'; Input should be greater than or equal to 1"),
        ("time_zone = 'WITA'", "time_zone: found 'WITA'; Input should be 'Asia/Jakarta', 'Asia/Makassar'"),
        ("logo = 'none.png'", "logo: found 'none.png'; there is no such picture"),
        ("place = ", "is no TOML"),
        (
            "[numbers]\nassignment = '094/{nomor}'",
            "numbers.assignment: found '094/{nomor}'; expected {urut}, {bulan romawi}",
        ),
        (
            "[numbers]\nfirst_notice = 7\nnotice = '471.13/7'",
            "first_notice is given; expected {urut} in the pattern notice",
        ),
        ("[numbers]\nfirst_travel = 0", "numbers.first_travel: found '0'; Input should be greater than"),
        ("[numbers]\nfirst_travel = '7'", "numbers.first_travel: found '7'; "),
    ],
)
def test_faults_are_named(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in faults(tmp_path, text)


def test_all_faults_are_listed_at_once(tmp_path: Path) -> None:
    assert "2 faults" in faults(tmp_path, "kop = 1\nreport_days = 0")


def test_a_logo_must_be_a_picture(tmp_path: Path) -> None:
    (tmp_path / "logo.pdf").write_bytes(b"")

    assert "expected a file ending in .png" in faults(tmp_path, "logo = 'logo.pdf'")


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"give the path of a letters\.toml"):
        read_office(tmp_path / "letters.toml")


def test_a_misspelt_team_is_a_fault(good_plan: Plan, tmp_path: Path) -> None:
    office = read_office(written(tmp_path, "[teams.T9]\nvehicle = 'Mobil'"))

    with pytest.raises(InputError, match="found 'T9'; there is no such team; known are T1"):
        require_known_teams(good_plan, office, "letters.toml")


def test_known_teams_are_no_fault(good_plan: Plan, tmp_path: Path) -> None:
    require_known_teams(good_plan, read_office(written(tmp_path, WHOLE)), "letters.toml")
