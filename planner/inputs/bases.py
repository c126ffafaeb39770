"""The bases: where teams start and to which they return."""

from planner.domain.places import Base
from planner.errors import Fault
from planner.inputs.cells import latitude, longitude, name
from planner.inputs.columns import Column, read_table, report_repeated
from planner.inputs.sheets import Sheet

COLUMNS = (
    Column("base", ("kode_basis", "basis", "kode", "base_id", "id"), name),
    Column("name", ("nama_basis", "nama", "base_name"), name, required=False),
    Column("lon", ("bujur", "longitude"), longitude),
    Column("lat", ("lintang", "latitude"), latitude),
    Column("island", ("pulau",), name),
)


def read_bases(sheet: Sheet, faults: list[Fault]) -> tuple[Base, ...]:
    """Return the bases; one that stands twice is a fault."""
    table = read_table(sheet, COLUMNS, faults)
    report_repeated(table, "base", faults)
    return tuple(
        Base(row["base"], row["name"] or row["base"], row["lon"], row["lat"], row["island"])
        for _, row in table.records()
    )
