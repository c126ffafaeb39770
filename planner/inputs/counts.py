"""How many people wait in each village, and by which definition."""

from dataclasses import dataclass

from planner.domain.counting import Counting, valid_people
from planner.errors import Fault
from planner.inputs.columns import Table
from planner.inputs.settings import VillagesSettings

COLUMN_OF = {"siak": "unrecorded", "kpu": "nonktp_voters"}
NAME_OF = {"siak": "column 'belum_rekam' (unrecorded)", "kpu": "column 'pemilih_non_ktp_el' (nonktp_voters)"}


@dataclass(frozen=True, slots=True)
class Counted:
    """People of one village: counted, taken to be there, and whether the village has verified them."""

    raw: int
    valid: int
    is_verified: bool = False


def counts_of(table: Table, settings: VillagesSettings, faults: list[Fault]) -> list[Counted]:
    """Return the people of each row.

    A verified number replaces the count, and no share is taken of it. Otherwise the column that counts holds,
    or the other one where it is empty and the project says so, times the valid share of the village or the
    project. Rows that say no number, and a table without any such column, become faults.
    """
    chosen = COLUMN_OF[settings.count]
    other = next(column for column in COLUMN_OF.values() if column != chosen)
    known = {"verified", chosen, *([other] if settings.missing == "other" else [])}
    if not known & table.headers.keys():
        problem, row = f"{NAME_OF[settings.count]} is missing", table.sheet.header_row
        faults.append(table.sheet.fault(problem, "add it: people not recorded per village", row=row))
        return [Counted(0, 0) for _ in table.rows]
    keys = ("verified", chosen, other, "valid_share")
    rows = zip(table.rows, *(table.values[key] for key in keys), strict=True)
    found = []
    for row, verified, people, others, share in rows:
        if people is None and settings.missing == "other":
            people = others
        if verified is None and people is None:
            problem = "expected a whole number of people, 0 or more, e.g. 1234"
            remedy = '0 where nobody waits, or villages.missing = "other"'
            faults.append(table.fault(row, chosen, "(empty)", problem, remedy))
        whole = people or 0
        if verified is not None:
            found.append(Counted(whole if people is not None else verified, verified, True))
        else:
            valid = valid_people(whole, settings.valid_share if share is None else share)
            found.append(Counted(whole, valid))
    return found


def counting_of(table: Table, settings: VillagesSettings, counts: list[Counted]) -> Counting:
    """Return the definition of the backlog, as outputs tell it."""
    days = [day for day in table.values["as_of"] if day is not None]
    sources = dict.fromkeys(source for source in table.values["source"] if source)
    return Counting(
        column=settings.count,
        valid_share=settings.valid_share,
        villages=len(counts),
        verified=sum(count.is_verified for count in counts),
        own_share=sum(share is not None for share in table.values["valid_share"]),
        counted=sum(count.raw for count in counts),
        first_date=min(days, default=None),
        last_date=max(days, default=None),
        sources=tuple(sources)[:3],
    )
