"""The calendar: public holidays and collective leave of the country, and the office's own days off."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from planner.domain.calendar import COLLECTIVE, Calendar, ShortDays
from planner.domain.calendar import RAMADAN as RAMADAN_NAME
from planner.domain.places import lies_in
from planner.errors import Fault
from planner.inputs.cells import day, name, share, text, yes_no
from planner.inputs.codes import area_codes
from planner.inputs.columns import Column, Table, read_table
from planner.inputs.days_off import collective_leave, has_leave, list_name, public_holidays
from planner.inputs.settings import CalendarSettings
from planner.inputs.sheets import Sheet

LEAVE_LISTED = "collective leave as listed by"  # begins the name of the note with the days
LEAVE_WORKED = "collective leave that is worked"  # names of notes
LEAVE_UNKNOWN = "years whose collective leave is not known"
# Hours of civil servants in Ramadan and at other times: circular MenPANRB B.335/M.KT.02/2018, 32.5 hours a
# week, and Presidential Decree 68/1995, 37.5.
RAMADAN = 32.5 / 37.5

COLUMNS = (
    Column("date", ("tanggal", "dari", "mulai"), day),
    Column("to", ("sampai", "selesai", "until"), day, required=False),
    Column("kind", ("jenis",), name, required=False),
    Column("area", ("wilayah",), text, required=False, default=""),
    Column("hours_factor", ("faktor_jam",), share, required=False),
    Column("worked", ("dikerjakan",), yes_no, required=False, default=False),
    Column("note", ("ket", "keterangan", "catatan", "nama"), name, required=False),
)


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which some places are closed.

    Parameters
    ----------
    days
        The dates.
    areas
        Codes of kabupaten, kecamatan or villages.
    """

    days: frozenset[date]
    areas: frozenset[str]


@dataclass(frozen=True, slots=True)
class Days:
    """The calendar of all, what is closed in some places only, until when that is known, and notes on it."""

    calendar: Calendar
    closures: tuple[Closure, ...] = ()
    until: date | None = None
    notes: tuple[tuple[str, str], ...] = ()

    def closed_in(self, village_id: str) -> frozenset[date]:
        """Return the days on which a village is closed."""
        found = (closure.days for closure in self.closures if lies_in(village_id, closure.areas))
        return frozenset[date]().union(*found)


def read_calendar(
    settings: CalendarSettings,
    project: str,
    sheet: Sheet | None,
    faults: list[Fault],
    area_of: Callable[[str], frozenset[str]] = area_codes,
    known_until: date | None = None,
) -> Days:
    """Return the days of a project.

    Parameters
    ----------
    settings
        First day, deadline, worked weekdays, and whose public holidays are kept.
    project
        Name of the project file, for its faults.
    sheet
        Further days off. A row with ``dikerjakan = ya`` makes a public holiday a day of work, one with a
        share of hours only shortens the days, and one with an area holds there only.
    faults
        Takes unknown countries and areas, runs that end before they begin, and days that cannot be worked.
    area_of
        Returns the codes that a text means, or raises ``ValueError``.
    known_until
        Day up to which days off are kept where that is later than the deadline, for a what-if that moves it.
    """
    until = max(settings.deadline, known_until or settings.deadline)
    years = range(settings.first_day.year, until.year + 1)
    off = _public_holidays(settings, project, years, faults)
    leave = collective_leave(settings.holidays, years) if settings.holidays else {}
    if settings.collective_leave == "off":
        off |= leave
    short, closures, said = list[ShortDays](), list[Closure](), set[date]()
    for row in _rows(settings, sheet, faults, area_of):
        days = [row.first + timedelta(days=n) for n in range((row.last - row.first).days + 1)]
        if row.share > 0:
            short.append(ShortDays(row.first, row.last, row.share, row.areas, row.why))
        elif row.areas:
            closures.append(Closure(frozenset(days), row.areas))
        elif row.worked:
            for day_ in days:
                off.pop(day_, None)
        else:
            off.update(dict.fromkeys(days, row.why))
            said.update(days)
    notes = tuple(_notes(settings, leave, off, said))
    kept = {day_: why for day_, why in off.items() if settings.first_day <= day_ <= until}
    calendar = Calendar(settings.first_day, settings.deadline, settings.weekdays, kept, tuple(short))
    return Days(calendar, tuple(closures), until, notes)


def _public_holidays(
    settings: CalendarSettings, project: str, years: Iterable[int], faults: list[Fault]
) -> dict[date, str]:
    """Return date -> name of the public holidays of some years."""
    try:
        return public_holidays(settings.holidays, years) if settings.holidays else {}
    except ValueError:
        problem = 'is no country whose holidays are known; expected "ID", or "" for none'
        faults.append(
            Fault(project, problem, "correct it", column="calendar.holidays", value=settings.holidays)
        )
        return {}


def _notes(
    settings: CalendarSettings, leave: Mapping[date, str], off: Mapping[date, str], said: Collection[date]
) -> Iterator[tuple[str, str]]:
    """Yield which days of collective leave nobody but the list has named, which are worked, and what lacks.

    Parameters
    ----------
    settings
        First day, deadline and worked weekdays; no other days are told.
    leave
        As the list has it.
    off
        All days off.
    said
        Those that the office has named itself.
    """
    days = Calendar(settings.first_day, settings.deadline, settings.weekdays).working_days()
    listed = [day_ for day_ in days if day_ in leave]
    free = [str(day_) for day_ in listed if day_ in off and day_ not in said]
    worked = [str(day_) for day_ in listed if day_ not in off]
    if free:
        yield f"{LEAVE_LISTED} {list_name()}", ", ".join(free)
    if worked:
        yield LEAVE_WORKED, ", ".join(worked)
    named = {day_.year for day_, why in off.items() if COLLECTIVE in why.casefold()}
    known = {day_.year for day_ in leave} | named
    lacking = [str(year) for year in sorted({day_.year for day_ in days}) if year not in known]
    if lacking and has_leave(settings.holidays) and settings.collective_leave == "off":
        yield LEAVE_UNKNOWN, ", ".join(lacking)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the table: some days, and what is different on them."""

    first: date
    last: date
    why: str
    worked: bool
    share: float
    areas: frozenset[str]


def _rows(
    settings: CalendarSettings,
    sheet: Sheet | None,
    faults: list[Fault],
    area_of: Callable[[str], frozenset[str]],
) -> Iterator[_Row]:
    """Yield the rows that make sense."""
    if sheet is None:
        return
    table = read_table(sheet, COLUMNS, faults)
    for number, values in table.records():
        row = _row(table, number, values, faults, area_of)
        if row is None:
            continue
        days = [row.first + timedelta(days=n) for n in range((row.last - row.first).days + 1)]
        if not days:
            problem = "ends before it begins"
            faults.append(table.fault(number, "to", str(row.last), problem, "correct the dates"))
        elif row.worked and not all(day_.weekday() in settings.weekdays for day_ in days):
            faults.append(_not_worked(table, number))
        elif row.worked and (row.areas or row.share):
            problem = "a day is worked after all by everybody, or by nobody"
            faults.append(table.fault(number, "worked", "ya", problem, "leave area and share of hours empty"))
        else:
            yield row


def _row(
    table: Table,
    number: int,
    values: Mapping[str, Any],
    faults: list[Fault],
    area_of: Callable[[str], frozenset[str]],
) -> _Row | None:
    """Return one row; ``None`` where its area is unknown."""
    kind, share_left = values["kind"] or "", values["hours_factor"]
    if share_left is None:
        share_left = RAMADAN if kind.casefold() == "ramadan" else 0.0
    try:
        areas = area_of(values["area"]) if values["area"] else frozenset[str]()
    except ValueError as error:
        remedy = "give codes such as 53.01.04, or the short names of bases; empty for everywhere"
        faults.append(table.fault(number, "area", values["area"], str(error), remedy))
        return None
    last = values["to"] or values["date"]
    why = _why(kind, values["note"] or "")
    return _Row(values["date"], last, why, values["worked"], share_left, areas)


def _why(kind: str, note: str) -> str:
    """Return why days are different; collective leave and Ramadan stay told by name, since a what-if asks.

    >>> _why("cuti bersama", "SKB 18 April"), _why("libur", "rapat")
    ('cuti bersama: SKB 18 April', 'rapat')
    """
    is_lost = any(
        name in kind.casefold() and name not in note.casefold() for name in (COLLECTIVE, RAMADAN_NAME)
    )
    return f"{kind}: {note}" if note and is_lost else note or kind or "libur"


def _not_worked(table: Table, row: int) -> Fault:
    problem = "falls on a weekday that is not worked"
    remedy = "name the weekday in calendar.weekdays and give the other dates as days off"
    return table.fault(row, "worked", "ya", problem, remedy)
