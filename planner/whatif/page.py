"""A what-if as one page that needs nothing else: no internet, no fonts, no script."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from planner.domain.measure import is_costed
from planner.exporters.html import UNPRINTABLE
from planner.exporters.xlsx.table import Column
from planner.whatif import charts
from planner.whatif.book import CHANGES, COLUMNS, columns_of
from planner.whatif.changes import Change
from planner.whatif.frames import burn_down, record
from planner.whatif.row import Row
from planner.whatif.solving import WhatIf
from planner.whatif.told import (
    change_name,
    definitions,
    fewest_text,
    headline,
    least_sentence,
    price_how,
    price_name,
    row_name,
    status_text,
    teams_at,
    visits_text,
)
from planner.words import Language, long_date, number_text, percent_text, sentence, word

Cell = tuple[str, bool]  # what is shown, and whether it is a number

TEMPLATE = "page.html.jinja"
MONEY = ("cost_idr", "cost_per_person")
DRAWN = [column for column in COLUMNS if column.name in ("recorded", "most")]


def write_page(answer: WhatIf, path: Path, *, language: Language = "id") -> None:
    """Write a what-if as one self-contained page, UTF-8."""
    path.write_text(page(answer, language), encoding="utf-8", newline="\n")


def page(answer: WhatIf, language: Language = "id") -> str:
    """Return the page as text."""
    calendar = answer.problem.calendar
    heads = {c.name: c.label or word(c.header, language) for c in columns_of(answer, DRAWN, language)}
    names = heads["recorded"], heads["most"]
    period = {"first": long_date(calendar.first, language), "last": long_date(calendar.last, language)}
    return (
        _environment(language)
        .get_template(TEMPLATE)
        .render(
            language=language,
            title=answer.problem.title,
            period=sentence("period", language, days=len(calendar.working_days()), **period),
            headline=headline(answer, language),
            definitions=list(definitions(answer.problem, language)),
            curve=charts.curve(answer.rows, names, language),
            bars=charts.marginal_bars(answer.rows, language),
            weeks=charts.week_lines(burn_down(answer, language), language),
            tables=_tables(answer, language),
            least=[
                (least, fewest_text(least, language), least_sentence(least, language))
                for least in answer.least
            ],
            prices=[
                (price, price_name(price, language), price_how(price, language)) for price in answer.prices
            ],
            change_heads=[word(column.header or column.name, language) for column in CHANGES],
            changes=[_change(answer, change, language) for change in answer.changes()],
        )
    )


def _environment(language: Language) -> Environment:
    """Return templates in which every text is escaped and speaks ``language``."""
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("planner.whatif", "."), PackageLoader("planner", "exporters")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    environment.globals.update(word=lambda key: word(key, language))
    environment.filters.update(
        number=lambda value, decimals=0: number_text(value, language, decimals=decimals),
        percent=lambda value, decimals=0: percent_text(value, language, decimals=decimals),
    )
    return environment


def _printable(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return UNPRINTABLE.sub("\ufffd", value)
    return value


def _tables(answer: WhatIf, language: Language) -> dict[str, tuple[list[str], list[list[Cell]]]]:
    """Return headings and rows of the tables by number of teams and by scenario."""
    rules = answer.problem.rules
    unused = () if is_costed(answer.problem) else MONEY
    unused = unused if rules.floors else (*unused, "floors_missed")
    shown = [column for column in columns_of(answer, COLUMNS, language) if column.name not in unused]
    heads = [column.label or word(column.header or column.name, language) for column in shown]
    by_teams = [_cells(row, teams_at(row), shown, language) for row in answer.rows]
    by_name = [_cells(row, row_name(row, language), shown, language) for row in answer.scenarios]
    return {
        "rows": ([word("whatif_teams_at", language), *heads[1:]], by_teams),
        "scenarios": (heads, by_name),
    }


def _cells(row: Row, name: str, columns: Sequence[Column], language: Language) -> list[Cell]:
    """Return what stands in each column of a row, and whether it is a number."""
    values = record(row) | {"name": name, "status": status_text(row, language)}
    values["date_90"] = long_date(row.date_90, language, weekday=False) if row.date_90 else None
    return [_cell(values[column.name], column.kind, language) for column in columns]


def _cell(value: object, kind: str, language: Language) -> Cell:
    if value is None:
        return "–", kind != "text"
    if isinstance(value, int | float):
        is_share = kind in ("percent", "share")
        return (percent_text(value, language, decimals=2) if is_share else number_text(value, language)), True
    return str(value), False


def _change(answer: WhatIf, change: Change, language: Language) -> list[Cell]:
    """Return what stands in each column of one change."""
    village = answer.problem.village[change.village]
    values = (
        change.scenario,
        change.village,
        village.name,
        village.district,
        change_name(change, language),
        change.before,
        change.after,
        change.after - change.before,
        visits_text(change.days_before),
        visits_text(change.days_after),
    )
    return [_cell(value, column.kind, language) for value, column in zip(values, CHANGES, strict=True)]
