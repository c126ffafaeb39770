"""``planner check``: what is in a project, and what is wrong or looks wrong in its data."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.arguments import FAULT, AsJson, Lang, Project, language_of
from planner.cli.files import require_file, require_suffixes, require_targets
from planner.domain.problem import Problem
from planner.errors import PlannerError
from planner.inputs.office import NOT_USED
from planner.quality.findings import Finding, by_table, counts
from planner.surroundings.console import print_json
from planner.targets import cannot
from planner.terminal import contents, told

if TYPE_CHECKING:  # it reads maps and trees of points, too much for --help
    from planner.quality.report import Report
    from planner.words import Language


def check(
    project: Project,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Report as .xlsx: the office's workbook with bad cells coloured."),
    ] = None,
    proposals: Annotated[
        Path | None,
        typer.Option(
            "--proposals",
            help="Villages that rows without a known code may mean, as .csv: write ya behind those that are "
            "right, and name the file as villages.crosswalk.",
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = "id",
) -> None:
    """Read a project: what is in it, and what is wrong or looks wrong in its data, cell by cell."""
    from planner.quality.report import examine

    language = language_of(lang)
    require_suffixes([out] if out else [], {".xlsx"})
    require_suffixes([proposals] if proposals else [], {".csv"})
    require_file(project)
    if proposals and os.path.exists(proposals):
        raise PlannerError(f"{proposals} is there already and may hold somebody's yes; name another file")
    require_targets([path for path in (out, proposals) if path], project=project)
    if proposals:
        print(_proposed(project, proposals), file=sys.stderr)
    report = examine(project)
    written = _report(report, out, language) if out else None
    if as_json:
        print_json(as_record(report) | {"files": [str(out)] if out else []})
    elif report.problem is None:
        print(findings_told(report), file=sys.stderr)
    else:
        print(project_told(report))
        print(findings_told(report))
    if written and not as_json:
        print(written)
    if any(finding.severity == "error" for finding in report.findings):
        raise typer.Exit(FAULT)


def _proposed(project: Path, out: Path) -> str:
    """Write what rows without a known code may mean and return what was written."""
    from planner.quality.proposed import write_proposals

    try:
        count = write_proposals(project, out)
    except OSError as fault:
        raise PlannerError(cannot(out, fault)) from fault
    rows = f"{count} proposal{'' if count == 1 else 's'}"
    return f"wrote {out}: {rows}; none holds before somebody writes ya in its column setuju"


def _report(report: "Report", out: Path, language: "Language") -> str:
    """Write a report on data quality and return what was written."""
    from planner.quality.book import write_report

    try:
        is_copy = write_report(report, out, language=language)
    except OSError as fault:
        raise PlannerError(cannot(out, fault)) from fault
    if is_copy:
        return f"wrote {out}: {report.tables.workbook} with bad cells coloured, and the sheet Mutu Data"
    why = "; the workbook is not copied: it is no .xlsx, cannot be opened, or holds persons"
    return f"wrote {out}: the sheet Mutu Data{why if report.tables.workbook else ''}"


def unused(problem: Problem) -> dict[str, str]:
    """Return sheet -> what stands in the office's workbook there and no plan uses yet."""
    start = f"{NOT_USED}: "
    return {name.removeprefix(start): value for name, value in problem.notes if name.startswith(start)}


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
