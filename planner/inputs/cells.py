"""What stands in one cell of a spreadsheet -> a value; ``ValueError`` says what was expected.

Spreadsheets ruin what they touch: codes become numbers, 1.250 people become 1.25, 08.30 becomes 8.3. Each
function here accepts every spelling whose meaning is certain and refuses the rest.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | time | timedelta | None

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb pebruari",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu ags agt aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov nopember nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "senin sen monday mon",
            "selasa sel tuesday tue",
            "rabu rab wednesday wed",
            "kamis kam thursday thu",
            "jumat jum jum'at friday fri",
            "sabtu sab saturday sat",
            "minggu min ahad sunday sun",
        )
    )
    for name in names.split()
}
WEEKDAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
BEFORE_DATES = {"hari", "tanggal", "tgl"}
EVERY_DAY = {"setiap hari", "tiap hari", "harian", "every day", "daily"}
YES = {"ya", "y", "yes", "true", "1", "x", "v", "✓", "✔", "√", "☑", "ada", "benar"}
NO = {"tidak", "tdk", "tak", "no", "n", "f", "false", "0", "-", "–", "tidak ada", "salah", "✗", "✘", "☐"}

NOTHING = {"", "-", "--", "---", "–", "—"}

LONGITUDES = (94.0, 142.0)  # of Indonesia, with a margin: a swapped pair or 0, 0 falls outside
LATITUDES = (-12.0, 7.0)

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)  # any other year is a slip of the keyboard
MOST_PEOPLE = 10_000_000  # in one village; what is above is no count
LARGEST = 1e9  # minutes, rupiah, recordings per hour
LARGEST_RUPIAH = 1e15  # of a whole budget

LONGEST = 100  # characters of a number, a date, a code: patterns take seconds for thousands of them
LONGEST_NAME = 500
LONGEST_LIST = 10_000  # of dates, codes or shares in one cell

_GROUPED = re.compile(r"\d{1,3}(?:([., '’])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]0{1,2})?")
_PEOPLE = re.compile(r"\s*(?:orang|org|jiwa)\.?$", re.IGNORECASE)
_RUPIAH = re.compile(r"(?:rp\.?\s*)?(\d+|\d{1,3}(?:([., '’])\d{3})(?:\2\d{3})*)(?:[.,](\d{0,2}|-))?")
_THOUSAND = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")  # as a text; a number knows what it is
_DAY_BEFORE = re.compile(r"(?:hari\s+)?([^\W\d]+(?:['’`][^\W\d]+)?)\s*[,/]?\s*(?=\d)")
_RANGE = re.compile(r"\s*(?:\.\.+|–|\bs\.?\s?/?\s?d\.?\b\.?|\bsampai\b|\bto\b)\s*", re.IGNORECASE)


def text(cell: Cell) -> str:
    """Return what the cell shows, without spaces around it; whole numbers lose their ``.0``.

    >>> text(5301042003.0)
    '5301042003'
    """
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(unicodedata.normalize("NFC", str(cell)).split())


def brief(cell: Cell, longest: int = LONGEST) -> str:
    """Return what a cell shows that can only be short, before any pattern sees it; empty for yes and no."""
    found = "" if isinstance(cell, bool) else text(cell)
    if len(found) > longest:
        raise ValueError(f"expected at most {longest:,} characters; found {len(found):,}")
    return found


def is_nothing(cell: Cell) -> bool:
    """Return whether the cell is empty, or holds the dash that offices write for nothing."""
    if isinstance(cell, str):
        return cell.strip() in NOTHING
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def name(cell: Cell) -> str:
    """Return a text that is not empty."""
    found = brief(cell, LONGEST_NAME)
    if is_nothing(found):
        raise ValueError("expected a text")
    return found


def count(cell: Cell) -> int:
    """Return a number of people: 0 or more, whole.

    >>> [count(cell) for cell in (1234, 1234.0, "1.234", "1,234", "1 234", 1.234)]
    [1234, 1234, 1234, 1234, 1234, 1234]
    """
    return _at_most(MOST_PEOPLE, _digits(cell), " people in one village")


def people(cell: Cell) -> int:
    """Return a number of people anywhere: as :func:`count`, without the limit of a village."""
    return _at_most(int(LARGEST), _digits(cell), " people")


def _digits(cell: Cell) -> str:
    """Return the digits of a whole number of people."""
    expected = "expected a whole number of people, 0 or more, e.g. 1234"
    found = _PEOPLE.sub("", brief(cell))
    if found.casefold() == "nihil":
        return "0"
    if re.fullmatch(r"\d+", found):
        return found
    if _GROUPED.fullmatch(found):  # also the number 1.234, which is "1.234" read by an English Excel
        return _ungrouped(found)
    if re.fullmatch(r"\d+[.,]0{1,2}", found):
        return re.split(r"[.,]", found)[0]
    if re.fullmatch(r"\d+[.,]\d+", found):
        expected += "; if thousands were meant, format the column as text and write it again"
    raise ValueError(expected)


def _ungrouped(found: str) -> str:
    """Return the digits of a number whose thousands are parted, without ``,0`` or ``.00`` at its end."""
    return re.sub(r"\D", "", re.sub(r"[.,]0{1,2}$", "", found))


def _at_most(most: int, digits: str, what: str) -> int:
    if len(digits) > 10 or int(digits) > most:  # an endless number is not even turned into one
        raise ValueError(f"expected at most {most:,}{what}")
    return int(digits)


def number(cell: Cell) -> float:
    """Return a number with or without decimals; a single ``.`` or ``,`` is the decimal sign.

    A text such as ``1.250`` may be either, and is refused.

    >>> [number(cell) for cell in (10.5, "10,5", "1.234,5", "1,234.5")]
    [10.5, 10.5, 1234.5, 1234.5]
    """
    if isinstance(cell, str) and _THOUSAND.fullmatch(brief(cell)):
        bare, decimal = re.sub(r"\D", "", cell), text(cell).replace(",", ".").rstrip("0").rstrip(".")
        raise ValueError(f"expected a number that has one meaning; write {bare} or {decimal}")
    return _decimal(cell)


def _decimal(cell: Cell) -> float:
    """Return a number whose last ``.`` or ``,`` is the decimal sign when both or only one of them occur."""
    found = brief(cell).replace(" ", "")
    if found.rfind(",") > found.rfind("."):
        found = found.replace(".", "").replace(",", ".")
    elif "," in found:
        found = found.replace(",", "")
    if not re.fullmatch(r"[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?", found):
        raise ValueError("expected a number, e.g. 10.5")
    if abs(float(found)) > LARGEST:
        raise ValueError(f"expected a number of at most {LARGEST:,.0f}")
    return float(found)


def whole(cell: Cell) -> int:
    """Return a whole number, 0 or more, of minutes, nights or kits."""
    found = brief(cell)
    if not found.isdecimal():
        raise ValueError("expected a whole number, 0 or more")
    if len(found) > 9:
        raise ValueError(f"expected a whole number of at most {LARGEST:,.0f}")
    return int(found)


def each_weekday(cell: Cell) -> tuple[int, ...]:
    """Return a whole number for each weekday, Monday first, shape (7,); a single one holds for all.

    >>> each_weekday(1), each_weekday("0 0 0 0 1, 2 2")
    ((1, 1, 1, 1, 1, 1, 1), (0, 0, 0, 0, 1, 2, 2))
    """
    parts = re.split(r"[\s,;]+", brief(cell))
    if len(parts) not in (1, 7) or not all(part.isdecimal() and len(part) <= 9 for part in parts):
        raise ValueError(
            "expected one whole number, or seven of them from Monday to Sunday, e.g. 1 1 1 1 1 0 0"
        )
    return tuple(int(part) for part in (parts * 7 if len(parts) == 1 else parts))


def positive(cell: Cell) -> float:
    """Return a number above 0."""
    found = number(cell)
    if not found > 0:
        raise ValueError("expected more than 0")
    return found


def not_negative(cell: Cell) -> float:
    """Return a number that is 0 or more."""
    found = number(cell)
    if found < 0:
        raise ValueError("expected 0 or more")
    return found


def rupiah(cell: Cell) -> float:
    """Return an amount of money, 0 or more; thousands may be grouped, and ``Rp`` may stand before them.

    >>> rupiah("Rp 45.000.000"), rupiah("1.250.000,50"), rupiah(2500)
    (45000000.0, 1250000.5, 2500.0)
    """
    found = _RUPIAH.fullmatch(brief(cell).casefold())
    whole, cents = (re.sub(r"\D", "", part or "") for part in found.group(1, 3)) if found else ("", "")
    if not whole or float(whole) > LARGEST_RUPIAH:
        raise ValueError(f"expected an amount in rupiah, 0 to {LARGEST_RUPIAH:,.0f}, e.g. 45000000")
    return float(f"{whole}.{cents or 0}")


def share(cell: Cell) -> float:
    """Return a share from 0 to 1, also written in per cent.

    >>> share("0,6"), share("35 %"), share(1)
    (0.6, 0.35, 1.0)
    """
    expected = "expected a share from 0 to 1 such as 0.6 or 60%"
    found = brief(cell)
    try:
        value = number(found.rstrip("% ")) / (100 if found.endswith("%") else 1)
    except ValueError:
        raise ValueError(expected) from None
    if not 0 <= value <= 1:
        raise ValueError(expected)
    return value


def shares(cell: Cell) -> tuple[float, ...]:
    """Return shares parted by ``;`` or spaces.

    >>> shares("0,6; 0,35"), shares("60% 35%"), shares(0.6)
    ((0.6, 0.35), (0.6, 0.35), (0.6,))
    """
    return tuple(share(part) for part in re.split(r"[;\s]+", re.sub(r"\s+%", "%", brief(cell))) if part)


def one_of(*words: str) -> Callable[[Cell], str]:
    """Return a function that reads one of a few words, in any case.

    >>> one_of("baik", "rusak")("Baik")
    'baik'
    """

    def parse(cell: Cell) -> str:
        found = text(cell).casefold()
        if found not in words:
            raise ValueError(f"expected {', '.join(words[:-1])} or {words[-1]}")
        return found

    return parse


def longitude(cell: Cell) -> float:
    """Return degrees east within Indonesia."""
    return _degrees(cell, *LONGITUDES, "a longitude")


def latitude(cell: Cell) -> float:
    """Return degrees north within Indonesia, negative south of the equator."""
    return _degrees(cell, *LATITUDES, "a latitude")


def _degrees(cell: Cell, lowest: float, highest: float, what: str) -> float:
    expected = f"expected {what} in degrees, in Indonesia {lowest:g} to {highest:g}"
    try:
        found = _decimal(cell)
    except ValueError:
        raise ValueError(expected) from None
    if not lowest <= found <= highest:
        raise ValueError(expected)
    return found


def yes_no(cell: Cell) -> bool:
    """Return yes or no.

    >>> yes_no("Ya"), yes_no("tidak"), yes_no(1), yes_no("x")
    (True, False, True, True)
    """
    found = text(cell).casefold()
    if found in YES:
        return True
    if found in NO:
        return False
    expected = "expected ya or tidak (also yes/no, true/false, 1/0, v or x)"
    if found == "t":
        expected += "; t alone may be tidak or true"
    raise ValueError(expected)


def yes_no_among(cells: Iterable[Cell]) -> Callable[[Cell], bool]:
    """Return how to read one column: ``t`` is tidak where another cell says y, true where one says f.

    >>> yes_no_among(["y", "t"])("t"), yes_no_among(["t", "f"])("t")
    (False, True)
    """
    said = {text(cell).casefold() for cell in cells if isinstance(cell, str)}
    if "t" not in said or ("y" in said) == ("f" in said):
        return yes_no
    return lambda cell: "f" in said if text(cell).casefold() == "t" else yes_no(cell)


def day(cell: Cell) -> date:
    """Return a date; written with numbers, the day comes before the month.

    >>> {day(text) for text in ("2018-05-07", "07/05/2018", "7 Mei 2018", "Senin, 7 Mei 2018")}
    {datetime.date(2018, 5, 7)}
    """
    if isinstance(cell, date):
        return _near(cell.date() if isinstance(cell, datetime) else cell)
    found = brief(cell).casefold()
    before = _DAY_BEFORE.match(found)
    try:
        parsed = date(*_year_month_day(found[before.end() :] if before else found))
    except ValueError:
        raise ValueError("expected a date such as 2018-05-07, 07/05/2018 or 7 Mei 2018") from None
    if before:
        _check_weekday(before[1], parsed)
    return _near(parsed)


def _check_weekday(word: str, found: date) -> None:
    """Stop at a word before a date that is no weekday, or not the one of the date."""
    weekday = WEEKDAYS.get(re.sub(r"['’`]", "", word))
    if weekday is None and word not in BEFORE_DATES:
        raise ValueError(f"expected a weekday before the date, not {word!r}")
    if weekday not in (None, found.weekday()):
        is_day = WEEKDAY_NAMES[found.weekday()]
        raise ValueError(
            f"expected a weekday that fits: {found:%d/%m/%Y} is a {is_day}; correct one of the two"
        )


def _near(found: date) -> date:
    if not EARLIEST <= found <= LATEST:
        raise ValueError(f"expected a year from {EARLIEST.year} to {LATEST.year}")
    return found


def _year_month_day(found: str) -> tuple[int, int, int]:
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?)?", found)
    if iso:
        return int(iso[1]), int(iso[2]), int(iso[3])
    indonesian = re.fullmatch(r"(\d{1,2})[-/. ](\w+)[-/. ](\d{4})", found)
    if not indonesian:
        raise ValueError(found)
    month = indonesian[2]
    return int(indonesian[3]), int(month) if month.isdecimal() else MONTHS.get(month, 0), int(indonesian[1])


def days(cell: Cell) -> frozenset[date]:
    """Return dates and runs of dates, parted by ``;``, ``,`` or new lines; none for an empty cell.

    >>> len(days("7 Mei 2018; 2018-05-09 s.d. 2018-05-11"))
    4
    """
    if isinstance(cell, date):
        return frozenset([day(cell)])
    # the comma of "Senin, 7 Mei 2018" follows a letter and parts nothing
    brief(cell, LONGEST_LIST)
    parts = re.split(r"[;\n]|(?<![a-zA-Z]),", cell) if isinstance(cell, str) else [text(cell)]
    return frozenset(found for part in parts if part.strip() for found in _run(part))


def _run(part: str) -> Iterator[date]:
    ends = [day(end) for end in _RANGE.split(brief(part), maxsplit=1)]
    if ends[-1] < ends[0]:
        raise ValueError("expected the first date of a run before its last one")
    return (ends[0] + timedelta(days=n) for n in range((ends[-1] - ends[0]).days + 1))


def clock(cell: Cell) -> int:
    """Return minutes after midnight.

    >>> clock("08:00"), clock("8.30"), clock(16), clock(time(7, 15))
    (480, 510, 960, 435)
    """
    expected = "expected a time such as 08:00"
    if isinstance(cell, time):  # a workbook holds 08:00 as a third of a day, a hair too short at times
        return 60 * cell.hour + cell.minute + round(cell.second / 60)
    if isinstance(cell, float) and not cell.is_integer():
        raise ValueError(f"{expected}; format the column as text and write it again")  # 8.3 was 8.30 or 8.03
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2})(?::00)?)?", brief(cell))
    minutes = 60 * int(found[1]) + int(found[2] or 0) if found else -1
    if not found or int(found[2] or 0) >= 60 or minutes > 24 * 60:
        raise ValueError(expected)
    return minutes


def weekdays(cell: Cell) -> frozenset[int]:
    """Return weekdays, Monday = 0 ... Sunday = 6.

    >>> sorted(weekdays("Sen, Kam")), sorted(weekdays("Senin-Jumat")), len(weekdays("setiap hari"))
    ([0, 3], [0, 1, 2, 3, 4], 7)
    """
    found = brief(cell).casefold()
    if found in EVERY_DAY:
        return frozenset(range(7))
    parts = [part for part in re.split(r"[\s,;/]+", re.sub(r"\s*[-–]\s*", "-", found)) if part != "dan"]
    try:
        return frozenset(weekday for part in parts for weekday in _week(part.split("-")))
    except (KeyError, IndexError):
        raise ValueError("expected weekdays such as Sen,Kam or Senin-Jumat or setiap hari") from None


def months(cell: Cell) -> frozenset[int]:
    """Return months, January = 1; none for an empty cell.

    >>> sorted(months("Des-Feb, Apr"))
    [1, 2, 4, 12]
    """
    found = re.sub(r"\s*[-–]\s*", "-", brief(cell).casefold())
    parts = [part.split("-") for part in re.split(r"[\s,;/]+", found) if part and part != "dan"]
    try:
        ends = [(MONTHS[part[0]], MONTHS[part[-1]]) for part in parts]
    except KeyError:
        raise ValueError("expected months such as Januari, Februari or Des-Feb") from None
    return frozenset((first + n - 1) % 12 + 1 for first, last in ends for n in range((last - first) % 12 + 1))


def _week(ends: list[str]) -> list[int]:
    first, last = WEEKDAYS[ends[0]], WEEKDAYS[ends[-1]]
    return [(first + n) % 7 for n in range((last - first) % 7 + 1)]
