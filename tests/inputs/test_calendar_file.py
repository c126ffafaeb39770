from datetime import date

from planner.domain.calendar import Calendar
from planner.errors import Fault
from planner.inputs.calendar import read_calendar
from planner.inputs.settings import CalendarSettings
from planner.inputs.sheets import Sheet

WEEK = {"first_day": date(2018, 5, 7), "deadline": date(2018, 5, 11)}


def read(*rows: tuple[object, ...], **settings: object) -> tuple[Calendar, list[Fault]]:
    faults: list[Fault] = []
    headers = ("Tanggal", "Sampai", "Jenis", "Dikerjakan", "Ket")
    sheet = Sheet("calendar.csv", None, headers, list(enumerate(rows, start=2)))  # type: ignore[arg-type]
    found = CalendarSettings.model_validate({**WEEK, **settings})
    return read_calendar(found, "planner.toml", sheet, faults).calendar, faults


def test_public_holidays_and_own_days_off_are_not_worked() -> None:
    calendar, faults = read(
        ("7 Mei 2018", "", "cuti bersama", "", "rapat"), ("2018-05-08", "", "libur", "", "")
    )

    assert faults == []
    assert [day.day for day in calendar.working_days()] == [9, 11]
    assert [day.day for day in calendar.holidays] == [7, 8, 10]
    assert calendar.holidays[date(2018, 5, 7)] == "cuti bersama: rapat"
    assert calendar.collective_leave() == (date(2018, 5, 7),)
    assert calendar.holidays[date(2018, 5, 8)] == "libur"
    assert calendar.holidays[date(2018, 5, 10)].startswith("Kenaikan")


def test_a_run_of_days_off_is_one_row() -> None:
    calendar, _ = read(("2018-05-08", "2018-05-11", "", "", ""))

    assert [day.day for day in calendar.working_days()] == [7]


def test_a_public_holiday_can_be_worked() -> None:
    calendar, _ = read(("2018-05-10", "", "", "ya", ""))

    assert [day.day for day in calendar.working_days()] == [7, 8, 9, 10, 11]


def test_without_a_country_there_are_no_public_holidays() -> None:
    calendar, _ = read(holidays="")

    assert len(calendar.working_days()) == 5


def test_every_fault_of_the_calendar_is_told() -> None:
    _, faults = read(
        ("besok", "", "", "", ""),
        ("2018-05-09", "2018-05-08", "", "", ""),
        ("2018-05-12", "", "", "ya", ""),
        ("2018-05-07", "", "", "kadang", ""),
        holidays="XX",
    )

    assert {(fault.file, fault.row, fault.column, fault.value) for fault in faults} == {
        ("planner.toml", None, "calendar.holidays", "XX"),
        ("calendar.csv", 2, "Tanggal", "besok"),
        ("calendar.csv", 3, "Sampai", "2018-05-08"),
        ("calendar.csv", 4, "Dikerjakan", "ya"),
        ("calendar.csv", 5, "Dikerjakan", "kadang"),
    }


def test_days_off_after_the_deadline_are_kept_only_where_they_are_asked_for() -> None:
    settings = CalendarSettings.model_validate(WEEK)

    plain, longer = (
        read_calendar(settings, "", None, [], known_until=day) for day in (None, date(2018, 6, 1))
    )

    assert max(plain.calendar.holidays) == date(2018, 5, 10)
    assert [day.isoformat() for day in longer.calendar.holidays] == ["2018-05-10", "2018-05-29", "2018-06-01"]
    assert longer.calendar.last == date(2018, 5, 11)
