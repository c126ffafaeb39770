"""No file that is read is written, whatever its name looks like."""

import os
import sys
from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.targets import require_free, require_outside

TOLD = "a file of the project"


@pytest.fixture
def villages(tmp_path: Path) -> Path:
    path = tmp_path / "villages.csv"
    path.write_text("kode_desa", encoding="utf-8")
    return path


def refused(write: Path, read: Path) -> str:
    with pytest.raises(PlannerError) as fault:
        require_free([write], {read: TOLD})
    return str(fault.value)


def test_a_file_that_is_read_is_named_with_what_it_is_and_a_name_that_would_do(villages: Path) -> None:
    villages.with_name("villages-2.csv").write_text("mine", encoding="utf-8")

    said = refused(villages, villages)

    better = villages.with_name("villages-3.csv")
    assert said == f"{villages} is a file of the project; name another file, e.g. {better}"


def test_another_spelling_is_the_same_file(villages: Path) -> None:
    (villages.parent / "sub").mkdir()
    spelt = villages.parent / "sub" / ".." / "." / "villages.csv"

    assert refused(spelt, villages).startswith(f"{spelt} is a file of the project;")


def test_a_relative_name_is_the_same_file(villages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(villages.parent)

    assert "villages.csv is the same file as" in refused(Path("villages.csv"), villages)


def test_other_capitals_are_one_file_on_windows_and_on_shares(villages: Path) -> None:
    spelt = villages.with_name("Villages.CSV")

    assert f"{spelt} is " in refused(spelt, villages)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a right to make links there")
def test_links_are_the_file_they_lead_to(villages: Path) -> None:
    soft, hard, folder = (villages.with_name(name) for name in ("soft.csv", "hard.csv", "folder"))
    soft.symlink_to(villages.name)
    os.link(villages, hard)
    folder.symlink_to(villages.parent)

    for link in (soft, hard, folder / "villages.csv"):
        assert f"{link} is the same file as {villages}" in refused(link, villages)
        assert f"{villages} is the same file as {link}" in refused(villages, link)


def test_a_file_is_not_written_twice(tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"  # neither is there yet

    with pytest.raises(PlannerError, match=r"plan\.xlsx is the same file as .*plan\.xlsx; name another"):
        require_free([plan, tmp_path / "." / "plan.xlsx"], {})
    with pytest.raises(PlannerError, match=r"PLAN\.xlsx is written in other capitals only than .*plan\.xlsx"):
        require_free([plan, tmp_path / "PLAN.xlsx"], {})


def test_all_are_told_at_once(villages: Path) -> None:
    teams = villages.with_name("teams.csv")
    teams.write_text("kode_tim", encoding="utf-8")

    with pytest.raises(PlannerError) as fault:
        require_free([villages, teams], {villages: TOLD, teams: TOLD})

    assert len(str(fault.value).splitlines()) == 2


def test_other_files_are_free(villages: Path) -> None:
    missing = villages.with_name("not-there.csv")

    require_free([villages.with_name("plan.csv"), missing], {villages: TOLD, missing: TOLD})


def test_a_folder_that_holds_what_is_read_is_not_replaced(villages: Path, tmp_path: Path) -> None:
    inner = tmp_path / "surat"
    inner.mkdir()

    for folder in (tmp_path, villages):
        with pytest.raises(PlannerError, match=r"holds .*villages\.csv, a file of the project; name another"):
            require_outside(folder, {villages: TOLD})
    require_outside(inner, {villages: TOLD})
    require_outside(tmp_path / "vill", {villages: TOLD})
