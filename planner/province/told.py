"""A province as one page: a sentence, a bar for each regency, a table."""

from collections.abc import Iterator
from pathlib import Path

from planner.exporters.leaf import Bar, Cell, Head, Leaf, write_leaf
from planner.exporters.sentences import status_text
from planner.province.solving import Province, Regency
from planner.targets import replacing
from planner.words import Language, long_date, number_text, percent_text, sentence, word


def leaf_of(province: Province, language: Language = "id") -> Leaf:
    """Return a province as one page with bars and a table; who is not planned is said first."""
    heads = (
        Head(word("prov_regency", language), "text", 16),
        Head(word("prov_title", language), "text", 30),
        Head(word("villages", language)),
        Head(word("prov_teams", language)),
        Head(word("backlog", language)),
        Head(word("prov_recorded", language)),
        Head(word("prov_left", language)),
        Head(word("prov_most", language)),
        Head(word("prov_gap", language), "share"),
        Head(word("status", language), "text", 36),
    )
    return Leaf(
        kicker=word("prov_kicker", language),
        title=sentence("prov_count", language, count=len(province.regencies)),
        period=_period(province, language),
        headline=_headline(province, language),
        sentences=tuple(not_planned(province, language)),
        heads=heads,
        rows=tuple(_row(regency, language) for regency in province.regencies),
        sums=_sums(province, language),
        bars=tuple(_bars(province)),
    )


def write_province(province: Province, path: Path, *, language: Language = "id") -> None:
    """Write the page or the workbook of a province, whole or not at all."""
    with replacing(path) as made:
        write_leaf(leaf_of(province, language), made, language=language)


def not_planned(province: Province, language: Language = "id") -> Iterator[str]:
    """Yield a sentence for each regency without a plan for its teams; its people are left over if known."""
    for regency in province.unplanned:
        if regency.problem is None:
            yield sentence("prov_not_read", language, name=regency.name, why=regency.failure)
            continue
        people = number_text(regency.problem.backlog, language)
        key = "prov_no_plan" if regency.has_team else "prov_no_team"
        yield sentence(key, language, name=regency.name, people=people, why=regency.failure)


def _period(province: Province, language: Language) -> str:
    days = [day for p in province.problems for day in (p.calendar.first, p.calendar.last)]
    ends = (long_date(day, language, weekday=False) for day in (min(days), max(days))) if days else ()
    return " – ".join(ends)


def _headline(province: Province, language: Language) -> str:
    share = province.recorded / province.backlog if province.backlog else 1.0
    return sentence(
        "prov_headline",
        language,
        recorded=number_text(province.recorded, language),
        backlog=number_text(province.backlog, language),
        share=percent_text(share, language),
        left=number_text(province.left_over, language),
        planned=len(province.regencies) - len(province.unplanned),
        count=len(province.regencies),
    )


def _row(regency: Regency, language: Language) -> tuple[Cell, ...]:
    problem, plan = regency.problem, regency.plan if regency.is_planned else None
    if problem is None:
        return (regency.name, None, *[None] * 7, _status(regency, language))
    recorded = plan.recorded if plan is not None else 0
    return (
        regency.name,
        problem.title,
        len(problem.villages),
        len(problem.teams),
        problem.backlog,
        recorded,
        problem.backlog - recorded,
        _whole(plan.outcome.bound) if plan is not None else None,
        plan.gap if plan is not None else None,
        _status(regency, language),
    )


def _sums(province: Province, language: Language) -> tuple[Cell, ...]:
    return (
        word("total", language),
        "",
        province.villages,
        sum(len(problem.teams) for problem in province.problems),
        province.backlog,
        province.recorded,
        province.left_over,
        _whole(province.bound),
        province.gap,
        "",
    )


def _whole(bound: float | None) -> int | None:
    return int(bound + 1e-6) if bound is not None else None


def _status(regency: Regency, language: Language) -> str:
    plan = regency.plan if regency.is_planned else None
    return status_text({"status": regency.status, "gap": plan.gap if plan is not None else None}, language)


def _bars(province: Province) -> Iterator[Bar]:
    for regency in province.regencies:
        if regency.problem is not None:
            recorded = regency.plan.recorded if regency.plan is not None else 0
            yield Bar(regency.name, recorded, regency.problem.backlog - recorded)
