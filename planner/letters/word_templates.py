"""The package's templates for Word, one function each: the same letters as the .typ templates.

They are made and not kept as files, so that a change of wording can be read and compared as text.
"""

from functools import cache

from planner.letters.word_notices import berita_acara, surat_camat, surat_desa
from planner.letters.word_orders import spd, spt
from planner.letters.word_page import Page
from planner.words import Language

TEMPLATES = {
    "spt": spt,
    "spd": spd,
    "surat_camat": surat_camat,
    "surat_desa": surat_desa,
    "berita_acara": berita_acara,
}
EDITED = tuple(TEMPLATES)  # letters that people change by hand


@cache
def template(kind: str, paper: str, language: Language) -> bytes:
    """Return the template of one of ``EDITED`` as a .docx; the same for the same arguments."""
    page = Page(paper, language)
    TEMPLATES[kind](page)
    return page.data()
