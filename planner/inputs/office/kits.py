"""The sheets Alat and Layanan Reguler: the recording kits of a base, and those that stay at the office."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from planner.domain.places import Base
from planner.errors import Fault
from planner.inputs.cells import day, name, one_of, weekdays, whole, yes_no
from planner.inputs.columns import Column, Table, read_table, report_repeated
from planner.inputs.sheets import Sheet

TYPES = ("mobile", "statis")
STATES = ("baik", "rusak", "pinjam")

KIT_COLUMNS = (
    Column("kit", ("kode_alat", "kode"), name),
    Column("type", ("jenis",), one_of(*TYPES), required=False, default="mobile"),
    Column("location", ("lokasi",), name),
    Column("state", ("kondisi",), one_of(*STATES)),
    Column("ready_from", ("siap_tanggal",), day, required=False),
    Column("needs_signal", ("perlu_sinyal",), yes_no, required=False, default=False),
    Column("needs_power", ("perlu_listrik",), yes_no, required=False, default=False),
    Column(
        "office_days",
        ("wajib_di_kantor_hari", "wajib_di_kantor"),
        weekdays,
        required=False,
        default=frozenset[int](),
    ),
)
REGULAR_COLUMNS = (
    Column("place", ("tempat",), name),
    Column("weekday", ("hari",), weekdays),
    Column("min_kits", ("alat_minimum",), whole, required=False, default=0),
    Column("min_staff", ("petugas_minimum",), whole, required=False, default=0),
)


def with_kits(
    bases: tuple[Base, ...],
    kits: Sheet | None,
    regular: Sheet | None,
    days: tuple[date, date],
    faults: list[Fault],
) -> tuple[Base, ...]:
    """Return the bases with the kits they have and those that stay for the regular service.

    Parameters
    ----------
    bases
        As the sheet Basis says.
    kits
        Sheet Alat. Once it names a kit, every base has the kits it names and no others; without it every
        team has its own.
    regular
        Sheet Layanan Reguler. On each weekday the larger number stays: its own, or that of the kits that Alat
        keeps at the office. A kit that is ``statis`` always stays.
    days
        First day and deadline. A kit that is ready on a later day is counted from then on, and one that is
        ready after the deadline not at all.
    faults
        Takes places that are no bases, kits that stand twice, and kits that stay where nobody counts any.
    """
    ids = {base.id for base in bases}
    before = len(faults)
    at_hand, kept, later = _kits(kits, ids, days, faults)
    if at_hand is not None:
        faults.extend(_counted_twice(kits, bases))
        bases = tuple(
            replace(base, kits=at_hand.get(base.id, 0), kits_elsewhere=tuple(later[base.id]))
            for base in bases
        )
    is_unsure = len(faults) > before  # then nothing says that there are none
    counted = {base.id for base in bases if is_unsure or base.kits is not None}
    minimum = _minimum(regular, ids, counted, faults)
    return tuple(
        replace(base, kits_at_office=_larger(base.kits_at_office, kept[base.id], minimum[base.id]))
        for base in bases
    )


def kits_left_out(kits: Sheet | None, deadline: date) -> Iterator[str]:
    """Yield the kits that are not counted, and why."""
    for _, row in read_table(kits, KIT_COLUMNS, []).records() if kits else ():
        if row["state"] != "baik":
            yield f"{row['kit']} ({row['state']})"
        elif row["ready_from"] and row["ready_from"] > deadline:
            yield f"{row['kit']} (ready on {row['ready_from']}, after the deadline)"


def kit_needs(kits: Sheet | None) -> dict[str, tuple[bool, bool]]:
    """Return base id -> whether every kit that goes out needs a signal, and whether every one needs power."""
    needs: dict[str, tuple[bool, bool]] = {}
    for _, row in read_table(kits, KIT_COLUMNS, []).records() if kits else ():
        if row["state"] == "baik" and row["type"] == "mobile":
            signal, power = needs.get(row["location"], (True, True))
            needs[row["location"]] = (signal and row["needs_signal"], power and row["needs_power"])
    return needs


def _kits(
    sheet: Sheet | None, bases: Collection[str], days: tuple[date, date], faults: list[Fault]
) -> tuple[dict[str, int] | None, defaultdict[str, list[int]], defaultdict[str, list[date]]]:
    """Return base id -> kits (``None`` where none is named), those that stay, and days without one."""
    kept: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 7)
    later: defaultdict[str, list[date]] = defaultdict(list)
    if sheet is None:
        return None, kept, later
    table = read_table(sheet, KIT_COLUMNS, faults)
    report_repeated(table, "kit", faults)
    _report_unknown(table, "location", bases, faults)
    at_hand: defaultdict[str, int] = defaultdict(int)
    for _, row in table.records():
        ready = row["ready_from"] or days[0]
        if row["state"] == "baik" and ready <= days[1]:
            later[row["location"]] += [days[0] + timedelta(n) for n in range((ready - days[0]).days)]
            at_hand[row["location"]] += 1
            for weekday in range(7) if row["type"] == "statis" else row["office_days"]:
                kept[row["location"]][weekday] += 1
    return (at_hand if table.rows else None), kept, later


def _minimum(
    sheet: Sheet | None, bases: Collection[str], counted: Collection[str], faults: list[Fault]
) -> defaultdict[str, list[int]]:
    """Return base id -> least number of kits at the office on each weekday; the largest of equal days."""
    minimum: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 7)
    if sheet is None:
        return minimum
    table = read_table(sheet, REGULAR_COLUMNS, faults)
    _report_unknown(table, "place", bases, faults)
    for number, row in table.records():
        faults.extend(_without_kits(table, number, row, bases, counted))
        for weekday in row["weekday"]:
            here = minimum[row["place"]]
            here[weekday] = max(here[weekday], row["min_kits"])
    return minimum


def _without_kits(
    table: Table, number: int, row: dict[str, Any], bases: Collection[str], counted: Collection[str]
) -> Iterator[Fault]:
    """Yield a fault where kits have to stay at a base whose kits nobody has counted."""
    if row["min_kits"] and row["place"] in bases and row["place"] not in counted:
        problem = f"nothing says how many kits {row['place']} has"
        remedy = "list its kits in sheet Alat, or leave this cell empty"
        yield table.fault(number, "min_kits", row["min_kits"], problem, remedy)


def _report_unknown(table: Table, key: str, bases: Collection[str], faults: list[Fault]) -> None:
    if not bases:  # those could not be read; the sheet Basis has its own faults
        return
    for number, place in zip(table.rows, table.values[key], strict=True):
        if place not in bases:
            problem = f"is no base; known bases are {', '.join(sorted(bases))}"
            faults.append(table.fault(number, key, place, problem, "correct it, or add it to sheet Basis"))


def _counted_twice(sheet: Sheet | None, bases: tuple[Base, ...]) -> Iterator[Fault]:
    for base in bases:
        if sheet is not None and base.kits is not None:
            problem = f"the kits of base {base.id} stand in sheet Basis as well"
            yield sheet.fault(problem, "delete the column kits (alat) there")


def _larger(*numbers: tuple[int, ...] | list[int]) -> tuple[int, ...]:
    """Return the largest number of each weekday."""
    return tuple(map(max, *numbers))
