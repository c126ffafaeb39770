"""Days off of a country: public holidays, and collective leave (cuti bersama), from the library ``holidays``.

The library lists collective leave as its category "government". Its lists follow the joint decrees of three
ministers (SKB 3 Menteri); whether they still do has to be looked up in the decree of the year.
"""

from collections.abc import Iterable
from datetime import date
from importlib.metadata import version

LANGUAGES = {"ID": "id"}  # countries with collective leave; holidays carry the names the office knows
PUBLIC, LEAVE = "public", "government"  # categories of the library


def public_holidays(country: str, years: Iterable[int]) -> dict[date, str]:
    """Return date -> name of the public holidays of some years.

    Raises
    ------
    ValueError
        For a country that the library does not know.
    """
    return _listed(country, years, PUBLIC)


def collective_leave(country: str, years: Iterable[int]) -> dict[date, str]:
    """Return date -> name of the collective leave of some years; none where no list is known yet.

    >>> [day.day for day in collective_leave("ID", [2026]) if day.month == 3]
    [18, 20, 23, 24]
    """
    return _listed(country, years, LEAVE) if has_leave(country) else {}


def has_leave(country: str) -> bool:
    """Return whether there is collective leave in a country."""
    return country in LANGUAGES


def list_name() -> str:
    """Return the name and version of the library: its lists grow from version to version."""
    return f"holidays {version('holidays')}"


def _listed(country: str, years: Iterable[int], category: str) -> dict[date, str]:
    import holidays

    language = LANGUAGES.get(country)
    try:
        found = holidays.country_holidays(country, years=years, categories=(category,), language=language)
    except NotImplementedError:
        raise ValueError(f"{country} is no country whose holidays are known") from None
    return dict(sorted(found.items()))
