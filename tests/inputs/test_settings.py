from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from planner.errors import Fault, InputError
from planner.inputs.settings import read_settings


def faults(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        read_settings(path)
    return caught.value.faults


def test_a_project_needs_few_keys(project: Callable[..., Path]) -> None:
    settings = read_settings(project())

    assert settings.calendar.deadline == date(2018, 5, 11)
    assert settings.calendar.weekdays == frozenset(range(5))
    assert (settings.travel.source, settings.rules.clock_minutes, settings.boats) == (
        "straight_line",
        10,
        None,
    )


def test_unknown_missing_and_impossible_keys_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "planner.toml"
    path.write_text(
        'titel = "x"\n[villages]\nfile = "v.csv"\nregency = 53.10\n[bases]\nfil = "b.csv"\n'
        '[teams]\nfile = 3\n[calendar]\nfirst_day = 2018-05-02\ndeadline = "soon"\nweekdays = "kadang"\n'
        "[rules]\nclock_minutes = 0\n"
    )

    found = {(fault.column, fault.value) for fault in faults(path)}

    assert found == {
        ("title", None),
        ("titel", "x"),
        ("villages.regency", "53.1"),
        ("bases.file", None),
        ("bases.fil", "b.csv"),
        ("teams.file", "3"),
        ("calendar.deadline", "soon"),
        ("calendar.weekdays", "kadang"),
        ("rules.clock_minutes", "0"),
    }
    assert {fault.file for fault in faults(path)} == {"planner.toml"}


def test_an_unknown_key_is_answered_with_the_known_ones(project: Callable[..., Path]) -> None:
    found = faults(project(toml="[boats]\nfile = 'b.csv'\nsheets = 'Tempuh'\n"))

    assert [(fault.column, fault.problem) for fault in found] == [
        ("boats.sheets", "unknown key; known keys are file, sheet")
    ]


def test_a_deadline_before_the_first_day_is_a_fault(project: Callable[..., Path]) -> None:
    path = project()
    path.write_text(path.read_text().replace("deadline = 2018-05-11", "deadline = 2018-05-06"))

    assert [(fault.column, fault.problem) for fault in faults(path)] == [
        ("calendar", "the deadline lies before the first day")
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"title = ", "is no TOML"), (b'title = "caf\xe9"', "is no TOML"), (None, "cannot be read")],
)
def test_what_is_no_project_is_one_fault(tmp_path: Path, content: bytes | None, problem: str) -> None:
    path = tmp_path / "planner.toml"
    if content is not None:
        path.write_bytes(content)

    found = faults(path)

    assert len(found) == 1
    assert found[0].problem.startswith(problem)


def test_a_byte_order_mark_does_no_harm(project: Callable[..., Path]) -> None:
    path = project()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert read_settings(path).title == "Two villages"


@pytest.mark.parametrize("weekdays", ['"Sen-Sab"', '["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]'])
def test_weekdays_are_a_text_or_a_list(project: Callable[..., Path], weekdays: str) -> None:
    path = project()
    path.write_text(path.read_text().replace("[calendar]", f"[calendar]\nweekdays = {weekdays}"))

    assert read_settings(path).calendar.weekdays == frozenset(range(6))
