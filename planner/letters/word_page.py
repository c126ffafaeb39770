"""A page of a Word template: paragraphs, tables and the letterhead, with Jinja tags in them.

``**bold**`` makes a part of a text bold. A tag stands whole in one part.
"""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from typing import Any

from planner.letters.basics import PAPERS
from planner.words import Language

FONT, SIZE = "Times New Roman", 11
BOLD = re.compile(r"\*\*(.+?)\*\*")
MADE = datetime(2018, 1, 1)  # a template is the same whenever it is made
SIDE, TOP, BOTTOM = 22, 15, 18  # mm


class Page:
    """A template that is being written.

    Parameters
    ----------
    paper, language
        A key of ``PAPERS``, and which of two words is taken.
    """

    def __init__(self, paper: str, language: Language) -> None:
        self.docx = import_module("docx")
        self.mm, self.pt = self.docx.shared.Mm, self.docx.shared.Pt
        self.language = language
        self.paper = paper
        self.file = self.docx.Document()
        self.inner = PAPERS[paper][0] - 2 * SIDE
        self._cell: Any = None
        self._used = False  # whether the cell's own first paragraph is written
        self._styles()
        self._sized(self.file.sections[0])

    def w(self, indonesian: str, english: str) -> str:
        """Return the word in the language of the template."""
        return english if self.language == "en" else indonesian

    def data(self) -> bytes:
        """Return the template as a .docx."""
        properties = self.file.core_properties
        properties.author, properties.comments, properties.title = "", "", ""
        properties.created = properties.modified = MADE
        file = io.BytesIO()
        self.file.save(file)
        return file.getvalue()

    # --- paragraphs ----------------------------------------------------------------------------------------

    def text(
        self,
        text: str = "",
        *,
        align: str = "left",
        size: float | None = None,
        left: float = 0,
        hanging: float = 0,
        after: float = 3,
        keep: bool = False,
    ) -> Any:
        """Add a paragraph; ``left`` and ``hanging`` in mm, ``size`` and ``after`` in points."""
        found = self._paragraph()
        form = found.paragraph_format
        form.space_before, form.space_after = self.pt(0), self.pt(after)
        form.left_indent, form.first_line_indent = self.mm(left + hanging), self.mm(-hanging)
        form.keep_with_next = keep
        found.alignment = getattr(self.docx.enum.text.WD_ALIGN_PARAGRAPH, align.upper())
        for n, part in enumerate(BOLD.split(text)):
            if part:
                run = found.add_run(part)
                run.bold = n % 2 == 1 or None
                run.font.size = self.pt(size) if size else None
        return found

    def tag(self, tag: str) -> None:
        """Add a paragraph that only holds a tag and disappears: ``for x in y``, ``endfor``, ``if z``."""
        self.text(f"{{%p {tag} %}}", after=0)

    def items(self, *texts: str, size: float | None = None) -> None:
        """Add a numbered list, the numbers written out."""
        for n, text in enumerate(texts, start=1):
            self.text(f"{n}.\t{text}", hanging=7, size=size)

    def line(self) -> None:
        """Draw a double line below the last paragraph."""
        properties = self.file.paragraphs[-1]._p.get_or_add_pPr()
        border = self._xml("w:pBdr")
        border.append(self._xml("w:bottom", val="thinThickSmallGap", sz="12", space="1", color="000000"))
        properties.append(border)

    def next_page(self) -> None:
        """Begin a new page."""
        self.text(after=0).add_run().add_break(self.docx.enum.text.WD_BREAK.PAGE)

    # --- tables --------------------------------------------------------------------------------------------

    def table(self, shares: Sequence[float], *, lines: bool = True) -> Any:
        """Add a table without rows, as wide as the page; ``shares`` are the widths of its columns."""
        style = "Table Grid" if lines else "Normal Table"
        holder = self._cell or self.file
        found = holder.add_table(rows=0, cols=len(shares))
        if lines:
            found.style = style
        found.autofit = False
        for column, share in zip(found.columns, shares, strict=True):
            column.width = self.mm(self.inner * share / sum(shares))
        return found

    def row(self, table: Any, *cells: str, size: float | None = None, right: Sequence[int] = ()) -> Any:
        """Add a row of texts; those at the positions ``right`` stand at the right."""
        row = table.add_row()
        row._tr.get_or_add_trPr().append(self._xml("w:cantSplit"))
        for n, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = table.columns[n].width
            with self.inside(cell):
                for part in text.split("\n"):
                    self.text(part, size=size, after=1, align="right" if n in right else "left")
        return row

    def head(self, table: Any, *cells: str, size: float | None = None) -> None:
        """Add the header row, repeated on every page."""
        row = self.row(table, *(f"**{cell}**" for cell in cells), size=size)
        row._tr.get_or_add_trPr().append(self._xml("w:tblHeader"))

    def row_tag(self, table: Any, tag: str) -> None:
        """Add a row that only holds a tag and disappears."""
        self.row(table, f"{{%tr {tag} %}}", *[""] * (len(table.columns) - 1))

    @contextmanager
    def inside(self, cell: Any) -> Iterator[None]:
        """Write paragraphs into a cell; its own first paragraph is used up."""
        before, self._cell, self._used = self._cell, cell, False
        yield
        self._cell = before

    # --- what all letters share ----------------------------------------------------------------------------

    def letterhead(self) -> None:
        """Add logo, government, office and address over a double line."""
        table = self.table((18, 130, 18), lines=False)
        row = table.add_row()
        for cell, column in zip(row.cells, table.columns, strict=True):
            cell.width = column.width
        with self.inside(row.cells[0]):
            self.text("{{ logo }}", after=0)
        with self.inside(row.cells[1]):
            self.text("{{ isi(office.government, 50) | upper }}", align="center", size=13, after=0)
            self.text("**{{ office.name | upper }}**", align="center", size=14, after=0)
            phone = (
                "{% if office.phone %}, " + self.w("Telepon", "Telephone") + " {{ office.phone }}{% endif %}"
            )
            self.text("{{ isi(office.address, 60) }}" + phone, align="center", size=9.5, after=0)
        self.text(size=4, after=6).paragraph_format.line_spacing = self.pt(4)
        self.line()

    def title(self, name: str, number: str = "{{ number }}") -> None:
        """Add the name of the letter and its number."""
        self.text(f"**{name.upper()}**", align="center", size=13, after=0).runs[0].underline = True
        self.text(f"{self.w('Nomor', 'Number')}: {number}", align="center", after=8)

    def signature(self, *, issued: bool = True) -> None:
        """Add place, date, title, space for the stamp, name and NIP of who signs, at the right."""
        left = self.inner - 75
        same: dict[str, Any] = {"left": left, "after": 0, "keep": True}
        if issued:
            self.text(f"{self.w('Ditetapkan di', 'Issued at')} {{{{ isi(office.place, 30) }}}}", **same)
            self.text(f"{self.w('pada tanggal', 'on')} {{{{ isi(office.date, 30) }}}}", **same)
        title = self.w("Kepala Dinas", "Head of the office")
        self.text("**{{ office.head.title or '" + title + "' }},**", **same)
        for _ in range(3):
            self.text(**same)
        self.text("**{{ isi(office.head.name, 45) }}**", **same)
        self.text("{{ office.head.rank }}", **same)
        self.text("NIP. {{ isi(office.head.nip, 40) }}", left=left, after=8)

    def footer(self, *, version: bool = False) -> None:
        """Add the project's title, the plan's version if asked for, and the page in the footer."""
        found = self.file.sections[0].footer.paragraphs[0]
        plan = f" – {self.w('versi rencana', 'plan version')} {{{{ version }}}}" if version else ""
        found.add_run(f"{{{{ title }}}}{plan}    {self.w('Halaman', 'Page')} ").font.size = self.pt(8)
        for n, code in enumerate(("PAGE", "NUMPAGES")):
            if n:
                found.add_run("/").font.size = self.pt(8)
            for kind in ("begin", code, "end"):  # a run each: LibreOffice forgets the size of a common one
                run = found.add_run()
                run.font.size = self.pt(8)
                run._r.append(self._field(kind))

    # --- inside --------------------------------------------------------------------------------------------

    def _paragraph(self) -> Any:
        if self._cell is None:
            return self.file.add_paragraph()
        if not self._used:
            self._used = True
            return self._cell.paragraphs[0]
        return self._cell.add_paragraph()

    def _styles(self) -> None:
        style = self.file.styles["Normal"]
        style.font.name, style.font.size = FONT, self.pt(SIZE)
        style.paragraph_format.space_after = self.pt(3)

    def _sized(self, section: Any) -> None:
        width, height = PAPERS[self.paper]
        section.page_width, section.page_height = self.mm(width), self.mm(height)
        section.left_margin = section.right_margin = self.mm(SIDE)
        section.top_margin, section.bottom_margin = self.mm(TOP), self.mm(BOTTOM)
        section.footer_distance = self.mm(9)

    def _xml(self, tag: str, **values: str) -> Any:
        element = self.docx.oxml.OxmlElement(tag)
        for name, value in values.items():
            element.set(self.docx.oxml.ns.qn(f"w:{name}"), value)
        return element

    def _field(self, kind: str) -> Any:
        if kind in ("begin", "end"):
            return self._xml("w:fldChar", fldCharType=kind)
        element = self._xml("w:instrText")
        element.text = kind
        return element
