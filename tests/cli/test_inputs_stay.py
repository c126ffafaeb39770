"""No command writes over a file that is read, and that is told before a long solve, not after it."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import planner

Call = Callable[..., Any]
PLAN = ["plan", "{folder}/planner.toml"]
WHATIF = ["whatif", "{folder}/planner.toml", "--teams", "1"]
REPLAN = ["replan", "{folder}/plan.json", "--history", "{folder}/history.csv", "--today", "2018-05-08"]
BACKTEST = ["backtest", "{folder}/plan.json", "--history", "{folder}/history.csv"]
LEARN = ["learn", "{folder}/plan.json", "--history", "{folder}/history.csv", "--yes"]
ACTUALS = ["actuals", "{folder}/reports.csv", "--plan", "{folder}/plan.json"]


@pytest.fixture
def folder(project: Path, history: Path) -> Path:
    """Return the folder of the project, with all that a campaign has beside it."""
    texts = {
        "reports.csv": "Tanggal\n",
        "letters.toml": 'name = "Dinas"\n',
        "known.csv": "kode_desa,nama_desa\n53.01.01.2001,Dekat\n53.01.02.2001,Jauh\n",
        "scenarios.toml": '[[scenario]]\nname = "a"\n',
    }
    for name, text in texts.items():
        project.with_name(name).write_text(text, encoding="utf-8")
    history.rename(project.with_name("history.csv"))
    toml = project.read_text(encoding="utf-8")
    project.write_text(
        toml.replace('"villages.csv"', '"villages.csv"\nknown = "known.csv"'), encoding="utf-8"
    )
    return project.parent


@pytest.fixture
def unsolved(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody get as far as a solve, once there is a plan."""
    for name in ("planning.solve", "whatif.what_if", "replanning.replan", "replanning.backtest.backtest"):
        monkeypatch.setattr(f"planner.{name}", lambda *_, **__: pytest.fail("it was solved"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.usefixtures("unsolved")
@pytest.mark.parametrize(
    ("arguments", "option", "file", "what"),
    [
        (PLAN, "--out", "villages.csv", "villages.file in planner.toml"),
        (PLAN, "--out", "teams.csv", "teams.file in planner.toml"),
        (PLAN, "--out", "bases.csv", "bases.file in planner.toml"),
        (PLAN, "--out", "known.csv", "villages.known in planner.toml"),
        ([*PLAN, "--optimiser", "greedy"], "--out", "teams.csv", "teams.file in planner.toml"),
        (WHATIF, "--out", "teams.csv", "teams.file in planner.toml"),
        (["export", "{folder}/plan.json"], "--out", "plan.json", "the plan that is read"),
        (["export", "{folder}/plan.json"], "--out", "villages.csv", "villages.file in planner.toml"),
        (REPLAN, "--out", "plan.json", "the plan that is read"),
        (REPLAN, "--out", "history.csv", "the history of the campaign"),
        (REPLAN, "--out", "known.csv", "villages.known in planner.toml"),
        (BACKTEST, "--out", "history.csv", "the history of the campaign"),
        (BACKTEST, "--out", "teams.csv", "teams.file in planner.toml"),
        (LEARN, "--out", "planner.toml", "the project file"),
        (LEARN, "--out", "letters.toml", "the letterhead of its letters"),
        (LEARN, "--out", "history.csv", "the history of the campaign"),
        (ACTUALS, "--to", "reports.csv", "the file of reports"),
        (ACTUALS, "--to", "plan.json", "the plan that is read"),
        (ACTUALS, "--to", "villages.csv", "villages.file in planner.toml"),
        (["publish", "{folder}/plan.json"], "--history", "plan.json", "the plan that is read"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_a_file_that_is_read_is_never_written(
    call: Call, folder: Path, arguments: list[str], option: str, file: str, what: str
) -> None:
    before = contents(folder)

    said = call(*(a.format(folder=folder) for a in arguments), option, folder / file)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{folder / file} is ")
    assert what in said.err
    assert "; name another file, e.g. " in said.err
    assert contents(folder) == before


def test_what_learning_wrote_before_may_be_written_again_and_nothing_else(call: Call, folder: Path) -> None:
    learn = [a.format(folder=folder) for a in LEARN]

    first = call(*learn, "--out", folder / "learned.toml")
    again = call(*learn, "--out", folder / "learned.toml")
    other = call(*learn, "--out", folder / "scenarios.toml")

    assert (first.code, again.code, other.code) == (0, 0, 1)
    assert "None" not in first.out
    assert "scenarios.toml is there and holds something else; name another file" in other.err
    assert (folder / "scenarios.toml").read_text(encoding="utf-8").startswith("[[scenario]]")


@pytest.mark.usefixtures("unsolved")
@pytest.mark.parametrize("arguments", [["export", "{folder}/plan.json"], REPLAN], ids=["export", "replan"])
def test_an_input_is_known_by_what_it_holds_wherever_it_lies(
    call: Call, folder: Path, tmp_path: Path, arguments: list[str]
) -> None:
    moved = tmp_path / "elsewhere" / "deep" / "desa.csv"
    moved.parent.mkdir(parents=True)
    shutil.copyfile(folder / "villages.csv", moved)

    said = call(*(a.format(folder=folder) for a in arguments), "--out", moved)

    assert said.code == 1
    assert said.err.startswith(f"{moved} is a file that the plan was made from (villages.csv); name another")


def test_a_program_that_writes_a_plan_is_stopped_as_well(folder: Path) -> None:
    plan = planner.read_plan(folder / "plan.json")

    with pytest.raises(planner.PlannerError, match=r"villages\.csv is a file that the plan was made from"):
        planner.write(plan, folder / "villages.csv")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a right to make links there")
def test_a_link_to_an_input_is_that_input(call: Call, folder: Path) -> None:
    (folder / "result.csv").symlink_to("teams.csv")
    before = contents(folder)

    said = call(*(a.format(folder=folder) for a in PLAN), "--out", folder / "result.csv")

    assert said.code == 1
    assert f"result.csv is the same file as {folder / 'teams.csv'}, a file of the project (teams" in said.err
    assert contents(folder) == before


def test_two_files_to_write_are_not_one(call: Call, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.csv"
    for other in (out, tmp_path / "x" / ".." / "plan.csv", tmp_path / "PLAN.csv"):
        said = call(*(a.format(folder=folder) for a in PLAN), "--out", out, "--out", other)

        assert said.code == 1
        assert str(out) in said.err
        assert not out.exists()


def test_a_province_replaces_no_file_of_one_of_its_projects(call: Call, folder: Path) -> None:
    mine = folder / "kupang.json"
    mine.write_text("{}", encoding="utf-8")
    (folder / "letters.toml").write_text('logo = "kupang.json"', encoding="utf-8")

    said = call("province", folder, "--out", folder, "--seconds", 1)

    assert said.code == 1
    assert said.err.startswith(f"{mine} is a file of the project (logo in letters.toml); name another file")
    assert mine.read_text(encoding="utf-8") == "{}"


def test_the_store_is_no_file_for_a_plan(call: Call, folder: Path) -> None:
    store = folder / "kupang.gpkg"

    said = call(*(a.format(folder=folder) for a in PLAN), "--store", store, "--out", store)

    assert said.code == 1
    assert f"{store} is the same file as {store}; name another" in said.err
    assert not store.exists()


def test_a_store_that_is_there_is_not_exported_over(call: Call, folder: Path) -> None:
    store = folder / "kupang.gpkg"
    call(*(a.format(folder=folder) for a in PLAN), "--optimiser", "greedy", "--store", store)
    before = store.read_bytes()

    said = call("export", store, "--out", store)

    assert said.code == 1
    assert "is the plan that is read; name another file" in said.err
    assert store.read_bytes() == before


def test_proposals_and_report_are_no_files_of_the_project(call: Call, folder: Path) -> None:
    said = call("check", folder / "planner.toml", "--proposals", folder / "known.csv")

    assert said.code == 1
    assert "known.csv is there already" in said.err


def test_letters_do_not_replace_a_folder_that_holds_what_is_read(call: Call, folder: Path) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("segno")
    surat = folder / "surat"
    surat.mkdir()
    (folder / "villages.csv").rename(surat / "daftar.csv")  # the name of the list of letters

    said = call("letters", folder / "plan.json", "--out", surat)
    within = call("letters", folder / "plan.json", "--out", folder)

    assert (said.code, within.code) == (1, 1)
    assert "holds other files (daftar.csv)" in said.err
    assert f"{folder} holds {folder / 'plan.json'}, the plan that is read; name another folder" in within.err
    assert (surat / "daftar.csv").read_text(encoding="utf-8").startswith("kode_desa")
