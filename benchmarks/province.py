"""A whole province: the 22 regencies of NTT side by side, a process for each solve, one row for each regency.

    python benchmarks/province.py                              45 seconds each on two processes: 9 minutes
    python benchmarks/province.py --seconds 5 --kill 3         three workers are killed, and replaced
    python benchmarks/province.py --regencies 53.14 53.17      some only

Villages, backlog and places are those of ``instances.py`` (scenario ``b``), which also draws bases, lodging,
leave and boats. Every regency has two bases, seven weeks, three nights at most, and a team for each 4,500
people of its backlog, two at least and twelve at most: scarce in the large ones, about enough in the small.
"""

import argparse
import csv
import os
import platform
import signal
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from random import Random

from instances import DATA, Instance, problem_of

from planner import Problem, Progress, Province, solve_province

PEOPLE_PER_TEAM = 4_500  # a team records about 2,000 in seven weeks
FEWEST, MOST = 2, 12  # teams
SCENARIO, BASES, WEEKS, NIGHTS = "b", 2, 7, 3
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows every signal ends a process


def regencies(data: Path) -> dict[str, Problem]:
    """Return regency code -> its problem."""
    backlog: Counter[str] = Counter()
    with (data / "desa_ntt_titik.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            backlog[row["kode_kab"]] += int(row[f"belum_{SCENARIO}"])
    return {
        code: problem_of(Instance(code, SCENARIO, teams_for(people), BASES, WEEKS, NIGHTS), data)
        for code, people in sorted(backlog.items())
    }


def teams_for(people: int) -> int:
    """Return the number of teams of a regency with that backlog."""
    return min(MOST, max(FEWEST, round(people / PEOPLE_PER_TEAM)))


class Witness:
    """Tells which workers begin, and kills the first worker of some regencies at its first sign of life."""

    def __init__(self, doomed: list[str]) -> None:
        self._doomed = set(doomed)
        self._pids: dict[str, int] = {}

    def started(self, regency: str, pid: int) -> None:
        """Tell that a worker begins."""
        again = " again" if regency in self._pids else ""
        self._pids[regency] = pid
        print(f"{regency} begins{again}: process {pid}", file=sys.stderr, flush=True)

    def report(self, regency: str, progress: Progress) -> None:
        """Kill the worker if it is one of the doomed."""
        if regency in self._doomed:
            self._doomed.remove(regency)
            print(f"{regency}: process {self._pids[regency]} is killed", file=sys.stderr, flush=True)
            os.kill(self._pids[regency], KILL)


def show(province: Province) -> None:
    """Print the table and the sums."""
    print("| regency | villages | teams | backlog | recorded | bound | gap | attempts | seconds | peak MB |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for regency in province.regencies:
        problem, plan = regency.problem, regency.plan
        name = f"{regency.name} {problem.villages[0].regency}"
        found = (
            f"{plan.recorded:,} | {number(plan.outcome.bound)} | {share(plan.gap)}"
            if plan is not None
            else f"{regency.failure} | - | -"
        )
        print(
            f"| {name} | {len(problem.villages)} | {len(problem.teams)} | {problem.backlog:,} | {found} | "
            f"{regency.attempts} | {regency.seconds:.1f} | {number(regency.peak_mb)} |"
        )
    rows, peaks = province.regencies, [one.peak_mb for one in province.regencies if one.peak_mb is not None]
    print(
        f"| all | {province.villages:,} | {sum(len(one.problem.teams) for one in rows)} | "
        f"{sum(one.problem.backlog for one in rows):,} | {province.recorded:,} | {number(province.bound)} | "
        f"{share(province.gap)} | {sum(one.attempts for one in rows)} | {province.seconds:.1f} | "
        f"{number(max(peaks, default=None))} |"
    )
    print(
        f"\nmean gap {share(province.mean_gap)}, {len(province.plans)} of {len(rows)} regencies planned, "
        f"{province.seconds / 60:.1f} minutes"
    )


def number(value: float | None) -> str:
    """Return a number with separators, or a dash."""
    return "-" if value is None else f"{value:,.0f}"


def share(value: float | None) -> str:
    """Return a share in per cent, or a dash."""
    return "-" if value is None else f"{value:.2%}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=45.0, help="for each regency")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--retries", type=int, default=2)
    parser.add_argument(
        "--kill", type=int, default=0, metavar="N", help="regencies whose first worker is killed"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the solves, and of who is killed")
    parser.add_argument("--optimiser", default="trips")
    parser.add_argument("--regencies", nargs="*", default=[], metavar="CODE", help="all when none is given")
    parser.add_argument("--data", type=Path, default=DATA)
    wanted = parser.parse_args()
    problems = regencies(wanted.data)
    problems = {code: problems[code] for code in wanted.regencies or problems}
    doomed = Random(wanted.seed).sample(sorted(problems), min(wanted.kill, len(problems)))
    witness = Witness(doomed)
    print(
        f"{platform.machine()}, Python {platform.python_version()}, PuLP {version('pulp')}, "
        f"HiGHS {version('highspy')}, {wanted.seconds:g} s a regency on {wanted.processes} processes\n"
    )
    province = solve_province(
        problems,
        seconds_each=wanted.seconds,
        processes=wanted.processes,
        retries=wanted.retries,
        seed=wanted.seed,
        optimiser_name=wanted.optimiser,
        report=witness.report,
        started=witness.started,
    )
    show(province)


if __name__ == "__main__":
    main()
