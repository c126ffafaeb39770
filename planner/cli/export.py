"""``planner export``: a plan that was kept, in other formats."""

import typer

from planner.cli.arguments import Lang, Out, PlanFile, language_of
from planner.cli.files import require_exporters, require_file, write_plan


def export(plan_file: PlanFile, out: Out = None, lang: Lang = "id") -> None:
    """Write a plan that was kept as .json in other formats."""
    from planner.inputs.plan import read_plan

    language = language_of(lang)
    if not out:
        raise typer.BadParameter("name at least one file, e.g. --out plan.xlsx")
    require_exporters(out)
    require_file(plan_file)
    write_plan(read_plan(plan_file), out, language)
    print(f"wrote {', '.join(str(path) for path in out)}")
