"""What a terminal shows: a project and a plan in a few lines, progress while it solves, and Ctrl-C."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Console

from planner.domain.measure import cost_idr, is_costed, measure
from planner.domain.plan import Marginal, Plan
from planner.domain.problem import Problem
from planner.forecast import Forecast, kit_days
from planner.inputs.office import NOT_USED
from planner.optimisers.watch import Progress
from planner.province import Province
from planner.quality.findings import Finding, by_table, counts
from planner.whatif import WhatIf

if TYPE_CHECKING:  # it reads maps and trees of points, too much for --help
    from planner.quality.report import Report


def contents(problem: Problem) -> dict[str, Any]:
    """Return what a project holds, for ``--json``."""
    return {
        "title": problem.title,
        "villages": len(problem.villages),
        "backlog": problem.backlog,
        "teams": len(problem.teams),
        "team_days": problem.team_days,
        "working_days": len(problem.calendar.working_days()),
        "first": problem.calendar.first.isoformat(),
        "deadline": problem.calendar.last.isoformat(),
    }


def unused(problem: Problem) -> dict[str, str]:
    """Return sheet -> what stands in the office's workbook there and no plan uses yet."""
    start = f"{NOT_USED}: "
    return {name.removeprefix(start): value for name, value in problem.notes if name.startswith(start)}


def told(problem: Problem) -> str:
    """Return what a project holds, in one line."""
    holds = contents(problem)
    deadline = _date(problem.calendar.last)
    return (
        f"{problem.title}: {holds['villages']} villages, {holds['backlog']:,} people not recorded; "
        f"{holds['teams']} teams, {holds['working_days']} working days to {deadline}"
    )


def as_record(report: "Report") -> dict[str, Any]:
    """Return what a project holds and what is wrong in its data, for ``--json``; English as on the screen."""
    facts: dict[str, Any] = {}
    if report.problem is not None:
        facts = contents(report.problem)
        facts |= {"unreachable": report.cut_off, "not_used": unused(report.problem)}
    return facts | {
        "counts": counts(report.findings),
        "findings": [finding.record("en") for finding in report.findings],
    }


def project_told(report: "Report") -> str:
    """Return what a project without faults holds, what is not used, and who cannot be served."""
    if report.problem is None:
        raise ValueError("a project with faults holds nothing yet")
    lines = [told(report.problem)]
    lines += [f"not used yet: {sheet}: {what}" for sheet, what in unused(report.problem).items()]
    if report.cut_off:
        people = sum(report.problem.village[village].backlog for village in report.cut_off)
        lines.append(f"{len(report.cut_off)} villages with {people:,} people cannot be served")
    else:
        lines.append("every village with a backlog can be reached")
    return "\n".join(lines)


def findings_told(report: "Report") -> str:
    """Return how many findings there are of each severity, and all of them table by table."""
    sums = counts(report.findings)
    lines = ["data: " + ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for name, n in sums.items())]
    for (file, sheet), findings in by_table(report.findings).items():
        lines.append(f"{file}{f', sheet {sheet}' if sheet else ''}: {len(findings)}")
        lines.extend(f"  {_finding(finding)}" for finding in findings)
    return "\n".join(lines)


def _finding(finding: Finding) -> str:
    """Return one finding in one line: how bad, where, what was found, and what to do."""
    place = finding.place
    parts = [
        place.address,
        f"row {place.row}" if place.row and not place.address else "",
        place.header or "",
    ]
    where = ", ".join(part for part in parts if part)
    found = f"found {finding.value!r}; " if finding.value is not None else ""
    rule = "" if finding.rule == "fault" else f" [{finding.rule}]"
    return f"{finding.severity}{f' {where}' if where else ''}: {found}{finding.told('en')}{rule}"


def result(plan: Plan) -> dict[str, Any]:
    """Return the facts of a plan, for ``--json``."""
    sums = measure(plan)
    return {
        "status": plan.status,
        "recorded": sums.recorded,
        "left_over": sums.left_over,
        "backlog": sums.backlog,
        "bound": plan.outcome.bound,
        "gap": plan.gap,
        "baseline_recorded": plan.outcome.baseline_recorded,
        "teams": len(plan.problem.teams),
        "team_days": sums.team_days,
        "team_days_available": sums.team_days_available,
        "villages_visited": sums.villages_visited,
        "nights": sums.nights,
        "violations": [],  # a plan with one is never shown; verify fills this in
        "stop_reason": plan.outcome.stop_reason,
        "rounds": plan.outcome.rounds,
        "seed": plan.outcome.seed,
        "seconds": plan.outcome.seconds,
        **_scarce(plan),
    }


def _scarce(plan: Plan) -> dict[str, Any]:
    """Return what ``--json`` tells only where a problem has floors or money."""
    facts: dict[str, Any] = {}
    if plan.problem.rules.floors:
        facts |= {"value": plan.value, "short": plan.short}
    if is_costed(plan.problem):
        facts |= {"cost_idr": cost_idr(plan), "budget_idr": plan.problem.rules.budget}
    return facts


def outcome(plan: Plan) -> str:
    """Return what a plan achieves, in a few lines."""
    sums, bound, baseline = measure(plan), plan.outcome.bound, plan.outcome.baseline_recorded
    lines = [
        f"plan: {sums.stops} visits in {sums.villages_visited} villages, {sums.team_days} team-days, "
        f"{sums.nights} nights away: {sums.recorded:,} people recorded, {sums.left_over:,} left over"
    ]
    lines += _scarce_lines(plan)
    if bound is not None and plan.problem.rules.floors:
        lines.append(
            f"proof: no plan is worth more than {bound:,.1f}, people less the price of shortfalls; "
            f"this one, worth {plan.value:,.1f}, is {plan.status}"
        )
    elif bound is not None:
        lines.append(f"proof: no plan records more than {bound:,.0f}; this one is {plan.status}")
    if plan.outcome.marginals:
        lines.append(
            "one more would bring at most, in people: " + ", ".join(map(_more, plan.outcome.marginals))
        )
    if baseline is not None:
        more = f" ({sums.recorded / baseline - 1:+.0%})" if baseline else ""
        lines.append(
            f"today's practice, largest backlog first: {baseline:,}; this plan: {sums.recorded:,}{more}"
        )
    return "\n".join(lines)


def forecast_record(answer: Forecast, made: Plan | None) -> dict[str, Any]:
    """Return a forecast, and what a plan adds to it, for ``--json``."""
    record: dict[str, Any] = {
        "total": answer.total,
        "per_month": answer.per_month,
        "first": answer.first.isoformat(),
        "deadline": answer.deadline.isoformat(),
        "days": answer.days,
        "recorded": answer.recorded,
        "share": answer.share,
        "left": answer.left,
        "needed_per_month": answer.needed_per_month,
        "finished": answer.finished.isoformat() if answer.finished else None,
    }
    if made is not None:
        record |= {
            "working_days": len(made.problem.calendar.working_days()),
            "team_days": made.problem.team_days,
            "kit_days": kit_days(made.problem),
            "teams_record": made.recorded,
            "teams_bound": made.outcome.bound,
            "together": min(answer.total, answer.recorded + made.recorded),
        }
    return record


def forecast_told(answer: Forecast, made: Plan | None) -> str:
    """Return a forecast in sentences; teams are taken to record those whom the regular service does not."""
    finished = f"the last one on {_date(answer.finished)}" if answer.finished else "never all of them"
    lines = [
        f"{answer.total:,} people not recorded on {_date(answer.first)}, "
        f"{answer.per_month:,.0f} recorded a month",
        f"by {_date(answer.deadline)} ({answer.days} days): {answer.recorded:,} recorded "
        f"({answer.share:.1%}), {answer.left:,} left; at this rate {finished}",
        f"to be done by then: {answer.needed_per_month:,.0f} a month",
    ]
    if made is not None:
        together = min(answer.total, answer.recorded + made.recorded)
        lines += [
            f"{len(made.problem.calendar.working_days())} working days, {made.problem.team_days} team-days, "
            f"{kit_days(made.problem)} kit-days are left",
            f"the teams add {made.recorded:,} in the villages ({made.status}), beside the regular service: "
            f"{together:,} in all, {answer.total - together:,} left",
        ]
    return "\n".join(lines)


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _more(marginal: Marginal) -> str:
    at = f" at {marginal.base}" if marginal.base else ""
    return f"{marginal.thing}{at} {marginal.people:,.1f}"


def _scarce_lines(plan: Plan) -> list[str]:
    """Return lines on floors and money, where a problem has them."""
    lines, rules = [], plan.problem.rules
    if rules.floors:
        missed = sum(1 for people in plan.short.values() if people)
        lines.append(
            f"floors: {sum(plan.short.values()):,} people short, in {missed} of {len(rules.floors)} districts"
        )
    if is_costed(plan.problem):
        budget = f" of a budget of {rules.budget:,.0f}" if rules.budget is not None else ""
        lines.append(f"cost: {cost_idr(plan):,.0f}{budget} rupiah")
    return lines


def print_rows(answer: WhatIf) -> None:
    """Print the table of a what-if."""
    print("teams team-days  recorded   at most     gap  per extra team  status")
    for row in answer.rows:
        extra = f"{row.per_extra_team:,.0f}" if row.per_extra_team is not None else "-"
        print(
            f"{row.teams:>5} {row.team_days:>9} {row.recorded:>9,} {limits(row.bound, row.gap)} {extra:>15}  "
            f"{row.status}"
        )


def print_province(answer: Province) -> None:
    """Print the table of a province, and its sums."""
    width = max([7, *(len(regency.name) for regency in answer.regencies)])
    print(f"{'regency':<{width}} villages teams  recorded   at most     gap  status")
    for regency in answer.regencies:
        plan = regency.plan
        start = f"{regency.name:<{width}} {len(regency.problem.villages):>8} {len(regency.problem.teams):>5}"
        if plan is None:
            print(f"{start} {'-':>9} {'-':>9} {'-':>7}  NO PLAN")
        else:
            print(f"{start} {plan.recorded:>9,} {limits(plan.outcome.bound, plan.gap)}  {plan.status}")
    teams = sum(len(regency.problem.teams) for regency in answer.regencies)
    start = f"{'all':<{width}} {answer.villages:>8} {teams:>5} {answer.recorded:>9,}"
    print(
        f"{start} {limits(answer.bound, answer.gap)}  {len(answer.plans)} of {len(answer.regencies)} planned"
    )


def limits(bound: float | None, gap: float | None) -> str:
    """Return bound and gap as two columns."""
    most = f"{bound:,.0f}" if bound is not None else "-"
    share = f"{gap:.2%}" if gap is not None else "-"
    return f"{most:>9} {share:>7}"


class Shown:
    """Progress on stderr: a line that renews itself on a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._status = self._console.status("reading the map ...") if self._console.is_terminal else None
        self._last = -10.0
        self._prefix = ""

    def __call__(self, progress: Progress) -> None:
        """Show where a solve stands, ten times a second at most."""
        if time.monotonic() - self._last < (0.1 if self._status else 5.0):
            return
        self._last = time.monotonic()
        text = self._prefix + stands(progress)
        if self._status is not None:
            self._status.update(text)
        else:
            print(text, file=sys.stderr, flush=True)

    def with_teams(self, teams: int, progress: Progress) -> None:
        """Show where a solve with a number of teams stands."""
        self.named(f"{teams} teams", progress)

    def named(self, name: str, progress: Progress) -> None:
        """Show where one of several solves stands."""
        self._prefix = f"{name}: "
        self(progress)


@contextmanager
def shown() -> Iterator[Shown]:
    """Show progress while the body runs, and clear it away afterwards."""
    shown = Shown()
    if shown._status is None:
        yield shown
        return
    with shown._status:
        yield shown


def stands(progress: Progress) -> str:
    """Return one line on where a solve stands."""
    doing = {"bound": "proving a bound", "plan": "making plans", "improve": "improving"}[progress.stage]
    best = f"best {progress.recorded:,}" if progress.recorded is not None else "no plan yet"
    bound = f", at most {progress.bound:,.0f}" if progress.bound is not None else ""
    gap = f", gap {progress.gap:.2%}" if progress.gap is not None else ""
    return f"{progress.seconds:4.0f} s  {doing}: {best}{bound}{gap}  (Ctrl-C keeps the best so far)"


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Yield a question whether Ctrl-C was pressed; a second one, a second later, ends the program at once."""
    pressed: list[float] = []

    def press(number: int, frame: object) -> None:
        now = time.monotonic()
        if pressed and now - pressed[0] > 1.0:  # a parent and a terminal may both pass on the same one
            raise KeyboardInterrupt
        pressed.append(now)

    if threading.current_thread() is not threading.main_thread():
        yield lambda: bool(pressed)
        return
    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)
