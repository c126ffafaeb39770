"""Numbers of letters: the same letter keeps its own, and none is given twice."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.plan import Plan
from planner.errors import InputError, PlannerError
from planner.letters.contents import Letters
from planner.letters.numbering import HEADER, LARGEST, Numbering, Register, pattern, read_register
from planner.letters.office import Numbers, Office

FORM = "094/{urut}/Disdukcapil/{bulan romawi}/{tahun}"
SIGNED = date(2018, 4, 24)


def numbering(path: Path, *, year: int = 2018, plan: str = "v1") -> Numbering:
    return Numbering(read_register(path), SIGNED, year, plan)


def given(found: Numbering, *names: str, first: int | None = 17, form: str = FORM) -> list[str]:
    return [found.text(form, first, "spt", name, [name, 1]) for name in names]


def test_numbers_run_on_from_the_first_one(tmp_path: Path) -> None:
    assert given(numbering(tmp_path / "nomor.csv"), "a", "b") == [
        "094/17/Disdukcapil/IV/2018",
        "094/18/Disdukcapil/IV/2018",
    ]


def test_the_same_letter_has_the_same_number_when_it_is_written_again(tmp_path: Path) -> None:
    first = numbering(tmp_path / "nomor.csv")
    before = given(first, "a", "b")
    first.register.keep()

    again = numbering(tmp_path / "nomor.csv", plan="v2")

    assert given(again, "b", "a") == before[::-1]
    assert again.register.added == []


def test_a_letter_that_says_something_else_has_a_new_number(tmp_path: Path) -> None:
    first = numbering(tmp_path / "nomor.csv")
    given(first, "a")
    first.register.keep()

    changed = numbering(tmp_path / "nomor.csv").text(FORM, 17, "spt", "a", ["a", 2])

    assert changed == "094/18/Disdukcapil/IV/2018"


def test_a_later_first_number_leaves_a_gap_and_an_earlier_one_goes_back_to_none(tmp_path: Path) -> None:
    first = numbering(tmp_path / "nomor.csv")
    given(first, "a")
    first.register.keep()

    assert given(numbering(tmp_path / "nomor.csv"), "b", first=30) == ["094/30/Disdukcapil/IV/2018"]
    assert given(numbering(tmp_path / "nomor.csv"), "b", first=1) == ["094/18/Disdukcapil/IV/2018"]


def test_letters_with_one_pattern_share_a_series_and_years_do_not(tmp_path: Path) -> None:
    found = numbering(tmp_path / "nomor.csv")
    given(found, "a")

    assert found.text("094/{n}/Disdukcapil/{month}/{year}", 1, "spd", "a", []) == "094/18/Disdukcapil/IV/2018"
    assert Numbering(found.register, SIGNED, 2019, "v1").text(FORM, 5, "spt", "a", []).startswith("094/5/")


def test_without_a_first_number_it_stays_open_and_nothing_is_noted(tmp_path: Path) -> None:
    found = numbering(tmp_path / "nomor.csv")

    assert given(found, "a", first=None) == ["094/......../Disdukcapil/IV/2018"]
    found.register.keep()
    assert not (tmp_path / "nomor.csv").exists()


def test_the_register_is_only_added_to(tmp_path: Path) -> None:
    path = tmp_path / "nomor.csv"
    first = numbering(path)
    given(first, "a")
    first.register.keep()
    before = path.read_bytes()

    more = numbering(path)
    given(more, "a", "b")
    more.register.keep()

    assert path.read_bytes().startswith(before)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == ";".join(HEADER)
    assert [line.split(";")[2] for line in lines[1:]] == [
        "094/17/Disdukcapil/IV/2018",
        "094/18/Disdukcapil/IV/2018",
    ]


def test_a_register_saved_by_a_spreadsheet_with_commas_is_read_and_added_to(tmp_path: Path) -> None:
    path = tmp_path / "nomor.csv"
    first = numbering(path)
    before = given(first, "a")
    first.register.keep()
    path.write_text(path.read_text(encoding="utf-8-sig").replace(";", ",").rstrip(), encoding="utf-8")

    again = numbering(path)
    assert given(again, "a", "b") == [*before, "094/18/Disdukcapil/IV/2018"]
    again.register.keep()

    last = numbering(path)
    assert given(last, "b", "a") == ["094/18/Disdukcapil/IV/2018", *before]
    assert last.register.added == []


def test_two_writers_at_once_are_told(tmp_path: Path) -> None:
    path = tmp_path / "nomor.csv"
    one, two = numbering(path), numbering(path)
    given(one, "a")
    given(two, "b")
    one.register.keep()
    before = path.read_bytes()

    with pytest.raises(PlannerError, match="has changed meanwhile, so nothing was written; write again"):
        two.register.keep()

    assert path.read_bytes() == before


GIVE = """
import sys
from pathlib import Path
from planner.errors import PlannerError
from planner.letters.numbering import Numbering, read_register

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for n in range(count):
    while True:
        found = Numbering(read_register(path), None, 2018, "v1")
        text = found.text("{n}/{year}", 1, "spt", f"{name}-{n}", [])
        try:
            found.register.keep()
        except PlannerError as error:
            assert "has changed meanwhile" in str(error), error
        else:
            break
    print(text, flush=True)
"""


def test_no_number_is_given_twice_or_lost_when_several_programs_write(tmp_path: Path) -> None:
    path, count = tmp_path / "nomor.csv", 40
    running = [
        subprocess.Popen(
            [sys.executable, "-c", GIVE, str(path), name, str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for name in ("a", "b", "c")
    ]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in running:  # all at once
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [number for one in running for number in one.communicate()[0].split()]

    assert [one.returncode for one in running] == [0, 0, 0]
    assert sorted(said, key=lambda text: int(text[:-5])) == [f"{n}/2018" for n in range(1, 3 * count + 1)]
    assert set(read_register(path).given["{n}/2018"].values()) == set(range(1, 3 * count + 1))


def test_all_faults_of_a_register_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "nomor.csv"
    row = "S;{};x;spt;a;i1;v1"
    rows = [";".join(HEADER), row.format(1), row.format("x"), row.format(1), "S;2", "", row.format(0)]
    path.write_text("\n".join(rows), encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_register(path)

    assert [fault.row for fault in caught.value.faults] == [3, 4, 5, 7]
    assert "this number stands twice in the series S" in str(caught.value)


@pytest.mark.parametrize("text", ["a;b\n1;2\n", "\n", "x"])
def test_another_file_is_no_register(tmp_path: Path, text: str) -> None:
    (tmp_path / "nomor.csv").write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match="is no register"):
        read_register(tmp_path / "nomor.csv")


def test_a_full_series_is_told(tmp_path: Path) -> None:
    register = Register(tmp_path / "nomor.csv")
    register.last["S"] = LARGEST

    with pytest.raises(PlannerError, match="there is no number after 999999"):
        register.number("S", ("spt", "a", "i"), 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("094/{nomor}", "expected {urut}, {bulan romawi} and {tahun}"),
        ("094/{urut", "expected {urut}, {bulan romawi} and {tahun}"),
        ("{urut}/{n}", "expected {urut} once"),
        ("=1+{urut}", "expected a letter or a digit at the beginning"),
    ],
)
def test_patterns_are_checked(text: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected.replace("{", r"\{")):
        pattern(text)


def test_a_new_plan_keeps_the_numbers_of_trips_that_stay(two_teams: Plan, tmp_path: Path) -> None:
    pytest.importorskip("segno")
    office = Office(date=SIGNED, numbers=Numbers(first_assignment=17, first_notice=1))

    def numbers(plan: Plan) -> dict[str, str]:
        found = Numbering(read_register(tmp_path / "nomor.csv"), SIGNED, 2018, plan.version)
        letters = Letters(plan, office, paper="f4", language="id", numbering=found)
        texts = {f"{d.kind}/{d.name}": d.content["number"] for d in letters.documents()}
        found.register.keep()
        return texts

    before = numbers(two_teams)
    day = two_teams.team_days[1]
    fewer = replace(day, stops=(replace(day.stops[0], people=19),))
    days = tuple(fewer if found is day else found for found in two_teams.team_days)

    after = numbers(Plan(two_teams.problem, days, two_teams.outcome))

    assert before["spt/2018-05-07_T1"] == after["spt/2018-05-07_T1"] == "094/17/Disdukcapil/IV/2018"
    assert (before["spt/2018-05-07_T2"], after["spt/2018-05-07_T2"]) == (
        "094/18/Disdukcapil/IV/2018",
        "094/20/Disdukcapil/IV/2018",
    )
    assert after["surat_camat/53.01.01_Dekat"] != before["surat_camat/53.01.01_Dekat"]
    assert after["surat_desa/53.01.02.2001_Far"] == before["surat_desa/53.01.02.2001_Far"]
