"""An office whose every text is an attack, and all that the planner's commands write of it."""

import csv
import io
from pathlib import Path

import pytest
from office import planner

from planner.domain.plan import Plan
from planner.inputs.plan import read_plan

RUN = "document.title=['PW','NED'].join('')"  # the word stands nowhere unless this has run
HTML = (
    f"<script>{RUN}</script>",
    f'"><img src=x onerror="{RUN}">',
    f"</script><script>{RUN}</script>",
    f"</style><style>*{{background:url(http://127.0.0.1:9/css)}}</style><svg onload={RUN}>",
    f'\' onmouseover="{RUN}" autofocus onfocus="{RUN}" x=\'',
    f'<a href="javascript:{RUN}">klik</a>',
    '<img src="http://127.0.0.1:9/img"><iframe src="http://127.0.0.1:9/frame"></iframe>',
    "&lt;b&gt; &amp;quot; ]]> --> <!-- <![CDATA[ &xxe;",
)
FORMULAS = (
    '=HYPERLINK("http://127.0.0.1:9/f";"klik")',
    "+1+2",
    "-3+2+cmd|' /C calc'!A0",
    "@SUM(1;1)",
    "=cmd|'/C calc'!A0",
    "=1+1",
)
TEMPLATES = (
    "{{ 7*7 }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{#weg#}{{ ''.__class__.__mro__ }}",
    '#panic("x") #read("/etc/passwd") #(7*7)',
    "$1/0$ *b* _i_ @ref <l> `c` // n",
    '</w:t></w:r><w:fldSimple w:instr="DDEAUTO c:\\\\x"/>',
)
OTHER = (
    "'); DROP TABLE runs; --",
    '" OR 1=1; ATTACH DATABASE "x" AS y; --',
    "A;ATTENDEE:mailto:x@example.org",
    "A\\nEND:VCALENDAR\\nBEGIN:VEVENT",
    "'\"`´’“”\\' \\\" 100%s %(x)s ${x} ~/.. ../../..",
    "x" * 300,
    "desa \U0001f600 村 é ㊙ \u0301",
)
SIGNS = (
    "\x1b]0;pwn\x07Desa\x1b[2J",
    "Desa \u202etxt.exe\u2066",
    "\x9b31mMerah",
    "Ba\u200bun\u2028Dua",
    "A\rB",
)
ATTACKS = (*HTML, *FORMULAS, *TEMPLATES, *OTHER, *SIGNS)


def _text(value: str) -> str:
    """Return a text as a basic string of TOML."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _table(rows: list[list[object]]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return made.getvalue()


def _villages() -> str:
    """Return one village for each attack, all in reach of a day; the last columns are the office's own."""
    head = ["kode_desa", "nama_desa", "nama_kec", "nama_kab", "pulau", "lon", "lat", "belum_rekam"]
    rows: list[list[object]] = [[*head, "tempat_layanan", "kontak_desa", "sumber", HTML[0], FORMULAS[0]]]
    for number, attack in enumerate(ATTACKS):
        district, other = number % 3 + 1, ATTACKS[(number + 5) % len(ATTACKS)]
        code = f"53.01.0{district}.2{number:03d}"
        place = [123.80 + number / 500, -10.10 + number / 700, 12]
        kecamatan, kabupaten = HTML[district], TEMPLATES[0]
        rows.append(
            [code, attack, kecamatan, kabupaten, "Timor", *place, other, attack, other, attack, other]
        )
    return _table(rows)


def evil_tables() -> dict[str, str]:
    """Return the inputs of an office, an attack wherever a text of its own may stand."""
    title, source, attribution = HTML[0], FORMULAS[0], HTML[1]
    villages = f'file = "villages.csv"\nsource = {_text(source)}\nattribution = {_text(attribution)}\n'
    toml = f'title = {_text(title)}\n[villages]\n{villages}[bases]\nfile = "bases.csv"\n'
    toml += '[teams]\nfile = "teams.csv"\n[calendar]\nfirst_day = 2018-05-07\ndeadline = 2018-05-18\n'
    toml += 'file = "calendar.csv"\n[rules]\nfile = "rules.csv"\n'
    bases = [
        ["Kode Basis", "Nama Basis", "Bujur", "Lintang", "Pulau"],
        ["B", HTML[5], 123.82, -10.08, "Timor"],
    ]
    team = ["Kode Tim", "Nama Tim", "Basis", "Laju per Jam", "Persiapan (menit)", "Maks Malam", "Kendaraan"]
    teams = [
        team,
        ["T1", HTML[3], "B", 12, 15, 0, TEMPLATES[3]],
        ["=1+1", FORMULAS[4], "B", 12, 15, 0, HTML[1]],
    ]
    calendar = [["Tanggal", "Jenis", "Ket"], ["2018-05-11", HTML[2], FORMULAS[1]]]
    rules = [["Kode", "Jenis", "Tim", "Tempat", "Alasan", "Pengusul", "Lunak"]]
    rules += [["=A1", "LARANG", "T1", "53.01.01.2000", HTML[4], TEMPLATES[1], "5"]]
    officer = f"name = {_text(HTML[0])}\nnip = {_text(FORMULAS[1])}\nrank = {_text(TEMPLATES[3])}\n"
    words = ("government", "name", "address", "phone", "place", "contact", "budget")
    letters = "".join(f"{key} = {_text(ATTACKS[n * 3])}\n" for n, key in enumerate(words))
    letters += f"basis = [{', '.join(map(_text, TEMPLATES))}]\n[head]\n{officer}"
    letters += f"[teams.T1]\nvehicle = {_text(HTML[1])}\ncontact = {_text(TEMPLATES[2])}\n"
    letters += f"[[teams.T1.officers]]\n{officer}"
    scenarios = f"[[scenario]]\nname = {_text(FORMULAS[5])}\nrate_per_hour = 7.0\n"
    tables = {"bases.csv": bases, "teams.csv": teams, "calendar.csv": calendar, "rules.csv": rules}
    texts = {"planner.toml": toml, "letters.toml": letters, "scenarios.toml": scenarios}
    return texts | {"villages.csv": _villages()} | {name: _table(rows) for name, rows in tables.items()}


@pytest.fixture(scope="session")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the office and all outputs of its plan, but letters."""
    folder = tmp_path_factory.mktemp("evil")
    for name, content in evil_tables().items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    outputs = [word for suffix in OUTPUTS for word in ("--out", f"plan.{suffix}")]
    plan = ["plan", "planner.toml", "--optimiser", "greedy", "--store", "store.gpkg", *outputs]
    said = planner(folder, *plan)
    said += planner(folder, "check", "planner.toml", "--out", "mutu.xlsx")
    said += planner(folder, "history", "store.gpkg") + planner(folder, "verify", "plan.json")
    (folder / "said.txt").write_text(said, encoding="utf-8")
    return folder


OUTPUTS = ("json", "xlsx", "csv", "geojson", "gpkg", "html", "ics")


@pytest.fixture(scope="session")
def answers(evil: Path) -> Path:
    """Return the folder with what the other commands answer as well: what-if, simulation, back-test."""
    short = ["--rounds", "1"]
    teams = [
        "--teams",
        "1",
        "--targets",
        "",
        "--no-prices",
        "--seconds",
        "0.2",
        "--scenarios",
        "scenarios.toml",
    ]
    out = [word for suffix in ("csv", "xlsx", "html", "json") for word in ("--out", f"skenario.{suffix}")]
    planner(evil, "whatif", "planner.toml", *teams, *out)
    replays = ["--plan", "plan.json", "--replays", "2", "--no-measures", "--threads", "1"]
    planner(evil, "simulate", "planner.toml", *replays, *short, "--out", "simulasi.html")
    reports = [["Tanggal", "Kode Tim", "Kode Desa", "Hadir", "Terekam"]]
    reports += [["2018-05-07", "T1", "53.01.01.2000", 12, 11]]
    (evil / "laporan.csv").write_text(_table(reports), encoding="utf-8", newline="\n")
    told = ["--plan", "plan.json", "--to", "history.jsonl", "--new", "--who", FORMULAS[0]]
    planner(evil, "actuals", "laporan.csv", *told)
    books = ["--out", "ujibalik.html", "--out", "ujibalik.csv"]
    planner(evil, "backtest", "plan.json", "--history", "history.jsonl", *short, *books)
    return evil


@pytest.fixture(scope="session")
def evil_plan(evil: Path) -> Plan:
    return read_plan(evil / "plan.json")


@pytest.fixture(scope="session")
def letters(evil: Path) -> Path:
    """Return the folder of its letters, for Word too."""
    for module in ("typst", "segno", "docxtpl"):
        pytest.importorskip(module)
    planner(evil, "letters", "plan.json", "--out", "surat", "--docx")
    return evil / "surat"
