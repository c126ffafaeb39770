"""VROOM by pyvroom: priorities, one matrix per profile, breaks at a fixed time wherever the vehicle is."""

from datetime import timedelta

import vroom
from vroom.solution.solution import Solution

from peer_models.statement import NIGHT, TICKS, Statement, Tour, Vehicle

PACKAGE = "pyvroom"
STATEMENTS = ("days", "trips", "hopes")
MOST_CHUNKS = 4000
MISSING = (
    "lodging (a night may fall anywhere, also on the road); boats of some weekdays only within a trip (on "
    "all of its days, `hopes`, or none, `trips`); priorities above 100"
)
PRIORITY = 100  # at most
EXPLORATION = 5  # the most thorough


def solve(statement: Statement, seconds: float, cores: int) -> tuple[Tour, ...]:
    """Return the tours found in that time."""
    model = vroom.Input()
    vehicles: list[Vehicle] = []
    for number, (kind, members) in enumerate(statement.kinds.items()):
        model.set_durations_matrix(str(number), statement.ticks(kind))
        for vehicle in members:
            nights = [
                vroom.Break(n, time_windows=[vroom.TimeWindow(tick, tick)], service=NIGHT)
                for n, tick in enumerate(kind.nights)
            ]
            model.add_vehicle(
                vroom.Vehicle(
                    len(vehicles),
                    start=kind.base,
                    end=kind.base,
                    profile=str(number),
                    time_window=vroom.TimeWindow(0, kind.horizon),
                    breaks=nights,
                )
            )
            vehicles.append(vehicle)
    scale = max(1.0, max(chunk.people for chunk in statement.chunks) / PRIORITY)
    for number, chunk in enumerate(statement.chunks):
        service, priority = TICKS * chunk.people, max(1, round(chunk.people / scale))
        model.add_job(vroom.Job(number, chunk.place, default_service=service, priority=priority))
    found = model.solve(EXPLORATION, nb_threads=cores, timeout=timedelta(seconds=seconds))
    return _tours(found, vehicles)


def _tours(found: Solution, vehicles: list[Vehicle]) -> tuple[Tour, ...]:
    """Return the routes cut into days at their breaks."""
    tours = []
    for number, route in found.routes.groupby("vehicle_id", sort=True):
        days: list[list[int]] = [[]]
        for kind, job in zip(route["type"], route["id"], strict=True):
            if kind == "break":
                days.append([])
            elif kind == "job":
                days[-1].append(int(job))
        vehicle = vehicles[int(number)]
        days += [[] for _ in range(len(vehicle.days) - len(days))]
        tours.append(Tour(vehicle, tuple(tuple(day) for day in days)))
    return tuple(tours)
