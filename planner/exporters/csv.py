"""The schedule as a text file that a spreadsheet opens as it is: UTF-8 with a mark, one row per stop.

In Bahasa Indonesia the columns are parted by ``;`` and decimals by ``,``, as Excel expects there; in English
by ``,`` and ``.``. Dates are written as 2018-05-07. Texts that a spreadsheet would take for a formula get
a leading apostrophe. Behind the columns of the plan stand, on each row, members of the team and contact of
the village where the plan knows them, who counts as not recorded, and the office's own columns of the village
as it headed them.
"""

import csv
from pathlib import Path

import pandas as pd

from planner import tables
from planner.domain.plan import Plan
from planner.exporters.sentences import people_sentence
from planner.words import Language, weekday_name, word

COLUMNS = [
    "number",
    "weekday",
    "date",
    "team",
    "team_name",
    "district",
    "village",
    "village_code",
    "from_place",
    "leave",
    "travel_minutes",
    "by_boat",
    "arrive",
    "open",
    "close",
    "backlog_before",
    "people",
    "visit",
    "left_after",
    "night_at",
]
WHERE_KNOWN = ("staff", "contact")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # CSV injection, OWASP


def write_csv(plan: Plan, path: Path, *, language: Language = "id") -> None:
    """Write one row per stop of ``plan``; columns as in :func:`planner.tables.schedule`."""
    details = tables.details(plan)
    known = [name for name in WHERE_KNOWN if details[name].any()]
    columns = [*COLUMNS, *known]
    table = pd.concat([tables.schedule(plan)[COLUMNS], details[known]], axis="columns")
    headers = [word("left" if name == "left_after" else name, language) for name in columns]
    definition = people_sentence(plan.problem, language)
    if definition:
        headers.append(word("definition", language))
    own = tables.own_columns(plan, headers)
    headers += map(harmless, own.columns)
    ids = [village.id for village in plan.problem.villages]
    own_of = dict(zip(ids, own.itertuples(index=False, name=None), strict=True))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";" if language == "id" else ",")
        writer.writerow(headers)
        for row in table.itertuples(index=False):
            cells = [_cell(name, value, language) for name, value in zip(columns, row, strict=True)]
            more = own_of[row.village_code]  # type: ignore[index]
            writer.writerow(
                [*cells, *([definition] if definition else []), *(_own(value, language) for value in more)]
            )


def _own(value: object, language: Language) -> object:
    """Return a value of the office's own as the file shows it: with all its decimals."""
    if isinstance(value, float):
        text = "" if value != value else f"{value:.12g}"  # NaN is unlike itself
        return text.replace(".", ",") if language == "id" else text
    return harmless(value) if isinstance(value, str) else value


def _cell(name: str, value: object, language: Language) -> object:
    """Return a value as the file shows it."""
    if name == "weekday" and isinstance(value, int):
        return weekday_name(value, language)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, bool):
        return word("yes" if value else "no", language)
    if isinstance(value, float):
        text = f"{value:.1f}".removesuffix(".0")
        return text.replace(".", ",") if language == "id" else text
    return harmless(value) if isinstance(value, str) else value


def harmless(text: str) -> str:
    """Return ``text`` so that no spreadsheet runs it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
