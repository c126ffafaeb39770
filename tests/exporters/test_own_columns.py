"""Every output says who counts as not recorded, and gives the office's own columns back."""

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pyogrio
import pytest

from planner import tables
from planner.domain.counting import Counting
from planner.domain.plan import Plan
from planner.exporters.sentences import definition_sentence
from planner.inputs.plan import read_plan
from planner.planning import write

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
COUNTING = Counting("kpu", 0.5, 2, 0, 1, 280, date(2018, 3, 1), date(2018, 4, 9), ("KPU, A.C-KWK",))
SAID = (
    "Belum rekam di sini: pemilih tanpa KTP-el menurut KPU, dikalikan porsi valid 0,5 (atau porsi desa "
    "sendiri); angka terverifikasi, bila ada, menggantikannya tanpa porsi. Tanggal data: 1 Maret 2018 – "
    "9 April 2018. Sumber: KPU, A.C-KWK"
)
EXTRAS = {
    "Dusun": {NEAR: "=1+1", FAR: "Ama"},
    "village": {NEAR: 7, FAR: 12},
    "Jarak": {FAR: 2.5},
    "Baru": {NEAR: True},
}


@pytest.fixture
def own(good_plan: Plan) -> Plan:
    """The good plan; half of 130 and 150 people are believed to be there."""
    near, far = good_plan.problem.villages
    villages = (replace(near, counted=130), replace(far, counted=150))
    problem = good_plan.problem.replace(villages=villages, counting=COUNTING, extras=EXTRAS)
    return Plan(problem, good_plan.team_days, good_plan.outcome)


def test_the_sentence_names_column_share_dates_and_sources() -> None:
    assert definition_sentence(COUNTING) == SAID
    assert definition_sentence(Counting(), "en") == (
        "Not recorded means here: not recorded according to SIAK; a verified number, where given, replaces "
        "it, without a share. The date of the data is not given. The source is not given"
    )
    assert definition_sentence(None) == ""


def test_every_column_of_the_office_has_a_name_of_its_own_and_its_kind(own: Plan) -> None:
    found = tables.own_columns(own, ["Village", "jarak"])

    assert list(found.columns) == ["Dusun", "village (2)", "Jarak (2)", "Baru"]
    assert [kind.kind if kind != "str" else "text" for kind in found.dtypes] == ["text", "i", "f", "text"]
    assert found["Baru"].tolist() == ["true", ""]


def test_csv(own: Plan, tmp_path: Path) -> None:
    write(own, tmp_path / "plan.csv")

    with (tmp_path / "plan.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0][-5:] == ["Definisi belum rekam", "Dusun", "village", "Jarak", "Baru"]
    assert [row[-5:] for row in rows[1:3]] == [
        [SAID, "'=1+1", "7", "", "true"],
        [SAID, "Ama", "12", "2,5", ""],
    ]


def test_geojson(own: Plan, tmp_path: Path) -> None:
    write(own, tmp_path / "plan.geojson")

    found = json.loads((tmp_path / "plan.geojson").read_text(encoding="utf-8"))
    said = found["plan"]
    assert (said["definition"], said["as_of"], said["source"]) == (
        "kpu",
        "2018-03-01 – 2018-04-09",
        "KPU, A.C-KWK",
    )
    assert said["counted"] == 280 == said["not_valid"] + said["recorded"] + said["left_over"]
    near = next(f["properties"] for f in found["features"] if f.get("id") == NEAR)
    assert list(near)[-4:] == ["Dusun", "village (2)", "Jarak", "Baru"]
    assert (near["village"], near["village (2)"], near["Jarak"]) == ("Near", 7, None)


def test_gpkg(own: Plan, tmp_path: Path) -> None:
    write(own, tmp_path / "plan.gpkg")

    table = pyogrio.read_dataframe(tmp_path / "plan.gpkg", layer="villages")
    assert table["village (2)"].tolist() == [7, 12]
    info = pyogrio.read_info(tmp_path / "plan.gpkg", layer="villages")
    assert info["layer_metadata"]["DESCRIPTION"] == SAID


def test_html(own: Plan, tmp_path: Path) -> None:
    write(own, tmp_path / "plan.html")

    assert SAID in (tmp_path / "plan.html").read_text(encoding="utf-8")


def test_json_loses_nothing_and_files_of_before_are_read(own: Plan, tmp_path: Path) -> None:
    write(own, tmp_path / "plan.json")

    found = read_plan(tmp_path / "plan.json")
    assert found == own
    assert found.problem.extras == EXTRAS
    record = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    del record["problem"]["extras"], record["problem"]["counting"]
    (tmp_path / "old.json").write_text(json.dumps(record), encoding="utf-8")
    assert read_plan(tmp_path / "old.json").problem.extras == {}


def test_the_workbook_says_it_and_adds_up(own: Plan, tmp_path: Path) -> None:
    write(own, tmp_path / "plan.xlsx")

    book = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True)
    cells = [cell.value for row in book["Ringkasan"].iter_rows() for cell in row]
    assert f"{SAID}." in cells
    lines = {row[0].value: row[1].value for row in book["Ringkasan"].iter_rows(min_row=8, max_row=14)}
    raw, off, backlog = (
        lines[name]
        for name in ("Angka mentah", "Dikurangkan: tidak valid, atau menurut verifikasi", "Belum Rekam")
    )
    assert (raw, off, backlog) == (280, 140, 140)
    assert SAID in str(book["Asumsi"]["A3"].value)
    header = next(row for row in book["Rekap Desa"].iter_rows(values_only=True) if row[0] == "Kode Desa")
    assert [name for name in header if name][-5:] == [
        "Angka mentah",
        "Dusun",
        "village (2)",
        "Jarak",
        "Baru",
    ]


def test_a_part_of_a_problem_keeps_what_is_of_its_villages(own: Plan) -> None:
    part = own.problem.part([FAR], ["B"])

    assert (part.counting, part.counted) == (COUNTING, 150)
    assert part.extras["village"] == {FAR: 12}
