"""What is found in the data of a project, and at which cell."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from planner.words import Language

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
Pair = tuple[str, str]  # Bahasa Indonesia, English


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the files of a project.

    Parameters
    ----------
    file
        Name of the file as the project gives it.
    sheet
        Name of the sheet; ``None`` where the file has only one table.
    row
        As a spreadsheet counts; ``None`` for the whole table.
    header
        What stands above the column, or the key of planner.toml; ``None`` for the whole row.
    letters
        Of the column in a spreadsheet; empty in maps and in planner.toml.
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    header: str | None = None
    letters: str = ""

    @property
    def table(self) -> str:
        """The sheet, or the file where it has only one table."""
        return self.sheet or self.file

    @property
    def address(self) -> str:
        """The cell as a spreadsheet names it; empty where there is none."""
        return f"{self.letters}{self.row}" if self.letters and self.row else ""

    def __str__(self) -> str:
        """Return the cell with its sheet, or what comes nearest to it.

        >>> str(Place("masukan.xlsx", "Desa", 17, "Terverifikasi", "K"))
        'Desa!K17'
        >>> str(Place("a.xlsx", "Layanan Reguler", 4, "Hari", "B")), str(Place("map.geojson", None, 2, "lon"))
        ("'Layanan Reguler'!B4", 'map.geojson: row 2, lon')
        """
        if self.address:
            return f"{quoted(self.sheet) if self.sheet else self.file}!{self.address}"
        parts = [f"row {self.row}" if self.row else "", self.header or ""]
        return ": ".join(part for part in (self.table, ", ".join(filter(None, parts))) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or looks wrong, in the data.

    Parameters
    ----------
    rule
        Key of the rule, see :data:`planner.quality.rules.RULES`; ``fault`` for what cannot be read.
    severity
        ``error``: no plan can be made. ``warning``: a plan can be made and is likely to be wrong. ``note``:
        it may be meant.
    place
        Where it stands.
    value
        What stands there; ``None`` where that does not apply.
    advice
        What is wrong and what to do, in both languages.
    """

    rule: str
    severity: Severity
    place: Place
    value: str | None
    advice: Pair

    def told(self, language: Language) -> str:
        """Return what is wrong and what to do."""
        return self.advice[language == "en"]

    def record(self, language: Language) -> dict[str, str | None]:
        """Return the finding as plain values, for JSON."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "file": self.place.file,
            "sheet": self.place.sheet,
            "cell": str(self.place),
            "value": self.value,
            "advice": self.told(language),
        }


def counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return severity -> number of findings, the worst first, zeros included."""
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in SEVERITIES}


def by_table(findings: Iterable[Finding]) -> dict[tuple[str, str | None], list[Finding]]:
    """Return (file, sheet) -> findings, the worst first, then by row; tables as they come."""
    tables: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        tables.setdefault((finding.place.file, finding.place.sheet), []).append(finding)
    for found in tables.values():
        found.sort(key=lambda finding: (SEVERITIES.index(finding.severity), finding.place.row or 0))
    return tables


def quoted(name: str) -> str:
    """Return the name of a sheet as it stands in a reference.

    >>> quoted("Desa"), quoted("Layanan Reguler"), quoted("T1")  # T1 would be a cell
    ('Desa', "'Layanan Reguler'", "'T1'")
    """
    return name if name.isalpha() and len(name) > 1 else "'" + name.replace("'", "''") + "'"
