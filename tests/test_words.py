"""Words in both languages."""

import string
from datetime import date

import pytest

from planner import tables
from planner.domain.plan import Plan
from planner.tables.facts import OWN_NAMES
from planner.words import MONTHS, WEEKDAYS, WORDS, long_date, number_text, percent_text, sentence, word


def places_of(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_fill_in_the_same_places(key: str) -> None:
    indonesian, english = WORDS[key]

    assert places_of(indonesian) == places_of(english)
    assert bool(indonesian) == bool(english)


def test_unknown_word_is_an_error() -> None:
    with pytest.raises(KeyError):
        word("no such key")


def test_sentence_fills_in_its_places() -> None:
    assert sentence("of", "en", part=3, whole=5) == "3 of 5"


@pytest.mark.parametrize(
    ("language", "expected"), [("id", "Sabtu, 30 Juni 2018"), ("en", "Saturday, 30 June 2018")]
)
def test_dates_are_written_in_full(language: str, expected: str) -> None:
    assert long_date(date(2018, 6, 30), language) == expected


def test_every_day_and_month_has_a_name() -> None:
    assert (len(set(WEEKDAYS)), len(set(MONTHS))) == (7, 12)


@pytest.mark.parametrize(
    ("language", "number", "share"), [("id", "1.234.567,8", "12,50 %"), ("en", "1,234,567.8", "12.50 %")]
)
def test_numbers_are_written_as_the_language_does(language: str, number: str, share: str) -> None:
    assert number_text(1234567.8, language, decimals=1) == number
    assert percent_text(0.125, language, decimals=2) == share


def test_every_reason_for_people_left_over_has_words(good_plan: Plan) -> None:
    reasons = [
        "no way",
        "too far",
        "always closed",
        "latest day passed",
        "no kit",
        "no team",
        "no working day",
        "no team-days left",
        "not planned",
        "partly served",
    ]

    assert all(word(reason, language) for reason in reasons for language in ("id", "en"))


def test_every_topic_and_name_of_the_assumptions_has_words(scarce_plan: Plan) -> None:
    table = tables.assumptions(scarce_plan)
    own = table[~table["topic"].isin(OWN_NAMES)]

    assert [key for key in [*table["topic"], *own["name"]] if key not in WORDS] == []
