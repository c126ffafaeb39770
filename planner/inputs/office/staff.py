"""The sheet Petugas: who belongs to which team, and on which days nobody of it can lead or record.

A team stays in on the days on which all of its members with the role ketua or operator are on leave; a team
of which the sheet names no such member never does for that reason.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from planner.domain.teams import Team
from planner.errors import Fault
from planner.inputs.cells import days, name, text
from planner.inputs.columns import Column, read_table
from planner.inputs.sheets import Sheet

COLUMNS = (
    Column("staff", ("kode", "kode_petugas"), name),
    Column("name", ("nama", "nama_petugas"), text, required=False, default=""),
    Column("team", ("tim", "kode_tim"), text, required=False, default=""),
    Column("role", ("peran",), text, required=False, default=""),
    Column("leave_dates", ("cuti",), days, required=False, default=frozenset[date]()),
)
NEEDED = ("ketua", "operator")  # roles without which a team cannot record


def with_staff(
    teams: tuple[Team, ...], sheet: Sheet | None, working_days: Sequence[date], faults: list[Fault]
) -> tuple[Team, ...]:
    """Return the teams with their members as ``Name (role)``, away where nobody can lead or record.

    Parameters
    ----------
    teams
        As the sheet Tim says.
    sheet
        Sheet Petugas. Rows of a team that is not there, or of none, are left out.
    working_days
        Of the project.
    faults
        Takes rows without a short name, and dates that cannot be read.
    """
    if sheet is None:
        return teams
    rows = [row for _, row in read_table(sheet, COLUMNS, faults).records()]
    members = {team.id: [row for row in rows if row["team"] == team.id] for team in teams}
    return tuple(
        replace(
            team,
            staff=tuple(map(_member, members[team.id])),
            away=team.away | (_on_leave(members[team.id]) & frozenset(working_days)),
        )
        for team in teams
    )


def _on_leave(members: Sequence[dict[str, Any]]) -> frozenset[date]:
    """Return the days on which all who lead or record are on leave; none without such a member."""
    leaves = [row["leave_dates"] for row in members if row["role"].casefold() in NEEDED]
    return frozenset[date].intersection(*leaves) if leaves else frozenset()


def _member(row: dict[str, str]) -> str:
    named = row["name"] or row["staff"]
    return f"{named} ({row['role']})" if row["role"] else named
