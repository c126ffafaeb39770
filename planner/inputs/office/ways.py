"""The sheet Tempuh: ways that the office knows, over land and by boat."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.errors import Fault
from planner.inputs.boats import place_id
from planner.inputs.cells import Cell, name, not_negative, positive, rupiah, text, weekdays, yes_no
from planner.inputs.columns import Column, Table, read_table
from planner.inputs.sheets import Sheet
from planner.travel.sea import EVERY_DAY, Boat
from planner.travel.ways import Leg, Place, leg_fault

BOATS = ("perahu", "kapal", "feri", "ferry", "boat")  # words of the column mode; all others are on land


def mode(cell: Cell) -> str:
    """Return a mode in small letters."""
    return text(cell).casefold()


COLUMNS = (
    Column("from", ("dari",), name),
    Column("to", ("ke",), name),
    Column("mode", ("moda",), mode, required=False, default=""),
    Column("minutes", ("menit",), positive),
    Column("km", ("jarak_km", "jarak"), not_negative, required=False),
    Column("cost", ("biaya", "cost_idr"), rupiah, required=False),
    Column("weekdays", ("hari",), weekdays, required=False),
    Column("both_ways", ("dua_arah",), yes_no, required=False, default=True),
)


@dataclass(frozen=True, slots=True)
class Ways:
    """What the sheet says.

    Parameters
    ----------
    legs
        Ways over land, the slower ones behind: where a way stands several times, the last one holds.
    boats
        Links across the sea.
    unused
        What stands in the rows of ways over land and no plan uses yet.
    """

    legs: tuple[Leg, ...] = ()
    boats: tuple[Boat, ...] = ()
    unused: tuple[str, ...] = ()


def read_ways(sheet: Sheet, places: Mapping[str, Place] | None, faults: list[Fault]) -> Ways:
    """Return the ways of the sheet.

    A row is a boat where its mode says so, or where it gives none and its ends lie on two islands. Plans do
    not know yet which team has which vehicle: of the same way by several modes the slowest counts.

    Parameters
    ----------
    sheet
        The table.
    places
        Place id -> village, base or port; ``None`` where they could not be read.
    faults
        Takes unknown places, ways over land that would cross the sea, and ways from a place to itself.
    """
    table = read_table(sheet, COLUMNS, faults)
    legs, boats, unused = list[Leg](), list[Boat](), list[str]()
    for row, values in table.records() if places is not None else ():
        start, end = (place_id(values[side], places or {}) for side in ("from", "to"))
        fault = _fault(table, row, values, places or {}, start, end)
        if fault:
            faults.append(fault)
        elif _is_boat(values, places or {}, start, end):
            days, cost = values["weekdays"] or EVERY_DAY, values["cost"] or 0.0
            boats.append(Boat(start, end, values["minutes"], days, cost, values["both_ways"]))
        else:
            legs.append(Leg(start, end, values["minutes"], values["km"], values["both_ways"]))
            unused += [key for key in ("cost", "weekdays") if values[key] is not None]
    told = tuple(f"{table.headers[key]} of ways over land" for key in dict.fromkeys(unused))
    return Ways(tuple(sorted(legs, key=lambda leg: leg.minutes)), tuple(boats), told)


def _is_boat(values: Mapping[str, Any], places: Mapping[str, Place], start: str, end: str) -> bool:
    """Return whether a row is a boat; only its mode decides where both ends lie on one island."""
    if values["mode"]:
        return any(word in values["mode"].split() for word in BOATS)
    return places[start].island != places[end].island


def _fault(
    table: Table, row: int, values: Mapping[str, Any], places: Mapping[str, Place], start: str, end: str
) -> Fault | None:
    """Return what is wrong with one row; ``None`` when nothing is."""
    for side, found in (("from", start), ("to", end)):
        if found not in places:
            problem = "is no village, no base and no port of the boats"
            return table.fault(row, side, found, problem, "correct it, or delete the row")
    if start == end:
        return table.fault(row, "to", end, "is where the way starts", "name the other end")
    if _is_boat(values, places, start, end):
        return None
    problem = leg_fault(places, Leg(start, end, values["minutes"], values["km"]))
    remedy = "write perahu as its mode, or correct its ends"
    return table.fault(row, "mode", values["mode"], problem, remedy) if problem else None
