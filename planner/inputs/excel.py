"""The cells of an xlsx package, followed tag by tag: how far each sheet reaches, which hold no value."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from planner.inputs.packages import AGAIN, Extent, RefusedError, column_number, feed, stream_xml

_CELL = re.compile(r"([A-Za-z]+)(\d{1,9})")
_LONGEST_TEXT = 100_000  # letters; Excel itself stops at 32,767
_WIDEST_COLUMN = 3  # letters; the last column of a workbook is XFD


@dataclass(slots=True)
class _Cells:
    """Follows the cells of one sheet while its XML streams by."""

    parser: expat.XMLParserType
    extent: Extent = field(default_factory=Extent)
    row: int = 0
    column: int = 0
    is_in_cell: bool = False
    may_be_empty: bool = False  # a formula that gives a text may well give none
    is_waiting: bool = False  # for the stored result of a formula

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Follow one opening tag; names may carry a prefix."""
        kind = tag.rpartition(":")[2]
        if kind in ("v", "is", "f"):  # empty cells that only carry a colour take no room
            if self.is_in_cell:
                self.extent.reach(self.row, self.column)
                self._formula(kind)
            return
        self.is_in_cell = kind == "c"
        if kind == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif kind == "c":
            self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        name = _CELL.fullmatch(attributes.get("r", ""))
        if name and len(name[1]) <= _WIDEST_COLUMN:
            self.column, self.row = column_number(name[1]), int(name[2])
        elif "r" in attributes:
            raise RefusedError(f"a cell is named {attributes['r'][:20]!r}", AGAIN)
        else:
            self.column += 1
        self.is_waiting, self.may_be_empty = False, attributes.get("t") == "str"
        if attributes.get("t") == "e":
            self.extent.errors.append((self.row, self.column))

    def _formula(self, kind: str) -> None:
        """Count a formula as not calculated until its result is seen."""
        if kind == "f" and not self.may_be_empty:
            self.extent.uncalculated.append((self.row, self.column))
            self.is_waiting = True
        elif kind == "v" and self.is_waiting:
            self.parser.CharacterDataHandler = self._value

    def _value(self, found: str) -> None:
        if found.strip() and self.is_waiting:
            self.extent.uncalculated.pop()
        self.is_waiting = False
        self.parser.CharacterDataHandler = None


def excel_extents(package: zipfile.ZipFile) -> dict[str, Extent]:
    """Return how far each sheet reaches, by the sheet's name.

    Raises
    ------
    RefusedError
        When a sheet is damaged or reaches too far.
    """
    _check_texts(package)
    names = dict(sheet_parts(package))
    extents = {}
    for part in package.namelist():
        if re.search(r"worksheets/[^/]+\.xml$", part, re.IGNORECASE) or part in names:
            with package.open(part) as stream:
                extents[names.get(part, part)] = _extent(stream)
    return extents


def _extent(stream: IO[bytes]) -> Extent:
    parser = expat.ParserCreate()
    cells = _Cells(parser)
    parser.StartElementHandler = cells.start
    feed(parser, stream)
    cells.extent.check()
    return cells.extent


def _check_texts(package: zipfile.ZipFile) -> None:
    """Stop at a text longer than any program writes: cells share texts, so a million may hold it."""
    for part in package.namelist():
        if part.rpartition("/")[2].casefold() == "sharedstrings.xml":
            parser = expat.ParserCreate()
            texts = _Texts()
            parser.StartElementHandler, parser.CharacterDataHandler = texts.start, texts.said
            with package.open(part) as stream:
                feed(parser, stream)


@dataclass(slots=True)
class _Texts:
    """Follows the texts that the cells of a workbook share."""

    letters: int = 0

    def start(self, tag: str, _: dict[str, str]) -> None:
        """Follow one opening tag."""
        if tag.rpartition(":")[2] == "si":
            self.letters = 0

    def said(self, letters: str) -> None:
        """Follow a piece of text."""
        self.letters += len(letters)
        if self.letters > _LONGEST_TEXT:
            raise RefusedError(f"holds a text of more than {_LONGEST_TEXT:,} letters in one cell", AGAIN)


def sheet_parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the part of the package and the name of each sheet."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith("Relationship"):
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            relations = [value for key, value in attributes.items() if key.endswith(":id")]
            sheets.extend((attributes.get("name", ""), relation) for relation in relations)

    for part, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        if part in package.namelist():
            with package.open(part) as stream:
                stream_xml(stream, handler)
    for name, relation_id in sheets:
        target = targets.get(relation_id, "")
        yield target.lstrip("/") if target.startswith("/") else f"xl/{target}", name
