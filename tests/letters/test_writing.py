"""The folder of letters: whole or not at all, and never at the cost of other files."""

import csv
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.plan import Plan
from planner.errors import InputError, PlanError, PlannerError
from planner.files import file_name
from planner.letters.office import Numbers, Office
from planner.letters.writing import LIST, write_letters

pytest.importorskip("typst", reason="letters are an extra: pip install field-planner[pdf]")
pytest.importorskip("segno", reason="codes on letters are part of the extra: pip install field-planner[pdf]")

Contents = dict[str, bytes]


def contents(folder: Path) -> Contents:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_every_file_is_there_and_listed(two_teams: Plan, tmp_path: Path) -> None:
    made = write_letters(two_teams, tmp_path / "surat")

    found = contents(tmp_path / "surat")
    with (tmp_path / "surat" / LIST).open(encoding="utf-8-sig", newline="") as file:
        listed = [row["Berkas"] for row in csv.DictReader(file, delimiter=";")]
    assert found.keys() == {
        "daftar.csv",
        "spt/2018-05-07_T1.pdf",
        "spt/2018-05-07_T2.pdf",
        "spt/2018-05-08_T1.pdf",
        "spd/2018-05-07_T1.pdf",
        "spd/2018-05-07_T2.pdf",
        "spd/2018-05-08_T1.pdf",
        "surat_camat/53.01.01_Dekat.pdf",
        "surat_camat/53.01.02_Jauh.pdf",
        "surat_desa/53.01.01.2001_Near.pdf",
        "surat_desa/53.01.02.2001_Far.pdf",
        "berita_acara/2018-05-07_T1.pdf",
        "berita_acara/2018-05-07_T2.pdf",
        "berita_acara/2018-05-08_T1.pdf",
        "pesan/desa_53.01.01.2001_Near.txt",
        "pesan/desa_53.01.02.2001_Far.txt",
        "pesan/tim_2018-05-07_T1.txt",
        "pesan/tim_2018-05-07_T2.txt",
        "pesan/tim_2018-05-08_T1.txt",
        "poster/53.01.01.2001_Near.pdf",
        "poster/53.01.02.2001_Far.pdf",
        "tim/T1.pdf",
        "tim/T1.ics",
        "tim/T2.pdf",
        "tim/T2.ics",
    }
    assert sorted(listed) == sorted(found.keys() - {LIST})
    assert sorted(made) == sorted((tmp_path / "surat").resolve() / name for name in listed)
    assert [path.name for path in tmp_path.iterdir()] == ["surat"]


def test_same_plan_gives_the_same_folder(two_teams: Plan, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_letters(two_teams, tmp_path / name)

    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_calendar_of_a_team_has_its_visits_in_the_zone_of_the_office(two_teams: Plan, tmp_path: Path) -> None:
    write_letters(two_teams, tmp_path / "surat", office=Office(time_zone="Asia/Jakarta"))

    text = (tmp_path / "surat/tim/T1.ics").read_text(encoding="utf-8")

    assert text.count("BEGIN:VEVENT") == 3
    assert "DTSTART:20180507T013000Z" in text


def test_letters_of_an_older_plan_are_replaced(two_teams: Plan, tmp_path: Path) -> None:
    folder = tmp_path / "surat"
    write_letters(two_teams, folder)

    write_letters(Plan(two_teams.problem, two_teams.team_days[:1], two_teams.outcome), folder)

    assert "tim/T2.pdf" not in contents(folder)
    assert "spt/2018-05-07_T1.pdf" in contents(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["surat"]


def test_an_empty_folder_is_filled(two_teams: Plan, tmp_path: Path) -> None:
    (tmp_path / "surat").mkdir()

    write_letters(two_teams, tmp_path / "surat")

    assert LIST in contents(tmp_path / "surat")


def test_a_folder_with_other_files_is_left_alone(two_teams: Plan, tmp_path: Path) -> None:
    folder = tmp_path / "surat"
    write_letters(two_teams, folder)
    (folder / "spt" / "mine.txt").write_text("mine")
    before = contents(folder)

    with pytest.raises(PlannerError, match=r"holds other files \(spt/mine\.txt\); name an empty folder"):
        write_letters(two_teams, folder)

    assert contents(folder) == before


def test_a_file_is_no_folder(two_teams: Plan, tmp_path: Path) -> None:
    (tmp_path / "surat").write_text("mine")

    with pytest.raises(PlannerError, match="is a file; name a folder"):
        write_letters(two_teams, tmp_path / "surat")


@pytest.mark.skipif(os.name == "nt", reason="needs a right to make links there")
def test_a_link_to_a_folder_stays_and_one_that_leads_to_itself_is_refused(
    two_teams: Plan, tmp_path: Path
) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "surat").symlink_to(tmp_path / "share" / "letters")
    (tmp_path / "loop").symlink_to("loop")

    write_letters(two_teams, tmp_path / "surat")
    with pytest.raises(PlannerError, match="is a link that leads back to itself; name another folder"):
        write_letters(two_teams, tmp_path / "loop")

    assert (tmp_path / "surat").is_symlink()
    assert LIST in contents(tmp_path / "share" / "letters")


def test_a_faulty_template_leaves_everything_as_it_was(two_teams: Plan, tmp_path: Path) -> None:
    folder, own = tmp_path / "surat", tmp_path / "own"
    write_letters(two_teams, folder)
    before = contents(folder)
    own.mkdir()
    (own / "tim.typ").write_text("#salah()")

    with pytest.raises(InputError, match="line 1"):
        write_letters(two_teams, folder, templates=own)

    assert contents(folder) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own", "surat"]


def test_a_folder_that_cannot_be_moved_is_as_it_was(
    two_teams: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "surat"
    write_letters(two_teams, folder)
    before = contents(folder)
    move = os.replace

    def stuck(source: Path, target: Path) -> None:
        if Path(source).name == "new":
            raise PermissionError(13, "Permission denied")
        move(source, target)

    monkeypatch.setattr(os, "replace", stuck)
    with pytest.raises(PlannerError, match="cannot be replaced: Permission denied; is a file of it open"):
        write_letters(two_teams, folder)

    assert contents(folder) == before


NUMBERED = Office(date=date(2018, 4, 24), numbers=Numbers(first_assignment=17))


def test_numbers_stay_when_the_letters_are_written_again_or_elsewhere(
    two_teams: Plan, tmp_path: Path
) -> None:
    write_letters(two_teams, tmp_path / "surat", office=NUMBERED)
    register = (tmp_path / "nomor.csv").read_bytes()
    before = contents(tmp_path / "surat")

    write_letters(two_teams, tmp_path / "surat", office=NUMBERED)
    write_letters(two_teams, tmp_path / "lain", office=NUMBERED)

    assert (tmp_path / "nomor.csv").read_bytes() == register
    assert contents(tmp_path / "surat") == contents(tmp_path / "lain") == before
    assert register.decode("utf-8-sig").count("094/17/Disdukcapil/IV/2018") == 1


def test_no_number_is_noted_for_letters_that_could_not_be_set(two_teams: Plan, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "tim.typ").write_text("#salah()")

    with pytest.raises(InputError, match="line 1"):
        write_letters(two_teams, tmp_path / "surat", office=NUMBERED, templates=own)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["own"]


def test_a_faulty_register_leaves_everything_as_it_was(two_teams: Plan, tmp_path: Path) -> None:
    (tmp_path / "nomor.csv").write_text("mine")

    with pytest.raises(InputError, match="is no register"):
        write_letters(two_teams, tmp_path / "surat", office=NUMBERED)

    assert [path.name for path in tmp_path.iterdir()] == ["nomor.csv"]
    assert (tmp_path / "nomor.csv").read_text() == "mine"


def test_another_nomor_csv_is_no_matter_where_no_number_is_given(two_teams: Plan, tmp_path: Path) -> None:
    (tmp_path / "nomor.csv").write_text("mine")

    write_letters(two_teams, tmp_path / "surat")

    assert (tmp_path / "nomor.csv").read_text() == "mine"


def test_a_plan_that_breaks_a_rule_gets_no_letters(two_teams: Plan, tmp_path: Path) -> None:
    day = two_teams.team_days[0]
    late = replace(day, stops=(replace(day.stops[0], people=60),))

    with pytest.raises(PlanError):
        write_letters(Plan(two_teams.problem, (late,), two_teams.outcome), tmp_path / "surat")

    assert list(tmp_path.iterdir()) == []


def test_a_plan_without_a_visit_has_no_letters(two_teams: Plan, tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="no visit"):
        write_letters(Plan(two_teams.problem, (), two_teams.outcome), tmp_path / "surat")


@pytest.mark.parametrize("name", ["../../x", "a/b\\c", "CON", "x" * 300, "村", "", "=1+1", "a\nb;c"])
def test_any_name_becomes_a_file_of_the_folder(
    two_teams: Plan, named: Callable[..., Plan], tmp_path: Path, name: str
) -> None:
    made = write_letters(named(two_teams, name), tmp_path / "surat")

    assert len(made) == len(set(made)) == 24
    assert all(path.is_file() and path.parent.parent.name == "surat" for path in made)
    assert [path.name for path in tmp_path.iterdir()] == ["surat"]
    write_letters(named(two_teams, name), tmp_path / "surat")  # its own list tells it apart


def test_teams_whose_ids_differ_in_signs_only_get_files_of_their_own(two_teams: Plan, tmp_path: Path) -> None:
    first, second = two_teams.problem.teams
    problem = two_teams.problem.replace(teams=(replace(first, id="T/1"), replace(second, id="t:1")))
    ids = {"T1": "T/1", "T2": "t:1"}
    days = tuple(replace(day, team=ids[day.team]) for day in two_teams.team_days)

    made = write_letters(Plan(problem, days, two_teams.outcome), tmp_path / "surat")

    assert {path.name for path in made if path.parent.name == "tim"} == {
        "T-1.pdf",
        "T-1.ics",
        "t-1-2.pdf",
        "t-1-2.ics",
    }


def test_a_team_and_a_village_called_like_a_device_of_windows_get_files(
    two_teams: Plan, tmp_path: Path
) -> None:
    first, second = two_teams.problem.teams
    near, far = two_teams.problem.villages
    problem = two_teams.problem.replace(
        teams=(replace(first, id="CON"), replace(second, id="nul")),
        villages=(replace(near, district="AUX"), replace(far, name="COM1. ")),
    )
    ids = {"T1": "CON", "T2": "nul"}
    days = tuple(replace(day, team=ids[day.team]) for day in two_teams.team_days)

    made = write_letters(Plan(problem, days, two_teams.outcome), tmp_path / "surat")

    assert {path.name for path in made if path.parent.name == "tim"} == {
        "CON-.pdf",
        "CON-.ics",
        "nul-.pdf",
        "nul-.ics",
    }
    devices = {"con", "nul", "aux", "com1"}
    assert not [path for path in made if path.name.split(".")[0].casefold().rstrip(" ") in devices]


def test_names_of_files_are_plain() -> None:
    assert file_name("53.01_Ba'a/Söe") == "53.01_Ba-a-Soe"
    assert len(file_name(300 * "x")) == 60
