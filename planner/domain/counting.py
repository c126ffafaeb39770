"""What a backlog is: which count it is made from, and how much of it is taken to be there."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Count = Literal["siak", "kpu"]


@dataclass(frozen=True, slots=True)
class Counting:
    """The definition of the backlog of a problem.

    Parameters
    ----------
    column
        Which count of each village: ``siak``, people not recorded according to SIAK, or ``kpu``, voters
        without an e-KTP according to KPU.
    valid_share
        Share of it, 0..1, that is taken to be there: not dead, moved away or counted twice. Villages may have
        shares of their own. Numbers that the village has verified replace it, and no share is taken of them.
    villages, verified, own_share
        Villages, those with a verified number, and those with a share of their own.
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


def valid_people(counted: int, share: float) -> int:
    """Return ``share`` of the people counted, to the nearest whole number, halves up.

    >>> valid_people(25, 0.5), valid_people(7, 1.0)
    (13, 7)
    """
    return int(counted * share + 0.5 + 1e-9)
