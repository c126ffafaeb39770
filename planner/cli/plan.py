"""``planner plan`` and ``planner demo``: a project becomes a plan and its files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.arguments import AsJson, Lang, Out, Project, Rounds, Seconds, Seed, language_of
from planner.cli.files import read_project, require_exporters, require_writable, write_plan
from planner.cli.stores import store_of
from planner.surroundings.console import print_json
from planner.terminal import interruptible, outcome, result, shown, told

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.domain.problem import Problem
    from planner.store import Store
    from planner.words import Language


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the files.")] = Path("out/demo"),
    seconds: Seconds = 30.0,
    as_json: AsJson = False,
) -> None:
    """Plan the bundled example, Kabupaten Kupang in May and June 2018, and write every kind of file."""
    from planner.demo import OUTPUTS, project_file

    make_plan(project_file(), [out / name for name in OUTPUTS], seconds, None, 0, as_json, "id", "trips")


def plan(
    project: Project,
    out: Out = None,
    seconds: Seconds = 60.0,
    rounds: Rounds = None,
    seed: Seed = 0,
    as_json: AsJson = False,
    lang: Lang = "id",
    optimiser: Annotated[
        str, typer.Option(help="trips (with a proof), greedy (today's practice) or by_base (large).")
    ] = "trips",
    store: Annotated[
        str | None,
        typer.Option(
            "--store", help="Keep the plan here: .gpkg or postgresql://...; else where [store] says."
        ),
    ] = None,
) -> None:
    """Make a plan: which team goes to which village on which day. Ctrl-C keeps the best plan so far."""
    make_plan(project, out or [], seconds, rounds, seed, as_json, lang, optimiser, store)


def make_plan(
    project: Path,
    out: list[Path],
    seconds: float,
    rounds: int | None,
    seed: int,
    as_json: bool,
    lang: str,
    optimiser: str,
    store: str | None = None,
) -> None:
    """Read, solve, keep, write, and tell."""
    from planner.optimisers import OPTIMISERS
    from planner.planning import solve

    language = language_of(lang)
    require_exporters(out)
    if optimiser not in OPTIMISERS:
        raise typer.BadParameter(f"optimiser is {optimiser!r}; known are {', '.join(OPTIMISERS)}")
    problem = read_project(project)
    require_writable(out)
    kept = _ready(store_of(project, store))
    if not as_json:
        print(told(problem), flush=True)
    longest = seconds if rounds is None else max(seconds, 3600.0)
    with interruptible() as is_cancelled, shown() as show:
        made = solve(
            problem,
            optimiser_name=optimiser,
            seconds=longest,
            rounds=rounds,
            seed=seed,
            report=show,
            is_cancelled=is_cancelled,
        )
    settings = {"optimiser": optimiser, "seconds": longest, "rounds": rounds, "seed": seed}
    run = _keep_and_write(made, kept, project, settings, out, language)
    if as_json:
        files = {"files": [str(path) for path in out]}
        print_json(result(made) | files | run)
        return
    _tell(made, problem, run, out)


def _tell(made: "Plan", problem: "Problem", run: dict[str, Any], out: list[Path]) -> None:
    """Print what the plan achieves, where it is kept, and its files."""
    print(outcome(made))
    if made.problem.rules.given_up:
        _tell_contradiction(problem)
    print("rules: all kept" if not made.problem.rules.given_up else "rules: all others kept")
    if run:
        print("kept as run {run} in {store}".format(**run))
    if out:
        print(f"wrote {', '.join(str(path) for path in out)}")


def _ready(store: "Store | None") -> "Store | None":
    """Return the store when it can be written: found out before a long solve, not after it."""
    from planner.store.runs import prepare

    if store is not None:
        prepare(store)
    return store


def _keep_and_write(
    made: "Plan",
    store: "Store | None",
    project: Path,
    settings: dict[str, Any],
    out: list[Path],
    language: "Language",
) -> dict[str, Any]:
    """Keep the plan and write its files, each also where the other fails; return what ``--json`` tells."""
    from planner.store.runs import keep_run

    try:
        if store is None:
            return {}
        number = keep_run(made, store, settings=settings, project_file=project)
        return {"run": number, "store": store.place}
    finally:
        write_plan(made, out, language)


def _tell_contradiction(problem: "Problem") -> None:
    """Print which rules of the office contradict each other, as far as that can be proven in seconds."""
    from planner.contradictions import contradiction

    with interruptible() as is_cancelled:
        found = contradiction(problem, is_cancelled=is_cancelled)
    if len(found) == 1:
        print(f"no plan can keep {found[0].id}, whatever the others say")
    elif found:
        print(
            f"no plan can keep together: {', '.join(directive.id for directive in found)}; relax one of them"
        )
