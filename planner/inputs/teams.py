"""The teams."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from planner.domain.teams import Team
from planner.errors import Fault
from planner.inputs.cells import clock, day, days, name, positive, rupiah, text, weekdays, whole
from planner.inputs.codes import area_codes
from planner.inputs.columns import Column, Table, read_table, report_repeated
from planner.inputs.sheets import Sheet

_DEFAULT = {field.name: field.default for field in fields(Team)}

COLUMNS = (
    Column("team", ("kode_tim", "tim", "kode", "team_id", "id"), name),
    Column("name", ("nama_tim", "nama", "team_name"), name, required=False),
    Column("base", ("basis", "kode_basis", "pangkalan"), name),
    Column("rate_per_hour", ("laju_per_jam", "laju", "rate"), positive),
    Column("start", ("jam_mulai", "mulai"), clock, False, _DEFAULT["start_minute"]),
    Column("end", ("jam_selesai", "selesai"), clock, False, _DEFAULT["end_minute"]),
    Column(
        "setup_minutes",
        ("persiapan_menit", "menit_persiapan", "persiapan", "setup"),
        whole,
        False,
        _DEFAULT["setup_minutes"],
    ),
    Column("max_nights", ("maks_malam", "maksimal_malam"), whole, False, _DEFAULT["max_nights"]),
    Column("away", ("cuti", "tidak_bertugas", "leave_dates"), days, False, _DEFAULT["away"]),
    Column("day_cost", ("biaya_kendaraan", "sewa_per_hari"), rupiah, False, _DEFAULT["day_cost"]),
    Column("areas", ("wilayah_tugas", "wilayah", "areas_served"), area_codes, False, _DEFAULT["areas"]),
    Column("workdays", ("hari_kerja",), weekdays, False),
    Column("from", ("aktif_dari",), day, False),
    Column("to", ("aktif_sampai",), day, False),
    Column("vehicle", ("kendaraan", "alat_angkut"), text, False, _DEFAULT["vehicle"]),
)


def read_teams(
    sheet: Sheet,
    bases: Collection[str] | None,
    faults: list[Fault],
    villages: Collection[str] = (),
    working_days: Sequence[date] = (),
) -> tuple[Team, ...]:
    """Return the teams.

    Parameters
    ----------
    sheet
        The table.
    bases
        Ids of the bases; ``None`` where they could not be read, so that none can be called unknown.
    villages
        Ids of the villages; none where they could not be read, so that no area can be called empty.
    faults
        Takes unknown bases, areas without a village, days that end before they begin, teams that stand
        twice, and last days before the first one.
    working_days
        Of the project; a team is away on those before its first day, after its last one, and on weekdays
        that are not its own.
    """
    table = read_table(sheet, COLUMNS, faults)
    report_repeated(table, "team", faults)
    _report_unknown_bases(table, bases, faults)
    _report_empty_areas(table, villages, faults)
    return tuple(
        team
        for row, values in table.records()
        if (team := _team(table, row, values, faults, working_days)) is not None
    )


def _report_unknown_bases(table: Table, bases: Collection[str] | None, faults: list[Fault]) -> None:
    if bases is None:
        return
    for row, base in zip(table.rows, table.values["base"], strict=True):
        if base not in bases:
            problem = f"is no base; known bases are {', '.join(sorted(bases)) or 'none'}"
            faults.append(table.fault(row, "base", base, problem, "correct it, or add the base"))


def _report_empty_areas(table: Table, villages: Collection[str], faults: list[Fault]) -> None:
    for row, areas in zip(table.rows, table.values["areas"], strict=True):
        for area in sorted(areas):
            if villages and not any(
                village == area or village.startswith(f"{area}.") for village in villages
            ):
                problem, remedy = "no village of the project lies there", "correct or delete the code"
                faults.append(table.fault(row, "areas", area, problem, remedy))


def _off_duty(values: dict[str, Any], working_days: Sequence[date]) -> frozenset[date]:
    """Return the days on which a team is not there, or does not work."""
    own, first, last = (values.pop(key) for key in ("workdays", "from", "to"))
    return frozenset(
        found
        for found in working_days
        if (first and found < first) or (last and found > last) or (own and found.weekday() not in own)
    )


def _team(
    table: Table, row: int, values: dict[str, Any], faults: list[Fault], working_days: Sequence[date]
) -> Team | None:
    """Return the team of one row; ``None`` when its day, or its time, ends before it begins."""
    if values["from"] and values["to"] and values["to"] < values["from"]:
        problem = f"lies before its first day, {values['from']}"
        faults.append(table.fault(row, "to", str(values["to"]), problem, "correct one of the two"))
        return None
    values["away"] |= _off_duty(values, working_days)
    start, end = values.pop("start"), values.pop("end")
    if not start < end:
        cell = f"{end // 60:02d}:{end % 60:02d}"
        faults.append(table.fault(row, "end", cell, "the day ends before it begins", "correct the hours"))
        return None
    name = values.pop("name") or values["team"]
    return Team(values.pop("team"), name, start_minute=start, end_minute=end, **values)
