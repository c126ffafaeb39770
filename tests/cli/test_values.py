"""Words on the command line: written as offices write them, and asked back where they have two meanings."""

import inspect
import io
from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
import typer
from typer.models import OptionInfo

from planner.cli import COMMANDS, values
from planner.cli.actuals import HistoryFile


def options() -> Iterator[tuple[str, Any, OptionInfo]]:
    """Yield command and name, type, and option of every option of every command."""
    for command in COMMANDS:
        for name, hint in get_type_hints(command, include_extras=True).items():
            if get_origin(hint) is Annotated:
                kind, info = get_args(hint)[:2]
                if isinstance(info, OptionInfo):
                    yield f"{command.__name__} {name}", kind, info


@pytest.mark.parametrize(("name", "kind", "info"), list(options()), ids=lambda value: str(value)[:40])
def test_every_number_and_date_of_every_command_is_read_by_the_same_few_functions(
    name: str, kind: Any, info: OptionInfo
) -> None:
    kinds = {kind, *get_args(kind)}

    if date in kinds:
        assert info.parser is values.day, name
    elif kinds & {int, float}:
        assert inspect.getmodule(info.parser) is values, name


def test_the_walk_over_all_options_finds_them() -> None:
    names = {name for name, _, _ in options()}

    assert {"replan today", "forecast total", "plan seconds", "publish until", "explain by"} <= names
    assert get_args(HistoryFile)[1].parser is None  # a file is no number


@pytest.mark.parametrize(
    "word", ["2018-05-02", "02/05/2018", "2-5-2018", "2 Mei 2018", "Rabu, 2 Mei 2018", "2 May 2018"]
)
def test_a_date_is_written_as_offices_write_it(word: str) -> None:
    assert values.day(word) == date(2018, 5, 2)


@pytest.mark.parametrize("word", ["139.000", "139,000", "139 000", "139000", "139.000 orang"])
def test_a_number_of_people_may_be_grouped(word: str) -> None:
    assert values.whole()(word) == values.rate(word) == 139_000


@pytest.mark.parametrize(
    ("parse", "word", "told"),
    [
        (values.day, "05/13/2018", "expected a date"),
        (values.day, "Senin, 2 Mei 2018", "is a Rabu"),
        (values.day, "Mei", "expected a date"),
        (values.run, "", "expected days"),
        (values.run, "30 April 2018 s.d. 1 Januari 2018", "first date of a run before"),
        (values.whole(), "1,5", "'1,5'; expected a whole number, 0 or more"),
        (values.whole(1), "0", "1 or more"),
        (values.whole(2000, 2200), "20260", "2000 to 2200"),
        (values.whole(), "-3", "0 or more"),
        (values.whole(), "9" * 5000, "expected a whole number"),
        (values.number(0.1), "1.500", "write 1500 or 1.5"),
        (values.number(0.1), "0", "0.1 or more"),
        (values.rate, "nan", "expected a number"),
        (values.rate, "-1", "0 or more"),
        (values.share, "101%", "0 to 100"),
        (values.shares, "0", "above 0"),
        (values.shares, "90,5", "write 90%;5% for two targets, 90.5% for one"),
        (values.shares, "50,80%", "write 50%;80% for two targets, 50.80% for one"),
        (values.shares, "viele", "expected a number"),
        (values.target, "90,0001", "people such as 9000"),
        (values.target, "120 %", "0 to 100"),
    ],
)
def test_what_cannot_be_or_has_two_meanings_is_asked_back(
    parse: Callable[[str], object], word: str, told: str
) -> None:
    with pytest.raises(typer.BadParameter) as wrong:
        parse(word)

    assert told in str(wrong.value)


def test_targets_are_people_or_a_share() -> None:
    assert values.target("9.000") == 9000
    assert values.target("90,5 %") == values.target("90.5%") == pytest.approx(0.905)


def test_several_targets_are_parted_by_commas_or_semicolons() -> None:
    assert values.shares("50,80,90,95,100") == [0.5, 0.8, 0.9, 0.95, 1.0]
    assert values.shares("50 %, 80 %") == values.shares("50,80") == [0.5, 0.8]
    assert values.shares("90,5%; 95 %") == pytest.approx([0.905, 0.95])


class Keyboard(io.StringIO):
    """What somebody types."""

    def isatty(self) -> bool:
        return True


def test_what_is_missing_is_asked_for_at_the_keyboard(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Keyboard("many\n1.500\n"))

    found = values.asked(None, "--people", "How many people", values.whole())

    assert found == 1500
    said = capsys.readouterr()
    assert said.out.strip() == ""  # a reader of --json gets nothing but JSON
    assert "expected a whole number" in said.err


def test_what_is_missing_is_a_wrong_call_where_nobody_sits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1500\n"))

    with pytest.raises(typer.BadParameter, match=r"--people is missing: how many people\?"):
        values.asked(None, "--people", "How many people", values.whole())
    assert values.asked(0, "--people", "How many people", values.whole()) == 0
