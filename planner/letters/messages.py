"""Short texts to be sent by telephone (WhatsApp): one for each visited village, one for each trip."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain.check import clock
from planner.domain.places import Village
from planner.domain.plan import Stop
from planner.domain.trips import Trip, trips_of
from planner.letters.basics import Basics
from planner.letters.texts import Visit, head_title, village_kind
from planner.words import sentence, word

LONGEST = 700  # signs of a text
LONGEST_NAME = 80  # signs of a name in it


@dataclass(frozen=True, slots=True)
class Message:
    """One text: the name of its file, the team it is for (or empty), the first date in it, who gets it."""

    name: str
    team: str
    first: date
    to: str
    text: str


class Messages(Basics):
    """The short texts of one plan."""

    def messages(self) -> Iterator[Message]:
        """Yield the text for each visited village, then for each trip."""
        for village, visits in self._visits.items():
            yield self._to_village(self.plan.problem.village[village], visits)
        yield from (self._to_team(trip) for trip in trips_of(self.plan))

    def _to_village(self, village: Village, visits: Sequence[Visit]) -> Message:
        contacts = dict.fromkeys(self._of_team(day.team).contact or self.office.contact for day, _ in visits)
        call = ", ".join(contact for contact in contacts if contact)
        place = {"kind": village_kind(village, self.language), "village": _short(village.name)}
        text = fitted(
            [self._say("message_village", head=head_title(village, self.language), **place)],
            [f"- {self._date(day.day)}, {self._hours(stop.open, stop.close)}" for day, stop in visits],
            [
                word("message_bring", self.language),
                *([self._say("message_contact", contact=_short(call))] if call else []),
                self._say("message_from", office=_short(self.office.name), version=self.plan.version),
            ],
            lambda n: self._say("message_more", n=self._count(n)),
        )
        to = f"{head_title(village, self.language)} {village.name}"
        return Message(f"desa_{village.id}_{village.name}", "", visits[0][0].day, to, text)

    def _to_team(self, trip: Trip) -> Message:
        team = self.plan.problem.team[trip.team]
        first, last = (self._date(day, weekday=False) for day in (trip.first, trip.last))
        text = fitted(
            [
                self._say(
                    "message_team",
                    team=_short(team.name),
                    dates=first if first == last else f"{first} – {last}",
                )
            ],
            [self._visit_of_team(day, stop) for day, stop in trip.stops],
            [
                self._say(
                    "message_leave", time=clock(trip.days[0].leave), base=_short(self._name(team.base))
                ),
                self._say("message_version", version=self.plan.version),
            ],
            lambda n: self._say("message_more", n=self._count(n)),
        )
        return Message(f"tim_{trip.first.isoformat()}_{trip.team}", trip.team, trip.first, team.name, text)

    def _visit_of_team(self, day: date, stop: Stop) -> str:
        target = self._say("message_target", people=self._count(stop.people))
        place = _short(self._name(stop.village))
        return f"- {self._date(day)}: {place}, {self._hours(stop.open, stop.close)}, {target}"

    def _say(self, key: str, **values: object) -> str:
        return sentence(key, self.language, **values)

    def _hours(self, start: int, end: int) -> str:
        return f"{clock(start)}–{clock(end)}"


def fitted(
    head: list[str], lines: list[str], tail: list[str], more: Callable[[int], str], longest: int = LONGEST
) -> str:
    """Return the lines as one text of at most ``longest`` signs; what is left out of the middle is counted.

    >>> print(fitted(["A"], ["1", "2", "3"], ["Z"], lambda n: f"+{n}", longest=8))
    A
    1
    +2
    Z
    """
    for kept in range(len(lines), -1, -1):
        rest = [more(len(lines) - kept)] if kept < len(lines) else []
        text = "\n".join([*head, *lines[:kept], *rest, *tail])
        if len(text) <= longest:
            return text
    return text[:longest]


def _short(text: str) -> str:
    """Return a name that leaves room for what has to be said."""
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"
