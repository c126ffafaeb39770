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


def test_what_is_scarce_is_read(project: Callable[..., Path]) -> None:
    rules = read_settings(
        project(
            toml="[rules]\nturnout = [1, 0.35]\nbudget = 45000000\n[rules.costs]\n"
            "day_out = 450000\nkm = 2500.5\n"
            '[rules.floors]\nshare = 0.5\nprice = 2\n[rules.floors.people]\n"53.01.04" = 120\n"530105" = 0\n'
        )
    ).rules

    assert (rules.turnout, rules.budget) == ((1.0, 0.35), 45e6)
    assert (rules.costs.day_out, rules.costs.night, rules.costs.km) == (450_000, 0, 2500.5)
    assert (rules.floors.share, rules.floors.price) == (0.5, 2.0)
    assert rules.floors.people == {"53.01.04": 120, "53.01.05": 0}


@pytest.mark.parametrize(
    ("toml", "column", "value"),
    [
        ("[rules]\nturnout = 0.6", "rules.turnout", "0.6"),
        ("[rules]\nturnout = [0.6, 0]", "rules.turnout.1", "0"),
        ("[rules]\nturnout = [0.3, 0.6]", "rules.turnout", "[0.3, 0.6]"),
        ("[rules]\nbudget = '45 juta'", "rules.budget", "45 juta"),
        ("[rules]\nbudget = inf", "rules.budget", "inf"),
        ("[rules.costs]\nnight = -1", "rules.costs.night", "-1"),
        ("[rules.costs]\nmeal = 1", "rules.costs.meal", "1"),
        ("[rules.floors]\nshare = 1.1", "rules.floors.share", "1.1"),
        ("[rules.floors]\nprice = 0", "rules.floors.price", "0"),
        ("[rules.floors.people]\n'53.01' = 9", "rules.floors.people.53.01", "53.01"),
        ("[rules.floors.people]\n'53.01.04' = 9.5", "rules.floors.people.53.01.04", "9.5"),
    ],
)
def test_scarcity_that_cannot_be_is_told_with_its_place(
    project: Callable[..., Path], toml: str, column: str, value: str
) -> None:
    assert [(fault.column, fault.value) for fault in faults(project(toml=toml + "\n"))] == [(column, value)]


def test_a_kecamatan_without_quotation_marks_is_told_to_have_them(project: Callable[..., Path]) -> None:
    found = faults(project(toml="[rules.floors.people]\n53.01.04 = 120\n"))

    assert 'expected a code in quotation marks such as "53.01.04"' in {fault.problem for fault in found}
