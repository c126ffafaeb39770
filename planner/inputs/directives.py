"""The table of rules (sheet Aturan) -> directives."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from planner.domain.directives import Directive, Kind
from planner.domain.places import Village, lies_in
from planner.domain.teams import Team
from planner.errors import Fault
from planner.inputs.cells import Cell, day, name, number, text, whole, yes_no
from planner.inputs.codes import area_codes
from planner.inputs.columns import Column, Table, read_table, report_repeated
from planner.inputs.sheets import Sheet

KINDS: dict[str, Kind] = {
    "tetapkan": "FIX",
    "larang": "FORBID",
    "wajib": "MUST",
    "minimum": "MIN",
    "maksimum": "MAX",
    "bersama": "TOGETHER",
    "urut": "ORDER",
}
SOFT_PRICE = 10.0  # people that may be given up for one breach where a rule is just called soft
SOFT_PRICE_OF_PEOPLE = 1.0  # the same for each person short or too many


def kind(cell: Cell) -> Kind:
    """Return the kind of a rule, written in either language.

    >>> kind("Tetapkan"), kind("max")
    ('FIX', 'MAX')
    """
    found = text(cell).casefold()
    for indonesian, english in KINDS.items():
        if found in (indonesian, english.casefold()):
            return english
    known = ", ".join(f"{indonesian.upper()} ({english})" for indonesian, english in KINDS.items())
    raise ValueError(f"is no kind of rule; expected {known}")


def softness(cell: Cell) -> float | None:
    """Return the price of a breach: ``None`` for a hard rule, 0 for a soft one without a price of its own.

    >>> softness("tidak"), softness("ya"), softness("25")
    (None, 0.0, 25.0)
    """
    try:
        return 0.0 if yes_no(cell) else None
    except ValueError:
        pass
    try:
        price = number(cell)
    except ValueError:
        price = -1.0
    if not 0 < price <= 1e6:
        raise ValueError("expected ya, tidak, or how many people may be given up for each breach, e.g. 25")
    return price


COLUMNS = (
    Column("rule", ("kode", "kode_aturan"), name),
    Column("kind", ("jenis", "jenis_aturan"), kind),
    Column("team", ("tim", "kode_tim"), name, required=False, default=""),
    Column("place", ("desa_kecamatan_pola", "tempat", "desa", "wilayah"), text, required=False, default=""),
    Column("from", ("dari", "mulai"), day, required=False),
    Column("to", ("sampai", "selesai"), day, required=False),
    Column("value", ("nilai",), whole, required=False),
    Column("reason", ("alasan",), name),
    Column("author", ("pengusul",), name, required=False, default=""),
    Column("soft", ("lunak",), softness, required=False),
)


def read_directives(
    sheet: Sheet, villages: tuple[Village, ...], teams: tuple[Team, ...], faults: list[Fault]
) -> tuple[Directive, ...]:
    """Return the rules of the office.

    Parameters
    ----------
    sheet
        The table.
    villages, teams
        Those of the project; without villages no place can be called unknown.
    faults
        Takes unknown kinds, teams and places, names that several villages have, and rules without a sense.
    """
    table = read_table(sheet, COLUMNS, faults)
    report_repeated(table, "rule", faults)
    places, known_teams = Places.of(villages), {team.id for team in teams}
    found = []
    for row, values in table.records():
        if known_teams and values["team"] and values["team"] not in known_teams:
            problem = f"is no team; known teams are {', '.join(sorted(known_teams))}"
            faults.append(table.fault(row, "team", values["team"], problem, "correct it, or add the team"))
        directive = _directive(table, row, values, places, faults) if villages else None
        if directive is not None:
            found.append(directive)
    return tuple(found)


def _directive(
    table: Table, row: int, values: Mapping[str, Any], places: "Places", faults: list[Fault]
) -> Directive | None:
    """Return the directive of one row; ``None`` after a fault."""
    try:
        villages = tuple(places.named(values["place"]))
    except ValueError as error:
        remedy = "give codes such as 53.01.04.2003, a kecamatan, or a pattern such as 53.01.04.*"
        faults.append(table.fault(row, "place", values["place"], str(error), remedy))
        return None
    amounts = values["kind"] in ("MIN", "MAX")
    if amounts == (values["value"] is None):
        problem = "expected a number of people" if amounts else "this kind of rule has no number"
        remedy = "write how many people" if amounts else "leave it empty"
        faults.append(table.fault(row, "value", text(values["value"] or "(empty)"), problem, remedy))
        return None
    usual = SOFT_PRICE_OF_PEOPLE if amounts else SOFT_PRICE
    directive = Directive(
        id=values["rule"],
        kind=values["kind"],
        villages=villages,
        team=values["team"],
        first=values["from"],
        last=values["to"],
        people=values["value"] or 0,
        price=usual if values["soft"] == 0 else values["soft"],
        reason=values["reason"],
        author=values["author"],
    )
    wrong = list(directive.faults())
    faults.extend(table.fault(row, "rule", directive.id, problem, "correct the row") for problem in wrong)
    return None if wrong else directive


@dataclass(frozen=True, slots=True)
class Places:
    """The villages by all that an office calls them."""

    ids: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    """Plain name of a village or kecamatan -> its villages; none where several places have it."""

    @classmethod
    def of(cls, villages: tuple[Village, ...]) -> "Places":
        """Return the villages by name, by kecamatan, and by both: ``Oebelo, Kupang Tengah``."""
        meanings: dict[str, set[tuple[str, ...]]] = {}
        districts: dict[tuple[str, str], list[str]] = {}
        for village in villages:
            districts.setdefault((village.district_id, _plain(village.district)), []).append(village.id)
            for called in (village.name, f"{village.name}, {village.district}"):
                meanings.setdefault(_plain(called), set()).add((village.id,))
        for (_, called), ids in districts.items():
            meanings.setdefault(called, set()).add(tuple(ids))
        names = {
            called: min(meant) if len(meant) == 1 else () for called, meant in meanings.items() if called
        }
        return cls(tuple(village.id for village in villages), names)

    def named(self, written: str) -> Iterator[str]:
        """Yield the codes that a cell means, each once; all villages for an empty one.

        Raises
        ------
        ValueError
            When a part of it means no village, or a name is that of several.
        """
        seen = dict.fromkeys(code for part in _parts(written) for code in self._meant(part))
        yield from seen if written.strip() else self.ids

    def _meant(self, part: str) -> tuple[str, ...]:
        known = self.names.get(_plain(part))
        if known == ():
            raise ValueError(f"{part}: several places have this name")
        if known is not None:
            return known
        try:
            areas = area_codes(part)
        except ValueError:
            areas = frozenset()
        found = tuple(code for code in self.ids if lies_in(code, areas) or fnmatchcase(code, part))
        if not found:
            raise ValueError(f"{part}: no village of the project is called so")
        return found


def _parts(written: str) -> list[str]:
    """Return the parts of a cell, between semicolons and new lines.

    >>> _parts("53.01.04.2003; Oebelo, Kupang Tengah")
    ['53.01.04.2003', 'Oebelo, Kupang Tengah']
    """
    return [part.strip() for part in written.replace("\n", ";").split(";") if part.strip()]


def _plain(called: str) -> str:
    return " ".join(called.casefold().split())


def areas_named(villages: tuple[Village, ...], bases: Collection[str]) -> Callable[[str], frozenset[str]]:
    """Return a function from what a cell calls areas to codes of villages and ids of bases."""
    places = Places.of(villages)

    def area_of(written: str) -> frozenset[str]:
        parts = [
            piece.strip()
            for part in _parts(written)
            for piece in ([part] if _plain(part) in places.names else part.split(","))
        ]
        own = {part for part in parts if part in bases}
        others = [part for part in parts if part not in bases]
        if not villages:  # they have faults, so nothing can be called unknown
            return frozenset(parts)
        return frozenset(own) | (frozenset(places.named("; ".join(others))) if others else frozenset())

    return area_of
