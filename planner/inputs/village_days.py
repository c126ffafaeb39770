"""When villages can be served: closed months, days of worship and of markets, areas, and notice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from planner.domain.places import Village
from planner.inputs.calendar import Days
from planner.inputs.settings import Settings
from planner.inputs.villages import Season, Villages


def with_days(villages: Villages, days: Days, settings: Settings) -> tuple[Village, ...]:
    """Return the villages, closed on all days that the files say, and not served before they can be told."""
    planned_on = settings.calendar.planned_on
    notice = timedelta(days=settings.rules.notice_days)
    earliest = planned_on + notice if planned_on is not None else None
    is_market_closed = settings.rules.market_days == "closed"
    found = []
    for village in villages.villages:
        closed = village.closed | days.closed_in(village.id)
        season = villages.seasons.get(village.id)
        if season is not None:
            closed |= frozenset(_out_of_season(season, days, is_market_closed))
        found.append(replace(village, closed=closed, earliest=earliest))
    return tuple(found)


def _out_of_season(season: Season, days: Days, is_market_closed: bool) -> Iterator[date]:
    """Yield the days known on which a village is closed every year or every week."""
    weekdays = season.worship | season.market if is_market_closed else season.worship
    calendar = days.calendar
    for day in replace(calendar, last=max(calendar.last, days.until or calendar.last)).days():
        if day.month in season.closed_months or day.weekday() in weekdays:
            yield day
