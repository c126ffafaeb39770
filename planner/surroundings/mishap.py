"""The last resort: a fault that nobody foresaw is told in one sentence, and its details are kept in a file.

The file holds no content of any other file: arguments stand in it as they were typed, the texts that a
message quotes are left out, and passwords and whatever has sixteen digits or more are masked.
"""

import os
import platform
import re
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from planner import __version__
from planner.surroundings import memory
from planner.surroundings.folders import state_folder

FAULT, OWN_FAULT = 1, 70  # exit codes: something is wrong around us; the planner itself is (EX_SOFTWARE)
KEPT = 10  # files of faults
MANY_DIGITS = re.compile(r"\d(?:[\W_]{0,2}\d){15,}")  # a NIK has 16, however they are set apart
PASSWORD = re.compile(r"(?<=://)([^:@\s]*):\S*@")  # of an address such as postgresql://user:password@host
QUOTED = re.compile(r"""['"‘“].*['"’”]""", re.DOTALL)  # to the last mark: a name may hold one itself
CLOSE = "close other programs, or plan fewer villages at once"
LACK = f"not enough memory: {CLOSE}\n".encode()


def ended(fault: BaseException) -> int:
    """Tell on stderr what happened and what to do, keep the details, and return the exit code."""
    sentence, code = reported(fault)
    print(sentence, file=sys.stderr)
    if os.environ.get("PLANNER_DEBUG") == "1":
        traceback.print_exception(fault)
    return code


def reported(fault: BaseException) -> tuple[str, int]:
    """Keep the details of a fault; return one sentence on it, and the exit code."""
    if memory.is_lack(fault):
        why = f"{fault}; " if isinstance(fault, MemoryError) and fault.args else ""
        return f"not enough memory: {why}{CLOSE}", FAULT
    if isinstance(fault, ValueError) and "before 1980" in str(fault):  # zipfile's, of a .xlsx or .docx
        what = f"the clock of this computer says {time.strftime('%d %B %Y')}"
        return f"{what}, and no such file can be dated before 1980: set the clock, and try again", FAULT
    path = kept(fault, sys.argv)
    details = f"details are in {path}" if path else "details could not be kept, PLANNER_DEBUG=1 shows them"
    sentence, code = _of_kind(fault)
    return f"{sentence}; {details}", code


def _of_kind(fault: BaseException) -> tuple[str, int]:
    """Return what happened and what to do, and the exit code."""
    if isinstance(fault, OSError):
        what = f"{fault.filename}: " if fault.filename is not None else ""
        remedy = "see that it is there, that you may use it and that its disk has room"
        return f"the system says {what}{fault.strerror or fault}; {remedy}", FAULT
    if isinstance(fault, ImportError):
        return f"a part of the planner cannot be loaded: {fault}; install the planner again", OWN_FAULT
    if isinstance(fault, RecursionError):
        what = "something is nested too deeply for the planner"
        return f"{what}; look at the file that was changed last", OWN_FAULT
    what = f"the planner has a fault of its own ({type(fault).__name__}) and stopped"
    remedy = "see whether `planner check` finds anything, and tell whoever looks after the planner"
    return f"{what}; {remedy}", OWN_FAULT


def kept(fault: BaseException, arguments: Sequence[str]) -> Path | None:
    """Write the details of a fault to a file of its own and return it; ``None`` where none can be written.

    The last ``KEPT`` files remain.
    """
    folder = state_folder()
    if folder is None:
        return None
    moment = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    path = folder / f"fault-{moment}-{os.getpid()}.log"
    try:
        path.write_text(described(fault, arguments), encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    for old in sorted(folder.glob("fault-*.log"))[:-KEPT]:
        with suppress(OSError):
            old.unlink()
    return path


def described(fault: BaseException, arguments: Sequence[str]) -> str:
    """Return what a file of a fault says."""
    program = Path(arguments[0]).stem.replace("__main__", "planner")
    lines = [
        f"field-planner {__version__}",
        f"called: {' '.join([program, *arguments[1:]])}",
        f"Python {platform.python_version()} on {platform.platform()}",
        "",
        *(_without_home(_described(part)) for part in memory.chain(fault)),
    ]
    text = PASSWORD.sub(r"\1:<password>@", "\n".join(lines))
    return MANY_DIGITS.sub("<16 digits or more>", text) + "\n"


def _described(fault: BaseException) -> str:
    """Return where a fault was raised, and its message without what it quotes: that may be of a file."""
    where = "".join(traceback.format_tb(fault.__traceback__))
    return f"{where}{type(fault).__qualname__}: {QUOTED.sub('<quoted text>', str(fault))}\n"


def _without_home(text: str) -> str:
    """Return ``text`` without the name of the user's folder, which is often that of a person."""
    home = os.path.expanduser("~")
    return text.replace(home, "~") if len(home) > 1 else text


def watch_threads() -> None:
    """End the program when a thread dies: nobody would wait for it in vain.

    Work that a thread is given has its own way to report a fault; what kills the thread itself is nearly
    always a lack of memory.
    """

    def end(died: threading.ExceptHookArgs) -> None:
        if died.exc_type is SystemExit:
            return
        if died.exc_type is MemoryError or died.exc_value is None:
            os.write(2, LACK)  # nothing is made anew here: there is no memory for it
            os._exit(FAULT)
        os._exit(ended(died.exc_value))

    threading.excepthook = end
