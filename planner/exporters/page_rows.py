"""What the page says, part by part: values in order, put into words where a language is needed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

import pandas as pd

from planner import tables
from planner.domain.calendar import Calendar
from planner.domain.check import clock
from planner.domain.plan import Plan, TeamDay
from planner.exporters.map_svg import SHARE_CLASSES, weeks_of
from planner.exporters.sentences import needs_text, status_text
from planner.tables.days import monday, night_at
from planner.tables.facts import OWN_NAMES
from planner.words import (
    WORDS,
    Language,
    long_date,
    note_name,
    number_text,
    percent_text,
    sentence,
    weekday_name,
    word,
)

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Tile:
    """A key number with the words under it."""

    value: str
    label: str
    more: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a team: ``stops`` are (village, district, people, opens, closes)."""

    date: date
    stops: tuple[tuple[str, str, int, str, str], ...]
    people: int
    leave: str
    back: str
    to: str
    night_at: str


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """The days of one team in one week; ``team`` is its position."""

    team: int
    name: str
    days: tuple[Day, ...]
    people: int
    visits: int
    nights: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week: ``holidays`` are (first, last, why); ``so_far`` counts people up to its end."""

    number: int
    first: date
    last: date
    people: int
    so_far: int
    team_days: int
    holidays: tuple[tuple[date, date, str], ...]
    teams: tuple[TeamWeek, ...]


def tiles(summary: Row, language: Language) -> Iterator[Tile]:
    """Yield the key numbers of a plan; ``summary`` is :func:`planner.tables.summary` of it."""
    value = {key: found for key, found in summary.items() if isinstance(found, int | float)}
    texts = {key: number_text(found, language) for key, found in value.items()}
    share = percent_text(value["share_recorded"], language)
    mean = number_text(value["recorded"] / max(1, value["stops"]), language)
    for key, name, filled in (
        ("recorded", "page_recorded", {"share": share}),
        ("left_over", "page_left", {"count": texts["unreachable_people"]}),
        (
            "villages_visited",
            "page_visited",
            {"villages": texts["villages"], "completed": texts["villages_completed"]},
        ),
        (
            "team_days",
            "page_team_days",
            {"available": texts["team_days_available"], "teams": texts["teams"]},
        ),
        ("stops", "page_stops", {"count": mean}),
        ("nights", "page_nights", {}),
        ("travel_hours", "page_hours", {"km": texts["km"]}),
        ("boat_cost_idr", "page_boats", {}),
    ):
        more = sentence(f"{name}_more", language, **filled)
        if key == "left_over" and not value["unreachable_people"]:
            more = word("page_left_more_none", language)
        yield Tile(texts[key], word(name, language), more)
    if "cost_idr" in value:
        more = word("page_cost_more_none", language)
        if "budget_idr" in value:
            more = sentence("page_cost_more", language, budget=texts["budget_idr"])
        yield Tile(texts["cost_idr"], word("page_cost", language), more)


def weeks(plan: Plan) -> Iterator[Week]:
    """Yield every week of the period, with what each team does in it."""
    calendar = plan.problem.calendar
    number_of = weeks_of(plan)
    for row in tables.weeks(plan).to_dict("records"):
        start = row["week_start"].date()
        days = [day for day in plan.team_days if monday(day.day) == start]
        yield Week(
            number=number_of[start],
            first=max(start, min([calendar.first, *(day.day for day in days)])),
            last=min(start + timedelta(days=6), max([calendar.last, *(day.day for day in days)])),
            people=row["people"],
            so_far=row["people_so_far"],
            team_days=row["team_days"],
            holidays=tuple(_holidays(calendar, start)),
            teams=tuple(_team_weeks(plan, days)),
        )


def _holidays(calendar: Calendar, start: date) -> Iterator[tuple[date, date, str]]:
    """Yield the holidays of the week from ``start`` on, consecutive ones with the same reason as one."""
    reasons = [(day, calendar.holidays.get(day)) for day in calendar.days() if monday(day) == start]
    for why, found in groupby(reasons, key=lambda pair: pair[1]):
        days = [day for day, _ in found]
        if why is not None:
            yield days[0], days[-1], why


def _team_weeks(plan: Plan, days: Sequence[TeamDay]) -> Iterator[TeamWeek]:
    """Yield each team that is out on one of ``days``, in the problem's order."""
    for n, team in enumerate(plan.problem.teams):
        found = tuple(_day(plan, day) for day in days if day.team == team.id)
        if found:
            yield TeamWeek(
                team=n,
                name=team.name,
                days=found,
                people=sum(day.people for day in found),
                visits=sum(len(day.stops) for day in found),
                nights=sum(1 for day in found if day.night_at),
            )


def _day(plan: Plan, team_day: TeamDay) -> Day:
    village = plan.problem.village
    return Day(
        date=team_day.day,
        stops=tuple(
            (
                village[stop.village].name,
                village[stop.village].district,
                stop.people,
                clock(stop.open),
                clock(stop.close),
            )
            for stop in team_day.stops
        ),
        people=team_day.people,
        leave=clock(team_day.leave),
        back=clock(team_day.back),
        to=plan.problem.place(team_day.end_at).name,
        night_at=night_at(plan, team_day),
    )


def village_rows(plan: Plan) -> list[Row]:
    """Return :func:`planner.tables.villages` without its shapes, plus ``dates`` of all visits."""
    dates: defaultdict[str, set[date]] = defaultdict(set)
    for team_day in plan.team_days:
        for stop in team_day.stops:
            dates[stop.village].add(team_day.day)
    table = pd.DataFrame(tables.villages(plan).drop(columns="geometry"))
    rows = table.to_dict("records")
    return [{**_named(row), "dates": sorted(dates[row["village_code"]])} for row in rows]


def left_rows(plan: Plan, language: Language) -> list[Row]:
    """Return :func:`planner.tables.not_served`, plus ``needs``: what it would take, in words."""
    problem = plan.problem
    rows = [_named(row) for row in tables.not_served(plan).to_dict("records")]
    bases = [problem.team[str(row["needs_team"])].base if row["needs_team"] else "" for row in rows]
    names = {base.id: base.name for base in problem.bases}
    return [
        {**row, "needs": needs_text(row, names.get(base, ""), language)}
        for row, base in zip(rows, bases, strict=True)
    ]


def letter_rows(plan: Plan, language: Language) -> list[Row]:
    """Return :func:`planner.tables.notices`, plus ``letter_to``: title and place of who gets the letter."""
    rows = [_named(row) for row in tables.notices(plan).to_dict("records")]
    return [
        {**row, "letter_to": sentence(f"to_{row['to']}", language, place=row["addressee"])} for row in rows
    ]


def _named(row: dict[object, object]) -> Row:
    return {str(name): value for name, value in row.items()}


def district_rows(plan: Plan) -> list[Row]:
    """Return :func:`planner.tables.districts`, the share ``None`` where nobody waits."""
    rows = [_named(row) for row in tables.districts(plan).to_dict("records")]
    return [{**row, "share_planned": row["share_planned"] if row["backlog"] else None} for row in rows]


def tip(row: Row, language: Language) -> str:
    """Return what is shown when a village on the map is pointed at; ``row`` is one of ``village_rows``."""
    name = f"{row['village']} ({row['village_code']})"
    lines = [name, sentence("page_tip_district", language, district=row["district"])]
    for key in ("backlog", "planned", "left"):
        count = number_text(row[key], language)  # type: ignore[arg-type]
        lines.append(sentence(f"page_tip_{key}", language, count=count))
    days = [long_date(day, language) for day in row["dates"]]  # type: ignore[attr-defined]
    return "\n".join([*lines, *days])


def share_legend(language: Language) -> list[str]:
    """Return the words for the classes of shares, nobody first.

    >>> share_legend("en")[1:3]
    ['below 25 %', '25 % – 50 %']
    """
    ends = [percent_text(round(end, 2), language, decimals=0) for end in SHARE_CLASSES]
    below = sentence("page_below", language, high=ends[1])
    between = [sentence("page_range", language, low=low, high=high) for low, high in pairwise(ends[1:])]
    return [word("page_share_none", language), below, *between, word("page_share_all", language)]


def left_legend(breaks: Sequence[int], language: Language) -> list[str]:
    """Return the words for the classes of people left over, nobody first.

    >>> left_legend((1, 50, 1000), "en")
    ['nobody left over', '1 – 49', '50 – 999', '1,000 or more']
    """
    lows = [number_text(low, language) for low in breaks]
    highs = [number_text(low - 1, language) for low in breaks[1:]]
    between = [
        sentence("page_range", language, low=low, high=high) for low, high in zip(lows, highs, strict=False)
    ]
    more = sentence("page_and_more", language, low=lows[-1])
    return [word("page_nobody_left", language), *between, more]


def assumptions(plan: Plan, summary: Row, language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (topic, [(name, value)]) of :func:`planner.tables.assumptions`, all in words."""
    rows = tables.assumptions(plan).itertuples(index=False, name=None)
    return [
        (_topic(topic, language), [_told(topic, name, value, summary, language) for _, name, value in found])
        for topic, found in groupby(rows, key=lambda row: str(row[0]))
    ]


def _topic(topic: str, language: Language) -> str:
    return word("leave_days" if topic == "leave" else topic, language)


def _told(topic: str, name: str, value: object, summary: Row, language: Language) -> tuple[str, str]:
    """Return one assumption in words; the names of notes, holidays and teams are the user's own."""
    own = note_name(name, language) if topic == "notes" else name
    shown = own if topic in OWN_NAMES else word(name, language)
    if name == "status" and topic == "run":
        return shown, status_text(summary, language)
    if name == "stop_reason" and value in WORDS:
        return shown, word(str(value), language)
    return shown, _value_text(value, language)


def _value_text(value: object, language: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, date):
        return long_date(value, language)
    if isinstance(value, tuple):
        return ", ".join(weekday_name(weekday, language) for weekday in value)
    if isinstance(value, int | float):
        return number_text(value, language, decimals=0 if float(value).is_integer() else 1)
    return str(value)
