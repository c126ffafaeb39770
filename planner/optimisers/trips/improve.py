"""Neighbourhood search: take a few tours out, price them back on what then waits, keep what is not worse.

The tours taken out lie near each other, since far ones do not compete for people. They come back one by
one with the prices of the linear program faded by a random share: at full price a tour leaves people to
others who would have to travel further for them, at no price it takes all it can; the last one always does.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.optimisers.trips.construct import free_runs, recorded, waiting_after
from planner.optimisers.trips.pricing import Tour, best_honest
from planner.optimisers.trips.runs import Field

FloatArray = NDArray[np.float64]

SIDE_BY_SIDE = 2  # proposals per round, the same on every machine so that plans are the same
NOISE = 0.15  # spread of the random factor on each village's worth


@dataclass(slots=True)
class Search:
    """The best tours so far, and where to look next.

    Parameters
    ----------
    field
        The problem as arrays.
    worth
        Of one person in each village, from the linear program, shape (m,).
    tours
        The best choice so far, at most one per run.
    pool
        Threads that try proposals side by side.
    random
        Source of all random choices.
    """

    field: Field
    worth: FloatArray
    tours: list[Tour]
    pool: ThreadPoolExecutor
    random: np.random.Generator

    def fill(self) -> None:
        """Give runs that have no tour the best one on what waits."""
        for number, count in enumerate(free_runs(self.field, self.tours)):
            for _ in range(int(count)):
                waiting = waiting_after(self.field, self.tours)
                tour = best_honest(number, self.field.kinds[number], waiting, np.ones(len(waiting)))
                if tour.recorded == 0:
                    break
                self.tours.append(tour)

    def one_round(self) -> bool:
        """Try some neighbours of the best choice; return whether one is better."""
        if not self.tours:
            return False
        seeds = self.random.integers(0, 2**63, SIDE_BY_SIDE)
        proposals = list(self.pool.map(self._neighbour, seeds))
        before = self._value(self.tours)
        best = max(proposals, key=self._value)
        if self._value(best) >= before:
            self.tours = best
        return self._value(best) > before

    def _value(self, tours: list[Tour]) -> tuple[int, int]:
        """Return what is compared: people first, then less time on the way."""
        on_site = sum(visit.slots for tour in tours for visit in tour.visits)
        return recorded(self.field, tours), -len([e for t in tours for e in t.ends if e]) * 10 - on_site

    def _neighbour(self, seed: int) -> list[Tour]:
        """Return a choice with a few tours made anew."""
        random = np.random.default_rng(seed)
        out = self._near_each_other(random)
        kept = [tour for n, tour in enumerate(self.tours) if n not in out]
        waiting = waiting_after(self.field, kept)
        fade = random.random()
        noise = np.exp(NOISE * random.standard_normal(len(waiting)))
        worth = np.clip((1 - fade * (1 - self.worth)) * noise, 0.0, 2.0)
        order = random.permutation(out)
        for place, n in enumerate(order):
            number = self.tours[n].kind
            at = np.ones(len(waiting)) if place == len(order) - 1 else worth
            tour = best_honest(number, self.field.kinds[number], waiting, at)
            kept.append(tour)
            waiting[list(tour.villages)] -= np.array(tour.people, dtype=np.int64)
        return kept

    def _near_each_other(self, random: np.random.Generator) -> list[int]:
        """Return a few tours that share villages or lie close, by number."""
        first = int(random.integers(len(self.tours)))
        count = min(len(self.tours), int(random.integers(2, 5)))
        distance = np.array([self._distance(self.tours[first], tour) for tour in self.tours])
        distance = distance * random.uniform(0.5, 1.5, len(distance))
        distance[first] = -1
        return [int(n) for n in np.argsort(distance, kind="stable")[:count]]

    def _distance(self, one: Tour, other: Tour) -> float:
        """Return the fewest slots between two villages of the tours."""
        if not one.villages or not other.villages:
            return 0.0
        way = self.field.kinds[one.kind].ways[0]
        return float(way[np.ix_(np.add(one.villages, 1), np.add(other.villages, 1))].min()) + 0.5
