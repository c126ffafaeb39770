"""``planner learn``: what reports say of turnout and rates; nothing is taken over without a yes."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.arguments import AsJson, PlanFile, Seconds, Seed
from planner.cli.files import require_file, require_targets
from planner.cli.histories import HistoryFile, cut_record, history_of
from planner.cli.values import day
from planner.errors import PlannerError
from planner.surroundings.console import print_json
from planner.targets import cannot, write_files
from planner.terminal import interruptible, shown

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.domain.problem import Problem
    from planner.replanning.learning import Estimate, Lessons


def learn(
    plan_file: PlanFile,
    history_file: HistoryFile,
    today: Annotated[
        date | None,
        typer.Option(
            "--today", parser=day, metavar="DATE", help="Show the effect on a plan from this day on."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take the proposal over: write it to --out.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="File for what was taken over, e.g. learned.toml.")
    ] = None,
    seconds: Seconds = 20.0,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Propose turnout and rates from the reports, each with an interval; only --yes takes them over.

    planner learn plan.json --history history.jsonl --today 2018-05-21 --yes --out learned.toml
    """
    from planner.inputs.plan import read_plan
    from planner.replanning.learning import lessons, toml

    if yes and out is None:
        raise typer.BadParameter("--yes needs --out, the file that `planner replan --learned` reads")
    require_file(plan_file)
    plan = read_plan(plan_file)
    history = history_of(history_file, plan.problem)
    if yes and out is not None:
        _require_target(out, plan_file, history_file, plan)
    found = lessons(plan.problem, history.actuals)
    effect = None
    if today is not None and (found.turnout or found.rates):
        from planner.domain.late import taken_as_made
        from planner.domain.left import left_problem

        late = taken_as_made(plan, history.actuals, today)
        effect = _effect(left_problem(plan, history.actuals, today, late), found, seconds, seed)
    if yes and out is not None:
        _write(out, toml(found, len(history.actuals)))
    if as_json:
        more = {"incomplete": cut_record(history), "taken_over": yes, "file": str(out) if yes else None}
        print_json(_record(found, effect) | more)
        return
    print(_told(found, effect))
    if yes:
        print(f"taken over in {out}: `planner replan --learned` and all plans after it use it")
    elif found.turnout or found.rates:
        print("nothing is taken over; with --yes --out learned.toml it is")


def _effect(problem: "Problem", found: "Lessons", seconds: float, seed: int) -> "tuple[Plan, Plan]":
    """Return the plans of what is left with what is assumed, and with what is proposed."""
    from planner.planning import solve
    from planner.replanning.learning import with_lessons

    with interruptible() as is_cancelled, shown() as show:
        both = [
            solve(p, seconds=seconds / 2, seed=seed, report=show, is_cancelled=is_cancelled)
            for p in (problem, with_lessons(problem, found.turnout, found.rates))
        ]
    return both[0], both[1]


def _require_target(out: Path, plan_file: Path, history: Path, plan: "Plan") -> None:
    """Stop at a file that may not, or cannot, be written; what was learned before may be."""
    from planner.replanning.learning import read_learned

    reads = [(plan_file, "the plan that is read"), (history, "the history of the campaign")]
    require_targets([out], reads, plan=plan)
    if out.exists():
        try:
            read_learned(out)
        except PlannerError as fault:
            raise PlannerError(f"{out} is there and holds something else; name another file") from fault


def _write(out: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    try:
        write_files({out: text.encode("utf-8")})
    except OSError as fault:
        raise PlannerError(cannot(out, fault)) from fault


def _record(found: "Lessons", effect: "tuple[Plan, Plan] | None") -> dict[str, Any]:
    record: dict[str, Any] = {
        "estimates": [asdict(estimate) for estimate in found.estimates],
        "turnout": list(found.turnout),
        "rates": found.rates,
        "unused": found.unused,
    }
    if effect is not None:
        record["recorded_as_assumed"], record["recorded_as_proposed"] = (plan.recorded for plan in effect)
    return record


def _told(found: "Lessons", effect: "tuple[Plan, Plan] | None") -> str:
    lines = [f"{'':10} {'':22} {'assumed':>8} {'proposed':>8}   90 % interval   visits  people"]
    known = [estimate for estimate in found.estimates if estimate.visits or not estimate.is_enough]
    if any(estimate.visits for estimate in known):
        lines += map(_line, known)
    else:
        lines = [
            "the reports say nothing of turnout (Hadir is needed) or rates (hours are needed, and people who "
            "went home unrecorded)"
        ]
    if found.unused:
        lines.append(f"{found.unused} days of service say nothing of turnout: nobody counted who came")
    if effect is not None:
        before, after = (plan.recorded for plan in effect)
        lines.append(
            f"planned anew from {effect[0].problem.calendar.first}: {before:,} people with what is assumed, "
            f"{after:,} with what is proposed ({after - before:+,})"
        )
    if found.turnout:
        lines.append(
            f"for planner.toml: turnout = {list(found.turnout)}   (section [rules]; one for all villages)"
        )
    lines += [f"for the table of teams: {team} rate_per_hour {rate}" for team, rate in found.rates.items()]
    return "\n".join(lines)


def _line(estimate: "Estimate") -> str:
    digits = 1 if estimate.what == "rate" else 2
    numbers = [
        f"{value:.{digits}f}" for value in (estimate.assumed, estimate.proposed, estimate.low, estimate.high)
    ]
    if not estimate.is_enough:
        visits = f"{estimate.visits} visit{'' if estimate.visits == 1 else 's'}"
        return f"{estimate.what:<10} {estimate.group:<22} {numbers[0]:>8}   not enough hours ({visits})"
    return (
        f"{estimate.what:<10} {estimate.group:<22} {numbers[0]:>8} {numbers[1]:>8}   {numbers[2]:>5} to "
        f"{numbers[3]:<5} {estimate.visits:>6} {estimate.people:>7,}"
    )
