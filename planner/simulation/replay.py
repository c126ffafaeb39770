"""The days of one replay, one after the other."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.domain.chances import CERTAIN
from planner.domain.plan import Plan
from planner.optimisers.compiling import compiled
from planner.simulation.draws import Draws, drawer
from planner.simulation.field import first_state, mark_all_shared, team_day
from planner.simulation.replan import replan
from planner.simulation.world import Programme, World, programme_of

Array = NDArray[Any]


class NewTrip(NamedTuple):
    """Room for a trip on trial; d days, s stops. Fields as of :class:`planner.simulation.world.Programme`."""

    out: Array
    end: Array
    stops: Array
    village: Array
    minutes: Array
    people: Array


@compiled
def all_days(world, programme, draws, state, new, per_week):  # type: ignore[no-untyped-def]
    """Let all days pass; ``per_week`` gets the people recorded in each week."""
    for day in range(len(world.matrix)):
        if world.mondays[day] and state.changed[0]:
            replan(world, programme, state, new, day)
        state.taken[:] = 0
        for team in range(len(world.base)):  # kits that slept in the field are out
            if state.at[team] != world.home[team] and not state.without[team]:
                state.taken[world.base[team]] += 1
        for team in range(len(world.base)):
            per_week[world.week[day]] += team_day(world, programme, draws, state, team, day)


def replayed(world: World, programme: Programme, draws: Draws) -> Array:
    """Return the people recorded in each week, shape (weeks,); ``programme`` stays as it is."""
    per_week = np.zeros(int(world.week[-1]) + 1, dtype=np.int64)
    all_days(world, programme.copy(), draws, first_state(world), new_trip_room(programme), per_week)
    return per_week


def new_trip_room(programme: Programme) -> NewTrip:
    """Return room for a trip of a week at most."""
    week, stops = np.zeros(7, dtype=np.int64), np.zeros((7, programme.village.shape[2]), dtype=np.int64)
    return NewTrip(week.astype(bool), week.copy(), week.copy(), stops.copy(), stops.copy(), stops.copy())


def prepared(plan: Plan, world: World) -> Programme:
    """Return the programme of a plan, with the stops noted at which it leaves people to others.

    What the plan could record is reckoned with its own turnout, not with the one that really comes.
    """
    planned = plan.problem.rules.turnout or (1.0,)
    certain = world._replace(shares=np.array(planned), exact=True)
    programme, state = programme_of(plan), first_state(world)
    mark_all_shared(certain, programme, drawer(plan.problem, CERTAIN)(0), state)
    return programme
