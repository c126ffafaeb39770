"""Villages, districts, and who is left over."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from planner import tables
from planner.domain.measure import has_rates
from planner.exporters.sentences import needs_text, reason_text
from planner.exporters.xlsx.book import Book
from planner.exporters.xlsx.table import Column, Formula, Placed, write_table

NOT_SERVED = (
    Column("village_code", width=14),
    Column("village", width=20),
    Column("district", width=20),
    Column("regency", width=18),
    Column("island", width=11),
    Column("backlog", "count", 9, total=True),
    Column("planned", "count", 9, total=True),
    Column("left", "count", 9, total=True),
    Column("reason", width=32),
    Column("needs", width=60),
)


def write_villages(book: Book, sheet: Worksheet, listed: Placed) -> Placed:
    """Write all villages; what is planned is summed from the schedule at ``listed``."""
    book.title(sheet, "sheet_villages")
    return write_table(book, sheet, _with_reasons(book, tables.villages(book.plan)), _village_columns(listed))


def write_districts(book: Book, sheet: Worksheet, by_village: Placed) -> None:
    """Write all districts; numbers of people are summed from the villages at ``by_village``."""
    book.title(sheet, "sheet_districts")
    table = tables.districts(book.plan)
    table.insert(0, "number", range(1, len(table) + 1))
    columns = _district_columns(by_village)
    if "floor" in table:
        columns += _floor_columns(book, by_village)
        met = table["short"].map(lambda short: "" if short != short else book.say("no" if short else "yes"))
        table = table.assign(floor_met=met.astype("str"))
    write_table(book, sheet, table, columns)


def write_not_served(book: Book, sheet: Worksheet) -> None:
    """Write every village in which people are left over, and why."""
    book.title(sheet, "sheet_not_served")
    found = tables.not_served(book.plan)
    needs = pd.Series([_needs(book, row) for row in found.to_dict("records")], dtype="str")
    table = _with_reasons(book, found).assign(needs=needs)
    has_costs = has_rates(book.plan.problem)
    columns = (*NOT_SERVED, Column("extra_cost_idr", "count", 15)) if has_costs else NOT_SERVED
    write_table(book, sheet, table, columns)


def _needs(book: Book, row: dict[Hashable, Any]) -> str:
    """Return what it would take to serve a village, in words."""
    problem = book.plan.problem
    base = problem.base[problem.team[row["needs_team"]].base].name if row["needs_team"] else ""
    return needs_text({str(name): value for name, value in row.items()}, base, book.language)


def _with_reasons(book: Book, table: pd.DataFrame) -> pd.DataFrame:
    pairs = zip(table["reason"], table["reason_detail"], strict=True)
    reasons = [reason_text(*pair, book.language) for pair in pairs]
    return table.assign(reason=pd.Series(reasons, index=table.index, dtype="str"))


def _village_columns(listed: Placed) -> tuple[Column, ...]:
    def planned(row: int) -> str:
        # EXACT and not SUMIF: a code is compared as text, whatever signs it has
        return f"=SUMPRODUCT(EXACT({listed.cells('village_code')},$A{row})*{listed.cells('people')})"

    def visits(row: int) -> str:
        return f"=SUMPRODUCT(EXACT({listed.cells('village_code')},$A{row})*({listed.cells('people')}>0))"

    return (
        Column("village_code", width=15),
        Column("village", width=24),
        Column("district", width=22),
        Column("district_code", width=13),
        Column("regency", width=22),
        Column("island", width=13),
        Column("backlog", "count", 9, total=True),
        Column("planned", "count", 9, total=True, formula=planned),
        Column("left", "count", 9, total=True, formula=lambda row: f"=G{row}-H{row}"),
        Column("share_planned", "share", 10, formula=_share("H", "G")),
        Column("visits", "count", 10, total=True, formula=visits),
        Column("first_date", "date", 13),
        Column("last_date", "date", 13),
        Column("teams", width=16),
        Column("modelled", "flag", 9),
        Column("reason", width=34),
    )


def _district_columns(villages: Placed) -> tuple[Column, ...]:
    def of_villages(name: str) -> Formula:
        keys = (("district_code", "C"), ("district", "B"), ("regency", "D"))
        return lambda row: (
            "=SUMPRODUCT("
            + "*".join(f"EXACT({villages.cells(key)},${letter}{row})" for key, letter in keys)
            + f"*{villages.cells(name)})"
        )

    return (
        Column("number", "count", 5),
        Column("district", width=26),
        Column("district_code", width=14),
        Column("regency", width=24),
        Column("villages", "count", 10, total=True),
        Column("villages_visited", "count", 11, total=True),
        Column("villages_completed", "count", 10, total=True),
        Column("backlog", "count", 11, total=True, formula=of_villages("backlog")),
        Column("planned", "count", 11, total=True, formula=of_villages("planned")),
        Column("left", "count", 11, total=True, formula=lambda row: f"=H{row}-I{row}"),
        Column("share_planned", "share", 10, formula=_share("I", "H")),
        Column("visits", "count", 11, total=True, formula=of_villages("visits")),
        Column("first_date", "date", 13),
        Column("last_date", "date", 13),
    )


def _floor_columns(book: Book, villages: Placed) -> tuple[Column, ...]:
    """Return the columns O to Q behind those of :func:`_district_columns`."""
    yes, no = (f'"{book.say(key)}"' for key in ("yes", "no"))

    def short(row: int) -> str:
        codes, planned = villages.cells("district_code"), villages.cells("planned")
        return f'=IF(O{row}="","",MAX(0,O{row}-SUMPRODUCT(EXACT({codes},$C{row})*{planned})))'

    return (
        Column("floor", "count", 11, total=True),
        Column("short", "count", 12, total=True, formula=short),
        Column("floor_met", "flag", 11, formula=lambda row: f'=IF(P{row}="","",IF(P{row}=0,{yes},{no}))'),
    )


def _share(part: str, whole: str) -> Formula:
    return lambda row: f'=IF({whole}{row}=0,"",{part}{row}/{whole}{row})'
