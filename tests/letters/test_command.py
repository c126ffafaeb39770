"""``planner letters`` on the command line."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

import planner
from planner.cli import main
from planner.domain.plan import Plan


class Said(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


class Call(Protocol):
    """Runs ``planner letters`` in this process."""

    def __call__(self, *arguments: object) -> Said: ...


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["planner", "letters", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Said(code, *capfd.readouterr())

    return run


@pytest.fixture
def plan_file(two_teams: Plan, tmp_path: Path) -> Path:
    return planner.write(two_teams, tmp_path / "plan.json")


def test_letters_are_written_and_told(call: Call, plan_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("segno")

    said = call(plan_file, "--out", tmp_path / "surat")

    assert (said.code, said.err) == (0, "")
    assert "letterhead and names from nowhere: dotted lines" in said.out
    assert f"wrote 24 files to {tmp_path / 'surat'}; daftar.csv lists them" in said.out
    assert (tmp_path / "surat/tim/T1.pdf").read_bytes().startswith(b"%PDF")


def test_paper_and_language_can_be_chosen(call: Call, plan_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("segno")
    pypdf = pytest.importorskip("pypdf")

    said = call(plan_file, "--out", tmp_path / "surat", "--paper", "A4", "--language", "en")

    page = pypdf.PdfReader(tmp_path / "surat/spt/2018-05-08_T1.pdf").pages[0]
    assert said.code == 0
    assert round(float(page.mediabox.height) / 72 * 25.4) == 297
    assert "Tuesday, 8 May 2018" in page.extract_text()


def test_letters_toml_beside_the_plan_is_used(call: Call, plan_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("segno")
    pypdf = pytest.importorskip("pypdf")
    (tmp_path / "letters.toml").write_text('[head]\nname = "Nama Kepala"', encoding="utf-8")

    said = call(plan_file, "--out", tmp_path / "surat")

    text = pypdf.PdfReader(tmp_path / "surat/spt/2018-05-08_T1.pdf").pages[0].extract_text()
    assert f"letterhead and names from {tmp_path / 'letters.toml'}" in said.out
    assert "Nama Kepala" in text


def test_the_register_of_numbers_is_told(call: Call, plan_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("segno")
    (tmp_path / "letters.toml").write_text("[numbers]\nfirst_travel = 7", encoding="utf-8")

    said = call(plan_file, "--out", tmp_path / "surat")

    assert said.code == 0
    assert f"numbers of letters are kept in {tmp_path / 'nomor.csv'}" in said.out
    assert "090/9/Disdukcapil/..../2018" in (tmp_path / "nomor.csv").read_text(encoding="utf-8-sig")


def test_a_fault_of_letters_toml_ends_with_1_and_no_folder(
    call: Call, plan_file: Path, tmp_path: Path
) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("segno")
    (tmp_path / "own.toml").write_text("[teams.T9]\nvehicle = 'Mobil'", encoding="utf-8")

    said = call(plan_file, "--out", tmp_path / "surat", "--office", tmp_path / "own.toml")

    assert said.code == 1
    assert "own.toml: 1 fault" in said.err
    assert "known are T1, T2" in said.err
    assert not (tmp_path / "surat").exists()


def test_a_faulty_template_ends_with_1(call: Call, plan_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("segno")
    assert call("--write-templates", tmp_path / "own").code == 0
    (tmp_path / "own/spd.typ").write_text("Satu\n#dua", encoding="utf-8")

    said = call(plan_file, "--out", tmp_path / "surat", "--templates", tmp_path / "own")

    assert said.code == 1
    assert "spd.typ: 1 fault\n  - line 2, column 1: unknown variable: dua" in said.err
    assert "Traceback" not in said.err


def test_without_the_extra_it_says_in_one_sentence_how_to_install_it(
    call: Call, plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    said = call(plan_file, "--out", tmp_path / "surat")

    assert said.code == 1
    assert said.err == (
        'letters are set by Typst, which is not installed: pip install "field-planner[pdf]"\n'
    )
    assert not (tmp_path / "surat").exists()


def test_templates_are_written_without_the_extra(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setitem(sys.modules, "docxtpl", None)

    said = call("--write-templates", tmp_path / "own")

    assert said.code == 0
    assert (tmp_path / "own/spt.typ").is_file()
    assert list((tmp_path / "own").glob("*.docx")) == []
    assert "no templates for Word: letters for Word need docxtpl, which is not installed" in said.err


def test_templates_for_word_are_written_with_the_others_or_none_is(call: Call, tmp_path: Path) -> None:
    pytest.importorskip("docxtpl")
    (tmp_path / "one").mkdir()
    (tmp_path / "one/spt.docx").write_text("mine")

    good, bad = (call("--write-templates", tmp_path / name) for name in ("own", "one"))

    assert (good.code, bad.code) == (0, 1)
    assert len(list((tmp_path / "own").glob("*.docx"))) == 5
    assert (tmp_path / "own/berita_acara.typ").is_file()
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["spt.docx"]


def test_letters_for_word_are_written_when_they_are_asked_for(
    call: Call, plan_file: Path, tmp_path: Path
) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("segno")
    pytest.importorskip("docxtpl")

    said = call(plan_file, "--out", tmp_path / "surat", "--docx")

    assert said.code == 0
    assert sorted(path.name for path in (tmp_path / "surat/spt").glob("*.docx")) == [
        "2018-05-07_T1.docx",
        "2018-05-07_T2.docx",
        "2018-05-08_T1.docx",
    ]
    assert {path.parent.name for path in (tmp_path / "surat").rglob("*.docx")} == {
        "spt",
        "spd",
        "surat_camat",
        "surat_desa",
        "berita_acara",
    }


def test_without_the_extra_for_word_nothing_is_written(
    call: Call, plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("segno")
    monkeypatch.setitem(sys.modules, "docxtpl", None)

    said = call(plan_file, "--out", tmp_path / "surat", "--docx")

    assert said.code == 1
    assert (
        said.err
        == 'letters for Word need docxtpl, which is not installed: pip install "field-planner[letters]"\n'
    )
    assert not (tmp_path / "surat").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("plan.json",),
        ("--out", "surat"),
        ("plan.json", "--out", "surat", "--paper", "a5"),
        ("plan.json", "--out", "surat", "--language", "de"),
    ],
)
def test_a_wrong_call_ends_with_2(call: Call, arguments: tuple[str, ...]) -> None:
    assert call(*arguments).code == 2


def test_a_missing_plan_ends_with_1(call: Call, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("segno")

    assert call(tmp_path / "none.json", "--out", tmp_path / "surat").code == 1


def test_nothing_else_loads_typst() -> None:
    code = "import planner.cli, planner.planning, planner.exporters.ics, planner.letters.office, sys; "

    done = subprocess.run(
        [sys.executable, "-c", code + "print('typst' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "False"
