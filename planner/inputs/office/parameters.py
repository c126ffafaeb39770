"""The sheet Parameter: the days, and what every plan has to keep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from planner.errors import Fault
from planner.inputs.cells import (
    Cell,
    day,
    number,
    one_of,
    rupiah,
    share,
    shares,
    text,
    weekdays,
    whole,
    yes_no,
)
from planner.inputs.columns import Column, Table, read_table, report_repeated, table_places
from planner.inputs.office.forms import Pair
from planner.inputs.settings import (
    CalendarSettings,
    CostsSettings,
    CountSettings,
    FloorsSettings,
    RulesSettings,
    message,
)
from planner.inputs.sheets import Sheet, plain


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of the sheet.

    Parameters
    ----------
    key
        English name; of the setting as well.
    label
        Indonesian name, as the template writes it.
    about
        What it means, in both languages.
    unit
        Of its value, in both languages.
    parse
        Turns the cell into the value; raises ``ValueError`` with what it expected.
    section
        Settings whose field it is: ``calendar``, ``rules``, ``floors`` or ``villages``.
    field
        Name of that field.
    default
        What holds where the cell is empty, as the template writes it.
    is_required
        Whether the cell may not be empty.
    """

    key: str
    label: str
    about: Pair
    unit: Pair
    parse: Callable[[Cell], Any]
    section: str
    field: str
    default: str = ""
    is_required: bool = False


def _count(cell: Cell) -> str:
    """Return which number counts as not recorded."""
    found = one_of("siak", "kpu", "terverifikasi", "verified")(cell)
    return "verified" if found == "terverifikasi" else found


def _replaces(cell: Cell) -> str:
    """Return whether a verified number replaces the count."""
    return "replaces" if yes_no(cell) else "ignored"


def _country(cell: Cell) -> str:
    """Return the country whose public holidays are kept; none after a no."""
    return "ID" if yes_no(cell) else ""


def _on_market_days(cell: Cell) -> str:
    """Return whether villages are open to teams on their market day."""
    return "open" if yes_no(cell) else "closed"


PARAMETERS = (
    Parameter(
        "first_day",
        "Hari pertama",
        ("hari pertama tim boleh berangkat", "first day on which a team may go out"),
        ("tanggal", "date"),
        day,
        "calendar",
        "first_day",
        is_required=True,
    ),
    Parameter(
        "deadline",
        "Tenggat",
        (
            "hari terakhir perekaman masih dihitung, termasuk hari itu",
            "last day on which a recording counts, included",
        ),
        ("tanggal", "date"),
        day,
        "calendar",
        "deadline",
        is_required=True,
    ),
    Parameter(
        "weekdays",
        "Hari kerja",
        ("hari kerja dalam seminggu", "the worked weekdays"),
        ("hari", "weekdays"),
        weekdays,
        "calendar",
        "weekdays",
        "Sen-Jum",
    ),
    Parameter(
        "holidays",
        "Libur nasional",
        (
            "hari libur nasional dan cuti bersama Indonesia tidak dikerjakan; yang tetap dikerjakan ditulis "
            "di lembar Kalender",
            "public holidays and collective leave of Indonesia are not worked; those that are go to sheet "
            "Kalender",
        ),
        ("ya/tidak", "ya/tidak"),
        _country,
        "calendar",
        "holidays",
        "ya",
    ),
    Parameter(
        "count",
        "Dasar hitungan",
        (
            "kolom yang menjadi jumlah belum rekam: siak (Belum Rekam), kpu (Pemilih Non KTP-el) atau "
            "terverifikasi",
            "column that counts: siak (people not recorded), kpu (voters without an e-KTP) or terverifikasi "
            "(verified by the villages)",
        ),
        ("siak/kpu/terverifikasi", "siak/kpu/terverifikasi"),
        _count,
        "villages",
        "count",
        "siak",
    ),
    Parameter(
        "valid_share",
        "Porsi valid",
        (
            "bagian dari hitungan yang sungguh ada (bukan meninggal, pindah, ganda); kolom Porsi Valid di "
            "lembar Desa menggantikannya",
            "share of the count that is really there (not dead, moved, twice); column Porsi Valid of sheet "
            "Desa replaces it",
        ),
        ("bagian, di atas 0 s.d. 1", "share, above 0 to 1"),
        share,
        "villages",
        "valid_share",
        "1",
    ),
    Parameter(
        "turnout",
        "Bagian yang hadir",
        (
            "bagian dari warga yang belum rekam yang datang pada hari pelayanan pertama, kedua, ... di satu "
            "desa; bagian terakhir berlaku seterusnya. Kosong: semua datang",
            "share of those still waiting who come on the first, second, ... day of service in a village; "
            "the last one holds from then on. Empty: all come",
        ),
        ("bagian, mis. 0,6; 0,35", "shares, e.g. 0.6; 0.35"),
        shares,
        "rules",
        "turnout",
    ),
    Parameter(
        "budget",
        "Anggaran",
        (
            "paling banyak biaya semua perjalanan (lembar Biaya dan ongkos perahu). Kosong: tanpa batas",
            "most that all trips may cost (sheet Biaya and boat fares). Empty: no limit",
        ),
        ("Rp", "rupiah"),
        rupiah,
        "rules",
        "budget",
    ),
    Parameter(
        "clock_minutes",
        "Kelipatan jam",
        (
            "tim tiba dan berangkat pada kelipatan menit ini; perjalanan dibulatkan ke atas",
            "teams arrive and leave at whole multiples of it; travel is rounded up to it",
        ),
        ("menit, 1 s.d. 240", "minutes, 1 to 240"),
        whole,
        "rules",
        "clock_minutes",
        "10",
    ),
    Parameter(
        "smallest_stop",
        "Kunjungan terkecil",
        (
            "paling sedikit orang agar tim membuka pelayanan di satu desa",
            "fewest people for whom a team sets up in a village",
        ),
        ("orang, 1 atau lebih", "people, 1 or more"),
        whole,
        "rules",
        "smallest_stop",
        "1",
    ),
    Parameter(
        "planned_on",
        "Tanggal rencana",
        (
            "hari rencana dibuat dan diumumkan; desa tidak dilayani sebelum hari pemberitahuan lewat. "
            "Kosong: tanpa batas",
            "day on which the plan is made and told; no village is served before the days of notice are "
            "over. Empty: no limit",
        ),
        ("tanggal", "date"),
        day,
        "calendar",
        "planned_on",
    ),
    Parameter(
        "notice_days",
        "Hari pemberitahuan",
        (
            "hari kalender antara pemberitahuan ke desa dan pelayanan",
            "calendar days between telling a village and serving it",
        ),
        ("hari", "days"),
        whole,
        "rules",
        "notice_days",
        "7",
    ),
    Parameter(
        "market_days",
        "Layani pada hari pasar",
        (
            "boleh melayani desa pada hari pasarnya?",
            "may a village be served on its market day?",
        ),
        ("ya/tidak", "ya/tidak"),
        _on_market_days,
        "rules",
        "market_days",
        "ya",
    ),
    Parameter(
        "floor_share",
        "Batas bawah kecamatan",
        (
            "bagian dari yang belum rekam di tiap kecamatan yang sedikitnya harus terekam. Kosong: tanpa "
            "batas bawah",
            "share of the backlog of every kecamatan that should be recorded at least. Empty: no floors",
        ),
        ("bagian 0 s.d. 1", "share 0 to 1"),
        share,
        "floors",
        "share",
    ),
    Parameter(
        "floor_price",
        "Harga batas bawah",
        (
            "berapa perekaman di tempat lain boleh dilepas untuk tiap orang yang kurang dari batas bawah",
            "recordings elsewhere that may be given up for each person a kecamatan is short of its floor",
        ),
        ("perekaman per orang, lebih dari 0", "recordings per person, above 0"),
        number,
        "floors",
        "price",
        "1",
    ),
    Parameter(
        "verified",
        "Verifikasi menggantikan",
        (
            "angka Terverifikasi, bila ada, menggantikan hitungan, tanpa porsi valid?",
            "does a verified number, where given, replace the count, without a share?",
        ),
        ("ya/tidak", "ya/tidak"),
        _replaces,
        "villages",
        "verified",
        "ya",
    ),
    Parameter(
        "as_of",
        "Tanggal data",
        (
            "tanggal hitungan, bila lembar Desa tidak menyebutnya; tampil di semua keluaran",
            "date of the counts, where sheet Desa does not give it; shown on all outputs",
        ),
        ("tanggal", "date"),
        day,
        "villages",
        "as_of",
    ),
    Parameter(
        "source",
        "Sumber data",
        (
            "sumber hitungan, bila lembar Desa tidak menyebutnya; tampil di semua keluaran",
            "source of the counts, where sheet Desa does not give it; shown on all outputs",
        ),
        ("teks", "text"),
        text,
        "villages",
        "source",
    ),
)
BY_NAME = {plain(name): parameter for parameter in PARAMETERS for name in (parameter.label, parameter.key)}
ANY_DAY = date(2018, 1, 1)  # stands in where the days have faults, so that other faults are still found
MODELS: dict[str, type[BaseModel]] = {
    "rules": RulesSettings,
    "floors": FloorsSettings,
    "villages": CountSettings,
}


def parameter(cell: Cell) -> str:
    """Return the key of a parameter, from its Indonesian or its English name."""
    found = BY_NAME.get(plain(text(cell)))
    if found is None:
        raise ValueError(f"is no parameter; expected {', '.join(known.label for known in PARAMETERS)}")
    return found.key


def as_it_is(cell: Cell) -> Cell:
    """Return the cell; what it may say depends on its row."""
    return cell


COLUMNS = (
    Column("name", ("nama", "parameter"), parameter),
    Column("value", ("nilai",), as_it_is, required=False),
)


def read_parameters(
    sheet: Sheet | None, costs: CostsSettings, faults: list[Fault]
) -> tuple[CalendarSettings, RulesSettings, CountSettings]:
    """Return days, rules and what counts; after a fault a single day stands in, so others are still found.

    Parameters
    ----------
    sheet
        The table; ``None`` after a fault.
    costs
        What the sheet Biaya says.
    faults
        Takes unknown names, values that cannot be, and days that are missing or in the wrong order.
    """
    found: dict[str, dict[str, Any]] = {"calendar": {}, "rules": {}, "floors": {}, "villages": {}}
    if sheet is not None and _has_values(sheet, faults):
        table = read_table(sheet, COLUMNS, faults)
        report_repeated(table, "name", faults)
        for row, values in table.records():
            if text(values["value"]):
                _keep(table, row, values, found, faults)
        if "name" in table.headers:
            _require_days(table, found["calendar"], faults)
    days = found["calendar"]
    if not {"first_day", "deadline"} <= days.keys():
        days |= {"first_day": ANY_DAY, "deadline": ANY_DAY}
    floors = FloorsSettings(**found["floors"])
    rules = RulesSettings(**found["rules"], costs=costs, floors=floors)
    return CalendarSettings(**days), rules, CountSettings(**found["villages"])


def _has_values(sheet: Sheet, faults: list[Fault]) -> bool:
    """Return whether there is a column of values, though none of its cells has to be filled in."""
    is_there = "value" in table_places(sheet, COLUMNS)
    if not is_there:
        faults.append(sheet.fault("column 'nilai' (value) is missing", "add it", row=1))
    return is_there


def _keep(
    table: Table, row: int, values: Mapping[str, Any], found: dict[str, dict[str, Any]], faults: list[Fault]
) -> None:
    """Put the value of one row into ``found``."""
    known = next(one for one in PARAMETERS if one.key == values["name"])
    try:
        value = known.parse(values["value"])
        if known.section in MODELS:
            MODELS[known.section].model_validate({known.field: value})
    except ValidationError as error:  # also a ValueError
        faults.append(table.fault(row, "value", values["value"], message(error.errors()[0])))
    except ValueError as error:
        faults.append(table.fault(row, "value", values["value"], str(error)))
    else:
        found[known.section][known.field] = value


def _require_days(table: Table, days: dict[str, Any], faults: list[Fault]) -> None:
    """Make a fault of a first day or deadline that is missing, and of a deadline before the first day."""
    rows = {values["name"]: (row, text(values["value"])) for row, values in table.records()}
    for known in (one for one in PARAMETERS if one.is_required):
        row, value = rows.get(known.key, (None, ""))
        if not value:
            problem = f"{known.label} ({known.key}) is missing; expected a date such as 2018-05-07"
            header, found = table.headers["value"], "(empty)" if row else None
            faults.append(table.sheet.fault(problem, "fill it in", row=row, column=header, value=found))
    if days.keys() >= {"first_day", "deadline"} and days["deadline"] < days["first_day"]:
        row, value = rows["deadline"]
        problem = "the deadline lies before the first day"
        faults.append(table.fault(row or 0, "value", value, problem, "correct one of the two"))
        del days["deadline"]
