"""How a long solve talks to its caller: limits in, progress out, and a way to stop it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from planner.domain.rules import gap_between

THREADS = 2  # of a solve; no more are of use
USUAL_SECONDS = 60.0  # of a solve without limits: it sets how fast such a solve goes through its stages


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known at one moment of a solve.

    Parameters
    ----------
    seconds
        Since the solve began.
    stage
        What it is doing: ``bound``, ``plan`` or ``improve``; before that ``compile``, while the clock stands.
    recorded
        People of the best plan so far; ``None`` before the first one.
    bound
        Proven upper limit on the value so far; ``None`` before the first one.
    rounds
        Work done so far.
    value
        What the plan is judged by (:attr:`planner.domain.plan.Plan.value`); ``None`` for the people recorded.
    price_of_floors
        Of the problem (:attr:`planner.domain.rules.Rules.price_of_floors`), in people.
    """

    seconds: float
    stage: str
    recorded: int | None
    bound: float | None
    rounds: int
    value: float | None = None
    price_of_floors: float = 0.0

    @property
    def gap(self) -> float | None:
        """How far the value is from the bound as a share 0..1, when both are known."""
        value = self.recorded if self.value is None else self.value
        if value is None or self.bound is None:
            return None
        return gap_between(value, self.bound, self.price_of_floors)


COMPILING = Progress(0.0, "compile", None, None, 0)


def _ignore(progress: Progress) -> None:
    """Take no notice of progress."""


def _never() -> bool:
    return False


@dataclass(slots=True)
class Watch:
    """The limits of one solve, its clock, and the line to whoever waits.

    Parameters
    ----------
    seconds
        Wall-clock limit; ``inf`` for none.
    max_rounds
        Limit of work, the same on every machine; ``None`` for none.
    gap
        Stop once the proven gap (share 0..1) is at most this.
    seed
        Seed of all random choices.
    threads
        That may work side by side; the plan of a number of rounds does not depend on them.
    report
        Called with each :class:`Progress`.
    is_cancelled
        Asked often; a true answer ends the solve with the best plan so far.
    """

    seconds: float = 60.0
    max_rounds: int | None = None
    gap: float = 1e-4
    seed: int = 0
    threads: int = THREADS
    report: Callable[[Progress], None] = _ignore
    is_cancelled: Callable[[], bool] = _never
    began: float = field(default_factory=time.perf_counter)
    rounds: int = 0

    @property
    def elapsed(self) -> float:
        """Seconds since the solve began."""
        return time.perf_counter() - self.began

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Let the clock stand while the body runs."""
        before = time.perf_counter()
        try:
            yield
        finally:
            self.began += time.perf_counter() - before

    @property
    def share(self) -> float:
        """Share of the limits used so far, 0..1: of the rounds where they are limited, else of seconds."""
        if self.max_rounds is not None:
            return min(1.0, self.rounds / max(1, self.max_rounds))
        if self.seconds == float("inf"):
            return self.elapsed / (self.elapsed + USUAL_SECONDS)  # never over, but slower and slower
        return min(1.0, self.elapsed / self.seconds) if self.seconds > 0 else 1.0

    def stop_reason(self) -> str | None:
        """Return ``cancelled``, ``time`` or ``rounds`` when a limit is reached, else ``None``."""
        if self.is_cancelled():
            return "cancelled"
        if self.elapsed >= self.seconds:
            return "time"
        if self.max_rounds is not None and self.rounds >= self.max_rounds:
            return "rounds"
        return None
