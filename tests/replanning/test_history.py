"""The history: added to only, whole lines only, nothing acknowledged is ever lost."""

import json
import os
import stat
from datetime import date
from pathlib import Path

import pytest

from planner.domain.actuals import Actual
from planner.errors import InputError
from planner.replanning.history import History, Publication, Returned, append, read_history

MONDAY, TUESDAY, SUNDAY = date(2018, 5, 7), date(2018, 5, 8), date(2018, 5, 13)


def a_report(recorded: int, file: str = "f1", day: date = MONDAY) -> Actual:
    return Actual(day, "T1", "53.01.01.2001", recorded, file=file)


def a_file(mark: str = "f1", rows: int = 1) -> Returned:
    return Returned(mark, "r.xlsx", "c0ffee00", rows, "Rini", "2018-05-08T01:00:00+00:00")


def published(since: date, until: date, *visits: tuple[date, str, str]) -> Publication:
    return Publication("c0ffee00", since, until, frozenset(visits), "Rini", "2018-05-04T01:00:00+00:00")


def test_what_was_added_is_there(tmp_path: Path) -> None:
    path, told = tmp_path / "new" / "h.jsonl", published(MONDAY, SUNDAY, (MONDAY, "T1", "V"))
    append(path, said=told)
    append(path, actuals=[a_report(5)], said=a_file())

    assert read_history(path) == History((a_report(5),), (a_file(),), (told,))
    assert read_history(tmp_path / "none") == History()


def test_it_is_on_the_disk_before_anybody_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, sizes, real = tmp_path / "h.jsonl", list[int](), os.fsync

    def seen(number: int) -> None:
        sizes.append(os.fstat(number).st_size if stat.S_ISREG(os.fstat(number).st_mode) else 0)
        real(number)

    monkeypatch.setattr(os, "fsync", seen)

    append(path, actuals=[a_report(5)], said=a_file())

    assert path.stat().st_size in sizes


@pytest.mark.parametrize("cut", [1, 10, 60])
def test_a_line_cut_off_by_a_power_cut_was_never_there(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "h.jsonl"
    append(path, actuals=[a_report(5)], said=a_file())
    whole = path.read_bytes()
    append(path, actuals=[a_report(9, "f2", TUESDAY)], said=a_file("f2"))
    path.write_bytes(path.read_bytes()[:-cut])

    before = read_history(path)
    append(path, actuals=[a_report(9, "f2", TUESDAY)], said=a_file("f2"))

    if cut > 1:  # the line break alone is no loss
        assert before == History((a_report(5),), (a_file(),))
        assert read_history(path).files == (a_file(), a_file("f2"))
    assert path.read_bytes().startswith(whole)
    assert read_history(path).actuals[-1] == a_report(9, "f2", TUESDAY)


def test_reports_without_their_file_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "h.jsonl"
    append(path, actuals=[a_report(5)], said=a_file())
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(lines[0], encoding="utf-8", newline="\n")

    assert read_history(path) == History()


def test_lines_that_are_no_records_are_all_named(tmp_path: Path) -> None:
    path = tmp_path / "h.jsonl"
    append(path, actuals=[a_report(5)], said=a_file())
    record = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    broken = ["hello", "[1]", json.dumps(record | {"recorded": -3}), json.dumps({"kind": "other"}), ""]
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(broken), encoding="utf-8", newline="\n")

    with pytest.raises(InputError) as caught:
        read_history(path)

    assert [fault.row for fault in caught.value.faults] == [3, 4, 5, 6]


def test_promises_that_were_not_kept_are_counted() -> None:
    first = published(MONDAY, SUNDAY, (MONDAY, "T1", "A"), (TUESDAY, "T1", "B"), (SUNDAY, "T1", "C"))
    second = published(TUESDAY, SUNDAY, (TUESDAY, "T2", "B"), (TUESDAY, "T1", "D"))
    cancelled = Actual(TUESDAY, "T2", "B", 0, "batal")

    history = History((cancelled,), (), (first, second))

    assert history.broken() == {"C": 1, "B": 1}
    assert history.announced(TUESDAY) == second.visits
    assert History((), (), (first,)).announced(SUNDAY) == {(SUNDAY, "T1", "C")}
    assert History().announced(MONDAY) == frozenset()
