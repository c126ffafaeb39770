"""Whatever stands in a file, it is read or refused with faults; nothing else happens."""

import zipfile
from contextlib import suppress
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from planner.errors import Fault
from planner.inputs import bases, boats, calendar, cells, codes, teams, villages
from planner.inputs.columns import Column, read_table
from planner.inputs.schemes import Row, agreements, proposals, restored
from planner.inputs.settings import VillagesSettings
from planner.inputs.sheets import read_sheet
from planner.inputs.villages import villages_of
from planner.persons import is_personal, masked

hypothesis = pytest.importorskip("hypothesis")
given, settings, st = hypothesis.given, hypothesis.settings, hypothesis.strategies

COLUMNS = [
    column
    for table in (villages.COLUMNS, bases.COLUMNS, teams.COLUMNS, calendar.COLUMNS, boats.BOAT_COLUMNS)
    for column in table
]
OFFICE = st.sampled_from(
    [
        *(
            "53.01.04.2003",
            "5301042003",
            "1.250",
            "1,250.0",
            "-",
            "JUMLAH",
            "TOTAL",
            "Kecamatan Semau",
            "CONTOH",
        ),
        *(
            "Senin, 7 Mei 2018",
            "7/5/2018",
            "s.d.",
            "Sumber: x",
            "(1)",
            "2",
            "ya",
            "t",
            "Rp 5.000,-",
            "✓",
            "08.30",
        ),
        *(
            "Kode Desa",
            "village_code",
            "Nama Desa",
            "Belum Rekam",
            "Pulau",
            "Bujur",
            "L",
            "P",
            "",
            " ",
            "NIK",
            "²",
        ),
        *(
            "1" * 5000,
            "9" * 16,
            "a" * 2000,
            "\x00",
            "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        ),
    ]
)
CELLS = st.one_of(
    *(OFFICE, st.text(max_size=30), st.none(), st.booleans(), st.integers(), st.floats(), st.dates()),
    *(st.datetimes(), st.times(), st.timedeltas()),
)
GRIDS = st.lists(st.lists(CELLS, max_size=8), max_size=12)
HEADS = [
    b"",
    b"PK\x03\x04",
    bytes.fromhex("d0cf11e0a1b11ae1"),
    b"\xff\xfe",
    b"\xef\xbb\xbfkode,nama\n",
    b"<html>",
    b"sep=;\n",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


def read_all(path: Path) -> None:
    """Read a file as a sheet and as villages; a file that gives no sheet has to give a fault."""
    faults: list[Fault] = []
    sheet = read_sheet(path, path.name, None, faults)
    assert faults or sheet is not None
    if sheet is not None:
        assert all(len(cells) == len(sheet.headers) for _, cells in sheet.rows)
        for columns in (villages.COLUMNS, teams.COLUMNS, calendar.COLUMNS):
            read_table(sheet, columns, faults)
    villages_of(path, VillagesSettings(file=path.name), faults)
    assert all(str(fault) for fault in faults)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "xls", "ods"])
@given(head=st.sampled_from(HEADS), content=st.binary(max_size=3000))
@settings(deadline=5000, max_examples=40, suppress_health_check=list(hypothesis.HealthCheck))
def test_random_bytes_are_read_or_refused(folder: Path, suffix: str, head: bytes, content: bytes) -> None:
    path = folder / f"t.{suffix}"
    path.write_bytes(head + content)

    read_all(path)


@cache  # it holds the time at which it was made; the same bytes are changed again when one is found
def good_workbook() -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Desa")
        for row, values in enumerate(
            [["Kode Desa", "Nama Desa", "Belum Rekam"], ["53.01.04.2003", "B", 5]] * 5
        ):
            sheet.write_row(row, 0, values)
    return content.getvalue()


@given(data=st.data())
@settings(deadline=None, max_examples=25, suppress_health_check=list(hypothesis.HealthCheck))
def test_a_workbook_with_changed_bytes_is_read_or_refused(folder: Path, data: object) -> None:
    made = bytearray(good_workbook())
    for _ in range(data.draw(st.integers(1, 4))):  # type: ignore[attr-defined]
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))  # type: ignore[attr-defined]
    (folder / "changed.xlsx").write_bytes(bytes(made))

    read_all(folder / "changed.xlsx")


@given(data=st.data())
@settings(deadline=None, max_examples=25, suppress_health_check=list(hypothesis.HealthCheck))
def test_a_sheet_with_changed_xml_is_read_or_refused(folder: Path, data: object) -> None:
    with zipfile.ZipFile(BytesIO(good_workbook())) as package:
        parts = {name: bytearray(package.read(name)) for name in package.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))  # type: ignore[attr-defined]
    at = data.draw(st.integers(0, len(parts[name]) - 1))  # type: ignore[attr-defined]
    parts[name][at : at + 1] = data.draw(st.sampled_from([b"", b"9", b"99999999", b"<", b'"', b"A", b"-"]))  # type: ignore[attr-defined]
    with zipfile.ZipFile(folder / "changed.xlsx", "w") as package:
        for part, content in parts.items():
            package.writestr(part, bytes(content))

    read_all(folder / "changed.xlsx")


@given(grid=GRIDS, delimiter=st.sampled_from(",;\t"))
@settings(deadline=5000, max_examples=60)
def test_random_tables_are_read_or_refused(folder: Path, grid: list[list[object]], delimiter: str) -> None:
    lines = [delimiter.join("" if cell is None else str(cell) for cell in row) for row in grid]
    path = folder / "t.csv"
    path.write_bytes("\n".join(lines).encode("utf-8", "replace"))

    read_all(path)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
@given(cell=CELLS)
@settings(deadline=5000, max_examples=60)
def test_any_cell_is_read_or_refused(column: Column, cell: cells.Cell) -> None:
    with suppress(ValueError):  # anything else is a mistake of ours
        column.parse(cell)


@given(cell=CELLS)
@settings(deadline=5000)
def test_any_cell_may_stand_where_codes_and_names_do(cell: cells.Cell) -> None:
    codes.is_village_code(cell)
    assert not is_personal(masked(str(cell)))
    row = Row(2, cell, str(cell), str(cell))
    agreements([row] * 6, [])
    proposals([row], [])
    with suppress(ValueError):
        restored(cell, {"53.01"})


@given(day=st.dates(date(1900, 1, 1), date(2200, 12, 31)), weekday=st.integers(0, 6))
def test_a_weekday_is_read_when_it_fits_and_only_then(day: date, weekday: int) -> None:
    month = list(cells.MONTHS)[[*cells.MONTHS.values()].index(day.month)]
    written = f"{cells.WEEKDAY_NAMES[weekday]}, {day.day} {month.capitalize()} {day.year}"

    if weekday == day.weekday():
        assert cells.day(written) == day
    else:
        with pytest.raises(ValueError, match="weekday that fits"):
            cells.day(written)


@given(people=st.integers(0, cells.MOST_PEOPLE))
def test_every_way_to_write_a_number_of_people_is_that_number(people: int) -> None:
    points = f"{people:,}".replace(",", ".")

    ways = [
        people,
        float(people),
        str(people),
        f"{people:,}",
        points,
        f"{points},0",
        f"{people:,}.00",
        f"{people} orang",
    ]

    assert {cells.count(way) for way in ways} == {people}
