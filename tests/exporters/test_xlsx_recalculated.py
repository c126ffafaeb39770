"""The workbook's formulas, computed anew by LibreOffice: they give the values that stand beside them."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from planner.domain.measure import cost_idr
from planner.domain.plan import Plan
from planner.domain.rules import Costs
from planner.exporters.xlsx import write_xlsx

SOFFICE = shutil.which("soffice")
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item
 oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item></oor:items>
"""

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def recalculated(path: Path) -> Path:
    """Return a copy of the workbook whose values LibreOffice computed itself."""
    profile = path.parent / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    out = path.parent / "out"
    command = [str(SOFFICE), "--headless", f"-env:UserInstallation={profile.as_uri()}"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out / path.name


@pytest.mark.parametrize(
    "name", ["good_plan", "nasty_plan", "empty_plan", "sunday_plan", "scarce_plan", "ferry_plan", "met_plan"]
)
def test_another_program_computes_the_same_values(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    plan: Plan = request.getfixturevalue(name)
    write_xlsx(plan, tmp_path / "plan.xlsx")

    theirs = openpyxl.load_workbook(recalculated(tmp_path / "plan.xlsx"), data_only=True)

    ours = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True)
    formulas = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    cells = [c for sheet in formulas for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert len(cells) > 20
    assert len(theirs.sheetnames) == len(ours.sheetnames)
    for cell in cells:
        known = ours[cell.parent.title][cell.coordinate].value
        computed = theirs[cell.parent.title][cell.coordinate].value
        assert (computed or 0) == pytest.approx(known or 0), (cell.parent.title, cell.coordinate)


def test_sums_computed_by_another_program_are_those_of_the_plan(scarce_plan: Plan, tmp_path: Path) -> None:
    write_xlsx(scarce_plan, tmp_path / "plan.xlsx")

    theirs = openpyxl.load_workbook(recalculated(tmp_path / "plan.xlsx"), data_only=True)

    costs = theirs["Biaya"]
    assert [costs[cell].value for cell in ("F7", "G7", "I7", "K7", "L7", "P7")] == [3, 1, 140, 300, 50, 350]
    assert [costs[cell].value for cell in ("E11", "F11", "G11", "I11", "P11", "Q11")] == [
        2,
        3,
        1,
        140,
        350,
        2.5,
    ]
    assert cost_idr(scarce_plan) == 350


def test_target_changed_by_hand_changes_every_sum(good_plan: Plan, tmp_path: Path) -> None:
    costed = good_plan.problem.replace(rules=replace(good_plan.problem.rules, costs=Costs(day_out=100)))
    write_xlsx(replace(good_plan, problem=costed), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert (book["Jadwal"]["K4"].value, book["Jadwal"]["K6"].value) == ("Target", 60)
    book["Jadwal"]["K6"] = 50
    book.save(tmp_path / "plan.xlsx")

    theirs = openpyxl.load_workbook(recalculated(tmp_path / "plan.xlsx"), data_only=True)

    assert [theirs["Ringkasan"][cell].value for cell in ("B8", "B9", "B10", "B12")] == [140, 130, 10, "cocok"]
    assert theirs["Matriks Tim"]["D7"].value == 50
    assert theirs["Rekap Kecamatan"]["I6"].value == 65
    assert [theirs["Biaya"][cell].value for cell in ("I6", "I7", "P7")] == [65, 130, 300]
    assert theirs["Biaya"]["Q6"].value == pytest.approx(200 / 65)
