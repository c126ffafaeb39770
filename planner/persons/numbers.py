"""Sixteen-digit numbers of persons (NIK, KK) in a text, however they are spelt, and the text without them.

A NIK is six digits of the region (province, regency, kecamatan), the date of birth DDMMYY (women: day + 40)
and a serial number (Government Regulation 37/2007, article 37); a KK has the date of issue instead. So there
are three kinds of evidence: the shape of the groups, a date that can be, and a serial number that begins with
a zero, as nearly all do, and as a count, a year or a part of a telephone number in its place seldom does. The
looser the shape, the more of the others is asked for.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

LENGTH = 16
PROVINCES = range(11, 98)
DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
WOMEN = 40  # is added to the day
LONGEST_GAP = 3  # signs between two groups of one number
REGION, DATE = 6, 12  # digits before the date, and before the serial number
NATURAL = {2, 4, REGION, 8, 10, DATE}  # where province, regency, kecamatan, day, month and year end
KTP = ((4, 4, 4, 4), (6, 6, 4), (8, 8))
THOUSANDS = ((1, 3, 3, 3, 3, 3), (3, 3, 3, 3, 3, 1))
LOOSE = {2, 4, 6, 8, 10}  # digits of one group where nothing else tells

_GROUP = re.compile(r"[0-9]+")
_ENOUGH = re.compile(rf"(?:[0-9][^0-9]*+){{{LENGTH}}}")
_GAP = re.compile(rf"[^0-9A-Za-z;|\n\r\t]{{1,{LONGEST_GAP}}}")  # what parts a list parts no number
# a fingerprint of a file or a UUID; a row of digits without a letter is neither
_NAME = re.compile(
    r"(?<![0-9A-Za-z])(?:(?=[0-9]*[a-f])[0-9a-f]{32,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_DECIMALS = re.compile(r"(?<![\w.,])(?:0|[1-9]\d{0,2})[.,]$", re.ASCII)  # before them: degrees as 123.4567...
_TOLD = re.compile(r"(?<![a-z])(?:n\W?i\W?k|kependudukan)\W*(?:(?:no|nomor)\W*)?$", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z]+$")
_TELLING = ("nik", "kk", "ktp", "no", "nomor", "warga", "penduduk")
_RUPIAH = re.compile(r"(?<![a-z])(?:rp|idr)\W*$", re.IGNORECASE)
# what a spreadsheet makes of a number that long
_DAMAGED = re.compile(
    r"(?<!\w)[0-9](?:[.,][0-9]+\s*E\s*\+?|\s*E\s*\+|(?:[.,][0-9]+)?\s*[x×*·]\s*10\s*\^\s*)0?15(?!\w)",
    re.IGNORECASE,
)


def is_personal(cell: object) -> bool:
    """Return whether the value of a cell, or a text, holds a sixteen-digit number, as NIK and KK are.

    >>> is_personal("NIK 5301040205180001"), is_personal(5301040205180001), is_personal("123.4567890123456")
    (True, True, False)
    """
    if isinstance(cell, str):
        return _may_hold_one(cell) and next(_found(_plain(cell)), None) is not None
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return 1e15 <= cell < 1e16


def masked(text: str) -> str:
    """Return the text with every digit of such numbers hidden: nothing that is told may repeat one.

    >>> masked("NIK 5301 0402 0518 0001, 3 orang")
    'NIK **** **** **** ****, 3 orang'
    """
    if not _may_hold_one(text):
        return text
    plain, kept, end = _plain(text), list[str](), 0
    for first, last in sorted(_found(plain)):
        kept += [plain[end:first], re.sub(r"[0-9]", "*", plain[max(first, end) : last])]
        end = max(end, last)
    return "".join([*kept, plain[end:]]) if end else text


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits that stand together: where they begin and end in the text."""

    first: int
    last: int
    digits: str


def _may_hold_one(text: str) -> bool:
    """Return whether a closer look is worth it; nearly every cell of a table is not."""
    if not text.isascii():
        return True  # one sign may stand for several digits
    return "15" in text or (len(text) >= LENGTH and _ENOUGH.search(text) is not None)


def _plain(text: str) -> str:
    """Return the text with digits of every script as 0-9, and without signs that nobody sees."""
    if not text.isascii():
        signs = unicodedata.normalize("NFKC", text)
        seen = (sign for sign in signs if unicodedata.category(sign) not in ("Cf", "Mn", "Me"))
        text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in seen)
    return text


def _found(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each number of a person begins and ends."""
    text = _NAME.sub(lambda found: "x" * len(found[0]), text)
    yield from (found.span() for found in _DAMAGED.finditer(text))
    for run in _runs(text):
        yield from _unbroken(run, text)
        yield from _in_groups(run, text)


def _runs(text: str) -> Iterator[list[_Group]]:
    """Yield groups of digits with no more than a few signs between them, none of which ends a number."""
    run: list[_Group] = []
    for found in _GROUP.finditer(text):
        gap = text[run[-1].last : found.start()] if run else ""
        if run and (not _GAP.fullmatch(gap) or (gap.strip() == "," and len(gap) > 1)):
            yield run
            run = []
        run.append(_Group(*found.span(), found[0]))
    if run:
        yield run


def _unbroken(run: Sequence[_Group], text: str) -> Iterator[tuple[int, int]]:
    """Yield numbers whose digits stand together; also two of them without anything between."""
    for group in run:
        before = text[max(0, group.first - 8) : group.first]
        if len(group.digits) == LENGTH:
            word = _LETTERS.search(before)
            is_name = word is not None and not word[0].casefold().endswith(_TELLING)
            if not _DECIMALS.search(before) and (not is_name or _has_date(group.digits)):
                yield group.first, group.last
        elif len(group.digits) > LENGTH and len(group.digits) % LENGTH == 0:
            parts = [group.digits[n : n + LENGTH] for n in range(0, len(group.digits), LENGTH)]
            if all(_has_place(part) and _has_date(part) for part in parts):
                yield group.first, group.last


def _in_groups(run: Sequence[_Group], text: str) -> Iterator[tuple[int, int]]:
    """Yield numbers whose digits are parted into groups."""
    whole = "".join(group.digits for group in run)
    parts = [whole[n : n + LENGTH] for n in range(0, len(whole), LENGTH)]
    if len(parts) > 1 and len(parts[-1]) == LENGTH and all(map(_is_likely, parts)):
        yield run[0].first, run[-1].last
    gaps = ["", *(text[a.last : b.first].strip() or " " for a, b in pairwise(run)), ""]
    for n in range(len(run)):
        groups = _taken(run, n)
        if len(groups) > 1:
            around, between = {gaps[n], gaps[n + len(groups)]}, set(gaps[n + 1 : n + len(groups)])
            head = text[max(0, groups[0].first - 24) : groups[0].first]
            is_even = len(between) == 1 and not around & between
            if _is_one(groups, head, is_all=len(groups) == len(run), is_even=is_even):
                yield groups[0].first, groups[-1].last


def _taken(run: Sequence[_Group], first: int) -> Sequence[_Group]:
    """Return the groups from ``first`` on that have sixteen digits together; none where no such cut is."""
    count = 0
    for n in range(first, min(first + LENGTH, len(run))):
        count += len(run[n].digits)
        if count >= LENGTH:
            return run[first : n + 1] if count == LENGTH else ()
    return ()


def _is_one(groups: Sequence[_Group], head: str, *, is_all: bool, is_even: bool) -> bool:
    """Return whether groups of sixteen digits are the number of a person.

    Parameters
    ----------
    groups
        Two or more.
    head
        What stands before them.
    is_all
        Whether no other digits are near.
    is_even
        Whether the same sign parts all of them, and another one, or none, parts them from other digits.
    """
    digits = "".join(group.digits for group in groups)
    sizes = tuple(len(group.digits) for group in groups)
    ends = {sum(sizes[:n]) for n in range(1, len(sizes))}
    if is_all and _TOLD.search(head):
        return True
    if not (_has_date(digits) and digits[DATE] == "0"):
        return False
    is_natural = ends <= NATURAL and {REGION, DATE} <= ends
    if is_all and ((is_even and sizes in KTP) or (is_natural and _has_place(digits))):
        return True
    if not _is_likely(digits):
        return False
    if is_even and sizes in THOUSANDS:
        return not _RUPIAH.search(head)
    return is_natural or (is_even and all(size in LOOSE for size in sizes))


def _is_likely(digits: str) -> bool:
    """Return whether place, date and serial number are all as nearly every person has them."""
    return _has_place(digits) and _has_date(digits) and digits[DATE : DATE + 2] == "00"


def _has_date(digits: str) -> bool:
    """Return whether the day, month and year in the middle can be those of a birth.

    >>> _has_date("5301044205180001"), _has_date("5301044205990001"), _has_date("5301043113990001")
    (True, True, False)
    """
    day, month = int(digits[REGION : REGION + 2]), int(digits[REGION + 2 : REGION + 4])
    day -= WOMEN if day > WOMEN else 0
    return 1 <= month <= len(DAYS_OF_MONTH) and 1 <= day <= DAYS_OF_MONTH[month - 1]


def _has_place(digits: str) -> bool:
    """Return whether the first digits can be those of a kecamatan."""
    return int(digits[:2]) in PROVINCES and digits[2:4] != "00" and digits[4:REGION] != "00"
