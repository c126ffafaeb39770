"""Which villages the rows of a table mean: whose codes they are, which are older ones, which are missing."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from planner.errors import Fault
from planner.inputs.cells import name, text
from planner.inputs.codes import district_code, is_bps_like, regency_code, village_code
from planner.inputs.columns import Column, Table, read_table
from planner.inputs.schemes import (
    Known,
    Proposal,
    Restored,
    Row,
    agreements,
    dotted,
    proposals,
    restored,
    with_levels,
)
from planner.inputs.settings import VillagesSettings
from planner.inputs.sheets import Sheet, plain

VILLAGE_CODE = Column(
    "village_code", ("kode_desa", "kode_desa_kelurahan", "kode_kelurahan", "kode_kemendagri"), village_code
)
VILLAGE = Column(
    "village",
    ("nama_desa", "desa_kelurahan", "nama_desa_kelurahan", "nama_kelurahan", "desa", "village_name"),
    name,
)
DISTRICT_CODE = Column("district_code", ("kode_kec", "kode_kecamatan"), district_code, required=False)
DISTRICT = Column("district", ("nama_kec", "kecamatan", "nama_kecamatan"), text, required=False, default="")
REGENCY_CODE = Column(
    "regency_code", ("kode_kab", "kode_kabupaten", "kode_kab_kota"), regency_code, required=False
)
REGENCY = Column("regency", ("nama_kab", "kabupaten_kota", "kabupaten", "nama_kabupaten"), text, False, "")
SERVICE_POINT = Column("service_point", ("titik_layanan",), village_code, required=False)

NAMED = (VILLAGE_CODE, VILLAGE, DISTRICT, REGENCY)
NEEDS_YES = "needs a yes"  # begins every fault of a row that may mean a village


def place_of(sheet: Sheet, *columns: Column) -> list[int]:
    """Return the positions of some columns in a sheet; of those that are there."""
    headers = {plain(found) for column in columns for found in (column.key, *column.names)}
    return [n for n, header in enumerate(sheet.headers) if plain(header) in headers]


def with_code_column(sheet: Sheet) -> Sheet:
    """Return a sheet of names alone with an empty column for codes at its end; any other as it is."""
    if place_of(sheet, VILLAGE_CODE):
        return sheet
    rows = [(number, [*cells, None]) for number, cells in sheet.rows]
    return replace(sheet, headers=(*sheet.headers, VILLAGE_CODE.names[0]), rows=rows)


def rows_to_match(sheet: Sheet) -> list[Row]:
    """Return what each row says of the village it means, for :mod:`planner.inputs.schemes`."""
    columns = [replace(column, parse=text, required=False, default="") for column in NAMED]
    return [Row(number, *row.values()) for number, row in read_table(sheet, columns, []).records()]


def with_zeros(sheet: Sheet, known: Sequence[Known]) -> tuple[Sheet, tuple[Restored, ...]]:
    """Return the sheet with codes that lost their zeros as the known ones, and a note of each."""
    places = place_of(sheet, VILLAGE_CODE, DISTRICT_CODE, REGENCY_CODE)
    codes, notes, rows = with_levels(known), dict[str, Restored](), []
    for number, cells in sheet.rows:
        mended = list(cells)
        for place in places:
            with suppress(ValueError):  # what cannot be restored is told as a fault of its cell
                if note := restored(cells[place], codes):
                    mended[place] = notes.setdefault(note.found, note).code
        rows.append((number, mended))
    return replace(sheet, rows=rows), tuple(notes.values())


def has_other_codes(sheet: Sheet, known: Sequence[Known], faults: list[Fault]) -> bool:
    """Return whether names tell that some codes are not Kemendagri's; each kabupaten becomes a fault."""
    wrong = [one for one in agreements(rows_to_match(sheet), known) if one.scheme in ("bps", "unknown")]
    remedy = "give Kemendagri codes such as 53.01.04.2003"
    faults.extend(sheet.fault(one.said(), remedy) for one in wrong)
    return bool(wrong)


def without_nameless(sheet: Sheet, known: Sequence[Known], faults: list[Fault]) -> Sheet:
    """Return the sheet without rows that have no code and may mean a known village; each becomes a fault."""
    by_row: dict[int, list[Proposal]] = {}
    for proposal in proposals(rows_to_match(sheet), known):
        if not dotted(proposal.row.code):
            by_row.setdefault(proposal.row.number, []).append(proposal)
    for number, found in by_row.items():
        problem = f"{NEEDS_YES}: has no code, and may be {said(found)}"
        remedy = "write its code, or say yes in the table villages.crosswalk"
        faults.append(sheet.fault(problem, remedy, row=number, column="village", value=found[0].row.name))
    return replace(sheet, rows=[(number, cells) for number, cells in sheet.rows if number not in by_row])


def said(found: Sequence[Proposal]) -> str:
    """Return the villages that one row may mean, the likeliest first."""
    return " or ".join(f"{one.village.name} ({one.village.id})" for one in found)


def of_regency(sheet: Sheet, settings: VillagesSettings, faults: list[Fault]) -> Sheet | None:
    """Return the rows of the chosen regency, and those whose code says none; ``None`` after a fault."""
    places = place_of(sheet, VILLAGE_CODE)
    if not places:  # read_table says so
        return sheet
    column = sheet.headers[places[0]]
    codes = [cells[places[0]] for _, cells in sheet.rows]
    if sum(map(is_bps_like, codes)) > len(codes) / 2:
        problem = "these look like BPS codes; the same digits are another village in Kemendagri's list"
        remedy = "give Kemendagri codes such as 53.01.04.2003"
        faults.append(sheet.fault(problem, remedy, column=column, value=codes[0]))
        return None
    regencies = [_regency_of(code) for code in codes]
    kept = [n for n, regency in enumerate(regencies) if regency in (None, settings.regency)]
    if settings.regency is None:
        return sheet
    if not any(regencies[n] for n in kept):
        known = ", ".join(sorted({regency for regency in regencies if regency})) or "none"
        problem = f"no village of regency {settings.regency}; the file has {known}"
        faults.append(sheet.fault(problem, "correct villages.regency in planner.toml", column=column))
    return replace(sheet, rows=[sheet.rows[n] for n in kept])


def _regency_of(code: Any) -> str | None:
    """Return the regency of a village code; ``None`` when it is no such code."""
    try:
        return village_code(code)[:5]
    except ValueError:
        return None


def report_codes(table: Table, faults: list[Fault]) -> None:
    """Make a fault of every district or regency code that the village code contradicts."""
    codes = table.values["village_code"]
    for key, length in (("district_code", 8), ("regency_code", 5)):
        for row, code, given in zip(table.rows, codes, table.values[key], strict=True):
            if given not in (None, code[:length]):
                problem = f"does not fit village code {code}; expected {code[:length]}"
                faults.append(table.fault(row, key, given, problem, "correct one of the two"))
