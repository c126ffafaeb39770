"""What does a command do when the disk is full? One row for each command that writes and way to be full.

python benchmarks/breakage/full_disk.py              every command
python benchmarks/breakage/full_disk.py plan publish --ways limit

Room is made page by page until the command succeeds, in three ways: ``limit``, no file may grow beyond so
many bytes (RLIMIT_FSIZE, as a quota); ``disk``, a file system of its own with so much left (tmpfs: Linux as
root); ``screen``, what the command says goes to /dev/full. Each time it has to end with exit code 1 and a
sentence; files that were there are as they were or whole and new; no half file and no scratch is left.
"""

import argparse
import contextlib
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import commands
from commands import CRASHED, WRITING
from office import scratch_folder

PAGE = 4096  # bytes; a file system gives room in pages
MOST_PAGES = 2000
WAYS = ("limit", "disk", "screen")
DISK_BYTES = 16 * 2**20
Before = Callable[[], None]


@dataclass
class Row:
    """What came of one command on a full disk: how often it failed, and what was wrong then."""

    name: str
    way: str
    failed: int = 0
    succeeded_with: int | None = None
    faults: list[str] = field(default_factory=list)


def pages(growth: float) -> Iterator[int]:
    """Yield how many pages are free: one after the other at first, then so many times as many."""
    free = 0
    while free <= MOST_PAGES:
        yield free
        free = max(free + 1, int(free * growth))


def limited(name: str, folder: Path, growth: float) -> Row:
    """Let no file of a command grow beyond so many pages."""
    row = Row(name, "limit")
    for free in pages(growth):
        WRITING[name].lay(folder, 1)

        def before(most: int = free * PAGE) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        if tried(row, folder, f"{free} pages a file", before):
            row.succeeded_with = free
            break
    return row


def filled(name: str, folder: Path, growth: float) -> Row:
    """Leave so many pages free on the file system of ``folder``."""
    row, filler = Row(name, "disk"), folder.parent / "filler"
    for free in pages(growth):
        WRITING[name].lay(folder, 1)
        with filler.open("wb", buffering=0) as file:
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(PAGE))
            file.truncate(max(0, file.tell() - free * PAGE))
        ended_well = tried(row, folder, f"{free} pages free", lambda: None)
        filler.unlink()
        if ended_well:
            row.succeeded_with = free
            break
    return row


def unheard(name: str, folder: Path) -> Row:
    """Let what a command says go to a device that is full; what it writes is not."""
    row = Row(name, "screen")

    def before() -> None:
        os.dup2(os.open("/dev/full", os.O_WRONLY), 1)

    tried(row, folder, "output on /dev/full", before)
    return row


def tried(row: Row, folder: Path, when: str, before: Before) -> bool:
    """Call a command once; note what is wrong when it fails, and return whether it ended well."""
    writing = WRITING[row.name]
    there = commands.files(folder)
    code, said = commands.run(folder, writing.arguments(1), before=before)
    found = _wrong_words(code, said)
    now = commands.files(folder)
    found += [f"{name} is gone" for name in there if name not in now]
    found += commands.broken(folder, (name for name in now if now[name] != there.get(name)))
    found += [f"{name} is left" for name in commands.scratch(folder)]
    for name in commands.scratch(folder):
        path = folder / name
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    row.failed += code != 0
    row.faults += [f"{row.name}, {row.way}, {when}: {fault}" for fault in found]
    return code == 0


def _wrong_words(code: int, said: str) -> list[str]:
    """Return what is wrong with how a command ended: with a sentence and exit code 1, or well."""
    if code == 0:
        return []
    if code == CRASHED or "Traceback" in said:
        return [f"a traceback: {said.strip()[-200:]}"]
    return [] if code == 1 and said.strip() else [f"exit code {code}: {said[-300:]!r}"]


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """Give a file system of its own; ``None`` where that cannot be had."""
    if sys.platform != "linux" or os.geteuid() != 0:
        yield None
        return
    folder.mkdir()
    size = f"size={DISK_BYTES}"
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True)
    try:
        yield folder if made.returncode == 0 else None
    finally:
        if made.returncode == 0:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def rows_of(name: str, ways: list[str], folder: Path, office: Path, growth: float) -> Iterator[Row]:
    """Yield what came of a command in each way; its files are there from an earlier call."""

    def ready(place: Path) -> Path:
        shutil.copytree(office, place)
        WRITING[name].lay(place, 1)
        if WRITING[name].outputs[0] not in ("history.jsonl", "store.gpkg"):
            commands.run(place, WRITING[name].arguments(1))
        return place

    if "limit" in ways:
        yield limited(name, ready(folder / "limit"), growth)
    if "screen" in ways and Path("/dev/full").exists():
        yield unheard(name, ready(folder / "screen"))
    if "disk" in ways:
        with small_disk(folder / "disk") as disk:
            if disk is not None:
                yield filled(name, ready(disk / "office"), growth)


def told(rows: list[Row]) -> str:
    """Return the table."""
    head = "| command | way | failed | first well with | faults |\n|---|---|---:|---:|---:|"
    lines = [f"| {row.name} | {row.way} | {row.failed} | {_room(row)} | {len(row.faults)} |" for row in rows]
    return "\n".join([head, *lines])


def _room(row: Row) -> str:
    return "-" if row.succeeded_with is None else f"{row.succeeded_with * PAGE // 1024} kB"


def main() -> int:
    """Fill the disk, and print the table and every fault."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("commands", nargs="*", help=f"of {', '.join(WRITING)}; all when not given")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS)
    parser.add_argument("--growth", type=float, default=1.1, help="of the room, from one call to the next")
    wanted = parser.parse_args()
    if os.name != "posix":
        print("skipped: this system cannot copy a process")
        return 0
    commands.load()
    print(f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} cores", flush=True)
    rows: list[Row] = []
    with scratch_folder() as folder, commands.offices(folder) as office:
        fresh = office("fresh")
        for name in wanted.commands or WRITING:
            place = folder / name.replace(" ", "_")
            place.mkdir()
            for row in rows_of(name, list(wanted.ways), place, fresh, wanted.growth):
                rows.append(row)
                print(told([row]).splitlines()[-1], file=sys.stderr, flush=True)
    print(told(rows))
    for row in rows:
        print("".join(f"{fault}\n" for fault in row.faults[:10]), end="")
    return 1 if any(row.faults for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
