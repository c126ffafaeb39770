"""The PDF files, read with another program than the one that made them."""

import io
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.domain.plan import Plan
from planner.errors import InputError, PlannerError
from planner.exporters.xlsx.team_sheets import COLUMNS
from planner.letters.contents import KINDS, Document, Letters
from planner.letters.office import Office, Officer, TeamOffice
from planner.letters.typesetting import TEMPLATES, Typesetter, require_typst, write_templates
from planner.words import Language, word

pytest.importorskip("typst", reason="letters are an extra: pip install field-planner[pdf]")
pytest.importorskip("segno", reason="codes on letters are part of the extra: pip install field-planner[pdf]")
pypdf = pytest.importorskip("pypdf", reason="reads the letters back")

DAY = date(2018, 5, 7)
MM = 72 / 25.4  # points
TYPST_SIGNS = '#panic("x") $y$ *b* _i_ @a <l> "q" \\ `c` //n'


def documents(plan: Plan, office: Office | None = None, **options: Any) -> dict[str, Document]:
    """Return the last document of each kind; of a trip, the longest one."""
    letters = Letters(plan, office or Office(), **({"paper": "f4", "language": "id"} | options))
    return {document.kind: document for document in letters.documents()}


def pages(content: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(content)).pages


def text_of(content: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages(content)))


def set_(document: Document, templates: Path | None = None, logo: str = "") -> bytes:
    with Typesetter(templates=templates, logo=logo, day=DAY) as typesetter:
        return typesetter.pdf(document.kind, document.content)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("paper", ["f4", "a4"])
def test_every_document_can_be_set_on_its_paper(two_teams: Plan, paper: str, language: str) -> None:
    expected = {"f4": (215, 330), "a4": (210, 297)}

    for kind, document in documents(two_teams, paper=paper, language=language).items():
        for page in pages(set_(document)):
            width, height = expected["a4" if kind == "poster" else paper]
            found = (float(page.mediabox.width), float(page.mediabox.height))
            is_to_fill_in = kind == "tim" and found[0] > found[1]  # landscape
            width, height = (height, width) if is_to_fill_in else (width, height)
            assert found == pytest.approx((width * MM, height * MM), abs=0.1)


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("spt", 2),
        ("spd", 2),
        ("surat_camat", 1),
        ("surat_desa", 1),
        ("poster", 1),
        ("tim", 2),
        ("berita_acara", 2),
    ],
)
def test_documents_have_as_many_pages_as_they_should(two_teams: Plan, kind: str, count: int) -> None:
    assert len(pages(set_(documents(two_teams)[kind]))) == count


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("spt", ["SURAT PERINTAH TUGAS", "MEMERINTAHKAN", "Selasa, 8 Mei 2018", "Jauh / Far", "10.00–16.00"]),
        ("spd", ["SURAT PERJALANAN DINAS", "Tiba di", "8 Mei 2018", "9 Mei 2018", "Kepala Desa Far,"]),
        ("surat_camat", ["Camat Jauh", "Rabu, 9 Mei 2018", "LEMBAR JAWABAN"]),
        ("surat_desa", ["Kepala Desa Far", "fotokopi Kartu Keluarga", "08.00–09.30", "LEMBAR JAWABAN"]),
        ("poster", ["PENGUMUMAN", "Desa Far", "GRATIS", "Selasa, 8 Mei 2018"]),
        ("tim", ["Tim 2", "Near, Dekat", "08.40–10.40", "Versi rencana v"]),
        ("spt", ["Plan B", "Near (15)", "Versi rencana v", "Halaman 2/2"]),
        (
            "berita_acara",
            [
                "Hadir",
                "Terekam",
                "Gagal",
                "Tidak ditemukan",
                "Meninggal",
                "Pindah",
                "Ganda",
                "Kepala Desa Far",
            ],
        ),
    ],
)
def test_documents_say_what_they_should(two_teams: Plan, kind: str, expected: list[str]) -> None:
    text = text_of(set_(documents(two_teams)[kind]))

    assert [part for part in expected if part not in text] == []


def test_visum_has_a_box_for_each_village_between_the_two_of_the_office(two_teams: Plan) -> None:
    last_page = pages(set_(documents(two_teams)["spd"]))[-1].extract_text()

    assert last_page.count("Tiba di") == 2  # Far, and back at the base
    assert last_page.count("Berangkat dari") == 2  # the base, and Far


def test_names_of_the_office_are_printed_and_unknown_ones_are_dotted(two_teams: Plan) -> None:
    head = Officer(name="Nama Kepala", nip="19700101 199503 1 001")
    office = Office(head=head, place="Ba'a", teams={"T1": TeamOffice(officers=(Officer(name="Nama Ketua"),))})

    known, unknown = (text_of(set_(documents(two_teams, found)["spt"])) for found in (office, Office()))

    assert "Nama Kepala" in known
    assert "NIP. 19700101 199503 1 001" in known
    assert "Nama Ketua" in known
    assert re.search(r"NIP\. ?(\. ?){10}", unknown)


@pytest.mark.parametrize("kind", KINDS)
def test_names_appear_literally_whatever_signs_they_have(
    two_teams: Plan, named: Callable[..., Plan], kind: str
) -> None:
    plan = named(Plan(two_teams.problem, two_teams.team_days[:1], two_teams.outcome), TYPST_SIGNS)

    text = text_of(set_(documents(plan)[kind]))

    assert TYPST_SIGNS.replace(" ", "") in text.replace(" ", "")


def test_names_with_diacritics_are_whole(two_teams: Plan, named: Callable[..., Plan]) -> None:
    plan = named(Plan(two_teams.problem, two_teams.team_days[:1], two_teams.outcome), "Söé Lélé Ñuñu")

    assert "Söé Lélé Ñuñu" in text_of(set_(documents(plan)["poster"]))


def test_a_name_that_is_no_text_of_a_page_does_no_harm(two_teams: Plan, named: Callable[..., Plan]) -> None:
    plan = named(two_teams, "A\x00B\ud800\n</svg>&C")

    for document in documents(plan).values():
        assert len(pages(set_(document))) >= 1


def test_poster_with_many_dates_is_one_page(two_teams: Plan) -> None:
    poster = documents(two_teams)["poster"]
    dates = [{"date": f"Rabu, {n} September 2018", "open": "08.00", "close": "16.00"} for n in range(1, 25)]

    (page,) = pages(set_(Document(**{**_fields(poster), "content": {**poster.content, "dates": dates}})))

    assert page.extract_text().count("September") == 24
    assert "GRATIS" in page.extract_text()


@pytest.mark.parametrize(("rows", "count"), [(45, 1), (250, 4)])
def test_team_sheet_shrinks_to_one_page_before_it_takes_more(two_teams: Plan, rows: int, count: int) -> None:
    sheet = documents(two_teams)["tim"]
    content = {**sheet.content, "schedule": sheet.content["schedule"] * rows}

    *found, _to_fill_in = pages(set_(Document(**{**_fields(sheet), "content": content})))

    assert len(found) == 1 if count == 1 else 2 <= len(found) <= count
    assert "".join(page.extract_text() for page in found).count("08.40") == rows


@pytest.mark.parametrize("language", ["id", "en"])
def test_team_sheet_asks_for_what_that_of_the_workbook_asks_for(two_teams: Plan, language: Language) -> None:
    sheet = documents(two_teams, language=language)["tim"]

    *_, page = pages(set_(sheet))

    text = page.extract_text().replace("\n", " ").replace("’", "'")
    headers = [word(column.header or column.name, language) for column in COLUMNS]
    assert [header for header in headers if header not in text] == []
    assert word("reason_codes", language) in text
    assert two_teams.version in text
    assert page.mediabox.width > page.mediabox.height


def test_team_sheet_has_a_page_to_fill_in_for_each_week(two_teams: Plan) -> None:
    later = replace(two_teams.team_days[0], day=date(2018, 5, 11))
    problem = two_teams.problem.replace(calendar=replace(two_teams.problem.calendar, last=date(2018, 5, 31)))
    next_week = replace(later, day=date(2018, 5, 15))
    plan = Plan(problem, (two_teams.team_days[0], later, next_week), two_teams.outcome)

    first, second = pages(set_(documents(plan)["tim"]))[1:]

    assert ["Jumat, 11 Mei" in page.extract_text() for page in (first, second)] == [True, False]
    assert ["Selasa, 15 Mei" in page.extract_text() for page in (first, second)] == [False, True]


def _fields(document: Document) -> dict[str, Any]:
    return {name: getattr(document, name) for name in document.__slots__}


def test_same_content_gives_the_same_bytes(two_teams: Plan) -> None:
    for document in documents(two_teams).values():
        assert set_(document) == set_(document)


def test_files_bear_the_date_they_are_given_and_not_that_of_today(two_teams: Plan) -> None:
    reader = pypdf.PdfReader(io.BytesIO(set_(documents(two_teams)["spt"])))

    assert reader.metadata.creation_date.date() == DAY


def test_a_logo_stands_in_the_letterhead(two_teams: Plan, tmp_path: Path) -> None:
    logo = tmp_path / "kabupaten.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text y="8">LOGO</text></svg>')
    document = documents(two_teams)["spt"]

    assert len(set_(document, logo=str(logo))) > len(set_(document))


# --- templates of the office -----------------------------------------------------------------------------


def test_templates_can_be_written_changed_and_used(two_teams: Plan, tmp_path: Path) -> None:
    own = tmp_path / "own"
    write_templates(own)
    poster = own / "poster.typ"
    poster.write_text(poster.read_text(encoding="utf-8").replace("GRATIS", "TANPA BIAYA"), encoding="utf-8")

    text = text_of(set_(documents(two_teams)["poster"], templates=own))

    assert "TANPA BIAYA" in text
    assert "GRATIS" not in text


def test_written_templates_are_those_of_the_package(tmp_path: Path) -> None:
    written = write_templates(tmp_path / "own")

    assert {path.name for path in written} == {"kop.typ", *(f"{kind}.typ" for kind in KINDS)}
    assert all(path.read_bytes() == (TEMPLATES / path.name).read_bytes() for path in written)


def test_templates_are_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "spt.typ").write_text("mine")

    with pytest.raises(PlannerError, match=r"spt\.typ would be overwritten"):
        write_templates(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["spt.typ"]
    assert (tmp_path / "spt.typ").read_text() == "mine"


def test_templates_cannot_be_written_into_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(PlannerError, match="cannot be written"):
        write_templates(tmp_path / "file")


def test_a_row_of_the_schedule_is_never_cut_by_the_end_of_a_page(two_teams: Plan) -> None:
    document = documents(two_teams)["surat_camat"]
    row = {**document.content["visits"][0], "place": "Satu " + "Panjang " * 20 + "Dua"}
    content = {**document.content, "visits": [row] * 60}

    found = [
        page.extract_text() for page in pages(set_(Document(**{**_fields(document), "content": content})))
    ]

    assert len(found) > 1
    assert [page.count("Satu") for page in found] == [page.count("Dua") for page in found]


def test_one_template_of_the_office_is_enough(two_teams: Plan, tmp_path: Path) -> None:
    (tmp_path / "poster.typ").write_text('#import "kop.typ": d\nDi #d.village saja', encoding="utf-8")

    found = documents(two_teams)

    assert text_of(set_(found["poster"], templates=tmp_path)) == "Di Far saja"
    assert "SURAT PERINTAH" in text_of(set_(found["spt"], templates=tmp_path))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Baris\n#let x = (", r"poster\.typ: 1 fault\n  - line 2, column \d+: unclosed delimiter"),
        ('#import "kop.typ": d\n\n#d.nama', r"line 3, column 3: dictionary does not contain key .nama."),
        ("#salah()", "line 1, column 1: unknown variable: salah"),
        ('#read("/etc/passwd")', "line 1, column 6: file not found"),
        ('#read("../../x")', "line 1, column 6: .*escape"),
        ('a\n#import "@preview/cetz:0.3.0"', "line 2: packages from the internet are not fetched"),
    ],
)
def test_a_faulty_template_is_named_with_its_line(
    two_teams: Plan, tmp_path: Path, text: str, expected: str
) -> None:
    (tmp_path / "poster.typ").write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match=expected) as caught:
        set_(documents(two_teams)["poster"], templates=tmp_path)

    assert str(tmp_path / "poster.typ") in str(caught.value)


def test_a_fault_in_the_shared_part_names_that_file(two_teams: Plan, tmp_path: Path) -> None:
    (tmp_path / "kop.typ").write_text("#let d = (\n", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        set_(documents(two_teams)["spt"], templates=tmp_path)

    assert str(tmp_path / "kop.typ") in str(caught.value)


def test_a_folder_without_templates_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no template in this folder; expected spt\.typ"):
        Typesetter(templates=tmp_path, day=DAY)


def test_no_template_of_the_package_needs_the_internet() -> None:
    assert [path.name for path in TEMPLATES.glob("*.typ") if '"@' in path.read_text(encoding="utf-8")] == []


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(PlannerError, match=r'pip install "field-planner\[pdf\]"'):
        require_typst()
