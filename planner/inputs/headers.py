"""Where the table of an office begins and ends: its header, and the rows that are no data.

Office tables carry titles, merged cells, a row of column numbers, sums and a signature. Each such row is
known as skipped; a row with a village code is always data.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from planner.inputs.cells import Cell, is_nothing, text
from planner.inputs.codes import is_village_code

Row = tuple[int, Sequence[Cell]]

NEARLY = 0.75  # of the known headers of the row below; a title has fewer
SEARCHED_ROWS = 30  # of those that are not empty; no office writes a longer title
USUAL = ("no", "nomor", "provinsi", "province", "wajib_ktp", "sudah_rekam", "total", "jumlah_penduduk")
_FEWEST_NUMBERS = 3  # of a row of column numbers; 1, 2 may be data
_NARROWEST = 3  # columns of a table that may have notes below it
_MOST_CELLS_OF_A_NOTE = 2  # a signature stands left and right

_NUMBER_OF_COLUMN = re.compile(r"\W?(\d{1,4})\W?\s*(?:=.*)?")  # 3, (3), 3., 5=3+4
_SUM = re.compile(
    r"(?:sub|grand)?[\s-]*(?:jumlah|total|jml)"
    r"(?:\s+(?:total|semua|seluruh\w*|keseluruhan|umum|akhir|besar|desa|per\b.*|kec\b.*|kecamatan\b.*|kab\b.*|"
    r"kabupaten\b.*|kota\b.*|provinsi\b.*))?[\s.:]*",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"[-+]?[\d.,\s]+%?")  # a date is none
_LETTER = re.compile(r"[^\W\d_]")
_SECTION = re.compile(r"\W*(?:kecamatan|kec\.|kabupaten|kab\.|provinsi)\s*:?\s*\w", re.IGNORECASE)
_NOTE = re.compile(
    r"\W*(?:\*|sumber|source|catatan|keterangan|ket\.|note|mengetahui|menyetujui|kepala\s+dinas|nip\b|dibuat|dicetak|"
    r"diperiksa|disetujui|ttd\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Rows of a sheet that are not read as data.

    Parameters
    ----------
    first, last
        Their numbers, as the spreadsheet counts; equal for a single row.
    why
        ``title``, ``header`` (said again, or in English), ``numbers`` (of the columns), ``total``,
        ``section``, ``example``, ``blank`` or ``note``.
    said
        What stands in the first filled cell of the first row.
    """

    first: int
    last: int
    why: str
    said: str = ""


def plain(header: str) -> str:
    """Return a header as it is compared: letters and digits only, in small letters.

    >>> plain("Kode Desa*"), plain("kode_desa")
    ('kodedesa', 'kodedesa')
    """
    return re.sub(r"[\W_]", "", header.casefold())


@cache
def known_headers() -> frozenset[str]:
    """Return every header that some table of a project goes by, plain."""
    # imported when called: the tables below are read by what imports this module
    from planner.inputs import bases, boats, calendar, crosswalk, teams, villages
    from planner.inputs.office.fields import FORMS

    tables = (villages.COLUMNS, bases.COLUMNS, teams.COLUMNS, calendar.COLUMNS, crosswalk.COLUMNS)
    columns = [column for table in (*tables, boats.BOAT_COLUMNS, boats.LEG_COLUMNS) for column in table]
    names = [name for column in columns for name in (column.key, *column.names)]
    fields = [name for form in FORMS for field in form.fields for name in (field.key, field.header)]
    return frozenset(plain(name) for name in (*names, *fields, *USUAL))


def headers_in(cells: Iterable[Cell]) -> int:
    """Return how many different known headers stand in a row."""
    found = {plain(cell) for cell in cells if isinstance(cell, str) and len(cell) < 100}
    return len(found & known_headers())


def header_place(rows: Sequence[Row]) -> int:
    """Return the place of the header among rows that are not empty.

    It is the row with the most known headers, the first of equals; where no row has two of them, the first
    row with more than one cell.
    """
    searched = rows[:SEARCHED_ROWS]
    said = [headers_in(cells) for _, cells in searched]
    if max(said) > 1:
        place = said.index(max(said))
        is_below = place > 0 and rows[place][0] == rows[place - 1][0] + 1
        return place - 1 if is_below and said[place - 1] >= max(2, NEARLY * said[place]) else place
    return next((n for n, (_, cells) in enumerate(searched) if len(_filled(cells)) > 1), 0)


def two_level_header(header: Sequence[Cell], below: Sequence[Cell]) -> list[str] | None:
    """Return the header of two rows whose upper cells are merged; ``None`` when the second is none.

    A part called Jumlah or Total is what the whole is called.

    >>> two_level_header(["Kode Desa", "Belum Rekam", None, None], [None, "L", "P", "Jumlah"])
    ['Kode Desa', 'Belum Rekam L', 'Belum Rekam P', 'Belum Rekam']
    """
    whole, parents = "", []
    merged = [
        not text(cell) or (n + 1 < len(header) and not text(header[n + 1])) for n, cell in enumerate(header)
    ]
    for cell in header:
        whole = text(cell) or whole
        parents.append(whole)
    parts = [text(cell) for cell in below]
    places = [n for n, part in enumerate(parts) if part]
    is_second = (
        len(places) > 1
        and all(n < len(header) and merged[n] and parents[n] for n in places)
        and any(not text(header[n]) for n in places)
        and all(isinstance(below[n], str) and not re.fullmatch(r"[\d\W]+", parts[n]) for n in places)
    )
    if not is_second:
        return None
    parts += [""] * (len(header) - len(parts))
    return [_joined(text(cell), parents[n], parts[n]) for n, cell in enumerate(header)]


def _joined(own: str, parent: str, part: str) -> str:
    """Return the header of one column below a merged cell."""
    if not part:
        return own
    return parent if plain(part) in ("jumlah", "total", "jml", "jlh") else f"{parent} {part}"


def data_rows(headers: Sequence[str], rows: Sequence[Row]) -> tuple[list[Row], list[Skipped]]:
    """Return the rows below a header that are data, and those that are not.

    Parameters
    ----------
    headers
        What stands above the columns.
    rows
        The rows below that are not empty, in order.
    """
    data: list[Row] = []
    skipped: list[Skipped] = []
    plain_headers = [plain(header) for header in headers]
    numbers_may_follow = True
    for number, cells in rows:
        why = _why_no_data(plain_headers, cells, numbers_may_follow)
        if why:
            skipped.append(Skipped(number, number, why, _said(cells)))
        else:
            data.append((number, cells))
            numbers_may_follow = False
    if len(headers) >= _NARROWEST:
        first_note = _first_note(data)
        skipped += [Skipped(number, number, "note", _said(cells)) for number, cells in data[first_note:]]
        del data[first_note:]
    return data, skipped


def blank_rows(numbers: Sequence[int]) -> list[Skipped]:
    """Return the empty rows between rows that are not.

    >>> blank_rows([1, 2, 5])
    [Skipped(first=3, last=4, why='blank', said='')]
    """
    pairs = pairwise(numbers)
    return [Skipped(row + 1, after - 1, "blank") for row, after in pairs if after > row + 1]


def merged(skipped: Iterable[Skipped]) -> list[Skipped]:
    """Return skipped rows in order, neighbours with the same reason as one."""
    runs: list[Skipped] = []
    for row in sorted(skipped, key=lambda row: row.first):
        if runs and runs[-1].why == row.why and runs[-1].last + 1 == row.first:
            runs[-1] = Skipped(runs[-1].first, row.last, row.why, runs[-1].said)
        else:
            runs.append(row)
    return runs


def is_example(cells: Iterable[Cell]) -> bool:
    """Return whether a row is marked as an example: a cell begins with CONTOH in capitals."""
    return any(isinstance(cell, str) and re.match(r"\W*CONTOH\b", cell) for cell in cells)


def _why_no_data(headers: Sequence[str], cells: Sequence[Cell], is_at_top: bool) -> str:
    """Return why a row is no data, empty for data."""
    filled = _filled(cells)
    if is_example(filled):
        return "example"
    if _is_header_again(headers, cells, filled, is_at_top):
        return "header"
    if len(filled) == 1 and _is_only_numbered(headers, cells):
        return "blank"
    if is_at_top and _are_column_numbers(filled, len(headers)):
        return "numbers"
    if _is_section(headers, filled):
        return "section"
    return "total" if _is_total(filled) else ""


def _is_header_again(
    headers: Sequence[str], cells: Sequence[Cell], filled: Sequence[Cell], is_at_top: bool
) -> bool:
    """Return whether the row repeats the header, as on each printed page, or says it in English."""
    if len(filled) < 2 or not isinstance(filled[0], str):
        return False
    if not is_at_top and plain(filled[0]) not in headers:  # most rows end here, which makes 80,000 quick
        return False
    again = [
        not is_nothing(cell) and plain(text(cell)) == header
        for header, cell in zip(headers, cells, strict=False)
    ]
    if sum(again) == len(filled):
        return True
    known = headers_in(filled) if is_at_top else 0
    return known > 1 and 2 * known >= len(filled) and not any(map(is_village_code, filled))


def _is_only_numbered(headers: Sequence[str], cells: Sequence[Cell]) -> bool:
    """Return whether the one filled cell is the running number of a row that nobody filled in."""
    place = next(n for n, cell in enumerate(cells) if not is_nothing(cell))
    is_running = place < len(headers) and headers[place] in ("no", "nomor", "nourut", "nomorurut")
    return is_running and bool(_NUMBER_OF_COLUMN.fullmatch(text(cells[place])))


def _are_column_numbers(filled: Sequence[Cell], width: int) -> bool:
    """Return whether the cells are 1, 2, 3, ... for all columns but perhaps one."""
    found = [_NUMBER_OF_COLUMN.fullmatch(text(cell)) for cell in filled]
    numbers = [int(match[1]) if match else 0 for match in found]
    is_long = len(numbers) >= max(_FEWEST_NUMBERS, width - 1)
    return is_long and numbers == list(range(1, len(numbers) + 1))


def _is_section(headers: Sequence[str], filled: Sequence[Cell]) -> bool:
    """Return whether the row is a line such as "Kecamatan Semau" between villages."""
    is_alone = len(filled) == 1 and len(headers) >= _NARROWEST
    return is_alone and isinstance(filled[0], str) and bool(_SECTION.match(filled[0]))


def _is_total(filled: Sequence[Cell]) -> bool:
    """Return whether the row is a sum: a word for it, else numbers only, and no village code."""
    words = (" ".join(cell.split()) for cell in filled if isinstance(cell, str) and _LETTER.search(cell))
    if not _SUM.fullmatch(next(words, "")):  # most rows end here
        return False
    said = [text(cell) for cell in filled]
    return all(_SUM.fullmatch(word) or _AMOUNT.fullmatch(word) for word in said) and not any(
        map(is_village_code, filled)
    )


def _first_note(data: Sequence[Row]) -> int:
    """Return the place of the first row below the table: a note, or few words after an empty row."""
    first = len(data)
    while first > 0 and _may_be_note(data[first - 1][1]):
        first -= 1
    for place in range(first, len(data)):
        number, cells = data[place]
        is_apart = place > 0 and number > data[place - 1][0] + 1
        words = [text(cell) for cell in _filled(cells)]
        if _NOTE.match(words[0]) or (is_apart and any(re.search(r"\s|[:,]$", word) for word in words)):
            return place
    return len(data)


def _may_be_note(cells: Sequence[Cell]) -> bool:
    filled = _filled(cells)
    is_short = len(filled) <= _MOST_CELLS_OF_A_NOTE
    return is_short and not any(map(is_village_code, filled))


def _filled(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells that say something."""
    return [cell for cell in cells if not is_nothing(cell)]


def _said(cells: Iterable[Cell]) -> str:
    return next((text(cell) for cell in _filled(cells)), "")
