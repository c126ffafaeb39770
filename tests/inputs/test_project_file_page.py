"""The page for officers names every key and every column that the code reads, and no other."""

import dataclasses
import re
from pathlib import Path

import pytest

from planner.inputs import bases, boats, calendar, crosswalk, directives, teams, villages
from planner.inputs.columns import Column
from planner.inputs.office.fields import FORMS
from planner.inputs.office.forms import Form
from planner.inputs.office.parameters import PARAMETERS
from planner.inputs.settings import OfficeSettings, Settings, known_keys
from planner.inputs.sheets import plain
from planner.travel import SOURCES, source

PAGE = (Path(__file__).parents[2] / "docs" / "project-file.md").read_text(encoding="utf-8")
TABLES = {
    "Villages": villages.COLUMNS,
    "Bases": bases.COLUMNS,
    "Teams": teams.COLUMNS,
    "Calendar": calendar.COLUMNS,
    "The office's own rules": directives.COLUMNS,
    "Codes of another year, and names": crosswalk.COLUMNS,
    "Boats": boats.BOAT_COLUMNS,
    "Known ways: `travel.pairs` and `travel.table`": boats.LEG_COLUMNS,
}


def rows(section: str) -> list[list[str]]:
    """Return the cells of the table below a heading."""
    text = PAGE.split(f"\n## {section}\n")[1].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


@pytest.mark.parametrize(("section", "columns"), TABLES.items())
def test_every_column_stands_on_the_page_with_all_its_names(
    section: str, columns: tuple[Column, ...]
) -> None:
    written = [(re.findall(r"`(.+?)`", row[0])[0], re.findall(r"`(.+?)`", row[1])) for row in rows(section)]

    assert written == [(column.key, list(column.names)) for column in columns]


@pytest.mark.parametrize(("section", "columns"), TABLES.items())
def test_required_columns_have_a_star(section: str, columns: tuple[Column, ...]) -> None:
    stars = [row[0].endswith("*") for row in rows(section)]

    checked_elsewhere = {"unrecorded", "island"}  # needed unless something else stands in for them
    assert stars == [column.required or column.key in checked_elsewhere for column in columns]


@pytest.mark.parametrize(("section", "columns"), TABLES.items())
def test_the_examples_on_the_page_can_be_read(section: str, columns: tuple[Column, ...]) -> None:
    for row, column in zip(rows(section), columns, strict=True):
        column.parse(row[-1].strip("`| "))


@pytest.mark.parametrize("columns", TABLES.values())
def test_no_header_means_two_columns(columns: tuple[Column, ...]) -> None:
    names = [plain(name) for column in columns for name in {*column.names, column.key}]

    assert len(names) == len(set(names))


def test_every_key_of_the_project_stands_on_the_page_and_no_other() -> None:
    keys = {"title", "travel.source"} | OfficeSettings.model_fields.keys() - Settings.model_fields.keys()
    for section in Settings.model_fields.keys() - {"title", "travel"}:
        keys |= {f"{section}.{key}" for key in known_keys([section])}
    for section in ("rules.costs", "rules.floors"):
        keys |= {f"{section}.{key}" for key in known_keys(section.split("."))}
        keys.remove(section)
    for name in SOURCES:
        keys |= {f"travel.{field.name}" for field in dataclasses.fields(source(name).Settings)}

    written = PAGE.split("\n## planner.toml\n")[1].split("\n## ")[0]
    cells = [line.split(" | ")[0] for line in written.splitlines() if line.startswith("| `")]
    found = {key.split('."')[0] for cell in cells for key in re.findall(r"`(.+?)`", cell)}
    assert found == keys


def sheet_rows(name: str) -> list[list[str]]:
    """Return the cells of the table of one sheet of the workbook."""
    text = PAGE.split("\n## The office's workbook\n")[1].split("\n## ")[0]
    lines = text.split(f"\n### {name}\n")[1].split("\n### ")[0].splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| `")
    ]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_column_of_the_workbook_stands_on_the_page(form: Form) -> None:
    written = [row[:3] for row in sheet_rows(form.name)][: len(form.fields)]

    assert written == [
        [
            f"`{field.header}`" + ("*" if form.is_required(field) else ""),
            f"`{field.key}`",
            "yes" if form.is_read(field) else "remark" if field.is_remark else "not yet",
        ]
        for field in form.fields
    ]


def test_every_parameter_of_the_workbook_stands_on_the_page() -> None:
    written = [row[:2] for row in sheet_rows("Parameter")][5:]

    assert written == [
        [f"`{known.label}`" + ("*" if known.is_required else ""), f"`{known.key}`"] for known in PARAMETERS
    ]
