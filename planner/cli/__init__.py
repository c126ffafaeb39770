"""The commands of the office, from ``template`` and ``check`` over ``plan`` to ``export`` and ``letters``.

Each stands in the file of its name. It prints what an officer would tell a colleague, then where the files
are. Results go to stdout, progress and faults to stderr. Exit codes: 0 it worked, 1 a fault in the data, 2 a
wrong call, 3 some of it is done and some cannot be (regencies of a province); :mod:`planner.__main__` adds
70, a fault of our own.
"""

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from planner.cli.actuals import actuals, publish
from planner.cli.arguments import FAULT
from planner.cli.backtest import backtest
from planner.cli.check import check
from planner.cli.explain import explain
from planner.cli.export import export
from planner.cli.forecast import forecast
from planner.cli.forget import forget
from planner.cli.history import history
from planner.cli.learn import learn
from planner.cli.letters import letters
from planner.cli.plan import demo, plan
from planner.cli.province import province
from planner.cli.replan import replan
from planner.cli.simulate import simulate
from planner.cli.template import template
from planner.cli.verify import verify
from planner.cli.whatif import whatif
from planner.errors import PlannerError
from planner.persons import is_personal

COMMANDS = (
    demo,
    template,
    check,
    forecast,
    plan,
    whatif,
    explain,
    simulate,
    province,
    history,
    publish,
    actuals,
    replan,
    learn,
    backtest,
    verify,
    export,
    letters,
    forget,
)  # in the order of --help


class Guarded(TyperGroup):
    """All commands behind one guard: no word of a call may be the number of a person."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Return what is left of the words of a call, as every group does."""
        personal = [n for n, word in enumerate(args, start=1) if is_personal(word)]
        if personal:
            raise typer.BadParameter(
                f"word {personal[0]} of the call holds a sixteen-digit number, which is personal data "
                "(NIK or KK) and would come out on what is written; leave it out"
            )
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=Guarded,
    help="Which mobile team goes to which village on which day, with a proof of how good the plan is.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in COMMANDS:
    app.command()(command)


def main() -> None:
    """Run the command line; faults become one clear text on stderr and an exit code."""
    try:
        app()
    except PlannerError as fault:
        print(fault, file=sys.stderr)
        sys.exit(FAULT)
