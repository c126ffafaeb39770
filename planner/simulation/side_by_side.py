"""Many replays on all cores: threads, since the compiled days let others run.

Each replay is drawn from its own number, so that neither the number of threads nor their order matters.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from planner.domain.chances import Chances
from planner.domain.plan import Plan
from planner.optimisers.compiling import prepare, telling
from planner.simulation.answer import Replays
from planner.simulation.draws import drawer
from planner.simulation.replay import Array, prepared, replayed
from planner.simulation.world import world_of

BATCH = 25  # replays between two looks at the clock


def replay_all(
    plan: Plan,
    chances: Chances,
    *,
    spare_kits: tuple[str, ...] = (),
    threads: int | None = None,
    report: Callable[[int], None] = lambda done: None,
    compiles: Callable[[], None] = lambda: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Replays:
    """Return the replays of a plan; when cancelled those done so far, the first ones of all.

    Parameters
    ----------
    plan
        What is replayed.
    chances
        Distributions, number of replays and seed.
    spare_kits
        Ids of bases with one kit more.
    threads
        Side by side; as many as there are cores when not given.
    report
        Called with the replays done.
    compiles
        Called when something is compiled first.
    is_cancelled
        Asked before each batch; one batch is always done.
    """
    world, draw = world_of(plan.problem, chances, spare_kits), drawer(plan.problem, chances)
    with telling(compiles):
        prepare()
        programme = prepared(plan, world)
        replayed(world, programme, draw(0))  # what is not compiled yet is in this thread, not in all at once

    def batch(first: int) -> list[Array]:
        if first and is_cancelled():
            return []
        last = min(first + BATCH, chances.replays)
        return [replayed(world, programme, draw(number)) for number in range(first, last)]

    found: list[Array] = []
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for some in pool.map(batch, range(0, chances.replays, BATCH)):
            if not some:
                break  # a later batch that was under way is given up, so that the first ones remain
            found += some
            report(len(found))
    return Replays(plan, np.array(found))
