"""How many people wait in a village: the number that the office has chosen, times its valid share.

A verified number, where a village has one, is taken whole. A share of people is rounded to the nearest whole
number, a half up (2.5 people are 3), village by village; so the sum may differ a little from the share of the
sum.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from planner.domain.backlog import Definition
from planner.errors import Fault
from planner.inputs.cells import Cell, count, day, is_nothing, share, text
from planner.inputs.columns import Column, Table
from planner.inputs.settings import BacklogSettings

COUNTS = {"siak": "unrecorded", "kpu": "nonktp_voters", "verified": "verified"}  # definition -> column
NAMES = {"siak": "belum_rekam", "kpu": "pemilih_non_ktp_el", "verified": "terverifikasi"}


def data_date(cell: Cell) -> str:
    """Return a date as 2018-03-01, and what is none (Semester II 2017) as it stands there."""
    if is_nothing(cell):
        return ""
    try:
        return day(cell).isoformat()
    except ValueError:
        if isinstance(cell, date | int | float):
            raise
        return text(cell)


COLUMNS = (
    Column("nonktp_voters", ("pemilih_non_ktp_el", "pemilih_non_ktp_el_kpu", "non_ktp_el_kpu"), count, False),
    Column("valid_share", ("porsi_valid",), share, False),
    Column("as_of", ("tanggal_data",), data_date, False, ""),
    Column("source", ("sumber", "sumber_data"), text, False, ""),
)
RAW = (*COUNTS.values(), *(column.key for column in COLUMNS[1:]))  # columns that say how a number was made


@dataclass(frozen=True, slots=True)
class Counted:
    """People of one village: ``people`` wait, the valid share of ``raw``; ``None`` where it is all of it."""

    people: int
    raw: int | None = None


def counts_of(table: Table, settings: BacklogSettings, faults: list[Fault]) -> list[Counted]:
    """Return how many people wait in the village of each row; 0 after a fault.

    Parameters
    ----------
    table
        The villages, with the columns of :data:`COUNTS` and ``valid_share``.
    settings
        Which of them counts.
    faults
        Takes a chosen column that is not there, and each row in which it is empty.
    """
    order = _order(settings)
    if not {COUNTS[kind] for kind in order} & table.headers.keys():
        chosen = settings.definition
        problem = f"column {NAMES[chosen]!r} ({COUNTS[chosen]}) is missing"
        remedy = "add it: people not recorded per village" + _or_choose(settings)
        faults.append(table.sheet.fault(problem, remedy, row=table.sheet.header_row))
        return [Counted(0)] * len(table.rows)
    found = []
    for row, values in table.records():
        kind = next((kind for kind in order if values[COUNTS[kind]] is not None), "")
        if not kind:
            problem = "expected a whole number of people, 0 or more, e.g. 1234"
            remedy = "0 where nobody waits" + _or_choose(settings)
            faults.append(table.fault(row, COUNTS[settings.definition], "(empty)", problem, remedy))
        found.append(_counted(kind, values, settings) if kind else Counted(0))
    return found


def _order(settings: BacklogSettings) -> tuple[str, ...]:
    """Return the numbers in the order in which they count, the first that is there."""
    first = ["verified"] if settings.verified_replaces else []
    last = [str(settings.fallback)] if settings.fallback else []
    return tuple(dict.fromkeys([*first, str(settings.definition), *last]))


def _or_choose(settings: BacklogSettings) -> str:
    """Return what else could be done; nothing where nobody has chosen a number of their own."""
    if settings == BacklogSettings():
        return ""
    others = ", ".join(f'"{kind}"' for kind in COUNTS if kind != settings.definition)
    return f"; or choose what counts there instead: backlog.fallback (Pengganti) = {others}"


def _counted(kind: str, values: Mapping[str, Any], settings: BacklogSettings) -> Counted:
    raw, own = values[COUNTS[kind]], values["valid_share"]
    part = settings.valid_share if own is None else own
    if kind == "verified" or part == 1:
        return Counted(raw)
    return Counted(valid_people(raw, part), raw)


def valid_people(raw: int, part: float) -> int:
    """Return the valid share of some people, to the nearest whole number, a half up.

    >>> valid_people(486, 0.87), valid_people(5, 0.5), valid_people(45, 0.7)  # 422.82, 2.5 and 31.5
    (423, 3, 32)
    """
    return int((raw * Decimal(str(part))).quantize(Decimal(1), ROUND_HALF_UP))


def definition_of(table: Table, settings: BacklogSettings) -> Definition:
    """Return what was chosen, with the dates and sources of the table, or else of the project."""
    own = settings.as_of.isoformat() if settings.as_of else ""
    dates = {value or own for value in table.values["as_of"]}
    sources = dict.fromkeys(value or settings.source for value in table.values["source"])
    return Definition(
        settings.definition,
        settings.valid_share,
        any(value is not None for value in table.values["valid_share"]),
        settings.verified_replaces,
        settings.fallback or "",
        tuple(sorted(dates - {""})),
        tuple(source for source in sources if source),
    )


def raw_columns(table: Table) -> dict[str, list[Cell]]:
    """Return header -> cells of the numbers of people as they stand in the table, and of what they are of.

    None where the table has a single number and no shares: that is the backlog itself.
    """
    numbers = [key for key in COUNTS.values() if any(value is not None for value in table.values[key])]
    if len(numbers) < 2 and not any(value is not None for value in table.values["valid_share"]):
        return {}
    return {table.headers[key]: table.values[key] for key in RAW if key in table.headers}


def notes_of(table: Table, settings: BacklogSettings) -> dict[str, str]:
    """Return in how many villages another number than the chosen one counts, where there are some."""
    notes, order = dict[str, str](), _order(settings)
    chosen = [
        next((kind for kind in order if values[COUNTS[kind]] is not None), "")
        for _, values in table.records()
    ]
    whole = len(chosen)
    for kind in dict.fromkeys(chosen):
        if kind and kind != settings.definition:
            notes[f"backlog from {COUNTS[kind]} instead of {COUNTS[settings.definition]}"] = (
                f"{chosen.count(kind)} of {whole} villages"
            )
    return notes
