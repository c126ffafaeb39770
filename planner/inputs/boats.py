"""Boat links, the ports at their ends, and ways over land that are known better than a guess."""

from collections.abc import Collection, Mapping
from typing import Any

from planner.errors import Fault
from planner.inputs.cells import latitude, longitude, name, not_negative, positive, rupiah, weekdays, yes_no
from planner.inputs.codes import village_code
from planner.inputs.columns import Column, Table, read_table
from planner.inputs.sheets import Sheet
from planner.travel.sea import EVERY_DAY, Boat, Port, Sea
from planner.travel.ways import Leg, Place, leg_fault

BOAT_COLUMNS = (
    Column("from", ("dari",), name),
    Column("to", ("ke",), name),
    Column("minutes", ("menit",), positive),
    Column("weekdays", ("hari",), weekdays, required=False, default=EVERY_DAY),
    Column("cost", ("biaya", "cost_idr"), rupiah, required=False, default=0.0),
    Column("both_ways", ("dua_arah",), yes_no, required=False, default=True),
    Column("from_lon", ("bujur_dari", "dari_bujur"), longitude, required=False),
    Column("from_lat", ("lintang_dari", "dari_lintang"), latitude, required=False),
    Column("from_island", ("pulau_dari", "dari_pulau"), name, required=False),
    Column("to_lon", ("bujur_ke", "ke_bujur"), longitude, required=False),
    Column("to_lat", ("lintang_ke", "ke_lintang"), latitude, required=False),
    Column("to_island", ("pulau_ke", "ke_pulau"), name, required=False),
)
LEG_COLUMNS = (
    Column("from", ("dari",), name),
    Column("to", ("ke",), name),
    Column("minutes", ("menit",), not_negative),
    Column("km", ("jarak_km", "jarak"), not_negative),
    Column("both_ways", ("dua_arah",), yes_no, required=False, default=True),
)


def place_id(found: str, known: Collection[str]) -> str:
    """Return the id of a place; village codes may come without dots."""
    if found in known:
        return found
    try:
        return village_code(found)
    except ValueError:
        return found


def read_sea(sheet: Sheet, places: Mapping[str, Place] | None, faults: list[Fault]) -> Sea:
    """Return the boat links and the ports at their ends.

    Parameters
    ----------
    sheet
        The table; an end that is neither village nor base is a port, with its position and island.
    places
        Place id -> village or base; ``None`` where they could not be read.
    faults
        Takes ends that are no places and have no position, and ports that lie in two places, and links from
        a place to itself.
    """
    table = read_table(sheet, BOAT_COLUMNS, faults)
    ports: dict[str, Port] = {}
    boats = []
    for row, values in table.records():
        ends = [_end(table, row, values, side, places or {}, ports) for side in ("from", "to")]
        problems = [end for end in ends if isinstance(end, Fault)]
        if places is not None:
            faults.extend(problems)
        if not problems and ends[0] == ends[1]:
            problem = "is where the boat starts"
            faults.append(table.fault(row, "to", str(ends[1]), problem, "name the other end"))
        elif not problems:
            boats.append(_boat(str(ends[0]), str(ends[1]), values))
    return Sea(tuple(boats), tuple(ports.values()))


def _boat(start: str, end: str, values: Mapping[str, Any]) -> Boat:
    return Boat(start, end, values["minutes"], values["weekdays"], values["cost"], values["both_ways"])


def _end(
    table: Table,
    row: int,
    values: Mapping[str, Any],
    side: str,
    places: Mapping[str, Place],
    ports: dict[str, Port],
) -> str | Fault:
    """Return the id of one end of a boat link, or what is wrong with it; a new port goes to ``ports``."""
    found = place_id(values[side], places)
    position = [values[f"{side}_{what}"] for what in ("lon", "lat", "island")]
    if found in places or (found in ports and position == [None] * 3):
        return found
    if None in position:
        problem = "is no village, no base, and no port with lon, lat and island"
        return table.fault(row, side, found, problem, "correct it, or give the port's position and island")
    port = ports.setdefault(found, Port(found, *position))
    if port != Port(found, *position):
        return table.fault(row, side, found, "lies somewhere else in an earlier row", "correct one of them")
    return found


def read_legs(sheet: Sheet, places: Mapping[str, Place], faults: list[Fault]) -> tuple[Leg, ...]:
    """Return ways over land, one per row.

    Parameters
    ----------
    sheet
        The table.
    places
        Place id -> village, base or port.
    faults
        Takes unknown places, and ways that would cross the sea.
    """
    table = read_table(sheet, LEG_COLUMNS, faults)
    legs = []
    for row, values in table.records():
        start, end = place_id(values["from"], places), place_id(values["to"], places)
        leg = Leg(start, end, values["minutes"], values["km"], values["both_ways"])
        problem = leg_fault(places, leg)
        if problem:
            side = "from" if start not in places or end in places else "to"
            cell = start if side == "from" else end
            faults.append(table.fault(row, side, cell, problem, "correct it or delete the row"))
        else:
            legs.append(leg)
    return tuple(legs)
