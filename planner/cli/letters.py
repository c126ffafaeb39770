"""``planner letters``: letters, notices, posters and calendars of a plan."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.arguments import language_of
from planner.cli.files import PLACE, require_file
from planner.errors import PlannerError
from planner.targets import cannot, require_outside

if TYPE_CHECKING:
    from planner.words import Language


def letters(
    plan_file: Annotated[Path | None, typer.Argument(help="A plan written as .json.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the letters.")] = None,
    paper: Annotated[str, typer.Option("--paper", help="f4 (215 x 330 mm) or a4; posters are A4.")] = "f4",
    lang: Annotated[
        str, typer.Option("--language", "--lang", help="Language of the letters: id or en.")
    ] = "id",
    office: Annotated[
        Path | None,
        typer.Option(
            "--office", help="Letterhead, signature, officers; letters.toml beside the plan if any."
        ),
    ] = None,
    templates: Annotated[
        Path | None, typer.Option("--templates", help="Folder with your own templates.")
    ] = None,
    copy_to: Annotated[
        Path | None,
        typer.Option("--write-templates", help="Copy the templates into this folder for editing."),
    ] = None,
    docx: Annotated[
        bool,
        typer.Option("--docx", help="Letters that people edit for Word as well (extra: letters)."),
    ] = False,
    with_contacts: Annotated[
        bool,
        typer.Option(
            "--with-contacts", help="Posters name whom to call; otherwise they give the office's telephone."
        ),
    ] = False,
) -> None:
    """Write letters of assignment, travel orders, notices, posters, team sheets, calendars (extra: pdf)."""
    language = language_of(lang)
    if paper.lower() not in ("f4", "a4"):
        raise typer.BadParameter(f"--paper is {paper!r}; known are f4, a4")
    if copy_to is not None:
        _templates(copy_to, paper.lower(), language)
    elif plan_file is None or out is None:
        raise typer.BadParameter("name a plan and a folder, e.g. planner letters plan.json --out letters")
    if plan_file is not None and out is not None:
        _letters(plan_file, out, paper.lower(), language, office, templates, docx, with_contacts)


def _templates(folder: Path, paper: str, language: "Language") -> None:
    """Copy the templates; those for Word need their library."""
    from planner.letters.typesetting import write_templates
    from planner.letters.word import MISSING, is_there, write_word_templates

    for_word = write_word_templates(folder, paper=paper, language=language) if is_there() else []
    try:
        for_pages = write_templates(folder)
    except PlannerError:
        for path in for_word:  # all of them, or none
            path.unlink()
        raise
    print(f"wrote {', '.join(map(str, [*for_pages, *for_word]))}")
    if not for_word:
        print(f"no templates for Word: {MISSING}", file=sys.stderr)


def _beside(plan_file: Path) -> Path | None:
    """Return the letters.toml beside a plan; for one that was told no file, that beside its project."""
    from planner.inputs.named import LETTERS

    folders = [plan_file.parent, *([plan_file.parent.parent] if plan_file.parent.name == PLACE else [])]
    return next((found for folder in folders if (found := folder / LETTERS).is_file()), None)


def _letters(
    plan_file: Path,
    out: Path,
    paper: str,
    language: "Language",
    office_file: Path | None,
    templates: Path | None,
    docx: bool,
    with_contacts: bool,
) -> None:
    """Read the plan and what the office says, write the letters, and tell."""
    from planner.inputs.plan import read_plan
    from planner.letters.codes import require_segno
    from planner.letters.numbering import REGISTER
    from planner.letters.office import Office, read_office, require_known_teams
    from planner.letters.typesetting import require_typst
    from planner.letters.word import require_docxtpl
    from planner.letters.writing import write_letters

    require_typst()  # before a large plan is read
    require_segno()
    if docx:
        require_docxtpl()
    require_file(plan_file)
    office_file = office_file or _beside(plan_file)
    plan = read_plan(plan_file)
    office = read_office(office_file) if office_file else Office()
    if office_file:
        require_known_teams(plan, office, office_file.name)
    reads = {
        plan_file: "the plan that is read",
        office_file: "the letterhead",
        templates: "the folder of templates",
        Path(office.logo) if office.logo else None: "the logo",
    }
    require_outside(out, {path: what for path, what in reads.items() if path is not None})
    print(f"letterhead and names from {office_file or 'nowhere: dotted lines'}", flush=True)
    try:
        made = write_letters(
            plan,
            out,
            office=office,
            paper=paper,
            language=language,
            templates=templates,
            docx=docx,
            tell=lambda sentence: print(sentence, file=sys.stderr),
            with_contacts=with_contacts,
        )
    except OSError as fault:  # disk full, no right to write
        raise PlannerError(cannot(out, fault)) from fault
    print(f"wrote {len(made)} files to {out}; daftar.csv lists them")
    if office.numbers.are_given:
        print(f"numbers of letters are kept in {out.parent / REGISTER}")
