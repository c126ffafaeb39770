"""One solve in a process of its own: ``python -m planner.worker FOLDER``.

The caller leaves a :class:`Task` in the folder and finds an :class:`Answer` or a :class:`Failure` there;
it is put in place whole, so a worker that was killed leaves none. Between the two:

* output is one JSON line for each :class:`planner.optimisers.Progress`;
* a line ``stop`` on the input asks for the best plan so far;
* the end of the input means that the caller has gone: nobody waits for the answer, and the worker ends.

Files carry the values, as large as they are, so that no pipe can be full while nobody reads.
"""

import dataclasses
import json
import os
import pickle
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planner.domain.plan import Outcome, TeamDay
from planner.domain.problem import Problem
from planner.errors import PlannerError
from planner.optimisers import Progress
from planner.surroundings import console, mishap

TASK, RESULT = "task.pickle", "result.pickle"
EVERY_SECONDS = 0.2  # between two lines of progress
ORPHANED = 3  # exit code: the caller has gone


@dataclass(frozen=True, slots=True)
class Task:
    """What to solve, and within which limits; as for :func:`planner.solve`.

    Parameters
    ----------
    threads
        Tours priced side by side; plans do not depend on it.
    """

    problem: Problem
    optimiser_name: str
    seconds: float
    rounds: int | None
    seed: int
    threads: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan without its problem, which the caller has.

    Parameters
    ----------
    peak_mb
        Most memory of the process, in MB (10**6 bytes); ``None`` where the system does not tell.
    """

    team_days: tuple[TeamDay, ...]
    outcome: Outcome
    peak_mb: float | None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no plan."""

    reason: str


def main() -> None:
    """Solve the task of the folder that is named on the command line."""
    folder = Path(sys.argv[1])
    console.take_over()
    mishap.watch_threads()
    orders, tell = _take_over_pipes()
    stop = threading.Event()
    threading.Thread(target=_obey, args=(orders, stop), daemon=True).start()
    try:
        result: Answer | Failure = _answer(folder, tell, stop.is_set)
    except Exception as fault:  # whatever it is, the caller has to know; MemoryError is one
        result = Failure(str(fault) if isinstance(fault, PlannerError) else mishap.reported(fault)[0])
    put(folder / RESULT, result)


def put(path: Path, value: object) -> None:
    """Write ``value`` to ``path``, whole or not at all."""
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        pickle.dump(value, file, protocol=pickle.HIGHEST_PROTOCOL)
    os.replace(unfinished, path)


def _take_over_pipes() -> tuple[int, Callable[[str], None]]:
    """Return the descriptor of the orders, and a function that sends a line.

    Both pipes leave their usual numbers: HiGHS prints on 1 whatever it likes, and on Windows a library that
    is loaded while a thread reads from 0 waits for that read to end.
    """
    orders, lines = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)

    def tell(line: str) -> None:
        os.write(lines, line.encode() + b"\n")

    return orders, tell


def _obey(orders: int, stop: threading.Event) -> None:
    """Wait for a line ``stop``, or for the end of the caller."""
    while order := os.read(orders, 1024):
        if b"stop" in order:
            stop.set()
    os._exit(ORPHANED)


def _answer(folder: Path, tell: Callable[[str], None], is_stopped: Callable[[], bool]) -> Answer:
    from planner.planning import solve

    with (folder / TASK).open("rb") as file:
        task: Task = pickle.load(file)
    plan = solve(
        task.problem,
        optimiser_name=task.optimiser_name,
        seconds=task.seconds,
        rounds=task.rounds,
        seed=task.seed,
        threads=task.threads,
        report=Reporter(tell),
        is_cancelled=is_stopped,
    )
    return Answer(plan.team_days, plan.outcome, _peak_mb())


class Reporter:
    """Sends progress, a few times a second at most."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._last = -EVERY_SECONDS

    def __call__(self, progress: Progress) -> None:
        """Send it, unless the last line was just now."""
        now = time.perf_counter()
        if now - self._last >= EVERY_SECONDS:
            self._last = now
            self._tell(json.dumps(dataclasses.asdict(progress)))


def _peak_mb() -> float | None:
    """Return the most memory this process had; getrusage would count that of its parent as well."""
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            peak = next(line for line in file if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return None
    return int(peak.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    from planner import worker  # by its own name, by which the caller knows the values that come back

    worker.main()
