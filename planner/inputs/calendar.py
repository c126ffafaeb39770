"""The calendar: public holidays of the country, and the office's own days off."""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.domain.calendar import Calendar
from planner.errors import Fault
from planner.inputs.cells import day, name, yes_no
from planner.inputs.columns import Column, Table, read_table
from planner.inputs.settings import CalendarSettings
from planner.inputs.sheets import Sheet

LANGUAGES = {"ID": "id"}  # holidays carry the names the office knows

COLUMNS = (
    Column("date", ("tanggal", "dari", "mulai"), day),
    Column("to", ("sampai", "selesai", "until"), day, required=False),
    Column("kind", ("jenis",), name, required=False),
    Column("worked", ("dikerjakan",), yes_no, required=False, default=False),
    Column("note", ("ket", "keterangan", "catatan", "nama"), name, required=False),
)


def read_calendar(
    settings: CalendarSettings, project: str, sheet: Sheet | None, faults: list[Fault]
) -> Calendar:
    """Return the days of a project.

    Parameters
    ----------
    settings
        First day, deadline, worked weekdays, and whose public holidays are kept.
    project
        Name of the project file, for its faults.
    sheet
        Further days off; a row with ``dikerjakan = ya`` makes a public holiday a day of work.
    faults
        Takes unknown countries, runs that end before they begin, and days that cannot be worked.
    """
    off = _public_holidays(settings, project, faults)
    for days, why, worked in _rows(settings, sheet, faults):
        for date_ in days:
            if worked:
                off.pop(date_, None)
            else:
                off[date_] = why
    kept = {date_: why for date_, why in off.items() if settings.first_day <= date_ <= settings.deadline}
    return Calendar(settings.first_day, settings.deadline, settings.weekdays, kept)


def _public_holidays(settings: CalendarSettings, project: str, faults: list[Fault]) -> dict[date, str]:
    """Return date -> name of the public holidays of the years from first day to deadline."""
    import holidays

    if not settings.holidays:
        return {}
    years = range(settings.first_day.year, settings.deadline.year + 1)
    try:
        found = holidays.country_holidays(
            settings.holidays, years=years, language=LANGUAGES.get(settings.holidays)
        )
    except NotImplementedError:
        problem = 'is no country whose holidays are known; expected "ID", or "" for none'
        faults.append(
            Fault(project, problem, "correct it", column="calendar.holidays", value=settings.holidays)
        )
        return {}
    return dict(found)


def _rows(
    settings: CalendarSettings, sheet: Sheet | None, faults: list[Fault]
) -> Iterator[tuple[list[date], str, bool]]:
    """Yield the dates of each row, why they are off, and whether they are worked instead."""
    if sheet is None:
        return
    table = read_table(sheet, COLUMNS, faults)
    for row, values in table.records():
        first, last = values["date"], values["to"] or values["date"]
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        if not days:
            faults.append(table.fault(row, "to", str(last), "ends before it begins", "correct the dates"))
        elif values["worked"] and not all(date_.weekday() in settings.weekdays for date_ in days):
            faults.append(_not_worked(table, row))
        else:
            yield days, values["note"] or values["kind"] or "libur", values["worked"]


def _not_worked(table: Table, row: int) -> Fault:
    problem = "falls on a weekday that is not worked"
    remedy = "name the weekday in calendar.weekdays and give the other dates as days off"
    return table.fault(row, "worked", "ya", problem, remedy)
