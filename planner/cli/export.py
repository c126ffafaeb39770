"""``planner export``: a plan that was kept, in other formats."""

import typer

from planner.cli.arguments import Lang, Out, WithContacts, language_of
from planner.cli.files import require_exporters, write_plan
from planner.cli.stores import KeptPlan, RunNumber, plan_at


def export(
    plan_file: KeptPlan,
    run: RunNumber = None,
    out: Out = None,
    lang: Lang = "id",
    with_contacts: WithContacts = False,
) -> None:
    """Write a plan that was kept, as .json or in a store, in other formats."""
    language = language_of(lang)
    if not out:
        raise typer.BadParameter("name at least one file, e.g. --out plan.xlsx")
    require_exporters(out)
    write_plan(plan_at(plan_file, run), out, language, with_contacts=with_contacts)
    print(f"wrote {', '.join(str(path) for path in out)}")
