"""What the documents of a plan share: letterhead, numbers, dates, and the rows of a schedule."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from planner import tables
from planner.domain.check import clock
from planner.domain.measure import is_night_away
from planner.domain.plan import Plan, Stop, TeamDay
from planner.letters.codes import code_svg, code_text
from planner.letters.numbering import Numbering
from planner.letters.numbering import number_text as number_of
from planner.letters.office import Office, Officer, TeamOffice
from planner.letters.plan_b import plan_b
from planner.letters.texts import Visit
from planner.words import Language, long_date, number_text, sentence

PAPERS = {"f4": (215, 330), "a4": (210, 297)}  # mm; F4 as Indonesian offices cut it

Content = dict[str, Any]


class Basics:
    """A plan, what the office told, and how both are written."""

    def __init__(
        self,
        plan: Plan,
        office: Office,
        *,
        paper: str,
        language: Language,
        numbering: Numbering | None = None,
    ) -> None:
        self.plan = plan
        self.office = office
        self.paper = paper
        self.language = language
        self.numbering = numbering

    def _common(self, paper: str) -> Content:
        """Return what the templates of all documents may print; ``number`` is that of those without one."""
        width, height = PAPERS[paper]
        return {
            "language": self.language,
            "paper": {"width": width, "height": height},
            "title": self.plan.problem.title,
            "version": self.plan.version,
            "number": "",
            "office": self._letterhead(),
        }

    def _letterhead(self) -> Content:
        """Return what letters.toml says of the office itself."""
        return {
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
            "head": officer_of(self.office.head),
        }

    def _government(self) -> str:
        """Return the government's name by the villages; empty where they are of several regencies."""
        regencies = {village.regency for village in self.plan.problem.villages}
        name = regencies.pop() if len(regencies) == 1 else ""
        if not name:
            return ""
        kind = "" if name.startswith(("Kabupaten ", "Kota ")) else "Kabupaten "
        return f"Pemerintah {kind}{name}"

    def _number(self, kind: str, name: str, content: object) -> str:
        """Return the number of a letter that says ``content``; dots where there is no first one."""
        numbers, signed = self.office.numbers, self.office.date
        series = {"spt": "assignment", "spd": "travel"}.get(kind, "notice")
        form, first = getattr(numbers, series), getattr(numbers, f"first_{series}")
        if self.numbering is not None:
            return self.numbering.text(form, first, kind, name, content)
        return number_of(form, None, signed, (signed or self.plan.problem.calendar.first).year)

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

    def _code(self, team: str, days: Sequence[TeamDay]) -> Content:
        """Return the square code of a sheet: as SVG, and the text in it."""
        text = code_text(self.plan.version, team, days[0].day, days[-1].day)
        return {"code": code_svg(text), "code_text": text}

    def _plan_b(self, day: TeamDay, position: int) -> str:
        """Return the village of plan B and how many people could be recorded there; empty for none."""
        found = plan_b(self.plan, day, position)
        return f"{self._name(found.village)} ({self._count(found.stop.people)})" if found else ""

    def _schedule(self, days: Sequence[TeamDay], *, with_plan_b: bool = False) -> list[Content]:
        """Return one row per visit, and one per day of mere travel; plan B where it is asked for."""
        rows: list[Content] = []
        for day in days:
            night = self._name(day.end_at) if is_night_away(self.plan, day) else ""
            same = {"date": self._date(day.day), "leave": clock(day.leave), "back": clock(day.back)}
            if not day.stops:
                place = sentence("page_on_the_way", self.language, place=self._name(day.end_at))
                blank = {
                    "district": "",
                    "hours": "",
                    "waiting": "",
                    "people": "",
                    "village_id": "",
                    "plan_b": "",
                }
                rows.append({**same, **blank, "place": place, "night": night})
            for n, stop in enumerate(day.stops):
                is_last = n == len(day.stops) - 1
                waiting = self._count(self._waiting[day.team, day.day, n])
                other = self._plan_b(day, n) if with_plan_b else ""
                found = {"waiting": waiting, "night": night if is_last else "", "plan_b": other}
                rows.append({**same, **self._visit(stop), **found})
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


def officer_of(officer: Officer) -> Content:
    """Return what is told of an officer."""
    return officer.model_dump()
