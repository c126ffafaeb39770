"""What happens in one replay: every draw of it, made beforehand.

Each replay, and in it each subject (all together, the villages, the sea, the roads, each team), has a stream
of its own, ``SeedSequence(seed, spawn_key=(replay, subject, ...))``, which is what ``spawn`` gives to its
children. So replay 17 is the same on any number of threads, and one more team, a kit or a Saturday leaves the
luck of all others as it was: measures are compared in the same weather.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtr

from planner.domain.chances import Chances
from planner.domain.problem import Problem

Array = NDArray[Any]
VISITS = 8  # days of service of a village with luck of their own; later ones share that of the last
GRID = np.linspace(-5.0, 5.0, 1001)  # standard normal scores at which the quantiles of the shares are kept
COMMON, VILLAGES, SEA, ROADS, TEAMS = range(5)


class Draws(NamedTuple):
    """One replay: v villages, k visits, t teams, d days.

    ``share`` (v, k) who come, ``luck`` (v, k) uniform number of how many people that makes, ``pace`` (t, d)
    factor of the recordings per hour with mean 1, ``breaks`` (t, d) share of the day after which the kit
    breaks and 2 where it does not, ``repair`` (t, d) days, ``no_boat`` (d,), ``closed`` (v, d).
    """

    share: Array
    luck: Array
    pace: Array
    breaks: Array
    repair: Array
    no_boat: Array
    closed: Array


def drawer(problem: Problem, chances: Chances) -> Callable[[int], Draws]:
    """Return the function from the number of a replay to its draws."""
    days = problem.calendar.days()
    shares = _shares(problem, chances)
    quantiles = np.array([_quantiles(mean, chances.turnout_spread) for mean in shares])

    def draw(replay: int) -> Draws:
        common = _stream(chances, replay, COMMON).standard_normal(2)
        share, luck = _turnout(problem, chances, replay, float(common[0]), quantiles)
        pace, breaks, repair = _teams(problem, chances, replay, float(common[1]))
        return Draws(
            share,
            luck,
            pace,
            breaks,
            repair,
            _no_boat(days, chances, replay),
            _closed(problem, chances, replay),
        )

    return draw


def _stream(chances: Chances, replay: int, *subject: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(chances.seed, spawn_key=(replay, *subject)))


def _shares(problem: Problem, chances: Chances) -> list[float]:
    """Return the mean share of each visit, the last one for all that follow."""
    shares = chances.shares(problem.rules.turnout)
    return [shares[min(visit, len(shares) - 1)] for visit in range(VISITS)]


def _quantiles(mean: float, spread: float) -> Array:
    """Return the quantiles at ``GRID`` of the Beta distribution with that mean and standard deviation.

    Its a + b is 1 / spread^2 - 1, since the variance is m (1 - m) / (a + b + 1).
    """
    if spread < 1e-4 or not 0 < mean < 1:
        return np.full(len(GRID), mean)
    together = 1 / spread**2 - 1
    found: Array = betaincinv(mean * together, (1 - mean) * together, ndtr(GRID))
    return found


def _turnout(
    problem: Problem, chances: Chances, replay: int, common: float, quantiles: Array
) -> tuple[Array, Array]:
    """Return share and luck of each village and visit; shares are alike by a Gaussian copula."""
    stream, count = _stream(chances, replay, VILLAGES), len(problem.villages)
    own, each = stream.standard_normal(count), stream.standard_normal((count, VISITS))
    luck = stream.random((count, VISITS))
    alike, villages = chances.turnout_alike_visits, chances.turnout_alike_villages
    rest = max(0.0, 1 - alike - villages)
    score = np.sqrt(villages) * common + np.sqrt(alike) * own[:, None] + np.sqrt(rest) * each
    share = np.empty_like(score)
    for visit in range(VISITS):
        share[:, visit] = np.interp(score[:, visit], GRID, quantiles[visit])
    return share, luck


def _teams(problem: Problem, chances: Chances, replay: int, common: float) -> tuple[Array, Array, Array]:
    """Return pace, breaks and repair; lognormal with mean 1, one chance a day, exponential and rounded up."""
    days, teams = len(problem.calendar.days()), len(problem.teams)
    pace, breaks = np.empty((teams, days)), np.full((teams, days), 2.0)
    repair = np.empty((teams, days), dtype=np.int64)
    for team in range(teams):
        stream = _stream(chances, replay, TEAMS, team)
        pace[team] = _lognormal(stream.standard_normal(days), chances.rate_spread)
        broken, after = stream.random(days) < chances.kit_break, stream.random(days)
        breaks[team][broken] = after[broken]
        repair[team] = np.ceil(stream.exponential(chances.kit_repair_days, days))
    return pace * _lognormal(np.array(common), chances.rate_common_spread), breaks, repair


def _lognormal(score: Array, spread: float) -> Array:
    """Return lognormal numbers of mean 1 and coefficient of variation ``spread``."""
    variance = np.log1p(spread**2)
    found: Array = np.exp(np.sqrt(variance) * score - variance / 2)
    return found


def _no_boat(days: tuple[date, ...], chances: Chances, replay: int) -> Array:
    """Return on which days no boat sails, the same for all links: it is the same sea."""
    found: Array = _stream(chances, replay, SEA).random(len(days)) < np.array(
        [chances.boat_cancel_on(day) for day in days]
    )
    return found


def _closed(problem: Problem, chances: Chances, replay: int) -> Array:
    """Return on which days the way to each village is closed."""
    stream = _stream(chances, replay, ROADS)
    shape = (len(problem.villages), len(problem.calendar.days()))
    begins = stream.random(shape) < chances.road_close
    lasts = np.ceil(stream.exponential(chances.road_closed_days, shape)).astype(np.int64)
    closed = np.zeros(shape, dtype=bool)
    for village, day in np.argwhere(begins):
        closed[village, day : day + lasts[village, day]] = True
    return closed
