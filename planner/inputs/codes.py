"""Kemendagri codes, and the numbers that must never come in: those of persons."""

import re

from planner.inputs.cells import LONGEST, LONGEST_LIST, Cell, brief, text

# The last group begins with 1 for a kelurahan, 2 for a desa, 3 for a desa adat.
_VILLAGE = re.compile(r"(\d{2})[.\s]?(\d{2})[.\s]?(\d{2})[.\s]?([123]\d{3})")
_DISTRICT = re.compile(r"(\d{2})[.\s]?(\d{2})[.\s]?(\d{2})")
_REGENCY = re.compile(r"(\d{2})[.\s]?(\d{2})")
# Sixteen digits in a row, or grouped as NIK and KK often are; the decimals of a coordinate do not count.
_PERSONAL = re.compile(r"(?<![\d.,])(?:\d{6}([ .-]?)\d{6}\1\d{4}|\d{4}([ -])\d{4}\2\d{4}\2\d{4})(?![.,]?\d)")
_DAMAGED = re.compile(r"\d[.,]\d+E\+?1[56]", re.IGNORECASE)  # what a spreadsheet makes of them


def village_code(cell: Cell) -> str:
    """Return a Kemendagri village code with dots, from text or number, with or without dots.

    >>> village_code(5301042003.0)
    '53.01.04.2003'
    """
    found = _VILLAGE.fullmatch(_digits(cell))
    if not found:
        raise ValueError(
            "expected a Kemendagri village code such as 53.01.04.2003 (a BPS code is another one)"
        )
    return ".".join(found.groups())


def district_code(cell: Cell) -> str:
    """Return a Kemendagri district (kecamatan) code with dots, ``53.01.04``."""
    found = _DISTRICT.fullmatch(_digits(cell))
    if not found:
        raise ValueError("expected a Kemendagri district code such as 53.01.04")
    return ".".join(found.groups())


def regency_code(cell: Cell) -> str:
    """Return a Kemendagri regency code with its dot; a zero that a spreadsheet has lost comes back.

    >>> regency_code(53.1), regency_code("53.01"), regency_code(5301)
    ('53.10', '53.01', '53.01')
    """
    found = _digits(cell)
    if re.fullmatch(r"\d{2}\.\d", found):
        found += "0"
    parts = _REGENCY.fullmatch(found)
    if not parts:
        raise ValueError("expected a Kemendagri regency code such as 53.01")
    return ".".join(parts.groups())


def area_codes(cell: Cell) -> frozenset[str]:
    """Return Kemendagri codes of kabupaten, kecamatan or villages, parted by commas, semicolons or lines.

    >>> sorted(area_codes("53.14.01; 5314022005"))
    ['53.14.01', '53.14.02.2005']
    """
    brief(cell, LONGEST_LIST)
    parts = re.split(r"[;,\n]", cell if isinstance(cell, str) else _digits(cell))
    return frozenset(_area_code(_digits(part)) for part in parts if part.strip())


def _area_code(part: str) -> str:
    for pattern in (_VILLAGE, _DISTRICT, _REGENCY):
        if found := pattern.fullmatch(part):
            return ".".join(found.groups())
    raise ValueError("expected codes of kecamatan or villages such as 53.14.01 or 53.14.02.2005")


def is_bps_like(cell: Cell) -> bool:
    """Return whether the cell holds ten bare digits that are no Kemendagri village code."""
    found = _digits(cell)
    return bool(re.fullmatch(r"\d{10}", found)) and not _VILLAGE.fullmatch(found)


def is_village_code(cell: Cell) -> bool:
    """Return whether the cell holds a village code of Kemendagri, or ten digits that may be one of BPS.

    >>> is_village_code("53.01.04.2003"), is_village_code(5301040001), is_village_code("Semau")
    (True, True, False)
    """
    if not isinstance(cell, str | int | float) or isinstance(cell, bool):
        return False
    found = _digits(cell)
    return bool(_VILLAGE.fullmatch(found) or re.fullmatch(r"[1-9]\d{9}", found))


def is_personal(cell: Cell) -> bool:
    """Return whether the cell holds a sixteen-digit number, as NIK and KK are.

    >>> is_personal("NIK 5301040205180001"), is_personal(5301040205180001), is_personal("123.4567890123456")
    (True, True, False)
    """
    if isinstance(cell, bool) or cell is None:
        return False
    if isinstance(cell, int | float):
        return 1e15 <= cell <= 1e16
    found = str(cell)
    return len(found) >= 8 and bool(_PERSONAL.search(found) or _DAMAGED.search(found))


def masked(found: str) -> str:
    """Return the text with all but the first four of its digits hidden; a fault must not repeat a NIK.

    >>> masked("5301040205180001")
    '5301************'
    """
    head = re.match(r"\D*(?:\d\D*){0,4}", found)
    kept = head.end() if head else 0
    return found[:kept] + re.sub(r"\d", "*", found[kept:])


def _digits(cell: Cell) -> str:
    """Return the code as text; numbers written by a program as ``5301042003.0`` lose their ``.0``."""
    found = "" if isinstance(cell, bool) else text(cell)[:LONGEST]  # no code is as long
    return re.sub(r"^(\d{4,})\.0$", r"\1", found)
