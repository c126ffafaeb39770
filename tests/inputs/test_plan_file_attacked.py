"""Whatever is done to the file of a plan: a plan comes out, or faults an officer can read."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

from planner.domain.check import check
from planner.domain.plan import Plan
from planner.errors import InputError
from planner.exporters.json import write_json
from planner.inputs.plan import examine_plan

hypothesis = pytest.importorskip("hypothesis")
st = pytest.importorskip("hypothesis.strategies")

SETTINGS = hypothesis.settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(10**40), 10**40),
    st.floats(),
    st.text(),
    st.dates().map(str),
    st.sampled_from(
        ["B", "T1", "53.01.01.2001", "2018-05-08", "9999-12-31", "1e5", "", [], {}, [[]], [[[]]]]
    ),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=3),
)


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value below the top."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [p for key, item in items for p in ((*path, key), *places_in(item, (*path, key)))]


def mutate(value: Any, path: tuple[Any, ...], kind: str, new: Any) -> None:
    """Change, drop or double what stands at ``path``; a path that an earlier change took away is left."""
    for key in path[:-1]:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return
    last = path[-1]
    if not isinstance(value, dict | list):
        return
    if isinstance(value, list) and not (isinstance(last, int) and last < len(value)):
        return
    if kind == "drop":
        value.pop(path[-1], None) if isinstance(value, dict) else value.pop(path[-1])
    elif kind == "double" and isinstance(value, list):
        value.append(value[path[-1]])
    else:
        value[path[-1]] = new


def read_or_refused(path: Path) -> None:
    """Fail with any error but an ``InputError`` that lists faults."""
    with contextlib.suppress(InputError):
        plan, _ = examine_plan(path)
        assert isinstance(plan, Plan)
        check(plan)


@SETTINGS
@hypothesis.given(data=st.data())
def test_changed_values_give_a_plan_or_faults(good_plan: Plan, tmp_path: Path, data: Any) -> None:
    path = tmp_path / "plan.json"
    write_json(good_plan, path)
    value = json.loads(path.read_text(encoding="utf-8"))
    places = st.sampled_from(places_in(value))
    changes = st.tuples(places, st.sampled_from(["set", "drop", "double"]), VALUES)

    for place, kind, new in data.draw(st.lists(changes, min_size=1, max_size=3)):
        mutate(value, place, kind, new)
    path.write_text(json.dumps(value), encoding="utf-8")

    read_or_refused(path)


@SETTINGS
@hypothesis.given(at=st.integers(0, 5000), cut=st.integers(0, 30), new=st.binary(max_size=10))
def test_changed_bytes_give_a_plan_or_faults(
    good_plan: Plan, tmp_path: Path, at: int, cut: int, new: bytes
) -> None:
    path = tmp_path / "plan.json"
    write_json(good_plan, path)
    before = path.read_bytes()
    at %= len(before)

    path.write_bytes(before[:at] + new + before[at + cut :])

    read_or_refused(path)
