"""Letters for Word and LibreOffice Writer, from templates with Jinja tags that an office edits in Word.

The only file that knows docxtpl. A template sees the content of a letter as texts, so that a name can become
neither tags nor XML; it runs in Jinja's sandbox and reads no other file.
"""

import io
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from planner.errors import Fault, InputError, PlannerError
from planner.files import is_file, read_file
from planner.letters.basics import Content
from planner.letters.codes import code_png
from planner.letters.texts import printable, roman
from planner.letters.word_templates import EDITED, template
from planner.targets import write_new
from planner.words import Language

__all__ = ["EDITED", "WordFiles", "is_there", "require_docxtpl", "write_word_templates"]

MISSING = 'letters for Word need docxtpl, which is not installed: pip install "field-planner[letters]"'
MOST_TEMPLATE_BYTES = 10 * 2**20
LOGO_MM, CODE_MM = 19, 17
PICTURES = (".png", ".jpg", ".jpeg")  # Word takes no SVG from here
DOTS = 40
REMEDY = "correct the tag in Word, or write the template again with: planner letters --write-templates DIR"


def is_there() -> bool:
    """Return whether docxtpl is installed."""
    try:
        require_docxtpl()
    except PlannerError:
        return False
    return True


def require_docxtpl() -> Any:
    """Return the module ``docxtpl``.

    Raises
    ------
    PlannerError
        When the extra is not installed; says how to install it.
    """
    try:
        return import_module("docxtpl")
    except ImportError as error:
        raise PlannerError(MISSING) from error


def write_word_templates(folder: Path, *, paper: str, language: Language) -> list[Path]:
    """Write the templates into ``folder`` for editing and return them.

    Raises
    ------
    PlannerError
        When one of them lies there already, the folder cannot be written to, or docxtpl is not installed;
        nothing is written then.
    """
    require_docxtpl()
    return write_new(folder, {f"{kind}.docx": template(kind, paper, language) for kind in EDITED})


class WordFiles:
    """Fills templates with the contents of letters.

    Parameters
    ----------
    templates
        Folder of the office's own templates, or ``None``; what has no ``KIND.docx`` there has the package's.
    logo
        Picture of the letterhead, or empty; SVG is left out.
    paper, language
        Of the package's templates.
    day
        Date that the files bear, so that the same plan gives the same bytes.

    Raises
    ------
    PlannerError
        When docxtpl is not installed.
    """

    def __init__(self, templates: Path | None, logo: str, paper: str, language: Language, day: date) -> None:
        self._docxtpl = require_docxtpl()
        own = {kind: templates / f"{kind}.docx" for kind in EDITED} if templates else {}
        self._own = {kind: path for kind, path in own.items() if is_file(path)}
        self._logo = logo if Path(logo).suffix.lower() in PICTURES else ""
        self._paper, self._language, self._day = paper, language, day
        self._templates: dict[str, bytes] = {}
        self._jinja = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)

    def docx(self, kind: str, content: Content) -> bytes:
        """Return one letter; the same content gives the same bytes.

        Raises
        ------
        InputError
            When the office's own template is no .docx or a tag in it is faulty.
        """
        name = str(self._own.get(kind, f"{kind}.docx"))  # of the package where there is no own one
        try:
            made = self._docxtpl.DocxTemplate(io.BytesIO(self._template(kind)))
            made.init_docx()
            made.render(self._context(made, content), self._jinja)
            made.docx.core_properties.modified = datetime(self._day.year, self._day.month, self._day.day)
            file = io.BytesIO()
            made.save(file)
        except TemplateError as error:
            raise InputError([Fault(name, str(error) or type(error).__name__, REMEDY)]) from error
        except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
            if kind not in self._own:
                raise  # a mistake of ours
            raise InputError([Fault(name, f"is no .docx that can be read: {error}", REMEDY)]) from error
        return _with_date(file.getvalue(), self._day)

    def _template(self, kind: str) -> bytes:
        if kind not in self._templates:
            own = self._own.get(kind)
            made = (
                read_file(own, str(own), most_bytes=MOST_TEMPLATE_BYTES)
                if own
                else template(kind, self._paper, self._language)
            )
            self._templates[kind] = made
        return self._templates[kind]

    def _context(self, made: Any, content: Content) -> Mapping[str, Any]:
        """Return what the tags may print: the content, its pictures, and ``isi`` for dotted lines."""
        shown = printable({key: value for key, value in content.items() if key not in ("code", "map")})
        mm = import_module("docx.shared").Mm

        def picture(file: object, width: int) -> object:
            return self._docxtpl.InlineImage(made, file, width=mm(width))

        code = content.get("code_text", "")
        return {
            **shown,
            "isi": _or_dots,
            "romawi": roman,
            "logo": picture(self._logo, LOGO_MM) if self._logo else "",
            "code": picture(io.BytesIO(code_png(code)), CODE_MM) if code else "",
        }


def _or_dots(value: str, dots: int = DOTS) -> str:
    """Return a value, or dots to write on where it is not known.

    >>> _or_dots("Tim 1"), _or_dots("", 3)
    ('Tim 1', '...')
    """
    return value or "." * dots


def _with_date(data: bytes, day: date) -> bytes:
    """Return a .docx whose parts bear one date: they would bear the time at which they were written."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            with old.open(name) as source, new.open(part, "w") as target:
                shutil.copyfileobj(source, target)
    return file.getvalue()
