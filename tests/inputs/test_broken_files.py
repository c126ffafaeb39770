"""Files that are damaged, locked or made to hurt: each is refused with one sentence, nothing else happens."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from planner.errors import Fault
from planner.inputs import apart
from planner.inputs.packages import MOST_UNPACKED_BYTES
from planner.inputs.sheets import Sheet, read_sheet

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SECTOR = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
XlsCell = tuple[int, int, object]


def read(path: Path, sheet: str | None = None) -> tuple[Sheet | None, list[Fault]]:
    faults: list[Fault] = []
    return read_sheet(path, path.name, sheet, faults), faults


def ole(streams: dict[str, bytes]) -> bytes:
    """Return a compound file; streams are filled up to 4,096 bytes, below which they are mini streams."""
    fat = [FAT_SECTOR, END]
    entries, body = [("Root Entry", 5, END, 0)], b""
    for name, content in streams.items():
        content = content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\x00")
        first, count = len(fat), len(content) // SECTOR
        fat += [*range(first + 1, first + count), END]
        entries.append((name, 2, first, len(content)))
        body += content
    folder = b""
    for n, (name, kind, first, size) in enumerate(entries):
        child = 1 if n == 0 and len(entries) > 1 else FREE
        right = n + 1 if 0 < n < len(entries) - 1 else FREE
        encoded = (name + "\x00").encode("utf-16-le")
        folder += encoded.ljust(64, b"\x00") + struct.pack(
            "<HBBIII", len(encoded), kind, 1, FREE, right, child
        )
        folder += bytes(36) + struct.pack("<IQ", first, size)
    head = OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(SECTOR, b"\xff")
    return head + table + folder.ljust(SECTOR, b"\x00") + body


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def xls(cells: list[XlsCell], sheet: str = "Tim") -> bytes:
    """Return a workbook of Excel 97 with one sheet of texts, numbers and errors (given as an int below 0)."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    name = sheet.encode()
    bound = struct.pack("<IHBB", len(begin) + 4 + 8 + len(name) + 4, 0, len(name), 0) + name
    book = begin + record(0x0085, bound) + record(0x000A)
    rows = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    for row, column, value in cells:
        at = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            text = value.encode("latin-1")
            rows += record(0x0204, at + struct.pack("<HB", len(text), 0) + text)
        elif isinstance(value, int) and value < 0:
            rows += record(0x0205, at + struct.pack("<BB", -value, 1))
        else:
            rows += record(0x0203, at + struct.pack("<d", value))
    return ole({"Workbook": book + rows + record(0x000A)})


def ods(rows: str, **parts: str) -> Callable[[Path], None]:
    """Return what writes an ods workbook with the rows of one sheet."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {spaces} xmlns:calcext="urn:org:documentfoundation:names:experimental:'
        f'calc:xmlns:calcext:1.0"><office:body><office:spreadsheet><table:table table:name="Tim">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            for name, part in {"content.xml": content, "META-INF/manifest.xml": "<m/>", **parts}.items():
                package.writestr(name, part)

    return write


CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
FAR = (
    '<table:table-row table:number-rows-repeated="1048570">'
    '<table:table-cell table:number-columns-repeated="{}"/>'
)


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def content(made: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(made) and None


def workbook(
    *cells: tuple[str, object], formula: tuple[str, str, object] | None = None
) -> Callable[[Path], None]:
    """Return what writes a workbook of one sheet with these cells."""

    def write(path: Path) -> None:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("Tim")
            sheet.write_row(0, 0, ["kode", "nama"])
            for cell, value in cells:
                sheet.write(cell, value)
            if formula:
                sheet.write_formula(formula[0], formula[1], None, formula[2])

    return write


def with_part(name: str, part: bytes) -> Callable[[Path], None]:
    """Return what writes a workbook with one part more."""

    def write(path: Path) -> None:
        workbook()(path)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr(name, part)

    return write


def cut(path: Path) -> None:
    workbook()(path)
    path.write_bytes(path.read_bytes()[:-200])


def flipped(path: Path) -> None:
    """Write a workbook with a few bytes changed in the middle of a packed part."""
    workbook(*((f"A{n}", f"T{n}") for n in range(2, 400)))(path)
    made = bytearray(path.read_bytes())
    start = made.index(b"xl/worksheets/sheet1.xml") + 200
    made[start : start + 8] = b"\xff" * 8
    path.write_bytes(bytes(made))


def going_round(path: Path) -> None:
    """Write a compound file whose folder goes on with itself."""
    made = bytearray(xls([(0, 0, "kode")]))
    made[SECTOR + 4 : SECTOR + 8] = struct.pack("<I", 1)
    path.write_bytes(bytes(made))


BROKEN: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a cut zip": ("t.xlsx", cut, "is no xlsx workbook"),
    "a damaged zip": ("t.xlsx", flipped, "is "),
    "a locked workbook": ("t.xlsx", content(ole({"EncryptedPackage": b"x"})), "is locked with a password"),
    "a locked xls": (
        "t.xls",
        content(ole({"Workbook": record(0x2F, bytes(6))})),
        "is locked with a password",
    ),
    "a locked ods": (
        "t.ods",
        ods(row(), **{"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        "is locked with a password",
    ),
    "a bomb": (
        "t.xlsx",
        with_part("xl/media/a.bin", bytes(MOST_UNPACKED_BYTES)),
        "unpacks to more than 200 MB",
    ),
    "a stray cell": ("t.xlsx", workbook(("XFD1048576", "x")), "the sheet reaches to XFD1048576"),
    "a stray cell in xls": ("t.xls", content(xls([(0, 0, "kode"), (65535, 255, "x")])), "reaches to IV65536"),
    "a stray cell in ods": (
        "t.ods",
        ods(row(CELL.format("kode")) + FAR.format(16383) + CELL.format("x") + "</table:table-row>"),
        "reaches to XFD1048571",
    ),
    "a cell far below the table": (
        "t.xlsx",
        workbook(("E900000", "x")),
        "reaches to E900000, and only 3 cells hold something",
    ),
    "a text without end": (
        "t.xlsx",
        with_part("x/sharedStrings.xml", b"<sst><si><t>" + b"z" * 100_001 + b"</t></si></sst>"),
        "holds a text of more than 100,000 letters",
    ),
    "a text said too often": (
        "t.ods",
        ods(row(CELL.format("kode")) + FAR.format(1) + CELL.format("z" * 400) + "</table:table-row>"),
        "repeats a long text too often",
    ),
    "sectors in a circle": ("t.xls", going_round, "go round in a circle"),
    "garbage after the mark of xls": ("t.xls", content(OLE + bytes(range(256)) * 8), "is damaged"),
    "a web page": (
        "t.xls",
        content(b"<html><table><tr><td>kode</td></tr></table></html>"),
        "it is a web page",
    ),
    "text": ("t.xls", content(b"kode;nama\nT1;satu\n"), "it is text"),
    "garbage": ("t.xlsx", content(bytes(range(256))), "it holds something else"),
    "nothing": ("t.ods", content(b""), "it is empty"),
    "garbage as csv": ("t.csv", content(bytes(range(256)) * 10), "is no text"),
    "a line without end": (
        "t.csv",
        content(b"kode,nama\n" + b"a" * 1_000_001),
        "line 2 has more than 1,000,000",
    ),
    "commas without end": (
        "t.csv",
        content(b"kode,nama\n" + (b"," * 999_999 + b"\n") * 6),
        "5,000,000 cells",
    ),
    "a folder": ("t.csv", Path.mkdir, "is a folder"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_is_refused_with_one_sentence(tmp_path: Path, case: str) -> None:
    name, write, problem = BROKEN[case]
    write(tmp_path / name)

    found, faults = read(tmp_path / name)

    assert found is None
    assert len(faults) == 1
    assert problem in faults[0].problem
    assert faults[0].remedy
    assert "\n" not in str(faults[0])


def test_a_reader_that_ends_its_process_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook(("A2", "T1"))(tmp_path / "t.xlsx")
    child = tmp_path / "child.py"
    child.write_text("import os\nos.abort()\n")
    monkeypatch.setattr(apart.apart_child, "__file__", str(child))

    found, faults = read(tmp_path / "t.xlsx")

    assert found is None
    assert [fault.problem for fault in faults] == ["is damaged, or needs more memory than a table can"]


def test_a_reader_that_does_not_end_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook(("A2", "T1"))(tmp_path / "t.xlsx")
    child = tmp_path / "child.py"
    child.write_text("while True: pass\n")
    monkeypatch.setattr(apart.apart_child, "__file__", str(child))
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.3)

    found, faults = read(tmp_path / "t.xlsx")

    assert found is None
    assert "cannot be read within" in faults[0].problem


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_every_workbook_gives_the_same_table(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"t.{suffix}"
    if suffix == "xlsx":
        workbook(("A2", "53.10"), ("B2", "Tim 1"), ("A3", 5301042003.0), ("B3", "x"))(path)
    elif suffix == "xls":
        cells = [(0, 0, "kode"), (0, 1, "nama"), (1, 0, "53.10"), (1, 1, "Tim 1"), (2, 0, 5301042003.0)]
        path.write_bytes(xls([*cells, (2, 1, "x")]))
    else:
        number = '<table:table-cell office:value-type="float" office:value="5301042003"/>'
        text = [row(*map(CELL.format, cells)) for cells in (("kode", "nama"), ("53.10", "Tim 1"))]
        ods("".join(text) + row(number, CELL.format("x")))(path)

    found, faults = read(path, "TIM")

    assert faults == []
    assert found is not None
    assert [list(cells) for _, cells in found.rows] == [["53.10", "Tim 1"], [5301042003.0, "x"]]


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_errors_of_a_workbook_are_faults_at_their_cell(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"t.{suffix}"
    if suffix == "xlsx":
        workbook(("A2", "T1"), formula=("B2", "=1/0", "#DIV/0!"))(path)
    elif suffix == "xls":
        path.write_bytes(xls([(0, 0, "kode"), (0, 1, "nama"), (1, 0, "T1"), (1, 1, -7)]))
    else:
        broken = (
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
            ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        )
        ods(row(CELL.format("kode"), CELL.format("nama")) + row(CELL.format("T1"), broken))(path)

    _, faults = read(path)

    assert [(fault.sheet, fault.row) for fault in faults] == [("Tim", 2)]
    assert "cell B2 holds an error" in faults[0].problem


def test_a_formula_whose_result_is_not_stored_is_a_fault_at_its_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for cell, value in (("A1", "kode"), ("B1", "nama"), ("A2", "T1"), ("B2", '="Tim "&1')):
        book.active[cell] = value
    book.save(tmp_path / "t.xlsx")

    _, faults = read(tmp_path / "t.xlsx")

    assert [(fault.row, fault.remedy) for fault in faults] == [
        (2, "open the workbook in Excel and save it again")
    ]
    assert "cell B2 holds a formula without its result" in faults[0].problem


def test_a_stored_result_of_a_formula_and_one_from_another_workbook_are_read(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    workbook(("A2", "T1"), formula=("B2", "='[lain.xlsx]Tim'!A1", "Tim satu"))(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/externalLinks/externalLink1.xml", '<externalLink xmlns="x"/>')

    found, faults = read(path)

    assert faults == []
    assert found is not None
    assert list(found.rows[0][1]) == ["T1", "Tim satu"]


def test_a_column_of_errors_is_told_in_few_lines(tmp_path: Path) -> None:
    (tmp_path / "t.xls").write_bytes(
        xls([(0, 0, "kode"), (0, 1, "nama"), *((n, 1, -7) for n in range(1, 500))])
    )

    _, faults = read(tmp_path / "t.xls")

    assert len(faults) == 21
    assert "479 more cells" in faults[-1].problem
