"""Does any file, whatever stands in it, get more out of a reader than a plan or a sentence?

Coverage-guided: Atheris keeps every change of a file that reaches new code and goes on from there. A find is
an error that is none of the planner's own, more than one second of work, or more than 1 GB of memory; it
counts once it has come again in a process of its own, without instruments and the way the product reads.

python benchmarks/breakage/fuzz.py --seconds 300           all readers in turn, five minutes together
python benchmarks/breakage/fuzz.py --executions 1000000 --state DIR     goes on from where DIR stands
python benchmarks/breakage/fuzz.py --reader plan.json --seconds 60 --state DIR
python benchmarks/breakage/fuzz.py --reader plan.json --replay FILE     what becomes of one file
python benchmarks/breakage/fuzz.py --state DIR             prints the table of DIR and its finds
"""

import argparse
import base64
import io
import itertools
import json
import math
import mmap
import os
import platform
import resource
import struct
import subprocess
import sys
import time
import traceback
from contextlib import nullcontext, redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from office import scratch_folder

if TYPE_CHECKING:
    from readers import Reader

INSTRUMENTED = (
    *(
        "planner.inputs",
        "planner.domain",
        "planner.travel",
        "planner.letters",
        "planner.whatif",
        "planner.store",
    ),
    *("planner.replanning", "planner.explain", "planner.quality", "planner.errors", "planner.cli", "tomllib"),
)
MOST_SECONDS, MOST_MB = 1.0, 1000.0  # of work and of memory that one file may take
SILENT_SECONDS = 25  # after which the process is ended, whatever it waits for
LEAST_BYTES = 16_000  # that a changed file may have; or twice as many as the largest seed
SHOWN_BYTES = 4000  # of a find that is printed so that it can be made again


# --- one reader, in a process of its own --------------------------------------------------------------------


class Watched:
    """Reads one file after the other, counts them, and keeps those that went wrong."""

    def __init__(self, reader: "Reader", place: Path) -> None:
        from readers import allowed

        self.reader, self.place, self.allowed = reader, place, allowed()
        with (place / "executions").open("r+b") as counter:
            self.count = mmap.mmap(counter.fileno(), 8)  # right to the last one, also when the process dies

    @property
    def executions(self) -> int:
        """How many files were read, in earlier runs too."""
        return int(struct.unpack("<q", self.count)[0])

    def __call__(self, content: bytes) -> None:
        """Read one file."""
        self.count[:] = struct.pack("<q", self.executions + 1)
        began, before = time.process_time(), peak_mb()
        try:
            self.reader.read(content)
        except self.allowed:
            pass
        except BaseException as error:
            self.keep("crash", signature(error), content, "".join(traceback.format_exception(error)))
        if time.process_time() - began > MOST_SECONDS:
            self.keep("hang", "slow", content, "")
        if peak_mb() - before > MOST_MB:
            self.keep("memory", "large", content, "")

    def keep(self, kind: str, name: str, content: bytes, trace: str) -> None:
        """Keep an input, one for each way to go wrong, but for a few of those that are slow or large."""
        found = self.place / "found"
        stem = f"{kind}-{name}" if trace else f"{kind}-{name}-{len(list(found.glob(f'{kind}-{name}*'))) % 8}"
        if not (found / stem).exists():
            (found / stem).write_bytes(content)
            (found / f"{stem}.txt").write_text(trace)

    def changed(self, content: bytes, most: int, seed: int) -> bytes:
        """Return another file, as Atheris asks for it."""
        import atheris

        def bare(part: bytes, _: Random) -> bytes:
            return bytes(atheris.Mutate(part, max(len(part) + 64, 128)))

        return self.reader.changed(content, Random(seed), bare)[:most]


def instrumented(state: Path) -> "dict[str, Reader]":
    """Return the readers with what they read being watched, line by line."""
    import atheris

    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # no threads, so that a copy of this process is whole
    said = io.StringIO()  # Atheris names every module
    with redirect_stderr(said), atheris.instrument_imports(include=list(INSTRUMENTED)):
        from readers import Desk, in_this_process, readers

        in_this_process()
        found = readers(Desk(state / "desks" / f"watched-{os.getpid()}"))
        for reader in found.values():
            for content in reader.seeds:
                reader.read(content)  # a seed is whole, and all modules are loaded now
    return found


def work(reader: "Reader", place: Path, seconds: float) -> None:
    """Read changed files until the time is over, in a copy of this process."""
    import atheris

    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    log = os.open(place / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number in (1, 2):
        os.dup2(log, number)
    for number, content in enumerate(reader.seeds):
        (place / "seeds" / str(number)).write_bytes(content)
    watched = Watched(reader, place)
    longest = max(LEAST_BYTES, 2 * max(map(len, reader.seeds)))
    options = {
        "max_total_time": max(1, int(seconds)),
        "timeout": SILENT_SECONDS,
        "rss_limit_mb": 2500,
        "max_len": longest,
        "artifact_prefix": f"{place / 'found'}/",
        "len_control": 0,
        "seed": watched.executions + 1,  # the same files again from the same beginnings
    }
    folders = [str(place / "corpus"), str(place / "seeds")]
    flags = [f"-{name}={value}" for name, value in options.items()]
    atheris.Setup([sys.argv[0], *folders, *flags], watched, custom_mutator=watched.changed)
    atheris.Fuzz()  # ends the process


def signature(error: BaseException) -> str:
    """Return what error it is and the last function of the planner it came through."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/planner/" in f.filename]
    last = f"{Path(frames[-1].filename).stem}.{frames[-1].name}" if frames else "elsewhere"
    return f"{type(error).__name__}-{last}".replace("<", "").replace(">", "")


def peak_mb() -> float:
    """Return the most memory that this process, or one it waited for, ever had at once."""
    found = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(found) / 1024


def place_of(state: Path, name: str) -> Path:
    """Return the folder of a reader, made if it is not there."""
    place = state / "readers" / name.replace(" ", "_").replace(",", "")
    for folder in ("seeds", "corpus", "found", "verdicts"):
        (place / folder).mkdir(parents=True, exist_ok=True)
    if not (place / "executions").exists():
        (place / "executions").write_bytes(bytes(8))
    return place


# --- a find is judged again, the way the product reads ---------------------------------------------------


def replay(name: str, state: Path, file: Path) -> dict[str, Any]:
    """Read one file as the product does and return what became of it."""
    from readers import Desk, allowed, readers

    reader = readers(Desk(state / "desks" / "replay"))[name]
    for content in reader.seeds:
        reader.read(content)
    content, began, before = file.read_bytes(), work_seconds(), peak_mb()
    kind, trace = "read", ""
    try:
        reader.read(content)
    except allowed() as error:
        kind, trace = "refused", str(error)
    except BaseException as error:
        kind, trace = f"crash {signature(error)}", "".join(traceback.format_exception(error))
    seconds, more_mb = work_seconds() - began, peak_mb() - before
    if not kind.startswith("crash"):
        kind = "hang" if seconds > MOST_SECONDS else "memory" if more_mb > MOST_MB else kind
    return {"kind": kind, "seconds": round(seconds, 2), "more_mb": round(more_mb), "trace": trace}


def work_seconds() -> float:
    """Return the processor's seconds of this process and of those it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def judged(name: str, state: Path, file: Path) -> dict[str, Any]:
    """Return what becomes of a file in a process of its own, judged once."""
    kept = place_of(state, name) / "verdicts" / f"{file.name}.json"
    if not kept.exists():
        command = [sys.executable, __file__, "--reader", name, "--state", str(state), "--replay", str(file)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=120)
            lines = done.stdout.strip().splitlines()
            verdict = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else None
            if verdict is None:
                verdict = {"kind": f"crash code {done.returncode}", "trace": done.stderr[-3000:]}
        except subprocess.TimeoutExpired:
            verdict = {"kind": "hang", "trace": "not done after 120 seconds"}
        kept.write_text(json.dumps(verdict))
    return dict(json.loads(kept.read_text()))


# --- all readers in turn ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """What is known of one reader: files read, and its finds by kind, each once."""

    name: str
    executions: int
    finds: dict[str, tuple[Path, dict[str, Any]]]

    def count(self, kind: str) -> int:
        """Return how many finds of a kind there are."""
        return sum(found.startswith(kind) for found in self.finds)


def tally(name: str, state: Path) -> Tally:
    """Return what is known of a reader, every find of it judged."""
    place = place_of(state, name)
    finds: dict[str, tuple[Path, dict[str, Any]]] = {}
    for file in sorted(place.glob("found/*")):
        if file.suffix != ".txt":
            verdict = judged(name, state, file)
            if verdict["kind"] not in ("read", "refused"):
                finds.setdefault(verdict["kind"], (file, verdict))
    return Tally(name, struct.unpack("<q", (place / "executions").read_bytes())[0], finds)


def executions(name: str, state: Path) -> int:
    """Return how many files a reader has read so far."""
    return int(struct.unpack("<q", (place_of(state, name) / "executions").read_bytes())[0])


def run(
    names: list[str], state: Path, *, seconds: float | None, goal: int | None, slot: float | None
) -> None:
    """Let the readers read in turn, until the time is over or so many files are read by all together."""
    found = instrumented(state)
    until = time.monotonic() + seconds if seconds is not None else math.inf
    names = names or list(found)
    slot = slot or max(2.0, min(60.0, (until - time.monotonic()) / len(names)))
    for name in itertools.cycle(names):
        if time.monotonic() >= until or (goal and sum(executions(n, state) for n in names) >= goal):
            return
        work(found[name], place_of(state, name), min(slot, until - time.monotonic()))


def table(tallies: list[Tally]) -> str:
    """Return one row for each reader, and their sum."""
    rows = [(t.name, t.executions, t.count("crash"), t.count("hang"), t.count("memory")) for t in tallies]
    rows.append(("all", *(sum(row[n] for row in rows) for n in range(1, 5))))  # type: ignore[misc]
    lines = [f"| {name} | {count:,} | {a} | {b} | {c} |" for name, count, a, b, c in rows]
    return "\n".join(
        ["| reader | executions | crashes | hangs | memory |", "|---|---:|---:|---:|---:|", *lines]
    )


def told(found: Tally) -> str:
    """Return every find of a reader, with its input where that is small."""
    lines = []
    for kind, (file, verdict) in found.finds.items():
        content = file.read_bytes()
        lines += [f"{found.name}: {kind} ({verdict.get('seconds', '?')} s, {verdict.get('more_mb', '?')} MB)"]
        lines += [f"  {file}", *(f"  {line}" for line in verdict["trace"].strip().splitlines()[-6:])]
        if len(content) <= SHOWN_BYTES:
            lines += [f"  base64: {base64.b64encode(content).decode()}"]
    return "\n".join(lines)


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--state", type=Path, help="folder with all that is known; gone afterwards if not given"
    )
    parser.add_argument("--reader", action="append", default=[], help="only this one; repeat for more")
    parser.add_argument("--seconds", type=float, help="all readers together")
    parser.add_argument(
        "--executions", type=int, help="files read by all readers, those of earlier runs included"
    )
    parser.add_argument("--slot", type=float, help="seconds of one reader before the next has its turn")
    parser.add_argument("--replay", type=Path, help="a file that the reader is to read")
    return parser.parse_args()


def main() -> int:
    """Read, and print the table."""
    wanted = arguments()
    if sys.platform != "linux":
        print("skipped: Atheris runs on Linux only")
        return 0
    with nullcontext(wanted.state) if wanted.state else scratch_folder() as state:
        if wanted.replay:
            print(json.dumps(replay(wanted.reader[0], state, wanted.replay)))
            return 0
        return campaign(wanted, state.resolve())


def campaign(wanted: argparse.Namespace, state: Path) -> int:
    """Run what was asked for; return 1 when anything was found."""
    if wanted.seconds or wanted.executions:
        run(wanted.reader, state, seconds=wanted.seconds, goal=wanted.executions, slot=wanted.slot)
    names = wanted.reader or known_readers(state)
    tallies = [tally(name, state) for name in names]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{time.strftime('%Y-%m-%d')}, {machine}")
    print(table(tallies))
    for found in tallies:
        if found.finds:
            print(told(found))
    return 1 if any(found.finds for found in tallies) else 0


def known_readers(state: Path) -> list[str]:
    """Return the names of all readers."""
    from readers import Desk, readers

    return list(readers(Desk(state / "desks" / "replay")))


if __name__ == "__main__":
    sys.exit(main())
