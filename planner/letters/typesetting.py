"""Templates and contents become PDF; the only file that knows Typst.

Contents reach a template as JSON, so that a name is a text whatever signs stand in it. Typst may open files
of its own folder only, and no fonts but those that come with it or lie beside the templates.
"""

import json
import re
import shutil
import tempfile
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from planner.errors import Fault, InputError, PlannerError
from planner.files import MOST_TEXT_BYTES, is_file, read_file
from planner.letters.basics import Content
from planner.letters.contents import KINDS
from planner.letters.texts import printable
from planner.letters.word_templates import EDITED
from planner.targets import write_new

TEMPLATES = Path(__file__).parent / "templates"
BESIDE = (".typ", ".png", ".jpg", ".jpeg", ".svg", ".ttf", ".otf")  # what templates may bring along
MISSING = 'letters are set by Typst, which is not installed: pip install "field-planner[pdf]"'
PACKAGE = '"@preview/'
PLACE = re.compile(r"┌─ (.+?):(\d+):(\d+)")


def require_typst() -> Any:
    """Return the module ``typst``.

    Raises
    ------
    PlannerError
        When the extra is not installed; says how to install it.
    """
    try:
        return import_module("typst")
    except ImportError as error:
        raise PlannerError(MISSING) from error


def write_templates(folder: Path) -> list[Path]:
    """Copy the templates into ``folder`` for editing and return the copies.

    Raises
    ------
    PlannerError
        When one of them lies there already, and nothing is written then, or the folder cannot be written to.
    """
    return write_new(folder, {path.name: path.read_bytes() for path in sorted(TEMPLATES.glob("*.typ"))})


class Typesetter(AbstractContextManager["Typesetter"]):
    """Sets documents from one set of templates.

    Parameters
    ----------
    templates
        Folder of the office's own templates; one that is not there is taken from the package.
    logo
        Picture of the letterhead, or empty.
    day
        Date that the PDF files bear, so that the same plan gives the same bytes.

    Raises
    ------
    InputError
        When ``templates`` holds no template, or one that wants a package from the internet.
    PlannerError
        When Typst is not installed.
    """

    def __init__(self, *, templates: Path | None = None, logo: str = "", day: date) -> None:
        self._typst = require_typst()
        self._timestamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
        self._names = _found(templates)
        self._logo = Path(logo) if logo else None
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        """Lay templates, pictures and fonts into a folder that Typst may read."""
        self._root = Path(self._closing.enter_context(tempfile.TemporaryDirectory(prefix="letters-")))
        for path in (*sorted(TEMPLATES.glob("*.typ")), *self._names):
            shutil.copyfile(path, self._root / path.name)
        if self._logo:
            shutil.copyfile(self._logo, self._root / self._logo_name())
        self._compiler = self._typst.Compiler(
            root=str(self._root), font_paths=[str(self._root)], ignore_system_fonts=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the folder."""
        self._closing.close()

    def pdf(self, kind: str, content: Content) -> bytes:
        """Return one document; the same content gives the same bytes.

        Raises
        ------
        InputError
            When the template is faulty: names the file, line and column.
        """
        shown = {**content, "office": {**content["office"], "logo": self._logo_name()}}
        try:
            made: bytes = self._compiler.compile(
                str(self._root / f"{kind}.typ"),
                format="pdf",
                sys_inputs={"data": json.dumps(printable(shown))},
                timestamp=self._timestamp,
            )
        except self._typst.TypstError as error:
            raise InputError([self._fault(kind, error)]) from error
        return made

    def _logo_name(self) -> str:
        return f"_logo{self._logo.suffix.lower()}" if self._logo else ""

    def _fault(self, kind: str, error: Any) -> Fault:
        """Return what Typst found, with the place in the file that the office can edit."""
        found = PLACE.search(error.diagnostic)
        name, line, column = found.groups() if found else (f"{kind}.typ", "", "")
        name = Path(name).name  # Typst writes it from the working directory
        own = {path.name: path for path in self._names}
        where = f"line {line}, column {column}: " if line else ""
        hints = "; ".join(error.hints)
        return Fault(str(own.get(name, name)), f"{where}{error.message}", hints or "correct it there")


def _found(templates: Path | None) -> list[Path]:
    """Return the office's own files, in order of their names."""
    if templates is None:
        return []
    known = [f"{kind}.typ" for kind in KINDS] + ["kop.typ"]
    for_word = [f"{kind}.docx" for kind in EDITED]
    if not any(is_file(templates / name) for name in (*known, *for_word)):
        problem = f"there is no template in this folder; expected {', '.join((*known, *for_word))}"
        remedy = "write them with: planner letters --write-templates DIR"
        raise InputError([Fault(str(templates), problem, remedy)])
    files = sorted(p for p in templates.iterdir() if p.suffix.lower() in BESIDE and is_file(p))
    _refuse_packages([path for path in files if path.suffix.lower() == ".typ"])
    return files


def _refuse_packages(templates: list[Path]) -> None:
    """Stop at packages of the internet: an office may have none, and Typst would wait for it."""
    faults = [
        Fault(
            str(path), f"line {n}: packages from the internet are not fetched", "do it in the template itself"
        )
        for path in templates
        for n, line in enumerate(_lines(path), start=1)
        if PACKAGE in line
    ]
    if faults:
        raise InputError(faults)


def _lines(template: Path) -> list[str]:
    data = read_file(template, str(template), most_bytes=MOST_TEXT_BYTES)
    return data.decode("utf-8", "replace").splitlines()
