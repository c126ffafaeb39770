"""The bases: where teams start and to which they return."""

from typing import Any

from planner.domain.places import Base
from planner.errors import Fault
from planner.inputs.cells import each_weekday, latitude, longitude, name, whole
from planner.inputs.columns import Column, read_table, report_repeated
from planner.inputs.sheets import Sheet

COLUMNS = (
    Column("base", ("kode_basis", "basis", "kode", "base_id", "id"), name),
    Column("name", ("nama_basis", "nama", "base_name"), name, required=False),
    Column("lon", ("bujur", "longitude"), longitude),
    Column("lat", ("lintang", "latitude"), latitude),
    Column("island", ("pulau",), name),
    Column("kits", ("alat", "jumlah_alat"), whole, required=False),
    Column("kits_at_office", ("alat_di_kantor",), each_weekday, required=False, default=(0,) * 7),
)


def read_bases(sheet: Sheet, faults: list[Fault]) -> tuple[Base, ...]:
    """Return the bases; one that stands twice is a fault, as are kits at the office without kits."""
    table = read_table(sheet, COLUMNS, faults)
    report_repeated(table, "base", faults)
    for number, row in table.records():
        if row["kits"] is None and any(row["kits_at_office"]):
            problem, remedy = "expected the number of kits of this base as well", "fill in column kits (alat)"
            at_office = " ".join(map(str, row["kits_at_office"]))
            faults.append(table.fault(number, "kits_at_office", at_office, problem, remedy))
    return tuple(_base(row) for _, row in table.records())


def _base(row: dict[str, Any]) -> Base:
    return Base(
        id=row["base"],
        name=row["name"] or row["base"],
        lon=row["lon"],
        lat=row["lat"],
        island=row["island"],
        kits=row["kits"],
        kits_at_office=row["kits_at_office"],
    )
