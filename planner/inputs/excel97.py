"""The cells of an xls workbook, followed record by record: how far each sheet reaches, which hold no value.

An xls is a compound file ([MS-CFB]): sectors that point to each other, as on an old disk. Its workbook is a
stream of records ([MS-XLS]). The reader that makes values of them takes errors such as #N/A for empty cells
and trusts every pointer; both is found here first.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from planner.inputs.packages import AGAIN, Extent, RefusedError

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LAST_SECTOR = 0xFFFFFFFA  # what is above is no sector but an end, MS-CFB 2.1
_HEADER_BYTES, _ENTRY_BYTES, _FIRST_TABLES = 512, 128, 109
_MINI_BYTES = 64
_BEGIN, _END, _SHEET, _LOCKED = 0x0809, 0x000A, 0x0085, 0x002F
_NUMBER, _RK, _LABEL_SST, _LABEL, _RICH, _BOOL_OR_ERROR, _MANY_RK = (
    *(0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, 0x0205, 0x00BD),
)
_FORMULAS = (0x0006, 0x0206, 0x0406)
_CELLS = {_NUMBER, _RK, _LABEL_SST, _LABEL, _RICH, _BOOL_OR_ERROR, _MANY_RK, *_FORMULAS}
_ERROR_RESULT = (2, 0xFFFF)  # first byte and last two bytes of a formula's result


@dataclass(frozen=True, slots=True)
class _Disk:
    """The sectors of a compound file and where each goes on."""

    content: bytes
    sector_bytes: int
    table: tuple[int, ...]

    def sector(self, number: int) -> bytes:
        """Return one sector; sector 0 follows the header."""
        start = (number + 1) * self.sector_bytes
        found = self.content[start : start + self.sector_bytes]
        if not found:
            raise ValueError(f"sector {number} is not there")
        return found

    def chain(self, first: int) -> bytes:
        """Return a stream, sector after sector."""
        return b"".join(self.sector(number) for number in _followed(first, self.table))


def excel97_extents(content: bytes) -> dict[str, Extent]:
    """Return how far each sheet reaches, by the sheet's name.

    Raises
    ------
    RefusedError
        When the workbook is locked, is damaged, or a sheet reaches too far.
    """
    try:
        streams = dict(_streams(content))
        if "EncryptedPackage" in streams:  # MS-OFFCRYPTO 1.3.3: an xlsx with a password
            raise RefusedError("is locked with a password", "save it without a password")
        book = streams.get("Workbook", streams.get("Book"))
        if book is None:
            raise RefusedError("is no xls workbook (it holds no table)", "save it as .xlsx")
        return _extents(book)
    except (struct.error, ValueError, LookupError) as error:
        raise RefusedError(f"is damaged ({error})", AGAIN) from error


def _streams(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each stream of a compound file."""
    disk = _disk(content)
    entries = list(_entries(disk.chain(_u32(content, 48))))
    minis = disk.chain(entries[0][2]) if entries and entries[0][2] <= _LAST_SECTOR else b""
    mini_first, small = _u32(content, 60), _u32(content, 56)
    mini_table = _numbers(disk.chain(mini_first)) if mini_first <= _LAST_SECTOR else ()
    for name, kind, first, size in entries:
        if kind == 2 and size >= small:
            yield name, disk.chain(first)[:size]
        elif kind == 2 and size:
            places = (number * _MINI_BYTES for number in _followed(first, mini_table))
            yield name, b"".join(minis[place : place + _MINI_BYTES] for place in places)[:size]


def _disk(content: bytes) -> _Disk:
    """Return the sectors with their table, which itself lies in sectors."""
    sector_bytes = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)
    if sector_bytes not in (512, 4096):
        raise ValueError(f"sectors of {sector_bytes} bytes")
    bare = _Disk(content, sector_bytes, ())
    numbers = [*struct.unpack_from(f"<{_FIRST_TABLES}I", content, 76)]
    further, seen = _u32(content, 68), set[int]()
    while further <= _LAST_SECTOR:
        if further in seen:
            raise ValueError("its sectors go round in a circle")
        seen.add(further)
        *more, further = _numbers(bare.sector(further))
        numbers += more
    table = b"".join(bare.sector(number) for number in numbers if number <= _LAST_SECTOR)
    return _Disk(content, sector_bytes, _numbers(table))


def _entries(folder: bytes) -> Iterator[tuple[str, int, int, int]]:
    """Yield name, kind, first sector and size of what a compound file holds."""
    for start in range(0, len(folder) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        length, kind = struct.unpack_from("<HB", folder, start + 64)
        name = folder[start : start + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        yield name, kind, _u32(folder, start + 116), _u32(folder, start + 120)


def _followed(first: int, table: tuple[int, ...]) -> Iterator[int]:
    """Yield the sectors of one stream."""
    number, steps = first, 0
    while number <= _LAST_SECTOR:
        yield number
        number, steps = table[number], steps + 1
        if steps > len(table):
            raise ValueError("its sectors go round in a circle")


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _u32(content: bytes, at: int) -> int:
    found: int = struct.unpack_from("<I", content, at)[0]
    return found


@dataclass(slots=True)
class _Book:
    """Follows the sheets of a workbook while its records go by; charts in them have cells of their own."""

    names: dict[int, str] = field(default_factory=dict)
    extents: dict[str, Extent] = field(default_factory=dict)
    open: list[Extent | None] = field(default_factory=list)

    def follow(self, at: int, kind: int, content: bytes) -> None:
        """Follow one record."""
        if kind in _CELLS:
            extent = self.open[-1] if self.open else None
            if extent is not None:
                _cell(extent, kind, content)
        elif kind == _BEGIN:
            name = self.names.get(at)
            self.open.append(None if name is None else self.extents.setdefault(name, Extent()))
        elif kind == _END and self.open:
            self.open.pop()
        elif kind == _SHEET:
            self.names[_u32(content, 0)] = _sheet_name(content)
        elif kind == _LOCKED:
            raise RefusedError("is locked with a password", "save it without a password")


def _extents(book: bytes) -> dict[str, Extent]:
    """Return how far each sheet of a workbook stream reaches."""
    found, at = _Book(), 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        found.follow(at, kind, book[at + 4 : at + 4 + length])
        at += 4 + length
    for extent in found.extents.values():
        extent.check()
    return found.extents


def _cell(extent: Extent, kind: int, content: bytes) -> None:
    row, column = struct.unpack_from("<HH", content)
    last = struct.unpack_from("<H", content, len(content) - 2)[0] if kind == _MANY_RK else column
    extent.reach(row + 1, last + 1, max(1, last - column + 1))
    is_error = kind == _BOOL_OR_ERROR and content[7] == 1
    if kind in _FORMULAS:
        is_error = (content[6], struct.unpack_from("<H", content, 12)[0]) == _ERROR_RESULT
    if is_error:
        extent.errors.append((row + 1, column + 1))


def _sheet_name(content: bytes) -> str:
    """Return the name in a record of a sheet; until Excel 95 no byte tells how wide its letters are."""
    length, flags = content[6], content[7] if len(content) > 7 else 0
    if flags & 1:
        return content[8 : 8 + 2 * length].decode("utf-16-le", "replace")
    return (content[8:] if len(content) == length + 8 else content[7:])[:length].decode("latin-1")
