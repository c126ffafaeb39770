"""What does a command leave behind that is killed at a random moment? One row for each command that writes.

python benchmarks/breakage/kills.py                  200 kills of each command, SIGKILL and SIGTERM by turns
python benchmarks/breakage/kills.py publish --kills 1000 --seed 7

After each kill: no file that was there is gone or broken, every history can be read and begins as before,
every store is whole and all its runs can be judged. Then the same call once more: it ends well, all its files
are there, and nothing lies in the folder or in the temporary one that nobody needs. Needs ``os.fork``.
"""

import argparse
import os
import platform
import random
import shutil
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import commands
from commands import WRITING, Call, Files, Writing
from office import scratch_folder

SIGNALS = (signal.SIGKILL, signal.SIGTERM)
ONLY_GROW = (".jsonl", "nomor.csv")


@dataclass
class Row:
    """What came of one command.

    Parameters
    ----------
    kills
        Calls that were stopped in their work.
    faults
        What was lost, broken, or did not end well the second time.
    left
        What lay there after the second call that nobody needs.
    """

    name: str
    kills: int = 0
    faults: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


class Bench:
    """One command in one office, with a temporary folder of its own."""

    def __init__(self, name: str, folder: Path, chance: random.Random) -> None:
        self.name, self.folder, self.chance = name, folder, chance
        self.writing: Writing = WRITING[name]
        self.temporary = folder.parent / f"{folder.name}.tmp"
        self.temporary.mkdir()
        self.number = 0
        self.row = Row(name)
        self.seconds = min(self.whole_call(), self.whole_call())

    def call(self) -> Call:
        """Begin the call with the number whose turn it is."""
        arguments = self.writing.arguments(self.number)
        return commands.started(self.folder, arguments, before=self._settle)

    def _settle(self) -> None:
        os.environ["TMPDIR"] = str(self.temporary)
        os.setpgid(0, 0)  # so that the processes it starts can be waited for

    def lay(self) -> Files:
        """Make the next call ready; return what lies in the folder before it."""
        self.number += 1
        self.writing.lay(self.folder, self.number)
        return commands.files(self.folder)

    def whole_call(self) -> float:
        """Let a call end; return its seconds."""
        self.lay()
        began = time.perf_counter()
        code, said = self.call().end()
        if code:
            raise RuntimeError(f"{self.name}: exit code {code}: {said}")
        return time.perf_counter() - began

    def kill(self, number: signal.Signals) -> None:
        """Kill a call at a random moment, judge what it left, and let it end the second time."""
        before = self.lay()
        moment = self.chance.uniform(0, 1.1 * self.seconds)
        call = self.call()
        time.sleep(moment)
        os.kill(call.child, number)
        code, said = call.end()
        _wait_for_orphans(call.child)
        self.row.kills += code != 0
        when = f"{self.name}, call {self.number}, {number.name} after {moment:.3f} s"
        found = self.faults(before)
        if code not in (0, -number, 128 + number):
            found.append(f"exit code {code}: {said[-500:]}")
        self.row.faults += [f"{when}: {fault}" for fault in (*found, *self.second_call())]
        self.row.left += [f"{when}: {left}" for left in self.cleared()]

    def second_call(self) -> list[str]:
        """Let the call that was killed end, and return what is wrong then."""
        code, said = self.call().end()
        wrong = [] if code == 0 else [f"second call: exit code {code}: {said[-500:]}"]
        if self.name == "actuals":
            wrong += commands.not_in_store(self.folder, self.number)
        if self.name == "forget --yes":
            wrong += commands.still_named(self.folder)
        return wrong + [
            f"{name} is not there after a second call"
            for name in self.writing.outputs
            if not (self.folder / name).exists()
        ]

    def cleared(self) -> list[str]:
        """Return what is left that nobody needs, and clear it away, so that it is told once."""
        left = [self.folder / name for name in commands.scratch(self.folder)]
        left += self.temporary.iterdir()
        for path in left:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        return [path.relative_to(self.folder.parent).as_posix() for path in left]

    def faults(self, before: Files) -> list[str]:
        """Return what has become worse than it was."""
        there = commands.files(self.folder)
        gone = [f"{name} is gone" for name in before if name not in there]
        changed = [name for name in there if there[name] != before.get(name) and not self.is_scratch(name)]
        cut = [
            f"{name} has lost what stood in it"
            for name in changed
            if name.endswith(ONLY_GROW)
            and self.name != "forget --yes"
            and not there[name].startswith(before.get(name, b"").rstrip(b"\n"))
        ]
        return [*gone, *cut, *commands.broken(self.folder, iter(changed))]

    def is_scratch(self, name: str) -> bool:
        """Return whether a file lies in a hidden folder or is a journal: it counts after the second call."""
        return any(name == part or name.startswith(f"{part}/") for part in commands.scratch(self.folder))


def _wait_for_orphans(group: int) -> None:
    """Wait until the processes that a killed call had started have ended, as they do without it."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)


def killed(name: str, folder: Path, kills: int, chance: random.Random) -> Row:
    """Kill one command so often while it worked, and return what came of it."""
    bench = Bench(name, folder, chance)
    attempts = 0
    while bench.row.kills < kills and attempts < 3 * kills:  # some calls have ended before the signal
        bench.kill(SIGNALS[attempts % 2])
        attempts += 1
    return bench.row


def told(rows: list[Row]) -> str:
    """Return the table."""
    head = "| command | killed at work | lost, broken or stuck | scratch left |\n|---|---:|---:|---:|"
    lines = [f"| {row.name} | {row.kills} | {len(row.faults)} | {len(row.left)} |" for row in rows]
    return "\n".join([head, *lines])


def main() -> int:
    """Kill, and print the table and every fault."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("commands", nargs="*", help=f"of {', '.join(WRITING)}; all when not given")
    parser.add_argument("--kills", type=int, default=200, help="of each command")
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    wanted = parser.parse_args()
    if os.name != "posix":
        print("skipped: this system cannot copy a process")
        return 0
    commands.load()
    print(f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} cores", flush=True)
    with scratch_folder() as folder, commands.offices(folder) as office:
        rows = []
        for name in wanted.commands or WRITING:
            chance = random.Random(f"{wanted.seed} {name}")
            rows.append(killed(name, office(name.replace(" ", "_")), wanted.kills, chance))
            print(told(rows[-1:]).splitlines()[-1], file=sys.stderr, flush=True)
    print(told(rows))
    for row in rows:
        for fault in (*row.faults[:20], *row.left[:5]):
            print(fault)
    return 1 if any(row.faults or row.left for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
