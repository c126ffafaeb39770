"""A store in which something is damaged: one sentence says what, and the other runs stay there."""

import os
import random
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

import planner
from planner.cli import main
from planner.domain.plan import Plan
from planner.errors import PlannerError, StoreError
from planner.signs import HIDDEN
from planner.store import Store, open_store
from planner.store.judge import judge
from planner.store.runs import keep_run, list_runs, plan_of_run, read_run

DAMAGES = {  # column of the first run -> what stands there
    "made_at": "'20x8-05-07'",
    "first_day": "17",
    "inputs": "'{'",
    "settings": "'[1, 2]'",
    "backlog": "'many'",
    "seconds": "x'00'",
    "project": "CAST(x'ff41' AS TEXT)",
    "status": "NULL",
}


@pytest.fixture
def store(tmp_path: Path, good_plan: Plan) -> Store:
    """Return a store with two runs."""
    store = open_store(tmp_path / "kupang.gpkg")
    for _ in range(2):
        keep_run(good_plan, store)
    return store


def damage(store: Store, statement: str) -> None:
    """Change rows as nobody should, without the guards of the tables."""
    with closing(sqlite3.connect(store.place)) as db:
        guards = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in guards:
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '')")
        db.commit()
    with closing(sqlite3.connect(store.place)) as db:
        db.execute(statement)
        db.commit()


@pytest.mark.parametrize("column", DAMAGES)
def test_a_run_that_cannot_be_read_hides_no_other_one(store: Store, column: str) -> None:
    damage(store, f"UPDATE runs SET {column} = {DAMAGES[column]} WHERE run_id = 1")

    runs = list_runs(store, faults := [])

    assert [run.run_id for run in runs] == [2]
    (fault,) = faults
    assert fault.startswith(f"{store.place}: ")
    assert column in fault
    assert fault.endswith("it is damaged; take a copy of before")
    assert "\n" not in fault
    with pytest.raises(StoreError, match="it is damaged"):
        list_runs(store)
    with pytest.raises(StoreError, match="it is damaged"):
        judge(store, 1)
    assert judge(store, 2).faults == ()
    assert plan_of_run(store).recorded == read_run(store, 2)[0].recorded


def test_the_history_tells_of_both(
    store: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    damage(store, "UPDATE runs SET inputs = '{' WHERE run_id = 1")
    monkeypatch.setattr(sys, "argv", ["planner", "history", store.place])

    with pytest.raises(SystemExit) as end:
        main()

    said = capfd.readouterr()
    assert end.value.code == 1
    assert f"{store.place}: 1 run, times in UTC" in said.out
    assert "table runs, run_id 1, column inputs" in said.err


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE plans SET plan = x'1f8b08' WHERE run_id = 1", "its plan cannot be unpacked"),
        ("UPDATE plans SET plan = 'text' WHERE run_id = 1", "table plans, run_id 1, column plan"),
        ("DELETE FROM plans WHERE run_id = 1", "its plan is gone"),
        ("DELETE FROM store", "table store is empty"),
        ("UPDATE store SET version = 'one'", "table store, fid 1, column version"),
        ("UPDATE villages SET backlog = 'many' WHERE run_id = 1", "table villages, fid 1, column backlog"),
        ("UPDATE stops SET date = '7 Mei' WHERE run_id = 1", "table stops, fid 1, column date"),
    ],
)
def test_what_is_damaged_is_named(store: Store, statement: str, said: str) -> None:
    damage(store, statement)

    with pytest.raises(StoreError, match="it is damaged; take a copy of before") as caught:
        judge(store, 1)

    assert said in str(caught.value)


def test_whatever_bytes_change_nothing_but_a_sentence_comes_out(store: Store) -> None:
    rng, path = random.Random(1), Path(store.place)
    whole = path.read_bytes()
    for _ in range(60):
        data = bytearray(whole)
        start = rng.randrange(len(data))
        length = min(rng.randrange(1, 30), len(data) - start)
        data[start : start + length] = rng.randbytes(length)
        path.write_bytes(data)
        for way in (lambda: list_runs(store, []), lambda: judge(store, 1), lambda: plan_of_run(store, 2)):
            with suppress(PlannerError):
                way()


def test_texts_of_a_store_come_out_without_signs_that_nobody_sees(store: Store, good_plan: Plan) -> None:
    damage(store, "UPDATE runs SET made_by = 'a' || char(27) || '[2J', project = 'b' || char(8238)")

    (run, _) = list_runs(store)

    assert (run.made_by, run.project) == ("a[2J", "b")
    assert not HIDDEN.search(repr(run))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("place", ["pipe.gpkg", "folder.gpkg", "device.gpkg"])
def test_a_store_that_is_no_file_is_told(tmp_path: Path, good_plan: Plan, place: str) -> None:
    os.mkfifo(tmp_path / "pipe.gpkg")
    (tmp_path / "folder.gpkg").mkdir()
    (tmp_path / "device.gpkg").symlink_to("/dev/zero")
    store = planner.open_store(tmp_path / place)

    for way in (lambda: keep_run(good_plan, store), lambda: list_runs(store)):
        with pytest.raises(StoreError, match=r"no file$"):
            way()
