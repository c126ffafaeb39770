"""What do fifteen team counts cost beside one plan? One table, then the seconds of both in the same run.

python benchmarks/whatif.py                                   Kupang with 3 to 17 teams
python benchmarks/whatif.py examples/rote_ndao/planner.toml --teams 1:6 --seconds 20
"""

import argparse
import time
from pathlib import Path

from planner import Progress, read_problem, solve, what_if
from planner.whatif import with_teams

KUPANG = Path(__file__).resolve().parent.parent / "examples" / "kupang" / "planner.toml"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("project", nargs="?", type=Path, default=KUPANG)
    parser.add_argument("--teams", default="3:17", help="from:to")
    parser.add_argument("--seconds", type=float, default=30.0, help="of one plan")
    wanted = parser.parse_args()
    first, last = (int(part) for part in wanted.teams.split(":"))
    problem = read_problem(wanted.project)
    middle = with_teams(problem, (first + last) // 2)
    log: list[Progress] = []
    one = solve(middle, seconds=wanted.seconds, report=log.append)
    began = time.perf_counter()
    rows = what_if(problem, range(first, last + 1), seconds=wanted.seconds).rows
    took = time.perf_counter() - began
    print("| teams | recorded | bound | gap | per extra team | seconds |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        more = "" if row.per_extra_team is None else f"{row.per_extra_team:,.0f}"
        proof = "- | -" if row.bound is None else f"{row.bound:,.0f} | {row.gap:.2%}"
        facts = f"{row.recorded:,} | {proof} | {more} | {row.seconds:.1f}"
        print(f"| {row.teams} | {facts} |")
    worst = max(row.gap or 0.0 for row in rows)
    like = next((p.seconds for p in log if p.gap is not None and p.gap <= worst), None)
    alone = one.outcome.seconds
    print(f"\none plan, {len(middle.teams)} teams: {one.recorded:,}, gap {one.gap:.2%}, {alone:.1f} s")
    print(f"{len(rows)} rows: {took:.1f} s, {took / alone:.1f} times as long; worst gap {worst:.2%}")
    if like is not None:
        print(f"the one plan had the worst gap of the rows after {like:.1f} s")


if __name__ == "__main__":
    main()
