"""The page names every table and every column of a store, and no other."""

import re
from pathlib import Path

import pytest

from planner.inputs.settings import read_settings
from planner.store.tables import TABLES, Table

PAGE = (Path(__file__).parents[2] / "docs" / "store.md").read_text(encoding="utf-8")
KINDS = {
    "key": "number",
    "row": "number",
    "run": "number",
    "whole": "whole number",
    "number": "number",
    "text": "text",
    "date": "date",
    "moment": "date and time, UTC",
    "yes_no": "yes or no",
    "bytes": "bytes",
    "point": "point, EPSG:4326",
}


def test_every_table_stands_on_the_page_and_no_other() -> None:
    assert re.findall(r"^### (.+)$", PAGE, flags=re.MULTILINE) == [table.name for table in TABLES]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_stands_on_the_page_with_its_type_and_meaning(table: Table) -> None:
    section = PAGE.split(f"\n### {table.name}\n")[1].split("\n### ")[0]

    assert [line for line in section.splitlines() if line.startswith("| `")] == [
        f"| `{column.name}`{'*' if column.is_needed else ''} | {KINDS[column.kind]} | {column.meaning} |"
        for column in table.columns
    ]
    assert section.strip().lower().startswith(table.meaning.lower())
    assert (f"`latest_{table.name}`" in section) == table.is_latest


def test_the_examples_on_the_page_can_be_read(tmp_path: Path) -> None:
    examples = re.findall(r"```toml\n(.+?)```", PAGE, flags=re.DOTALL)
    project = 'title = "x"\nworkbook = "masukan.xlsx"\n'
    found = []
    for example in examples:
        (tmp_path / "planner.toml").write_text(project + example, encoding="utf-8")
        found.append(read_settings(tmp_path / "planner.toml").store)

    assert [(store.file, store.database is not None) for store in found if store] == [
        ("kupang.gpkg", False),
        (None, True),
    ]
