"""A start that never ends is ended: for want of memory it may hang, and answer to no key."""

import faulthandler
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 900.0  # for a start; a cold one took half a minute where it was measured
MORE_SECONDS = 5.0  # for a start that does not even let our own thread run
NEVER_STARTED = 1  # exit code
HANGS = (
    "the optimiser could not be started: it was not ready after {minutes:.0f} minutes; close other programs, "
    "restart the computer, and try again"
)


class Watchdog:
    """Ends the program when a start takes too long, once a program has let it loose.

    Parameters
    ----------
    seconds
        The longest start; ``None`` leaves the process alone, as that of a library's caller.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds

    @contextmanager
    def watching(self) -> Iterator[None]:
        """End the program when the body takes too long."""
        if self.seconds is None or sys.stderr is None:
            yield
            return
        timer = threading.Timer(self.seconds, _give_up, (self.seconds,))
        timer.daemon = True
        timer.start()
        faulthandler.dump_traceback_later(self.seconds + MORE_SECONDS, exit=True, file=sys.stderr.fileno())
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            timer.cancel()


def _give_up(seconds: float) -> None:
    print(HANGS.format(minutes=seconds / 60), file=sys.stderr, flush=True)
    os._exit(NEVER_STARTED)


start = Watchdog()  # of this process; the programs let it loose
