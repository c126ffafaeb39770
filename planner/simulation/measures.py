"""What an office could do: each measure as a changed problem, changed chances or a spare kit."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.chances import Chances
from planner.domain.problem import Problem
from planner.domain.teams import Team

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Option:
    """A measure before it is tried.

    Parameters
    ----------
    kind, base
        As of :class:`planner.simulation.answer.Measure`.
    problem, chances
        With the measure; ``problem`` is the very same where no other plan is needed.
    spare_kits
        Ids of bases with a kit more than teams.
    """

    kind: str
    base: str
    problem: Problem
    chances: Chances
    spare_kits: tuple[str, ...] = ()


def options(problem: Problem, chances: Chances) -> Iterator[Option]:
    """Yield a team more at each base, a kit more at each, Saturdays, verified lists, a new plan alone.

    The last one tells what longer solving alone brings: every other measure has as long for its plan.
    """
    for base in problem.bases:
        if problem.teams:
            yield Option("team", base.id, _with_team(problem, base.id), chances)
    for base in problem.bases:
        if any(team.base == base.id for team in problem.teams):
            yield _with_kit(problem, base.id, chances)
    if SATURDAY not in problem.calendar.weekdays:
        weekdays = problem.calendar.weekdays | {SATURDAY}
        longer = dataclasses.replace(problem.calendar, weekdays=weekdays)
        yield Option("saturdays", "", problem.replace(calendar=longer), chances)
    yield _verified(problem, chances)
    yield Option("anew", "", problem.replace(), chances)


def _with_team(problem: Problem, base: str) -> Problem:
    """Return the problem with a copy of the first team of a base, or of the first of all."""
    own = [team for team in problem.teams if team.base == base]
    model: Team = (own or list(problem.teams))[0]
    number = len(problem.teams) + 1
    while f"Tim {number}" in problem.team:
        number += 1
    name = f"Tim {number}"
    added = dataclasses.replace(model, id=name, name=name, base=base, away=frozenset())
    return problem.replace(teams=(*problem.teams, added))


def _with_kit(problem: Problem, base_id: str, chances: Chances) -> Option:
    """Return a kit more: one to plan with where kits are counted, a spare one where each team has its own."""
    if problem.base[base_id].kits is None:
        return Option("kit", base_id, problem, chances, (base_id,))
    bases = tuple(
        dataclasses.replace(base, kits=(base.kits or 0) + 1) if base.id == base_id else base
        for base in problem.bases
    )
    return Option("kit", base_id, problem.replace(bases=bases), chances)


def _verified(problem: Problem, chances: Chances) -> Option:
    """Return better turnout, also in the rules where they speak of it."""
    better = dataclasses.replace(chances, turnout=chances.verified_turnout)
    if not problem.rules.turnout:
        return Option("verified", "", problem, better)
    rules = dataclasses.replace(problem.rules, turnout=chances.verified_turnout)
    return Option("verified", "", problem.replace(rules=rules), better)
