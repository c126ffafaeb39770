"""How good are the plans, and how soon? One row per example and number of teams.

python benchmarks/gap.py                                   both examples, 60 seconds a row
python benchmarks/gap.py --seconds 20 --teams 4:12:4 examples/kupang/planner.toml
"""

import argparse
import platform
import time
from importlib.metadata import version
from pathlib import Path

from planner import Plan, Problem, Progress, read_problem, solve
from planner.whatif import with_teams

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
ROWS = [
    (EXAMPLES / "kupang" / "planner.toml", range(4, 13)),
    (EXAMPLES / "rote_ndao" / "planner.toml", range(1, 7)),
]


class Milestones:
    """When a solve had its first plan better than today's practice, a gap of 5 %, and its last gain."""

    def __init__(self) -> None:
        self.first: float | None = None
        self.five: float | None = None
        self.last = 0.0
        self._best: int | None = None

    def __call__(self, progress: Progress) -> None:
        """Note the seconds of what is new."""
        if self._best is None:
            self._best = progress.recorded  # today's practice
        elif progress.recorded is not None and progress.recorded > self._best:
            self._best, self.last = progress.recorded, progress.seconds
            self.first = self.first or progress.seconds
        if self.five is None and progress.gap is not None and progress.gap <= 0.05:
            self.five = progress.seconds


def row(problem: Problem, seconds: float) -> tuple[Plan, Milestones]:
    """Return the plan of one row and its milestones."""
    seen = Milestones()
    return solve(problem, seconds=seconds, report=seen), seen


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "projects", nargs="*", type=Path, help="project files; the examples when none is given"
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--teams", default="", help="from:to or from:to:step")
    wanted = parser.parse_args()
    parts = [int(part) for part in wanted.teams.split(":")] if wanted.teams else []
    counts = range(parts[0], parts[1] + 1, *parts[2:]) if parts else None
    rows = [(path, counts or range(4, 13)) for path in wanted.projects] or ROWS
    print(f"{platform.machine()}, Python {platform.python_version()}, PuLP {version('pulp')}, "
          f"HiGHS {version('highspy')}, {wanted.seconds:g} s a row")  # fmt: skip
    print(
        "| project | villages | teams | team-days | practice | plan | bound | gap | first | 5% | last | end |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for path, numbers in rows:
        problem = read_problem(path)
        for count in counts or numbers:
            began = time.perf_counter()
            plan, seen = row(with_teams(problem, count), wanted.seconds)
            times = [f"{at:.1f}" if at is not None else "-" for at in (seen.first, seen.five, seen.last)]
            print(
                f"| {path.parent.name} | {len(problem.villages)} | {count} | {plan.problem.team_days} | "
                f"{plan.outcome.baseline_recorded:,} | {plan.recorded:,} | {plan.outcome.bound:,.0f} | "
                f"{plan.gap:.2%} | {' | '.join(times)} | {time.perf_counter() - began:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
