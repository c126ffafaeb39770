"""Words of letters that depend on the village, the count or the hours; pure functions."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from planner.domain.counting import Counting
from planner.domain.places import Village
from planner.domain.plan import Stop, TeamDay
from planner.domain.problem import Problem
from planner.exporters.sentences import assumed_sentence
from planner.tables.notices import is_kelurahan
from planner.words import Language, long_date, number_text, sentence, word

# Characters that no printed page holds.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MOST_SOURCES = 2
ROMAN = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)

Visit = tuple[TeamDay, Stop]


def hours_of_service(visits: Sequence[Visit]) -> list[tuple[date, int, int]]:
    """Return date, first and last minute of service; hours of several teams that overlap are joined."""
    found: list[tuple[date, int, int]] = []
    for day, start, end in sorted((day.day, stop.open, stop.close) for day, stop in visits):
        if found and found[-1][0] == day and start <= found[-1][2]:
            found[-1] = (day, found[-1][1], max(end, found[-1][2]))
        else:
            found.append((day, start, end))
    return found


def village_kind(village: Village, language: Language) -> str:
    """Return ``Desa`` or ``Kelurahan``."""
    if language == "en":
        return "village"
    return "Kelurahan" if is_kelurahan(village) else "Desa"


def head_title(village: Village, language: Language) -> str:
    """Return the title of who signs for a village: ``Kepala Desa`` or ``Lurah``."""
    if language == "en":
        return "Head of"
    return "Lurah" if is_kelurahan(village) else "Kepala Desa"


def printable(value: Any) -> Any:
    """Return ``value`` with every text in it freed of characters that cannot be printed."""
    if isinstance(value, str):
        return CONTROLS.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: printable(found) for key, found in value.items()}
    return [printable(found) for found in value] if isinstance(value, list) else value


def schedule_of(team: str, days: Sequence[TeamDay]) -> list[object]:
    """Return what an order of a trip says, as plain values: a change of them is another letter."""
    return [
        team,
        *(
            [
                day.day.isoformat(),
                day.end_at,
                *([stop.village, stop.open, stop.close, stop.people] for stop in day.stops),
            ]
            for day in days
        ),
    ]


def dates_of(visits: Sequence[Visit]) -> list[object]:
    """Return what a notice of visits says, as plain values."""
    return [
        [day.day.isoformat(), day.team, stop.village, stop.open, stop.close, stop.people]
        for day, stop in visits
    ]


def counting_text(problem: Problem, language: Language) -> str:
    """Return whose count the backlog is, of which date, and what was taken off; empty if unknown."""
    found = problem.counting
    modelled = sum(village.modelled for village in problem.villages)
    parts = [] if found is None else list(_counting(found, language))
    if modelled:
        whole = number_text(len(problem.villages), language)
        parts.append(sentence("letter_modelled", language, n=number_text(modelled, language), whole=whole))
    said = assumed_sentence(problem, language)
    parts += [said] if said else []
    return "; ".join(parts)


def _counting(found: Counting, language: Language) -> Iterator[str]:
    yield word(f"letter_count_{found.column}", language)
    if found.first_date and found.last_date:
        dates = dict.fromkeys(
            long_date(day, language, weekday=False) for day in (found.first_date, found.last_date)
        )
        yield sentence("letter_count_date", language, dates=" – ".join(dates))
    if found.valid_share < 1:
        yield sentence(
            "letter_count_share", language, share=number_text(round(100 * found.valid_share), language)
        )
    if found.verified:
        n, whole = (number_text(n, language) for n in (found.verified, found.villages))
        yield sentence("letter_count_verified", language, n=n, whole=whole)
    if found.sources:
        yield sentence("letter_count_source", language, sources=", ".join(found.sources[:MOST_SOURCES]))


def roman(number: int) -> str:
    """Return a number from 1 as Roman numerals.

    >>> roman(4), roman(9), roman(48)
    ('IV', 'IX', 'XLVIII')
    """
    text = ""
    for value, sign in ROMAN:
        text += sign * (number // value)
        number %= value
    return text
