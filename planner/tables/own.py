"""The office's own columns of its table of villages: no plan depends on them, and each gets them back."""

import re
from collections.abc import Iterable

import pandas as pd

from planner.domain.plan import Plan


def own_columns(plan: Plan, taken: Iterable[str] = ()) -> pd.DataFrame:
    """Return one row per village, in the problem's order, with the columns that only the office knows.

    Parameters
    ----------
    plan
        The plan.
    taken
        Headers that stand beside them already; one of the same name (in whatever case) gets a number.

    Returns
    -------
    pandas.DataFrame
        Headed as the office wrote them, in its order; numbers where all values are numbers, else text, and
        NaN or empty where the office says nothing.
    """
    used = {name.casefold() for name in taken}
    columns: dict[str, pd.Series] = {}
    ids = [village.id for village in plan.problem.villages]
    for header, cells in plan.problem.extras.items():
        name = _unlike(" ".join(re.sub(r"[\x00-\x1f]", " ", header).split()), used)
        used.add(name.casefold())
        columns[name] = _column([cells.get(id_) for id_ in ids])
    return pd.DataFrame(columns, index=range(len(ids)))


def _column(values: list[str | int | float | bool | None]) -> pd.Series:
    """Return values as numbers where all of them are, else as text."""
    there = [value for value in values if value is not None]
    if there and all(isinstance(value, int | float) and not isinstance(value, bool) for value in there):
        if len(there) == len(values) and all(float(value).is_integer() for value in there):
            return pd.Series([int(value) for value in there], dtype="int64")
        return pd.Series([float("nan") if value is None else float(value) for value in values])
    return pd.Series(["" if value is None else _text(value) for value in values], dtype="str")


def _text(value: str | int | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _unlike(name: str, used: set[str]) -> str:
    """Return a name that is not used, with a number behind it where needed."""
    found, count = name, 1
    while found.casefold() in used:
        count += 1
        found = f"{name} ({count})"
    return found
