"""OR-Tools routing: disjunctions with penalties, one transit matrix a kind, breaks as fixed intervals."""

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from ortools.constraint_solver.pywrapcp import Assignment, RoutingIndexManager, RoutingModel

from peer_models.statement import NIGHT, TICKS, Kind, Statement, Tour, Vehicle

PACKAGE = "ortools"
STATEMENTS = ("days", "trips", "hopes")
MOST_CHUNKS = 1500  # it wants the ways between chunks, not places: 1,203 with 29 kinds took 0.8 GB
MISSING = (
    "lodging (a night may fall anywhere, also on the road); boats of some weekdays only within a trip (on "
    "all of its days, `hopes`, or none, `trips`); one core whatever is given"
)
PRIZE = 100 * TICKS  # cost a person; a tick of travel costs 1


def solve(statement: Statement, seconds: float, cores: int) -> tuple[Tour, ...]:
    """Return the tours found in that time."""
    fleet = [(kind, vehicle) for kind, members in statement.kinds.items() for vehicle in members]
    bases = sorted({kind.base for kind in statement.kinds})
    depots = [bases.index(kind.base) for kind, _ in fleet]
    places = bases + [chunk.place for chunk in statement.chunks]
    manager = RoutingIndexManager(len(places), len(fleet), depots, depots)
    routing = RoutingModel(manager)
    _time(statement, routing, fleet, places)
    for number, chunk in enumerate(statement.chunks):
        routing.AddDisjunction([manager.NodeToIndex(len(bases) + number)], PRIZE * chunk.people)
    found = routing.SolveWithParameters(_parameters(seconds))
    return _tours(found, manager, routing, fleet, len(bases)) if found else ()


def _time(
    statement: Statement, routing: RoutingModel, fleet: list[tuple[Kind, Vehicle]], places: list[int]
) -> None:
    """Give every vehicle the ways and nights of its kind, and all of them a clock."""
    bases = len(places) - len(statement.chunks)
    service = np.array([0] * bases + [TICKS * chunk.people for chunk in statement.chunks])
    costs, transits = {}, {}
    for kind in statement.kinds:
        ways = statement.ticks(kind)[np.ix_(places, places)]
        costs[kind] = routing.RegisterTransitMatrix(ways.tolist())
        transits[kind] = routing.RegisterTransitMatrix((ways + service[:, None]).tolist())
    for number, (kind, _) in enumerate(fleet):
        routing.SetArcCostEvaluatorOfVehicle(costs[kind], number)
    horizons = [kind.horizon for kind, _ in fleet]
    evaluators = [transits[kind] for kind, _ in fleet]
    longest = max(horizons)  # of waiting: a chunk that does not fit before the night begins after it
    routing.AddDimensionWithVehicleTransitAndCapacity(evaluators, longest, horizons, False, "time")
    time, solver = routing.GetDimensionOrDie("time"), routing.solver()
    visits = service.tolist()  # bases come first among its variables, as among its nodes
    visits += [0] * (routing.Size() + len(fleet) - len(visits))
    for number, (kind, _) in enumerate(fleet):
        nights = [
            solver.FixedDurationIntervalVar(tick, tick, NIGHT, False, f"night {number} {n}")
            for n, tick in enumerate(kind.nights)
        ]
        if nights:
            time.SetBreakIntervalsOfVehicle(nights, number, visits)


def _parameters(seconds: float) -> pywrapcp.DefaultRoutingSearchParameters:
    """Return what does best here: a fast first plan, then guided local search."""
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(round(1000 * seconds))
    return parameters


def _tours(
    found: Assignment,
    manager: RoutingIndexManager,
    routing: RoutingModel,
    fleet: list[tuple[Kind, Vehicle]],
    bases: int,
) -> tuple[Tour, ...]:
    """Return the routes cut into days by the clock."""
    time, tours = routing.GetDimensionOrDie("time"), []
    for number, (kind, vehicle) in enumerate(fleet):
        days: list[list[int]] = [[] for _ in vehicle.days]
        index = found.Value(routing.NextVar(routing.Start(number)))
        while not routing.IsEnd(index):
            day = found.Min(time.CumulVar(index)) // (kind.day + NIGHT)
            days[day].append(manager.IndexToNode(index) - bases)
            index = found.Value(routing.NextVar(index))
        tours.append(Tour(vehicle, tuple(tuple(day) for day in days)))
    return tuple(tours)
