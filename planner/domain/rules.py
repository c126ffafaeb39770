"""What every plan has to keep, whatever the team."""

from dataclasses import dataclass
from math import isfinite

from planner.domain.directives import Directive, most_breaches
from planner.domain.places import Village, lies_in

REMOVABLE = ("dead", "moved", "duplicate", "not_found")  # what a report may take off a backlog


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a stop costs more.

    Parameters
    ----------
    areas
        Codes of kabupaten, kecamatan or villages; empty for everywhere.
    stop
        Rupiah for each stop there.
    """

    areas: frozenset[str]
    stop: float


@dataclass(frozen=True, slots=True)
class Costs:
    """What teams cost in the field, in rupiah; boat fares come from the travel times.

    Parameters
    ----------
    day_out
        Of one team on one day on which it leaves its base or is in the field (uang harian).
    night
        Of one team and one night away from its base (penginapan).
    km
        Of one team and one kilometre on land (own car or motorcycle).
    generator
        Of one stop in a village without mains power (fuel of the generator).
    zones
        Supplements for each stop in some areas, all that hold together.
    """

    day_out: float = 0.0
    night: float = 0.0
    km: float = 0.0
    generator: float = 0.0
    zones: tuple[Zone, ...] = ()

    def of_stop(self, village: Village) -> float:
        """Return what one stop in a village costs beside the way there, in rupiah."""
        here = (zone.stop for zone in self.zones if not zone.areas or lies_in(village.id, zone.areas))
        return sum(here) + (0.0 if village.has_power else self.generator)


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that should be recorded in one kecamatan: a wish with a price, not a wall.

    Parameters
    ----------
    district_id
        Code of the kecamatan.
    people
        People who should be recorded there by the deadline.
    price
        Recordings elsewhere that may be given up for each person short; more than 0.
    """

    district_id: str
    people: int
    price: float = 1.0


def gap_between(value: float, bound: float, price_of_floors: float) -> float:
    """Return how far the value of a plan is from its bound, 0..1.

    (bound - value) / (bound + price of all floors), all in people; without floors (bound - recorded) / bound.

    >>> gap_between(95, 100, 0), gap_between(-50, 100, 50)
    (0.05, 1.0)
    """
    whole = bound + price_of_floors
    return min(1.0, max(0.0, (bound - value) / whole)) if whole > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The office's rules for plans.

    Parameters
    ----------
    clock_minutes
        A team arrives and leaves at whole multiples of this after the start of its day. Travel is rounded
        up to it, so what is planned can be done.
    turnout
        Share of the people still waiting who come on the first day, the second day, ... on which a village is
        served; the last share holds for all further days, and shares never rise. Empty: all come.
    budget
        Most that all team-days together may cost, in rupiah; ``None`` for no limit.
    costs
        What they cost.
    floors
        At most one for each kecamatan.
    directives
        What the office has laid down itself; see :mod:`planner.domain.directives`.
    given_up
        Hard directives that could not be kept together with the others; no plan is asked for them.
    smallest_stop
        Fewest people for whom a team sets up in a village.
    notice_days
        Calendar days before a visit on which the village has to know of it; for notices.
    removes
        What a report from the field takes off the backlog beside recordings: some of ``dead``, ``moved``,
        ``duplicate`` and ``not_found``.
    """

    clock_minutes: int = 10
    turnout: tuple[float, ...] = ()
    budget: float | None = None
    costs: Costs = Costs()
    floors: tuple[Floor, ...] = ()
    directives: tuple[Directive, ...] = ()
    given_up: tuple[Directive, ...] = ()
    smallest_stop: int = 1
    notice_days: int = 7
    removes: tuple[str, ...] = ("dead", "moved", "duplicate")

    @property
    def price_of_floors(self) -> float:
        """What a plan that records nobody is below 0: the price of all floors and all soft directives."""
        return sum(floor.price * floor.people for floor in self.floors) + sum(
            directive.price * most_breaches(directive)
            for directive in self.directives
            if directive.price is not None
        )

    def share_coming(self, served_before: int) -> float:
        """Return the share of those still waiting who come after ``served_before`` days of service."""
        if not self.turnout:
            return 1.0
        return self.turnout[min(served_before, len(self.turnout) - 1)]

    def coming(self, waiting: int, served_before: int) -> int:
        """Return how many of ``waiting`` come after ``served_before`` days of service, rounded down."""
        return int(waiting * self.share_coming(served_before) + 1e-9)

    def faults(self) -> list[str]:
        """Return what no plan could be made by, one sentence each."""
        faults = []
        if self.clock_minutes < 1:
            faults.append(f"clock_minutes is {self.clock_minutes}; expected 1 or more")
        if not all(0 < share <= 1 for share in self.turnout):
            faults.append(f"turnout is {list(self.turnout)}; expected shares above 0 and at most 1")
        if list(self.turnout) != sorted(self.turnout, reverse=True):
            faults.append(f"turnout is {list(self.turnout)}; a later visit cannot bring a larger share")
        if self.smallest_stop < 1 or self.notice_days < 0:
            faults.append(
                f"smallest_stop is {self.smallest_stop} (expected 1 or more), "
                f"notice_days {self.notice_days} (0 or more)"
            )
        if self.budget is not None and not 0 <= self.budget < float("inf"):
            faults.append(f"budget is {self.budget}; expected 0 or more")
        faults += [
            f"removes names {found!r}; known are {', '.join(REMOVABLE)}"
            for found in self.removes
            if found not in REMOVABLE
        ]
        costs = self.costs
        amounts = (
            costs.day_out,
            costs.night,
            costs.km,
            costs.generator,
            *(z.stop for z in costs.zones),
        )
        if not all(isfinite(amount) and amount >= 0 for amount in amounts):
            faults.append(f"costs are {amounts}; expected 0 or more")
        named = [floor.district_id for floor in self.floors]
        for floor in self.floors:
            if floor.people < 0 or not 0 < floor.price < float("inf"):
                faults.append(
                    f"floor of {floor.district_id}: {floor.people} people at a price of {floor.price}; "
                    "expected 0 or more people, and a price above 0"
                )
            if named.count(floor.district_id) > 1:
                faults.append(f"floor of {floor.district_id} stands {named.count(floor.district_id)} times")
        return list(dict.fromkeys(faults))
