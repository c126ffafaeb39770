"""What becomes of two commands that write to the same files at the same time? One row for each pair.

python benchmarks/breakage/two_at_once.py                 50 pairs of each command with itself, and mixed ones
python benchmarks/breakage/two_at_once.py publish --pairs 1000 --seed 7

Both end well, or one says why it did not. What a call that ended well has added is there: a publication, a
file of reports, a run in the store, each once. Every file is whole, and no scratch is left.
"""

import argparse
import os
import platform
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import commands
from commands import CRASHED, WRITING
from office import scratch_folder

MIXED = (
    ("publish", "actuals"),
    ("plan --store", "actuals"),
    ("replan", "publish"),
    ("plan", "letters"),
    ("forget --yes", "publish"),
)
ADDS = {
    "publish": ("published",),
    "actuals": ("file",),
    "plan --store": ("run",),
}  # kinds of what a call adds


@dataclass
class Row:
    """What came of two commands: pairs that were tried, calls that said no, and what was wrong."""

    names: tuple[str, str]
    pairs: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)


def kept(folder: Path) -> Counter[str]:
    """Return how many records of each kind the history and the store of an office hold."""
    from planner.replanning.history import read_history
    from planner.store import open_store
    from planner.store.runs import list_runs

    history, runs = read_history(folder / "history.jsonl"), list_runs(open_store(folder / "store.gpkg"))
    return Counter(published=len(history.publications), file=len(history.files), run=len(runs))


def pair(row: Row, folder: Path, number: int, pause: float) -> None:
    """Call two commands, the second a moment after the first, and note what is wrong afterwards."""
    calls = []
    for name, its_number in zip(row.names, (2 * number, 2 * number + 1), strict=True):
        WRITING[name].lay(folder, its_number)
    there, before = commands.files(folder), kept(folder)
    for name, its_number in zip(row.names, (2 * number, 2 * number + 1), strict=True):
        calls.append(commands.started(folder, WRITING[name].arguments(its_number)))
        time.sleep(pause if len(calls) == 1 else 0)
    ends = [call.end() for call in calls]
    found = [wrong for code, said in ends for wrong in _wrong_words(code, said)]
    row.pairs += 1
    row.refused += sum(code == 1 for code, _ in ends)
    found += _miscounted(row, [code for code, _ in ends], before, folder)
    now = commands.files(folder)
    found += [f"{name} is gone" for name in there if name not in now]
    found += commands.broken(folder, (name for name in now if now[name] != there.get(name)))
    found += [f"{name} is left" for name in commands.scratch(folder)]
    row.faults += [f"{' and '.join(row.names)}, pair {number}: {fault}" for fault in found]


def _wrong_words(code: int, said: str) -> list[str]:
    """Return what is wrong with how a call ended: well, or with a sentence and exit code 1."""
    if code == CRASHED or "Traceback" in said:
        return [f"a traceback: {said.strip()[-300:]}"]
    return [] if code == 0 or (code == 1 and said.strip()) else [f"exit code {code}: {said[-300:]!r}"]


def _miscounted(row: Row, codes: list[int], before: Counter[str], folder: Path) -> list[str]:
    """Return what is not there though a call said so, or is there twice."""
    expected = Counter(before)
    for name, code in zip(row.names, codes, strict=True):
        if code == 0:
            expected.update(ADDS.get(name, ()))
    now = kept(folder)
    return [
        f"{now[kind]} records of kind {kind}; expected {expected[kind]}"
        for kind in ("published", "file", "run")
        if now[kind] != expected[kind]
    ]


def tried(names: tuple[str, str], folder: Path, pairs: int, chance: random.Random) -> Row:
    """Try two commands so often, the second begun at any moment of the first."""
    row = Row(names)
    began = time.perf_counter()
    for name, number in zip(names, (0, 1), strict=True):
        WRITING[name].lay(folder, number)
        code, said = commands.run(folder, WRITING[name].arguments(number))
        if code:
            raise RuntimeError(f"{name}: exit code {code}: {said}")
    seconds = (time.perf_counter() - began) / 2
    for number in range(1, pairs + 1):
        pair(row, folder, number, chance.uniform(0, seconds) * chance.choice((0, 1)))
    return row


def told(rows: list[Row]) -> str:
    """Return the table."""
    head = "| commands | pairs | calls refused | faults |\n|---|---:|---:|---:|"
    lines = [
        f"| {' and '.join(row.names)} | {row.pairs} | {row.refused} | {len(row.faults)} |" for row in rows
    ]
    return "\n".join([head, *lines])


def main() -> int:
    """Try the pairs, and print the table and every fault."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("commands", nargs="*", help=f"of {', '.join(WRITING)}; all when not given")
    parser.add_argument("--pairs", type=int, default=50, help="of each two commands")
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    wanted = parser.parse_args()
    if os.name != "posix":
        print("skipped: this system cannot copy a process")
        return 0
    commands.load()
    print(f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} cores", flush=True)
    both = [(name, name) for name in wanted.commands or WRITING]
    rows: list[Row] = []
    with scratch_folder() as folder, commands.offices(folder) as office:
        for names in both if wanted.commands else (*both, *MIXED):
            chance = random.Random(f"{wanted.seed} {names}")
            row = tried(names, office("_".join(names).replace(" ", "_")), wanted.pairs, chance)
            rows.append(row)
            print(told([row]).splitlines()[-1], file=sys.stderr, flush=True)
    print(told(rows))
    for row in rows:
        print("".join(f"{fault}\n" for fault in row.faults[:10]), end="")
    return 1 if any(row.faults for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
