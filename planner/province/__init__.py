"""A whole province: its regencies solved side by side, each in a process of its own.

Regencies are independent: each has its own villages and teams. So the sum of their bounds is a bound of the
province, as long as no team works for another regency. How processes are started, and what happens when one
dies, is the business of :mod:`planner.workers`; how a province is told, that of :mod:`planner.province.told`.
"""

from planner.province.solving import Province, Regency, solve_province, split_by_regency

__all__ = ["Province", "Regency", "solve_province", "split_by_regency"]
