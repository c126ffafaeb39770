"""The history: added to only, whole files only, nothing acknowledged is ever lost or changed unseen."""

import json
import os
import stat
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import planner
from planner.domain.actuals import Actual, actual_record
from planner.domain.campaign import campaign_of
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.errors import InputError, PlannerError
from planner.locks import lock_path, locked
from planner.replanning import append, forget_names, read_history, writing
from planner.replanning.records import Cut, History, Publication, Returned
from planner.replanning.seals import KIND_OF_TEXT, digest, read_chain

MONDAY, TUESDAY, SUNDAY = date(2018, 5, 7), date(2018, 5, 8), date(2018, 5, 13)
NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def a_report(recorded: int, file: str = "f1", day: date = MONDAY, who: str = "Rini") -> Actual:
    return Actual(day, "T1", NEAR, recorded, file=file, who=who)


def a_file(mark: str = "f1", rows: int = 1) -> Returned:
    return Returned(mark, f"{mark}.xlsx", "c0ffee00", rows, "Rini", "2018-05-08T01:00:00+00:00")


def published(since: date, until: date, *visits: tuple[date, str, str]) -> Publication:
    return Publication("c0ffee00", since, until, frozenset(visits), "Rini", "2018-05-04T01:00:00+00:00")


@pytest.fixture
def path(two_villages: Problem, tmp_path: Path) -> Path:
    """Return a history of a publication, a file of one report and a file of two."""
    path = tmp_path / "new" / "h.jsonl"
    append(path, two_villages, said=published(MONDAY, SUNDAY, (MONDAY, "T1", NEAR)), is_new=True)
    append(path, two_villages, said=a_file(), actuals=[a_report(5)])
    append(
        path,
        two_villages,
        said=a_file("f2", 2),
        actuals=[a_report(9, "f2", day) for day in (MONDAY, TUESDAY)],
    )
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a history as it was written before there were seals: the file behind its reports."""
    path = tmp_path / "old.jsonl"
    visits = {"visits": [["2018-05-07", "T1", NEAR]], "since": "2018-05-07", "until": "2018-05-13"}
    names = {"version": "c0ffee00", "who": "Rini", "when": "2018-05-04T01:00:00+00:00"}
    records = [
        {"kind": "published", **names, **visits},
        {"kind": "report", **actual_record(a_report(5))},
        file_record(a_file()),
        {"kind": "report", **actual_record(a_report(9, "f2"))},
        {"kind": "report", **actual_record(a_report(9, "f2", TUESDAY))},
        file_record(a_file("f2", 2)),
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8", newline="\n")
    return path


def file_record(file: Returned) -> dict[str, object]:
    return {"kind": "file", **{name: getattr(file, name) for name in Returned.__slots__}}


def records_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def the_whole(problem: Problem) -> History:
    """What stands in both histories above, but for the campaign."""
    told = published(MONDAY, SUNDAY, (MONDAY, "T1", NEAR))
    reports = (a_report(5), a_report(9, "f2"), a_report(9, "f2", TUESDAY))
    return History(reports, (a_file(), a_file("f2", 2)), (told,), campaign_of(problem))


def test_what_was_added_is_there(path: Path, two_villages: Problem) -> None:
    assert read_history(path, two_villages) == the_whole(two_villages)
    assert [record["kind"] for record in records_of(path)] == [
        *("campaign", "text", "published"),
        *("file", "report"),
        *("file", "report", "report"),
    ]


def test_it_is_on_the_disk_before_anybody_is_told(
    two_villages: Problem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, sizes, real = tmp_path / "h.jsonl", list[int](), os.fsync

    def seen(number: int) -> None:
        sizes.append(os.fstat(number).st_size if stat.S_ISREG(os.fstat(number).st_mode) else 0)
        real(number)

    monkeypatch.setattr(os, "fsync", seen)

    append(path, two_villages, actuals=[a_report(5)], said=a_file(), is_new=True)

    assert path.stat().st_size in sizes


def test_nothing_acknowledged_is_lost_when_several_programs_write(good_plan: Plan, tmp_path: Path) -> None:
    plan, path, count = tmp_path / "plan.json", tmp_path / "h.jsonl", 40
    planner.write(good_plan, plan)
    append(path, good_plan.problem, said=published(MONDAY, SUNDAY), is_new=True)
    program = [sys.executable, str(Path(__file__).with_name("writer.py")), str(plan), str(path)]
    running = [
        subprocess.Popen(
            [*program, name, str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for name in ("Rini", "Budi", "Sari")
    ]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in running:  # all at once
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    while any(
        one.poll() is None for one in running
    ):  # names are forgotten meanwhile, which exchanges the file
        forget_names(path)
        time.sleep(0.1)
    said = [one.communicate()[0].split() for one in running]

    history = read_history(path)

    acknowledged = {mark for marks in said for mark in marks}
    assert [one.returncode for one in running] == [0, 0, 0]
    assert len(acknowledged) == 3 * count
    assert {file.sha256 for file in history.files} == acknowledged
    assert len(history.actuals) == 3 * 3 * count
    assert history.cut == ()


def test_who_waits_says_so_and_gives_up_in_one_sentence(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with locked(path), pytest.raises(PlannerError) as caught, locked(path, wait_seconds=1.2):
        pass

    assert f"{path}: another program is writing to it; waiting up to 0.2 seconds" in capsys.readouterr().err
    assert str(caught.value).startswith(f"{path}: another program has been writing to it for 1.2 seconds; ")
    assert str(lock_path(path)) in str(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_link_to_a_history_has_the_same_lock(path: Path, tmp_path: Path) -> None:
    (tmp_path / "link.jsonl").symlink_to(path)

    assert lock_path(tmp_path / "link.jsonl") == lock_path(path)


@pytest.mark.parametrize("is_old", [False, True])
@pytest.mark.parametrize("change", ["mark", "returns", "end", "blank lines"])
def test_what_an_editor_does_to_a_file_changes_nothing(
    path: Path, old: Path, two_villages: Problem, change: str, is_old: bool
) -> None:
    path = old if is_old else path
    content = path.read_bytes()
    changed = {
        "mark": b"\xef\xbb\xbf" + content,
        "returns": content.replace(b"\n", b"\r\n"),
        "end": content[:-1],
        "blank lines": content.replace(b"\n", b"\n\n"),
    }
    path.write_bytes(changed[change])

    append(path, two_villages, said=a_file("f3", 0))

    found = read_history(path)
    assert (found.actuals, found.cut) == (the_whole(two_villages).actuals, ())
    assert path.read_bytes().startswith(changed[change])


@pytest.mark.parametrize("row", range(1, 9))
def test_a_line_that_was_changed_is_named_with_what_to_hand_in_again(path: Path, row: int) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = lines[row - 1].replace("2018-05-07", "2018-05-06").replace('"rows": 2', '"rows": 1')
    changed = changed.replace("2018-05-08", "2018-05-09").replace("Rini", "Rina").replace("f1", "f9")
    assert changed != lines[row - 1]
    path.write_text("\n".join([*lines[: row - 1], changed, *lines[row:]]), encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_history(path)

    (fault,) = caught.value.faults
    assert fault.row == row
    assert "was changed after it was written" in fault.problem
    assert "get the file back from a backup" in fault.remedy
    again = {4: "f9.xlsx, f2.xlsx", 5: "f1.xlsx, f2.xlsx", 6: "f2.xlsx", 8: "f2.xlsx"}
    if row in again:
        assert fault.remedy.endswith(
            f"or delete line {row} and all after it, then hand in again {again[row]}"
        )


@pytest.mark.parametrize("row", range(1, 8))
def test_a_line_taken_out_or_added_is_found_at_the_next_one(path: Path, row: int) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    if row == 2:
        return  # the text: that is how names are forgotten
    path.write_text("\n".join([*lines[: row - 1], *lines[row:]]), encoding="utf-8")
    with pytest.raises(InputError) as less:
        read_history(path)
    path.write_text("\n".join([*lines[:row], *lines[row - 1 :]]), encoding="utf-8")
    with pytest.raises(InputError) as more:
        read_history(path)

    assert less.value.faults[0].row == (row if row > 1 else 2)
    assert more.value.faults[0].row == row + 1


def test_no_changed_sign_goes_unseen(path: Path) -> None:
    """Every 7th byte is changed in several ways: it is a fault, or told, or changes nothing that is said."""
    content, whole = path.read_bytes(), read_history(path)
    unseen = []
    for place in range(0, len(content), 7):
        for sign in {b"0", b"1", b'"', b"\n", b"}", b"\xff", b"\0", b""} - {content[place : place + 1]}:
            path.write_bytes(content[:place] + sign + content[place + 1 :])
            try:
                found = read_history(path)
            except InputError:
                continue
            if found != whole and not found.cut:
                unseen.append((place, sign, content[place - 20 : place + 20]))

    assert unseen == []


def test_what_the_remedy_says_helps(path: Path, two_villages: Problem) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:6]), encoding="utf-8", newline="\n")  # line 7 and all after it deleted

    (cut,) = read_history(path).cut
    append(
        path,
        two_villages,
        said=a_file("f2", 2),
        actuals=[a_report(9, "f2", day) for day in (MONDAY, TUESDAY)],
    )

    assert str(cut) == "only 0 of the 2 reports of f2.xlsx are there, and none is counted: hand it in again"
    assert read_history(path) == the_whole(two_villages)


@pytest.mark.parametrize("is_old", [False, True])
def test_wherever_it_is_cut_off_whole_files_count_and_the_rest_is_told(
    path: Path, old: Path, two_villages: Problem, is_old: bool
) -> None:
    path = old if is_old else path
    content, whole = path.read_bytes(), the_whole(two_villages)
    begin = content.index(b"\n") + 1
    ends = [begin + n for n, byte in enumerate(content[begin:]) if byte == ord("\n")]
    sizes = {*range(begin, len(content), 61), *ends, *(end - 1 for end in ends), *(end + 1 for end in ends)}
    for size in sorted(sizes - {len(content) - 1, len(content)}):
        path.write_bytes(content[:size])

        found = read_history(path)
        assert found.files == whole.files[: len(found.files)]
        assert found.actuals == whole.actuals[: (0, 1, 3)[len(found.files)]]
        at_line = content[size - 1 : size] == b"\n" or content[size : size + 1] == b"\n"
        assert found.cut or at_line
        again = whole.files[len(found.files) :]
        for file in again:
            append(path, two_villages, said=file, actuals=[a for a in whole.actuals if a.file == file.sha256])

        mended = read_history(path)
        assert (mended.actuals, mended.files) == (whole.actuals, whole.files)
        assert mended.cut == ()
        assert path.read_bytes().startswith(content[:size])


def test_a_file_that_is_not_whole_is_told_by_its_name(path: Path, old: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])
    old_lines = old.read_bytes()
    old.write_bytes(old_lines[:-40])
    without_its_line = old.with_name("o.jsonl")
    without_its_line.write_bytes(b"".join(old_lines.splitlines(keepends=True)[:-1]))

    assert read_history(path).cut == (Cut("f2.xlsx", 2, 1, "f2"),)
    assert str(*read_history(old).cut) == (
        "the line of f2.xlsx is cut off, and none of its reports is counted: hand it in again"
    )
    assert str(*read_history(without_its_line).cut) == (
        "the line of the file of 2 reports is lost, and none is counted: hand it in again"
    )


def test_a_cut_publication_is_told(path: Path, two_villages: Problem) -> None:
    append(path, two_villages, said=published(TUESDAY, SUNDAY, (TUESDAY, "T1", FAR)))
    path.write_bytes(path.read_bytes()[:-9])

    assert str(*read_history(path).cut) == (
        "the last line is cut off and not counted: hand in, or publish, again what came last"
    )


def test_a_history_without_seals_is_sealed_when_it_is_written(old: Path, two_villages: Problem) -> None:
    before, said = read_history(old, two_villages), old.read_bytes()
    append(old, two_villages, said=a_file("f3", 0))
    sealed = read_history(old)
    text = old.read_text(encoding="utf-8")
    old.write_text(text.replace('"recorded": 5', '"recorded": 50'), encoding="utf-8", newline="\n")

    assert before == replace(the_whole(two_villages), campaign=None)
    assert text.encode().startswith(said)
    assert sealed.actuals == before.actuals
    with pytest.raises(InputError, match="row 7: a line before it was changed, taken out or added") as caught:
        read_history(old)
    assert "hand in again f1.xlsx, f2.xlsx, f3.xlsx, then publish again" in str(caught.value)


def test_lines_that_are_no_records_are_all_named(old: Path) -> None:
    record = records_of(old)[1]
    broken = ["hello", "[1]", json.dumps(record | {"recorded": -3}), json.dumps({"kind": "other"}), "{}"]
    old.write_text("\n".join([json.dumps(record), *broken, json.dumps(record)]), encoding="utf-8")

    with pytest.raises(InputError) as lines:
        read_history(old)
    old.write_text("\n".join([json.dumps(record), *broken[2:4], json.dumps(record)]), encoding="utf-8")
    with pytest.raises(InputError) as records:
        read_history(old)

    assert [fault.row for fault in lines.value.faults] == [2, 3, 6]
    assert [fault.row for fault in records.value.faults] == [2, 3]


@pytest.mark.parametrize(
    "change",
    [
        {"rows": -1e308},
        {"rows": 10**9},
        {"rows": True},
        {"sha256": []},
        {"name": None},
        {"recorded": 10**12},
        {"came": 1e3},
        {"start": 1441},
        {"team": ["T1"]},
        {"village": 5},
        {"closed": "ya"},
        {"file": {}},
        {"visits": [["2018-05-07", "T1"]]},
        {"visits": 5},
        {"since": 5},
        {"until": "soon"},
        {"version": []},
    ],
)
def test_a_value_that_cannot_be_is_a_fault_of_its_line(old: Path, change: dict[str, object]) -> None:
    records = records_of(old)
    row = next(n for n, record in enumerate(records) if change.keys() <= record.keys())
    records[row] |= change
    old.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_history(old)

    assert [fault.row for fault in caught.value.faults] == [row + 1]


def test_a_history_of_a_later_planner_is_refused(path: Path) -> None:
    path.write_text('{"kind": "campaign", "version": 3}\n', encoding="utf-8")

    with pytest.raises(InputError, match="it is of version 3; this planner knows version 2"):
        read_history(path)


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\n\x00\n", b'{\n "format": "plan",\n {"a": 1}\n}\n', b"a;b\n1;2\n"]
)
def test_another_file_is_one_fault(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)

    with pytest.raises(InputError, match=r"^x: 1 fault\n  - is no history of a campaign"):
        read_history(tmp_path / "x")


def test_an_empty_or_hardly_begun_history_says_what_to_do(path: Path) -> None:
    begun = path.read_bytes()[:30]
    path.write_bytes(begun)
    with pytest.raises(InputError, match="its first line is cut, and it has no other -> delete it and begin"):
        read_history(path)
    path.write_bytes(b"\n")
    with pytest.raises(InputError, match="is empty -> get the file back from a backup, or delete it"):
        read_history(path)


def test_a_history_that_is_not_there_is_not_begun_by_the_way(path: Path, two_villages: Problem) -> None:
    wrong = path.with_name("hh.jsonl")

    for call in (lambda: read_history(wrong), lambda: append(wrong, two_villages, said=a_file("f3", 0))):
        with pytest.raises(PlannerError, match=r"hh\.jsonl: there is no such file; did you mean h\.jsonl\?"):
            call()
    with pytest.raises(PlannerError, match="is there already; leave out --new to add to it"):
        append(path, two_villages, said=a_file("f3", 0), is_new=True)

    assert sorted(near.name for near in path.parent.glob("*.jsonl*") if near.suffix != ".lock") == ["h.jsonl"]


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_no_history(two_villages: Problem, tmp_path: Path, kind: str) -> None:
    if kind == "folder":
        (tmp_path / kind).mkdir()
    elif hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / kind)
    else:
        pytest.skip("Windows has no pipes in folders")

    for call in (read_history, forget_names, lambda path: append(path, two_villages, said=a_file("f3", 0))):
        with pytest.raises(PlannerError, match="is no file; name the history of the campaign"):
            call(tmp_path / kind)

    assert [near.name for near in tmp_path.iterdir()] == [kind]


def in_other_villages(problem: Problem) -> Problem:
    ids = {village.id: village.id.replace("53.01", "53.02") for village in problem.villages}
    places = tuple(ids.get(place, place) for place in problem.travel.place_ids)
    villages = tuple(replace(village, id=ids[village.id]) for village in problem.villages)
    travel = replace(problem.travel, place_ids=places)
    return problem.replace(title="Elsewhere", villages=villages, travel=travel)


def test_the_history_of_another_campaign_is_refused_and_stays_as_it_is(
    path: Path, old: Path, two_villages: Problem
) -> None:
    other, before = in_other_villages(two_villages), path.read_bytes()

    with pytest.raises(PlannerError) as caught:
        read_history(path, other)
    with pytest.raises(PlannerError, match="they share 0 villages"):
        append(path, other, said=a_file("f3", 0))
    with pytest.raises(PlannerError, match=r"with villages such as 53\.01\.01\.2001, and not of Elsewhere"):
        read_history(old, other)

    assert str(caught.value) == (
        f"{path} is the history of Two villages (2 villages, 2018-05-07 to 2018-05-11), and not of Elsewhere "
        "(2 villages, 2018-05-07 to 2018-05-11): they share 0 villages; give the history of this campaign"
    )
    assert path.read_bytes() == before


def test_a_later_campaign_in_the_same_villages_is_another(path: Path, two_villages: Problem) -> None:
    calendar = replace(two_villages.calendar, first=date(2018, 5, 12), last=date(2018, 5, 30), holidays={})

    with pytest.raises(PlannerError, match="begins later; give the history of this campaign"):
        read_history(path, two_villages.replace(calendar=calendar))


def test_a_campaign_that_grows_is_still_the_same(path: Path, two_villages: Problem) -> None:
    near = two_villages.villages[0]
    fewer = two_villages.replace(villages=(replace(near, backlog=7),))
    longer = replace(two_villages.calendar, first=MONDAY, last=date(2018, 5, 30))

    append(path, fewer, said=a_file("f3", 0))  # a village less, and a new count: nothing is said anew
    append(path, fewer.replace(calendar=longer, title="Prolonged"), said=a_file("f4", 0))
    afterwards = replace(longer, first=date(2018, 5, 14), holidays={})

    found = read_history(path, two_villages.replace(calendar=afterwards))
    assert [record["kind"] for record in records_of(path)].count("campaign") == 2
    assert str(found.campaign) == "Prolonged (2 villages, 2018-05-07 to 2018-05-30)"


def test_names_are_written_once_and_stand_in_no_sealed_line(path: Path) -> None:
    records = records_of(path)

    assert path.read_text(encoding="utf-8").count("Rini") == 1
    assert len({record["who"] for record in records if "who" in record}) == 1


@pytest.mark.parametrize("is_old", [False, True])
def test_names_are_forgotten_and_all_else_stays(
    path: Path, old: Path, two_villages: Problem, is_old: bool
) -> None:
    path = old if is_old else path
    append(path, two_villages, said=a_file("f3", 0))
    before = read_history(path)

    count = forget_names(path)
    append(path, two_villages, said=replace(a_file("f4", 0), who="Sari"))

    after = read_history(path)
    assert count == 1
    assert "Rini" not in path.read_text(encoding="utf-8")
    assert after.actuals == tuple(replace(actual, who="") for actual in before.actuals)
    assert [file.who for file in after.files] == ["", "", "", "Sari"]
    assert sorted(near.name for near in path.parent.iterdir() if near.suffix == path.suffix) == [path.name]


def test_names_in_lines_that_are_cut_off_are_forgotten_too(path: Path, two_villages: Problem) -> None:
    append(path, two_villages, said=replace(a_file("f3", 0), who="Sari Dewi"))
    path.write_bytes(path.read_bytes()[: path.read_bytes().index(b"Sari") + 4])
    append(path, two_villages, said=a_file("f4", 0))

    forget_names(path)

    assert b"Sari" not in path.read_bytes()
    assert [file.sha256 for file in read_history(path).files] == ["f1", "f2", "f4"]


def test_a_half_written_exchange_leaves_the_history_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    monkeypatch.setattr(
        os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )

    with pytest.raises(PlannerError, match="cannot be written: No space left on device"):
        forget_names(path)

    assert path.read_bytes() == before
    assert sorted(near.name for near in path.parent.iterdir() if near.suffix != ".lock") == [path.name]


def test_reports_that_are_not_those_of_the_file_are_a_mistake_of_the_program(
    path: Path, two_villages: Problem
) -> None:
    before = path.read_bytes()
    with writing(path, two_villages) as book:
        for reports in ([], [a_report(-5, "f3")]):
            with pytest.raises(ValueError, match=r"does not have 0 reports|recorded is -5"):
                book.add(a_file("f3", 1), reports)

    assert path.read_bytes() == before


def test_a_name_that_is_no_text_of_the_system_is_kept(path: Path, two_villages: Problem) -> None:
    odd = replace(a_file("f3", 0), name="\udcff.csv", who="\udcfe")
    append(path, two_villages, said=odd)

    assert read_history(path).files[-1] == odd


def test_promises_that_were_not_kept_are_counted() -> None:
    first = published(MONDAY, SUNDAY, (MONDAY, "T1", "A"), (TUESDAY, "T1", "B"), (SUNDAY, "T1", "C"))
    second = published(TUESDAY, SUNDAY, (TUESDAY, "T2", "B"), (TUESDAY, "T1", "D"))
    cancelled = Actual(TUESDAY, "T2", "B", 0, "batal")

    history = History((cancelled,), (), (first, second))

    assert history.broken() == {"C": 1, "B": 1}
    assert history.announced(TUESDAY) == second.visits
    assert History((), (), (first,)).announced(SUNDAY) == {(SUNDAY, "T1", "C")}
    assert History().announced(MONDAY) == frozenset()


@pytest.mark.parametrize("record", [{"salt": "s"}, {"text": "None"}, {"salt": "s", "text": 5}, {}])
def test_a_line_of_a_text_without_its_text_is_a_fault(record: dict[str, object]) -> None:
    fitting = digest(str(record.get("salt")), str(record.get("text")))
    line = json.dumps({"kind": KIND_OF_TEXT, "id": fitting, **record}).encode()

    with pytest.raises(InputError, match="row 2: this text was changed after it was written"):
        read_chain("h.jsonl", b'{"kind": "campaign"}\n' + line + b"\n")
