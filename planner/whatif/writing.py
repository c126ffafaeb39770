"""A what-if as a file, by its suffix, whole or not at all."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from planner.exporters.csv import harmless
from planner.targets import replacing
from planner.whatif.frames import records
from planner.whatif.solving import WhatIf
from planner.words import Language

if TYPE_CHECKING:
    from pandas import DataFrame

SUFFIXES = (".csv", ".xlsx", ".json", ".html")


def write_what_if(answer: WhatIf, path: str | Path, *, language: Language = "id") -> Path:
    """Write a what-if; return the path.

    ``.csv`` has the rows alone, ``.json`` everything as values, ``.xlsx`` the sheet Skenario with its tables
    and charts, ``.html`` a page that needs no internet.

    Raises
    ------
    ValueError
        For another suffix.
    """
    target = Path(path)
    if target.suffix.lower() not in SUFFIXES:
        raise ValueError(f"{target.name}: what-ifs are written as {', '.join(SUFFIXES)}")
    with replacing(target) as made:
        _write(answer, made, language)
    return target


def _write(answer: WhatIf, path: Path, language: Language) -> None:
    suffix = path.suffix.lower()
    if suffix == ".csv":
        _of_harmless_texts(answer.table()).to_csv(path, index=False, encoding="utf-8-sig")
    elif suffix == ".json":
        text = json.dumps(records(answer, language), ensure_ascii=False, indent=1)
        path.write_text(text, encoding="utf-8", newline="\n")
    elif suffix == ".xlsx":
        from planner.whatif.book import write_book

        write_book(answer, path, language=language)
    else:
        from planner.whatif.page import write_page

        write_page(answer, path, language=language)


def _of_harmless_texts(table: "DataFrame") -> "DataFrame":
    """Return a table whose texts no spreadsheet runs: scenarios and bases are named by the office."""
    harmless_values = table.map(lambda value: harmless(value) if isinstance(value, str) else value)
    return harmless_values.rename(columns=harmless)
