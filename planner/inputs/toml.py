"""A TOML file that somebody wrote by hand -> its keys and values; every way to fail is one fault."""

import re
import tomllib
from pathlib import Path
from typing import Any

from planner.errors import Fault, InputError
from planner.files import MOST_TEXT_BYTES, Content, read_file
from planner.inputs.guard import require_no_persons
from planner.signs import hidden_in, hidden_places

MOST_DOTS = 1000  # on one line; tomllib takes 6 s for a key of 16,000 parts (measured, Python 3.11)
MOST_DIGITS = 100  # of one number; Python refuses to write one of 4,300, and a fraction ends at 308
_LONG_NUMBER = re.compile(rb"(?<![0-9A-Za-z_])(?:0x[0-9A-Fa-f]|[0-9])[0-9A-Fa-f_]{%d,}" % MOST_DIGITS)


def read_text(path: Path, *, missing: str) -> Content:
    """Return a small file that somebody wrote by hand.

    Raises
    ------
    InputError
        When it cannot be read; ``missing`` says what to do.
    """
    try:
        return Content(path.name, read_file(path, most_bytes=MOST_TEXT_BYTES))
    except InputError as error:
        problem = f"cannot be read: it {error.faults[0].problem}"
        raise InputError([Fault(path.name, problem, missing)]) from error


def read_toml(source: Path | Content, *, missing: str, wrong: str) -> dict[str, Any]:
    """Return what stands in a TOML file.

    Parameters
    ----------
    source
        The file, or what was read of it.
    missing, wrong
        What to do where there is no such file, and where it is no TOML.

    Raises
    ------
    InputError
        When it cannot be read, is no TOML, or a key or text holds the number of a person, or signs that
        nobody sees.
    """
    content = source if isinstance(source, Content) else read_text(source, missing=missing)
    found = parsed(content.name, content.data, wrong)
    require_no_persons(found, content.name)
    hidden = [_hidden(content.name, place, text) for place, text in hidden_places(found)]
    if hidden:
        raise InputError(hidden)
    return found


def parsed(name: str, data: bytes, wrong: str) -> dict[str, Any]:
    """Return the keys and values of a text, hidden signs and all; for the rest as :func:`read_toml`."""
    faults = [_too_long(name, n, line) for n, line in enumerate(data.split(b"\n"), start=1) if _is_long(line)]
    if faults:
        raise InputError(faults)
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except RecursionError as error:
        raise InputError([Fault(name, "is no TOML: lists stand in lists too deeply", wrong)]) from error
    except ValueError as error:  # of TOML, or of letters that are no UTF-8
        raise InputError([Fault(name, f"is no TOML: {error}", wrong)]) from error


def _is_long(line: bytes) -> bool:
    return len(line) > MOST_DIGITS and (line.count(b".") > MOST_DOTS or bool(_LONG_NUMBER.search(line)))


def _too_long(name: str, number: int, line: bytes) -> Fault:
    """Return the fault of a line that would be parsed for minutes, or not at all."""
    key = line.partition(b"=")[0].decode("utf-8", "replace").strip()[:60]
    if _LONG_NUMBER.search(line):
        problem = f"a number of more than {MOST_DIGITS} digits"
        return Fault(name, problem, "correct it", row=number, column=key)
    problem = f"more than {MOST_DOTS:,} dots on one line"
    return Fault(name, problem, "write a long list on several lines", row=number)


def _hidden(name: str, place: tuple[object, ...], text: str) -> Fault:
    column = ".".join(map(str, place))
    return Fault(name, f"holds a sign that nobody sees: {hidden_in(text)}", "delete it", column=column)
