"""A process that keeps runs in a store and says the number of each, until it is killed or has kept enough.

python writer.py PLAN STORE COUNT      keeps runs
python writer.py PLAN STORE hold       adds a large row, says so, and never ends its transaction
"""

import contextlib
import os
import sys
import time
from datetime import UTC, datetime

from planner.errors import StoreError
from planner.inputs.plan import read_plan
from planner.store import Store, open_store
from planner.store.runs import keep_run, list_runs
from planner.store.tables import ACTUALS


def hold(store: Store) -> None:
    """Add 16 MB, more than SQLite holds in memory, so that the file itself is half written; and wait."""
    row = {"entered_at": datetime.now(UTC), "entered_by": "x", "date": datetime(2018, 5, 7).date(),
           "team": "T1", "village_code": "x", "recorded": 1, "status": "selesai"}  # fmt: skip
    with store.writing() as session:
        session.add(ACTUALS, [{**row, "note": os.urandom(2**14).hex()} for _ in range(2**9)])
        print("held", flush=True)
        time.sleep(600)


def main() -> None:
    plan, store, task = read_plan(sys.argv[1]), open_store(sys.argv[2]), sys.argv[3]
    with contextlib.suppress(StoreError):  # the driver of a database is loaded, the store not yet made
        list_runs(store)
    print("ready", flush=True)
    if task == "hold":
        hold(store)
    for _ in range(int(task)):
        print(keep_run(plan, store), flush=True)


if __name__ == "__main__":
    main()
