"""Villages by the names that people write: one village, none, or the likeliest ones to ask about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from planner.domain.problem import Problem
from planner.inputs.schemes import ALIKE, MOST_PROPOSED, Known, bare_name, likeness

FAINTLY = 0.5  # of difflib's ratio: enough to be asked about, never to be taken


@dataclass(frozen=True)
class VillageNames:
    """The villages of a plan, those that come to another one to be served included.

    Parameters
    ----------
    villages
        With the kecamatan in which each lies; of one that comes to another, that of its host.
    """

    villages: tuple[Known, ...]

    @cached_property
    def by_code(self) -> dict[str, Known]:
        """Code -> village."""
        return {village.id: village for village in self.villages}

    def named(self, text: str) -> list[Known]:
        """Return the villages of exactly that name; a kecamatan behind it tells one from another.

        >>> both = (Known("1", "Oeseli", "Rote"), Known("2", "Oeseli", "Lobalain"))
        >>> [village.id for village in VillageNames(both).named("Desa Oeseli, Kec. Lobalain")]
        ['2']
        """
        name, district = _parts(text)
        found = [v for v in self.villages if name and bare_name(v.name) == bare_name(name)]
        within = [v for v in found if district and likeness(v.district, district) >= ALIKE]
        return within or found

    def is_like(self, text: str) -> bool:
        """Return whether some village is spelt like that."""
        name, _ = _parts(text)
        return bool(bare_name(name)) and any(likeness(v.name, name) >= ALIKE for v in self.villages)

    def likeliest(self, text: str) -> list[Known]:
        """Return the villages whose names are most like a text, the likeliest first; none that is unlike."""
        name, _ = _parts(text)
        alike = [(likeness(village.name, name), village) for village in self.villages]
        near = sorted((pair for pair in alike if pair[0] >= FAINTLY), key=lambda pair: -pair[0])
        return [village for _, village in near[:MOST_PROPOSED]]


def names_of(problem: Problem) -> VillageNames:
    """Return the villages of a problem by their names."""
    found = [Known(v.id, v.name, v.district, v.regency) for v in problem.villages]
    found += [Known(g.id, g.name, v.district, v.regency) for v in problem.villages for g in v.guests]
    return VillageNames(tuple(found))


def told(villages: Sequence[Known]) -> str:
    """Return villages as an officer knows them, one after the other.

    >>> told([Known("53.14.06.2005", "Serubeba", "Rote Timur")])
    'Serubeba, Rote Timur (53.14.06.2005)'
    """
    return "; ".join(f"{v.name}{f', {v.district}' if v.district else ''} ({v.id})" for v in villages)


def _parts(text: str) -> tuple[str, str]:
    """Return the name of a village, and that of the kecamatan behind a comma or in brackets."""
    name, *rest = re.split(r"[,(/;]", text, maxsplit=1)
    return name.strip(), rest[0].strip(" )") if rest else ""
