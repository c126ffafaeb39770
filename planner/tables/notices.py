"""Who has to be told of the visits, and by when the letter has to leave."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from planner.domain.calendar import Calendar
from planner.domain.places import Guest, Village
from planner.domain.plan import Plan
from planner.tables._frame import COUNT, DATE, TEXT, frame

LEAST_NOTICE_DAYS = 3  # calendar days; later than this nobody is announced in time: call, do not write

NOTICE_COLUMNS = {
    "number": COUNT,
    "to": TEXT,
    "addressee": TEXT,
    "district": TEXT,
    "villages": TEXT,
    "visits": COUNT,
    "people": COUNT,
    "first_date": DATE,
    "last_date": DATE,
    "send_by": DATE,
    "send_at_last": DATE,
}

Visits = list[tuple[date, Village, int]]


def notices(plan: Plan) -> pd.DataFrame:
    """Return one row per letter that tells of visits, in the order in which they have to leave.

    Returns
    -------
    pandas.DataFrame
        ``number`` from 1; ``to``: ``camat`` (one per district), ``kades`` or ``lurah`` (one per village, and
        per village that comes to another one to be served); ``addressee``, the name of that district or
        village; ``district``; ``villages`` where people are served, names joined by ``; ``; ``visits`` and
        ``people`` planned there; ``first_date`` and ``last_date`` of service; ``send_by``, the rules'
        ``notice_days`` calendar days before the first one, and ``send_at_last``, ``LEAST_NOTICE_DAYS``
        before it: each the last worked day up to then.
    """
    rows = [*_to_districts(plan), *_to_villages(plan)]
    ordered = sorted(rows, key=lambda row: (row["send_by"], row["first_date"], row["to"], row["addressee"]))
    return frame(({"number": n, **row} for n, row in enumerate(ordered, start=1)), NOTICE_COLUMNS)


def is_kelurahan(village: Village | Guest) -> bool:
    """Return whether the code says kelurahan: its last part then starts with 1 (Permendagri 137/2017).

    >>> is_kelurahan(Village("53.14.03.1004", "Metina", 0, 0.0, 0.0, "Rote"))
    True
    """
    return village.id.count(".") == 3 and village.id.rpartition(".")[2].startswith("1")


def worked_day_before(calendar: Calendar, day: date, days: int) -> date:
    """Return the last worked day that lies ``days`` calendar days or more before ``day``.

    Before the first day of the calendar only its weekdays and holidays are known.

    >>> calendar = Calendar(date(2018, 5, 7), date(2018, 5, 31))
    >>> worked_day_before(calendar, date(2018, 5, 21), 7), worked_day_before(calendar, date(2018, 5, 22), 3)
    (datetime.date(2018, 5, 14), datetime.date(2018, 5, 18))
    """
    found = day - timedelta(days=days)
    for earlier in (found - timedelta(days=n) for n in range(31)):  # a month without work: then any day
        if earlier.weekday() in calendar.weekdays and earlier not in calendar.holidays:
            return earlier
    return found


def _visits(plan: Plan) -> Iterator[tuple[date, Village, int]]:
    for team_day in plan.team_days:
        for stop in team_day.stops:
            yield team_day.day, plan.problem.village[stop.village], stop.people


def _to_districts(plan: Plan) -> Iterator[dict[str, object]]:
    found: defaultdict[tuple[str, str], Visits] = defaultdict(list)
    for visit in _visits(plan):
        found[visit[1].district_id, visit[1].district].append(visit)
    return (_letter(plan, "camat", district, visits) for (_, district), visits in found.items())


def _to_villages(plan: Plan) -> Iterator[dict[str, object]]:
    found: defaultdict[str, Visits] = defaultdict(list)
    for visit in _visits(plan):
        found[visit[1].id].append(visit)
    for visits in found.values():
        village = visits[0][1]
        everybody: tuple[Village | Guest, ...] = (village, *village.guests)
        for told in everybody:
            yield _letter(plan, "lurah" if is_kelurahan(told) else "kades", told.name, visits)


def _letter(plan: Plan, to: str, addressee: str, visits: Visits) -> dict[str, object]:
    first = min(day for day, _, _ in visits)
    calendar, notice = plan.problem.calendar, plan.problem.rules.notice_days
    return {
        "to": to,
        "addressee": addressee,
        "district": visits[0][1].district,
        "villages": "; ".join(dict.fromkeys(village.name for _, village, _ in visits)),
        "visits": len(visits),
        "people": sum(people for _, _, people in visits),
        "first_date": first,
        "last_date": max(day for day, _, _ in visits),
        "send_by": worked_day_before(calendar, first, notice),
        "send_at_last": worked_day_before(calendar, first, min(notice, LEAST_NOTICE_DAYS)),
    }
