"""Zip packages of workbooks and shapefiles, looked through byte by byte before any reader opens them.

A reader makes a full grid of a sheet: one stray cell in XFD1048576 would make it ask for 550 GB and take the
process down. So the package is unpacked in a stream first, and its cells are counted.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

MOST_UNPACKED_BYTES = 200_000_000
MOST_CELLS = 5_000_000  # of the rectangle from A1 to the last cell that holds something
LARGE_CELLS = 300_000  # reading so many takes about a second
FULLEST_EMPTY = 0.02  # share of its cells below which a large sheet is nearly empty
MOST_LETTERS = 300_000_000  # of all cells together, those that share a text counted one by one
MOST_PARTS = 10_000
_CHUNK_BYTES = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # no spreadsheet program packs in another way
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError),
    *(OSError, ValueError, LookupError, ArithmeticError),
)
NEW_SHEET = "copy the table into a new sheet"
AGAIN = "save the workbook again"


class RefusedError(Exception):
    """Why a workbook or a map is not opened: the problem and the remedy."""


@dataclass(slots=True)
class Extent:
    """The rectangle of one sheet that holds something, and its cells that hold no value though they should.

    Parameters
    ----------
    last_row, last_column
        The corner; 0 for an empty sheet.
    filled
        How many cells hold something.
    errors
        Row and column of cells that hold an error such as #N/A.
    uncalculated
        Row and column of formulas whose result is not stored in the file.
    """

    last_row: int = 0
    last_column: int = 0
    filled: int = 0
    errors: list[tuple[int, int]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)

    def reach(self, row: int, column: int, cells: int = 1) -> None:
        """Take in one cell that holds something, or the last of several that hold the same.

        Raises
        ------
        RefusedError
            When the rectangle gets too large.
        """
        self.filled += cells
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        if self.last_row * self.last_column > MOST_CELLS:
            problem = f"the sheet reaches to {self.corner()}: more than {MOST_CELLS:,} cells"
            raise RefusedError(problem, NEW_SHEET)

    def corner(self) -> str:
        """Return the name of the last cell."""
        return f"{column_letters(self.last_column)}{self.last_row}"

    def check(self) -> None:
        """Stop at a large sheet that is nearly empty: a cell astray far below the table.

        Raises
        ------
        RefusedError
            When it is one.
        """
        cells = self.last_row * self.last_column
        if cells > LARGE_CELLS and self.filled < FULLEST_EMPTY * cells:
            problem = f"the sheet reaches to {self.corner()}, and only {self.filled:,} cells hold something"
            raise RefusedError(problem, NEW_SHEET)


@contextmanager
def opened_package(data: bytes, kind: str) -> Iterator[zipfile.ZipFile]:
    """Give the package in a file's bytes, every byte of it looked at once.

    Parameters
    ----------
    data
        The bytes.
    kind
        What it should be, for errors, e.g. ``xlsx workbook``.

    Raises
    ------
    RefusedError
        When the file is no package, is damaged or unpacks too far; also for any damage that shows later.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
                size = f"{MOST_UNPACKED_BYTES // 1_000_000} MB"
                raise RefusedError(f"unpacks to more than {size}", "split it")
            if len(members) > MOST_PARTS or any(member.compress_type not in _METHODS for member in members):
                raise RefusedError("is packed in a way that is not read", AGAIN)
            if package.testzip():  # also finds members that are larger than they say
                raise RefusedError("is damaged", AGAIN)
            yield package
    except _BROKEN as error:
        raise RefusedError(
            f"is no {kind} ({error})", f"save it as .{kind.split()[0]}, without a password"
        ) from error


def stream_xml(stream: IO[bytes], start: Callable[[str, dict[str, str]], None]) -> expat.XMLParserType:
    """Call ``start(tag, attributes)`` for every element of an XML file; return the parser.

    Raises
    ------
    RefusedError
        When it is no XML, or holds a document type (and with it, perhaps, entities that grow without end).
    """
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    return feed(parser, stream)


def feed(parser: expat.XMLParserType, stream: IO[bytes]) -> expat.XMLParserType:
    """Parse a stream with a parser whose handlers are set. Raises as ``stream_xml``."""
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        while chunk := stream.read(_CHUNK_BYTES):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise RefusedError(f"is damaged ({error})", AGAIN) from error
    return parser


def _refuse_doctype(*_: object) -> None:
    raise RefusedError("holds a document type, which no spreadsheet program writes", AGAIN)


def column_number(letters: str) -> int:
    """Return the number of a column, A = 1."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column, 1 = A.

    >>> column_letters(16384)
    'XFD'
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
