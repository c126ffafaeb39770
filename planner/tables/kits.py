"""Recording kits day by day: which are out, and whether enough stay for the regular service."""

from collections import Counter

import pandas as pd

from planner.domain.plan import Plan
from planner.tables._frame import COUNT, DATE, NUMBER, TEXT, frame

KIT_COLUMNS = {
    "date": DATE,
    "weekday": COUNT,
    "base_code": TEXT,
    "base": TEXT,
    "kits": NUMBER,
    "kits_out": COUNT,
    "kits_in": NUMBER,
    "reserve": NUMBER,
    "reserve_met": TEXT,
}


def kits(plan: Plan) -> pd.DataFrame:
    """Return one row per working day and base, nights away counted as out.

    Returns
    -------
    pandas.DataFrame
        ``date``; ``weekday`` (Monday = 0); ``base_code`` and ``base``; ``kits`` of the base, NaN where every
        team has its own; ``kits_out``, with its teams; ``kits_in``, at the office = ``kits`` - ``kits_out``;
        ``reserve``, those that have to stay on that weekday; ``reserve_met``: ``yes``, ``no``, or empty
        where kits are not counted.
    """
    problem = plan.problem
    out = Counter((day.day, problem.team[day.team].base) for day in plan.team_days)
    days = sorted({*problem.calendar.working_days(), *(day for day, _ in out)})
    rows = []
    for day in days:
        for base in problem.bases:
            have = float("nan") if base.kits is None else float(base.kits)
            left, reserve = have - out[day, base.id], base.kits_at_office[day.weekday()]
            rows.append(
                {
                    "date": day,
                    "weekday": day.weekday(),
                    "base_code": base.id,
                    "base": base.name,
                    "kits": have,
                    "kits_out": out[day, base.id],
                    "kits_in": left,
                    "reserve": float("nan") if base.kits is None else reserve,
                    "reserve_met": "" if base.kits is None else "yes" if left >= reserve else "no",
                }
            )
    return frame(rows, KIT_COLUMNS)
