"""One row of a team sheet, filled in by hand: what kind of row it is, and what it says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from planner.domain.check import clock as clock_text
from planner.inputs.cells import Cell, clock, day, is_nothing, text, yes_no
from planner.inputs.codes import village_code
from planner.inputs.columns import Column, Table
from planner.inputs.report_rows import COUNTS, Reading, Told, actual_of_values
from planner.inputs.sheets import plain
from planner.inputs.told_cells import OFF, Hours, Reasons, count_or_off, hours, reasons, status
from planner.inputs.village_names import told as told_villages
from planner.words import WORDS


def _also(*names: str) -> tuple[str, ...]:
    """Return headers with the words that offices put before and behind them."""
    more = (f"{before}_{name}" for name in names for before in ("jumlah", "jml", "total", "yang", "sudah"))
    return (*names, *more, *(f"{name}_orang" for name in names))


FILLED_IN = (
    Column("came", _also("hadir"), count_or_off, False),
    Column("recorded", _also("terekam", "direkam", "done"), count_or_off, False),
    Column("failed", _also("gagal"), count_or_off, False),
    *(replace(column, default=None) for column in COUNTS if column.key != "failed"),
    Column("hours", ("jam", "jam_pelayanan", "hour"), hours, False),
    Column("start", ("jam_mulai", "mulai", "started"), hours, False),
    Column("end", ("jam_selesai", "selesai", "ended"), clock, False),
    Column("kit", ("alat", "kode_alat"), text, False, ""),
    Column("status", ("status_kunjungan",), status, False, ""),
    Column("reason", ("alasan", "alasan_batal", "reason_code"), reasons, False, Reasons()),
    Column("closed", ("tuntas",), yes_no, False, False),
    Column("initials", ("paraf_kades", "paraf", "village_heads_initials"), text, False, ""),
)
IDENTIFYING = (
    Column("date", ("hari_tanggal", "tanggal", "day_date"), day, False),
    Column("village_code", ("kode_desa",), village_code, False, ""),
    Column("village", ("desa_kelurahan", "desa", "kelurahan", "nama_desa"), text, False, ""),
    Column("plan_version", ("versi_rencana",), text, False, ""),
)
COLUMNS = (*IDENTIFYING, *FILLED_IN)
PRINTED = (
    *("number", "weekday", "district", "venue", "guests", "leave", "from_place", "travel_minutes", "by_boat"),
    *("arrive", "open", "close", "backlog_before", "expected", "people", "visit", "back", "night_at"),
    *("contact", "visit_plan"),
)

_PEOPLE = ("not_found", "dead", "moved", "duplicate")
_TOTAL = re.compile(r"(?:sub\W*|grand\W*)?(?:jumlah|total|jml)\b")
_TRAVEL = tuple(shown.split("{")[0].casefold() for shown in WORDS["travel_to"])
_FOOT = tuple(shown[:20].casefold() for key in ("sheet_foot", "nothing") for shown in WORDS[key])
_CODES = tuple(f"{shown}: ".casefold() for shown in WORDS["visit_reason"])


def kind_of(cells: Sequence[Cell], places: Mapping[str, int], reading: Reading) -> str:
    """Return what a row is: ``report``, ``blank`` (printed, not filled in), ``words`` or empty for ours."""
    at = {key: cells[place] for key, place in places.items()}
    name = text(at.get("village"))
    if is_sum(cells) or _first(cells).startswith((*_FOOT, *_CODES)):
        return ""
    is_filled = any(not is_nothing(at.get(column.key)) for column in FILLED_IN)
    if not is_nothing(at.get("village_code")):
        return "report" if is_filled else "blank"
    if not is_filled and name.casefold().startswith(_TRAVEL):
        return ""
    says_more = any(not is_nothing(at.get(column.key)) for column in FILLED_IN if column.key != "initials")
    has_numbers = any(_is_count(at.get(key)) for key in ("came", "recorded", "failed"))
    said = [_is_date(at.get("date")), bool(name) and reading.names.is_like(name), says_more]
    if not is_filled and "village_code" not in places and any(said):
        return "blank"
    return "report" if has_numbers or sum(said) >= 2 else "words"


def is_sum(cells: Sequence[Cell]) -> bool:
    """Return whether a row is one of sums."""
    return bool(_TOTAL.match(_first(cells)))


def _first(cells: Sequence[Cell]) -> str:
    """Return the first words of a row, in small letters."""
    return text(next((cell for cell in cells if not is_nothing(cell)), "")).casefold().strip(" .:")


def _is_date(cell: Cell) -> bool:
    try:
        day(cell)
    except ValueError:
        return False
    return True


def _is_count(cell: Cell) -> bool:
    try:
        return not is_nothing(cell) and count_or_off(cell) is not None
    except ValueError:
        return False


def told_by(
    table: Table, row: int, values: dict[str, Any], team: str, version: str, reading: Reading
) -> Told | None:
    """Return the report of a row; ``None`` after a fault."""
    before = len(reading.faults)
    village = _village(table, row, values, reading)
    if values["date"] is None:
        problem = "expected the date of the visit"
        reading.faults.append(table.fault(row, "date", "(empty)", problem, "write it, e.g. 9 Mei 2018"))
    keys = {"village": village, "team": team, "plan_version": values["plan_version"]}
    known = {**values, **keys, **_said(table, row, values, reading), **_hours(table, row, values, reading)}
    if len(reading.faults) > before:
        return None
    return Told(table, row, actual_of_values(known, version), bool(values["village_code"]))


def _village(table: Table, row: int, values: dict[str, Any], reading: Reading) -> str:
    """Return the code of the village of a row, by its code or its name; empty after a fault."""
    names, code, name = reading.names, values["village_code"], values["village"]
    found = names.named(name) if name else []
    if code:
        beside = names.by_code.get(code)
        is_other = bool(name) and beside is not None and beside not in found
        if beside is not None and is_other and plain(beside.name) not in plain(name):
            problem = f"the code beside it, {code}, is that of {beside.name}"
            meant = told_villages(found or names.likeliest(name))
            remedy = f"write the code of the village that was visited{f': {meant}' if meant else ''}"
            reading.faults.append(table.fault(row, "village", name, problem, remedy))
        return str(code)
    if len(found) == 1:
        if "village_code" in table.headers:  # a whole sheet without codes is told once
            said = f"has no code, and is taken to be {told_villages(found)}"
            reading.notes.append(
                table.fault(row, "village", name, said, "write the code if it is another one")
            )
        return found[0].id
    meant = told_villages(found or (names.likeliest(name) if name else []))
    problem = "several villages have this name" if found else "no village of the plan is called so"
    problem = problem if name else "expected the village that was visited"
    remedy = f"write its code{f'; likely are {meant}' if meant else ''}"
    reading.faults.append(table.fault(row, "village", name or "(empty)", problem, remedy))
    return ""


def _said(table: Table, row: int, values: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """Return counts, status and reasons of a row: "batal" may stand in any cell where a number is due."""
    why: Reasons = values["reason"]
    is_off = why.off or OFF in _everywhere(values)
    counts = {key: None if values[key] == OFF else values[key] for key in ("came", "recorded", "failed")}
    if counts["recorded"] is None and not is_off:
        problem, remedy = "expected the number of people recorded, 0 or more", "0 where nobody was recorded"
        reading.faults.append(table.fault(row, "recorded", "(empty)", f"{problem}, or batal", remedy))
    if is_off and values["status"] not in ("", OFF):
        problem = f"the row says {values['status']} and batal"
        reading.faults.append(table.fault(row, "status", values["status"], problem, "keep one of the two"))
    if not is_off and not values["status"] and not counts["recorded"] and not counts["came"]:
        said = "nobody was recorded, and no status says why; taken as a visit that was made"
        reading.notes.append(table.fault(row, "recorded", "0", said, "write batal if the team was not there"))
    people = {key: _people(table, row, key, values, why, reading) for key in _PEOPLE}
    return {
        **people,
        **counts,
        "failed": counts["failed"] or 0,
        "sent": values["sent"] or 0,
        "status": OFF if is_off else values["status"],
        "reason_code": why.said,
        "closed": values["closed"] or why.closed,
    }


def _everywhere(values: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what stands in each cell in which a team may write batal."""
    yield from (values[key] for key in ("came", "recorded", "failed", "status"))
    yield from (values[key].unread for key in ("hours", "start") if values[key])
    yield values["initials"].casefold()


def _people(table: Table, row: int, key: str, values: dict[str, Any], why: Reasons, reading: Reading) -> int:
    """Return how many people a column of its own or a code of the reasons tells; both only if they agree."""
    by_column, by_code = values[key], why.people.get(key)
    if by_column is not None and by_code is not None and by_column != by_code:
        problem = f"the codes in the column of reasons say {by_code}"
        reading.faults.append(table.fault(row, key, by_column, problem, "correct one of the two"))
    return int((by_code if by_column is None else by_column) or 0)


def _hours(table: Table, row: int, values: dict[str, Any], reading: Reading) -> dict[str, int | None]:
    """Return when service began and ended, as far as it is told."""
    both: Hours = values["hours"] or Hours()
    first: Hours = values["start"] or Hours()
    start = first.start if first.start is not None else both.start
    end = next((e for e in (values["end"], first.end, both.end) if e is not None), None)
    for key, found in (("hours", both), ("start", first)):
        if found.unread not in ("", OFF):
            said = "is a length and no hours; the visit is taken without them"
            reading.notes.append(table.fault(row, key, found.unread, said, "write e.g. 09.30 - 11.30"))
    if start is not None and end is not None and end <= start:
        problem = f"service ends before it begins ({clock_text(start)} to {clock_text(end)})"
        key = "end" if values["end"] is not None else "start" if first.start is not None else "hours"
        reading.faults.append(
            table.fault(row, key, clock_text(end), problem, "write hours as 13.30, not 1.30")
        )
    return {"start": start, "end": end}
