"""``planner export``: a plan that was kept, in other formats."""

from pathlib import Path

import typer

from planner.cli.arguments import Lang, Out, WithContacts, language_of
from planner.cli.files import require_exporters, require_targets, write_plan
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
    plan, source = plan_at(plan_file, run), Path(plan_file)
    is_project = source.suffix.lower() == ".toml"
    reads = [(source, "the plan that is read")]
    require_targets(out, reads, project=source if is_project else None, plan=plan)
    written = write_plan(plan, out, language, with_contacts=with_contacts)
    written.tell()
    written.require_all()
