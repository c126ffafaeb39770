"""What a team takes along, row by row: where, when, and all else it has to know of a visit as one text.

The workbook's team sheets and those of the letters print the same rows, and ask for the same to be filled in.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner import tables
from planner.domain.check import clock
from planner.domain.plan import Plan, TeamDay
from planner.tables.days import monday, night_at
from planner.words import Language, number_text, sentence, word

TO_FILL_IN = (
    *("came", "done", "failed", "service_start", "service_end"),
    *("visit_status", "visit_reason", "initials"),
)
HEADERS = ("day_and_date", "village", "village_code", "visit_plan", "people", *TO_FILL_IN)


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One visit of a team, or a day of mere travel.

    Parameters
    ----------
    day
        The date.
    village, village_code
        Name and code; on a day of mere travel where it goes, and no code.
    said
        Hours, people waiting, kecamatan, place, guests, boat, contact and night, parted by ``; ``.
    people
        Recordings planned; ``None`` on a day of mere travel.
    """

    day: date
    village: str
    village_code: str
    said: str
    people: int | None


def team_rows(plan: Plan, language: Language) -> dict[str, dict[date, list[TeamRow]]]:
    """Return team id -> Monday -> its rows of that week, all in order; teams without a visit have no week."""
    visits = tables.schedule(plan).join(tables.details(plan)).to_dict("records")
    found: defaultdict[str, dict[date, list[TeamRow]]] = defaultdict(dict)
    stops: Iterator[dict[Any, Any]] = iter(visits)
    for team_day in plan.team_days:
        week = found[team_day.team].setdefault(monday(team_day.day), [])
        week += [_visit(next(stops), team_day.day, language) for _ in team_day.stops]
        if not team_day.stops:
            week.append(_travel(plan, team_day, language))
    return dict(found)


def _visit(row: dict[Any, Any], day: date, language: Language) -> TeamRow:
    times = {key: row[key] for key in ("leave", "open", "close")}
    waiting = number_text(row["backlog_before"], language)
    said = [
        sentence("visit_hours", language, **times),
        sentence("visit_waiting", language, people=waiting),
        row["district"],
        row["venue"],
        sentence("visit_guests", language, guests=row["guests"]) if row["guests"] else "",
        word("visit_boat", language) if row["by_boat"] else "",
        row["contact"],
        sentence("visit_night", language, place=row["night_at"]) if row["night_at"] else "",
    ]
    return TeamRow(day, row["village"], row["village_code"], _joined(said), int(row["people"]))


def _travel(plan: Plan, day: TeamDay, language: Language) -> TeamRow:
    place = plan.problem.place(day.end_at).name
    times = {"leave": clock(day.leave), "back": clock(day.back)}
    night = night_at(plan, day)
    said = [sentence("visit_travel", language, **times)]
    said += [sentence("visit_night", language, place=night)] if night else []
    return TeamRow(day.day, sentence("travel_to", language, place=place), "", _joined(said), None)


def _joined(parts: list[str]) -> str:
    return "; ".join(part for part in parts if part)
