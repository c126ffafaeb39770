"""scenarios.toml -> scenarios; every fault is told at once, and an unknown key with those that are known."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from planner.domain.places import lies_in
from planner.domain.problem import Problem
from planner.errors import Fault, InputError
from planner.inputs import cells
from planner.inputs.settings import Day, Share, settings_faults
from planner.inputs.toml import read_toml
from planner.whatif.scenario import Pause, Scenario
from planner.whatif.solving import MOST_SCENARIOS

MOST_TEAMS = 500
TABLE = "scenario"


def _never_rising(shares: tuple[float, ...]) -> tuple[float, ...]:
    if list(shares) != sorted(shares, reverse=True):
        raise ValueError("a later visit cannot bring a larger share than an earlier one")
    return shares


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PauseSettings(_Section):
    """Days on which teams stay at home; see :class:`planner.whatif.scenario.Pause`."""

    first: Day
    last: Day
    areas: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("ends before it begins")
        return self


class ScenarioSettings(_Section):
    """One table ``[[scenario]]``; see :class:`planner.whatif.scenario.Scenario`."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    rate_per_hour: Annotated[float, Field(strict=True, gt=0, le=1000)] | None = None
    rate_factor: Annotated[float, Field(strict=True, gt=0, le=100)] | None = None
    turnout: Annotated[tuple[Share, ...], AfterValidator(_never_rising)] | None = None
    valid_share: Annotated[float, Field(strict=True, ge=0, le=1)] | None = None
    saturdays: Annotated[bool, Field(strict=True)] | None = None
    collective_leave: Annotated[bool, Field(strict=True)] | None = None
    ramadan_pause: bool | PauseSettings | None = None
    max_nights: Annotated[int, Field(strict=True, ge=0, le=60)] | None = None
    deadline: Day | None = None
    teams: Annotated[int, Field(strict=True, ge=0, le=MOST_TEAMS)] | None = None
    at: str = ""
    kits: dict[str, Annotated[int, Field(strict=True, ge=0, le=MOST_TEAMS)]] | None = None
    budget: Annotated[float, Field(strict=True, ge=0, allow_inf_nan=True)] | None = None

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if self.rate_per_hour is not None and self.rate_factor is not None:
            raise ValueError("give rate_per_hour or rate_factor, not both")
        if self.at and self.teams is None:
            raise ValueError("at says where further teams go; give teams as well")
        return self

    def scenario(self) -> Scenario:
        """Return what it says."""
        said = {name: getattr(self, name) for name in type(self).model_fields}
        if isinstance(self.ramadan_pause, PauseSettings):
            pause = self.ramadan_pause
            said["ramadan_pause"] = Pause(pause.first, pause.last, frozenset(pause.areas))
        return Scenario(**said)


def read_scenarios(path: str | Path) -> tuple[Scenario, ...]:
    """Return the scenarios of a file, in its order.

    Raises
    ------
    InputError
        When the file cannot be read, has none or too many, repeats a name, or has unknown keys or values that
        cannot be; all of it is listed.
    """
    path = Path(path)
    found = _tables(path)
    faults, scenarios = list[Fault](), list[Scenario]()
    for number, table in enumerate(found, start=1):
        try:
            scenarios.append(ScenarioSettings.model_validate(table).scenario())
        except ValidationError as error:
            faults += settings_faults(path.name, f"{TABLE} {number}", error, _known)
    names = Counter(scenario.name for scenario in scenarios)
    for name in (name for name, count in names.items() if count > 1):
        faults.append(
            Fault(path.name, "two scenarios have this name", "rename one", column="name", value=name)
        )
    if faults:
        raise InputError(faults)
    return tuple(scenarios)


def _tables(path: Path) -> list[Any]:
    """Return the tables of the file, before a look inside."""
    remedy = "correct it there; texts stand in quotation marks"
    said = read_toml(path, missing="give the path of a file of scenarios", wrong=remedy)
    faults = [
        Fault(
            path.name, f"unknown key; known is {TABLE}", "begin every scenario with [[scenario]]", column=key
        )
        for key in said
        if key != TABLE
    ]
    tables = said.get(TABLE, [])
    if not isinstance(tables, list) or not 1 <= len(tables) <= MOST_SCENARIOS:
        count = len(tables) if isinstance(tables, list) else "no list of"
        problem = f"{count} scenarios; expected 1 to {MOST_SCENARIOS}"
        faults.append(Fault(path.name, problem, "begin every scenario with [[scenario]]"))
    if faults:
        raise InputError(faults)
    return list(tables)


def _known(place: Sequence[str]) -> list[str]:
    """Return the keys that may stand in a scenario, or in its pause."""
    model: type[BaseModel] = PauseSettings if "ramadan_pause" in place else ScenarioSettings
    return list(model.model_fields)


def require_fit(scenarios: Sequence[Scenario], problem: Problem, file: str) -> None:
    """Stop when scenarios speak of what a project does not have.

    Raises
    ------
    InputError
        With one fault for each base, area, day or team that is not there.
    """
    faults = [
        Fault(file, text, remedy, column=f"{scenario.name}.{key}")
        for scenario in scenarios
        for key, text, remedy in _misfits(scenario, problem)
    ]
    if faults:
        raise InputError(faults)


def _misfits(scenario: Scenario, problem: Problem) -> Iterator[tuple[str, str, str]]:
    """Yield (key, what does not fit, remedy)."""
    bases = ", ".join(problem.base)
    for base in (*(scenario.kits or {}), *([scenario.at] if scenario.at else [])):
        if base not in problem.base:
            yield "kits, at", f"there is no base {base!r}; known are {bases}", "correct it"
    if scenario.teams and not problem.teams:
        yield "teams", "the project has no team to make more of", "add one to its teams"
    calendar = problem.calendar
    if scenario.deadline is not None and not calendar.first <= scenario.deadline <= cells.LATEST:
        yield "deadline", f"{scenario.deadline} lies before the first day {calendar.first}", "correct it"
    if scenario.collective_leave and not calendar.collective_leave():
        yield "collective_leave", "the calendar has no day of kind 'cuti bersama'", "name its days there"
    if scenario.ramadan_pause is True and not calendar.ramadan():
        remedy = (
            "add a row of kind 'ramadan' to the calendar, or give { first = 2018-05-17, last = 2018-06-14 }"
        )
        yield "ramadan_pause", "the calendar has no days of kind 'ramadan'", remedy
    if isinstance(scenario.ramadan_pause, Pause):
        for area in sorted(scenario.ramadan_pause.areas):
            here = frozenset({area})
            if area not in problem.base and not any(lies_in(v.id, here) for v in problem.villages):
                yield "ramadan_pause.areas", f"no village and no base is {area!r}", "give codes or bases"
