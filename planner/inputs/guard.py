"""Texts that come in outside of tables (planner.toml, letters.toml, plan.json): free of personal numbers.

Tables have the same guard in :func:`planner.inputs.sheets.is_free_of_persons`, words on the command line in
:mod:`planner.cli`.
"""

from collections.abc import Collection, Iterator

from planner.errors import Fault, InputError
from planner.persons import is_personal

PROBLEM = "a sixteen-digit number is personal data (NIK or KK), and would come out on what the planner writes"
REMEDY = "delete it; numbers of staff (NIP) have eighteen digits"
FORGET = "take it out with `planner forget`"  # of what the planner wrote before it was asked


def require_no_persons(
    found: object, file: str, *, without: Collection[str] = (), remedy: str = REMEDY
) -> None:
    """Stop at a file that says the number of a person anywhere, in a key or a value.

    Parameters
    ----------
    found
        What stands in it: tables or objects, lists, texts and numbers.
    file
        Its name.
    without
        Keys whose values hold no texts.
    remedy
        What to do about it.

    Raises
    ------
    InputError
        With one fault for each, which names its place and does not repeat it.
    """
    places = list(_places(found, "", without))
    if places:
        raise InputError(
            [Fault(file, PROBLEM, remedy, column=place.removeprefix(".") or None) for place in places]
        )


def _places(found: object, place: str, without: Collection[str]) -> Iterator[str]:
    """Yield where such numbers stand: ``.teams.T1.officers[0].name``."""
    if isinstance(found, dict):
        for n, (key, value) in enumerate(found.items(), start=1):
            here = f"{place}.(key {n})" if is_personal(key) else f"{place}.{key}"
            if is_personal(key):
                yield here
            if key not in without:
                yield from _places(value, here, without)
    elif isinstance(found, list):
        for n, value in enumerate(found):
            yield from _places(value, f"{place}[{n}]", without)
    elif is_personal(found):
        yield place
