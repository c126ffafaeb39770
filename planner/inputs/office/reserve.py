"""What keeps teams at the office or out of a village: staff of the regular service, and what kits need."""

from dataclasses import replace

from planner.domain.directives import Directive
from planner.domain.places import Base
from planner.domain.teams import Team
from planner.inputs.columns import read_table
from planner.inputs.office.kits import REGULAR_COLUMNS
from planner.inputs.sheets import Sheet
from planner.inputs.villages import Villages


def with_reserve(bases: tuple[Base, ...], teams: tuple[Team, ...], regular: Sheet | None) -> tuple[Base, ...]:
    """Return the bases of which so many kits stay that the staff asked for stays as well.

    Parameters
    ----------
    bases
        With their kits.
    teams
        With their members (sheet Petugas); a base of which nobody is named has no reserve.
    regular
        Sheet Layanan Reguler: ``min_staff`` on each weekday.
    """
    if regular is None:
        return bases
    staying: dict[tuple[str, int], int] = {}
    for _, row in read_table(regular, REGULAR_COLUMNS, []).records():
        for weekday in row["weekday"]:
            key = row["place"], weekday
            staying[key] = max(staying.get(key, 0), row["min_staff"])
    return tuple(
        _reserved(base, teams, [staying.get((base.id, day), 0) for day in range(7)]) for base in bases
    )


def _reserved(base: Base, teams: tuple[Team, ...], staying: list[int]) -> Base:
    """Return a base of which on each weekday so many of its staff stay.

    Teams go out in an order that nobody knows yet, so it has to suffice whichever do: the largest first.
    """
    sizes = sorted((len(team.staff) for team in teams if team.base == base.id), reverse=True)
    if not any(staying) or not any(sizes):
        return base
    kits = len(sizes) if base.kits is None else base.kits
    at_office = list(base.kits_at_office)
    for weekday, stay in enumerate(staying):
        out = max(n for n in range(len(sizes) + 1) if sum(sizes[:n]) <= max(0, sum(sizes) - stay))
        at_office[weekday] = max(at_office[weekday], kits - out) if stay else at_office[weekday]
    return replace(base, kits=kits, kits_at_office=tuple(at_office))


def kept_away(
    villages: Villages, teams: tuple[Team, ...], needs: dict[str, tuple[bool, bool]]
) -> tuple[Directive, ...]:
    """Return hard rules that keep teams out of villages where no kit of their base works.

    ``needs`` says of each base whether all its kits need a signal, and power. Where only some do, the fitting
    ones are taken to go there.
    """
    found = []
    for team in teams:
        signal, power = needs.get(team.base, (False, False))
        for is_needed, missing, word in (
            (signal, villages.without_signal, "sinyal"),
            (power, villages.without_power, "listrik"),
        ):
            if is_needed and missing:
                reason = f"semua alat basis {team.base} perlu {word}"
                name = f"{word} {team.id}"
                found.append(Directive(name, "FORBID", tuple(sorted(missing)), team.id, reason=reason))
    return tuple(found)
