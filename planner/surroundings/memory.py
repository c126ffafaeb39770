"""Whether there is memory enough: compiled code that finds none cannot say so, it breaks off."""

import errno
import os
import sys
from collections.abc import Iterator

OPTIMISER_MB = 200  # of addresses that machine code from disk and a first solve take once numba is there
COMPILING_MB = 450  # that they take where it has to be compiled; both tried on 12 villages
SIGNS = ("allocate memory", "failed to map segment", "start new thread", "paging file", "bad_alloc")
LACKING = {errno.ENOMEM, 8, 14, 1455} if sys.platform == "win32" else {errno.ENOMEM}  # Windows has its own


def require(mb: int) -> None:
    """Stop where the limits of this process leave less than ``mb`` MB (2**20 bytes) of addresses to use.

    Raises
    ------
    MemoryError
        It says how much there is, and how much it takes.
    """
    left = free_mb()
    if left is not None and left < mb:
        raise MemoryError(f"{left} MB are left to this program, and the optimiser takes {mb} MB")


def is_lack(fault: BaseException) -> bool:
    """Return whether the reason of ``fault``, or of what led to it, is that memory or threads are lacking."""
    return any(map(_is_sign, chain(fault)))


def _is_sign(fault: BaseException) -> bool:
    if isinstance(fault, MemoryError):
        return True
    number = getattr(fault, "winerror", None) or getattr(fault, "errno", None)
    is_told = isinstance(fault, (RuntimeError, ImportError, OSError)) and any(s in str(fault) for s in SIGNS)
    return number in LACKING or is_told


def chain(fault: BaseException | None) -> Iterator[BaseException]:
    """Yield a fault, what it was raised from, and so on."""
    seen = set[int]()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__


if sys.platform == "win32":
    import ctypes

    class _Status(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API, sizes in bytes."""

        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load", ctypes.c_uint32),
            *((name, ctypes.c_uint64) for name in ("ram", "free_ram", "commit", "free_commit")),
            *((name, ctypes.c_uint64) for name in ("addresses", "free_addresses", "extended")),
        )

    def free_mb() -> int | None:
        """Return the MB that Windows still promises to this process; ``None`` where it does not say."""
        status = _Status(length=ctypes.sizeof(_Status))
        if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
            return None
        return min(int(status.free_commit), int(status.free_addresses)) >> 20

else:
    import resource

    def free_mb() -> int | None:
        """Return the MB of addresses that the limits still allow; ``None`` where there is no limit."""
        limit, _ = resource.getrlimit(resource.RLIMIT_AS)
        if limit == resource.RLIM_INFINITY:
            return None
        try:
            with open("/proc/self/statm", encoding="ascii") as file:
                pages = int(file.read().split()[0])
        except OSError:  # a system without /proc
            return None
        return (limit - pages * os.sysconf("SC_PAGE_SIZE")) >> 20
