"""What a backlog is: which count it is made from, and how much of it is taken to be there."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Count = Literal["siak", "kpu", "verified"]


@dataclass(frozen=True, slots=True)
class Counting:
    """The definition of the backlog of a problem.

    Parameters
    ----------
    column
        Which count of each village: ``siak``, people not recorded according to SIAK, ``kpu``, voters without
        an e-KTP according to KPU, or ``verified``, numbers that the villages have verified.
    valid_share
        Share of it, 0..1, that is taken to be there: not dead, moved away or counted twice. Villages may have
        shares of their own. No share is taken of verified numbers.
    verified_replaces
        Whether a number that the village has verified replaces the count.
    villages, verified, own_share, filled
        Villages, those with a verified number that holds, those with a share of their own, and those whose
        count was empty, so that another one holds.
    counted
        People counted in all villages, before any share.
    first_date, last_date
        Of the data, where the file says it.
    sources
        Where the counts come from, where the file says it.
    """

    column: Count = "siak"
    valid_share: float = 1.0
    villages: int = 0
    verified: int = 0
    own_share: int = 0
    counted: int = 0
    first_date: date | None = None
    last_date: date | None = None
    sources: tuple[str, ...] = ()
    verified_replaces: bool = True
    filled: int = 0


def valid_people(counted: int, share: float) -> int:
    """Return ``share`` of the people counted, to the nearest whole number, halves up.

    >>> valid_people(25, 0.5), valid_people(7, 1.0)
    (13, 7)
    """
    return int(counted * share + 0.5 + 1e-9)
