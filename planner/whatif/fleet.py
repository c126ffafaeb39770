"""More or fewer teams of a project: the first ones, then further ones in a fixed order."""

import dataclasses
from collections.abc import Callable

from planner.domain.problem import Problem
from planner.domain.teams import Team

BEST = "best"  # instead of a base: where the last proof says that a team-day is worth most


class Fleet:
    """The teams of a project in the order in which they come, so that more teams are the same and some.

    Parameters
    ----------
    problem
        The project; its own teams come first.
    at
        Id of the base that gets every further team. Empty: copies of the project's teams in turn. ``best``:
        the base that ``richest`` names when a team is added.
    richest
        Returns the base at which a team-day is worth most; empty when that is not known, and then copies come
        in turn.

    Raises
    ------
    ValueError
        When there is no such base.
    """

    def __init__(self, problem: Problem, at: str = "", richest: Callable[[], str] = str) -> None:
        if at not in ("", BEST, *problem.base):
            raise ValueError(f"there is no base {at!r}; known are {', '.join(problem.base)}")
        self._problem, self._at, self._richest = problem, at, richest
        self._teams = list(problem.teams)
        self._taken = {team.id for team in problem.teams}

    def problem(self, count: int) -> Problem:
        """Return the project with ``count`` teams.

        Raises
        ------
        ValueError
            When teams are to be added to a project that has none, or ``count`` is negative.
        """
        if count < 0 or (count > 0 and not self._problem.teams):
            raise ValueError(f"cannot make {count} teams from {len(self._problem.teams)}")
        base = self._richest() if self._at == BEST else self._at
        while len(self._teams) < count:
            self._teams.append(self._next(base))
        return _with(self._problem, tuple(self._teams[:count]))

    def _next(self, base: str) -> Team:
        """Return one more team like the one whose turn it is, without its days of leave."""
        number = len(self._teams)
        alike = [team for team in self._problem.teams if base in ("", team.base)]
        model = (alike or self._problem.teams)[number % len(alike or self._problem.teams)]
        name = f"Tim {number + 1}"
        while name in self._taken:
            name += "+"
        self._taken.add(name)
        return dataclasses.replace(model, id=name, name=name, base=base or model.base, away=frozenset())


def _with(problem: Problem, teams: tuple[Team, ...]) -> Problem:
    """Return a project with some teams; rules that name others are void, or given up if they want visits."""
    ids, rules = {team.id for team in teams}, problem.rules
    void = [rule for rule in rules.directives if rule.team and rule.team not in ids]
    kept = tuple(rule for rule in rules.directives if rule not in void)
    lost = tuple(rule for rule in void if rule.is_hard and rule.asks_for_visits)
    rules = dataclasses.replace(rules, directives=kept, given_up=(*rules.given_up, *lost))
    return problem.replace(teams=teams, rules=rules if void else problem.rules)


def with_teams(problem: Problem, count: int, at: str = "") -> Problem:
    """Return ``problem`` with ``count`` teams: the first ones, then copies, all at one base or in turn.

    Raises
    ------
    ValueError
        When teams are to be added to a problem without any, ``count`` is negative, or there is no such base.
    """
    return Fleet(problem, at).problem(count)
