"""What one more of everything would bring: from the proof where it has a price, else by solving again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.whatif.row import most_recorded, reach_of, within_reach
from planner.whatif.series import Clock, Engine

How = Literal["proof", "solved again"]
LINEAR = ("million rupiah",)  # a single row of the program, so its price limits what one more brings


@dataclass(frozen=True, slots=True)
class Price:
    """What one more of something brings.

    Parameters
    ----------
    thing
        ``team-day``, ``kit-day``, ``million rupiah``, ``kit`` (on all days) or ``night`` (one more night in a
        row for every team).
    base
        Id of the base; empty for what all share.
    people
        By the proof: what one more is worth on average. Solved again: people that the new plan records more.
    most
        People that any plan with one more of it records more at most than the plan it is compared with;
        ``None`` without a bound, and where ``people`` is the mean over unlike days or teams.
    how
        ``proof``: the dual value of the linear program. ``solved again``: a second plan, with one more of it.
    """

    thing: str
    base: str
    people: float
    most: float | None
    how: How


def prices_of(plan: Plan, engine: Engine, clock: Clock) -> tuple[Price, ...]:
    """Return what one more of everything would bring to a plan.

    Team-days, kit-days and rupiah have a price in the proof. A kit, which works on all days, and a night,
    which changes what tours there are, have none: they are added, and solved again within the clock.
    """
    reach = reach_of(plan.problem, plan.problem)
    open_ = (most_recorded(plan, reach) or 0) - plan.recorded
    room = within_reach(plan.problem, reach) - plan.recorded
    found = [
        Price(m.thing, m.base, m.people, min(room, open_ + m.people) if m.thing in LINEAR else None, "proof")
        for m in plan.outcome.marginals
    ]
    more = list(_with_one_more(plan.problem))
    for number, (thing, base, problem) in enumerate(more):
        if engine.is_cancelled() or clock.is_over:
            break
        other = engine.solve(problem, f"one more {thing}", [plan], clock.share(len(more) - number))
        most = most_recorded(other, reach_of(problem, problem))
        brings = max(0, other.recorded - plan.recorded)
        found.append(
            Price(thing, base, brings, None if most is None else max(0, most - plan.recorded), "solved again")
        )
    return tuple(found)


def _with_one_more(problem: Problem) -> Iterator[tuple[str, str, Problem]]:
    """Yield (thing, base, problem with one more of it)."""
    for base in problem.bases:
        teams = sum(team.base == base.id for team in problem.teams)
        if base.kits is not None and base.kits - max(base.kits_at_office) < teams:
            bases = tuple(
                replace(other, kits=other.kits + 1) if other is base and other.kits is not None else other
                for other in problem.bases
            )
            yield "kit", base.id, problem.replace(bases=bases)
    if problem.teams:
        teams_ = tuple(replace(team, max_nights=team.max_nights + 1) for team in problem.teams)
        yield "night", "", problem.replace(teams=teams_)
