"""The page says of every personal field in which outputs it stands; the outputs are asked."""

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from planner.domain.actuals import Actual
from planner.domain.contacts import contacts_of
from planner.domain.plan import Plan
from planner.exporters import EXPORTERS
from planner.letters.contents import KINDS
from planner.letters.office import Office, Officer, TeamOffice
from planner.letters.writing import write_letters
from planner.planning import write
from planner.replanning import append
from planner.replanning.records import Returned
from planner.store import open_store
from planner.store.rows import HandIn
from planner.store.runs import add_actuals, keep_run

PAGE = (Path(__file__).parents[1] / "docs" / "privacy.md").read_text(encoding="utf-8")
MARKS = {
    "contacts": "Qkontak",
    "members": "Qanggota",
    "authors": "Qpengusul",
    "own columns": "Qkades",
    "head": "Qkepala",
    "officers": "Qpetugas",
    "whom to call": "Qnarahubung",
    "login": "Qlogin",
    "reasons": "Qalasan",
}
OUTPUTS = len(EXPORTERS) + len(KINDS) + 3  # and the store, the history and short texts
OFFICE = Office(
    phone="0380-1",
    contact="Qnarahubung",
    head=Officer(name="Qkepala", nip="19700101 199503 1 001"),
    teams={"T1": TeamOffice(officers=(Officer(name="Qpetugas"), Officer(name="Qpetugas")))},
)


def table() -> dict[str, dict[str, str]]:
    """Return field -> output -> what the page says."""
    lines = [line for line in PAGE.splitlines() if line.startswith("|")]
    start = next(n for n, line in enumerate(lines) if line.startswith("| output |"))
    rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines[start : start + 2 + OUTPUTS]]
    return {field: {row[0]: row[n] for row in rows[2:]} for n, field in enumerate(rows[0]) if n}


@pytest.fixture
def marked(named_plan: Plan, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Return the plan in which everybody has a name that nothing else has; Qlogin sits at the computer."""
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, "Qlogin")
    return named_plan


def said(path: Path) -> str:
    """Return all that a file says, unpacked."""
    data = path.read_bytes()
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            data = b"".join(map(package.read, package.namelist()))
    elif path.suffix == ".pdf":
        import pypdf

        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return data.decode("utf-8", "replace")


def outputs(plan: Plan, folder: Path, *, with_contacts: bool) -> Iterator[tuple[str, str]]:
    """Write everything that there is; yield each output and what it says."""
    for suffix in EXPORTERS:
        path = write(plan, folder / f"plan{suffix}", with_contacts=with_contacts)
        yield suffix.removeprefix("."), said(path)
    store, version = open_store(folder / "store.gpkg"), plan.version
    keep_run(plan, store)
    actual = Actual(
        date(2018, 5, 7), "T1", "53.01.01.2001", 0, "batal", version, reason="Qalasan", who="Qlogin"
    )
    add_actuals(store, plan.problem, [HandIn("a" * 64, "back.csv", version, (actual,))])
    with store.reading() as session:
        (packed,) = session.connection.execute("SELECT plan FROM plans").fetchone()
    yield "store", said(folder / "store.gpkg") + gzip.decompress(packed).decode()
    back = Returned("a" * 64, "back.csv", version, 1, "Qlogin", "2018-05-08T00:00:00+00:00")
    append(folder / "history.jsonl", plan.problem, said=back, actuals=[actual], is_new=True)
    yield "history", said(folder / "history.jsonl")
    written = write_letters(plan, folder / "surat", office=OFFICE, docx=True, with_contacts=with_contacts)
    for path in (*written, folder / "surat/daftar.csv"):
        yield path.parent.name, said(path)  # the list is of no kind: a mark in it fails


def test_the_table_has_every_field_and_every_output() -> None:
    assert list(table()) == list(MARKS)
    suffixes = [suffix.removeprefix(".") for suffix in EXPORTERS]
    for row in table().values():
        assert sorted(row) == sorted([*suffixes, "store", "history", *KINDS, "pesan"])


@pytest.mark.parametrize("with_contacts", [False, True])
def test_each_field_stands_where_the_table_says_and_nowhere_else(
    marked: Plan, tmp_path: Path, with_contacts: bool
) -> None:
    for extra in ("typst", "segno", "docxtpl", "pypdf"):
        pytest.importorskip(extra, reason="letters are an extra")
    found: dict[str, set[str]] = {field: set() for field in MARKS}
    for output, text in outputs(marked, tmp_path, with_contacts=with_contacts):
        for field, mark in MARKS.items():
            found[field] |= {output} if mark in text else set()

    here = {"yes", "asked"} if with_contacts else {"yes"}
    expected = {field: {name for name, cell in row.items() if cell in here} for field, row in table().items()}
    assert found == expected


def test_the_mark_of_every_field_of_a_plan_is_in_it(marked: Plan) -> None:
    held = contacts_of(marked.problem)

    assert (held.villages, held.members, held.authors, held.columns) == (1, 1, 1, 1)


def test_posters_give_the_telephone_of_the_office_instead(marked: Plan, tmp_path: Path) -> None:
    for extra in ("typst", "segno", "pypdf"):
        pytest.importorskip(extra, reason="letters are an extra")
    letters = write_letters(marked, tmp_path / "surat", office=replace_phone("0380-999"))

    assert all("0380-999" in said(path) for path in letters if path.parent.name == "poster")


def replace_phone(phone: str) -> Office:
    return OFFICE.model_copy(update={"phone": phone})


def test_the_page_names_every_command_that_can_be_asked() -> None:
    from planner.cli import COMMANDS

    asked = [c.__name__ for c in COMMANDS if "with_contacts" in c.__annotations__]
    named = re.search(r"only with `--with-contacts` \((.+?)\)", PAGE)

    assert named is not None
    assert re.findall(r"`(\w+)`", named[1]) == asked
