"""What teams write by hand into one cell, in the spellings that are certain, and those that are not."""

from datetime import time
from typing import Any

import pytest

from planner.inputs.told_cells import Hours, Reasons, count_or_off, hours, reasons, status
from planner.words import WORDS


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("M3 P2", {"dead": 3, "moved": 2}),
        ("m 3 p 2", {"dead": 3, "moved": 2}),
        ("M3,P2;G1", {"dead": 3, "moved": 2, "duplicate": 1}),
        ("M3P2", {"dead": 3, "moved": 2}),
        ("TD4", {"not_found": 4}),
        ("td: 4 orang", {"not_found": 4}),
        (
            "meninggal 3, pindah 2, ganda 1, tidak ditemukan 4",
            dict(dead=3, moved=2, duplicate=1, not_found=4),
        ),
        ("dead 3, moved 2, listed twice 1, not found 4", dict(dead=3, moved=2, duplicate=1, not_found=4)),
        ("M0", {"dead": 0}),
    ],
)
def test_people_who_are_gone_are_told_by_code_or_word(found: str, expected: dict[str, int]) -> None:
    assert reasons(found) == Reasons(expected)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("T", Reasons(closed=True)),
        ("Tuntas M2", Reasons({"dead": 2}, closed=True)),
        ("B", Reasons(off=True)),
        ("batal: jalan putus, jembatan", Reasons(off=True, said="jalan putus, jembatan")),
        ("B, hujan", Reasons(off=True, said="hujan")),
        ("B M3", Reasons({"dead": 3}, off=True)),
        ("M3, hujan lebat", Reasons({"dead": 3}, said="hujan lebat")),
        ("mesin rusak 2 jam", Reasons(said="mesin rusak 2 jam")),
        ("rusak di pos T", Reasons(said="rusak di pos T")),
        ("alat rusak, 3 orang pulang", Reasons(said="alat rusak, 3 orang pulang")),
    ],
)
def test_other_codes_and_words(found: str, expected: Reasons) -> None:
    assert reasons(found) == expected


@pytest.mark.parametrize(
    "found", ["N3", "M", "X", "3", "M3 M2", "T3", "T 5", "BM3", "pindah", "M3 P", "hujan N3"]
)
def test_what_looks_like_a_code_and_is_none_is_refused(found: str) -> None:
    with pytest.raises(ValueError, match="expected M, P, G or TD with a number of people"):
        reasons(found)


@pytest.mark.parametrize("number", [0, 1])
def test_the_examples_at_the_foot_of_a_sheet_can_be_read(number: int) -> None:
    shown = WORDS["reason_codes"][number]

    examples = [part.split(")")[0] for part in shown.split("(")[1:]]

    assert reasons(examples[0]).people == {"dead": 3, "moved": 2}
    assert (reasons(examples[1]).off, reasons(examples[1]).said) == (True, ("hujan", "rain")[number])


@pytest.mark.parametrize(
    ("found", "start", "end"),
    [
        ("09.30 - 11.00", 570, 660),
        ("9:30–11", 570, 660),
        ("jam 9.30 s.d. 11.00 WITA", 570, 660),
        ("pukul 9 sampai 11", 540, 660),
        ("09.30", 570, None),
        (time(9, 30), 570, None),
        (9, 540, None),
    ],
)
def test_hours(found: Any, start: int, end: int | None) -> None:
    assert hours(found) == Hours(start, end)


@pytest.mark.parametrize("found", ["2 jam", "1,5 jam", "90 menit", "batal"])
def test_a_length_is_no_hours(found: str) -> None:
    assert hours(found) == Hours(unread=found)


@pytest.mark.parametrize("found", ["pagi", 9.3, "9.30 - siang", "25.00", "9.75"])
def test_hours_that_are_none_are_refused(found: Any) -> None:
    with pytest.raises(ValueError, match=r"expected .* such as"):
        hours(found)


def test_counts_and_statuses() -> None:
    assert [count_or_off(cell) for cell in (48, "48 orang", "nihil", "Batal", "dibatalkan.")] == [
        48, 48, 0, "batal", "batal",
    ]  # fmt: skip
    assert [status(cell) for cell in ("Selesai", "in part", "BATAL", "canceled")] == [
        "selesai", "sebagian", "batal", "batal",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="or batal for a visit that was cancelled"):
        count_or_off("banyak")
