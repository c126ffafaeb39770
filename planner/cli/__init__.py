"""The commands of the office, from ``template`` and ``check`` over ``plan`` to ``export`` and ``letters``.

Each stands in the file of its name. It prints what an officer would tell a colleague, then where the files
are. Results go to stdout, progress and faults to stderr. Exit codes: 0 it worked, 1 a fault in the data, 2 a
wrong call; :mod:`planner.__main__` adds 70, a fault of our own.
"""

import sys

import typer

from planner.cli.actuals import actuals, publish
from planner.cli.arguments import FAULT
from planner.cli.backtest import backtest
from planner.cli.check import check
from planner.cli.explain import explain
from planner.cli.export import export
from planner.cli.forecast import forecast
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
)  # in the order of --help

app = typer.Typer(
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
