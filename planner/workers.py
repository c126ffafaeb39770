"""Many solves side by side, each attempt in a process of its own; one that dies never takes others down.

Each attempt is a process ``python -m planner.worker``. Not a pool: ``ProcessPoolExecutor`` loses all work
when a single worker is killed. And not ``multiprocessing`` with ``spawn`` (the only way on Windows): it
imports the caller's script again in every child, which a page, or a script without a guard, does not survive.
A process started so knows nothing of its caller. It may die of anything (the system short of memory, a crash
in compiled code, an operator with a task manager) and costs one attempt: its task lies in a file, and the
next attempt reads it again. When the caller dies, its input ends, and so does the worker.
"""

import json
import os
import pickle
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from planner.optimisers import Progress
from planner.worker import RESULT, TASK, Answer, Failure, Task, put

OVERTIME, MARGIN_SECONDS = 2.0, 120.0  # a worker hangs after twice its seconds and a first compilation
GRACE_SECONDS = 20.0  # for workers to hand in the best plan so far when the rest is cancelled
LISTEN_SECONDS = 0.1
ERRORS = "errors.txt"


@dataclass(frozen=True, slots=True)
class End:
    """What became of one task.

    Parameters
    ----------
    answer
        ``None`` when all attempts failed, or it was cancelled before there was a plan.
    failure
        Why there is no answer, or why the attempt before it failed; empty when none did.
    attempts
        Processes started.
    seconds
        Wall-clock seconds of all attempts.
    """

    answer: Answer | None
    failure: str
    attempts: int
    seconds: float


def solve_all(
    tasks: Mapping[str, Task],
    *,
    processes: int = 2,
    retries: int = 2,
    report: Callable[[str, Progress], None] | None = None,
    started: Callable[[str, int], None] | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, End]:
    """Return what became of each task, in their order.

    Ctrl-C counts as cancelling; a second one, while workers hand in, ends them and is raised. All other
    parameters are those of :func:`planner.province.solve_province`.

    Raises
    ------
    ValueError
        When no process is allowed, or the number of retries is negative.
    """
    if processes < 1 or retries < 0:
        raise ValueError(f"{processes} processes and {retries} retries; expected 1 or more and 0 or more")
    cases = [_Case(name, task) for name, task in tasks.items()]
    with tempfile.TemporaryDirectory(prefix="planner-", ignore_cleanup_errors=True) as folder:
        desk = _Desk(Path(folder), processes, retries, deque(cases), report, started)
        with desk.closing():
            desk.work(is_cancelled)
    return {case.name: End(case.answer, case.failure, case.attempts, case.seconds) for case in cases}


@dataclass(slots=True, eq=False)
class _Case:
    """A task on its way to an answer."""

    name: str
    task: Task
    answer: Answer | None = None
    failure: str = ""
    attempts: int = 0
    seconds: float = 0.0


@dataclass(slots=True, eq=False)
class _Attempt:
    """A worker process on a case, and the folder it shares with us."""

    case: _Case
    folder: Path
    process: "subprocess.Popen[bytes]"
    is_late: bool = False
    began: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.began

    @property
    def longest_seconds(self) -> float:
        return OVERTIME * self.case.task.seconds + MARGIN_SECONDS

    def listen(self, news: "queue.Queue[tuple[_Attempt, Progress | None]]") -> None:
        """Pass its progress on, line by line, and ``None`` when it has ended."""
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                with suppress(ValueError, TypeError):  # a line that was cut off when it was killed
                    news.put((self, Progress(**json.loads(line))))
        news.put((self, None))

    def ask_to_stop(self) -> None:
        """Ask for the best plan so far."""
        assert self.process.stdin is not None
        with suppress(OSError):  # it has just ended
            self.process.stdin.write(b"stop\n")
            self.process.stdin.flush()

    def end(self) -> None:
        """Make sure that the process is gone, and its folder."""
        self.process.kill()  # harmless where it has ended already
        self.process.wait()
        if self.process.stdin is not None:
            with suppress(OSError):  # an order that nobody read
                self.process.stdin.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def result(self) -> Answer | Failure:
        """Wait for the end of the process; return what it left behind."""
        self.process.wait()  # its output has ended, so it is at its last step
        try:
            with (self.folder / RESULT).open("rb") as file:
                found: Answer | Failure = pickle.load(file)
        except FileNotFoundError:
            return Failure(self._how_it_ended())
        except Exception as fault:  # a full disk, or not enough memory for it here
            return Failure(f"its result cannot be read: {type(fault).__name__}: {fault}")
        return found

    def _how_it_ended(self) -> str:
        """Return the signal or exit code, and the last line of its errors."""
        if self.is_late:
            return f"ended by us: not done after {self.seconds:.0f} s"
        said = (self.folder / ERRORS).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return ": ".join([_named(self.process.returncode), *said[-1:]])


def _named(code: int) -> str:
    """Return an exit code in words.

    >>> _named(-9), _named(3)
    ('killed by SIGKILL, as the system does when memory runs out', 'ended with exit code 3')
    """
    with suppress(ValueError):
        name = signal.Signals(-code).name
        return f"killed by {name}{', as the system does when memory runs out' if name == 'SIGKILL' else ''}"
    return f"ended with exit code {code}"


@dataclass(slots=True)
class _Desk:
    """Hands cases to workers and takes their answers."""

    folder: Path
    processes: int
    retries: int
    waiting: deque[_Case]
    report: Callable[[str, Progress], None] | None
    started: Callable[[str, int], None] | None
    running: list[_Attempt] = field(default_factory=list)
    news: "queue.Queue[tuple[_Attempt, Progress | None]]" = field(default_factory=queue.Queue)

    def work(self, is_cancelled: Callable[[], bool]) -> None:
        """Bring every case to an answer or to its last failure, unless cancelled; then take what is there."""
        with suppress(KeyboardInterrupt):
            while (self.waiting or self.running) and not is_cancelled():
                while self.waiting and len(self.running) < self.processes:
                    self._begin(self.waiting.popleft())
                self._listen()
        self._hand_in()

    @contextmanager
    def closing(self) -> Iterator[None]:
        """End the processes that are still running, whatever happened."""
        try:
            yield
        finally:
            for attempt in self.running:
                attempt.end()

    def _begin(self, case: _Case) -> None:
        """Start a worker on a case."""
        case.attempts += 1
        try:
            attempt = _start(case, Path(tempfile.mkdtemp(dir=self.folder)))
        except Exception as fault:  # no process, no memory, no space on the disk, nothing to pickle
            self._settle(case, Failure(f"cannot be started: {type(fault).__name__}: {fault}"))
            return
        self.running.append(attempt)
        threading.Thread(target=attempt.listen, args=(self.news,), daemon=True).start()
        if self.started is not None:
            self.started(case.name, attempt.process.pid)

    def _listen(self) -> None:
        """Wait a moment for news, and end what hangs."""
        for attempt in self.running:
            if not attempt.is_late and attempt.seconds > attempt.longest_seconds:
                attempt.is_late = True
                attempt.process.kill()
        try:
            attempt, progress = self.news.get(timeout=LISTEN_SECONDS)
        except queue.Empty:
            return
        if progress is None:
            self._take(attempt)
        elif self.report is not None:
            self.report(attempt.case.name, progress)

    def _take(self, attempt: _Attempt) -> None:
        """Take the answer of a worker that has ended, or see why it has none."""
        result = attempt.result()
        self.running.remove(attempt)
        attempt.end()
        attempt.case.seconds += attempt.seconds
        self._settle(attempt.case, result)

    def _settle(self, case: _Case, result: Answer | Failure) -> None:
        """Keep an answer; after a failure, try again when all others had their turn."""
        if isinstance(result, Answer):
            case.answer = result
            return
        case.failure = result.reason
        if case.attempts <= self.retries:
            self.waiting.append(case)

    def _hand_in(self) -> None:
        """Take the best plans so far of those at work; say of all others that they were cancelled."""
        until = time.perf_counter() + GRACE_SECONDS
        for attempt in self.running:
            attempt.ask_to_stop()
        while self.running and time.perf_counter() < until:
            self._listen()
        for case in (*self.waiting, *(attempt.case for attempt in self.running)):
            case.failure = f"cancelled after: {case.failure}" if case.failure else "cancelled"


def _start(case: _Case, folder: Path) -> _Attempt:
    """Leave the task in the folder, and start a worker on it that Ctrl-C in our terminal does not reach."""
    put(folder / TASK, case.task)
    with (folder / ERRORS).open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "planner.worker", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=_environment(),
            start_new_session=True,  # on POSIX; the flags do it on Windows
            creationflags=_window_flags(),
        )
    return _Attempt(case, folder, process)


def _window_flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return 0


def _environment() -> dict[str, str]:
    """Return ours, in which a worker finds the same planner as we did, and we can read what it says."""
    home = Path(__file__).resolve().parent.parent
    path = os.environ.get("PYTHONPATH", "")
    ours = {"OPENBLAS_NUM_THREADS": "1", **os.environ, "PYTHONIOENCODING": "utf-8"}
    if home.name in ("site-packages", "dist-packages"):  # found anyway, and must not come before the library
        return ours
    return ours | {"PYTHONPATH": os.pathsep.join([str(home), path] if path else [str(home)])}
