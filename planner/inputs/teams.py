"""The teams."""

from collections.abc import Collection
from dataclasses import fields

from planner.domain.teams import Team
from planner.errors import Fault
from planner.inputs.cells import clock, days, name, positive, rupiah, text, whole
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
    Column("vehicle", ("kendaraan", "alat_angkut"), text, False, _DEFAULT["vehicle"]),
)


def read_teams(
    sheet: Sheet, bases: Collection[str] | None, faults: list[Fault], villages: Collection[str] = ()
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
        Takes unknown bases, areas without a village, days that end before they begin, and teams that stand
        twice.
    """
    table = read_table(sheet, COLUMNS, faults)
    report_repeated(table, "team", faults)
    _report_unknown_bases(table, bases, faults)
    _report_empty_areas(table, villages, faults)
    return tuple(
        team for row, values in table.records() if (team := _team(table, row, values, faults)) is not None
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


def _team(table: Table, row: int, values: dict[str, object], faults: list[Fault]) -> Team | None:
    """Return the team of one row; ``None`` when its day ends before it begins."""
    start, end = values.pop("start"), values.pop("end")
    if not start < end:  # type: ignore[operator]
        cell = f"{end // 60:02d}:{end % 60:02d}"  # type: ignore[operator]
        faults.append(table.fault(row, "end", cell, "the day ends before it begins", "correct the hours"))
        return None
    name = values.pop("name") or values["team"]
    return Team(values.pop("team"), name, start_minute=start, end_minute=end, **values)  # type: ignore[arg-type]
