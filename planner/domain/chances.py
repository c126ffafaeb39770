"""What may come otherwise than planned, and how often: the numbers of section ``[simulation]``.

Each default names its source in docs/project-file.md; "judgement" means that nobody has measured it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

JUDGED_TURNOUT = (0.6, 0.35)  # judgement, between 0.3 and 0.8 for a first visit; measured nowhere we know of


@dataclass(frozen=True, slots=True)
class Chances:
    """Distributions of the replays.

    Parameters
    ----------
    replays
        How often the weeks are replayed; 1 or more.
    seed
        Of all draws.
    turnout
        Mean share of those still waiting who come on the first, second, ... day of service of a village;
        empty for that of the rules (``rules.turnout``), or ``JUDGED_TURNOUT`` where they say nothing.
    turnout_spread
        Standard deviation of that share as a part of the most it can be, sqrt(m (1 - m)); 0 for exactly as
        many as expected, otherwise each person comes or not by herself on top.
    turnout_alike_visits, turnout_alike_villages
        Correlation of the share between visits of one village, and between villages; together at most 1.
    verified_turnout
        What ``turnout`` becomes with verified lists.
    rate_spread, rate_common_spread
        Coefficient of variation of the recordings per hour: of one team on one day, and of all together.
    kit_break, kit_repair_days
        Probability that a kit breaks on a day out, and mean calendar days until it works again.
    boat_cancel, boat_cancel_in_month
        Probability that no boat sails on a day; month (1..12) -> its own.
    road_close, road_closed_days
        Probability that the way to a village closes on a day, and mean calendar days until it opens.
    replan
        Whether the office plans anew on Mondays what went otherwise.
    """

    replays: int = 1000
    seed: int = 0
    turnout: tuple[float, ...] = ()
    turnout_spread: float = 0.3
    turnout_alike_visits: float = 0.5
    turnout_alike_villages: float = 0.1
    verified_turnout: tuple[float, ...] = (0.8, 0.5)
    rate_spread: float = 0.2
    rate_common_spread: float = 0.1
    kit_break: float = 0.01
    kit_repair_days: float = 5.0
    boat_cancel: float = 0.05
    boat_cancel_in_month: Mapping[int, float] = field(default_factory=dict)
    road_close: float = 0.002
    road_closed_days: float = 3.0
    replan: bool = True

    def shares(self, planned: tuple[float, ...]) -> tuple[float, ...]:
        """Return the mean shares that come, where the plan was made with ``planned``."""
        return self.turnout or planned or JUDGED_TURNOUT

    def boat_cancel_on(self, day: date) -> float:
        """Return the probability that no boat sails on ``day``."""
        return self.boat_cancel_in_month.get(day.month, self.boat_cancel)


CERTAIN = Chances(
    replays=1,
    turnout_spread=0.0,
    rate_spread=0.0,
    rate_common_spread=0.0,
    kit_break=0.0,
    boat_cancel=0.0,
    road_close=0.0,
)
"""Nothing but the plan: everything comes as expected."""
