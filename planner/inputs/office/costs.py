"""The sheet Biaya: what a day out, a night and a kilometre cost one team."""

from dataclasses import dataclass

from planner.errors import Fault
from planner.inputs.cells import LARGEST, Cell, name, rupiah, text
from planner.inputs.columns import Column, Table, read_table
from planner.inputs.settings import CostsSettings
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
)


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
        The table. Rows with a zone or a class, and items that are none of :data:`ITEMS`, are not used.
    faults
        Takes units that mean something else (per person, for example) and items that stand twice.
    """
    if sheet is None:
        return CostsSettings(), ()
    table = read_table(sheet, COLUMNS, faults)
    found: dict[str, float] = {}
    unused = []
    for number, row in table.records():
        item = _item(row["item"])
        if item is None or row["zone"] or row["class"]:
            unused.append(" ".join(part for part in (row["item"], row["zone"], row["class"]) if part))
        elif item.key in found:
            problem = "stands in an earlier row already"
            faults.append(table.fault(number, "item", row["item"], problem, "keep one of the two rows"))
        else:
            found[item.key] = row["rate"]
            _report_unit(table, number, row["unit"], item, faults)
    return CostsSettings(**found), tuple(unused)


def _item(found: str) -> Item | None:
    return next((item for item in ITEMS if plain(found) in (plain(item.label), plain(item.key))), None)


def _report_unit(table: Table, number: int, unit: str, item: Item, faults: list[Fault]) -> None:
    if unit and plain(unit) != plain(item.unit):
        problem = f"expected {item.unit}: what {item.label} costs a whole team, not one person"
        faults.append(table.fault(number, "unit", unit, problem, "reckon the rate for the team"))
