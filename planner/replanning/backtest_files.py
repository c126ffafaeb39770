"""A back-test as a table (.csv) or as one page that needs nothing else (.html)."""

import csv
import math
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from planner.replanning.backtest import Backtest, Week
from planner.targets import replacing
from planner.words import Language, long_date, number_text, percent_text, sentence, word

TEMPLATE = "backtest.html.jinja"
SUFFIXES = (".csv", ".html")
COLUMNS = (
    "planned",
    "planned_there",
    "practice",
    "practice_there",
    "happened",
    "so_far",
    "by_deadline",
    "known",
)  # of a week, in people but for the last, reports


def write_backtest(found: Backtest, path: str | Path, *, language: Language = "id") -> Path:
    """Write the table or the page, whole or not at all; return its path.

    Raises
    ------
    ValueError
        For a suffix other than .csv and .html.
    """
    target = Path(path)
    if target.suffix.lower() not in SUFFIXES:
        raise ValueError(f"{target}: known formats are {' '.join(SUFFIXES)}")
    with replacing(target) as made:
        if target.suffix.lower() == ".csv":
            _write_csv(found, made, language)
        else:
            made.write_text(page(found, language), encoding="utf-8", newline="\n")
    return target


def values(week: Week) -> list[int]:
    """Return the numbers of a week in the order of ``COLUMNS``."""
    return [getattr(week, name) for name in COLUMNS]


def _write_csv(found: Backtest, path: Path, language: Language) -> None:
    """Write one row a week; UTF-8 with a mark and parted as Excel expects it, as the schedule."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";" if language == "id" else ",")
        writer.writerow([word(f"back_{name}", language) for name in ("first", "last", *COLUMNS)])
        for week in found.weeks:
            writer.writerow([week.first.isoformat(), week.last.isoformat(), *values(week)])


def page(found: Backtest, language: Language = "id") -> str:
    """Return the page as text; the same back-test gives the same text."""
    css = files("planner").joinpath("exporters", "plan.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=PackageLoader("planner", "replanning"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(word=lambda key: word(key, language))
    calendar = found.problem.calendar
    return environment.get_template(TEMPLATE).render(
        language=language,
        css=Markup(css),
        title=found.problem.title,
        days=f"{long_date(calendar.first, language)} – {long_date(calendar.last, language)}",
        headline=headline(found, language),
        details=[sentence_of_weeks(found, language), *notices(found, language)],
        columns=[word(f"back_{name}", language) for name in COLUMNS],
        weeks=[
            (
                long_date(week.first, language, weekday=False),
                [number_text(number, language) for number in values(week)],
            )
            for week in found.weeks
        ],
    )


def headline(found: Backtest, language: Language) -> str:
    """Return what happened beside the best in hindsight and its bound, as one sentence."""
    best, bound = found.hindsight.recorded, found.hindsight.outcome.bound
    numbers = {
        "happened": number_text(found.happened, language),
        "best": number_text(best, language),
        "could": number_text(sum(found.could.values()), language),
        "share": percent_text(found.happened / best if best else 0.0, language, decimals=0),
    }
    if bound is None or found.problem.rules.price_of_floors:  # then a bound is no number of people
        return sentence("back_headline_unbounded", language, **numbers)
    return sentence(
        "back_headline", language, bound=number_text(math.floor(bound + 1e-6), language), **numbers
    )


def sentence_of_weeks(found: Backtest, language: Language) -> str:
    """Return the sums of what was planned on the Mondays, each for its own week."""
    sums = {
        name: number_text(sum(getattr(week, name) for week in found.weeks), language)
        for name in ("planned", "planned_there", "practice", "practice_there")
    }
    return sentence("back_weeks_say", language, **sums)


def notices(found: Backtest, language: Language) -> list[str]:
    """Return what a reader has to know beside the numbers."""
    told = [word("back_no_sum", language), word("back_after_the_fact", language)]
    bound = found.hindsight.outcome.bound
    if bound is not None and found.happened > bound:
        told.append(word("back_faster", language))
    counts = (("back_late", found.late), ("back_outside", found.outside))
    return told + [sentence(key, language, count=number_text(n, language)) for key, n in counts if n]
