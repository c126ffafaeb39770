"""The engine: column generation over tours, whole tours from its prices, and a dated plan with a bound.

Read in this order: ``runs`` (the problem as arrays), ``tour`` (the compiled programme), ``pricing``,
``master`` (the linear program), ``relax`` (generation and the bound), ``construct``, ``improve``,
``segments``, ``timetable``, ``stock``. The mathematics stands in ``docs/model.md``.
"""

from planner.optimisers.trips.engine import make_ready, trips, warm_up
from planner.optimisers.trips.stock import Stock

__all__ = ["Stock", "make_ready", "trips", "warm_up"]
