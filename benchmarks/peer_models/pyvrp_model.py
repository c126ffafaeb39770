"""PyVRP: prize-collecting routes with one matrix per profile. It knows no breaks: a vehicle a day."""

import numpy as np
import pyvrp
from pyvrp.stop import MaxRuntime

from peer_models.statement import FAR, TICKS, Statement, Tour

PACKAGE = "pyvrp"
STATEMENTS = ("days",)
MOST_CHUNKS = 4000
MISSING = "nights (no breaks: every team is back each evening); one core whatever is given"
PRIZE = 100  # cost a person; a tick of travel costs 1 / TICKS, so no detour that fits is too far


def solve(statement: Statement, seconds: float, cores: int) -> tuple[Tour, ...]:
    """Return the tours found in that time."""
    data = _data(statement)
    result = pyvrp.solve(data, MaxRuntime(seconds), collect_stats=False)
    left = [list(vehicles) for vehicles in statement.kinds.values()]
    if not result.is_feasible():
        return ()
    return tuple(
        Tour(left[route.vehicle_type()].pop(0), (tuple(step.idx for step in route if step.is_client()),))
        for route in result.best.routes()
    )


def _data(statement: Statement) -> pyvrp.ProblemData:
    """Return the statement as PyVRP's own: one profile and one vehicle type a kind."""
    places = range(len(statement.problem.travel.place_ids))
    bases = sorted({kind.base for kind in statement.kinds})
    ticks = [statement.ticks(kind) for kind in statement.kinds]
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in places],
        clients=[
            pyvrp.Client(
                chunk.place,
                service_duration=TICKS * chunk.people,
                prize=PRIZE * chunk.people,
                required=False,
            )
            for chunk in statement.chunks
        ],
        depots=[pyvrp.Depot(base) for base in bases],
        vehicle_types=[
            pyvrp.VehicleType(
                num_available=len(vehicles),
                start_depot=bases.index(kind.base),
                end_depot=bases.index(kind.base),
                tw_late=kind.horizon,
                profile=number,
            )
            for number, (kind, vehicles) in enumerate(statement.kinds.items())
        ],
        distance_matrices=[np.where(way < FAR, way // TICKS, FAR) for way in ticks],
        duration_matrices=ticks,
    )
