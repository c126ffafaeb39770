"""The page for officers names every key of letters.toml, and its example can be read."""

import re
from pathlib import Path

from planner.letters.contents import KINDS
from planner.letters.office import Numbers, Office, Officer, TeamOffice, read_office

PAGE = (Path(__file__).parents[2] / "docs" / "letters.md").read_text(encoding="utf-8")


def test_every_key_stands_on_the_page_and_no_other() -> None:
    table = PAGE.split("\n## letters.toml\n")[1].split("\n## ")[0]
    written = re.findall(r"^\| `([\w.]+)` \|", table, flags=re.MULTILINE)

    plain = [key for key in Office.model_fields if key not in ("head", "numbers", "teams")]
    assert sorted(written) == sorted(
        [
            *plain,
            *(f"head.{key}" for key in Officer.model_fields),
            *(f"numbers.{key}" for key in Numbers.model_fields),
            *(f"teams.ID.{key}" for key in TeamOffice.model_fields),
        ]
    )


def test_every_kind_of_document_stands_on_the_page() -> None:
    assert [kind for kind in KINDS if f"| `{kind}/` |" not in PAGE] == []


def test_the_example_can_be_read(tmp_path: Path) -> None:
    example = PAGE.split("```toml\n")[1].split("```")[0]
    (tmp_path / "letters.toml").write_text(example, encoding="utf-8")

    assert read_office(tmp_path / "letters.toml").teams["R1"].officers[0].role == "Ketua"
