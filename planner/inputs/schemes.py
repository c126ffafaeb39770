"""Whose codes are these? Codes and names of a file against those that are known, kabupaten by kabupaten.

Kemendagri and BPS number the same villages differently, and of the 22 kabupaten of NTT 16 have digits that
are another kabupaten's in the other list: digits alone prove nothing, names do. Nothing here changes a file;
what is proposed waits for a yes.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product

from planner.inputs.cells import Cell, text
from planner.inputs.codes import village_code

ENOUGH = 0.9  # of the names compared; below, the digits mean other villages
FEWEST_NAMES = 5  # that decide whose codes a kabupaten has; single names occur in many of them
HALF = 0.5  # of the names in another kabupaten: it is that one; in NTT no two share a tenth
MOST_PROPOSED = 3  # villages for one row
ALIKE = 0.8  # of difflib's ratio, for a name to be proposed

_WIDTHS = (2, 2, 2, 4)  # digits of province, kabupaten, kecamatan, village
_KINDS = re.compile(r"\b(?:desa|kelurahan|kel|kecamatan|kec|kabupaten|kab)\b\.?")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}


@dataclass(frozen=True, slots=True)
class Known:
    """A village that is known by its Kemendagri code.

    Parameters
    ----------
    id
        Kemendagri code with dots.
    name, district, regency
        What the village, its kecamatan and its kabupaten are called.
    """

    id: str
    name: str
    district: str = ""
    regency: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file, as far as it tells a village.

    Parameters
    ----------
    number
        Of the row, as the spreadsheet counts.
    code, name, district, regency
        The cells as they stand there; the code may be of any scheme or missing.
    """

    number: int
    code: Cell
    name: str
    district: str = ""
    regency: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the names of one kabupaten of a file agree with the known ones.

    Parameters
    ----------
    digits
        The first four digits of its codes, as ``53.01``.
    scheme
        ``kemendagri``; ``bps`` when the names are known and have other codes; ``unknown`` when they are
        nobody's, and ``not compared`` when too few are there or the kabupaten is not known.
    compared
        How many names were compared.
    agreed
        How many of them are the names that Kemendagri's list has for the same codes.
    likely
        The kabupaten whose names these are, as far as one is known, and how many of them.
    """

    digits: str
    scheme: str
    compared: int
    agreed: int
    likely: tuple[str, str, int] = ("", "", 0)

    @property
    def share(self) -> float:
        """Share of the names that agree, 0 to 1."""
        return self.agreed / self.compared if self.compared else 0.0

    def said(self) -> str:
        """Return what was compared with what, for the reader of a fault."""
        digits = self.digits.replace(".", "")  # whose they are is the question
        words = f"of {self.compared} village names whose codes begin with {digits}, {self.agreed} "
        words += f"({self.share:.0%})"
        words += f" are those that Kemendagri's list has for these codes; expected at least {ENOUGH:.0%}"
        if self.scheme == "bps":
            code, name, count = self.likely
            words += f". {count} are names of {name or code} ({code}): these are BPS codes, or another list's"
        return words


@dataclass(frozen=True, slots=True)
class Proposal:
    """A village that a row may mean; never taken without a yes.

    Parameters
    ----------
    row
        What stands in the file.
    village
        What it may mean, in a kecamatan of the same name.
    likeness
        1 for the same name, below for one that is spelt alike.
    """

    row: Row
    village: Known
    likeness: float


@dataclass(frozen=True, slots=True)
class Restored:
    """A code that a spreadsheet has shortened, and what it was."""

    found: str
    code: str

    def __str__(self) -> str:
        """Return the note for the reader of a plan."""
        return f"{self.found} was read as {self.code}"


def agreements(rows: Iterable[Row], known: Iterable[Known]) -> list[Agreement]:
    """Return for every kabupaten of a file whose codes it has, by the first four digits.

    Parameters
    ----------
    rows
        Rows of a file; those without ten digits are passed over, other faults tell of them.
    known
        Villages by their Kemendagri codes; kabupaten they do not hold are not compared.
    """
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        code = dotted(row.code)
        if code:
            groups[code[:5]].append((code, row.name))
    names, regencies, by_regency = {}, {}, defaultdict(set)
    for village in known:
        names[village.id] = village.name
        regencies[village.id[:5]] = village.regency
        by_regency[village.id[:5]].add(bare_name(village.name))
    return [
        _agreement(digits, found, names, by_regency, regencies) for digits, found in sorted(groups.items())
    ]


def _agreement(
    digits: str,
    found: Sequence[tuple[str, str]],
    names: Mapping[str, str],
    by_regency: Mapping[str, Collection[str]],
    regencies: Mapping[str, str],
) -> Agreement:
    """Return whose codes the villages of one kabupaten have."""
    agreed = sum(code in names and likeness(names[code], name) >= ALIKE for code, name in found)
    counts = Counter(
        {code: sum(bare_name(name) in there for _, name in found) for code, there in by_regency.items()}
    )
    code, most = max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    likely = (code, regencies.get(code, ""), most)
    if len(found) < FEWEST_NAMES:
        scheme = "not compared"
    elif digits in by_regency and agreed >= ENOUGH * len(found):
        scheme = "kemendagri"
    elif most >= HALF * len(found):
        scheme = "bps"
    else:
        scheme = "unknown" if digits in by_regency else "not compared"
    return Agreement(digits, scheme, len(found), agreed, likely if scheme == "bps" else ("", "", 0))


def proposals(rows: Iterable[Row], known: Iterable[Known]) -> list[Proposal]:
    """Return which villages the rows without a known code may mean, for somebody to say yes or no.

    Names are compared inside the kecamatan of the same name only: 41 names of NTT stand twice in a kabupaten,
    four in a kecamatan. A village that another row has by its code is not proposed.
    """
    rows, villages = list(rows), list(known)
    codes = {village.id for village in villages}
    taken = {dotted(row.code) for row in rows} & codes
    by_district = defaultdict(list)
    for village in villages:
        by_district[bare_name(village.district)].append(village)
    return [
        proposal
        for row in rows
        if row.name and row.district and dotted(row.code) not in codes
        for proposal in _proposed(row, by_district.get(bare_name(row.district), []), taken)
    ]


def _proposed(row: Row, villages: Iterable[Known], taken: Collection[str]) -> list[Proposal]:
    """Return the likeliest villages of one kecamatan; none where two kabupaten have one of this name."""
    here = [
        village for village in villages if not row.regency or likeness(village.regency, row.regency) >= ALIKE
    ]
    if len({village.id[:8] for village in here}) != 1:
        return []
    found = [
        Proposal(row, village, likeness(row.name, village.name))
        for village in here
        if village.id not in taken
    ]
    alike = sorted((one for one in found if one.likeness >= ALIKE), key=lambda one: -one.likeness)
    return [one for one in alike if one.likeness == 1] or alike[:MOST_PROPOSED]


def restored(cell: Cell, known: Collection[str]) -> Restored | None:
    """Return a code that has lost zeros, as the one known code it can be; ``None`` when it lacks nothing.

    Parameters
    ----------
    cell
        A code of a village, kecamatan or kabupaten: typed as 53.1.4.2003, or 53.10 that became the number
        53.1.
    known
        Codes with dots of villages, kecamatan and kabupaten.

    Raises
    ------
    ValueError
        When it can be none or several of them.

    >>> str(restored(53.1, {"53.10", "53.01"}))
    '53.1 was read as 53.10'
    """
    found = text(cell)
    parts = found.split(".")
    is_code = 1 < len(parts) <= len(_WIDTHS) and all(part.isdecimal() and part.isascii() for part in parts)
    if not is_code or found in known:
        return None
    is_number = isinstance(cell, float)  # which loses zeros at its end only
    candidates = sorted(
        {code for code in _paddings(parts, typed=not is_number, shortened=len(parts) == 2) if code in known}
    )
    if len(candidates) != 1:
        words = f"can be {' or '.join(candidates)}" if candidates else "is none of the known codes"
        raise ValueError(f"{found} {words}; write the code as text, e.g. 53.01.04.2003")
    return Restored(found, candidates[0])


def _paddings(parts: Sequence[str], *, typed: bool, shortened: bool) -> Iterator[str]:
    """Yield the codes that some parts of one may be: zeros left out in front, or lost at the end."""
    ways = []
    for n, part in enumerate(parts):
        width = _WIDTHS[n]
        filled = {part.rjust(width, "0") if typed and n < 3 else part}
        if shortened and n == len(parts) - 1:
            filled.add(part.ljust(width, "0"))
        ways.append([one for one in filled if len(one) == width])
    for chosen in product(*ways):
        yield ".".join(chosen)


def with_levels(known: Iterable[Known]) -> frozenset[str]:
    """Return the codes of villages and of their kecamatan and kabupaten."""
    return frozenset(village.id[:length] for village in known for length in (5, 8, 13))


def bare_name(found: str) -> str:
    """Return a name as it is compared: small letters and digits, no kind of place, Roman numbers as digits.

    >>> bare_name("Desa Camplong II"), bare_name("Oe’Nunu")
    ('camplong2', 'oenunu')
    """
    folded = unicodedata.normalize("NFKD", found.casefold())
    words = re.sub(r"[^a-z0-9 ]", "", re.sub(r"[-/_]", " ", _KINDS.sub(" ", folded))).split()
    return "".join(_ROMAN.get(word, word) if n else word for n, word in enumerate(words))


def likeness(one: str, other: str) -> float:
    """Return how alike two names are spelt, 0 to 1; 1 when they are the same but for signs."""
    first, second = bare_name(one), bare_name(other)
    return 1.0 if first == second else SequenceMatcher(None, first, second).ratio()


def dotted(cell: Cell) -> str:
    """Return ten digits of any scheme with dots as Kemendagri has them; empty for anything else."""
    try:
        return village_code(cell)
    except ValueError:
        digits = re.sub(r"[.\s]", "", text(cell))
    if not re.fullmatch(r"[1-9]\d{9}", digits):
        return ""
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"
