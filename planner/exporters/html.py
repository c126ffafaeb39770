"""The plan as one page that needs nothing else: no internet, no fonts, no pictures, no script to be whole."""

import re
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from planner import tables
from planner.domain.measure import has_rates
from planner.domain.plan import Plan
from planner.domain.reach import unreachable
from planner.exporters import page_rows
from planner.exporters.map_svg import drawing
from planner.exporters.sentences import (
    gain_sentence,
    modelled_sentence,
    outcome_sentence,
    people_sentence,
    reason_text,
    status_text,
    warning_text,
)
from planner.tables.notices import LEAST_NOTICE_DAYS
from planner.words import Language, long_date, number_text, percent_text, sentence, word

TEMPLATE = "plan.html.jinja"

# Dark enough on every colour of the map; no two teams in 40 share both colour and dash.
TEAM_COLOURS = ("#b3360b", "#1b4fc4", "#7a1fa2", "#14181f", "#8a5a00", "#b0135f", "#1c6b2f", "#5a5f69")
TEAM_DASHES = ("none", "9 4", "2 3.5", "12 3.5 2 3.5", "5 3")

# Characters that neither HTML nor XML allows, whatever stands around them.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def write_html(plan: Plan, path: str | Path, *, language: Language = "id") -> None:
    """Write ``plan`` as one self-contained page.

    Parameters
    ----------
    plan
        The plan.
    path
        The file to write, UTF-8.
    language
        Of all words, dates and numbers.
    """
    Path(path).write_text(page(plan, language), encoding="utf-8", newline="\n")


def page(plan: Plan, language: Language = "id") -> str:
    """Return the page as text; the same plan gives the same text."""
    summary = tables.summary(plan)
    villages = page_rows.village_rows(plan)
    left = page_rows.left_rows(plan, language)
    cut_off = unreachable(plan.problem)
    drawn = drawing(plan)
    return (
        _environment(language)
        .get_template(TEMPLATE)
        .render(
            language=language,
            summary=summary,
            status=status_text(summary, language),
            headline=outcome_sentence(summary, language),
            gain=gain_sentence(summary, language),
            notices=_notices(plan, summary, language),
            bar=_bar(summary),
            tiles=list(page_rows.tiles(summary, language)),
            map=drawn,
            tips=[page_rows.tip(row, language) for row in villages],
            share_legend=page_rows.share_legend(language),
            left_legend=page_rows.left_legend(drawn.left_breaks, language),
            teams=tables.teams(plan).to_dict("records"),
            weeks=list(page_rows.weeks(plan)),
            districts=page_rows.district_rows(plan),
            villages=villages,
            unreachable=[row for row in left if row["village_code"] in cut_off],
            left_over=[row for row in left if row["village_code"] not in cut_off],
            warnings=[warning_text(*warning, language) for warning in tables.warnings(plan)],
            notice_text=sentence(
                "notice_text",
                language,
                days=plan.problem.rules.notice_days,
                least=min(LEAST_NOTICE_DAYS, plan.problem.rules.notice_days),
            ),
            letters=page_rows.letter_rows(plan, language),
            trips=tables.trips(plan).to_dict("records") if tables.has_costs(plan) else [],
            cost_weeks=tables.cost_weeks(plan).to_dict("records") if tables.has_costs(plan) else [],
            has_rates=has_rates(plan.problem),
            assumptions=page_rows.assumptions(plan, summary, language),
            map_data=_map_data(plan),
        )
    )


def _environment(language: Language) -> Environment:
    """Return templates in which every text is escaped and speaks ``language``."""
    environment = Environment(
        loader=PackageLoader("planner", "exporters"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    environment.globals.update(
        word=lambda key: word(key, language),
        say=lambda key, **values: sentence(key, language, **values),
        reason=lambda reason, detail: reason_text(reason, detail, language),
        team_style=team_style,
    )
    environment.filters.update(
        number=lambda value, decimals=0: number_text(value, language, decimals=decimals),
        percent=lambda value, decimals=1: percent_text(value, language, decimals=decimals),
        date=lambda day: long_date(day, language),
        short=lambda day: long_date(day, language, weekday=False),
    )
    return environment


def team_style(team: int) -> str:
    """Return the CSS of a team's line, by its position among the teams.

    >>> team_style(1)
    '--line:#1b4fc4;--dash:9 4'
    """
    colour, dash = TEAM_COLOURS[team % len(TEAM_COLOURS)], TEAM_DASHES[team % len(TEAM_DASHES)]
    return f"--line:{colour};--dash:{dash}"


def _printable(value: object) -> object:
    """Return text without what no page can hold; everything else as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return UNPRINTABLE.sub("\ufffd", value)
    return value


def _notices(plan: Plan, summary: page_rows.Row, language: Language) -> list[str]:
    """Return what a reader has to know before believing a number."""
    notices = [people_sentence(plan.problem, language), modelled_sentence(summary, language)]
    if any("voronoi" in f"{name} {value}".lower() for name, value in plan.problem.notes):
        notices.append(word("page_voronoi", language))
    return [notice for notice in [*notices, word("page_expected", language)] if notice]


def _bar(summary: page_rows.Row) -> list[tuple[str, int, float]]:
    """Return (name, people, share of the backlog 0..1) of what the bar under the headline shows."""
    backlog = summary["backlog"]
    names = ("recorded", "baseline_recorded", *(() if "plan_value" in summary else ("bound",)))
    found = [(name, summary[name]) for name in names]  # with floors the bound is none of people
    return [
        (name.removesuffix("_recorded"), count, min(1.0, count / backlog))
        for name, count in found
        if isinstance(count, int) and isinstance(backlog, int) and backlog > 0
    ]


def _map_data(plan: Plan) -> list[str]:
    """Return the notes that say to whom the map's data belong, as its licence asks."""
    return [value for _, value in plan.problem.notes if "©" in value or "openstreetmap" in value.lower()]
