"""What stands in each document: texts in one language, ready to print; the templates decide where.

Every number and date is a text already, so that a template only places it. What the office did not tell is an
empty text, for which the templates draw a dotted line. No resident is named: a plan knows none.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from planner.domain.check import clock
from planner.domain.measure import is_night_away
from planner.domain.places import Village
from planner.domain.plan import Plan, Stop, TeamDay
from planner.domain.trips import Stay, Trip, stays_of, trips_of
from planner.exporters.team_rows import HEADERS, TeamRow, team_rows
from planner.letters.basics import Basics, Content, officer_of
from planner.letters.maps import TeamMaps, order_of_visits
from planner.letters.numbering import Numbering
from planner.letters.office import Office, Officer
from planner.letters.texts import (
    Visit,
    counting_text,
    dates_of,
    head_title,
    hours_of_service,
    schedule_of,
    village_kind,
)
from planner.words import Language, word

KINDS = (
    "spt",
    "spd",
    "surat_camat",
    "surat_desa",
    "poster",
    "tim",
    "berita_acara",
)  # a template, a folder each
NUMBERED = ("spt", "spd", "surat_camat", "surat_desa")
BLANK_OFFICERS = 3  # lines where no officer is known


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


class Letters(Basics):
    """All documents of one plan; posters name no person unless they are asked to."""

    def __init__(
        self,
        plan: Plan,
        office: Office,
        *,
        paper: str,
        language: Language,
        numbering: Numbering | None = None,
        with_contacts: bool = False,
    ) -> None:
        super().__init__(plan, office, paper=paper, language=language, numbering=numbering)
        self.with_contacts = with_contacts

    @cached_property
    def maps(self) -> TeamMaps:
        """The maps of the teams; the land is drawn once."""
        return TeamMaps(self.plan)

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
        yield from (self._report(trip) for trip in trips if trip.stops)
        yield from (self._team_sheet(team.id) for team in self.plan.problem.teams if self._days(team.id))

    # --- Of a trip ---------------------------------------------------------------------------------------

    def _trip(self, trip: Trip) -> Content:
        team = self.plan.problem.team[trip.team]
        told = self._of_team(trip.team)
        officers = [officer_of(officer) for officer in told.officers]
        villages = dict.fromkeys(stop.village for _, stop in trip.stops)
        districts = dict.fromkeys(self.plan.problem.village[village].district for village in villages)
        return {
            "team": team.name,
            "base": self._name(team.base),
            "officers": officers or [officer_of(Officer())] * BLANK_OFFICERS,
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
            **self._common(self.paper),
            **self._trip(trip),
            "schedule": self._schedule(trip.days, with_plan_b=True),
            "counting": counting_text(self.plan.problem, self.language),
            **self._code(trip.team, trip.days),
        }
        return self._of_trip("spt", trip, content)

    def _travel_order(self, trip: Trip) -> Document:
        stays = stays_of(trip)
        content = {
            **self._common(self.paper),
            **self._trip(trip),
            "to": self._name(stays[0].to) if stays[0].to else "",
            "leave": self._date(stays[0].last, weekday=False),
            "back": self._date(trip.last, weekday=False),
            "visum": [self._visum(stay) for stay in stays if stay.stops],
        }
        return self._of_trip("spd", trip, content)

    def _report(self, trip: Trip) -> Document:
        """Return one page for each visit, to be filled in there and signed."""
        content = {
            **self._common(self.paper),
            **self._trip(trip),
            "reports": [
                self._dated(day, stop) | self._hosts(stop) for day in trip.days for stop in day.stops
            ],
            **self._code(trip.team, trip.days),
        }
        return self._of_trip("berita_acara", trip, content)

    def _hosts(self, stop: Stop) -> Content:
        return {"head": head_title(self.plan.problem.village[stop.village], self.language)}

    def _of_trip(self, kind: str, trip: Trip, content: Content) -> Document:
        name = f"{trip.first.isoformat()}_{trip.team}"
        if kind in NUMBERED:
            says = schedule_of(trip.team, trip.days)
            content = {**content, "number": self._number(kind, name, says)}
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
                **self._common(self.paper),
                "number": self._number("surat_camat", f"{code}_{name}", dates_of(ordered)),
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
            **self._common(self.paper),
            **self._about(village, visits),
            "number": self._number("surat_desa", f"{village.id}_{village.name}", dates_of(visits)),
        }
        return self._of_village("surat_desa", village, visits, content)

    def _poster(self, village: Village, visits: Sequence[Visit]) -> Document:
        content = {
            **self._common("a4"),
            **self._about(village, visits),
            **({} if self.with_contacts else self._without_persons()),
            "dates": [
                {"date": self._date(day), "open": clock(start), "close": clock(end)}
                for day, start, end in hours_of_service(visits)
            ],
        }
        return self._of_village("poster", village, visits, content)

    def _without_persons(self) -> Content:
        """Return what stands on a poster instead of names: the office's telephone, and nobody who signs."""
        phone = self.office.phone
        return {
            "contacts": [phone] if phone else [],
            "office": self._letterhead() | {"head": officer_of(Officer())},
        }

    def _of_village(self, kind: str, village: Village, visits: Sequence[Visit], content: Content) -> Document:
        to = f"{head_title(village, self.language)} {village.name}"
        return Document(kind, f"{village.id}_{village.name}", "", visits[0][0].day, to, content)

    # --- Of a team ---------------------------------------------------------------------------------------

    @cached_property
    def _team_rows(self) -> dict[str, dict[date, list[TeamRow]]]:
        """The rows that teams fill in, as in the workbook."""
        return team_rows(self.plan, self.language)

    def _week(self, rows: Sequence[TeamRow]) -> Content:
        """Return the page of a week, to be filled in."""
        return {
            "first": self._date(rows[0].day, weekday=False),
            "last": self._date(rows[-1].day, weekday=False),
            "rows": [
                {
                    "date": self._date(row.day),
                    "village": row.village,
                    "code": row.village_code,
                    "said": row.said,
                    "people": "" if row.people is None else self._count(row.people),
                }
                for row in rows
            ],
        }

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
            **self._code(team, days),
            "team_id": team,
            "headers": [word(key, self.language) for key in HEADERS],
            "weeks": [self._week(rows) for rows in self._team_rows[team].values()],
            **{key: word(key, self.language) for key in ("status_help", "reason_codes", "sheet_foot")},
            "map": self.maps.svg(team),
            "map_data": [v for _, v in self.plan.problem.notes if "©" in v or "openstreetmap" in v.lower()],
        }
        return Document("tim", team, team, days[0].day, found.name, content)
