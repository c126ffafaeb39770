"""Team orienteering: one day, paths of limited length, every visit all or nothing and without time on site.

The special case that the literature measures. Read in this order: ``instance``, ``moves`` and ``search`` (the
compiled search), ``pool`` (the integer program), ``pricing``, ``bound`` and ``flow`` (the proof), ``solve``.
"""

from planner.optimisers.orienteering.instance import Instance, Route, read_instance
from planner.optimisers.orienteering.solve import Answer, orienteer

__all__ = ["Answer", "Instance", "Route", "orienteer", "read_instance"]
