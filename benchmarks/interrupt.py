"""How soon does a cancelled solve come back, and how long is it silent? One row per moment of cancelling.

python benchmarks/interrupt.py                       the largest of the family: 278 villages, 30 teams
python benchmarks/interrupt.py 53.05 --moments 1 5 20
"""

import argparse
import platform
import sys
import time
from itertools import pairwise

from instances import DATA, FAMILY, problem_of

from planner import Problem, Progress, solve

MOMENTS = (0.5, 1.5, 3.0, 5.0, 8.0, 12.0, 16.0, 20.0, 25.0, 30.0)


def cancelled(problem: Problem, moment: float, seconds: float) -> tuple[float, float, str, int]:
    """Return latency, longest silence, the stage under way, and the people of the plan that comes back."""
    log = [Progress(0.0, "begin", None, None, 0)]
    began = time.perf_counter()
    plan = solve(
        problem,
        seconds=seconds,
        report=log.append,
        is_cancelled=lambda: time.perf_counter() - began > moment,
    )
    latency = time.perf_counter() - began - moment
    silence = max(b.seconds - a.seconds for a, b in pairwise(log))
    return latency, silence, log[-1].stage, plan.recorded


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("instance", nargs="?", default="53.02-b-30t", help="how its name begins")
    parser.add_argument("--moments", nargs="+", type=float, default=MOMENTS, help="seconds after the start")
    parser.add_argument("--seconds", type=float, default=60.0, help="limit of the solves")
    wanted = parser.parse_args()
    if not DATA.is_dir():
        print(f"skipped: there is no {DATA}")
        return 0
    instance = next(i for i in FAMILY if i.name.startswith(wanted.instance))
    problem = problem_of(instance)
    solve(problem_of(FAMILY[0]), seconds=2.0)  # compiles what numba has not yet
    print(f"{instance.name}; {platform.machine()}, Python {platform.python_version()}")
    print("| cancelled after | back after | longest silence | stage | recorded |\n|---|---|---|---|---|")
    for moment in wanted.moments:
        latency, silence, stage, recorded = cancelled(problem, moment, wanted.seconds)
        print(f"| {moment:.1f} s | {latency:.2f} s | {silence:.2f} s | {stage} | {recorded:,} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
