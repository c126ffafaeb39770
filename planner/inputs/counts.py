"""How many people wait in each village, and by which definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.domain.counting import Counting, valid_people
from planner.errors import Fault
from planner.inputs.columns import Table
from planner.inputs.settings import CountSettings

COLUMN_OF = {"siak": "unrecorded", "kpu": "nonktp_voters", "verified": "verified"}
NAME_OF = {
    "siak": "column 'belum_rekam' (unrecorded)",
    "kpu": "column 'pemilih_non_ktp_el' (nonktp_voters)",
    "verified": "column 'terverifikasi' (verified)",
}
RAW = (*COLUMN_OF.values(), "valid_share", "as_of", "source")  # columns that say how a backlog was made


@dataclass(frozen=True, slots=True)
class Counted:
    """People of one village: counted, taken to be there, and which count holds; empty after a fault."""

    raw: int
    valid: int
    by: str = ""


def counts_of(table: Table, settings: CountSettings, faults: list[Fault]) -> list[Counted]:
    """Return the people of each row.

    A verified number replaces the count unless the project ignores it, and no share is taken of it. Otherwise
    the column that counts holds, or another one where it is empty and the project says so, times the valid
    share of the village or the project. Rows that say no number, and a table without any such column, become
    faults.
    """
    order = _order(settings)
    if not {COLUMN_OF[kind] for kind in order} & table.headers.keys():
        problem, row = f"{NAME_OF[settings.count]} is missing", table.sheet.header_row
        faults.append(table.sheet.fault(problem, "add it: people not recorded per village", row=row))
        return [Counted(0, 0) for _ in table.rows]
    found = []
    for row, values in table.records():
        kind = next((kind for kind in order if values[COLUMN_OF[kind]] is not None), "")
        if not kind:
            problem = "expected a whole number of people, 0 or more, e.g. 1234"
            remedy = '0 where nobody waits, or villages.missing = "other"'
            faults.append(table.fault(row, COLUMN_OF[settings.count], "(empty)", problem, remedy))
        found.append(_counted(kind, values, settings) if kind else Counted(0, 0))
    return found


def _order(settings: CountSettings) -> tuple[str, ...]:
    """Return the counts in the order in which they hold, the first that is there."""
    first = ["verified"] if settings.verified == "replaces" else []
    others = [kind for kind in ("siak", "kpu") if settings.missing == "other"]
    return tuple(dict.fromkeys([*first, str(settings.count), *others]))


def _counted(kind: str, values: Mapping[str, Any], settings: CountSettings) -> Counted:
    people = values[COLUMN_OF[kind]]
    if kind == "verified":
        whole = values[COLUMN_OF[settings.count]]
        return Counted(people if whole is None else whole, people, kind)
    share = values["valid_share"]
    return Counted(people, valid_people(people, settings.valid_share if share is None else share), kind)


def is_chosen_among(table: Table) -> bool:
    """Return whether there are several counts, or shares, from which the backlog was made."""
    there = [key for key in COLUMN_OF.values() if any(value is not None for value in table.values[key])]
    return len(there) > 1 or any(value is not None for value in table.values["valid_share"])


def counting_of(table: Table, settings: CountSettings, counts: list[Counted]) -> Counting:
    """Return the definition of the backlog, as outputs tell it."""
    days = _days(table, settings)
    sources = dict.fromkeys(source or settings.source for source in table.values["source"])
    return Counting(
        column=settings.count,
        valid_share=settings.valid_share,
        villages=len(counts),
        verified=sum(count.by == "verified" for count in counts),
        own_share=sum(share is not None for share in table.values["valid_share"]),
        counted=sum(count.raw for count in counts),
        first_date=min(days, default=None),
        last_date=max(days, default=None),
        sources=tuple(source for source in sources if source)[:3],
        verified_replaces=settings.verified == "replaces",
        filled=sum(count.by not in (settings.count, "verified", "") for count in counts),
    )


def _days(table: Table, settings: CountSettings) -> list[date]:
    """Return the dates of the counts; those of the project where a village has none."""
    found = (day or settings.as_of for day in table.values["as_of"])
    return [day for day in found if day is not None]
