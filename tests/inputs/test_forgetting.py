"""A plan forgets the names in it, and is the same plan."""

import json
from pathlib import Path

import pytest

from planner.domain.check import check
from planner.domain.contacts import contacts_of, without_contacts
from planner.domain.plan import Plan
from planner.errors import InputError
from planner.forgetting import forget_in
from planner.inputs.forgetting import without_names
from planner.inputs.plan import examine_plan, read_plan
from planner.planning import write

NAMES = ("Qkontak", "Qanggota", "Qpengusul", "Qkades", "081255501234")
NEAR = "53.01.01.2001"


def names_in(path: Path) -> list[str]:
    """Return which names stand in the bytes of a file."""
    found = path.read_bytes()
    return [name for name in NAMES if name.encode() in found]


def test_a_plan_without_names_is_the_same_plan(named_plan: Plan, tmp_path: Path) -> None:
    path = write(named_plan, tmp_path / "plan.json")
    assert names_in(path) == list(NAMES)

    found = forget_in(path)

    assert str(found) == ("contact of 1 village, 1 member of teams, who wants 1 rule, 1 column about staff")
    assert names_in(path) == []
    plan, disagreements = examine_plan(path)
    assert plan == without_contacts(named_plan)
    assert (disagreements, check(plan), plan.version) == ((), (), named_plan.version)
    assert plan.problem.extras == {"Jarak": {NEAR: 2.5}}
    assert not contacts_of(plan.problem)


def test_a_plan_that_names_nobody_keeps_its_bytes(good_plan: Plan, tmp_path: Path) -> None:
    path = write(good_plan, tmp_path / "plan.json")
    before, seen = path.read_bytes(), path.stat().st_mtime_ns

    assert not forget_in(path)

    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, seen)


def test_nothing_but_names_changes_in_the_text(named_plan: Plan, tmp_path: Path) -> None:
    text = write(named_plan, tmp_path / "plan.json").read_bytes()

    clean, _ = without_names(text, "plan.json")

    assert clean == write(without_contacts(named_plan), tmp_path / "other.json").read_bytes()


def test_a_number_of_a_resident_in_an_old_plan_is_masked(good_plan: Plan, tmp_path: Path) -> None:
    path = write(good_plan, tmp_path / "plan.json")
    record = json.loads(path.read_text(encoding="utf-8"))
    record["problem"]["villages"][0]["name"] = "Near NIK.5301040205180001"
    record["problem"]["extras"] = {"5301-0402-0518-0001": {NEAR: "a"}}
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(InputError, match="personal data"):
        read_plan(path)

    found = forget_in(path)

    assert str(found) == "2 texts with a sixteen-digit number"
    assert read_plan(path).problem.villages[0].name == "Near NIK.****************"


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[1]", b'{"format": "field-planner plan", "version": 1, "problem": 3}']
)
def test_what_is_no_plan_is_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "plan.json").write_bytes(content)

    with pytest.raises(InputError):
        forget_in(tmp_path / "plan.json")

    assert (tmp_path / "plan.json").read_bytes() == content
