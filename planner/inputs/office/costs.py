"""The sheet Biaya: what a day out, a night, a kilometre and a stop cost one team."""

from dataclasses import dataclass
from typing import Any

from planner.errors import Fault
from planner.inputs.cells import LARGEST, Cell, name, rupiah, text
from planner.inputs.codes import area_codes
from planner.inputs.columns import Column, Table, read_table
from planner.inputs.settings import CostsSettings, ZoneSettings
from planner.inputs.sheets import Sheet, plain


@dataclass(frozen=True, slots=True)
class Item:
    """One kind of cost that plans know.

    Parameters
    ----------
    key
        Field of the costs.
    label
        What the office calls it.
    unit
        What the rate is for; no other unit is understood.
    """

    key: str
    label: str
    unit: str


ITEMS = (
    Item("day_out", "uang harian", "tim-hari"),
    Item("night", "penginapan", "tim-malam"),
    Item("km", "per km", "km"),
    Item("generator", "genset", "kunjungan"),
    Item("stop", "tambahan kunjungan", "kunjungan"),
)
IN_ZONES = "stop"  # the item whose rate may differ by area


def rate(cell: Cell) -> float:
    """Return a rate in rupiah."""
    found = rupiah(cell)
    if found > LARGEST:
        raise ValueError(f"expected at most {LARGEST:,.0f} rupiah")
    return found


COLUMNS = (
    Column("item", ("pos",), name),
    Column("zone", ("zona",), text, required=False, default=""),
    Column("class", ("kelas",), text, required=False, default=""),
    Column("unit", ("satuan",), text, required=False, default=""),
    Column("rate", ("tarif",), rate),
)


def read_costs(sheet: Sheet | None, faults: list[Fault]) -> tuple[CostsSettings, tuple[str, ...]]:
    """Return the costs of one team, and the rows that no plan uses yet.

    Parameters
    ----------
    sheet
        The table. Rows with a class, with a zone for other items than the supplement of a stop, and items
        that are none of :data:`ITEMS` are not used.
    faults
        Takes units that mean something else (per person, for example), zones that are no codes, and items
        that stand twice.
    """
    if sheet is None:
        return CostsSettings(), ()
    table = read_table(sheet, COLUMNS, faults)
    found: dict[str, float] = {}
    zones: list[ZoneSettings] = []
    unused = []
    for number, row in table.records():
        item = _item(row["item"])
        if item is not None and item.key == IN_ZONES and not row["class"]:
            zones += _zone(table, number, row, faults)
            _report_unit(table, number, row["unit"], item, faults)
        elif item is None or row["zone"] or row["class"]:
            unused.append(" ".join(part for part in (row["item"], row["zone"], row["class"]) if part))
        elif item.key in found:
            problem = "stands in an earlier row already"
            faults.append(table.fault(number, "item", row["item"], problem, "keep one of the two rows"))
        else:
            found[item.key] = row["rate"]
            _report_unit(table, number, row["unit"], item, faults)
    return CostsSettings(**found, zones=tuple(zones)), tuple(unused)


def _zone(table: Table, number: int, row: dict[str, Any], faults: list[Fault]) -> list[ZoneSettings]:
    """Return what a stop costs in the area of one row; nothing after a fault."""
    try:
        areas = area_codes(row["zone"]) if row["zone"] else frozenset[str]()
    except ValueError as error:
        faults.append(table.fault(number, "zone", row["zone"], str(error), "leave it empty for everywhere"))
        return []
    return [ZoneSettings(areas=areas, stop=row["rate"])]


def _item(found: str) -> Item | None:
    return next((item for item in ITEMS if plain(found) in (plain(item.label), plain(item.key))), None)


def _report_unit(table: Table, number: int, unit: str, item: Item, faults: list[Fault]) -> None:
    if unit and plain(unit) != plain(item.unit):
        problem = f"expected {item.unit}: what {item.label} costs a whole team, not one person"
        faults.append(table.fault(number, "unit", unit, problem, "reckon the rate for the team"))
