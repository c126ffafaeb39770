"""Histories of the commands: how one is named and begun, and what of it is told."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from planner.domain.problem import Problem
    from planner.replanning.records import History

HistoryFile = Annotated[Path, typer.Option("--history", help="The campaign's history, e.g. history.jsonl.")]
New = Annotated[bool, typer.Option("--new", help="Begin the history here; without it the file has to exist.")]


def history_of(path: Path, problem: "Problem") -> "History":
    """Return the history of this campaign; what of it is not whole is told on stderr."""
    from planner.replanning import read_history

    history = read_history(path, problem)
    tell_cut(path, history)
    return history


def tell_cut(path: Path, history: "History") -> None:
    """Tell on stderr what is not whole, and has to be handed in again."""
    for cut in history.cut:
        print(f"attention: {path.name}: {cut}", file=sys.stderr, flush=True)


def cut_record(history: "History") -> list[dict[str, Any]]:
    """Return what is not whole for ``--json``."""
    return [
        {"file": cut.name, "reports": cut.rows, "there": cut.there, "told": str(cut)} for cut in history.cut
    ]
