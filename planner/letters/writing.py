"""A folder with every document of a plan, each team's calendar, and a list of them; whole or not at all."""

import csv
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from planner.domain.check import require_valid
from planner.domain.plan import Plan
from planner.errors import PlannerError
from planner.exporters.csv import FORMULA_STARTS
from planner.exporters.ics import calendar_text
from planner.files import file_name, is_file, unused
from planner.letters.contents import Document, Letters
from planner.letters.messages import Messages
from planner.letters.numbering import REGISTER, Numbering, Register, read_register
from planner.letters.office import Office
from planner.letters.texts import printable
from planner.letters.typesetting import Typesetter
from planner.letters.word import EDITED, WordFiles
from planner.targets.scratch import clear, scratch
from planner.words import Language, word

SCRATCH, NEW, OLD = ".letters-", "new", "old"  # a folder of that name, and what lies in it
LIST = "daftar.csv"  # names the files of the folder; what it does not name is never removed


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the folder: its path in it, team id (or empty), first date in it, and who gets it."""

    path: str
    team: str
    first: str
    to: str


def _silent(sentence: str) -> None:
    """Tell nobody."""


def write_letters(
    plan: Plan,
    folder: str | Path,
    *,
    office: Office | None = None,
    paper: str = "f4",
    language: Language = "id",
    templates: Path | None = None,
    docx: bool = False,
    tell: Callable[[str], None] = _silent,
    with_contacts: bool = False,
) -> list[Path]:
    """Write every document of ``plan`` into ``folder`` and return their paths.

    Parameters
    ----------
    plan
        The plan.
    folder
        Where to; made if it is not there. One that holds the letters of an older plan is replaced.
    office
        What letters.toml says; ``None`` for dotted lines.
    paper
        A key of :data:`planner.letters.contents.PAPERS`; posters are A4 always.
    language
        Of all words, dates and numbers.
    templates
        Folder of the office's own templates.
    docx
        Whether the letters that people edit (``EDITED``) are written for Word as well.
    tell
        Called with a sentence when a run before was cut off while it replaced such a folder.
    with_contacts
        Whether posters name whom to call; otherwise they give the telephone of the office.

    Raises
    ------
    PlanError
        When the plan breaks a rule.
    InputError
        When a template is faulty.
    PlannerError
        When Typst (or docxtpl) is missing, the plan has no visit, a letter can get no number, or the folder
        holds other files or cannot be replaced; it is as it was before, whatever happens.
    """
    require_valid(plan)
    if not plan.planned:
        raise PlannerError("the plan has no visit, so there are no letters to write")
    target = Path(os.path.realpath(folder))
    if target.is_symlink():
        raise PlannerError(f"{folder} is a link that leads back to itself; name another folder")
    clear(target.parent, SCRATCH, partial(_put_back, tell=tell))
    _require_ours(target)
    office = office or Office()
    year = (office.date or plan.problem.calendar.first).year
    path = target.parent / REGISTER
    register = read_register(path) if office.numbers.are_given else Register(path)
    numbering = Numbering(register, office.date, year, plan.version)
    letters = Letters(
        plan, office, paper=paper, language=language, numbering=numbering, with_contacts=with_contacts
    )
    words = WordFiles(templates, office.logo, paper, language, plan.problem.calendar.first) if docx else None
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        Typesetter(templates=templates, logo=office.logo, day=plan.problem.calendar.first) as typesetter,
        scratch(target.parent, SCRATCH, may_go=partial(_put_back, tell=_silent)) as desk,
    ):
        made = desk / NEW
        written = [*_files(letters, typesetter, made, words), *_messages(letters, made)]
        _write_list(made / LIST, written, language)
        register.keep()  # a number is noted before anybody can see it
        _swap(made, target, desk / OLD)
    return [target / found.path for found in written]


def _files(
    letters: Letters, typesetter: Typesetter, folder: Path, words: WordFiles | None
) -> Iterator[Written]:
    """Write every file into ``folder`` and yield it."""
    names: set[str] = set()
    for document in letters.documents():
        path = unused(f"{document.kind}/{file_name(document.name)}", ".pdf", names)
        _write(folder / path, typesetter.pdf(document.kind, document.content))
        yield Written(path, document.team, document.first.isoformat(), document.to)
        if words is not None and document.kind in EDITED:
            path = unused(f"{document.kind}/{file_name(document.name)}", ".docx", names)
            _write(folder / path, words.docx(document.kind, document.content))
            yield Written(path, document.team, document.first.isoformat(), document.to)
        if document.kind == "tim":
            yield _calendar(letters, document, folder, names)


def _calendar(letters: Letters, sheet: Document, folder: Path, names: set[str]) -> Written:
    """Write the calendar of a team beside its sheet."""
    text = calendar_text(
        letters.plan, team=sheet.team, zone=letters.office.time_zone, language=letters.language
    )
    path = unused(f"{sheet.kind}/{file_name(sheet.name)}", ".ics", names)
    _write(folder / path, text.encode("utf-8"))
    return Written(path, sheet.team, sheet.first.isoformat(), sheet.to)


def _messages(letters: Letters, folder: Path) -> Iterator[Written]:
    """Write the short texts, as they are sent by telephone."""
    names: set[str] = set()
    texts = Messages(letters.plan, letters.office, paper=letters.paper, language=letters.language)
    for message in texts.messages():
        path = unused(f"pesan/{file_name(message.name)}", ".txt", names)
        _write(folder / path, printable(message.text).encode("utf-8"))
        yield Written(path, message.team, message.first.isoformat(), message.to)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _write_list(path: Path, written: list[Written], language: Language) -> None:
    """Write the list of files as a spreadsheet of this language opens it."""
    header = [word(key, language) for key in ("letter_file", "team", "date", "letter_to")]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";" if language == "id" else ",")
        writer.writerow(header)
        for found in written:
            row = (found.path, found.team, found.first, found.to)
            writer.writerow(f"'{text}" if text.startswith(FORMULA_STARTS) else text for text in row)


def _require_ours(folder: Path) -> None:
    """Stop at a folder that holds anything but an older plan's letters."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise PlannerError(f"{folder} is a file; name a folder")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    foreign = sorted(there - listed(folder / LIST))
    if foreign:
        some = ", ".join(foreign[:3]) + (", ..." if len(foreign) > 3 else "")
        raise PlannerError(f"{folder} holds other files ({some}); name an empty folder or a new one")


def listed(path: Path) -> set[str]:
    """Return the files that an older list names, itself included; none where there is no list of ours."""
    if not is_file(path):
        return set()
    lines = path.read_bytes().decode("utf-8-sig", "replace").splitlines()
    first = [re.split("[;,\t]", line, maxsplit=1)[0].strip('"') for line in lines]
    if first[:1] not in ([word("letter_file", "id")], [word("letter_file", "en")]):
        return set()  # a table of the office that happens to have this name
    return {LIST, *first[1:]}


def _swap(made: Path, target: Path, old: Path) -> None:
    """Put ``made`` in the place of ``target``; when that fails, what was there is there again."""
    is_there = target.exists()
    before = old / target.name  # the name says where it belongs, should this be the last we do
    try:
        if is_there:
            old.mkdir()
            os.replace(target, before)
        try:
            os.replace(made, target)
        except OSError:
            if is_there:
                os.replace(before, target)
            raise
    except OSError as error:
        why = error.strerror or error
        raise PlannerError(f"{target} cannot be replaced: {why}; is a file of it open?") from error


def _put_back(desk: Path, *, tell: Callable[[str], None]) -> bool:
    """Put back a folder that a dead run had moved away and not replaced; return whether all is done."""
    if not (desk / NEW).is_dir():  # it had been replaced
        return True
    for before in sorted((desk / OLD).glob("*")):
        target = desk.parent / before.name
        if target.exists():
            tell(f"{target}: a run was cut off while it replaced this folder; what it held lies in {before}")
            return False
        os.replace(before, target)
        tell(f"{target}: a run was cut off while it replaced this folder; what it held has been put back")
    return True
