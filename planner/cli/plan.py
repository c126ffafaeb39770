"""``planner plan`` and ``planner demo``: a project becomes a plan and its files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.arguments import AsJson, Lang, Out, Project, Rounds, Seconds, Seed, WithContacts, language_of
from planner.cli.files import (
    default_place,
    read_project,
    require_exporters,
    require_targets,
    write_by_default,
    write_plan,
)
from planner.cli.stores import store_of
from planner.errors import StoreError
from planner.surroundings.console import print_json
from planner.terminal import interruptible, outcome, result, shown, told

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.domain.problem import Problem
    from planner.store import Store


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
    with_contacts: WithContacts = False,
) -> None:
    """Make a plan: which team goes to which village on which day. Ctrl-C keeps the best plan so far.

    Without --out, and without a store, it is written into the folder rencana beside the project.
    """
    make_plan(
        project,
        out or [],
        seconds,
        rounds,
        seed,
        as_json,
        lang,
        optimiser,
        store,
        with_contacts=with_contacts,
    )


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
    *,
    with_contacts: bool = False,
) -> None:
    """Read, solve, keep, write, and tell."""
    from planner.optimisers import OPTIMISERS
    from planner.planning import solve
    from planner.store.runs import prepare

    language = language_of(lang)
    require_exporters(out)
    if optimiser not in OPTIMISERS:
        raise typer.BadParameter(f"optimiser is {optimiser!r}; known are {', '.join(OPTIMISERS)}")
    problem = read_project(project)
    kept = store_of(project, store)
    require_targets(out, project=project, store=kept)
    if kept is not None:
        prepare(kept, problem)
    elif not out:
        default_place(project)
    if not as_json:
        print(told(problem), flush=True)
    longest = seconds if rounds is None else max(seconds, 3600.0)
    settings = {"optimiser": optimiser, "seconds": longest, "rounds": rounds, "seed": seed}
    with interruptible() as is_cancelled:
        with shown() as show:
            made = solve(
                problem,
                optimiser_name=optimiser,
                seconds=longest,
                rounds=rounds,
                seed=seed,
                report=show,
                is_cancelled=is_cancelled,
            )
        run, faults = _keep(made, kept, project, settings)
        written = write_plan(made, out, language, with_contacts=with_contacts)
        if not out and not run:
            written = write_by_default(made, project, language)
    written.faults += faults
    if as_json:
        print_json(result(made) | {"files": written.names} | run)
    else:
        _tell(made, problem, run)
        written.tell()
    written.require_all()


def _tell(made: "Plan", problem: "Problem", run: dict[str, Any]) -> None:
    """Print what the plan achieves, and where it is kept."""
    print(outcome(made))
    if made.problem.rules.given_up:
        _tell_contradiction(problem)
    print("rules: all kept" if not made.problem.rules.given_up else "rules: all others kept")
    if run:
        print("kept as run {run} in {store}".format(**run))


def _keep(
    made: "Plan", store: "Store | None", project: Path, settings: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Keep the plan in a store; return what ``--json`` tells of it, and why it could not be kept."""
    from planner.store.runs import keep_run

    if store is None:
        return {}, []
    try:
        number = keep_run(made, store, settings=settings, project_file=project)
    except StoreError as fault:
        return {}, [str(fault)]
    return {"run": number, "store": store.place}, []


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
