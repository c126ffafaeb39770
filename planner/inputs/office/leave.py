"""The sheet Petugas: on which days a team has nobody to lead it or to record.

A team is away on the days on which all of its members with the role ketua or operator are on leave; teams of
which the sheet names no such member are not.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from planner.domain.calendar import Calendar
from planner.domain.teams import Team
from planner.errors import Fault
from planner.inputs.cells import days, text
from planner.inputs.columns import Column, read_table
from planner.inputs.sheets import Sheet

NEEDED = ("ketua", "operator")  # roles without which a team cannot record

COLUMNS = (
    Column("team", ("tim", "kode_tim"), text, required=False, default=""),
    Column("role", ("peran",), text, required=False, default=""),
    Column("leave_dates", ("cuti",), days, required=False, default=frozenset[date]()),
)


def with_leave(
    teams: tuple[Team, ...], sheet: Sheet | None, calendar: Calendar, faults: list[Fault]
) -> tuple[Team, ...]:
    """Return the teams, away where all of their leaders and operators are on leave on a working day.

    Parameters
    ----------
    teams
        As the sheet Tim says.
    sheet
        Sheet Petugas; ``None`` where there is none.
    calendar
        The days of the project.
    faults
        Takes dates that cannot be read.
    """
    if sheet is None:
        return teams
    leaves = defaultdict[str, list[frozenset[date]]](list)
    for _, row in read_table(sheet, COLUMNS, faults).records():
        if row["role"].casefold() in NEEDED:
            leaves[row["team"]].append(row["leave_dates"])
    worked = frozenset(calendar.working_days())
    return tuple(
        replace(team, away=team.away | (frozenset.intersection(*leaves[team.id]) & worked))
        if leaves[team.id]
        else team
        for team in teams
    )
