"""A plan as tables: documented columns with English names, units at the end of the name.

Every function takes a plan and returns a new frame; sums of a frame agree with the plan. Columns of dates are
``datetime64[s]``, of clock times text as ``08.05`` beside minutes after midnight. The exporters give the
columns their headers in Bahasa Indonesia or English (:mod:`planner.words`).
"""

from planner.tables.areas import districts, not_served, villages
from planner.tables.by_team import team_matrix, team_nights, teams
from planner.tables.changes import changes
from planner.tables.days import calendar_days, details, schedule, team_days, weeks
from planner.tables.facts import assumptions, summary
from planner.tables.kits import kits
from planner.tables.maps import routes, stops
from planner.tables.money import cost_weeks, has_costs, trips
from planner.tables.notices import notices
from planner.tables.own import own_columns
from planner.tables.warnings import warnings

__all__ = [
    "assumptions",
    "calendar_days",
    "changes",
    "cost_weeks",
    "details",
    "districts",
    "has_costs",
    "kits",
    "not_served",
    "notices",
    "own_columns",
    "routes",
    "schedule",
    "stops",
    "summary",
    "team_days",
    "team_matrix",
    "team_nights",
    "teams",
    "trips",
    "villages",
    "warnings",
    "weeks",
]
