"""The worked days: Monday 7 May 2018 to the Friday after it, with Ascension Day on Thursday 10."""

import pickle
from datetime import date

import pytest

from planner.domain.calendar import Calendar, blocks

MONDAY, THURSDAY, FRIDAY = date(2018, 5, 7), date(2018, 5, 10), date(2018, 5, 11)
HOLIDAYS = {THURSDAY: "Kenaikan Isa Almasih"}


def may(*days: int) -> tuple[date, ...]:
    return tuple(date(2018, 5, day) for day in days)


def test_first_day_and_deadline_are_both_worked() -> None:
    calendar = Calendar(MONDAY, FRIDAY)

    assert calendar.working_days() == may(7, 8, 9, 10, 11)


def test_weekends_and_holidays_are_not_worked() -> None:
    calendar = Calendar(MONDAY, date(2018, 5, 14), holidays=HOLIDAYS)

    assert calendar.working_days() == may(7, 8, 9, 11, 14)


def test_an_office_may_work_on_other_weekdays() -> None:
    calendar = Calendar(MONDAY, date(2018, 5, 13), weekdays=frozenset({0, 5}))

    assert calendar.working_days() == may(7, 12)


@pytest.mark.parametrize("day", [date(2018, 5, 4), date(2018, 5, 14)])
def test_nobody_works_outside_the_dates(day: date) -> None:
    assert not Calendar(MONDAY, FRIDAY).is_working(day)


def test_one_day_is_a_calendar() -> None:
    assert Calendar(MONDAY, MONDAY).days() == (MONDAY,)


def test_a_deadline_before_the_first_day_leaves_no_days() -> None:
    assert Calendar(FRIDAY, MONDAY).days() == ()


def test_days_run_over_the_end_of_a_month() -> None:
    assert Calendar(date(2018, 5, 31), date(2018, 6, 1)).days() == (date(2018, 5, 31), date(2018, 6, 1))


def test_a_day_off_cuts_a_run() -> None:
    calendar = Calendar(MONDAY, date(2018, 5, 15), holidays=HOLIDAYS)

    assert blocks(calendar.working_days()) == (may(7, 8, 9), may(11), may(14, 15))


def test_runs_come_in_order_whatever_the_order_of_days() -> None:
    assert blocks(may(14, 8, 7)) == (may(7, 8), may(14))


def test_no_days_make_no_runs() -> None:
    assert blocks(()) == ()


def test_holidays_are_kept_in_order_and_cannot_be_changed() -> None:
    calendar = Calendar(MONDAY, FRIDAY, holidays={FRIDAY: "b", THURSDAY: "a"})

    assert list(calendar.holidays) == [THURSDAY, FRIDAY]
    with pytest.raises(TypeError):
        calendar.holidays[MONDAY] = "c"  # type: ignore[index]


def test_holidays_given_are_not_shared() -> None:
    given = dict(HOLIDAYS)
    calendar = Calendar(MONDAY, FRIDAY, holidays=given)

    given[MONDAY] = "later"

    assert calendar.is_working(MONDAY)


def test_a_calendar_survives_pickling() -> None:
    calendar = Calendar(MONDAY, FRIDAY, weekdays=frozenset({0, 3}), holidays=HOLIDAYS)

    assert pickle.loads(pickle.dumps(calendar)) == calendar
