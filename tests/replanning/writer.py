"""A process that adds files of reports to a history and says each that is acknowledged.

python writer.py PLAN HISTORY NAME COUNT
"""

import sys
from datetime import timedelta
from pathlib import Path

from planner.domain.actuals import Actual
from planner.inputs.plan import read_plan
from planner.replanning import append
from planner.replanning.records import Returned


def main() -> None:
    plan, path, name = read_plan(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    first, village = plan.problem.calendar.first, plan.problem.villages[0].id
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(sys.argv[4])):
        mark = f"{name}-{number}"
        reports = [Actual(first + timedelta(days=n), "T1", village, number, who=name) for n in range(3)]
        said = Returned(mark, f"{mark}.csv", "", len(reports), name, "")
        append(path, plan.problem, said=said, actuals=reports)
        print(mark, flush=True)


if __name__ == "__main__":
    main()
