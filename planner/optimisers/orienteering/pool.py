"""The best choice among routes at hand, as an integer program.

    minimise    sum_i score_i * missed_i                                        (1)
    subject to  missed_i + sum_(r visits i) x_r >= 1     every point i          (2)
                sum_r x_r <= paths                                              (3)
                x_r whole, 0 <= missed_i <= 1

Covering, not packing: a point that two chosen routes visit counts once and is then taken out of one of
them, which triangle inequality allows. So routes need not fit each other to be of use.
"""

from collections.abc import Callable, Iterable, Sequence

import pulp

from planner.optimisers._highs import solve_integer
from planner.optimisers.orienteering.instance import Instance, Route

NODES = 200  # of the integer program: a limit of work that is the same on every machine


def best_choice(
    instance: Instance, routes: Sequence[Route], *, seconds: float, is_stopped: Callable[[], bool]
) -> list[Route]:
    """Return the best choice of ``routes`` found in time, no point twice; empty when none was found."""
    model = covering(instance, routes, whole=True)
    values = solve_integer(model, seconds=seconds, nodes=NODES, gap=1e-6, is_stopped=is_stopped)
    if values is None:
        return []
    return distinct([route for n, route in enumerate(routes) if values[f"route_{n}"] > 0.5])


def covering(instance: Instance, routes: Sequence[Route], *, whole: bool = False) -> pulp.LpProblem:
    """Return equations (1) to (3) in PuLP; ``whole`` makes routes whole numbers.

    The first variables are those of (1), in the order of ``instance.reachable``.
    """
    model = pulp.LpProblem("routes", pulp.LpMinimize)
    points = [int(point) for point in instance.reachable]
    missed = {point: pulp.LpVariable(f"missed_{point}", 0, 1) for point in points}
    kind = pulp.LpInteger if whole else pulp.LpContinuous
    made = [pulp.LpVariable(f"route_{n}", lowBound=0, cat=kind) for n in range(len(routes))]
    passing: dict[int, list[tuple[pulp.LpVariable, float]]] = {p: [(missed[p], 1.0)] for p in points}
    for variable, route in zip(made, routes, strict=True):
        for point in sorted(set(route)):
            passing[point].append((variable, float(route.count(point))))
    model.setObjective(pulp.LpAffineExpression([(missed[p], float(instance.scores[p])) for p in points]))
    for point, terms in passing.items():
        _row(model, f"point_{point}", terms, pulp.LpConstraintGE, 1)
    _row(model, "paths", [(variable, 1.0) for variable in made], pulp.LpConstraintLE, instance.paths)
    return model


def _row(
    model: pulp.LpProblem, name: str, terms: list[tuple[pulp.LpVariable, float]], sense: int, side: int
) -> None:
    model.addConstraint(pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, name, side))


def distinct(routes: Iterable[Route]) -> list[Route]:
    """Return the routes with every point in the first one that visits it only."""
    served: set[int] = set()
    kept = []
    for route in routes:
        left = []
        for point in route:
            if point not in served:
                served.add(point)
                left.append(point)
        kept.append(tuple(left))
    return kept
