"""A what-if as a file, by its suffix, whole or not at all."""

import json
from pathlib import Path

from planner.targets import replacing
from planner.whatif.frames import records
from planner.whatif.solving import WhatIf
from planner.words import Language

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
        answer.table().to_csv(path, index=False, encoding="utf-8-sig")
    elif suffix == ".json":
        text = json.dumps(records(answer, language), ensure_ascii=False, indent=1)
        path.write_text(text, encoding="utf-8", newline="\n")
    elif suffix == ".xlsx":
        from planner.whatif.book import write_book

        write_book(answer, path, language=language)
    else:
        from planner.whatif.page import write_page

        write_page(answer, path, language=language)
