"""The page for officers and administrators says what the programs do."""

from pathlib import Path

import pytest

from planner.cli.arguments import PARTLY
from planner.surroundings import folders, memory, mishap, watchdog

PAGE = Path(__file__).resolve().parents[2] / "docs" / "troubleshooting.md"


@pytest.mark.parametrize(
    "text",
    [
        f"| {PARTLY} | some of what was asked for is done",
        f"| {mishap.OWN_FAULT} | the planner has a fault of its own |",
        f"| {mishap.FAULT} | something in the data, a file or the computer",
        f"~/.local/state/{folders.NAME}",
        f"$XDG_CACHE_HOME/{folders.NAME}",
        f"%LOCALAPPDATA%\\{folders.NAME}",
        f"not enough memory: ...; {mishap.CLOSE}",
        {10: "The last ten are kept"}[mishap.KEPT],
        {900: "a quarter of an hour"}[int(watchdog.SECONDS)],
    ],
)
def test_the_page_says_it(text: str) -> None:
    assert text in " ".join(PAGE.read_text(encoding="utf-8").split())


def test_addresses_on_the_page_are_more_than_what_is_asked_for() -> None:
    assert memory.OPTIMISER_MB < 650
    assert memory.COMPILING_MB < 900
