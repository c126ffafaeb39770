"""``[travel]`` of planner.toml and the files it names -> the settings of a source of travel times."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from types import ModuleType
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from planner.errors import Fault
from planner.inputs.boats import read_legs
from planner.inputs.settings import FileSettings, TravelSettings, settings_faults
from planner.inputs.sheets import Sheet
from planner.travel import SOURCES, source
from planner.travel.ways import Leg, Place

LEGS = tuple[Leg, ...]
OpenSheet = Callable[[FileSettings], Sheet | None]


def read_source(
    settings: TravelSettings,
    project: str,
    open_sheet: OpenSheet,
    places: Mapping[str, Place] | None,
    faults: list[Fault],
) -> tuple[ModuleType, Any] | None:
    """Return the module of the chosen source and its own settings; ``None`` after a fault.

    Parameters
    ----------
    settings
        The section of planner.toml.
    project
        Name of the project file, for faults.
    open_sheet
        Opens a file that the section names.
    places
        Place id -> village, base or port; ``None`` where they could not be read.
    faults
        Takes unknown sources, unknown keys, impossible values, and all faults of the files named.
    """
    if settings.source not in SOURCES:
        problem = f"no such source; known sources are {', '.join(SOURCES)}"
        faults.append(Fault(project, problem, "correct it", column="travel.source", value=settings.source))
        return None
    module = source(settings.source)
    before = len(faults)
    hints = get_type_hints(module.Settings)
    values = {
        key: _legs(key, value, project, open_sheet, places, faults) if hints.get(key) == LEGS else value
        for key, value in settings.keys.items()
    }
    try:
        found = TypeAdapter(module.Settings).validate_python(values)
    except ValidationError as error:
        faults.extend(settings_faults(project, "travel", error, lambda at: _known(module.Settings, at)))
        return None
    return (module, found) if len(faults) == before else None


def with_more_legs(module: ModuleType, settings: Any, legs: LEGS) -> Any:
    """Return the settings of a source with further known ways behind its own, so that they hold.

    Raises
    ------
    ValueError
        When the source takes no known ways.
    """
    hints = get_type_hints(module.Settings)
    names = [field.name for field in fields(module.Settings) if hints[field.name] == LEGS]
    if not names:
        raise ValueError("this source of travel times takes no known ways")
    return replace(settings, **{names[0]: (*getattr(settings, names[0]), *legs)})


def described(name: str, settings: Any) -> Iterator[tuple[str, str]]:
    """Yield what a source assumes, as a name and a value that a reader understands."""
    yield "travel source", name
    for field in fields(settings):
        value = getattr(settings, field.name)
        if isinstance(value, Mapping):
            for key, entry in value.items():
                yield f"travel {field.name} {key}", _entry(entry)
        elif isinstance(value, tuple):
            yield f"travel {field.name}", f"{len(value)} ways from a file"
        else:
            yield f"travel {field.name}", str(value)


def _entry(entry: Any) -> str:
    """Return the fields of one entry that are given."""
    given = {field.name: getattr(entry, field.name) for field in fields(entry)}
    return ", ".join(f"{name} {value}" for name, value in given.items() if value is not None)


def _legs(
    key: str,
    value: Any,
    project: str,
    open_sheet: OpenSheet,
    places: Mapping[str, Place] | None,
    faults: list[Fault],
) -> tuple[Leg, ...]:
    """Return the legs of a file; none after a fault, so that the other keys are still looked at."""
    try:
        settings = FileSettings.model_validate({"file": value} if isinstance(value, str) else value)
    except ValidationError as error:
        known = list(FileSettings.model_fields)
        faults.extend(settings_faults(project, f"travel.{key}", error, lambda _: known))
        return ()
    sheet = open_sheet(settings)
    return read_legs(sheet, places, faults) if sheet and places is not None else ()


def _known(settings: Any, place: Sequence[str]) -> list[str]:
    """Return the keys of a source's settings, or of one entry of a mapping in them."""
    if place:
        kinds = get_args(get_type_hints(settings)[place[0]])
        settings = next(kind for kind in kinds if is_dataclass(kind))
    return [field.name for field in fields(settings)]
