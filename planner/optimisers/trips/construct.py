"""From the linear program to whole tours: by its prices, by diving, and by an integer program.

A dive fixes the tours that the linear program makes whole, or the one it likes best, takes their people out
of the backlog, and generates new tours for what is left; round after round until every run has its tour.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor

import numpy as np

from planner.optimisers._highs import solve_integer
from planner.optimisers.trips.ledger import (
    answered,
    cost,
    free_runs,
    kits_used,
    remaining,
    visits_asked,
)
from planner.optimisers.trips.master import state
from planner.optimisers.trips.prices import Prices, Rows
from planner.optimisers.trips.pricing import Tour, best_honest
from planner.optimisers.trips.relax import Relaxation
from planner.optimisers.trips.runs import Field
from planner.optimisers.trips.tour import OUT_OF_REACH

NODES = 60  # of the integer program: a limit of work that is the same on every machine
ROUNDED_UP = 0.7  # a tour used this often is made once


def by_prices(
    field: Field, prices: Prices, is_stopped: Callable[[], bool], given: Sequence[Tour] = ()
) -> list[Tour]:
    """Return ``given`` and a tour for every other run, the best one at some prices on what others leave.

    The quick way to a first plan: one question to the programme for each run. Kits and money that are used up
    are priced so that no tour asks for more; of turnout the programme knows the first visit only.
    """
    rest, free = remaining(field, given), free_runs(field, given)
    waiting, used, met = rest.backlog.copy(), np.zeros_like(field.kits), visits_asked(field, given)
    money = np.inf if rest.budget is None else rest.budget
    chosen = list(given)
    for turn in range(int(free.max(initial=0))):
        for number, kind in enumerate(field.kinds):
            if is_stopped() or turn >= free[number]:
                continue
            fares = prices.unanswered(met).fares(number, once=True)
            if len(field.kits):
                gone = np.append(np.where(used >= rest.kits, OUT_OF_REACH, 0.0), 0.0)[kind.kit_row]
                fares = fares._replace(day=fares.day + np.append(gone, 0.0))
            tour = best_honest(field, [number], waiting, prices.person, fares)[0]
            if not tour.people or cost(field, tour) > money:
                continue
            waiting[list(tour.villages)] -= np.array(tour.people, dtype=np.int64)
            used += kits_used(field, tour)
            met += answered(field, tour)
            money -= cost(field, tour)
            chosen.append(tour)
    return chosen


def dive(
    field: Field,
    known: list[Tour],
    pool: Executor,
    is_stopped: Callable[[], bool],
    is_cancelled: Callable[[], bool] = lambda: False,
) -> list[Tour]:
    """Return one tour for every run that is worth making; fewer when stopped.

    ``is_stopped`` is asked between rounds, ``is_cancelled`` within them.
    """
    chosen: list[Tour] = []
    tours = known
    while not is_stopped():
        rest, free = remaining(field, chosen), free_runs(field, chosen)
        if not free.any() or not rest.backlog.any():
            break
        left = Relaxation(
            rest,
            rest.backlog,
            free,
            (tour for tour in tours if free[tour.kind] > 0),
            pool,
            honest=True,
            is_cancelled=is_cancelled,
        )
        left.close(is_stopped, rounds=4 if chosen else 1)
        picked = _picked(left)
        if not picked:
            break
        chosen += picked
        tours = left.tours
    return chosen


def _picked(left: Relaxation) -> list[Tour]:
    """Return the tours that a relaxation makes whole, or the one it uses most; none if it uses none."""
    free, waiting = left.runs.copy(), left.backlog.copy()
    money = np.inf if left.field.budget is None else left.field.budget
    picked: list[Tour] = []
    for n in np.argsort(-left.solution.used, kind="stable"):
        tour, used = left.tours[n], float(left.solution.used[n])
        copies = max(int(used + 1e-6), int(used >= ROUNDED_UP), int(used > 1e-6 and not picked))
        for _ in range(min(copies, int(free[tour.kind]))):
            gain = np.minimum(waiting[list(tour.villages)], tour.people)
            if (picked and gain.sum() < sum(tour.people)) or cost(left.field, tour) > money:
                break
            waiting[list(tour.villages)] -= gain
            free[tour.kind] -= 1
            money -= cost(left.field, tour)
            picked.append(tour)
    return picked


def combine(field: Field, tours: list[Tour], *, seconds: float, is_stopped: Callable[[], bool]) -> list[Tour]:
    """Return the best whole choice among ``tours`` found in time; empty when none was found."""
    model = state(Rows(field, field.backlog), field.sizes, tours, whole=True)
    values = solve_integer(model, seconds=seconds, nodes=NODES, gap=1e-4, is_stopped=is_stopped)
    if values is None:
        return []
    return [tour for n, tour in enumerate(tours) for _ in range(round(values[f"tour_{n}"]))]
