"""Team orienteering: on instances small enough to try everything, bound >= optimum >= score."""

import csv
from itertools import permutations
from pathlib import Path
from random import Random

import numpy as np
import pytest

from planner.errors import BoundError, InputError
from planner.optimisers.orienteering import Instance, Route, orienteer, read_instance
from planner.optimisers.orienteering.bound import Bound
from planner.optimisers.orienteering.flow import FlowBound
from planner.optimisers.orienteering.moves import shorten
from planner.optimisers.orienteering.pool import best_choice, distinct
from planner.optimisers.orienteering.search import Search
from planner.optimisers.orienteering.solve import _Solve
from planner.optimisers.watch import Watch

INSTANCES = 40
SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "team_orienteering"
GOOD = "n 4\nm 1\ntmax 5.5\n0 0 0\n1 0 10\n2\t0\t20\n3 0 0\n"


def tiny_instance(seed: int) -> Instance:
    """Return 5 to 7 points in a square of side 10, 1 or 2 paths; now and then two points at one place."""
    random = Random(seed)
    n = random.randint(5, 7)
    points = np.array([[random.uniform(0, 10), random.uniform(0, 10)] for _ in range(n)])
    if random.random() < 0.2:
        points[2] = points[1]
    whole = random.random() < 0.7
    scores = np.array([float(random.randint(0, 9)) if whole else random.uniform(0, 9) for _ in range(n)])
    scores[[0, -1]] = 0.0
    return Instance(f"tiny {seed}", points, scores, random.choice([1, 2]), random.uniform(4, 25))


def optimum(instance: Instance) -> float:
    """Return the best score, by trying every order of every set of points."""
    inner = range(1, len(instance.scores) - 1)
    sets = {frozenset[int]()}
    for count in range(1, len(inner) + 1):
        for route in permutations(inner, count):
            if instance.length(route) <= instance.limit:
                sets.add(frozenset(route))
    if instance.paths == 1:
        return max(instance.score([tuple(one)]) for one in sets)
    return max(instance.score([tuple(one), tuple(other)]) for one in sets for other in sets)


def grid(paths: int, limit: float) -> Instance:
    """Return 64 points on a grid of side 8, start and end in opposite corners, scores 1 to 7 in turn."""
    points = np.array([[float(n % 8), float(n // 8)] for n in range(64)])
    scores = np.array([float(1 + n % 7) for n in range(64)])
    scores[[0, -1]] = 0.0
    return Instance("grid", points, scores, paths, limit)


# --- reader --------------------------------------------------------------------------------------------


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "p.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_instance_is_read(tmp_path: Path) -> None:
    instance = read_instance(written(tmp_path, GOOD))

    assert (instance.name, instance.paths, instance.limit) == ("p.txt", 1, 5.5)
    assert instance.scores.tolist() == [0, 10, 20, 0]
    assert instance.length((1, 2)) == 3
    assert instance.step == 10


@pytest.mark.parametrize(
    ("text", "row", "found"),
    [
        (GOOD.replace("2\t0\t20", "2 0"), "row 6", "'2 0'"),
        (GOOD.replace("2\t0\t20", "2 0 zwanzig"), "row 6", "'2 0 zwanzig'"),
        (GOOD.replace("2\t0\t20", "2 nan 20"), "row 6", "'2 nan 20'"),
        (GOOD.replace("1 0 10", "1 0 -10"), "row 5", "negative"),
        (GOOD.replace("m 1", "paths 1"), "row 2", "`m`"),
        (GOOD.replace("m 1", "m 0"), "row 2", "at least 1"),
        (GOOD.replace("m 1", "m 1.5"), "row 2", "whole"),
        (GOOD.replace("tmax 5.5", "tmax"), "row 3", "`tmax`"),
        (GOOD.replace("tmax 5.5", "tmax -1"), "row 3", "negative"),
        (GOOD.replace("n 4", "n 5"), "row 7", "4 points; n says 5"),
        (GOOD.replace("n 4", "n 1"), "row 1", "at least 2"),
        ("", "row 1", "`n`"),
    ],
)
def test_a_bad_file_is_told_with_its_name_and_line(tmp_path: Path, text: str, row: str, found: str) -> None:
    with pytest.raises(InputError) as error:
        read_instance(written(tmp_path, text))

    assert "p.txt" in str(error.value)
    assert row in str(error.value)
    assert found in str(error.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("m 1", "m one").replace("1 0 10", "1 0")

    with pytest.raises(InputError) as error:
        read_instance(written(tmp_path, text))

    assert [fault.row for fault in error.value.faults] == [2, 5]


def test_a_missing_file_or_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\x00")

    for name in ("none.txt", "bytes.txt"):
        with pytest.raises(InputError, match=name):
            read_instance(tmp_path / name)


# --- proof ---------------------------------------------------------------------------------------------


def test_bound_is_never_below_the_optimum_and_the_optimum_is_nearly_always_found() -> None:
    found = 0
    for seed in range(INSTANCES):
        instance = tiny_instance(seed)
        best = optimum(instance)
        answer = orienteer(instance, Watch(max_rounds=1000, seed=seed))

        assert answer.bound is not None
        assert instance.faults(answer.routes) == []
        assert answer.score == pytest.approx(instance.score(answer.routes))
        assert answer.score <= best + 1e-9, instance.name
        assert answer.bound >= best - 1e-9, instance.name
        found += answer.score >= best - 1e-9

    assert found >= 0.95 * INSTANCES


def test_bound_holds_after_every_round_and_when_labels_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.optimisers.orienteering.bound.LABELS", (9, 12, 20))
    for seed in range(INSTANCES):
        instance = tiny_instance(seed)
        best = optimum(instance)
        bound = Bound(instance, ())
        while not bound.is_closed and bound.rounds < 100:
            bound.one_round(best if seed % 2 else 0.0)

            assert bound.rounded >= best - 1e-9, instance.name


def test_bound_by_flows_holds_after_every_round_and_ends() -> None:
    for seed in range(INSTANCES):
        instance = tiny_instance(seed)
        best = optimum(instance)
        flow = FlowBound(instance)
        for _ in range(50):
            if not flow.is_closed:
                flow.one_round()

            assert flow.value >= best - 1e-9, instance.name
        assert flow.is_closed


def test_routes_better_than_their_bound_are_refused() -> None:
    solve = _Solve(tiny_instance(1), Watch(max_rounds=1), with_bound=True)
    assert solve.bound is not None
    solve.best, solve.score = [(), ()][: solve.instance.paths], solve.bound.rounded + 1

    with pytest.raises(BoundError, match="beats its bound"):
        solve.answer()


# --- search --------------------------------------------------------------------------------------------


def test_the_same_rounds_and_seed_give_the_same_answer() -> None:
    instance = grid(paths=2, limit=30.0)

    one, other = (orienteer(instance, Watch(max_rounds=1500, seed=3)) for _ in range(2))

    assert (one.routes, one.score, one.bound) == (other.routes, other.score, other.bound)


def test_long_routes_work() -> None:
    instance = grid(paths=1, limit=63.0)
    search = Search(instance, seed=1)

    search.run(500, 0.5)

    assert instance.faults(search.routes) == []
    assert len(search.routes[0]) > 40


def test_a_limit_of_zero_or_no_point_in_reach_is_no_error() -> None:
    instance = grid(paths=3, limit=5.0)

    answer = orienteer(instance, Watch(max_rounds=10))

    assert (answer.score, answer.bound) == (0.0, 0.0)
    assert orienteer(instance, Watch(max_rounds=10), with_bound=False).bound is None


def test_a_crossed_route_is_uncrossed() -> None:
    square = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [2.0, 1.0], [2.0, 0.0]])
    instance = Instance("square", square, np.ones(5), 1, 9.0)
    tours = np.array([[0, 3, 2, 1, 4]])
    lengths = np.array([instance.length((3, 2, 1))])

    is_shorter = shorten(0, instance.distance, tours, np.array([5]), lengths)

    assert is_shorter
    assert lengths[0] == pytest.approx(instance.length(tuple(int(p) for p in tours[0, 1:4])))
    assert sorted(tours[0]) == [0, 1, 2, 3, 4]


def test_routes_that_overlap_are_put_together_without_repetition() -> None:
    instance = grid(paths=2, limit=20.0)
    routes: list[Route] = [(1, 2, 3), (3, 4), (9, 10)]

    chosen = best_choice(instance, routes, seconds=9.0, is_stopped=lambda: False)

    assert instance.score(chosen) == max(instance.score([a, b]) for a in routes for b in routes)
    assert distinct([(1, 2, 1), (2, 3)]) == [(1, 2), (3,)]


def test_faults_of_routes_are_told() -> None:
    instance = grid(paths=1, limit=14.0)

    assert instance.faults([(1, 2), (1,)]) == ["2 paths of 1", "a point is visited twice"]
    assert "a path of" in instance.faults([(7, 8, 55)])[0]
    assert instance.faults([(63,)]) == ["a path visits the start, the end or no point at all"]


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="no sample of instances beside the project")
def test_a_small_instance_of_the_sample_is_proved() -> None:
    with (SAMPLE / "published.csv").open(encoding="utf-8", newline="") as file:
        known = {row["file"]: float(row["published_score"]) for row in csv.DictReader(file)}

    answer = orienteer(read_instance(SAMPLE / "p1.4.k.txt"), Watch(max_rounds=3000))

    assert answer.score == answer.bound == known["p1.4.k.txt"]
