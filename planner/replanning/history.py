"""The history of a campaign: one line of JSON for each report, file and publication, only ever added to.

A line is there once it is written whole and has reached the disk (fsync); what a power cut leaves of a line
was never acknowledged, and is cut off by the next writer. Reports of a file count only when the line of the
file stands behind them, so a file is in the history with all its reports or not at all. An office keeps the
file with its backups, and can read it in any text editor.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from planner.domain.actuals import Actual, Visit, actual_of, actual_record, holding, visits_of
from planner.domain.plan import Plan
from planner.errors import Fault, InputError

KEPT = "get the file back from a backup; nobody needs to edit it"


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
class History:
    """All that is known of a campaign so far, in the order in which it came in."""

    actuals: tuple[Actual, ...] = ()
    files: tuple[Returned, ...] = ()
    publications: tuple[Publication, ...] = ()

    @property
    def versions(self) -> frozenset[str]:
        """Versions of plans that reports may speak of."""
        known = {file.plan_version for file in self.files} | {p.version for p in self.publications}
        return frozenset(known)

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


def append(path: Path, *, actuals: Iterable[Actual] = (), said: Returned | Publication) -> None:
    """Add reports with their file, or a publication; on return it is on the disk.

    Raises
    ------
    OSError
        When the file cannot be written; then nothing of it counts.
    """
    records = [{"kind": "report", **actual_record(actual)} for actual in actuals]
    records.append(_said_record(said))
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("ab") as stream:
        whole, ending = _whole_bytes(path.read_bytes())
        stream.truncate(whole)
        stream.write(ending + lines.encode("utf-8"))
        stream.flush()
        os.fsync(stream.fileno())
    if is_new and os.name == "posix":  # the name of a new file is in its folder
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _whole_bytes(content: bytes) -> tuple[int, bytes]:
    """Return how many bytes hold whole records, and what ends the last of them where it has no end."""
    end = content.rfind(b"\n") + 1
    if end == len(content):
        return end, b""
    try:
        json.loads(content[end:])
    except ValueError:
        return end, b""
    return len(content), b"\n"  # an editor took the last line break away


def read_history(path: Path) -> History:
    """Return what stands in a history; an empty one where there is no file yet.

    Raises
    ------
    InputError
        With every line that is no record.
    """
    if not path.exists():
        return History()
    content = path.read_bytes()
    faults: list[Fault] = []
    records = list(_records(path.name, content[: _whole_bytes(content)[0]], faults))
    found = list(_values(path.name, records, faults))
    if faults:
        raise InputError(faults)
    files = tuple(value for value in found if isinstance(value, Returned))
    known = {file.sha256 for file in files}
    return History(
        tuple(value for value in found if isinstance(value, Actual) and value.file in {"", *known}),
        files,
        tuple(value for value in found if isinstance(value, Publication)),
    )


def _records(name: str, content: bytes, faults: list[Fault]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number of each line and the object on it."""
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            yield number, value
        else:
            faults.append(Fault(name, "this line is no record of a history", KEPT, row=number))


def _values(
    name: str, records: Iterable[tuple[int, dict[str, Any]]], faults: list[Fault]
) -> Iterator[Actual | Returned | Publication]:
    for number, record in records:
        try:
            yield _value(record)
        except (ValueError, KeyError, TypeError) as error:
            faults.append(Fault(name, f"this record cannot be read: {error}", KEPT, row=number))


def _value(record: Mapping[str, Any]) -> Actual | Returned | Publication:
    kind = record.get("kind")
    rest = {key: value for key, value in record.items() if key != "kind"}
    if kind == "report":
        return actual_of(rest)
    if kind == "file":
        return Returned(**rest)
    if kind == "published":
        visits = frozenset((date.fromisoformat(d), str(team), str(v)) for d, team, v in rest.pop("visits"))
        since, until = (date.fromisoformat(rest.pop(key)) for key in ("since", "until"))
        return Publication(since=since, until=until, visits=visits, **rest)
    raise ValueError(f"kind is {kind!r}; expected report, file or published")


def _said_record(said: Returned | Publication) -> dict[str, Any]:
    if isinstance(said, Returned):
        return {"kind": "file", **{name: getattr(said, name) for name in Returned.__slots__}}
    visits = [[day.isoformat(), team, village] for day, team, village in sorted(said.visits)]
    since, until = said.since.isoformat(), said.until.isoformat()
    return {
        "kind": "published",
        "version": said.version,
        "since": since,
        "until": until,
        "visits": visits,
        "who": said.who,
        "when": said.when,
    }
