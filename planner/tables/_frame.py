"""Frames whose columns have the same types with rows and without."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

TEXT, COUNT, NUMBER, FLAG, DATE = "str", "int64", "float64", "bool", "datetime64[s]"


def frame(rows: Iterable[Mapping[str, object]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return ``rows`` as a frame with exactly ``columns``, a mapping of names to types."""
    types: dict[Any, Any] = dict(columns)
    return pd.DataFrame(list(rows), columns=list(columns)).astype(types)
