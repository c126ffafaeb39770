"""The cells of an ods package, followed tag by tag: how far each sheet reaches, which hold no value."""

import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from planner.inputs.packages import AGAIN, MOST_LETTERS, NEW_SHEET, Extent, RefusedError, feed


@dataclass(slots=True)
class _Tables:
    """Follows the tables of a document while its XML streams by; rows and cells may be repeated."""

    extents: dict[str, Extent] = field(default_factory=dict)
    extent: Extent = field(default_factory=Extent)
    row: int = 0
    next_row: int = 1
    column: int = 0
    copies: int = 1  # of the cell, side by side and below each other
    letters: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Follow one opening tag."""
        kind = tag.rpartition(":")[2]
        if kind == "table":
            self.extent = self.extents.setdefault(attributes.get("table:name", ""), Extent())
            self.row, self.next_row = 0, 1
        elif kind == "table-row":
            repeated = int(attributes.get("table:number-rows-repeated", 1))
            self.row, self.next_row, self.column = self.next_row, self.next_row + repeated, 0
        elif kind in ("table-cell", "covered-table-cell"):
            repeated = int(attributes.get("table:number-columns-repeated", 1))
            self.column += repeated
            self.copies = repeated * (self.next_row - self.row)
            self._cell(attributes)

    def said(self, letters: str) -> None:
        """Follow a piece of text; a cell may show one without having a value."""
        if self.row and letters.strip():
            self.extent.reach(self.next_row - 1, self.column, 0)
            self.letters += len(letters) * self.copies
            if self.letters > MOST_LETTERS:
                raise RefusedError("repeats a long text too often", NEW_SHEET)

    def _cell(self, attributes: dict[str, str]) -> None:
        has_value = "office:value-type" in attributes or "calcext:value-type" in attributes
        if has_value or "table:formula" in attributes:
            self.extent.reach(self.next_row - 1, self.column, self.copies)
        if attributes.get("calcext:value-type") == "error":
            self.extent.errors.append((self.row, self.column))
        elif "table:formula" in attributes and not has_value:
            self.extent.uncalculated.append((self.row, self.column))


def opendocument_extents(package: zipfile.ZipFile) -> dict[str, Extent]:
    """Return how far each sheet reaches, by the sheet's name.

    Raises
    ------
    RefusedError
        When the document is locked with a password, is damaged, or a sheet reaches too far.
    """
    if _is_locked(package):
        raise RefusedError("is locked with a password", "save it without a password")
    if "content.xml" not in package.namelist():
        raise RefusedError("is no ods workbook (it holds no content)", AGAIN)
    tables = _Tables()
    with package.open("content.xml") as stream:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.CharacterDataHandler = tables.start, tables.said
        feed(parser, stream)
    for extent in tables.extents.values():
        extent.check()
    return tables.extents


def _is_locked(package: zipfile.ZipFile) -> bool:
    manifest = "META-INF/manifest.xml"
    if manifest not in package.namelist():
        return False
    with package.open(manifest) as stream:
        return b"encryption-data" in stream.read(1 << 20)
