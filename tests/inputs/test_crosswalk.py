"""Codes of another year, and names without codes: what the crosswalk makes of them, and what it refuses."""

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.errors import Fault
from planner.inputs.project import proposals_of, read_problem
from planner.quality.proposed import write_proposals
from planner.quality.report import examine

Write = Callable[..., Path]
Faults = Callable[[Path], tuple[Fault, ...]]

HEADER = "kode_desa,nama_desa,nama_kec,pulau,lon,lat,belum_rekam\n"
NEAR, FAR = (
    "53.01.01.2001,Dekat,Kota,Timor,123.80,-10.10,65\n",
    "53.01.02.2001,Jauh,Hulu,Timor,124.10,-9.90,75\n",
)
KNOWN = """\
kode_desa,nama_desa,nama_kec,nama_kab
53.01.01.2001,Dekat,Kota,Kupang
53.01.01.2009,Dekat Baru,Kota,Kupang
53.01.02.2001,Jauh,Hulu,Kupang
53.01.02.2002,Sungai Besar,Hulu,Kupang
"""


def toml(**keys: str) -> str:
    """Return a planner.toml with further keys of [villages]."""
    more = "".join(f'{key} = "{value}"\n' for key, value in keys.items())
    return f"""
title = "Two villages"
[villages]
file = "villages.csv"
{more}[bases]
file = "bases.csv"
[teams]
file = "teams.csv"
[calendar]
first_day = 2018-05-07
deadline = 2018-05-11
"""


def written(project: Write, rows: str, walk: str | None = None, known: str | None = None) -> Path:
    """Return a project with these villages, a crosswalk, and known villages."""
    files, keys = {"villages.csv": rows}, {}
    if walk is not None:
        files["walk.csv"], keys["crosswalk"] = walk, "walk.csv"
    if known is not None:
        files["known.csv"], keys["known"] = known, "known.csv"
    return project({**files, "planner.toml": toml(**keys)})


def ids(path: Path) -> list[str]:
    return [village.id for village in read_problem(path).villages]


def test_an_old_code_becomes_the_new_one_and_is_listed(project: Write) -> None:
    rows = "kode_kec," + HEADER + "53.01.01," + NEAR + "53.01.02," + FAR
    walk = "kode_lama,kode_baru,tahun,ket\n53.01.01.2001,53.01.03.2007,2017,pemekaran kecamatan\n"

    problem = read_problem(written(project, rows, walk))

    assert [village.id for village in problem.villages] == ["53.01.03.2007", "53.01.02.2001"]
    assert problem.villages[0].district_id == "53.01.03"  # the code of the old kecamatan is no fault
    assert dict(problem.notes)["codes of other years, or names"] == (
        "53.01.01.2001 was read as 53.01.03.2007 (2017, pemekaran kecamatan)"
    )


def test_codes_change_year_by_year_and_within_a_year_at_once(project: Write) -> None:
    a, b = "53.01.01.2001", "53.01.02.2001"
    exchanged = f"kode_lama,kode_baru\n{a},{b}\n{b},{a}\n"
    twice = f"kode_lama,kode_baru,tahun\n53.01.01.2005,53.01.01.2006,2018\n{a},53.01.01.2005,2015\n"

    assert ids(written(project, HEADER + NEAR + FAR, exchanged)) == [b, a]
    assert ids(written(project, HEADER + NEAR + FAR, twice)) == ["53.01.01.2006", b]


def test_a_village_that_was_divided_is_refused(project: Write, faults_of: Faults) -> None:
    walk = "kode_lama,kode_baru\n53.01.01.2001,53.01.01.2005\n53.01.01.2001,53.01.01.2006\n"

    (fault,) = faults_of(written(project, HEADER + NEAR + FAR, walk))

    assert (fault.file, fault.row, fault.value) == ("walk.csv", 3, "53.01.01.2006")
    assert "divided" in fault.problem
    assert "each new village" in fault.remedy


def test_villages_that_became_one_are_refused(project: Write, faults_of: Faults) -> None:
    walk = "kode_lama,kode_baru\n53.01.01.2001,53.01.02.2001\n"

    found = faults_of(written(project, HEADER + NEAR + FAR, walk))

    assert ("villages.csv", 2, "add their people up in one row") in [(f.file, f.row, f.remedy) for f in found]


def test_a_crosswalk_row_says_what_it_means(project: Write, faults_of: Faults) -> None:
    walk = "kode_lama,nama_desa,kecamatan,kode_baru\n,Dekat,,53.01.01.2001\n53.01.01.2001,,,53.09.01.2001\n"

    found = faults_of(written(project, HEADER + NEAR + FAR, walk, KNOWN))

    assert [(fault.row, fault.column) for fault in found] == [(2, "kode_lama"), (3, "kode_baru")]


NAMES = """\
nama_desa,nama_kec,pulau,lon,lat,belum_rekam
Dekat,Kota,Timor,123.80,-10.10,65
Jauh,Hulu,Timor,124.10,-9.90,75
Sungai Besr,Hulu,Timor,124.11,-9.91,5
"""


def test_a_table_of_names_needs_a_yes_for_each_of_them(project: Write, faults_of: Faults) -> None:
    found = faults_of(written(project, NAMES, known=KNOWN))

    assert [(fault.row, fault.value) for fault in found] == [(2, "Dekat"), (3, "Jauh"), (4, "Sungai Besr")]
    assert found[2].problem == "needs a yes: has no code, and may be Sungai Besar (53.01.02.2002)"
    errors = [f for f in examine(written(project, NAMES, known=KNOWN)).findings if f.severity == "error"]
    assert [finding.advice[0][:11] for finding in errors] == ["needs a yes"] * 3


def test_the_yes_is_given_in_the_table_of_proposals(
    project: Write, faults_of: Faults, tmp_path: Path
) -> None:
    path = written(project, NAMES, known=KNOWN)

    assert write_proposals(path, tmp_path / "walk.csv") == 3

    proposed = (tmp_path / "walk.csv").read_text(encoding="utf-8-sig")
    assert len(faults_of(written(project, NAMES, proposed, KNOWN))) == 3  # nobody has said yes
    said = proposed.replace(";;", ";ya;").replace("\n;ya;", "\n;").replace(";ya;Dekat", ";Dekat")
    path = written(project, NAMES, said, KNOWN)
    assert ids(path) == ["53.01.01.2001", "53.01.02.2001", "53.01.02.2002"]
    assert proposals_of(path) == []
    assert (
        "Sungai Besr, Hulu was read as 53.01.02.2002"
        in dict(read_problem(path).notes)["codes of other years, or names"]
    )


def test_a_code_that_is_not_known_is_a_warning_with_its_proposal(project: Write) -> None:
    rows = HEADER + NEAR + "53.01.02.2999,Sungai Besr,Hulu,Timor,124.10,-9.90,75\n"

    found = [f for f in examine(written(project, rows, known=KNOWN)).findings if f.rule == "needs_yes"]

    assert [(f.severity, f.value, f.place.row) for f in found] == [("warning", "53.01.02.2999", 3)]
    assert "Sungai Besar (53.01.02.2002)" in found[0].advice[0]


@pytest.mark.parametrize("nik", ["5301040205180001", "530104 020518 0001"])
def test_no_number_of_a_person_comes_in_by_an_unknown_column(
    project: Write, faults_of: Faults, nik: str
) -> None:
    rows = "catatan lain," + HEADER + f"{nik},{NEAR}" + f"-,{FAR}"

    found = faults_of(written(project, rows))

    assert [fault.problem for fault in found] == ["a sixteen-digit number is personal data (NIK or KK)"]
    assert nik not in str(found)
