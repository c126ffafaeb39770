"""Mobile recording teams."""

from dataclasses import dataclass
from datetime import date

from planner.domain.places import lies_in


@dataclass(frozen=True, slots=True)
class Team:
    """A mobile recording team with one set of equipment.

    Parameters
    ----------
    id
        Short name, unique among teams.
    name
        Name in full.
    base
        Id of the base where its days start and end, unless it sleeps in the field.
    rate_per_hour
        Recordings per hour on site, once the equipment stands; more than 0.
    start_minute, end_minute
        When its working day begins and ends, in minutes after midnight; travel is work.
    setup_minutes
        Minutes to set up and pack the equipment at each stop of each day.
    max_nights
        Most nights in a row away from the base; 0 means back every evening.
    away
        Dates on which the team does not work (leave, training, repairs).
    areas
        Codes of the kabupaten, kecamatan or villages that the team serves; empty for all. It may sleep
        anywhere.
    day_cost
        Rupiah for each day out beside those of all teams (a rented car, for example).
    vehicle, staff
        What it travels with, and who its members are; for printing only.
    """

    id: str
    name: str
    base: str
    rate_per_hour: float
    start_minute: int = 8 * 60
    end_minute: int = 16 * 60
    setup_minutes: int = 45
    max_nights: int = 0
    away: frozenset[date] = frozenset()
    areas: frozenset[str] = frozenset()
    day_cost: float = 0.0
    vehicle: str = ""
    staff: tuple[str, ...] = ()

    def serves(self, village_id: str) -> bool:
        """Return whether a village lies in the areas of the team.

        >>> team = Team("T", "T", "B", 10, areas=frozenset({"53.14.01", "53.14.02.2005"}))
        >>> [team.serves(code) for code in ("53.14.01.2001", "53.14.02.2005", "53.14.02.2006")]
        [True, True, False]
        """
        return not self.areas or lies_in(village_id, self.areas)

    def people_in(self, minutes: float) -> int:
        """Return how many people the team records in ``minutes`` of service, rounded down."""
        return int(self.rate_per_hour * minutes / 60 + 1e-9)

    def minutes_for(self, people: int) -> float:
        """Return the minutes of service, not rounded, that ``people`` recordings take."""
        return 60 * people / self.rate_per_hour
