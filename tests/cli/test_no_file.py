"""Names that no file can have, and names of what is no file: one sentence, at once, for every command."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

READING = [
    ("check", "{name}.toml"),
    ("plan", "{name}.toml"),
    ("verify", "{name}.json"),
    ("verify", "{name}.gpkg"),
    ("history", "{name}.gpkg"),
    ("export", "{name}.json", "--out", "{folder}/p.csv"),
    ("explain", "{name}.json", "Dekat"),
    ("forecast", "{name}.toml"),
    ("province", "{name}.toml"),
    ("whatif", "{project}", "--scenarios", "{name}.toml"),
    ("publish", "{plan}", "--history", "{name}.jsonl"),
    ("replan", "{plan}", "--history", "{name}.jsonl", "--today", "2018-05-08"),
    ("replan", "{plan}", "--history", "{history}", "--today", "2018-05-08", "--learned", "{name}.toml"),
    ("learn", "{plan}", "--history", "{name}.jsonl"),
    ("backtest", "{plan}", "--history", "{name}.jsonl"),
    ("actuals", "{name}.csv", "--plan", "{plan}", "--to", "{history}"),
    ("letters", "{plan}", "--office", "{name}.toml", "--out", "{folder}/surat"),
]
OTHERS = [
    ("forget", "{name}.json"),  # takes folders as well
    ("plan", "{project}", "--optimiser", "greedy", "--out", "{name}.csv"),
    ("plan", "{project}", "--optimiser", "greedy", "--out", "{name}/p.csv"),
    ("plan", "{project}", "--optimiser", "greedy", "--store", "{name}.gpkg"),
    ("export", "{plan}", "--out", "{name}.html"),
    ("check", "{project}", "--out", "{name}.xlsx"),
    ("check", "{project}", "--proposals", "{name}.csv"),
    ("learn", "{plan}", "--history", "{history}", "--yes", "--out", "{name}.toml"),
    ("publish", "{plan}", "--history", "{name}/h.jsonl", "--new"),
    ("province", "{project}", "--out", "{name}"),
    ("template", "{name}"),
    ("letters", "{plan}", "--templates", "{name}", "--out", "{folder}/surat"),
    ("letters", "{plan}", "--out", "{name}"),
]
NO_FILE = (
    *("is a pipe, socket or device", "is a folder, no file", "is no file", "does not exist"),
    "there is no such file",  # planner.toml in the folder that province is given
)
Call = Callable[..., Any]


def filled(command: tuple[str, ...], history: Path, name: str) -> list[str]:
    folder = history.parent
    places = {"project": folder / "planner.toml", "plan": folder / "plan.json", "history": history}
    return [word.format(**places, folder=folder, name=folder / name) for word in command]


@pytest.mark.parametrize("length", [265, 400])
@pytest.mark.parametrize("command", [*READING, *OTHERS], ids=" ".join)
def test_a_name_longer_than_any_file_has_is_told(
    call: Call, history: Path, command: tuple[str, ...], length: int
) -> None:
    said = call(*filled(command, history, length * "n"))

    assert said.code == 1
    assert length * "n" in said.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_what_is_no_file_is_told_at_once(
    call: Call, history: Path, command: tuple[str, ...], kind: str
) -> None:
    suffix = next(Path(word).suffix for word in command if word.startswith("{name}"))
    if kind == "pipe":
        os.mkfifo(history.with_name(f"x{suffix}"))
    elif kind == "folder":
        history.with_name(f"x{suffix}").mkdir()
    else:
        history.with_name(f"x{suffix}").symlink_to("/dev/full")

    said = call(*filled(command, history, "x"))

    assert said.code == 1
    assert f"x{suffix}" in said.err
    assert any(why in said.err for why in NO_FILE)
