"""A disk without room costs the files that do not fit, one sentence each, and nothing else."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import planner
from planner.exporters import EXPORTERS

SMALL = {".csv", ".ics", ".geojson", ".json"}  # of two villages: under 5,000 bytes
LARGE = [suffix for suffix in EXPORTERS if suffix not in SMALL]
WHY = "no space left on the device, the disk is full; make room or name another folder"

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the limits of these tests are those of Linux"
)


def limited(*arguments: object, size: int = 5000) -> "subprocess.CompletedProcess[str]":
    """Call the planner where no file grows beyond ``size`` bytes."""
    import resource

    return subprocess.run(
        [sys.executable, "-m", "planner", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},  # what is compiled would be kept in larger files
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )


def out(folder: Path, names: list[str]) -> list[object]:
    return [argument for name in names for argument in ("--out", folder / name)]


def test_every_file_that_fits_is_written_and_each_other_one_is_told(plan_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    planner.write(planner.read_plan(plan_file), folder / "p.xlsx")
    before = (folder / "p.xlsx").read_bytes()
    names = [f"p{suffix}" for suffix in (*LARGE, *sorted(SMALL))]  # those that fail come first

    said = limited("export", plan_file, *out(folder, names))

    assert said.returncode == 1
    faults = said.stderr.splitlines()
    assert [line.split(" cannot be written: ")[0] for line in faults] == [
        str(folder / f"p{s}") for s in LARGE
    ]
    assert {path.name for path in folder.iterdir()} == {"p.xlsx", *(f"p{suffix}" for suffix in SMALL)}
    assert said.stdout == f"wrote {', '.join(str(folder / f'p{s}') for s in sorted(SMALL))}\n"
    assert (folder / "p.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["plan", "{project}", "--optimiser", "greedy"], ["p.html", "p.csv"]),
        (
            ["whatif", "{project}", "--teams", "1", "--seconds", "1", "--no-prices"],
            ["p.html", "p.xlsx", "p.csv"],
        ),
        (["simulate", "{project}", "--plan", "{plan}", "--replays", "9", "--no-measures"], ["p.html"]),
        (["backtest", "{plan}", "--history", "{history}", "--rounds", "1"], ["p.html", "p.csv"]),
    ],
    ids=lambda value: value[0],
)
def test_each_command_tells_its_result_and_what_is_not_written(
    project: Path, plan_file: Path, history: Path, tmp_path: Path, arguments: list[str], names: list[str]
) -> None:
    folder = tmp_path / "out"

    said = limited(
        *(a.format(project=project, plan=plan_file, history=history) for a in arguments), *out(folder, names)
    )

    small = [name for name in names if name.endswith(".csv")]
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert said.stderr.count("cannot be written: File too large") == len(names) - len(small)
    assert "Two villages" in said.stdout or "people" in said.stdout
    assert [path.name for path in folder.iterdir()] == small


def test_a_template_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    said = limited("template", tmp_path / "new")

    assert said.returncode == 1
    assert "cannot be written: File too large" in said.stderr
    assert list((tmp_path / "new").iterdir()) == []


def test_a_report_and_letters_leave_nothing_half_done(project: Path, plan_file: Path, tmp_path: Path) -> None:
    report = limited("check", project, "--out", tmp_path / "report.xlsx", size=1000)
    letters = limited("letters", plan_file, "--out", tmp_path / "surat")
    templates = limited("letters", "--write-templates", tmp_path / "own", size=100)

    for said in (report, letters, templates):
        assert said.returncode == 1
        assert "Traceback" not in said.stderr
    assert {path.name for path in tmp_path.iterdir()} <= {"kupang", "own"}
    assert list((tmp_path / "own").glob("*")) == []


@pytest.fixture
def full(tmp_path: Path) -> Callable[[str], "subprocess.CompletedProcess[str]"]:
    """Run a shell where ``disk`` is a file system of 100,000 bytes with an old p.html and nearly no room."""
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rm", "true"], check=False).returncode:
        pytest.skip("this user may make no file system of its own (unshare -rm)")
    (tmp_path / "disk").mkdir()
    start = (
        "mount -t tmpfs -o size=100k,nr_inodes=20 none disk && echo old > disk/p.html && "
        "{ head -c 95000 /dev/zero > disk/filled; } 2>/dev/null; "
    )

    def run(commands: str) -> "subprocess.CompletedProcess[str]":
        path = os.pathsep.join([str(Path(planner.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
        return subprocess.run(
            ["unshare", "-rm", "sh", "-c", start + commands],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": path, "PY": sys.executable},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_full_disk_is_said_to_be_full_and_the_old_file_is_as_it_was(
    full: Callable[[str], "subprocess.CompletedProcess[str]"], plan_file: Path, tmp_path: Path
) -> None:
    names = ["disk/p.html", "disk/p.xlsx", "disk/p.gpkg"]
    command = f"$PY -m planner export '{plan_file}' --out {' --out '.join(names)} --out p.csv"

    said = full(f"{command}; echo $?; cat disk/p.html; ls -A disk")

    assert said.stdout.split() == ["wrote", "p.csv", "1", "old", "filled", "p.html"]
    assert said.stderr.splitlines() == [f"{name} cannot be written: {WHY}" for name in names]
    assert (tmp_path / "p.csv").is_file()


def test_a_disk_that_is_full_from_the_first_is_told_before_the_solve(
    full: Callable[[str], "subprocess.CompletedProcess[str]"], project: Path
) -> None:
    command = f"$PY -m planner plan '{project}' --out disk/new/p.html"

    said = full(f"for i in $(seq 20); do touch disk/$i 2>/dev/null; done; {command}; echo $?")

    assert said.stdout == "1\n"
    assert said.stderr == f"disk/new/p.html cannot be written: {WHY}\n"
