"""An empty project for an office: the workbook it fills in, and the planner.toml that names it."""

import os
from io import BytesIO
from pathlib import Path

import xlsxwriter

from planner.errors import PlannerError
from planner.exporters.xlsx import OPTIONS
from planner.inputs.office.fields import CALENDAR, FORMS, PARAMETERS, VILLAGES
from planner.targets import cannot, require_writable, write_files
from planner.template.guide import PROJECT, write_guide
from planner.template.known import Regency, regency
from planner.template.sheets import Looks, Rows, leave_rows, parameter_rows, write_form
from planner.words import Language

WORKBOOK, PROJECT_FILE = "masukan.xlsx", "planner.toml"


def write_template(
    folder: Path,
    *,
    code: str | None = None,
    year: int | None = None,
    language: Language = "id",
    is_forced: bool = False,
) -> tuple[Path, ...]:
    """Write ``masukan.xlsx`` and ``planner.toml`` to a folder and return their paths.

    Parameters
    ----------
    folder
        Where they go; it is made where it is missing.
    code
        Regency whose villages stand in the workbook already, without any number of people; none by default.
    year
        Of the campaign, whose collective leave stands in the sheet Kalender as far as it is known; none by
        default.
    language
        Of the guide, the notes and planner.toml. Headers are Indonesian with an English key below.
    is_forced
        Whether files that are there may be overwritten.

    Raises
    ------
    PlannerError
        When a file is there already, cannot be written, or the regency is not known; nothing is written.
    """
    known = regency(code) if code else None
    paths = (folder / WORKBOOK, folder / PROJECT_FILE)
    there = [str(path) for path in paths if os.path.exists(path)]
    if there and not is_forced:
        raise PlannerError(f"{' and '.join(there)} already there; nothing written. --force overwrites")
    contents = (_workbook(known, year, language), _project(known, language).encode())
    require_writable(paths)
    try:
        write_files(dict(zip(paths, contents, strict=True)))
    except OSError as fault:
        raise PlannerError(cannot(folder, fault)) from fault
    return paths


def _workbook(known: Regency | None, year: int | None, language: Language) -> bytes:
    """Return the workbook with a guide and one sheet for each form."""
    rows: dict[str, Rows] = {PARAMETERS.name: parameter_rows(language), CALENDAR.name: leave_rows(year)}
    if known is not None:
        rows[VILLAGES.name] = known.villages
    content = BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        looks = Looks(book, language)
        write_guide(looks, known)
        for form in FORMS:
            write_form(looks, form, rows.get(form.name, []))
    return content.getvalue()


def _project(known: Regency | None, language: Language) -> str:
    """Return a planner.toml that names the workbook."""
    title = known.name if known else ("Kabupaten ..." if language == "id" else "Regency of ...")
    attribution = f'attribution = "{known.attribution}"\n' if known else ""
    text = PROJECT[language == "en"]
    return text.format(title=title, workbook=WORKBOOK, attribution=attribution)
