"""How good is the engine on the Team Orienteering Problem? One row per instance.

python benchmarks/team_orienteering.py                          the sample beside the project, 10 seconds each
python benchmarks/team_orienteering.py --seconds 60 p4.2.n.txt p4.3.h.txt

Published scores come from ``published.csv`` (file,published_score) in the folder of an instance. A row where
one lies above the proven bound is marked with ``!``: no routes in this file's limit reach it. Its authors may
have used a limit that the file rounds.
"""

import argparse
import csv
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

from planner.errors import InputError
from planner.optimisers.orienteering import Answer, Instance, orienteer, read_instance
from planner.optimisers.watch import Watch

SAMPLE = Path(__file__).parent.parent.parent / "shared" / "data" / "team_orienteering"
HEAD = "file | points | paths | score | bound | gap | published | difference | best s | all s"


def published(folder: Path) -> dict[str, float]:
    """Return the published score of each file of a folder; none where there is no list."""
    path = folder / "published.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["file"]: float(row["published_score"]) for row in csv.DictReader(file)}


def row(instance: Instance, answer: Answer, known: float | None) -> tuple[str, float | None]:
    """Return the row of an instance, and its difference to the published score in percent."""
    bound = answer.bound
    gap = f"{(bound - answer.score) / bound:.2%}" if bound else "-"
    difference = 100 * (answer.score - known) / known if known else None
    mark = " !" if bound is not None and known is not None and known > bound else ""
    cells = [
        instance.name,
        f"{len(instance.scores)}",
        f"{instance.paths}",
        f"{answer.score:g}",
        f"{bound:g}" if bound is not None else "-",
        gap,
        f"{known:g}{mark}" if known is not None else "-",
        f"{difference:+.2f}%" if difference is not None else "-",
        f"{answer.best_seconds:.1f}",
        f"{answer.seconds:.1f}",
    ]
    return f"| {' | '.join(cells)} |", difference


def warm_up() -> None:
    """Compile search and bound, so that the first row does not wait for it."""
    points = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [2.0, 2.0], [1.0, 1.0]])
    orienteer(Instance("warm-up", points, np.array([0.0, 1.0, 2.0, 3.0, 0.0]), 1, 3.0), Watch(max_rounds=1))
    orienteer(Instance("warm-up", points, np.array([0.0, 1.5, 2.5, 3.0, 0.0]), 1, 3.0), Watch(max_rounds=1))


def main() -> int:
    """Print the table; return 1 for files that cannot be read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, help="instances; the sample when none is given")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-bound", action="store_true")
    wanted = parser.parse_args()
    files = wanted.files or sorted(SAMPLE.glob("p*.txt"))
    if not files:
        print("skipped: no files given, and there is no sample in ../shared/data/team_orienteering")
        return 0
    try:
        instances = [(read_instance(path), published(path.parent).get(path.name)) for path in files]
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{platform.machine()}, Python {platform.python_version()}, PuLP {version('pulp')}, "
          f"HiGHS {version('highspy')}, {wanted.seconds:g} s a row, seed {wanted.seed}")  # fmt: skip
    print(f"| {HEAD} |\n|{'---|' * 10}")
    warm_up()
    fair, marked = [], []
    for instance, known in instances:
        watch = Watch(seconds=wanted.seconds, seed=wanted.seed)
        answer = orienteer(instance, watch, with_bound=not wanted.no_bound)
        line, difference = row(instance, answer, known)
        print(line, flush=True)
        if difference is not None:
            is_above = answer.bound is not None and known is not None and known > answer.bound
            (marked if is_above else fair).append(difference)
    if fair or marked:
        print(f"average difference: {np.mean(fair + marked):+.3f}% over {len(fair + marked)} instances")
    if marked:
        average = f"{np.mean(fair):+.3f}%" if fair else "-"
        print(f"without {len(marked)} whose published score is above the proven bound (!): {average}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
