"""What stands in each document: texts in one language, ready to print; the templates decide where.

Every number and date is a text already, so that a template only places it. What the office did not tell is an
empty text, for which the templates draw a dotted line. No resident is named: a plan knows none.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from planner import tables
from planner.domain.check import clock
from planner.domain.measure import is_night_away
from planner.domain.places import Village
from planner.domain.plan import Plan, Stop, TeamDay
from planner.domain.trips import Stay, Trip, stays_of, trips_of
from planner.letters.maps import TeamMaps, order_of_visits
from planner.letters.office import Office, Officer, TeamOffice
from planner.tables.notices import is_kelurahan
from planner.words import Language, long_date, number_text, sentence

PAPERS = {"f4": (215, 330), "a4": (210, 297)}  # mm; F4 as Indonesian offices cut it
KINDS = ("spt", "spd", "surat_camat", "surat_desa", "poster", "tim")  # a template and a folder each
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
OPEN = "........"  # what is filled in by hand
BLANK_OFFICERS = 3  # lines where no officer is known

# Characters that no printed page holds.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Content = dict[str, Any]
Visit = tuple[TeamDay, Stop]


@dataclass(frozen=True, slots=True)
class Document:
    """One file to be set.

    Parameters
    ----------
    kind
        One of ``KINDS``.
    name
        What tells it from the others of its kind; becomes the file's name.
    team, first, to
        Team id (empty for villages' documents), first date in it, and who gets it.
    content
        What its template is given.
    """

    kind: str
    name: str
    team: str
    first: date
    to: str
    content: Content


class Letters:
    """All documents of one plan."""

    def __init__(self, plan: Plan, office: Office, *, paper: str, language: Language) -> None:
        self.plan = plan
        self.office = office
        self.paper = paper
        self.language = language
        self.maps = TeamMaps(plan)

    def documents(self) -> Iterator[Document]:
        """Yield every document, those of one kind together."""
        trips = trips_of(self.plan)
        yield from (self._assignment(trip) for trip in trips)
        yield from (self._travel_order(trip) for trip in trips)
        yield from self._notices_to_districts()
        for village, visits in self._visits.items():
            yield self._notice(self.plan.problem.village[village], visits)
        for village, visits in self._visits.items():
            yield self._poster(self.plan.problem.village[village], visits)
        yield from (self._team_sheet(team.id) for team in self.plan.problem.teams if self._days(team.id))

    # --- What all documents share ------------------------------------------------------------------------

    def _common(self, paper: str, number: str = "") -> Content:
        width, height = PAPERS[paper]
        return {
            "language": self.language,
            "paper": {"width": width, "height": height},
            "title": self.plan.problem.title,
            "number": self._letter_number(number) if number else "",
            "office": {
                "government": self.office.government or self._government(),
                "name": self.office.name,
                "address": self.office.address,
                "phone": self.office.phone,
                "logo": self.office.logo,
                "place": self.office.place,
                "date": self._date(self.office.date, weekday=False) if self.office.date else "",
                "budget": self.office.budget,
                "basis": list(self.office.basis),
                "report_days": str(self.office.report_days or ""),
                "head": _officer(self.office.head),
            },
        }

    def _government(self) -> str:
        """Return the government's name by the villages; empty where they are of several regencies."""
        regencies = {village.regency for village in self.plan.problem.villages}
        name = regencies.pop() if len(regencies) == 1 else ""
        if not name:
            return ""
        kind = "" if name.startswith(("Kabupaten ", "Kota ")) else "Kabupaten "
        return f"Pemerintah {kind}{name}"

    def _letter_number(self, pattern: str) -> str:
        signed = self.office.date
        year = signed or self.plan.problem.calendar.first
        month = ROMAN[signed.month - 1] if signed else "...."
        return pattern.replace("{n}", OPEN).replace("{month}", month).replace("{year}", str(year.year))

    def _date(self, day: date, *, weekday: bool = True) -> str:
        return long_date(day, self.language, weekday=weekday)

    def _count(self, number: int) -> str:
        return number_text(number, self.language)

    def _name(self, place: str) -> str:
        return self.plan.problem.place(place).name

    def _of_team(self, team: str) -> TeamOffice:
        return self.office.teams.get(team, TeamOffice())

    def _days(self, team: str) -> list[TeamDay]:
        return [day for day in self.plan.team_days if day.team == team]

    @cached_property
    def _visits(self) -> dict[str, list[Visit]]:
        """Village id -> its visits in order of date; villages in the order of the problem."""
        found: defaultdict[str, list[Visit]] = defaultdict(list)
        for day in self.plan.team_days:
            for stop in day.stops:
                found[stop.village].append((day, stop))
        return {v.id: found[v.id] for v in self.plan.problem.villages if v.id in found}

    @cached_property
    def _waiting(self) -> dict[tuple[str, date, int], int]:
        """Team, date and position of a stop -> people waiting in the village before it."""
        stops = [(day.team, day.day, n) for day in self.plan.team_days for n, _ in enumerate(day.stops)]
        return dict(zip(stops, tables.schedule(self.plan)["backlog_before"].tolist(), strict=True))

    def _schedule(self, days: Sequence[TeamDay]) -> list[Content]:
        """Return one row per visit, and one per day of mere travel."""
        rows: list[Content] = []
        for day in days:
            night = self._name(day.end_at) if is_night_away(self.plan, day) else ""
            same = {"date": self._date(day.day), "leave": clock(day.leave), "back": clock(day.back)}
            if not day.stops:
                place = sentence("page_on_the_way", self.language, place=self._name(day.end_at))
                blank = {"district": "", "hours": "", "waiting": "", "people": "", "village_id": ""}
                rows.append({**same, **blank, "place": place, "night": night})
            for n, stop in enumerate(day.stops):
                is_last = n == len(day.stops) - 1
                waiting = self._count(self._waiting[day.team, day.day, n])
                rows.append(
                    {**same, **self._visit(stop), "waiting": waiting, "night": night if is_last else ""}
                )
        return rows

    def _visit(self, stop: Stop) -> Content:
        village = self.plan.problem.village[stop.village]
        return {
            "district": village.district,
            "place": village.name,
            "village_id": village.id,
            "hours": f"{clock(stop.open)}–{clock(stop.close)}",
            "people": self._count(stop.people),
        }

    # --- Of a trip ---------------------------------------------------------------------------------------

    def _trip(self, trip: Trip) -> Content:
        team = self.plan.problem.team[trip.team]
        told = self._of_team(trip.team)
        officers = [_officer(officer) for officer in told.officers]
        villages = dict.fromkeys(stop.village for _, stop in trip.stops)
        districts = dict.fromkeys(self.plan.problem.village[village].district for village in villages)
        return {
            "team": team.name,
            "base": self._name(team.base),
            "officers": officers or [_officer(Officer())] * BLANK_OFFICERS,
            "vehicle": told.vehicle,
            "first": self._date(trip.first),
            "last": self._date(trip.last),
            "days": self._count((trip.last - trip.first).days + 1),
            "districts": [district for district in districts if district],
            "villages": [self._name(village) for village in villages],
            "people": self._count(trip.people),
        }

    def _assignment(self, trip: Trip) -> Document:
        content = {
            **self._common(self.paper, self.office.numbers.assignment),
            **self._trip(trip),
            "schedule": self._schedule(trip.days),
        }
        return self._of_trip("spt", trip, content)

    def _travel_order(self, trip: Trip) -> Document:
        stays = stays_of(trip)
        content = {
            **self._common(self.paper, self.office.numbers.travel),
            **self._trip(trip),
            "to": self._name(stays[0].to) if stays[0].to else "",
            "leave": self._date(stays[0].last, weekday=False),
            "back": self._date(trip.last, weekday=False),
            "visum": [self._visum(stay) for stay in stays if stay.stops],
        }
        return self._of_trip("spd", trip, content)

    def _of_trip(self, kind: str, trip: Trip, content: Content) -> Document:
        name = f"{trip.first.isoformat()}_{trip.team}"
        return Document(kind, name, trip.team, trip.first, self.plan.problem.team[trip.team].name, content)

    def _visum(self, stay: Stay) -> Content:
        """Return what stands in the box that the head of a village signs."""
        village = self.plan.problem.village[stay.place]
        return {
            "place": village.name,
            "head": head_title(village, self.language),
            "arrive": self._date(stay.first, weekday=False),
            "depart": self._date(stay.last, weekday=False),
            "to": self._name(stay.to) if stay.to else "",
        }

    # --- Of a village or district ------------------------------------------------------------------------

    def _dated(self, day: TeamDay, stop: Stop) -> Content:
        """Return a row of a notice: one visit, and whom to call."""
        return {
            "date": self._date(day.day),
            "team": self.plan.problem.team[day.team].name,
            "kind": village_kind(self.plan.problem.village[stop.village], self.language),
            **self._visit(stop),
        }

    def _contacts(self, visits: Sequence[Visit]) -> list[str]:
        """Return whom a village may call: those of its teams, else the office's; may be empty."""
        teams = dict.fromkeys(day.team for day, _ in visits)
        found = dict.fromkeys(self._of_team(team).contact or self.office.contact for team in teams)
        return [contact for contact in found if contact]

    def _about(self, village: Village, visits: Sequence[Visit]) -> Content:
        return {
            "village": village.name,
            "kind": village_kind(village, self.language),
            "head": head_title(village, self.language),
            "district": village.district,
            "waiting": self._count(village.backlog),
            "people": self._count(sum(stop.people for _, stop in visits)),
            "visits": [self._dated(day, stop) for day, stop in visits],
            "contacts": self._contacts(visits),
        }

    def _notices_to_districts(self) -> Iterator[Document]:
        """Yield one letter per kecamatan, in the order of its first village."""
        of_district: defaultdict[tuple[str, str], list[Visit]] = defaultdict(list)
        for village, visits in self._visits.items():
            found = self.plan.problem.village[village]
            of_district[found.district_id, found.district].extend(visits)
        for (code, name), visits in of_district.items():
            ordered = sorted(visits, key=lambda visit: (visit[0].day, visit[1].open, visit[1].village))
            content = {
                **self._common(self.paper, self.office.numbers.notice),
                "district": name,
                "visits": [self._dated(day, stop) for day, stop in ordered],
                "people": self._count(sum(stop.people for _, stop in ordered)),
                "villages": self._count(len({stop.village for _, stop in ordered})),
                "contacts": self._contacts(ordered),
            }
            to = f"Camat {name}" if self.language == "id" else f"Head of {name} district"
            yield Document("surat_camat", f"{code}_{name}", "", ordered[0][0].day, to, content)

    def _notice(self, village: Village, visits: Sequence[Visit]) -> Document:
        content = {
            **self._common(self.paper, self.office.numbers.notice),
            **self._about(village, visits),
        }
        return self._of_village("surat_desa", village, visits, content)

    def _poster(self, village: Village, visits: Sequence[Visit]) -> Document:
        content = {
            **self._common("a4"),
            **self._about(village, visits),
            "dates": [
                {"date": self._date(day), "open": clock(start), "close": clock(end)}
                for day, start, end in hours_of_service(visits)
            ],
        }
        return self._of_village("poster", village, visits, content)

    def _of_village(self, kind: str, village: Village, visits: Sequence[Visit], content: Content) -> Document:
        to = f"{head_title(village, self.language)} {village.name}"
        return Document(kind, f"{village.id}_{village.name}", "", visits[0][0].day, to, content)

    # --- Of a team ---------------------------------------------------------------------------------------

    def _team_sheet(self, team: str) -> Document:
        days = self._days(team)
        number = order_of_visits(self.plan, team)
        found = self.plan.problem.team[team]
        content = {
            **self._common(self.paper),
            "team": found.name,
            "base": self._name(found.base),
            "first": self._date(days[0].day, weekday=False),
            "last": self._date(days[-1].day, weekday=False),
            "visits": self._count(sum(len(day.stops) for day in days)),
            "people": self._count(sum(day.people for day in days)),
            "nights": self._count(sum(1 for day in days if is_night_away(self.plan, day))),
            "schedule": [
                {**row, "number": str(number.get(row["village_id"], ""))} for row in self._schedule(days)
            ],
            "map": self.maps.svg(team),
            "map_data": [v for _, v in self.plan.problem.notes if "©" in v or "openstreetmap" in v.lower()],
        }
        return Document("tim", team, team, days[0].day, found.name, content)


def hours_of_service(visits: Sequence[Visit]) -> list[tuple[date, int, int]]:
    """Return date, first and last minute of service; hours of several teams that overlap are joined."""
    found: list[tuple[date, int, int]] = []
    for day, start, end in sorted((day.day, stop.open, stop.close) for day, stop in visits):
        if found and found[-1][0] == day and start <= found[-1][2]:
            found[-1] = (day, found[-1][1], max(end, found[-1][2]))
        else:
            found.append((day, start, end))
    return found


def village_kind(village: Village, language: Language) -> str:
    """Return ``Desa`` or ``Kelurahan``."""
    if language == "en":
        return "village"
    return "Kelurahan" if is_kelurahan(village) else "Desa"


def head_title(village: Village, language: Language) -> str:
    """Return the title of who signs for a village: ``Kepala Desa`` or ``Lurah``."""
    if language == "en":
        return "Head of"
    return "Lurah" if is_kelurahan(village) else "Kepala Desa"


def printable(value: Any) -> Any:
    """Return ``value`` with every text in it freed of characters that cannot be printed."""
    if isinstance(value, str):
        return CONTROLS.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: printable(found) for key, found in value.items()}
    return [printable(found) for found in value] if isinstance(value, list) else value


def _officer(officer: Officer) -> Content:
    return officer.model_dump()
