"""The questions of ``--if``: a handful of sentences in two languages, and what each changes in a problem.

Nothing is guessed. A sentence that is none of :data:`SENTENCES`, or that names a team, village or base that
the project does not know for sure, is a fault; all faults are told at once.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from planner.domain.left import directives_left
from planner.domain.places import Base, Village
from planner.domain.problem import Problem
from planner.domain.teams import Team
from planner.errors import Fault, InputError, ProblemError
from planner.inputs import cells
from planner.signs import without_hidden

SENTENCES = (
    "T2 sakit 2018-05-16 | T2 sick on 2018-05-16",
    "Tim 2 sakit 16 Mei 2018 s.d. 18 Mei 2018",
    "tambah 1 tim di B | add 1 team at B",
    "tanpa desa 53.01.01.2001 | without 53.01.01.2001",
    "tenggat 2018-06-20 | deadline 2018-06-20",
    "libur 2018-05-16 | holiday 2018-05-16",
    "alat B -1 | kits B -1",
)  # one of each kind, as they are shown where one is not understood
MOST_TEAMS = 50  # that one sentence adds
MOST_NAMED = 10  # that a fault lists

Change = Callable[[Problem], Problem]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wish:
    """One sentence of a question.

    Parameters
    ----------
    said
        The sentence.
    change
        Problem -> the problem in which it holds.
    """

    said: str
    change: Change


def wishes_of(text: str, problem: Problem) -> tuple[Wish, ...]:
    """Return the sentences of a question, parted by ``;``.

    Raises
    ------
    InputError
        With one fault for each sentence that is not understood or speaks of something unknown, and at the
        first one that fits no other.
    """
    faults, wishes = [], []
    for part in (part.strip() for part in without_hidden(text).split(";")):
        try:
            if part:
                wishes.append(_wish(part, problem))
        except ValueError as error:
            faults.append(Fault("--if", str(error), value=part))
    if not wishes and not faults:
        faults.append(Fault("--if", _known(), value=text))
    if faults:
        raise InputError(faults)
    return tuple(wishes)


def with_wishes(problem: Problem, wishes: Iterable[Wish]) -> Problem:
    """Return the problem in which all wishes hold, each on top of those before it.

    Raises
    ------
    InputError
        When one of them does not fit the problem as the others have changed it.
    """
    for wish in wishes:
        try:
            problem = wish.change(problem)
        except (ValueError, ProblemError) as error:
            raise InputError([Fault("--if", str(error), value=wish.said)]) from None
    return problem


def _wish(said: str, problem: Problem) -> Wish:
    """Return one sentence, tried on the problem.

    Raises
    ------
    ValueError
        When it is none that is known, or does not fit the problem.
    """
    sentence = cells.name(said)
    for pattern, meaning in _GRAMMAR:
        found = pattern.fullmatch(sentence)
        if found:
            change = meaning(problem, *found.groups())
            try:
                change(problem)
            except ProblemError as error:
                raise ValueError(str(error)) from None
            return Wish(said, change)
    raise ValueError(_known())


def _known() -> str:
    return f"this is no sentence that is understood; known are: {'; '.join(SENTENCES)}"


def _away(problem: Problem, who: str, when: str) -> Change:
    team, days = _team(problem, who), _days(problem, when)

    def change(problem: Problem) -> Problem:
        teams = (replace(t, away=t.away | days) if t.id == team.id else t for t in problem.teams)
        return problem.replace(teams=tuple(teams))

    return change


def _more_teams(problem: Problem, count: str, where: str) -> Change:
    base, number = _base(problem, where), int(count)
    like = next((team for team in problem.teams if team.base == base.id), None)
    if like is None:
        raise ValueError(f"no team starts from {base.id}, so nobody knows what one more is like")
    if not 1 <= number <= MOST_TEAMS:
        raise ValueError(f"expected 1 to {MOST_TEAMS} teams")

    def change(problem: Problem) -> Problem:
        teams = list(problem.teams)
        for _ in range(number):
            taken = {name for team in teams for name in (team.id, team.name)}
            name = next(n for k in range(1, len(taken) + 2) if (n := f"{like.id}+{k}") not in taken)
            teams.append(replace(like, id=name, name=name, away=frozenset()))
        return problem.replace(teams=tuple(teams))

    return change


def _without(problem: Problem, where: str) -> Change:
    village = village_named(problem, where)

    def change(problem: Problem) -> Problem:
        """Nobody waits there any more; teams may still sleep there and pass through."""
        villages = (
            replace(v, backlog=0, guests=(), counted=None) if v.id == village.id else v
            for v in problem.villages
        )
        directives = directives_left(problem.rules.directives, (), {}, {village.id})
        return problem.replace(villages=tuple(villages), rules=replace(problem.rules, directives=directives))

    return change


def _deadline(problem: Problem, when: str) -> Change:
    last = _day(when)
    return lambda problem: problem.replace(calendar=replace(problem.calendar, last=last))


def _holiday(problem: Problem, when: str) -> Change:
    days = _days(problem, when)

    def change(problem: Problem) -> Problem:
        holidays = dict(problem.calendar.holidays) | dict.fromkeys(days, "--if")
        return problem.replace(calendar=replace(problem.calendar, holidays=holidays))

    return change


def _kits(problem: Problem, where: str, count: str) -> Change:
    base = _base(problem, where)
    if base.kits is None:
        raise ValueError(f"every team of {base.id} has its own kit; the project counts none there")

    def change(problem: Problem) -> Problem:
        kits = (problem.base[base.id].kits or 0) + int(count)
        if kits < 0:
            raise ValueError(f"{base.id} has {problem.base[base.id].kits} kits")
        bases = (replace(b, kits=kits) if b.id == base.id else b for b in problem.bases)
        return problem.replace(bases=tuple(bases))

    return change


def _team(problem: Problem, said: str) -> Team:
    """Return the team of that id or name; ``Tim`` or ``team`` may stand before it."""
    names = {said, re.sub(r"^(?:tim|team)\s+", "", said, flags=re.IGNORECASE)}
    found = [t for t in problem.teams if _is_named(names, t.id, t.name)]
    return _only(found, "team", said, [f"{t.id} ({t.name})" for t in problem.teams])


def _base(problem: Problem, said: str) -> Base:
    found = [b for b in problem.bases if _is_named({said}, b.id, b.name)]
    return _only(found, "base", said, [f"{b.id} ({b.name})" for b in problem.bases])


def village_named(problem: Problem, said: str) -> Village:
    """Return the village of that code or name.

    Raises
    ------
    ValueError
        When there is none, or several share the name; they are listed with their districts.
    """
    if said in problem.village:
        return problem.village[said]
    found = [v for v in problem.villages if _is_named({said}, v.id, v.name)]
    alike = found or [v for v in problem.villages if said.strip().casefold() in v.name.casefold()]
    return _only(found, "village", said, [f"{v.id} {v.name} ({v.district})" for v in alike])


def _only(found: Sequence[T], kind: str, said: str, known: Sequence[str]) -> T:
    """Return the one that was found, or stop with those it may have been."""
    if len(found) == 1:
        return found[0]
    several = f"{len(found)} {kind}s are called" if found else f"there is no {kind}"
    shown = ", ".join(known[:MOST_NAMED]) + (", ..." if len(known) > MOST_NAMED else "")
    which = "choose by code" if found else "known"
    raise ValueError(f"{several} {said!r}" + (f"; {which}: {shown}" if known else ""))


def _is_named(said: Iterable[str], *names: str) -> bool:
    known = {_plain(name) for name in names}
    return any(_plain(name) in known for name in said)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _days(problem: Problem, when: str) -> frozenset[date]:
    """Return days of the project's calendar."""
    days = cells.days(re.sub(r"\s+(?:to|until)\s+", " s.d. ", when))
    first, last = problem.calendar.first, problem.calendar.last
    if not any(first <= day <= last for day in days):
        raise ValueError(f"the plan is from {first} to {last}")
    return days


def _day(when: str) -> date:
    return cells.day(when)


_GRAMMAR: tuple[tuple[re.Pattern[str], Callable[..., Change]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), meaning)
    for pattern, meaning in (
        (r"(?:tambah|add)\s+(\d{1,4})\s+(?:tim|teams?)\s+(?:di|at)\s+(.+)", _more_teams),
        (r"(?:tanpa|without)\s+(?:desa\s+|village\s+)?(.+)", _without),
        (r"(?:tenggat|deadline)\s+(?:on\s+)?(.+)", _deadline),
        (r"(?:libur|holiday)\s+(?:on\s+)?(.+)", _holiday),
        (r"(?:alat|kits?)\s+(?:di\s+|at\s+)?(.+?)\s+([+-]\d{1,4})", _kits),
        (r"(.+?)\s+(?:sakit|cuti|sick|away)\s+(?:on\s+|tanggal\s+|pada\s+)?(.+)", _away),
    )
)
