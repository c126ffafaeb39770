"""What every store promises, on a GeoPackage and on a PostgreSQL server."""

import hashlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import planner
from planner.domain.actuals import Actual
from planner.domain.plan import Plan
from planner.errors import InputError, PlanError, StoreError
from planner.exporters.json import plan_text
from planner.store import Store, open_store
from planner.store.judge import judge
from planner.store.rows import HandIn, actual_row
from planner.store.runs import Run, add_actuals, keep_run, list_runs, plan_of_run, prepare, read_run
from planner.store.tables import ACTUALS, AUDIT, FILES, RUNS, STOPS, TABLES, VILLAGES, Table

WRITER = Path(__file__).with_name("writer.py")
NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
Sql = Callable[..., list[Any]]


def writer(plan: Path, store: str, *task: object) -> subprocess.Popen[str]:
    """Start a process that writes, and wait until it is ready."""
    command = [sys.executable, str(WRITER), str(plan), store, *map(str, task)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def said(process: subprocess.Popen[str]) -> list[int]:
    """Return the numbers of the runs that a process has acknowledged, a line cut off in the middle apart."""
    assert process.stdout is not None
    with process.stdout as stream:
        return [int(line) for line in stream.read().splitlines(keepends=True) if line.endswith("\n")]


@pytest.fixture
def plan_file(noted_plan: Plan, tmp_path: Path) -> Path:
    return planner.write(noted_plan, tmp_path / "plan.json")


# --- what is kept --------------------------------------------------------------------------------------


def test_a_run_comes_back_as_it_was(store: Store, noted_plan: Plan) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)

    number = keep_run(noted_plan, store, settings={"seconds": 60.0, "rounds": None}, plan_version="v3")

    run, text = read_run(store, number)
    assert number == 1
    assert text == plan_text(noted_plan).encode()
    assert run.plan_sha256 == hashlib.sha256(text).hexdigest()
    assert before <= run.made_at <= datetime.now(UTC)
    assert run.inputs == {"planner.toml": "a" * 64, "villages.csv": "b" * 64}
    assert (run.program, run.seed, run.plan_version) == (planner.__version__, 0, "v3")
    assert run.settings == {"seconds": 60.0, "rounds": None}
    assert (run.first_day, run.deadline) == (date(2018, 5, 7), date(2018, 5, 11))
    assert (run.status, run.backlog, run.recorded, run.left_over) == ("PROVED", 140, 140, 0)
    assert (run.bound, run.gap) == (140.0, 0.0)
    assert plan_of_run(store, number) == noted_plan


def test_a_run_has_a_field_for_every_column() -> None:
    assert [field.name for field in fields(Run)] == [column.name for column in RUNS.columns]


def test_villages_and_stops_of_a_run_are_rows(store: Store, noted_plan: Plan) -> None:
    keep_run(noted_plan, store)

    with store.reading() as session:
        villages, stops = session.find(VILLAGES), session.find(STOPS)
    assert [(v["village_code"], v["backlog"], v["planned"], v["left_over"]) for v in villages] == [
        (NEAR, 65, 65, 0),
        (FAR, 75, 75, 0),
    ]
    assert [(s["date"], s["team"], s["village"], s["arrive"], s["close"], s["people"]) for s in stops] == [
        (date(2018, 5, 7), "T1", "Near", "08:30", "15:00", 65),
        (date(2018, 5, 8), "T1", "Far", "10:00", "16:00", 60),
        (date(2018, 5, 9), "T1", "Far", "08:00", "09:30", 15),
    ]
    assert [village["modelled"] for village in villages] == [False, False]


def test_the_newest_run_has_views_of_its_own(store: Store, noted_plan: Plan, sql: Sql) -> None:
    keep_run(noted_plan, store)
    keep_run(Plan(noted_plan.problem, noted_plan.team_days[:1], noted_plan.outcome), store)

    assert sql("SELECT run_id, people FROM latest_stops") == [(2, 65)]
    assert sql("SELECT run_id, left_over FROM latest_villages ORDER BY fid") == [(2, 0), (2, 75)]


def test_runs_are_listed_in_their_order(store: Store, noted_plan: Plan) -> None:
    for seed in (4, 2):
        keep_run(noted_plan.with_outcome(seed=seed), store)

    assert [(run.run_id, run.seed) for run in list_runs(store)] == [(1, 4), (2, 2)]
    assert read_run(store)[0].run_id == 2


def test_every_act_is_in_the_audit(store: Store, noted_plan: Plan) -> None:
    keep_run(noted_plan, store)
    add_actuals(store, noted_plan.problem, [a_file(a_visit())])

    with store.reading() as session:
        lines = session.find(AUDIT)
    assert [(line["what"], line["run_id"], line["details"]) for line in lines] == [
        ("run kept", 1, "PROVED, 140 of 140"),
        ("actuals added", None, "1 rows"),
    ]
    assert all(line["who"] and line["at"] for line in lines)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_rows_are_never_changed_or_deleted(table: Table, store: Store, noted_plan: Plan, sql: Sql) -> None:
    keep_run(noted_plan, store)
    add_actuals(store, noted_plan.problem, [a_file(a_visit())])
    column = table.columns[-1].name

    for statement in (f"DELETE FROM {table.name}", f"UPDATE {table.name} SET {column} = {column}"):
        with pytest.raises(StoreError, match=f"rows of {table.name} are only ever added"):
            sql(statement)


def a_visit(recorded: int = 60, **changes: Any) -> Actual:
    return Actual(date(2018, 5, 7), "T1", NEAR, recorded, came=62, closed=True, **changes)


def a_file(*reports: Actual, sha256: str = "a" * 64) -> HandIn:
    return HandIn(sha256, "monday.csv", "c0ffee00", reports)


def reports_in(store: Store) -> list[int]:
    with store.reading() as session:
        return [row["recorded"] for row in session.find(ACTUALS)]


def test_actuals_are_added_all_or_none(store: Store, noted_plan: Plan) -> None:
    problem = noted_plan.problem
    assert add_actuals(store, problem, [a_file(a_visit(), a_visit(58))]) == 2

    with pytest.raises(StoreError, match="status"):
        add_actuals(store, problem, [a_file(a_visit(5), a_visit(status=None), sha256="b")])

    with store.reading() as session:
        found, files = session.find(ACTUALS), session.find(FILES)
    assert [(row["date"], row["recorded"], row["closed"]) for row in found] == [
        (date(2018, 5, 7), 60, True),
        (date(2018, 5, 7), 58, True),
    ]
    assert [(file["sha256"], file["name"], file["reports"]) for file in files] == [
        ("a" * 64, "monday.csv", 2)
    ]


def test_a_file_is_taken_in_once_by_whatever_way_it_comes(store: Store, noted_plan: Plan) -> None:
    first, corrected = a_file(a_visit(40)), a_file(a_visit(44), sha256="b")

    counts = [
        add_actuals(store, noted_plan.problem, hand_ins)
        for hand_ins in ([first], [first, corrected], [first], [corrected, first])
    ]

    assert counts == [1, 1, 0, 0]
    assert reports_in(store) == [40, 44]


def test_files_that_the_store_missed_are_filled_up_in_their_order(store: Store, noted_plan: Plan) -> None:
    first, corrected = a_file(a_visit(40)), a_file(a_visit(44), sha256="b")
    back = a_file(a_visit(40), sha256="c")

    assert add_actuals(store, noted_plan.problem, [first, corrected, back]) == 3
    assert reports_in(store) == [40, 44, 40]


def test_another_project_is_refused(store: Store, noted_plan: Plan) -> None:
    keep_run(noted_plan, store)
    other = elsewhere(noted_plan)

    for way in (
        lambda: keep_run(other, store),
        lambda: prepare(store, other.problem),
        lambda: add_actuals(store, other.problem, [a_file(a_visit())]),
    ):
        with pytest.raises(
            StoreError, match="is the store of Two villages, and shares 0 villages with Other"
        ):
            way()

    assert len(list_runs(store)) == 1
    assert reports_in(store) == []


def elsewhere(plan: Plan) -> Plan:
    """Return a plan of no visit in a project of other villages."""
    ids = {village.id: village.id.replace("53.01", "53.02") for village in plan.problem.villages}
    places = tuple(ids.get(place, place) for place in plan.problem.travel.place_ids)
    villages = tuple(replace(village, id=ids[village.id]) for village in plan.problem.villages)
    travel = replace(plan.problem.travel, place_ids=places)
    problem = plan.problem.replace(title="Other", villages=villages, travel=travel)
    return Plan(problem, (), plan.outcome.__class__("none"))


@contextmanager
def without_files(store: Store) -> Iterator[None]:
    """Make the store one of version 1, as it was before it knew files."""
    older = tuple(table for table in TABLES if table is not FILES)
    with pytest.MonkeyPatch.context() as patch:
        for module in ("geopackage", "postgis"):
            patch.setattr(f"planner.store.{module}.TABLES", older)
            patch.setattr(f"planner.store.{module}.VERSION", 1)
        patch.setattr("planner.store.session.VERSION", 1)
        yield


def test_a_store_from_before_it_knew_files_is_read_and_filled_up(store: Store, noted_plan: Plan) -> None:
    entered = {"entered_at": datetime(2018, 5, 8, tzinfo=UTC), "entered_by": "x"}
    with without_files(store):
        keep_run(noted_plan, store)
        with store.writing() as session:
            session.add(ACTUALS, [{**actual_row(a_visit(n)), **entered} for n in (40, 44, 40)])
    hand_ins = [a_file(a_visit(n), sha256=f"{i}") for i, n in enumerate((40, 44, 40, 50))]

    assert len(list_runs(store)) == 1
    assert add_actuals(store, noted_plan.problem, hand_ins) == 1  # the last one it had missed
    assert add_actuals(store, noted_plan.problem, [a_file(a_visit(44), sha256="e")]) == 1

    assert reports_in(store) == [40, 44, 40, 50, 44]
    with store.reading() as session:
        assert session.version() == 2
        assert len(session.find(FILES)) == 5


def test_a_column_that_is_not_there_is_a_mistake_of_ours(store: Store) -> None:
    with store.writing() as session, pytest.raises(ValueError, match="there is no column nik"):
        session.add(ACTUALS, [{"nik": "x"}])


def test_who_waits_for_a_store_says_so(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    waiting = replace(store, wait_seconds=2.2)  # type: ignore[type-var]

    with (
        store.writing(),
        pytest.raises(StoreError, match=r"another program has been writing to it for 2\.2 s"),
    ):
        prepare(waiting)

    assert (
        f"{store.place}: another program is writing to it; waiting up to 1.2 sec" in capsys.readouterr().err
    )


# --- what is refused -----------------------------------------------------------------------------------


def test_a_plan_that_breaks_a_rule_is_not_kept(store: Store, noted_plan: Plan) -> None:
    prepare(store)

    with pytest.raises(PlanError, match="above the bound"):
        keep_run(noted_plan.with_outcome(bound=1.0), store)

    assert list_runs(store) == ()


def test_nothing_of_a_failed_transaction_stays(store: Store, noted_plan: Plan) -> None:
    keep_run(noted_plan, store)

    def fail() -> None:
        line = {"at": datetime.now(UTC), "who": "x", "what": "x", "details": "", "program": ""}
        with store.writing() as session:
            session.add(AUDIT, [line])
            session.add(RUNS, [{**session.find(RUNS)[0], "run_id": 2}])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert len(list_runs(store)) == 1
    with store.reading() as session:
        assert len(session.find(AUDIT)) == 1


def test_an_unknown_run_is_told_with_the_known_ones(store: Store, noted_plan: Plan) -> None:
    keep_run(noted_plan, store)

    with pytest.raises(StoreError, match="there is no run 2; runs are 1 to 1"):
        read_run(store, 2)


def test_an_empty_store_has_no_runs(store: Store) -> None:
    with pytest.raises(StoreError, match=r"there is no such file|nothing was kept"):
        list_runs(store)
    prepare(store)

    with pytest.raises(StoreError, match="nothing was kept in it yet"):
        read_run(store)


def test_a_later_version_is_refused(store: Store, sql: Sql) -> None:
    prepare(store)
    sql("INSERT INTO store (format, version) VALUES ('field-planner store', 3)")

    for way in (store.reading, store.writing):
        with pytest.raises(StoreError, match="version 3; this planner knows version 2"), way():
            pass


# --- judged again --------------------------------------------------------------------------------------


def test_a_run_as_it_was_kept_has_no_faults(store: Store, noted_plan: Plan) -> None:
    keep_run(noted_plan, store)

    verdict = judge(store)

    assert (verdict.run.run_id, verdict.plan, verdict.faults, verdict.inputs) == (1, noted_plan, (), {})


@pytest.mark.parametrize(
    ("table", "change", "fault"),
    [
        ("runs", "recorded = 139", "table runs, recorded: found 139; the plan says 140"),
        ("runs", "bound = 141", "table runs, bound: found 141.0; the plan says 140.0"),
        ("runs", "seed = 5", "table runs, seed: found 5; the plan says 0"),
        ("runs", "inputs = '{}'", "table runs, inputs: found {}; the plan says {'planner.toml'"),
        ("runs", "plan_sha256 = 'x'", "the plan's text has changed since it was kept: SHA-256 was x"),
        ("villages", "backlog = 66 WHERE fid = 1", "table villages: 1 of 2 rows are not those of the plan"),
        ("stops", "team = 'T2'", "table stops: 3 of 3 rows are not those of the plan"),
    ],
)
def test_what_was_changed_behind_its_back_is_named(
    table: str, change: str, fault: str, store: Store, noted_plan: Plan, sql: Sql
) -> None:
    keep_run(noted_plan, store)
    drop = f"DROP TRIGGER {'only_added ON ' + table if 'postgresql' in store.place else table + '_no_update'}"
    sql(drop, f"UPDATE {table} SET {change}")

    (found,) = judge(store).faults

    assert found.startswith(fault)


def test_a_plan_that_breaks_a_rule_by_now_is_named(store: Store, noted_plan: Plan, monkeypatch: Any) -> None:
    keep_run(noted_plan, store)
    wrong = noted_plan.with_outcome(bound=1.0)
    monkeypatch.setattr("planner.store.judge.examine_text", lambda *_: (wrong, ()))

    assert any("above the bound" in fault for fault in judge(store).faults)


def test_files_that_have_changed_since_are_named(store: Store, noted_plan: Plan, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    names = ("planner.toml", "villages.csv", "teams.csv")
    for name in names:
        (folder / name).write_text(name, encoding="utf-8")
    notes = tuple((f"sha256 of {name}", hashlib.sha256(name.encode()).hexdigest()) for name in names)
    problem = noted_plan.problem.replace(notes=notes)
    keep_run(replace(noted_plan, problem=problem), store, project_file=folder / "planner.toml")
    assert judge(store).inputs == dict.fromkeys(names, "same")

    (folder / "villages.csv").write_text("more", encoding="utf-8")
    (folder / "teams.csv").unlink()

    assert judge(store).inputs == {"planner.toml": "same", "villages.csv": "changed", "teams.csv": "gone"}
    assert judge(store).faults == ()


# --- several processes, and those that are killed ------------------------------------------------------


def test_two_processes_write_at_once_and_both_are_heard(store: Store, place: str, plan_file: Path) -> None:
    both = [writer(plan_file, place, 15) for _ in range(2)]

    numbers = [said(process) for process in both]

    assert [process.wait() for process in both] == [0, 0]
    assert sorted(numbers[0] + numbers[1]) == list(range(1, 31))
    assert [run.run_id for run in list_runs(store)] == list(range(1, 31))


def test_plans_and_reports_that_come_in_at_once_are_all_there(
    store: Store, place: str, plan_file: Path
) -> None:
    plans = [writer(plan_file, place, 10) for _ in range(2)]
    files = [writer(plan_file, place, name, 50) for name in ("a", "b")]

    numbers = [number for process in plans for number in said(process)]
    acknowledged = {name for process in files for name in process.communicate()[0].split()}

    assert [process.wait() for process in (*plans, *files)] == [0] * 4
    assert [run.run_id for run in list_runs(store)] == sorted(numbers) == list(range(1, 21))
    with store.reading() as session:
        assert {file["sha256"] for file in session.find(FILES)} == acknowledged
    assert len(acknowledged) == 100
    assert len(reports_in(store)) == 200


def test_a_writer_that_waits_too_long_is_told_why(store: Store, noted_plan: Plan) -> None:
    keep_run(noted_plan, store)
    hasty = replace(store, wait_seconds=0.3)  # type: ignore[type-var]

    with (
        store.writing(),
        pytest.raises(StoreError, match=r"another program has been writing to it for 0\.3 seconds"),
    ):
        keep_run(noted_plan, hasty)

    assert keep_run(noted_plan, hasty) == 2


def test_a_second_writer_does_not_even_begin(store: Store) -> None:
    prepare(store)
    hasty = replace(store, wait_seconds=0.3)  # type: ignore[type-var]
    reached = []

    def begin() -> None:
        with hasty.writing():
            reached.append(True)

    with store.writing(), pytest.raises(StoreError, match="another program has been writing"):
        begin()

    assert reached == []


def test_a_reader_does_not_wait_for_a_writer(store: Store, noted_plan: Plan) -> None:
    keep_run(noted_plan, store)
    hasty = replace(store, wait_seconds=0.3)  # type: ignore[type-var]

    with store.writing() as session:
        session.add(RUNS, [{**session.find(RUNS)[0], "run_id": 2}])

        assert len(list_runs(hasty)) == 1


def killed_again_and_again(place: str, plan_file: Path, times: int) -> list[int]:
    """Kill writers of one store at random moments; return every run that one of them acknowledged.

    Every second one is killed after its first run, the others perhaps before it.
    """
    moments, acknowledged = random.Random(7), []
    for n in range(times):
        process = writer(plan_file, place, 10_000)
        assert process.stdout is not None
        if n % 2:
            acknowledged.append(int(process.stdout.readline()))
        time.sleep(moments.uniform(0, 0.25))
        process.kill()
        acknowledged += said(process)
        process.wait()
    return acknowledged


def require_all_there(store: Store, acknowledged: list[int]) -> None:
    """Assert that what was acknowledged is there, whole, and that a run is whole or not there at all."""
    runs = list_runs(store)
    kept = [run.run_id for run in runs]
    assert kept == list(range(1, len(kept) + 1))
    assert set(acknowledged) <= set(kept)
    assert len(set(acknowledged)) == len(acknowledged)
    with store.reading() as session:
        counts = [len(session.find(table)) for table in (VILLAGES, STOPS, AUDIT)]
    assert counts == [2 * len(kept), 3 * len(kept), len(kept)]
    for number in random.Random(1).sample(kept, 5):
        assert judge(store, number).faults == ()


def test_a_process_killed_at_any_moment_loses_nothing(store: Store, place: str, plan_file: Path) -> None:
    acknowledged = killed_again_and_again(place, plan_file, 8)

    assert len(acknowledged) >= 4
    require_all_there(store, acknowledged)


@pytest.mark.slow
def test_a_hundred_kills_lose_nothing(store: Store, place: str, plan_file: Path) -> None:
    acknowledged = killed_again_and_again(place, plan_file, 100)

    require_all_there(store, acknowledged)


# --- names of stores -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plan.json", "kupang.sqlite", "mysql://x/y", "kupang"])
def test_what_is_no_store_is_refused(name: str) -> None:
    with pytest.raises(StoreError, match=r"expected a file .gpkg or an address postgresql://"):
        open_store(name)


def test_a_plan_that_disagrees_with_itself_is_no_plan(
    store: Store, noted_plan: Plan, monkeypatch: Any
) -> None:
    keep_run(noted_plan, store)
    text = read_run(store)[1].decode().replace('"recorded": 140', '"recorded": 139')
    monkeypatch.setattr("planner.store.runs.unpacked", lambda *_: text.encode())

    with pytest.raises(InputError, match="run 1: 1 fault"):
        plan_of_run(store)
    assert len(json.loads(text)["team_days"]) == 3
    assert any("SHA-256" in fault for fault in judge(store).faults)
