"""The crosswalk: codes of another year, or names, and the codes that stand for them now.

Each row is somebody's yes. Codes become others year by year, the oldest year first and rows without a year
before all; within one year at once, so that two villages may exchange their codes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from planner.errors import Fault
from planner.inputs.cells import Cell, text, whole, yes_no
from planner.inputs.codes import village_code
from planner.inputs.columns import Column, Table, read_table
from planner.inputs.schemes import Known, bare_name, dotted
from planner.inputs.sheets import Sheet
from planner.inputs.village_codes import (
    DISTRICT_CODE,
    REGENCY_CODE,
    SERVICE_POINT,
    VILLAGE_CODE,
    place_of,
    rows_to_match,
)

Key = str | tuple[str, str]  # a code, or the bare names of village and kecamatan


def old_code(cell: Cell) -> str:
    """Return a village code of any year or list, with dots."""
    found = dotted(cell)
    if not found:
        raise ValueError("expected the ten digits of a village code such as 53.01.04.2003")
    return found


COLUMNS = (
    Column("old_code", ("kode_lama",), old_code, required=False, default=""),
    Column("village", ("nama_desa", "desa", "desa_kelurahan"), text, required=False, default=""),
    Column("district", ("kecamatan", "nama_kec", "nama_kecamatan"), text, required=False, default=""),
    Column("new_code", ("kode_baru",), village_code),
    Column("year", ("tahun",), whole, required=False, default=0),
    Column("approved", ("setuju",), yes_no, required=False, default=False),
    Column("note", ("ket", "keterangan", "catatan"), text, required=False, default=""),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One row: what stands in a table of villages, and the code for it.

    Parameters
    ----------
    key
        The code as it was, or for rows without a code the bare names of village and kecamatan.
    said
        The same as the office writes it.
    code
        The code now.
    year
        In which the code changed; 0 where that is not told.
    note
        Why.
    """

    key: Key
    said: str
    code: str
    year: int = 0
    note: str = ""

    def __str__(self) -> str:
        """Return the step for the reader of a plan."""
        why = ", ".join(part for part in (str(self.year or ""), self.note) if part)
        return f"{self.said} was read as {self.code}{f' ({why})' if why else ''}"


def read_crosswalk(sheet: Sheet, known: Sequence[Known], faults: list[Fault]) -> tuple[Step, ...]:
    """Return the rows that somebody has said yes to: all, or those with a yes in the column ``approved``.

    Parameters
    ----------
    sheet
        The table.
    known
        Villages by their codes now; where there are some, no other code is taken.
    faults
        Takes rows that say neither a code nor names, codes that are not known, and villages that became
        several: nobody can tell whose people they are.
    """
    table = read_table(sheet, COLUMNS, faults)
    codes, steps = {village.id for village in known}, list[tuple[int, Step]]()
    for row, values in table.records():
        if "approved" in table.headers and not values["approved"]:
            continue
        names = (bare_name(values["village"]), bare_name(values["district"]))
        if not values["old_code"] and not all(names):
            problem, remedy = "says no village", "give old_code, or village and district"
            faults.append(table.fault(row, "old_code", "(empty)", problem, remedy))
        elif codes and values["new_code"] not in codes:
            problem = "is none of the known codes"
            faults.append(table.fault(row, "new_code", values["new_code"], problem, "correct it"))
        else:
            said = values["old_code"] or f"{values['village']}, {values['district']}"
            key = values["old_code"] or names
            steps.append((row, Step(key, said, values["new_code"], values["year"], values["note"])))
    _report_splits(table, steps, faults)
    return tuple(step for _, step in steps)


def _report_splits(table: Table, steps: Iterable[tuple[int, Step]], faults: list[Fault]) -> None:
    """Make a fault of every row by which one village of one year becomes a second one."""
    first: dict[tuple[Key, int], Step] = {}
    for row, step in steps:
        earlier = first.setdefault((step.key, step.year), step)
        if earlier.code != step.code:
            problem = f"{step.said} became {earlier.code} as well: a village that was divided"
            remedy = "write the people of each new village into the table of villages, and delete these rows"
            faults.append(table.fault(row, "new_code", step.code, problem, remedy))


def translated(sheet: Sheet, steps: Sequence[Step], faults: list[Fault]) -> tuple[Sheet, tuple[Step, ...]]:
    """Return a table of villages with the codes of now, and the steps that were taken, each once.

    Codes of kecamatan and kabupaten in such rows are left out: they are those of the old code.

    Parameters
    ----------
    sheet
        The table, with a column for the codes of villages.
    steps
        The crosswalk.
    faults
        Takes villages of the table that become one: their people have to be added up.
    """
    years = [
        {step.key: step for step in found}
        for _, found in groupby(sorted(steps, key=lambda step: step.year), key=lambda step: step.year)
    ]
    place, hosts = place_of(sheet, VILLAGE_CODE)[0], place_of(sheet, SERVICE_POINT)
    outdated = place_of(sheet, DISTRICT_CODE, REGENCY_CODE)
    rows, taken, found = [], dict[Step, None](), defaultdict[str, list[tuple[int, str]]](list)
    named = {row.number: (bare_name(row.name), bare_name(row.district)) for row in rows_to_match(sheet)}
    for number, cells in sheet.rows:
        cells = list(cells)
        way = _way(dotted(cells[place]) or named.get(number, ""), years)
        if way:
            found[way[-1].code].append((number, way[0].said))
            cells[place] = way[-1].code
            for other in outdated:
                cells[other] = None
        for host in hosts:
            if to_host := _way(dotted(cells[host]), years):
                cells[host] = to_host[-1].code
        taken |= dict.fromkeys(way)
        rows.append((number, cells))
    whole = replace(sheet, rows=rows)
    _report_merged(whole, place, found, faults)
    return whole, tuple(taken)


def _way(key: Key, years: Iterable[Mapping[Key, Step]]) -> list[Step]:
    """Return the steps from one code to another, year by year; none where nothing is said of it."""
    steps = []
    for step_of in years:
        if step := step_of.get(key):
            steps.append(step)
            key = step.code
    return steps


def _report_merged(
    sheet: Sheet, place: int, found: Mapping[str, Sequence[tuple[int, str]]], faults: list[Fault]
) -> None:
    """Make a fault of every village whose code other rows have after translation."""
    same = defaultdict[str, list[int]](list)
    for number, cells in sheet.rows:
        same[dotted(cells[place])].append(number)
    for code, rows in found.items():
        others = [number for number in same[code] if number != rows[0][0]]
        if others:
            problem = f"is {code} now, as row {others[0]} is: villages that became one"
            remedy = "add their people up in one row"
            faults.append(
                sheet.fault(problem, remedy, row=rows[0][0], column=sheet.headers[place], value=rows[0][1])
            )
