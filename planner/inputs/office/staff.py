"""The sheet Petugas: who belongs to which team; for printing only."""

from dataclasses import replace

from planner.domain.teams import Team
from planner.errors import Fault
from planner.inputs.cells import name, text
from planner.inputs.columns import Column, read_table
from planner.inputs.sheets import Sheet

COLUMNS = (
    Column("staff", ("kode", "kode_petugas"), name),
    Column("name", ("nama", "nama_petugas"), text, required=False, default=""),
    Column("team", ("tim", "kode_tim"), text, required=False, default=""),
    Column("role", ("peran",), text, required=False, default=""),
)


def with_staff(teams: tuple[Team, ...], sheet: Sheet | None, faults: list[Fault]) -> tuple[Team, ...]:
    """Return the teams with their members as ``Name (role)``, in the order of the sheet.

    Parameters
    ----------
    teams
        As the sheet Tim says.
    sheet
        Sheet Petugas. Rows of a team that is not there, or of none, are left out.
    faults
        Takes rows without a short name.
    """
    if sheet is None:
        return teams
    rows = [row for _, row in read_table(sheet, COLUMNS, faults).records()]
    return tuple(
        replace(team, staff=tuple(_member(row) for row in rows if row["team"] == team.id)) for team in teams
    )


def _member(row: dict[str, str]) -> str:
    named = row["name"] or row["staff"]
    return f"{named} ({row['role']})" if row["role"] else named
