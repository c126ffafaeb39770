"""Kemendagri codes of villages, kecamatan and regencies."""

import re

from planner.inputs.cells import LONGEST, LONGEST_LIST, Cell, brief, text

# The last group begins with 1 for a kelurahan, 2 for a desa, 3 for a desa adat.
_VILLAGE = re.compile(r"(\d{2})[.\s]?(\d{2})[.\s]?(\d{2})[.\s]?([123]\d{3})")
_DISTRICT = re.compile(r"(\d{2})[.\s]?(\d{2})[.\s]?(\d{2})")
_REGENCY = re.compile(r"(\d{2})[.\s]?(\d{2})")


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


def _digits(cell: Cell) -> str:
    """Return the code as text; numbers written by a program as ``5301042003.0`` lose their ``.0``."""
    found = "" if isinstance(cell, bool) else text(cell)[:LONGEST]  # no code is as long
    return re.sub(r"^(\d{4,})\.0$", r"\1", found)
