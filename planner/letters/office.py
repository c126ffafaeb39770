"""letters.toml: letterhead, signature, numbers of letters, and the officers of each team.

Every key may be left out; what is not known stays a dotted line to fill in by hand.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from planner.domain.plan import Plan
from planner.errors import Fault, InputError
from planner.files import is_file, read_file
from planner.inputs.settings import settings_faults
from planner.inputs.toml import read_toml
from planner.letters.numbering import pattern, places_of

MOST_LOGO_BYTES = 10 * 2**20
LOGO_SUFFIXES = (".png", ".jpg", ".jpeg", ".svg")
Day = Annotated[date | None, Field(strict=True)]
Pattern = Annotated[str, AfterValidator(pattern)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Officer(_Section):
    """A person of the office.

    Parameters
    ----------
    name, nip, rank, title
        Name with degrees, number of the civil servant, rank and group (pangkat/gol.), and position (jabatan).
    role
        In the team, e.g. ``Ketua`` or ``Operator``.
    """

    name: str = ""
    nip: str = ""
    rank: str = ""
    title: str = ""
    role: str = ""


class TeamOffice(_Section):
    """What the letters say of one team.

    Parameters
    ----------
    officers
        Its members; the first one leads it and is named on the travel order.
    vehicle
        How it travels (alat angkut).
    contact
        Name and telephone of whom a village may call.
    """

    officers: tuple[Officer, ...] = ()
    vehicle: str = ""
    contact: str = ""


First = Annotated[int | None, Field(strict=True, ge=1, le=999_999)]


class Numbers(_Section):
    """Patterns of letter numbers (:mod:`planner.letters.numbering`), and the first number of each.

    Parameters
    ----------
    assignment, travel, notice
        Patterns of the SPT, the SPD and the notices.
    first_assignment, first_travel, first_notice
        The running number that the first letter gets; ``None`` leaves a gap to fill in by hand.
    """

    assignment: Pattern = "094/{n}/Disdukcapil/{month}/{year}"
    travel: Pattern = "090/{n}/Disdukcapil/{month}/{year}"
    notice: Pattern = "471.13/{n}/Disdukcapil/{month}/{year}"
    first_assignment: First = None
    first_travel: First = None
    first_notice: First = None

    @model_validator(mode="after")
    def _has_place_for_the_number(self) -> Self:
        for kind in ("assignment", "travel", "notice"):
            if getattr(self, f"first_{kind}") and not places_of(getattr(self, kind)):
                raise ValueError(f"first_{kind} is given; expected {{urut}} in the pattern {kind}")
        return self

    @property
    def are_given(self) -> bool:
        """Whether letters of some kind get running numbers."""
        return any((self.first_assignment, self.first_travel, self.first_notice))


class Office(_Section):
    """Everything in letters.toml.

    Parameters
    ----------
    government, name, address, phone
        The lines of the letterhead (kop).
    logo
        Picture in the letterhead: .png, .jpg or .svg, relative to letters.toml.
    place, date
        Where and when the letters are signed.
    contact
        Name and telephone for villages whose team has none of its own.
    budget
        From which the costs are paid (mata anggaran).
    basis
        Further grounds (dasar) of the assignment, after the laws.
    report_days
        Within how many days a team reports.
    time_zone
        Of the calendar files; ``None`` for that of the province.
    head
        Who signs.
    numbers, teams
        Patterns of letter numbers; team id -> what the letters say of it.
    """

    government: str = ""
    name: str = "Dinas Kependudukan dan Pencatatan Sipil"
    address: str = ""
    phone: str = ""
    logo: str = ""
    place: str = ""
    date: Day = None
    contact: str = ""
    budget: str = ""
    basis: tuple[str, ...] = ()
    report_days: Annotated[int | None, Field(strict=True, ge=1, le=365)] = None
    time_zone: Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"] | None = None
    head: Officer = Officer()
    numbers: Numbers = Numbers()
    teams: dict[str, TeamOffice] = {}


def read_office(path: str | Path) -> Office:
    """Return what letters.toml says; ``logo`` becomes a path that can be opened from here.

    Raises
    ------
    InputError
        When the file does not exist, is no TOML, has unknown keys or impossible values, or its logo is no
        picture; all of them are listed.
    """
    path = Path(path)
    remedy = "correct it there; texts stand in quotation marks"
    found = read_toml(path, missing="give the path of a letters.toml", wrong=remedy)
    try:
        office = Office.model_validate(found)
    except ValidationError as error:
        raise InputError(settings_faults(path.name, "", error, _known_keys)) from error
    return office.model_copy(update={"logo": _logo(path, office.logo)})


def require_known_teams(plan: Plan, office: Office, file: str) -> None:
    """Stop at teams of ``file`` that the plan does not know: a letter would stay without names.

    Raises
    ------
    InputError
        With one fault per team.
    """
    known = ", ".join(team.id for team in plan.problem.teams) or "none"
    faults = [
        Fault(file, f"there is no such team; known are {known}", "correct it", column="teams", value=team)
        for team in office.teams
        if team not in plan.problem.team
    ]
    if faults:
        raise InputError(faults)


def _logo(path: Path, logo: str) -> str:
    """Return where the logo lies; empty for none."""
    if not logo:
        return ""
    place = path.parent / logo
    if place.suffix.lower() in LOGO_SUFFIXES and is_file(place):
        read_file(place, logo, most_bytes=MOST_LOGO_BYTES)
        return str(place)
    problem = f"there is no such picture; expected a file ending in {' '.join(LOGO_SUFFIXES)}"
    raise InputError([Fault(path.name, problem, f"looked at {place}", column="logo", value=logo)])


def _known_keys(place: Sequence[str]) -> list[str]:
    """Return the keys that may stand in a section of letters.toml.

    >>> _known_keys(["teams", "T1"])
    ['officers', 'vehicle', 'contact']
    """
    sections: dict[int, type[BaseModel]] = {0: Office, 2: TeamOffice, 4: Officer}
    named: dict[str, Any] = {"head": Officer, "numbers": Numbers}
    model = named[place[0]] if place and place[0] in named else sections[len(place)]
    return list(model.model_fields)
