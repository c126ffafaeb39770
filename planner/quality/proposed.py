"""The proposals of a project as a table to say yes in: it is a crosswalk once a yes stands in it."""

import csv
from pathlib import Path

from planner.exporters.csv import harmless
from planner.inputs.project import proposals_of
from planner.inputs.schemes import Proposal, dotted
from planner.targets import replacing

HEADERS = (
    *("kode_lama", "nama_desa", "kecamatan", "kode_baru"),
    *("nama_kemendagri", "kemiripan", "setuju", "ket"),
)


def write_proposals(project: Path, path: Path) -> int:
    """Write which villages the rows without a known code may mean, and return how many proposals there are.

    Nothing of it holds before a yes stands in the column ``setuju``.

    Raises
    ------
    InputError
        When planner.toml or the workbook of the office cannot be read.
    OSError
        When the file cannot be written.
    """
    found = proposals_of(project)
    with replacing(path) as made, made.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADERS)
        writer.writerows(_row(proposal) for proposal in found)
    return len(found)


def _row(proposal: Proposal) -> list[str]:
    row, village = proposal.row, proposal.village
    alike = f"{proposal.likeness:.2f}".replace(".", ",")
    names = [harmless(name) for name in (row.name, row.district)]
    return [dotted(row.code), *names, village.id, harmless(village.name), alike, "", ""]
