"""The linear program over tours: who stays unrecorded when tours share the runs at hand.

    minimise    sum_v left_v                                                      (1)
    subject to  left_v + sum_t people_vt * x_t >= backlog_v     every village v   (2)
                sum_(t of kind k) x_t <= runs_k                 every kind k      (3)
                left_v, x_t >= 0

The dual of (2) is what recording one more person of a village is worth (0 where enough tours pass by
already, 1 where nobody comes), the dual of (3) the people that one more run of a kind would record.
Numbers as in ``docs/model.md``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pulp
from numpy.typing import NDArray

from planner.optimisers._highs import LinearProgram
from planner.optimisers.trips.pricing import People, Tour
from planner.optimisers.trips.runs import Field

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prices:
    """What the linear program says of people and runs.

    Parameters
    ----------
    recorded
        People recorded by its (fractional) solution.
    used
        How often each tour is made, in the order they were added.
    worth
        Of one person recorded in each village, shape (m,), between 0 and 1.
    of_runs
        People that one more run of each kind would record, shape (kinds,).
    """

    recorded: float
    used: FloatArray
    worth: FloatArray
    of_runs: FloatArray


class Master:
    """The linear program of a field, fed with tours."""

    def __init__(self, field: Field, backlog: People, runs: People) -> None:
        self.tours: list[Tour] = []
        self._villages = len(field.village_ids)
        self._waiting = int(backlog.sum())
        self._program = LinearProgram(state(field, backlog, runs, ()))

    def add(self, tour: Tour) -> None:
        """Let the program use one more tour."""
        rows = [*tour.villages, self._villages + tour.kind]
        self._program.add_column(0.0, rows, [*tour.people, 1.0])
        self.tours.append(tour)

    def solve(self) -> Prices:
        """Return the optimal solution and its prices."""
        answer, duals = self._program.solve()
        return Prices(
            recorded=self._waiting - answer.objective,
            used=answer.values[self._villages :],
            worth=np.clip(duals[: self._villages], 0.0, 1.0),
            of_runs=np.maximum(0.0, -duals[self._villages :]),
        )


def state(
    field: Field, backlog: People, runs: People, tours: Sequence[Tour], *, whole: bool = False
) -> pulp.LpProblem:
    """Return equations (1) to (3) in PuLP; ``whole`` makes tours whole numbers.

    ``backlog`` are the people still waiting in each village, ``runs`` the runs of each kind still free.
    """
    model = pulp.LpProblem("tours", pulp.LpMinimize)
    left = [pulp.LpVariable(f"left_{_name(village)}", lowBound=0) for village in field.village_ids]
    kind = pulp.LpInteger if whole else pulp.LpContinuous
    made = [pulp.LpVariable(f"tour_{n}", lowBound=0, cat=kind) for n in range(len(tours))]
    model.setObjective(pulp.LpAffineExpression([(variable, 1) for variable in left]))
    passing: list[list[tuple[pulp.LpVariable, float]]] = [[(variable, 1)] for variable in left]
    sharing: list[list[tuple[pulp.LpVariable, float]]] = [[] for _ in field.kinds]
    for variable, tour in zip(made, tours, strict=True):
        sharing[tour.kind].append((variable, 1))
        for village, people in zip(tour.villages, tour.people, strict=True):
            passing[village].append((variable, people))
    for village_id, terms, people in zip(field.village_ids, passing, backlog, strict=True):
        _row(model, f"backlog_{_name(village_id)}", terms, pulp.LpConstraintGE, int(people))
    for number, terms in enumerate(sharing):
        _row(model, f"runs_{number}", terms, pulp.LpConstraintLE, int(runs[number]))
    return model


def _row(
    model: pulp.LpProblem, name: str, terms: list[tuple[pulp.LpVariable, float]], sense: int, side: int
) -> None:
    model.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, name, side))


def _name(village_id: str) -> str:
    """Return a village id as the LP format allows it in names."""
    return village_id.replace(".", "_")
