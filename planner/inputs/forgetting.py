"""The JSON text of a plan without names: what no schedule depends on is emptied, all else stays as it is.

The text and not the plan is changed, so that a plan of before, in which a number of a resident still stands,
can be cleaned as well: reading it would refuse it.
"""

import json
from dataclasses import dataclass
from typing import Any

from planner.domain.contacts import Contacts
from planner.errors import Fault, InputError
from planner.exporters.json import FORMAT, VERSION, text_of
from planner.inputs.plan import AGAIN, NO_TEXTS, examine_text
from planner.persons import masked
from planner.persons.headers import names_staff


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken out of a plan: names and telephone numbers, and texts with the number of a resident."""

    contacts: Contacts
    masked: int = 0

    def __bool__(self) -> bool:
        """Whether there was anything."""
        return bool(self.contacts or self.masked)

    def __str__(self) -> str:
        """Return it in words."""
        texts = f"{self.masked} text{'' if self.masked == 1 else 's'} with a sixteen-digit number"
        return ", ".join(
            [*([str(self.contacts)] if self.contacts else []), *([texts] if self.masked else [])]
        )


def without_names(data: bytes, name: str) -> tuple[bytes, Forgotten]:
    """Return the text of a plan without names, and what was taken out; the same bytes where it has none.

    Parameters
    ----------
    data
        What :func:`planner.exporters.json.write_json` wrote.
    name
        What faults are said of.

    Raises
    ------
    InputError
        When it is no plan of this version, or would be none afterwards.
    """
    record = _record(data, name)
    try:
        contacts = _emptied(record["problem"])
    except (AttributeError, KeyError, TypeError):
        raise InputError([Fault(name, "is damaged", AGAIN)]) from None
    clean, count = _without_numbers(record)
    found = Forgotten(contacts, count)
    if not found:
        return data, found
    text = text_of(clean).encode()
    examine_text(text, name)
    return text, found


def _record(data: bytes, name: str) -> dict[str, Any]:
    """Return what stands in the text of a plan."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or (found.get("format"), found.get("version")) != (FORMAT, VERSION):
        raise InputError([Fault(name, "is no plan of this planner", "name a plan that was written as .json")])
    return found


def _emptied(problem: dict[str, Any]) -> Contacts:
    """Empty the fields that name somebody, and return how many were filled."""
    villages = [village for village in problem["villages"] if village.get("contact")]
    teams = [team for team in problem["teams"] if team.get("staff")]
    rules = problem["rules"]
    signed = [d for key in ("directives", "given_up") for d in rules.get(key, ()) if d.get("author")]
    extras = problem.get("extras", {})
    private = [header for header, cells in extras.items() if names_staff(header, cells.values())]
    found = Contacts(len(villages), sum(len(team["staff"]) for team in teams), len(signed), len(private))
    for village in villages:
        village["contact"] = ""
    for team in teams:
        team["staff"] = []
    for directive in signed:
        directive["author"] = ""
    for header in private:
        del extras[header]
    return found


def _without_numbers(found: Any) -> tuple[Any, int]:
    """Return a value of the text with the numbers of residents masked in it, and how many texts had one."""
    if isinstance(found, str):
        clean = masked(found)
        return clean, int(clean != found)
    if isinstance(found, list):
        items = [_without_numbers(item) for item in found]
        return [item for item, _ in items], sum(count for _, count in items)
    if isinstance(found, dict):
        pairs = [
            (_without_numbers(key), (item, 0) if key in NO_TEXTS else _without_numbers(item))
            for key, item in found.items()
        ]
        return {key: item for (key, _), (item, _) in pairs}, sum(a + b for (_, a), (_, b) in pairs)
    return found, 0
