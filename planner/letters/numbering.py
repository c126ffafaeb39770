"""Running numbers of letters, and the register that keeps them.

A pattern such as ``094/{urut}/Disdukcapil/{bulan romawi}/{tahun}`` makes a series for each year: letters with
the same pattern count on together. The register is a CSV file that is only added to. A letter that says the
same (same team, days and visits) has the same number again, whatever else the plan has become.
"""

import csv
import hashlib
import io
import json
import os
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from planner.errors import Fault, InputError, PlannerError
from planner.files import read_file
from planner.letters.texts import roman
from planner.locks import locked

REGISTER = "nomor.csv"
HEADER = ("seri", "urut", "nomor", "jenis", "surat", "isi", "versi_rencana")
OPEN = "........"  # what is filled in by hand
UNKNOWN_MONTH = "...."
LARGEST = 999_999
PLACES = {
    "n": "n",
    "urut": "n",
    "month": "month",
    "bulan": "month",
    "bulan romawi": "month",
    "bulan_romawi": "month",
}
PLACES |= {"year": "year", "tahun": "year"}
PLACE = re.compile(r"\{([^{}:]*)(?::([1-6]))?\}")
REMEDY = "put back the register as the planner wrote it, from a copy"


def pattern(text: str) -> str:
    """Return the pattern of a letter number as it was.

    Raises
    ------
    ValueError
        When it has a place that is not known, two for the running number, or begins like a formula.

    Examples
    --------
    >>> pattern("094/{urut:3}/Disdukcapil/{bulan romawi}/{tahun}")
    '094/{urut:3}/Disdukcapil/{bulan romawi}/{tahun}'
    """
    names = [name for name, _ in PLACE.findall(text)]
    rest = PLACE.sub("", text)
    if any(name not in PLACES for name in names) or "{" in rest or "}" in rest:
        raise ValueError("expected {urut}, {bulan romawi} and {tahun} in braces, and no others")
    if places_of(text) > 1:
        raise ValueError("expected {urut} once, where the running number stands")
    if not text[:1].isalnum() and not text.startswith("{"):
        raise ValueError("expected a letter or a digit at the beginning")
    return text


def places_of(text: str) -> int:
    """Return how often the running number stands in a pattern that is known.

    >>> places_of("094/{urut}/{tahun}"), places_of("094/12/{tahun}")
    (1, 0)
    """
    return sum(PLACES[name] == "n" for name, _ in PLACE.findall(text))


def number_text(form: str, number: int | None, signed: date | None, year: int) -> str:
    """Return a letter number; what is not known is dots.

    >>> number_text("094/{urut:3}/D/{bulan romawi}/{tahun}", 7, date(2018, 4, 24), 2018)
    '094/007/D/IV/2018'
    >>> number_text("094/{n}/D/{month}/{year}", None, None, 2018)
    '094/......../D/..../2018'
    """
    month = roman(signed.month) if signed else UNKNOWN_MONTH

    def put(found: re.Match[str]) -> str:
        name, width = PLACES[found[1]], int(found[2] or 1)
        if name == "n":
            return OPEN if number is None else f"{number:0{width}d}"
        return month if name == "month" else str(year)

    return PLACE.sub(put, form)


def series_of(form: str, year: int) -> str:
    """Return which series a pattern counts in: months share it, years do not.

    >>> series_of("094/{urut:3}/D/{bulan romawi}/{tahun}", 2018)
    '094/{n}/D/{month}/2018'
    """
    kept = {"n": "{n}", "month": "{month}", "year": str(year)}
    return PLACE.sub(lambda found: kept[PLACES[found[1]]], form)


def digest(content: object) -> str:
    """Return the first 8 hexadecimal digits of the SHA-256 of ``content`` as compact JSON."""
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Entry:
    """One number that was given: to which letter (kind, name, digest of what it says), by which plan."""

    series: str
    number: int
    text: str
    kind: str
    name: str
    content: str
    plan: str


@dataclass
class Register:
    """The numbers that were given, and those that this writing adds; nothing is written before :meth:`keep`.

    Parameters
    ----------
    path
        The CSV file; need not be there.
    read
        Its bytes when it was read.
    given
        Series -> (kind, name, content) -> running number.
    last
        Series -> largest number given.
    added
        Entries that are not in the file yet.
    """

    path: Path
    read: bytes = b""
    given: defaultdict[str, dict[tuple[str, str, str], int]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    last: Counter[str] = field(default_factory=Counter)
    added: list[Entry] = field(default_factory=list)

    def number(self, series: str, letter: tuple[str, str, str], first: int) -> tuple[int, bool]:
        """Return the number of a letter (kind, name, content), and whether it is new: at least ``first``.

        Raises
        ------
        PlannerError
            When the series is full.
        """
        own = self.given[series].get(letter)
        if own is not None:
            return own, False
        number = max(first, self.last[series] + 1)
        if number > LARGEST:
            raise PlannerError(f"{self.path}: there is no number after {LARGEST} in the series {series}")
        self.given[series][letter] = number
        self.last[series] = number
        return number, True

    def keep(self) -> None:
        """Add the new entries to the file.

        Raises
        ------
        PlannerError
            When somebody else has written it since it was read, or it cannot be written.
        """
        if not self.added:
            return
        with locked(self.path):  # so that nobody writes between the look and the writing
            self._add()

    def _add(self) -> None:
        try:
            if (read_file(self.path) if os.path.exists(self.path) else b"") != self.read:
                raise PlannerError(f"{self.path} has changed meanwhile, so nothing was written; write again")
            with self.path.open("ab") as file:
                file.write(self._lines())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            why = error.strerror or error
            raise PlannerError(f"{self.path} cannot be written: {why}; is it open?") from error

    def _lines(self) -> bytes:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=_delimiter(self.read), lineterminator="\r\n")
        if not self.read:
            writer.writerow(HEADER)
        elif not self.read.endswith(b"\n"):
            text.write("\r\n")
        for e in self.added:
            writer.writerow((e.series, e.number, e.text, e.kind, e.name, e.content, e.plan))
        return text.getvalue().encode("utf-8" if self.read else "utf-8-sig")


@dataclass(frozen=True, slots=True)
class Numbering:
    """Gives letters their numbers.

    Parameters
    ----------
    register
        What was given before.
    signed, year
        Date of the letters if it is known, and the year in their numbers.
    plan
        Version of the plan.
    """

    register: Register
    signed: date | None
    year: int
    plan: str

    def text(self, form: str, first: int | None, kind: str, name: str, content: object) -> str:
        """Return the number of a letter in the pattern ``form``; with dots where there is no ``first``.

        ``content`` is what the letter says: another content gets another number.
        """
        if first is None:
            return number_text(form, None, self.signed, self.year)
        series, letter = series_of(form, self.year), (kind, name, f"i{digest(content)}")
        number, is_new = self.register.number(series, letter, first)
        text = number_text(form, number, self.signed, self.year)
        if is_new:
            self.register.added.append(Entry(series, number, text, *letter, self.plan))
        return text


def read_register(path: Path) -> Register:
    """Return the register in ``path``; an empty one where there is no file.

    Raises
    ------
    InputError
        When the file cannot be read, its header is another, or a row gives no number or one that was given
        before; every fault with its row.
    """
    data = read_file(path, str(path)) if os.path.exists(path) else b""
    register = Register(path, data)
    if data:
        _fill(register, data.decode("utf-8-sig", "replace"))
    return register


def _fill(register: Register, text: str) -> None:
    name, faults = str(register.path), list[Fault]()
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(register.read)))
    except csv.Error as error:
        raise InputError([Fault(name, f"cannot be read: {error}", REMEDY)]) from None
    if not rows or tuple(rows[0][: len(HEADER)]) != HEADER:
        raise InputError([Fault(name, f"is no register; expected columns {', '.join(HEADER)}", REMEDY)])
    seen: set[tuple[str, int]] = set()
    for n, row in enumerate(rows[1:], start=2):
        if not any(row):
            continue
        problem = _problem(row, seen)
        if problem:
            faults.append(
                Fault(name, problem, REMEDY, row=n, column="urut", value=row[1] if len(row) > 1 else "")
            )
            continue
        series, number = row[0], int(row[1])
        seen.add((series, number))
        register.given[series].setdefault((row[3], row[4], row[5]), number)
        register.last[series] = max(register.last[series], number)
    if faults:
        raise InputError(faults)


def _problem(row: list[str], seen: set[tuple[str, int]]) -> str:
    """Return what is wrong with a row, or nothing."""
    if len(row) < len(HEADER):
        return f"the row has {len(row)} cells; expected {len(HEADER)}"
    if not re.fullmatch("[0-9]{1,6}", row[1]) or int(row[1]) < 1:
        return f"expected a whole number, 1 to {LARGEST}"
    return f"this number stands twice in the series {row[0]}" if (row[0], int(row[1])) in seen else ""


def _delimiter(data: bytes) -> str:
    """Return what separates the cells: a semicolon, or what a spreadsheet made of it."""
    first = data.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    return next((sign for sign in ";,\t" if sign in first), ";")
