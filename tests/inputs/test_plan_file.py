"""Plans read back from their files: unchanged, edited by hand, and broken in every way."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from planner.domain.check import check
from planner.domain.directives import Directive
from planner.domain.past import Assumed, Past
from planner.domain.plan import Change, Plan
from planner.domain.rules import Costs, Floor, Rules
from planner.errors import InputError
from planner.exporters.json import write_json
from planner.inputs.plan import examine_plan, read_plan

NEAR = "53.01.01.2001"


@pytest.fixture
def rich_plan(good_plan: Plan) -> Plan:
    """The good plan with all there can be: two matrices, no way, leave, closures, kits, costs, notes."""
    problem, travel = good_plan.problem, good_plan.problem.travel
    minutes = np.stack([travel.minutes[0], travel.minutes[0] + 1 / 3])
    minutes[1, 0, 1] = math.inf
    double = [np.concatenate([array, array]) for array in (travel.km, travel.cost_idr, travel.by_boat)]
    double[2][1, 0, 1] = True
    first = replace(
        problem.villages[0],
        closed=frozenset({date(2018, 5, 9)}),
        modelled=True,
        served=1,
        name='Nă "ä"\n</x>',
    )
    last = replace(
        problem.villages[1],
        latest=date(2018, 5, 10),
        venue="Balai",
        contact="Sekdes, 0380",
        recorded=5,
        removed=1,
    )
    lent = (date(2018, 5, 11), date(2018, 5, 11))
    rules = Rules(
        10,
        (1.0, 1.0, 0.35),
        1e9,
        Costs(150_000.0, 0.5),
        (Floor("53.01.01", 60), Floor("53.01.02", 9, 2.5)),
        removes=("not_found",),
    )
    return Plan(
        problem.replace(
            villages=(first, last),
            bases=(
                replace(problem.bases[0], kits=2, kits_at_office=(0, 0, 0, 0, 1, 2, 2), kits_elsewhere=lent),
            ),
            rules=rules,
            past=Past(
                date(2018, 5, 2),
                ("v0123abcd",),
                (Assumed(date(2018, 5, 4), "T1", NEAR, 9),),
                (Floor("53.01.01", 5),),
                (Directive("A", "MUST", (NEAR,)),),
            ),
            teams=(
                replace(
                    problem.teams[0],
                    away=frozenset({date(2018, 5, 11)}),
                    vehicle="Mobil",
                    staff=("Ani (ketua)", "Budi"),
                ),
            ),
            travel=type(travel)(travel.place_ids, minutes, *double, (0, 0, 0, 1, 1, 0, 0), {"x": "no boat"}),
            shapes={NEAR: shapely.to_wkb(shapely.box(123.7, -10.2, 123.9, -10.0))},
            notes=(("source", "by hand"), ("source", "twice")),
        ),
        good_plan.team_days,
        replace(good_plan.outcome, seconds=0.1 + 0.2, stop_reason="time", seed=7, baseline_recorded=100),
        (
            Change("moved", NEAR, date(2018, 5, 8), "T1", date(2018, 5, 7), "T1", True, "closed"),
            Change("new", NEAR, new_day=date(2018, 5, 9), new_team="T1"),
        ),
    )


@pytest.fixture
def edited(rich_plan: Plan, tmp_path: Path) -> Callable[[Callable[[Any], object]], Path]:
    """Write the rich plan after a change of its JSON value."""

    def edit(change: Callable[[Any], object]) -> Path:
        path = tmp_path / "plan.json"
        write_json(rich_plan, path)
        value = json.loads(path.read_text(encoding="utf-8"))
        change(value)
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    return edit


def faults_of(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_plan(path)
    return [str(fault) for fault in caught.value.faults]


def test_plan_comes_back_as_it_was(rich_plan: Plan, tmp_path: Path) -> None:
    write_json(rich_plan, tmp_path / "plan.json")

    plan = read_plan(tmp_path / "plan.json")

    assert plan == rich_plan
    assert dict(plan.problem.shapes) == dict(rich_plan.problem.shapes)


def test_plan_written_again_has_the_same_bytes(rich_plan: Plan, tmp_path: Path) -> None:
    write_json(rich_plan, tmp_path / "one.json")

    write_json(read_plan(tmp_path / "one.json"), tmp_path / "two.json")

    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_plan_written_before_kits_and_money_is_read_with_defaults(good_plan: Plan, tmp_path: Path) -> None:
    write_json(good_plan, tmp_path / "plan.json")
    value = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    problem = value["problem"]
    later = ("latest", "kits", "kits_at_office", "turnout", "budget", "costs", "floors")
    later += ("served", "recorded", "removed", "kits_elsewhere", "removes")
    for part in (problem["rules"], *problem["bases"], *problem["villages"]):
        for key in later:
            part.pop(key, None)
    (tmp_path / "plan.json").write_text(json.dumps(value), encoding="utf-8")

    assert read_plan(tmp_path / "plan.json") == good_plan


def test_file_of_notepad_with_a_byte_order_mark_is_read(rich_plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_json(rich_plan, path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert read_plan(path) == rich_plan


def test_stop_moved_by_hand_is_read_and_judged(edited: Callable[..., Path]) -> None:
    def early(value: Any) -> None:
        value["team_days"][0]["stops"][0]["arrive"] = 490

    plan = read_plan(edited(early))

    assert [violation.rule for violation in check(plan)] == ["travel"]


def test_people_added_by_hand_disagree_with_the_sums(edited: Callable[..., Path]) -> None:
    def more(value: Any) -> None:
        value["team_days"][0]["stops"][0]["people"] = 66

    path = edited(more)

    assert faults_of(path) == [
        "column totals.left_over: found '0'; expected -1, as the stops and villages say"
        " -> undo the change, or let the planner write the plan again",
        "column totals.recorded: found '140'; expected 141, as the stops and villages say"
        " -> undo the change, or let the planner write the plan again",
        "column villages[0].left: found '0'; expected -1, as the stops and villages say"
        " -> undo the change, or let the planner write the plan again",
        "column villages[0].planned: found '65'; expected 66, as the stops and villages say"
        " -> undo the change, or let the planner write the plan again",
    ]


def test_plan_whose_sums_disagree_can_still_be_examined(edited: Callable[..., Path]) -> None:
    def more(value: Any) -> None:
        value["team_days"][0]["stops"][0]["people"] = 66

    plan, disagreements = examine_plan(edited(more))

    assert {violation.rule for violation in check(plan)} == {"capacity", "backlog", "turnout", "bound"}
    assert len(disagreements) == 4


def test_row_taken_out_of_the_sums_is_told(edited: Callable[..., Path]) -> None:
    path = edited(lambda value: value["villages"].pop())

    assert faults_of(path)[0].startswith("column villages: 1 rows; the problem has 2 villages")


CHANGES: dict[str, tuple[Callable[[Any], object], str]] = {
    "a word for a number": (lambda v: v["team_days"][0].update(leave="early"), "team_days[0].leave"),
    "a number for a word": (lambda v: v["problem"].update(title=3), "problem.title"),
    "yes for true": (
        lambda v: v["problem"]["villages"][0].update(lodging="yes"),
        "problem.villages[0].lodging",
    ),
    "true for a number": (
        lambda v: v["team_days"][0]["stops"][0].update(people=True),
        "team_days[0].stops[0].people",
    ),
    "half a person": (
        lambda v: v["team_days"][0]["stops"][0].update(people=1.5),
        "team_days[0].stops[0].people",
    ),
    "a key left out": (lambda v: v["problem"]["teams"][0].pop("base"), "problem.teams[0].base"),
    "a key too many": (lambda v: v["outcome"].update(bond=1), "outcome.bond"),
    "a day of no calendar": (lambda v: v["team_days"][0].update(day="2018-02-30"), "team_days[0].day"),
    "a year far away": (
        lambda v: v["problem"]["calendar"].update(last="9999-12-31"),
        "problem.calendar.last",
    ),
    "an endless number": (lambda v: v["outcome"].update(seed=10**30), "outcome.seed"),
    "a position off the earth": (lambda v: v["problem"]["bases"][0].update(lon=190), "problem.bases[0].lon"),
    "an eighth weekday": (
        lambda v: v["problem"]["calendar"]["weekdays"].append(7),
        "problem.calendar.weekdays[5]",
    ),
    "a ragged matrix": (lambda v: v["problem"]["travel"]["km"][0][1].pop(), "problem.travel.km[0][1]"),
    "a matrix too few": (lambda v: v["problem"]["travel"]["by_boat"].pop(), "problem.travel.by_boat"),
    "no matrix at all": (
        lambda v: v["problem"]["travel"].update(minutes=[], km=[], cost_idr=[], by_boat=[]),
        "problem.travel.matrix_of_weekday",
    ),
    "less than no time": (
        lambda v: v["problem"]["travel"]["minutes"][0][0].__setitem__(1, -1),
        "problem.travel.minutes[0][0][1]",
    ),
    "a place twice": (
        lambda v: v["problem"]["travel"].update(places=["B", "B", NEAR]),
        "problem.travel.places",
    ),
    "a shape of nothing": (lambda v: v["problem"]["shapes"].update({NEAR: "AAAA"}), f"problem.shapes.{NEAR}"),
    "a shape of rubbish": (lambda v: v["problem"]["shapes"].update({NEAR: "§"}), f"problem.shapes.{NEAR}"),
    "a shape with a blot": (
        lambda v: v["problem"]["shapes"].update({NEAR: "!" + v["problem"]["shapes"][NEAR]}),
        f"problem.shapes.{NEAR}",
    ),
    "a last day of no calendar": (
        lambda v: v["problem"]["villages"][1].update(latest="soon"),
        "problem.villages[1].latest",
    ),
    "a price in words": (
        lambda v: v["problem"]["rules"]["floors"][0].update(price="high"),
        "problem.rules.floors[0].price",
    ),
    "a cost left out": (lambda v: v["problem"]["rules"]["costs"].pop("km"), "problem.rules.costs.km"),
    "six weekdays of kits": (lambda v: v["problem"]["bases"][0]["kits_at_office"].pop(), "problem"),
    "a team without base": (lambda v: v["problem"]["teams"][0].update(base="C"), "problem"),
    "sums of another plan": (lambda v: v["totals"].update(recorded=139), "totals.recorded"),
    "a sum too many": (lambda v: v["totals"].update(happy=1), "totals.happy"),
    "a newer version": (lambda v: v.update(version=2), "version"),
    "a version of truth": (lambda v: v.update(version=True), "version"),
    "another format": (lambda v: v.update(format="recipe"), "format"),
}


@pytest.mark.parametrize(("change", "place"), CHANGES.values(), ids=CHANGES.keys())
def test_fault_names_its_place(
    edited: Callable[..., Path], change: Callable[[Any], object], place: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_plan(edited(change))

    assert place in [fault.column for fault in caught.value.faults]
    assert all(fault.problem and fault.remedy for fault in caught.value.faults)


TEXTS = {
    "nothing": "",
    "no JSON": "{'team': 1}",
    "a list": "[1, 2]",
    "a number": "3",
    "half a file": '{"format": "field-planner plan", "version": 1, "tot',
    "not a number": '{"format": "field-planner plan", "version": NaN}',
    "infinity": '{"format": "field-planner plan", "version": 1, "totals": {"backlog": 1e999}}',
    "ten thousand digits": "9" * 10_000,
    "brackets without end": "[" * 200_000,
    "objects without end": '{"a":' * 200_000,
    "a key twice": '{"format": "field-planner plan", "format": "field-planner plan"}',
    "half a character": '{"format": "field-planner plan", "version": 1, "x": "\\ud800"}',
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_text_that_is_no_plan_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text, encoding="utf-8")

    assert faults_of(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(b"PK\x03\x04\xff\xfe")

    assert "not UTF-8" in faults_of(path)[0]


def test_missing_file_is_a_fault(tmp_path: Path) -> None:
    assert "does not exist" in faults_of(tmp_path / "no.json")[0]


def test_folder_is_a_fault(tmp_path: Path) -> None:
    assert "is a folder" in faults_of(tmp_path)[0]


def test_file_of_absurd_size_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    with path.open("wb") as file:
        file.truncate(10 * 2**30)  # a hole: it takes no room on the disk

    assert "10,240 MB" in faults_of(path)[0]


def test_all_faults_are_told_at_once(edited: Callable[..., Path]) -> None:
    def spoil(value: Any) -> None:
        value["team_days"][0]["leave"] = "early"
        value["problem"]["villages"][1]["backlog"] = None

    assert len(faults_of(edited(spoil))) == 2


def test_the_version_in_the_file_is_not_believed_and_may_be_missing(good_plan: Plan, tmp_path: Path) -> None:
    write_json(good_plan, tmp_path / "plan.json")
    text = (tmp_path / "plan.json").read_text(encoding="utf-8")
    line = f' "plan_version": "{good_plan.version}",\n'
    assert line in text

    for n, other in enumerate(("", ' "plan_version": "00000000",\n')):
        changed = tmp_path / f"{n}.json"
        changed.write_text(text.replace(line, other), encoding="utf-8")
        assert read_plan(changed).version == good_plan.version


# --- texts that hide something, and texts made to hurt ------------------------------------------------------


@pytest.mark.parametrize("is_ascii", [True, False])
def test_a_plan_is_read_without_signs_that_nobody_sees(
    good_plan: Plan, tmp_path: Path, is_ascii: bool
) -> None:
    path = tmp_path / "plan.json"
    write_json(good_plan, path)
    document = json.loads(path.read_text(encoding="utf-8"))
    document["problem"]["title"] = "Kupang\x1b]0;pwn\x07 \u202e\ud800"
    document["problem"]["villages"][0]["name"] = "Ba\u200bun"
    text = json.dumps(document, ensure_ascii=is_ascii)
    path.write_text(text, encoding="utf-8", errors="surrogatepass")

    if not is_ascii:  # half a pair is no UTF-8
        assert "is not UTF-8" in faults_of(path)[0]
        path.write_text(text.replace("\ud800", ""), encoding="utf-8")
    plan = read_plan(path)

    assert plan.problem.title == "Kupang]0;pwn "
    assert plan.problem.villages[0].name == "Baun"
    note = dict(plan.problem.notes)["signs that nobody sees, taken out of plan.json"]
    assert "U+001B (control sign)" in note
    assert "the first at " in note


def test_signs_that_nobody_sees_hide_no_number_of_a_person(good_plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_json(good_plan, path)
    text = path.read_text(encoding="utf-8")
    hidden = json.dumps("530104" + 9 * "\u3164" + "0205180001")
    path.write_text(text.replace('"Two villages"', hidden), encoding="utf-8")

    assert "sixteen-digit number is personal data" in faults_of(path)[0]


def test_two_keys_that_differ_in_such_signs_only_are_told(good_plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_json(good_plan, path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"totals": {', '"totals": {"recorded\\u200b": 1, ', 1), encoding="utf-8")

    assert "two keys are the same but for signs that nobody sees" in faults_of(path)[0]


def test_what_is_written_as_text_in_a_clean_plan_is_read_as_it_stands(
    good_plan: Plan, tmp_path: Path
) -> None:
    village = replace(good_plan.problem.villages[0], name='S\u00f6e "\\n"\n½')
    problem = good_plan.problem.replace(villages=(village, *good_plan.problem.villages[1:]))
    write_json(replace(good_plan, problem=problem), tmp_path / "plan.json")

    assert read_plan(tmp_path / "plan.json").problem == problem


@pytest.mark.usefixtures("at_once")
def test_the_one_key_of_many_that_stands_twice_is_named(tmp_path: Path) -> None:
    keys = [*range(40_000), 39_999]  # took 20 s when each key was counted anew
    (tmp_path / "plan.json").write_text(
        "{" + ",".join(f'"k{key}": 1' for key in keys) + "}", encoding="utf-8"
    )

    assert "the key k39999 stands twice in one object" in faults_of(tmp_path / "plan.json")[0]


@pytest.mark.parametrize("text", ['"\\u200b"', '"\u200b"'])
def test_lists_in_lists_end_somewhere(good_plan: Plan, tmp_path: Path, text: str) -> None:
    for depth in (100, 400, 900, 5_000, 100_000):
        nested = "[" * depth + text + "]" * depth
        document = f'{{"format": "field-planner plan", "version": 1, "totals": {nested}}}'
        (tmp_path / "plan.json").write_text(document, encoding="utf-8")

        assert faults_of(tmp_path / "plan.json")
