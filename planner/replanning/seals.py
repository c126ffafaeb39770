"""Lines of a history that hold together: each has a seal, the SHA-256 over its record and the seal before it.

A seal finds accidents: a number changed in an editor, a line lost in a copy. There is no secret in it, so it
is no proof against somebody who makes all seals anew. It is taken over what a line says and not over its
bytes: a mark of byte order, other line breaks and a missing last one change nothing.

Texts that may name a person stand outside the seals, each once in a line of kind ``text`` with a random salt;
sealed lines hold only the salted digest. So they can be taken out, and all seals fit as before. Lines from
before there were seals hold these texts themselves; the first seal is over such lines without them.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from planner.errors import Fault, InputError

Record = dict[str, Any]

PERSONAL = ("who", "reason")  # texts of records that may name a person
KIND_OF_TEXT = "text"
CUT_BEFORE = "cut_before"  # in the record after a line that was cut; the cut line is no part of the history
BACKUP = "get the file back from a backup"
MARK = b"\xef\xbb\xbf"
FILE_IN_CUT = re.compile(
    rb'"kind": "file", "sha256": "(?P<sha256>[0-9a-f]*)", "name": (?P<name>"(?:[^"\\]|\\.)*")'
)


@dataclass(frozen=True, slots=True)
class Line:
    """One record: where it stands, what it says with its texts put back, and whether it has a seal."""

    row: int
    record: Record
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """The records of a file that fit together.

    Parameters
    ----------
    lines
        In order, without texts and what was cut.
    seal
        The last one, on which the next line is put; over all lines where none has one.
    texts
        Salted digest -> text, of those that were not taken out.
    cut
        Lines that were cut off, of which the last may be the last of the file.
    ends_cut
        Whether it is.
    """

    lines: tuple[Line, ...] = ()
    seal: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    cut: tuple[bytes, ...] = ()
    ends_cut: bool = False


def sealed(before: str, record: Mapping[str, Any]) -> str:
    """Return the seal of a record on the seal before it.

    >>> sealed("", {"a": 1, "b": "ü"}) == sealed("", {"b": "ü", "a": 1}) != sealed("x", {"a": 1, "b": "ü"})
    True
    """
    text = json.dumps(record, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{text}".encode("ascii")).hexdigest()


def digest(salt: str, text: str) -> str:
    """Return the salted digest that stands for a text in sealed lines."""
    return hashlib.sha256(f"{salt}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def written(chain: Chain, records: Iterable[Record]) -> bytes:
    """Return the lines that put records on a chain, each ended by a line break."""
    known = {text: mark for mark, text in chain.texts.items()}
    lines, seal, more = list[Record](), chain.seal, {CUT_BEFORE: True} if chain.ends_cut else {}
    for record in records:
        marks = {}
        for name in (name for name in PERSONAL if record.get(name)):
            text = record[name]
            if text not in known:
                salt = secrets.token_hex(16)
                known[text] = digest(salt, text)
                lines.append({"kind": KIND_OF_TEXT, "id": known[text], "salt": salt, "text": text})
            marks[name] = known[text]
        whole = record | marks | more
        seal, more = sealed(seal, whole), {}
        lines.append(whole | {"seal": seal})
    return b"".join(map(_bytes, lines))


def read_chain(name: str, content: bytes) -> Chain:
    """Return the records in the bytes of a file.

    Raises
    ------
    InputError
        When it is no history at all, with every line that is no record, or with the first one that does not
        fit the lines before it.
    """
    parsed = [(row, line, _record(line)) for row, line in numbered(content)]
    if not any(record for _, _, record in parsed):
        raise InputError([_no_history(name, parsed[0][1] if len(parsed) == 1 else b"")])
    ends_cut = parsed[-1][2] is None and _is_cut(parsed[-1][1])
    _report_no_records(name, parsed[:-1] if ends_cut else parsed)
    lines, seal, texts = _chained(name, [(row, record) for row, _, record in parsed if record])
    return Chain(lines, seal, texts, tuple(line for _, line, record in parsed if record is None), ends_cut)


def without_texts(content: bytes) -> bytes:
    """Return the bytes of a history whose texts are taken out; all that is sealed stays byte for byte."""
    kept = []
    for _, line in numbered(content):
        record = _record(line)
        if record is None or record["kind"] == KIND_OF_TEXT:
            continue  # what was cut may end in the middle of a name
        if "seal" not in record and any(record.get(name) for name in PERSONAL):
            emptied = record | {name: "" for name in PERSONAL if name in record}
            kept.append(_bytes(emptied))
        else:
            kept.append(line + b"\n")
    return b"".join(kept)


def numbered(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not empty with their numbers, without line breaks."""
    for row, line in enumerate(content.removeprefix(MARK).split(b"\n"), start=1):
        if line.strip():
            yield row, line.strip()


def _bytes(record: Record) -> bytes:
    """Return a line; half a sign, as in names of files that are no UTF-8, is escaped as JSON does."""
    return f"{json.dumps(record, ensure_ascii=False)}\n".encode("utf-8", "backslashreplace")


def _record(line: bytes) -> Record | None:
    """Return the record on a line; ``None`` where there is none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and isinstance(value.get("kind"), str) else None


def _is_cut(line: bytes) -> bool:
    """Return whether a line without a record can be what a power cut or a full disk left of one."""
    return line.lstrip(b"\0")[:1] in (b"{", b"")


def _no_history(name: str, only: bytes) -> Fault:
    if only.startswith(b'{"kind"'):
        return Fault(
            name, "its first line is cut, and it has no other", "delete it and begin anew with --new"
        )
    return Fault(name, "is no history of a campaign", "name the file that began with --new")


def _report_no_records(name: str, parsed: list[tuple[int, bytes, Record | None]]) -> None:
    """Raise with all lines that are no records; those before a line that says so were cut once."""
    faults, excused = list[Fault](), False
    for row, _, record in reversed(parsed):
        if record is not None:
            excused = CUT_BEFORE in record or (excused and record["kind"] == KIND_OF_TEXT)
        elif not excused:
            faults.append(Fault(name, "this line is no record of a history", BACKUP, row=row))
    if faults:
        raise InputError(faults[::-1])


def _chained(name: str, records: list[tuple[int, Record]]) -> tuple[tuple[Line, ...], str, dict[str, str]]:
    """Return the lines, the last seal and the texts, or raise with the first line that does not fit."""
    lines, seal, first_sealed = list[Line](), "", 0
    texts = dict(_texts(name, records))
    for row, record in records:
        if record["kind"] == KIND_OF_TEXT:
            continue
        said = {key: value for key, value in record.items() if key != "seal"}
        is_sealed = "seal" in record
        seal = sealed(seal, said if is_sealed else _without_personal(said))
        if (is_sealed or first_sealed) and record.get("seal") != seal:
            raise InputError([_misfit(name, row, first_sealed, records)])
        first_sealed = first_sealed or (row if is_sealed else 0)
        back = {key: texts.get(str(said[key]), "") for key in PERSONAL if is_sealed and key in said}
        lines.append(Line(row, said | back, is_sealed))
    return tuple(lines), seal, texts


def _texts(name: str, records: list[tuple[int, Record]]) -> Iterator[tuple[str, str]]:
    """Yield id and text of the lines of texts; one that was changed is a fault."""
    for row, record in records:
        if record["kind"] == KIND_OF_TEXT:
            salt, text = record.get("salt"), record.get("text")
            is_whole = isinstance(salt, str) and isinstance(text, str)
            if not is_whole or digest(str(salt), str(text)) != record.get("id"):
                problem, remedy = "this text was changed after it was written", "delete the line to forget it"
                raise InputError([Fault(name, problem, f"{BACKUP}, or {remedy}", row=row)])
            yield str(record["id"]), str(text)


def _without_personal(record: Record) -> Record:
    return {key: value for key, value in record.items() if key not in PERSONAL}


def _misfit(name: str, row: int, first_sealed: int, records: list[tuple[int, Record]]) -> Fault:
    """Return the fault of the first line that does not fit, with what is to be handed in again."""
    if first_sealed or records[0][0] == row:
        problem, lost = (
            "this line was changed after it was written, or lines before it taken out or added",
            row,
        )
    else:  # it is the first with a seal, which is over all lines before it
        problem, lost = f"a line before it was changed, taken out or added after line {row} was written", 1
    return Fault(name, problem, f"{BACKUP}, or {_anew(lost, records)}", row=row)


def _anew(row: int, records: list[tuple[int, Record]]) -> str:
    """Return what to do without a backup when all lines from ``row`` on are lost."""
    before = [str(r.get("name")) for n, r in records if r["kind"] == "file" and n < row]
    here = next(record for n, record in records if n >= row)
    lost = before[-1:] if here["kind"] == "report" else []
    lost += [str(r.get("name")) for n, r in records if r["kind"] == "file" and n >= row]
    again = [f"hand in again {', '.join(dict.fromkeys(lost))}"] if lost else []
    if any(r["kind"] == "published" and n >= row for n, r in records):
        again.append("publish again")
    where = f"delete line {row} and all after it" if row > 1 else "begin anew with --new under another name"
    return ", then ".join([where, *again])
