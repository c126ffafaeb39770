"""A process that keeps runs in a store and says the number of each, until it is killed or has kept enough.

python writer.py PLAN STORE COUNT      keeps runs
python writer.py PLAN STORE NAME COUNT adds files of two reports, and says the name of each
python writer.py PLAN STORE hold       adds a large row, says so, and never ends its transaction
"""

import contextlib
import os
import sys
import time
from datetime import UTC, datetime

from planner.domain.actuals import Actual
from planner.domain.plan import Plan
from planner.errors import StoreError
from planner.inputs.plan import read_plan
from planner.store import Store, open_store
from planner.store.rows import HandIn
from planner.store.runs import add_actuals, keep_run, list_runs
from planner.store.tables import ACTUALS


def hold(store: Store) -> None:
    """Add 16 MB, more than SQLite holds in memory, so that the file itself is half written; and wait."""
    row = {"entered_at": datetime.now(UTC), "entered_by": "x", "date": datetime(2018, 5, 7).date(),
           "team": "T1", "village_code": "x", "recorded": 1, "status": "selesai"}  # fmt: skip
    with store.writing() as session:
        session.add(ACTUALS, [{**row, "note": os.urandom(2**14).hex()} for _ in range(2**9)])
        print("held", flush=True)
        time.sleep(600)


def take_in(plan: Plan, store: Store, name: str, count: int) -> None:
    """Add files of two reports each."""
    day, village = plan.problem.calendar.first, plan.problem.villages[0].id
    for number in range(count):
        reports = tuple(Actual(day, team, village, number) for team in ("T1", name))
        add_actuals(store, plan.problem, [HandIn(f"{name}-{number}", name, "", reports)])
        print(f"{name}-{number}", flush=True)


def main() -> None:
    plan, store, task = read_plan(sys.argv[1]), open_store(sys.argv[2]), sys.argv[3]
    with contextlib.suppress(StoreError):  # the driver of a database is loaded, the store not yet made
        list_runs(store)
    print("ready", flush=True)
    if task == "hold":
        hold(store)
    if len(sys.argv) > 4:
        take_in(plan, store, task, int(sys.argv[4]))
        return
    for _ in range(int(task)):
        print(keep_run(plan, store), flush=True)


if __name__ == "__main__":
    main()
