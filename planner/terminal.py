"""What a terminal shows: a project and a plan in a few lines, progress, and how a solve is ended early."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from rich.console import Console

from planner.domain.measure import cost_idr, is_costed, measure
from planner.domain.plan import Marginal, Plan
from planner.domain.problem import Problem
from planner.exporters.sentences import assumed_sentence
from planner.optimisers.watch import Progress


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


def told(problem: Problem) -> str:
    """Return what a project holds, in one line."""
    holds = contents(problem)
    deadline = date_told(problem.calendar.last)
    return (
        f"{problem.title}: {holds['villages']} villages, {holds['backlog']:,} people not recorded; "
        f"{holds['teams']} teams, {holds['working_days']} working days to {deadline}"
    )


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
    if plan.problem.rules.directives or plan.problem.rules.given_up:
        facts |= {
            "breaches": plan.breaches,
            "given_up": [directive.id for directive in plan.problem.rules.given_up],
            "gave_up_fewest": plan.outcome.gave_up_fewest,
        }
    return facts


def outcome(plan: Plan) -> str:
    """Return what a plan achieves, in a few lines."""
    sums, bound, baseline = measure(plan), plan.outcome.bound, plan.outcome.baseline_recorded
    lines = [
        f"plan: {sums.stops} visits in {sums.villages_visited} villages, {sums.team_days} team-days, "
        f"{sums.nights} nights away: {sums.recorded:,} people recorded, {sums.left_over:,} left over"
    ]
    if late := assumed_sentence(plan.problem, "en"):
        lines.append(f"{late}; after a week without a report they count as not made")
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
            "one more is worth about, in people, on average by the proof: "
            + ", ".join(map(_more, plan.outcome.marginals))
        )
    if baseline is not None:
        more = f" ({sums.recorded / baseline - 1:+.0%})" if baseline else ""
        lines.append(
            f"today's practice, largest backlog first: {baseline:,}; this plan: {sums.recorded:,}{more}"
        )
    return "\n".join(lines)


def date_told(day: date) -> str:
    """Return a date as in a sentence, e.g. 27 June 2018."""
    return f"{day.day} {day:%B %Y}"


def _more(marginal: Marginal) -> str:
    at = f" at {marginal.base}" if marginal.base else ""
    return f"{marginal.thing}{at} {marginal.people:,.1f}"


def _laid_down_lines(plan: Plan) -> list[str]:
    """Return lines on the office's own rules: the soft ones that are breached, and the hard ones given up."""
    rules = plan.problem.rules
    lines = [
        f"soft rule {directive.id} breached {plan.breaches[directive.id]} time(s): {directive.said}"
        for directive in rules.directives
        if plan.breaches[directive.id]
    ]
    if rules.given_up:
        proof = "no plan keeps more of them" if plan.outcome.gave_up_fewest else "not proven to be the fewest"
        lines.append(f"rules that cannot all be kept, given up ({proof}):")
        lines += [f"  {directive.id}: {directive.said}" for directive in rules.given_up]
    return lines


def _scarce_lines(plan: Plan) -> list[str]:
    """Return lines on floors, money and rules, where a problem has them."""
    lines, rules = _laid_down_lines(plan), plan.problem.rules
    if rules.floors:
        missed = sum(1 for people in plan.short.values() if people)
        lines.append(
            f"floors: {sum(plan.short.values()):,} people short, in {missed} of {len(rules.floors)} districts"
        )
    if is_costed(plan.problem):
        budget = f" of a budget of {rules.budget:,.0f}" if rules.budget is not None else ""
        lines.append(f"cost: {cost_idr(plan):,.0f}{budget} rupiah")
    return lines


def limits(bound: float | None, gap: float | None) -> str:
    """Return bound and gap as two columns."""
    most = f"{bound:,.0f}" if bound is not None else "-"
    share = f"{gap:.2%}" if gap is not None else "-"
    return f"{most:>9} {share:>7}"


class Shown:
    """Progress on stderr: a line that renews itself on a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        spinner = "dots" if self._console.encoding.lower().startswith("utf") else "line"
        status = self._console.status("reading the map ...", spinner=spinner)
        self._status = status if self._console.is_terminal else None
        self._last = -10.0
        self._prefix = self._text = ""

    def __call__(self, progress: Progress) -> None:
        """Show where a solve stands, ten times a second at most."""
        self.said(self._prefix + stands(progress))

    def said(self, text: str) -> None:
        """Show a line, ten times a second at most, and never the same again."""
        if text == self._text or time.monotonic() - self._last < (0.1 if self._status else 5.0):
            return
        self._last, self._text = time.monotonic(), text
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
    if progress.stage == "compile":
        return "compiling: half a minute or more, which is no part of --seconds ..."
    doing = {"bound": "proving a bound", "plan": "making plans", "improve": "improving"}[progress.stage]
    best = f"best {progress.recorded:,}" if progress.recorded is not None else "no plan yet"
    bound = f", at most {progress.bound:,.0f}" if progress.bound is not None else ""
    gap = f", gap {progress.gap:.2%}" if progress.gap is not None else ""
    return f"{progress.seconds:4.0f} s  {doing}: {best}{bound}{gap}  (Ctrl-C keeps the best so far)"


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Yield a question whether somebody wants an end: by Ctrl-C, a closed window, or the system.

    The body goes on, to keep the best so far and write it. A second wish, a second later, ends the program at
    once.
    """
    pressed: list[float] = []
    terminals = [number for number in (1, 2) if os.isatty(number)]

    def press(number: int, frame: object) -> None:
        now = time.monotonic()
        if number == getattr(signal, "SIGHUP", None):
            _leave(terminals)
        if pressed and now - pressed[0] > 1.0:  # a parent and a terminal may both pass on the same one
            _end_by(number)
        pressed.append(now)

    if threading.current_thread() is not threading.main_thread():
        yield lambda: bool(pressed)
        return
    before = {number: signal.signal(number, press) for number in _wishes()}
    try:
        yield lambda: bool(pressed)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


def _wishes() -> list[signal.Signals]:
    """Return the signals by which people and systems ask for an end; not those that nohup has turned off."""
    known = [getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP", "SIGBREAK")]
    there = [number for number in known if number is not None]
    return [signal.SIGINT, *(n for n in there if signal.getsignal(n) is not signal.SIG_IGN)]


def _leave(terminals: list[int]) -> None:
    """Let what is still printed there go nowhere: a terminal that has hung up refuses it."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for number in terminals:
        os.dup2(nothing, number)
    os.close(nothing)


def _end_by(number: int) -> None:
    """End as if nobody had listened to the signal."""
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)
