"""A store forgets who is named in it, in its rows, its plans and its bytes, and holds as before."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from planner.domain.actuals import Actual
from planner.domain.contacts import contacts_of, without_contacts
from planner.domain.plan import Plan
from planner.errors import StoreError
from planner.store import open_store
from planner.store.forgetting import forget_in, held_in
from planner.store.judge import judge
from planner.store.rows import HandIn
from planner.store.runs import add_actuals, keep_run, list_runs

NEAR = "53.01.01.2001"


@pytest.fixture
def login(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that lets somebody else sit at the computer."""

    def sit(name: str) -> None:
        for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
            monkeypatch.setenv(variable, name)

    sit("Qlogin")
    return sit


def report(plan: Plan) -> HandIn:
    """Return a file with one report, cancelled for a reason that names somebody."""
    actual = Actual(date(2018, 5, 7), "T1", NEAR, 0, "batal", plan.version, reason="Qalasan", who="Qwho")
    return HandIn("a" * 64, "back.csv", plan.version, (actual,))


def filled(place: str, plan: Plan) -> None:
    """Keep two runs, the first of which names nobody, and a report."""
    store = open_store(place)
    keep_run(without_contacts(plan), store)
    keep_run(plan, store, project_file="planner.toml")
    add_actuals(store, plan.problem, [report(plan)])


def test_a_store_without_names_verifies(place: str, named_plan: Plan, login: Callable[[str], None]) -> None:
    filled(place, named_plan)
    store = open_store(place)
    before = list_runs(store)
    held = held_in(store)
    assert list(held.plans) == [2]
    assert {name: n for name, n in held.cells.items() if name != "runs.project_file"} == {
        "runs.made_by": 2,
        "actuals.entered_by": 1,
        "actuals.reason_code": 1,
        "files.entered_by": 1,
        "audit.who": 3,
    }

    login("Qofficer")
    forget_in(store)

    assert not held_in(store)
    runs = list_runs(store)
    assert [run.made_by for run in runs] == ["-", "-"]
    assert [run.plan_version for run in runs] == [run.plan_version for run in before]
    assert runs[0].plan_sha256 == before[0].plan_sha256
    for run in (1, 2):
        verdict = judge(store, run)
        assert verdict.faults == ()
        assert not contacts_of(verdict.plan.problem)
    with store.reading() as session:
        last = session.connection.execute("SELECT who, what, details FROM audit ORDER BY fid").fetchall()[-1]
    assert last == ("Qofficer", "names forgotten", f"run 2: {before[1].plan_sha256} -> {runs[1].plan_sha256}")


def test_rows_are_only_added_again_afterwards(place: str, named_plan: Plan) -> None:
    filled(place, named_plan)
    store = open_store(place)

    forget_in(store)

    with pytest.raises(StoreError, match="only ever added"), store.writing() as session:
        session.connection.execute("UPDATE runs SET made_by = 'x'")
    assert keep_run(named_plan, store) == 3
    assert add_actuals(store, named_plan.problem, [report(named_plan)]) == 0


def test_what_fails_in_between_changes_nothing(place: str, named_plan: Plan) -> None:
    filled(place, named_plan)
    store = open_store(place)
    before = held_in(store)

    def change_and_fail() -> None:
        with store.changing() as session:
            session.connection.execute("UPDATE runs SET made_by = 'x'")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()

    assert held_in(store) == before
    with pytest.raises(StoreError, match="only ever added"), store.writing() as session:
        session.connection.execute("UPDATE runs SET made_by = 'x'")


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_the_bytes_of_a_geopackage_forget_too(
    tmp_path: Path, named_plan: Plan, login: Callable[[str], None], journal: str
) -> None:
    path = tmp_path / "kupang.gpkg"
    filled(str(path), named_plan)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal}")  # as QGIS leaves it
        (packed,) = connection.execute("SELECT plan FROM plans WHERE run_id = 2").fetchone()
        connection.execute("PRAGMA secure_delete = OFF")  # another program has left a name in free pages
        connection.execute("CREATE TABLE draft AS SELECT 'Qdraft' AS name")
        connection.execute("DROP TABLE draft")
        connection.commit()
    gone = [b"Qlogin", b"Qalasan", b"Qdraft", packed[20:60]]
    assert [part for part in gone if part not in path.read_bytes()] == []

    login("Qofficer")
    forget_in(open_store(path))

    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [part for part in gone if part in left] == []


def test_a_process_that_is_killed_while_it_forgets_loses_nothing(tmp_path: Path, named_plan: Plan) -> None:
    path = tmp_path / "kupang.gpkg"
    filled(str(path), named_plan)
    before = held_in(open_store(path))
    script = (
        "import sys, time\nfrom planner.store import open_store\n"
        "from planner.store.forgetting import _emptied\n"
        "with open_store(sys.argv[1]).changing() as session:\n"
        "    for table, key, values in _emptied(session):\n        session.change(table, key, **values)\n"
        "    print('changed', flush=True)\n    time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "changed\n"

    process.kill()
    process.wait()
    process.stdout.close()

    store = open_store(path)
    assert held_in(store) == before
    assert judge(store, 2).faults == ()
    forget_in(store)
    assert not held_in(store)
