"""Rules that an office writes down itself (sheet Aturan): who has to be where, how many, in what order.

A hard one is kept by every plan; a soft one has a price for each breach. A breach is counted the same way for
both: villages not visited, visits that should not be, people short or too many, trips that leave one of the
villages out, visits that come too early.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from planner.domain.teams import Team

Kind = Literal["FIX", "FORBID", "MUST", "MIN", "MAX", "TOGETHER", "ORDER"]
KINDS: tuple[Kind, ...] = get_args(Kind)

MOST_NAMED = 4  # villages that a sentence names

DayVisits = tuple[str, date, bool, tuple[tuple[str, int], ...]]
"""One team-day: team id, date, whether it starts at the base, and (village id, people) of its stops."""


@dataclass(frozen=True, slots=True)
class Directive:
    """One rule of the office.

    Parameters
    ----------
    id
        Short name, unique among directives.
    kind
        ``FIX``: the team (any, when none is named) visits each village between the dates. ``MUST``: the same,
        as offices write it without a team. ``FORBID``: it does not. ``MIN``, ``MAX``: at least, at most
        ``people`` are recorded in all villages together. ``TOGETHER``: a trip that serves one of the villages
        serves all of them. ``ORDER``: no village is served before, or on, the last day of service of the ones
        that stand before it.
    villages
        Codes, in order.
    team
        Id of the team; empty for all.
    first, last
        Dates between which it holds, both included; ``None`` where it is open. Only ``FIX``, ``FORBID`` and
        ``MUST`` may have a team or dates.
    people
        Of ``MIN`` and ``MAX``.
    price
        People who may be given up for each breach; ``None`` for a hard rule.
    reason, author
        Why, and who wants it.
    """

    id: str
    kind: Kind
    villages: tuple[str, ...]
    team: str = ""
    first: date | None = None
    last: date | None = None
    people: int = 0
    price: float | None = None
    reason: str = ""
    author: str = ""

    @property
    def asks_for_visits(self) -> bool:
        """Whether it wants each of its villages visited; then it may be kept in some of them."""
        return self.kind in ("FIX", "MUST")

    @property
    def is_hard(self) -> bool:
        """Whether every plan has to keep it."""
        return self.price is None

    @property
    def said(self) -> str:
        """The rule in one line, as an office would read it in either language.

        >>> Directive("A1", "FIX", ("53.01.01.2001",), "T1", date(2018, 5, 7), reason="pasar").said
        'FIX T1 53.01.01.2001, 2018-05-07 - (pasar)'
        """
        named = self.villages if len(self.villages) <= MOST_NAMED else (*self.villages[:MOST_NAMED], "...")
        words = [self.kind, self.team, " ".join(named)]
        words += [f"{self.people}"] if self.kind in ("MIN", "MAX") else []
        dates = " - ".join(day.isoformat() if day else "" for day in (self.first, self.last))
        said = " ".join(word for word in words if word) + (
            f", {dates.strip()}" if self.first or self.last else ""
        )
        return f"{said} ({self.reason})" if self.reason else said

    def holds(self, team_id: str, day: date) -> bool:
        """Return whether it speaks of a team on a day."""
        return (
            self.team in ("", team_id)
            and (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
        )

    def faults(self) -> Iterator[str]:
        """Yield what makes no sense in it, one sentence each."""
        if self.kind not in KINDS:
            yield f"kind is {self.kind!r}; known are {', '.join(KINDS)}"
        if not self.villages:
            yield "it names no village"
        if len(set(self.villages)) < len(self.villages):
            yield "it names a village twice"
        if self.kind in ("TOGETHER", "ORDER") and len(self.villages) < 2:
            yield f"{self.kind} needs two villages or more"
        if self.kind not in ("FIX", "FORBID", "MUST") and (self.team or self.first or self.last):
            yield f"{self.kind} holds for all teams and days; name neither"
        if self.first and self.last and self.last < self.first:
            yield f"it ends on {self.last}, before it begins on {self.first}"
        if self.people < (self.kind == "MIN") or (self.people and self.kind not in ("MIN", "MAX")):
            yield f"people is {self.people}; MIN needs 1 or more, MAX 0 or more, others none"
        if self.price is not None and not 0 < self.price < float("inf"):
            yield f"price is {self.price}; expected more than 0"


def most_breaches(directive: Directive) -> int:
    """Return how often a plan that records nobody breaches a directive.

    >>> most_breaches(Directive("A", "MUST", ("53.01.01.2001", "53.01.01.2002")))
    2
    """
    return _BREACHES[directive.kind](directive, ())


def breaches(directive: Directive, days: Sequence[DayVisits]) -> int:
    """Return how often team-days, in order of team and date, breach a directive; 0 when it is kept."""
    return _BREACHES[directive.kind](directive, days)


def unvisited(directive: Directive, days: Sequence[DayVisits]) -> tuple[str, ...]:
    """Return the villages of a ``FIX`` or ``MUST`` that are not visited when they should be."""
    seen = {v for team, day, _, stops in days if directive.holds(team, day) for v, _ in stops}
    return tuple(village for village in directive.villages if village not in seen)


def _unvisited(directive: Directive, days: Sequence[DayVisits]) -> int:
    return len(unvisited(directive, days))


def _forbidden(directive: Directive, days: Sequence[DayVisits]) -> int:
    """Return how many visits there are that should not be."""
    here = set(directive.villages)
    return sum(v in here for team, day, _, stops in days if directive.holds(team, day) for v, _ in stops)


def _recorded(directive: Directive, days: Sequence[DayVisits]) -> int:
    here = set(directive.villages)
    return sum(people for *_, stops in days for v, people in stops if v in here)


def _short(directive: Directive, days: Sequence[DayVisits]) -> int:
    return max(0, directive.people - _recorded(directive, days))


def _over(directive: Directive, days: Sequence[DayVisits]) -> int:
    return max(0, _recorded(directive, days) - directive.people)


def _apart(directive: Directive, days: Sequence[DayVisits]) -> int:
    """Return how many trips serve some of the villages and not all."""
    here = set(directive.villages)
    trips: list[set[str]] = []
    for _, _, is_from_base, stops in days:
        if is_from_base or not trips:
            trips.append(set())
        trips[-1] |= here & {v for v, _ in stops}
    return sum(1 for trip in trips if 0 < len(trip) < len(here))


def _early(directive: Directive, days: Sequence[DayVisits]) -> int:
    """Return how many pairs of villages are served in the wrong order."""
    served: dict[str, list[date]] = {village: [] for village in directive.villages}
    for _, day, _, stops in days:
        for village, _ in stops:
            if village in served:
                served[village].append(day)
    found = 0
    for n, before in enumerate(directive.villages):
        for after in directive.villages[n + 1 :]:
            if served[before] and served[after] and min(served[after]) <= max(served[before]):
                found += 1
    return found


_BREACHES = {
    "FIX": _unvisited,
    "MUST": _unvisited,
    "FORBID": _forbidden,
    "MIN": _short,
    "MAX": _over,
    "TOGETHER": _apart,
    "ORDER": _early,
}


def forbids(directives: Sequence[Directive], team: Team, village_id: str, day: date) -> bool:
    """Return whether a hard directive keeps a team out of a village on a day."""
    return any(
        d.kind == "FORBID" and d.is_hard and village_id in d.villages and d.holds(team.id, day)
        for d in directives
    )
