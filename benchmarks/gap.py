"""How good are the plans, and how soon? One row per project and number of teams, or per instance.

python benchmarks/gap.py                                   both examples, 60 seconds a row
python benchmarks/gap.py --seconds 20 --teams 4:12:4 examples/kupang/planner.toml
python benchmarks/gap.py --family                          the 28 instances of instances.py, with their median
python benchmarks/gap.py --family 53.14 53.05              those whose names begin so
"""

import argparse
import platform
import statistics
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from instances import DATA, FAMILY, problem_of

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


def examples(paths: list[Path], teams: str) -> Iterator[tuple[str, Problem]]:
    """Yield name and problem of each project with each number of teams."""
    parts = [int(part) for part in teams.split(":")] if teams else []
    counts = range(parts[0], parts[1] + 1, *parts[2:]) if parts else None
    for path, numbers in [(path, counts or range(4, 13)) for path in paths] or ROWS:
        problem = read_problem(path)
        for count in counts or numbers:
            yield path.parent.name, with_teams(problem, count)


def family(beginnings: list[str], data: Path) -> Iterator[tuple[str, Problem]]:
    """Yield name and problem of each instance whose name begins with one of some texts."""
    for one in FAMILY:
        if not beginnings or one.name.startswith(tuple(beginnings)):
            yield one.name, problem_of(one, data)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "names", nargs="*", help="project files (the examples when none), or names with --family"
    )
    parser.add_argument("--family", action="store_true", help="the instances of instances.py")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the family's villages")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--teams", default="", help="from:to or from:to:step")
    wanted = parser.parse_args()
    if wanted.family and not wanted.data.is_dir():
        sys.exit(f"{wanted.data}: there is no such folder; name the family's villages with --data")
    rows = (
        family(wanted.names, wanted.data)
        if wanted.family
        else examples([Path(name) for name in wanted.names], wanted.teams)
    )
    print(f"{platform.machine()}, Python {platform.python_version()}, PuLP {version('pulp')}, "
          f"HiGHS {version('highspy')}, {wanted.seconds:g} s a row")  # fmt: skip
    print(
        "| project | villages | teams | team-days | backlog | practice | plan | bound | gap | first | 5% "
        "| last | end |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    gaps = []
    for name, problem in rows:
        began = time.perf_counter()
        plan, seen = row(problem, wanted.seconds)
        gaps.append(plan.gap)
        times = [f"{at:.1f}" if at is not None else "-" for at in (seen.first, seen.five, seen.last)]
        print(
            f"| {name} | {len(problem.villages)} | {len(problem.teams)} | {problem.team_days} | "
            f"{problem.backlog:,} | {plan.outcome.baseline_recorded:,} | {plan.recorded:,} | "
            f"{plan.outcome.bound:,.0f} | {plan.gap:.2%} | {' | '.join(times)} | "
            f"{time.perf_counter() - began:.1f} |",
            flush=True,
        )
    print(f"\n{len(gaps)} rows: median gap {statistics.median(gaps):.2%}, worst {max(gaps):.2%}")


if __name__ == "__main__":
    main()
