"""What several commands are called with; how words become values is in :mod:`planner.cli.values`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.values import number, whole

if TYPE_CHECKING:
    from planner.words import Language

Project = Annotated[Path, typer.Argument(help="The project file, e.g. examples/kupang/planner.toml.")]
PlanFile = Annotated[Path, typer.Argument(help="A plan written as .json.")]
Out = Annotated[
    list[Path] | None,
    typer.Option("--out", help="File to write; repeat for more: .xlsx .csv .geojson .gpkg .html .json .ics"),
]
SHORTEST = number(0.1)  # of a search, in seconds
Seconds = Annotated[
    float,
    typer.Option("--seconds", parser=SHORTEST, metavar="N", help="Longest time to look for a better plan."),
]
Rounds = Annotated[
    int | None,
    typer.Option(
        "--rounds",
        parser=whole(1),
        metavar="N",
        help="Limit of work instead: the same plan again on every machine.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", parser=whole(), metavar="N", help="Seed of all random choices.")]
WithContacts = Annotated[
    bool,
    typer.Option(
        "--with-contacts",
        help="Names and telephone numbers of staff and villages in .csv, .geojson, .gpkg as well.",
    ),
]
FAULT = 1  # exit codes: a fault in the data
PARTLY = 3  # some of what was asked for is done, and some cannot be

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else.")]
Lang = Annotated[str, typer.Option("--lang", help="Language of the files: id or en.")]


def language_of(lang: str) -> "Language":
    """Return the language of that name, or stop with a wrong call."""
    if lang == "id":
        return "id"
    if lang == "en":
        return "en"
    raise typer.BadParameter(f"--lang is {lang!r}; known are id, en")
