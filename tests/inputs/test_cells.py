from datetime import date, datetime, time

import pytest

from planner.inputs import cells


@pytest.mark.parametrize("cell", [1234, 1234.0, "1234", "1.234", "1,234", "1 234", " 1234 ", 1.234, "1234.0"])
def test_every_spelling_of_a_count_is_the_same_number(cell: cells.Cell) -> None:
    assert cells.count(cell) == 1234


@pytest.mark.parametrize(
    "cell", ["1.5", 1.5, "-3", -3, "", None, "banyak", True, "1.23", "12.34.567", float("nan")]
)
def test_what_is_no_whole_number_of_people_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(ValueError, match="whole number of people"):
        cells.count(cell)


@pytest.mark.parametrize(
    "cell", ["1.250,0", "1,250.00", "1 250", "1\u00a0250", "1.250 orang", "1250 jiwa", "1'250", "1.250,"]
)
def test_offices_write_people_with_decimals_and_words(cell: str) -> None:
    if cell.endswith(","):
        with pytest.raises(ValueError, match="whole number of people"):
            cells.count(cell)
    else:
        assert cells.count(cell) == 1250


def test_nihil_is_nobody() -> None:
    assert cells.count("NIHIL") == cells.count("0") == 0


@pytest.mark.parametrize("cell", ["1.25", 1.25, "1,2", "1.250,5", "1.250.00"])
def test_people_in_parts_are_refused_with_what_to_do(cell: cells.Cell) -> None:
    with pytest.raises(ValueError, match="whole number of people"):
        cells.count(cell)


@pytest.mark.parametrize(("cell", "choices"), [("1.250", "1250 or 1.25"), ("-1,000", "1000 or -1")])
def test_a_text_that_is_two_numbers_is_refused(cell: str, choices: str) -> None:
    with pytest.raises(ValueError, match=choices):
        cells.number(cell)


def test_a_number_that_is_no_text_has_one_meaning() -> None:
    assert cells.number(1.25) == 1.25
    assert cells.number("0.125") == 0.125
    assert cells.longitude("123.801") == 123.801


@pytest.mark.parametrize("cell", [750000, "750000", "750.000", "Rp 750.000", "Rp. 750.000,-", "Rp750,000.00"])
def test_every_spelling_of_money_is_the_same_amount(cell: cells.Cell) -> None:
    assert cells.rupiah(cell) == 750_000


@pytest.mark.parametrize("cell", ["", "-750.000", "Rp", "750.00.0", True])
def test_what_is_no_amount_of_money_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(ValueError, match="expected"):
        cells.rupiah(cell)


def test_thousands_may_be_parted_more_than_once_but_by_one_sign() -> None:
    assert cells.count("1.234.567") == 1_234_567
    with pytest.raises(ValueError, match="whole number"):
        cells.count("1.234,567")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (10, 10.0),
        ("10,5", 10.5),
        ("10.5", 10.5),
        ("-10.25", -10.25),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
    ],
)
def test_numbers_may_have_a_comma_or_a_point(cell: cells.Cell, expected: float) -> None:
    assert cells.number(cell) == expected


@pytest.mark.parametrize("cell", ["", "abc", "1.2.3", True, float("inf"), float("nan"), "1_000"])
def test_what_is_no_number_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(ValueError, match="expected a number"):
        cells.number(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *("2018-05-07", "07/05/2018", "7/5/2018", "7 Mei 2018", "07-05-2018", "7 may 2018", "7-Mei-2018"),
        *(
            "Senin, 7 Mei 2018",
            "Senin 7 Mei 2018",
            "Hari Senin, 7 Mei 2018",
            "SENIN,7 Mei 2018",
            "tgl 7-5-2018",
            "2018-05-07 00:00:00",
            "2018-05-07T00:00:00",
        ),
        *(date(2018, 5, 7), datetime(2018, 5, 7, 8, 30)),
    ],
)
def test_every_spelling_of_a_date_is_the_same_day(cell: cells.Cell) -> None:
    assert cells.day(cell) == date(2018, 5, 7)


def test_fridays_with_an_apostrophe_are_read() -> None:
    assert cells.day("Jum'at, 8 Juni 2018") == date(2018, 6, 8)


@pytest.mark.parametrize("cell", ["Selasa, 7 Mei 2018", "Jum'at 07/05/2018"])
def test_a_weekday_that_is_not_the_one_of_the_date_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="07/05/2018 is a Senin"):
        cells.day(cell)


def test_a_word_before_a_date_that_is_no_weekday_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a weekday before the date, not 'sekitar'"):
        cells.day("sekitar 7 Mei 2018")


@pytest.mark.parametrize("cell", ["", "31/02/2018", "05/13/2018", "7/5/18", "7 Foo 2018", 43227, "besok"])
def test_what_is_no_certain_date_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(ValueError, match="expected a date"):
        cells.day(cell)


def test_several_dates_and_runs_of_dates_stand_in_one_cell() -> None:
    days = cells.days("7 Mei 2018, 9 Mei 2018; Senin, 14 Mei 2018\n2018-05-16 s.d. 2018-05-18")

    assert sorted(day.day for day in days) == [7, 9, 14, 16, 17, 18]


@pytest.mark.parametrize("word", ["s.d.", "s/d", "sd", "sampai", "..", "to", "–"])
def test_a_run_of_dates_is_written_in_many_ways(word: str) -> None:
    assert len(cells.days(f"2018-05-07 {word} 2018-05-11")) == 5


def test_no_dates_stand_in_an_empty_cell() -> None:
    assert cells.days("") == cells.days(None) == frozenset()


def test_a_run_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="first date of a run before"):
        cells.days("2018-05-11 s.d. 2018-05-07")


@pytest.mark.parametrize(
    "cell", ["ya", "Ya", "yes", "TRUE", "1", 1, 1.0, True, "x", "X", "v", "V", "✓", "✔", "y"]
)
def test_every_yes_is_yes(cell: cells.Cell) -> None:
    assert cells.yes_no(cell) is True


@pytest.mark.parametrize("cell", ["tidak", "no", "FALSE", "0", 0, 0.0, False, "-", "–", "f", "✗"])
def test_every_no_is_no(cell: cells.Cell) -> None:
    assert cells.yes_no(cell) is False


def test_a_t_could_be_true_or_tidak_and_is_refused() -> None:
    with pytest.raises(ValueError, match="expected ya or tidak"):
        cells.yes_no("t")


@pytest.mark.parametrize(
    "cell", ["08:00", "08.00", "8.00", "8", 8, 8.0, "08:00:00", time(8), time(7, 59, 59, 997000)]
)
def test_every_spelling_of_eight_is_480_minutes(cell: cells.Cell) -> None:
    assert cells.clock(cell) == 480


@pytest.mark.parametrize("cell", ["24:30", "08:60", 8.3, "", "pagi", -1])
def test_what_is_no_certain_time_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(ValueError, match="expected a time"):
        cells.clock(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Sen, Kam", {0, 3}),
        ("Senin dan Kamis", {0, 3}),
        ("Monday Thursday", {0, 3}),
        ("Senin-Jumat", {0, 1, 2, 3, 4}),
        ("Sab - Sen", {5, 6, 0}),
        ("Jum'at", {4}),
        ("setiap hari", set(range(7))),
    ],
)
def test_weekdays_are_lists_and_runs(cell: str, expected: set[int]) -> None:
    assert cells.weekdays(cell) == expected


@pytest.mark.parametrize("cell", ["", "Sen-", "kadang", "1"])
def test_what_is_no_weekday_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="expected weekdays"):
        cells.weekdays(cell)


def test_positions_outside_indonesia_are_refused() -> None:
    assert cells.longitude("123,8") == 123.8
    assert cells.latitude(-10.1) == -10.1
    for swapped in (lambda: cells.longitude(-10.1), lambda: cells.latitude(123.8)):
        with pytest.raises(ValueError, match="in Indonesia"):
            swapped()
