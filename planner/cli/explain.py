"""``planner explain``: why a village is left out or comes late, and what another wish would change."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.arguments import AsJson, Lang, Seconds, Seed, language_of
from planner.cli.files import read_project, require_file
from planner.cli.values import day
from planner.errors import PlannerError
from planner.surroundings.console import print_json
from planner.terminal import interruptible, shown

if TYPE_CHECKING:
    from planner.domain.plan import Plan
    from planner.explain import Difference, Explanation


def explain(
    source: Annotated[
        Path, typer.Argument(metavar="PLAN", help="A plan written as .json, or a project to plan first.")
    ],
    village: Annotated[str | None, typer.Argument(help="Code or name of a village.")] = None,
    wish: Annotated[
        str | None,
        typer.Option("--if", help='A question such as "T2 sick on 2018-05-16; add 1 team at B".'),
    ] = None,
    by: Annotated[
        date | None,
        typer.Option("--by", parser=day, metavar="DATE", help="Day by which the village should be served."),
    ] = None,
    seconds: Seconds = 10.0,
    seed: Seed = 0,
    lang: Lang = "id",
    as_json: AsJson = False,
) -> None:
    """Tell why a village is left out or comes late, what serving it would displace, and answer --if."""
    from planner.explain import compared, wishes_of
    from planner.explain import explain as explained
    from planner.explain.told import difference_lines, explanation_lines
    from planner.explain.wishes import with_wishes
    from planner.words import sentence

    language = language_of(lang)
    if village is None and (wish is None or by is not None):
        raise typer.BadParameter("name a village, or ask with --if")
    plan = _plan(source, seconds, seed)
    code = _code(plan, village) if village is not None else None
    wishes = wishes_of(wish, plan.problem) if wish is not None else ()
    changed = with_wishes(plan.problem, wishes)
    facts: dict[str, Any] = {}
    lines: list[str] = []
    with interruptible() as is_cancelled, shown() as show:
        if wishes:
            found = compared(
                plan, changed, seconds=seconds, seed=seed, report=show, is_cancelled=is_cancelled
            )
            lines += [sentence("explain_if", language, said="; ".join(w.said for w in wishes))]
            lines += difference_lines(found, language)
            facts["if"] = _difference(found) | {"wishes": [w.said for w in wishes]}
            plan = found.after
        if code is not None:
            why = explained(
                plan, code, by=by, seconds=seconds, seed=seed, report=show, is_cancelled=is_cancelled
            )
            lines += ([""] if lines else []) + explanation_lines(why, plan, language)
            facts["village"] = _village(why)
    if as_json:
        print_json(facts)
    else:
        print("\n".join(lines))


def _plan(source: Path, seconds: float, seed: int) -> "Plan":
    """Return the plan of a file, or that of a project made now."""
    from planner.domain.check import require_valid
    from planner.inputs.plan import read_plan
    from planner.planning import solve

    require_file(source)
    if source.suffix.lower() == ".json":
        plan = read_plan(source)
        require_valid(plan)
        return plan
    problem = read_project(source)
    with interruptible() as is_cancelled, shown() as show:
        return solve(problem, seconds=seconds, seed=seed, report=show, is_cancelled=is_cancelled)


def _code(plan: "Plan", village: str) -> str:
    """Return the code of the village of that code or name."""
    from planner.explain.wishes import village_named

    try:
        return village_named(plan.problem, village).id
    except ValueError as fault:
        raise PlannerError(str(fault)) from None


def _difference(found: "Difference") -> dict[str, Any]:
    """Return two plans side by side, for ``--json``."""
    return {
        "recorded_before": found.before.recorded,
        "recorded_after": found.after.recorded,
        "people": found.people,
        "bound_after": found.after.outcome.bound,
        "seconds": found.after.outcome.seconds,
        "villages": found.villages,
        "given_up": [rule.said for rule in found.given_up],
        "changes": [
            {
                "change": change.kind,
                "village": change.village,
                "old_date": change.old_day.isoformat() if change.old_day else None,
                "old_team": change.old_team,
                "new_date": change.new_day.isoformat() if change.new_day else None,
                "new_team": change.new_team,
            }
            for change in found.changes
        ],
    }


def _village(found: "Explanation") -> dict[str, Any]:
    """Return an explanation, for ``--json``; numbers that nobody knows are null."""
    trip, weakest = found.trip, found.weakest
    return {
        "code": found.village.id,
        "name": found.village.name,
        "backlog": found.village.backlog,
        "planned": found.planned,
        "left": found.left,
        "visits": [{"date": v.day.isoformat(), "team": v.team, "people": v.people} for v in found.visits],
        "reason": found.reason,
        "reason_detail": found.detail,
        "days": found.days,
        "days_possible": found.days_possible,
        "rules": [rule.said for rule in found.rules],
        "trip": trip
        and {
            "team": trip.team,
            "base": found.base,
            "first_day": found.first_day.isoformat() if found.first_day else None,
            "team_days": trip.team_days,
            "nights": trip.nights,
            "people": trip.people,
            "people_per_team_day": found.per_team_day,
            "cost_idr": trip.cost_idr if trip.cost_idr == trip.cost_idr else None,
            "price": found.price,
            "shortfall": found.shortfall,
        },
        "weakest_trip": weakest
        and {
            "team": weakest.team,
            "first_day": weakest.first.isoformat(),
            "team_days": len(weakest.days),
            "people": weakest.people,
        },
        "by": found.by.isoformat() if found.by else None,
        "asked": _difference(found.asked) if found.asked else None,
    }
