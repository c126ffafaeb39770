"""Nothing that the planner writes or says holds a sign that nobody sees, whatever its inputs hold."""

import io
import json
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from html import unescape
from pathlib import Path

import pytest

import planner
from planner.cli import main
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.errors import InputError
from planner.exporters import EXPORTERS
from planner.inputs.project import read_problem
from planner.signs import HIDDEN

SIGNS = "\x1b]0;pwn\x07\x1b[2J\x9b\x7f\u200b\u202e\u2066\u00ad\ufeff\u200d\U000e0041"
VISIBLE = "]0;pwn[2J"
TOML = """
title = "Dua desa"
[villages]
file = "villages.csv"
[bases]
file = "bases.csv"
[teams]
file = "teams.csv"
[calendar]
first_day = 2018-05-07
deadline = 2018-05-11
file = "calendar.csv"
[rules]
file = "rules.csv"
"""
TABLES = {  # @ stands for the signs, # for those that leave a number a number
    "villages.csv": (
        "kode_desa,nama_desa,nama_kec,nama_kab,pulau,lon,lat,belum_rekam,menginap,tempat_layanan,kontak,"
        "sumber,Kolom Sendiri\n"
        "53.01.01.2001#,Dekat@,Kota@,Kupang@,Timor@,123.80#,-10.10#,65#,ya#,Balai@,Pak A@,SIAK@,isi@\n"
        "53.01.02.2001,Jauh@,Hulu@,Kupang@,Timor@,124.10,-9.90,75,ya,Balai@,Pak B@,SIAK@,isi@\n"
    ),
    "bases.csv": "Kode Basis,Nama Basis,Bujur,Lintang,Pulau\nB@,Oelamasi@,123.90,-10.00,Timor@\n",
    "teams.csv": "Kode Tim,Nama Tim,Basis,Laju per Jam,Kendaraan\nT1@,Tim 1@,B@,10,Mobil@\n",
    "calendar.csv": "Tanggal,Keterangan,Dikerjakan\n2018-05-09#,Libur@,tidak\n",
    "rules.csv": (
        "Kode,Jenis,Tim,Desa,Dari,Alasan,Oleh\nA1@,LARANG#,T1@,53.01.02.2001,2018-05-07,jalan@ putus,Kadis@\n"
    ),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project whose tables hold signs that nobody sees in all their texts."""
    (tmp_path / "planner.toml").write_text(TOML, encoding="utf-8")
    for name, content in TABLES.items():
        header, *rows = content.split("\n")
        marked = [",".join(f"{title}\u200b\x1b" for title in header.split(",")), *rows]
        (tmp_path / name).write_text(
            "\n".join(marked).replace("@", SIGNS).replace("#", "\u200b\ufeff"), encoding="utf-8"
        )
    return tmp_path / "planner.toml"


@pytest.fixture
def plan(project: Path) -> Plan:
    return planner.solve(read_problem(project), optimiser_name="greedy")


def texts_in(path: Path) -> str:
    """Return all texts of a file, those of its parts and rows included, as a reader would get them."""
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as package:
            parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
        return unescape("".join(part for part in parts if "\x00" not in part))
    if path.suffix == ".gpkg":
        with closing(sqlite3.connect(path)) as db:
            return "\n".join(line for line in db.iterdump() if "X'" not in line)
    text = path.read_bytes().decode("utf-8-sig")
    return str(json.loads(text)) if path.suffix in (".json", ".geojson") else unescape(text)


def require_clean(text: str) -> None:
    assert HIDDEN.search(text) is None, repr(text[max(0, HIDDEN.search(text).start() - 60) :][:120])
    assert "_x00" not in text  # how a workbook spells a sign of control


def test_every_text_of_the_tables_had_them(project: Path) -> None:
    problem = read_problem(project)

    assert problem.villages[0].name == f"Dekat{VISIBLE}"
    assert problem.teams[0].id == f"T1{VISIBLE}"
    notes = [name for name, _ in problem.notes if name.startswith("signs that nobody sees")]
    assert [name.rpartition(" ")[2] for name in notes] == [
        "villages.csv",
        "bases.csv",
        "calendar.csv",
        "teams.csv",
        "rules.csv",
    ]


@pytest.mark.parametrize("suffix", EXPORTERS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_exporter_writes_one(plan: Plan, tmp_path: Path, suffix: str, language: str) -> None:
    path = planner.write(plan, tmp_path / f"plan{suffix}", language=language)

    text = texts_in(path)

    assert VISIBLE in text.replace("\\", "").replace("\r\n ", "") or suffix == ".ics"
    require_clean(text)


def test_no_letter_holds_one(plan: Plan, tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="letters are an extra: pip install field-planner[pdf]")
    pypdf = pytest.importorskip("pypdf", reason="a second reader for the letters")
    from planner.letters.writing import write_letters

    for path in write_letters(plan, tmp_path / "surat"):
        if path.suffix == ".pdf":
            pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
            require_clean("".join(page.extract_text() for page in pages))
        else:
            require_clean(texts_in(path))


@pytest.mark.parametrize(
    "command",
    [
        ("check", "{toml}"),
        ("check", "{toml}", "--json"),
        ("plan", "{toml}", "--optimiser", "greedy", "--out", "{out}/p.json"),
        ("plan", "{toml}", "--optimiser", "greedy", "--out", "{out}/p.json", "--json"),
        ("forecast", "{toml}"),
        ("verify", "{plan}"),
        ("explain", "{plan}", "53.01.02.2001"),
        ("explain", "{plan}", "53.01.02.2001", "--json"),
        ("explain", "{plan}", "Dekat"),
    ],
)
def test_no_command_says_one(
    command: tuple[str, ...],
    project: Path,
    plan: Plan,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    planner.write(plan, tmp_path / "plan.json")
    places = {"toml": project, "out": tmp_path, "plan": tmp_path / "plan.json"}
    monkeypatch.setattr(sys, "argv", ["planner", *(word.format(**places) for word in command)])

    with suppress(SystemExit):
        main()

    said = capfd.readouterr()
    require_clean(said.out + said.err)
    assert said.out or said.err


TEXTS = {
    "title": ('title = "Dua desa"', 'title = "Dua{} desa"'),
    "villages.attribution": ('file = "villages.csv"', 'file = "villages.csv"\nattribution = "OSM{}"'),
    "villages.file": ("villages.csv", "villages{}.csv"),
    "calendar.sheet": ('file = "calendar.csv"', 'file = "calendar.csv"\nsheet = "a{}"'),
}


@pytest.mark.parametrize("key", TEXTS)
@pytest.mark.parametrize("sign", ["\\u001b", "\u200b", "\u202e", "\u00ad", "\\u007f", "\\u0085"])
def test_what_is_written_as_text_is_refused_at_its_key(project: Path, key: str, sign: str) -> None:
    old, new = TEXTS[key]
    project.write_text(TOML.replace(old, new.format(sign)), encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_problem(project)

    (fault,) = caught.value.faults
    assert (fault.file, fault.column) == ("planner.toml", key)
    assert fault.problem.startswith(
        "holds a sign that nobody sees: U+00" if "\\" in sign or sign == "\u00ad" else "holds"
    )
    require_clean(str(caught.value))


@pytest.mark.parametrize("of", ["letters", "scenarios", "learned"])
def test_so_it_is_in_the_other_files_that_people_write(tmp_path: Path, of: str) -> None:
    from planner.letters.office import read_office
    from planner.replanning.learning import read_learned
    from planner.whatif.scenario_file import read_scenarios

    readers: dict[str, tuple[Callable[[Path], object], str]] = {
        "letters": (read_office, 'contact = "Budi\u202e"\n'),
        "scenarios": (read_scenarios, '[[scenario]]\nname = "a\\u001b"\n'),
        "learned": (read_learned, '[rate_per_hour]\n"T1\u200b" = 2.0\n'),
    }
    read, text = readers[of]
    (tmp_path / "f.toml").write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match="holds a sign that nobody sees") as caught:
        read(tmp_path / "f.toml")

    require_clean(str(caught.value))


def test_names_of_sheets_and_layers_are_spelt_in_faults(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Desa\u202e"
    book.create_sheet("Tim\u200b")
    book.save(tmp_path / "masukan.xlsx")
    (tmp_path / "planner.toml").write_text('title = "x"\nworkbook = "masukan.xlsx"\n', encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_problem(tmp_path / "planner.toml")

    assert [fault.sheet for fault in caught.value.faults] == ["Desa<U+202E>", "Tim<U+200B>"]


def test_a_question_is_understood_without_them(plan: Plan) -> None:
    from planner.explain.wishes import wishes_of

    (wish,) = wishes_of("tanpa\u200b desa 53.01.01.2001\x1b", plan.problem)

    assert wish.said == "tanpa desa 53.01.01.2001"
    assert isinstance(wish.change(plan.problem), Problem)
