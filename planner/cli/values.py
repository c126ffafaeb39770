"""Words on the command line become values, as offices write them; what has two meanings is asked back.

Dates and numbers are read as those in a table are (:mod:`planner.inputs.cells`). Each function returns what
:func:`typer.Option` takes as ``parser``; it gets the default as well.
"""

import re
import sys
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import typer

from planner.inputs import cells

T = TypeVar("T")


def day(word: Any) -> date:
    """Return a date: 2018-05-07, 07/05/2018 (day first) or "7 Mei 2018"."""
    return _read(cells.day, word)


def run(word: Any) -> tuple[date, date]:
    """Return the first and the last of some days, e.g. "1 Januari 2018 s.d. 30 April 2018"."""
    found = _read(cells.days, word)
    if not found:
        raise typer.BadParameter("expected days such as 2018-01-01..2018-04-30")
    return min(found), max(found)


def whole(least: int = 0, most: int = int(cells.LARGEST)) -> Callable[[Any], int]:
    """Return how to read a whole number; thousands may be grouped by a point, a comma or a space.

    >>> [whole()(word) for word in ("139.000", "139,000", "139 000", 139000)]
    [139000, 139000, 139000, 139000]
    """

    def parse(word: Any) -> int:
        try:
            found = cells.people(word)
        except ValueError:
            found = -1
        if not least <= found <= most:
            limits = f"{least} or more" if most == cells.LARGEST else f"{least} to {most}"
            raise typer.BadParameter(f"found {str(word)!r}; expected a whole number, {limits}")
        return found

    return parse


def number(least: float) -> Callable[[Any], float]:
    """Return how to read a number with or without decimals; ``1.500`` may be two numbers, and is refused.

    >>> number(0)("0,5"), number(0)("1.250,5")
    (0.5, 1250.5)
    """

    def parse(word: Any) -> float:
        found = _read(cells.number, word)
        if found < least:
            raise typer.BadParameter(f"found {str(word)!r}; expected {least:g} or more")
        return found

    return parse


def rate(word: Any) -> float:
    """Return people in some time: as :func:`whole`, since nobody counts a thousandth of them, or a mean.

    >>> rate("31.081"), rate("31081,5")
    (31081.0, 31081.5)
    """
    try:
        return float(cells.people(word))
    except ValueError:
        return number(0)(word)


def share(word: str) -> float:
    """Return a share of per cent, with or without the sign.

    >>> share("90 %"), share("90,5%"), share("90")
    (0.9, 0.905, 0.9)
    """
    found = _read(cells.number, word.rstrip("% ")) / 100
    if not 0 <= found <= 1:
        raise typer.BadParameter(f"found {word!r}; expected per cent from 0 to 100")
    return found


def shares(text: str) -> list[float]:
    """Return the shares of a list of per cent; a comma parts numbers that rise, else it may be a decimal.

    >>> shares("50,90"), shares("50, 90 %"), shares("90,5%"), shares("90,5%; 95%"), shares("")
    ([0.5, 0.9], [0.5, 0.9], [0.905], [0.905, 0.95], [])
    """
    parts = [part.strip() for part in re.split(r";|(?<=%)\s*,", text) if part.strip()]
    found = [share(one) for part in parts for one in _parted(part)]
    if not all(found):
        raise typer.BadParameter(f"found {text!r}; expected per cent above 0")
    return found


def _parted(part: str) -> list[str]:
    """Return the numbers that commas part, or the one whose decimals stand behind the only comma."""
    numbers = [one.strip() for one in part.split(",") if one.strip()]
    if len(numbers) != 2 or re.search(r",\s", part):
        return numbers
    first, second = (share(one) for one in numbers)
    is_rising, is_marked = first < second, part.endswith("%")
    if is_rising == is_marked:  # "50,80%" and "90,5": a list or a decimal
        one, two = (one.rstrip("% ") for one in numbers)
        raise typer.BadParameter(f"found {part!r}; write {one}%;{two}% for two targets, {one}.{two}% for one")
    return numbers if is_rising else [part]


def target(word: str | None) -> float | int | None:
    """Return a target: people, or a share where there is a sign of per cent; ``None`` for none.

    >>> target("90,5 %"), target("9.000"), target(None)
    (0.905, 9000, None)
    """
    if word is None:
        return None
    if word.rstrip().endswith("%"):
        return share(word)
    try:
        return cells.people(word)
    except ValueError:
        expected = "expected people such as 9000, or a share such as 90%"
        raise typer.BadParameter(f"found {word!r}; {expected}") from None


def asked(value: T | None, option: str, question: str, parse: Callable[[Any], T]) -> T:
    """Return the value of an option, asked for at the keyboard; a wrong call where nobody sits there."""
    if value is not None:
        return value
    if not sys.stdin.isatty():
        raise typer.BadParameter(f"{option} is missing: {question[:1].lower()}{question[1:]}?")
    answer: T = typer.prompt(f"{question}?", value_proc=parse, err=True)
    return answer


def _read(parse: Callable[[Any], T], word: Any) -> T:
    """Return what is meant, or stop with a wrong call."""
    try:
        return parse(word)
    except ValueError as error:
        raise typer.BadParameter(f"found {str(word)!r}; {error}") from None
