"""What a plan has otherwise than the plan before it."""

import pandas as pd

from planner.domain.plan import Change, Plan
from planner.tables._frame import DATE, FLAG, TEXT, frame

CHANGE_COLUMNS = {
    "change": TEXT,
    "village_code": TEXT,
    "village": TEXT,
    "district": TEXT,
    "old_date": DATE,
    "old_team": TEXT,
    "new_date": DATE,
    "new_team": TEXT,
    "notified": FLAG,
    "why": TEXT,
}


def changes(plan: Plan) -> pd.DataFrame:
    """Return one row per visit that is otherwise than in the plan before.

    Returns
    -------
    pandas.DataFrame
        ``change`` (``new``, ``moved``, ``team`` or ``dropped``); ``village_code``, ``village``, ``district``;
        ``old_date``, ``old_team``, ``new_date``, ``new_team``, empty where there is none; ``notified``,
        whether the village was told of the old visit; ``why``, empty where nothing forced the change.
    """
    return frame((_row(plan, change) for change in plan.changes), CHANGE_COLUMNS)


def _row(plan: Plan, change: Change) -> dict[str, object]:
    village = plan.problem.village.get(change.village)
    return {
        "change": change.kind,
        "village_code": change.village,
        "village": village.name if village else "",
        "district": village.district if village else "",
        "old_date": change.old_day,
        "old_team": change.old_team,
        "new_date": change.new_day,
        "new_team": change.new_team,
        "notified": change.notified,
        "why": change.why,
    }
