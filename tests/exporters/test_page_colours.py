"""Colours of the page: readable, and told apart by everyone (contrast as in WCAG 2.1)."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from planner.exporters import html
from planner.exporters.html import TEAM_COLOURS, team_style


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2.1)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def css_colours() -> Iterator[tuple[str, str]]:
    css = (Path(html.__file__).parent / "plan.css").read_text(encoding="utf-8")
    yield from re.findall(r"--([\w]+): (#[0-9a-f]{6})", css)


def test_texts_are_readable_on_their_grounds() -> None:
    colour = dict(css_colours())
    pairs = [("ink", "paper"), ("soft", "paper"), ("deep", "paper"), ("soft", "shade"), ("paper", "deep")]

    assert all(contrast(colour[text], colour[ground]) >= 4.5 for text, ground in pairs)
    assert contrast("#d5e8e8", colour["deep"]) >= 4.5  # the period under the title


def test_lines_of_teams_stand_out_from_paper() -> None:
    assert all(contrast(colour, "#ffffff") >= 4.5 for colour in TEAM_COLOURS)


@pytest.mark.parametrize("scale", ["s", "l"])
def test_classes_of_the_map_grow_darker_step_by_step(scale: str) -> None:
    colour = dict(css_colours())
    steps = [colour[f"{scale}{n}"] for n in range(6)]

    assert all(luminance(light) > luminance(dark) for light, dark in pairwise(steps))


def test_no_two_of_forty_teams_look_alike() -> None:
    assert len({team_style(team) for team in range(40)}) == 40
