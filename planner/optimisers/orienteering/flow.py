"""A second bound, for long routes: which ways are used, with all paths sharing their time.

    minimise    sum_i -score_i * y_i                                            (5)
    subject to  x(start) = x(end) = paths                                       (6)
                x(ways at i) = 2 y_i                     every point i          (7)
                sum_e length_e * x_e <= paths * limit                           (8)
                x(ways out of S) >= 2 y_k                S, k in S              (9)
                0 <= x_e, y_i <= 1;  x of start-end at most paths

Any choice of routes is a solution: its ways are x, its visits y, and a set of points that it visits is
entered and left. So no routes are worth more than (5) says. The rows (9),
generalised subtour elimination (Fischetti, Salazar & Toth 1998 for one path), are added where they are
broken, by a least cut between a point and the ends. That paths share their time costs little where few paths
visit many points; where routes are short, ``bound`` is the better one.
"""

import numpy as np
import pulp
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from planner.optimisers._highs import LinearProgram
from planner.optimisers.orienteering.instance import FloatArray, Instance

Members = NDArray[np.bool_]

LENIENT = 1e-7  # share of the limit that paths may be longer here than in the search
NOISE = 1e-6  # of floating point, in scores
BROKEN = 0.02  # visits by which a row (9) must be broken to be added
ROWS = 60  # added in a round at most, the most broken ones
SCALE = 10_000  # flows are whole numbers


class FlowBound:
    """The linear program of an instance with the rows found so far.

    Parameters
    ----------
    instance
        What to bound.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        points = instance.reachable
        self.value = float(instance.scores[points].sum())
        self.is_closed = len(points) < 2
        self._ids = np.concatenate(([0], points, [len(instance.scores) - 1]))
        self._ends = np.array(np.triu_indices(len(self._ids), 1)).T
        self._known: set[tuple[int, bytes]] = set()
        if not self.is_closed:
            self._program = LinearProgram(_flows(instance, self._ids, self._ends))

    def one_round(self) -> None:
        """Solve, and add the rows that the solution breaks."""
        answer, duals = self._program.solve()
        self.value = min(self.value, NOISE - self._program.proven(duals))
        inner = len(self._ids) - 2
        visits, used = answer.values[:inner], answer.values[inner:]
        broken = sorted(self._broken(visits, used), key=lambda cut: -cut[0])[:ROWS]
        for _, members, point in broken:
            self._add(members, point)
        self.is_closed = not broken

    def _broken(self, visits: FloatArray, used: FloatArray) -> list[tuple[float, Members, int]]:
        """Return rows (9) that a solution breaks: by how much, the set, and its point k (from 0)."""
        n = len(self._ids)
        flows = np.zeros((n, n), np.int32)
        flows[self._ends[:, 0], self._ends[:, 1]] = np.rint(used * SCALE)
        flows += flows.T
        flows[0, n - 1] = flows[n - 1, 0] = n * SCALE  # start and end are one
        graph = csr_array(flows)
        found = []
        covered = np.zeros(n, bool)
        for point in np.argsort(-visits, kind="stable"):
            k = int(point) + 1
            if visits[point] <= BROKEN or covered[k]:
                continue
            flow = maximum_flow(graph, k, 0)
            if 2 * visits[point] - flow.flow_value / SCALE <= BROKEN:
                continue
            members = _reached(graph - flow.flow, k)
            key = (int(point), members.tobytes())
            if key not in self._known:
                self._known.add(key)
                covered |= members
                found.append((2 * float(visits[point]) - flow.flow_value / SCALE, members, int(point)))
        return found

    def _add(self, members: Members, point: int) -> None:
        """Add row (9) of a set; in the form with ways inside the set where that has fewer entries."""
        inside = members[self._ends].sum(axis=1)
        across = np.flatnonzero(inside == 1)
        within = np.flatnonzero(inside == 2)
        first = len(self._ids) - 2
        if len(across) <= len(within):
            self._program.add_row(0.0, np.inf, [*(first + across), point], [*np.ones(len(across)), -2.0])
            return
        others = np.array([i for i in np.flatnonzero(members) - 1 if i != point])
        columns = [*(first + within), *others]
        self._program.add_row(-np.inf, 0.0, columns, [*np.ones(len(within)), *-np.ones(len(others))])


def _reached(residual: csr_array, point: int) -> Members:
    """Return which points are on the side of ``point`` in a least cut, shape (n,)."""
    residual.data = np.maximum(residual.data, 0)
    residual.eliminate_zeros()
    members = np.zeros(residual.shape[0], bool)
    members[breadth_first_order(residual, point, return_predecessors=False)] = True
    return members


def _flows(instance: Instance, ids: NDArray[np.int64], ends: NDArray[np.int64]) -> pulp.LpProblem:
    """Return equations (5) to (8) in PuLP; first the y, then the x in the order of ``ends``.

    PuLP hands variables over by name, so names are made to sort that way.
    """
    model = pulp.LpProblem("flows", pulp.LpMinimize)
    last = len(ids) - 1
    visits = [pulp.LpVariable(f"visit_{ids[k]:05d}", 0, 1) for k in range(1, last)]
    used = [pulp.LpVariable(f"way_{ids[a]:05d}_{ids[b]:05d}", 0, 1) for a, b in ends]
    used[last - 1].upBound = instance.paths
    at: list[list[tuple[pulp.LpVariable, float]]] = [[] for _ in ids]
    for variable, (a, b) in zip(used, ends, strict=True):
        at[a].append((variable, 1.0))
        at[b].append((variable, 1.0))
    lengths = [
        (variable, float(instance.distance[ids[a], ids[b]]))
        for variable, (a, b) in zip(used, ends, strict=True)
    ]
    scores = [float(instance.scores[ids[k]]) for k in range(1, last)]
    worth = [(visit, -score) for visit, score in zip(visits, scores, strict=True)]
    model.setObjective(pulp.LpAffineExpression(worth))
    for k in range(1, last):
        _row(model, f"at_{ids[k]}", [*at[k], (visits[k - 1], -2.0)], pulp.LpConstraintEQ, 0.0)
    for name, k in (("start", 0), ("end", last)):
        _row(model, name, at[k], pulp.LpConstraintEQ, instance.paths)
    limit = instance.paths * (instance.limit * (1 + LENIENT) + 1e-8)
    _row(model, "time", lengths, pulp.LpConstraintLE, limit)
    return model


def _row(
    model: pulp.LpProblem, name: str, terms: list[tuple[pulp.LpVariable, float]], sense: int, side: float
) -> None:
    model.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, name, side))
