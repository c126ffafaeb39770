"""What counts say of a rate and of a share, with what was assumed before and how doubtful that is.

Rates. A team with the mean rate ``r`` records ``y ~ NB(r h, cv)`` people in ``h`` hours of a visit: Poisson
counts whose mean varies from visit to visit like a gamma variable with the coefficient of variation ``cv``,
since days differ (signal, kit, staff). Only visits on which time was the limit tell of it: those on which
enough people went home unrecorded. They are those with small ``y``, so each counts with its probability
among them, ``P(y) / P(Y <= most)``, where ``most`` is the largest count with which the visit would still be
one of them; without the denominator the estimate would be too low (truncated counts: Cohen 1954, J. Am.
Stat. Assoc. 49, 158-168). The rate has a gamma prior with the mean that the plan assumes (Gelman et al. 2013,
Bayesian Data Analysis, 3rd ed., section 2.6), ``cv`` a half-normal one; both are integrated on a grid, so
that a ``cv`` that few visits leave open makes the interval wider.

Shares. Of ``n`` who wait ``y ~ BetaBinomial(n, m, rho)`` come: visits differ more than chance alone would
have it, and ``rho`` is how alike the people of one visit are (Kleinman 1973, J. Am. Stat. Assoc. 68, 46-54).
The mean ``m`` has a beta prior with the mean that is assumed, ``rho`` a log-normal one; both are integrated
on a grid. A kecamatan has a prior with the mean of all (empirical Bayes: Morris 1983, J. Am. Stat. Assoc. 78,
47-55).

Two visits of a team on one day count as independent, which they are not quite.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

INTERVAL = 0.9  # chance that the interval holds the true value, as far as the model is right

# How much the assumed numbers count for. Judgement; nobody has published a measurement.
RATE_SHAPE = 3.0  # of the gamma prior: nine in ten teams between 0.27 and 2.1 times what is assumed
CV_SCALE = 0.3  # of the half-normal prior of how much the rate differs from visit to visit
SHARE_PEOPLE = 4.0  # of the beta prior of a share: 0.6 may well be 0.25 or 0.9
DISTRICT_PEOPLE = 8.0  # the same for a kecamatan, around the share of all
USUAL_RHO, RHO_SPREAD = 0.1, 1.2  # middle and logarithmic spread of the prior of the likeness of one visit

CVS = np.array([0.05, 0.12, 0.22, 0.4, 0.65])
SIZES = (1 / CVS**2)[:, None, None]  # of the negative binomial distribution
RHOS = np.array([0.003, 0.015, 0.05, 0.12, 0.25, 0.45])
SHARES = np.linspace(0.01, 0.99, 99)
POINTS, REACH = 81, 8.0  # of the grid of rates: from an eighth of what is seen or assumed to eight times

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is known of a number: its middle (median), and between what it lies with a chance of 90 %."""

    low: float
    middle: float
    high: float


def rate_posterior(assumed: float, recorded: Floats, hours: Floats, most: Floats) -> Posterior:
    """Return what visits on which time was the limit say of a rate.

    Parameters
    ----------
    assumed
        People an hour that the plan takes; more than 0.
    recorded, hours, most
        Of each visit, shape (n,): people recorded, hours of service, and the most recordings with which time
        would still have been seen as the limit.
    """
    seen = float(recorded.sum() / hours.sum()) if recorded.sum() > 0 else assumed
    rates = np.geomspace(min(assumed, seen) / REACH, max(assumed, seen) * REACH, POINTS)
    means = rates[:, None] * hours  # (rates, visits)
    told = (_counts(recorded, means) - _at_most(most, means)).sum(axis=-1)
    prior = RATE_SHAPE * (np.log(rates) - rates / assumed)  # of a grid that is even in the logarithm
    spread = -((CVS / CV_SCALE) ** 2) / 2
    return _summed_up(told + prior + spread[:, None], np.log(rates), np.exp)


def share_posterior(assumed: float, people: float, came: Floats, waiting: Floats) -> Posterior:
    """Return what days of service say of the share of those waiting who come.

    Parameters
    ----------
    assumed, people
        Mean of the prior, 0..1, and how many independent people it counts for.
    came, waiting
        Of each day, shape (n,): people who came, of those who waited.
    """
    from scipy.special import betaln  # scipy takes half a second to import

    mean = min(0.99, max(0.01, assumed))
    size = (1 / RHOS - 1)[:, None, None]
    yes, no = SHARES[:, None] * size, (1 - SHARES)[:, None] * size
    told = (betaln(yes + came, no + waiting - came) - betaln(yes, no)).sum(axis=-1)
    prior = (people * mean - 1) * np.log(SHARES) + (people * (1 - mean) - 1) * np.log(1 - SHARES)
    spread = -((np.log(RHOS / USUAL_RHO) / RHO_SPREAD) ** 2) / 2
    return _summed_up(told + prior + spread[:, None], SHARES, lambda share: share)


def _counts(recorded: Floats, means: Floats) -> Floats:
    """Return the logarithm of the negative binomial probability of counts, but for what no mean changes.

    Shape (cvs, rates, visits), as of :func:`_at_most`.
    """
    from scipy.special import gammaln

    ways = gammaln(recorded + SIZES) - gammaln(SIZES)
    return np.asarray(
        ways + SIZES * np.log(SIZES / (SIZES + means)) + recorded * np.log(means / (SIZES + means))
    )


def _at_most(most: Floats, means: Floats) -> Floats:
    """Return the logarithm of the negative binomial probability of a count of ``most`` or fewer."""
    from scipy.special import betainc

    return np.asarray(np.log(np.maximum(betainc(SIZES, most + 1, SIZES / (SIZES + means)), 1e-300)))


def _summed_up(logarithms: Floats, grid: Floats, shown: Callable[[Floats], Floats]) -> Posterior:
    """Return the quantiles of a density on a grid, the other number (first axis) summed out."""
    weights = np.exp(logarithms - logarithms.max()).sum(axis=0)
    below = (np.cumsum(weights) - weights / 2) / weights.sum()
    at = [(1 - INTERVAL) / 2, 0.5, (1 + INTERVAL) / 2]
    return Posterior(*(float(value) for value in shown(np.interp(at, below, grid))))
