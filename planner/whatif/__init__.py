"""What-if: numbers of teams and scenarios side by side, each with a proof, and what follows from them.

Read in this order: ``fleet`` and ``scenario`` (what is changed), ``series`` (solved on one warm engine),
``row``, ``least``, ``prices``, ``changes`` (what is told of it), ``solving`` (all of it in one call); then
``scenario_file`` reads, and ``frames``, ``told``, ``book``, ``page``, ``charts`` and ``writing`` write.
"""

from planner.whatif.fleet import with_teams
from planner.whatif.least import SHARES, Least
from planner.whatif.prices import Price
from planner.whatif.row import LeftOver, Row
from planner.whatif.scenario import Pause, Scenario
from planner.whatif.solving import MOST_SCENARIOS, TIMES, WhatIf, what_if

__all__ = [
    "MOST_SCENARIOS",
    "SHARES",
    "TIMES",
    "Least",
    "LeftOver",
    "Pause",
    "Price",
    "Row",
    "Scenario",
    "WhatIf",
    "what_if",
    "with_teams",
]
