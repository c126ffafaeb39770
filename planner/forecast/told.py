"""A forecast in sentences, as values, and as one page."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.domain.plan import Plan
from planner.exporters.leaf import Bar, Cell, Head, Leaf, write_leaf
from planner.exporters.sentences import recorded_sentence, status_text
from planner.forecast.reckoning import Forecast, Together, kit_days
from planner.targets import replacing
from planner.words import Language, long_date, number_text, percent_text, sentence, word


@dataclass(frozen=True, slots=True)
class Told:
    """A forecast and, where there are teams, the plan of what they record by themselves.

    Parameters
    ----------
    service
        The regular service.
    teams
        Their plan; ``None`` without a project.
    """

    service: Forecast
    teams: Plan | None = None

    @property
    def together(self) -> Together | None:
        """Both of them; ``None`` without teams."""
        if self.teams is None:
            return None
        return Together(self.service.total, self.service.recorded, self.teams.recorded)


def told(found: Told, language: Language = "id") -> list[str]:
    """Return a forecast as lines."""
    return [*_before(found, language), _basis(found.service, language), *_details(found, language)]


def _before(found: Told, language: Language) -> list[str]:
    """Return what is recorded already, and that shares are of the whole."""
    if not found.service.before or found.teams is None:
        return []
    return [f"{recorded_sentence(found.teams.problem, language)} {word('fore_of_whole', language)}"]


def _details(found: Told, language: Language) -> list[str]:
    service = found.service
    lines = [_days(service, language), _recorded(service, language), _by_calendar(service, language)]
    lines.append(_needed(service, language))
    if service.unknown_leave:
        years = ", ".join(map(str, service.unknown_leave))
        lines.append(sentence("fore_leave", language, years=years))
    return [*lines, *_teams(found, language)]


def _basis(service: Forecast, language: Language) -> str:
    total, rate = _number(service.total, language), _rate(service.per_month, language)
    return sentence("fore_basis", language, total=total, rate=rate, first=_day(service.first, language))


def _days(service: Forecast, language: Language) -> str:
    average = service.average
    return sentence(
        "fore_days",
        language,
        first=_day(service.first, language),
        last=_day(service.deadline, language),
        working=service.working_days,
        days=service.days,
        month=number_text(average.days_a_month, language, decimals=2),
        counted=average.working_days,
        begin=_day(average.first, language),
        end=_day(average.last, language),
    )


def _recorded(service: Forecast, language: Language) -> str:
    return sentence(
        "fore_recorded",
        language,
        last=_day(service.deadline, language),
        recorded=_number(service.recorded, language),
        share=percent_text(service.share, language),
        left=_number(service.left, language),
        finished=_finished(service, language),
    )


def _finished(service: Forecast, language: Language) -> str:
    if service.finished is not None:
        return sentence("fore_last_one", language, day=_day(service.finished, language))
    return word("fore_far" if service.per_month else "fore_never", language)


def _by_calendar(service: Forecast, language: Language) -> str:
    people = service.by_calendar_days
    share = percent_text(service.share_of(people), language)
    return sentence("fore_calendar", language, recorded=_number(people, language), share=share)


def _needed(service: Forecast, language: Language) -> str:
    needed = service.needed_per_month
    if needed is None:
        return word("fore_no_day", language)
    return sentence("fore_needed", language, people=_number(needed, language))


def _teams(found: Told, language: Language) -> list[str]:
    """Return what teams record, and both together; nothing without a plan."""
    plan, both = found.teams, found.together
    if plan is None or both is None:
        return []
    problem, lines = plan.problem, []
    if problem.backlog != both.total:
        numbers = {"backlog": _number(problem.backlog, language), "total": _number(both.total, language)}
        lines.append(sentence("fore_other_total", language, **numbers))
    is_capped = both.service + both.teams > both.total
    lines.append(
        sentence(
            "fore_teams",
            language,
            working=len(problem.calendar.working_days()),
            team_days=problem.team_days,
            kit_days=kit_days(problem),
            people=_number(plan.recorded, language),
            status=status_text({"status": plan.status, "gap": plan.gap}, language),
        )
    )
    lines.append(
        sentence(
            "fore_together",
            language,
            least=_number(both.least, language),
            most=_number(both.most, language),
            how=word("fore_capped" if is_capped else "fore_sum", language),
            left_least=_number(both.total - both.most, language),
            left_most=_number(both.total - both.least, language),
        )
    )
    return lines


def _day(day: Any, language: Language) -> str:
    return long_date(day, language, weekday=False)


def _number(value: float, language: Language) -> str:
    return number_text(value, language)


def _rate(value: float, language: Language) -> str:
    return number_text(value, language, decimals=0 if float(value).is_integer() else 2)


def record(found: Told) -> dict[str, Any]:
    """Return a forecast as plain values, for ``--json``."""
    service, plan, both = found.service, found.teams, found.together
    average = service.average
    facts: dict[str, Any] = {
        "total": service.total,
        "per_month": service.per_month,
        "first": service.first.isoformat(),
        "deadline": service.deadline.isoformat(),
        "working_days": service.working_days,
        "days": service.days,
        "average": {
            "first": average.first.isoformat(),
            "last": average.last.isoformat(),
            "working_days": average.working_days,
            "working_days_a_month": average.days_a_month,
        },
        "recorded_before": service.before,
        "recorded": service.recorded,
        "share": service.share,
        "left": service.left,
        "by_calendar_days": service.by_calendar_days,
        "needed_per_month": service.needed_per_month,
        "finished": service.finished.isoformat() if service.finished else None,
        "unknown_leave": list(service.unknown_leave),
    }
    if plan is not None and both is not None:
        facts |= {
            "backlog": plan.problem.backlog,
            "team_days": plan.problem.team_days,
            "kit_days": kit_days(plan.problem),
            "teams_record": plan.recorded,
            "teams_bound": plan.outcome.bound,
            "together_least": both.least,
            "together_most": both.most,
        }
    return facts


def write_forecast(found: Told, path: Path, *, language: Language = "id") -> None:
    """Write the page or the workbook of a forecast, whole or not at all."""
    with replacing(path) as made:
        write_leaf(leaf_of(found, language), made, language=language)


def leaf_of(found: Told, language: Language = "id") -> Leaf:
    """Return a forecast as one page with a table and bars."""
    service, plan = found.service, found.teams
    details = _details(found, language)
    return Leaf(
        kicker=word("fore_kicker", language),
        title=plan.problem.title if plan is not None else word("fore_title", language),
        period=f"{_day(service.first, language)} – {_day(service.deadline, language)}",
        headline=f"{_basis(service, language)}; {details[1]}.",
        sentences=tuple(
            text[:1].upper() + text[1:] for text in [*_before(found, language), *details[:1], *details[2:]]
        ),
        heads=(
            Head(word("fore_what", language), "text", 40),
            Head(word("fore_value", language), "number", 20),
            Head(word("fore_unit", language), "text", 12),
        ),
        rows=tuple((word(f"fore_row_{key}", language), *cells) for key, *cells in _rows(found, language)),
        bars=tuple(_bars(found, language)),
    )


def _rows(found: Told, language: Language) -> list[tuple[Any, ...]]:
    """Return (key, value, unit) of the table."""
    service, both = found.service, found.together
    people, days = word("unit_people", language), word("unit_days", language)
    needed: Cell = round(service.needed_per_month) if service.needed_per_month is not None else None
    rows: list[tuple[Any, ...]] = [
        *([("before", service.before, people)] if service.before else []),
        ("total", service.total, people),
        ("first", service.first, ""),
        ("deadline", service.deadline, ""),
        ("per_month", _whole_or_not(service.per_month), people),
        ("days_a_month", service.average.days_a_month, days),
        ("working_days", service.working_days, days),
        ("days", service.days, days),
        ("recorded", service.recorded, people),
        ("share", 100 * service.share, "%"),
        ("left", service.left, people),
        ("by_calendar_days", service.by_calendar_days, people),
        ("needed_per_month", needed, people),
        ("finished", service.finished, ""),
    ]
    if both is not None:
        rows += [
            ("teams", both.teams, people),
            ("least", both.least, people),
            ("most", both.most, people),
        ]
    return rows


def _whole_or_not(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value


def _bars(found: Told, language: Language) -> list[Bar]:
    service, both = found.service, found.together
    bars = [("fore_bar_service", service.recorded)]
    if both is not None:
        bars += [("fore_row_teams", min(both.total, both.teams))]
        bars += [("fore_row_least", both.least), ("fore_row_most", both.most)]
    return [Bar(word(key, language), people, service.total - people) for key, people in bars]
