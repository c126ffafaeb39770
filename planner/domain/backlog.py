"""Who counts as not recorded: the definition that an office has chosen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """What the backlog of every village was made from.

    Parameters
    ----------
    counts
        ``siak``: not recorded according to SIAK; ``kpu``: voters without an e-KTP according to KPU;
        ``verified``: verified by the villages.
    valid_share
        Share of that number that is believed, 0..1; the same for all villages without one of their own.
    has_own_shares
        Whether villages have shares of their own.
    verified_replaces
        Whether a verified number, where a village has one, stands instead of the estimate, whole.
    fallback
        What counts in a village without the chosen number; empty for nothing.
    as_of
        Dates of the data, as ``2018-03-01`` or in the office's words; each once.
    sources
        Where the data are from, in the office's words; each once.
    """

    counts: str
    valid_share: float = 1.0
    has_own_shares: bool = False
    verified_replaces: bool = True
    fallback: str = ""
    as_of: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
