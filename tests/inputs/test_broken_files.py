"""Files that are damaged, locked or made to hurt: each is refused with one sentence, and nothing else happens."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from planner.errors import Fault
from planner.inputs import apart, sheets
from planner.inputs.sheets import Sheet, read_sheet

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SECTOR = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
XlsCell = tuple[int, int, object]


def read(path: Path, sheet: str | None = None) -> tuple[Sheet | None, list[Fault]]:
    faults: list[Fault] = []
    return read_sheet(path, path.name, sheet, faults), faults


def ole(streams: dict[str, bytes]) -> bytes:
    """Return a compound file; every stream is filled up to 4,096 bytes, below which it would be a mini stream."""
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
        f'<office:document-content {spaces} xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:'
        f'xmlns:calcext:1.0"><office:body><office:spreadsheet><table:table table:name="Tim">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            for name, part in {"content.xml": content, "META-INF/manifest.xml": "<m/>", **parts}.items():
                package.writestr(name, part)

    return write
