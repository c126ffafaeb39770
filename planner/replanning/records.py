"""What stands in a history: files that came in, what villages were told, and what is not whole."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from planner.domain.actuals import Actual, Visit, holding, visits_of
from planner.domain.campaign import Campaign
from planner.domain.plan import Plan


@dataclass(frozen=True, slots=True)
class Returned:
    """A file of reports that was read into a history.

    Parameters
    ----------
    sha256
        Of its bytes: the same file is never counted twice.
    name
        Of the file.
    plan_version
        Of the plan it was matched with.
    rows
        Reports taken from it.
    who, when
        Who handed it in, and when (ISO 8601, UTC).
    """

    sha256: str
    name: str
    plan_version: str
    rows: int
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Publication:
    """The visits that villages were told of.

    Parameters
    ----------
    version
        Of the plan.
    since, until
        First and last day of the visits.
    visits
        The visits.
    who, when
        Who published it, and when (ISO 8601, UTC).
    """

    version: str
    since: date
    until: date
    visits: frozenset[Visit]
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A file that was taken in and whose reports are not all there; none of them counts.

    Parameters
    ----------
    name
        Of the file; empty where it is not known.
    rows, there
        Reports that it had, and those that are there; no ``rows`` where that is not known.
    sha256
        Of the file, if it is known.
    """

    name: str = ""
    rows: int = 0
    there: int = 0
    sha256: str = ""

    def __str__(self) -> str:
        """Return what an officer reads of it."""
        if not self.name and not self.there:
            return "the last line is cut off and not counted: hand in, or publish, again what came last"
        if not self.name:
            return (
                f"the line of the file of {self.there} reports is lost, and none is counted: hand it in again"
            )
        if not self.rows:
            return f"the line of {self.name} is cut off, and none of its reports is counted: hand it in again"
        return (
            f"only {self.there} of the {self.rows} reports of {self.name} are there, and none is counted: "
            "hand it in again"
        )


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of a campaign so far, in the order in which it came in.

    Parameters
    ----------
    actuals, files, publications
        Reports, the files they stood in, and what villages were told.
    campaign
        Which campaign it is; ``None`` in a history that does not say so.
    cut
        Files that are not whole, and are not counted.
    """

    actuals: tuple[Actual, ...] = ()
    files: tuple[Returned, ...] = ()
    publications: tuple[Publication, ...] = ()
    campaign: Campaign | None = None
    cut: tuple[Cut, ...] = ()

    @property
    def versions(self) -> frozenset[str]:
        """Versions of plans that reports may speak of."""
        known = {file.plan_version for file in self.files} | {p.version for p in self.publications}
        return frozenset(known)

    @property
    def villages(self) -> frozenset[str]:
        """Ids of the villages that it is of: those of the campaign, or that anything was said of."""
        if self.campaign is not None:
            return self.campaign.villages
        told = {visit[2] for publication in self.publications for visit in publication.visits}
        return frozenset(told | {actual.village for actual in self.actuals})

    @property
    def hand_ins(self) -> tuple[tuple[Returned, tuple[Actual, ...]], ...]:
        """Each file with its reports, in the order in which they came in."""
        own: defaultdict[str, list[Actual]] = defaultdict(list)
        for actual in self.actuals:
            own[actual.file].append(actual)
        return tuple((file, tuple(own[file.sha256])) for file in self.files)

    def announced(self, today: date) -> frozenset[Visit]:
        """Return the visits from ``today`` on that the last publication told villages of."""
        latest = self.publications[-1].visits if self.publications else ()
        return frozenset(visit for visit in latest if visit[0] >= today)

    def broken(self) -> dict[str, int]:
        """Return village id -> promises that were not kept: visits called off, or not published again."""
        counts: dict[str, int] = {}
        for earlier, later in zip(self.publications, self.publications[1:], strict=False):
            kept = {(day, village) for day, _, village in later.visits}
            for village in {v for day, _, v in earlier.visits if day >= later.since and (day, v) not in kept}:
                counts[village] = counts.get(village, 0) + 1
        announced = frozenset().union(*(publication.visits for publication in self.publications))
        for visit, actual in holding(self.actuals).items():
            if actual.status == "batal" and visit in announced:
                counts[actual.village] = counts.get(actual.village, 0) + 1
        return counts


def publication(plan: Plan, until: date, version: str, who: str, when: str) -> Publication:
    """Return the visits of ``plan`` up to ``until`` as what villages are told."""
    visits = frozenset(visit for visit in visits_of(plan) if visit[0] <= until)
    return Publication(version, plan.problem.calendar.first, until, visits, who, when)
