"""``planner plan`` and ``planner demo``: a project becomes a plan and its files."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.arguments import AsJson, Lang, Out, Project, Rounds, Seconds, Seed, language_of
from planner.cli.files import read_project, require_exporters, require_writable, write_plan
from planner.terminal import interruptible, outcome, result, shown, told

if TYPE_CHECKING:
    from planner.domain.problem import Problem


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
) -> None:
    """Make a plan: which team goes to which village on which day. Ctrl-C keeps the best plan so far."""
    make_plan(project, out or [], seconds, rounds, seed, as_json, lang, optimiser)


def make_plan(
    project: Path,
    out: list[Path],
    seconds: float,
    rounds: int | None,
    seed: int,
    as_json: bool,
    lang: str,
    optimiser: str,
) -> None:
    """Read, solve, write, and tell."""
    from planner.optimisers import OPTIMISERS
    from planner.planning import solve

    language = language_of(lang)
    require_exporters(out)
    if optimiser not in OPTIMISERS:
        raise typer.BadParameter(f"optimiser is {optimiser!r}; known are {', '.join(OPTIMISERS)}")
    problem = read_project(project)
    require_writable(out)
    if not as_json:
        print(told(problem), flush=True)
    with interruptible() as is_cancelled, shown() as show:
        made = solve(
            problem,
            optimiser_name=optimiser,
            seconds=seconds if rounds is None else max(seconds, 3600.0),
            rounds=rounds,
            seed=seed,
            report=show,
            is_cancelled=is_cancelled,
        )
    write_plan(made, out, language)
    if as_json:
        print(json.dumps(result(made) | {"files": [str(path) for path in out]}, ensure_ascii=False))
        return
    print(outcome(made))
    if made.problem.rules.given_up:
        _tell_contradiction(problem)
    print("rules: all kept" if not made.problem.rules.given_up else "rules: all others kept")
    if out:
        print(f"wrote {', '.join(str(path) for path in out)}")


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
