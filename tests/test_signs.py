"""Signs that nobody sees: all of them are known, and none passes."""

import sys
import unicodedata

import pytest

from planner.errors import Fault
from planner.signs import (
    HIDDEN,
    MOST_MARKS,
    hidden_in,
    hidden_places,
    shown,
    without_any_hidden,
    without_hidden,
)

LINES_AND_TABS = "\t\n\r"
KINDS = ("Cc", "Cf", "Cs", "Zl", "Zp")  # control, format, half a pair, ends of lines and paragraphs
ELSE_IGNORABLE = "\u034f\u115f\u1160\u17b4\u180b\u3164\ufe0f\uffa0\U000e0100"  # of DerivedCoreProperties


def test_every_sign_of_control_and_format_is_hidden_and_no_letter_is() -> None:
    for code in range(sys.maxunicode + 1):
        sign = chr(code)
        is_hidden = unicodedata.category(sign) in KINDS and sign not in LINES_AND_TABS
        if is_hidden:
            assert HIDDEN.fullmatch(sign), hex(code)
        elif unicodedata.category(sign)[0] in "LNPSZ" and sign not in ELSE_IGNORABLE + "\u17b5":
            assert not HIDDEN.fullmatch(sign), hex(code)


@pytest.mark.parametrize("sign", [*ELSE_IGNORABLE, "\ufffe", "\uffff", "\u200c", "\u200d", "\u202e", "\x1b"])
def test_what_hides_text_is_taken_out(sign: str) -> None:
    assert without_hidden(f"De{sign}kat") == "Dekat"
    assert hidden_in(f"De{sign}kat").startswith(f"U+{ord(sign):04X} (")


@pytest.mark.parametrize("text", ["Nunu'anah", "Söe é №", "a\tb\nc\r\nd", "Rp 1.000", "½ – ✓ 😀", ""])
def test_what_people_write_stays(text: str) -> None:
    assert without_hidden(text) == text
    assert not hidden_in(text)


def test_words_that_such_a_sign_parts_stay_two() -> None:
    assert without_hidden("Desa\x0bBaun\u2029Barat\x85Laut") == "Desa Baun Barat Laut"


def test_a_return_alone_would_write_over_the_line_and_is_hidden() -> None:
    assert without_hidden("0 orang\r9 orang") == "0 orang 9 orang"


def test_no_more_marks_than_the_standard_allows_stand_over_one_letter() -> None:
    text = "a" + "\u0300\u0315" * MOST_MARKS + "b"

    assert without_hidden(text) == "a" + "\u0300\u0315" * (MOST_MARKS // 2) + "b"
    assert hidden_in(text)


def test_keys_and_texts_are_found_wherever_they_stand() -> None:
    value = {"a": [1, {"b\u200b": "x\x1b"}], "c": "clean", "d": ["\u202e"]}

    assert [place for place, _ in hidden_places(value)] == [
        ("a", 1, "b\u200b"),
        ("a", 1, "b\u200b"),
        ("d", 0),
    ]
    assert without_any_hidden(value) == {"a": [1, {"b": "x"}], "c": "clean", "d": [""]}


def test_a_fault_spells_what_nobody_would_see() -> None:
    fault = Fault("a\x1b.csv", "has \u202e", "delete \x07", "S\u200b", 3, "K\x9b", "v\x00")

    told = f"{fault.file} {fault}"

    assert shown(told) == told
    assert told == "a<U+001B>.csv sheet S<U+200B>, row 3, column K<U+009B>: found 'v<U+0000>'; " + (
        "has <U+202E> -> delete <U+0007>"
    )


def test_a_fault_repeats_the_beginning_of_a_long_value_only() -> None:
    assert len(str(Fault("a.csv", "is long", value="x" * 20_000))) < 300
