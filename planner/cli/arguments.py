"""What several commands are called with, and how words on the command line become values."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from planner.words import Language

Project = Annotated[Path, typer.Argument(help="The project file, e.g. examples/kupang/planner.toml.")]
PlanFile = Annotated[Path, typer.Argument(help="A plan written as .json.")]
Out = Annotated[
    list[Path] | None,
    typer.Option("--out", help="File to write; repeat for more: .xlsx .csv .geojson .gpkg .html .json .ics"),
]
Seconds = Annotated[float, typer.Option("--seconds", min=0.1, help="Longest time to look for a better plan.")]
Rounds = Annotated[
    int | None,
    typer.Option("--rounds", min=1, help="Limit of work instead: the same plan again on every machine."),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of all random choices.")]
WithContacts = Annotated[
    bool,
    typer.Option(
        "--with-contacts",
        help="Names and telephone numbers of staff and villages in .csv, .geojson, .gpkg as well.",
    ),
]
FAULT = 1  # exit code: a fault in the data

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else.")]
Lang = Annotated[str, typer.Option("--lang", help="Language of the files: id or en.")]


def language_of(lang: str) -> "Language":
    """Return the language of that name, or stop with a wrong call."""
    if lang == "id":
        return "id"
    if lang == "en":
        return "en"
    raise typer.BadParameter(f"--lang is {lang!r}; known are id, en")


def day_of(option: str, text: str | None) -> date | None:
    """Return the date of an option; ``None`` where it is not given."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{option} is {text!r}; expected a date such as 2018-06-27") from None
