"""``masukan.xlsx`` opened: the settings that stand in it, and what it says that no plan uses yet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain.directives import Directive
from planner.domain.places import Base
from planner.domain.teams import Team
from planner.errors import Fault
from planner.inputs.cells import Cell, name, text
from planner.inputs.columns import Column, read_table, row_is_keys, table_places
from planner.inputs.office import NOT_USED
from planner.inputs.office.costs import read_costs
from planner.inputs.office.fields import (
    BASES,
    COSTS,
    FORMS,
    GUIDE,
    KITS,
    PARAMETERS,
    PUBLISHED,
    QUALITY,
    REGULAR,
    STAFF,
    TEAMS,
    VILLAGES,
)
from planner.inputs.office.forms import Form
from planner.inputs.office.kits import kit_needs, kits_left_out, with_kits
from planner.inputs.office.parameters import read_parameters
from planner.inputs.office.reserve import kept_away, with_reserve
from planner.inputs.office.staff import with_staff
from planner.inputs.settings import FileSettings, OfficeSettings, Settings, VillagesSettings
from planner.inputs.sheets import EMPTY, Sheet
from planner.inputs.villages import Villages

NEEDED_HERE = (Column("district", ("kecamatan", "nama_kec", "nama_kecamatan"), name),)
OpenSheet = Callable[[FileSettings], Sheet | None]


@dataclass(frozen=True, slots=True)
class Office:
    """What the workbook says beside villages, bases and teams.

    Parameters
    ----------
    settings
        The project as if planner.toml had said it all, every table a sheet of the workbook.
    sheets
        Name -> sheet, for the sheets that are there; ``None`` for one that cannot be read.
    notes
        Names and values of what stands in the workbook and is not used yet.
    """

    settings: Settings
    sheets: dict[str, Sheet | None]
    notes: tuple[tuple[str, str], ...]

    def with_kits(self, bases: tuple[Base, ...], faults: list[Fault]) -> tuple[Base, ...]:
        """Return the bases with their kits; see :func:`planner.inputs.office.kits.with_kits`."""
        days = self.settings.calendar.first_day, self.settings.calendar.deadline
        kits, regular = self.sheets.get(KITS.name), self.sheets.get(REGULAR.name)
        if kits is None and KITS.name in self.sheets:  # it has faults, so nothing is known of kits
            regular = None
        return with_kits(bases, kits, regular, days, faults)

    def with_reserve(self, bases: tuple[Base, ...], teams: tuple[Team, ...]) -> tuple[Base, ...]:
        """Return the bases with the staff that stays; see :mod:`planner.inputs.office.reserve`."""
        return with_reserve(bases, teams, self.sheets.get(REGULAR.name))

    def kept_away(self, villages: Villages, teams: tuple[Team, ...]) -> tuple[Directive, ...]:
        """Return where kits do not work; see :mod:`planner.inputs.office.reserve`."""
        return kept_away(villages, teams, kit_needs(self.sheets.get(KITS.name)))

    def with_staff(
        self, teams: tuple[Team, ...], working_days: Sequence[date], faults: list[Fault]
    ) -> tuple[Team, ...]:
        """Return the teams with their members; see :func:`planner.inputs.office.staff.with_staff`."""
        return with_staff(teams, self.sheets.get(STAFF.name), working_days, faults)


def read_office(
    settings: OfficeSettings, names: Sequence[str], open_sheet: OpenSheet, faults: list[Fault]
) -> Office:
    """Return what stands in the workbook.

    Parameters
    ----------
    settings
        The planner.toml that names it.
    names
        Of its sheets.
    open_sheet
        Opens one sheet, each once; what is wrong with the sheet goes to the faults of the project.
    faults
        Takes sheets that are missing, and every fault of the sheets Parameter, Biaya and Kalender.
    """
    known = {name.strip().casefold() for name in names}
    faults.extend(_missing(settings.workbook, known))
    sheets = _opened(settings.workbook, known, open_sheet, faults)
    faults.extend(_empty(sheets))
    villages = sheets.get(VILLAGES.name)
    if villages is not None:
        read_table(villages, NEEDED_HERE, faults)  # its reader does not ask for it
    costs, unused_costs = read_costs(sheets.get(COSTS.name), faults)
    calendar, rules, counting = read_parameters(sheets.get(PARAMETERS.name), costs, faults)
    notes = dict(_unused(sheets, names))
    _add(notes, COSTS.name, unused_costs)
    _add(notes, KITS.name, tuple(kits_left_out(sheets.get(KITS.name), calendar.deadline)))
    file = settings.workbook
    whole = Settings(
        title=settings.title,
        villages=VillagesSettings(
            file=file,
            sheet=VILLAGES.name,
            attribution=settings.attribution,
            known=settings.known,
            crosswalk=settings.crosswalk,
            **dict(counting),
        ),
        bases=FileSettings(file=file, sheet=BASES.name),
        teams=FileSettings(file=file, sheet=TEAMS.name),
        calendar=calendar,
        boats=settings.boats,
        travel=settings.travel,
        rules=rules,
    )
    named = tuple((f"{NOT_USED}: {name}", value) for name, value in notes.items())
    return Office(whole, sheets, named)


def _opened(
    file: str, known: set[str], open_sheet: OpenSheet, faults: list[Fault]
) -> dict[str, Sheet | None]:
    """Return name -> sheet; a blank one is as good as missing where none is needed."""
    sheets = {}
    for form in (form for form in FORMS if form.name.casefold() in known):
        before = len(faults)
        sheet = open_sheet(FileSettings(file=file, sheet=form.name))
        if not form.is_needed and [fault.problem for fault in faults[before:]] == [EMPTY]:
            del faults[before:]
        else:
            sheets[form.name] = sheet
    return sheets


def _missing(file: str, known: set[str]) -> Iterator[Fault]:
    """Yield a fault for every sheet that has to be there and is not."""
    remedy = "add it; `planner template` writes a workbook with every sheet"
    for form in FORMS:
        if form.is_needed and form.name.casefold() not in known:
            yield Fault(file, "there is no such sheet", remedy, sheet=form.name)


def _empty(sheets: dict[str, Sheet | None]) -> Iterator[Fault]:
    """Yield a fault for every sheet that has to say something and does not."""
    for form in FORMS:
        sheet = sheets.get(form.name)
        if form.is_needed and sheet is not None and not _data(form, sheet):
            remedy = "write one row per entry; the row marked CONTOH is an example and is not read"
            yield sheet.fault("nothing is filled in", remedy)


def _unused(sheets: dict[str, Sheet | None], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield sheets and columns in which something stands that is not read."""
    for form in FORMS:
        sheet = sheets.get(form.name)
        if sheet is not None and not form.columns:
            rows = len(_data(form, sheet))
            if rows:
                yield form.name, f"{rows} row{'s' if rows > 1 else ''}"
        elif sheet is not None:
            headers = _unread(form, sheet)
            if headers:
                yield form.name, f"columns {', '.join(headers)}"
    ours = (*(form.name for form in FORMS), GUIDE, PUBLISHED, QUALITY)
    known = {plain_name.casefold() for plain_name in ours}
    others = [name for name in names if name.strip().casefold() not in known]
    if others:
        yield "sheets of other names", ", ".join(others)


def _unread(form: Form, sheet: Sheet) -> list[str]:
    """Return the headers of columns that are filled in and not read, remarks apart."""
    read = set(table_places(sheet, form.columns).values())
    remarks = set(
        table_places(sheet, [_as_column(f.header, f.key) for f in form.fields if f.is_remark]).values()
    )
    rows = _data(form, sheet)
    return [
        header
        for n, header in enumerate(sheet.headers)
        if header and n not in read | remarks and any(text(cells[n]) for cells in rows)
    ]


def _data(form: Form, sheet: Sheet) -> list[Sequence[Cell]]:
    """Return the rows of a sheet without its second header."""
    places = table_places(sheet, [_as_column(field.header, field.key) for field in form.fields])
    return [cells for n, (_, cells) in enumerate(sheet.rows) if n or not row_is_keys(cells, places)]


def _as_column(header: str, key: str) -> Column:
    return Column(key, (header,), text, required=False)


def _add(notes: dict[str, str], sheet: str, more: tuple[str, ...]) -> None:
    """Add to what is said of a sheet."""
    if more:
        notes[sheet] = "; ".join([*([notes[sheet]] if sheet in notes else []), *more])
