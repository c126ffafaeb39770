"""How many replays a second? One plan, then the replays on one thread and on all cores.

python benchmarks/simulate.py                                    Kupang, 1,000 replays, a plan of 30 seconds
python benchmarks/simulate.py examples/rote_ndao/planner.toml --replays 5000
"""

import argparse
import dataclasses
import os
import time
from pathlib import Path

from planner import Chances, read_problem, solve
from planner.simulation.side_by_side import replay_all

KUPANG = Path(__file__).resolve().parent.parent / "examples" / "kupang" / "planner.toml"


def main() -> None:
    """Print replays per second."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("project", nargs="?", type=Path, default=KUPANG)
    parser.add_argument("--replays", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=30.0, help="of the plan")
    wanted = parser.parse_args()
    plan = solve(read_problem(wanted.project), seconds=wanted.seconds)
    chances = Chances(replays=wanted.replays)
    replay_all(plan, dataclasses.replace(chances, replays=1))  # compiled, or read from disk
    size = f"{len(plan.problem.villages)} villages, {len(plan.problem.teams)} teams"
    print(f"plan: {plan.recorded:,} people, {size}")
    print("| threads | replan | replays | seconds | replays a second | 10 % | 50 % | 90 % |")
    print("|---|---|---|---|---|---|---|---|")
    for threads in sorted({1, os.cpu_count() or 1}):
        for replan in (True, False):
            began = time.perf_counter()
            found = replay_all(plan, dataclasses.replace(chances, replan=replan), threads=threads)
            took = time.perf_counter() - began
            people = " | ".join(f"{count:,}" for count in found.quantiles())
            speed = wanted.replays / took
            print(f"| {threads} | {replan} | {wanted.replays:,} | {took:.2f} | {speed:,.0f} | {people} |")


if __name__ == "__main__":
    main()
