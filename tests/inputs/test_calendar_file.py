from datetime import date

from planner.domain.calendar import Calendar
from planner.errors import Fault
from planner.inputs.calendar import LEAVE_LISTED, LEAVE_UNKNOWN, LEAVE_WORKED, read_calendar
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


JUNE = {"first_day": date(2018, 6, 4), "deadline": date(2018, 6, 29)}


def notes(*rows: tuple[object, ...], **settings: object) -> dict[str, str]:
    """Return the notes on a calendar, the version of the list taken off."""
    headers = ("Tanggal", "Sampai", "Jenis", "Dikerjakan", "Ket")
    sheet = Sheet("calendar.csv", None, headers, list(enumerate(rows, start=2)))  # type: ignore[arg-type]
    found = read_calendar(CalendarSettings.model_validate(settings), "planner.toml", sheet, [])
    return {LEAVE_LISTED if name.startswith(LEAVE_LISTED) else name: value for name, value in found.notes}


def test_collective_leave_is_not_worked_though_no_table_names_it() -> None:
    calendar, _ = read(**JUNE)

    # 20 weekdays less 15 and 27 June (Idul Fitri, election) and the leave of 11-14 and 18-20 June
    assert len(calendar.working_days()) == 11
    assert [day.day for day in calendar.collective_leave()] == [11, 12, 13, 14, 18, 19, 20]


def test_collective_leave_of_the_list_alone_is_named() -> None:
    march = {"first_day": date(2026, 3, 16), "deadline": date(2026, 3, 31)}

    assert notes(**march) == {LEAVE_LISTED: "2026-03-18, 2026-03-20, 2026-03-23, 2026-03-24"}


def test_leave_that_the_office_names_itself_is_not_told_as_that_of_the_list() -> None:
    rows = ("2018-06-11", "2018-06-14", "cuti bersama", "", ""), ("2018-06-18", "2018-06-20", "libur", "", "")

    assert notes(*rows, **JUNE) == {}


def test_an_office_works_on_one_day_of_leave() -> None:
    row = ("2018-06-20", "", "", "ya", "SK Bupati")
    calendar, _ = read(row, **JUNE)

    assert len(calendar.working_days()) == 12
    assert notes(row, **JUNE)[LEAVE_WORKED] == "2018-06-20"


def test_an_office_works_on_all_leave_but_that_of_its_own_table() -> None:
    row = ("2018-06-11", "", "cuti bersama", "", "")
    calendar, _ = read(row, **JUNE, collective_leave="worked")

    assert len(calendar.working_days()) == 11 + 6
    assert notes(row, **JUNE, collective_leave="worked") == {
        LEAVE_WORKED: "2018-06-12, 2018-06-13, 2018-06-14, 2018-06-18, 2018-06-19, 2018-06-20"
    }


def test_a_year_without_a_list_of_leave_is_told_until_the_office_enters_it() -> None:
    turn = {"first_day": date(2027, 12, 20), "deadline": date(2028, 1, 14)}  # the list of 2027 is known
    row = ("2028-01-03", "", "cuti bersama", "", "SKB")

    assert notes(**turn) == {LEAVE_LISTED: "2027-12-24", LEAVE_UNKNOWN: "2028"}
    assert notes(row, **turn) == {LEAVE_LISTED: "2027-12-24"}
    assert notes(**turn, collective_leave="worked") == {LEAVE_WORKED: "2027-12-24"}
    assert notes(**turn, holidays="") == notes(**turn, holidays="MY") == {}


def test_a_holiday_by_the_moon_is_known_to_be_an_estimate() -> None:
    calendar, _ = read(first_day=date(2027, 3, 8), deadline=date(2027, 3, 10))

    assert calendar.holidays[date(2027, 3, 8)] == "Hari Suci Nyepi"
    assert calendar.estimated() == (date(2027, 3, 10),)
