import hashlib
import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import shapely
import xlsxwriter

from planner.domain.places import Base, Village
from planner.domain.rules import Costs, Floor, Rules
from planner.domain.teams import Team
from planner.errors import Fault, InputError
from planner.inputs.project import read_problem

Write = Callable[..., Path]
FaultsOf = Callable[[Path], tuple[Fault, ...]]


def test_a_project_becomes_a_problem(project: Write) -> None:
    problem = read_problem(project())

    assert problem.title == "Two villages"
    assert problem.villages[1] == Village(
        "53.01.02.2001", "Jauh", 75, 124.1, -9.9, "Timor", "53.01.02", "Hulu", "53.01", "", lodging=True
    )
    assert problem.bases == (Base("B", "Oelamasi", 123.9, -10.0, "Timor"),)
    assert problem.teams == (Team("T1", "T1", "B", rate_per_hour=10),)
    assert [day.day for day in problem.calendar.working_days()] == [7, 8, 9, 11]
    assert problem.travel.place_ids == ("53.01.01.2001", "53.01.02.2001", "B")


def test_a_problem_survives_pickling_with_its_outlines(project: Write) -> None:
    shape = shapely.to_wkb(shapely.box(123, -10, 124, -9))
    problem = read_problem(project()).replace(shapes={"53.01.01.2001": shape})

    again = pickle.loads(pickle.dumps(problem))

    assert again == problem
    assert again.shapes == {"53.01.01.2001": shape}


def test_all_columns_of_a_team_are_read(project: Write) -> None:
    teams = (
        "Kode Tim,Nama Tim,Basis,Laju per Jam,Jam Mulai,Jam Selesai,Persiapan (menit),Maks Malam,Cuti\n"
        'T1,Tim Satu,B,"12,5",07.30,15:30,60,4,7 Mei 2018; 2018-05-09 s.d. 2018-05-11\n'
    )

    team = read_problem(project({"teams.csv": teams})).teams[0]

    away = frozenset(date(2018, 5, day) for day in (7, 9, 10, 11))
    assert team == Team("T1", "Tim Satu", "B", 12.5, 450, 930, 60, 4, away)


def test_faults_of_all_files_are_told_at_once(project: Write, faults_of: FaultsOf) -> None:
    path = project(
        {
            "villages.csv": "kode_desa,nama_desa,pulau,lon,lat,belum_rekam\n1,A,Timor,123.8,-10.1,banyak\n",
            "bases.csv": "basis,bujur,lintang,pulau\nB,0,0,Timor\n",
            "teams.csv": "tim,basis,laju\nT1,B,0\nT2,,10\n",
            "calendar.csv": "tanggal\nbesok\n",
            "boats.csv": "dari,ke,menit,hari\nX,Y,0,kadang\n",
        },
        toml='file = "calendar.csv"\n[boats]\nfile = "boats.csv"\n[travel]\ndetour = 0.5\nspeed = 40\n',
    )

    found = {(fault.file, fault.row, fault.column, fault.value) for fault in faults_of(path)}

    assert found == {
        ("villages.csv", 2, "kode_desa", "1"),
        ("villages.csv", 2, "belum_rekam", "banyak"),
        ("bases.csv", 2, "bujur", "0"),
        ("teams.csv", 2, "laju", "0"),
        ("teams.csv", 3, "basis", "(empty)"),
        ("calendar.csv", 2, "tanggal", "besok"),
        ("boats.csv", 2, "menit", "0"),
        ("boats.csv", 2, "hari", "kadang"),
        ("planner.toml", None, "travel.speed", "40"),
    }


def test_the_error_lists_every_fault_under_its_file(project: Write) -> None:
    path = project({"teams.csv": "tim,basis,laju\nT1,Oelamas,10\nT2,B,-1\n"})

    with pytest.raises(InputError) as caught:
        read_problem(path)

    assert str(caught.value).splitlines() == [
        "teams.csv: 2 faults",
        "  - row 3, column laju: found '-1'; expected more than 0",
        "  - row 2, column basis: found 'Oelamas'; is no base; known bases are B"
        " -> correct it, or add the base",
    ]


def test_missing_files_are_told_together(project: Write, faults_of: FaultsOf) -> None:
    path = project()
    for name in ("villages.csv", "bases.csv", "teams.csv"):
        (path.parent / name).unlink()

    assert [(fault.file, fault.problem) for fault in faults_of(path)] == [
        ("villages.csv", "does not exist"),
        ("bases.csv", "does not exist"),
        ("teams.csv", "does not exist"),
    ]


@pytest.mark.parametrize(
    ("hours", "value"), [("08:00,08:00", "08:00"), ("16:00,08:00", "08:00"), ("16:00,", None)]
)
def test_a_day_that_ends_before_it_begins_is_a_fault(
    project: Write, faults_of: FaultsOf, hours: str, value: str | None
) -> None:
    path = project({"teams.csv": f"tim,basis,laju,jam mulai,jam selesai\nT1,B,10,{hours}\n"})

    assert [(fault.row, fault.column, fault.value) for fault in faults_of(path)] == [
        (2, "jam selesai", value or "16:00")
    ]


def test_teams_and_bases_that_stand_twice_are_faults(project: Write, faults_of: FaultsOf) -> None:
    path = project(
        {
            "bases.csv": "basis,bujur,lintang,pulau\nB,123.9,-10,Timor\nb,123.9,-10,Timor\n",
            "teams.csv": "tim,basis,laju\nT1,B,10\nT1,B,12\n",
        }
    )

    assert [(fault.file, fault.row, fault.value) for fault in faults_of(path)] == [
        ("bases.csv", 3, "b"),
        ("teams.csv", 3, "T1"),
    ]


def test_a_base_on_an_island_nobody_knows_is_a_fault(project: Write, faults_of: FaultsOf) -> None:
    path = project({"bases.csv": "basis,bujur,lintang,pulau\nB,123.9,-10,Tinor\n"})

    assert [(fault.file, fault.value) for fault in faults_of(path)] == [("bases.csv", "Tinor")]


def test_a_name_used_for_a_team_and_a_base_is_a_fault(project: Write, faults_of: FaultsOf) -> None:
    path = project({"teams.csv": "tim,basis,laju\nB,B,10\n"})

    assert "B stands 2 times" in faults_of(path)[0].problem


def test_all_tables_may_be_sheets_of_one_workbook(project: Write) -> None:
    path = project()
    text = path.read_text().replace('"bases.csv"', '"masukan.xlsx"\nsheet = "Basis"')
    path.write_text(text.replace('"teams.csv"', '"masukan.xlsx"\nsheet = "Tim"'))
    with xlsxwriter.Workbook(path.parent / "masukan.xlsx") as book:
        bases, teams = book.add_worksheet("Basis"), book.add_worksheet("Tim")
        for row, cells in enumerate(
            [["Kode Basis", "Bujur", "Lintang", "Pulau"], ["B", 123.9, -10, "Timor"]]
        ):
            bases.write_row(row, 0, cells)
        rows = [["Kode Tim", "Basis", "Laju per Jam", "Ket"], ["team", "base", "rate_per_hour", "note"]]
        rows += [["T0", "X", 1, "CONTOH"], ["T1", "B", 10, ""]]
        for row, cells in enumerate(rows):
            teams.write_row(row, 0, cells)

    problem = read_problem(path)

    assert [team.id for team in problem.teams] == ["T1"]


def test_notes_name_what_was_assumed_and_hash_every_file(project: Write) -> None:
    path = project(toml="[travel]\ndetour = 1.5\n")

    notes = dict(read_problem(path).notes)

    assert notes["villages"] == "villages.csv"
    assert notes["travel source"] == "straight_line"
    assert notes["travel detour"] == "1.5"
    for name in ("planner.toml", "villages.csv", "bases.csv", "teams.csv"):
        content = (path.parent / name).read_bytes()
        assert notes[f"sha256 of {name}"] == hashlib.sha256(content).hexdigest()
    assert str(path.parent) not in str(notes)


ISLANDS = {
    "villages.csv": """\
kode_desa,nama_desa,pulau,lon,lat,belum_rekam,menginap
53.01.01.2001,Dekat,Timor,123.80,-10.10,65,ya
53.01.02.2001,Pulau,Semau,123.40,-10.20,75,ya
""",
    "boats.csv": """\
Dari,Ke,Menit,Hari,Biaya,Bujur Dari,Lintang Dari,Pulau Dari
Bolok,5301022001,45,setiap hari,300.000,123.49,-10.22,Timor
""",
}


def test_boats_join_islands_from_ports_with_their_own_position(project: Write) -> None:
    problem = read_problem(project(ISLANDS, toml='[boats]\nfile = "boats.csv"\n'))

    minutes, _, _, by_boat = problem.travel.leg("B", "53.01.02.2001", 0)
    assert by_boat
    assert 45 < minutes < 240
    assert "Bolok" not in problem.travel.place_ids


def test_an_end_that_is_no_place_is_a_fault(project: Write, faults_of: FaultsOf) -> None:
    boats = "dari,ke,menit,pulau ke\nBolok,53.01.02.2001,45,\nB,Hansisi,45,Semau\n"
    path = project({**ISLANDS, "boats.csv": boats}, toml='[boats]\nfile = "boats.csv"\n')

    assert [(fault.row, fault.column, fault.value) for fault in faults_of(path)] == [
        (2, "dari", "Bolok"),
        (3, "ke", "Hansisi"),
    ]


def test_a_port_lies_in_one_place_only(project: Write, faults_of: FaultsOf) -> None:
    boats = ISLANDS["boats.csv"] + "Bolok,53.01.02.2001,60,Sen,0,123.50,-10.22,Timor\n"
    path = project({**ISLANDS, "boats.csv": boats}, toml='[boats]\nfile = "boats.csv"\n')

    assert [(fault.row, fault.value) for fault in faults_of(path)] == [(3, "Bolok")]


def test_an_unreachable_village_is_a_fault_only_when_asked(project: Write) -> None:
    path = project({"villages.csv": ISLANDS["villages.csv"]})

    problem = read_problem(path)
    with pytest.raises(InputError) as caught:
        read_problem(path, check_reach=True)

    assert problem.backlog == 140
    assert [(fault.value, fault.problem) for fault in caught.value.faults] == [
        ("53.01.02.2001", "Pulau cannot be reached: no way: island Semau: no boat link leads there")
    ]


def test_an_unknown_source_names_the_known_ones(project: Write, faults_of: FaultsOf) -> None:
    found = faults_of(project(toml='[travel]\nsource = "teleport"\n'))

    assert [(fault.column, fault.value, fault.problem) for fault in found] == [
        ("travel.source", "teleport", "no such source; known sources are straight_line, matrix_file")
    ]


def test_keys_of_a_source_are_checked_down_to_its_districts(project: Write, faults_of: FaultsOf) -> None:
    toml = '[travel.districts]\n"53.01.01" = { detour = 0.9 }\n"53.01.02" = { speed = 25 }\n'

    found = {(fault.column, fault.problem) for fault in faults_of(project(toml=toml))}

    assert found == {
        ("travel.districts.53.01.01", "detour is 0.9; expected 1 or more"),
        ("travel.districts.53.01.02.speed", "unknown key; known keys are detour, speed_kmh"),
    }


def test_a_district_without_villages_is_a_fault(project: Write, faults_of: FaultsOf) -> None:
    toml = '[travel.districts]\n"53.01.09" = { detour = 1.9 }\n'

    assert [fault.problem for fault in faults_of(project(toml=toml))] == [
        "no village lies in district '53.01.09'"
    ]


def test_one_pair_can_be_given_in_minutes(project: Write) -> None:
    pairs = "Dari,Ke,Menit,Km\nB,53.01.01.2001,95,20.5\n"

    problem = read_problem(project({"pairs.csv": pairs}, toml='[travel]\npairs = "pairs.csv"\n'))

    assert problem.travel.leg("53.01.01.2001", "B", 0) == (95.0, 20.5, 0.0, False)
    assert "sha256 of pairs.csv" in dict(problem.notes)


def test_a_matrix_file_gives_the_roads(project: Write) -> None:
    matrix = "dari,ke,menit,km,dua_arah\nB,53.01.01.2001,30,12,ya\nB,53.01.02.2001,120,60,tidak\n"

    problem = read_problem(
        project({"m.csv": matrix}, toml='[travel]\nsource = "matrix_file"\ntable = {file = "m.csv"}\n')
    )

    assert problem.travel.between("53.01.01.2001", "B", 0) == 30
    assert problem.travel.between("B", "53.01.02.2001", 0) == 120
    assert problem.travel.reasons == {"53.01.02.2001": "no road is known back"}


def test_faults_of_a_matrix_file_have_their_rows(project: Write, faults_of: FaultsOf) -> None:
    matrix = (
        "dari,ke,menit,km\nB,53.01.09.2001,30,12\nX,B,30,12\nB,53.01.02.2001,30,12\nB,53.01.01.2001,-1,\n"
    )
    files = {"villages.csv": ISLANDS["villages.csv"], "m.csv": matrix}
    path = project(files, toml='[travel]\nsource = "matrix_file"\ntable = {file = "m.csv"}\n')

    found = {(fault.row, fault.column, fault.value) for fault in faults_of(path)}

    assert found == {
        (2, "ke", "53.01.09.2001"),
        (3, "dari", "X"),
        (4, "dari", "B"),
        (5, "menit", "-1"),
        (5, "km", "(empty)"),
    }


def test_a_matrix_source_without_its_file_is_a_fault(project: Write, faults_of: FaultsOf) -> None:
    found = faults_of(project(toml='[travel]\nsource = "matrix_file"\n'))

    assert [(fault.column, fault.problem) for fault in found] == [("travel.table", "is missing")]


def test_rules_are_those_of_the_project(project: Write) -> None:
    toml = (
        "[rules]\nclock_minutes = 15\nturnout = [0.6]\nbudget = 9000000\n[rules.costs]\nnight = 300000\n"
        '[rules.floors]\nshare = 0.1\nprice = 2.5\n[rules.floors.people]\n"53.01.02" = 60\n'
    )

    # a tenth of 65 is 6.5
    assert read_problem(project(toml=toml)).rules == Rules(
        15, (0.6,), 9e6, Costs(night=300_000), (Floor("53.01.01", 7, 2.5), Floor("53.01.02", 60, 2.5))
    )


def test_a_project_that_says_nothing_of_them_has_no_limits(project: Write) -> None:
    problem = read_problem(project())

    assert problem.rules == Rules()
    assert (problem.bases[0].kits, problem.villages[0].latest) == (None, None)


def test_a_floor_of_nobody_is_none(project: Write) -> None:
    toml = '[rules.floors]\nshare = 0.2\n[rules.floors.people]\n"53.01.01" = 0\n'

    assert read_problem(project(toml=toml)).rules.floors == (Floor("53.01.02", 15),)


def test_a_share_of_whole_people_is_not_rounded_up_by_noise(project: Write) -> None:
    villages = "kode_desa,nama_desa,pulau,lon,lat,belum_rekam\n53.01.01.2001,Dekat,Timor,123.80,-10.10,100\n"
    path = project({"villages.csv": villages}, "[rules.floors]\nshare = 0.07\n")  # 0.07 * 100 > 7 in binary

    assert read_problem(path).rules.floors == (Floor("53.01.01", 7),)


def test_a_floor_of_an_unknown_kecamatan_is_a_fault(project: Write, faults_of: FaultsOf) -> None:
    (fault,) = faults_of(project(toml='[rules.floors.people]\n"53.01.09" = 60\n'))

    assert str(fault) == (
        "column rules.floors.people: found '53.01.09'; no village lies in this kecamatan; "
        "they are 53.01.01, 53.01.02 -> correct or delete it"
    )


def test_kits_are_read(project: Write) -> None:
    bases = (
        "basis,bujur,lintang,pulau,jumlah alat,alat di kantor\n"
        "B,123.9,-10,Timor,3,1 1 1 1 2 0 0\nC,123.9,-10,Timor,2,1\nD,123.9,-10,Timor,,\n"
    )

    kits = [(base.kits, base.kits_at_office) for base in read_problem(project({"bases.csv": bases})).bases]

    assert kits == [(3, (1, 1, 1, 1, 2, 0, 0)), (2, (1,) * 7), (None, (0,) * 7)]


def test_kits_that_cannot_be_are_told_with_their_cells(project: Write, faults_of: FaultsOf) -> None:
    bases = (
        "basis,bujur,lintang,pulau,alat,alat_di_kantor\n"
        "B,123.9,-10,Timor,banyak,1\nC,123.9,-10,Timor,2,1 1\nD,123.9,-10,Timor,,1\n"
    )

    found = faults_of(project({"bases.csv": bases, "teams.csv": "tim,basis,laju\nT1,C,10\n"}))

    assert [(fault.row, fault.column, fault.value) for fault in found if fault.file == "bases.csv"] == [
        (2, "alat", "banyak"),
        (3, "alat_di_kantor", "1 1"),
        (4, "alat_di_kantor", "1 1 1 1 1 1 1"),
    ]


def test_last_days_of_villages_are_read(project: Write, faults_of: FaultsOf) -> None:
    header = "kode_desa,nama_desa,pulau,lon,lat,belum_rekam,paling lambat\n"
    near = "53.01.01.2001,Dekat,Timor,123.80,-10.10,65,9 Mei 2018\n"
    far = "53.01.02.2001,Jauh,Timor,124.10,-9.90,75,\n"

    villages = read_problem(project({"villages.csv": header + near + far})).villages
    (fault,) = faults_of(project({"villages.csv": header + near.replace("9 Mei 2018", "segera")}))

    assert [village.latest for village in villages] == [date(2018, 5, 9), None]
    assert (fault.row, fault.column, fault.value) == (2, "paling lambat", "segera")


def test_teams_have_the_areas_of_their_row(project: Write) -> None:
    teams = 'tim,basis,laju,wilayah tugas\nT1,B,10,"53.01.01, 5301022001"\nT2,B,10,\n'

    problem = read_problem(project({"teams.csv": teams}))

    assert [team.areas for team in problem.teams] == [{"53.01.01", "53.01.02.2001"}, set()]


def test_an_area_without_a_village_is_a_fault(project: Write, faults_of: FaultsOf) -> None:
    teams = "tim,basis,laju,wilayah tugas\nT1,B,10,53.01.09\n"

    (fault,) = faults_of(project({"teams.csv": teams}))

    assert (fault.row, fault.column, fault.value) == (2, "wilayah tugas", "53.01.09")


def test_rows_that_are_no_villages_are_named(project: Write) -> None:
    villages = """\
kode_desa,nama_desa,nama_kec,pulau,lon,lat,belum_rekam,menginap
53.01.01.2001,Dekat,Kota,Timor,123.80,-10.10,65,tidak
53.01.02.2001,Jauh,Hulu,Timor,124.10,-9.90,75,ya
,JUMLAH,,,,,140,
"""

    problem = read_problem(project({"villages.csv": villages}))

    assert dict(problem.notes)["rows that are no villages"] == "4 (total)"
    assert problem.backlog == 140


PROJECT_TOML = """
title = "Two villages"
[villages]
file = "villages.csv"
[bases]
file = "bases.csv"
[teams]
file = "teams.csv"
[calendar]
first_day = 2018-05-07
deadline = 2018-05-11
"""
NAMES = ("Dekat", "Jauh", "Bokonusan", "Uitao", "Uiasa", "Hansisi")
HEADER = "kode_desa,nama_desa,nama_kec,pulau,lon,lat,belum_rekam\n"


def of_scheme(prefix: str) -> str:
    """Return six villages whose codes begin so, as a table."""
    rows = (f"{prefix}{n:03d},{name},Kota,Timor,123.8,-10.1,5" for n, name in enumerate(NAMES, 1))
    return HEADER + "\n".join(rows) + "\n"


def test_codes_of_another_scheme_are_refused_where_villages_are_known(
    project: Write, faults_of: FaultsOf
) -> None:
    files = {"villages.csv": of_scheme("5303042"), "known.csv": of_scheme("53.01.04.2")}
    named = {**files, "planner.toml": PROJECT_TOML.replace("[bases]", 'known = "known.csv"\n[bases]')}

    assert len(read_problem(project(files)).villages) == 6  # digits alone prove nothing
    (fault,) = faults_of(project(named))
    assert "these are BPS codes" in fault.problem


def test_a_file_of_known_villages_that_is_missing_is_a_fault(project: Write, faults_of: FaultsOf) -> None:
    toml = PROJECT_TOML.replace("[bases]", 'known = "none.csv"\n[bases]')

    assert [fault.file for fault in faults_of(project({"planner.toml": toml}))] == ["none.csv"]
