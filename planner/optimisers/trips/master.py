"""The linear program over tours: who stays unrecorded when tours share the runs at hand.

    minimise    sum_v left_v + sum_q price_q * short_q                            (1)
    subject to  left_v + sum_t people_vt * x_t >= backlog_v     every village v   (2)
                sum_(t of kind k) x_t <= runs_k                 every kind k      (3)
                left_v, short_k, x_t >= 0

and a row for each thing that is scarce: kits (5), budget (6), quotas (7), layers (8), asks (9). The dual of
(2) is what recording one more person of a village is worth (0 where enough tours pass by already, 1 where
nobody comes and no quota asks for more), the dual of (3) the people that one more run of a kind would record.
Numbers as in ``docs/model.md``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pulp
from numpy.typing import NDArray

from planner.optimisers._highs import LinearProgram
from planner.optimisers.trips.prices import Prices, Rows
from planner.optimisers.trips.pricing import People, Tour

FloatArray = NDArray[np.float64]
Terms = list[tuple[pulp.LpVariable, float]]


@dataclass(frozen=True, slots=True)
class Solution:
    """What the linear program says of tours, people and runs.

    Parameters
    ----------
    value
        People recorded by its (fractional) solution, less the price of what kecamatan are short of.
    used
        How often each tour is made, in the order they were added.
    prices
        Of all rows but those of the runs.
    of_runs
        People that one more run of each kind would record, shape (kinds,).
    short
        By how much each quota and each ask is missed, shape (quotas + asks,).
    """

    value: float
    used: FloatArray
    prices: Prices
    of_runs: FloatArray
    short: FloatArray


class Master:
    """The linear program of some rows, fed with tours."""

    def __init__(self, rows: Rows, runs: People) -> None:
        self.tours: list[Tour] = []
        self._rows = rows
        self._program = LinearProgram(state(rows, runs, ()))

    def add(self, tour: Tour) -> None:
        """Let the program use one more tour."""
        rows, entries = self._rows.column(tour)
        self._program.add_column(0.0, [*rows, sum(self._rows.sizes) + tour.kind], [*entries, 1.0])
        self.tours.append(tour)

    def solve(self) -> Solution:
        """Return the optimal solution and its prices."""
        answer, duals = self._program.solve()
        villages, kits, budget, quotas, _, asks = sizes = self._rows.sizes
        vector = duals[: sum(sizes)].copy()
        vector[villages : villages + kits + budget] *= -1.0  # of rows that limit from above
        return Solution(
            value=float(self._rows.backlog.sum()) - answer.objective - self._rows.field.asks.lost,
            used=answer.values[villages + quotas + asks :],
            prices=self._rows.prices(vector),
            of_runs=np.maximum(0.0, -duals[sum(sizes) :]),
            short=answer.values[villages : villages + quotas + asks],
        )


def state(rows: Rows, runs: People, tours: Sequence[Tour], *, whole: bool = False) -> pulp.LpProblem:
    """Return the equations in PuLP; ``whole`` makes tours whole numbers.

    ``runs`` are the runs of each kind still free.
    """
    field = rows.field
    model = pulp.LpProblem("tours", pulp.LpMinimize)
    left = [pulp.LpVariable(f"left_{_name(village)}", lowBound=0) for village in field.village_ids]
    quotas, asks = field.quotas, field.asks
    prices = [*quotas.price, *asks.price] if whole else [*quotas.limit, *asks.limit]
    short = [pulp.LpVariable(f"short_{n}", lowBound=0) for n in range(len(prices))]
    kind = pulp.LpInteger if whole else pulp.LpContinuous
    made = [pulp.LpVariable(f"tour_{n}", lowBound=0, cat=kind) for n in range(len(tours))]
    weighted = [(variable, price) for variable, price in zip(short, prices, strict=True)]
    model.setObjective(pulp.LpAffineExpression([*((variable, 1) for variable in left), *weighted]))
    terms = _terms(rows, left, short)
    sharing: list[Terms] = [[] for _ in field.kinds]
    for variable, tour in zip(made, tours, strict=True):
        sharing[tour.kind].append((variable, 1))
        for row, entry in zip(*rows.column(tour), strict=True):
            terms[row].append((variable, entry))
    senses = _senses(rows)
    for number, (line, (name, sense)) in enumerate(zip(terms, senses, strict=True)):
        _row(model, name, line, sense, float(rows.right_sides[number]))
    for number, line in enumerate(sharing):
        _row(model, f"runs_{number}", line, pulp.LpConstraintLE, int(runs[number]))
    return model


def _terms(rows: Rows, left: list[pulp.LpVariable], short: list[pulp.LpVariable]) -> list[Terms]:
    """Return the rows (2) and (5) to (9) without tours."""
    _, kits, budget, quotas, _, asks = rows.sizes
    people: list[Terms] = [[(variable, 1.0)] for variable in left]
    nothing: list[Terms] = [[] for _ in range(kits + budget)]
    member, sign = rows.field.quotas.member, rows.field.quotas.sign
    people_asked: list[Terms] = [
        [(short[n], 1.0), *((left[v], -float(sign[n])) for v in np.flatnonzero(member[n]))]
        for n in range(quotas)
    ]
    coming: list[Terms] = [[(variable, 1.0)] for variable in left for _ in range(rows.layers.shape[1])]
    visits_asked: list[Terms] = [[(variable, 1.0)] for variable in short[quotas : quotas + asks]]
    return [*people, *nothing, *people_asked, *coming, *visits_asked]


def _senses(rows: Rows) -> list[tuple[str, int]]:
    """Return name and sense of the rows (2) and (5) to (9)."""
    villages = [_name(village) for village in rows.field.village_ids]
    least, most = pulp.LpConstraintGE, pulp.LpConstraintLE
    _, kits, budget, quotas, _, asks = rows.sizes
    return [
        *((f"backlog_{village}", least) for village in villages),
        *((f"kits_{n}", most) for n in range(kits)),
        *[("budget", most)] * budget,
        *((f"quota_{n}", least) for n in range(quotas)),
        *((f"layer_{village}_{n}", least) for village in villages for n in range(rows.layers.shape[1])),
        *((f"ask_{n}", least) for n in range(asks)),
    ]


def _row(model: pulp.LpProblem, name: str, terms: Terms, sense: int, side: float) -> None:
    model.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, name, side))


def _name(village_id: str) -> str:
    """Return a village id as the LP format allows it in names."""
    return village_id.replace(".", "_")
