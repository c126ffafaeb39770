"""``planner simulate``: can we still make it, and what helps most."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli import values
from planner.cli.arguments import AsJson, Lang, Rounds, Seconds, Seed, language_of
from planner.cli.campaigns import Remaining, Reports, Source, Today, is_plan, remaining, require_outputs
from planner.cli.files import read_project, require_file, require_suffixes, write_each
from planner.errors import PlannerError
from planner.optimisers.watch import Progress
from planner.surroundings.console import print_json
from planner.terminal import Shown, date_told, interruptible, shown, told

if TYPE_CHECKING:
    from planner.domain.chances import Chances
    from planner.domain.problem import Problem
    from planner.simulation.answer import Measure, Probability, Simulation

WHOLES = ("backlog", "reachable", "plan")


def simulate(
    project: Source,
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
        int | None,
        typer.Option(
            "--replays", parser=values.whole(1), metavar="N", help="Instead of those of the project file."
        ),
    ] = None,
    measures: Annotated[
        bool, typer.Option("--measures/--no-measures", help="Try a team, a kit, Saturdays, verified lists.")
    ] = True,
    history: Reports = None,
    today: Today = None,
    out: Annotated[list[Path] | None, typer.Option("--out", help="Page to write: .html")] = None,
    seconds: Seconds = 20.0,
    rounds: Rounds = None,
    seed: Seed = 0,
    threads: Annotated[
        int | None,
        typer.Option(
            "--threads", parser=values.whole(1), metavar="N", help="Replays side by side; all cores."
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = "id",
) -> None:
    """Replay the remaining weeks: how likely the target is by the deadline, and what lifts that most.

    Distributions and their seed stand in [simulation] of the project file, and are the defaults for a plan
    without one; --seed is that of the plans. Ctrl-C keeps the replays done so far.
    """
    from planner.simulation import simulate as simulated
    from planner.simulation.page import write_page

    language = language_of(lang)
    require_suffixes(out or [], {".html"})
    if of not in WHOLES:
        raise typer.BadParameter(f"--of is {of!r}; known are {', '.join(WHOLES)}")
    wanted = values.target(target)
    asked_of, chances = _read(project, plan_file, history, today, replays)
    problem = asked_of.problem
    require_outputs(out or [], project, asked_of)
    if not as_json:
        print(told(problem), flush=True)
        if is_plan(project):
            print("chances: the defaults; a project file with --plan brings its own [simulation]")
    with interruptible() as is_cancelled:
        with shown() as show:
            answer = simulated(
                problem,
                chances,
                plan=asked_of.plan,
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
        written = write_each(out or [], lambda path: write_page(answer, path, language=language))
    if as_json:
        print_json(record(answer) | {"files": written.names})
    else:
        print("\n".join(lines(answer)))
        written.tell()
    written.require_all()


def _read(
    source: Path, plan_file: Path | None, history: Path | None, today: date | None, replays: int | None
) -> tuple[Remaining, "Chances"]:
    """Return what is left of the campaign, with its plan where there is one, and the chances."""
    import dataclasses

    from planner.domain.chances import Chances
    from planner.inputs.simulation import read_chances

    if plan_file is not None and is_plan(source):
        raise typer.BadParameter(f"{source} is a plan already; --plan goes with a project file")
    require_file(source)
    chances = Chances() if is_plan(source) else read_chances(source)
    if replays is not None:
        chances = dataclasses.replace(chances, replays=replays)
    found = remaining(plan_file or source, history, today)
    if plan_file is not None:
        _require_same(source, plan_file, found.problem)
    return found, chances


def _require_same(project: Path, plan_file: Path, problem: "Problem") -> None:
    """Stop when a plan is of another campaign than its project."""
    from planner.domain.campaign import campaign_of, is_alike

    own, other = campaign_of(read_project(project)), campaign_of(problem)
    if not is_alike(own.villages, other.villages):
        raise PlannerError(
            f"{plan_file} is a plan of {other}, and not of {own}: they share "
            f"{len(own.villages & other.villages)} villages; name the project of the plan"
        )


def _people(wanted: float | int | None, of: str, problem: "Problem") -> int | None:
    """Return the target in people, those recorded before among them; ``None`` for the plan or its share."""
    import math

    from planner.domain.reach import unreachable

    if not isinstance(wanted, float):
        return wanted
    if of == "plan":
        return None
    lost = unreachable(problem) if of == "reachable" else {}
    whole = sum(village.backlog for village in problem.villages if village.id not in lost)
    return math.ceil(wanted * (problem.done_before + whole) - 1e-9)


def _show(show: Shown, name: str, progress: "Progress | int", replays: int) -> None:
    """Show where a solve stands, or how many replays are done."""
    if isinstance(progress, Progress):
        show.named(name, progress)
    else:
        show.said(f"{name}: {progress:,} of {replays:,} replays  (Ctrl-C keeps those done so far)")


def record(answer: "Simulation") -> dict[str, Any]:
    """Return a simulation for ``--json``."""
    from planner.simulation.answer import QUANTILES

    names = [f"{100 * q:.0f}%" for q in QUANTILES]
    return {
        "recorded_before": answer.before,
        "target": answer.target,
        "planned": answer.plan.recorded,
        "replays": len(answer.replays.people),
        "seed": answer.chances.seed,
        "turnout": list(answer.turnout),
        "planned_turnout": list(answer.plan.problem.rules.turnout),
        "probability": _probability(answer.probability),
        "mean": answer.before + float(answer.replays.recorded.mean()),
        "people": dict(zip(names, answer.quantiles, strict=True)),
        "weeks": [
            {"last": w.last.isoformat(), "planned": w.planned} | dict(zip(names, w.people, strict=True))
            for w in answer.weeks()
        ],
        "targets": [
            {"share_of_plan": share, "people": people, "probability": _probability(p)}
            for share, people, p in answer.table()
        ],
        "measures": [_measure(measure, answer.to_do) for measure in answer.measures],
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
    from planner.exporters.sentences import recorded_sentence

    low, high = answer.probability.interval
    ten, fifty, ninety = answer.quantiles
    deadline = date_told(answer.plan.problem.calendar.last)
    replays = len(answer.replays.people)
    before = recorded_sentence(answer.plan.problem, "en")
    already = f" ({answer.before:,} of them already)" if answer.before else ""
    found = [
        *([f"{before} All numbers below count them as well."] if before else []),
        f"plan: {answer.before + answer.plan.recorded:,} people; replayed {replays:,} times, "
        f"seed {answer.chances.seed}",
        _turnout_line(answer),
        f"{answer.target:,} people{already} by {deadline}: "
        f"reached in {answer.probability.value:.1%} of the replays (95 % interval {low:.1%} to {high:.1%})",
        f"people recorded by then: 10 % {ten:,}, 50 % {fifty:,}, 90 % {ninety:,}",
        "",
        "week to           planned      10 %      50 %      90 %",
    ]
    found += [
        f"{date_told(w.last):<16}{w.planned:>9,}" + "".join(f"{people:>10,}" for people in w.people)
        for w in answer.weeks()
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
        reached = m.replays.reaching(answer.to_do).value
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
