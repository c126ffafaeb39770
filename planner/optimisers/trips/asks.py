"""What is asked of a plan beyond people: quotas of people, and visits, with a price for each shortfall.

A quota or an ask has a sign: +1 where at least as much is wanted as its target, -1 where at most. Both fall
short by ``max(0, sign * (target - reached))``, which is what the rows (7) and (9) of ``docs/model.md`` say.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.directives import Directive
from planner.domain.problem import Problem

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

VISITS = ("FIX", "MUST", "FORBID")  # kinds of directives that speak of visits


@dataclass(frozen=True, eq=False)
class Quotas:
    """People to be recorded in some villages together: floors of kecamatan, ``MIN`` and ``MAX``.

    Parameters
    ----------
    member
        Whether a village counts, shape (quotas, m).
    people
        The target of each, shape (quotas,).
    sign
        +1 for at least, -1 for at most.
    price
        Of one person short or too many, in people. At most 1 where too many are recorded: they can as well be
        left out of the plan.
    limit
        What the linear program takes for it: as much, or less where a hard one can be kept for less.
    """

    member: NDArray[np.bool_]
    people: IntArray
    sign: IntArray
    price: FloatArray
    limit: FloatArray

    def short(self, got: IntArray) -> FloatArray:
        """Return by how much the people recorded in each village, shape (m,), miss each quota."""
        return np.maximum(0, self.sign * (self.people - self.member @ got))


@dataclass(frozen=True, eq=False)
class Asks:
    """Visits that are asked for, or unwelcome; one row for each village of a directive.

    Parameters
    ----------
    place
        Number of the village, shape (asks,).
    sign, target
        +1 and 1 visit at least, or -1 and 0 at most.
    price
        Of each one missing or too many, in people.
    limit
        What the linear program takes for it, as in :class:`Quotas`.
    directives
        To which each belongs.
    together
        Numbers of the villages of each hard or soft ``TOGETHER``, and its price.
    order
        Pairs of villages of which the first is served before the second, and the price.
    lost
        Price of what is asked of villages that no team can serve.
    """

    place: IntArray
    sign: IntArray
    target: IntArray
    price: FloatArray
    limit: FloatArray
    directives: tuple[Directive, ...]
    together: tuple[tuple[tuple[int, ...], float], ...]
    order: tuple[tuple[int, int, float], ...]
    lost: float

    def held_by(self, team: str, block: tuple[date, ...]) -> NDArray[np.bool_]:
        """Return which asks speak of a team on some days, shape (days, asks)."""
        held = [[d.holds(team, day) for d in self.directives] for day in block]
        return np.array(held, dtype=bool).reshape(len(block), len(self.directives))


def hard_price(problem: Problem) -> float:
    """Return what a breach of a hard directive costs, in people: more than any plan can record.

    With floors a person may be worth more than one.
    """
    return float(problem.backlog + problem.rules.price_of_floors + 1)


def quotas_of(problem: Problem, village_ids: tuple[str, ...]) -> Quotas:
    """Return the floors of a problem, and its ``MIN`` and ``MAX``."""
    hard, rules = hard_price(problem), problem.rules
    villages = [problem.village[village] for village in village_ids]
    amounts = [d for d in rules.directives if d.kind in ("MIN", "MAX")]
    member = [[v.district_id == floor.district_id for v in villages] for floor in rules.floors]
    member += [[v.id in d.villages for v in villages] for d in amounts]
    sign = [1] * len(rules.floors) + [1 if d.kind == "MIN" else -1 for d in amounts]
    price = [floor.price for floor in rules.floors]
    for d in amounts:
        own = hard if d.price is None else d.price
        price.append(own if d.kind == "MIN" else min(own, 1.0))
    people = [floor.people for floor in rules.floors] + [d.people for d in amounts]
    return Quotas(
        np.array(member, dtype=bool).reshape(len(people), len(villages)),
        np.array(people, dtype=np.int64),
        np.array(sign, dtype=np.int64),
        np.array(price, dtype=float),
        np.array(price, dtype=float),
    )


def asks_of(problem: Problem, village_ids: tuple[str, ...]) -> Asks:
    """Return the visits that directives ask for or dislike, hard ``FORBID`` left out: it closes villages."""
    position, hard = {village: n for n, village in enumerate(village_ids)}, hard_price(problem)
    rows: list[tuple[int, int, float, Directive]] = []
    together: list[tuple[tuple[int, ...], float]] = []
    order: list[tuple[int, int, float]] = []
    lost = 0.0
    for d in problem.rules.directives:
        price = hard if d.price is None else d.price
        known = [position[village] for village in d.villages if village in position]
        if d.kind in VISITS and not (d.kind == "FORBID" and d.is_hard):
            rows += [(place, -1 if d.kind == "FORBID" else 1, price, d) for place in known]
            lost += 0.0 if d.kind == "FORBID" else price * (len(d.villages) - len(known))
        elif d.kind == "TOGETHER":
            missing = len(known) < len(d.villages)  # then no trip can serve all: none may serve one
            together += [((*known, -1) if missing else tuple(known), price)]
        elif d.kind == "ORDER":
            order += [(a, b, price) for n, a in enumerate(known) for b in known[n + 1 :]]
    sign = np.array([row[1] for row in rows], dtype=np.int64)
    prices = np.array([row[2] for row in rows], dtype=float)
    return Asks(
        np.array([row[0] for row in rows], dtype=np.int64),
        sign,
        np.maximum(sign, 0),
        prices,
        prices,
        tuple(row[3] for row in rows),
        tuple(together),
        tuple(order),
        lost,
    )
