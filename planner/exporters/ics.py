"""The visits as a calendar file (iCalendar, RFC 5545) for telephones and office calendars.

One event per visit, and one per day that is only travel. The same visit of another plan has the same UID, so
that reading a newer plan's file changes an event and does not double it. Times are written in UTC, which
every program understands without a table of time zones; Indonesia knows no summer time.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from planner.domain.check import clock
from planner.domain.places import Base, Village
from planner.domain.plan import Plan, Stop, TeamDay
from planner.tables.days import night_at
from planner.words import Language, number_text, sentence, word

ZONES = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}  # hours east of UTC: WIB, WITA, WIT
DEFAULT_ZONE = "Asia/Makassar"

# First two digits of the Kemendagri code; Keputusan Presiden 41/1987, with the provinces made since.
WESTERN = frozenset({*range(11, 22), *range(31, 37), 61, 62})
EASTERN = frozenset({81, 82, *range(91, 98)})

OCTETS = 75  # most octets of a line without its end, RFC 5545 section 3.1
UIDS = uuid5(NAMESPACE_URL, "field-planner:visit")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # allowed in no text, section 3.1


def write_ics(plan: Plan, path: str | Path, *, language: Language = "id") -> None:
    """Write the visits of all teams of ``plan``, in the time zone of its province.

    Parameters
    ----------
    plan
        The plan.
    path
        The file to write, UTF-8 with CRLF.
    language
        Of the words in the events.
    """
    Path(path).write_bytes(calendar_text(plan, language=language).encode("utf-8"))


def calendar_text(
    plan: Plan, *, team: str | None = None, zone: str | None = None, language: Language = "id"
) -> str:
    """Return the calendar of one team, or of all; the same plan gives the same text.

    Parameters
    ----------
    plan
        The plan.
    team
        Id of the team; ``None`` for all of them.
    zone
        A key of ``ZONES``, in whose hours the plan is written; ``None`` for that of its province.
    language
        Of the words in the events.

    Raises
    ------
    ValueError
        For a time zone that is none of Indonesia's.
    """
    zone = zone or zone_of(plan)
    if zone not in ZONES:
        raise ValueError(f"time zone is {zone!r}; known are {', '.join(ZONES)}")
    name = plan.problem.title if team is None else plan.problem.team[team].name
    days = [day for day in plan.team_days if team in (None, day.team)]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//field-planner//field-planner//ID",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
        f"X-WR-TIMEZONE:{zone}",
        *(line for event in _events(plan, days, zone, language) for line in event),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def zone_of(plan: Plan) -> str:
    """Return the time zone of the province in which most villages of ``plan`` lie."""
    provinces = Counter(village.id[:2] for village in plan.problem.villages)
    code = provinces.most_common(1)[0][0] if provinces else ""
    province = int(code) if code.isascii() and code.isdigit() else 0
    if province in WESTERN:
        return "Asia/Jakarta"
    return "Asia/Jayapura" if province in EASTERN else DEFAULT_ZONE


def folded(line: str) -> str:
    r"""Return ``line`` cut into pieces of at most 75 octets, never within a character.

    >>> folded("SUMMARY:" + 70 * "x").split("\r\n ")
    ['SUMMARY:xxx...', 'xxx']
    """
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode("utf-8"))
        if size + octets > OCTETS:
            pieces.append(piece)
            piece, size = "", 1  # the blank that marks a continuation counts
        piece, size = piece + sign, size + octets
    return "\r\n ".join([*pieces, piece])


def _escaped(text: str) -> str:
    r"""Return ``text`` as a value of type TEXT (section 3.3.11).

    >>> print(_escaped("Ba'a; a,b"))
    Ba'a\; a\,b
    """
    plain = CONTROLS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(sign, written)
    return plain


def _events(plan: Plan, days: Iterable[TeamDay], zone: str, language: Language) -> Iterator[list[str]]:
    seen: Counter[tuple[str, date, str]] = Counter()
    stamp = _utc(plan.problem.calendar.first, 0, zone)  # a plan does not know when it was made
    for day in days:
        for stop in day.stops or (None,):
            place = stop.village if stop else day.end_at
            key = (day.team, day.day, place)
            seen[key] += 1
            yield [
                "BEGIN:VEVENT",
                f"UID:{_uid(*key, seen[key])}",
                f"DTSTAMP:{stamp}",
                *(_visit(plan, day, stop, zone, language) if stop else _way(plan, day, zone, language)),
                f"CATEGORIES:{_escaped(plan.problem.team[day.team].name)}",
                "END:VEVENT",
            ]


def _uid(team: str, day: date, place: str, time: int) -> str:
    """Return the name of a visit: the same in every plan, and unlike that of every other visit.

    ``time`` is the how manieth visit of the team to the place on that day, from 1.
    """
    return str(uuid5(UIDS, json.dumps([team, day.isoformat(), place, time])))


def _visit(plan: Plan, day: TeamDay, stop: Stop, zone: str, language: Language) -> list[str]:
    village = plan.problem.village[stop.village]
    people = sentence("page_people_count", language, count=number_text(stop.people, language))
    told = [
        f"{word('team', language)}: {plan.problem.team[day.team].name}",
        f"{word('people', language)}: {people}",
        f"{word('arrive', language)}: {clock(stop.arrive)}",
        f"{word('open', language)}: {clock(stop.open)}",
        f"{word('close', language)}: {clock(stop.close)}",
    ]
    if stop is day.stops[0]:
        told.insert(2, f"{word('leave', language)}: {clock(day.leave)}")
    night = night_at(plan, day)
    if stop is day.stops[-1] and night:
        told.append(f"{word('night_at', language)}: {night}")
    return [
        f"DTSTART:{_utc(day.day, stop.open, zone)}",
        f"DTEND:{_utc(day.day, stop.close, zone)}",
        f"SUMMARY:{_escaped(f'{village.name} ({people})')}",
        f"LOCATION:{_escaped(', '.join(part for part in (village.name, village.district) if part))}",
        _geo(village),
        f"DESCRIPTION:{_escaped(chr(10).join(told))}",
    ]


def _way(plan: Plan, day: TeamDay, zone: str, language: Language) -> list[str]:
    """Return the lines of a day on which nobody is recorded."""
    place = plan.problem.place(day.end_at)
    return [
        f"DTSTART:{_utc(day.day, day.leave, zone)}",
        f"DTEND:{_utc(day.day, max(day.back, day.leave + 1), zone)}",  # a day of waiting takes no time
        f"SUMMARY:{_escaped(sentence('page_on_the_way', language, place=place.name))}",
        f"LOCATION:{_escaped(place.name)}",
        _geo(place),
    ]


def _geo(place: Village | Base) -> str:
    """Return where a place is, latitude first (section 3.8.1.6)."""
    return f"GEO:{place.lat:.6f};{place.lon:.6f}"


def _utc(day: date, minute: float, zone: str) -> str:
    """Return ``minute`` after midnight of ``day`` in ``zone`` as a time in UTC."""
    there = timezone(timedelta(hours=ZONES[zone]))
    moment = datetime(day.year, day.month, day.day, tzinfo=there) + timedelta(minutes=int(minute))
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
