"""Writing a history: one program at a time, on the disk before anybody is told, never cutting anything off.

What a writer finds is read again under the lock, so what it decides (known already, a correction) holds when
its lines are written. The first line says which campaign it is; a further one is written when a plan has
villages or days that the history does not know yet.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from planner.domain.actuals import Actual, actual_record
from planner.domain.campaign import Campaign, campaign_of
from planner.domain.problem import Problem
from planner.errors import PlannerError
from planner.locks import cannot, locked
from planner.replanning.history import (
    VERSION,
    content_of,
    read_with_chain,
    require_own,
    require_there,
    value_of,
)
from planner.replanning.records import History, Publication, Returned
from planner.replanning.seals import PERSONAL, Chain, Record, read_chain, without_texts, written
from planner.targets import replacing


@dataclass
class Book:
    """A history that this program alone may write.

    Parameters
    ----------
    path
        The file.
    history
        What stands in it now.
    """

    path: Path
    history: History
    _chain: Chain
    _campaign: Campaign

    def add(self, said: Returned | Publication, actuals: Iterable[Actual] = ()) -> None:
        """Add a file with its reports, or a publication; on return it is on the disk.

        Raises
        ------
        ValueError
            When the reports are not those of the file.
        PlannerError
            When the file cannot be written; then nothing of it counts.
        """
        reports = tuple(actuals)
        if (said.rows if isinstance(said, Returned) else 0) != len(reports):
            raise ValueError(f"{said} does not have {len(reports)} reports")
        if isinstance(said, Returned):
            reports = tuple(replace(report, file=said.sha256) for report in reports)
        records = [*self._campaign_record(), _said_record(said)]
        records += [{"kind": "report", **actual_record(report)} for report in reports]
        for record in records:
            value_of(record)  # what is written can be read
        try:
            _append(self.path, written(self._chain, records))
        except OSError as fault:
            raise PlannerError(cannot(self.path, fault)) from fault
        self.history, self._chain = read_with_chain(self.path)

    def _campaign_record(self) -> list[Record]:
        """Return the record of the campaign, where the history does not know all of it."""
        known, own = self.history.campaign, self._campaign
        if known is not None and known == replace(known.joined(own), title=known.title):
            return []
        days = {"first": own.first.isoformat(), "last": own.last.isoformat()}
        villages = sorted(own.villages)
        return [{"kind": "campaign", "version": VERSION, "title": own.title, **days, "villages": villages}]


@contextmanager
def writing(path: Path, problem: Problem, *, is_new: bool = False) -> Iterator[Book]:
    """Yield the history of a campaign to add to; other writers wait.

    Parameters
    ----------
    path
        The file.
    problem
        Of a plan of the campaign.
    is_new
        Whether the history begins here; otherwise it has to be there.

    Raises
    ------
    PlannerError
        When it is there and should not be, or the other way round, is another campaign's, has faults, cannot
        be written, or another program has been writing for too long.
    """
    if is_new:
        _make_folder(path)
    else:
        require_there(path)  # a wrong name leaves no lock behind
    with locked(path):
        if is_new and path.exists():
            raise PlannerError(f"{path} is there already; leave out --new to add to it")
        history, chain = (History(), Chain()) if is_new else read_with_chain(path)
        require_own(str(path), history, problem)
        yield Book(path, history, chain, campaign_of(problem))


def append(
    path: Path,
    problem: Problem,
    *,
    said: Returned | Publication,
    actuals: Iterable[Actual] = (),
    is_new: bool = False,
) -> None:
    """Add a file with its reports, or a publication, to the history of a campaign; as :class:`Book` does."""
    with writing(path, problem, is_new=is_new) as book:
        book.add(said, actuals)


def names_in(path: Path) -> int:
    """Return how many texts of a history may name a person, lines that were cut included.

    Raises
    ------
    PlannerError
        When it is not there, or has faults.
    """
    return _count(read_chain(path.name, content_of(path)))


def _count(chain: Chain) -> int:
    texts = {line.record[name] for line in chain.lines for name in PERSONAL if line.record.get(name)}
    return len(texts) + len(chain.cut)


def forget_names(path: Path) -> int:
    """Take the texts that may name a person (who, why) out of a history; return how many there were.

    The file is exchanged whole or not at all, and all seals fit as before. Copies and backups keep them.

    Raises
    ------
    PlannerError
        When it is not there, has faults, or cannot be written.
    """
    require_there(path)
    with locked(path):
        content = content_of(path)
        count = _count(read_chain(path.name, content))
        try:
            _exchange(path, without_texts(content))
        except OSError as fault:
            raise PlannerError(cannot(path, fault)) from fault
    return count


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise PlannerError(cannot(path, fault)) from fault


def _said_record(said: Returned | Publication) -> Record:
    if isinstance(said, Returned):
        return {"kind": "file", **{name: getattr(said, name) for name in Returned.__slots__}}
    visits = [[day.isoformat(), team, village] for day, team, village in sorted(said.visits)]
    days = {"since": said.since.isoformat(), "until": said.until.isoformat()}
    return {
        "kind": "published",
        "version": said.version,
        **days,
        "visits": visits,
        "who": said.who,
        "when": said.when,
    }


def _append(path: Path, lines: bytes) -> None:
    """Add lines behind what is there, and see them onto the disk; nothing is ever cut off."""
    is_new = not path.exists()
    try:
        with path.open("a+b") as stream:
            if stream.tell() and not _ends_with_a_break(stream):
                lines = b"\n" + lines  # an editor took it away, or the line is cut off
            stream.write(lines)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        if is_new:
            path.unlink(missing_ok=True)
        raise
    if is_new:
        _see_onto_the_disk(path.parent)


def _ends_with_a_break(stream: BinaryIO) -> bool:
    stream.seek(-1, os.SEEK_END)
    return stream.read(1) == b"\n"


def _exchange(path: Path, content: bytes) -> None:
    """Put new content in the place of a file, whole or not at all."""
    with replacing(path) as made:
        made.write_bytes(content)
    _see_onto_the_disk(Path(os.path.realpath(path)).parent)


def _see_onto_the_disk(folder: Path) -> None:
    """See the names of files in a folder onto the disk, where the system can do that."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
