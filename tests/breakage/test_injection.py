"""Texts that other programs would run: each output is read back by one, and nothing of them runs."""

import csv
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pyogrio
import pytest
from browser import BROWSER, BROWSERS, visit
from libreoffice import converted, needs_libreoffice

from planner.domain.plan import Plan
from planner.exporters.csv import FORMULA_STARTS

HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]|\\r(?!\n)")
CLICK_ALL = "<script>for (const e of document.querySelectorAll('*')) e.click?.()</script></body>"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
ICS_NAMES = {
    *(
        "PRODID",
        "VERSION",
        "CALSCALE",
        "METHOD",
        "X-WR-CALNAME",
        "X-WR-TIMEZONE",
        "UID",
        "DTSTAMP",
        "DTSTART",
    ),
    *("DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "GEO", "CATEGORIES", "TRANSP", "STATUS", "SEQUENCE"),
    *("TZID", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"),
}
ACTIONS = {"/JS", "/JavaScript", "/Launch", "/URI", "/OpenAction", "/AA", "/EmbeddedFiles", "/RichMedia"}


def names(plan: Plan) -> set[str]:
    return {village.name for village in plan.problem.villages}


# --- the page -------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason=f"no browser here; looked for {', '.join(BROWSERS)}")
@pytest.mark.parametrize(
    ("name", "ending"),
    [("plan", CLICK_ALL), ("skenario", "</body>"), ("simulasi", "</body>"), ("ujibalik", "</body>")],
)  # the others have no script, and allow none
def test_no_script_of_a_text_runs_in_a_page(answers: Path, tmp_path: Path, name: str, ending: str) -> None:
    page = (answers / f"{name}.html").read_text(encoding="utf-8")

    seen = visit(page.replace("</body>", ending), tmp_path)

    assert "PWNED" not in seen.dom
    assert re.search(r"<title>[^<]*&lt;script&gt;[^<]*</title>", seen.dom)
    assert (seen.requests, seen.console) == ([], [])


# --- workbooks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plan.xlsx", "mutu.xlsx", "skenario.xlsx"])
def test_no_text_becomes_a_formula_or_a_link_in_a_workbook(answers: Path, evil_plan: Plan, name: str) -> None:
    book = openpyxl.load_workbook(answers / name)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    links = [cell.hyperlink for cell in cells if cell.hyperlink and cell.hyperlink.target]

    assert not [formula for formula in formulas if any(attack in formula for attack in names(evil_plan))]
    assert links == []
    with zipfile.ZipFile(answers / name) as package:
        assert not [part for part in package.namelist() if "externalLink" in part or "vba" in part.lower()]


@needs_libreoffice
def test_libreoffice_finds_no_formula_of_ours_in_a_workbook(
    evil: Path, evil_plan: Plan, tmp_path: Path
) -> None:
    book = ET.parse(converted(evil / "plan.xlsx", "fods", tmp_path))

    formulas = {cell.get(f"{TABLE}formula", "") for cell in book.iter(f"{TABLE}table-cell")} - {""}
    texts = {"".join(cell.itertext()) for cell in book.iter(f"{TEXT}p")}

    assert formulas  # our own sums
    assert not [
        formula for formula in formulas if re.search(r"HYPERLINK|cmd|DDE|127\.0\.0\.1|SUM\(1", formula)
    ]
    assert names(evil_plan) <= texts


@needs_libreoffice
@pytest.mark.parametrize("name", ["plan.csv", "skenario.csv", "surat/daftar.csv"])
def test_libreoffice_finds_no_formula_in_a_text_file(
    answers: Path, letters: Path, tmp_path: Path, name: str
) -> None:
    book = ET.parse(converted(answers / name, "fods:OpenDocument Spreadsheet Flat XML", tmp_path))

    cells = list(book.iter(f"{TABLE}table-cell"))

    assert len(cells) > 50
    assert not [cell.attrib for cell in cells if cell.get(f"{TABLE}formula")]


def test_no_cell_of_a_text_file_begins_as_a_formula(evil: Path, evil_plan: Plan) -> None:
    with (evil / "plan.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))

    assert len(rows) == 1 + len(evil_plan.problem.villages)
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)]
    assert {cell.removeprefix("'") for row in rows for cell in row} >= {
        name.removeprefix("'") for name in names(evil_plan)
    }


# --- calendars ------------------------------------------------------------------------------------------


def calendars(evil: Path, letters: Path) -> Iterator[Path]:
    yield evil / "plan.ics"
    yield from letters.glob("tim/*.ics")


def test_a_calendar_holds_its_own_properties_only(evil: Path, letters: Path) -> None:
    icalendar = pytest.importorskip("icalendar")
    for path in calendars(evil, letters):
        content = path.read_bytes()

        calendar = icalendar.Calendar.from_ical(content)

        parts = calendar.walk()
        assert {str(name) for part in parts for name in part} <= ICS_NAMES
        assert {part.name for part in parts} <= {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
        assert not [part.errors for part in parts if part.errors]
        assert len(max(content.split(b"\r\n"), key=len)) <= 75
        assert b"\n" not in content.replace(b"\r\n", b"")


# --- maps and databases ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plan.gpkg", "store.gpkg"])
def test_a_database_is_whole_and_holds_the_texts_as_they_are(evil: Path, evil_plan: Plan, name: str) -> None:
    with closing(sqlite3.connect(evil / name)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchone()
        layers = [row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents ORDER BY 1")]
    found: set[str] = set()
    for layer, _ in pyogrio.list_layers(evil / name):
        frame = pyogrio.read_dataframe(evil / name, layer=layer, read_geometry=False)
        found.update(value for column in frame for value in frame[column] if isinstance(value, str))

    assert whole == ("ok",)
    assert len(layers) >= 2
    assert names(evil_plan) <= found


def test_gdal_reads_the_texts_of_a_map_as_they_are(evil: Path, evil_plan: Plan) -> None:
    frame = pyogrio.read_dataframe(evil / "plan.geojson", read_geometry=False)

    found = {value for column in frame for value in frame[column] if isinstance(value, str)}

    assert names(evil_plan) <= found
    assert json.loads((evil / "plan.geojson").read_text(encoding="utf-8"))["type"] == "FeatureCollection"


# --- letters --------------------------------------------------------------------------------------------


def keys_of(value: object) -> Iterator[str]:
    """Yield every key of the dictionaries in an object of a PDF, but for those it only refers to."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for inner in list.__iter__(value):
            yield from keys_of(inner)


def test_nothing_in_a_pdf_acts_on_anything(letters: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    paths = sorted(letters.rglob("*.pdf"))
    assert len(paths) > 50
    for path in paths:
        reader = pypdf.PdfReader(path)

        objects = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]

        assert not set(keys_of(objects)) & ACTIONS, path
        assert "/Author" not in (reader.metadata or {})


def test_nothing_in_a_pdf_was_reckoned(letters: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    order = pypdf.PdfReader(next(letters.glob("spt/*.pdf")))

    said = re.sub(r"\s", "", "".join(page.extract_text() for page in order.pages))

    assert "{{7*7}}" in said
    assert '#panic("x")#read("/etc/passwd")#(7*7)' in said


def test_nothing_in_a_letter_for_word_is_a_field_or_a_link(letters: Path) -> None:
    paths = [path for kind in letters.iterdir() for path in sorted(kind.glob("*.docx"))[:3]]
    assert len(paths) > 10
    for path in paths:
        with zipfile.ZipFile(path) as package:
            parts = {
                name: package.read(name).decode("utf-8")
                for name in package.namelist()
                if name.endswith((".xml", ".rels"))
            }
        for name, part in parts.items():
            ET.fromstring(part)
            assert 'TargetMode="External"' not in part, (path, name)
        body = parts["word/document.xml"]
        assert "DDEAUTO" not in re.sub(r">[^<]*<", "><", body)
        assert not re.search(r"<w:(?:fldSimple|hyperlink|object|altChunk)\b", body)


@needs_libreoffice
def test_libreoffice_opens_a_letter_with_its_texts_as_they_are(letters: Path, tmp_path: Path) -> None:
    order = next(letters.glob("spt/*.docx"))

    said = converted(order, "txt:Text (encoded):UTF8", tmp_path).read_text(encoding="utf-8-sig")

    assert "{{ 7*7 }}" in said
    assert "{% for x in range(9) %}x{% endfor %}" in said
    assert '<w:fldSimple w:instr="DDEAUTO' in said


def test_a_message_is_short_and_its_lines_are_ours(letters: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in letters.glob("pesan/*.txt")]

    assert len(texts) > 20
    assert max(map(len, texts)) <= 700


# --- signs that a terminal obeys, or that turn a text round -----------------------------------------------


def texts_of(path: Path) -> str:
    """Return all texts in a file, whatever kind it is."""
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as package:
            parts = (package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels")))
            return "".join("".join(ET.fromstring(part).itertext()) for part in parts)
    if path.suffix == ".gpkg":
        with closing(sqlite3.connect(path)) as connection:
            return "\n".join(connection.iterdump())
    if path.suffix == ".json":
        return json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
    return path.read_text(encoding="utf-8-sig")


def test_no_output_and_no_screen_holds_a_sign_that_nobody_sees(answers: Path, letters: Path) -> None:
    known = {".json", ".xlsx", ".csv", ".geojson", ".gpkg", ".html", ".ics"}
    inputs = {
        "villages.csv",
        "planner.toml",
        "bases.csv",
        "teams.csv",
        "calendar.csv",
        "rules.csv",
        "letters.toml",
    }
    paths = [path for path in answers.rglob("*") if path.suffix in known and path.name not in inputs]
    paths += [answers / "said.txt", *letters.glob("pesan/*.txt"), *sorted(letters.glob("*/*.docx"))[::9]]

    found = {path.name: HIDDEN.findall(texts_of(path)) for path in paths}

    assert len(found) > 50
    assert {name: signs for name, signs in found.items() if signs} == {}
