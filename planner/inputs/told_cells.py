"""What teams write into a sheet by hand -> values: counts or "batal", hours of service, reasons by code.

A value that can be read in one way only is taken; any other is a ``ValueError`` that says what was expected.
"""

import re
from dataclasses import dataclass, field

from planner.domain.actuals import STATUSES
from planner.inputs.cells import Cell, clock, count, text
from planner.words import word

OFF = "batal"
OFF_WORDS = {"batal", "dibatalkan", "btl", "cancelled", "canceled"}
STATUS_WORDS = {
    word(f"status_{status}", language): status for status in STATUSES for language in ("id", "en")
}
PEOPLE_CODES = {"m": "dead", "p": "moved", "g": "duplicate", "td": "not_found"}  # with a number behind them
PEOPLE_WORDS = {
    **{"meninggal": "dead", "pindah": "moved", "ganda": "duplicate", "tidak ditemukan": "not_found"},
    **{"dead": "dead", "moved": "moved", "listed twice": "duplicate", "not found": "not_found"},
}
EXPECTED = "expected M, P, G or TD with a number of people (M3 P2), T, B and why (B hujan), or words"

_TIME = r"(\d{1,2}(?:[.:]\d{2})?)"
_HOURS = re.compile(
    rf"(?:(?:jam|pukul|pkl)\.?\s*)?{_TIME}\s*(?:-|–|—|\bs\.?\s?/?\s?d\.?|\bsampai\b|\bto\b)\s*{_TIME}"
)
_ZONE = re.compile(r"\s*\b(?:wib|wita|wit)\b\.?", re.IGNORECASE)
_LENGTH = re.compile(r"\d+(?:[.,]\d+)?\s*(?:jam|j|menit|mnt|hours?|h|minutes?|min)\.?", re.IGNORECASE)
_KEYS = PEOPLE_CODES | PEOPLE_WORDS
_PEOPLE = re.compile(
    rf"(?<![^\W\d_])({'|'.join(sorted(_KEYS, key=len, reverse=True))})[\s.:=-]*(\d+)(?:\s*(?:orang|org)\b)?",
    re.IGNORECASE,
)
_OFF = re.compile(r"(?:b|batal|dibatalkan|cancelled)\b[\s:.-]*(.*)", re.IGNORECASE)
_CLOSED = re.compile(r"t|tuntas\b[\s:.-]*(.*)", re.IGNORECASE)
_CODE = re.compile(
    r"[^\W\d_](?:\s*\d+)?|(?:.*\s)?[^\W\d_]{1,2}\d+(?:\s.*)?|\d+"
)  # looks like one, and is none


@dataclass(frozen=True, slots=True)
class Hours:
    """When a team served.

    Parameters
    ----------
    start, end
        Minutes after midnight; ``None`` where it is not said.
    unread
        What stands there instead: "2 jam", a length and no hours; or ``batal``.
    """

    start: int | None = None
    end: int | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Reasons:
    """What the column Alasan says.

    Parameters
    ----------
    people
        ``dead``, ``moved``, ``duplicate``, ``not_found`` -> people, as far as told.
    closed, off
        Whether nobody is left in the village; whether the visit was cancelled.
    said
        The words that are no code.
    """

    people: dict[str, int] = field(default_factory=dict)
    closed: bool = False
    off: bool = False
    said: str = ""


def count_or_off(cell: Cell) -> int | str:
    """Return a number of people, or ``batal`` where a team wrote that instead.

    >>> count_or_off("48 org"), count_or_off("Batal")
    (48, 'batal')
    """
    if _is_off(text(cell)):
        return OFF
    try:
        return count(cell)
    except ValueError as error:
        raise ValueError(f"{error}; or batal for a visit that was cancelled") from None


def _is_off(found: str) -> bool:
    return found.casefold().strip(".! ") in OFF_WORDS


def status(cell: Cell) -> str:
    """Return how a visit ended, as the office writes it.

    >>> status("Cancelled"), status("Selesai")
    ('batal', 'selesai')
    """
    found = text(cell).casefold()
    if _is_off(found):
        return OFF
    if found not in STATUS_WORDS:
        raise ValueError(f"expected {', '.join(STATUSES[:-1])} or {STATUSES[-1]}")
    return STATUS_WORDS[found]


def hours(cell: Cell) -> Hours:
    """Return a beginning, or a beginning and an end.

    >>> hours("09.30 - 11.00"), hours("2 jam").unread
    (Hours(start=570, end=660, unread=''), '2 jam')
    """
    found = _ZONE.sub("", text(cell)) if isinstance(cell, str) else text(cell)
    both = _HOURS.fullmatch(found.casefold())
    if both:
        return Hours(clock(both[1]), clock(both[2]))
    if _LENGTH.fullmatch(found) or _is_off(found):
        return Hours(unread=OFF if _is_off(found) else found)
    try:
        return Hours(clock(found if isinstance(cell, str) else cell))
    except ValueError:
        raise ValueError("expected hours such as 09.30 - 11.30, or a time such as 09.30") from None


def reasons(cell: Cell) -> Reasons:
    """Return what codes and words say: ``M3 P2``, ``T``, ``B hujan``, or words alone.

    >>> reasons("M3 P2, T").people, reasons("B hujan deras").said
    ({'dead': 3, 'moved': 2}, 'hujan deras')
    """
    found = text(cell)
    people: dict[str, int] = {}
    for name, number in _PEOPLE.findall(found):
        if _KEYS[name.casefold()] in people:
            raise ValueError(f"{name}{number} says what stands there already; {EXPECTED}")
        people[_KEYS[name.casefold()]] = count(number)
    closed = off = False
    words = []
    for part in (part.strip() for part in re.split(r"[,;+&/]", _PEOPLE.sub(",", found))):
        if cancelled := _OFF.fullmatch(part):
            off, part = True, cancelled[1]
        elif done := _CLOSED.fullmatch(part):
            closed, part = True, done[1] or ""
        if _CODE.fullmatch(part) or part.casefold() in _KEYS:
            raise ValueError(f"{part} is none of the codes, or lacks its number; {EXPECTED}")
        words.append(part)
    return Reasons(people, closed, off, ", ".join(filter(None, words)))
