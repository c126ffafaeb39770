"""The tables of a store: every column with its kind and its meaning; docs/store.md says the same.

They are the same in a GeoPackage and in PostgreSQL. Rows are only ever added: a trigger refuses to change or
delete one.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["key", "row", "run", "whole", "number", "text", "date", "moment", "yes_no", "bytes", "point"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name
        In the database.
    kind
        ``key`` (given by the planner), ``row`` (a number the database gives), ``run`` (a run of table
        ``runs``), ``whole`` (an integer), ``number``, ``text``, ``date``, ``moment`` (UTC), ``yes_no``,
        ``bytes`` or ``point`` (degrees, EPSG:4326).
    meaning
        What stands there, with its unit.
    is_needed
        Whether it is filled in every row.
    is_personal
        Whether a person may be named there; see :mod:`planner.store.forgetting`.
    """

    name: str
    kind: Kind
    meaning: str
    is_needed: bool = True
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Parameters
    ----------
    name, meaning, columns
        In the database, what its rows are, and what stands in them.
    is_latest
        Whether there is also a view of the rows of the newest run, ``latest_<name>``.
    since
        First version of the tables that has it.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    is_latest: bool = False
    since: int = 1

    @property
    def point(self) -> Column | None:
        """The column with the point; ``None`` for a table that is no map."""
        return next((column for column in self.columns if column.kind == "point"), None)


def _maybe(name: str, kind: Kind, meaning: str, *, is_personal: bool = False) -> Column:
    return Column(name, kind, meaning, False, is_personal)


def _user(name: str, meaning: str) -> Column:
    return Column(name, "text", meaning, is_personal=True)


ROW = Column("fid", "row", "number of the row")
RUN = Column("run_id", "run", "the run, as in `runs`")
POINT = Column("geom", "point", "service point of the village")

STORE = Table(
    "store",
    "what this database is; the last row holds",
    (
        ROW,
        Column("format", "text", "`field-planner store`"),
        Column("version", "whole", "version of these tables"),
    ),
)
RUNS = Table(
    "runs",
    "one row per plan that was kept",
    (
        Column("run_id", "key", "number of the run: 1, 2, 3, ..."),
        Column("made_at", "moment", "when it was kept"),
        _user("made_by", "user name on the computer that kept it"),
        Column("project", "text", "title of the project"),
        _maybe("project_file", "text", "its planner.toml, seen from the GeoPackage's folder where it can be"),
        Column("inputs", "text", "JSON: name of each input file -> SHA-256 when it was read"),
        Column("program", "text", "version of the planner"),
        Column("settings", "text", "JSON: what the solve was called with (optimiser, seconds, rounds, seed)"),
        Column("optimiser", "text", "what made the plan"),
        Column("seed", "whole", "seed of all random choices"),
        Column("seconds", "number", "seconds used"),
        Column("rounds", "whole", "rounds of work done"),
        Column("stop_reason", "text", "why it ended: proved, time, rounds, gap or cancelled"),
        Column("first_day", "date", "first day of the calendar"),
        Column("deadline", "date", "last day on which a recording counts"),
        Column("status", "text", "PROVED, WITHIN x %, or NO BOUND"),
        Column("backlog", "whole", "people not recorded before the plan"),
        Column("recorded", "whole", "people the plan records"),
        Column("left_over", "whole", "people who stay: backlog - recorded"),
        _maybe("bound", "number", "no plan is worth more"),
        _maybe("gap", "number", "(bound - value) / bound, 0 to 1"),
        _maybe("plan_version", "text", "version printed on the plan, which sheet Realisasi repeats"),
        Column("plan_sha256", "text", "SHA-256 of the plan's JSON text in `plans`"),
    ),
)
PLANS = Table(
    "plans",
    "the whole plan of each run with its problem, from which `planner verify` judges it again",
    (RUN, Column("plan", "bytes", "the plan written as .json, UTF-8, compressed by gzip")),
)
VILLAGES = Table(
    "villages",
    "one row per village and run",
    (
        ROW,
        POINT,
        RUN,
        Column("village_code", "text", "Kemendagri code"),
        Column("village", "text", "name"),
        Column("district_code", "text", "code of the kecamatan"),
        Column("district", "text", "kecamatan"),
        Column("regency", "text", "kabupaten or kota"),
        Column("island", "text", "island"),
        Column("backlog", "whole", "people not recorded before the plan"),
        Column("planned", "whole", "people the plan records here"),
        Column("left_over", "whole", "people who stay: backlog - planned"),
        Column("modelled", "yes_no", "whether the backlog is a modelled number and not a count"),
    ),
    is_latest=True,
)
STOPS = Table(
    "stops",
    "one row per visit and run",
    (
        ROW,
        POINT,
        RUN,
        Column("date", "date", "day of the visit"),
        Column("team", "text", "id of the team"),
        Column("stop", "whole", "1 for the team's first visit of the day, 2 for the second, ..."),
        Column("village_code", "text", "Kemendagri code"),
        Column("village", "text", "name"),
        Column("district", "text", "kecamatan"),
        Column("arrive", "text", "arrival, HH:MM"),
        Column("open", "text", "begin of service, HH:MM"),
        Column("close", "text", "end of service, HH:MM"),
        Column("people", "whole", "people recorded if all goes as planned"),
    ),
    is_latest=True,
)
ACTUALS = Table(
    "actuals",
    "one row per reported visit, as sheet Realisasi; a correction is a further row",
    (
        ROW,
        Column("entered_at", "moment", "when the row was added"),
        _user("entered_by", "user name on the computer that added it"),
        Column("date", "date", "day of the visit (Tanggal)"),
        Column("team", "text", "id of the team (Tim)"),
        Column("village_code", "text", "Kemendagri code (Kode Desa)"),
        _maybe("plan_version", "text", "version of the plan (Versi Rencana)"),
        _maybe("came", "whole", "people who came (Hadir)"),
        Column("recorded", "whole", "people recorded (Terekam)"),
        _maybe("failed", "whole", "recordings that failed (Gagal)"),
        _maybe("sent", "whole", "recordings sent to the centre (Terkirim)"),
        _maybe("not_found", "whole", "people not found (Tidak Ditemukan)"),
        _maybe("dead", "whole", "people who have died (Meninggal)"),
        _maybe("moved", "whole", "people who have moved (Pindah)"),
        _maybe("duplicate", "whole", "people listed twice (Ganda)"),
        _maybe("start", "text", "begin of service, HH:MM (Jam Mulai)"),
        _maybe("end", "text", "end of service, HH:MM (Jam Selesai)"),
        _maybe("kit", "text", "recording kit (Alat)"),
        Column("status", "text", "selesai, sebagian or batal (Status)"),
        _maybe("reason_code", "text", "why it was cancelled (Alasan Batal)", is_personal=True),
        _maybe("closed", "yes_no", "whether the village is done (Tuntas)"),
        _maybe("note", "text", "remarks (Catatan)", is_personal=True),
    ),
)
FILES = Table(
    "files",
    "one row per file of reports that was taken in; the same file is never taken in twice",
    (
        ROW,
        Column("entered_at", "moment", "when it was taken in"),
        _user("entered_by", "user name on the computer that took it in"),
        Column("sha256", "text", "SHA-256 of its bytes"),
        Column("name", "text", "its name"),
        Column("plan_version", "text", "version of the plan it was matched with"),
        Column("reports", "whole", "rows of `actuals` that it added"),
    ),
    since=2,
)
AUDIT = Table(
    "audit",
    "who did what and when",
    (
        ROW,
        Column("at", "moment", "when"),
        _user("who", "user name on the computer"),
        Column("what", "text", "what was done: `run kept`, `actuals added`, `names forgotten`"),
        _maybe("run_id", "run", "the run it is about"),
        Column("details", "text", "further words"),
        Column("program", "text", "version of the planner"),
    ),
)

TABLES = (STORE, RUNS, PLANS, VILLAGES, STOPS, ACTUALS, FILES, AUDIT)
FORMAT, VERSION = "field-planner store", 2
