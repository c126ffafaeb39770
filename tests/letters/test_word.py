"""Letters for Word, read back with python-docx."""

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.domain.plan import Plan
from planner.errors import InputError, PlannerError
from planner.letters.contents import Letters
from planner.letters.office import Office, Officer, TeamOffice
from planner.letters.word import EDITED, WordFiles, write_word_templates
from planner.letters.word_templates import template

pytest.importorskip("segno")
pytest.importorskip("docxtpl", reason="letters for Word are an extra: pip install field-planner[letters]")
docx = pytest.importorskip("docx")

DAY = date(2018, 5, 7)
XML_SIGNS = "<w:t> & {{ x }} {% if %} \"q\" 'a' ]]>"


def contents(plan: Plan, office: Office | None = None, **options: Any) -> dict[str, Any]:
    """Return the content of the last letter of each kind."""
    letters = Letters(plan, office or Office(), **({"paper": "f4", "language": "id"} | options))
    return {document.kind: document.content for document in letters.documents() if document.kind in EDITED}


def made(kind: str, content: Any, templates: Path | None = None, **options: Any) -> bytes:
    paper, language = options.get("paper", "f4"), options.get("language", "id")
    return WordFiles(templates, options.get("logo", ""), paper, language, DAY).docx(kind, content)


def text_of(data: bytes) -> str:
    """Return all text of the body in the order of the page, one paragraph a line."""
    body = docx.Document(io.BytesIO(data)).element.body
    name = docx.oxml.ns.qn
    return "\n".join("".join(t.text or "" for t in p.iter(name("w:t"))) for p in body.iter(name("w:p")))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("paper", "size"), [("f4", (215, 330)), ("a4", (210, 297))])
def test_every_letter_is_made_on_its_paper_and_no_tag_is_left(
    two_teams: Plan, paper: str, size: tuple[int, int], language: str
) -> None:
    for kind, content in contents(two_teams, paper=paper, language=language).items():
        data = made(kind, content, paper=paper, language=language)
        section = docx.Document(io.BytesIO(data)).sections[0]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == size
        text = text_of(data) + "".join(p.text for p in section.footer.paragraphs)
        assert [sign for sign in ("{{", "{%", "}}", "%}", "**") if sign in text] == []


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "spt",
            [
                "SURAT PERINTAH TUGAS",
                "Selasa, 8 Mei 2018",
                "Jauh / Far",
                "10.00–16.00",
                "Jumlah",
                "Plan B (2)",
            ],
        ),
        ("spd", ["SURAT PERJALANAN DINAS", "II. Tiba di: Far", "III. Tiba di: Oelamasi", "Kepala Desa Far,"]),
        ("surat_camat", ["Camat Jauh", "Rabu, 9 Mei 2018", "LEMBAR JAWABAN – Camat Jauh"]),
        (
            "surat_desa",
            ["Kepala Desa Far", "– fotokopi Kartu Keluarga (KK);", "08.00–09.30", "LEMBAR JAWABAN"],
        ),
        (
            "berita_acara",
            ["BERITA ACARA", "Hadir", "Tidak ditemukan", "Meninggal", "Pindah", "Ganda", "Gagal"],
        ),
    ],
)
def test_letters_say_what_they_should(two_teams: Plan, kind: str, expected: list[str]) -> None:
    text = text_of(made(kind, contents(two_teams)[kind]))

    assert [part for part in expected if part not in text] == []


def test_schedule_has_a_row_for_each_visit(two_teams: Plan) -> None:
    table = docx.Document(io.BytesIO(made("spt", contents(two_teams)["spt"]))).tables[3]

    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert [(row[0], row[3], row[4], row[5], row[6]) for row in rows[1:-1]] == [
        ("1", "10.00–16.00", "75", "60", "Far"),
        ("2", "08.00–09.30", "15", "15", "–"),
    ]
    assert rows[-1][5] == "75"


def test_a_report_has_a_page_for_each_visit(two_teams: Plan) -> None:
    text = text_of(made("berita_acara", contents(two_teams)["berita_acara"]))

    assert text.count("BERITA ACARA") == 2
    assert ("Selasa, 8 Mei 2018" in text, "Rabu, 9 Mei 2018" in text) == (True, True)


def test_names_of_the_office_are_printed_and_unknown_ones_are_dots(two_teams: Plan) -> None:
    office = Office(
        head=Officer(name="Nama Kepala", title="Plt. Kepala Dinas"),
        teams={"T1": TeamOffice(officers=(Officer(name="Ketua"), Officer(name="Anggota", nip="123")))},
    )
    known, unknown = (text_of(made("spd", contents(two_teams, found)["spd"])) for found in (office, Office()))

    assert "Plt. Kepala Dinas," in known
    assert "1. Anggota, 123" in known
    assert "....................\nNIP. ......" in unknown


@pytest.mark.parametrize("kind", EDITED)
def test_names_appear_literally_whatever_signs_they_have(
    two_teams: Plan, named: Callable[..., Plan], kind: str
) -> None:
    plan = named(Plan(two_teams.problem, two_teams.team_days[:1], two_teams.outcome), XML_SIGNS)

    assert XML_SIGNS in text_of(made(kind, contents(plan)[kind]))


def test_a_name_that_is_no_text_of_a_page_does_no_harm(two_teams: Plan, named: Callable[..., Plan]) -> None:
    plan = named(two_teams, "A\x00B\ud800\n</w:p>&C\a\f\t")

    for kind, content in contents(plan).items():
        assert "A\ufffdB" in text_of(made(kind, content)) or kind == "berita_acara"


def test_same_content_gives_the_same_bytes_and_bears_the_day_of_the_plan(two_teams: Plan) -> None:
    for kind, content in contents(two_teams).items():
        data = made(kind, content)
        assert made(kind, content) == data
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            assert {info.date_time[:3] for info in file.infolist()} == {(2018, 5, 7)}


def test_a_logo_stands_in_the_letterhead(two_teams: Plan, tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    import segno

    segno.make("logo").save(str(logo))
    content = contents(two_teams)["surat_camat"]

    counts = [
        len(docx.Document(io.BytesIO(made("surat_camat", content, logo=found))).inline_shapes)
        for found in ("", str(logo))
    ]
    with_logo = docx.Document(io.BytesIO(made("surat_camat", content, logo=str(logo))))
    pictures = with_logo.element.body.xpath(".//pic:pic")

    assert counts[0] == 0
    assert len(pictures) == 1


def test_templates_can_be_written_changed_and_used(two_teams: Plan, tmp_path: Path) -> None:
    write_word_templates(tmp_path, paper="a4", language="id")
    file = docx.Document(tmp_path / "spt.docx")
    file.paragraphs[-1].add_run("Catatan untuk {{ team }}: {{ version }}")
    file.save(tmp_path / "spt.docx")

    text = text_of(made("spt", contents(two_teams)["spt"], templates=tmp_path))

    assert f"Catatan untuk Tim 1: {two_teams.version}" in text


def test_written_templates_are_those_of_the_package_and_never_overwritten(tmp_path: Path) -> None:
    written = write_word_templates(tmp_path / "own", paper="f4", language="en")

    assert {path.name: path.read_bytes() for path in written} == {
        f"{kind}.docx": template(kind, "f4", "en") for kind in EDITED
    }
    with pytest.raises(PlannerError, match=r"spt\.docx.* would be overwritten"):
        write_word_templates(tmp_path / "own", paper="f4", language="en")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("{{ nama_warga }}", "'nama_warga' is undefined"),
        ("{{ team", "unexpected|expected token|end of"),
        ("{{ team.__class__.__mro__ }}", "unsafe"),
        ("{% if team %}", "endif|Unexpected end"),
    ],
)
def test_a_faulty_tag_names_the_file(two_teams: Plan, tmp_path: Path, tag: str, expected: str) -> None:
    file = docx.Document()
    file.add_paragraph(tag)
    file.save(tmp_path / "spd.docx")

    with pytest.raises(InputError, match=expected) as caught:
        made("spd", contents(two_teams)["spd"], templates=tmp_path)

    assert str(tmp_path / "spd.docx") in str(caught.value)


def test_a_template_that_is_no_word_file_is_named(two_teams: Plan, tmp_path: Path) -> None:
    (tmp_path / "spd.docx").write_bytes(b"old .doc")

    with pytest.raises(InputError, match=r"is no \.docx that can be read"):
        made("spd", contents(two_teams)["spd"], templates=tmp_path)


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)

    with pytest.raises(PlannerError, match=r'pip install "field-planner\[letters\]"'):
        WordFiles(None, "", "f4", "id", DAY)
