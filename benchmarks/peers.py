"""What do other routing engines make of the same instances, in the same seconds on the same cores?

pip install pyvrp==0.14.1 ortools==9.15.6755 pyvroom==1.15.2 vrp-cli==1.22.1     none is a dependency

python benchmarks/peers.py                                        six instances, 60 seconds an attempt
python benchmarks/peers.py --screen 5                             every statement 5 seconds, the best one 60
python benchmarks/peers.py --seconds 10 --peers VROOM --instances 53.17-b-2t1b3w3n --sizes 30,0

A peer is stated every instance several times (day vehicles, trips with nights, several sizes of chunks), each
attempt has all the seconds, and its best answer counts. Answers become plans of this project (see
``peer_models/verdict.py``) and are judged by ``planner.domain.check``.
"""

import argparse
import multiprocessing
import os
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path

from instances import DATA, instance, problem_of
from peer_models import PEERS
from peer_models.statement import Statement, Tour, state
from peer_models.verdict import Verdict, judge

from planner.domain.check import check
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.optimisers import Watch
from planner.optimisers.greedy import greedy
from planner.optimisers.trips import trips, warm_up
from planner.optimisers.watch import THREADS

STATEMENTS = ("days", "trips", "hopes", "beds")
INSTANCES = (
    "53.17-b-2t1b3w3n",  # scarce
    "53.08-b-4t1b4w4n",
    "53.05-b-3t2b6w4n",
    "53.14-b-3t1b7w4n",  # capacity about equals the backlog
    "53.14-b-4t2b6w0n",
    "53.07-s-4t2b4w4n",  # loose
)
GRACE = 60.0  # seconds beyond the limit (to state, and to stop) before a peer is ended
HEAD = (
    "instance | engine | statement | chunk | seconds | claimed | people | of ours | bound | gap | broken "
    "| nights | cut"
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One peer on one statement.

    Parameters
    ----------
    statement
        What it was given.
    seconds
        To state and to solve, without starting Python.
    verdict
        ``None`` when it has no answer; then ``note`` says why.
    """

    statement: Statement
    seconds: float
    verdict: Verdict | None
    note: str = ""

    @property
    def people(self) -> int:
        """People of its plan; -1 when there is none."""
        return self.verdict.plan.recorded if self.verdict else -1


@dataclass(frozen=True, slots=True)
class Limits:
    """What every engine gets."""

    seconds: float
    cores: int

    def run(self, peer: str, statement: Statement) -> Attempt:
        """Return what a peer makes of a statement; it has a process of its own."""
        context = multiprocessing.get_context("spawn")  # a peer may crash, or not know when to stop
        mine, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_solve, args=(peer, statement, self.seconds, self.cores, theirs))
        process.start()
        theirs.close()
        seconds, answer = 0.0, f"not back {GRACE:g} s after its time"
        try:
            if mine.poll(self.seconds + GRACE):
                seconds, answer = mine.recv()
        except EOFError:
            answer = "crashed"
        finally:
            process.kill()
            process.join()
        if isinstance(answer, str):
            return Attempt(statement, seconds, None, answer)
        return Attempt(statement, seconds, judge(statement, answer, peer))


def _solve(peer: str, statement: Statement, seconds: float, cores: int, answer: Connection) -> None:
    """Send the seconds and a peer's tours, or in words why there are none."""
    found: tuple[Tour, ...] | str
    began = time.perf_counter()
    try:
        found = import_module(PEERS[peer]).solve(statement, seconds, cores) or "no answer in time"
    except BaseException as fault:  # a panic of Rust is no Exception
        found = f"{type(fault).__name__}: {' '.join(str(fault).split())[:80]}"
    answer.send((time.perf_counter() - began, found))


def attempts(
    problem: Problem, peer: str, names: list[str], sizes: list[int], limits: Limits
) -> Iterator[Attempt]:
    """Yield what a peer makes of every statement it can be given."""
    model = import_module(PEERS[peer])
    has_nights = any(team.max_nights for team in problem.teams)
    for name in names:
        if name not in model.STATEMENTS or (name != "days" and not has_nights):
            continue
        for size in sizes:
            statement = state(problem, name, size)
            count = len(statement.chunks)
            if count > model.MOST_CHUNKS:
                yield Attempt(statement, 0.0, None, f"{count:,} chunks are too many")
            else:
                yield limits.run(peer, statement)


def promising(problem: Problem, peer: str, wanted: argparse.Namespace, limits: Limits) -> Iterator[Attempt]:
    """Yield what a peer makes of every statement in a short time, and of the best one in all the time."""
    short = list(
        attempts(problem, peer, wanted.statements, wanted.sizes, replace(limits, seconds=wanted.screen))
    )
    yield from short
    best = max(short, key=lambda attempt: attempt.people, default=None)
    if best is not None and best.verdict is not None:
        yield limits.run(peer, best.statement)


def row(name: str, peer: str, attempt: Attempt, ours: int) -> str:
    """Return one line of the table."""
    size = attempt.statement.size or "a day"
    start = f"| {name} | {peer} | {attempt.statement.name} | {size} | {attempt.seconds:.1f} | "
    if attempt.verdict is None:
        return f"{start}- | - | - | - | - | - | - | {attempt.note} |"
    found = attempt.verdict
    return (
        f"{start}{found.claimed:,} | {found.plan.recorded:,} | {found.plan.recorded / ours:.1%} | - | - | "
        f"{len(check(found.plan))} | {found.nights} | {found.cut} |"
    )


def own_row(name: str, plan: Plan, seconds: float, ours: int) -> str:
    """Return the line of one of the project's own optimisers."""
    bound = f"{plan.outcome.bound:,.0f}" if plan.outcome.bound is not None else "-"
    gap = f"{plan.gap:.2%}" if plan.gap is not None else "-"
    return (
        f"| {name} | {plan.outcome.optimiser} | - | - | {seconds:.1f} | - | {plan.recorded:,} | "
        f"{plan.recorded / ours:.1%} | {bound} | {gap} | {len(check(plan))} | - | - |"
    )


def table(names: list[str], wanted: argparse.Namespace, peers: list[str], limits: Limits) -> Iterator[str]:
    """Yield the lines of the table, as they are known."""
    yield f"| {HEAD} |"
    yield "|---" * (HEAD.count("|") + 1) + "|"
    for name in names:
        problem = problem_of(instance(name), wanted.data)
        watch = Watch(seconds=limits.seconds)
        best = trips(problem, watch)
        yield own_row(name, best, watch.elapsed, best.recorded)
        watch = Watch()
        yield own_row(name, greedy(problem, watch), watch.elapsed, best.recorded)
        for peer in peers:
            tried = []
            if wanted.screen:
                made = promising(problem, peer, wanted, limits)
            else:
                made = attempts(problem, peer, wanted.statements, wanted.sizes, limits)
            for attempt in made:
                tried.append(attempt)
                if wanted.every:
                    yield row(name, peer, attempt, best.recorded)
            if tried and not wanted.every:
                yield row(name, peer, max(tried, key=lambda attempt: attempt.people), best.recorded)


def footer(peers: list[str], absent: list[str], limits: Limits) -> Iterator[str]:
    """Yield what was run on what, and what each peer could not be stated."""
    own = ("pulp", "highspy", "numba")
    yield ""
    yield (
        f"{date.today()}, {platform.machine()}, {limits.cores} core(s), {platform.system()}, Python "
        f"{platform.python_version()}, {', '.join(f'{one} {version(one)}' for one in own)}; "
        f"{limits.seconds:g} s an attempt."
    )
    yield (
        "`claimed`: people by the peer's own answer; `broken`: rules that its plan breaks, for the judge, "
        "once mended: `nights` moved to where the team may sleep, days `cut` because they were too long; "
        "`seconds`: to state and to solve, without starting Python. A peer that overruns keeps its answer."
    )
    yield (
        "No peer could be stated stays of any length (a backlog comes in chunks), or the choice when a trip "
        "begins and ends within a run of days; none gives a bound."
    )
    for peer in peers:
        model = import_module(PEERS[peer])
        yield f"{peer} {version(model.PACKAGE)}: could not be stated: {model.MISSING}."
    for peer in absent:
        yield f"{peer}: not installed, skipped."


def is_installed(peer: str) -> bool:
    """Return whether the peer can be imported."""
    try:
        import_module(PEERS[peer])
    except ImportError:
        return False
    return True


def cores() -> int:
    """Return the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def numbers(text: str) -> list[int]:
    """Return what a list like ``15,30`` holds."""
    return [int(part) for part in text.split(",")]


def words(text: str) -> list[str]:
    """Return what a list like ``days,trips`` holds."""
    return text.split(",")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--instances", nargs="+", default=list(INSTANCES), help="names of the family")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each attempt of each engine")
    parser.add_argument("--peers", nargs="+", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--statements", type=words, default=list(STATEMENTS), help="days,trips,hopes,beds")
    parser.add_argument("--sizes", type=numbers, default=[15, 30, 60, 0], help="chunks; 0 for a day's work")
    parser.add_argument(
        "--screen", type=float, default=0.0, help="try every statement so long, and only the best in full"
    )
    parser.add_argument("--every", action="store_true", help="show every attempt, not only the best")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the villages")
    wanted = parser.parse_args()
    peers = [peer for peer in wanted.peers if is_installed(peer)]
    absent = [peer for peer in wanted.peers if peer not in peers]
    limits = Limits(wanted.seconds, min(THREADS, cores()))
    warm_up()
    for line in table(wanted.instances, wanted, peers, limits):
        print(line, flush=True)
    for line in footer(peers, absent, limits):
        print(line)


if __name__ == "__main__":
    main()
