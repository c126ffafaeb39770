"""A tiny office: a project with every kind of table, and what its own commands have written from it.

Everything the campaign of breakage reads or kills begins here: two kecamatan on two islands, two teams, two
weeks. Numbers are so small that every command takes a moment.
"""

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

MONDAY = "2018-05-07"
NEXT_MONDAY = "2018-05-14"

TABLES = {
    "planner.toml": """\
title = "Kabupaten Kecil"

[villages]
file = "villages.csv"
known = "known.csv"
crosswalk = "crosswalk.csv"
count = "siak"
valid_share = 0.9
as_of = 2018-03-01
source = "DKB Semester II 2017"
attribution = "buatan sendiri"

[bases]
file = "bases.csv"

[teams]
file = "teams.csv"

[boats]
file = "boats.csv"

[calendar]
first_day = 2018-05-07
deadline = 2018-05-18
weekdays = "Sen-Jum"
holidays = "ID"
file = "calendar.csv"
planned_on = 2018-04-25

[travel]
source = "straight_line"
detour = 1.4
speed_kmh = 40
pairs = "pairs.csv"

[travel.districts]
"53.01.02" = { detour = 1.9, speed_kmh = 25 }

[rules]
clock_minutes = 10
turnout = [0.6, 0.35]
removes = ["dead", "moved", "duplicate"]
budget = 45000000
smallest_stop = 5
notice_days = 7
market_days = "closed"
file = "rules.csv"

[rules.costs]
day_out = 450000
night = 300000
km = 2500
generator = 60000
zones = [{ areas = ["53.01.02"], stop = 75000 }]

[rules.floors]
share = 0.2
price = 2.0

[rules.floors.people]
"53.01.01" = 20

[simulation]
replays = 5
seed = 7
turnout = [0.6, 0.35]
kit_break = 0.02

[simulation.boat_cancel_in_month]
"5" = 0.4
""",
    "villages.csv": """\
kode_desa,nama_desa,nama_kec,nama_kab,pulau,lon,lat,belum_rekam,pemilih_non_ktp_el,terverifikasi,porsi_valid,menginap,tutup,paling_lambat,bulan_tertutup,hari_ibadah,hari_pasar,listrik,sinyal,titik_layanan,data_sintetis,tempat_layanan,kontak_desa,catatan kami
53.01.01.2001,Dekat,Kota,Kecil,Timor,123.80,-10.10,65,60,,"0,9",tidak,,,,Minggu,Sabtu,PLN,4G,,tidak,Kantor desa,Sekretaris,a
53.01.01.2002,Tengah,Kota,Kecil,Timor,123.85,-10.05,40,,38,,tidak,9 Mei 2018,,Januari,,,genset,2G,,tidak,,,b
53.01.01.2003,Pinggir,Kota,Kecil,Timor,123.86,-10.06,30,,,,tidak,,,,,,,,53.01.01.2002,tidak,,,
53.01.02.2001,Jauh,Hulu,Kecil,Timor,124.10,-9.90,75,70,,,ya,2018-05-16 s.d. 2018-05-17,18 Mei 2018,,,,tidak,tidak,,ya,,,c
53.01.02.2002,Pulau,Hulu,Kecil,Semau,123.40,-10.23,120,,,,ya,,,,,,PLN,3G,,tidak,,,
Jumlah,,,,,,,330,,,,,,,,,,,,,,,,
""",  # noqa: E501
    "bases.csv": """\
Kode Basis,Nama Basis,Bujur,Lintang,Pulau,Alat,Alat di Kantor
B,Oelamasi,123.90,-10.00,Timor,2,0 0 0 0 1 0 0
""",
    "teams.csv": """\
Kode Tim,Nama Tim,Basis,Laju per Jam,Jam Mulai,Jam Selesai,Persiapan (menit),Maks Malam,Cuti,Biaya Kendaraan,Wilayah Tugas,Hari Kerja,Aktif Dari,Aktif Sampai,Kendaraan
T1,Tim Satu,B,10,08:00,16:00,30,0,,350000,53.01.01,Senin-Kamis,2018-05-07,2018-05-18,Mobil
T2,Tim Dua,B,"12,5",08.00,16.00,45,2,2018-05-15 s.d. 2018-05-16,,,,,,
""",  # noqa: E501
    "boats.csv": """\
Dari,Ke,Menit,Hari,Biaya,Dua Arah,Bujur Dari,Lintang Dari,Pulau Dari,Bujur Ke,Lintang Ke,Pulau Ke
Bolok,Hansisi,60,"Sen,Rab,Kam",300000,ya,123.49,-10.22,Timor,123.47,-10.20,Semau
""",
    "calendar.csv": """\
Tanggal,Sampai,Jenis,Wilayah,Faktor Jam,Dikerjakan,Ket
2018-05-11,,cuti bersama,,,,bersama
2018-05-17,2018-05-18,ramadan,53.01.02,"0,8",,puasa
10 Mei 2018,,libur,,,ya,dikerjakan
""",
    "pairs.csv": """\
Dari,Ke,Menit,Jarak km,Dua Arah
B,53.01.01.2001,25,"17,5",ya
""",
    "matrix.csv": """\
Dari,Ke,Menit,Jarak km,Dua Arah
B,53.01.01.2001,25,"17,5",ya
B,53.01.01.2002,30,20,ya
B,53.01.01.2003,35,21,tidak
53.01.01.2003,B,35,21,tidak
B,53.01.02.2001,110,70,ya
B,Bolok,50,40,ya
Hansisi,53.01.02.2002,20,10,ya
""",
    "known.csv": """\
kode_desa,nama_desa,nama_kec,pulau,lon,lat,belum_rekam
53.01.01.2001,Dekat,Kota,Timor,123.80,-10.10,0
53.01.01.2002,Tengah,Kota,Timor,123.85,-10.05,0
53.01.01.2003,Pinggir,Kota,Timor,123.86,-10.06,0
53.01.02.2001,Jauh,Hulu,Timor,124.10,-9.90,0
53.01.02.2002,Pulau,Hulu,Semau,123.40,-10.23,0
""",
    "crosswalk.csv": """\
kode_lama,nama_desa,kecamatan,kode_baru,tahun,setuju,ket
53.01.09.2001,,,53.01.02.2001,2016,ya,Permendagri
,Dkt,Kota,53.01.01.2001,,ya,ejaan
""",
    "rules.csv": """\
Kode,Jenis,Tim,Tempat,Dari,Sampai,Nilai,Alasan,Pengusul,Lunak
A1,LARANG,T1,53.01.01.2002,2018-05-14,2018-05-15,,pasar,Camat,
A2,MINIMUM,,53.01.02.*,,,20,target,Bupati,5
A3,WAJIB,T2,Jauh,2018-05-07,2018-05-18,,janji,,ya
A4,URUT,,Dekat;Tengah,,,,adat,,10
A5,TETAPKAN,T1,Dekat,2018-05-07,2018-05-18,,pasar,,3
""",
    "letters.toml": """\
government = "Pemerintah Kabupaten Kecil"
place = "Kota"
date = 2018-04-24
contact = "Seksi Dafduk"
basis = ["Surat Camat"]
report_days = 5
time_zone = "Asia/Makassar"

[head]
name = "Nama Kepala"
nip = "19700101 199503 1 001"

[numbers]
assignment = "094/{urut:3}/Disdukcapil/{bulan romawi}/{tahun}"
first_assignment = 17

[teams.T1]
vehicle = "Mobil dinas"

[[teams.T1.officers]]
name = "Nama Ketua"
role = "Ketua"
""",
    "scenarios.toml": """\
[[scenario]]
name = "Laju 7"
rate_per_hour = 7.0

[[scenario]]
name = "Jeda"
ramadan_pause = { first = 2018-05-08, last = 2018-05-09, areas = ["53.01.01"] }
valid_share = 0.5
turnout = [0.6, 0.35]
kits = { B = 1 }
saturdays = true
deadline = 2018-05-19
teams = 3
at = "B"
budget = 1e7
""",
}


def planner(folder: Path, *arguments: str) -> str:
    """Run a command of the planner in this process and in ``folder``; return all that it said.

    Raises
    ------
    RuntimeError
        When it does not end well.
    """
    from planner.cli import app
    from planner.errors import PlannerError

    said = io.StringIO()
    with _inside(folder), redirect_stdout(said), redirect_stderr(said):
        try:
            app(arguments, standalone_mode=False)
        except PlannerError as fault:
            raise RuntimeError(f"planner {' '.join(arguments)}: {fault}") from fault
    return said.getvalue()


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def write_tables(folder: Path) -> None:
    """Write the inputs of the office."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in TABLES.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")


def make_office(folder: Path) -> None:
    """Write the office: its inputs, a plan in a store, what was told, what was reported and learned."""
    write_tables(folder)
    plan = ["plan", "planner.toml", "--optimiser", "greedy", "--store", "store.gpkg"]
    planner(folder, *plan, "--out", "plan.json", "--out", "plan.xlsx", "--out", "plan.gpkg")
    planner(folder, "publish", "plan.json", "--history", "history.jsonl", "--new", "--who", "Ani")
    (folder / "actuals.csv").write_text(_reports(folder), encoding="utf-8", newline="\n")
    planner(folder, "actuals", "actuals.csv", "--plan", "plan.json", "--to", "history.jsonl", "--who", "Ani")
    planner(folder, "learn", "plan.json", "--history", "history.jsonl", "--yes", "--out", "learned.toml")


def _reports(folder: Path) -> str:
    """Return a table Realisasi of the first week of the plan: nine of ten came, and one of them failed."""
    from planner.inputs.plan import read_plan

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    heads = "Tanggal,Kode Tim,Kode Desa,Hadir,Terekam,Gagal,Meninggal,Jam Mulai,Jam Selesai,Status,"
    writer.writerow(f"{heads}Alasan Batal,Tuntas,Alat".split(","))
    for day in read_plan(folder / "plan.json").team_days:
        if day.day.isoformat() < NEXT_MONDAY:
            for stop in day.stops:
                came = max(1, 9 * stop.people // 10)
                row = [day.day, day.team, stop.village, came, came - 1, 1, 0, "09:00", "15:00", "selesai"]
                writer.writerow([*row, "", "tidak", "A1"])
    return text.getvalue()


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="breakage-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
