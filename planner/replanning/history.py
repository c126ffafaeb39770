"""The history of a campaign: one line of JSON for each report, file and publication, only ever added to.

Its first line says which campaign it is of; lines hold together (:mod:`planner.replanning.seals`). The line
of a file says how many reports follow it: a file is in the history with all its reports or not at all, and
what a power cut or a full disk left of one is told and not counted. Before there were seals the file stood
behind its reports. An office keeps the history with its backups, and can read it in any text editor. It is
written by :mod:`planner.replanning.writing`.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import reduce
from pathlib import Path

from planner.domain.actuals import Actual, Visit, actual_of
from planner.domain.campaign import Campaign, campaign_of, is_alike
from planner.domain.problem import Problem
from planner.errors import Fault, InputError, PlannerError
from planner.files import is_file, is_folder, read_file
from planner.inputs.guard import FORGET, require_no_persons
from planner.locks import locked
from planner.replanning.records import Cut, History, Publication, Returned
from planner.replanning.seals import BACKUP, FILE_IN_CUT, Chain, Line, Record, read_chain

VERSION = 2  # of the lines; those before it had no seals and no campaign
MOST_ROWS = 1_000_000  # reports of one file; a workbook has no more rows

Said = Actual | Returned | Publication | Campaign  # what a line says


def read_history(path: Path, problem: Problem | None = None) -> History:
    """Return what stands in a history.

    Parameters
    ----------
    path
        The file.
    problem
        The problem whose history it has to be; any where it is not given.

    Raises
    ------
    PlannerError
        When there is no such file, or it is the history of another campaign.
    InputError
        When it is no history, with every line that is no record, or with the first that was changed.
    """
    history, chain = read_with_chain(path)
    if chain.ends_cut:  # perhaps it is being written at this moment
        with ExitStack() as stack:
            with suppress(PlannerError):  # where nobody can write, nobody does
                stack.enter_context(locked(path))
            history, _ = read_with_chain(path)
    if problem is not None:
        require_own(str(path), history, problem)
    return history


def read_with_chain(path: Path) -> tuple[History, Chain]:
    """Return what stands in a history, and the lines that a writer goes on from."""
    chain = read_chain(path.name, content_of(path))
    records = {f"line {line.row}": line.record for line in chain.lines}
    require_no_persons(records, path.name, remedy=FORGET)
    return _history(path.name, chain), chain


def require_own(name: str, history: History, problem: Problem) -> None:
    """Stop at the history of another campaign.

    Raises
    ------
    PlannerError
        When it shares too few villages with the problem, or the problem begins after its last day.
    """
    own, known = campaign_of(problem), history.campaign
    if not is_alike(own.villages, history.villages):
        what = f"{known}" if known else f"a campaign with villages such as {min(history.villages)}"
        raise PlannerError(
            f"{name} is the history of {what}, and not of {own}: they share "
            f"{len(own.villages & history.villages)} villages; give the history of this campaign"
        )
    if known is not None and own.first > known.last:
        raise PlannerError(
            f"{name} is the history of {known}, and {own} begins later; give the history of this campaign "
            "(a campaign that goes on keeps its first day)"
        )


def content_of(path: Path) -> bytes:
    """Return the bytes of a history.

    Raises
    ------
    PlannerError
        When it is not there, no file, empty, or cannot be read.
    """
    require_there(path)
    content = read_file(path)
    if not content.strip():
        remedy = f"{BACKUP}, or delete it and begin anew with --new"
        raise InputError([Fault(path.name, "is empty", remedy)])
    return content


def require_there(path: Path) -> None:
    """Stop where there is no such file; the sentence names the one that was probably meant."""
    if is_file(path):
        return
    if os.path.exists(path):
        raise PlannerError(f"{path} is no file; name the history of the campaign")
    there = sorted(near.name for near in path.parent.glob("*.jsonl")) if is_folder(path.parent) else []
    near = get_close_matches(path.name, there, n=1) or there[:1]
    meant = f"did you mean {near[0]}? " if near else ""
    raise PlannerError(
        f"{path}: there is no such file; {meant}A history is begun with --new, by `planner publish` or "
        "`planner actuals`"
    )


def _history(name: str, chain: Chain) -> History:
    """Return what the records of a file amount to."""
    values = _values(name, chain.lines)
    actuals, files, cut = list[Actual](), list[Returned](), list[Cut]()
    for file, own in _hand_ins(values):
        if not isinstance(file, Returned):
            cut.append(Cut(there=len(own), sha256=file))
        elif len(own) < file.rows:
            cut.append(Cut(file.name, file.rows, len(own), file.sha256))
        else:
            actuals += own
            files.append(file)
    known = {file.sha256 for file in files}
    campaigns = [value for _, value in values if isinstance(value, Campaign)]
    return History(
        tuple(actuals),
        tuple(files),
        tuple(value for _, value in values if isinstance(value, Publication)),
        reduce(Campaign.joined, campaigns) if campaigns else None,
        tuple(one for one in _told_of(cut, chain) if one.sha256 not in known),
    )


def _hand_ins(values: Sequence[tuple[Line, Said]]) -> Iterator[tuple[Returned | str, list[Actual]]]:
    """Yield each file with the reports that are there, or its SHA-256 where its own line is missing."""
    loose: defaultdict[str, dict[Visit, Actual]] = defaultdict(dict)  # before there were seals
    for place, (line, value) in enumerate(values):
        if isinstance(value, Returned) and line.is_sealed:
            following = (later for _, later in values[place + 1 : place + 1 + value.rows])
            yield value, [a for a in following if isinstance(a, Actual) and a.file == value.sha256]
        elif isinstance(value, Returned):
            yield value, list(loose.pop(value.sha256, {}).values())
        elif isinstance(value, Actual) and not line.is_sealed:
            loose[value.file][value.visit] = value
    for sha256, reports in loose.items():
        yield sha256, list(reports.values())


def _told_of(cut: Iterable[Cut], chain: Chain) -> list[Cut]:
    """Return what is not whole once for each file, with names out of lines that are cut themselves."""
    found = {one.sha256: one for one in cut}
    for line in FILE_IN_CUT.finditer(b"\n".join(chain.cut)):
        sha256, name = line["sha256"].decode(), json.loads(line["name"])
        found[sha256] = replace(found.get(sha256, Cut(sha256=sha256)), name=name)
    if chain.ends_cut and not found:
        return [Cut()]
    return list(found.values())


def _values(name: str, lines: Iterable[Line]) -> list[tuple[Line, Said]]:
    """Return the value of each line, or raise with all lines that have none."""
    found, faults = list[tuple[Line, Said]](), list[Fault]()
    for line in lines:
        try:
            found.append((line, value_of(line.record)))
        except (ValueError, KeyError, TypeError) as error:
            problem = f"this record cannot be read: {error}"
            faults.append(Fault(name, problem, f"{BACKUP}; nobody needs to edit it", row=line.row))
    if faults:
        raise InputError(faults)
    return found


def value_of(record: Record) -> Said:
    """Return what a record says.

    Raises
    ------
    ValueError, KeyError, TypeError
        When it says something impossible, or not enough.
    """
    kind = record.get("kind")
    if kind == "report":
        return actual_of(record)
    if kind == "file":
        names = ("sha256", "name", "plan_version", "who", "when")
        return Returned(rows=_rows(record["rows"]), **{name: _text(record, name) for name in names})
    if kind == "published":
        visits = frozenset((date.fromisoformat(d), str(team), str(v)) for d, team, v in record["visits"])
        texts = {name: _text(record, name) for name in ("version", "who", "when")}
        return Publication(since=_day(record, "since"), until=_day(record, "until"), visits=visits, **texts)
    if kind == "campaign":
        if record["version"] != VERSION:
            raise ValueError(f"it is of version {record['version']!r}; this planner knows version {VERSION}")
        villages = frozenset(map(str, record["villages"]))
        return Campaign(_text(record, "title"), _day(record, "first"), _day(record, "last"), villages)
    raise ValueError(f"kind is {kind!r}; expected campaign, report, file or published")


def _rows(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MOST_ROWS:
        raise ValueError(f"rows is {value!r}; expected a whole number, 0 to {MOST_ROWS:,}")
    return value


def _text(record: Record, name: str) -> str:
    if not isinstance(record[name], str):
        raise ValueError(f"{name} is {record[name]!r}; expected a text")
    return str(record[name])


def _day(record: Record, name: str) -> date:
    return date.fromisoformat(_text(record, name))
