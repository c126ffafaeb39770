"""``planner template``: an empty project for the office to fill in."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.arguments import language_of
from planner.cli.values import whole


def template(
    folder: Annotated[Path, typer.Argument(help="Folder for masukan.xlsx and planner.toml.")],
    regency: Annotated[
        str | None,
        typer.Option(
            "--regency",
            help="Kemendagri code, e.g. 53.14: its villages are filled in, all but their numbers of people.",
        ),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(
            "--year",
            parser=whole(2000, 2200),
            metavar="YEAR",
            help="Of the campaign, this year when not given: its collective leave stands in sheet Kalender.",
        ),
    ] = None,
    lang: Annotated[
        str, typer.Option("--language", "--lang", help="Language of the guide and the notes: id or en.")
    ] = "id",
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are there.")] = False,
) -> None:
    """Write an empty project: one workbook for the office to fill in, and the planner.toml that names it."""
    from planner.inputs.codes import regency_code
    from planner.inputs.days_off import collective_leave
    from planner.template import write_template

    language = language_of(lang)
    try:
        code = regency_code(regency) if regency is not None else None
    except ValueError as fault:
        raise typer.BadParameter(f"--regency is {regency!r}; {fault}") from fault
    year = year or date.today().year
    paths = write_template(folder, code=code, year=year, language=language, is_forced=force)
    print(f"wrote {', '.join(map(str, paths))}")
    days = len(collective_leave("ID", [year]))
    print(f"sheet Kalender: {days} days of collective leave of {year}; compare them with the decree (SKB)")
    print(f"fill in {paths[0].name} (begin with its sheet Petunjuk), then: planner check {paths[1]}")
