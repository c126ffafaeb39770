"""The number of a person comes in by no door, and no fault repeats it."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from planner.cli import app
from planner.domain.plan import Plan
from planner.errors import Fault, InputError
from planner.inputs.actuals import read_actuals
from planner.inputs.plan import read_plan
from planner.inputs.settings import read_settings
from planner.inputs.workbooks import sheet_names
from planner.letters.office import read_office
from planner.planning import write
from planner.replanning.history import read_history
from planner.whatif.scenario_file import read_scenarios

Write = Callable[..., Path]
FaultsOf = Callable[[Path], tuple[Fault, ...]]

NIK = "5301040205180001"  # made up
SPELT = [
    NIK,
    "NIK.5301040205180001",
    "53 01 04 02 05 18 00 01",
    "5301040205\u200b180001",
    "Budi, 5301-0402-0518-0001",
]
HEADER = "kode_desa,nama_desa,nama_kec,pulau,lon,lat,belum_rekam,Ket"
NEAR = "53.01.01.2001,Dekat,Kota,Timor,123.80,-10.10,65,"


def assert_told(faults: tuple[Fault, ...]) -> None:
    """See that there are faults of persons, and that none of them repeats a digit of one."""
    said = str(InputError(faults))
    assert faults
    assert all("personal data" in fault.problem for fault in faults)
    assert not any(part in said for part in (NIK, "0518", "05 18", "5301", "Budi"))


@pytest.mark.parametrize("text", SPELT)
@pytest.mark.parametrize(
    ("file", "content", "row", "column"),
    [
        ("villages.csv", f'{HEADER}\n{NEAR}"TEXT"\n', 2, "Ket"),
        ("villages.csv", f'{HEADER}\n53.01.01.2001,"TEXT",Kota,Timor,123.80,-10.10,65,\n', 2, "nama_desa"),
        ("villages.csv", f'{HEADER},"TEXT"\n{NEAR},1\n', 1, "(I)"),
        ("villages.csv", f'"Daftar TEXT"\n{HEADER}\n{NEAR}\n', 1, "kode_desa"),
        (
            "bases.csv",
            'Kode Basis,Nama Basis,Bujur,Lintang,Pulau\nB,"TEXT",123.90,-10.00,Timor\n',
            2,
            "Nama Basis",
        ),
        ("teams.csv", 'Kode Tim,Nama,Basis,Laju per Jam\nT1,"TEXT",B,10\n', 2, "Nama"),
    ],
)
def test_no_table_holds_one(
    project: Write, faults_of: FaultsOf, text: str, file: str, content: str, row: int, column: str
) -> None:
    path = project({file: content.replace("TEXT", text)})

    faults = faults_of(path)

    assert_told(faults)
    assert [(fault.file, fault.row, fault.column) for fault in faults] == [(file, row, column)]


def test_no_attribute_of_a_map_holds_one(project: Write, faults_of: FaultsOf) -> None:
    properties = {
        "kode_desa": "53.01.01.2001",
        "nama_desa": "Dekat",
        "pulau": "Timor",
        "belum_rekam": 65,
        NIK: "a",
    }
    point = {"type": "Point", "coordinates": [123.8, -10.1]}
    feature = {"type": "Feature", "properties": properties, "geometry": point}
    path = project({"villages.geojson": json.dumps({"type": "FeatureCollection", "features": [feature]})})
    path.write_text(path.read_text().replace("villages.csv", "villages.geojson"), encoding="utf-8")

    faults = faults_of(path)

    assert_told(faults)
    assert [fault.column for fault in faults] == ["(E)"]


@pytest.mark.parametrize("text", SPELT)
def test_planner_toml_says_none(project: Write, text: str) -> None:
    path = project(
        toml=f'[boats]\nfile = "{text}"\n[simulation]\nboat_cancel_in_month = {{ "{text}" = 1 }}\n'
    )

    with pytest.raises(InputError) as caught:
        read_settings(path)

    assert_told(caught.value.faults)
    assert [fault.column for fault in caught.value.faults] == [
        "boats.file",
        "simulation.boat_cancel_in_month.(key 1)",
    ]


def test_a_number_without_quotation_marks_is_refused_as_well(project: Write) -> None:
    path = project()
    path.write_text(path.read_text().replace('"Two villages"', NIK), encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_settings(path)

    assert_told(caught.value.faults)


@pytest.mark.parametrize("text", SPELT)
def test_letters_toml_says_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "letters.toml"
    path.write_text(f'contact = "{text}"\n[[teams.T1.officers]]\nname = "{text}"\n', encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_office(path)

    assert_told(caught.value.faults)
    assert [fault.column for fault in caught.value.faults] == ["contact", "teams.T1.officers[0].name"]


def test_an_nip_is_no_number_of_a_resident(tmp_path: Path) -> None:
    path = tmp_path / "letters.toml"
    path.write_text('[head]\nname = "A"\nnip = "19700101 199503 1 001"\n', encoding="utf-8")

    assert read_office(path).head.nip == "19700101 199503 1 001"


@pytest.mark.parametrize("text", SPELT)
def test_scenarios_are_not_called_by_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scenarios.toml"
    path.write_text(f'[[scenario]]\nname = "{text}"\n', encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_scenarios(path)

    assert_told(caught.value.faults)


@pytest.mark.parametrize("text", SPELT)
def test_no_plan_that_was_written_before_brings_one_back(good_plan: Plan, tmp_path: Path, text: str) -> None:
    write(good_plan, tmp_path / "plan.json")
    record = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    record["problem"]["villages"][0]["name"] = text
    record["problem"]["extras"] = {text: {"53.01.01.2001": text}}
    (tmp_path / "plan.json").write_text(json.dumps(record), encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_plan(tmp_path / "plan.json")

    assert_told(caught.value.faults)
    assert caught.value.faults[0].column == "problem.villages[0].name"
    assert [fault.remedy for fault in caught.value.faults] == ["take it out with `planner forget`"] * 3


@pytest.mark.parametrize("text", SPELT)
def test_no_report_of_a_team_holds_one(good_plan: Plan, tmp_path: Path, text: str) -> None:
    path = tmp_path / "back.csv"
    path.write_text(
        "Tanggal,Tim,Kode Desa,Hadir,Terekam,Alasan Batal,Catatan\n"
        f'7 Mei 2018,T1,53.01.01.2001,60,60,"{text}",x\n7 Mei 2018,T1,53.01.02.2001,60,60,,"{text}"\n',
        encoding="utf-8",
    )

    with pytest.raises(InputError) as caught:
        read_actuals(path, good_plan)

    assert_told(caught.value.faults)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (2, "(F)"),
        (3, "(G)"),
    ]


def test_a_line_of_a_history_holds_none(tmp_path: Path) -> None:
    line = {"kind": "file", "sha256": "0" * 64, "name": f"{NIK}.xlsx", "plan_version": "v1", "rows": 0}
    (tmp_path / "history.jsonl").write_text(
        json.dumps({**line, "who": NIK, "when": ""}) + "\n", encoding="utf-8"
    )

    with pytest.raises(InputError) as caught:
        read_history(tmp_path / "history.jsonl")

    assert_told(caught.value.faults)


def test_no_sheet_of_a_workbook_is_called_by_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet(f"NIK {NIK}")
    book.save(tmp_path / "book.xlsx")
    faults: list[Fault] = []

    assert sheet_names(tmp_path / "book.xlsx", "book.xlsx", faults) == ()

    assert_told(tuple(faults))
    assert faults[0].problem.startswith("sheet 2 ")


@pytest.mark.parametrize("text", SPELT)
def test_no_word_of_a_call_is_one(text: str) -> None:
    ended = CliRunner().invoke(app, ["publish", "plan.json", "--history", "history.jsonl", "--who", text])

    assert ended.exit_code == 2
    assert "word 6 of the call" in " ".join(ended.stderr.split())
    assert not any(part in ended.stderr for part in (NIK, "0518", "5301", "Budi"))


@pytest.mark.parametrize("field", ["file", "problem", "remedy", "sheet", "column", "value"])
@pytest.mark.parametrize("text", SPELT)
def test_no_fault_repeats_one_whoever_made_it(field: str, text: str) -> None:
    fault = Fault(**{"file": "a.csv", "problem": "is wrong", field: text})  # type: ignore[arg-type]

    said = str(InputError([fault]))

    assert not any(part in said for part in (NIK, "0518", "05 18", "5301"))
