"""Rows of reports: what stands in them, where they stand, and what is found on the way."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from planner.domain.actuals import STATUSES, Actual, Visit
from planner.domain.plan import Plan
from planner.errors import Fault
from planner.inputs.cells import clock, count, day, name, one_of, text, yes_no
from planner.inputs.codes import village_code
from planner.inputs.columns import Column, Table
from planner.inputs.village_names import VillageNames

COUNTS = (
    Column("failed", ("gagal",), count, False, 0),
    Column("sent", ("terkirim",), count, False, 0),
    Column("not_found", ("tidak_ditemukan",), count, False, 0),
    Column("dead", ("meninggal",), count, False, 0),
    Column("moved", ("pindah",), count, False, 0),
    Column("duplicate", ("ganda",), count, False, 0),
)
COLUMNS = (
    Column("date", ("tanggal",), day),
    Column("team", ("tim", "kode_tim"), name),
    Column("village", ("kode_desa", "village_code"), village_code),
    Column("plan_version", ("versi_rencana",), text, False, ""),
    Column("came", ("hadir",), count, False),
    Column("recorded", ("terekam",), count, False),
    *COUNTS,
    Column("start", ("jam_mulai",), clock, False),
    Column("end", ("jam_selesai",), clock, False),
    Column("kit", ("alat", "kode_alat"), text, False, ""),
    Column("status", ("status_kunjungan",), one_of(*STATUSES), False, ""),
    Column("reason_code", ("alasan_batal",), text, False, ""),
    Column("closed", ("tuntas",), yes_no, False, False),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a returned file is read against, and what is found on the way.

    Parameters
    ----------
    plan
        Whose teams and villages it speaks of.
    versions
        Version of a plan that a file may name -> the visits that are known of it, perhaps none.
    names
        The villages by their names.
    before
        All reports handed in before, in their order.
    today
        Day on which the file is handed in; ``None`` where it is not known.
    faults
        What cannot be taken in; with one of them, nothing is.
    notes
        What was taken in and has to be looked at: what stands there, and what was done.
    """

    plan: Plan
    versions: Mapping[str, Collection[Visit]]
    names: VillageNames
    before: tuple[Actual, ...] = ()
    today: date | None = None
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    @property
    def own(self) -> str:
        """The version of the plan."""
        return self.plan.version

    def is_unplanned(self, actual: Actual) -> bool:
        """Return whether the plan of a report is known and has no such visit.

        A plan of what is left knows nothing of the days before it.
        """
        version = actual.plan_version or self.own
        is_before = version == self.own and actual.day < self.plan.problem.calendar.first
        known = self.versions.get(version, ())
        is_known = version == self.own or bool(known)
        return is_known and not is_before and actual.visit not in known


@dataclass(frozen=True, slots=True)
class Told:
    """One row with where it stands.

    Parameters
    ----------
    table, row
        Where it stands.
    actual
        What it says.
    is_stop
        Whether it is a printed row of a team sheet: one stop, and perhaps no whole visit.
    """

    table: Table
    row: int
    actual: Actual
    is_stop: bool = False

    def fault(self, key: str, value: object, problem: str, remedy: str = "") -> Fault:
        """Return a fault, or a note, of one cell of the row."""
        return self.table.fault(self.row, key, str(value), problem, remedy)

    @property
    def where(self) -> str:
        """The row and its sheet, for a fault of another row."""
        return f"row {self.row} of {self.table.sheet.name or 'the table'}"


def actual_of_values(values: Mapping[str, Any], version: str = "") -> Actual:
    """Return the report of a row's values by column key."""
    given = {key: values[key] for key in (*(column.key for column in COUNTS), "came", "start", "end", "kit")}
    return Actual(
        day=values["date"],
        team=values["team"],
        village=values["village"],
        recorded=values["recorded"] or 0,
        status=values["status"] or "selesai",
        plan_version=(values["plan_version"] or version).casefold(),
        reason=values["reason_code"],
        closed=values["closed"],
        **given,
    )


def added_up(one: Actual, other: Actual) -> Actual:
    """Return two parts of a team's visit to one village on one day as one; hours with a gap are not known."""
    added = {key: getattr(one, key) + getattr(other, key) for key in ("recorded", *(c.key for c in COUNTS))}
    came = None if one.came is None or other.came is None else one.came + other.came
    is_one_run = one.end is not None and one.end == other.start
    hours = (one.start, other.end) if is_one_run else (None, None)
    words = "; ".join(dict.fromkeys(filter(None, (one.reason, other.reason))))
    closed = one.closed or other.closed
    return replace(one, **added, came=came, start=hours[0], end=hours[1], reason=words, closed=closed)
