"""vrp-cli (reinterpretcat/vrp, its "pragmatic" format): values, ways by day, breaks in one of many places.

Nights are stated in two ways: ``trips`` have breaks wherever the vehicle is, ``beds`` have breaks in one of
the places where a team may sleep. A bed is the same place without set-up.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import numpy as np
import vrp_cli

from peer_models.statement import FAR, NIGHT, TICKS, IntArray, Kind, Statement, Tour, Vehicle

PACKAGE = "vrp-cli"
STATEMENTS = ("days", "trips", "beds")
MOST_CHUNKS = 4000
MISSING = (
    "nothing of the rules with `beds` (slow: each night is a choice of all beds), lodging with `trips`; "
    "nights are soft, one that it leaves out is found for it"
)
BEGIN = datetime(2018, 1, 1)  # any date: a second is a tick
NIGHT_VALUE = 10_000  # people that a trip loses by leaving a night out
ENDLESS = 10**9  # rounds; only the time ends it


def solve(statement: Statement, seconds: float, cores: int) -> tuple[Tour, ...]:
    """Return the tours found in that time."""
    fleet = {str(n): v for n, v in enumerate(v for members in statement.kinds.values() for v in members)}
    parallelism = {"numThreadPools": 1, "threadsPerPool": cores}
    config = {
        "termination": {"maxTime": int(seconds), "maxGeneration": ENDLESS},
        "environment": {"parallelism": parallelism, "logging": {"enabled": False}},
    }
    problem, matrices = json.dumps(_problem(statement)), [json.dumps(one) for one in _matrices(statement)]
    found = json.loads(vrp_cli.solve_pragmatic(problem, matrices, json.dumps(config)))
    return tuple(_tour(statement, fleet[tour["vehicleId"]], tour) for tour in found["tours"])


def _places(statement: Statement) -> list[int]:
    """Return the bases and the villages with chunks; it wants no place that nobody may go to."""
    return sorted({kind.base for kind in statement.kinds} | {chunk.place for chunk in statement.chunks})


def _beds(statement: Statement) -> list[int]:
    """Return the places where a night may be spent; none when it is spent anywhere."""
    if statement.name != "beds":
        return []
    index = statement.problem.travel.index
    lodging = [index[village.id] for village in statement.problem.villages if village.lodging]
    return sorted({kind.base for kind in statement.kinds}) + lodging


def _problem(statement: Statement) -> dict[str, Any]:
    numbers, types, rows = count(), [], _places(statement)
    for number, (kind, members) in enumerate(statement.kinds.items()):
        types.append(
            {
                "typeId": f"kind{number}",
                "vehicleIds": [str(next(numbers)) for _ in members],
                "profile": {"matrix": f"kind{number}"},
                "costs": {"fixed": 0, "distance": 1, "time": 0.001},
                "shifts": [_shift(statement, kind)],
                "capacity": [1],
            }
        )
    jobs = [
        {
            "id": str(number),
            "services": [{"places": [_place(rows.index(chunk.place), TICKS * chunk.people)]}],
            "value": chunk.people,
        }
        for number, chunk in enumerate(statement.chunks)
    ]
    return {
        "plan": {"jobs": jobs},
        "fleet": {"vehicles": types, "profiles": [{"name": one["typeId"]} for one in types]},
        "objectives": [[{"type": "maximize-value", "breaks": NIGHT_VALUE}], [{"type": "minimize-cost"}]],
    }


def _place(index: int, ticks: int) -> dict[str, Any]:
    return {"location": {"index": index}, "duration": ticks}


def _shift(statement: Statement, kind: Kind) -> dict[str, Any]:
    """Return the trip of one kind; its nights are in a bed of its own base or of a village, or anywhere."""
    rows, bases = _places(statement), {other.base for other in statement.kinds}
    beds = [
        _place(len(rows) + number, NIGHT) | {"tag": str(place)}
        for number, place in enumerate(_beds(statement))
        if place == kind.base or place not in bases
    ]
    shift: dict[str, Any] = {
        "start": {"earliest": _time(0), "latest": _time(0), "location": {"index": rows.index(kind.base)}},
        "end": {"latest": _time(kind.horizon), "location": {"index": rows.index(kind.base)}},
    }
    if kind.nights:
        shift["breaks"] = [
            {
                "time": [_time(tick), _time(tick)],
                "places": beds or [{"duration": NIGHT}],
                "policy": "skip-if-no-intersection",
            }
            for tick in kind.nights
        ]
    return shift


def _matrices(statement: Statement) -> Iterator[dict[str, Any]]:
    """Yield the ways of every kind, by time where they are not the same on all days of a trip."""
    by_time = any(kind.nights for kind in statement.kinds)
    for number, kind in enumerate(statement.kinds):
        for tick, day in _turns(kind) if by_time else [(0, 0)]:
            flat = _with_beds(statement, kind, day).ravel()
            matrix = {"profile": f"kind{number}", "travelTimes": flat.tolist()}
            matrix["distances"] = (flat // TICKS).tolist()  # no errorCodes: by time they make a way of -1
            yield matrix | ({"timestamp": _time(tick)} if by_time else {})


def _turns(kind: Kind) -> Iterator[tuple[int, int]]:
    """Yield (tick, day) at both ends of each stretch of days with the same ways.

    Between two of its times it takes a mean of the ways, so only nights may lie between two different ones.
    """
    last = len(kind.matrices) - 1
    for day, matrix in enumerate(kind.matrices):
        begins = day * (kind.day + NIGHT)
        if day == 0 or kind.matrices[day - 1] != matrix:
            yield begins, day
        if day == last or kind.matrices[day + 1] != matrix:
            yield begins + kind.day, day


def _with_beds(statement: Statement, kind: Kind, day: int) -> IntArray:
    """Return the ways of one day with rows and columns for the beds, which need no set-up."""
    ticks, places, beds = statement.ticks(kind, day), _places(statement), _beds(statement)
    setup = np.where(statement.is_village, int(np.ceil(kind.setup * kind.rate)), 0)
    bare = np.where(ticks < FAR, np.maximum(ticks - setup[None, :], 0), FAR)
    from_bed = np.where(bare < FAR, bare + setup[None, :], FAR)  # in the morning everything is set up anew
    rows = np.hstack([ticks[np.ix_(places, places)], bare[np.ix_(places, beds)]])
    more = np.hstack([from_bed[np.ix_(beds, places)], bare[np.ix_(beds, beds)]])
    return np.vstack([rows, more])


def _tour(statement: Statement, vehicle: Vehicle, found: dict[str, Any]) -> Tour:
    """Return one route cut into days by the clock."""
    kind = next(kind for kind, members in statement.kinds.items() if vehicle in members)
    days: list[list[int]] = [[] for _ in vehicle.days]
    nights: list[int | None] = [None] * (len(vehicle.days) - 1)
    for stop in found["stops"]:
        for activity in stop["activities"]:
            begins = activity.get("time", {}).get("start", stop["time"]["arrival"])
            day = min(_ticks(begins) // (kind.day + NIGHT), len(days) - 1)
            if activity["type"] == "service":
                days[day].append(int(activity["jobId"]))
            elif activity["type"] == "break":
                nights[day] = int(activity["jobTag"]) if "jobTag" in activity else None
    return Tour(vehicle, tuple(tuple(day) for day in days), tuple(nights))


def _time(ticks: int) -> str:
    return (BEGIN + timedelta(seconds=ticks)).isoformat() + "Z"


def _ticks(time: str) -> int:
    return round((datetime.fromisoformat(time.removesuffix("Z")) - BEGIN).total_seconds())
