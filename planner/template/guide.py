"""The sheet Petunjuk (what to fill in first, what the colours mean) and the planner.toml of a new project."""

from xlsxwriter.worksheet import Worksheet

from planner import __version__
from planner.inputs.office.fields import FORMS, GUIDE
from planner.inputs.office.forms import Form, Pair
from planner.template.known import Regency
from planner.template.sheets import HEADER, NOT_READ, READ, REQUIRED, Looks

TITLE: Pair = ("Buku kerja masukan: perekaman KTP-el keliling", "Input workbook: mobile e-KTP recording")
STEPS_TITLE: Pair = ("Urutan mengisi", "What to fill in first")
STEPS: tuple[Pair, ...] = (
    (
        "Desa: satu baris per desa dengan kode, pulau, lintang, bujur dan Belum Rekam (0 bila tidak ada).",
        "Desa: one row per village with code, island, lat, lon and people unrecorded (0 for none).",
    ),
    (
        "Basis: kantor tempat tim berangkat dan kembali. Lembar ini harus ada sebelum Tim, Alat dan Layanan "
        "Reguler, karena kodenya dipakai di sana.",
        "Basis: the offices where teams start and to which they return. Fill it in before Tim, Alat and "
        "Layanan Reguler, which use its short names.",
    ),
    ("Tim: satu baris per tim, dengan basis dan laju per jam.", "Tim: one row per team, with base and rate."),
    (
        "Parameter: hari pertama dan tenggat wajib diisi; yang lain boleh dibiarkan.",
        "Parameter: first day and deadline are required; the others may stay as they are.",
    ),
    (
        "Kalender: cocokkan cuti bersama dengan SKB. Bila perlu: Alat dan Layanan Reguler (alat terbatas), "
        "Biaya (anggaran).",
        "Kalender: compare collective leave with the decree (SKB). Where needed: Alat and Layanan Reguler "
        "(few kits), Biaya (a budget).",
    ),
    (
        "Simpan, lalu jalankan: planner check planner.toml. Semua kesalahan disebut sekaligus dengan lembar, "
        "baris dan kolomnya.",
        "Save it, then run: planner check planner.toml. It tells every fault at once: sheet, row, column.",
    ),
)
RULES_TITLE: Pair = ("Aturan", "Rules")
RULES: tuple[Pair, ...] = (
    (
        "Baris 1 judul kolom, baris 2 kunci bahasa Inggris; keduanya jangan diubah. Data mulai baris 3.",
        "Row 1 has the headers and row 2 the English keys; leave both as they are. Data begin in row 3.",
    ),
    (
        "Baris yang sel pertamanya dimulai dengan CONTOH hanya contoh dan tidak dibaca; boleh dihapus.",
        "A row whose first cell begins with CONTOH is an example and is not read; it may be deleted.",
    ),
    (
        "Jangan menulis NIK, nomor KK atau nama warga: yang diperlukan hanya jumlah orang.",
        "Never write a NIK, a KK number or names of residents: only numbers of people are needed.",
    ),
    (
        "Arahkan penunjuk ke judul kolom untuk penjelasannya. Sel dengan panah punya daftar pilihan.",
        "Point at a header for its explanation. Cells with an arrow have a list of choices.",
    ),
    (
        "Pulau lain hanya dicapai dengan perahu: tulis tabel perahu di planner.toml, bagian [boats].",
        "Other islands are reached by boat only: name a table of boats in planner.toml, section [boats].",
    ),
)
LEGEND_TITLE: Pair = ("Warna judul kolom", "Colours of the headers")
REQUIRED_WORD: Pair = ("wajib diisi (bertanda *)", "required (with a star)")
READ_WORD: Pair = ("dipakai bila diisi", "used where filled in")
NOT_READ_WORD: Pair = (
    "belum dipakai dalam rencana; boleh diisi, dan planner check menyebutnya",
    "not used in plans yet, or a remark; may be filled in, and planner check names what is not used",
)
SHEETS_TITLE: Pair = ("Lembar", "Sheets")
NEEDED: Pair = ("wajib", "needed")
OPTIONAL: Pair = ("bila perlu", "where needed")
LATER: Pair = ("belum dipakai", "not used yet")
VERSION: Pair = ("Versi", "Version")
SOURCE: Pair = (
    "Kode, nama dan titik desa {name}: {attribution}. Titik adalah perkiraan; angka diisi kantor.",
    "Codes, names and points of {name}: {attribution}. Points are estimates; numbers are the office's.",
)
PROJECT: Pair = (
    """\
# Teks di belakang # hanya untuk pembaca. docs/project-file.md menjelaskan setiap kunci.
title = "{title}"
workbook = "{workbook}"
{attribution}
# Pulau lain hanya dicapai dengan perahu; contoh tabel: examples/rote_ndao/boats.csv
# [boats]
# file = "boats.csv"

[travel]
source = "straight_line"        # waktu tempuh diperkirakan dari jarak lurus
detour = 1.4                    # kilometer jalan per kilometer garis lurus
speed_kmh = 40                  # kecepatan rata-rata
""",
    """\
# Texts behind a # are for people. docs/project-file.md describes every key.
title = "{title}"
workbook = "{workbook}"
{attribution}
# Other islands are reached by boat only; a table to copy: examples/rote_ndao/boats.csv
# [boats]
# file = "boats.csv"

[travel]
source = "straight_line"        # travel times are guessed from straight lines
detour = 1.4                    # kilometres on the road per kilometre of straight line
speed_kmh = 40                  # mean speed
""",
)


def write_guide(looks: Looks, known: Regency | None) -> None:
    """Write the first sheet: steps, rules, colours, sheets, and the version."""
    sheet = looks.sheet(GUIDE)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 110)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, looks.say(TITLE), looks.format(bold=True, font_size=14))
    row = 1
    if known is not None:
        sheet.write_string(row, 0, known.name, looks.format(bold=True, font_size=12))
        row += 1
    row = _write_list(looks, sheet, row + 1, STEPS_TITLE, STEPS)
    row = _write_list(looks, sheet, row + 1, RULES_TITLE, RULES)
    row = _write_legend(looks, sheet, row + 1)
    row = _write_sheets(looks, sheet, row + 1)
    if known is not None:
        source = looks.say(SOURCE).format(name=known.name, attribution=known.attribution)
        sheet.write_string(row + 1, 0, source, looks.format())
        row += 1
    sheet.write_string(row + 1, 0, f"{looks.say(VERSION)} {__version__}", looks.format(italic=True))
    sheet.activate()


def _write_list(looks: Looks, sheet: Worksheet, row: int, title: Pair, lines: tuple[Pair, ...]) -> int:
    """Write numbered lines under a title; return the row below them."""
    sheet.write_string(row, 0, looks.say(title), looks.format(bold=True))
    for n, line in enumerate(lines, start=1):
        sheet.write_string(row + n, 0, f"{n}. {looks.say(line)}", looks.format())
    return row + len(lines) + 1


def _write_legend(looks: Looks, sheet: Worksheet, row: int) -> int:
    """Write what the colours mean; return the row below."""
    sheet.write_string(row, 0, looks.say(LEGEND_TITLE), looks.format(bold=True))
    legend = ((REQUIRED, REQUIRED_WORD), (READ, READ_WORD), (NOT_READ, NOT_READ_WORD))
    for n, (colours, meaning) in enumerate(legend, start=1):
        sheet.write_string(row + n, 0, "Abc", looks.format(**HEADER, **colours))
        sheet.write_string(row + n, 1, looks.say(meaning), looks.format())
    return row + len(legend) + 1


def _write_sheets(looks: Looks, sheet: Worksheet, row: int) -> int:
    """Write what each sheet is for and whether it is needed; return the row below."""
    sheet.write_string(row, 0, looks.say(SHEETS_TITLE), looks.format(bold=True))
    for n, form in enumerate(FORMS, start=1):
        sheet.write_url(row + n, 0, f"internal:'{form.name}'!A1", looks.format(underline=1), form.name)
        sheet.write_string(row + n, 1, looks.say(_need(form)), looks.format())
        sheet.write_string(row + n, 2, looks.say(form.about), looks.format())
    return row + len(FORMS) + 1


def _need(form: Form) -> Pair:
    if form.is_needed:
        return NEEDED
    return OPTIONAL if form.columns else LATER
