"""``planner simulate``: can we still make it, and what helps most."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.arguments import AsJson, Lang, Project, Rounds, Seconds, Seed, language_of
from planner.cli.files import cannot, read_project, require_file, require_suffixes, require_writable
from planner.errors import PlannerError
from planner.optimisers.watch import Progress
from planner.surroundings.console import print_json
from planner.terminal import Shown, date_told, interruptible, shown, told

if TYPE_CHECKING:
    from planner.domain.chances import Chances
    from planner.domain.plan import Plan
    from planner.domain.problem import Problem
    from planner.simulation.answer import Measure, Probability, Simulation

WHOLES = ("backlog", "reachable", "plan")


def simulate(
    project: Project,
    plan_file: Annotated[
        Path | None, typer.Option("--plan", help="Replay this plan (.json) instead of making one.")
    ] = None,
    target: Annotated[
        str | None, typer.Option("--target", help="People by the deadline: 9000 or 90%; the planned number.")
    ] = None,
    of: Annotated[str, typer.Option("--of", help="What the per cent are of: backlog, reachable, plan.")] = (
        "backlog"
    ),
    replays: Annotated[
        int | None, typer.Option("--replays", min=1, help="Instead of those of the project file.")
    ] = None,
    measures: Annotated[
        bool, typer.Option("--measures/--no-measures", help="Try a team, a kit, Saturdays, verified lists.")
    ] = True,
    out: Annotated[list[Path] | None, typer.Option("--out", help="Page to write: .html")] = None,
    seconds: Seconds = 20.0,
    rounds: Rounds = None,
    seed: Seed = 0,
    threads: Annotated[
        int | None, typer.Option("--threads", min=1, help="Replays side by side; all cores.")
    ] = None,
    as_json: AsJson = False,
    lang: Lang = "id",
) -> None:
    """Replay the remaining weeks: how likely the target is by the deadline, and what lifts that most.

    Distributions and their seed stand in [simulation] of the project file; --seed is that of the plans.
    Ctrl-C keeps the replays done so far.
    """
    from planner.simulation import simulate as simulated

    language = language_of(lang)
    require_suffixes(out or [], {".html"})
    if of not in WHOLES:
        raise typer.BadParameter(f"--of is {of!r}; known are {', '.join(WHOLES)}")
    wanted = _target(target)
    problem, chances, plan = _read(project, plan_file, replays)
    require_writable(out or [])
    if not as_json:
        print(told(problem), flush=True)
    with interruptible() as is_cancelled, shown() as show:
        answer = simulated(
            problem,
            chances,
            plan=plan,
            target=_people(wanted, of, problem),
            target_share=wanted if of == "plan" and isinstance(wanted, float) else None,
            measures=measures,
            seconds=seconds,
            rounds=rounds,
            seed=seed,
            threads=threads,
            report=lambda name, progress: _show(show, name, progress, chances.replays),
            is_cancelled=is_cancelled,
        )
    for path in out or []:
        _write(answer, path, language)
    if as_json:
        print_json(record(answer) | {"files": [str(path) for path in out or []]})
        return
    print("\n".join(lines(answer)))
    if out:
        print(f"wrote {', '.join(str(path) for path in out)}")


def _read(
    project: Path, plan_file: Path | None, replays: int | None
) -> tuple["Problem", "Chances", "Plan | None"]:
    """Return the problem (that of the plan where one is given), the chances, and the plan."""
    import dataclasses

    from planner.domain.check import require_valid
    from planner.inputs.plan import read_plan
    from planner.inputs.simulation import read_chances

    require_file(project)
    if plan_file is not None:
        require_file(plan_file)
    chances = read_chances(project)
    if replays is not None:
        chances = dataclasses.replace(chances, replays=replays)
    if plan_file is None:
        return read_project(project), chances, None
    plan = read_plan(plan_file)
    require_valid(plan)
    return plan.problem, chances, plan


def _target(text: str | None) -> float | int | None:
    """Return a target as people or, as a fraction, as a share.

    >>> _target("90%"), _target("9000"), _target(None)
    (0.9, 9000, None)
    """
    if text is None:
        return None
    try:
        found = float(text.rstrip("%")) / 100 if text.endswith("%") else int(text.replace(",", ""))
    except ValueError:
        found = -1
    if not 0 <= found <= 1e9 or (isinstance(found, float) and found > 1):
        raise typer.BadParameter(
            f"--target is {text!r}; expected people such as 9000, or a share such as 90%"
        )
    return found


def _people(wanted: float | int | None, of: str, problem: "Problem") -> int | None:
    """Return the target in people; ``None`` for the planned number, or a share of it."""
    import math

    from planner.domain.reach import unreachable

    if not isinstance(wanted, float):
        return wanted
    if of == "plan":
        return None
    lost = unreachable(problem) if of == "reachable" else {}
    whole = sum(village.backlog for village in problem.villages if village.id not in lost)
    return math.ceil(wanted * whole - 1e-9)


def _show(show: Shown, name: str, progress: "Progress | int", replays: int) -> None:
    """Show where a solve stands, or how many replays are done."""
    if isinstance(progress, Progress):
        show.named(name, progress)
    else:
        show.said(f"{name}: {progress:,} of {replays:,} replays  (Ctrl-C keeps those done so far)")


def _write(answer: "Simulation", path: Path, language: Any) -> None:
    """Write the page."""
    from planner.simulation.page import write_page

    try:
        write_page(answer, path, language=language)
    except OSError as fault:
        raise PlannerError(cannot(path, fault)) from fault


def record(answer: "Simulation") -> dict[str, Any]:
    """Return a simulation for ``--json``."""
    from planner.simulation.answer import QUANTILES

    names = [f"{100 * q:.0f}%" for q in QUANTILES]
    return {
        "target": answer.target,
        "planned": answer.plan.recorded,
        "replays": len(answer.replays.people),
        "seed": answer.chances.seed,
        "turnout": list(answer.turnout),
        "planned_turnout": list(answer.plan.problem.rules.turnout),
        "probability": _probability(answer.probability),
        "mean": float(answer.replays.recorded.mean()),
        "people": dict(zip(names, answer.replays.quantiles(), strict=True)),
        "weeks": [
            {"last": w.last.isoformat(), "planned": w.planned} | dict(zip(names, w.people, strict=True))
            for w in answer.replays.weeks()
        ],
        "targets": [
            {"share_of_plan": share, "people": people, "probability": _probability(p)}
            for share, people, p in answer.table()
        ],
        "measures": [_measure(measure, answer.target) for measure in answer.measures],
        "skipped": [{"measure": kind, "base": base} for kind, base in answer.skipped],
        "seconds": answer.seconds,
    }


def _probability(found: "Probability") -> dict[str, float]:
    low, high = found.interval
    return {"value": found.value, "standard_error": found.error, "low": low, "high": high}


def _measure(measure: "Measure", target: int) -> dict[str, Any]:
    return {
        "measure": measure.kind,
        "base": measure.base,
        "planned": measure.replays.plan.recorded,
        "probability": _probability(measure.replays.reaching(target)),
        "lift": measure.lift,
        "lift_error": measure.lift_error,
        "within_noise": measure.is_noise,
        "more_people": measure.more,
        "more_people_error": measure.more_error,
        "replays": len(measure.replays.people),
    }


def lines(answer: "Simulation") -> list[str]:
    """Return a simulation for the screen."""
    low, high = answer.probability.interval
    ten, fifty, ninety = answer.replays.quantiles()
    deadline = date_told(answer.plan.problem.calendar.last)
    replays = len(answer.replays.people)
    found = [
        f"plan: {answer.plan.recorded:,} people; replayed {replays:,} times, seed {answer.chances.seed}",
        _turnout_line(answer),
        f"{answer.target:,} people by {deadline}: reached in {answer.probability.value:.1%} of the replays "
        f"(95 % interval {low:.1%} to {high:.1%})",
        f"people recorded by then: 10 % {ten:,}, 50 % {fifty:,}, 90 % {ninety:,}",
        "",
        "week to           planned      10 %      50 %      90 %",
    ]
    found += [
        f"{date_told(w.last):<16}{w.planned:>9,}" + "".join(f"{people:>10,}" for people in w.people)
        for w in answer.replays.weeks()
    ]
    found += ["", "of the plan    people  reached in   95 % interval"]
    for share, people, p in answer.table():
        low, high = p.interval
        found.append(f"{share:>10.0%} {people:>10,} {p.value:>10.1%}   {low:.1%} to {high:.1%}")
    return found + _measure_lines(answer)


def _turnout_line(answer: "Simulation") -> str:
    rules = answer.plan.problem.rules.turnout
    come = ", then ".join(f"{share:.0%}" for share in answer.turnout)
    expects = ", then ".join(f"{share:.0%}" for share in rules) if rules else "everybody"
    line = f"turnout: the plan expects {expects}; in the replays {come} of those waiting come on average"
    if rules or min(answer.turnout) == 1:
        return line
    return f"{line}\n  (rules.turnout = {list(answer.turnout)} in the project makes a plan for that)"


def _measure_lines(answer: "Simulation") -> list[str]:
    """Return the measures, best first."""
    if not (answer.measures or answer.skipped):
        return []
    found = ["", "measure                    reached in        lift (± s.e.)    people more (± s.e.)"]
    for m in answer.measures:
        noise = "  within noise" if m.is_noise else ""
        reached = m.replays.reaching(answer.target).value
        lift = f"{100 * m.lift:>+9.1f} ± {100 * m.lift_error:<4.1f} pts"
        more = f"{m.more:>+13,.0f} ± {m.more_error:<5,.0f}"
        found.append(f"{_name(m.kind, m.base):<27}{reached:>10.1%} {lift}{more}{noise}".rstrip())
    if answer.skipped:
        found.append(f"not tried, cancelled before: {', '.join(_name(*pair) for pair in answer.skipped)}")
    return found


def _name(kind: str, base: str) -> str:
    names = {
        "team": f"a team more at {base}",
        "kit": f"a kit more at {base}",
        "saturdays": "Saturdays worked",
        "verified": "verified lists",
        "anew": "planned anew, no measure",
    }
    return names[kind]
