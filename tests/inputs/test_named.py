"""Which files are a project's own."""

from pathlib import Path

import pytest

import planner
from planner.inputs.named import files_around, files_of, inputs_among
from planner.inputs.project import SHA256_OF

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*/planner.toml"))


@pytest.mark.parametrize("project", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_file_that_a_project_opens_is_known_as_its_own(project: Path) -> None:
    opened = {
        project.parent / name.removeprefix(SHA256_OF)
        for name, _ in planner.read_problem(project).notes
        if name.startswith(SHA256_OF)
    }

    assert len(opened) > 3
    assert opened <= files_of(project).keys()


def test_keys_are_told_and_texts_that_are_no_files_are_not(tmp_path: Path) -> None:
    project = tmp_path / "planner.toml"
    for name in ("desa.csv", "ways.csv", "logo.png", "sea.shp", "sea.dbf"):
        (tmp_path / name).write_text("", encoding="utf-8")
    project.write_text(
        'title = "desa"\n[villages]\nfile = "desa.csv"\nknown = "none.csv"\n'
        '[[travel.more]]\nmatrix = ["ways.csv", "sea.shp"]\n[store]\nfile = "\\u0000"\n',
        encoding="utf-8",
    )
    (tmp_path / "letters.toml").write_text('logo = "logo.png"', encoding="utf-8")

    assert files_of(project) == {
        project: "the project file",
        tmp_path / "desa.csv": "a file of the project (villages.file in planner.toml)",
        tmp_path / "ways.csv": "a file of the project (travel.more.matrix in planner.toml)",
        tmp_path / "sea.shp": "a file of the project (travel.more.matrix in planner.toml)",
        tmp_path / "sea.dbf": "a file of the project (travel.more.matrix in planner.toml)",
        tmp_path / "logo.png": "a file of the project (logo in letters.toml)",
        tmp_path / "letters.toml": "a file of the project, the letterhead of its letters",
    }


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[villages", b"n = " + b"1" * 5000, b"a = " + b"[" * 9000])
def test_a_project_that_cannot_be_read_is_its_own_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "planner.toml").write_bytes(content)

    assert list(files_of(tmp_path / "planner.toml")) == [tmp_path / "planner.toml"]


def test_projects_beside_a_file_and_above_it_are_found_and_other_toml_is_not(tmp_path: Path) -> None:
    (tmp_path / "rencana").mkdir()
    (tmp_path / "office.toml").write_text('workbook = "masukan.xlsx"', encoding="utf-8")
    (tmp_path / "other.toml").write_text('readme = "notes.csv"', encoding="utf-8")
    for name in ("masukan.xlsx", "notes.csv"):
        (tmp_path / name).write_text("", encoding="utf-8")
    expected = {tmp_path.resolve() / name for name in ("office.toml", "masukan.xlsx")}

    for target in (tmp_path / "plan.xlsx", tmp_path / "rencana" / "plan.xlsx"):
        assert files_around([target]).keys() == expected


def test_a_plan_knows_its_inputs_by_what_they_held(tmp_path: Path) -> None:
    problem = planner.read_problem(EXAMPLES[0])
    plan = planner.solve(problem, optimiser_name="greedy")
    copy, changed = tmp_path / "copy.toml", tmp_path / "planner.toml"
    copy.write_bytes(EXAMPLES[0].read_bytes())
    changed.write_bytes(EXAMPLES[0].read_bytes() + b"#")

    found = inputs_among([copy, changed, tmp_path / "none.csv"], plan)

    assert found == {copy: "a file that the plan was made from (planner.toml)"}
