"""Signs that nobody sees: they hide text from a reader, or make a terminal do something.

Decided once for all inputs (docs/project-file.md, "Signs that nobody sees"): tables, maps and plans are read
without them, and a note says where they stood; what somebody wrote as text (planner.toml and its like) is
refused at its key. So no output holds one.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# Unicode 16: categories Cc (but tab and line ends; a CR alone writes over a line of a terminal), Cf, Cs, Zl,
# Zp, what is Default_Ignorable_Code_Point (DerivedCoreProperties.txt), and two that XML forbids.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]|\r(?!\n)"
)
TAKEN_OUT = "signs that nobody sees, taken out of "  # begins the name of a note, which a file's ends
MOST_MARKS = 30  # over one letter: UAX #15, Stream-Safe Text Format; sorting thousands takes minutes


def without_hidden(text: str) -> str:
    r"""Return a text without signs that nobody sees; one that parts words becomes a space.

    >>> without_hidden("Ba\u00ad\u200bun\x1b[2J"), without_hidden("Desa\u2028Baun")
    ('Baun[2J', 'Desa Baun')
    """
    if text.isascii() and text.isprintable():
        return text
    kept = HIDDEN.sub(lambda found: " " if found[0].isspace() else "", text)
    return "".join(sign for sign, run in _marked(kept) if run <= MOST_MARKS)


def shown(text: str) -> str:
    r"""Return a text in which signs that nobody sees are spelt, for a message that has to repeat them.

    >>> shown("Desa\u202e")
    'Desa<U+202E>'
    """
    return HIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def hidden_in(text: str) -> str:
    r"""Return the names of the signs in a text that nobody sees, each once; empty where there is none.

    >>> hidden_in("Ba\u200bun\x1b")
    'U+200B (zero width space), U+001B (control sign)'
    """
    if text.isascii() and text.isprintable():
        return ""
    signs = [*HIDDEN.findall(text), *(sign for sign, run in _marked(text) if run > MOST_MARKS)]
    return ", ".join(dict.fromkeys(map(_named, signs)))


def _named(sign: str) -> str:
    return f"U+{ord(sign):04X} ({unicodedata.name(sign, 'control sign').lower()})"


def _marked(text: str) -> Iterator[tuple[str, int]]:
    """Yield each sign, and how many marks over one letter there are up to it."""
    run = 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        yield sign, run


def hidden_places(value: Any, place: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], str]]:
    """Yield the place in nested mappings and lists, and the text, wherever a key or text hides a sign."""
    if isinstance(value, str) and hidden_in(value):
        yield place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if hidden_in(str(key)):
                yield (*place, key), str(key)
            yield from hidden_places(inner, (*place, key))
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for n, inner in enumerate(value):
            yield from hidden_places(inner, (*place, n))


def without_any_hidden(value: Any) -> Any:
    """Return nested mappings and lists with all their keys and texts as :func:`without_hidden` gives them.

    Raises
    ------
    ValueError
        When two keys of a mapping become one.
    """
    if isinstance(value, str):
        return without_hidden(value)
    if isinstance(value, Mapping):
        found = {without_hidden(str(key)): without_any_hidden(inner) for key, inner in value.items()}
        if len(found) < len(value):
            raise ValueError("two keys are the same but for signs that nobody sees")
        return found
    return [without_any_hidden(inner) for inner in value] if isinstance(value, list) else value
